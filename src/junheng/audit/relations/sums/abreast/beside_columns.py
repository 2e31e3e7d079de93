"""Columns beside one that is read: 学校262所，教职工2415人，学生53470人。其中小学236所，教职工1796人，学生…；….

The clauses of a list each tell of their school what the totals before tell of all: the figures of a name, one to a
clause, are the parts of the total of that name. A column that does not come out was meant to where a slip of
the pen explains it, or where the first of its clauses lies as close to its total and does not come out either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.sums.labels.labels import alike
from junheng.audit.relations.sums.lists import Entry, says, total_of
from junheng.audit.relations.sums.misprints import slipped
from junheng.audit.relations.sums.readings import ALIKE, SMALL, Readings
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told

_NEAR = 50
"""Columns off by no more than this part of their totals were meant to come to them, where several of a list are."""
_BESIDE = 4
"""How many totals may stand beside the first."""


def read_beside_columns(readings: Readings, layout: Layout) -> None:
    """Read the other columns of the lists that were read behind 其中, one part to a clause."""
    clauses: dict[int, list[Item]] = defaultdict(list)
    for one in layout.items:
        if not one.depth:
            clauses[one.segment].append(one)
    for told, rule in list(readings.told):
        if not (rule.startswith("among") and _by_clauses(told)):
            continue
        if told.reading == "failing" and not _within(told):
            continue
        for total in _totals(layout, told):
            column = _column(total, told, clauses)
            if column is not None and not readings.are_parts([one.item for one in column.parts]):
                _tell(readings, column, told)


def _by_clauses(told: Told) -> bool:
    """Return whether the parts of a list stand in clauses of their own, one behind the other, and behind the total."""
    segments = [one.item.segment for one in told.parts]
    row = segments == list(range(segments[0], segments[0] + len(segments)))
    return row and len(segments) >= ALIKE and not told.total.depth and told.total.number < told.parts[0].item.number


def _totals(layout: Layout, told: Told) -> Iterator[Item]:
    """Yield the figures told right behind a total, up to the 其中 that opens its list."""
    first = told.total.number + 1
    for one in layout.items[first : min(first + _BESIDE, told.parts[0].item.number)]:
        if one.depth or one.sentence != told.total.sentence or triggers().among.search(one.lead):
            return
        own = one.quantity
        if own.kind == "number" and own.base and not own.hedge and own.value >= SMALL and not says("aside", one.label):
            yield one


def _column(total: Item, told: Told, clauses: dict[int, list[Item]]) -> Told | None:
    """Return the figures of a total's name behind the parts of a list; the last clause may have none."""
    made: list[Entry] = []
    for at, part in enumerate(told.parts):
        found = [one for one in clauses[part.item.segment] if one.number > part.item.number]
        own = [one for one in found if one.quantity.base == total.quantity.base and alike(one.label, total.label)]
        if len(own) != 1 or own[0].quantity.hedge:
            if own or at + 1 < len(told.parts):
                return None
            continue
        made.append(Entry(at, own[0], part.label + own[0].label, total.quantity.scale))
    return Told(total, made, "exact") if len(made) >= ALIKE else None


def _tell(readings: Readings, column: Told, first: Told) -> None:
    # Of persons, ground and books some belong to no school of the list, so that one column may well fall short.
    if total_of(column.parts) == _target(column):
        readings.tell(column, "columns-exact")
    elif column.total.number not in readings.taken and (
        (first.reading == "failing" and _within(column)) or slipped(_target(column), column.parts)
    ):
        column.reading = "failing"
        readings.tell(column, "columns-failing")


def _within(told: Told) -> bool:
    return abs(total_of(told.parts) - _target(told)) * _NEAR <= _target(told)


def _target(told: Told) -> Fraction:
    return Fraction(told.total.quantity.value)
