"""Tables in plain text that lost their rows: one cell to a line, as a table is pasted from a page or a PDF.

乡镇            (the head: so many words as there are columns)
校数
城关镇          (then row by row: a name, and a figure for each further column)
9
……
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from junheng.audit.model import Block

_FIGURE = re.compile(r"[-－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.．]\d+)?[%％]?|1[:：]\d+(?:\.\d+)?|[-—–－─/／]{1,2}")
_PROSE = re.compile("[。；！？，;!?]")
_BARS = "|｜│ \t\u3000"
_LONGEST, _ROWS, _COLUMNS = 20, 2, 2
"""Characters of a cell; rows of figures and columns a table has at the least."""
_Line = tuple[int, int, bool]
"""Where a cell begins and ends, and whether it is a figure."""


def stacked(text: str, number: int) -> list[Block]:
    """Return the cells of the tables of a clean text that stand one cell to a line; `number`: of the first table."""
    found: list[Block] = []
    for run in _runs(text):
        for head, rows, width in _tables(run):
            cells = run[head : head + width * (rows + 1)]
            found += (
                Block("cell", start, end, table=number, row=at // width, column=at % width)
                for at, (start, end, _) in enumerate(cells)
            )
            number += 1
    return found


def _runs(text: str) -> Iterator[list[_Line]]:
    """Yield the runs of lines that may be cells: short, without marks of prose."""
    run: list[_Line] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        words = line.strip(_BARS)
        if words and len(words) <= _LONGEST and _PROSE.search(words) is None:
            begin = start + line.index(words[0])
            run.append((begin, begin + len(words), _FIGURE.fullmatch(words) is not None))
        elif words:
            yield run
            run = []
        start = end + 1
    yield run


def _tables(run: list[_Line]) -> Iterator[tuple[int, int, int]]:
    """Yield where a table's head begins in a run, how many rows follow it and how many columns it has."""
    at = 0
    while at < len(run):
        if not run[at][2]:
            at += 1
            continue
        end = at
        while end < len(run) and run[end][2]:
            end += 1
        # The name of the first row stands before its figures, the head before that.
        width, first = end - at + 1, at - 1
        head = first - width
        if width >= _COLUMNS and head >= 0 and not any(figure for *_, figure in run[head:first]):
            rows = _rows(run, first, width)
            if rows >= _ROWS:
                yield head, rows, width
                at = first + rows * width
                continue
        at = end


def _rows(run: list[_Line], first: int, width: int) -> int:
    """Return how many rows of a name and its figures follow each other."""
    rows = 0
    while first + width <= len(run):
        name, *figures = run[first : first + width]
        if name[2] or not all(figure for *_, figure in figures):
            break
        rows += 1
        first += width
    # Figures right behind it: a row that lost a cell, or has a long name. A total over half of the rows would be wrong.
    return 0 if any(figure for *_, figure in run[first : first + 2 * width]) else rows
