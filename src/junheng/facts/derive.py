"""From records to facts: a row per school part, exact, with unknowns as null."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import reduce
from operator import add

import polars as pl

from junheng.dictionary import SumOf, Tables, load
from junheng.facts import notes
from junheng.facts.compare import Filled, fill
from junheng.facts.model import DIMENSIONS, Facts, Rules
from junheng.facts.schools import HEAD, migrant_share, schools_of, with_largest_class
from junheng.facts.shares import with_shares
from junheng.facts.snapshot import snapshot_id
from junheng.facts.units import Index, expected_stages, figures, index

ALWAYS = (
    "county_code", "year", "unit", "stage", "kind_group", "excluded", "undecided", "share_num", "share_den", "pupils",
)  # fmt: skip
"""Columns of parts that are there whatever is asked for."""

PLACE = ("county_code", "year", "school_code", "campus", "stage", "kind")
"""Columns of records that tell whose they are."""


def derive(tables: Tables, rules: Rules, tallied: Tables | None = None) -> Facts:
    """Return the facts of all counties and years in `tables` under `rules`.

    `tables` are frames of the dictionary's tables. Lists of persons, rooms and equipment among them fill figures
    of `part` and `school` that were left blank (`compare.fill`); lists that live in another engine come as
    `tallied`, the figures `persons.aggregate` makes of them.
    """
    records = dict(tallied or {})
    facts, filled, found = derive_rows(tables, rules, records)
    part, school = _table("part", filled.tables), _table("school", filled.tables)
    return replace(
        facts,
        notes=(
            *notes.about_lists(filled, school),
            *notes.about_sums(part, load().derived.sum_of, school),
            *notes.about_units(found),
        ),
        snapshot=snapshot_id({**tables, **{f"{name} (tallied)": frame for name, frame in records.items()}}),
    )


def derive_rows(tables: Tables, rules: Rules, tallied: Tables) -> tuple[Facts, Filled, Index]:
    """Return the facts without notes and content hash, and what they were made from, for notes."""
    filled = fill({name: _table(name, tables) for name in load().tables if name in tables}, tallied)
    summed = with_sums(_table("part", filled.tables), load().derived.sum_of)
    found = index(summed, _table("school", filled.tables), expected_stages(rules))
    classes = _table("class", filled.tables)
    parts = _parts(found, rules, classes)
    facts = Facts(
        parts=parts.select(_columns(parts)),
        schools=schools_of(found, parts, rules),
        classes=_placed(classes, found),
        rooms=_placed(_table("room", filled.tables), found),
        counties=_table("county", filled.tables),
        satisfaction=_table("satisfaction", filled.tables),
        work_scores=_table("work_score", filled.tables),
    )
    return facts, filled, found


def derive_parts(tables: Tables, rules: Rules, wanted: Collection[str] | None = None) -> pl.DataFrame:
    """Return `Facts.parts` alone, for a nation at once: filed figures only, no lists of persons, no notes.

    `wanted` names the figures and dimensions to keep beside ALWAYS (all when None): gathering text for every part
    of a nation costs more than all arithmetic.
    """
    part, school, classes = (_table(name, tables) for name in ("part", "school", "class"))
    sums = load().derived.sum_of
    if wanted is not None:
        sums = tuple(rule for rule in sums if rule.field in wanted)
        needed = {*PLACE, *wanted, *(name.removesuffix("_group") for name in wanted)}
        needed |= {"pupils", "classes", "migrant_pupils", *(term for rule in sums for term in rule.terms)}
        needed |= {"sponsor"} if rules.exclude_sponsors else set()
        part, school = (frame.select(name for name in frame.columns if name in needed) for frame in (part, school))
    found = index(with_sums(part, sums), school, expected_stages(rules))
    parts = _parts(found, rules, classes, wanted)
    return parts.select(_columns(parts, wanted))


def with_sums(part: pl.DataFrame, sums: Sequence[SumOf]) -> pl.DataFrame:
    """Fill blank figures that are sums of others of their row; unknown when a term is."""
    exprs: dict[str, pl.Expr] = {}
    for rule in sums:
        before = exprs.get(rule.field, pl.col(rule.field))
        exprs[rule.field] = (
            pl.when(pl.col(rule.field).is_null() & (pl.col("stage") == rule.stage)).then(sum_of(rule)).otherwise(before)
        )
    return part.with_columns(**exprs)


def sum_of(rule: SumOf) -> pl.Expr:
    """Return the sum of the rule's terms, null when one is unknown."""
    return reduce(add, map(pl.col, rule.terms))


def _table(name: str, tables: Tables) -> pl.DataFrame:
    """Return a table with all of the dictionary's columns (and `origin`), blank campuses as ""."""
    table = load().tables[name]
    frame = tables.get(name)
    if frame is None:
        return table.empty()
    if any(frame.schema.get(field) != kind for field, kind in table.schema.items()):
        origin = frame.select("origin") if "origin" in frame.columns else None
        frame = table.conform(frame)
        frame = frame if origin is None else frame.hstack(origin)
    if "campus" in table.fields and frame["campus"].null_count():
        frame = frame.with_columns(pl.col("campus").fill_null(""))
    return frame


def _parts(found: Index, rules: Rules, classes: pl.DataFrame, wanted: Collection[str] | None = None) -> pl.DataFrame:
    """Put the unit's fields beside each of its parts, with share, exclusion and computed columns."""
    own = found.parts.select(
        name for name in found.parts.columns if name in {"uid", "stage", "origin", *figures("part")}
    )
    if found.single:
        # Cheaper than gathering the same text from the units.
        places = ("year", "school_code", "campus")
        own = own.with_columns(*map(found.parts.get_column, places), found.parts["school_code"].alias("unit"))
    units = found.units.with_columns(_excluded_units(rules)).with_columns(_undecided_units(rules))
    if wanted is not None:
        kept = {*wanted, *ALWAYS, *figures("school"), "mask", "excluded"}
        units = units.select(name for name in units.columns if name in kept)
    units = units.rename({"origin": "school_origin"}, strict=False).drop("gid", "alone", *own.columns, strict=False)
    parts = pl.concat([own, units[found.parts["uid"]]], how="horizontal")
    parts = with_shares(parts, rules.weights, rules.stages).with_columns(_excluded(rules))
    parts = parts.with_columns(pl.when(pl.col("excluded").is_null()).then(pl.col("undecided")).alias("undecided"))
    if wanted is None or "school_pupils" in wanted:
        parts = parts.with_columns(_school_pupils(rules))
    if wanted is None or not {"largest_class", "migrant_share"}.isdisjoint(wanted):
        parts = with_largest_class(parts, classes, found).with_columns(migrant_share("pupils"))
    return _with_origin(parts)


def _excluded_units(rules: Rules) -> pl.Expr:
    """Return why a whole unit is not judged, null when nothing speaks against it."""
    reason = pl.when(_among("kind_group", rules.exclude_kinds)).then(pl.lit("kind"))
    return reason.when(_among("sponsor", rules.exclude_sponsors)).then(pl.lit("sponsor")).alias("excluded")


def _among(name: str, codes: Collection[str]) -> pl.Expr:
    """Tell whether column `name` holds one of a few `codes`: comparing with each is faster than `is_in`."""
    return pl.any_horizontal(pl.lit(value=False), *(pl.col(name) == code for code in sorted(codes)))


def _excluded(rules: Rules) -> pl.Expr:
    """Return why a row is not judged, null when it is; unknown figures never leave a row out."""
    reason = (
        pl.when(pl.col("excluded").is_not_null())
        .then(pl.col("excluded"))
        .when(~_among("stage", rules.stages).fill_null(False))
        .then(pl.lit("stage"))
    )
    if rules.teaching_point_minimum is not None:
        small = (pl.col("kind_group") == "teaching_point") & (pl.col("pupils") < rules.teaching_point_minimum)
        reason = reason.when(small).then(pl.lit("small_point"))
    return reason.when(pl.col("pupils") == 0).then(pl.lit("no_pupils")).alias("excluded")


def _undecided_units(rules: Rules) -> pl.Expr:
    """Return the blank field without which it cannot be told whether a unit is judged, null when all is told."""
    no_kind = pl.lit(bool(rules.exclude_kinds)) & pl.col("kind_group").is_null()
    no_sponsor = pl.col("sponsor").is_null() if rules.exclude_sponsors else pl.lit(value=False)
    blank = pl.when(no_kind).then(pl.lit("kind")).when(no_sponsor).then(pl.lit("sponsor"))
    return pl.when(pl.col("excluded").is_null()).then(blank).alias("undecided")


def _school_pupils(rules: Rules) -> pl.Expr:
    """Return the pupils of the unit's judged stages together, null when those of one are unknown."""
    counted = pl.when(_among("stage", rules.stages)).then(pl.col("pupils")).otherwise(0)
    known = counted.is_not_null().all().over("uid")
    return pl.when(known).then(counted.sum().over("uid")).alias("school_pupils")


def _with_origin(parts: pl.DataFrame) -> pl.DataFrame:
    origins = [name for name in ("origin", "school_origin") if name in parts.columns]
    if not origins:
        return parts
    return parts.with_columns(pl.concat_str(origins, separator=";", ignore_nulls=True).alias("origin"))


def _columns(parts: pl.DataFrame, wanted: Collection[str] | None = None) -> list[str]:
    columns = [
        *DIMENSIONS,
        *figures("part"),
        *figures("school"),
        "largest_class",
        "migrant_share",
        "school_pupils",
        "origin",
    ]
    kept = parts.columns if wanted is None else {*wanted, *ALWAYS} & set(parts.columns)
    return [name for name in columns if name in kept]


def _placed(records: pl.DataFrame, found: Index) -> pl.DataFrame:
    """Add county_code, unit, kind_group and locale_group to classes or rooms."""
    added = ["county_code", "unit", "kind_group", "locale_group"]
    units = found.units.select(name for name in HEAD if name in added)
    places = found.campuses.hstack(units[found.campuses["uid"]]).drop("uid")
    return records.join(places, on=["year", "school_code", "campus"], how="left", maintain_order="left")
