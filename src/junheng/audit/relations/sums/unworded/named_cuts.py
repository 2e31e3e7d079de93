"""Sentences that begin with the name of the figure they divide, told in the sentences before.

高中18名，初中43名。高中岗位为语文3名、数学4名、…. 专任教师24人。专任教师中本科9人，专科13人，中专2人. 随迁子女8437人。
随迁子女在公办学校就读7986人；在民办学校就读451人. One that comes out is read; one that does not where its names leave
nothing of the whole out, or are what each person has one of (学历, 职称) and come to more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.relations.sums.labels.labels import division, of_families
from junheng.audit.relations.sums.labels.left_open import narrowed
from junheng.audit.relations.sums.lists import Entry, says, total_of
from junheng.audit.relations.sums.misprints import slipped
from junheng.audit.relations.sums.readings import ALIKE, LONGEST, SMALL, Readings
from junheng.audit.relations.sums.runs import STOPS, Run
from junheng.audit.relations.sums.weighing import Told, complete, stages

_PARTS, _NAME, _SENTENCES = 2, 2, 2
_LONG_NAME = 4
"""Characters of a name that is no accident."""
_FILLERS = "有的为是共现设招聘约达"
_AMONG = ("中", "里")
"""What stands behind the name of a whole: 教师中本科…, 教师里本科…."""
_OWN = ("title", "degree")
_NEAR, _NEAR_OWN = 20, 10
"""A list off by no more than this part of its whole was meant to come to it; and one of titles or degrees that comes
to more.
"""
_REST = ("change", "gap", "aside", "most")


def read_named_cuts(readings: Readings, run: Run) -> None:
    """Read the sentence of a run as the parts of the figure whose name it begins with."""
    if run.owner is not None or len(run.items) < _PARTS:
        return
    items = run.items[:LONGEST]
    for place, first in enumerate(items[: 1 - _PARTS]):
        if place and (first.segment == items[place - 1].segment or not any(map(first.label.__contains__, _AMONG))):
            continue
        _read(readings, run, place)


def _read(readings: Readings, run: Run, place: int) -> None:
    """Read the row that begins at a place of a run as the parts of the figure whose name it begins with."""
    first = run.items[place]
    if first.number in readings.parts or first.quantity.kind != "number" or len(first.label) <= _NAME:
        return
    total = _whole_of(run, first)
    if total is None or total.quantity.hedge:
        return
    row = list(_row(total, run, _name(total), place))
    target = Fraction(total.quantity.value)
    for end in range(len(row), 1, -1):
        if total_of(row[:end]) == target:
            if _comes_out(total, row[:end]):
                readings.tell(Told(total, row[:end], "exact"), "named-cut-exact")
            return
    told = _meant(total, row) or _divided(readings, total, row)
    if told is not None and not readings.are_parts([one.item for one in told.parts]):
        readings.tell(told, "named-cut-failing")


def _name(item: Item) -> str:
    return item.label.strip(STOPS).removeprefix("其中").strip(_FILLERS)


def _whole_of(run: Run, first: Item) -> Item | None:
    """Return the figure told shortly before whose name, or the end of whose name, a sentence begins with.

    None where two of them bear it: which is meant the sentence does not say.
    """
    found = [one for one in run.items[:LONGEST] if one.segment < first.segment and _bears(first, one)]
    before = run.before
    while before is not None and first.sentence - before.items[0].sentence <= _SENTENCES:
        if before.items[0].paragraph != first.paragraph:
            break
        found += [one for one in before.items[:LONGEST] if _bears(first, one)]
        before = before.before
    values = {one.plain for one in found}
    return found[0] if len(values) == 1 else None


def _bears(first: Item, one: Item) -> bool:
    name = _name(one)
    if one.quantity.base != first.quantity.base or one.quantity.kind != "number" or len(name) < _NAME:
        return False
    if one.plain <= first.plain or says("stage", name):
        return False
    if first.label.startswith(name):
        return len(first.label) > len(name)
    # 进城务工人员随迁子女8437人。随迁子女在公办学校就读…
    own = first.label[:_LONG_NAME]
    return len(name) > _LONG_NAME and name.endswith(own) and len(first.label) > _LONG_NAME


def _row(total: Item, run: Run, name: str, start: int) -> Iterator[Entry]:
    """Yield the figures a clause begins with, all of the total's unit, each with its name, behind each other."""
    scale = total.quantity.scale
    for place, one in enumerate(run.items[start : start + LONGEST], start):
        label = one.label.removeprefix(name) if place == start else one.label
        figure = one.quantity
        if figure.base != total.quantity.base or figure.kind != "number" or figure.hedge or not label:
            return
        if (place > start and run.joins[place]) or one.plain >= total.plain or any(says(kind, label) for kind in _REST):
            return
        yield Entry(place, one, label, scale)


def _comes_out(total: Item, row: Sequence[Entry]) -> bool:
    """Return whether names and size say that a row which comes to a figure is its parts."""
    names = [one.label for one in row]
    if len(set(names)) < len(names) or stages(names):
        return False
    whole = division("", names) == "whole"
    return len(row) >= ALIKE or whole or total.quantity.value >= SMALL * ALIKE


def _meant(total: Item, row: Sequence[Entry]) -> Told | None:
    """Return the row that was meant to come to a figure, None where some may be left out of it."""
    target = Fraction(total.quantity.value)
    for end in range(len(row), 1, -1):
        parts = list(row[:end])
        names = [one.label for one in parts]
        if len(set(names)) < len(names) or stages(names) or narrowed(names):
            continue
        reached = total_of(parts)
        whole = division("", names) == "whole"
        own = len(parts) >= ALIKE and of_families(names, _OWN) and (reached > target or slipped(target, parts))
        if (whole and end == len(row)) or own:
            by = _NEAR_OWN if own and reached > target else _NEAR
            near = abs(reached - target) * by <= target or slipped(target, parts)
            return Told(total, parts, "failing") if near else None
    return None


def _divided(readings: Readings, total: Item, row: Sequence[Entry]) -> Told | None:
    """Return the row that a clause divides its whole into (专任教师中小学512人，初中345人，…), as one behind 其中."""
    if not row or not row[0].label.startswith(_AMONG):
        return None
    row[0].label = row[0].label[1:]
    told = complete(total, row, "among", readings.head(total))
    return told if told is not None and len(told.parts) == len(row) >= ALIKE else None
