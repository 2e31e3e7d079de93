"""Projects by how far they are: 规划校舍项目243个，面积12.87万平方米，竣工221个，在建19个，未开工5个.

What is done, what is under way and what has not begun are all there is, wherever the whole was told shortly before.
"""

from __future__ import annotations

from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.relations.sums.labels.labels import all_of
from junheng.audit.relations.sums.lists import Entry, total_of
from junheng.audit.relations.sums.misprints import slipped
from junheng.audit.relations.sums.readings import Readings, is_aside
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.weighing import Told

_THREE, _BACK, _NEAR = 3, 4, 15
"""Parts; figures before them among which the whole stands; how far, as a part of it, they may lie from it."""


def read_progress(readings: Readings, run: Run) -> None:
    """Read each row of the three, with the nearest figure of their unit before it."""
    for place in range(len(run.items) - _THREE + 1):
        base = run.items[place].quantity.base
        if not base or run.items[place + 1].quantity.base != base or run.items[place + 2].quantity.base != base:
            continue
        items = run.items[place : place + _THREE]
        if any(one.quantity.kind != "number" for one in items) or not all_of(
            "progress", run.words[place : place + _THREE]
        ):
            continue
        total = _total(run, place, items[0])
        if total is None or total.number in readings.taken or readings.are_parts(items):
            continue
        scale = total.quantity.scale
        parts = [Entry(place + at, one, run.words[place + at], scale) for at, one in enumerate(items)]
        target, reached = Fraction(total.quantity.value), total_of(parts)
        if reached == target:
            readings.tell(Told(total, parts, "exact"), "progress-exact")
        elif not any(one.quantity.hedge for one in (total, *items)) and (
            abs(reached - target) * _NEAR <= target or slipped(target, parts)
        ):
            readings.tell(Told(total, parts, "failing"), "progress-failing")


def _total(run: Run, place: int, first: Item) -> Item | None:
    """Return the nearest figure before a row that counts the same, in its sentence or the one before."""
    before = run.before
    sources = [(run, at) for at in range(place - 1, max(-1, place - 1 - _BACK), -1)]
    if not sources and before is not None and before.items[0].paragraph == first.paragraph:
        sources = [(before, at) for at in range(len(before.items) - 1, max(-1, len(before.items) - 1 - _BACK), -1)]
    for source, at in sources:
        one = source.items[at]
        if one.quantity.base == first.quantity.base and one.quantity.kind == "number":
            return None if is_aside(source, at) else one
    return None
