"""Changes whose other figure stands far before them: 相比上年的2513.6万元，预算少了4万元, of 2509.6万元 told above.

One figure is told beside the change, and says that it is one of its two sides (上年的, 应拨付, 合计, 2022年); the other
is found as the figure of many digits that makes the change come out exactly, which is no accident. What does not come
out is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import arrives, change, holds_one, linked, stem, words

Found = tuple[Relation, Item, Item]
_DIGITS, _BACK, _PARAGRAPHS, _BESIDE, _ROLE, _LABEL = 4, 40, 4, 3, 12, 10
"""How many digits the figures must have; how many figures and paragraphs before a change they may stand, how many
figures before it the one told beside it; how much of a label tells its side and its name."""
_ENDING = 5
"""How much of a label holds the word of change: a first look."""
_AIM, _MEAN = words("growth", "aim"), words("growth", "mean")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return asking("exactly", name)


def exactly(near: Near, item: Item) -> Found | None:
    """Return the difference a figure tells of one beside it and one far before."""
    label = item.label[-_ROLE:]
    if _pattern("hint").search(label[-_ENDING:]) is None:
        return None
    told = _pattern("change").search(stem(label)) or _pattern("left").search(label)
    if told is None or item.quantity.kind != "number" or item.quantity.hedge or not item.quantity.base:
        return None
    if arrives(item.label) or holds_one(item.label[-24:], (*_AIM, *_MEAN)) or not item.plain:
        return None
    left = _pattern("left").search(label) is not None
    for one in _beside(near, item):
        sides = _sides(near, one, item, left)
        if sides is not None:
            first, second = sides
            row = sorted((first, second, item), key=lambda each: each.number)
            made = relation(
                "difference", [first.quantity, second.quantity], item.quantity, "difference.exactly", spans(row)
            )
            return made, first, second
    return None


def growth_exactly(near: Near, item: Item, step: Item, way: str) -> Relation | None:
    """Return the growth told right behind a change of which one figure stands far before: 净增3057人，增长10.25%."""
    found = exactly(near, step)
    if found is None or change(step.label) != way:
        return None
    _, first, second = found
    was, became = (second, first) if way == "up" else (first, second)
    total = term(item.quantity)
    row = sorted((was, became, item), key=lambda each: each.number)
    return relation(
        "growth", [was.quantity, became.quantity], total if way == "up" else negative(total), "growth.exactly",
        spans(row),
    )  # fmt: skip


def _beside(near: Near, item: Item) -> Iterator[Item]:
    """Yield the figures of the kind right before a change, in its sentence or the one before."""
    left = _BESIDE
    for one in near.before(item, 1):
        if one.quantity.base == item.quantity.base:
            left -= 1
            if not (one.quantity.hedge or change(one.label)) and _long(one):
                yield one
        if not left:
            return


def _long(one: Item) -> bool:
    """Whether a figure has digits enough that no other comes to it by chance."""
    return len(str(one.quantity.value).replace(".", "").rstrip("0")) >= _DIGITS


def _sides(near: Near, one: Item, item: Item, left: bool) -> tuple[Item, Item] | None:
    """Return the larger and the smaller figure of a change of which one is known."""
    clause = near.clause(one)
    if left:
        other = _found(near, one, item, one.plain + item.plain) if _pattern("done").search(clause) else None
        due = other is not None and _pattern("due").search(near.clause(other)) is not None
        return (other, one) if other is not None and due else None
    if _pattern("then").search(clause) is None:
        return None
    up = change(item.label) == "up" or _pattern("more").search(stem(item.label[-_ROLE:])) is not None
    other = _found(near, one, item, one.plain + item.plain if up else one.plain - item.plain)
    if other is None or not _of_one_name(near, one, other, item):
        return None
    return (other, one) if up else (one, other)


def _found(near: Near, one: Item, item: Item, value: int | Fraction) -> Item | None:
    """Return the nearest figure before one that has a value, if it is long enough to be no accident."""
    for at in range(item.number - 1, max(-1, item.number - 1 - _BACK), -1):
        other = near.items[at]
        if other.paragraph < item.paragraph - _PARAGRAPHS:
            return None
        same = other is not one and other.plain == value and other.quantity.base == one.quantity.base
        if same and other.quantity.kind == "number" and not (other.quantity.hedge or change(other.label)):
            return other if _long(other) else None
    return None


def _of_one_name(near: Near, one: Item, other: Item, item: Item) -> bool:
    """Whether two figures bear one name, or the change bears that of the one told far before."""
    name = stem(other.label)[-_LABEL:]
    return linked(name, one.label[-_LABEL:]) or linked(name, item.label[-_ROLE:])
