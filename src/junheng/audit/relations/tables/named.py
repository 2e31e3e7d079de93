"""A table by the names of its rows and columns, for what is said of its figures: which cell 东关小学的投资 is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from junheng.audit.model import Quantity, Term
from junheng.audit.relations.ground.terms import term
from junheng.audit.relations.tables.derived import scale_of
from junheng.audit.relations.tables.grid import DATA, Grid

_TOTALS: dict[str, int] = DATA["totals"]
_BRACKET, _COUNTED = re.compile(r"[(（][^()（）]*[)）]"), re.compile("(?:总?人数|总数|数量|数|额)$")
_CAPTION, _UNIT = re.compile("单位[:：]([^()（）\n]{1,12})"), re.compile("[(（]([^()（）]{1,6})[)）]")
_NO_SUM = tuple(DATA["apart"]["inside"])
_ROWS, _COLUMNS, _NAME, _BEFORE = 60, 16, 2, 80
"""Rows and columns of a table at most; characters of a name at least; how far before it its units are told."""


class Figure(NamedTuple):
    """A figure of a table: where it stands, and what it is in its base unit."""

    row: int
    column: int
    quantity: Quantity
    plain: Fraction
    base: str
    """元 for 万元; blank where nothing tells it."""

    def term(self, scale: Fraction) -> Term:
        """Return it in the unit whose scale is given."""
        own = term(self.quantity)
        by = self.plain / own.value / scale if own.value else Fraction(1)
        return Term(own.value * by, own.slack * by, own.sources)


class Named:
    """A table by its names."""

    def __init__(self, made: Grid, text: str, start: int) -> None:
        self.made = made
        self.rows = {at: made.row(at)[-1].words for at in range(made.heads, made.rows) if made.row(at)}
        heads = {at: made.column(at) for at in range(made.labels, made.columns)}
        self.heads = {at: _stem(path[-1].words) for at, path in heads.items() if path}
        self.no_sum = {at for at, path in heads.items() if any(word in cell.words for cell in path for word in _NO_SUM)}
        captions = _CAPTION.findall(text, max(0, start - _BEFORE), start)
        caption = captions[-1] if captions and not re.search("[、，,]", captions[-1]) else ""
        self._units = {at: _unit("".join(cell.words for cell in path)) or caption for at, path in heads.items()}
        ends = [at for at, words in self.rows.items() if words in _TOTALS]
        self.total_row = ends[0] if len(ends) == 1 else None
        sides = [at for at, words in self.heads.items() if words in _TOTALS]
        self.total_column = sides[0] if len(sides) == 1 else None
        self.names = {at: words for at, words in self.rows.items() if words not in _TOTALS and len(words) >= _NAME}
        self.columns = {at: words for at, words in self.heads.items() if words not in _TOTALS and len(words) >= _NAME}

    def figure(self, row: int | None, column: int | None) -> Figure | None:
        """Return the figure of a cell; None where there is none."""
        cell = self.made.cells.get((row, column)) if row is not None and column is not None else None
        if cell is None or cell.quantity is None or row is None or column is None or cell.quantity.kind != "number":
            return None
        own, unit = cell.quantity, self._units.get(column, "")
        scale = own.scale if own.unit else scale_of(f"({unit})")
        base = own.base if own.unit else unit.lstrip("万亿")
        return Figure(row, column, own, Fraction(own.value) * scale, base)

    def figures(self, row: int | None) -> Iterator[Figure]:
        """Yield the figures of a row that may be added up: no shares, no prices."""
        for column in self.heads:
            if column not in self.no_sum and (found := self.figure(row, column)) is not None:
                yield found

    def rows_in(self, words: str) -> list[int]:
        """Return the rows that words name, in the order they are named; a name within another is none."""
        return _named(self.names, words)

    def columns_in(self, words: str) -> list[int]:
        """Return the columns that words name."""
        return _named(self.columns, words)


def _named(names: dict[int, str], words: str) -> list[int]:
    found = [at for at, name in names.items() if name in words]
    found = [at for at in found if not any(names[at] != names[one] and names[at] in names[one] for one in found)]
    return sorted(found, key=lambda at: words.find(names[at]))


def _stem(head: str) -> str:
    """Return a head without its unit and the word that says that it counts: 实乘 of 实乘人数（人）."""
    bare = _BRACKET.sub("", head)
    return _COUNTED.sub("", bare) if len(bare) > _NAME + 1 and bare not in _TOTALS else bare


def _unit(head: str) -> str:
    return "".join(_UNIT.findall(head)[-1:])


def small(rows: int, columns: int) -> bool:
    """Whether a table is small enough to be searched for what words say of it."""
    return rows <= _ROWS and columns <= _COLUMNS
