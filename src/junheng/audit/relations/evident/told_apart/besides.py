"""What is left of a whole besides a part told of it at length.

`核实的122名儿童中，已入学120人，其中随班就读80人、……。2人因病延缓入学`: the next sentence begins with those who are
left, or calls them so. `26个项目，除加固的17个外，还新建9处`: 除…外 sets one side beside the other. Only what comes out
is read, but for a rest that 除…外 opens: nothing else is left then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, holds, meant
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.ground.nearby import alike
from junheng.audit.relations.ground.terms import relation, spans

_AHEAD, _BACK, _LEAST, _SIDES = 12, 3, 20, 10
"""Figures behind a whole among which the rest stands, and before 除 among which the whole does; how large they are."""
_WITHIN = re.compile("[^，,。；;：:\\d]{0,14}[中里内][，,]")
_EXCEPT, _OUT, _NEAR = "除", re.compile("[^，,。；;\\d]{0,10}(?:之?外|以外)[，,]?"), 0.06


def besides(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the wholes with a part and what is told besides it."""
    for item in near.numbers:
        if not near.counts[item.number] or item.depth:
            continue
        if _EXCEPT in item.label and _OUT.match(near.text, item.quantity.end):
            made = _except(near, read, item)
        elif item.plain >= _LEAST and _WITHIN.match(near.text, item.quantity.end):
            made = _left(near, read, item)
        else:
            continue
        if made is not None:
            yield made


def _left(near: Figures, read: Read, total: Item) -> Relation | None:
    """Return a whole with the part told right behind it and those left, told first in the sentence behind."""
    row = near.items[total.number + 1 : total.number + 1 + _AHEAD]
    if not row or near.bases[row[0].number] != near.bases[total.number] or row[0].sentence != total.sentence:
        return None
    part, end = row[0], total.sentence
    if part.quantity.hedge or not near.counts[part.number] or read.total(total, "sum"):
        return None
    rest = next((one for one in row if one.sentence > end), None)
    if rest is None or rest.sentence > end + 1 or rest.paragraph != total.paragraph or read.part(rest, "sum"):
        return None
    if rest.label and pattern("list", "remaining").search(rest.label) is None:
        return None
    same = near.bases[rest.number] == near.bases[total.number]
    return _summed([part, rest], total) if same and part.plain + rest.plain == total.plain else None


def _except(near: Figures, read: Read, part: Item) -> Relation | None:
    """Return the whole of what 除…外 excepts and of the figure behind it."""
    behind = near.items[part.number + 1] if part.number + 1 < len(near.items) else part
    if behind.segment != part.segment or behind is part or alike(behind.quantity, part.quantity) == 0:
        return None
    if not near.counts[behind.number] or read.part(part, "sum") or read.part(behind, "sum"):
        return None
    for total in reversed(near.items[max(0, part.number - _BACK) : part.number]):
        if total.sentence < part.sentence - 1 or not near.counts[total.number] or total.plain < _SIDES:
            continue
        if total.plain <= part.plain or alike(total.quantity, part.quantity) == 0 or read.total(total, "sum"):
            continue
        made = _summed([part, behind], total)
        if holds(made):
            return made
        rest = pattern("list", "rest").search(behind.label) is not None and total.number == part.number - 1
        if rest and not total.quantity.hedge and meant(made, total, _NEAR):
            return made
    return None


def _summed(parts: list[Item], total: Item) -> Relation:
    own = spans([total, *parts])
    return relation("sum", [one.quantity for one in parts], total.quantity, "besides", own)
