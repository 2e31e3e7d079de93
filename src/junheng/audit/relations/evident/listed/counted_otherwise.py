"""Lists told by another unit than their whole: 47支代表队……高中组5队，初中组19队; 92个单项（男子47项，女子45项）.

The unit of the parts stands in the words behind the whole (代表队), or both count the same thing by two words: 份 of
问卷 are those who filled them in, 个 counts whatever 所 and 人 count. Read only where three and more parts come to it,
or two in the bracket behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures, Number
from junheng.audit.relations.evident.listed.rows import THREE, in_bracket, measure, nameless, summed
from junheng.audit.relations.ground.nearby import alike
from junheng.audit.relations.sums.labels.labels import share_a_word
from junheng.audit.relations.sums.weighing import stages

_LEAST, _FAR, _LONGEST, _NOUN, _NAME, _NEAR, _PAIR = 20, 100, 30, 4, 16, 12, 2
"""How many steps a whole must have in the sentence of its parts or the one before, and one farther away; parts at the
most; characters behind a whole, and before one, that name what it counts; sentences before its parts it may stand."""


def counted_otherwise(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the lists whose whole is counted by another unit, where they come out."""
    units = {one.quantity.base for one in near.numbers}
    if len(units) < _PAIR:
        return
    wholes: dict[Number, list[Item]] = {}
    for _, clause in groupby(near.items, key=_clause):
        row = list(clause)
        if (made := _read(near, read, row, wholes)) is not None:
            yield made
        for one in row:
            if near.counts[one.number] and one.quantity.base:
                wholes.setdefault(one.plain, []).append(one)


def _clause(one: Item) -> tuple[int, int]:
    return one.segment, one.bracket


def _read(near: Figures, read: Read, row: list[Item], wholes: dict[Number, list[Item]]) -> Relation | None:
    """Return the figures of one clause, of a run of one unit at its end, as the parts of a whole of another."""
    if not _PAIR <= len(row) <= _LONGEST:
        return None
    base, parts = row[-1].quantity.base, []
    for one in reversed(row):
        if one.quantity.base != base or not near.counts[one.number]:
            break
        parts.append(one)
    parts.reverse()
    if not base or len(parts) < _PAIR:
        return None
    value = sum(one.plain for one in parts)
    heads = [one for one in row if one not in parts and one.plain == value]
    for total in [*reversed(heads), *reversed(wholes.get(value, ())[-_NEAR:])]:
        if _divides(near, read, total, parts):
            return summed(parts, total)
    return None


def _divides(near: Figures, read: Read, total: Item, parts: list[Item]) -> bool:
    """Whether a whole of another unit is what some parts come to by no accident."""
    if total.quantity.base == parts[0].quantity.base or not _same_thing(total, parts):
        return False
    if any(read.part(one, "sum") or read.total(one, "sum") or nameless(one) for one in parts):
        return False
    names = [one.label for one in parts]
    apart = parts[0].sentence - total.sentence
    if len(set(names)) < len(names) or apart > _NEAR or (stages(names) and apart):
        return False
    if len(parts) < THREE:
        return in_bracket(total, parts) and total.plain >= _LEAST
    return total.plain / measure(near, parts) >= (_LEAST if apart <= 1 else _FAR)


def _same_thing(total: Item, parts: list[Item]) -> bool:
    """Whether a whole and its parts count one thing by two words, and the whole is named where it stands apart."""
    first = parts[0]
    unit, row = first.unit, total.sentence == first.sentence
    if unit in total.after[:_NOUN]:
        return row and len(unit) < len(total.after)
    if not total.quantity.base or alike(total.quantity, first.quantity) != 1:
        return False
    return row or share_a_word(total.label[-_NAME:] + total.after, first.lead[-_NAME:])
