"""What every raw reader shares: what it found, and the bounds a sheet is held to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import polars as pl

from junheng.exchange.model import Fault
from junheng.exchange.plan import RawSheet
from junheng.exchange.raw.formulas import FormulaCells
from junheng.exchange.raw.limits import Limits, too_large

HeaderRow = Callable[[str], int | None]
"""Gives the header's row number for a sheet of that name (for files without sheets, the file's name)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How to read: the limits, the header rows a mapping gives, and the headers known (in their plain form)."""

    limits: Limits
    header_row: HeaderRow
    known: Collection[str]


@dataclass(slots=True)
class Found:
    """The sheets of a file, their formula cells, and what was wrong with them as sheets."""

    sheets: list[RawSheet] = field(default_factory=list)
    formulas: list[tuple[FormulaCells, RawSheet]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def trimmed(
    frame: pl.DataFrame, rows: pl.Series, headers: Sequence[str]
) -> tuple[pl.DataFrame, pl.Series, tuple[str, ...], int]:
    """Leave out blank rows (counting them) and the empty columns at the right."""
    filled = frame.select(pl.any_horizontal(pl.all().is_not_null()) if frame.width else pl.lit(False)).to_series()
    blank = frame.height - int(filled.sum())
    if blank:
        frame, rows = frame.filter(filled), rows.filter(filled)
    width = len(headers)
    while width and not headers[width - 1] and frame.get_column(f"c{width - 1}").null_count() == frame.height:
        width -= 1
    return frame.select(f"c{place}" for place in range(width)), rows, tuple(headers[:width]), blank


def check_shape(file: str, sheet: str | None, rows: int, columns: int, limits: Limits) -> None:
    """Raise `Refused` when a sheet has more rows, columns or cells than the limits allow."""
    for bound, allowed, found in (
        ("rows", limits.rows, rows),
        ("columns", limits.columns, columns),
        ("cells", limits.cells, rows * columns),
    ):
        if found > allowed:
            raise too_large(file, bound, allowed, found, sheet=sheet)


def check_lengths(sheet: RawSheet, limits: Limits) -> None:
    """Raise `Refused` when a text is longer than a cell may be."""
    texts = [name for name, dtype in sheet.frame.schema.items() if dtype == pl.String]
    if not texts or not sheet.frame.height:
        return
    longest = sheet.frame.select(pl.col(texts).str.len_bytes().max()).row(0)
    if max((length or 0 for length in longest), default=0) > limits.cell_length:
        letters = sheet.frame.select(pl.col(texts).str.len_chars().max()).row(0)
        if (most := max(length or 0 for length in letters)) > limits.cell_length:
            raise too_large(sheet.file, "cell_length", limits.cell_length, most, sheet=sheet.sheet)
