"""One whole cut several times, clause by clause: `城区9件、乡镇5件；收费8件、招生6件；举报7件、检查4件、转办3件`.

That two lists side by side come to the same figure, and that figure was told before them, is no accident, however small
it is: the lists beside them, each all of its clause, cut the same whole once more; one that lies close is misprinted.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, holds, meant
from junheng.audit.relations.evident.figures import Figures, Number
from junheng.audit.relations.evident.listed.rows import crossing, is_total, left_open, nameless, no_part, summed

_PARAGRAPHS, _LONGEST, _LEAST, _FAR, _BESIDE = 2, 12, 5, 400, 3
"""Paragraphs and characters before a list among which its whole stands, the most parts of a list, the least whole, and
how many clauses may lie between two lists of one whole."""
_NEAR, _NEAR_PEN = 0.06, 0.3
"""How far from the whole, as a part of it, a list may lie that fails; and where a slip explains it."""
_segment = attrgetter("segment")


def recuts(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the lists that cut one whole: those that come to it, and those beside them that nearly do."""
    lists = [row for _, each in groupby(near.numbers, key=_segment) if (row := _list(near, list(each)))]
    reached = [(near.bases[row[0].number], sum(one.plain for one in row)) for row in lists]
    done: set[int] = set()
    for at, row in enumerate(lists):
        beside = [
            other
            for other in range(at + 1, min(len(lists), at + _BESIDE))
            if reached[other] == reached[at] and lists[other][0].segment - row[0].segment <= _BESIDE
        ]
        if at in done or not beside or reached[at][1] < _LEAST or _named_alike(row, lists[beside[0]]):
            continue
        whole = _whole(near, row, *reached[at])
        if whole is None:
            continue
        for other in range(max(0, at - _BESIDE), min(len(lists), at + _BESIDE + 1)):
            if other not in done and (made := _cut(near, read, whole, lists[other], lists[beside[0]])) is not None:
                done.add(other)
                yield made


def _list(near: Figures, row: list[Item]) -> list[Item]:
    """Return the figures of a clause where they are a list and nothing else; none where they are not."""
    base = near.bases[row[0].number]
    if not 1 < len(row) <= _LONGEST or not base:
        return []
    plain = all(near.counts[one.number] and near.bases[one.number] == base and not one.depth for one in row)
    if not plain or any(nameless(one) or is_total(one) for one in row) or len({one.label for one in row}) < len(row):
        return []
    return row


def _named_alike(one: list[Item], other: list[Item]) -> bool:
    """Whether two lists tell the same things, of two wholes (男生8人，女生3人；男教师8人，女教师3人)."""
    return any(a.label and (a.label in b.label or b.label in a.label) for a in one for b in other)


def _whole(near: Figures, row: list[Item], base: str, value: Number) -> Item | None:
    """Return the nearest figure before a list that it comes to."""
    for one in near.valued_before(base, value, row[0], _FAR):
        if one.paragraph >= row[0].paragraph - _PARAGRAPHS and one.depth <= row[0].depth:
            return one
    return None


def _cut(near: Figures, read: Read, whole: Item, row: list[Item], like: list[Item]) -> Relation | None:
    """Return the sum a list is of a whole, if it comes out, or lies close and is told beside those that do."""
    if row[0].number < whole.number or near.bases[row[0].number] != near.bases[like[0].number]:
        return None
    known = {id(each): each for one in row if (each := read.part(one, "sum")) is not None}
    own_parts = {one.quantity.start for one in row}
    if any({source.start for part in each.parts for source in part.sources} <= own_parts for each in known.values()):
        return None
    made = summed(row, whole)
    if holds(made):
        read.outdone.extend(known.values())  # lists that ran on from one clause into the next
        return made
    if known:
        return None
    own = abs(row[0].sentence - like[0].sentence) <= 1 and row[0].paragraph == like[0].paragraph
    if not own or crossing(row) or left_open(near, whole, row) or no_part(row, whole):
        return None
    return made if meant(made, whole, _NEAR, _NEAR_PEN) else None
