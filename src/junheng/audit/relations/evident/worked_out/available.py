"""What there is to use: what was left, with what came in: `年初结余26.4万元，本年收入87.3万元，可用资金113.7万元`.

What went out is taken off (原有1206人，转入32人，转出18人，现有1220人). They stand one behind the other in a sentence,
named as what stood there, as what came in and went out, and as what that makes: one that lies near it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds, slipped
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.ground.terms import relation, spans, worked_out

_MOST, _SMALL, _NEAR = 5, 20, Fraction(1, 10)
"""How many parts there are at the most, how many steps the sum has, how far from its parts it may lie."""


def available(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield what stood there and what came in as what there is in all."""
    for item in near.numbers:
        words = item.label + item.after
        if item.depth or read.total(item, "sum", "difference") or pattern("available", "all").search(words) is None:
            continue
        if item.plain < _SMALL * (item.quantity.plain_step or 1) or item.quantity.hedge:
            continue
        parts = _parts(near, item)
        if not parts or any(read.part(one, "sum") for one in parts):
            continue
        made = _made(parts, item)
        # What is used up or leaves need not be told: where nothing is told to have gone, only what comes out is read.
        sure = any(map(_went, parts[1:])) or pattern("available", "at_hand").search(words) is not None
        sure = sure and not any(map(_went, _behind(near, item))) and not _holds_more(near, item)
        if holds(made) or (sure and item.plain > parts[0].plain and (close(made, _NEAR) or slipped(made))):
            yield made


def _behind(near: Figures, item: Item) -> list[Item]:
    return [one for one in near.items[item.number + 1 : item.number + 1 + _MOST] if one.sentence == item.sentence]


def _holds_more(near: Figures, item: Item) -> bool:
    """Whether a bracket behind a figure says that it holds more than was told: 现有学生1350人（含新一年级）."""
    return pattern("available", "more").match(near.text, item.quantity.end) is not None


def _made(parts: list[Item], item: Item) -> Relation:
    """Return what there is as the sum of what stood there and came in, less what went out."""
    out = [one for one in parts[1:] if _went(one)]
    where = spans([*parts, item])
    if not out:
        return relation("sum", [one.quantity for one in parts], item.quantity, "evident.available", where)
    more = worked_out([(1, one.quantity) for one in parts if one not in out], item.quantity.scale)
    less = worked_out([(1, one.quantity) for one in out], item.quantity.scale)
    return relation("difference", [more, less], item.quantity, "evident.available", where)


def _went(one: Item) -> bool:
    return pattern("available", "went").search(one.label) is not None


def _parts(near: Figures, item: Item) -> list[Item]:
    """Return what stood there and what came in since, right before a figure, nothing where more is told."""
    found: list[Item] = []
    for at in range(item.number - 1, max(-1, item.number - 1 - _MOST), -1):
        one = near.items[at]
        if one.sentence != item.sentence or one.quantity.base != item.quantity.base or one.quantity.hedge or one.depth:
            return []
        found.insert(0, one)
        if pattern("available", "opening").search(one.label) is not None:
            return found if len(found) > 1 and not all(map(_went, found[1:])) else []
        if pattern("available", "came").search(one.label) is None and not _went(one):
            return []
    return []
