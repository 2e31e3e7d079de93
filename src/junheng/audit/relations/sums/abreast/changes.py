"""A change and the changes it is made of: 比去年增加1437人，其中应届增加731人、往届增加706人.

The parts are changes in the same way (all up or all down) as the total; other figures may stand between them
(应届1907人，比去年增加408人；往届211人，比去年增加89人).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.relations.ground.terms import term
from junheng.audit.relations.ground.wording import change
from junheng.audit.relations.sums.labels.labels import division
from junheng.audit.relations.sums.lists import Entry, total_of
from junheng.audit.relations.sums.readings import LONGEST, SMALL, Readings
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.weighing import Told

_JOINING = frozenset({"among", "among_colon", "list", "colon"})
_PARTS = 12
_CLOSE = 200
"""A list that comes to its total but for rounding is off by less than this part of it."""
_NEAR = 20
"""A list that is off by no more than this part of its total was meant to come to it."""


def read_changes(readings: Readings, run: Run) -> None:
    """Read the changes of a run that are divided: in its own sentence, or in the next where 其中 begins that."""
    if run.owner is not None:
        return
    ways = [_way(one) for one in run.items[:LONGEST]]
    for place, way in enumerate(ways):
        if way and run.items[place].number not in readings.taken:
            _divided(readings, run.items[place], run, place + 1, way)
    before = run.before
    # Nothing went up or down: 减少11.6万元，其中出国费增加0万元，购车费减少2.6万元，接待费减少9万元.
    way = next((way for one, way in zip(run.items, ways, strict=False) if way and one.plain), "")
    if before is not None and run.opening and run.joins[0] in _JOINING and ways[0] and ways.count(way) > 1:
        last = next((one for one in reversed(before.items) if _way(one)), None)
        if last is not None and _way(last) == way and last.number not in readings.taken:
            _divided(readings, last, run, 0, way)


def _way(item: Item) -> str:
    quantity = item.quantity
    return change(item.label) if quantity.kind == "number" and quantity.base and not quantity.hedge else ""


def _divided(readings: Readings, total: Item, run: Run, start: int, way: str) -> None:
    """Read the changes from a place of a run on as the parts of one."""
    found = list(_changes(run, start, total, way))
    joined = any(run.joins[at] in _JOINING for at in range(start, found[0].place + 1)) if found else False
    if len(found) < 2 or readings.are_parts([one.item for one in found]):
        return
    target = Fraction(total.quantity.value)
    for end in range(len(found), 1, -1):
        if total_of(found[:end]) == target and (joined or target / Fraction(total.quantity.step or 1) >= SMALL):
            readings.tell(Told(total, found[:end], "exact"), "changes-exact")
            return
    slack = sum((part.slack for one in found for part in one.terms), term(total.quantity).slack)
    off = abs(total_of(found) - target)
    if joined and off < slack and off * _CLOSE < target:
        readings.tell(Told(total, found, "rounded"), "changes-rounded")
        return
    near = off * _NEAR <= target
    if (
        joined
        and near
        and (_complete(readings, found) or division(total.label, [one.label for one in found]) == "whole")
    ):
        readings.tell(Told(total, found, "failing"), "changes-failing")


def _changes(run: Run, start: int, total: Item, way: str) -> Iterator[Entry]:
    """Yield the changes behind one that go its way, each named by all the words since the one before."""
    words = ""
    for place in range(start, min(len(run.items), start + 3 * _PARTS)):
        item = run.items[place]
        words += run.words[place]
        if item.quantity.base != total.quantity.base or not _way(item):
            continue
        if _way(item) != way and item.plain:
            return
        yield Entry(place, item, words, total.quantity.scale)
        words = ""


def _complete(readings: Readings, found: Sequence[Entry]) -> bool:
    """Return whether the figures that changed, each right before its change, are the parts of a sum that comes out."""
    before = [one.item.number - 1 for one in found]
    owners = [readings.parts.get(number, set()) for number in before]
    shared = set.intersection(*owners)
    return any(total in readings.sure for total in shared)
