from __future__ import annotations

import re
import zipfile
from pathlib import Path

import msgspec
import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from small_county import assessment, item

from junheng import demo
from junheng.assess import assess, rules_of
from junheng.assess.model import Alert, Assessment, Component, Culprit, Finding, ItemResult
from junheng.dictionary import Title
from junheng.facts import derive
from junheng.report import write_result
from junheng.standards import load

SHEETS = [
    "结论", "学校指标", "差距清单", "差异系数", "保障与质量", "项目明细", "无法判定", "预警",
    "班额与规模", "班额分布", "专用教室", "不平等", "趋势", "未纳入",
]  # fmt: skip
HEAD = 4
"""The row of the headers, as Excel counts."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("result") / "assessment.xlsx"
    write_result(assessment(), made)
    return made


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    head = [cell.value for cell in sheet[HEAD]]
    return [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=HEAD + 1, values_only=True)]


def test_sheets_stand_in_reading_order(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_every_sheet_names_standard_document_snapshot_and_year(book: openpyxl.Workbook) -> None:
    for sheet in book:
        source = sheet["A2"].value
        assert "cn.quality.2017" in source
        assert "教督〔2017〕6号" in source
        assert "sha256:" + "a1" * 32 in source
        assert "2025—2026 学年" in source
        assert "示例县(990121)" in source


def test_lists_have_frozen_headers_and_a_filter_over_their_rows(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet.freeze_panes is not None
        if sheet.title != "结论":
            assert sheet.freeze_panes.endswith(str(HEAD + 1))
            assert sheet.auto_filter.ref.startswith(f"A{HEAD}:")
    assert book["学校指标"].auto_filter.ref == "A4:T8"


def test_the_summary_reads_verdict_then_short_then_unknown_then_near(book: openpyxl.Workbook) -> None:
    texts = [cell.value for cell in book["结论"]["A"] if cell.value]
    order = ["县级结论", "一、各部分结论", "二、不达标", "三、无法判定", "四、临近标准"]
    assert [text for text in texts if text in order] == order
    assert book["结论"]["B3"].value == "▲ 不达标"
    said = [[cell.value for cell in row] for row in book["结论"].iter_rows()]
    assert ["小学学校", "▲ 不达标", "3 所中 1 所：甲小学"] in said
    assert ["小学学校", "◌ 无法判定", "3 所中 1 所：丙小学"] in said
    assert ["初中 L2 差异系数", "▲ 不达标", "每百名学生拥有县级以上骨干教师数：0.45004，≤0.45"] in said
    assert ["乙九年一贯制学校", "◐ 临近", "乙九年一贯制学校 L2 临近标准"] in said


def test_indicators_stand_beside_what_is_missing_in_their_own_unit(book: openpyxl.Workbook) -> None:
    sheet = book["学校指标"]
    head = [cell.value for cell in sheet[HEAD]]
    assert head[12:20] == ["值(人)", "距标准差(人)"] * 2 + ["值(平方米)", "距标准差(平方米)", "值(元)", "距标准差(元)"]
    over = sheet["M3"].value
    assert over == "L1 每百名学生拥有高于规定学历教师数\n小学≥4.2 初中≥5.3"
    first = [cell.value for cell in sheet[5]]
    assert first[:12] == ["甲小学", None, "小学", "2199000101", "小学", "主城区", 800, 20, "▲ 不达标", 3, 1, 0]
    # L2: 1 of 800, the line asks 8: 7 are missing; L4 and L6 stand exactly on their line
    assert first[12:] == [5.63, 0, 0.13, 7, 4.5, 0, 2000, 0]
    second = [cell.value for cell in sheet[6]]
    assert second[18:] == [1750, 100000]  # 800,000 yuan are asked, 700,000 are there
    unknown = [cell.value for cell in sheet[8]]
    assert unknown[14:16] == ["◌ 无法判定", "——"]


def test_verdicts_carry_their_sign_in_the_cell(book: openpyxl.Workbook) -> None:
    sheet = book["学校指标"]
    signs = [sheet.cell(5, place).number_format[1] for place in (13, 15, 17, 19)]
    assert signs == ["●", "▲", "◐", "◐"]
    assert sheet["M5"].alignment.horizontal == "right"


def test_gaps_are_listed_one_by_one_schools_that_are_short_first(book: openpyxl.Workbook) -> None:
    first, second = rows(book["差距清单"])
    assert first == {
        "学校": "甲小学",
        "校区": None,
        "学段": "小学",
        "学校结论": "▲ 不达标",
        "指标": "L2",
        "指标名称": "每百名学生拥有县级以上骨干教师数",
        "现值": 0.13,
        "标准": "≥1",
        "为标准的(%)": 12.5,
        "达到标准全校还差": 7,
        "达到85%全校还差": 6,  # 85 % of 8 is 6.8: 7 are needed, 1 is there
        "单位": "人",
        "依据条款": "资源配置 L2",
        "数据来源": "county.xlsx 学校情况 第1行",
    }
    assert (second["学校"], second["达到标准全校还差"], second["达到85%全校还差"]) == ("乙九年一贯制学校", 100000, 0)
    assert second["为标准的(%)"] == 87.5


def test_variation_shows_three_and_six_decimals_so_that_a_narrow_miss_is_seen(book: openpyxl.Workbook) -> None:
    found = {(row["学段"], row["指标"]): row for row in rows(book["差异系数"])}
    miss, hit = found["初中", "L2"], found["初中", "L1"]
    assert (miss["差异系数"], miss["差异系数(6位小数)"], miss["结论"]) == (0.45, 0.45004, "▲ 不达标")
    assert (hit["差异系数"], hit["差异系数(6位小数)"], hit["结论"]) == (0.45, 0.45, "● 达标")
    assert found["小学", "L2"]["县均值"] == "◌ 无法判定"
    assert found["小学", "L1"]["学校数(所)"] == 3
    assert found["初中", "——"]["差异系数"] == 0.226
    assert found["初中", "——"]["结论"] == "——"


def test_items_show_each_finding_with_working_schools_and_section(book: openpyxl.Workbook) -> None:
    found = {row["项号"]: row for row in rows(book["保障与质量"])}
    assert list(found) == ["P1", "G1", "G9", "Q1", "R1", "V1"]
    assert found["G9"]["计算过程"] == "完成 95 人，共 100 人，95.0%"
    assert found["G9"]["涉及学校"] == "甲小学：90%"
    assert found["G9"]["责任股室"] == "人事股"
    assert found["Q1"]["缺少的数据"] == "毕业生数"
    assert found["V1"]["本项结论"] == "● 不存在"
    (detail,) = rows(book["项目明细"])
    assert (detail["项号"], detail["检查结论"], detail["学校"], detail["说明"]) == ("G9", "▲ 不达标", "甲小学", "90%")


def test_an_item_with_many_schools_names_a_few_and_lists_all_in_the_details(tmp_path: Path) -> None:
    item = assessment().items[1]
    many = tuple(
        Culprit(
            unit=str(place), name=f"第{place}小学", stage="primary", value=None, line=None, text=Title("缺", "missing")
        )
        for place in range(40)
    )
    crowded = ItemResult(
        **{**{name: getattr(item, name) for name in item.__struct_fields__}, "findings": (
            Finding(
                function="ratio", verdict="short", numerator=None, denominator=None, value=None, line=None,
                working=Title("算", "worked"), culprits=many,
            ),
        )}
    )  # fmt: skip
    write_result(assessment(items=(crowded,)), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    row = next(row for row in rows(book["保障与质量"]) if row["项号"] == "G9")
    assert row["涉及学校"].endswith("共 40 处，见“项目明细”")
    assert [row["学校"] for row in rows(book["项目明细"])] == [f"第{place}小学" for place in range(40)]


def test_what_is_unknown_is_named_with_the_missing_field(book: openpyxl.Workbook) -> None:
    (row,) = rows(book["无法判定"])
    assert (row["学校"], row["指标(项)"], row["缺少的数据"]) == ("丙小学", "L2", "县级及以上骨干教师数")


def test_an_item_that_fell_stands_among_the_alerts_with_its_group_and_number(tmp_path: Path) -> None:
    fell = Alert(
        kind="worse", unit=None, name=None, stage=None, indicator="G9", before=None, now=None, line=None,
        text=Title("政府保障程度第 9 项上年达标，今年不达标。", "fell"),
    )  # fmt: skip
    write_result(assessment(alerts=(fell,)), tmp_path / "r.xlsx")
    (row,) = rows(openpyxl.load_workbook(tmp_path / "r.xlsx")["预警"])
    assert (row["类别"], row["学段"], row["指标(项)"]) == ("比上年变差", None, "政府保障 9")
    assert row["名称"] and row["说明"] == fell.text.zh


def test_sizes_rooms_bands_and_left_out(book: openpyxl.Workbook) -> None:
    (big,) = rows(book["班额与规模"])
    assert (big["班级"], big["学生数(人)"], big["上限(人)"], big["超出(人)"]) == ("六年级2班", 58, 45, 13)
    assert big["班额"] == "56—65 人(大班额)"
    bands = rows(book["班额分布"])
    assert [row["占本学段班级(%)"] for row in bands] == [92.7, 4.9, 2.4]  # 38, 2 and 1 of 41
    assert bands[1]["班额"] == "56—65 人(大班额)"
    assert bands[2]["学生数(人)"] == "未填"
    music, art = rows(book["专用教室"])
    assert (music["应有(间)"], music["达标间数(间)"], music["还差(间)"]) == (2, 1, 1)
    assert (art["达标间数(间)"], art["还差(间)"]) == ("◌ 无法判定", "◌ 无法判定")
    (left,) = rows(book["未纳入"])
    assert (left["学校"], left["办学类型"], left["原因"]) == ("丁教学点", "教学点", "教学点不足 50 人")


def test_inequality_and_trend(book: openpyxl.Workbook) -> None:
    row = rows(book["不平等"])[0]
    assert (row["基尼系数"], row["泰尔指数"], row["麦克伦指数"]) == (0.125, 0.063, 0.969)
    assert row["其中：城乡之间"] == "——"
    (point,) = rows(book["趋势"])
    assert (point["学年"], point["达标比例(%)"], point["差异系数"]) == ("2024", 66.7, 0.313)


def test_empty_lists_say_so(tmp_path: Path) -> None:
    nothing = assessment(parts=(), oversize=(), alerts=(), unknown=(), rooms=(), excluded=(), trend=())
    write_result(nothing, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    for name in ("学校指标", "差距清单", "班额与规模", "预警", "无法判定", "专用教室", "未纳入", "趋势"):
        assert book[name].cell(HEAD + 1, 1).value


def test_the_result_holds_no_formula(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in package.read(name)


def test_vetoes_are_there_or_not_in_the_summary_and_the_list(tmp_path: Path) -> None:
    vetoes = tuple(
        item(f"V{number}", "veto", number, f"事项{number}", verdict)
        for number, verdict in enumerate(("met", "short", "unknown"), start=1)
    )
    component = Component(
        id="veto", title=Title("一票否决", "vetoes"), verdict="short", text=Title("达标 1。", "1 met.")
    )
    write_result(assessment(vetoes=vetoes, components=(component,)), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    said = [[cell.value for cell in row] for row in book["结论"].iter_rows()]
    assert ["一票否决", "▲ 存在", "共 3 项；不存在 1 项，存在 1 项，无法判定 1 项。"] in said
    assert ["一票否决 2 事项2", "▲ 存在", "事项2的计算过程"] in said
    found = [row["本项结论"] for row in rows(book["保障与质量"]) if row["类别"] == "一票否决"]
    assert found == ["● 不存在", "▲ 存在", "◌ 无法判定"]


CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def data_of(one: Assessment) -> set[str]:
    """Return the Chinese words an English result may hold: names, clauses, the document, class labels, records."""
    items = (*one.preconditions, *one.items, *one.recognition, *one.vetoes)
    held: set[str | None] = {one.county_name, one.standard.document, "county.xlsx 学校情况"}
    held |= {each.name for each in (*one.parts, *one.excluded, *one.rooms, *one.oversize, *one.unknown, *one.alerts)}
    held |= {part.campus for part in one.parts} | {each.label for each in one.oversize}
    held |= {each.clause for each in (*items, *one.standard.indicators)}
    held |= {culprit.name for each in items for finding in each.findings for culprit in finding.culprits}
    return {word for word in held if word}


def english(one: Assessment, path: Path) -> list[str]:
    """Return what is left of Chinese in the English workbook beside its data."""
    write_result(one, path, "en")
    words = sorted(data_of(one), key=len, reverse=True)
    left = []
    book = openpyxl.load_workbook(path)
    texts = [(sheet.title, cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    for sheet, value in [*texts, *((name, name) for name in book.sheetnames)]:
        text = str(value or "")
        for word in words:
            text = text.replace(word, "")
        if CHINESE.search(text):
            left.append(f"{sheet}: {value}")
    assert CHINESE.search(str(book.properties.description)) is None
    return left


def latin(thing: object) -> object:
    """Return the made-up county with English texts that hold no Chinese (its own ones repeat the Chinese)."""
    if isinstance(thing, Title):
        return Title(thing.zh, CHINESE.sub("x", thing.en))
    if isinstance(thing, tuple):
        return tuple(latin(one) for one in thing)
    if isinstance(thing, msgspec.Struct):
        changed = {name: latin(getattr(thing, name)) for name in thing.__struct_fields__}
        return msgspec.structs.replace(thing, **changed)
    return thing


def test_an_english_result_holds_no_chinese_but_names_and_clauses(tmp_path: Path) -> None:
    made_up = latin(assessment())
    assert isinstance(made_up, Assessment)
    assert english(made_up, tmp_path / "a.xlsx") == []
    bare = assessment(parts=(), oversize=(), alerts=(), unknown=(), rooms=(), excluded=(), trend=(), items=())
    without = latin(bare)
    assert isinstance(without, Assessment)
    assert english(without, tmp_path / "b.xlsx") == []


def test_the_english_result_of_a_whole_county_holds_no_chinese_but_names_and_clauses(tmp_path: Path) -> None:
    standard = load("cn.quality.2017")
    tables = dict(demo.county(persons=False))
    tables["part"] = tables["part"].with_columns(
        backbone_teachers=pl.when(pl.int_range(pl.len()) == 3).then(None).otherwise(pl.col("backbone_teachers"))
    )
    facts = derive(tables, rules_of(standard))
    found = assess(facts, standard, switches=tuple(one.id for one in standard.switch))
    assert english(found, tmp_path / "r.xlsx") == []


def test_an_english_result_has_english_headers(tmp_path: Path) -> None:
    write_result(assessment(), tmp_path / "r.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames[:3] == ["Verdict", "Schools", "Gaps"]
    assert book["Schools"]["I5"].value == "▲ short"
    assert "Standard: cn.quality.2017" in book["Gaps"]["A2"].value
