"""A table as a grid: its head, its labels, its figures, whatever cells were merged."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise
from typing import Any

import msgspec

from junheng.audit.model import Block, Quantity

DATA: dict[str, Any] = tomllib.loads(files("junheng.audit.relations.tables").joinpath("tables.toml").read_text("utf-8"))
_DASHES = frozenset(DATA["blank"]["dashes"])
_NUMBER = re.compile(r"[-－]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_BLANKS = re.compile(r"[ \t\n\u3000\u00a0]+")
_CLOSING = re.compile(
    r"[ \t|｜│]*\n[ |｜│]*([\u4e00-\u9fff 　]{1,6}?)((?:[ ]*[|｜│\t]+[ ]*[\d,.，]+)+)[ |｜│\t]*(?=\n|$)"
)
_BARE = re.compile(r"[\d,.，]+")
_COUNTED = 3
_MOST = 200_000
"""Places a table may have, merged ones counted; a larger one is not judged."""


@dataclass(slots=True, eq=False)
class Cell:
    """One cell where it stands; a merged one is the same cell in all its places."""

    block: Block
    words: str
    """Without blanks."""
    quantity: Quantity | None = None
    """The figure, where the cell holds nothing else."""

    @property
    def empty(self) -> str:
        """Return `blank` or `dash` for a cell that holds no figure where one could be, else nothing."""
        return "blank" if not self.words else "dash" if self.words in _DASHES else ""


@dataclass(slots=True)
class Grid:
    """The places of a table; `heads` and `labels` count the rows and the columns of words at its top and left."""

    cells: dict[tuple[int, int], Cell]
    rows: int
    columns: int
    heads: int = 0
    labels: int = 0
    units: dict[int, str] = field(default_factory=dict)

    def row(self, row: int) -> list[Cell]:
        """Return the cells that say what a row is, from the left."""
        return _path(self.cells.get((row, column)) for column in range(self.labels))

    def column(self, column: int) -> list[Cell]:
        """Return the cells that say what a column is, from the top."""
        return _path(self.cells.get((row, column)) for row in range(self.heads))


def turned(made: Grid) -> Grid:
    """Return a table with its rows as columns: what rows assert of other rows is read as columns are."""
    cells = {(column, row): cell for (row, column), cell in made.cells.items()}
    return Grid(cells, made.columns, made.rows, made.labels, made.heads)


def _path(cells: Iterable[Cell | None]) -> list[Cell]:
    found: list[Cell] = []
    for cell in cells:
        if cell is not None and cell.words and (not found or found[-1] is not cell):
            found.append(cell)
    return found


def grid(text: str, blocks: Sequence[Block], quantities: Sequence[Quantity]) -> Grid | None:
    """Return the grid of one table's cells; None where there is none to be read. `quantities` are in order."""
    cells: dict[tuple[int, int], Cell] = {}
    starts = [one.start for one in quantities]
    for block in _in_place(text, [*blocks, *_line_behind(text, blocks)]):
        if block.row is None or block.column is None or block.rows * block.columns > _MOST:
            return None
        words = _BLANKS.sub("", text[block.start : block.end])
        cell = Cell(block, words, _figure(text, block, quantities, starts))
        for row in range(block.row, block.row + block.rows):
            for column in range(block.column, block.column + block.columns):
                cells.setdefault((row, column), cell)
        if len(cells) > _MOST:
            return None
    if not cells:
        return None
    made = Grid(cells, max(row for row, _ in cells) + 1, max(column for _, column in cells) + 1)
    if made.rows * made.columns > _MOST:
        return None
    made.labels = _labels(made)
    made.heads = _heads(made)
    return made


def _line_behind(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the cells of a line right behind a table written out in lines that sums it up, shorter than its rows."""
    last = max(blocks, key=_end)
    found = _CLOSING.match(text, last.end) if last.row is not None else None
    if found is None or _BLANKS.sub("", found[1]) not in DATA["totals"] or last.row is None:
        return []
    cells = [found.span(1), *(one.span() for one in _BARE.finditer(text, found.end(1), found.end()))]
    return [
        Block("cell", start, end, table=last.table, row=last.row + 1, column=at)
        for at, (start, end) in enumerate(cells)
    ]


def _end(block: Block) -> int:
    return block.end


def _in_place(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the cells, those of a short row that sums up others (合计 | 10 below 1 | 语文 | 2) moved to their places.

    So text writes tables out: the name of such a row stands for the first cells of the others.
    """
    ends: dict[int, int] = {}
    filled: dict[int, int] = {}
    first: dict[int, Block] = {}
    for block in blocks:
        row, column = block.row or 0, block.column or 0
        ends[row] = max(ends.get(row, 0), column + block.columns)
        filled[row] = filled.get(row, 0) + block.columns
        if not column:
            first[row] = block
    width = max(ends.values(), default=0)
    short = {row: width - end for row, end in ends.items() if filled[row] == end < width and row in first}
    words = {row: _BLANKS.sub("", text[first[row].start : first[row].end]) for row in short}
    plain = all(block.rows == 1 for block in blocks) if short else False
    # Where the cells it would pass over hold figures the row lacks its last cells (备注), not its first.
    figures = {
        block.column
        for block in (blocks if short else ())
        if block.row not in short and _NUMBER.fullmatch(text[block.start : block.end].strip())
    }
    moved = {
        row: by
        for row, by in short.items()
        if plain and words[row] in DATA["totals"] and figures.isdisjoint(range(1, by + 1))
    }
    for block in blocks:
        by = moved.get(block.row or 0, 0) if moved else 0
        if not by:
            yield block
        elif not block.column:
            yield msgspec.structs.replace(block, columns=block.columns + by)
        else:
            yield msgspec.structs.replace(block, column=block.column + by)


def _figure(text: str, block: Block, quantities: Sequence[Quantity], starts: Sequence[int]) -> Quantity | None:
    words = text[block.start : block.end]
    start = block.start + len(words) - len(words.lstrip())
    bare = words.strip()
    at = bisect_left(starts, start)
    inside = quantities[at] if at < len(quantities) and quantities[at].start < block.end else None
    if inside is not None and inside.start == start and inside.end == start + len(bare):
        return inside
    if not _NUMBER.fullmatch(bare):
        return None
    value = Decimal(re.sub("[,，]", "", bare).replace("－", "-").replace("．", "."))
    places = -int(value.as_tuple().exponent)
    end = start + len(bare)
    return Quantity(start, end, value, Decimal(1).scaleb(-places), number_end=end)


def _is_figure(cell: Cell | None) -> bool:
    return cell is not None and cell.quantity is not None and not _YEAR.fullmatch(cell.words)


def _labels(made: Grid) -> int:
    """Return how many columns at the left hold words: up to the first in which most of what there is are figures."""
    for column in range(made.columns):
        below = [made.cells.get((row, column)) for row in range(made.rows)]
        figures = sum(1 for cell in below if _is_figure(cell))
        words = sum(1 for cell in below if cell is not None and cell.words and not cell.empty) - figures
        numbered = any(cell is not None and cell.words in {"序号", "编号", "No.", "NO"} for cell in below)
        numbered = numbered or (not column and _is_counted(below))
        if figures >= max(1, words - 1) and not numbered:
            return column
    return made.columns


def _is_counted(below: Sequence[Cell | None]) -> bool:
    """Return whether a column tells nothing but running numbers, its head and the names of totals aside."""
    told = [cell.words for cell in below if cell is not None and cell.words]
    numbers = [words for words in told if words.isdigit()]
    named = all(words in DATA["totals"] for words in told[len(numbers) + (told[:1] != numbers[:1]) :])
    return len(numbers) >= _COUNTED and numbers == [str(at) for at in range(1, len(numbers) + 1)] and named


def _heads(made: Grid) -> int:
    """Return how many rows at the top hold no figure; years that follow each other are none, nor is one at the top."""
    for row in range(made.rows):
        cells = (made.cells.get((row, column)) for column in range(made.labels, made.columns))
        figures = [cell for cell in cells if cell is not None and cell.quantity is not None]
        years = [int(cell.quantity.value) for cell in figures if cell.quantity and _YEAR.fullmatch(cell.words)]
        steps = {two - one for one, two in pairwise(years)}
        if figures and (len(years) < len(figures) or (row > 0 and steps not in ({1}, {-1}))):
            return row
    return made.rows
