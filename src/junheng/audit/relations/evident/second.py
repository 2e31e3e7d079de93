"""The second reading as a whole: what is cleared away before it, its readings in their order, what is kept of them."""

from __future__ import annotations

from collections.abc import Sequence

from junheng.audit.layout import Layout
from junheng.audit.model import Relation
from junheng.audit.relations.changes.left.remainders import is_beside
from junheng.audit.relations.evident.abreast.open_columns import without_open
from junheng.audit.relations.evident.cleared import (
    apart_in,
    as_told,
    by_chance,
    is_remainder,
    moved,
    no_remainder,
    three,
    without_twice,
)
from junheng.audit.relations.evident.doubted import Doubted, is_weak, starts
from junheng.audit.relations.evident.evidence import Read, holds
from junheng.audit.relations.evident.figures import Figures
from junheng.audit.relations.evident.listed.in_shares import of_their_own
from junheng.audit.relations.evident.listed.likely import likely, without_one
from junheng.audit.relations.evident.listed.zeros import with_zeros
from junheng.audit.relations.evident.nearest import nearest, not_open_by_shares
from junheng.audit.relations.evident.readings import IN_ORDER, taken
from junheng.audit.relations.evident.told_apart.of_products import misprinted_rows
from junheng.audit.relations.evident.worked_out.gaps import of_whole
from junheng.audit.relations.evident.worked_out.parallel import parallel
from junheng.audit.relations.evident.worked_out.undone import undone


def second_reading(layout: Layout, known: Sequence[Relation]) -> list[Relation]:
    """Return the known relations with those evident from the figures.

    A figure that a grammar read wrong (what it read does not hold) is read again: where the figures near it come to it,
    that reading takes the place of the first.
    """
    near, read = Figures(layout), Read()
    known = as_told(near, known, apart_in(known))
    held = {id(one) for one in known if holds(one)}
    known = [one for one in without_twice(known, held) if not (is_remainder(near, one) or by_chance(near, one))]
    sure = [one for one in known if id(one) in held]
    columns = {_column(near, one) for one in sure if one.kind == "sum"}
    doubted = Doubted()
    for one in sure:
        if is_weak(one):
            doubted.take(one)
        else:
            read.take(one)
    sure = [one for one in sure if not is_weak(one)]
    for one in known:
        if id(one) not in held and likely(near, one, columns) and not no_remainder(near, read, one):
            doubted.outdo(one)
            if one.kind == "sum":
                read.failing.add(one.total.sources[0].start)
                read.divides |= starts(one)
            doubted.take(of_whole(near, read, one))
    found = [made for reading in IN_ORDER for made in taken(read, reading(near, read))]
    apart = apart_in([*sure, *doubted.kept(), *found])
    found = as_told(near, [one for one in found if one.kind != "sum" or three(one) not in apart], apart)
    found += taken(read, parallel(near, read, [*sure, *found]))
    found += taken(read, undone(near, read, [*sure, *found]))
    found += misprinted_rows(near, [*sure, *doubted.kept(), *found])
    for one in found:
        doubted.give_way(one)
    outdone = set(map(id, read.outdone))
    sure, found = ([one for one in each if id(one) not in outdone] for each in (sure, found))
    found = [one for one in found if not (one.kind == "difference" and any(map(is_beside, near.told_of([one.total]))))]
    kept = nearest([*sure, *doubted.kept(), *(one for one in found if not doubted.says(one))])
    kept = of_their_own(near, without_open(near, not_open_by_shares(kept)))
    return list(with_zeros(near, [one for one in without_one(near, kept) if not moved(near, one)]))


def _column(near: Figures, one: Relation) -> tuple[int, int]:
    """Return the sentence of a sum's first part, and how many parts it has."""
    return next((each.sentence for each in near.told_of(one.parts[:1])), -1), len(one.parts)
