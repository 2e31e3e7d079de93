"""Rows of a table that those below them divide, though no head says so: 高等教育, below it 研究生, 普通高校, 成人高校.

A page that shows this by the indent of a name loses it in plain text. What is left are the numbers of the names
(一、收入, （一）拨款, 1.公用经费), which say what stands under what, and the figures: a row to which those right
below it come in every column is their whole. So rows are gone through from below, wholes standing for their parts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal

from junheng.audit.model import Quantity
from junheng.audit.relations.tables.grid import Grid
from junheng.audit.relations.tables.sums import FEW, PART, Entry, Sum

_LEVELS = re.compile(
    "(?P<one>[一二三四五六七八九十]{1,3}、)|(?P<two>[(（][一二三四五六七八九十]{1,3}[)）])"
    r"|(?P<three>\d{1,2}[.．、](?!\d))|(?P<four>[(（]\d{1,2}[)）])|(?P<five>[①-⑳])"
)
_ORDER = ("one", "two", "three", "four", "five")
_MOST_ROWS, _MOST_CELLS, _LONG = 300, 6000, 40
"""Larger tables are not gone through, nor more rows for the parts of one."""
_SMALL, _SURE, _SOLE = 5, 4000, 10_000
"""What each of two columns, their product, and a column alone must come to so that it is no accident."""

_Figures = dict[int, Quantity]


def nested(made: Grid, rows: Sequence[Entry], columns: Sequence[Entry], known: Sequence[Sum]) -> list[Sum]:
    """Return the sums of rows over the rows right below them; these are set apart from the sums of the whole table.

    `known` are those that 其中 has told already.
    """
    if not made.labels or len(rows) > _MOST_ROWS or len(rows) * len(columns) > _MOST_CELLS:
        return []
    told = [_figures(made, row, columns) for row in rows]
    found: list[Sum] = []
    taken = {part.place for one in known for part in one.parts}
    tops: list[int] = []  # those not yet taken as parts, the nearest last
    for at in range(len(rows) - 1, -1, -1):
        row = rows[at]
        if row.place in taken or (not told[at] and not _level(row)):
            continue
        if row.rank > PART or (row.apart and not row.subset and row.path):
            if row.rank > PART:
                tops.append(at)
            continue
        numbered = count = _numbered(rows, tops, at)
        if not count and told[at]:
            count = _evident(rows, told, tops, at)
        if count:
            parts = [rows[one] for one in tops[: -count - 1 : -1]]
            for part in parts:
                part.apart = part.subset = True
                part.doubtful = part.doubtful or not numbered
            found.append(Sum(row, parts, plain=False))
            del tops[-count:]
        while not row.subset and tops and rows[tops[-1]].subset:
            tops.pop()  # 其中 of the row, not all of it
        tops.append(at)
    return [one for one in found if len(one.parts) >= FEW]


def _figures(made: Grid, row: Entry, columns: Sequence[Entry]) -> _Figures:
    cells = ((column.place, made.cells.get((row.place, column.place))) for column in columns if not column.apart)
    return {
        place: cell.quantity
        for place, cell in cells
        if cell is not None and cell.quantity is not None and cell.quantity.kind == "number"
    }


def _level(row: Entry) -> int:
    """Return how deep the number before the name of a row stands, 0 for none."""
    found = _LEVELS.match(row.path[-1].words) if row.path else None
    return _ORDER.index(found.lastgroup) + 1 if found is not None and found.lastgroup else 0


def _numbered(rows: Sequence[Entry], tops: Sequence[int], at: int) -> int:
    """Return how many of the next rows stand under a row by their numbers."""
    own, count = _level(rows[at]), 0
    if not own:
        return 0
    while count < len(tops) and _level(rows[tops[-1 - count]]) > own:
        count += 1
    return count


def _evident(rows: Sequence[Entry], told: Sequence[_Figures], tops: Sequence[int], at: int) -> int:
    """Return how many of the next rows a row is the whole of by its figures, 0 for none."""
    whole, own = told[at], _level(rows[at])
    sums = dict.fromkeys(whole, Decimal(0))
    filled = dict.fromkeys(whole, 0)
    empty = set(whole)  # columns in which no part tells anything
    for count in range(1, min(len(tops), _LONG) + 1):
        part = rows[tops[-count]]
        if part.rank > PART or (own and own == _level(part)):
            return 0
        for place, one in told[tops[-count]].items():
            if place not in whole or one.base != whole[place].base:
                return 0
            sums[place] += one.value * Decimal(one.scale.numerator) / Decimal(one.scale.denominator)
            filled[place] += one.value != 0
            empty.discard(place)
        told_of = {place: one for place, one in whole.items() if place not in empty} if len(empty) == 1 else whole
        if count >= FEW and all(sums[place] == one.plain for place, one in told_of.items()):
            told_in = [int(one.value) for place, one in whole.items() if filled[place] >= FEW and one.value >= _SMALL]
            sure = len(told_in) >= FEW and math.prod(told_in) >= _SURE
            return count if sure or any(value >= _SOLE for value in told_in) else 0
        if any(sums[place] > one.plain for place, one in whole.items()):
            return 0
    return 0
