"""Shares told roughly first and then exactly: 配备率刚过一半，为54.39%; 近视率超过四成（42.3%）.

The exact figure has no words of its own; those of the clause before it are its own, up to the rough figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from junheng.audit.layout import Item
from junheng.audit.relations.ground.nearby import Near

_REACH, _MARKS = 40, frozenset("，,(（")
_ROUGH = re.compile(
    "(?:^|[，,。；;：:（(\n])(?P<name>[^，,。；;：:（(\n]{0,16}?(?:率|占比|比例|面|占[一-鿿]{0,8}?))"
    "(?P<rough>[一-鿿]{0,4}?(?:过半|一半|半数|大半|多半|[一二三四五六七八九十][成]|[0-9]成|分之[一-鿿]|[一二三四五六七八九十]分之)[^，,。；;（(\n]{0,5})"
    "[，,（(](?:为|达到?|是|仅为?|只有|即|具体为|具体是|确切说是|准确说是|约为|占)?$"
)


def exact_behind(near: Near, runs: Iterable[list[Item]]) -> Iterator[list[Item]]:
    """Yield runs of percentages, an exact one behind a rough one with the words of both, in place of both."""
    kept: list[Item] | None = None
    for run in runs:
        item = run[0]
        named = _named(near, item, kept) if len(run) == 1 and item.mark in _MARKS and len(item.label) <= 4 else None
        if named is not None:
            kept = [named]
            continue
        if kept is not None:
            yield kept
        kept = run
    if kept is not None:
        yield kept


def _named(near: Near, item: Item, before: list[Item] | None) -> Item | None:
    start = item.quantity.start
    found = _ROUGH.search(near.text[max(0, start - _REACH) : start])
    if found is None:
        return None
    rough = before[0] if before is not None and before[0].number == item.number - 1 else None
    at, depth = (rough.number, rough.depth) if rough is not None else (item.number, item.depth - (item.mark in "(（"))
    return msgspec.structs.replace(item, label=found["name"], mark="，", number=at, depth=depth, parent=None)
