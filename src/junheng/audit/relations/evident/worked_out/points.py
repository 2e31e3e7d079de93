"""Percentage points between two shares before them: 男、女童入学率为99.70%和99.72%，女童高出0.02个百分点.

Only where words set the two against each other (高于, 相差, 由…到), never where one is set against another time or a
norm (比上年提高, 均高于省定标准): among the shares of a sentence two often lie just so far apart.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import arrives, change, pairs

_BACK, _FEW = 6, 3
"""How many figures before the points are looked at, and how many shares among them."""
_BESIDE, _APART = 1, 20
"""How many steps the points must have: between the two shares right before them in their sentence, between others."""


_LEAD = 40
"""How many characters before the first of two shares are looked at for the places they are told of."""


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
        row = sorted((one, two), key=_number)
        if read.together(one, two, item) or not _set_apart(near, row[0], row[1], item):
            return None
        return relation("difference", [first, second], item.quantity, "evident.points", spans([*row, item]))
    return None


def _set_apart(near: Figures, first: Item, second: Item, item: Item) -> bool:
    """Whether words say that points lie between two shares: 女童高于男童, 相差, 小学比初中, 由去年的…降到."""
    if second.number == first.number + 1 and second.number == item.number - 1:
        later = arrives(second.label) or pattern("points", "now").search(second.label) is not None
        if later and pattern("points", "before").search(first.label) is not None:
            return True
    told = near.text[near.items[item.number - 1].quantity.end : item.quantity.start]
    if second.number == item.number - 1 and pattern("points", "norm").search(told) is not None:
        return True
    if pattern("points", "elsewhere").search(told) is not None:
        return False
    lead = near.text[max(0, first.quantity.start - _LEAD) : second.quantity.start]
    if any(one not in lead for one in pattern("points", "others").findall(told)):
        return False
    if pattern("points", "between").search(told) is not None:
        return True
    return pattern("points", "than").search(told) is not None and not (
        pairs(first.label) ^ pairs(second.label)
    ).isdisjoint(pairs(told))


def _share(one: Item) -> bool:
    return one.quantity.kind == "share" and one.quantity.unit == "%" and not one.quantity.hedge


def _signed(one: Item) -> Term:
    """Return a share, negative where it is told as a fall (增速最低为乙县，下降13.2%)."""
    return negative(term(one.quantity)) if change(one.label) == "down" else term(one.quantity)


def _value(one: Term) -> Fraction:
    return one.value


def _number(one: Item) -> int:
    return one.number
