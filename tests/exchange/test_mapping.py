"""A mapping and the sheets that were found become plans, and everything odd is said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from junheng.exchange import Fault, load_mapping
from junheng.exchange.mapping.plans import header_row, plans
from junheng.exchange.plan import Plan, RawSheet

HEAD = 'title = { zh = "试", en = "trial" }\n'
KEYS = 'year = { constant = 2025 }\nschool_code = { column = "CODE" }\n'


def sheet(
    headers: str, rows: Sequence[Sequence[object]], name: str | None = None, file: str = "a.csv", first: int = 2
) -> RawSheet:
    names = headers.split()
    columns = {f"c{n}": pl.Series([row[n] for row in rows], strict=False) for n in range(len(names))}
    numbers = pl.Series(range(first, first + len(rows)), dtype=pl.Int64)
    return RawSheet(file, name, first - 1, tuple(names), pl.DataFrame(columns), numbers)


def planned(folder: Path, text: str, *sheets: RawSheet) -> tuple[list[tuple[RawSheet, Plan]], list[Fault]]:
    path = folder / "map.toml"
    path.write_text(HEAD + text, "utf-8")
    return plans(sheets, load_mapping(path))


def school(fields: str, extra: str = "") -> str:
    return f'[[table]]\ntarget = "school"\n{extra}\n[table.fields]\n{KEYS}{fields}\n'


def of_kind(faults: Sequence[Fault], kind: str) -> list[Fault]:
    return [fault for fault in faults if fault.kind == kind]


def test_columns_feed_fields_whatever_the_width_case_and_spaces_of_their_headers(tmp_path: Path) -> None:
    text = school('school_name = { column = "Ｎａｍｅ" }\nequipment_value = { column = "VALUE", unit = "万元" }')
    ((_, plan),), _ = planned(tmp_path, text, sheet("code NAME value", [["1", "a", "3.5"]]))
    assert plan.table == "school"
    assert plan.sources["school_code"].columns == (0,)
    assert plan.sources["school_name"].columns == (1,)
    assert plan.sources["equipment_value"].factor == Decimal(10000)
    assert plan.sources["year"].constant == "2025"
    assert plan.keep is None


@pytest.mark.parametrize(
    ("header", "factor"), [("VALUE(万元)", 10000), ("VALUE（千元）*", 1000), ("VALUE(x)", 1), ("VALUE", 1)]
)
def test_the_header_says_the_unit_where_the_mapping_does_not(tmp_path: Path, header: str, factor: int) -> None:
    text = school(f'equipment_value = {{ column = "{header}" }}')
    ((_, plan),), _ = planned(tmp_path, text, sheet(f"CODE {header}", [["1", "3.5"]]))
    assert plan.sources["equipment_value"].factor == factor


def test_brackets_that_hold_no_unit_are_a_doubt_unless_the_mapping_names_the_unit(tmp_path: Path) -> None:
    text = 'site_area = {{ column = "AREA(亩)"{} }}'
    raw = sheet("CODE AREA(亩)", [["1", "3.5"]])
    _, faults = planned(tmp_path, school(text.format("")), raw)
    assert [(fault.severity, fault.column) for fault in of_kind(faults, "unit")] == [("doubt", "B")]
    ((_, plan),), faults = planned(tmp_path, school(text.format(', unit = "公顷"')), raw)
    assert of_kind(faults, "unit") == []
    assert plan.sources["site_area"].factor == 10000


def test_a_header_that_is_exactly_so_goes_before_those_that_are_alike(tmp_path: Path) -> None:
    text = school('school_name = { column = "Name" }')
    ((_, plan),), _ = planned(tmp_path, text, sheet("CODE NAME Name", [["1", "a", "b"]]))
    assert plan.sources["school_name"].columns == (2,)


def test_columns_in_different_units_are_not_added_up(tmp_path: Path) -> None:
    text = school('equipment_value = { columns = ["A(元)", "B(万元)"] }')
    ((_, plan),), faults = planned(tmp_path, text, sheet("CODE A(元) B(万元)", [["1", "2", "3"]]))
    assert "equipment_value" not in plan.sources
    (fault,) = of_kind(faults, "mapping")
    assert fault.severity == "fault"
    assert "different units" in fault.text("en")


def test_several_columns_are_named_in_order(tmp_path: Path) -> None:
    ((_, plan),), _ = planned(
        tmp_path, school('computers = { columns = ["B", "A"] }'), sheet("CODE A B", [["1", "2", "3"]])
    )
    assert plan.sources["computers"].columns == (2, 1)


def test_a_column_that_is_not_there_is_named_with_its_line_and_the_likely_one(tmp_path: Path) -> None:
    text = school('school_name = { column = "NAMES" }')
    ((_, plan),), faults = planned(tmp_path, text, sheet("CODE NAME", [["1", "a"]]))
    assert "school_name" not in plan.sources
    (fault,) = of_kind(faults, "mapping")
    assert (fault.file, fault.row, fault.value) == ("map.toml", 8, "NAMES")
    assert "NAME" in fault.remedy.zh


def test_a_header_that_stands_twice_is_not_guessed(tmp_path: Path) -> None:
    text = school('school_name = { column = "NAME" }')
    ((_, plan),), faults = planned(tmp_path, text, sheet("CODE NAME NAME", [["1", "a", "b"]]))
    assert "school_name" not in plan.sources
    assert "(B、C)" in of_kind(faults, "mapping")[0].text()


def test_a_table_whose_key_has_no_column_is_not_read(tmp_path: Path) -> None:
    found, faults = planned(tmp_path, school(""), sheet("KODE NAME", [["1", "a"]]))
    assert found == []
    assert [fault.value for fault in of_kind(faults, "mapping")] == ["CODE"]


def test_a_table_whose_rows_cannot_be_told_apart_is_not_read(tmp_path: Path) -> None:
    keep = '[[table.keep]]\ncolumn = "OPEN"\nequals = 1\nreason = "停办"\n'
    found, faults = planned(tmp_path, school("") + keep, sheet("CODE NAME", [["1", "a"]]))
    assert found == []
    assert [(fault.row, fault.value) for fault in of_kind(faults, "mapping")] == [(10, "OPEN")]


def test_a_sheet_is_chosen_by_name_by_pattern_by_file_and_by_its_columns(tmp_path: Path) -> None:
    one, two = sheet("CODE", [["1"]], "list 2024", "a.xlsx"), sheet("CODE X", [["2", "x"]], "list 2025", "a.xlsx")
    notes, plain = sheet("TEXT", [["x"]], "notes", "a.xlsx"), sheet("CODE", [["3"]], None, "b.csv")
    everything = (one, two, notes, plain)

    def chosen(extra: str) -> list[str]:
        return [raw.label for raw, _ in planned(tmp_path, school("", extra), *everything)[0]]

    assert chosen('sheet = "list 2025"') == ["a.xlsx|list 2025"]
    assert chosen('sheet = "list *"') == ["a.xlsx|list 2024", "a.xlsx|list 2025"]
    assert chosen('sheet = "b.csv"') == ["b.csv|"]
    assert chosen("") == ["a.xlsx|list 2024", "a.xlsx|list 2025", "b.csv|"]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    found, faults = planned(tmp_path, school("", 'sheet = "x*"'), sheet("CODE", [["1"]], "list", "a.xlsx"))
    assert found == []
    assert "list" in of_kind(faults, "mapping")[0].remedy.zh
    assert [fault.sheet for fault in of_kind(faults, "unused")] == ["list"]


def test_no_sheet_at_all_is_a_fault(tmp_path: Path) -> None:
    found, faults = planned(tmp_path, school(""))
    assert (found, [fault.severity for fault in faults]) == ([], ["fault"])


def test_a_header_row_further_down_is_taken(tmp_path: Path) -> None:
    raw = sheet("Title x", [["made", "2025"], ["CODE", "NAME"], ["1", "a"], ["2", "b"]])
    text = school('school_name = { column = "NAME" }', "header_row = 3")
    ((read, plan),), faults = planned(tmp_path, text, raw)
    assert read.headers == ("CODE", "NAME")
    assert read.rows.to_list() == [4, 5]
    assert read.frame.rows() == [("1", "a"), ("2", "b")]
    assert plan.sources["school_name"].columns == (1,)
    assert of_kind(faults, "mapping") == []
    path = tmp_path / "map.toml"
    assert header_row(load_mapping(path), "anything") == 3


def test_a_header_row_that_is_none_is_a_fault(tmp_path: Path) -> None:
    _, faults = planned(tmp_path, school("", "header_row = 9"), sheet("CODE", [["1"]]))
    assert "row 9 is not a header row" in of_kind(faults, "mapping")[0].text("en")


def test_rows_outside_a_condition_are_counted_with_their_reason(tmp_path: Path) -> None:
    keep = '[[table.keep]]\ncolumn = "OPEN"\namong = [1]\nreason = { zh = "停办", en = "closed" }\n'
    keep += '[[table.keep]]\ncolumn = "SIZE"\nat_least = 10\nreason = "太小"\n'
    rows = [
        ["a", "1.0", "10"],
        ["b", "2", "5"],
        ["c", None, "30"],
        ["d", "1", "9.5"],
        ["e", "1", "many"],
        ["f", "3", "40"],
    ]
    ((_, plan),), faults = planned(tmp_path, school("") + keep, sheet("CODE OPEN SIZE", rows))
    assert plan.keep is not None
    assert plan.keep.to_list() == [True, False, False, False, False, False]
    assert [(fault.column, fault.expected.zh) for fault in of_kind(faults, "filtered")] == [
        ("B", "按映射不读 2 行，原因：停办(第 3、7 行)"),
        ("B", "按映射不读 1 行，原因：该列空白，无法判断是否属于：停办(第 4 行)"),
        ("C", "按映射不读 1 行，原因：太小(第 5 行)"),
        ("C", "按映射不读 1 行，原因：该列空白，无法判断是否属于：太小(第 6 行)"),
    ]


@pytest.mark.parametrize(
    ("comparison", "kept"),
    [
        ("equals = 1", [True, False, False]),
        ("not = 1", [False, True, True]),
        ("not_among = [2, 3]", [True, False, False]),
        ("among = []", [False, False, False]),
        ("at_most = 2", [True, True, False]),
    ],
)
def test_each_comparison_keeps_its_rows(tmp_path: Path, comparison: str, kept: list[bool]) -> None:
    keep = f'[[table.keep]]\ncolumn = "N"\n{comparison}\nreason = "x"\n'
    ((_, plan),), _ = planned(tmp_path, school("") + keep, sheet("CODE N", [["a", 1.0], ["b", 2.0], ["c", 3.0]]))
    assert plan.keep is not None
    assert plan.keep.to_list() == kept


def test_what_several_tables_say_of_one_sheet_is_said_once(tmp_path: Path) -> None:
    keep = '[[table.keep]]\ncolumn = "OPEN"\nequals = 1\nreason = "停办"\n'
    part = f'[[table]]\ntarget = "part"\n[table.fields]\n{KEYS}stage = {{ constant = "primary" }}\n'
    found, faults = planned(
        tmp_path, school("") + keep + part + keep, sheet("CODE OPEN REST", [["a", 1, 0], ["b", 2, 0]])
    )
    assert [plan.table for _, plan in found] == ["school", "part"]
    assert len(of_kind(faults, "filtered")) == 1
    (unused,) = of_kind(faults, "unused")
    assert unused.expected.en == "1 columns are not used: REST"


def test_cleanings_change_the_sheet_and_say_so(tmp_path: Path) -> None:
    text = school('latitude = { column = "LAT", clean = [{ use = "lost_decimal_point", least = -13, most = -5 }] }')
    keep = '[[table.keep]]\ncolumn = "OPEN"\nequals = 1\nreason = "停办"\n'
    rows = [["a", 1, -96240167.0], ["b", 1, -7.5], ["c", 1, 4.0], ["d", 2, 9.0], ["e", 1, None]]
    ((read, _),), faults = planned(tmp_path, text + keep, sheet("CODE OPEN LAT", rows))
    assert read.frame["c2"].to_list() == ["-9.6240167", "-7.5", None, None, None]
    (changed,) = of_kind(faults, "cleaned")
    assert changed.expected.zh == "1 个值经清洗改动(补回小数点)，如第2行 -96240167 → -9.6240167"
    (lost,) = of_kind(faults, "unclear")  # the row set aside is not complained about
    assert (lost.severity, lost.row, lost.column, lost.value) == ("fault", 4, "C", "4")


def test_a_value_that_means_unknown_is_a_doubt(tmp_path: Path) -> None:
    text = school('computers = { columns = ["A", "B"], clean = [{ use = "unknown", values = ["88888"] }] }')
    ((read, _),), faults = planned(tmp_path, text, sheet("CODE A B", [["a", 88888.0, 3.0]]))
    assert read.frame["c1"].to_list() == [None]
    (doubt,) = of_kind(faults, "unclear")
    assert (doubt.severity, doubt.value) == ("doubt", "88888")


def test_a_code_that_the_translation_does_not_name_is_not_taken_for_ours(tmp_path: Path) -> None:
    text = school('locale = { column = "AREA", translate = { "1" = "111", "2" = "220" } }')
    rows = [["a", "1.0"], ["b", " 2"], ["c", "220"], ["d", None]]
    ((read, plan),), faults = planned(tmp_path, text, sheet("CODE AREA", rows))
    assert read.frame["c1"].to_list() == ["1.0", " 2", None, None]
    assert plan.sources["locale"].translate["1.0"] == "111"
    (fault,) = of_kind(faults, "code")
    assert (fault.severity, fault.row, fault.column, fault.value) == ("fault", 4, "B", "220")


def test_expected_blanks_are_doubts_row_by_row(tmp_path: Path) -> None:
    text = school('latitude = { column = "LAT", expected = true }\nlongitude = { column = "LON" }')
    _, faults = planned(tmp_path, text, sheet("CODE LAT LON", [["a", "1", None], ["b", " ", None], ["c", None, None]]))
    assert [(fault.row, fault.column) for fault in of_kind(faults, "missing")] == [(3, "B"), (4, "B")]


def test_rows_that_say_the_same_are_read_once_when_asked(tmp_path: Path) -> None:
    text = '[[table]]\ntarget = "county"\nonce = true\nrelax = ["county_code"]\n[table.fields]\n'
    text += 'year = { constant = 2025 }\ncounty_code = { column = "PPD" }\ncounty_name = { column = "PPD" }\n'
    ((read, plan),), _ = planned(tmp_path, text, sheet("PPD N", [["a", 1], ["b", 2], ["a", 3]]))
    assert read.frame["c0"].to_list() == ["a", "b"]
    assert read.rows.to_list() == [2, 3]
    assert plan.relaxed == {"county_code"}


def test_required_fields_without_a_source_are_listed_once(tmp_path: Path) -> None:
    _, faults = planned(tmp_path, school(""), sheet("CODE", [["a"], ["b"]]))
    (doubt,) = of_kind(faults, "unmapped")
    assert "教学仪器设备值" in doubt.expected.zh
    assert doubt.severity == "doubt"


def test_planning_twice_gives_the_same(tmp_path: Path) -> None:
    raw = sheet("CODE LAT", [["a", -96240167.0]])
    text = school('latitude = { column = "LAT", clean = [{ use = "lost_decimal_point", least = -13, most = -5 }] }')
    first, again = planned(tmp_path, text, raw), planned(tmp_path, text, raw)
    assert first[1] == again[1]
    assert first[0][0][0].frame.equals(again[0][0][0].frame)
    assert raw.frame["c1"].to_list() == [-96240167.0]
