"""Growth told behind a list: it is the total's, not the last part's.

投入12.86亿元，其中财政拨款10.98亿元、事业收入1.88亿元，比上年的12.10亿元增长6.3%: what grew is the total. Where neither
reading comes out nothing is said: the sentence does not show which is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from junheng.audit.judge import holds
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.terms import term


def of_totals(found: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the relations; growth of the last part of a list that does not come out becomes that of the total."""
    totals: dict[int, Quantity] = {}
    for one in found:
        if one.kind == "sum" and one.total.sources and holds(one):
            last = max((each.start for part in one.parts for each in part.sources), default=-1)
            totals[last] = one.total.sources[0]
    for one in found:
        after = _after(one)
        if after is None or after.start not in totals or holds(one):
            yield one
        else:
            told = _told_of(one, term(totals[after.start], after.scale))
            if holds(told):
                yield told


def _after(one: Relation) -> Quantity | None:
    """Return the quantity that grew."""
    if one.kind != "growth" or len(one.parts) != 2 or one.rule.endswith(("increase", "series")):
        return None
    sources = one.parts[1].sources
    return sources[0] if len(sources) == 1 else None


def _told_of(one: Relation, total: Term) -> Relation:
    spans = tuple((min(start, total.sources[0].start), end) for start, end in one.spans)
    return msgspec.structs.replace(one, parts=(one.parts[0], total), spans=spans)
