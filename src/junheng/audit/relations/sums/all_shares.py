"""Parts told each with its share, the shares coming to 100 %: a whole told before is all of them, and no more.

随迁子女8437人，在公办学校的7986人，占94.7%，在民办学校的451人，占5.3%. Where the parts do not come to the one figure
that their shares were worked out from, one of them is misprinted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.sums.lists import Entry, says, total_of
from junheng.audit.relations.sums.readings import Readings
from junheng.audit.relations.sums.weighing import Told

_PARTS, _BACK, _SHARE = 2, 12, "占"
_ALL = 100
_FAR = 10
"""Parts that are off by more than this part of a figure are of another."""
_LEAST = 20


def read_all_shares(readings: Readings, layout: Layout) -> None:
    """Read the rows of each paragraph whose shares leave nothing over."""
    outside = [one for one in layout.items if not one.depth]
    for _, paragraph in groupby(outside, key=attrgetter("paragraph")):
        items = list(paragraph)
        if sum(one.quantity.kind == "share" for one in items) >= _PARTS:
            _read(readings, items)


def _read(readings: Readings, items: Sequence[Item]) -> None:
    for start, pairs in _rows(items):
        parts = [one for one, _ in pairs]
        if not _is_all(pairs) or any(one.quantity.hedge for one in parts):
            continue
        if len({one.label for one in parts}) < len(parts):
            continue
        total = _whole_of(items[max(0, start - _BACK) : start], pairs)
        if total is None:
            continue
        told = Told(total, [Entry(at, one, one.label, total.quantity.scale) for at, one in enumerate(parts)], "exact")
        if total_of(told.parts) != Fraction(total.quantity.value):
            told.reading = "failing"
        readings.tell(told, f"shares-{told.reading}")


def _rows(items: Sequence[Item]) -> Iterator[tuple[int, list[tuple[Item, Item]]]]:
    """Yield the figures each with the share behind it (甲校12人，占40%，乙校18人，占60%), row by row."""
    found: list[tuple[Item, Item]] = []
    at = 0
    while at + 1 < len(items):
        one, share = items[at], items[at + 1]
        joined = (
            one.quantity.kind == "number"
            and one.sentence == share.sentence
            and share.quantity.kind == "share"
            and share.label.startswith(_SHARE)
        )
        if found and (not joined or one.quantity.base != found[0][0].quantity.base or one.depth != found[0][0].depth):
            yield at - 2 * len(found), found
            found = []
        if joined:
            found.append((one, share))
        at += 1 + joined
    if found:
        yield at - 2 * len(found), found


def _is_all(pairs: Sequence[tuple[Item, Item]]) -> bool:
    """Return whether shares come to 100 %, but for what rounding may have taken."""
    shares = [share.quantity for _, share in pairs]
    slack = sum((Fraction(one.step) for one in shares), Fraction(0)) / 2
    off = abs(sum((Fraction(one.value) for one in shares), Fraction(-_ALL)))
    return len(pairs) >= _PARTS and off <= slack


def _whole_of(before: Sequence[Item], pairs: Sequence[tuple[Item, Item]]) -> Item | None:
    """Return the nearest figure before some parts that one of the shares, at the least, was worked out from."""
    like, reached = pairs[0][0].quantity, sum((Fraction(one.plain) for one, _ in pairs), Fraction(0))
    for one in reversed(before):
        own = one.quantity
        if own.base != like.base or own.kind != "number" or own.hedge or own.value < _LEAST:
            continue
        if says("aside", one.label) or says("change", one.label):
            continue
        if abs(reached - one.plain) * _FAR <= one.plain and any(is_share(part, one, share) for part, share in pairs):
            return one
    return None


def is_share(part: Item, whole: Item, share: Item) -> bool:
    """Return whether a printed share is that of a part in a whole."""
    off = Fraction(part.plain) * _ALL - Fraction(share.plain) * Fraction(whole.plain)
    step = Fraction(share.quantity.plain_step) * Fraction(whole.plain)
    return abs(2 * off) <= step
