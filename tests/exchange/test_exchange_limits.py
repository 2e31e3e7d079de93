"""What a file is told by is its content; what it may be is bounded before a parser sees it."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path

import exchange_books as books
import pytest

from junheng.exchange import Fault, Limits, Refused, read

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return books.write(tmp_path / "county.xlsx", books.sound())


def refusal(path: Path, limits: Limits | None = None) -> Fault:
    with pytest.raises(Refused) as caught:
        read([path], limits=limits or Limits())
    (fault,) = caught.value.faults
    return fault


def edited(path: Path, edit: Callable[[dict[str, bytes]], None]) -> Path:
    parts = books.unpacked(path)
    edit(parts)
    path.write_bytes(books.packed(parts))
    return path


def school_with(tmp_path: Path, **changes: object) -> Path:
    return books.write(
        tmp_path / "county.xlsx", {"学校情况": [books.SCHOOL, books.school(1), books.school(2, **changes)]}
    )


@pytest.mark.parametrize(
    ("limits", "bound"),
    [
        (Limits(file_bytes=1000), "文件大小"),
        (Limits(entries=3), "包内文件数"),
        (Limits(expanded_bytes=5000), "展开后的大小"),
        (Limits(sheets=1), "工作表数"),
        (Limits(rows=2), "行数"),
        (Limits(columns=5), "列数"),
        (Limits(cells=20), "格数"),
        (Limits(cell_length=3), "字数"),
    ],
)
def test_each_bound_is_named_when_a_workbook_is_beyond_it(sound: Path, limits: Limits, bound: str) -> None:
    fault = refusal(sound, limits)
    assert fault.kind == "limit"
    assert bound in fault.expected.zh
    assert "实际" in fault.expected.zh


@pytest.mark.parametrize(
    ("limits", "bound"), [(Limits(rows=2), "行数"), (Limits(columns=5), "列数"), (Limits(cell_length=3), "字数")]
)
def test_texts_are_held_to_the_same_bounds(tmp_path: Path, limits: Limits, bound: str) -> None:
    path = tmp_path / "学校情况.csv"
    path.write_text(books.csv_text(books.sound()["学校情况"]), "utf-8")
    assert bound in refusal(path, limits).expected.zh


def test_a_package_that_unpacks_to_far_more_than_it_holds_is_refused(sound: Path) -> None:
    def bomb(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(b"<sheetData>", b" " * (40 << 20) + b"<sheetData>")

    fault = refusal(edited(sound, bomb))
    assert fault.kind == "limit"
    assert "压缩比" in fault.expected.zh


def test_a_package_that_lies_about_its_sizes_is_refused(sound: Path) -> None:
    content = bytearray(sound.read_bytes())
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(SHEET.encode()))
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    sound.write_bytes(bytes(content))
    assert refusal(sound).kind == "unreadable"


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
def test_entities_are_refused_wherever_they_are(sound: Path, name: str) -> None:
    def declare(parts: dict[str, bytes]) -> None:
        parts[name] = parts[name].replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)

    fault = refusal(edited(sound, declare))
    assert fault.kind == "entity"
    assert name in fault.expected.zh


def test_a_declaration_behind_a_long_comment_is_not_overlooked(sound: Path) -> None:
    def hide(parts: dict[str, bytes]) -> None:
        hidden = b"?><!--" + b" " * 300_000 + b'--><!DOCTYPE x [<!ENTITY a "b">]>'
        parts[SHEET] = parts[SHEET].replace(b"?>", hidden, 1)

    assert refusal(edited(sound, hide)).kind in {"unreadable", "entity"}


def test_a_sheet_spanning_all_rows_and_columns_is_refused_before_room_is_made_for_it(sound: Path) -> None:
    def span(parts: dict[str, bytes]) -> None:
        last = b'<row r="1048576"><c r="ZZ1048576"><v>1</v></c></row></sheetData>'
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", last)

    assert "格数" in refusal(edited(sound, span)).expected.zh


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A99999999">', '<c r="A4294967295">', '<c s="0" r="A99999999">', "<c r = 'A99999999'>",
        '<c\tr="A99999999">', '<c\nr="a99999999">', '<c r="XFE1">', '<c r="ZZZZ1">', '<c r="A0">', '<c r="">',
        '<c r="A-1">',
    ],
)  # fmt: skip
def test_a_cell_that_no_sheet_has_is_refused_however_it_is_written(sound: Path, cell: str) -> None:
    def place(parts: dict[str, bytes]) -> None:
        row = f'<row r="5">{cell}<v>1</v></c></row></sheetData>'
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row.encode())

    assert refusal(edited(sound, place)).kind in {"limit", "unreadable"}


def test_formatted_cells_without_values_do_not_count_as_span(sound: Path) -> None:
    def colour(parts: dict[str, bytes]) -> None:
        last = b'<row r="1048576"><c r="ZZ1048576" s="0"/></row></sheetData>'
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", last)

    assert read([edited(sound, colour)]).faults == ()


def test_a_sheet_with_prefixed_tags_is_read_and_checked_like_any_other(sound: Path) -> None:
    def prefix(parts: dict[str, bytes]) -> None:
        parts[SHEET] = (
            re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", parts[SHEET])
            .replace(b"<?x:", b"<?")
            .replace(b'xmlns="', b'xmlns:x="')
        )

    assert read([edited(sound, prefix)]).faults == ()

    def far(parts: dict[str, bytes]) -> None:
        last = b'<x:row r="1048576"><x:c r="ZZ1048576"><x:v>1</x:v></x:c></x:row></x:sheetData>'
        parts[SHEET] = parts[SHEET].replace(b"</x:sheetData>", last)

    assert "格数" in refusal(edited(sound, far)).expected.zh


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"%PDF-1.7", "PDF"),
        ("a.xls", b"<html><table></table></html>", "HTML"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML 2003"),
        ("a.xlsx", books.packed({"word/document.xml": b"<x/>"}), "Word"),
        ("a.xlsx", books.packed({"content.xml": b"<x/>"}), "OpenDocument"),
        ("a.csv", b"a,b\n\0\0,1\n", "文本"),
        ("a.xls", books.compound({"WordDocument": b"x"}), "Excel"),
    ],
)
def test_another_kind_of_file_is_named(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    fault = refusal(path)
    assert fault.kind == "kind"
    assert words in fault.expected.zh


@pytest.mark.parametrize(
    "content", [books.compound({"EncryptedPackage": b"x"}), books.xls(books.sound(), password=True)], ids=["new", "old"]
)
def test_a_password_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal(path).kind == "password"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx").file == "none.xlsx"


def test_all_unreadable_files_are_named_in_one_pass(tmp_path: Path, sound: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"%PDF")
    with pytest.raises(Refused) as caught:
        read([tmp_path / "a.xlsx", sound, tmp_path / "none.csv"])
    assert [fault.file for fault in caught.value.faults] == ["a.xlsx", "none.csv"]


def test_a_wrong_ending_is_a_doubt_and_the_content_is_read(tmp_path: Path, sound: Path) -> None:
    sound.rename(tmp_path / "county.csv")
    reading = read([tmp_path / "county.csv"])
    assert [(fault.kind, fault.severity) for fault in reading.faults] == [("kind", "doubt")]
    assert reading.tables["school"].height == 3


def test_macros_are_not_run_and_said_so(sound: Path) -> None:
    def add(parts: dict[str, bytes]) -> None:
        parts["xl/vbaProject.bin"] = b"macro"

    assert [(f.kind, f.severity) for f in read([edited(sound, add)]).faults] == [("macro", "doubt")]


@pytest.mark.parametrize(
    "formula",
    [
        '=HYPERLINK("http://example.org","12")',
        '=WEBSERVICE("http://example.org")',
        "='[1]外部'!A1",
        "=cmd|'/C calc'!A0",
    ],
)
def test_a_formula_that_reaches_out_is_a_fault_and_its_value_is_not_read(tmp_path: Path, formula: str) -> None:
    reading = read([school_with(tmp_path, H=books.Formula(formula, 1500))])
    (fault,) = reading.wrong
    assert (fault.kind, fault.row, fault.column, fault.sheet) == ("formula", 3, "H", "学校情况")
    assert fault.value and fault.value.startswith(formula[:8])
    assert reading.tables["school"]["teaching_area"].to_list()[1] is None


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A"])
def test_an_error_value_is_a_fault_at_its_cell(tmp_path: Path, error: str) -> None:
    reading = read([school_with(tmp_path, L=books.Formula("=1/0", error))])
    (fault,) = reading.wrong
    assert (fault.kind, fault.row, fault.column, fault.value, fault.header) == (
        "formula",
        3,
        "L",
        error,
        "网络多媒体教室数(间)*",
    )
    assert not [one for one in reading.faults if one.kind == "missing" and one.column == "L"]


def test_computed_figures_are_read_with_one_doubt_for_the_column(tmp_path: Path) -> None:
    rows = [books.school(number, H=books.Formula("=1000+500", 1500.25)) for number in (1, 2, 3)]
    reading = read([books.write(tmp_path / "county.xlsx", {"学校情况": [books.SCHOOL, *rows]})])
    (fault,) = reading.faults
    assert (fault.kind, fault.severity, fault.column) == ("formula", "doubt", "H")
    assert "3 格" in fault.expected.zh
    assert reading.wrong == ()
    assert [str(value) for value in reading.tables["school"]["teaching_area"]] == ["1500.25"] * 3


def test_a_formula_that_was_never_computed_is_a_fault(sound: Path) -> None:
    def empty(parts: dict[str, bytes]) -> None:
        parts[SHEET] = re.sub(rb'<c r="H3"[^>]*>.*?</c>', b'<c r="H3"><f>SUM(A1:A2)</f></c>', parts[SHEET])

    (fault,) = read([edited(sound, empty)]).wrong
    assert (fault.kind, fault.row, fault.column) == ("formula", 3, "H")


def test_many_bad_formulas_are_counted_and_none_is_read(tmp_path: Path) -> None:
    rows = [books.school(number, H=books.Formula('=WEBSERVICE("x")', 9)) for number in range(1, 41)]
    path = books.write(tmp_path / "county.xlsx", {"学校情况": [books.SCHOOL, *rows]})
    reading = read([path], limits=Limits(listed=10))
    faults = [fault for fault in reading.faults if fault.kind == "formula"]
    assert len(faults) == 11
    assert "30" in faults[-1].expected.zh
    assert reading.tables["school"]["teaching_area"].null_count() == 40


def test_drop_downs_and_conditional_formats_are_no_formulas(tmp_path: Path) -> None:
    def rules(workbook: object, sheets: dict[str, object]) -> None:
        sheet = sheets["学校情况"]
        sheet.data_validation("E2:E9", {"validate": "list", "source": "=$E$2:$E$3"})  # type: ignore[attr-defined]
        sheet.conditional_format("H2:H9", {"type": "formula", "criteria": "=H2>1"})  # type: ignore[attr-defined]

    assert read([books.write(tmp_path / "county.xlsx", books.sound(), rules)]).faults == ()


def test_old_workbooks_name_errors_and_count_formulas(tmp_path: Path) -> None:
    rows = [
        books.SCHOOL,
        books.school(1, H=books.Formula("=1", 1500.5)),
        books.school(2, L=books.Formula("=1/0", "#DIV/0!")),
    ]
    path = tmp_path / "county.xls"
    path.write_bytes(books.xls({"学校情况": rows}))
    reading = read([path])
    (fault,) = reading.wrong
    assert (fault.kind, fault.row, fault.column, fault.value) == ("formula", 3, "L", "#DIV/0!")
    assert [one.severity for one in reading.faults if one.kind == "formula"] == ["fault", "doubt"]
    assert reading.tables["school"].height == 2


def test_a_list_of_strings_that_claims_more_than_it_holds_is_refused(sound: Path) -> None:
    def claim(parts: dict[str, bytes]) -> None:
        name = "xl/sharedStrings.xml"
        parts[name] = re.sub(rb'uniqueCount="\d+"', b'uniqueCount="4294967296"', parts[name])

    assert refusal(edited(sound, claim)).kind == "unreadable"


def test_old_workbooks_that_claim_more_than_they_can_have_are_refused(tmp_path: Path) -> None:
    content = books.xls({"学校情况": [[1, 2]]})
    for before, after in (
        (struct.pack("<IIHHH", 0, 1, 0, 2, 0), struct.pack("<IIHHH", 0, 2**31, 0, 2, 0)),
        (struct.pack("<HHHHHd", 0x203, 14, 0, 1, 0, 2), struct.pack("<HHHHHd", 0x203, 14, 0, 60_000, 0, 2)),
    ):
        assert before in content
        path = tmp_path / "county.xls"
        path.write_bytes(content.replace(before, after))
        assert refusal(path).kind == "unreadable"
