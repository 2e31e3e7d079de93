"""Parts printed as 0: nothing is added by them, but whoever checks a list expects to see each of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.figures import Figures, changed
from junheng.audit.relations.ground.terms import spans, term
from junheng.audit.relations.ground.wording import compared

_BEHIND = 4
"""How many figures behind the last part are looked at, while they are 0."""
_APART = 80
"""Characters between one part and the next at the most."""


def with_zeros(near: Figures, found: Iterable[Relation]) -> Iterator[Relation]:
    """Yield relations, the sums with the noughts of their lists: 因公出国费0元，公务接待费1.2万元，共1.2万元.

    That nothing and nothing is nothing is told by nobody.
    """
    noughts = {one.number for one in near.items if _nought(one)}
    for one in found:
        if one.kind != "sum" or not noughts:
            yield one
        elif one.total.value or any(part.value for part in one.parts):
            yield _with(near, one, noughts)


def _nought(one: Item) -> bool:
    figure = one.quantity
    told = figure.kind == "number" and not figure.value and bool(figure.base) and not figure.hedge
    return told and not (changed(one) or compared(one.label))


def _with(near: Figures, one: Relation, noughts: set[int]) -> Relation:
    places = {source.start: near.item(source.start) for part in one.parts for source in part.sources}
    parts = [each for each in places.values() if each is not None]
    total = next(iter(near.told_of([one.total])), None)
    if total is None or not len(parts) == len(places) == len(one.parts):
        return one
    first, last = min(each.number for each in parts), max(each.number for each in parts)
    begin = first
    while begin - 1 in noughts and near.items[begin].quantity.start - near.items[begin - 1].quantity.end < _APART:
        begin -= 1
    reached = last + 1
    while (
        reached in noughts and reached <= last + _BEHIND and near.items[reached].sentence == near.items[last].sentence
    ):
        reached += 1
    added = [near.items[at] for at in range(begin, reached) if at in noughts and _of_list(near, near.items[at], parts)]
    # Told twice, in two lists one behind the other, the nearer are of this one.
    added = list({each.label: each for each in added if each not in parts}.values())
    if not added:
        return one
    scale = one.total.sources[0].scale
    row = [*zip(parts, one.parts, strict=True), *((each, term(each.quantity, scale)) for each in added)]
    row.sort(key=lambda pair: pair[0].number)
    return msgspec.structs.replace(
        one, parts=tuple(each for _, each in row), spans=tuple(spans([total, *(item for item, _ in row)]))
    )


def _of_list(near: Figures, nought: Item, parts: list[Item]) -> bool:
    """Whether a nought counts what the parts count, in brackets only where they stand in them, and divides none of
    them: 三公经费4万元。其中运行费4万元，接待费0万元 is of a list of its own.
    """
    if nought.quantity.base != parts[0].quantity.base or nought.depth != parts[0].depth:
        return False
    at = nought.number - 1
    while at >= 0 and near.items[at].sentence == nought.sentence and nought.number - at <= _BEHIND:
        before = near.items[at]
        if before.quantity.base == nought.quantity.base and before.depth == nought.depth:
            return before in parts or not before.quantity.value or before.number < parts[0].number
        at -= 1
    return True
