"""What people write means one thing, or nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from junheng.exchange.typed import surface


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("45", "45", ""),
        ("４５", "45", ""),
        ("45.0", "45.0", ""),
        ("45.", "45", ""),
        (".5", "0.5", ""),
        ("-3.50", "-3.50", ""),
        ("−3", "-3", ""),
        ("+7", "7", ""),
        ("1,234,567.89", "1234567.89", ""),
        ("１，２３４", "1234", ""),
        ("1 234", "1234", ""),
        ("¥1,200", "1200", ""),
        ("￥1200元", "1200", "元"),
        ("45人", "45", "人"),
        ("45 人", "45", "人"),
        ("12.5万元", "12.5", "万元"),
        ("15%", "15", "%"),
        ("1.2E+3", "1.2E+3", ""),
        ("3.5㎡", "3.5", "m2"),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    found = surface.figure(text)
    assert found is not None
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["", "-", ".", "12,34", "1,2345", "1.2.3", "约50", "九十", "1/3", "1-2", "1_000", "٣", "=1", "1..2"]
)
def test_what_is_no_figure_is_nothing(text: str) -> None:
    assert surface.figure(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2025",
        "2025年",
        "2025学年",
        "2025学年度",
        "2025-2026",
        "2025—2026学年",
        "2025－2026 学年",
        "2025/26",
        "2025.0",
        " 2025 ",
    ],
)
def test_a_school_year_is_the_year_it_starts_in(text: str) -> None:
    assert surface.year(text) == 2025


@pytest.mark.parametrize("text", ["25", "2025-2027", "2026-2025", "20255", "1025", "2025.5", "今年", "2025-09"])
def test_what_is_no_year_is_nothing(text: str) -> None:
    assert surface.year(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2016-09-01", "2016-9-1", "2016/9/1", "2016/09/01", "2016.9.1", "2016年9月1日", "2016 年 9 月 1 日", "20160901",
        "２０１６－９－１", "42614", "42614.0", "2016-09-01 00:00:00", "2016/9/1 8:30", "2016年9月", "2016-9",
        "2016/09", "201609", "2016.09",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_form(text: str) -> None:
    assert surface.date(text) == dt.date(2016, 9, 1)


@pytest.mark.parametrize(
    "text", ["2016-13-01", "2016-02-30", "9/1/2016", "16-9-1", "2016", "2016.1", "1812-01-01", "99999", "今天"]
)
def test_what_is_no_certain_date_is_nothing(text: str) -> None:
    assert surface.date(text) is None


@pytest.mark.parametrize("text", ["是", "有", "1", "1.0", "TRUE", "true", "√", "✓", "Y", "yes", "Ｙ", " 是 "])
def test_yes_is_said_in_many_ways(text: str) -> None:
    assert surface.boolean(text) is True


@pytest.mark.parametrize("text", ["否", "无", "没有", "0", "0.0", "FALSE", "×", "N", "no"])
def test_no_is_said_in_many_ways(text: str) -> None:
    assert surface.boolean(text) is False


@pytest.mark.parametrize("text", ["不详", "2", "也许", "-", "是否"])
def test_what_says_neither_is_nothing(text: str) -> None:
    assert surface.boolean(text) is None


@pytest.mark.parametrize(
    ("codes", "text", "code"),
    [
        ("kind", "211", "211"),
        ("kind", "211.0", "211"),
        ("kind", "小学", "211"),
        ("kind", "211 小学", "211"),
        ("kind", "211-小学", "211"),
        ("kind", "小学(211)", "211"),
        ("kind", "２１１　小学", "211"),
        ("kind", "primary school", "211"),
        ("kind", "九年一贯制", "312"),
        ("kind", "九年一贯制学校", "312"),
        ("sponsor", "10 民办", "10"),
        ("sponsor", "1", "1"),
        ("professional_title", "一级（中级）", "middle"),
        ("room_kind", "科学教室/实验室", "science"),
        ("degree", "Bachelor", "bachelor"),
    ],
)
def test_a_code_is_read_by_number_by_title_and_by_both(codes: str, text: str, code: str) -> None:
    assert surface.code_reader(codes).read(text) == code


@pytest.mark.parametrize(
    ("codes", "text"), [("kind", "211 初级中学"), ("kind", "999"), ("kind", "中学"), ("sex", "1 女"), ("sponsor", "11")]
)
def test_a_code_whose_parts_disagree_is_nothing(codes: str, text: str) -> None:
    assert surface.code_reader(codes).read(text) is None


@pytest.mark.parametrize("text", ["=1+1", "＝1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "=HYPERLINK(1)", " =A1"])
def test_a_text_that_would_run_is_a_formula(text: str) -> None:
    assert surface.formula(text)


@pytest.mark.parametrize("text", ["-3.5", "+86 138 0013 8000", "-", "——", "0571-8888 6666", "第1小学", "a=b", "+1,234"])
def test_figures_and_telephones_are_no_formulas(text: str) -> None:
    assert not surface.formula(text)
