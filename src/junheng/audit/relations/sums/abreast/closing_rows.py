"""Rows of a table told as sentences, the last of which sums up the others, name by name.

甲校发放48份，收回47份；乙校发放36份，收回34份；合计发放84份，收回81份. The rows are clauses or lines that tell the same
names in the same units; where one column comes to the last row's figure the rows are all there is, and another that
lies close to it was meant to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.sums.lists import Entry, says, total_of
from junheng.audit.relations.sums.misprints import slipped
from junheng.audit.relations.sums.readings import Readings
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told

_ROWS, _LEAST, _NAME = 40, 2, 2
"""How many rows there may be, and how many rows and columns at the least."""
_NEAR = 20
_Row = dict[tuple[str, str], Item]
"""The figures of a row by unit and name; the first by its unit alone."""


def read_closing_rows(readings: Readings, layout: Layout) -> None:
    """Read the rows that a clause or a line beginning with 合计 sums up."""
    called = triggers().strong
    lines: list[list[Item]] = []
    outside = [one for one in layout.items if not one.depth]
    for _, paragraph in groupby(outside, key=lambda one: one.paragraph):
        line = list(paragraph)
        clauses = [list(clause) for _, clause in groupby(line, key=lambda one: one.segment)]
        for at, clause in enumerate(clauses):
            if at >= _LEAST and len(clause) >= _LEAST and called.search(clause[0].label):
                _read(readings, clause, clauses[max(0, at - _ROWS) : at])
            elif len(clause) > _LEAST * _LEAST:
                _in_one_clause(readings, clause)
        if len(lines) >= _LEAST and len(line) >= _LEAST and called.search(line[0].label):
            _read(readings, line, lines[-_ROWS:])
        lines.append(line)
        if len(lines) > 2 * _ROWS:
            del lines[:_ROWS]


def _in_one_clause(readings: Readings, clause: Sequence[Item]) -> None:
    """Read rows told in one clause: 东片小学3所学生640人，西片小学4所学生815人，全镇小学7所学生1455人."""
    base = clause[0].quantity.base
    starts = [at for at, one in enumerate(clause) if one.quantity.base == base]
    size = starts[1] if len(starts) > _LEAST else 0
    if size < _LEAST or starts != list(range(0, len(clause), size)) or len(clause) % size:
        return
    rows = [clause[at : at + size] for at in starts]
    head = rows[-1][0].label
    if triggers().strong.search(head) or says("all", head):
        _read(readings, rows[-1], rows[:-1])


def _row(items: Sequence[Item]) -> _Row:
    made: _Row = {}
    for at, one in enumerate(items):
        if one.quantity.kind == "number":
            made.setdefault((one.quantity.base, "" if not at else one.label), one)
    return made


def _read(readings: Readings, last: Sequence[Item], rows: Sequence[Sequence[Item]]) -> None:
    """Read the columns of a row of totals and of the rows right before it that tell all its names."""
    totals = {
        name: one
        for name, one in _row(last).items()
        if not says("aside", one.label) and not one.quantity.hedge and (len(name[1]) >= _NAME or one is last[0])
    }
    if len(totals) < _LEAST or ("", "") in totals:
        return
    found: list[_Row] = []
    for items in reversed(rows):
        made = _row(items)
        if not made:
            continue  # 有效率95。7%: what a wrong full stop cut off
        if not totals.keys() <= made.keys() or triggers().strong.search(items[0].label):
            break
        found.append(made)
    if len(found) >= _LEAST:
        _columns(readings, totals, found[::-1])


def _columns(readings: Readings, totals: _Row, rows: Sequence[_Row]) -> None:
    """Tell the columns that come to their totals, and those close to them where one does."""
    every = list(_told(totals, rows))
    exact = [one for one in every if total_of(one.parts) == Fraction(one.total.quantity.value)]
    for told in every if exact else ():
        if told in exact:
            readings.tell(told, "rows-exact")
            continue
        target = Fraction(told.total.quantity.value)
        off = abs(total_of(told.parts) - target)
        if told.total.number not in readings.taken and (off * _NEAR <= target or slipped(target, told.parts)):
            told.reading = "failing"
            readings.tell(told, "rows-failing")


def _told(totals: _Row, rows: Sequence[_Row]) -> Iterator[Told]:
    for name, total in totals.items():
        column = [row[name] for row in rows]
        if not any(one.quantity.hedge for one in column):
            labels = [next(iter(row.values())).label + one.label for row, one in zip(rows, column, strict=True)]
            scale = total.quantity.scale
            parts = [Entry(at, one, labels[at], scale) for at, one in enumerate(column)]
            yield Told(total, parts, "exact")
