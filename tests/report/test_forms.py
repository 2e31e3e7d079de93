from __future__ import annotations

import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from small_county import PARTS, assessment, facts

from junheng.assess.model import Composite, StandardReference
from junheng.report import write_forms
from junheng.report.forms.book import is_official


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("forms") / "forms.xlsx"
    write_forms(assessment(), facts(), made)
    return made


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def values(sheet: Worksheet) -> list[list[object]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def row_of(sheet: Worksheet, text: str) -> int:
    return next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == text)


def shade(cell: openpyxl.cell.Cell) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.patternType else None


def overview(sheet: Worksheet) -> dict[str, object]:
    found: dict[str, object] = {}
    for row in sheet.iter_rows(min_row=4, values_only=True):
        for start in (0, 4):
            if isinstance(row[start], str) and row[start].startswith("L") and row[start + 1]:
                found[row[start]] = row[start + 3]
    return found


def test_the_workbook_has_all_forms_in_order(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "表Ⅰ", "表Ⅱ-1", "表Ⅱ-2小学", "表Ⅱ-2初中", "表Ⅲ", "表Ⅳ", "表Ⅴ", "表Ⅵ", "申报条件与否决",
    ]  # fmt: skip


def test_form_one_carries_the_county_row_and_counts_the_rest(book: openpyxl.Workbook) -> None:
    assert overview(book["表Ⅰ"]) == {
        "L1": 38.66,  # 38.6550 万人, a tie
        "L2": 17.2,
        "L3": 14,
        "L4": "未填",
        "L5": 56219,  # 56218.50 yuan, a tie
        "L6": "未填",
        "L7": "未填",
        "L8": "未填",
        "L9": 2,  # two primary schools; a second campus and attached classes are none
        "L10": 1,
        "L11": 0,
        "L12": 0,
        "L13": 0,
        "L14": 1,
        "L15": 2,
        "L16": 1,  # 50 pupils is enough, 32 is not
        "L17": 20 + 10 + 6 + 4 + 6 + 2,
        "L18": 8,
        "L19": 800 + 400 + 200 + 32 + 50 + 18,
        "L20": 300,
        "L21": 50 + 30 + 15 + 5 + 7 + 3,
        "L22": 25,
        "L23": "无法判定",  # one school's full-time teachers are not filled in
        "L24": 21,
    }
    assert book["表Ⅰ"].cell(row_of(book["表Ⅰ"], "L1"), 4).number_format.startswith("#,##0.00")


def test_form_one_does_not_count_what_it_does_not_know(tmp_path: Path) -> None:
    held = facts()
    without_kind = pl.when(pl.col("school_code") == "2199000104").then(None).otherwise(pl.col("kind")).alias("kind")
    unknown = replace(
        held,
        schools=held.schools.with_columns(without_kind),
        parts=held.parts.with_columns(without_kind),
    )
    write_forms(assessment(), unknown, tmp_path / "f.xlsx")
    found = overview(openpyxl.load_workbook(tmp_path / "f.xlsx")["表Ⅰ"])
    assert {found[f"L{number}"] for number in range(9, 17)} == {"无法判定"}
    no_pupils = replace(held, parts=held.parts.with_columns(pupils=pl.lit(None, pl.Int64)))
    write_forms(assessment(), no_pupils, tmp_path / "g.xlsx")
    found = overview(openpyxl.load_workbook(tmp_path / "g.xlsx")["表Ⅰ"])
    assert (found["L15"], found["L16"], found["L19"]) == (2, "无法判定", "无法判定")


def test_form_two_one_counts_schools_met_and_their_share(book: openpyxl.Workbook) -> None:
    rows = values(book["表Ⅱ-1"])
    first = row_of(book["表Ⅱ-1"], "小学") - 1
    met, share, unknown = rows[first : first + 3]
    # L1 L2 L4 L6, overall: of three primary parts
    assert met[2:8] == [3, 3, 1, 3, 2, 1]
    assert share[3:8] == [100, "无法判定", 100, 66.7, "无法判定"]
    assert unknown[3:8] == [0, 1, 0, 0, 1]


def test_form_two_two_has_a_row_per_part_with_values_half_up(book: openpyxl.Workbook) -> None:
    sheet = book["表Ⅱ-2小学"]
    first, second, third = values(sheet)[5:8]
    assert first == [1, "甲小学", "7", 800, 6, 20, 5.63, 0.13, 4.5, 2000, "▲ 不达标", "达标：L1、L4、L6；未达85%：L2"]
    assert second[6:] == [5, 1, 4.5, 1750, "● 达标", "达标：L1—L4；达85%：L6"]
    assert third[6:] == [5, "无法判定", 6, 2500, "◌ 无法判定", "达标：L1、L4、L6；无法判定：L2"]
    assert values(book["表Ⅱ-2初中"])[5][1:6] == ["乙九年一贯制学校", "7", 300, 3, 20]


def test_form_two_two_shows_the_line_of_its_stage_and_the_countys_means(book: openpyxl.Workbook) -> None:
    assert values(book["表Ⅱ-2小学"])[4][6:10] == ["≥4.2", "≥1", "≥4.5", "≥2,000"]
    assert values(book["表Ⅱ-2初中"])[4][6:10] == ["≥5.3", "≥1", "≥5.8", "≥2,500"]
    last = values(book["表Ⅱ-2小学"])[8]
    assert last[3] == 800 + 400 + 200
    assert last[5] == 60
    assert last[6:10] == [5.63, "无法判定", 4.72, 2000]  # 5.625 and 4.715 are ties


def test_short_cells_are_shaded_and_carry_a_sign_that_prints_in_black_and_white(book: openpyxl.Workbook) -> None:
    sheet = book["表Ⅱ-2小学"]
    short, tolerated, met, unknown = sheet["H6"], sheet["J7"], sheet["G6"], sheet["H8"]
    assert short.number_format.startswith('"▲ "')
    assert tolerated.number_format.startswith('"△ "')
    assert "▲" not in met.number_format
    assert "△" not in met.number_format
    assert shade(met) is None
    assert None not in {shade(short), shade(tolerated), shade(unknown)}
    assert len({shade(short), shade(tolerated), shade(unknown)}) == 3


def test_form_three_prints_045_alike_and_judges_it_unrounded(book: openpyxl.Workbook) -> None:
    sheet = book["表Ⅲ"]
    rows = {row[0]: row for row in values(sheet)[4:9]}
    assert rows["L1"][3:7] == [5.63, 0.298, "≤0.5", "● 达标"]
    assert rows["L1"][7:11] == [7, 0.45, "≤0.45", "● 达标"]
    assert rows["L2"][7:11] == [1, 0.45, "≤0.45", "▲ 不达标"]
    assert rows["L2"][3:7] == ["无法判定", "无法判定", "≤0.5", "◌ 无法判定"]
    row = row_of(sheet, "L2")
    assert sheet.cell(row, 9).number_format.startswith('"▲ "#,##0.000')
    assert sheet.cell(row - 1, 9).number_format.startswith("#,##0.000")


def test_the_composite_has_no_mean_and_no_verdict_under_the_quality_standard(book: openpyxl.Workbook) -> None:
    sheet = book["表Ⅲ"]
    row = values(sheet)[row_of(sheet, "综合差异系数") - 1]
    assert row[3:7] == ["——", "无法判定", "——", "——"]
    assert row[7:11] == ["——", 0.226, "——", "——"]  # 0.2255 is a tie


def test_items_print_their_working_and_verdict(book: openpyxl.Workbook) -> None:
    assert values(book["表Ⅳ"])[3:5] == [
        ["1", "学校规划布局合理", "学校规划布局合理的计算过程", "● 达标"],
        ["9", "教师5年360学时培训完成率达到100%", "完成 95 人，共 100 人，95.0%", "▲ 不达标"],
    ]
    assert values(book["表Ⅴ"])[3] == ["1", "初中三年巩固率达到95%以上", "毕业生数未填", "◌ 无法判定"]


def test_a_veto_is_absent_or_present_rather_than_met_or_short(book: openpyxl.Workbook) -> None:
    assert values(book["申报条件与否决"])[4] == [
        "一票否决",
        "1",
        "存在以考试方式招生",
        "存在以考试方式招生的计算过程",
        "● 不存在",
    ]


def test_form_six_adds_up_groups_and_leaves_unfilled_ones_blank(book: openpyxl.Workbook) -> None:
    sheet = book["表Ⅵ"]
    rows = {str(row[0]).strip("　"): row[1:8] for row in values(sheet)[4:12]}
    assert rows["合计"] == [1000, 840, 792, 94.3, 40, "未填", "无法判定"]  # 792/840 = 94.2857 %
    assert rows["其中：家长"] == [700, 640, 602, 94.1, 0, 0, "——"]  # 602/640 = 94.0625 %
    assert rows["学生"] == [300, 200, 190, 95, 40, "未填", "无法判定"]
    assert rows["教师"] == ["未填"] * 7
    assert values(sheet)[11][7] == "未填"
    assert values(sheet)[12][7] == "● 达标"


def test_every_form_is_a4_one_page_wide_with_repeated_headers_and_its_source(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation in {"landscape", "portrait"}
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in {None, 1}  # 1 is the default of the format
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows
        said = "\n".join(str(value) for row in values(sheet) for value in row if isinstance(value, str))
        assert "2025—2026 学年" in said
        assert "sha256:a1a1" in said
        assert "教督〔2017〕6号" in said
    assert book["表Ⅱ-2小学"].page_setup.orientation == "landscape"
    assert book["表Ⅱ-2小学"].print_title_rows == "$3:$5"


def test_headers_of_several_rows_are_merged(book: openpyxl.Workbook) -> None:
    assert {"G3:J3", "A3:A5", "K3:K5"} <= {str(area) for area in book["表Ⅱ-2小学"].merged_cells.ranges}
    assert {"B3:E3", "F3:H3"} <= {str(area) for area in book["表Ⅵ"].merged_cells.ranges}


def test_no_form_holds_a_formula(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in package.read(name)


def test_a_school_called_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    parts = tuple(
        type(part)(**{**{f: getattr(part, f) for f in part.__struct_fields__}, "name": "=1+1"}) for part in PARTS
    )
    write_forms(assessment(parts=parts), facts(), tmp_path / "f.xlsx")
    with zipfile.ZipFile(tmp_path / "f.xlsx") as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet3.xml")
        assert b"=1+1" in package.read("xl/sharedStrings.xml")


def test_another_standard_gets_its_own_tables(tmp_path: Path) -> None:
    quality = assessment()
    parts = tuple(
        type(part)(**{**{f: getattr(part, f) for f in part.__struct_fields__}, "verdict": None}) for part in PARTS
    )
    basic = assessment(
        standard=StandardReference(
            id="cn.basic.2012",
            title=quality.standard.title,
            document="教督〔2012〕3号",
            stages=("primary", "junior"),
            indicators=quality.standard.indicators,
        ),
        parts=parts,
        items=(),
        vetoes=(),
        composite=(Composite(stage="junior", cv=Decimal("0.5504"), limit=Fraction(55, 100), verdict="short"),),
    )
    assert not is_official(basic)
    write_forms(basic, facts(), tmp_path / "f.xlsx")
    book = openpyxl.load_workbook(tmp_path / "f.xlsx")
    assert book.sheetnames == ["学校指标·小学", "学校指标·初中", "差异系数", "评估项目"]
    assert "是否达标" not in [cell for row in values(book["学校指标·小学"]) for cell in row]
    sheet = book["差异系数"]
    row = values(sheet)[row_of(sheet, "综合差异系数") - 1]
    assert row[7:11] == ["——", 0.55, "≤0.55", "▲ 不达标"]


def test_a_failed_write_leaves_the_earlier_forms(tmp_path: Path) -> None:
    path = tmp_path / "forms.xlsx"
    path.write_bytes(b"earlier")
    broken = replace(facts(), counties=facts().counties.drop("year"))
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        write_forms(assessment(), broken, path)
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]
