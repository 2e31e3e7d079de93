"""The workbook an officer fills in, made from the dictionary alone."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import polars as pl

from junheng.dictionary import Table, load
from junheng.exchange.atomic import write_whole
from junheng.exchange.template.guide import add_guide
from junheng.exchange.template.layout import example_name, ordered, sheet_name
from junheng.exchange.template.sheets import Book


def write_template(path: Path, language: str = "zh", tables: Sequence[str] | None = None) -> None:
    """Write an empty workbook for `tables` (all of the dictionary by default), in Chinese or English.

    First a guide, then a sheet per table (headers with units, comments, drop-downs, cell rules), filled examples
    of the main tables and the code lists. The file appears whole or not at all. Raises KeyError for a table that
    is not in the dictionary and OSError when the file cannot be written.
    """
    dictionary = load()
    wanted = ordered(dictionary, tables)
    with write_whole(Path(path)) as temporary, Book(temporary, dictionary, language) as book:
        add_guide(book, wanted)
        for table in wanted:
            book.add_table(table, sheet_name(table, language))
        for table in wanted:
            frame = example_of(table)
            if frame.height:
                book.add_table(table, example_name(table, language), frame, example=True)
        book.add_codes()


def example_of(table: Table) -> pl.DataFrame:
    """Return the invented rows of a table's example sheet; no rows where there is none."""
    source = (files("junheng.exchange.template") / "examples.toml").read_text("utf-8")
    rows = tomllib.loads(source, parse_float=Decimal).get(table.name, [])
    names = [name for name in table.fields if any(name in row for row in rows)]
    return (
        table.conform(
            pl.DataFrame(
                {
                    name: pl.Series(name, [row.get(name) for row in rows], dtype=table.fields[name].dtype, strict=False)
                    for name in names
                }
            )
        )
        if rows
        else table.empty()
    )
