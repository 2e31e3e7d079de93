"""Tables of pages that only say where each word stands: lines whose words stand in columns become rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_FIGURE = re.compile(r"[-－]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?[%％]?|[-—–－─/／]{1,2}")
_PROSE = re.compile("[。；！？!?]")
_LONGEST, _LEAST = 40, 3
_EDGE = 1
"""So many lines at the top and the bottom of a page may be its number or its running title."""
_NAME_LINES = 4


class Piece(NamedTuple):
    """Words that stand together in a line: from where to where on the page, in its points (upwards)."""

    left: float
    right: float
    words: str
    bottom: float = 0
    top: float = 0


class Cell(NamedTuple):
    """Words in a column, over so many columns."""

    column: int
    columns: int
    words: str


Line = list[Piece]
Row = list[Cell]


class Laid(NamedTuple):
    """A table as a page lays it out."""

    rows: list[Row]


def tables(lines: Sequence[Line], *, begun: bool = False, goes_on: bool = False) -> Iterator[Laid | Line]:
    """Yield the lines of a page in order: those of a table together, any other as it is.

    A table has three lines at the least, each of two pieces or more, in columns that nowhere overlap. Behind the first
    column most of it are figures, and each line with figures is named in the first column. Whatever leaves this in
    doubt makes no table, since a sum over half a table would be a false alarm: a name on two lines, two figures too
    near each other, rows that may go on on another page (`begun`, `goes_on`: there are pages before, behind).
    """
    rows = list(_beside(lines))
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and sum(map(len, rows[end])) > 1:
            end += 1
        whole = not ((begun and at <= _EDGE) or (goes_on and end >= len(rows) - _EDGE))
        made, last = _read(rows, at, end) if whole else (None, at)
        if made is not None:
            yield Laid(made)
        end = max(end, at + 1)
        for beside in rows[last:end] if made is not None else rows[at:end]:
            yield from beside
        at = end


def _read(rows: Sequence[list[Line]], at: int, end: int) -> tuple[list[Row] | None, int]:
    """Return the table of the rows from `at` on and where it ends: behind its last figure."""
    run = [[piece for line in beside for piece in line] for beside in rows[at:end]]
    last = next((place for place in range(len(run), 0, -1) if any(map(_is_figure, run[place - 1]))), 0)
    made = _table(run[:last])
    if made is None or _torn(rows, at - 1, -1, run) or _torn(rows, end, 1, run):
        return None, at
    return made, at + last


def _torn(rows: Sequence[list[Line]], at: int, step: int, run: Sequence[Line]) -> bool:
    """Tell whether a few lines in the first column stand between a table and more rows: a name on several lines."""
    edge = min(line[1].left for line in run)
    for _ in range(_NAME_LINES):
        if not 0 <= at < len(rows):
            return False
        pieces = [piece for line in rows[at] for piece in line]
        if len(pieces) > 1:
            return True
        if pieces[0].right > edge or not pieces[0].right or _PROSE.search(pieces[0].words):
            return False
        at += step
    return False


def _beside(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines that stand at one height, one behind the other: a page may break the lines of a table's rows."""
    here: list[Line] = []
    for line in lines:
        if here and not _goes_on(here[-1][-1], line[0]):
            yield here
            here = []
        here.append(line)
    if here:
        yield here


def _goes_on(last: Piece, first: Piece) -> bool:
    """Tell whether a piece stands at the height of another, on its right."""
    middle = (first.bottom + first.top) / 2
    return last.right < first.left and last.bottom < middle < last.top


def _table(run: Sequence[Line]) -> list[Row] | None:
    if len(run) < _LEAST:
        return None
    edges = _columns(run)
    placed = [_placed(line, edges) for line in run] if edges else []
    made = [row for row in placed if row is not None]
    return made if made and len(made) == len(run) and _is_table(made) else None


def _is_figure(one: Piece | Cell) -> bool:
    return _FIGURE.fullmatch(one.words) is not None


def _columns(run: Sequence[Line]) -> list[tuple[float, float]]:
    """Return from where to where the columns go, by the lines with the most pieces; none where these overlap."""
    most = max(len(line) for line in run)
    full = [line for line in run if len(line) == most]
    edges = [
        (min(line[at].left for line in full), max(line[at].right for line in full)) for at in range(most)
    ]  # fmt: skip
    apart = all(one[1] < other[0] for one, other in pairwise(edges))
    return edges if apart else []


def _placed(line: Line, edges: Sequence[tuple[float, float]]) -> Row | None:
    """Return a line's pieces in their columns; None where one stands in none, or two in one."""
    row: Row = []
    for piece in line:
        under = [at for at, (left, right) in enumerate(edges) if piece.left < right and left < piece.right]
        if not under or (row and under[0] < row[-1].column + row[-1].columns) or _unclear(piece.words, len(under)):
            return None
        row.append(Cell(under[0], len(under), piece.words))
    return row


def _unclear(words: str, columns: int) -> bool:
    """Tell whether words may be no cell: prose, or several cells too near each other to be told apart."""
    return len(words) > _LONGEST or _PROSE.search(words) is not None or (columns > 1 and len(words.split()) > 1)


def _is_table(made: Sequence[Row]) -> bool:
    behind = [cell for row in made[1:] for cell in row if cell.column]
    figures = sum(map(_is_figure, behind))
    if 2 * figures <= len(behind):
        return False
    return all(
        row[0].column == 0 and row[0].columns == 1 and not _is_figure(row[0])
        for row in made
        if any(cell.column and _is_figure(cell) for cell in row)
    )
