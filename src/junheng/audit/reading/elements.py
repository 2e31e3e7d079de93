"""The elements of Word's XML, in order: what stands in a paragraph, the rows and cells of a table.

What was deleted or moved away, properties and fallbacks are passed over; content controls, insertions and links are
gone through.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
P, TBL, TR, TC, T, BOX = (W + name for name in ("p", "tbl", "tr", "tc", "t", "txbxContent"))
PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata")
LEFT_OUT = frozenset(
    {_FALLBACK, BOX, *(W + name for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "tcPr", "sdtPr", "rt"))}
)


def inside(paragraph: Any, boxes: list[Any]) -> Iterator[Any]:
    """Yield what is inside a paragraph in order, without what was deleted; text boxes are put aside."""
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == BOX:
            boxes.append(element)
        elif isinstance(element.tag, str) and element.tag not in LEFT_OUT:
            yield element
            stack.append(iter(element))


def through(container: Any, *tags: str) -> Iterator[Any]:
    """Yield the children of these kinds, through content controls, insertions and the like."""
    stack = [iter(container)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in tags:
            yield element
        elif isinstance(element.tag, str) and element.tag not in LEFT_OUT and element.tag not in {P, TBL}:
            stack.append(iter(element))


def row_cells(row: Any) -> Iterator[tuple[int, int, str, Any]]:
    """Yield a row's cells: column, how many columns it covers, its place in a merge downwards, the element."""
    column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in through(row, TC):
        columns = max(1, min(_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1_000))
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        yield column, columns, "" if merge is None else merge.get(W + "val", "continue"), cell
        column += columns


def merged(rows: list[list[tuple[int, int, str, Any]]]) -> dict[tuple[int, int], int]:
    """Return, for cells that begin a merge downwards, how many rows it covers."""
    found: dict[tuple[int, int], int] = {}
    begun: dict[int, int] = {}
    for number, cells in enumerate(rows):
        going = {}
        for column, _, merge, _ in cells:
            if merge == "continue" and column in begun:
                going[column] = begun[column]
                found[begun[column], column] += 1
            elif merge:
                going[column] = number
                found[number, column] = 1
        begun = going
    return found


def _number(element: Any, otherwise: int) -> int:
    said = "" if element is None else element.get(W + "val", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else otherwise
