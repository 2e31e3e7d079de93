"""Bare figures glued to the names of their kinds, beside their sum: `一中 金9银7铜11 奖牌27枚`, `9金7银11铜共27枚`.

A name of a character or two stands between one figure and the next, nothing else. The medals leave nothing out; of
other kinds the first and the last of a scale are told. The sum stands right behind them, or right before where they
divide it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.ground.terms import relation, spans

_LEAST, _MOST, _NEAR, _FAR = 3, 8, Fraction(1, 4), 14
_BETWEEN = re.compile("[、，, ]?([\u4e00-\u9fff]{1,3})[、，, ]?")


def glued(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the sums of rows of bare figures glued to their names."""
    at = 0
    while at < len(near.items):
        row = _row(near, at)
        at += max(1, len(row))
        if len(row) < _LEAST or not _complete(near, row):
            continue
        for total in _wholes(near, row):
            made = relation("sum", [one.quantity for one in row], total.quantity, "evident.glued", spans([*row, total]))
            if not read.total(total, "sum") and (holds(made) or close(made, _NEAR)):
                yield made
                break


def _row(near: Figures, at: int) -> list[Item]:
    """Return the bare figures from a place on with nothing but a name between each two."""
    found: list[Item] = []
    for one in near.items[at : at + _MOST]:
        if one.quantity.kind != "number" or one.quantity.base:
            break
        if found:
            between = near.text[found[-1].quantity.end : one.quantity.start]
            if len(between) > _LEAST + _LEAST or _BETWEEN.fullmatch(between) is None:
                break
        found.append(one)
    return found


def _complete(near: Figures, row: list[Item]) -> bool:
    """Whether the names between and beside the figures are those of all medals, or of a scale from end to end."""
    start, end = row[0].quantity.start, row[-1].quantity.end
    said = near.text[max(0, start - 2) : end + 2]
    return pattern("glued", "all").search(said) is not None


def _wholes(near: Figures, row: list[Item]) -> Iterator[Item]:
    """Yield the figure with a unit right behind a row, called a sum, and the one right before that it divides."""
    last, first = row[-1], row[0]
    for one in near.items[last.number + 1 : last.number + 2]:
        words = near.text[last.quantity.end : one.quantity.start]
        if one.quantity.base and len(words) <= _FAR and pattern("glued", "behind").fullmatch(words):
            yield one
    for one in near.items[max(0, first.number - 1) : first.number]:
        words = near.text[one.quantity.end : first.quantity.start]
        if one.quantity.base and len(words) <= _FAR and pattern("glued", "before").fullmatch(words):
            yield one
