"""Growth told in doublings (翻了一番), in words (增加了一半) and in times: of the two figures told right before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation
from junheng.audit.relations.changes.levels import growth_beside
from junheng.audit.relations.ground.nearby import Near

_DOUBLED = re.compile("翻(?:了|了近|近|了整整)?([一两二三])番")
_TIMES = {"一": 100, "两": 300, "二": 300, "三": 700}
"""How much more it is, in per cent, when doubled so many times."""
_GREW = "增长"
_ENDED = ("。", "\n", "；")
_CLAUSE = 24
_WHOLE, _HUNDRED = Decimal(0), Decimal(100)


def doubled(near: Near) -> Iterator[Relation]:
    """Yield the growth told in doublings."""
    for match in _DOUBLED.finditer(near.text) if "番" in near.text else ():
        at = near.at(match.start())
        last = near.items[at - 1] if at else None
        behind = near.text[last.quantity.end : match.start()] if last is not None else ""
        if last is None or len(behind) > _CLAUSE or any(mark in behind for mark in _ENDED):
            continue
        percent = Quantity(
            match.start(), match.end(), Decimal(_TIMES[match[1]]), _WHOLE, "%", "", kind="share", hedge="about",
            number_end=match.end(),
        )  # fmt: skip
        told = _behind(last, percent, at, behind.strip("，, ") + _GREW)
        if (made := growth_beside(near, told)) is not None:
            yield made


def told_otherwise(near: Near, item: Item) -> Relation | None:
    """Return the growth told in words (一半) or in times (增长了4倍) beside its two figures."""
    return growth_beside(near, item if item.quantity.kind == "share" else in_percent(item))


def in_percent(item: Item) -> Item:
    """Return a figure told in times as one told in per cent, where it stands: 增长7.3倍 is 增长730%."""
    one = item.quantity
    times = Quantity(
        one.start, one.end, one.value * _HUNDRED, one.step * _HUNDRED, "%", "", kind="share", hedge=one.hedge,
        number_end=one.number_end,
    )  # fmt: skip
    return _behind(item, times, item.number, item.label)


def _behind(last: Item, figure: Quantity, number: int, label: str) -> Item:
    """Return an item for a figure that is told in words, where it stands."""
    return Item(
        figure, label, figure.start, "，", "", number, last.clause, last.segment, last.sentence, last.paragraph,
        last.depth, last.parent, plain=figure.plain,
    )  # fmt: skip
