"""Checks over the whole of a table: a key stands for one row, a code for one name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from junheng.dictionary import Field, Table, Title, load
from junheng.exchange.model import Fault
from junheng.exchange.raw.limits import Limits
from junheng.exchange.typed.fill import ORIGIN
from junheng.exchange.words import doubt, fault, shorten

_FIRST = "@first"
_PLACE = "@place"


@dataclass(slots=True)
class Keyed:
    """A table whose keys are whole and unique, and what stood in the way."""

    frame: pl.DataFrame
    faults: list[Fault] = field(default_factory=list)


def unique(table: Table, frame: pl.DataFrame, columns: Mapping[str, Mapping[str, str]], limits: Limits) -> Keyed:
    """Return the rows with a whole key, the first of each key, and a fault for every other naming both rows.

    Rows without a whole key were named when their cells were read. `columns` gives, by `file|sheet`, the column
    letters of the fields. Two schools of one name and different codes are two schools, and no fault.
    """
    key = list(table.key)
    whole = frame.filter(pl.all_horizontal(pl.col(key).is_not_null())) if frame.height else frame
    if whole.select(key).is_duplicated().any():
        marked = whole.with_columns(
            pl.int_range(pl.len()).over(key).alias(_PLACE), pl.col(ORIGIN).first().over(key).alias(_FIRST)
        )
        again = marked.filter(pl.col(_PLACE) > 0)
        faults = [_twice(table, row, columns) for row in again.head(limits.listed).iter_rows(named=True)]
        if again.height > limits.listed:
            faults.append(_more(table, again.height - limits.listed, faults[0].file))
        whole = marked.filter(pl.col(_PLACE) == 0).drop(_PLACE, _FIRST)
        return Keyed(whole, faults + _names(whole, columns))
    return Keyed(whole, _names(whole, columns))


def split_origin(origin: str) -> tuple[str, str | None, int]:
    """Return the file, sheet and row of an origin `file|sheet|row`."""
    front, _, row = origin.rpartition("|")
    file, _, sheet = front.rpartition("|")
    return file, sheet or None, int(row)


def _where(origin: str, other: str) -> Title:
    """Return where `other` is, as seen from `origin`: the row alone in the same sheet, else with sheet and file."""
    file, sheet, row = split_origin(other)
    front = "" if (file, sheet) == split_origin(origin)[:2] else " › ".join(filter(None, (file, sheet))) + " "
    return Title(f"{front}第 {row} 行", f"{front}row {row}")


def _twice(table: Table, row: Mapping[str, object], columns: Mapping[str, Mapping[str, str]]) -> Fault:
    file, sheet, number = split_origin(str(row[ORIGIN]))
    first = _where(str(row[ORIGIN]), str(row[_FIRST]))
    name = next((name for name in table.key if name.endswith(("_code", "_id", "_no"))), table.key[-1])
    shown = "，".join(
        f"{table.fields[key].zh} {_said(table.fields[key], row[key])}" for key in table.key if row[key] != ""
    )
    return fault(
        "duplicate",
        file,
        Title(f"与{first.zh}重复（{shown}）", f"the same key as {first.en}"),
        Title("请删去或改正其中一行；只读了前一行", "remove or mend one of the two; only the first was read"),
        sheet=sheet,
        row=number,
        column=columns.get(f"{file}|{sheet or ''}", {}).get(name),
        header=table.fields[name].zh,
        field=name,
        value=shorten(str(row[name])),
    )


def _said(field: Field, value: object) -> str:
    """Return a value of the key as an officer knows it: a code by its title."""
    code = load().codes[field.codes].codes.get(str(value)) if field.codes else None
    return str(value) if code is None else code.zh


def _more(table: Table, count: int, file: str) -> Fault:
    return fault(
        "duplicate",
        file,
        Title(f"表“{table.title.zh}”另有 {count} 行重复未逐一列出", f"{count} more duplicate rows are not listed"),
        Title("请检查是否把同一份数据粘贴了两次", "check whether the same rows were pasted twice"),
    )


def _names(frame: pl.DataFrame, columns: Mapping[str, Mapping[str, str]]) -> list[Fault]:
    """Return a doubt for each code that goes under different names in one year."""
    if not {"school_name", "school_code", "year"} <= set(frame.columns) or frame.is_empty():
        return []
    named = frame.filter(pl.col("school_name").is_not_null())
    first = pl.col("school_name").first().over("year", "school_code")
    unlike = named.with_columns(
        first.alias("@name"), pl.col(ORIGIN).first().over("year", "school_code").alias(_FIRST)
    ).filter(pl.col("school_name") != pl.col("@name"))
    return [_renamed(row, columns) for row in unlike.iter_rows(named=True)]


def _renamed(row: Mapping[str, object], columns: Mapping[str, Mapping[str, str]]) -> Fault:
    file, sheet, number = split_origin(str(row[ORIGIN]))
    first = _where(str(row[ORIGIN]), str(row[_FIRST]))
    return doubt(
        "name",
        file,
        Title(
            f"标识码 {row['school_code']} 在{first.zh}叫“{row['@name']}”",
            f"code {row['school_code']} is called “{row['@name']}” in {first.en}",
        ),
        Title("请核对是校区名称，还是标识码填错", "check whether it is a campus, or a wrong code"),
        sheet=sheet,
        row=number,
        column=columns.get(f"{file}|{sheet or ''}", {}).get("school_name"),
        header="学校名称",
        field="school_name",
        value=shorten(str(row["school_name"])),
    )
