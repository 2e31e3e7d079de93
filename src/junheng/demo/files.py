"""Writes invented counties to files that appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

from junheng.demo.make import counties, county, sizes
from junheng.dictionary import Tables
from junheng.exchange import write_parquet, write_workbook

PERSONS = ("pupil", "teacher", "equipment")


def _workbooks(tables: Tables, out: Path) -> list[Path]:
    aggregate = {name: frame for name, frame in tables.items() if name not in PERSONS}
    persons = {name: frame for name, frame in tables.items() if name in PERSONS}
    written = [out / "county.xlsx"]
    write_workbook(out / "county.xlsx", aggregate)
    if persons:
        write_workbook(out / "persons.xlsx", persons)
        written.append(out / "persons.xlsx")
    return written


def write(out_dir: Path, schools: int = 44, seed: int = 2025) -> list[Path]:
    """Write an invented county to `out_dir` and return the files and folders written.

    `county.xlsx` (all years) and `persons.xlsx` (pupils, staff and equipment of the latest year). For more than 200
    schools `county.xlsx` is the first county alone, and `parquet/<table>/county=<code>/` holds all of them.
    """
    out_dir = Path(out_dir)
    out_dir.mkdir(parents=True, exist_ok=True)
    if len(sizes(schools)) == 1:
        return _workbooks(county(schools, seed), out_dir)
    written = _workbooks(next(counties(schools, seed)), out_dir)
    write_parquet(out_dir / "parquet", county(schools, seed), by_county=True)
    return [*written, out_dir / "parquet"]
