"""Lists that stand side by side: the same names under several totals, or several totals in one list in turn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.relations.sums.lists import Entry, fit, total_of
from junheng.audit.relations.sums.readings import ALIKE, Readings
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.weighing import Told

_NAME = 3
"""Characters of a total's name that its parts bear (小学生)."""
_SHORTEST = 2
_OFF = 20
"""Where another total comes out, one off by no more than this part was meant to come out too."""
_BESIDE = frozenset("、，,和及与")


def read_abreast(readings: Readings) -> None:
    """Read a list that does not come out where another of the paragraph, with the same names, does.

    小学47所，其中区直5所，街道19所，乡镇23所；初中18所，其中区直3所，街道7所，乡镇7所.
    """
    whole = {
        (one.total.paragraph, tuple(part.label for part in one.parts))
        for one, _ in readings.told
        if one.reading == "exact" and len(one.parts) >= ALIKE
    }
    for one in readings.open:
        labels = tuple(part.label for part in one.parts)
        value = one.total.quantity.value
        taken = one.total.number in readings.taken or readings.are_parts([part.item for part in one.parts])
        if taken or (one.total.paragraph, labels) not in whole:
            continue
        if value < 2 * total_of(one.parts) < 4 * value:
            readings.tell(one, "parallel-failing")


def in_turn(owner: Run, place: int, found: Sequence[Entry]) -> list[Told] | None:
    """Return the lists of totals told side by side (小学生1000人、初中生700人), whose parts stand in one list in turn.

    None where a list is not told so: each part bears the name of its total, and each total has as many parts. Empty
    where none of them comes out.
    """
    heads = _side_by_side(owner, place)
    # 小学生1000人、初中生700人 by the words before, 38个考点、1061个考场 by those behind.
    names = [one.label.rstrip("有为共达")[-_NAME:] for one in heads]
    if any(len(name) < _SHORTEST for name in names):
        names = [one.after[:_SHORTEST] for one in heads]
    if len(heads) < 2 or len(set(names)) < len(names) or min(map(len, names)) < _SHORTEST:
        return None
    columns = [[one for one in found if name in one.label] for name in names]
    size = len(columns[0])
    if size < 2 or any(len(one) != size for one in columns) or size * len(heads) != len(found):
        return None
    made = [Told(head, column, "exact") for head, column in zip(heads, columns, strict=True)]
    gaps = [abs(total_of(one.parts) - Fraction(one.total.quantity.value)) for one in made]
    if not all(gap * _OFF <= one.total.quantity.value for gap, one in zip(gaps, made, strict=True)) or all(gaps):
        return []
    return [one if not gap else Told(one.total, one.parts, "failing") for gap, one in zip(gaps, made, strict=True)]


def _side_by_side(owner: Run, place: int) -> list[Item]:
    """Return a figure with those of its dimension right before it (、, 和), the nearest first."""
    heads = [owner.items[place]]
    for one in reversed(owner.items[max(0, place - ALIKE + 1) : place]):
        if heads[-1].lead[:1] not in _BESIDE or fit(heads[0].quantity, one.quantity) < 2:
            break
        heads.append(one)
    return heads
