"""Figures that move oddly from one year to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from junheng.dictionary import Dictionary, Field, Table, Title
from junheng.exchange.checks import words
from junheng.exchange.model import Fault

_BEFORE = "@before"


def jumps(dictionary: Dictionary, table: Table, frame: pl.DataFrame) -> Iterator[Fault]:
    """Yield steady figures that moved by more than the share against the year before.

    Those that moved by the factor or more are put as slips of the unit or of a digit.
    """
    steady = [field for field in table.fields.values() if field.steady]
    if not steady or "year" not in table.key or frame["year"].n_unique() < 2:
        return
    numerator, denominator = dictionary.checks.jump.share.as_integer_ratio()
    on = list(table.key)
    names = [field.name for field in steady]
    before = frame.select(
        pl.col("year") + 1, *(name for name in on if name != "year"), pl.col(names).name.suffix(_BEFORE)
    )
    both = frame.join(before.unique(on, keep="none"), on=on, how="inner", maintain_order="left")

    def moved(field: Field) -> pl.Expr:
        now, then = pl.col(field.name), pl.col(f"{field.name}{_BEFORE}")
        return (now - then).abs() * denominator > then * numerator

    # One look tells which figures moved anywhere: most move nowhere.
    for field, anywhere in zip(steady, both.select(moved(field).any() for field in steady).row(0), strict=True):
        if anywhere:
            for row in both.filter(moved(field)).iter_rows(named=True):
                yield _jump(dictionary, table, field, row)


def _jump(dictionary: Dictionary, table: Table, field: Field, row: Mapping[str, Any]) -> Fault:
    stage, unit = words.stage(dictionary, table, row), words.unit(dictionary, field)
    year, now, then = row["year"], row[field.name], row[f"{field.name}{_BEFORE}"]
    new, old = (words.number(dictionary, field, figure) for figure in (now, then))
    by, remedy = _slip(dictionary, field, now, then) or _move(dictionary)
    expected = Title(
        f"{stage.zh}{field.zh} {year - 1} 学年 {old}{unit}，{year} 学年 {new}{unit}，{by.zh}",
        f"{stage.en}{field.en} {old} in {year - 1}, {new} in {year}: {by.en}",
    )
    # A sheet may be in another unit than the one shown: only a figure in the stored unit stands in the cell as it is.
    value = None if field.shown else new
    return words.fault(row, "jump", "doubt", field, (expected, remedy), value=value)


def _move(dictionary: Dictionary) -> tuple[Title, Title]:
    most = f"{words.plain(dictionary.checks.jump.share * 100)} %"
    return (
        Title(f"变动超过 {most}", f"moved by more than {most}"),
        Title("如属实可不改，否则请核对两年的数据", "leave it if it is so, else check the figures of both years"),
    )


def _slip(dictionary: Dictionary, field: Field, now: Decimal | int, then: Decimal | int) -> tuple[Title, Title] | None:
    """Return the words for a figure that became so many times as much or as little; None for a smaller move."""
    less, more = sorted((Decimal(now), Decimal(then)))
    if less <= 0 or more < less * dictionary.checks.jump.factor:
        return None
    times = words.plain((more / less).quantize(Decimal("0.1"), ROUND_HALF_UP))
    change = (
        Title(f"约为上年的 {times} 倍", f"about {times} times as much")
        if now > then
        else Title(f"约为上年的 1/{times}", f"about 1/{times} of it")
    )
    if field.type == "integer":
        return (
            Title(f"{change.zh}，可能多填或少填了一位", f"{change.en}; a digit may be missing or too many"),
            Title("如属实可不改，否则请核对两年的数据", "leave it if it is so, else check the figures of both years"),
        )
    stored = dictionary.units[field.unit or ""].title
    units = Title(stored.zh, stored.en) if field.shown is None else Title(*[f"{stored.zh}/{field.shown}"] * 2)
    return (
        Title(f"{change.zh}，单位可能填错（{units.zh}）", f"{change.en}; the unit may be wrong ({units.en})"),
        Title(
            "如属实可不改，否则请核对单位、小数点和两年的数据",
            "leave it if it is so, else check the unit, the decimal point and the figures of both years",
        ),
    )
