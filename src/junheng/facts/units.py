"""Who is a school: records joined to their school row, campuses gathered into units.

In a school with several stages a campus that holds one stage alone counts as a school of that stage; all other
campuses of a school count together (教督〔2017〕6号). Integers stand for keys on the way: `gid` for a school and year,
`sid` for a row of `school`, `uid` for a unit and year (the row's place in `Index.units`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from junheng.dictionary import load
from junheng.facts.model import Rules

HEAD = (
    "year", "county_code", "school_code", "campus", "school_name", "kind", "locale", "sponsor", "township", "boarding",
    "built_year", "longitude", "latitude",
)  # fmt: skip
"""Fields a unit takes from its main campus."""

ALONE = ("primary", "junior", "senior")
"""Stages whose one-stage schools form a group of kinds of the same name."""


@dataclass(frozen=True, slots=True)
class Index:
    """Part records and the units they belong to.

    `parts`: the part records (those missing added, with null figures), one per unit and stage, with `uid`.
    `units`: HEAD, unit, kind_group, locale_group, sponsor_group, the school figures, `mask` (bits of its stages).
    `single`: no school has a second campus, so a part's own year, school code and campus are its unit's.
    `campuses`: year, school_code, campus and uid of every school row. What notes tell: `missing` and `orphans` (year,
    school_code, campus, stage), `merged` (uid), `doubled` (year, school_code).
    """

    parts: pl.DataFrame
    units: pl.DataFrame
    single: bool
    campuses: pl.DataFrame
    missing: pl.DataFrame
    orphans: pl.DataFrame
    merged: pl.DataFrame
    doubled: pl.DataFrame


def figures(table: str) -> list[str]:
    """Return the numeric fields of `table` that are figures, not part of the head."""
    return [name for name, field in load().tables[table].fields.items() if field.numeric and name not in HEAD]


def bits() -> dict[str, int]:
    """Return a bit for every stage of the code list."""
    return {stage: 1 << place for place, stage in enumerate(load().codes["stage"].codes)}


def _look_up(name: str, values: Mapping[str, object], dtype: type[pl.DataType]) -> pl.Expr:
    """Return what `values` holds for the code in column `name`, null when it holds nothing."""
    # Twice as fast as replace_strict on a nation's schools.
    places = pl.col(name).cast(pl.Enum(list(values)), strict=False).to_physical()
    return pl.lit(pl.Series(name, list(values.values()), dtype)).gather(places)


def _group(name: str) -> pl.Expr:
    """Return the group of the code in column `name` as NAME_group, null when the code is blank or has none."""
    groups = {code: entry.group for code, entry in load().codes[name].codes.items()}
    return _look_up(name, groups, pl.String).alias(f"{name}_group")


def number(part: pl.DataFrame, school: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add `gid`, an integer for a school and year, to both frames."""
    # Ten-digit school codes are integers already: no dictionary of strings is needed.
    numbered = [
        frame.with_columns((_year() + pl.col("school_code").cast(pl.Int64, strict=False)).alias("gid"))
        for frame in (part, school)
    ]
    if all(frame["gid"].null_count() == 0 and _plain(frame) for frame in numbered):
        return numbered[0], numbered[1]
    keys = ["year", "school_code"]
    known = pl.concat([school.select(keys), part.select(keys)]).unique(maintain_order=True).with_row_index("gid")
    known = known.with_columns(pl.col("gid").cast(pl.Int64))
    part, school = (frame.join(known, on=keys, how="left", nulls_equal=True) for frame in (part, school))
    return part, school


def _year() -> pl.Expr:
    return pl.col("year").cast(pl.Int64) * 10**10


def _plain(frame: pl.DataFrame) -> bool:
    """Tell whether every code is ten digits without a leading zero (so that text and number say the same)."""
    ten = pl.col("school_code").str.len_bytes() == 10
    return bool(frame.select(ten.all() & (pl.col("gid") - _year() >= 10**9).all()).item())


def expected_stages(rules: Rules) -> dict[str, int]:
    """Return by kind the bits of the stages its schools must show, for the kinds that have a judged stage.

    Beside the judged stages these are the ones that share in rooms and equipment: a complete secondary school
    that files no senior row has an unknown share, not one as if it had no senior pupils.
    """

    def asked(stage: str, group: str | None) -> bool:
        weights = rules.weights.get(group or "", rules.weights.get("default", {}))
        return stage in rules.stages or stage in weights

    return {
        code: sum(bits()[stage] for stage in entry.stages if asked(stage, entry.group))
        for code, entry in load().codes["kind"].codes.items()
        if not set(rules.stages).isdisjoint(entry.stages)
    }


def index(part: pl.DataFrame, school: pl.DataFrame, expected: Mapping[str, int]) -> Index:
    """Join, complete and gather the records of `part` and `school` (both with the dictionary's columns).

    `expected` holds, by kind, the bits of the stages whose missing part rows are added.
    """
    part, school = number(part, school)
    keys = ["gid", "campus"] if _campuses(part) or _campuses(school) else ["gid"]
    school, doubled = settle(school, keys)
    part = _to_school(part, school, keys)
    orphans = part.filter(pl.col("sid").is_null()).select("gid", "year", "school_code", "campus", "stage")
    if not orphans.is_empty():
        unknown = orphans.select("gid", "year", "school_code", "campus").unique(keys, maintain_order=True)
        school = pl.concat([school, unknown], how="diagonal")
        part = _to_school(part.drop("sid"), school, keys)
    mask, again = _held(part, len(school))
    if again:
        part, twice = settle(part, ["sid", "stage"])
        doubled = pl.concat([doubled, twice])
    school = _expect(school.with_row_index("sid").with_columns(mask), expected, keys)
    part, missing = _complete(part, school)
    school = school.with_columns(pl.col("mask") | pl.col("lacking")).drop("lacking")
    if "campus" not in keys:
        school = school.rename({"sid": "uid"}).with_columns(pl.col("school_code").alias("unit"))
        units, merged, parts = school, school.head(0).select("uid"), part.rename({"sid": "uid"})
    else:
        school, merged = _gather(school)
        parts = _merge_parts(part.join(school.select("sid", "uid"), on="sid", how="left").drop("sid"))
        units = _merge_units(school.drop("sid"))
    return Index(
        parts=parts,
        units=units.with_columns(
            _kind_group() if "campus" in keys else _group("kind"),
            *(_group(name) for name in ("locale", "sponsor") if name in units.columns),
        ),
        single="campus" not in keys,
        campuses=school.select("year", "school_code", "campus", "uid"),
        missing=missing,
        orphans=orphans,
        merged=merged,
        doubled=doubled,
    )


def _campuses(frame: pl.DataFrame) -> bool:
    return bool((frame["campus"] != "").any())


def settle(frame: pl.DataFrame, keys: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make one row of rows with the same key: values they agree on stay, the others become unknown.

    Returns the frame and the year and school code of the keys that came more than once.
    """
    places = frame.select(keys)
    if (places.to_series() if len(keys) == 1 else places).n_unique() == len(frame):
        return frame, frame.head(0).select("year", "school_code")
    again = places.is_duplicated()
    doubles = frame.filter(again)
    values = [name for name in frame.columns if name not in {*keys, "origin"}]
    agreed = doubles.group_by(keys).agg(*map(_agreed, values), *_origins(frame))
    return (
        pl.concat([frame.filter(~again), agreed.select(frame.columns)]),
        doubles.select("year", "school_code").unique(),
    )


def _to_school(part: pl.DataFrame, school: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Add `sid`, the place of each part's school row, null where there is none."""
    places = school.select(keys).with_row_index("sid")
    return part.hstack(part.select(keys).join(places, on=keys, how="left", maintain_order="left").select("sid"))


def _held(part: pl.DataFrame, schools: int) -> tuple[pl.Series, bool]:
    """Return, by school row, the `mask` of the stages it has part rows for, and whether a stage may come twice."""
    mask = pl.zeros(schools, dtype=pl.Int64, eager=True)
    once = 0
    for stage, bit in bits().items():
        # A flag at the place of each school: no grouping is needed, and flags fewer than rows show what comes twice.
        places = part["sid"].filter(part["stage"] == stage)
        if len(places):
            flags = pl.zeros(schools, dtype=pl.Boolean, eager=True).scatter(places, True)
            mask, once = mask | (flags.cast(pl.Int64) * bit), once + int(flags.sum())
    return mask.alias("mask"), once < len(part)


def _expect(school: pl.DataFrame, wanted: Mapping[str, int], keys: Sequence[str]) -> pl.DataFrame:
    """Add `lacking`: bits of the stages that are wanted of the school's kind and no part row shows.

    A campus without any row lacks all stages of its kind; a stage that no campus shows is lacking at the first.
    """
    expected = _look_up("kind", wanted, pl.Int64).fill_null(0)
    absent = expected & ~pl.col("mask")
    if "campus" not in keys:
        return school.with_columns(absent.alias("lacking"))
    empty = (pl.col("mask") == 0) & (expected > 0)
    first = pl.col("campus") == pl.col("campus").min().over("gid")
    together = pl.col("mask").bitwise_or().over("gid")
    return school.with_columns(
        pl.when(empty)
        .then(expected)
        .when(first & ~empty.any().over("gid"))
        .then(expected & ~together)
        .otherwise(0)
        .alias("lacking")
    )


def _complete(part: pl.DataFrame, school: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add a row with null figures for every part that is lacking; return the frame and the rows added."""
    lacking = school.filter(pl.col("lacking") > 0).select(
        "gid", "year", "school_code", "campus", "sid", "lacking", "county_code"
    )
    rows = [
        lacking.filter(pl.col("lacking") & bit > 0).with_columns(
            pl.lit(stage).alias("stage"), pl.lit(bit, pl.Int64).alias("bit")
        )
        for stage, bit in bits().items()
    ]
    added = pl.concat(rows).drop("lacking")
    if added.is_empty():
        return part, added
    return pl.concat([part, added.drop("county_code")], how="diagonal"), added


def _gather(school: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give every school row its `uid`, `unit` and whether it is `alone`; return them and the uids of several rows."""
    several = pl.len().over("gid") > 1
    mixed = pl.col("mask").bitwise_or().over("gid").bitwise_count_ones() > 1
    alone = several & mixed & (pl.col("mask").bitwise_count_ones() == 1)
    school = school.with_columns(alone.alias("alone"))
    all_alone = pl.col("alone").all().over("gid")
    unit = (
        pl.when(pl.col("alone") & ~((pl.col("campus") == "") & all_alone))
        .then(pl.col("school_code") + "/" + pl.col("campus"))
        .otherwise(pl.col("school_code"))
    )
    school = school.with_columns(unit.alias("unit"), pl.when("alone").then(pl.col("sid")).alias("own"))
    # The row with campus "" sorts first: it is the main campus.
    places = school.group_by("gid", "own").agg(pl.len().alias("rows")).with_row_index("uid")
    school = school.join(places, on=["gid", "own"], how="left", nulls_equal=True).drop("own")
    return school.drop("rows"), school.filter(pl.col("rows") > 1).select("uid").unique()


def _merge_units(school: pl.DataFrame) -> pl.DataFrame:
    """Return a row per unit in the order of `uid`: head of the main campus, figures added up."""
    again = school.select(pl.col("uid").is_duplicated()).to_series()
    heads = [name for name in school.columns if name not in {*figures("school"), "uid", "mask", "origin"}]
    merged = (
        school.filter(again)
        .sort("uid", "campus")
        .group_by("uid")
        .agg(
            *(pl.col(name).first() for name in heads),
            *added(school, figures("school")),
            pl.col("mask").bitwise_or(),
            *_origins(school),
        )
    )
    return pl.concat([school.filter(~again), merged.select(school.columns)]).sort("uid")


def _merge_parts(part: pl.DataFrame) -> pl.DataFrame:
    """Add up the part rows of one unit and stage."""
    again = part.select(pl.struct("uid", "stage").is_duplicated()).to_series()
    if not again.any():
        return part
    kept = [name for name in part.columns if name not in {*figures("part"), "uid", "stage", "origin"}]
    merged = (
        part.filter(again)
        .sort("uid", "stage", "campus")
        .group_by("uid", "stage")
        .agg(
            *(pl.col(name).first() for name in kept),
            *added(part, [name for name in figures("part") if name != "grades"]),
            # Campuses share their grades or not: only lists could tell.
            *([_agreed("grades")] if "grades" in part.columns else []),
            *_origins(part),
        )
    )
    return pl.concat([part.filter(~again), merged.select(part.columns)])


def added(frame: pl.DataFrame, names: Sequence[str]) -> list[pl.Expr]:
    """Return aggregations that add figures up: unknown when a term is; yes only when all say yes."""
    return [
        pl.col(name).all(ignore_nulls=False)
        if frame.schema[name] == pl.Boolean
        else pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum())
        for name in names
        if name in frame.columns
    ]


def _agreed(name: str) -> pl.Expr:
    return pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(name)


def _origins(frame: pl.DataFrame) -> list[pl.Expr]:
    return [pl.col("origin").str.join(";")] if "origin" in frame.columns else []


def _kind_group() -> pl.Expr:
    """Return the group of kinds; of a campus that is a school of its own, that of its one stage."""
    stages = {bits()[stage]: stage for stage in ALONE}
    own = pl.col("mask").replace_strict(stages, default=None, return_dtype=pl.String)
    group = _group("kind")
    several = {entry.group for entry in load().codes["kind"].codes.values() if len(entry.stages) > 1}
    of_its_own = pl.col("alone") & group.is_in(several)
    return pl.when(of_its_own).then(pl.coalesce(own, group)).otherwise(group).alias("kind_group")
