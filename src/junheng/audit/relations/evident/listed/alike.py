"""Wholes divided by figures that bear one name, sentences apart: `参保3565万人……养老参保1209万人，增加…；失业参保…`.

What stands between them (changes, shares, what is told of each part) ends no column of figures named alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures, worth
from junheng.audit.relations.evident.listed.rows import THREE, in_two, measure, no_part
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import KEPT, stem
from junheng.audit.relations.sums.labels.labels import in_one_row, share_a_word
from junheng.audit.relations.sums.weighing import stages

_END, _PARTS, _LONGEST = 2, 12, 40
"""Characters of a name's end; the most parts of a whole; the most figures of one name looked at in a text's stretch."""
_FAR, _APART = 1500, 400
"""How many characters before its parts a whole may stand, and how far one part behind the other."""
_ABREAST, _NAMED, _SEVERAL, _TWO = 10, 100, 100, 1000
"""How many steps a whole must have: where another column of its parts comes out, of its parts' name, of three and more,
of two."""
_LEAD, _NEXT = 16, 3
_TOTAL = re.compile("(?:总计|合计|共计|[总共]数?)$")


def alike(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the wholes of figures that bear one name, where they come out and it is no accident."""
    rows: dict[tuple[str, str], list[Item]] = {}
    for item in near.numbers:
        if not near.counts[item.number]:
            continue
        for name in _names(item):
            place = (near.bases[item.number], name)
            row = rows.get(place)
            if row and (item.quantity.start - row[-1].quantity.end > _APART or len(row) == _LONGEST):
                yield from _divided(near, read, row)
                row = None
            if row is None:
                rows[place] = [item]
            else:
                row.append(item)
    for row in rows.values():
        yield from _divided(near, read, row)


def _names(item: Item) -> list[str]:
    """Return the ends of the names a figure bears, before it and behind it."""
    before, behind = _ending(item.label), item.after[:_END]
    names = [before] if before else []
    if len(behind) == _END and not behind.isascii():
        names.append(behind)
    return names


@lru_cache(KEPT)
def _ending(label: str) -> str:
    """Return the end of the name before a figure, blank where that is too short or no word."""
    end = _TOTAL.sub("", stem(label)).rstrip("的有为")[-_END:]
    return end if len(end) == _END and not end.isascii() else ""


def _divided(near: Figures, read: Read, row: list[Item]) -> Iterator[Relation]:
    """Yield the sums of figures of one name that stand in a row."""
    if len(row) == 1:
        return
    sums = [0, *accumulate(map(worth, row))]
    base, taken = near.bases[row[0].number], 0
    for start in range(len(row) - 1):
        if start < taken:
            continue
        for end in range(min(len(row), start + _PARTS), start + 1, -1):
            value = sums[end] - sums[start]
            if not near.valued(base, value):
                continue
            parts = row[start:end]
            total = _whole(near, read, parts, value)
            if total is not None:
                taken = end
                yield relation("sum", [one.quantity for one in parts], total.quantity, "evident.alike",
                               spans([total, *parts]))  # fmt: skip
                break


def _whole(near: Figures, read: Read, parts: list[Item], value: int | Fraction) -> Item | None:
    """Return the figure some parts come to, the nearest before them, or right behind them where it is a total."""
    names = [one.label for one in parts]
    if any(read.part(one, "sum") or read.part(one, "difference") for one in parts):
        return None
    if len({_told(near, one) for one in parts}) < len(parts) or stages(names) or in_two(parts):
        return None
    if no_part(parts):
        return None
    step = Fraction(parts[0].quantity.step or 1) * parts[0].quantity.scale
    size = Fraction(value) / step
    abreast = size >= _ABREAST and _abreast(near, read, parts)
    size = min(size, Fraction(value) / measure(near, parts))
    for one in near.valued_before(near.bases[parts[0].number], value, parts[0], _FAR):
        least = _SEVERAL if len(parts) >= THREE else _NAMED if _of_their_name(one, parts) else _TWO
        if near.asides[one.number] or in_one_row(one.label, names) or _divided_so(near, read, one, parts):
            continue
        if abreast or size >= least:
            return one
    return _behind(near, read, parts, value) if size >= _SEVERAL and value >= _TWO * step else None


def _behind(near: Figures, read: Read, parts: list[Item], value: int | Fraction) -> Item | None:
    """Return a total right behind some parts: 任课教师1260人；……任课教师3462人，教职工共4909人，其中任课教师4722人."""
    last = parts[-1].number
    for one in near.items[last + 1 : last + 1 + _NEXT]:
        if near.bases[one.number] == near.bases[parts[0].number] and one.plain == value and not near.asides[one.number]:
            told = _of_their_name(one, parts) and not _divided_so(near, read, one, parts)
            return one if told else None
    return None


def _told(near: Figures, one: Item) -> str:
    """Return the words before a figure and its own: 中职组32个代表队176名 and 高职组135个代表队333名 are two."""
    return near.text[max(0, one.quantity.start - _LEAD) : one.quantity.start]


def _abreast(near: Figures, read: Read, parts: list[Item]) -> bool:
    """Whether the figures right behind some, or right before them, are the parts of one sum: 考点8个，考室374个；…."""
    for side in (1, -1):
        beside = [near.items[one.number + side] for one in parts if 0 <= one.number + side < len(near.items)]
        known = [read.part(one, "sum") for one in beside]
        if len(known) == len(parts) and known[0] is not None and all(one is known[0] for one in known):
            return len(known[0].parts) == len(parts)
    return False


def _of_their_name(one: Item, parts: list[Item]) -> bool:
    """Whether a whole bears the name of each of its parts."""
    return all(share_a_word(one.label + one.after, each.label + each.after) for each in parts)


def _divided_so(near: Figures, read: Read, one: Item, parts: list[Item]) -> bool:
    """Whether a whole is read as the sum of these very figures, told elsewhere."""
    known = read.sums.get(one.quantity.start)
    return known is not None and {part.value for part in known.parts} == {
        Fraction(each.plain) / one.quantity.scale for each in parts
    }
