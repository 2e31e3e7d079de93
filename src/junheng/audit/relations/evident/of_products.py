"""Totals of what was worked out line by line: `小学134人，每生500元，计67000元。……两项共500人，发放241250元`.

The products that are read are the rows, those for how many and what they come to the columns: a figure behind the last
of them that some of these in a row come to is their total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures, grain, has, told, worth
from junheng.audit.relations.evident.rows import is_total, summed

_LEAST, _ROWS, _BEHIND, _SENTENCES, _STEPS = 2, 12, 4, 2, 100
"""Rows at the least and at the most; how many figures, and how many sentences, behind the last a total is looked for;
steps it must have."""


def of_products(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the totals of the columns that products told one behind the other make."""
    rows: list[tuple[Item, Item]] = []
    known = {id(one): one for one in read.parts["product"].values()}
    for one in sorted(known.values(), key=_place):
        if len(one.parts) != _LEAST:
            continue
        row = near.told_of([one.total, *one.parts])
        if len(row) <= _LEAST:
            continue
        total, *parts = row
        count = next((part for part in parts if part.quantity.base != total.quantity.base), None)
        if count is None:
            continue
        rows = [*rows[1 - _ROWS :], (count, total)]
        yield from _behind(near, read, rows)


def _behind(near: Figures, read: Read, rows: Sequence[tuple[Item, Item]]) -> Iterator[Relation]:
    """Yield the totals that stand right behind the last of some rows."""
    last = max(rows[-1], key=_number)
    for total in near.items[last.number + 1 : last.number + 1 + _BEHIND]:
        if total.sentence - last.sentence > _SENTENCES or read.total(total, "sum", "product"):
            continue
        if near.asides[total.number] or total.plain < _STEPS * grain(total):
            continue
        if not (is_total(total) or has(told()["product"]["total"], total.label[-4:])):
            continue
        for column in zip(*rows, strict=True):
            parts = _coming_to(list(column), total)
            if parts and _unbroken(near, parts):
                yield summed(parts, total)


def _coming_to(column: list[Item], total: Item) -> list[Item]:
    """Return the last figures of a column that come to a total, all in its unit; none where they do not."""
    for count in range(len(column), _LEAST - 1, -1):
        parts = column[-count:]
        own = all(one.quantity.base == total.quantity.base for one in parts)
        if own and len(set(map(_number, parts))) == count and sum(map(worth, parts)) == total.plain:
            return parts
    return []


def _unbroken(near: Figures, parts: list[Item]) -> bool:
    """Whether no other figure that might be a part stands among some: these may divide it (共发放72000元，其中…)."""
    own, base = set(map(_number, parts)), parts[0].quantity.base
    return not any(
        near.counts[one.number] and one.quantity.base == base and one.number not in own
        for one in near.items[parts[0].number : parts[-1].number]
    )


def _place(one: Relation) -> int:
    return one.total.sources[0].start


def _number(one: Item) -> int:
    return one.number
