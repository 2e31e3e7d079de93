"""Second columns that do not come out beside a list that does: the list is complete, what it tells besides need not be.

`学校262所，教职工2415人。其中小学200所，教职工1500人；初中50所，教职工700人；高中12所，教职工200人`: the staff of
the research office is in no school. Such a column is called wrong where a slip of the pen explains it.
"""

from __future__ import annotations

from collections.abc import Sequence

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import holds, slipped
from junheng.audit.relations.evident.figures import Figures, pattern

_LEAST, _BESIDE = 3, 4
"""Parts of such a list at the least, and figures of a clause that stand before one of its column at the most."""


def without_open(near: Figures, every: Sequence[Relation]) -> list[Relation]:
    """Return relations without the failing columns of what is also found outside a list, beside one that holds."""
    lists = [one for one in every if one.kind == "sum" and len(one.parts) >= _LEAST]
    exact = {one.parts[0].sources[0].start: near.told_of([one.total, *one.parts]) for one in lists if holds(one)}
    return [one for one in every if one.kind != "sum" or not (exact and _open(near, one, exact))]


def _open(near: Figures, one: Relation, exact: dict[int, list[Item]]) -> bool:
    column = near.told_of([one.total, *one.parts])
    # Who is found elsewhere makes the whole larger than its list, never smaller.
    over = sum(each.value for each in one.parts) > one.total.value
    if holds(one) or over or len(column) <= _LEAST or pattern("list", "elsewhere").search(column[0].label) is None:
        return False
    before = near.items[max(0, column[1].number - _BESIDE) : column[1].number]
    firsts = [exact[first.quantity.start] for first in before if first.quantity.start in exact]
    return any(_beside(row, column) for row in firsts) and not slipped(one)


def _beside(row: Sequence[Item], column: Sequence[Item]) -> bool:
    """Whether the figures of a column stand each behind one of a row in its clause, the wholes likewise."""
    if len(row) != len(column) or row[0].sentence != column[0].sentence:
        return False
    return all(
        one.segment == own.segment and 0 < own.number - one.number <= _BESIDE
        for one, own in zip(row, column, strict=True)
    )
