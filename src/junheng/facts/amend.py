"""Facts again after a few figures were changed: only the schools touched are derived anew.

What makes this exact: a school's facts follow from its own records of the year alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import polars as pl

from junheng.dictionary import Tables, load
from junheng.facts.compare import CONSULTED_WHEN_BLANK, tally
from junheng.facts.derive import derive_rows
from junheng.facts.model import Facts, Rules

CHANGEABLE = ("school", "part")
"""Tables whose figures may be changed."""

_REPLACED = ("parts", "schools", "classes", "rooms")
_KEPT = (*CHANGEABLE, "class", "room")


@dataclass(frozen=True, slots=True)
class Ground:
    """One year's records, ready to be changed: `tables` (school, part, class, room) and all lists, tallied."""

    year: int
    rules: Rules
    tables: Tables
    tallied: Tables


def ground(tables: Tables, rules: Rules, year: int) -> Ground:
    """Return the records of `year`, its lists tallied: done once, before any number of `amend`."""
    here = {name: _of_year(frame, year) for name, frame in tables.items() if "school_code" in frame.columns}
    lists = tally({name: frame for name, frame in here.items() if name != CONSULTED_WHEN_BLANK})
    if CONSULTED_WHEN_BLANK in here and not here[CONSULTED_WHEN_BLANK].is_empty():
        # Blank figures consult the list of classes, and a change may blank one.
        from junheng.facts import persons  # noqa: PLC0415 - needs an engine beside Polars

        lists = {**lists, **persons.aggregate({CONSULTED_WHEN_BLANK: here[CONSULTED_WHEN_BLANK]})}
    kept = {name: here.get(name, load().tables[name].empty()) for name in _KEPT}
    return Ground(year, rules, kept, lists)


def records(held: Ground, name: str, schools: Collection[str]) -> pl.DataFrame:
    """Return the rows of one of the ground's tables that belong to `schools` (school codes)."""
    return held.tables[name].filter(pl.col("school_code").is_in(list(schools)))


def amend(facts: Facts, held: Ground, schools: Collection[str], changed: Tables) -> Facts:
    """Return `facts` (derived from the records of `held`) with the year's rows of `schools` derived anew.

    `changed` holds those schools' rows of the tables `school` and `part` as they are to be, all of them; a table left
    out stays as it is. Notes and the content hash stay those of the records before the change.
    """
    tables = {name: changed.get(name, _of(held.tables[name], schools)) for name in _KEPT}
    fresh, _, _ = derive_rows(tables, held.rules, {name: _of(frame, schools) for name, frame in held.tallied.items()})
    touched = pl.col("school_code").is_in(list(schools)) & (pl.col("year") == held.year)
    return replace(
        facts,
        **{
            name: pl.concat([getattr(facts, name).filter(~touched), getattr(fresh, name)], how="diagonal")
            for name in _REPLACED
        },
    )


def _of_year(frame: pl.DataFrame, year: int) -> pl.DataFrame:
    # Records without a year or a school spoil the list they are in: they have to be seen.
    return frame.filter((pl.col("year") == year) | pl.col("year").is_null() | pl.col("school_code").is_null())


def _of(frame: pl.DataFrame, schools: Collection[str]) -> pl.DataFrame:
    code = pl.col("school_code")
    return frame.filter(code.is_in(list(schools)) | code.is_null() | pl.col("year").is_null())
