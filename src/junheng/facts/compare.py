"""Lists against filed figures: a blank figure is filled from its list, and where both are there and differ, say so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from junheng.dictionary import Table, Tables, Tally, load

CONSULTED_WHEN_BLANK = "class"
"""The list of classes is itself filed: reading compares it with the figures; here it only fills what is blank."""

TRACE = pl.Schema(
    {
        "list": pl.String(), "table": pl.String(), "field": pl.String(), "year": pl.Int32(), "school_code": pl.String(),
        "campus": pl.String(), "stage": pl.String(), "filed": pl.String(), "listed": pl.String(),
    }
)  # fmt: skip
"""Columns of the frames that tell what a list said: figures as text, `stage` null for figures of the whole school."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Tables with what lists could fill, and what they said.

    `differs`: filed and listed figures that are not the same (the filed one was kept). `derived`: figures taken from
    a list. `unplaced`: lists with records that name no school (the list was not used) or no stage (not used for that
    school). All with the columns of TRACE.
    """

    tables: Tables
    differs: pl.DataFrame
    derived: pl.DataFrame
    unplaced: pl.DataFrame


def fill(tables: Tables, tallied: Tables) -> Filled:
    """Fill blank figures of `part` and `school` from the lists in `tables` and from `tallied` (persons.aggregate).

    A list that contradicts a filed figure of a part (a school) is not complete for it and fills nothing there. Only
    lists that count pupils add part rows. A list that comes tallied is not tallied again.
    """
    tallied = {**tally(tables, but=tallied), **tallied}
    filled, differs, derived, unplaced = dict(tables), [], [], []
    for name, rules in _rules().items():
        if name not in tallied:
            continue
        table = load().tables[rules[0].table]
        listed, lost = _placed(name, table, tallied[name])
        unplaced.append(lost)
        frame, told = _joined(name, table, rules, filled.get(table.name, table.empty()), listed)
        differs.append(_trace(told, name, table, rules, "differs"))
        derived.append(_trace(told, name, table, rules, "derived"))
        filled[table.name] = frame
    if "class rows" in tallied:
        filled["class"] = _with_roll_classes(filled, tallied)
    empty = pl.DataFrame(schema=TRACE)
    return Filled(filled, *(pl.concat([empty, *frames]) for frames in (differs, derived, unplaced)))


def _rules() -> Mapping[str, Sequence[Tally]]:
    rules = load().derived.tally
    return {name: [rule for rule in rules if rule.list == name] for name in dict.fromkeys(r.list for r in rules)}


def tally(tables: Tables, *, but: Collection[str] = ()) -> Tables:
    """Return what the lists in `tables` say (persons.aggregate), without those in `but` and those that say nothing."""
    wanted = [name for name in _rules() if name in tables and name not in but]
    lists = {name: tables[name] for name in wanted if _telling(name, tables)}
    if not lists:
        return {}
    # Imported here: assessing a workbook without lists of persons needs no engine beside Polars.
    from junheng.facts import persons  # noqa: PLC0415

    return persons.aggregate(lists)


def _telling(name: str, tables: Tables) -> bool:
    """Tell whether the list can fill or contradict anything."""
    frame, rules = tables[name], _rules()[name]
    if frame.is_empty():
        return False
    if name == CONSULTED_WHEN_BLANK:
        return not _blank_parts(tables, rules).is_empty() or not _unfiled(tables).is_empty()
    needs = [rule.needs for rule in rules]
    if any(need is None for need in needs):
        return True
    codes = {(need.field, code) for need in needs if need is not None for code in need.among or ()}
    return bool(frame.select(pl.any_horizontal(pl.col(field) == code for field, code in codes).any()).item())


def _blank_parts(tables: Tables, rules: Sequence[Tally]) -> pl.DataFrame:
    part = tables.get("part", load().tables["part"].empty())
    return part.filter(pl.any_horizontal(pl.col(rule.field).is_null() for rule in rules))


def _unfiled(tables: Tables) -> pl.DataFrame:
    keys = list(load().tables["part"].key)
    part = tables.get("part", load().tables["part"].empty())
    return tables["class"].select(keys).unique().join(part.select(keys), on=keys, how="anti")


def _placed(name: str, table: Table, listed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out what unplaced records spoil: the whole list, or the school's figures; return that and who they were."""
    nowhere = pl.any_horizontal(pl.col("year", "school_code").is_null())
    lost = listed.filter(nowhere)
    if not lost.is_empty():
        return listed.head(0), _lost(name, table, lost)
    if "stage" not in listed.columns:
        return listed, _lost(name, table, lost)
    stageless = listed.filter(pl.col("stage").is_null())
    kept = listed.join(stageless, on=["year", "school_code", "campus"], how="anti")
    return kept, _lost(name, table, stageless)


def _lost(name: str, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    return _as_trace(rows.select("year", "school_code", "campus"), name, table, None)


def _joined(
    name: str, table: Table, rules: Sequence[Tally], frame: pl.DataFrame, listed: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return `frame` filled and, for the rows the list speaks of, key, FIELD, FIELD__listed and `trusted`."""
    keys = list(table.key)
    names = [rule.field for rule in rules]
    if name == CONSULTED_WHEN_BLANK:
        known = frame.drop_nulls(names).select(keys)
        listed = listed.join(known, on=keys, how="anti")
    said = listed.rename({field: f"{field}__listed" for field in names})
    if "pupils" in names:
        new = said.select(keys).join(frame.select(keys), on=keys, how="anti")
        frame = pl.concat([frame, new], how="diagonal")
    joined = frame.join(said.with_columns(pl.lit(True).alias("told")), on=keys, how="left", maintain_order="left")
    differs = [(pl.col(field) != pl.col(f"{field}__listed")).fill_null(False) for field in names]
    joined = joined.with_columns((~pl.any_horizontal(differs)).alias("trusted"))
    filled = joined.with_columns(
        pl.when("trusted").then(pl.coalesce(field, f"{field}__listed")).otherwise(pl.col(field)).alias(field)
        for field in names
    )
    return filled.select(frame.columns), joined.filter(pl.col("told"))


def _trace(told: pl.DataFrame, name: str, table: Table, rules: Sequence[Tally], what: str) -> pl.DataFrame:
    traces = [pl.DataFrame(schema=TRACE)]
    for field, rows in _said(told, [rule.field for rule in rules], what):
        filed, listed = pl.col(field), pl.col(f"{field}__listed")
        columns = [*table.key, filed.cast(pl.String).alias("filed"), listed.cast(pl.String).alias("listed")]
        traces.append(_as_trace(rows.select(columns), name, table, field))
    return pl.concat(traces)


def _said(told: pl.DataFrame, fields: Sequence[str], what: str) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the fields whose list differs from what was filed (or gave the figure), with the rows where it does."""
    held = {}
    for field in fields:
        filed, listed = pl.col(field), pl.col(f"{field}__listed")
        derived = pl.col("trusted") & filed.is_null() & listed.is_not_null()
        held[field] = (filed != listed if what == "differs" else derived).fill_null(False)
    # Mostly there are none: one look at all fields costs less than cutting rows for each.
    there = told.select(rows.any().alias(field) for field, rows in held.items()).row(0, named=True)
    return ((field, told.filter(rows)) for field, rows in held.items() if there[field])


def _as_trace(rows: pl.DataFrame, name: str, table: Table, field: str | None) -> pl.DataFrame:
    constants = {"list": name, "table": table.name, "field": field}
    return rows.with_columns(pl.lit(value, pl.String).alias(column) for column, value in constants.items()).select(
        pl.col(column) if column in rows.columns or column in constants else pl.lit(None, kind).alias(column)
        for column, kind in TRACE.items()
    )


def _with_roll_classes(tables: Tables, tallied: Tables) -> pl.DataFrame:
    """Return the table `class` with rows from the roll for the parts that filed none and agree with their roll."""
    table = load().tables["class"]
    keys = list(load().tables["part"].key)
    filed = tables.get("class", table.empty())
    whole = tallied["pupil"].drop_nulls(["classes", "pupils"]).select(*keys, pl.col("pupils").alias("listed"))
    agreed = tables["part"].join(whole, on=keys).filter(pl.col("pupils") == pl.col("listed"))
    rows = tallied["class rows"].join(agreed, on=keys, how="semi").join(filed, on=keys, how="anti")
    return pl.concat([filed, rows], how="diagonal")
