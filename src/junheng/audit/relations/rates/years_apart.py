"""Changes told by the year: 2021年……比2012年增加9486万人，年均增长1054万人.

The years are not counted out; they lie between the year the change is told against and the year it is told of. Read
only where it comes out: growth by the year is told as a compound rate too.
"""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import change

_BY_YEAR, _KINDS = "年均", frozenset({"number", "points"})
_AGAINST, _YEAR = re.compile("[比较与同](?P<year>[12]\\d{3})年"), re.compile("(?<!\\d)(?P<year>[12]\\d{3})年")
_CLAUSE, _FAR, _MOST = 30, 160, 60


def by_year(near: Near, item: Item) -> Relation | None:
    """Return the change right before a figure, divided by the years it took."""
    top = near.items[item.number - 1] if item.number else None
    if _BY_YEAR not in item.label or top is None or item.quantity.kind not in _KINDS or not item.quantity.value:
        return None
    same = top.quantity.kind == item.quantity.kind and top.quantity.base == item.quantity.base
    if not same or top.segment != item.segment or not change(top.label) or not change(item.label):
        return None
    years = _years(near.text, top)
    if years is None:
        return None
    parts: list[Quantity | Term] = [top.quantity, Term(Fraction(years), Fraction(0), ())]
    made = relation("average", parts, item.quantity, "average.years", spans([top, item]))
    return made if holds(made) else None


def _years(text: str, top: Item) -> int | None:
    """Return how many years lie between the one a change is told against and the one it is told of."""
    start = max(0, top.quantity.start - _CLAUSE)
    against = list(_AGAINST.finditer(text, start, top.quantity.start))
    if not against:
        return None
    sentence = max(text.rfind(mark, max(0, start - _FAR), against[-1].start()) for mark in "。\n") + 1
    told = list(_YEAR.finditer(text, max(sentence, start - _FAR), against[-1].start()))
    years = int(told[0]["year"]) - int(against[-1]["year"]) if told else 0
    return years if 1 < years < _MOST else None
