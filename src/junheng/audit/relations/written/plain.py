"""Whether a written equation that does not come out is plainly one: the same signs are written for other things.

60-69分=12人 is a range of marks, 表3-1=12人 the number of a table, (1)+(2)=600万元 and 栏次3=1+2=800元 name columns,
9月+10月+11月=3个月 months, 3/4 a fraction, id=12-3 an address. And where units are turned into others on the way
(3年×12个月, 500元/月×3年) the figures alone do not tell what they come to. Such are read only where they come out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from junheng.audit.model import Quantity, Relation
from junheng.audit.relations.ground.terms import TABLE

_SMALL, _TWO = 20, 2
"""What columns and items are numbered up to."""
_YEARS = range(1900, 2100)
_MONTHS, _TIMES = "月", re.compile("年|月|[天日]|学期|季|周")
_LARGE = frozenset("万亿")
_WORD = re.compile("[\u4e00-\u9fff]")
_BRACKETS = re.compile(r"[(（][ ]?[0-9０-９]{1,2}[ ]?[)）]")
_NUMBERED = re.compile(
    r"(?:[表图第题栏列]|附件|行次|项次|序号|编号)次?[ ]?[(（]?[0-9]{0,3}[栏列]?[)）]?[ ]?[=＝]?[ ]?[(（]?$"
    r"|[A-Za-z_&?]\d*[ ]?[=＝]?[ ]?$"
)
"""What stands before the number of a table or a column, a variable or an address."""
_ITEM = re.compile(r"[0-9]{1,2}[.．][0-9]")
"""The number of an item run together with its first figure: 2.480÷500."""
_BEGINS = frozenset("\n。；;")
_BACK = 16


def plain(text: str, one: Relation) -> bool:
    """Return whether an equation surely says of its figures what it seems to: then it is wrong if it does not hold."""
    figures = sorted((each for part in one.parts for each in part.sources), key=lambda each: each.start)
    total = one.total.sources[0]
    if figures[-1].start > total.start or any(each.base == _MONTHS for each in (figures[0], total)):
        return False
    if any(_named(text, each) for each in figures) or _begins(text, figures[0]):
        return False
    return _KINDS[one.kind](text, one, total)


def _named(text: str, one: Quantity) -> bool:
    """Whether a figure is the number of something: (1), 3栏; or has a unit that is not known."""
    unknown = one.unit == "" and _WORD.match(text, one.end) is not None
    return unknown or (one.start > 0 and _BRACKETS.match(text, one.start - 1) is not None)


def _begins(text: str, first: Quantity) -> bool:
    """Whether the number of a table, an item, a column or a variable stands at the first figure."""
    heads = first.unit == "" and (first.start == 0 or text[first.start - 1] in _BEGINS)
    item = _ITEM.match(text, first.start) if heads else None
    return item is not None or _NUMBERED.search(text[max(0, first.start - _BACK) : first.start]) is not None


def _summed(text: str, one: Relation, total: Quantity) -> bool:
    singles = [part.sources[0] for part in one.parts if len(part.sources) == 1]
    products = [part.sources for part in one.parts if len(part.sources) > 1]
    numbers = all(each.unit == "" and each.step == 1 and each.value < _SMALL for each in singles)
    if numbers and not products:
        return False
    return all(_multiplied(text, each, total) for each in products) and _of_one_unit(singles, total)


def _taken_off(text: str, one: Relation, total: Quantity) -> bool:
    first, second = (part.value for part in one.parts)
    year = one.parts[0].sources[0].unit == "" and first.denominator == 1 and first.numerator in _YEARS
    return first >= second and not year and _summed(text, one, total)


def _of_one_unit(figures: Sequence[Quantity], total: Quantity) -> bool:
    """Whether terms are of the unit of their total, or nothing is said of theirs."""
    units = {(one.base, one.scale) for one in figures}
    if len({base for base, _ in units}) > 1:
        return False
    if total.base == "" or any(base == "" for base, _ in units):
        return len(units) <= 1  # 3万元+500元=30500
    return all(base == total.base for base, _ in units)


def _product(text: str, one: Relation, total: Quantity) -> bool:
    factors = [part.sources[0] for part in one.parts]
    if one.rule != TABLE:
        return _multiplied(text, factors, total)
    return all(_multiplied(text, factors[at : at + _TWO], total) for at in range(0, len(factors), _TWO))


def _multiplied(text: str, factors: Sequence[Quantity], total: Quantity) -> bool:
    """Whether factors are numbers and one rate that is of the unit of the total, or nothing but numbers."""
    written = text[factors[0].start : factors[-1].end + 1]
    times = {each.replace("日", "天") for each in _TIMES.findall(written)}
    if len(times) > 1:
        return False
    if total.base == "":
        return all(each.scale == 1 for each in factors)
    paid = [each for each in factors if each.base.split("/")[0] == total.base]
    if not paid:
        return total.scale == 1 and all(each.unit in {"", "%"} for each in factors)
    return len(paid) == 1 and all(each.scale == 1 or each.unit[:1] in _LARGE for each in factors if each not in paid)


def _divided(text: str, one: Relation, total: Quantity) -> bool:
    """Whether an average is no fraction or name (3/4, 5/6班), and the terms are of the unit of what they come to."""
    top, (divisor,) = one.parts[0].sources, one.parts[1].sources
    fraction = len(top) == 1 and "÷" not in text[top[0].end : divisor.start]
    return not fraction and divisor.base != _MONTHS and _of_one_unit(top, total)


def _compared(_text: str, one: Relation, _total: Quantity) -> bool:
    """Whether what a share or growth is told of is of one unit."""
    return len({each.base for part in one.parts for each in part.sources}) == 1


_KINDS: dict[str, Callable[[str, Relation, Quantity], bool]] = {
    "sum": _summed, "difference": _taken_off, "product": _product, "average": _divided, "ratio": _compared,
    "growth": _compared,
}  # fmt: skip
