"""A chart: what is drawn, in words and as a table, before anything is drawn."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Colours = Mapping[str, str]
"""Colours by the names of base/tokens.css (`ink`, `short` …), and `font`."""
Specification = dict[str, Any]
"""A Vega-Lite specification as JSON."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart's table: its title with the unit, and whether it holds figures."""

    title: str
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart in one language; `draw` makes its Altair specification in the colours given.

    `address` is where its files are (`address` + `.json`, `.svg`, `.csv`, then `query`); `columns` and `rows` are
    the same figures as a table, printed.
    """

    name: str
    title: str
    description: str
    """What there is to see, in a sentence: read out instead of the picture."""
    source: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    draw: Callable[[Colours], Specification]
    address: str = ""
    query: str = ""

    @property
    def key(self) -> str:
        """Return what tells this chart from others on a page."""
        return f"{self.name}-{zlib.crc32((self.address + self.query).encode()):x}"

    @property
    def cells(self) -> Iterator[zip[tuple[Column, str]]]:
        """Yield the rows as pairs of column and cell."""
        return (zip(self.columns, row, strict=True) for row in self.rows)

    def csv(self) -> str:
        """Return the table as CSV for Excel: a mark of UTF-8 first, figures without thousands, no formulas."""
        held = io.StringIO()
        writer = csv.writer(held, lineterminator="\r\n")
        writer.writerow(column.title for column in self.columns)
        for row in self.rows:
            writer.writerow(
                cell.replace(",", "") if column.figures else _text(cell)
                for column, cell in zip(self.columns, row, strict=True)
            )
        writer.writerow([self.source])
        return "\ufeff" + held.getvalue()


def _text(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
