"""Totals of what was worked out line by line: `小学134人，每生500元，计67000元。……两项共500人，发放241250元`.

The products that are read are the rows, those for how many and what they come to the columns: a figure behind the last
of them that some of these in a row come to is their total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.doubted import starts
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures, grain, has, told, worth
from junheng.audit.relations.evident.listed.rows import is_total, summed

_ALL = re.compile("总|合计|共")
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


def misprinted_rows(near: Figures, every: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the totals told behind products one of which was misprinted, where they are of what it should have been.

    `甲类38个，每点0.3万元，计11.4万元；乙类146个，每点1.6万元，计223.6万元，总值245万元`: of 11.4 and 233.6, so the sum
    of what is printed fails as the product does.
    """
    products = sorted((one for one in every if one.kind == "product"), key=_place)
    if len(products) < _LEAST or all(map(holds, products)):
        return
    totals = set(map(_place, products))
    divided = {one.total.sources[0].start for one in every if one.kind == "sum" and starts(one) & totals}
    rows: list[tuple[Item, Fraction]] = []
    wrong: list[bool] = []
    for one in products:
        told_of, found = near.told_of([one.total]), judge(one, explained=False)
        if not told_of or found is None:
            continue
        rows = [*rows[1 - _ROWS :], (told_of[0], found.computed * one.total.sources[0].scale)]
        wrong = [*wrong[1 - _ROWS :], not found.holds]
        last = rows[-1][0]
        for total in near.items[last.number + 1 : last.number + 1 + _BEHIND]:
            if total.quantity.start in divided or total.sentence - last.sentence > _SENTENCES:
                continue
            count = _meant(rows, wrong, total) if _is_named(total) else 0
            if count and _unbroken(near, [each for each, _ in rows[-count:]]):
                yield summed([each for each, _ in rows[-count:]], total)
                break


def _is_named(total: Item) -> bool:
    return is_total(total) or _ALL.search(total.label) is not None or has(told()["product"]["total"], total.label[-4:])


def _meant(rows: Sequence[tuple[Item, Fraction]], wrong: Sequence[bool], total: Item) -> int:
    """Return how many of the last rows a total is of, as they should have been; 0 where it is of none."""
    reach = Fraction(total.quantity.step) * total.quantity.scale / 2
    for count in range(len(rows), _LEAST - 1, -1):
        own = all(each.quantity.base == total.quantity.base for each, _ in rows[-count:])
        if (
            own
            and any(wrong[-count:])
            and abs(sum((each for _, each in rows[-count:]), Fraction(-total.plain))) <= reach
        ):
            return count
    return 0


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
