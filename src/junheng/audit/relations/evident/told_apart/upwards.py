"""What a step and all above it come to: `一级乙等12人，二级甲等240人，二级乙等310人，……，二级乙等以上562人`.

The steps told before it, from the first down to the one it names, are its parts. Told first, with its levels behind it
(市级以上示范校20所，其中国家级2所，省级6所，市级12所), it is all of them: the last is the one it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, holds, meant
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.evident.listed.rows import summed

_BACK, _AHEAD, _SENTENCES = 8, 8, 1
"""Figures before and behind it among which its steps stand, and sentences before it."""
_NEAR, _PEN = Fraction(4, 100), Fraction(1, 4)
"""How far from its steps it may lie, as a part of it, and where a slip of the pen explains it."""
_WORD = "以上"


def upwards(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the figures told of a step and all above it, with these."""
    for item in near.numbers:
        if _WORD not in item.label or item.quantity.hedge or not near.bases[item.number] or read.total(item, "sum"):
            continue
        found = pattern("upwards", "step").search(item.label)
        if found is None:
            continue
        made = _above(near, read, item, found["step"]) or _levels(near, read, item, found["step"])
        if made is not None:
            yield made


def _above(near: Figures, read: Read, total: Item, step: str) -> Relation | None:
    """Return the sum of the steps told before a total, from the first of their row to the one it names."""
    row: list[Item] = []
    for one in reversed(near.items[max(0, total.number - _BACK) : total.number]):
        if one.sentence < total.sentence - _SENTENCES or one.paragraph != total.paragraph:
            break
        if one.quantity.kind == "share":
            continue
        of_row = near.bases[one.number] == near.bases[total.number] and near.counts[one.number]
        if not of_row or one.depth != total.depth or _WORD in one.label:
            break
        row.insert(0, one)
    last = next((at for at, one in enumerate(row) if step in one.label), 0)
    if last < 1 or (row[last].sentence < total.sentence and pattern("upwards", "another_time").search(total.label)):
        return None
    # The row may begin with its whole: 到测600人，一级乙等12人，…
    for first in range(last):
        parts = row[first : last + 1]
        if len(parts) > 1 and holds(made := summed(parts, total)):
            return made
    parts = row[1 : last + 1] if read.total(row[0], "sum") else row[: last + 1]
    made = summed(parts, total)
    downwards = len(parts) > 1 and pattern("upwards", "best").search(parts[0].label) is not None
    return made if downwards and meant(made, total, _NEAR, _PEN) else None


def _levels(near: Figures, read: Read, total: Item, step: str) -> Relation | None:
    """Return the sum of the levels told right behind a total, the last of which is the one it names."""
    parts: list[Item] = []
    for one in near.items[total.number + 1 : total.number + 1 + _AHEAD]:
        if one.quantity.kind == "share" and not parts:
            continue
        level = pattern("upwards", "level").search(one.label)
        if level is None or one.sentence != total.sentence or near.bases[one.number] != near.bases[total.number]:
            break
        parts.append(one)
        if level[0] == step:
            break
    if len(parts) <= 1 or step not in parts[-1].label or any(read.part(one, "sum") for one in parts):
        return None
    made = summed(parts, total)
    return made if holds(made) or meant(made, total, _NEAR, _PEN) else None
