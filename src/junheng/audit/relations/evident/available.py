"""What there is to spend or to use: what was left, with what came in: `年初结余126.48万元，本年收入87.35万元，可用资金213.83万元`.

The three stand one behind the other in a sentence, named as what stood there, as what came in, and as what that makes.
Nothing else is left to be their sum, so one that lies near it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds, slipped
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.ground.terms import relation, spans

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
        made = relation("sum", [one.quantity for one in parts], item.quantity, "evident.available",
                        spans([*parts, item]))  # fmt: skip
        if holds(made) or close(made, _NEAR) or slipped(made):
            yield made


def _parts(near: Figures, item: Item) -> list[Item]:
    """Return what stood there and what came in since, right before a figure, nothing where more is told."""
    found: list[Item] = []
    for at in range(item.number - 1, max(-1, item.number - 1 - _MOST), -1):
        one = near.items[at]
        if one.sentence != item.sentence or one.quantity.base != item.quantity.base or one.quantity.hedge or one.depth:
            return []
        found.insert(0, one)
        if pattern("available", "opening").search(one.label) is not None:
            return found if len(found) > 1 else []
        if pattern("available", "came").search(one.label) is None or pattern("available", "went").search(one.label):
            return []
    return []
