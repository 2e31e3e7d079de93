"""What is left, wanting or short of two sides told by name: 收入…支出…结余…; 编制…在岗…缺编…; 结余-11万元.

A balance printed with a minus sign is what income less outlay comes to: the figure is read without its sign, the
relation has it.
"""

from __future__ import annotations

import re

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import LEAST_DIGITS, Read, by_slip
from junheng.audit.relations.evident.figures import Figures, counts_same, digits, pattern, worth
from junheng.audit.relations.ground.terms import negative, relation, spans, term

_SIDES = (("balance", "income", "outlay"), ("vacant", "posts", "staff"), ("wanting", "needed", "granted"))
_PAGE, _SMALL, _PAIR, _LABEL, _SIDE = 40, 20, 2, 12, 10
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
    return None


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
