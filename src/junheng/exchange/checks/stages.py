"""Schools whose stages are not those of their kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from msgspec import structs

from junheng.dictionary import Dictionary, Field, Severity, Title
from junheng.exchange.checks import words
from junheng.exchange.model import Fault

_WANTED = "@wanted"


def unlike(dictionary: Dictionary, school: pl.DataFrame, part: pl.DataFrame, listed: int) -> Iterator[Fault]:
    """Yield each row of a stage that its school's kind has not, and each school that lacks a compulsory stage.

    The campuses of a school count together: the stages of their kinds, and the stages they show. A school of which
    some campus' kind is blank or indefinite may have any stage. Up to `listed` of either are named, the rest counted.
    """
    rule = dictionary.checks.stages
    kinds = [kind for kind in dictionary.codes["kind"].codes.items() if kind[1].group not in rule.indefinite]
    pairs = [(code, stage) for code, kind in kinds for stage in kind.stages]
    of_kinds = pl.DataFrame(pairs, schema={"kind": pl.String, "stage": pl.String}, orient="row")
    schools = school.filter(pl.all_horizontal(pl.col(rule.on).is_not_null()))
    wanted = schools.join(of_kinds, on="kind", how="inner", maintain_order="left")
    unsure = schools.join(of_kinds, on="kind", how="anti")
    sure = schools.join(unsure, on=rule.on, how="anti", maintain_order="left")
    yield from _strangers(dictionary, sure, wanted, part, listed)
    yield from _missing(dictionary, wanted, part, listed)


def _strangers(
    dictionary: Dictionary, sure: pl.DataFrame, wanted: pl.DataFrame, part: pl.DataFrame, listed: int
) -> Iterator[Fault]:
    rule = dictionary.checks.stages
    field = dictionary.field("part", "stage")
    strange = part.filter(~pl.col("stage").is_in(rule.anywhere)).join(
        wanted, on=[*rule.on, "stage"], how="anti", maintain_order="left"
    )
    if strange.is_empty():
        return
    strange = strange.join(
        sure.select(*rule.on, "school_name", "kind").unique(rule.on, keep="first", maintain_order=True),
        on=rule.on,
        how="inner",
        maintain_order="left",
    )
    for row in strange.head(listed).iter_rows(named=True):
        kind, stage = _kind(dictionary, row), words.value(dictionary, field, row["stage"])
        expected = Title(
            f"{_name(row)}的办学类型为{kind.zh}，却有{stage.zh}学段的数据",
            f"{_name(row)} is filed as {kind.en} but has figures of the stage {stage.en}",
        )
        remedy = Title("请核对办学类型或学段", "check the kind of school or the stage")
        yield words.fault(row, "stages", rule.stranger, field, (expected, remedy), value=stage.zh)
    yield from _more(strange, listed, field, rule.stranger)


def _missing(dictionary: Dictionary, wanted: pl.DataFrame, part: pl.DataFrame, listed: int) -> Iterator[Fault]:
    rule = dictionary.checks.stages
    field = dictionary.field("school", "kind")
    absent = (
        wanted.filter(pl.col("stage").is_in(rule.compulsory))
        .join(part, on=[*rule.on, "stage"], how="anti", maintain_order="left")
        .unique([*rule.on, "stage"], keep="first", maintain_order=True)
    )
    if absent.is_empty():
        return
    without = absent.join(part, on="year", how="anti", maintain_order="left")
    yield from _years(without)
    named = (
        absent.join(part, on="year", how="semi", maintain_order="left")
        .with_columns(pl.col("stage").implode().over(rule.on).alias(_WANTED))
        .unique(rule.on, keep="first", maintain_order=True)
    )
    for row in named.head(listed).iter_rows(named=True):
        kind = _kind(dictionary, row)
        stages = [words.value(dictionary, dictionary.field("part", "stage"), stage) for stage in row[_WANTED]]
        expected = Title(
            f"{_name(row)}：{kind.zh}缺{'、'.join(stage.zh for stage in stages)}学段数据，按未填处理",
            f"{_name(row)}: a {kind.en} without figures of {', '.join(stage.en for stage in stages)}; taken as blank",
        )
        remedy = Title("请在“学段数据”表补上，或核对办学类型", "add them to School part, or check the kind of school")
        yield words.fault(row, "stages", rule.missing, field, (expected, remedy))
    yield from _more(named, listed, field, rule.missing)


def _years(absent: pl.DataFrame) -> Iterator[Fault]:
    """Yield one doubt for each year that the parts leave out altogether."""
    for _, rows in absent.group_by("year", maintain_order=True):
        row = rows.row(0, named=True)
        file, sheet, _ = words.origin(row)
        count = rows["school_code"].n_unique()
        yield Fault(
            severity="doubt",
            kind="stages",
            file=file,
            sheet=sheet,
            expected=Title(
                f"{row['year']} 学年有 {count} 所学校，“学段数据”没有这一学年，按未填处理",
                f"{count} schools in {row['year']}, but School part has no row of that year; taken as blank",
            ),
            remedy=Title("请补上这一学年的学段数据，或核对学年", "add that year to School part, or check the years"),
        )


def _more(found: pl.DataFrame, listed: int, field: Field, severity: Severity) -> Iterator[Fault]:
    """Yield the fault that counts what was not listed."""
    if found.height > listed:
        rest = found.height - listed
        said = Title(f"另有 {rest} 处学段不符未逐一列出", f"{rest} more stages that do not fit are not listed")
        remedy = Title("请核对办学类型和学段", "check the kinds of school and the stages")
        one = words.fault(found.row(0, named=True), "stages", severity, field, (said, remedy))
        yield structs.replace(one, row=None)


def _kind(dictionary: Dictionary, row: Mapping[str, Any]) -> Title:
    return words.value(dictionary, dictionary.field("school", "kind"), row["kind"])


def _name(row: Mapping[str, Any]) -> str:
    return str(row["school_name"] or row["school_code"])
