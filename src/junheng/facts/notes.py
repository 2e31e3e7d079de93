"""What a reader of the facts must know: figures that were worked out, sources that differ, rows that are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from junheng.dictionary import SumOf, Title, load
from junheng.facts.compare import TRACE, Filled
from junheng.facts.model import Note
from junheng.facts.units import Index

LISTED = 20
"""Cases of one figure that get a note each; the last says how many there are."""

PLACE = ["year", "school_code", "campus", "stage"]


def about_lists(filled: Filled, school: pl.DataFrame) -> Iterator[Note]:
    """Yield notes on figures that differ from their list, were taken from one, or whose list was not usable."""
    differs = _placed(filled.differs, school)
    for rows in _by_county(differs, "table", "field", "list"):
        yield from _differences(rows, "名册(清单)推算", "its list gives")
    for rows in _by_county(_placed(filled.derived, school), "table", "field", "list"):
        field, of = _title(rows[0]), load().tables[rows[0]["list"]].title
        zh = f"{len(rows)} 处“{field.zh}”未填，按“{of.zh}”推算"
        en = f"{len(rows)} blank figures “{field.en}” were worked out from the table “{of.en}”"
        yield _note("derived", rows, Title(zh, en), field=rows[0]["field"])
    for row in _placed(filled.unplaced, school).sort("list", *PLACE).to_dicts():
        of = load().tables[row["list"]].title
        if row["school_code"] is None or row["year"] is None:
            zh = f"“{of.zh}”中有记录未填学校标识码或学年，这张表没有用来推算任何数据；请补填"
            en = f"records of the table “{of.en}” name no school or year, so it was not used; complete them"
        else:
            zh = f"“{of.zh}”中学校 {row['school_code']} 有记录未填学段，没有用来推算该校数据；请补填"
            en = f"records of the table “{of.en}” for school {row['school_code']} name no stage: it was not used there"
        yield _note("unplaced", [row], Title(zh, en))


def about_sums(part: pl.DataFrame, sums: Sequence[SumOf], school: pl.DataFrame) -> Iterator[Note]:
    """Yield notes on figures of `part` (as filed) that are, or should be, the sum of others of their row."""
    blank, differ = [pl.DataFrame(schema=TRACE)], [pl.DataFrame(schema=TRACE)]
    for rule in sums:
        filed, summed = pl.col(rule.field), sum(map(pl.col, rule.terms), start=pl.lit(0))
        found = part.filter((pl.col("stage") == rule.stage) & summed.is_not_null() & filed.ne_missing(summed)).select(
            pl.lit("part").alias("list"),
            pl.lit(rule.table).alias("table"),
            pl.lit(rule.field).alias("field"),
            *PLACE,
            filed.cast(pl.String).alias("filed"),
            summed.cast(pl.String).alias("listed"),
        )
        blank.append(found.filter(pl.col("filed").is_null()))
        differ.append(found.filter(pl.col("filed").is_not_null()))
    counted = _placed(pl.concat(blank), school).group_by("county_code", "year", "table", "field").len()
    for row in counted.sort("county_code", "year", "field", nulls_last=True).to_dicts():
        field, count = _title(row), row["len"]
        text = Title(
            f"{count} 处“{field.zh}”未填，按学历各列推算",
            f"{count} blank figures “{field.en}” were worked out from the other columns of their row",
        )
        yield Note("derived", "", None, row["field"], text, row["county_code"], row["year"])
    for rows in _by_county(_placed(pl.concat(differ), school), "table", "field"):
        yield from _differences(rows, "按学历各列推算", "the other columns of its row give")


def about_units(found: Index) -> Iterator[Note]:
    """Yield notes on parts that are missing, have no school row or came twice, and on campuses taken together."""
    stages = load().codes["stage"].codes
    for row in found.missing.sort("year", "school_code", "campus", "stage").to_dicts():
        stage = stages[row["stage"]]
        text = Title(
            f"学校 {_label(row)} 缺“{stage.zh}”学段数据，按未填处理",
            f"school {_label(row)} filed nothing for its stage “{stage.en}”: its figures are unknown",
        )
        yield _note("missing", [row], text, stage=row["stage"])
    for row in found.orphans.sort("year", "school_code", "campus", "stage", nulls_last=True).to_dicts():
        text = Title(
            f"学校 {_label(row)} 有学段数据，但学校情况表中没有该校(校区)",
            f"school {_label(row)} has figures for a stage but no row in the school table",
        )
        yield _note("orphan", [row], text, stage=row["stage"])
    for row in found.units.filter(pl.int_range(pl.len()).is_in(found.merged["uid"].to_list())).sort("unit").to_dicts():
        text = Title(
            f"学校 {row['unit']} 的多个校区合并计算", f"the campuses of school {row['unit']} are counted together"
        )
        yield Note("merged", row["unit"], None, None, text, row["county_code"], row["year"])
    for row in found.doubled.unique().sort("year", "school_code", nulls_last=True).to_dicts():
        text = Title(
            f"学校 {row['school_code']} 有重复的行；内容一致的保留，不一致的按未填处理",
            f"school {row['school_code']} has rows with the same key: what they disagree on is unknown",
        )
        yield _note("duplicate", [row], text)


def _differences(rows: Sequence[Mapping[str, Any]], zh: str, en: str) -> Iterator[Note]:
    field = _title(rows[0])
    for row in rows[:LISTED]:
        text = Title(
            f"学校 {_label(row)}“{field.zh}”填报 {row['filed']}，{zh} {row['listed']}；"
            f"以填报为准(共 {len(rows)} 处不一致)",
            f"school {_label(row)}: “{field.en}” filed as {row['filed']}, {en} {row['listed']}; "
            f"the filed figure is used ({len(rows)} such differences)",
        )
        yield _note("differs", [row], text, field=row["field"], stage=row["stage"])


def _placed(trace: pl.DataFrame, school: pl.DataFrame) -> pl.DataFrame:
    """Add the county of each row."""
    counties = school.select("year", "school_code", "county_code").unique(["year", "school_code"], keep="any")
    return trace.join(counties, on=["year", "school_code"], how="left")


def _by_county(trace: pl.DataFrame, *keys: str) -> Iterator[list[dict[str, Any]]]:
    by = ["county_code", "year", *keys]
    ordered = trace.sort(*by, *(key for key in PLACE if key not in by), nulls_last=True)
    for rows in ordered.partition_by(by, maintain_order=True):
        yield rows.to_dicts()


def _title(row: Mapping[str, Any]) -> Title:
    return load().field(row["table"], row["field"]).title


def _label(row: Mapping[str, Any]) -> str:
    campus = row.get("campus")
    return f"{row['school_code']}/{campus}" if campus else f"{row['school_code']}"


def _note(
    kind: str, rows: Sequence[Mapping[str, Any]], text: Title, *, field: str | None = None, stage: str | None = None
) -> Note:
    row = rows[0]
    unit = (row["school_code"] or "") if len(rows) == 1 else ""
    return Note(kind, unit, stage, field, text, row.get("county_code"), row["year"])
