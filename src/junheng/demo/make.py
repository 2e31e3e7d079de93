"""Joins everything to tables: one county, or as many counties as it takes for the schools asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import polars as pl

from junheng.demo import names
from junheng.demo.county import county_row, satisfaction_rows, work_rows
from junheng.demo.people import equipment, pupils, teachers
from junheng.demo.sites import sites
from junheng.demo.supply import supply
from junheng.demo.years import Maker, Row, Rows
from junheng.dictionary import Tables, load

ONE_COUNTY = 200
"""Up to this many schools are one county; more are divided into counties of about 44."""
YEARS = (2023, 2024, 2025)


def _frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Return the rows as a frame of the dictionary's table, built column by column."""
    schema = load().tables[table].schema
    columns = {
        name: pl.Series(name, [row.get(name) for row in rows], dtype=dtype, strict=True)
        for name, dtype in schema.items()
    }
    return pl.DataFrame(columns)


def _rng(seed: int, county: int, what: str) -> Random:
    """Return a generator of its own for each county and purpose, so that neither order nor number changes a county."""
    return Random(f"{seed}/{county}/{what}")


def one_county(seed: int, county: int, schools: int, years: Sequence[int], *, persons: bool) -> Tables:
    """Return the tables of the county with this number, `schools` counted schools and what stands beside them."""
    rng = _rng(seed, county, "figures")
    places = sites(rng, county, schools)
    maker = Maker(rng, names.county_code(county), schools, places, supply(rng, places, first=county == 0))
    rows, latest = Rows(), Rows()
    for year in sorted(years):
        age = max(years) - year
        latest = maker.rows(year, age)
        rows.school += latest.school
        rows.part += latest.part
        rows.classes += latest.classes
        rows.room += latest.room
        rows.county.append(county_row(rng, county, schools, latest.part, year=year, age=age))
        rows.satisfaction += satisfaction_rows(rng, county, schools, year)
        rows.work_score += work_rows(rng, county, year)
    tables: dict[str, Sequence[Row]] = {
        "county": rows.county, "school": rows.school, "part": rows.part, "class": rows.classes, "room": rows.room,
        "satisfaction": rows.satisfaction, "work_score": rows.work_score,
    }  # fmt: skip
    if persons:
        rng = _rng(seed, county, "persons")
        tables["pupil"] = list(pupils(rng, county, schools, latest.part, latest.classes))
        tables["teacher"] = list(teachers(rng, county, latest.part))
        tables["equipment"] = list(equipment(rng, latest.school))
    return {name: _frame(name, rows) for name, rows in tables.items()}


def sizes(schools: int) -> list[int]:
    """Return the schools of each county: one county up to `ONE_COUNTY`, else counties of about 44."""
    if schools < 1:
        raise ValueError(f"{schools} schools: at least one is needed")
    if schools <= ONE_COUNTY:
        return [schools]
    counties = round(schools / 44)
    names.county_code(counties - 1)
    small, larger = divmod(schools, counties)
    return [small + 1] * larger + [small] * (counties - larger)


def counties(
    schools: int = 44, seed: int = 2025, years: Sequence[int] = YEARS, *, persons: bool | None = None
) -> Iterator[Tables]:
    """Yield the tables of one county after another; person tables by default only where there is one county."""
    each = sizes(schools)
    with_persons = len(each) == 1 if persons is None else persons
    for number, size in enumerate(each):
        yield one_county(seed, number, size, years, persons=with_persons)


def county(schools: int = 44, seed: int = 2025, years: Sequence[int] = YEARS, *, persons: bool | None = None) -> Tables:
    """Return the tables of an invented county (of several, below one another, for more than 200 schools).

    `schools` counts primary, junior and nine-year schools; teaching points, a special school and a complete
    secondary school stand beside them. The same seed gives the same tables. `persons` adds pupils, teachers and
    equipment of the latest year; by default they are added where there is one county.
    """
    found: dict[str, list[pl.DataFrame]] = {}
    for tables in counties(schools, seed, years, persons=persons):
        for name, frame in tables.items():
            found.setdefault(name, []).append(frame)
    return {name: pl.concat(frames) for name, frames in found.items()}
