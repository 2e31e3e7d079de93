"""Rows of a table that stands one cell to a line, and the columns of their figures where some cells were lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, islice, product
from typing import NamedTuple

_TOTAL = re.compile(r"(?:\d{1,2})?[\u4e00-\u9fff]{0,6}[合总小共][ \u3000]*计(?:数|[(（][^（）()]{1,8}[）)])?|计|总数")
_TRIES, _FEW, _LARGE = 200, 2, 100
"""Ways to fill the rows of a table that are tried at the most; columns that show which is right; what one alone must
come to."""


class Cell(NamedTuple):
    """A cell: where it stands, whether it is a figure, and how many bars stand before it."""

    start: int
    end: int
    figure: bool
    bars: int


class Row(NamedTuple):
    """The words before some figures, and these, each with its column where the bars tell it (else None)."""

    words: list[Cell]
    figures: list[Cell]
    columns: list[int] | None


def is_total(text: str, row: Row) -> bool:
    """Tell whether a row is named 合计, 总计 or the like."""
    return bool(row.words) and _TOTAL.fullmatch(text, row.words[-1].start, row.words[-1].end) is not None


def placed(text: str, rows: Sequence[Row], width: int) -> list[list[int]] | None:
    """Return the columns of the figures of each row; None where they cannot be told."""
    ways: list[list[list[int]]] = []
    for row in rows:
        if len(row.figures) == width:
            ways.append([list(range(1, width + 1))])
        elif row.columns is not None and row.columns[-1] <= width:
            ways.append([row.columns])
        elif len(row.figures) < width:
            ways.append([list(one) for one in islice(combinations(range(1, width + 1), len(row.figures)), _TRIES)])
        else:
            return None
    count = 1
    for one in ways:
        count *= len(one)
        if count > _TRIES:
            return None
    if count == 1:
        return [one[0] for one in ways]
    totals = [at for at, row in enumerate(rows) if is_total(text, row)]
    if len(totals) != 1:
        return None
    values = [[_value(text, one) for one in row.figures] for row in rows]
    told = sorted(((_right(values, one, totals[0]), one) for one in product(*ways)), key=_score)
    best, (right, large) = told[-1][1], told[-1][0]
    enough = right >= _FEW or (right == len(values[totals[0]]) and large)
    return list(best) if enough and told[-2][0] != told[-1][0] else None


def _score(told: tuple[tuple[int, bool], Sequence[list[int]]]) -> tuple[int, bool]:
    return told[0]


def _right(values: Sequence[Sequence[Decimal]], places: Sequence[list[int]], total: int) -> tuple[int, bool]:
    """Return how many columns come to their totals, and whether one of these is large."""
    sums: Counter[int] = Counter()
    for at, (row, columns) in enumerate(zip(values, places, strict=True)):
        for value, column in zip(row, columns, strict=True):
            sums[column] += value if at != total else 0  # type: ignore[assignment]
    right = [
        value for value, column in zip(values[total], places[total], strict=True) if value and sums[column] == value
    ]
    return len(right), any(value >= _LARGE for value in right)


def _value(text: str, one: Cell) -> Decimal:
    found = re.match(r"[-－]?[\d,]+(?:[.．]\d+)?", text[one.start : one.end])
    bare = found[0].replace(",", "").replace("－", "-").replace("．", ".") if found else "0"
    return Decimal(bare)
