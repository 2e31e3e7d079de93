"""Percentages in a row over two rows of figures told before: 小学生…，初中生…。检出人数分别为…，不良率分别为….

The parts stand right before the percentages, one for each; the wholes stand one behind the other in one sentence before
them, within a longer list or behind their own total. Where all but one of the shares come out, that row is what they
are of, and the one that does not is wrong; of two the one must be no accident.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, chance, comes_to, same_kind
from junheng.audit.relations.ground.wording import change
from junheng.audit.relations.shares.wholes import made_share, misprinted

_BACK, _SENTENCES, _PAIR = 24, 4, 2
"""How many figures and sentences before their parts the wholes may stand."""
_BORNE = Fraction(1, 50)
"""How likely those that come out do so by accident, at most, over all rows that are tried."""


def abreast(near: Near, run: Sequence[Item]) -> list[Relation]:
    """Return the shares of a run of its parts right before it, over the row of wholes of which most come out."""
    tops = near.items[max(0, run[0].number - len(run)) : run[0].number]
    if len(tops) != len(run) or not _row(tops) or tops[-1].sentence != run[0].sentence:
        return []
    if any(one.quantity.hedge for one in (*tops, *run)):
        return []
    tried = 0
    for bottoms in _rows(near, tops):
        tried += 1
        trial = list(zip(tops, bottoms, run, strict=True))
        good = [item for one, two, item in trial if comes_to(near.exact(one), near.exact(two), item.quantity)]
        if len(good) < max(1, len(run) - 1):
            continue
        made = [made_share(near, one, two, item, "share.series-abreast") for one, two, item in trial]
        out = [one for one in made if holds(one)]
        luck = Fraction(tried)
        for one in out:
            luck *= chance(one.total.sources[0])
        if len(out) < max(1, len(run) - 1) or luck > _BORNE:
            continue
        if len(out) == len(made) or all(holds(one) or misprinted(one) for one in made):
            return made
    return []


def _row(row: Sequence[Item]) -> bool:
    """Whether some figures are counts of one kind in one sentence, none of them a change."""
    first = row[0]
    return bool(first.quantity.base) and all(
        one.quantity.kind == "number"
        and one.sentence == first.sentence
        and one.depth == first.depth
        and same_kind(one.quantity, first.quantity)
        and not change(one.label)
        for one in row
    )


def _rows(near: Near, tops: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the rows of counts before some parts, the nearest first, each of which may be the whole of its part."""
    size, first = len(tops), tops[0]
    for end in range(first.number, max(size - 1, first.number - _BACK), -1):
        row = near.items[end - size : end]
        if len(row) < size or row[0].sentence < first.sentence - _SENTENCES:
            return
        counted = same_kind(row[0].quantity, first.quantity) and _row(row)
        if counted and all(one.plain < two.plain for one, two in zip(tops, row, strict=True)):
            yield row


def without_pairs(_: Layout, every: Sequence[Relation]) -> list[Relation]:
    """Return relations but for sums that fail and whose parts are those of shares of wholes of their own."""
    own = {
        one.parts[0].sources[0].start: one.parts[1].sources[0].start
        for one in every
        if one.kind == "ratio" and one.rule.startswith("share.series") and len(one.parts[1].sources) == 1
    }
    return [one for one in every if not (_of_pairs(one, own) and not holds(one))]


def _of_pairs(one: Relation, own: dict[int, int]) -> bool:
    starts = [part.sources[0].start for part in one.parts if part.sources]
    wholes = {own[start] for start in starts if start in own}
    return one.kind == "sum" and len(wholes) >= _PAIR and all(start in own for start in starts)
