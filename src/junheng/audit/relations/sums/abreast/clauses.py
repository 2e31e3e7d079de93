"""Totals behind parts told one to a clause, each with the figures it was worked out from, all clauses built alike.

小学2146人，每生250元，计536500元；初中987人，每生350元，计345450元。两项合计881950元.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from junheng.audit.layout import Item
from junheng.audit.relations.sums.lists import Entry, says, total_of
from junheng.audit.relations.sums.misprints import slipped
from junheng.audit.relations.sums.readings import LONGEST, ROWS, Readings
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told, is_total

_THREE = 3
_NEAR = 20
"""A list that is off by no more than this part of its total was meant to come to it."""
_COUNTERS = frozenset({"项", "类", "种", "批", "部分", "方面", "个", "期"})


def read_clauses(readings: Readings, run: Run) -> None:
    """Read each figure of a run called a total of the clauses before it, in its sentence or the one before."""
    if run.owner is not None:
        return
    for place, total in enumerate(run.items[:LONGEST]):
        if run.joins[place] or not total.quantity.base or not is_total(total.label):
            continue
        if total.number in readings.taken or total.quantity.kind != "number" or says("aside", total.label):
            continue
        counter = _counter(run, place)
        first = place - (counter is not None)
        source = run if first else run.before
        if source is not None and source.items[0].paragraph == total.paragraph:
            end = first or len(source.items)
            items = source.items[max(0, end - 2 * ROWS) : end]
            _read(readings, total, items, int(counter.quantity.value) if counter is not None else 0)


def _counter(run: Run, place: int) -> Item | None:
    """Return the figure right before a total that counts its parts (三项合计), None where there is none."""
    before = run.items[place - 1] if place and not run.items[place].mark else None
    return before if before is not None and before.unit in _COUNTERS else None


def _read(readings: Readings, total: Item, items: Sequence[Item], count: int) -> None:
    """Read the clauses right before a total; `count` is how many it says it has, 0 where it does not."""
    clauses = [list(clause) for _, clause in groupby(items, key=lambda one: one.segment)]
    clauses = _alike(clauses)
    if len(clauses) < 2 or count not in {0, len(clauses)}:
        return
    own = [[one for one in clause if one.quantity.base == total.quantity.base] for clause in clauses]
    if any(not one or says("aside", one[-1].label) for one in own):
        return
    last = [one[-1] for one in own]
    if readings.are_parts(last) or any(one.quantity.value >= total.quantity.value for one in last):
        return
    scale = total.quantity.scale
    named = enumerate(zip(last, clauses, strict=True))
    parts = [Entry(place, one, clause[0].label, scale) for place, (one, clause) in named]
    target = Fraction(total.quantity.value)
    off = abs(total_of(parts) - target)
    if not off:
        readings.tell(Told(total, parts, "exact"), "clauses-exact")
    elif (count or len(parts) >= _THREE) and _bare(total) and (off * _NEAR <= target or slipped(target, parts)):
        readings.tell(Told(total, parts, "failing"), "clauses-failing")


def _alike(clauses: list[list[Item]]) -> list[list[Item]]:
    """Return the last clauses that tell the same row of units, two figures or more, each the total of the others."""
    units = [one.quantity.base for one in clauses[-1]] if clauses else []
    found: list[list[Item]] = []
    for clause in reversed(clauses):
        if len(units) < 2 or [one.quantity.base for one in clause] != units:
            break
        found.append(clause)
    return found[::-1]


def _bare(total: Item) -> bool:
    """Return whether a total says nothing but that it is one: 三项合计, 全镇共发放."""
    told, rest = triggers(), total.label
    for words in (told.strong, told.words["all"], told.measures, told.weak, told.counted):
        rest = words.sub("", rest)
    return not rest
