"""From lists of pupils, classes, staff, rooms and equipment to the figures of `part` and `school`.

The derivation is written once, as Narwhals expressions over lazy frames, and runs where the lists are: in memory
(Polars), out of core over Parquet (DuckDB), on a cluster (PySpark). What is counted stands in the dictionary
(derived.toml). A blank field makes every count that depends on it unknown, never smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from pathlib import Path
from typing import Any, Literal

import narwhals as nw
import polars as pl

from junheng.dictionary import Tables, Tally, Where, load

Engine = Literal["polars", "duckdb", "spark"]
Records = Mapping[str, Any]
"""Lazy or eager frames of any engine Narwhals knows, by the name of the list; columns as in the dictionary."""

CLASS_ROWS = "class rows"

KEYS = {"part": ("year", "school_code", "campus", "stage"), "school": ("year", "school_code", "campus")}
"""Key of the rows a list is tallied into, by target table."""


def tallies() -> Mapping[str, tuple[Tally, ...]]:
    """Return the tallies of each list, in the dictionary's order."""
    rules = load().derived.tally
    return {name: tuple(rule for rule in rules if rule.list == name) for name in dict.fromkeys(r.list for r in rules)}


def target(name: str) -> str:
    """Return the table, `part` or `school`, that the list `name` is tallied into."""
    return tallies()[name][0].table


def aggregate(records: Records) -> Tables:
    """Tally every list in `records`; return, by list, a Polars frame of its target table's key and tallied figures.

    Int64 counts and Decimal sums, null = unknown. Records with a blank key field form groups of their own (with
    that field null): whoever joins the figures decides what they spoil. A roll of pupils also gives CLASS_ROWS, the
    table `class` it amounts to.
    """
    tallied = {
        name: _finish(name, _tallied(name, _grouped(name, records[name]))) for name in tallies() if name in records
    }
    return {**tallied, CLASS_ROWS: classes(records["pupil"])} if "pupil" in records else tallied


def classes(pupils: Any) -> pl.DataFrame:
    """Return the table `class` that the roll `pupils` (a frame of any engine) amounts to, without unnamed classes."""
    keys = [*KEYS["part"], "grade", "class_no"]
    rows = _rows(pupils).select(*map(nw.col, keys)).group_by(keys).agg(nw.len().alias("class_pupils"))
    return load().tables["class"].conform(_collect(rows).drop_nulls(keys))


def from_parquet(directory: Path, engine: Engine = "duckdb", session: Any = None) -> Records:
    """Return lazy frames over the Parquet files of `directory`: LIST.parquet or LIST/**/*.parquet for each list.

    `session` is the DuckDB connection or the Spark session to use; without it one is made.
    """
    found = {name: _files(directory, name) for name in tallies()}
    return {name: _scan(paths, engine, session) for name, paths in found.items() if paths}


def _files(directory: Path, name: str) -> list[str]:
    single = directory / f"{name}.parquet"
    return [str(single)] if single.is_file() else sorted(map(str, (directory / name).rglob("*.parquet")))


def _scan(paths: list[str], engine: Engine, session: Any) -> Any:
    match engine:
        case "polars":
            return pl.scan_parquet(paths)
        case "duckdb":
            import duckdb  # noqa: PLC0415 - only where the lists live in Parquet

            return (session or duckdb).read_parquet(paths)
        case "spark":
            from pyspark.sql import SparkSession  # noqa: PLC0415 - an optional dependency

            return (session or SparkSession.builder.getOrCreate()).read.parquet(*paths)


def _grouped(name: str, frame: Any) -> nw.LazyFrame[Any]:
    """Group the list by its key and by every field whose distinct values are counted.

    Columns: `FIGURE__n` the count or sum so far, `FIGURE__u` the records that leave it unknown, `FIGURE__f` the
    records it needs.
    """
    rules = tallies()[name]
    columns = [part for rule in rules for part in _columns(rule)]
    grouping = [*KEYS[target(name)], *_distinct(rules)]
    added: nw.LazyFrame[Any] = (
        _rows(frame)
        .select(*map(nw.col, grouping), *columns)
        .group_by(grouping)
        .agg(nw.col(column).sum() for column in _names(rules))
    )
    return added


def _rows(frame: Any) -> nw.LazyFrame[Any]:
    """Return the list as a lazy frame; campus is "" where a school has one site."""
    rows: nw.LazyFrame[Any] = nw.from_native(frame).lazy().with_columns(nw.col("campus").fill_null(""))
    return rows


def _tallied(name: str, grouped: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Add the groups up to one row per key of the target table, counting distinct values on the way."""
    rules = tallies()[name]
    every = _distinct(rules)
    if not every:
        return grouped
    aggregates = [nw.col(column).sum() for column in _names(rules)]
    for rule in rules:
        if len(rule.distinct) == 1:
            aggregates.append(nw.col(rule.distinct[0]).n_unique().alias(f"{rule.field}__d"))
        elif rule.distinct:
            # A group stands for one combination of all distinct fields.
            aggregates.append(nw.len().alias(f"{rule.field}__d"))
    return grouped.group_by(list(KEYS[target(name)])).agg(*aggregates)


def _finish(name: str, tallied: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Collect, make unknown what is unknown, and give the figures the dictionary's types."""
    fields = load().tables[target(name)].fields
    keys = KEYS[target(name)]
    figures = []
    for rule in tallies()[name]:
        known = pl.col(f"{rule.field}__u") == 0
        if rule.needs is not None:
            known &= pl.col(f"{rule.field}__f") > 0
        value = pl.col(f"{rule.field}__d" if rule.distinct else f"{rule.field}__n")
        figures.append(pl.when(known).then(value.cast(fields[rule.field].dtype)).alias(rule.field))
    return _collect(tallied).select(*(pl.col(key).cast(fields[key].dtype) for key in keys), *figures)


def _collect(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    collected: pl.DataFrame = frame.collect(backend="polars").to_native()
    return collected


def _distinct(rules: Iterable[Tally]) -> list[str]:
    return list(dict.fromkeys(field for rule in rules for field in rule.distinct))


def _names(rules: Iterable[Tally]) -> list[str]:
    return [f"{rule.field}__{part}" for rule in rules for part in ("n", "u", *(("f",) if rule.needs else ()))]


def _columns(rule: Tally) -> list[nw.Expr]:
    """Return what one record adds to a tally. Booleans become 0 and 1 by `when`: engines differ on adding them."""
    counts = reduce(lambda left, right: left & right, map(_holds, rule.where)) if rule.where else None
    if rule.distinct:
        blank = reduce(lambda left, right: left | right, (nw.col(field).is_null() for field in rule.distinct))
        added, unknown = nw.lit(0), blank
    elif rule.sum is not None:
        amount = nw.col(rule.sum)
        added = amount if counts is None else nw.when(counts).then(amount)
        unknown = amount.is_null() if counts is None else counts.is_null() | (counts & amount.is_null())
        added = nw.when(~added.is_null()).then(added).otherwise(nw.lit(0))
    elif counts is not None:
        added, unknown = _one(counts), counts.is_null()
    else:
        added, unknown = nw.lit(1), nw.lit(False)
    columns = [added.alias(f"{rule.field}__n"), _one(unknown).alias(f"{rule.field}__u")]
    if rule.needs is not None:
        columns.append(_one(_holds(rule.needs)).alias(f"{rule.field}__f"))
    return columns


def _one(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def _holds(where: Where) -> nw.Expr:
    """Return a three-valued condition: null where the field is blank."""
    column = nw.col(where.field)
    if where.equals is not None:
        return column if where.equals else ~column
    if where.at_least is not None:
        return column >= where.at_least
    if where.age_at_least is not None:
        return _age(column) >= where.age_at_least
    if where.age_at_most is not None:
        return _age(column) <= where.age_at_most
    if where.among is not None:
        return reduce(lambda left, right: left | right, (column == code for code in where.among))
    return reduce(lambda left, right: left & right, (column != code for code in where.other_than or ()))


def _age(born: nw.Expr) -> nw.Expr:
    """Full years on 1 September of the school year, by arithmetic on date parts (engines differ on intervals)."""
    later = (born.dt.month() > 9) | ((born.dt.month() == 9) & (born.dt.day() > 1))
    return nw.col("year") - born.dt.year() - _one(later)
