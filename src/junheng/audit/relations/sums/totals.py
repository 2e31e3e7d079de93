"""Totals with their parts, told before them or behind them, in brackets, in the same sentence or the next."""

from __future__ import annotations

from collections.abc import Iterator

from junheng.audit.layout import Layout
from junheng.audit.model import Clean, Relation, Term
from junheng.audit.relations.ground.terms import relation
from junheng.audit.relations.sums.abreast.abreast import read_abreast
from junheng.audit.relations.sums.abreast.beside_columns import read_beside_columns
from junheng.audit.relations.sums.abreast.changes import read_changes
from junheng.audit.relations.sums.abreast.clauses import read_clauses
from junheng.audit.relations.sums.abreast.closing_rows import read_closing_rows
from junheng.audit.relations.sums.abreast.columns import bracket_columns
from junheng.audit.relations.sums.abreast.opening_rows import read_opening_rows
from junheng.audit.relations.sums.abreast.spread import read_spread
from junheng.audit.relations.sums.abreast.turns import changes_beside
from junheng.audit.relations.sums.afterwards.nested import without_misprinted
from junheng.audit.relations.sums.afterwards.otherwise import read_otherwise
from junheng.audit.relations.sums.afterwards.restated import restated
from junheng.audit.relations.sums.afterwards.scattered import scattered
from junheng.audit.relations.sums.backward import read_backward
from junheng.audit.relations.sums.forward import read_forward
from junheng.audit.relations.sums.readings import Readings
from junheng.audit.relations.sums.runs import runs
from junheng.audit.relations.sums.unworded.again import divided_again
from junheng.audit.relations.sums.unworded.closed import read_closed
from junheng.audit.relations.sums.unworded.cuts import read_cuts
from junheng.audit.relations.sums.unworded.for_each import read_for_each
from junheng.audit.relations.sums.unworded.named_cuts import read_named_cuts
from junheng.audit.relations.sums.unworded.parted import read_parted
from junheng.audit.relations.sums.unworded.progress import read_progress
from junheng.audit.relations.sums.unworded.unjoined import read_unjoined
from junheng.audit.relations.sums.weighing import Told


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the sums the text asserts: totals and parts in the unit of the total, each reading once."""
    if not layout.items:
        return
    made = list(_found(clean, layout))
    yield from made
    yield from changes_beside(layout, made)


def _found(clean: Clean, layout: Layout) -> Iterator[Relation]:
    readings = _read(clean.text, layout)
    for first, rule in without_misprinted(read_otherwise(readings, layout)):
        told = restated(layout, first)
        parts: list[Term] = [part for one in told.parts for part in one.terms]
        yield relation("sum", list(parts), told.total.quantity, rule, [_span(clean.text, told)])
    for total, items, rule, spans in scattered(clean.text, layout, readings.taken, readings.parts):
        yield relation("sum", [one.quantity for one in items], total.quantity, rule, spans)


def _read(text: str, layout: Layout) -> Readings:
    """Read forward lists first (they are told), then backward ones, then those that only come out."""
    readings = Readings(text)
    found = runs(layout)
    for run in found:
        read_forward(readings, run)
    read_abreast(readings)
    for run in found:
        read_backward(readings, run)
    for run in found:
        read_changes(readings, run)
        read_clauses(readings, run)
        read_progress(readings, run)
        read_parted(readings, run)
        read_cuts(readings, run)
        read_named_cuts(readings, run)
        read_for_each(readings, run)
        read_unjoined(readings, run)
        for told in list(divided_again(run, readings.parts)):
            readings.tell(told, "again-exact")
    read_beside_columns(readings, layout)
    read_closing_rows(readings, layout)
    read_opening_rows(readings, layout)
    read_spread(readings, layout)
    read_closed(readings, layout)
    for told, _ in list(readings.told):
        for column in bracket_columns(told):
            readings.tell(column, f"columns-{column.reading}")
    return readings


def _span(text: str, told: Told) -> tuple[int, int]:
    items = [told.total, *(one.item for one in told.parts)]
    first = min(items, key=lambda one: one.number)
    start = first.label_start
    while start < first.quantity.start and text[start].isspace():
        start += 1
    return start, max(one.quantity.end for one in items)
