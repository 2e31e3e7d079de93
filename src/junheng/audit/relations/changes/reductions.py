"""Rates of what was done away with: 机构326家……保留46家，压减率85.89%, the share of what is gone in what there was.

Such a rate is read as growth where what is left is told (46 of 326 less by 85.89 %); what it says is a share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from junheng.audit.layout import Layout
from junheng.audit.model import Relation, Term
from junheng.audit.relations.ground.terms import worked_out
from junheng.audit.relations.ground.wording import stem

_REDUCED = re.compile("(?:压减|压缩|削减|精简|核减|消除|化解|减负|取缔)(?:率|比例)$")


def as_shares(layout: Layout, every: Iterable[Relation]) -> Iterator[Relation]:
    """Yield relations, growth told as a rate of what was done away with as a share."""
    for made in every:
        yield _share(layout, made) or made


def _share(layout: Layout, made: Relation) -> Relation | None:
    if made.kind != "growth" or made.total.value >= 0 or any(len(one.sources) != 1 for one in made.parts):
        return None
    item = layout.places().get(made.total.sources[0].start)
    if item is None or _REDUCED.search(stem(item.label)) is None:
        return None
    before, after = (one.sources[0] for one in made.parts)
    gone = worked_out([(1, before), (-1, after)])
    total = Term(-made.total.value, made.total.slack, made.total.sources)
    if gone.value <= Fraction(0):
        return None
    whole = Term(gone.value + made.parts[1].value, made.parts[0].slack, (before,))
    return Relation("ratio", (gone, whole), total, made.unit, made.spans, "share.reduction")
