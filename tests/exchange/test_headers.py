"""Headers as people write them find their field and their unit, or are named."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from junheng.dictionary import load
from junheng.exchange.plan import RawSheet
from junheng.exchange.template.layout import columns
from junheng.exchange.typed import headers
from junheng.exchange.typed.headline import likely_header, split_unit


def sheet(names: list[str], title: str | None = "学校情况", file: str = "county.xlsx") -> RawSheet:
    frame = pl.DataFrame({f"c{place}": ["1"] for place in range(len(names))})
    return RawSheet(file, title, 1, tuple(names), frame, pl.Series([2]))


KEY = ["学年", "学校标识码"]


def matched(header: str, title: str = "学校情况") -> headers.Matched:
    return headers.plans([sheet([*KEY, header], title)])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_header_of_the_template_is_its_field_with_its_factor(language: str) -> None:
    dictionary = load()
    for table in dictionary:
        shown = columns(table, dictionary, language)
        found = headers.plans([sheet([column.header for column in shown], table.title.in_language(language))])
        assert found.faults == []
        ((_, plan),) = found.plans
        assert plan.table == table.name
        assert {name: (s.columns, s.factor) for name, s in plan.sources.items()} == {
            column.field.name: ((place,), column.factor) for place, column in enumerate(shown)
        }


@pytest.mark.parametrize(
    ("header", "field", "factor"),
    [
        ("教学仪器设备值（万元）", "equipment_value", "10000"),
        ("教学仪器设备值\n(万元)*", "equipment_value", "10000"),
        ("教学仪器 设备值［元］", "equipment_value", "1"),
        ("* 教学仪器设备值(单位：亿元)", "equipment_value", "100000000"),
        ("教学仪器设备值(千元)(必填)", "equipment_value", "1000"),
        ("教学及辅助用房面积(㎡)", "teaching_area", "1"),
        ("运动场地面积(公顷)", "sports_ground_area", "10000"),
        ("所在乡镇（街道）", "township", "1"),
        ("室内体育用房面积", "indoor_sports_area", "1"),
        ("其中:室内体育用房面积(平方米)", "indoor_sports_area", "1"),
        ("Teaching Area", "teaching_area", "1"),
        ("teaching and auxiliary area (m²)", "teaching_area", "1"),
        ("teaching_area", "teaching_area", "1"),
        ("equipment_value", "equipment_value", "1"),
        ("计算机台数(套)", "computers", "1"),
    ],
)
def test_a_header_is_read_with_its_unit(header: str, field: str | None, factor: str | None) -> None:
    sources = matched(header).plans[0][1].sources
    extra = {name: source for name, source in sources.items() if name not in {"year", "school_code"}}
    assert {name: source.factor for name, source in extra.items()} == (
        {} if field is None or factor is None else {field: Decimal(factor)}
    )


def kinds(found: headers.Matched, severity: str = "fault") -> list[tuple[str, str | None]]:
    return [(one.kind, one.field) for one in found.faults if one.severity == severity and one.kind != "missing"]


def test_an_unknown_unit_is_a_fault_that_names_the_known_ones() -> None:
    found = matched("教学仪器设备值(美元)")
    (fault,) = [one for one in found.faults if one.kind == "unit"]
    assert (fault.severity, fault.field, fault.column, fault.value) == ("fault", "equipment_value", "C", "美元")
    assert "万元" in fault.expected.zh and "元" in fault.expected.zh
    assert "equipment_value" not in found.plans[0][1].sources


def test_an_area_in_mu_is_refused_because_it_is_not_exact() -> None:
    assert ("unit", "sports_ground_area") in kinds(matched("运动场地面积(亩)"))


def test_a_money_column_without_a_unit_is_read_in_yuan_with_a_doubt() -> None:
    found = matched("教学仪器设备值")
    assert found.plans[0][1].sources["equipment_value"].factor == 1
    assert ("unit", "equipment_value") in kinds(found, "doubt")


def test_the_machine_name_of_a_money_column_needs_no_unit() -> None:
    assert ("unit", "equipment_value") not in kinds(matched("equipment_value"), "doubt")


def test_an_unknown_column_is_a_doubt() -> None:
    (fault,) = [one for one in matched("校长手机").faults if one.kind == "header" and one.severity == "doubt"]
    assert (fault.column, fault.header) == ("C", "校长手机")


def test_a_column_of_data_without_a_header_is_a_fault() -> None:
    assert ("header", None) in kinds(matched(""))


def test_a_header_that_is_there_twice_is_a_fault_naming_both_columns() -> None:
    found = headers.plans([sheet([*KEY, "学校名称", "学校名称*"])])
    (fault,) = [one for one in found.faults if one.kind == "header" and one.field == "school_name"]
    assert "C 列" in fault.expected.zh and "D 列" in fault.expected.zh
    assert found.plans[0][1].sources["school_name"].columns == (2,)


def test_a_key_column_that_is_not_there_is_a_fault_and_the_sheet_is_not_read() -> None:
    found = headers.plans([sheet(["学年", "学校名称", "办学类型"])])
    assert ("header", "school_code") in kinds(found)
    assert found.plans == []


def test_other_required_columns_that_are_not_there_are_doubts() -> None:
    missing = {one.field for one in headers.plans([sheet([*KEY, "办学类型"])]).faults if one.kind == "missing"}
    assert {"teaching_area", "multimedia_rooms"} <= missing
    assert "campus" not in missing


@pytest.mark.parametrize(
    ("title", "names", "table"),
    [
        ("学校情况", KEY, "school"),
        ("School", ["year", "school_code"], "school"),
        ("school", ["year", "school_code"], "school"),
        ("2025年学段数据(定稿)", ["学年", "学校标识码", "学段", "在校学生数"], "part"),
        ("Sheet1", ["学年", "学校标识码", "学段", "在校学生数(人)", "班级数"], "part"),
        ("Sheet1", ["学年", "学校标识码", "教职工号", "学段", "姓名", "是否专任教师"], "teacher"),
    ],
)
def test_a_sheet_is_known_by_its_title_or_by_its_headers(title: str, names: list[str], table: str) -> None:
    assert [plan.table for _, plan in headers.plans([sheet(names, title)]).plans] == [table]


@pytest.mark.parametrize(
    ("file", "table"),
    [("teacher.parquet", "teacher"), ("教职工名册.csv", "teacher"), ("teacher/county=330101/rows.parquet", "teacher")],
)
def test_a_file_without_sheets_is_known_by_its_name_or_folder(file: str, table: str) -> None:
    names = ["year", "school_code", "stage", "teacher_id"]
    assert [plan.table for _, plan in headers.plans([sheet(names, None, file)]).plans] == [table]


def test_sheets_that_are_no_tables_are_doubts_and_those_of_the_template_are_silent() -> None:
    quiet = [sheet(["说明"], title) for title in ("填写说明", "代码表", "示例·学校情况", "How to fill in", "数据说明")]
    assert headers.plans([sheet(KEY), *quiet]).plans[0][1].table == "school"
    titles = {
        one.sheet
        for one in headers.plans([sheet(KEY), *quiet, sheet(["甲", "乙"], "汇总")]).faults
        if one.kind == "sheet"
    }
    assert titles == {"汇总"}


def test_no_table_at_all_is_a_fault() -> None:
    assert ("sheet", None) in kinds(headers.plans([sheet(["甲", "乙"], "汇总")]))


def test_the_header_row_is_the_one_with_the_most_known_headers() -> None:
    rows = [
        ["某县学校情况统计表", "", ""],
        ["单位：万元", "", "2025年"],
        ["学年", "学校标识码", "学校名称"],
        ["2025", "3142000101", "学校"],
    ]
    assert likely_header(rows, headers.known_headers()) == 2


def test_without_known_headers_the_fullest_row_of_texts_is_the_header() -> None:
    assert likely_header([["Censo 2025", ""], ["NO_UF", "CO_UF"], ["Tocantins", "17"]], frozenset()) == 1


def test_a_bracket_that_says_required_is_no_unit() -> None:
    assert split_unit("学校名称（必填）") == ("学校名称", None)
    assert split_unit("人数(人)（必填）*") == ("人数", "人")
