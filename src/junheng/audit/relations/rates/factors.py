"""Products of all the figures a sentence tells: 6栋楼，每栋5层，每层4间教室，教室总数120间; 8个组，5人一组，抽调40人.

Each rate names what it is for each of (栋, 层, 一组, 人手), and that is counted by another of the figures; where all of
them are taken up, and the total counts what the last rate does, the words leave no other reading. So what does not
come out is read too, where it lies near what is printed or one slip of the pen explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import TABLE, relation, spans, term
from junheng.audit.relations.ground.wording import change, compared, holds_one, linked, words
from junheng.audit.relations.rates.certainty import of_others
from junheng.audit.relations.rates.each import Each, counts, listed, table, told_for, words_of, worked_out
from junheng.audit.relations.rates.rates import PERIODS, PERSONS, root

_HINT = re.compile("每|均|各|一|人手|单价|标准|造价|都")
_SIGN = re.compile("[×✕*xX乘]")
_TWO, _FOUR, _MOST, _SPARE = 2, 4, 8, 3
_CLOSE = (Fraction(3, 4), Fraction(4, 3))
_TIGHT = (Fraction(9, 10), Fraction(10, 9))
_SPELLED = frozenset({"digit_added", "digit_lost", "digit_wrong"})
"""Slips that are told from chance only in figures of three digits and more that are no 0 at the end."""
_TENFOLD = frozenset({"zero_lost", "zero_added"})
"""Slips that are none where a rate is for a month: ten months make ten times as much."""
_SLIPS = _SPELLED | _TENFOLD | frozenset({"swapped", "unit_small", "unit_large"})
_ONE, _MONEY, _DAYS = "一", "元", "天"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(table()["factors"][name])


@dataclass(slots=True)
class _Told:
    """One figure of a sentence: what it is for each of, if it is a rate."""

    item: Item
    each: tuple[Each, ...] = ()
    of: Item | None = None
    """The number right before it that it is given to each of: 36所 of 各添置1500册."""
    priced: bool = False

    @property
    def rate(self) -> bool:
        """Whether it is so much for each."""
        return bool(self.each) or self.of is not None or self.priced

    @property
    def timed(self) -> bool:
        """Whether it is so much for a time and for nothing else: 每天4趟."""
        return bool(self.each) and self.each[0].unit in listed("periods") and self.of is None


def made_up(near: Near, items: Sequence[Item]) -> Relation | None:
    """Return the product that all figures of a sentence make up."""
    if not _TWO <= len(items) <= _MOST:
        return None
    for one in items:
        if one.quantity.kind != "number":
            return None
    for one in items:
        if _HINT.search(one.label) or one.after.startswith(_ONE):
            return _made_up(near, items)
    return None


def formulas(near: Near) -> Iterator[Relation]:
    """Yield what is told as a formula: 486人×300元/月×12个月=174.96万元."""
    if _SIGN.search(near.text) is None:
        return
    row: list[Item] = []
    for one, two in zip(near.items, near.items[1:], strict=False):
        between = near.text[one.quantity.end : two.quantity.start][:24]
        if _pattern("times").match(between):
            row = [*row, two] if row and row[-1] is one else [one, two]
        elif row and row[-1] is one and _pattern("equals").match(between):
            if two.quantity.base and any(root(each) == two.quantity.base for each in row) and len(row) <= _FOUR:
                yield _product([_Told(each) for each in row], two)
            row = []
        elif row and row[-1] is one:
            row = []


def _made_up(near: Near, items: Sequence[Item]) -> Relation | None:
    ones = [one for one in items if one.quantity.value == 1 and near.text[one.quantity.start] == _ONE]
    told = [_told(near, one, ones) for one in items if one not in ones]
    if any("/" in one.item.unit for one in told) or len(told) < _TWO:
        return None
    tried = [(told[:-1], told[-1])]
    if len(told) > _TWO:
        tried.append((told[1:], told[0]))
    for factors, total in tried:
        first = total is told[0]
        if (total.rate and not total.timed) or (first and any(worked_out(near.text, one.item) for one in factors)):
            continue
        made = _chain(near, factors, total.item, ones) or _pairs(near, factors, total.item)
        if made is not None:
            return made
    return None


def _told(near: Near, item: Item, ones: Sequence[Item] = ()) -> _Told:
    before = near.items[item.number - 1] if item.number else None
    beside = before is not None and not item.mark and before.sentence == item.sentence
    if before is None:
        return _by_label(item)
    if beside and _pattern("given").match(item.label):
        return _Told(item, of=before)
    if beside and before in ones and before.unit not in listed("periods") and _pattern("one").match(item.label):
        return _Told(item, (Each(before.unit, item.label, 0, 0),))
    return _by_label(item)


def _by_label(item: Item) -> _Told:
    if _pattern("hand").search(item.label):
        return _Told(item, (Each("人", "", 0, 0),))
    behind = _pattern("behind").match(item.after)
    if behind is not None and behind["unit"] in listed("units"):
        return _Told(item, (Each(behind["unit"], "", 0, 0),))
    each = told_for(item.label)
    return _Told(item, each, priced=not each and _pattern("priced").search(item.label) is not None)


# --- One row of factors -----------------------------------------------------------------------------------------------


def _chain(near: Near, factors: Sequence[_Told], total: Item, ones: Sequence[Item]) -> Relation | None:
    """Return the product of a row of factors: each rate is for each of what another of them counts."""
    rates = [one for one in factors if one.rate and _same(one.item, total)]
    if len(factors) > _FOUR or not rates or not total.quantity.base:
        return None
    if len(factors) == 1:
        return _over_a_year(near, factors[0], total, ones)
    linked_up = _linked_up(factors, rates, ones)
    if linked_up is None:
        return None
    last, is_open = linked_up
    made = _product(factors, total)
    loose = sum(one.quantity.hedge != "" for one in (total, *(each.item for each in factors))) > 1
    if holds(made, hedged=not loose):  # 每年新生5000人上下，6个年级2万多人: near enough to nothing
        return made
    others = not last.item.after.startswith(_ONE) and of_others(last.item, total)  # 5人一组
    sure = _sure(near, factors, total, last) and not others
    fixed = holds_one(last.item.label, words("product", "mean"))
    return made if sure and _near(made, is_open, fixed) else None


def _linked_up(factors: Sequence[_Told], rates: Sequence[_Told], ones: Sequence[Item]) -> tuple[_Told, bool] | None:
    """Return the rate a row of factors ends in, and whether one is for a time that is not told; None if not linked."""
    taken: set[int] = set()
    is_open = False
    for rate in (one for one in factors if one.rate):
        found = [one.item.number for one in factors if one is not rate and _counts(one, rate)]
        alone = len(rates) == 1 and rate is rates[0] and not _heads(factors, rate)
        if not found and (not rate.timed or alone):
            return None
        is_open = is_open or _open(rate, factors, ones)
        taken.update(found)
    last = [one for one in rates if one.item.number not in taken]
    left = [one for one in factors if one.item.number not in taken and one not in last]
    # 每天5元，全年200天，学生3260人: the persons are told for no each.
    of_persons = bool(last) and last[0].timed and len(left) == 1 and left[0].item.unit in PERSONS
    return (last[0], is_open) if len(last) == 1 and (not left or of_persons) else None


def _heads(factors: Sequence[_Told], rate: _Told) -> bool:
    return any(one is not rate and one.item.unit in PERSONS for one in factors)


def _counts(one: _Told, rate: _Told) -> bool:
    """Whether a factor is the number of what a rate is for each of."""
    if rate.of is not None:
        return one.item is rate.of
    if rate.priced:
        return not one.rate and one.item.quantity.base != rate.item.quantity.base
    return any(counts(one.item, each) for each in rate.each)


def _open(rate: _Told, factors: Sequence[_Told], ones: Sequence[Item]) -> bool:
    """Whether a rate is for each of a time too, and nothing tells for how many the total is (一天: for one)."""
    times = [each for each in rate.each if each.unit in listed("periods")]
    told = [*(one.item for one in factors), *ones]
    return any(not any(counts(one, each) for one in told) for each in times)


def _same(one: Item, total: Item) -> bool:
    """Whether a rate is in what a total counts."""
    bases = {root(one), total.quantity.base}
    units = {one.quantity.base, one.unit, total.quantity.base, total.unit}
    return len(bases) == 1 or any(units <= set(each) for each in table()["factors"]["alike"])


def _over_a_year(near: Near, rate: _Told, total: Item, ones: Sequence[Item]) -> Relation | None:
    """`物业费每月1.28万元，一年下来15.36万元`: by the months of a year."""
    years = [one for one in ones if one.unit == "年" and one.number == total.number - 1]
    if not rate.timed or rate.each[0].unit != "月" or len(rate.each) > 1 or len(years) != 1 or len(ones) > 1:
        return None
    year = years[0]
    parts: list[Quantity | Term] = [
        term(rate.item.quantity, total.quantity.scale),
        Term(Fraction(12), Fraction(0), (year.quantity,)),
    ]
    made = relation("product", parts, total.quantity, "product.year", spans([rate.item, year, total]))
    if holds(made):
        return made
    return made if _sure(near, [rate], total, rate) and _near(made, False) else None


def _product(factors: Sequence[_Told], total: Item) -> Relation:
    parts = [_factor(one, total) for one in factors]
    row = sorted([*(one.item for one in factors), total], key=lambda one: one.number)
    return relation("product", [*parts], total.quantity, "product.factors", spans(row))


def _factor(one: _Told, total: Item) -> Term:
    """Return a factor: a rate in the unit of the total (300元/月 in 万元), a number as it is counted (10个月)."""
    figure = one.item.quantity
    if one.rate and _same(one.item, total):
        return term(figure, total.quantity.scale)
    if root(one.item) == total.quantity.base == _MONEY:
        made, by = term(figure), figure.scale / total.quantity.scale
        return Term(made.value * by, made.slack * by, made.sources)
    return term(figure, _counted_by(figure))


def _counted_by(figure: Quantity) -> Fraction:
    return figure.scale if figure.unit in PERIODS or figure.base == _DAYS else Fraction(1)


# --- Rates with a number each -----------------------------------------------------------------------------------------


def _pairs(near: Near, factors: Sequence[_Told], total: Item) -> Relation | None:
    """Return the sum of the products of several numbers, each with its rate."""
    base = total.quantity.base
    if len(factors) < _FOUR or len(factors) % 2 or not base:
        return None
    rates = [one for one in factors if one.item.quantity.base == base]
    heads = [one for one in factors if one.item.quantity.base != base]
    if len(rates) != len(heads) or len({one.item.quantity.base for one in heads}) != 1 or not rates[0].rate:
        return None
    order = [one.item.number for one in factors]
    paired = [one.item.number for pair in zip(heads, rates, strict=True) for one in pair]
    behind = [one.item.number for pair in zip(rates, heads, strict=True) for one in pair]
    if order in (paired, behind):
        if not all(one.rate for one in rates):
            return None
    elif not all(_named(rate.item, head.item) for rate, head in zip(rates, heads, strict=True)):
        return None
    parts: list[Quantity | Term] = []
    for head, rate in zip(heads, rates, strict=True):
        figure = head.item.quantity
        parts += [term(figure, _counted_by(figure)), term(rate.item.quantity, total.quantity.scale)]
    row = sorted([*(one.item for one in factors), total], key=lambda one: one.number)
    made = relation("product", parts, total.quantity, TABLE, spans(row))
    if holds(made):
        return made
    return made if _sure(near, factors, total, rates[0]) and _near(made, False) else None


def _named(rate: Item, head: Item) -> bool:
    return linked(rate.label, words_of(head))


# --- What does not come out -------------------------------------------------------------------------------------------


def _sure(near: Near, factors: Sequence[_Told], total: Item, rate: _Told) -> bool:
    """Whether nothing but a misprint explains what does not come out."""
    row = sorted([*(one.item for one in factors), total], key=lambda one: one.number)
    if any(one.quantity.hedge for one in row) or not near.unbroken(row[0], row[-1]):
        return False
    text = near.text[row[0].label_start : row[-1].quantity.end]
    label = total.label.strip() or words_of(total)
    standing = holds_one(label, words("product", "standing")) and total.label[-2:] != "总数"
    told = any(holds_one(one.label, table()["factors"]["bound"]) for one in row)
    told = told or compared(total.label) or change(total.label) != ""
    plain = [total, *(one.item for one in factors if not one.rate)]  # 标准为每人500元 is what is paid
    aimed = any(holds_one(one.label[-24:], words("common", "aim")) for one in plain)
    depths = {one.depth for one in row}
    deep = len(depths) > 1 and any(one.item.parent is not total for one in factors)
    result = holds_one(label, table()["factors"]["result"])
    result = result or (total.quantity.base == _MONEY and not holds_one(label, table()["factors"]["received"]))
    return result and not (standing or told or aimed or deep) and "%" not in text and rate.item is not total


def _near(made: Relation, open_periods: bool, fixed: bool = False) -> bool:
    """Whether what is printed is of the size of what comes out, or one slip of the pen away from it.

    So much for each pupil (生均720元) may be `fixed` as a norm, of which more or less is paid: there only a slip tells.
    """
    found = judge(made)
    if found is None or not found.computed or not made.total.value:
        return False
    worth = found.computed / made.total.value
    low, high = _TIGHT if open_periods else _CLOSE
    slips = _SLIPS - _TENFOLD - _SPELLED if open_periods else _SLIPS
    if fixed:
        return found.slip in slips - _SPELLED
    if found.slip in _SPELLED and len(str(made.total.sources[0].value).replace(".", "").strip("0")) < _SPARE:
        return low < worth < high
    return low < worth < high or found.slip in slips
