"""Visits: so many persons, so many times each, over so many months (送教57人……每人每月2次，按10个月计，全年1140人次).

The persons are told before, by the name of those a rate is for; what each had of the visits counted is told in 次.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import holds_one, wording
from junheng.audit.relations.rates.rates import PERIODS

_PERSONS = frozenset({"人", "名", "位"})
_EACH, _VISIT, _VISITS = "每人", "次", "人次"
_NAME, _BACK, _MOST = 3, 3, 8
"""Characters of a name shared, sentences and figures before a visit looked at."""
_CLOSE = Fraction(1, 10)
_FOR_ONE = re.compile("每(?:[人生]|[名位个](?P<name>[一-鿿]{2}))[一-鿿]{0,6}$")
_EVERY, _TWO = ("每月", "每周", "每天", "每日", "每学期", "每年", "每季"), 2
_SLIPS = frozenset({"swapped", "zero_lost", "zero_added"})


def products_of(near: Near) -> Iterator[Relation]:
    """Yield the visits told as persons, times each and months, that hold or fail by one slip of the pen."""
    for total in near.items[2:]:
        if total.unit != _VISITS or total.quantity.kind != "number":
            continue
        period = near.items[total.number - 1]
        if period.unit == _VISIT and period.sentence == total.sentence:
            if (made := _without_period(near, period, total)) is not None:
                yield made
            continue
        rate = near.items[period.number - 1]
        if rate.unit == "年" and rate.quantity.value == 1 and rate.number:
            rate = near.items[rate.number - 1]  # 一年按10个月计
        every = wording()["product"]["every"].get(period.unit, ())
        beside = rate.sentence == period.sentence == total.sentence and rate.unit == _VISIT
        if not beside or period.unit not in PERIODS or not holds_one(rate.label, every) or _EACH not in rate.label:
            continue
        head = _head(near, rate)
        if head is None:
            continue
        parts: list[Quantity | Term] = [
            term(head.quantity, Fraction(1)),
            term(rate.quantity, Fraction(1)),
            term(period.quantity, period.quantity.scale),
        ]
        figures = (head, rate, period, total)
        made = relation("product", parts, total.quantity, "product.visits", spans([*figures]))
        if holds(made) or _misprinted(near, made, figures):
            yield made


def _without_period(near: Near, rate: Item, total: Item) -> Relation | None:
    """Return `送教46人，每人20次，共920人次`, or of those told anywhere before by the name of those a rate is for."""
    each = _FOR_ONE.search(rate.label)
    if each is None or holds_one(rate.label, _EVERY) or rate.quantity.value == 1:
        return None
    before = near.items[rate.number - 1] if rate.number else rate
    beside = before.unit in _PERSONS and before.sentence == rate.sentence and before.depth == rate.depth
    named = [one for one in near.labelled(each["name"], rate) if one.unit in _PERSONS] if each["name"] else []
    heads = [before] if beside and not named else named
    for head in heads[:_TWO]:
        parts: list[Quantity | Term] = [term(head.quantity, Fraction(1)), term(rate.quantity, Fraction(1))]
        figures = (head, rate, total)
        made = relation("product", parts, total.quantity, "product.visits", spans([*figures]))
        alone = len(heads) == 1 and not any(one.quantity.hedge for one in figures) and near.unbroken(rate, total)
        found = judge(made) if alone else None
        if holds(made) or (
            found is not None and (found.slip in _SLIPS or abs(found.off_by) <= made.total.value * _CLOSE)
        ):
            return made
    return None


def _head(near: Near, rate: Item) -> Item | None:
    """Return the persons a rate is for, by the name before 每人: 送教上门对象每人."""
    name = rate.label[: rate.label.find(_EACH)]
    for one in near.before(rate, _BACK, _MOST):
        if one.unit in _PERSONS and (
            not name or any(name[at : at + _NAME] in one.label for at in range(len(name) - 2))
        ):
            return one
    return None


def average_of(near: Near, item: Item) -> Relation | None:
    """`76名对象全年接受送教2736人次，人均36次`: visits for each person, of the one count of persons before them."""
    top = near.previous(item)
    if item.unit != _VISIT or top is None or top.unit != _VISITS or top.number != item.number - 1:
        return None
    numbers = [one for one in near.before(top, 1, _MOST) if one.unit in _PERSONS]
    here = [one for one in numbers if one.sentence == top.sentence]
    tried = numbers[:2] if not here else here[:1]
    made = [_averaged(top, number, item) for number in tried if near.value(number)]
    held = next((one for one in made if holds(one)), None)
    alone = len(here) == 1 and bool(made) and _misprinted(near, made[0], (here[0], top, item))
    return held or (made[0] if alone else None)


def _averaged(top: Item, number: Item, item: Item) -> Relation:
    parts: list[Quantity | Term] = [term(top.quantity, Fraction(1)), term(number.quantity, Fraction(1))]
    return relation("average", parts, item.quantity, "average.visits", spans([number, top, item]))


def _misprinted(near: Near, made: Relation, figures: tuple[Item, ...]) -> bool:
    """Whether what fails may be called wrong: near what is printed, or one slip of the pen away from it."""
    if any(one.quantity.hedge for one in figures) or not near.unbroken(figures[1], figures[-1]):
        return False
    found = judge(made)
    return found is not None and (bool(found.slip) or abs(found.off_by) <= made.total.value * _CLOSE)
