"""Rows told one to a clause behind what they divide, in a paragraph of their own: 小学筛查…人，近视…人；初中筛查….

The totals stand in a paragraph before, each by the name of its column (筛查学生18642人。近视9687人). Where one column
comes to its total the rows are all there is, and another that lies close to its own was meant to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.sums.abreast.columns import ending
from junheng.audit.relations.sums.labels.labels import division
from junheng.audit.relations.sums.lists import Entry, says, total_of
from junheng.audit.relations.sums.misprints import slipped
from junheng.audit.relations.sums.readings import SMALL, Readings
from junheng.audit.relations.sums.weighing import Told

_ROWS, _COLUMNS, _PARAGRAPHS, _BACK = 2, 2, 4, 40
_NEAR, _NAME = 20, 2
"""A column off by no more than this part of its total was meant to come to it; how long its name is at the least."""
_DIVIDED = ("whole", "partition")


def read_opening_rows(readings: Readings, layout: Layout) -> None:
    """Read the columns of the clauses of each paragraph that tell the same names in the same order."""
    outside = [one for one in layout.items if not one.depth]
    for _, paragraph in groupby(outside, key=lambda one: one.paragraph):
        clauses = [list(clause) for _, clause in groupby(paragraph, key=lambda one: one.segment)]
        for start, stop in _alike(clauses):
            _read(readings, layout, clauses[start:stop])


def _shape(clause: Sequence[Item]) -> tuple[tuple[str, str], ...]:
    """Return the units of a clause with their names, that of the first left out: it bears the row's own."""
    return tuple((one.quantity.base, one.label if at else "") for at, one in enumerate(clause))


def _alike(clauses: Sequence[Sequence[Item]]) -> Iterator[tuple[int, int]]:
    """Yield where clauses of one shape, with two counts or more in each, begin and end."""
    at = 0
    for shape, run in groupby(clauses, key=_shape):
        size = sum(1 for _ in run)
        if size >= _ROWS and len(shape) >= _COLUMNS and all(name for _, name in shape[1:]):
            yield at, at + size
        at += size


def _read(readings: Readings, layout: Layout, rows: Sequence[Sequence[Item]]) -> None:
    names = [row[0].label for row in rows]
    if division("", names) not in _DIVIDED or len(set(names)) < len(names):
        return
    every = list(_columns(layout, rows))
    if not any(told.reading == "exact" for told in every):
        return
    for told in every:
        target = Fraction(told.total.quantity.value)
        if told.reading == "exact":
            readings.tell(told, "rows-exact")
            continue
        free = told.total.number not in readings.taken and told.total.number not in readings.parts
        if free and (abs(total_of(told.parts) - target) * _NEAR <= target or slipped(target, told.parts)):
            readings.tell(told, "rows-failing")


def _columns(layout: Layout, rows: Sequence[Sequence[Item]]) -> Iterator[Told]:
    """Yield the columns that have a total of their name before the rows, each as it comes out or as failing."""
    for at, first in enumerate(rows[0]):
        column = [row[at] for row in rows]
        name = first.label if at else ending([one.label for one in column])
        counted = all(one.quantity.kind == "number" and not one.quantity.hedge for one in column)
        if not counted or len(name) < _NAME or says("aside", first.label):
            continue
        total = _total(layout, first, name)
        if total is not None:
            scale = total.quantity.scale
            parts = [
                Entry(place, one, rows[place][0].label + (one.label if at else ""), scale)
                for place, one in enumerate(column)
            ]
            exact = total_of(parts) == Fraction(total.quantity.value)
            yield Told(total, parts, "exact" if exact else "failing")


def _total(layout: Layout, first: Item, name: str) -> Item | None:
    """Return the last figure of a name told in the few paragraphs before a row."""
    for one in reversed(layout.items[max(0, first.number - _BACK) : first.number]):
        if first.paragraph - one.paragraph > _PARAGRAPHS:
            return None
        figure = one.quantity
        if one.paragraph == first.paragraph or figure.base != first.quantity.base or one.depth or figure.hedge:
            continue
        if figure.kind == "number" and name in one.label and figure.value >= SMALL:
            return one
    return None
