"""Wholes told with the share of one of their parts: `汉族172400人，占总人口175855人的98.04%；少数民族3455人，占1.96%`.

No list stands before or behind such a whole, so no grammar of sums reads it. Where the shares of it told in a row come
to 100 %, and what they are the shares of comes to it to the last digit, it is their sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from junheng.audit.judge import holds
from junheng.audit.layout import Layout
from junheng.audit.model import Quantity, Relation
from junheng.audit.relations.ground.terms import relation, spans

_ALL, _LEAST, _MOST, _FAR = Decimal(100), 2, 8, 160
"""What the shares come to; how many there are; characters from the one to the other at the most."""


def of_all_shares(layout: Layout, every: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations, with the sums of what shares that make up all are told of."""
    yield from every
    told: dict[int, list[Relation]] = {}
    for one in every:
        if one.kind == "ratio" and len(one.parts) == _LEAST and all(len(side.sources) == 1 for side in one.parts):
            told.setdefault(one.parts[1].sources[0].start, []).append(one)
    if not any(len(row) >= _LEAST for row in told.values()):
        return
    known = {frozenset(_starts(one)) for one in every if one.kind in {"sum", "difference"}}
    totals = {one.total.sources[0].start for one in every if one.kind == "sum" and one.total.sources}
    for start, found in told.items():
        row = sorted(found, key=_first)
        if not _LEAST <= len(row) <= _MOST or start in totals or not _first(row[0]) < start < _first(row[-1]):
            continue
        shares, parts = [one.total.sources[0] for one in row], [one.parts[0].sources[0] for one in row]
        near = all(two.start - one.end <= _FAR for one, two in zip(shares, parts[1:], strict=False))
        slack = sum((one.step for one in shares), Decimal(0)) / 2
        if not near or abs(sum((one.value for one in shares), Decimal(0)) - _ALL) > slack:
            continue
        made = _made(layout, parts, row[0].parts[1].sources[0])
        if made is not None and holds(made) and frozenset(_starts(made)) not in known:
            yield made


def _made(layout: Layout, parts: Sequence[Quantity], whole: Quantity) -> Relation | None:
    places = layout.places()
    row = [places[one.start] for one in (*parts, whole) if one.start in places]
    if len(row) <= len(parts) or len({one.start for one in parts}) < len(parts):
        return None
    return relation("sum", list(parts), whole, "all-shares", spans(sorted(row, key=lambda one: one.number)))


def _first(one: Relation) -> int:
    return one.parts[0].sources[0].start


def _starts(one: Relation) -> list[int]:
    return [source.start for side in (one.total, *one.parts) for source in side.sources]
