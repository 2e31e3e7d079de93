"""Columns told by their names beside a sum that comes out: some parts may have none, sections may have several.

`学校262所，学生53470人。其中小学236所，教职工1796人，学生31264人；…；进修学校1所`: the first column shows that
the list is complete, so the second was meant to come out, and a slip of the pen in it is no matter of doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, exactly, holds, slipped
from junheng.audit.relations.evident.figures import Figures, grain
from junheng.audit.relations.evident.listed.rows import THREE, is_total
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.labels.labels import share_a_word

_LEAST, _BESIDE, _AMONG, _MOST = 100, 4, "其中", 30
"""Steps a whole must have, figures beside the whole of the sum that are looked at, figures of a column at the most."""
_LONG, _NEAR = 1000, Fraction(1, 10)
"""Steps the whole of sections must have; how far a column of one figure for each part may lie from its whole."""


def named_columns(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the columns told by name beside the parts of a sum, and all that sections tell beside theirs."""
    for known in list(read.lists):
        if len(known.parts) < THREE or known.rule.startswith("table") or not holds(known):
            continue
        whole, *parts = near.told_of([known.total, *known.parts])
        if len(parts) < len(known.parts) or parts[0].number > parts[-1].number:
            continue
        for total in _beside(near, whole, parts):
            if read.total(total, "sum") or read.part(total, "sum") or total.plain < _LEAST * grain(total):
                continue
            made = _by_name(near, read, total, parts)
            # What counts the same divides the sections themselves: it is no column beside them.
            other = near.bases[total.number] != near.bases[whole.number] and whole.number < parts[0].number
            if made is None and other and total.plain >= _LONG * grain(total):
                made = _of_sections(near, read, total, parts)
            if made is not None:
                yield made


def _beside(near: Figures, whole: Item, parts: Sequence[Item]) -> list[Item]:
    """Return the counts told in the sentence of a whole beside it, none of them among its parts."""
    first, last = max(0, whole.number - _BESIDE), whole.number + _BESIDE + 1
    return [
        one
        for one in near.items[first:last]
        if one is not whole
        and one.sentence == whole.sentence
        and one.depth == whole.depth
        and near.counts[one.number]
        and not one.quantity.hedge
        and not parts[0].number <= one.number <= parts[-1].number
    ]


def _by_name(near: Figures, read: Read, total: Item, parts: Sequence[Item]) -> Relation | None:
    """Return what bears the name of a total behind each of some parts, each in a clause of its own."""
    if len({one.segment for one in parts}) < len(parts) or total.number > parts[0].number:
        return None
    column: list[Item] = []
    for part in parts:
        clause = [one for one in near.items[part.number + 1 : part.number + 1 + _BESIDE] if one.segment == part.segment]
        named = [one for one in clause if _counts(near, read, one, total) and share_a_word(one.label, total.label)]
        column += named[:1]
    if len(column) < THREE:
        return None
    made = _made(total, column)
    return _meant(made) or (made if len(column) == len(parts) and close(made, _NEAR) else None)


def _of_sections(near: Figures, read: Read, total: Item, parts: Sequence[Item]) -> Relation | None:
    """Return all that the sections of a sum tell of what stands beside its whole, what lists divide only once."""
    if parts[0].paragraph == total.paragraph:
        return None
    begin = parts[0].number
    while begin > total.number + 1 and near.items[begin - 1].paragraph == parts[0].paragraph:
        begin -= 1
    span = near.items[begin : parts[-1].number + _BESIDE]
    span = [one for one in span if one.segment <= parts[-1].segment]
    column = [one for one in span if _counts(near, read, one, total) and not one.label.startswith(_AMONG)]
    if not THREE <= len(column) <= _MOST or any(map(is_total, column)):
        return None
    return _meant(_made(total, column))


def _counts(near: Figures, read: Read, one: Item, total: Item) -> bool:
    """Whether a figure may be of the column of a total."""
    own = near.counts[one.number] and near.bases[one.number] == near.bases[total.number] and one.depth == total.depth
    return own and read.part(one, "sum") is None and not one.quantity.hedge and one.plain < total.plain


def _meant(made: Relation) -> Relation | None:
    return made if exactly(made) or slipped(made) else None


def _made(total: Item, column: Sequence[Item]) -> Relation:
    return relation("sum", [one.quantity for one in column], total.quantity, "evident.beside", spans([total, *column]))
