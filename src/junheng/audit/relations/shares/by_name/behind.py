"""Shares whose part or whole is told behind them: `占支出合计的46.9%，为1560亿元`; `上线率43.7%。全县考生4460人`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, chance, same_kind
from junheng.audit.relations.ground.wording import stem, wording
from junheng.audit.relations.shares.percentages import Told, core_name
from junheng.audit.relations.shares.wholes import holding, made_share, misprinted

_LOOSE, _NEXT, _SENTENCES = Fraction(1, 100), 4, 3
"""How many accidents are borne; how many figures and sentences behind a share its whole is looked for."""
_COMES_TO = re.compile("(?:共|共计|合计|约|为|是|达|达到|超|超过|即|有|近|计|总额为|金额为|总数为)?")
_STROKE = frozenset("/／")
_DIVIDED = frozenset("，,：:")


def part_behind(near: Near, told: Told) -> Relation | None:
    """Return the share of what is told right behind it without a word of its own: `占支出合计的46.9%，超1560亿元`."""
    item = told.item
    part = near.items[item.number + 1] if item.number + 1 < len(near.items) else item
    if told.form not in {"named", "bare"} or part.quantity.kind != "number" or part.sentence != item.sentence:
        return None
    plain = part.mark in _DIVIDED and _COMES_TO.fullmatch(part.label.strip()) is not None
    if not plain or part.depth != item.depth or chance(item.quantity) > _LOOSE:
        return None
    tried = Fraction(0)
    for whole in _wholes(near, told):
        if not same_kind(whole.quantity, part.quantity) or whole.plain <= part.plain:
            continue
        tried += chance(item.quantity)
        if tried > _LOOSE:
            return None
        if (made := holding(near, part, whole, item, "share.behind")) is not None:
            return made
    return None


def _wholes(near: Near, told: Told) -> Iterator[Item]:
    """Yield what a share may be of: what bears the name it tells, then what stands before it."""
    named = near.labelled(core_name(told.whole), told.item, 4) if told.form == "named" else []
    yield from named
    yield from (one for one in near.before(told.item, _SENTENCES, 2 * _NEXT, across=True) if one not in named)


def in_fraction(near: Near, item: Item) -> Relation | None:
    """Return the share a bracket behind it tells as a fraction: `42.55%(16370/38474)`; nothing else can be meant."""
    if len(item.children) != 2 or item.quantity.hedge or not item.quantity.value:
        return None
    part, whole = item.children
    plain = (
        not (part.unit or whole.unit)
        and near.between(part, whole).strip() in _STROKE
        and part.number == item.number + 1
    )
    if not plain or not whole.plain:
        return None
    made = made_share(near, part, whole, item, "share.fraction")
    return made if holds(made) or misprinted(made) else None


def whole_behind(near: Near, told: Told, top: Item | None) -> Relation | None:
    """Return the rate of those it is of by its name (上线率: 考生), told in the next sentences.

    A rate of few digits is read where the one before it is of the same: 开工740个，开工率95.2%；竣工544个，竣工率70%.
    """
    if told.form != "rate" or top is None or top.quantity.hedge:
        return None
    names = next((each for word, each in wording()["share"]["of"].items() if told.subject.endswith(word)), ())
    for one in near.items[told.item.number + 1 : told.item.number + 1 + 2 * _NEXT] if names else ():
        if one.sentence > told.item.sentence + _SENTENCES:
            return None
        larger = one.quantity.kind == "number" and same_kind(one.quantity, top.quantity) and one.plain > top.plain
        if larger and stem(one.label).endswith(tuple(names)):
            sure = chance(told.item.quantity) <= _LOOSE / _NEXT or _of_the_same(near, top, one)
            return holding(near, top, one, told.item, "share.behind") if sure else None
    return None


def _of_the_same(near: Near, top: Item, whole: Item) -> bool:
    """Whether the share right before a part, with its own part, is of a whole told behind both."""
    share, part = (near.items[max(0, top.number - back)] for back in (1, 2))
    told = share.quantity.kind == "share" and part.quantity.kind == "number" and part.sentence == top.sentence
    sure = told and same_kind(part.quantity, whole.quantity) and chance(share.quantity) <= _LOOSE / _NEXT
    return sure and holding(near, part, whole, share, "share.behind") is not None
