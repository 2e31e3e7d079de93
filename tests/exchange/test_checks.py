"""Checks across fields, tables and years, held against plain loops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from time import perf_counter
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.dictionary import load
from junheng.exchange import Fault, checks

Row = dict[str, Any]


def frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    fields = load().tables[table].fields
    whole = [{name: row.get(name, field.default) for name, field in fields.items()} for row in rows]
    typed = pl.DataFrame(whole, schema={name: field.dtype for name, field in fields.items()}, strict=False)
    origins = [f"county.xlsx|{table}|{number}" for number in range(2, len(rows) + 2)]
    return typed.with_columns(origin=pl.Series(origins, dtype=pl.String))


def part(**figures: Any) -> Row:
    return {"year": 2025, "school_code": "1000000001", "stage": "primary", **figures}


def run(**tables: Sequence[Row]) -> list[Fault]:
    frames = {"class" if name == "class_" else name: rows for name, rows in tables.items()}
    return [
        fault
        for fault in checks.run({name: frame(name, rows) for name, rows in frames.items()})
        if fault.kind != "parent" or fault.row is not None
    ]


def test_degrees_that_add_up_to_more_than_the_teachers_are_a_fault_in_words() -> None:
    (fault,) = run(part=[part(full_time_teachers=42, teachers_bachelor=40, teachers_associate=5, teachers_below=0)])
    assert fault.text() == (
        "county.xlsx › part › 第2行 专任教师数：小学专任教师数 42 人，本科学历 40、专科学历 5 合计 45 人，多出 3 人。"
        "请核对“本科学历”、“专科学历”、“专任教师数”这 3 列"
    )
    assert "Primary: full-time teachers 42" in fault.text("en")
    assert "together 45: 3 too many" in fault.text("en")
    assert (fault.severity, fault.kind, fault.field) == ("fault", "at_most", "full_time_teachers")


def test_one_part_above_its_whole_is_said_without_a_sum() -> None:
    (fault,) = run(part=[part(pupils=500, boarders=501)])
    assert fault.expected.zh == "小学在校学生数 500 人，其中：寄宿生 501 人，多出 1 人"
    assert fault.remedy.zh == "请核对“其中：寄宿生”、“在校学生数”两列"


def test_amounts_in_decimals_are_compared_exactly() -> None:
    school = {
        "year": 2025,
        "school_code": "1",
        "teaching_area": Decimal("100.10"),
        "indoor_sports_area": Decimal("100.10"),
    }
    assert run(school=[school]) == []
    (fault,) = run(school=[{**school, "indoor_sports_area": Decimal("100.11")}])
    assert "多出 0.01 平方米" in fault.expected.zh


@pytest.mark.parametrize(
    "figures",
    [
        {"full_time_teachers": 45, "teachers_bachelor": 40, "teachers_associate": 5},
        {"full_time_teachers": 45, "teachers_bachelor": None, "teachers_associate": 5},
        {"full_time_teachers": None, "teachers_bachelor": 40, "teachers_associate": 5},
    ],
)
def test_only_proven_excess_is_a_fault(figures: Row) -> None:
    assert run(part=[part(**figures)]) == []


def test_known_parts_alone_can_prove_an_excess() -> None:
    (fault,) = run(part=[part(full_time_teachers=30, teachers_bachelor=40, teachers_associate=None)])
    assert "本科学历 40 人，多出 10 人" in fault.expected.zh


def test_classes_are_held_against_the_pupils_and_classes_filed() -> None:
    classes = [part(grade=1, class_no=str(number), class_pupils=40) for number in range(3)]
    assert run(part=[part(pupils=120, classes=3)], class_=classes) == []
    pupils, count = run(part=[part(pupils=118, classes=4)], class_=classes)
    assert pupils.expected.zh == "小学在校学生数 118 人，“班级”表班级人数合计 120 人，多出 2 人"
    assert count.expected.zh == "小学班级数 4 个，“班级”表行数 3 个，少 1 个"
    assert {pupils.severity, count.severity} == {"doubt"}


def test_a_class_of_unknown_size_proves_nothing_about_the_pupils() -> None:
    classes = [part(grade=1, class_no="1", class_pupils=40), part(grade=1, class_no="2", class_pupils=None)]
    assert run(part=[part(pupils=10, classes=2)], class_=classes) == []
    assert run(part=[part(pupils=None, classes=None)], class_=classes) == []
    assert (
        run(part=[part(pupils=10, classes=1), part(stage="junior", pupils=1, classes=9)], class_=classes)[0].field
        == "classes"
    )


def test_a_row_without_its_school_is_named() -> None:
    school = {"year": 2025, "school_code": "1000000001"}
    (fault,) = run(school=[school], part=[part(), part(school_code="1000000002"), part(school_code=None)])
    assert fault.text() == (
        "county.xlsx › part › 第3行 学校标识码：填的是“1000000002”；“学校情况”表里没有 2025 学年、1000000002。"
        "请核对学年、代码，或在“学校情况”表补上这一行"
    )
    assert (fault.severity, fault.row) == ("fault", 3)


def test_the_stage_of_a_class_is_said_in_words() -> None:
    (fault,) = run(part=[part()], class_=[part(stage="junior", grade=7, class_no="1", class_pupils=1)])
    assert "没有 2025 学年、1000000001、初中" in fault.expected.zh


def test_a_table_that_was_not_given_is_one_doubt() -> None:
    doubts = checks.run({"part": frame("part", [part(), part(stage="junior")]), "room": frame("room", [part()])})
    assert [(doubt.severity, doubt.row) for doubt in doubts] == [("doubt", None)]
    assert doubts[0].expected.zh == "没有“学校情况”表，“学段数据”、“用房与场地”无从与它核对"


def test_a_steady_figure_that_jumps_is_a_doubt_with_both_years() -> None:
    (doubt,) = run(part=[part(year=2024, pupils=500), part(pupils=601)])
    assert doubt.expected.zh == "小学在校学生数 2024 学年 500 人，2025 学年 601 人，变动超过 20 %"
    assert (doubt.severity, doubt.kind, doubt.row, doubt.value) == ("doubt", "jump", 3, "601")


@pytest.mark.parametrize(
    ("then", "now", "odd"),
    [(500, 600, 0), (500, 400, 0), (500, 399, 1), (0, 0, 0), (0, 1, 1), (None, 9, 0), (9, None, 0)],
)
def test_the_line_itself_is_no_jump(then: int | None, now: int | None, odd: int) -> None:
    assert len(run(part=[part(year=2024, pupils=then), part(pupils=now)])) == odd


def test_years_that_do_not_follow_each_other_are_not_compared() -> None:
    assert run(part=[part(year=2023, pupils=500), part(pupils=900)]) == []


def test_a_key_that_stands_twice_the_year_before_proves_no_jump() -> None:
    assert run(part=[part(year=2024, pupils=500), part(year=2024, pupils=900), part(pupils=900)]) == []


def test_nothing_in_nothing_out() -> None:
    assert checks.run({}) == []
    assert checks.run({"part": frame("part", [])}) == []


def test_frames_without_origin_are_checked_too() -> None:
    (fault,) = (f for f in checks.run({"part": frame("part", [part(pupils=1, girls=2)]).drop("origin")}) if f.field)
    assert (fault.file, fault.sheet, fault.row) == ("", None, None)


def test_a_sheet_with_a_bar_in_its_name_keeps_it() -> None:
    odd = frame("part", [part(pupils=1, girls=2)]).with_columns(origin=pl.lit("a.xlsx|one|two|7"))
    (fault,) = (f for f in checks.run({"part": odd}) if f.field)
    assert (fault.file, fault.sheet, fault.row) == ("a.xlsx", "one|two", 7)


FIGURES = st.one_of(st.none(), st.integers(0, 4))


@st.composite
def parts(draw: st.DrawFn) -> list[Row]:
    names = ["pupils", "girls", "classes", "staff", "full_time_teachers", "teachers_bachelor", "teachers_associate",
             "backbone_teachers", "entrants", "entrants_in_zone"]  # fmt: skip
    keys = draw(st.lists(st.tuples(st.sampled_from([2023, 2024, 2025]), st.sampled_from(["a", "b"])), unique=True))
    return [part(year=year, school_code=code, **{name: draw(FIGURES) for name in names}) for year, code in keys]


@given(parts(), st.lists(st.tuples(st.sampled_from([2024, 2025]), st.sampled_from(["a", "b"]), FIGURES)))
@settings(max_examples=60, deadline=None)
def test_the_checks_agree_with_plain_loops(rows: list[Row], sizes: list[tuple[int, str, int | None]]) -> None:
    classes = [
        part(year=year, school_code=code, grade=1, class_no=str(n), class_pupils=size)
        for n, (year, code, size) in enumerate(sizes)
    ]
    found = {(f.kind, f.field, f.row) for f in run(part=rows, class_=classes) if f.kind != "parent"}
    assert found == by_loops(rows, classes)


def by_loops(rows: Sequence[Mapping[str, Any]], classes: Sequence[Mapping[str, Any]]) -> set[tuple[str, str, int]]:
    found: set[tuple[str, str, int]] = set()
    of: dict[tuple[int, str], list[int | None]] = defaultdict(list)
    for row in classes:
        of[row["year"], row["school_code"]].append(row["class_pupils"])
    for number, row in enumerate(rows, 2):
        for check in load().checks.at_most:
            if check.table == "part" and row.get(check.whole) is not None:
                total = sum(row.get(name) or 0 for name in check.parts)
                if total > row[check.whole]:
                    found.add(("at_most", check.whole, number))
        sizes = of.get((row["year"], row["school_code"]))
        if sizes:
            if row["classes"] is not None and len(sizes) != row["classes"]:
                found.add(("children", "classes", number))
            if row["pupils"] is not None and None not in sizes and sum(s or 0 for s in sizes) != row["pupils"]:
                found.add(("children", "pupils", number))
        for name in ("pupils", "full_time_teachers", "backbone_teachers"):
            for other in rows:
                if other["school_code"] == row["school_code"] and other["year"] == row["year"] - 1:
                    then, now = other[name], row[name]
                    if then is not None and now is not None and abs(now - then) * 5 > then:
                        found.add(("jump", name, number))
    return found


def test_a_hundred_thousand_rows_are_checked_in_a_blink() -> None:
    count = 50_000
    one = frame("part", [part(pupils=500, girls=240, classes=12, staff=45, full_time_teachers=42, backbone_teachers=5)])
    codes = pl.DataFrame({"school_code": [f"{number:010d}" for number in range(count)]})
    years = pl.DataFrame({"year": pl.Series([2024, 2025], dtype=pl.Int32)})
    many = codes.join(years, how="cross").join(one.drop("school_code", "year"), how="cross").select(one.columns)
    checks.run({"part": one})
    started = perf_counter()
    found = checks.run({"part": many})
    # Measured at 0.03 s; row by row it would be minutes, and a busy machine is given room.
    assert perf_counter() - started < 10
    assert [fault.kind for fault in found] == ["parent"]


def test_a_slip_of_the_unit_is_said_to_be_one() -> None:
    school = {"school_code": "1", "equipment_value": Decimal("412680"), "multimedia_rooms": 10}
    slipped = {**school, "equipment_value": Decimal("4126800.00"), "multimedia_rooms": 30}
    value, rooms = run(school=[{**school, "year": 2024}, {**slipped, "year": 2025}])
    assert value.expected.zh == (
        "教学仪器设备值 2024 学年 41.268 万元，2025 学年 412.68 万元，约为上年的 10 倍，单位可能填错（元/万元）"
    )
    assert (value.severity, value.kind, value.row, value.value) == ("doubt", "jump", 3, None)
    assert rooms.expected.zh.endswith("约为上年的 3 倍，可能多填或少填了一位")
    (less,) = run(school=[{**slipped, "year": 2024}, {**slipped, "year": 2025, "equipment_value": Decimal("41268")}])
    assert "约为上年的 1/100，单位可能填错" in less.expected.zh


def filed(code: str, kind: str | None, campus: str = "", **more: Any) -> Row:
    return {"year": 2025, "school_code": code, "campus": campus, "kind": kind, "school_name": f"{code}校", **more}


def shown(code: str, *stages: str, campus: str = "", year: int = 2025) -> list[Row]:
    return [{"year": year, "school_code": code, "campus": campus, "stage": stage} for stage in stages]


def test_a_stage_that_the_kind_has_not_is_a_fault_that_names_school_and_kind() -> None:
    (fault,) = run(school=[filed("1", "211")], part=shown("1", "primary", "junior"))
    assert fault.text() == (
        "county.xlsx › part › 第3行 学段：填的是“初中”；1校的办学类型为小学，却有初中学段的数据。请核对办学类型或学段"
    )
    assert (fault.severity, fault.kind, fault.row) == ("fault", "stages", 3)


def test_a_compulsory_stage_that_no_row_shows_is_a_doubt_that_names_the_school() -> None:
    (doubt,) = run(school=[filed("1", "312"), filed("2", "341")], part=[*shown("1", "primary"), *shown("2", "junior")])
    assert doubt.expected.zh == "1校：九年一贯制学校缺初中学段数据，按未填处理"
    assert (doubt.severity, doubt.kind, doubt.row) == ("doubt", "stages", 2)
    (both,) = run(school=[filed("1", "312"), filed("2", "211")], part=shown("2", "primary"))
    assert "缺小学、初中学段数据" in both.expected.zh


@pytest.mark.parametrize(
    ("kind", "stages"),
    [
        ("211", ["primary", "kindergarten"]),
        ("211", ["primary", "whole"]),
        ("514", ["special", "primary", "junior"]),
        ("371", ["primary"]),
        (None, ["junior"]),
        ("341", ["junior"]),
    ],
)
def test_stages_that_the_kind_allows_or_does_not_settle_are_nothing_to_say(kind: str | None, stages: list[str]) -> None:
    assert run(school=[filed("1", kind)], part=shown("1", *stages)) == []


def test_the_campuses_of_a_school_count_together() -> None:
    schools = [filed("1", "312", "东"), filed("1", "312", "西")]
    parts = [*shown("1", "primary", campus="东"), *shown("1", "junior", campus="西")]
    assert run(school=schools, part=parts) == []
    assert run(school=[filed("1", "211", "东"), filed("1", "311", "西")], part=parts) == []
    assert run(school=[filed("1", "211", "东"), filed("1", None, "西")], part=parts) == []


def test_a_year_without_any_part_is_one_doubt() -> None:
    schools = [filed(code, "211", year=year) for year in (2024, 2025) for code in "12"]
    (doubt,) = run(school=schools, part=[*shown("1", "primary"), *shown("2", "primary")])
    assert doubt.expected.zh == "2024 学年有 2 所学校，“学段数据”没有这一学年，按未填处理"
    assert doubt.row is None


def test_rows_that_lack_the_same_parent_are_one_fault_with_their_number() -> None:
    classes = [part(grade=1, class_no=str(number), stage="junior") for number in range(12)]
    (fault,) = run(part=[part()], class_=classes)
    assert "没有 2025 学年、1000000001、初中，本表有 12 行属于它，这是第一行" in fault.expected.zh
    assert (fault.kind, fault.row) == ("parent", 2)
