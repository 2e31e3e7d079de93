"""Lists that tell one figure for each of several, where no word joins them to their total.

`我园现有班级17个，幼儿530人。东园小班、中班各3个，大班4个；西园小中班各2个，大班3个`: read where they come out. That a
figure counts for several names is told so rarely beside what it does not belong to that this is no accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.relations.sums.lists import entries, fit, total_of
from junheng.audit.relations.sums.readings import LONGEST, SMALL, Readings, is_aside
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.weighing import Told, stages

_EACH, _SAME = ("各", "均"), 2
_AMONG = "其中"
_ROOM = re.compile("(?:(?<!功能)(?<!专用)(?<!辅助)教室|办公室|宿舍|寝室|实验室|图书室|阅览室|活动室)[为是有共]*$")
"""Rooms of one use: no others are among them."""
_LEAST, _TWO = 4, 2
"""What a list must come to at the least, and how many parts it must have, each name counted."""


def read_for_each(readings: Readings, run: Run) -> None:
    """Read the lists of a run that hold a figure told with 各 and come to one before them."""
    each = next((at for at, words in enumerate(run.words) if words.endswith(_EACH)), -1)
    if each < 0 or run.items[each].quantity.kind != "number":
        return
    for total, start in _wholes(run, each):
        if total.number in readings.taken or total.plain < _LEAST or total.label.startswith(_AMONG):
            continue  # 其中甲县4个，乙区2个，丙县、丁区各1个: the first of its row
        found = entries(run, start, total.quantity, readings.head(total))
        many = sum(one.times for one in found)
        if many <= max(_TWO, len(found)) or stages([one.label for one in found]) or _beside(total, found[0].item):
            continue
        beside = readings.parts.get(total.number, set()) & readings.parts.get(found[0].item.number, set())
        if total_of(found) == Fraction(total.quantity.value) and not beside:
            readings.tell(Told(total, found, "exact"), "for-each")
            return


def _beside(total: Item, first: Item) -> bool:
    """Whether a small whole is one more room beside those behind it: 教室8间，办公室3间，实验室、仪器室各1间."""
    row = first.number == total.number + 1 and first.segment == total.segment and total.plain < SMALL
    return row and total.unit == first.unit and _ROOM.search(total.label) is not None


def _wholes(run: Run, each: int) -> Iterator[tuple[Item, int]]:
    """Yield the figures of the unit told for each before it, the nearest first, with where their lists begin."""
    part = run.items[each]
    for at in range(min(each, LONGEST) - 1, -1, -1):
        if fit(run.items[at].quantity, part.quantity) == _SAME and not is_aside(run, at):
            yield run.items[at], at + 1
    before = run.before
    if before is not None and before.items[0].paragraph == part.paragraph:
        for at, one in enumerate(before.items[:LONGEST]):
            if fit(one.quantity, part.quantity) == _SAME and not is_aside(before, at):
                yield one, 0
