"""What is between a raw sheet and a typed table: which column feeds which field, and how it is turned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as it was found, before any meaning is given to it.

    `frame` has one column per found column, named `c0`, `c1`, … in sheet order, of the type the reader gave it
    (String, Float64, Int64, Boolean, Date, Datetime); blank rows are left out and counted in `blank`. `rows`
    holds each row's number as Excel shows it (from 1); `headers` the header cells' text.
    """

    file: str
    sheet: str | None
    header_row: int
    headers: tuple[str, ...]
    frame: pl.DataFrame
    rows: pl.Series
    blank: int = 0

    @property
    def label(self) -> str:
        """Return `file|sheet`, the key rows are counted under and origins begin with."""
        return f"{self.file}|{self.sheet or ''}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field's values come from: columns of the raw sheet (added up when several) or a constant.

    `factor` turns the column's unit into the stored one, exactly. `translate` maps found text to codes or
    values, before anything else; a mapping's cleanings have been applied to the sheet by then.
    """

    columns: tuple[int, ...] = ()
    constant: str | None = None
    factor: Decimal = Decimal(1)
    translate: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one raw sheet fills one table.

    `keep` is a Boolean mask over the sheet's rows or None for all of them; rows outside it are counted as
    filtered. `relaxed` names fields whose pattern and code-list order do not apply (a foreign table's codes).
    """

    table: str
    sources: Mapping[str, Source]
    keep: pl.Series | None = None
    relaxed: frozenset[str] = frozenset()
