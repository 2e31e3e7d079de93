"""The user's own workbook comes back with what is wrong shown where it stands."""

from __future__ import annotations

import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from junheng.dictionary import Severity, Title, load
from junheng.exchange import Fault, mark, read, write_workbook
from junheng.exchange import mark as _exported
from junheng.exchange.marking.fault_list import NAME

RED, YELLOW = "00FFC7CE", "00FFEB9C"


def fault(severity: Severity = "fault", **where: Any) -> Fault:
    return Fault(
        severity=severity,
        kind="type",
        expected=Title("应为整数", "a whole number is expected"),
        remedy=Title("请改正", "mend it"),
        **{"file": "county.xlsx", "sheet": "学校情况", **where},
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "学校情况"
    sheet.append(["学校标识码*", "教学仪器设备值(万元)", "学生数"])
    sheet.append(["1000000001", "many", 500])
    sheet.append(["1000000002", 12.5, "=C2*2"])
    sheet["B3"].number_format = "#,##0.00"
    sheet["C2"].font = Font(bold=True)
    sheet["C2"].comment = Comment("去年 480", "principal")
    sheet.merge_cells("A5:B6")
    sheet["A5"] = "note"
    sheet.column_dimensions["B"].width = 33
    other = workbook.create_sheet("O'Brien 备注")
    other["A1"] = "untouched"
    path = tmp_path / "county.xlsx"
    workbook.save(path)
    return path


def marked(source: Path, *faults: Fault) -> openpyxl.Workbook:
    return openpyxl.load_workbook(mark(source, faults, source.parent / "out.xlsx"))


def test_it_is_exported() -> None:
    assert _exported is mark


def test_faulty_cells_are_red_and_doubtful_ones_yellow_with_words_in_a_comment(source: Path) -> None:
    sheet = marked(source, fault("doubt", row=3, column="B"), fault(row=2, column="B", value="many"))["学校情况"]
    assert sheet["B2"].fill.fgColor.rgb == RED
    assert sheet["B3"].fill.fgColor.rgb == YELLOW
    assert sheet["B2"].comment.text == "应为整数。请改正\na whole number is expected. mend it"
    assert sheet["A2"].fill.fgColor.rgb not in {RED, YELLOW}


def test_what_was_not_touched_stays(source: Path) -> None:
    workbook = marked(source, fault(row=3, column="B"), fault(row=2, column="C"))
    sheet = workbook["学校情况"]
    assert sheet["C3"].value == "=C2*2"
    assert sheet["B3"].value == 12.5
    assert sheet["B3"].number_format == "#,##0.00"
    assert sheet["C2"].font.bold
    assert sheet.column_dimensions["B"].width == 33
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A5:B6"]
    assert workbook["O'Brien 备注"]["A1"].value == "untouched"
    assert workbook.sheetnames == [NAME, "学校情况", "O'Brien 备注"]


def test_a_comment_that_was_there_is_kept(source: Path) -> None:
    assert marked(source, fault(row=2, column="C"))["学校情况"]["C2"].comment.text.endswith("去年 480")


def test_the_list_names_every_fault_faults_first_with_links(source: Path) -> None:
    doubt = fault("doubt", row=1, column="A", sheet="O'Brien 备注", value="=1+1")
    whole = fault("doubt", sheet=None, header="学生数")
    rows = marked(source, doubt, whole, fault(row=2, column="B", header="教学仪器设备值", value="many"))[NAME]
    assert rows["A1"].value.startswith("共 1 处错误(红色，须改)，2 处存疑(黄色，请核对)")
    assert [rows.cell(row, 2).value for row in (3, 4, 5)] == ["错误", "存疑", "存疑"]
    assert [rows.cell(row, 4).value for row in (3, 4, 5)] == ["B2", "A1", None]
    assert rows["D3"].hyperlink.location == "'学校情况'!B2"
    assert rows["D4"].hyperlink.location == "'O''Brien 备注'!A1"
    assert rows["D5"].hyperlink is None
    assert (rows["F4"].value, rows["F4"].data_type) == ("=1+1", "s")  # a text, not a formula
    assert [rows.cell(3, column).value for column in range(5, 11)] == [
        "教学仪器设备值", "many", "应为整数", "请改正", "a whole number is expected", "mend it",
    ]  # fmt: skip


def test_several_faults_of_one_cell_share_its_comment(source: Path) -> None:
    sheet = marked(source, *[fault("doubt", row=2, column="B")] * 6, fault(row=2, column="B"))["学校情况"]
    assert sheet["B2"].fill.fgColor.rgb == RED
    assert sheet["B2"].comment.text.count("应为整数") == 5
    assert "另有 2 处" in sheet["B2"].comment.text


def test_a_fault_that_knows_its_header_but_not_its_letter_finds_its_cell(source: Path) -> None:
    workbook = marked(
        source,
        fault(row=2, header="教学仪器设备值"),
        fault(row=2, header="学校标识码"),
        fault(row=3, header="没有的列"),
    )
    sheet = workbook["学校情况"]
    assert [sheet[cell].fill.fgColor.rgb == RED for cell in ("B2", "A2", "A3", "C2")] == [True, True, True, False]
    assert workbook[NAME]["D3"].value == "B2"


def test_a_fault_in_a_merged_cell_marks_the_cell_one_sees(source: Path) -> None:
    assert marked(source, fault(row=6, column="B"))["学校情况"]["A5"].fill.fgColor.rgb == RED


def test_faults_of_other_files_and_sheets_that_are_not_there_mark_nothing(source: Path) -> None:
    workbook = marked(source, fault(file="other.xlsx", row=2, column="B"), fault(sheet="nowhere", row=2, column="B"))
    assert workbook["学校情况"]["B2"].comment is None
    assert workbook[NAME].max_row == 3


def test_marking_again_takes_off_what_is_mended(source: Path) -> None:
    first = mark(source, [fault(row=2, column="B"), fault(row=2, column="C")], source.parent / "first.xlsx")
    again = mark(first, [fault(file="first.xlsx", row=3, column="B")], source.parent / "again.xlsx")
    workbook = openpyxl.load_workbook(again)
    sheet = workbook["学校情况"]
    assert workbook.sheetnames == [NAME, "学校情况", "O'Brien 备注"]
    assert sheet["B2"].comment is None
    assert sheet["B2"].fill == PatternFill()
    assert sheet["C2"].comment.text == "去年 480"
    assert sheet["B3"].fill.fgColor.rgb == RED


def test_a_sheet_of_the_users_own_with_our_name_is_kept(source: Path) -> None:
    workbook = openpyxl.load_workbook(source)
    workbook.create_sheet(NAME)["A1"] = "mine"
    workbook.save(source)
    assert marked(source, fault(row=2, column="B")).sheetnames == [f"{NAME}1", "学校情况", "O'Brien 备注", NAME]


def test_control_characters_in_a_value_do_no_harm(source: Path) -> None:
    assert marked(source, fault(row=2, column="B", value="a\x00\x0bb"))[NAME]["F3"].value == "a��b"


def test_macros_stay_in_a_workbook_that_has_them(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    macro = source.with_name("county.xlsm")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(macro, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "[Content_Types].xml":
                text = text.replace(b"sheet.main+xml", b"sheet.main+xml").replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
                text = text.replace(
                    b"</Types>",
                    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            new.writestr(name, text)
        new.writestr("xl/vbaProject.bin", b"macro")
    loaded: list[openpyxl.Workbook] = []
    load = openpyxl.load_workbook
    monkeypatch.setattr(
        import_module("junheng.exchange.marking.marked"), "load_workbook",
        lambda *args, **named: loaded.append(load(*args, **named)) or loaded[-1],
    )  # fmt: skip
    written = mark(macro, [fault(file="county.xlsm", row=2, column="B")], source.parent / "out.xlsx")
    assert [book.vba_archive.fp for book in loaded] == [None], "the macros' archive was left open"
    assert written.name == "out.xlsm"
    with zipfile.ZipFile(written) as archive:
        assert archive.read("xl/vbaProject.bin") == b"macro"


@pytest.mark.parametrize("name", ["county.csv", "county.xls", "county.parquet", "broken.xlsx"])
def test_what_cannot_be_marked_gets_the_list_alone(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    source.write_bytes("学校,学生\n".encode())
    written = mark(
        source, [fault("doubt", file=name, row=2), fault(file=name, row=2, column="B", value="=1")], tmp_path / "o.xlsx"
    )
    workbook = openpyxl.load_workbook(written)
    assert workbook.sheetnames == [NAME]
    assert [workbook[NAME].cell(row, 4).value for row in (3, 4)] == ["B2", "第2行"]
    assert (workbook[NAME]["F3"].value, workbook[NAME]["F3"].data_type) == ("=1", "s")
    assert source.read_bytes() == "学校,学生\n".encode()


def test_a_workbook_too_large_to_open_gets_the_list_alone(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("junheng.exchange.marking.mark"), "MOST_BYTES", 10)
    assert marked(source, fault(row=2, column="B")).sheetnames == [NAME]


def test_a_failure_leaves_neither_a_half_file_nor_a_changed_one(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = source.parent / "out.xlsx"
    target.write_bytes(b"before")
    before = source.read_bytes()

    def fail(workbook: openpyxl.Workbook, path: Path) -> None:
        Path(path).write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(openpyxl.Workbook, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        mark(source, [fault(row=2, column="B")], target)
    assert target.read_bytes() == b"before"
    assert source.read_bytes() == before
    assert sorted(path.name for path in source.parent.iterdir()) == ["county.xlsx", "out.xlsx"]


def test_the_source_itself_may_be_the_target(source: Path) -> None:
    assert mark(source, [fault(row=2, column="B")], source) == source
    assert openpyxl.load_workbook(source).sheetnames[0] == NAME


def test_a_picture_that_may_be_lost_is_said(source: Path) -> None:
    workbook = openpyxl.load_workbook(source)
    sheet = workbook["学校情况"]
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(sheet, min_col=3, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "H1")
    workbook.save(source)
    assert "图表、图片可能没有完整带入" in marked(source, fault(row=2, column="B"))[NAME]["A1"].value


def test_a_workbook_read_marked_and_read_again_says_the_same(tmp_path: Path) -> None:
    dictionary = load()
    schools = dictionary.tables["school"].conform(pl.DataFrame({"year": [2025], "school_code": ["2133000001"]}))
    part = {
        "year": 2025,
        "school_code": "2133000001",
        "stage": "primary",
        "full_time_teachers": 4,
        "teachers_bachelor": 5,
    }
    book = tmp_path / "county.xlsx"
    write_workbook(book, {"school": schools, "part": dictionary.tables["part"].conform(pl.DataFrame([part]))})
    first = read([book])
    (excess,) = (fault for fault in first.faults if fault.kind == "at_most")
    folder = tmp_path / "marked"
    folder.mkdir()
    written = mark(book, first.faults, folder / "county.xlsx")
    cell = openpyxl.load_workbook(written)["学段数据"][f"{excess.column}{excess.row}"]
    assert cell.value == 4
    assert cell.fill.fgColor.rgb == RED
    assert "多出 1 人" in cell.comment.text
    again = read([written])
    assert again.faults == first.faults
    assert all(again.tables[name].equals(table) for name, table in first.tables.items())


def test_files_of_one_name_in_two_folders_keep_their_own_faults(source: Path) -> None:
    folder = source.parent
    one = fault(file=f"{folder.name}/county.xlsx", row=2, column="B")
    other = fault(file="elsewhere/county.xlsx", row=3, column="B")
    sheet = marked(source, one, other)["学校情况"]
    assert [sheet[cell].fill.fgColor.rgb == RED for cell in ("B2", "B3")] == [True, False]
