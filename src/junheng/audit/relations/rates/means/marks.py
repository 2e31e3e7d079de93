"""Mean marks of a test: 考试48人，总分4110.5分，平均分85.6: the total of the marks over those who sat for it.

A mean mark is told with its unit or without it (85.6, 85.6分, 89.0). Its total is the figure told as one (总分) next to
it, its number the persons told before it who sat for the test, not those who passed it or stayed away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import stem
from junheng.audit.relations.rates.each import table
from junheng.audit.relations.rates.means.averages_alone import sized

_UNITS, _PERSONS = frozenset({"分", ""}), frozenset({"人", "名"})
_FIRST_LOOK = "分"
_ENDED, _APART = frozenset("。\n"), frozenset("；;")
_BACK, _NEXT, _LABEL, _NAME, _MOST = 12, 2, 16, 6, 3
"""How many figures before a mean and behind it are looked at, how much of a label tells whom it counts and what a total
is called; how many numbers are tried."""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(table()["marks"][name])


@cache
def _sitting() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, table()["marks"]["sat"]))


def find(near: Near) -> Iterator[Relation]:
    """Yield the mean marks told with their total and the number of those who sat for the test."""
    if _FIRST_LOOK not in near.text:  # no mean of marks without a total of them
        return
    last = 0
    for match in _pattern("mean").finditer(near.text):
        if (made := _mean(near, match, last)) is not None:
            yield made
        last = match.end()


def _mean(near: Near, match: re.Match[str], last: int) -> Relation | None:
    """Return one mean mark; `last` is where the mean before it ends: the total stands behind that."""
    at = near.at(match.start("figure"))
    before = _before(near, at, match.start())
    behind = _behind(near, at, match)
    own = [one for one in before[:_NEXT] if _is_total(one) and one.quantity.start >= last]
    top = next(iter([*own, *(one for one in behind if _is_total(one))]), None)
    if top is None:
        return None
    numbers = [one for one in [*before, *behind] if _sat(one)]
    total = _quantity(near, match, at)
    for number in numbers[:_MOST]:
        if holds(made := _made(top, number, total, match)):
            return made
    told = ([one for one in numbers if pattern.search(_words(one))] for pattern in _sitting())
    sitting = next((found for found in told if found), numbers)
    if len(sitting) != 1 or any(one.quantity.hedge for one in (top, sitting[0])) or total.hedge:
        return None
    first, figure = min(top, sitting[0], key=_number), near.items[max(0, at - 1)]
    made = _made(top, sitting[0], total, match)
    return made if near.unbroken(first, figure) and sized(made) else None


def _number(one: Item) -> int:
    return one.number


def _before(near: Near, at: int, start: int) -> list[Item]:
    """Return the figures before a mean in its sentence, the nearest first."""
    found: list[Item] = []
    for one in reversed(near.items[max(0, at - _BACK) : at]):
        behind = near.text[one.quantity.end : found[-1].quantity.start if found else start]
        if not _ENDED.isdisjoint(behind):
            break
        found.append(one)
    return found


def _behind(near: Near, at: int, match: re.Match[str]) -> list[Item]:
    """Return the figures right behind a mean in its clauses, up to the next mean."""
    found: list[Item] = []
    start = match.end()
    for one in near.items[at : at + _NEXT + 1]:
        if one.quantity.start < start:
            continue  # the mean itself
        between = near.text[start : one.quantity.start]
        if not (_ENDED | _APART).isdisjoint(between) or _pattern("ended").search(one.label):
            break
        found.append(one)
    return found[:_NEXT]


def _is_total(one: Item) -> bool:
    told = _pattern("total").search(stem(one.label)[-_NAME:]) is not None
    return told and one.unit in _UNITS and one.quantity.kind == "number"


def _words(one: Item) -> str:
    return one.label[-_LABEL:] + one.after[:_NAME]


def _sat(one: Item) -> bool:
    """Whether a figure counts persons who sat for a test."""
    return one.unit in _PERSONS and one.plain > 0 and _pattern("others").search(_words(one)) is None


def _quantity(near: Near, match: re.Match[str], at: int) -> Quantity:
    """Return the figure of a mean: as it was read, or, where it was not taken for a count (89.0), as it is printed."""
    start, end = match.span("figure")
    if at < len(near.items) and near.items[at].quantity.start == start:
        return near.items[at].quantity
    value = Decimal(match["figure"])
    step = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    return Quantity(start, end, value, step, number_end=end)


def _made(top: Item, number: Item, total: Quantity, match: re.Match[str]) -> Relation:
    by = Term(Fraction(number.plain), Fraction(0), (number.quantity,))
    row = sorted((top, number), key=_number)
    return relation("average", [term(top.quantity), by], total, "average.marks", [*spans(row), match.span()])
