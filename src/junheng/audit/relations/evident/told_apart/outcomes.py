"""What became of all there is, told apart from it: `应检80家……。结果：合格61家，基本合格12家，不合格4家，未检3家`.

A row that runs from the best to the worst mark, or from what is done to what has not begun, leaves nothing of its whole
out, wherever that was told: in the sentence before or a paragraph before. So the whole is the nearest figure before the
row that counts the same and is no part of a list itself. Steps that hold each other (开工21个，竣工11个) are no such
row: it begins with what is done and goes on with what is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, holds, meant
from junheng.audit.relations.evident.figures import Figures, before, pattern
from junheng.audit.relations.evident.listed.rows import THREE, is_due, left_open, summed
from junheng.audit.relations.ground.wording import KEPT

_MOST, _PARAGRAPHS = 24, 2
"""Figures and paragraphs before a row among which its whole stands."""
_NEAR, _NEAR_PEN = 0.06, 0.3
"""How far from its whole, as a part of it, a row may lie that does not come to it; and where a slip explains it."""
_SCALES, _STEPS = ("grades", "stages"), ("last", "between")
"""The scales, and the steps behind their first in the order a name is asked."""
_NAME, _BEHIND, _LONG, _LEAD = 14, 8, 2, 24
_OPENINGS = frozenset(
    {"其中", "目前", "目前已", "现已", "现有", "截至目前", "截止目前", "到目前", "至今", "眼下", "当前", "已有"}
)
"""Words before the first of a row that are no part of its name."""
_COUNTERS = (frozenset("个条项件处"), frozenset("个所家"), frozenset({"人", "人次"}), frozenset("人份"))


def outcomes(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the rows of outcomes with their wholes, those that come out and those that lie close."""
    at = 0
    while at < len(near.numbers):
        item = near.numbers[at]
        at += 1
        scales = [one for one in _SCALES if _begins(one, _name(item))]
        for scale in scales if near.counts[item.number] else ():
            row, end = _row(near, item, scale)
            if len(row) < THREE or any(_held(read, one, row) for one in row):
                continue
            made = _reached(near, row) if end < len(row) else None
            if made is None and end >= THREE:
                row = row[:end]
                made = _of_whole(near, read, row, scale)
            if made is not None:
                within = {id(known): known for one in row if (known := read.part(one, "sum")) is not None}
                # Of a figure before the row some of it makes up are accidents.
                first = row[0].quantity.start
                read.outdone.extend(one for one in within.values() if one.total.sources[0].start < first)
                yield made
                at += len(row) - 1
                break


def _held(read: Read, one: Item, row: list[Item]) -> bool:
    """Whether a part is read already as one of a list that is not told within this row."""
    known = read.part(one, "sum")
    if known is None:
        return False
    own = {each.quantity.start for each in row}
    inside = {source.start for part in known.parts for source in part.sources} < own
    return not (inside and known.total.sources[0].start not in own and not known.rule.startswith("bracket"))


def _row(near: Figures, first: Item, scale: str) -> tuple[list[Item], int]:
    """Return the row that begins with a figure, and how many of it are closed by their last; shares are passed over."""
    row, end = [first], 0
    for one in near.items[first.number + 1 : first.number + 1 + _MOST]:
        if one.sentence != first.sentence:
            break
        if one.depth > first.depth or one.quantity.kind == "share":
            continue
        step = _step(scale, _name(one)) if near.bases[one.number] == near.bases[first.number] else ""
        if step not in {"between", "last"} or one.depth != first.depth or not near.counts[one.number]:
            break
        row.append(one)
        goes_on = scale == "stages" and pattern("outcomes", "stages_open").search(_name(one)) is None
        if step == "last" or (goes_on and len(row) >= THREE):
            end = len(row)
    return (row, end) if len({_name(one) for one in row}) == len(row) else ([], 0)


def _name(one: Item) -> str:
    """Return what a figure is told by: the words before it, else those behind it (19个已完成，5个基本完成)."""
    if len(one.label.strip()) >= _LONG and one.label not in _OPENINGS:
        return one.label[-_NAME:]
    return ("" if one.label in _OPENINGS else one.label) + one.after[:_BEHIND]


@lru_cache(KEPT)
def _begins(scale: str, name: str) -> bool:
    """Return whether a name is the first step of a scale: the best mark, or what is done."""
    first = pattern("outcomes", f"{scale}_first").search(name) is not None
    return first and not any(pattern("outcomes", no).search(name) for no in (f"{scale}_no_first", "aside"))


@lru_cache(KEPT)
def _step(scale: str, name: str) -> str:
    """Return which step behind the first of a scale a name is, blank for none."""
    if pattern("outcomes", "aside").search(name):
        return ""
    return next((one for one in _STEPS if pattern("outcomes", f"{scale}_{one}").search(name)), "")


def _reached(near: Figures, row: list[Item]) -> Relation | None:
    """Return the sum a row comes to that need not be all (14个完工，1个封顶，3个正在招标): the nearest whole only."""
    whole = next(_wholes(near, row), None)
    made = summed(row, whole) if whole is not None else None
    return made if made is not None and holds(made) else None


def _of_whole(near: Figures, read: Read, row: list[Item], scale: str) -> Relation | None:
    """Return the sum a row is of the whole told before it: one it comes to, else the nearest it lies close to."""
    reached = sum(one.plain for one in row)
    wholes = list(_wholes(near, row))
    for one in wholes:
        if one.plain == reached:
            return summed(row, one)
    # 计划整治46家……已完成31家，正在改造9家，未启动6家: of a plan what has not begun is told too.
    absent = any(pattern("outcomes", "absent").search(_name(one)) for one in row)
    absent = absent or (_begins("stages", _name(row[0])) and _step("stages", _name(row[-1])) == "last")
    for one in wholes:
        if read.part(one, "sum") is not None:
            continue
        made = summed(row, one)
        told_so = (absent or not is_due(one)) and _concerned(scale, one, row[0]) and not left_open(near, one, row)
        return made if told_so and not holds(made) and meant(made, one, _NEAR, _NEAR_PEN) else None
    return None


def _wholes(near: Figures, row: list[Item]) -> Iterator[Item]:
    """Yield the figures before a row that may be its whole, the nearest first: they count the same."""
    first, most = row[0], max(one.plain for one in row)
    for one in before(near, first, _MOST):
        if one.paragraph < first.paragraph - _PARAGRAPHS:
            return
        if one.depth > first.depth or one.quantity.hedge or one.plain < most or near.asides[one.number]:
            continue
        if _counts_same(near.bases[one.number], near.bases[first.number]):
            yield one


def _concerned(scale: str, whole: Item, first: Item) -> bool:
    """Whether a whole is told as what was looked at (参检幼儿园86所), or what was to be done (问题31个), in the unit of
    the row; in one sentence with it it need not be.
    """
    if whole.quantity.base != first.quantity.base:
        return False
    said = whole.lead[-_LEAD:] + "，" + whole.after
    return whole.sentence == first.sentence or pattern("outcomes", f"{scale}_of").search(said) is not None


def _counts_same(one: str, other: str) -> bool:
    return one == other or any(one in each and other in each for each in _COUNTERS)
