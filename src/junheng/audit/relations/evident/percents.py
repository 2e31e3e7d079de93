"""Shares divided by shares: `10.3%的人升学，其中6.7%在国内，3.6%在国外`, `本科占25.75%，专科占57.83%，合计83.58%`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, exactly
from junheng.audit.relations.evident.figures import Figures, changed
from junheng.audit.relations.evident.rows import THREE, is_total, summed

_LEAST, _LEAD = 2, 16
_AMONG = ("其中", "包括")


def percents(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the shares that the shares behind 其中, or before a total, come to, to the digits printed."""
    told = [one for one in near.items if _is_share(one)]
    for _, group in groupby(told, key=attrgetter("sentence")):
        row = list(group)
        for at, one in enumerate(row):
            if read.total(one, "sum"):
                continue
            behind, before = row[at + 1 :], row[:at]
            if len(behind) >= _LEAST and _among(near, behind[0]):
                yield from _made(behind, one)
            elif len(before) >= _LEAST and is_total(one):
                yield from _made(before, one)


def _is_share(one: Item) -> bool:
    figure = one.quantity
    return figure.kind == "share" and figure.unit == "%" and not figure.hedge and not changed(one)


def _among(near: Figures, first: Item) -> bool:
    """Whether what follows a share divides it."""
    words = near.text[max(0, first.quantity.start - _LEAD) : first.quantity.start]
    return any(word in words for word in _AMONG)


def _made(parts: list[Item], total: Item) -> Iterator[Relation]:
    """Yield the sum of parts, of all or of the first three and more (others may follow of something else)."""
    for count in (len(parts), *range(THREE, len(parts))):
        made = summed(parts[:count], total)
        if exactly(made):
            yield made
            return
