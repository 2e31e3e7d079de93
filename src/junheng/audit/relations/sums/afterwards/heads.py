"""Growth told behind a list: it is the total's, not the last part's.

投入12.86亿元，其中财政拨款10.98亿元、事业收入1.88亿元，比上年的12.10亿元增长6.3%: what grew is the total. Where neither
reading comes out nothing is said: the sentence does not show which is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import msgspec

from junheng.audit.judge import holds
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.terms import term


def of_totals(found: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the relations; growth of the last part of a list that does not come out becomes that of the total."""
    grown = [_after(one) for one in found]
    totals = _totals(found, {after.start for after in grown if after is not None})
    for one, after in zip(found, grown, strict=True):
        if after is None or after.start not in totals or holds(one):
            yield one
        else:
            told = _told_of(one, term(totals[after.start], after.scale))
            if holds(told):
                yield told


def _totals(found: Sequence[Relation], grown: Set[int]) -> dict[int, Quantity]:
    """Return the totals of the sums that hold, by where their last parts begin: of those told to have grown."""
    totals: dict[int, Quantity] = {}
    for one in found if grown else ():
        if one.kind == "sum" and one.total.sources:
            last = max((each.start for part in one.parts for each in part.sources), default=-1)
            if last in grown and holds(one):
                totals[last] = one.total.sources[0]
    return totals


def _after(one: Relation) -> Quantity | None:
    """Return the quantity that grew; what a row of a table tells is of that row."""
    if one.kind != "growth" or len(one.parts) != 2 or one.rule.endswith(("increase", "series", "row", "derived")):
        return None
    sources = one.parts[1].sources
    return sources[0] if len(sources) == 1 else None


def _told_of(one: Relation, total: Term) -> Relation:
    spans = tuple((min(start, total.sources[0].start), end) for start, end in one.spans)
    return msgspec.structs.replace(one, parts=(one.parts[0], total), spans=spans)
