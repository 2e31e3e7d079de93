"""Shares of one part of a list that divides a whole, told by its name behind the list: A等402本，B等187本……A等占62.8%.

The parts add up to the figure before them (or to the one whose bracket they stand in), so that the whole is sure, and
one of them alone bears the name the share is told by. Such a share is read whether it comes out or not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.wording import change, stem
from junheng.audit.relations.shares.lexicon import pattern
from junheng.audit.relations.shares.percentages import Told
from junheng.audit.relations.shares.wholes import made_share, misprinted

_MOST, _LEAST, _SENTENCES = 12, 2, 1
"""How many figures before a share its list may stand in, of how many parts at least, how many sentences before."""
_CLOSE = Fraction(1, 3)
"""How far, of what is printed, a misprinted share of a list that is proved may lie."""
_OPENED = re.compile('^(?:其中|而|但|且|也就是|即|评定为?|评为|认为|选择|属于|定为|达到)+|[“”"‘’的]|(?:人数|数量|所)$')


def of_listed(near: Near, told: Told) -> Relation | None:
    """Return the share of the part that bears the name told, of the whole that its list divides."""
    item, name = told.item, _core(told.subject)
    if told.form not in {"bare", "rate"} or not name or item.quantity.hedge or not item.quantity.value:
        return None
    if told.form == "rate" and told.subject.endswith("率"):
        return None
    whole, parts = _list_before(near, item)
    if whole is None:
        return None
    found = [one for one in parts if _bears(_core(stem(one.label)), name, whole)]
    if len(found) != 1 or any(one.quantity.hedge for one in (*found, whole)):
        return None
    made = made_share(near, found[0], whole, item, "share.listed")
    sure = near.unbroken(min(whole, found[0], key=lambda one: one.number), item)
    return made if holds(made) or (sure and misprinted(made, _CLOSE)) else None


def _core(name: str) -> str:
    return _OPENED.sub("", _OPENED.sub("", name.strip()))


def _bears(label: str, name: str, whole: Item) -> bool:
    """Whether a label is the name told but for the noun of the whole: 农村 of 农村教师, 高级 of 高级职称."""
    if not label or not (name.startswith(label) or label.endswith(name)):
        return False
    rest = name[len(label) :] if name.startswith(label) else ""
    noun = whole.label + whole.after
    return not rest or rest in noun or pattern("plain_noun").fullmatch(rest) is not None


def _list_before(near: Near, item: Item) -> tuple[Item | None, Sequence[Item]]:
    """Return the list before a share whose parts add up to their whole, with that whole."""
    window = near.items[max(0, item.number - _MOST) : item.number]
    row: list[Item] = []
    for one in reversed(window):
        if one.quantity.kind == "share":
            continue
        if row and one is row[-1].parent:
            counted = [each for each in row if each.parent is one]
            same = same_kind(one.quantity, row[-1].quantity) and _adds_up(counted, one)
            return (one, counted) if same and len(counted) == len(row) else (None, ())
        listed = one.quantity.kind == "number" and (not row or same_kind(one.quantity, row[0].quantity))
        if (
            not listed
            or change(one.label)
            or one.sentence < item.sentence - _SENTENCES
            or one.paragraph != item.paragraph
        ):
            break
        if row and one.bracket != row[-1].bracket:
            break
        if len(row) >= _LEAST and _adds_up(row, one):
            return one, row
        row.append(one)
    return None, ()


def _adds_up(parts: Sequence[Item], whole: Item) -> bool:
    return len(parts) >= _LEAST and sum(one.plain for one in parts) == whole.plain
