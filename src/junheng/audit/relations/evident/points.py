"""Percentage points between two shares before them: 男、女童入学率为99.70%和99.72%，女童高出0.02个百分点."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import change

_BACK, _FEW = 6, 3
"""How many figures before the points are looked at, and how many shares among them."""
_BESIDE, _APART = 1, 20
"""How many steps the points must have: between the two shares right before them in their sentence, between others."""


def points(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return what points are the difference of, exactly to the digits printed."""
    if item.quantity.hedge or not item.quantity.value or read.total(item, "difference", "sum"):
        return None
    window = near.items[max(0, item.number - _BACK) : item.number]
    shares = [one for one in reversed(window) if _share(one) and one.sentence >= item.sentence - 1][:_FEW]
    value = Fraction(item.quantity.value)
    for at, (one, two) in enumerate(combinations(shares, 2)):
        first, second = sorted((_signed(one), _signed(two)), key=_value, reverse=True)
        finest = min(one.quantity.step, two.quantity.step)
        beside = not at and one.number == item.number - 1 and two.number == one.number - 1
        least = _BESIDE if beside and two.sentence == item.sentence else _APART
        if first.value - second.value != value or value < least * Fraction(finest):
            continue
        if read.together(one, two, item):
            return None
        row = sorted((one, two), key=_number)
        return relation("difference", [first, second], item.quantity, "evident.points", spans([*row, item]))
    return None


def _share(one: Item) -> bool:
    return one.quantity.kind == "share" and one.quantity.unit == "%" and not one.quantity.hedge


def _signed(one: Item) -> Term:
    """Return a share, negative where it is told as a fall (增速最低为乙县，下降13.2%)."""
    return negative(term(one.quantity)) if change(one.label) == "down" else term(one.quantity)


def _value(one: Term) -> Fraction:
    return one.value


def _number(one: Item) -> int:
    return one.number
