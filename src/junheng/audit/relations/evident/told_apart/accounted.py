"""Changes accounted for one by one right behind them: `学校328所，比上年减少6所，系3个教学点和3所民办园停办`.

All figures up to the end of the sentence count what went or came. Where words say that they are what it is made of
(系, 为, 由), one that lies near is wrong; where they may pick some (其中, 主要) only what comes out is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds
from junheng.audit.relations.evident.figures import Figures, Number, changed, pattern
from junheng.audit.relations.evident.listed.rows import left_open
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.triggers import triggers

_AHEAD, _LEAST, _NEAR, _FEW, _BRACKET = 8, 2, Fraction(1, 10), 2, "("


def accounted(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield changes as the sum of what is told behind them as what they are made of."""
    for item in near.numbers:
        if not changed(item) or item.quantity.hedge or read.total(item, "sum") or not item.quantity.base:
            continue
        parts = _parts(near, item)
        if len(parts) < _LEAST or any(read.part(one, "sum") for one in parts):
            continue
        words = parts[0].lead
        made = relation("sum", [one.quantity for one in parts], item.quantity, "evident.accounted",
                        spans([item, *parts]))  # fmt: skip
        reached: Number = sum(one.plain for one in parts)
        few_off = item.plain > _FEW and -_FEW <= reached - item.plain <= _FEW
        bracket = parts[0].mark == _BRACKET and pattern("accounted", "some").search(words) is None
        sure = bracket or pattern("accounted", "made_of").search(words) is not None
        sure = sure and not left_open(near, item, parts)
        if holds(made) or (sure and (few_off or close(made, _NEAR))):
            yield made


def _parts(near: Figures, item: Item) -> list[Item]:
    """Return the figures behind a change, all that its sentence tells, where each counts what changed."""
    found: list[Item] = []
    for one in near.items[item.number + 1 : item.number + 1 + _AHEAD]:
        if one.sentence != item.sentence:
            break
        if found and one.depth > found[0].depth:
            continue
        alike = one.quantity.base == item.quantity.base or bool(triggers().kin(one.quantity, item.quantity))
        if not alike or one.quantity.kind != "number" or one.quantity.hedge or one.number in near.each:
            return []
        found.append(one)
    if not found or not (found[0].mark == _BRACKET or pattern("accounted", "opens").search(found[0].lead)):
        return []
    ways = [any(pattern("accounted", way).search(one.label + one.after) for one in found) for way in ("out", "came")]
    return [] if all(ways) else found
