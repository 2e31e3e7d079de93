"""What the figures of tables are called: the heads of their rows and columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from junheng.audit.model import Block, Clean, Quantity, Relation
from junheng.audit.relations.tables.grid import Cell, Grid, grid

TABLE_RULE = "table-"
"""Rules of sums in tables begin so; behind it stands the axis the parts are ranged along."""
_LONGEST = 16

Place = tuple[Grid, int, int]


class Headings:
    """Finds the heads of the figures of one text's tables; a table is laid out when it is first asked for."""

    def __init__(self, clean: Clean, quantities: Sequence[Quantity]) -> None:
        self._text = clean.text
        self._quantities = sorted(quantities, key=lambda one: one.start)
        self._starts = [one.start for one in self._quantities]
        self._cells = sorted((cell for cell in clean.cells if cell.table is not None), key=lambda cell: cell.start)
        self._firsts = [cell.start for cell in self._cells]
        self._grids: dict[int | None, dict[int, Place]] = {}
        self._tables: dict[int | None, list[Block]] = {}
        for cell in self._cells:
            self._tables.setdefault(cell.table, []).append(cell)

    def names(self, relation: Relation) -> dict[int, str]:
        """Return what the figures of a table's sum are called, by where they start; nothing for other relations."""
        found = {}
        for quantity in _figures(relation):
            place = self._place(quantity)
            if place is not None:
                made, row, column = place
                found[quantity.start] = _said(made.row(row) if _down(relation) else made.column(column))
        return found

    def line(self, relation: Relation) -> str:
        """Return what the column (the row) is called along which a table's sum goes."""
        place = next((self._place(one) for one in _figures(relation)), None)
        if place is None:
            return ""
        made, row, column = place
        return _said(made.column(column) if _down(relation) else made.row(row))

    def _place(self, quantity: Quantity) -> Place | None:
        at = bisect_right(self._firsts, quantity.start) - 1
        if at < 0 or self._cells[at].end < quantity.end:
            return None
        table = self._cells[at].table
        if table not in self._grids:
            self._grids[table] = self._laid_out(self._tables[table])
        return self._grids[table].get(quantity.start)

    def _laid_out(self, blocks: Sequence[Block]) -> dict[int, Place]:
        first = bisect_left(self._starts, min(block.start for block in blocks))
        behind = bisect_left(self._starts, max(block.end for block in blocks))
        made = grid(self._text, blocks, self._quantities[first:behind])
        if made is None:
            return {}
        return {
            cell.quantity.start: (made, row, column)
            for (row, column), cell in made.cells.items()
            if cell.quantity is not None
        }


def _figures(relation: Relation) -> list[Quantity]:
    """Return the total and the parts of a sum that a table asserts."""
    if not relation.rule.startswith(TABLE_RULE):
        return []
    return [one for term in (relation.total, *relation.parts) for one in term.sources]


def _down(relation: Relation) -> bool:
    """Tell whether the parts stand one below the other."""
    return relation.rule.endswith("column")


def _said(path: Sequence[Cell]) -> str:
    """Return what a row or a column is called: all its heads where they are short, else the last of them."""
    words = "".join(cell.words for cell in path)
    return words if len(words) <= _LONGEST else path[-1].words[:_LONGEST]
