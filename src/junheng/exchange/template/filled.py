"""Tables out: as a workbook in the template's layout, or as Parquet."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import polars as pl

from junheng.dictionary import Dictionary, Table, Tables, load
from junheng.exchange.atomic import write_whole
from junheng.exchange.template.guide import add_guide
from junheng.exchange.template.layout import ordered, sheet_name
from junheng.exchange.template.sheets import Book


def write_workbook(path: Path, tables: Tables, language: str = "zh") -> None:
    """Write `tables` as one workbook in the template's layout; reading it back gives the same tables.

    Columns that are not fields of the dictionary (`origin`) are left out, null is a blank cell, amounts stand in
    the header's unit (万元) exactly. Raises KeyError for a table that is not in the dictionary, ValueError when a
    table has more rows than a sheet, OSError when the file cannot be written (nothing is left behind).
    """
    dictionary = load()
    wanted = ordered(dictionary, tables)
    with write_whole(Path(path)) as temporary, Book(temporary, dictionary, language, streamed=True) as book:
        add_guide(book, wanted)
        for table in wanted:
            book.add_table(table, sheet_name(table, language), table.conform(tables[table.name]))
        book.add_codes()


def write_parquet(folder: Path, tables: Tables, *, by_county: bool = False) -> None:
    """Write each table as `folder/<table>.parquet`, or as `folder/<table>/county=<code>/rows.parquet`.

    Partitioned tables without a county code of their own take it from their school; rows whose school is not
    among the schools stand under `county=unknown`. A table's earlier files are replaced once all are written.
    """
    dictionary = load()
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as temporary:
        fresh = Path(temporary)
        for table in ordered(dictionary, tables):
            frame = table.conform(tables[table.name])
            if by_county:
                _write_partitions(fresh / table.name, table, frame, _counties(tables, dictionary))
            else:
                frame.write_parquet(fresh / f"{table.name}.parquet", compression="zstd", statistics=True)
        for made in sorted(fresh.iterdir()):
            for earlier in (folder / made.stem, folder / f"{made.stem}.parquet"):
                if earlier.is_dir():
                    shutil.rmtree(earlier)
                elif earlier != folder / made.name:
                    earlier.unlink(missing_ok=True)
            made.replace(folder / made.name)


def _counties(tables: Tables, dictionary: Dictionary) -> pl.DataFrame:
    """Return the county of each school code; a school that moved county counts where it was last."""
    school = dictionary.tables["school"]
    schools = school.conform(tables["school"]) if "school" in tables else school.empty()
    return (
        schools.sort("year")
        .unique("school_code", keep="last", maintain_order=True)
        .select("school_code", pl.col("county_code").alias("_county"))
    )


def _write_partitions(folder: Path, table: Table, frame: pl.DataFrame, counties: pl.DataFrame) -> None:
    if "county_code" in table.fields:
        placed = frame.with_columns(_county=pl.col("county_code"))
    else:
        placed = frame.join(counties, on="school_code", how="left", maintain_order="left")
    placed = placed.with_columns(pl.col("_county").fill_null("unknown"))
    for (county,), rows in placed.group_by("_county", maintain_order=True):
        here = folder / f"county={county}"
        here.mkdir(parents=True)
        rows.drop("_county").write_parquet(here / "rows.parquet", compression="zstd", statistics=True)
