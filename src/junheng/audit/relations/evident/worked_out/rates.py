"""So much for each, and what it makes in all: averages and products of figures near by."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import prod

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import BORNE, LEAST_DIGITS, PEN, Chances, about, by_slip, exactly, holds
from junheng.audit.relations.evident.figures import (
    FEW,
    MOST,
    Figures,
    before,
    behind,
    counts_same,
    digits,
    pattern,
    told,
)
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import arrives, linked, words
from junheng.audit.relations.rates.rates import matches

_ONE = re.compile("([一-鿿])均|每([一-鿿])")
_LEAST, _BEFORE, _CLAUSE = 10, 400, 14
_COUNTS = 10
_NEXT, _HUNDRED = 2, 100
_WAY = ("至", "到", "或", "由", "从")
_HEADS = frozenset({"人", "人次"})
_AREA = "平方米"
_MARKS = frozenset({"分"})
"""A mean of marks is told of pupils whose marks are not."""


def average(near: Figures, item: Item) -> Relation | None:
    """Return what a figure told as so much for one (生均, 平均每册) is the average of."""
    if item.quantity.base in _MARKS or "均" not in item.label[-8:]:
        return None  # 每人奖励1000元 is what is paid, not what it came to
    window, chances = before(near, item), Chances(BORNE)
    per = item.label.endswith("每")
    numbers = [one for one in (*window, *behind(near, item)) if _counts_one(near, item, one, per)]
    numbers = sorted(numbers, key=lambda one: not _of_name(item, one))[:FEW]
    step, value = Fraction(item.quantity.step), Fraction(item.quantity.value)
    slipped: Relation | None = None
    for top in window:
        same = counts_same(top.quantity, item.quantity) and top.quantity.base
        if not (same or _bare_area(top, item)) or top.number in near.each:
            continue
        for number in numbers:
            if number is top:
                continue
            if not about(float(top.plain / item.quantity.scale) / number.plain, item):
                if chances.over(step / value / 6):
                    return slipped
                continue
            made = _averaged(top, number, item)
            exact = made.parts[1].value > 0 and made.parts[0].value / made.parts[1].value == made.total.value
            if chances.over(1 / made.parts[1].value if exact else step / value / 6):
                return slipped
            if exact or holds(made):
                return made
            believed = slipped is None and digits(item) >= LEAST_DIGITS and chances.sum * PEN < BORNE
            if believed and by_slip(made, "swapped"):
                slipped = made
    return slipped


def _bare_area(top: Item, item: Item) -> bool:
    """Whether a figure is an area whose unit was lost, and an average tells how many square metres: 建筑面积71520."""
    bare = not top.quantity.unit and top.quantity.kind == "number" and top.quantity.value >= _HUNDRED
    return bare and item.quantity.base == _AREA and top.label.rstrip().endswith("面积")


def _averaged(top: Item, number: Item, item: Item) -> Relation:
    of = term(number.quantity, number.quantity.scale if number.unit == "年" else Fraction(1))
    return relation("average", [top.quantity, of], item.quantity, "evident.average", spans([top, number, item]))


def _of_name(item: Item, number: Item) -> bool:
    """Whether a count bears the name an average is told by: 在校生 of 生均, 教师 of 师均."""
    found = _ONE.search(item.label[-8:].replace("平均", ""))
    return found is not None and (found[1] or found[2]) in number.label[-6:]


def _counts_one(near: Figures, item: Item, number: Item, per: bool) -> bool:
    """Whether a figure counts what an average is for one of: 间 of 每间, 人 of 生均, 台 of 每7.3名学生拥有一台."""
    figure = number.quantity
    if not figure.base or figure.base == item.quantity.base or figure.value <= 1 or number.number in near.each:
        return False
    if per:
        return figure.unit[-1:] in near.text[item.quantity.end : item.quantity.end + 12]
    found = _ONE.search(item.label[-8:].replace("平均", ""))
    if found is None:
        return True
    one, each = found[1] or found[2], told()["each"]
    if one in each["persons"]:
        return figure.base in {"人", "人次"}
    if one in each["schools"]:
        return figure.unit in {"所", "个", "校"}
    return one in figure.unit or one in number.after[:4]


def product(near: Figures, item: Item) -> Relation | None:
    """Return what a total is the product of: so much for each, so many, and perhaps so many times."""
    if item.label.endswith(_WAY):
        return _of_way(near, item)
    base = item.quantity.base
    if item.number not in near.rated or item.quantity.value < _LEAST or not base or base in told()["share"]["time"]:
        return None
    at = bisect_left(near.rates, item.number)
    near_by = {one for one in near.rates[max(0, at - MOST) : at] if _same(near.items[one].quantity.base, base)}
    named = pattern("product", "total").search(item.label[-16:]) is not None
    if not near_by or (not named and item.number - max(near_by) > _NEXT + _NEXT):
        return None
    rates = [one for one in before(near, item, MOST) if one.number in near_by]
    slipped: Relation | None = None
    for rate, heads in _factors(near, item, rates[:3], named):
        made = _product_of(sorted(heads, key=lambda one: one.number), rate, item)
        if exactly(made) or (holds(made) and min(map(digits, [*heads, rate])) >= LEAST_DIGITS):
            return made
        if slipped is None and named and _slipped(made, heads, rate, item):
            slipped = made  # what comes out with one factor more (10个月) has the first say
    return slipped or (_of_persons_before(near, rates[0], item) if named and rates else None)


def _of_way(near: Figures, item: Item) -> Relation | None:
    """Return what one end of the way a rate went (每校由20人增加到30人) makes of a number told before it."""
    at = bisect_left(near.rates, item.number)
    rate = at < len(near.rates) and near.rates[at] == item.number
    return _told_before(near, item) if rate else None


def _factors(near: Figures, item: Item, rates: list[Item], named: bool) -> Iterator[tuple[Item, list[Item]]]:
    """Yield rates with the numbers, one or two, that make about a total; `named` says that it is told as one."""
    window = before(near, item, MOST)
    for rate in rates:
        counts = [one for one in window if one.quantity.base not in {rate.quantity.base, item.quantity.base, *_MARKS}]
        counts = [one for one in counts if "/" not in one.unit][:_COUNTS]
        counts += [one for one in _counted_before(near, rate) if one not in counts]
        far = rate.sentence < item.sentence - 1
        for heads in [*([one] for one in counts), *map(list, combinations(counts, 2))]:
            if not named and not _beside(heads[0], rate, item):
                continue
            if len(heads) > 1 and not any(one.unit in words("product", "periods") for one in heads):
                continue
            if far and any(one.quantity.hedge for one in (*heads, rate, item)):
                continue  # 每人获得1000元。……资助近2000名学生，发放200万元
            if about(_rough(near, heads, rate, item), item):
                yield rate, heads


def _beside(head: Item, rate: Item, item: Item) -> bool:
    """Whether a total not told as one stands beside number and rate, or behind the number of what it is for each of."""
    if item.number - rate.number <= _NEXT and abs(head.number - rate.number) == 1:
        return True
    behind = head.number == item.number - 1 and rate.sentence == item.sentence and not item.depth and not item.mark
    return behind and matches(head, rate)


def _of_persons_before(near: Figures, rate: Item, item: Item) -> Relation | None:
    """`特校就读136人……按每生6000元拨付，共拨付81.6万元`: of the persons told before that the total comes to exactly."""
    beside = near.items[rate.number - 1] if rate.number else rate
    for_each = pattern("each", "person").search(rate.label[-_CLAUSE:]) is not None
    if not for_each or item.number != rate.number + 1 or not rate.plain or item.sentence != rate.sentence:
        return None
    if beside.sentence == rate.sentence and beside is not rate:
        return None
    heads = Fraction(item.plain) / rate.plain
    if heads.denominator != 1 or heads < _HUNDRED:
        return None
    heads_told = next(near.valued_before("人", heads.numerator, rate, _BEFORE), None)
    return _product_of([heads_told], rate, item) if heads_told is not None else None


def product_before(near: Figures, item: Item) -> Relation | None:
    """Return the total told before a number and so much for each (补助312万元。寄宿生6240名，每人每年500元)."""
    if item.number not in near.each or not item.quantity.base or not item.number:
        return None
    heads = near.items[item.number - 1]
    for_each = pattern("each", "person").search(item.label[-_CLAUSE:]) is not None and heads.quantity.base == "人"
    if heads.sentence != item.sentence or not for_each:
        return _told_before(near, item)
    value = heads.plain * item.plain
    for total in near.valued_before(item.quantity.base, value, heads, _BEFORE):
        if linked(total.label, heads.label + heads.after) and total.quantity.value >= _LEAST:
            return _product_of([heads], item, total)
    return _told_before(near, item)


def _told_before(near: Figures, item: Item) -> Relation | None:
    """Return what a rate makes of a number told with its total before it: 学校144所，学生2880人……每校20人."""
    first = near.items[item.number - 1] if arrives(item.label) and item.number else item
    if not item.quantity.base or item.quantity.hedge or item.depth or first.sentence != item.sentence:
        return None
    times = _periods(near, item, first) or ([None] if item.label.endswith(_WAY) else [])
    for head in before(near, first, _COUNTS):
        counted = head.quantity.value >= _LEAST and not head.quantity.hedge and matches(head, first)
        if not counted or head.plain % 1 or head.number in near.each or _same(head.quantity.base, item.quantity.base):
            continue
        for by in times:
            value = head.plain * item.plain * (int(by.quantity.value) if by is not None else 1)
            for total in near.valued_before(item.quantity.base, value, first, _BEFORE):
                beside = abs(total.number - head.number) <= _NEXT and total.sentence == head.sentence
                if beside and not total.quantity.hedge and total.quantity.value >= _LEAST and total is not item:
                    return _product_of([head, *([by] if by is not None else [])], item, total)
    return None


def _periods(near: Figures, item: Item, first: Item) -> list[Item | None]:
    """Return the periods of its sentence a rate is told for too: 分3个学年……每人每学年."""
    beside = near.items[max(0, item.number - _NEXT) : item.number]
    beside = [one for one in beside if one.sentence == item.sentence and one.quantity.value > 1]
    named = [
        one for one in beside if one.unit == "个" and one.after[:_NEXT] and f"每{one.after[:_NEXT]}" in first.label
    ]
    return [*named]


def _same(one: str, other: str) -> bool:
    """Whether two bases count the same, or persons and attendances: 每期80人，共1120人次."""
    return one == other or (one in _HEADS and other in _HEADS)


def _counted_before(near: Figures, rate: Item) -> list[Item]:
    """Return the numbers told pages before of what a rate is for each (每辆专用校车补助3万元: 专用校车48辆)."""
    found = pattern("each", "named").search(rate.label)
    if found is None:
        return []
    known = near.labelled(found["name"], rate)
    return [one for one in known if one.unit == found["unit"] and re.search(f"(?<!非){found['name']}$", one.label)][:1]


def _rough(near: Figures, heads: list[Item], rate: Item, total: Item) -> float:
    """Return about what a product comes to, in the unit of the total."""
    periods = words("product", "periods")
    counts = (float(one.quantity.value) if one.unit in periods else float(one.plain) for one in heads)
    return prod(counts, start=float(rate.plain / total.quantity.scale))


def _slipped(made: Relation, heads: list[Item], rate: Item, item: Item) -> bool:
    """Whether figures told one after the other come to the total but for one slip of the pen."""
    row = sorted([*(one.number for one in heads), rate.number, item.number])
    if row[-1] - row[0] > len(row) or digits(item) < LEAST_DIGITS:
        return False
    return by_slip(made, "swapped") or (len(heads) == 1 and by_slip(made, "zero_lost", "zero_added", "unit_small"))


def _product_of(heads: list[Item], rate: Item, total: Item) -> Relation:
    periods = words("product", "periods")
    numbers = [term(one.quantity, one.quantity.scale if one.unit in periods else Fraction(1)) for one in heads]
    parts = [*numbers, term(rate.quantity, total.quantity.scale)]
    return relation("product", [*parts], total.quantity, "evident.product", spans([*heads, rate, total]))
