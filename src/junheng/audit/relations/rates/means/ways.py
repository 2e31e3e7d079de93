"""Averages told at two times, of totals and numbers told at the same two: 学生由900人减到600人，校均由90人升到100人.

The first average is of the first total over the first number, the second of the second. Where one of the two comes out,
the other is told of the same figures and is read also where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.sides import opens_way
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.rates.means.averages_alone import sized

_REACHED = re.compile("[到至为]")
_BACK, _PARAGRAPHS, _MOST, _TWO, _LABEL = 40, 2, 3, 2, 8
"""How many figures and paragraphs before an average its figures are looked for, how many ways of each kind; how much
of a label tells what a way came to."""
Way = tuple[Item, Item]


def way_to(near: Near, second: Item) -> Way | None:
    """Return the two figures of a way (由196人提高到260人) that ends in one."""
    first = near.items[second.number - 1] if second.number else None
    if first is None or second.mark or first.sentence != second.sentence or first.depth != second.depth:
        return None
    same = first.quantity.kind == second.quantity.kind == "number" and same_kind(first.quantity, second.quantity)
    return (
        (first, second)
        if same and opens_way(first.label) and _REACHED.search(second.label[-_LABEL:]) is not None
        else None
    )


def averages_of(near: Near, told: Way, units: frozenset[str]) -> Iterator[Relation]:
    """Yield the two averages of a way, over what is counted in some units, where one of them comes out at least."""
    ways = [way for way in _before(near, told[0]) if not any(one.quantity.hedge for one in way)]
    totals = [way for way in ways if same_kind(way[0].quantity, told[0].quantity) and way[0].unit not in units]
    numbers = [way for way in ways if way[0].unit in units]
    for total, number in product(totals[:_MOST], numbers[:_MOST]):
        made = [_made(*each) for each in zip(total, number, told, strict=True)]
        proved = sum(map(holds, made))
        whole = proved == _TWO
        if whole or (proved and all(map(sized, (one for one in made if not holds(one)))) and _clear(near, total, told)):
            yield from made
            return


def _clear(near: Near, total: Way, told: Way) -> bool:
    hedged = any(one.quantity.hedge for one in told)
    return not hedged and near.unbroken(total[0], told[1])


def _before(near: Near, item: Item) -> Iterator[Way]:
    """Yield the ways told before a figure, the nearest first."""
    for at in range(item.number - 1, max(0, item.number - _BACK), -1):
        one = near.items[at]
        if one.paragraph < item.paragraph - _PARAGRAPHS:
            return
        if (way := way_to(near, one)) is not None:
            yield way


def _made(top: Item, number: Item, item: Item) -> Relation:
    by = term(number.quantity)
    row = sorted((top, number, item), key=lambda one: one.number)
    return relation("average", [top.quantity, by], item.quantity, "average.ways", spans(row))
