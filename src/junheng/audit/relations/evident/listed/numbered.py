"""Totals told before a numbered list, one figure of each: `全年支出157万元。1.资助…共48万元；2.奖励…共36万元；…`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, by_short_swap, close, exactly, holds
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.ground.terms import relation, spans

_NUMBER = re.compile(
    "(?:^|[\n。；;：:，,])[ \u3000]*(?:[（(]?([1-9])[）)]|([1-9])[.、．](?!\\d)|([①②③④⑤⑥⑦⑧⑨]))"
    "|\n[ \u3000]*((?:[—－-]){1,6}|●|·)"
)
FIRST = re.compile("[\n。；;：:，,][ \u3000]*(?:[（(]?1[）)]|1[.、．](?!\\d)|①)|\n[ \u3000]*(?:[—－-]|●|·)")
_DASHES = ("—", "－", "-", "●", "·")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_BEGIN, _LONGEST, _LAST, _LEAST = 24, 1200, 200, 100
"""How far behind a total its list begins, how long it and its last number may be, and how many steps the total must
have."""
_NEAR = Fraction(6, 100)
_SEVERAL = 3
"""Parts of a list of which the first figures of its numbers come to the whole, where they tell several."""


def numbered(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the totals of numbered lists right behind them."""
    for item in _before_lists(near):
        figure = item.quantity
        if figure.kind != "number" or not figure.base or item.depth or figure.hedge or read.total(item, "sum"):
            continue
        if item.plain < _LEAST * Fraction(figure.step or 1) * figure.scale:
            continue
        parts = _parts(near, read, item)
        if len(parts) < 2:
            parts = _firsts(near, read, item)
            if len(parts) < _SEVERAL or not exactly(_made(item, parts)):
                continue
        made = _made(item, parts)
        told = figure.start in read.failing
        dashed = parts[0].label.startswith(_DASHES)
        if holds(made) or (not (told or dashed) and len(parts) > 2 and (close(made, _NEAR) or by_short_swap(made))):
            yield made


def _made(item: Item, parts: Sequence[Item]) -> Relation:
    return relation("sum", [one.quantity for one in parts], item.quantity, "evident.numbered", spans([item, *parts]))


def _before_lists(near: Figures) -> list[Item]:
    """Return the figures right behind which a numbered list may begin."""
    found: dict[int, Item] = {}
    for first in FIRST.finditer(near.text):
        at = near.at(first.start()) - 1
        while at >= 0 and first.start() - near.items[at].quantity.end < _BEGIN:
            found[at] = near.items[at]
            at -= 1
    return [found[at] for at in sorted(found)]


def _parts(near: Figures, read: Read, item: Item) -> list[Item]:
    """Return one figure of each number of the list behind an item; nothing where one has none, or there is no list."""
    found: list[Item] = []
    for own in _told(near, read, item):
        totals = [one for one in own if pattern("list", "total").search(one.label[-6:])]
        chosen = totals or own
        if len(chosen) != 1:
            return []
        found.append(chosen[0])
    return found


def _firsts(near: Figures, read: Read, item: Item) -> list[Item]:
    """Return the first figure of each number of a list; nothing where one has none."""
    found = [own[:1] for own in _told(near, read, item)]
    return [one for own in found for one in own] if all(found) else []


def _told(near: Figures, read: Read, item: Item) -> Iterator[list[Item]]:
    """Yield what each number of the list behind an item tells in the unit of the item."""
    for start, end in pairwise(starts(near.text, item.quantity.end)):
        yield [
            one
            for one in near.items[near.at(start) : near.at(end)]
            if one.quantity.kind == "number"
            and one.quantity.base == item.quantity.base
            and not (one.depth or near.asides[one.number] or read.part(one, "sum"))
        ]


def _number(found: re.Match[str]) -> int:
    """Return the number of a line, 0 for one that begins with a dash."""
    return _CIRCLED.find(found[3]) + 1 if found[3] else int(found[1] or found[2] or 0)


def starts(text: str, begin: int) -> Sequence[int]:
    """Return where the numbers of a list begin that stands right behind a place, and where its last ends."""
    found_at: list[int] = []
    at, limit = begin, begin + _BEGIN
    while (found := _NUMBER.search(text, at, min(len(text), limit))) is not None:
        number = _number(found) or len(found_at) + 1
        if number != len(found_at) + 1:
            break
        found_at.append(found.start())
        at, limit = found.end(), begin + _LONGEST
    if len(found_at) < 2:
        return []
    limit = min(len(text), at + _LAST)
    end = text.find("\n", at, limit)
    return [*found_at, end if end >= 0 else limit]
