"""Numbers that share the unit of the next: in a row (`195、301、74人`), before a change (`较上年2.5减少1.9万元`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from junheng.audit.model import UNIT, Quantity

_JOINS: Final = frozenset("、和")
_CHANGES: Final = tuple(way + end for way in ("增加", "减少", "增长", "下降", "提高", "多", "少") for end in ("", "了"))
_FIRST: Final = _JOINS | frozenset(word[0] for word in _CHANGES)
_LONGEST: Final = 40
_LARGEST: Final = 10**_LONGEST
"""Digits before the point, and what a unit may stand for."""
_BEGINS: Final = frozenset("\n。；;！？ \u3000")
"""What stands before the number of a list's point: 1、12所小学……"""
_KINDS: Final = frozenset({"number", "share", "points"})


def with_shared_units(found: Iterable[Quantity], text: str, unread: list[tuple[int, int]]) -> Iterator[Quantity]:
    """Yield quantities in order, bare numbers of a row (joined by 、 and 和), or of a change, with the unit behind.

    Numbers longer than anybody counts (a row of 亿) go to `unread`.
    """
    row: list[Quantity] = []
    length = len(text)
    for one in found:
        if one.value.adjusted() > _LONGEST or (
            one.scale is not UNIT and one.scale.numerator > _LARGEST * one.scale.denominator
        ):
            unread.append((one.start, one.end))
            continue
        if one.unit and not row:
            yield one
            continue
        if row and (one.kind not in _KINDS or not _joined(text[row[-1].end : one.start], one)):
            yield from row
            row = []
        if not one.unit and one.kind == "number" and one.end < length and text[one.end] in _FIRST:
            row.append(one)
            continue
        if row:
            listing = len(row) == 1 and (not row[0].start or text[row[0].start - 1] in _BEGINS)
            yield from (_of_unit(each, one) for each in row) if one.unit and not listing else row
            row = []
        yield one
    yield from row


def _joined(between: str, told: Quantity) -> bool:
    # 比上年的691.92增长5.58%: what grew is no percentage.
    return between in _JOINS or (between in _CHANGES and told.kind != "share")


def _of_unit(bare: Quantity, told: Quantity) -> Quantity:
    return msgspec.structs.replace(bare, unit=told.unit, base=told.base, scale=told.scale, kind=told.kind)
