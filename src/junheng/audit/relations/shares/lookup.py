"""Shares whose figures are not in place: two near them that come to them, where that is no accident."""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, alike, chance, named_alike, same_kind
from junheng.audit.relations.ground.wording import change
from junheng.audit.relations.shares.lexicon import pattern
from junheng.audit.relations.shares.percentages import Told
from junheng.audit.relations.shares.wholes import holding, of_run, of_two

PLACES = frozenset({"所", "处", "栋", "间"})
"""What counts schools and rooms, of which no rate of persons is a share."""
_YEAR, _LEAD, _SHORT = re.compile("(?:19|20)[0-9]{2}年"), 14, Fraction(1, 200)
"""A year, how many characters before a figure it is looked for, and how likely an accident a rough figure may be of."""
_LOOSE, _LINKED = Fraction(1, 100), Fraction(4, 100)
"""How many accidents are borne: of any two figures, and of two of which one bears the name told."""


def looked_up(near: Near, told: Told) -> Relation | None:
    """A share whose figures are not in place: two near it that come to it, if that is no accident."""
    item, accident = told.item, chance(told.item.quantity)
    if not item.quantity.value:
        return None  # nothing of anything is 0 %
    # What was added (比上年增加400人) is in what there is: it makes no whole with it.
    window = [one for one in near.before(item) if not change(one.label)]
    kin = [one for one in window if told.subject and named_alike(told.subject, one)]
    others = [one for one in window if one not in kin]
    if pattern("of_persons").search(told.subject) is not None:
        kin, others = ([one for one in each if one.quantity.base not in PLACES] for each in (kin, others))
    tried = 0
    for tops, borne in ((kin, _LINKED), (others, _LOOSE)):
        most = borne // accident
        for one in tops:
            for bottom in window:
                if bottom is one or not alike(one.quantity, bottom.quantity):
                    continue
                if one.plain >= bottom.plain:
                    continue
                tried += 1
                if tried > most:
                    break
                made = holding(near, one, bottom, item, "share.found")
                if made is not None and not _apart(near, one, bottom, accident):
                    return made
    if (run := of_run(near, told)) is not None:
        return run
    for group in _groups(window):
        # 初级职称2842人，所占比例为49%: what stands right before it is its part, and no whole.
        wholes = [one for one in group if told.subject or told.form != "bare" or one.number != item.number - 1]
        if (made := of_two(near, item, group, wholes, 2 * _LOOSE, "share.found")) is not None:
            return made
    return None


def _apart(near: Near, one: Item, bottom: Item, accident: Fraction) -> bool:
    """Whether two figures are told of two years, or one only roughly: a short share comes to them by chance."""
    hedged = one.quantity.hedge or bottom.quantity.hedge
    years = [
        _YEAR.findall(near.text[max(0, each.quantity.start - _LEAD) : each.quantity.start]) for each in (one, bottom)
    ]
    return (bool(hedged) and accident > _SHORT) or (all(years) and years[0][-1] != years[1][-1])


def _groups(window: list[Item]) -> list[list[Item]]:
    groups: list[list[Item]] = []
    for one in window:
        home = next((each for each in groups if same_kind(each[0].quantity, one.quantity)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    bare = [one for one in window if not one.quantity.base]
    return [group if not group[0].quantity.base else group + bare for group in groups if len(group) > 1]
