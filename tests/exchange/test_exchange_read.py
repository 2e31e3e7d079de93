"""Files become tables: the same whatever they come in, with every fault at its cell and nothing silently dropped."""

from __future__ import annotations

import codecs
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import exchange_books as books
import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from junheng.dictionary import load
from junheng.exchange import Fault, Limits, Reading, Refused, mark, read, write_parquet, write_template

TEACHER = ("学年*", "学校标识码*", "学段*", "教职工号*", "身份证件号", "是否专任教师*", "出生日期")


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return books.write(tmp_path / "county.xlsx", books.sound())


def book(tmp_path: Path, rows: list[Any], title: str = "学校情况") -> Reading:
    return read([books.write(tmp_path / "county.xlsx", {title: rows})])


def school_with(tmp_path: Path, **changes: Any) -> Reading:
    return book(tmp_path, [books.SCHOOL, books.school(1), books.school(2, **changes)])


def places(faults: tuple[Fault, ...] | list[Fault]) -> list[tuple[str, int | None, str | None]]:
    return [(fault.kind, fault.row, fault.column) for fault in faults]


def test_a_sound_workbook_is_read_exactly_and_without_a_word(sound: Path) -> None:
    reading = read([sound])
    assert reading.faults == ()
    school = reading.tables["school"].row(0, named=True)
    assert school["teaching_area"] == Decimal("1501.50")
    assert school["equipment_value"] == Decimal("362700.00")
    assert (school["kind"], school["locale"], school["sponsor"]) == ("211", "121", "7")
    assert (school["campus"], school["township"]) == ("", None)
    assert school["origin"] == "county.xlsx|学校情况|2"
    assert reading.rows == {"county.xlsx|学校情况": 3, "county.xlsx|学段数据": 3}
    for name, frame in reading.tables.items():
        table = load().tables[name]
        assert frame.drop("origin").schema == table.schema


def test_the_columns_of_a_table_are_those_every_sheet_of_it_has(tmp_path: Path) -> None:
    place = len(books.SCHOOL) - 1
    whole = [books.SCHOOL, books.school(1)]
    short = [[cell for at, cell in enumerate(row) if at != place] for row in (books.SCHOOL, books.school(2))]
    one = read([books.write(tmp_path / "one.xlsx", {"学校情况": whole})])
    both = read([tmp_path / "one.xlsx", books.write(tmp_path / "two.xlsx", {"学校情况": short})])
    (gone,) = one.columns["school"] - both.columns["school"]
    assert both.columns["school"] < one.columns["school"]
    assert both.tables["school"][gone].null_count() == 1
    assert set(one.columns) == {"school"}


def test_reading_again_gives_the_same(sound: Path) -> None:
    first, second = read([sound]), read([sound, sound])
    assert (first.faults, first.rows) == (second.faults, second.rows)
    for name in first.tables:
        assert_frame_equal(first.tables[name], second.tables[name])


def test_old_workbooks_are_read_alike(tmp_path: Path, sound: Path) -> None:
    (tmp_path / "county.xls").write_bytes(books.xls(books.sound()))
    old, new = read([tmp_path / "county.xls"]), read([sound])
    assert old.faults == ()
    for name in new.tables:
        assert_frame_equal(old.tables[name].drop("origin"), new.tables[name].drop("origin"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gb18030", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
def test_text_is_read_in_every_usual_encoding(
    tmp_path: Path, sound: Path, delimiter: str, codec: str, mark: bytes
) -> None:
    path = tmp_path / "学校情况.csv"
    path.write_bytes(mark + books.csv_text(books.sound()["学校情况"], delimiter).encode(codec))
    reading = read([path])
    assert reading.wrong == ()
    assert [fault.kind for fault in reading.faults] == (["encoding"] if codec == "gb18030" else [])
    assert_frame_equal(reading.tables["school"].drop("origin"), read([sound]).tables["school"].drop("origin"))
    assert reading.tables["school"]["origin"].to_list() == [f"学校情况.csv||{row}" for row in (2, 3, 4)]


@pytest.mark.parametrize("by_county", [False, True])
def test_a_directory_of_parquet_gives_back_what_was_written(tmp_path: Path, sound: Path, by_county: bool) -> None:
    first = read([sound])
    write_parquet(tmp_path / "parquet", first.tables, by_county=by_county)
    second = read(tmp_path / "parquet")
    assert second.faults == ()
    for name in first.tables:
        assert_frame_equal(first.tables[name].drop("origin"), second.tables[name].drop("origin"))


def test_sheets_and_files_of_one_table_are_put_together(tmp_path: Path) -> None:
    one = books.write(
        tmp_path / "a.xlsx", {"学校情况": [books.SCHOOL, books.school(1)], "学校情况2": [books.SCHOOL, books.school(2)]}
    )
    two = books.write(tmp_path / "b.xlsx", {"Sheet1": [books.SCHOOL, books.school(3)]})
    reading = read([one, two])
    assert reading.wrong == ()
    assert reading.tables["school"]["origin"].to_list() == [
        "a.xlsx|学校情况|2",
        "a.xlsx|学校情况2|2",
        "b.xlsx|Sheet1|2",
    ]


def test_title_lines_notes_and_blank_rows_do_not_shift_the_rows(tmp_path: Path) -> None:
    rows = [
        ["某县义务教育学校情况表"],
        [],
        ["填报单位：某县教育局", None, "2025年9月"],
        books.SCHOOL,
        books.school(1),
        [],
        ["  ", "　"],
        books.school(2, L="坏"),
    ]
    reading = book(tmp_path, rows)
    assert places(reading.wrong) == [("type", 8, "L")]
    assert reading.tables["school"]["origin"].to_list() == ["county.xlsx|学校情况|5", "county.xlsx|学校情况|8"]
    assert reading.blank == {"county.xlsx|学校情况": 2}


def test_old_workbooks_with_title_lines_and_far_headers_keep_their_rows(tmp_path: Path) -> None:
    rows = [[], [], ["某县学校情况表"], books.SCHOOL, books.school(1), [], books.school(2, L="坏")]
    (tmp_path / "county.xls").write_bytes(books.xls({"学校情况": rows}))
    reading = read([tmp_path / "county.xls"])
    assert places(reading.wrong) == [("type", 7, "L")]
    assert reading.blank == {"county.xls|学校情况": 1}


def test_a_header_far_below_blank_rows_is_found(tmp_path: Path) -> None:
    reading = book(tmp_path, [[]] * 5_000 + [books.SCHOOL, books.school(1, L="坏")])
    assert places(reading.wrong) == [("type", 5_002, "L")]


def test_headers_whose_names_end_in_figures_are_not_taken_for_repeats(tmp_path: Path) -> None:
    rows = [[*books.SCHOOL, "备注", "备注_1"], [*books.school(1), "a", "b"]]
    headers = [fault.header for fault in book(tmp_path, rows).faults]
    assert headers == ["备注", "备注_1"]


def test_columns_blank_at_the_left_do_not_shift_the_letters(tmp_path: Path) -> None:
    rows = [[None, None, *books.SCHOOL], [None, None, *books.school(1, L="坏")]]
    assert places(book(tmp_path, rows).wrong) == [("type", 2, "N")]


def test_a_header_over_two_merged_rows_is_read_as_one(tmp_path: Path) -> None:
    upper = ["学年*", "学校标识码*", "学段*", "学生", None, "教职工数(人)*", "专任教师", None]
    lower = [None, None, None, "在校学生数(人)*", "其中：女生(人)", None, "专任教师数(人)*", "本科学历(人)*"]
    rows = [upper, lower, [2025, "3142000101", "小学", 400, 190, 30, 28, 20]]

    def merge(_: Any, sheets: Any) -> None:
        for place in (0, 1, 2, 5):
            sheets["学段数据"].merge_range(0, place, 1, place, upper[place])
        for left, right in ((3, 4), (6, 7)):
            sheets["学段数据"].merge_range(0, left, 0, right, upper[left])

    reading = read([books.write(tmp_path / "county.xlsx", {"学段数据": rows}, merge)])
    assert [fault.kind for fault in reading.wrong] == []
    part = reading.tables["part"].row(0, named=True)
    assert (part["pupils"], part["girls"], part["staff"], part["teachers_bachelor"]) == (400, 190, 30, 20)
    assert part["origin"] == "county.xlsx|学段数据|3"


def test_merged_cells_among_the_data_are_named(tmp_path: Path) -> None:
    def merge(_: Any, sheets: Any) -> None:
        sheets["学校情况"].merge_range("B2:B4", "330101")

    reading = read([books.write(tmp_path / "county.xlsx", books.sound(), merge)])
    assert ("merged", 2, "B") in places(reading.wrong)
    assert "B2:B4" in reading.wrong[0].expected.zh


def test_a_hidden_sheet_is_not_read_and_said_so(tmp_path: Path) -> None:
    reading = read([books.write(tmp_path / "a.xlsx", books.sound(), lambda _, sheets: sheets["学段数据"].hide())])
    assert [(fault.kind, fault.sheet) for fault in reading.faults if fault.kind == "hidden"] == [("hidden", "学段数据")]
    assert "part" not in reading.tables


def test_an_empty_template_has_no_rows_and_that_is_said(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    assert [(fault.kind, fault.severity) for fault in read([tmp_path / "template.xlsx"]).faults] == [("empty", "fault")]


@pytest.mark.parametrize(
    ("changes", "kind", "column"),
    [
        ({"L": "十二间"}, "type", "L"), ({"L": 12.5}, "type", "L"), ({"L": True}, "type", "L"),
        ({"H": -1}, "range", "H"), ({"E": "大学"}, "code", "E"), ({"C": "314200010"}, "pattern", "C"),
        ({"D": "=cmd|'/C calc'!A0"}, "formula", "D"), ({"A": "2025-2027"}, "type", "A"), ({"A": None}, "missing", "A"),
        ({"E": None}, "missing", "E"), ({"C": 3.3e17}, "digits", "C"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_its_place_value_and_remedy(
    tmp_path: Path, changes: dict[str, Any], kind: str, column: str
) -> None:
    reading = school_with(tmp_path, **changes)
    (fault,) = reading.wrong
    assert (fault.kind, fault.file, fault.sheet, fault.row, fault.column) == (
        kind,
        "county.xlsx",
        "学校情况",
        3,
        column,
    )
    assert fault.header == books.SCHOOL[ord(column) - 65]
    assert fault.field in load().tables["school"].fields
    if kind != "missing":
        assert fault.value
    assert fault.expected.zh and fault.expected.en and fault.remedy.zh and fault.remedy.en


def test_the_found_value_is_shown_as_it_was_typed(tmp_path: Path) -> None:
    assert [fault.value for fault in school_with(tmp_path, L="　十二间 ").wrong] == ["　十二间 "]
    assert [fault.value for fault in school_with(tmp_path, H=-1).wrong] == ["-1"]
    assert [fault.value for fault in school_with(tmp_path, L=12.5).wrong] == ["12.5"]


def test_bounds_are_told_in_the_unit_of_the_column(tmp_path: Path) -> None:
    (fault,) = school_with(tmp_path, K=2_000_000).wrong
    assert fault.expected.zh == "应在 0 至 100,000 之间"


def test_all_faults_come_in_one_pass(tmp_path: Path) -> None:
    reading = school_with(tmp_path, A="?", E="大学", H=-1, L="坏")
    assert {fault.column for fault in reading.wrong} == {"A", "E", "H", "L"}


def test_blank_required_figures_are_unknown_with_a_doubt(tmp_path: Path) -> None:
    reading = school_with(tmp_path, H=None, L="  ")
    assert places(reading.faults) == [("missing", 3, "H"), ("missing", 3, "L")]
    assert reading.wrong == ()
    assert reading.tables["school"]["teaching_area"].to_list() == [Decimal("1501.50"), None]


def test_a_column_without_any_figure_is_one_doubt(tmp_path: Path) -> None:
    reading = book(tmp_path, [books.SCHOOL, *(books.school(number, L=None) for number in range(1, 30))])
    assert places(reading.faults) == [("missing", None, "L")]
    assert "29 行" in reading.faults[0].expected.zh


def test_rows_without_a_whole_key_are_named_and_do_not_count(tmp_path: Path) -> None:
    reading = school_with(tmp_path, C="?")
    assert reading.tables["school"].height == 1
    assert places(reading.wrong) == [("pattern", 3, "C")]


def test_duplicate_keys_name_both_rows_and_the_first_is_read(tmp_path: Path) -> None:
    reading = book(tmp_path, [books.SCHOOL, books.school(1), books.school(2), books.school(1, H=9)])
    (fault,) = reading.wrong
    assert (fault.kind, fault.row, fault.column, fault.value) == ("duplicate", 4, "C", "3142000101")
    assert "第 2 行" in fault.expected.zh and "row 2" in fault.expected.en
    assert reading.tables["school"]["teaching_area"].to_list() == [Decimal("1501.50"), Decimal("1502.50")]


def test_duplicate_keys_of_two_files_name_the_other_file(tmp_path: Path) -> None:
    one = books.write(tmp_path / "a.xlsx", {"学校情况": [books.SCHOOL, books.school(1)]})
    two = books.write(tmp_path / "b.xlsx", {"学校情况": [books.SCHOOL, books.school(1)]})
    (fault,) = read([one, two]).wrong
    assert fault.file == "b.xlsx"
    assert "a.xlsx › 学校情况 第 2 行" in fault.expected.zh


def test_namesakes_are_two_schools(tmp_path: Path) -> None:
    reading = school_with(tmp_path, D="第1小学")
    assert reading.faults == ()
    assert reading.tables["school"].height == 2


def test_one_code_under_two_names_is_a_doubt(tmp_path: Path) -> None:
    header = [*books.SCHOOL, "校区"]
    rows = [header, [*books.school(1), "东"], [*books.school(1, D="第一小学"), "西"]]
    reading = book(tmp_path, rows)
    assert [(fault.kind, fault.severity, fault.row, fault.column) for fault in reading.faults] == [
        ("name", "doubt", 3, "D")
    ]
    assert reading.tables["school"]["campus"].to_list() == ["东", "西"]


def test_totals_and_signatures_are_not_data_and_said_so(tmp_path: Path) -> None:
    total = [None, None, "合计", None, None, None, None, 3003, 240, 4000, 73]
    rows = [books.SCHOOL, books.school(1), books.school(2), total, ["填表人：张三", None, "审核人：李四"]]
    reading = book(tmp_path, rows)
    assert places(reading.faults) == [("skipped", 4, None), ("skipped", 5, None)]
    assert reading.rows == {"county.xlsx|学校情况": 2}
    assert reading.skipped == {"county.xlsx|学校情况": 2}
    assert reading.filtered == {}


def test_a_total_in_any_column_is_set_aside_with_its_formulas(tmp_path: Path) -> None:
    formulas = [books.Formula("=SUM(H2:H3)", 3003), books.Formula("=1/0", "#DIV/0!")]
    total = [None, None, None, None, None, None, "合计", *formulas]
    signature = [*[None] * 5, "审核人：李四"]
    rows = [books.SCHOOL, books.school(1), books.school(2), total, signature]
    reading = book(tmp_path, rows)
    assert places(reading.faults) == [("skipped", 4, None), ("skipped", 5, None)]
    assert (reading.rows, reading.skipped) == ({"county.xlsx|学校情况": 2}, {"county.xlsx|学校情况": 2})


def test_a_formula_in_a_row_of_data_is_still_named_beside_a_total(tmp_path: Path) -> None:
    bad = books.Formula("=1/0", "#DIV/0!")
    rows = [books.SCHOOL, books.school(1, L=bad), [None] * 6 + ["合计", *[None] * 4, bad]]
    assert places(book(tmp_path, rows).wrong) == [("formula", 2, "L")]


def test_a_row_without_a_code_whose_remark_begins_like_a_signature_is_not_hidden(tmp_path: Path) -> None:
    rows = [books.SCHOOL, books.school(1), books.school(2, C=None, G="审核通过")]
    reading = book(tmp_path, rows)
    assert ("missing", 3, "C") in places(reading.wrong)
    assert reading.skipped == {}


@pytest.mark.parametrize(
    ("letter", "zh", "en"),
    [
        ("G", "未填。请从下拉列表中选择", "A required cell is blank. Choose from the drop-down"),
        ("D", "未填。请补填", "A required cell is blank. Fill it in"),
        ("L", "未填：相关结论为“无法判定”。确实没有请填 0", "Enter 0 where there really is none"),
    ],
)
def test_a_blank_required_cell_is_told_what_its_kind_needs(tmp_path: Path, letter: str, zh: str, en: str) -> None:
    (fault,) = school_with(tmp_path, **{letter: None}).faults
    assert fault.text().endswith(f"：{zh}")
    assert fault.text("en").endswith(en)


def test_a_repeated_key_is_said_by_its_titles(tmp_path: Path) -> None:
    reading = book(tmp_path, [books.PART, books.part(1), books.part(1)], "学段数据")
    (fault,) = reading.wrong
    assert "学段 小学" in fault.expected.zh


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name, figure in (("a", -1), ("b", -2)):
        (tmp_path / name).mkdir()
        books.write(tmp_path / name / "county.xlsx", {"学校情况": [books.SCHOOL, books.school(-figure, L=figure)]})
    one, two = tmp_path / "a" / "county.xlsx", tmp_path / "b" / "county.xlsx"
    reading = read([one, two])
    assert [(fault.file, fault.value) for fault in reading.wrong] == [("a/county.xlsx", "-1"), ("b/county.xlsx", "-2")]
    assert set(reading.rows) == {"a/county.xlsx|学校情况", "b/county.xlsx|学校情况"}
    mark(two, reading.faults, tmp_path / "marked.xlsx")
    listed = [cell.value for row in openpyxl.load_workbook(tmp_path / "marked.xlsx")["问题清单"] for cell in row]
    assert "-2" in listed and "-1" not in listed
    assert {fault.file for fault in read([one]).wrong} == {"county.xlsx"}
    assert {fault.file for fault in read([tmp_path / "a", tmp_path / "b"]).wrong} == {"a/county.xlsx", "b/county.xlsx"}


def test_a_school_whose_name_sounds_like_a_total_is_read(tmp_path: Path) -> None:
    assert school_with(tmp_path, D="总计小学").tables["school"].height == 2


def test_faults_of_one_kind_in_one_column_are_listed_up_to_a_bound_and_then_counted(tmp_path: Path) -> None:
    rows = [books.SCHOOL, *(books.school(number % 100, C=f"31420{number:05d}", L="坏") for number in range(50))]
    path = books.write(tmp_path / "a.xlsx", {"学校情况": rows})
    faults = read([path], limits=Limits(listed=20)).wrong
    assert len(faults) == 21
    assert (faults[-1].row, faults[-1].column) == (None, "L")
    assert "30 处" in faults[-1].expected.zh


def test_text_and_figures_in_one_column_lose_nothing(tmp_path: Path) -> None:
    figures = [1500.123456, "1500.12", "１５００．５", 0.1 + 0.2, 123456.78, "2,000", 4.35 * 100]
    rows = [books.SCHOOL, *(books.school(number, H=value) for number, value in enumerate(figures, 1))]
    values = book(tmp_path, rows).tables["school"]["teaching_area"].to_list()
    assert [str(value) for value in values] == [
        "1500.12",
        "1500.12",
        "1500.50",
        "0.30",
        "123456.78",
        "2000.00",
        "435.00",
    ]


def test_codes_that_became_figures_are_given_back(tmp_path: Path) -> None:
    rows = [
        books.SCHOOL,
        books.school(1, C=3142000101),
        books.school(2, C="3142000102"),
        books.school(3, C=3142000103.0),
    ]
    reading = book(tmp_path, rows)
    assert reading.wrong == ()
    assert reading.tables["school"]["school_code"].to_list() == ["3142000101", "3142000102", "3142000103"]


def test_an_identity_number_that_became_a_figure_is_told_from_one_that_is_text(tmp_path: Path) -> None:
    def teacher(number: int, identity: Any) -> list[Any]:
        return [2025, "3142000101", "小学", f"T{number}", identity, "是", dt.date(1980, 1, 2)]

    rows = [TEACHER, teacher(1, "330102198001020000"), teacher(2, 330102198001020011), teacher(3, "33010219800102001X")]
    reading = book(tmp_path, rows, "教职工名册")
    assert places(reading.wrong) == [("digits", 3, "E")]
    assert reading.tables["teacher"]["identity_number"].to_list() == ["330102198001020000", None, "33010219800102001X"]


def test_a_truth_value_among_figures_is_a_fault_and_no_one(tmp_path: Path) -> None:
    reading = school_with(tmp_path, L=True)
    assert [fault.value for fault in reading.wrong] == ["true"]
    assert reading.tables["school"]["multimedia_rooms"].to_list() == [12, None]


def test_lines_with_too_many_cells_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    lines = books.csv_text(books.sound()["学校情况"]).splitlines()
    lines[2] += ",1,2"
    (tmp_path / "学校情况.csv").write_text("\n".join(lines), "utf-8")
    reading = read([tmp_path / "学校情况.csv"])
    assert ("ragged", 3, None) in places(reading.wrong)
    assert reading.tables["school"].height == 3


def test_quoted_values_may_hold_delimiters_and_line_breaks(tmp_path: Path) -> None:
    text = books.csv_text(books.sound()["学校情况"]).replace("第1小学", '"第1,\n小学"')
    (tmp_path / "学校情况.csv").write_text(text, "utf-8")
    reading = read([tmp_path / "学校情况.csv"])
    assert reading.wrong == ()
    assert reading.tables["school"]["school_name"].to_list()[0] == "第1,\n小学"


@pytest.mark.parametrize(
    "content", ["naïve,café\n1,2\né,à\n".encode("latin-1"), "名前,学校\nテスト,学校\n".encode("shift-jis")]
)
def test_a_wrong_encoding_is_named_with_its_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(Refused) as caught:
        read([tmp_path / "a.csv"])
    (fault,) = caught.value.faults
    assert fault.kind == "encoding"
    assert "第 1 行" in fault.expected.zh


def test_characters_lost_before_saving_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "学校情况.csv").write_text(books.csv_text(books.sound()["学校情况"]).replace("第1", "��"), "utf-8")
    assert [fault.kind for fault in read([tmp_path / "学校情况.csv"]).wrong] == ["encoding"]


def test_checks_across_tables_stand_at_their_cell(tmp_path: Path) -> None:
    sheets = books.sound()
    sheets["学段数据"][2] = books.part(2, G=90)
    reading = read([books.write(tmp_path / "county.xlsx", sheets)])
    assert ("at_most", 3, "F") in places(reading.wrong)


MAPPING = """
title = { zh = "外来表", en = "foreign" }

[[table]]
target = "school"
sheet = "*"
header_row = 2
relax = ["school_code"]
[[table.keep]]
column = "STATUS"
equals = "open"
reason = { zh = "只读在办学校", en = "open schools only" }
[table.fields]
year = { constant = "2025" }
county_code = { constant = "990001" }
school_code = { column = "CODE" }
school_name = { column = "NAME" }
kind = { constant = "211" }
locale = { column = "PLACE", translate = { Bandar = "111", "Luar Bandar" = "220" } }
teaching_area = { columns = ["A1", "A2"] }

[[table]]
target = "part"
sheet = "*"
header_row = 2
relax = ["school_code"]
[[table.keep]]
column = "STATUS"
equals = "open"
reason = { zh = "只读在办学校", en = "open schools only" }
[table.fields]
year = { constant = "2025" }
school_code = { column = "CODE" }
stage = { constant = "primary" }
pupils = { column = "N" }
"""


def test_a_foreign_table_is_read_as_its_mapping_says(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, "utf-8")
    rows = [
        ["List of schools"],
        ["CODE", "NAME", "PLACE", "A1", "A2", "N", "STATUS"],
        ["ABC1", "One", "Bandar", 10.5, 20, 100, "open"],
        ["ABC2", "Two", "Luar Bandar", 10, None, "x", "open"],
        ["ABC3", "Three", "Bandar", 1, 2, 3, "closed"],
    ]
    path = books.write(tmp_path / "foreign.xlsx", {"S": rows})
    reading = read([path], tmp_path / "m.toml")
    school = reading.tables["school"]
    assert school["school_code"].to_list() == ["ABC1", "ABC2"]
    assert school["locale"].to_list() == ["111", "220"]
    assert school["teaching_area"].to_list() == [Decimal("30.50"), None]
    assert reading.tables["part"]["pupils"].to_list() == [100, None]
    assert places(reading.wrong) == [("type", 4, "F")]
    assert (reading.rows, reading.filtered) == ({"foreign.xlsx|S": 2}, {"foreign.xlsx|S": 1})


def test_parquet_rows_count_from_one_and_its_faults_name_them(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"year": [2025, 2025], "school_code": ["3142000101", "bad"], "campus": ["", ""], "kind": ["211", "211"]}
    )
    frame.write_parquet(tmp_path / "school.parquet")
    assert places(read([tmp_path / "school.parquet"]).wrong)[-1] == ("pattern", 2, "B")


COUNTY = ("学年*", "县代码*", "县名称*", "国家监测：语文校际差异率(%)")


def test_cells_shown_as_percent_under_a_percent_header_are_not_taken_a_hundred_times_too_small(tmp_path: Path) -> None:
    reading = book(tmp_path, [COUNTY, (2025, "110101", "甲县", 0.15)], "县情况")
    assert reading.tables["county"]["monitoring_difference_chinese"].to_list() == [None]
    assert [(fault.kind, fault.severity) for fault in reading.faults] == [("unit", "fault")]


def test_percent_values_under_a_percent_header_become_ratios_exactly(tmp_path: Path) -> None:
    reading = book(tmp_path, [COUNTY, (2025, "110101", "甲县", 8.5)], "县情况")
    assert reading.tables["county"]["monitoring_difference_chinese"].to_list() == [Decimal("0.085")]
    assert reading.faults == ()
