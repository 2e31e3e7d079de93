"""A whole cut a second time behind its list: `预算600万元，其中人员经费…，公用经费…，财政补助收入…，其他收入8万元`.

The list before it comes out; what goes on behind it in the same sentence, counted alike, with names that leave nothing
over (走读生, 住宿生; 城区, 农村; something and 其他), cuts the same whole once more; also where it misses it by little,
if it is of sexes or of boarders and nothing else is said of them, or of all income from 财政 to 其他收入.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, holds, meant
from junheng.audit.relations.evident.figures import Figures, pattern, told
from junheng.audit.relations.evident.listed.rows import crossing, is_total, left_open, nameless, no_part, summed
from junheng.audit.relations.sums.labels.classes import named
from junheng.audit.relations.sums.labels.labels import division, leaves_some

_DIVIDED, _REST = frozenset({"whole", "partition"}), ("其他", "其它", "其余")
_LONGEST, _LEAST, _SAID = 8, 20, 60
_NEAR, _NEAR_PEN = 0.03, 0.1
"""How far from the whole, as a part of it, a list may lie that fails; and where a slip explains it."""


def second_cuts(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the lists behind one that comes out, of the same whole."""
    for one in list(read.sums.values()):
        row = near.told_of((one.total, *one.parts))
        if len(row) != len(one.parts) + 1 or row[0].number > row[1].number or row[0].plain < _LEAST or not holds(one):
            continue
        whole, last = row[0], max(row[1:], key=lambda each: each.number)
        behind = _behind(near, read, whole, last)
        if behind and whole.sentence == last.sentence and _closed(whole, row[1:], behind):
            made = summed(behind, whole)
            if holds(made) or (_fails(near, whole, behind) and meant(made, whole, _NEAR, _NEAR_PEN)):
                yield made


def _behind(near: Figures, read: Read, whole: Item, last: Item) -> list[Item]:
    """Return the figures of the clauses right behind a list, where they are a list of the same and nothing else."""
    row = list(takewhile(lambda one: one.sentence == last.sentence, near.items[last.number + 1 :][: _LONGEST + 1]))
    plain = all(
        near.counts[one.number]
        and near.bases[one.number] == near.bases[whole.number]
        and one.depth == last.depth == 0
        and read.part(one, "sum") is None
        and not read.total(one, "sum")
        and not (nameless(one) or is_total(one))
        for one in row
    )
    return row if plain and 1 < len(row) <= _LONGEST else []


def _closed(whole: Item, first: list[Item], row: list[Item]) -> bool:
    """Whether the names of a list leave nothing over, and cut the whole in another way than the first."""
    labels = [one.label for one in row]
    if len(set(labels)) < len(labels) or {one.label for one in first} & set(labels):
        return False
    return division(whole.label, labels) in _DIVIDED or labels[-1].startswith(_REST)


def _fails(near: Figures, whole: Item, row: list[Item]) -> bool:
    """Whether a list may be called wrong: one whose names often leave some untold (本科60人，专科25人) is not short."""
    if not _leaves_none(near, whole, row):
        return False
    short = sum(one.plain for one in row) < whole.plain and leaves_some(whole.label, tuple(one.label for one in row))
    return not (short or crossing(row) or left_open(near, whole, row) or no_part(row, whole))


def _leaves_none(near: Figures, whole: Item, row: list[Item]) -> bool:
    """Whether there is no other kind than those of a list, and nothing says that some are told twice."""
    labels, last = [one.label for one in row], row[-1].quantity.end
    said = near.text[whole.label_start : last] + near.text[last : last + _SAID].partition("。")[0]
    if pattern("overlaps", "words").search(said) is not None:
        return False
    if pattern("second_cuts", "first").search(labels[0]) is not None:
        return pattern("second_cuts", "rest").search(labels[-1]) is not None
    families = [family for family, _ in named(labels) if family.told.name in told()["second_cuts"]["families"]]
    bare = pattern("second_cuts", "bare")
    return any(all(bare.fullmatch(one.rest(label)) is not None for label in labels) for one in families)
