"""What is left, wanting or short of two sides told by name: 收入…支出…结余…; 编制…在岗…缺编…; 结余-11万元.

A balance printed with a minus sign is what income less outlay comes to: the figure is read without its sign, the
relation has it.
"""

from __future__ import annotations

import re

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.evident.evidence import LEAST_DIGITS, Read, by_slip, holds
from junheng.audit.relations.evident.figures import Figures, counts_same, digits, pattern, worth
from junheng.audit.relations.ground.terms import negative, relation, spans, term

_SIDES = (("balance", "income", "outlay"), ("vacant", "posts", "staff"), ("wanting", "needed", "granted"))
_PAGE, _SMALL, _PAIR, _LABEL, _SIDE = 40, 20, 2, 12, 10
_TOTAL, _OUTLAY, _INCOME = re.compile("[总共合]"), re.compile("支出|开支|支付"), re.compile("收入|进账|收取|到账")
_MINUS = re.compile("[-－−–]$")


def difference_of(first: Item, second: Item, item: Item) -> Relation:
    """Return a figure as the difference of two others, negative where it is printed so."""
    total = negative(term(item.quantity)) if minus(item) else item.quantity
    return relation("difference", [first.quantity, second.quantity], total, "evident.difference",
                    spans([first, second, item]))  # fmt: skip


def minus(item: Item) -> bool:
    """Whether a balance is printed with a minus sign: 结余-11万元."""
    if _MINUS.search(item.label) is None:
        return False
    return pattern("gap", "balance").search(item.label[-_LABEL:]) is not None


def balance(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return what is left of two sides told by name before it, a page back or less: 收支相抵，年末结余…; 缺编369名."""
    label = item.label[-_LABEL:]
    told_by = next((names for cue, *names in _SIDES if pattern("gap", cue).search(label)), None)
    if told_by is None or pattern("gap", "planned").search(label) is not None:
        return None
    sides: dict[str, list[Item]] = {name: [] for name in told_by}
    for one in near.items[max(0, item.number - _PAGE) : item.number]:
        if one.depth == item.depth and counts_same(one.quantity, item.quantity):
            for side, found in sides.items():
                if pattern("gap", side).search(one.label[-_SIDE:]):
                    found.append(one)
    more, less = sides.values()
    for one in reversed(more):
        for other in reversed(less):
            between = one.plain - other.plain
            if abs(between) == item.plain and not read.together(one, other, item):
                return (
                    difference_of(one, other, item) if between > 0 or minus(item) else difference_of(other, one, item)
                )
    # Both totals of the year told by name: nothing else is left of them.
    totals = [[one for one in side if _is_all(one)] for side in (more, less)]
    if all(totals) and digits(item) > LEAST_DIGITS:
        made = difference_of(totals[0][-1], totals[1][-1], item)
        return made if by_slip(made, "swapped") else None
    return _settled(near, read, item)


def _settled(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return what is left of the totals of the two sides, where it says that these were set off (收支相抵余3.14万元).

    The total of the outlay stands in its sentence or the one before; that of the income is the last total of a
    paragraph that begins with that word, or says so. What was carried over from before is told with neither.
    """
    if pattern("gap", "settled").search(item.label) is None or read.total(item, "difference", "sum"):
        return None
    row = [one for one in near.items[max(0, item.number - _PAGE) : item.number] if one.depth == item.depth]
    totals = [one for one in row if counts_same(one.quantity, item.quantity) and _TOTAL.search(one.label) is not None]
    if len(totals) < _PAIR:
        return None
    income, outlay = totals[-_PAIR:]
    begin = near.text.rfind("\n", 0, income.quantity.start) + 1
    sides = _OUTLAY.search(outlay.label) and (
        _INCOME.search(income.label) or _INCOME.search(near.text[begin : begin + _SIDE])
    )
    between = near.text[begin : item.quantity.end]
    if (
        not sides
        or pattern("list", "carried_over").search(between)
        or any(one.quantity.hedge for one in (income, outlay, item))
    ):
        return None
    made = difference_of(income, outlay, item)
    return made if holds(made) or meant(made) else None


def _is_all(one: Item) -> bool:
    """Whether a side is told as all there was: a total (支出小计), or by its own name (实际收取, 可用资金)."""
    words = one.label[-_SIDE:]
    return (
        pattern("list", "total").search(words[-6:]) is not None
        or pattern("gap", "all_income").search(words) is not None
    )


def of_two_units(near: Figures, item: Item) -> Relation | None:
    """Return what is wanting of one thing for another (报名682人，学位610个，相差72个): of the two figures before."""
    if item.number < _PAIR or pattern("gap", "wanting").search(item.label[-8:]) is None:
        return None
    sides = near.items[item.number - _PAIR : item.number]
    same = all(one.sentence == item.sentence and one.quantity.kind == "number" and not one.depth for one in sides)
    first, second = sorted(sides, key=worth, reverse=True)
    large = item.quantity.value >= _SMALL and item.quantity.base in {one.quantity.base for one in sides}
    if same and large and first.plain - second.plain == item.plain:
        return difference_of(first, second, item)
    return None
