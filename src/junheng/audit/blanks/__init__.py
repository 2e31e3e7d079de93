"""What was left blank, and what does not belong: placeholders, stray characters, lists with holes.

`placeholders` is what annotated reports call so; `strays`, `lists` and `unreadable` yield notes (see `notes`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from junheng.audit.blanks import bare, masks, spaces
from junheng.audit.model import Clean, Placeholder, Quantity
from junheng.audit.reading.code import Code


def placeholders(clean: Clean, quantities: Sequence[Quantity]) -> Iterator[Placeholder]:
    """Yield every blank in the order of the text; program code has none."""
    masked = list(masks.find(clean.text, clean.document.name))
    missing = [*bare.find(clean.text, masked), *bare.gaps(clean.text), *spaces.find(clean)]
    inside = sorted((cell.start, cell.end) for cell in clean.cells)
    found = masked + [one for one in missing if not _in_cell(inside, one.start)]
    code, end = Code(clean), 0
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if one.start >= end and (one.rule == bare.EQUATION or not code.holds(one.start, one.end)):
            yield one
            end = one.end


def _in_cell(cells: list[tuple[int, int]], at: int) -> bool:
    """Tell whether a place is in a table: there a word with its unit and no number is a heading."""
    row = bisect_right(cells, at, key=lambda cell: cell[0]) - 1
    return row >= 0 and cells[row][1] > at
