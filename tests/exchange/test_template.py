from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from junheng.dictionary import load
from junheng.exchange import write_template
from junheng.exchange.template.blank import example_of

ORDER = [
    "县情况",
    "学校情况",
    "学段数据",
    "班级",
    "用房与场地",
    "满意度调查",
    "推进工作评估得分",
    "教职工名册",
    "学生名册",
    "教学仪器设备",
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("template") / "模板.xlsx"
    write_template(made)
    return made


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def headers(sheet: Worksheet) -> list[str]:
    return [cell.value for cell in sheet[1] if cell.value is not None]


def cell_under(sheet: Worksheet, title: str) -> str:
    """Return the letter of the column whose header begins with `title`."""
    return next(cell.column_letter for cell in sheet[1] if str(cell.value).startswith(title))


def rule_of(sheet: Worksheet, title: str):
    letter = cell_under(sheet, title)
    return next(rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(f"{letter}2"))


def test_sheets_stand_in_the_order_they_are_filled_with_the_guide_first(book: openpyxl.Workbook) -> None:
    assert book.sheetnames[0] == "填写说明"
    assert book.sheetnames[1 : 1 + len(ORDER)] == ORDER
    assert [name for name in book.sheetnames if name.startswith("示例·")] == [
        "示例·县情况", "示例·学校情况", "示例·学段数据", "示例·班级", "示例·用房与场地",
    ]  # fmt: skip
    assert book.sheetnames[-1] == "代码表"


def test_headers_are_title_unit_and_a_star_for_required(book: openpyxl.Workbook) -> None:
    dictionary = load()
    for table in dictionary:
        expected = []
        for field in table.fields.values():
            unit = field.shown or (dictionary.units[field.unit].title.zh if field.unit else "")
            expected.append(field.zh + (f"({unit})" if unit else "") + ("*" if field.required else ""))
        assert headers(book[table.title.zh]) == expected
    assert "教学仪器设备值(万元)*" in headers(book["学校情况"])
    assert "校区" in headers(book["学校情况"])


def test_required_and_optional_headers_differ_in_colour(book: openpyxl.Workbook) -> None:
    sheet = book["学段数据"]
    colours = {cell.value: cell.fill.fgColor.rgb for cell in sheet[1]}
    required = {colour for header, colour in colours.items() if header.endswith("*")}
    others = {colour for header, colour in colours.items() if not header.endswith("*")}
    assert len(required) == 1
    assert not required & others
    assert colours["高于规定学历教师数(人)"] != colours["其中：女生(人)"]  # derived is neither


def test_every_header_has_a_comment_that_says_blank_is_not_zero(book: openpyxl.Workbook) -> None:
    for table in load():
        for cell in book[table.title.zh][1]:
            assert cell.comment is not None, cell.value
            assert "不是 0" in cell.comment.text or "不会当作 0" in cell.comment.text or "可留空" in cell.comment.text


def test_a_comment_gives_help_bounds_codes_and_form_cell(book: openpyxl.Workbook) -> None:
    sheet = book["学校情况"]
    equipment = sheet[f"{cell_under(sheet, '教学仪器设备值')}1"].comment.text
    assert "账面值" in equipment
    assert "0 至 100,000" in equipment  # 10⁹ yuan in 万元
    assert "万元" in equipment
    assert "按全校(校区)填" in equipment
    kind = sheet[f"{cell_under(sheet, '办学类型')}1"].comment.text
    assert "211 小学" in kind
    assert "GB/T 33782-2017" in kind
    assert "表Ⅱ-2 举办者" in sheet[f"{cell_under(sheet, '举办者')}1"].comment.text
    pupil = book["学生名册"]
    assert "未成年人个人信息" in pupil[f"{cell_under(pupil, '姓名')}1"].comment.text


def test_drop_downs_offer_every_code_of_their_list(book: openpyxl.Workbook) -> None:
    dictionary = load()
    for table in dictionary:
        sheet = book[table.title.zh]
        for field in table.fields.values():
            if field.codes is None:
                continue
            rule = rule_of(sheet, field.zh)
            assert rule.type == "list"
            found = re.fullmatch(r"'代码表'!\$([A-Z]+)\$2:\$\1\$(\d+)", rule.formula1)
            assert found is not None
            letter, last = found.groups()
            offered = [row[0].value for row in book["代码表"][f"{letter}2:{letter}{last}"]]
            codes = dictionary.codes[field.codes].codes
            assert offered == [f"{code} {each.zh}" if code.isdigit() else each.zh for code, each in codes.items()]
            assert book["代码表"][f"{letter}{int(last) + 1}"].value is None


def test_yes_and_no_are_offered_for_statements(book: openpyxl.Workbook) -> None:
    assert rule_of(book["学校情况"], "寄宿制学校").formula1 == '"是,否"'


def test_numbers_are_held_to_the_dictionarys_bounds_in_the_headers_unit(book: openpyxl.Workbook) -> None:
    pupils = rule_of(book["学段数据"], "在校学生数")
    assert (pupils.type, pupils.formula1, pupils.formula2) == ("whole", "0", "20000")
    assert "整数" in pupils.error
    assert "不知道请留空，不要填 0" in pupils.error
    equipment = rule_of(book["学校情况"], "教学仪器设备值")
    assert (equipment.type, Decimal(equipment.formula2)) == ("decimal", Decimal(100000))
    townships = rule_of(book["县情况"], "乡镇")
    assert (townships.operator, townships.formula1) == ("greaterThanOrEqual", "0")
    assert rule_of(book["学生名册"], "出生日期").type == "date"
    code = rule_of(book["学校情况"], "学校标识码")
    assert (code.type, code.operator or "between", code.formula1) == ("textLength", "equal", "10")


def test_rules_reach_to_the_last_row_of_the_sheet(book: openpyxl.Workbook) -> None:
    assert str(rule_of(book["学段数据"], "在校学生数").sqref).endswith("1048576")


def test_code_columns_are_text_so_that_ten_digits_stay_digits(book: openpyxl.Workbook) -> None:
    for name in ("学校情况", "学段数据", "班级", "用房与场地", "学生名册"):
        sheet = book[name]
        letter = cell_under(sheet, "学校标识码")
        column = next(dim for key, dim in sheet.column_dimensions.items() if key == letter)
        assert column.number_format == "@"


def test_headers_and_keys_stay_in_view(book: openpyxl.Workbook) -> None:
    assert book["学校情况"].freeze_panes == "F2"  # through 学校名称
    assert book["学段数据"].freeze_panes == "E2"  # through 学段
    assert book["县情况"].freeze_panes == "D2"


def test_the_guide_says_what_blank_means_and_lists_every_table(book: openpyxl.Workbook) -> None:
    texts = [str(cell.value) for row in book["填写说明"].iter_rows() for cell in row if cell.value is not None]
    assert any("未填即未知，不是 0" in text for text in texts)
    for table in load():
        assert table.title.zh in texts
        assert table.help.zh in texts


def test_examples_are_typed_rows_of_the_dictionary_and_keep_its_checks() -> None:
    dictionary = load()
    frames = {table.name: example_of(table) for table in dictionary}
    assert {name for name, frame in frames.items() if frame.height} == {"county", "school", "part", "class", "room"}
    for name, frame in frames.items():
        assert frame.schema == dictionary.tables[name].schema
        for field in dictionary.tables[name].fields.values():
            if field.required:
                assert frame[field.name].null_count() == 0, (name, field.name)
            if field.codes:
                assert set(frame[field.name].drop_nulls()) <= set(dictionary.codes[field.codes].codes)
    for check in dictionary.checks.at_most:
        for row in frames[check.table].to_dicts():
            if row[check.whole] is not None:
                assert sum(row[name] or 0 for name in check.parts) <= row[check.whole], check.id
    schools = set(frames["school"]["school_code"])
    assert set(frames["part"]["school_code"]) <= schools
    assert set(frames["room"]["school_code"]) <= schools


def test_an_example_shows_equipment_in_wan_yuan_and_kinds_as_the_drop_down_has_them(book: openpyxl.Workbook) -> None:
    sheet = book["示例·学校情况"]
    assert sheet[f"{cell_under(sheet, '教学仪器设备值')}2"].value == 412.68
    assert sheet[f"{cell_under(sheet, '办学类型')}2"].value == "211 小学"
    assert sheet[f"{cell_under(sheet, '学校标识码')}2"].value == "2199000101"


def test_the_template_holds_no_formula_in_a_cell(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets
        for name in sheets:
            assert b"<f>" not in package.read(name)


def test_an_english_template_has_english_names_and_choices(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames[0] == "How to fill in"
    assert "school code*" in headers(book["School"])
    assert "teaching area" not in headers(book["School"])
    assert rule_of(book["School"], "boarding school").formula1 == '"yes,no"'
    assert "Leave it blank" in rule_of(book["School part"], "pupils").error


def test_a_template_of_two_tables_has_only_these(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", tables=["part", "school"])
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames == [
        "填写说明", "学校情况", "学段数据", "示例·学校情况", "示例·学段数据", "代码表",
    ]  # fmt: skip


def test_an_unknown_table_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_template(tmp_path / "t.xlsx", tables=["nonsense"])
    assert list(tmp_path.iterdir()) == []


def test_columns_the_declaration_asks_for_are_a_class_of_their_own(book: openpyxl.Workbook) -> None:
    looks: dict[str, set[str]] = {"required": set(), "declared": set(), "optional": set()}
    for table in load():
        for cell, field in zip(book[table.title.zh][1], table.fields.values(), strict=False):
            if field.derived:
                continue
            kind = "required" if field.required else "declared" if field.cell else "optional"
            looks[kind].add(cell.fill.fgColor.rgb)
            assert ("申报要用：不填则相应项目无法判定" in cell.comment.text) == (kind == "declared"), field.name
    assert all(len(colours) == 1 for colours in looks.values())
    assert len(set.union(*looks.values())) == 3
    texts = [str(cell.value) for row in book["填写说明"].iter_rows() for cell in row if cell.value is not None]
    assert "申报要用" in texts
    assert any("只够判定资源配置指标" in text for text in texts)
    assert not any("三张表即可评估" in text for text in texts)
