"""A value comes out the same in whatever form and type it went in."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.dictionary import Field, load
from junheng.exchange.typed.convert import CONVERTERS, Converted, tidy
from junheng.exchange.typed.figures import figures

PUPILS = load().field("part", "pupils")
EQUIPMENT = load().field("school", "equipment_value")
AREA = load().field("school", "teaching_area")
LONGITUDE = load().field("school", "longitude")
BORN = load().field("pupil", "birth_date")
YEAR = load().field("school", "year")
CODE = load().field("school", "school_code")
NAME = load().field("school", "school_name")
BOARDING = load().field("school", "boarding")
KIND = load().field("school", "kind")
IDENTITY = load().field("pupil", "identity_number")
WAN = Decimal(10_000)


def figure(value: object, target: Field, factor: Decimal = Decimal(1)) -> Converted:
    return figures(tidy(pl.Series([value])), target, factor)


def other(value: object, target: Field, *, relaxed: bool = False) -> Converted:
    return CONVERTERS[target.type](tidy(pl.Series([value])), target, relaxed)


def grouped(value: int | Decimal) -> str:
    return f"{value:,}"


def full_width(text: str) -> str:
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,-+"})


@settings(deadline=None)
@given(st.integers(0, 20_000), st.data())
def test_a_whole_number_is_the_same_in_every_form(value: int, data: st.DataObject) -> None:
    forms: list[object] = [
        value, float(value), str(value), f"{value}.0", grouped(value), full_width(str(value)),
        full_width(grouped(value)), f" {value}　", f"{value}人", f"{value} 名", f"+{value}", Decimal(value),
    ]  # fmt: skip
    done = figure(data.draw(st.sampled_from(forms)), PUPILS)
    assert done.values.to_list() == [value]
    assert not done.problems


@settings(deadline=None)
@given(st.decimals(0, 100_000, places=2), st.data())
def test_an_amount_is_the_same_in_every_form_and_unit(value: Decimal, data: st.DataObject) -> None:
    wan = value / WAN
    forms: list[tuple[object, Decimal]] = [
        *((form, Decimal(1)) for form in (str(value), float(value), value, grouped(value), full_width(str(value)))),
        (f"{value}元", WAN), (f"{wan:f}", WAN), (float(wan), WAN), (f"{wan:f}万元", Decimal(1)),
        (f"¥{value}", Decimal(1)), (f"{wan / WAN:f}", Decimal(100_000_000)), (float(value / 1000), Decimal(1000)),
    ]  # fmt: skip
    found, factor = data.draw(st.sampled_from(forms))
    done = figure(found, EQUIPMENT, factor)
    assert done.values.to_list() == [value]
    assert not done.problems


@settings(deadline=None)
@given(st.floats(0, 500_000, allow_nan=False, allow_subnormal=False))
def test_decimals_beyond_the_scale_are_rounded_half_up_and_said_so(value: float) -> None:
    done = figure(value, AREA)
    exact = Decimal(repr(value))
    kept = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert done.values.to_list() == [kept]
    if abs(Fraction(exact) - Fraction(kept)) > Fraction(1, 10**5):
        assert "rounded" in done.problems
    if exact == kept:
        assert not done.problems


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        (0.1 + 0.2, "0.30"),
        (4.35 * 100, "435.00"),
        (1.005, "1.01"),
        (2.675, "2.68"),
        (1234.5650000000001, "1234.57"),
        (1e-12, "0.00"),
    ],
)
def test_what_floats_add_is_taken_off_before_rounding(found: float, kept: str) -> None:
    assert figure(found, AREA).values.to_list() == [Decimal(kept)]


def test_a_float_artefact_is_no_doubt_and_a_third_is() -> None:
    assert not figure(0.1 + 0.2, AREA).problems
    assert list(figure(1 / 3, AREA).problems) == ["rounded"]


def test_a_unit_in_the_cell_counts_before_the_one_in_the_header() -> None:
    assert figure("350元", EQUIPMENT, WAN).values.to_list() == [Decimal("350.00")]


def test_a_unit_of_another_measure_is_a_fault() -> None:
    assert list(figure("350平方米", EQUIPMENT).problems) == ["type"]


@pytest.mark.parametrize("found", ["45.6", 45.6, "很多", True, dt.date(2025, 3, 1), "=45", float("inf")])
def test_what_is_no_whole_number_is_a_fault_and_no_value(found: object) -> None:
    done = figure(found, PUPILS)
    assert set(done.problems) <= {"type", "formula"}
    assert done.wrong().to_list() == [True]


@pytest.mark.parametrize(("found", "factor"), [(-1, 1), (20_001, 1), ("-1", 1), ("1e17", 1), (3, 10_000)])
def test_a_figure_out_of_bounds_is_a_fault(found: object, factor: int) -> None:
    assert list(figure(found, PUPILS, Decimal(factor)).problems) in (["range"], ["type"])


def test_blank_is_unknown_and_not_zero() -> None:
    for blank in (None, "", "   ", "　", float("nan"), "\u200b"):
        done = figure(pl.Series([blank], dtype=pl.String if isinstance(blank, str) else pl.Float64)[0], PUPILS)
        assert done.values.to_list() == [None]
        assert not done.problems


def test_six_decimals_of_a_place_are_kept() -> None:
    assert figure(101.123457, LONGITUDE).values.to_list() == [Decimal("101.123457")]
    assert figure("-179.999999", LONGITUDE).values.to_list() == [Decimal("-179.999999")]


@settings(deadline=None)
@given(st.dates(dt.date(1950, 1, 1), dt.date(2050, 12, 31)), st.data())
def test_a_date_is_the_same_in_every_form(value: dt.date, data: st.DataObject) -> None:
    y, m, d = value.year, value.month, value.day
    serial = (value - dt.date(1899, 12, 30)).days
    forms: list[object] = [
        value, dt.datetime.combine(value, dt.time()), dt.datetime.combine(value, dt.time(8, 30)),
        f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}.{m:02}.{d}", f"{y}年{m}月{d}日", f"{y}{m:02}{d:02}", str(serial),
        float(serial), float(f"{y}{m:02}{d:02}"), f"{y}-{m:02}-{d:02} 00:00:00", full_width(f"{y}-{m}-{d}"),
    ]  # fmt: skip
    done = other(data.draw(st.sampled_from(forms)), BORN)
    assert done.values.to_list() == [value]
    assert not done.problems


def test_a_month_given_as_a_number_is_not_guessed() -> None:
    assert list(other(2016.1, BORN).problems) == ["type"]
    assert list(other("2016.1", BORN).problems) == ["type"]
    assert other("2016.10", BORN).values.to_list() == [dt.date(2016, 10, 1)]


@settings(deadline=None)
@given(st.integers(1950, 2090), st.data())
def test_a_year_is_the_same_in_every_form(value: int, data: st.DataObject) -> None:
    forms: list[object] = [
        value,
        float(value),
        str(value),
        f"{value}年",
        f"{value}-{value + 1}",
        f"{value}—{value + 1}学年",
        f"{value}.0",
    ]
    done = other(data.draw(st.sampled_from(forms)), YEAR)
    assert done.values.to_list() == [value]
    assert not done.problems


@settings(deadline=None)
@given(st.integers(1_000_000_000, 9_999_999_999), st.data())
def test_a_school_code_survives_being_taken_for_a_number(value: int, data: st.DataObject) -> None:
    forms: list[object] = [str(value), float(value), value, f" {value} ", full_width(str(value)), f"'{value}"]
    done = other(data.draw(st.sampled_from(forms)), CODE)
    assert done.values.to_list() == [str(value)]
    assert not done.problems


@pytest.mark.parametrize(
    ("found", "target", "problem"),
    [
        ("314200012", CODE, "pattern"),
        ("31420001234", CODE, "pattern"),
        ("314200012a", CODE, "pattern"),
        ("٣١٤٢٠٠٠١٢٣", CODE, "pattern"),
        ("3.142E+09", CODE, "digits"),
        (330102200901011234.0, IDENTITY, "digits"),
        ("3.30102200901011E+17", IDENTITY, "digits"),
        ("=cmd|1", NAME, "formula"),
        ("@第一小学", NAME, "formula"),
        (dt.date(2025, 3, 1), NAME, "type"),
        ("2025-03-01 00:00:00", NAME, "type"),
        ("也许", BOARDING, "type"),
        (2.0, BOARDING, "type"),
        ("大学", KIND, "code"),
        (999.0, KIND, "code"),
    ],
)
def test_what_does_not_fit_is_named_for_what_it_is(found: object, target: Field, problem: str) -> None:
    done = other(found, target)
    assert list(done.problems) == [problem]
    assert done.wrong().to_list() == [True]


def test_names_keep_their_text() -> None:
    for name in ("第一小学", "-13800138000", "A&B 学校（东区）", "３号校区"):
        assert other(f"  {name}\n", NAME).values.to_list() == [name]


def test_relaxed_fields_take_foreign_codes() -> None:
    assert other("ABC0050", CODE, relaxed=True).values.to_list() == ["ABC0050"]
    assert other("SJKC", KIND, relaxed=True).values.to_list() == ["SJKC"]
    assert other("小学", KIND, relaxed=True).values.to_list() == ["211"]


@pytest.mark.parametrize("height", [5, 5_000])
def test_large_and_small_columns_are_read_alike(height: int) -> None:
    texts = ["12", "１３", "14人", "坏", None]
    done = figures(tidy(pl.Series(texts * (height // 5))), PUPILS, Decimal(1))
    assert done.values.to_list() == [12, 13, 14, None, None] * (height // 5)
    assert done.problems["type"].to_list() == [False, False, False, True, False] * (height // 5)
