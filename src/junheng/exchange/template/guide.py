"""The template's first sheet: how to fill it, what blank means, what each table is for, how sensitive it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from junheng.dictionary import Table, Title
from junheng.exchange.template.layout import GUIDE, SENSITIVITY, display_width, sheet_name
from junheng.exchange.template.sheets import DECLARED, DERIVED, INK, LINE, MISSING, OPTIONAL, REQUIRED, Book

_TITLE = Title("均衡 · 县域义务教育数据填报表", "Junheng · a county's compulsory education: data workbook")

_RULES = (
    Title(
        "未填即未知，不是 0。不知道的格子请留空：凡用到它的结论一律写“无法判定”，不会被当作 0；确实没有的请填 0。",
        "Blank means unknown, not 0. Leave blank what you do not know: every verdict that needs it says “unknown”. "
        "Enter 0 where there really is none.",
    ),
    Title(
        "“县情况”“学校情况”“学段数据”三张表的必填列只够判定资源配置指标；政府保障 15 项、教育质量 9 项和认定结论还要填"
        "“班级”(班额)、“用房与场地”(音乐、美术专用教室)、“满意度调查”和各表的“申报要用”列，尤其是“县情况”；缺哪项，哪项“无法判定”。",
        "The required columns of County, School and School part are enough for the resource indicators alone. The 15 + "
        "9 items and recognition also need Class (class sizes), Room (music and art rooms), Satisfaction and the "
        "columns “for the declaration”, above all in County; what is not filled in stays unknown.",
    ),
    Title(
        "表头括号里是单位，标“万元”的请按万元填，其余按所示单位填；表头右上角的批注写明口径、取值范围和申报表位置。",
        "The unit stands in the header's brackets (万元 is 10,000 yuan). Each header's comment gives help, bounds and "
        "the cell of the declaration form.",
    ),
    Title(
        "有下拉列表的格子请从列表中选；只填代码(211)或名称(小学)也能识别。标识码、县代码按文本填，保留前面的 0。",
        "Pick from the drop-down where there is one; the code alone or the name alone is understood too. Codes are "
        "text: keep leading zeros.",
    ),
    Title(
        "学年填起始年：2025 指 2025—2026 学年。可把几个学年的数据放在同一张表里，系统会算趋势并核对异常变动。",
        "The school year is the year it starts in: 2025 is 2025/26. Several years may stand in one sheet.",
    ),
    Title(
        "一贯制学校、完全中学：学生、班级、教师分学段各填一行(学段数据)；用房、设备等按全校填一行(学校情况)，系统按加权学生数拆分。",
        "Schools of several stages: pupils, classes and teachers in a row per stage (School part); rooms and equipment "
        "in one row for the whole school, which the system splits.",
    ),
    Title(
        "从别的表格粘贴时请用“选择性粘贴→数值”，以保留下拉列表；请勿改动表头和工作表名称。空行会跳过，多出的列会提示。",
        "Paste values only, so that the drop-downs stay; do not change headers or sheet names. Blank rows are skipped.",
    ),
    Title(
        "“示例·”开头的工作表只作示范，系统不读取；不用的表可以整张留空或删除。",
        "Sheets that begin with “Example·” only show how it is done and are not read; sheets you do not need may stay "
        "empty or be deleted.",
    ),
    Title(
        "教职工名册、学生名册、设备台账含个人信息，只在需要由名册汇总时填写；请按单位保密和个人信息保护规定保管与传递本文件。",
        "Staff, Pupil and Equipment are needed only when figures are to be derived from records. They hold personal "
        "data: keep and send this file as your rules demand.",
    ),
)

_LEGEND = (
    (
        Title("必填", "required"),
        REQUIRED,
        "#FFFFFF",
        Title("评估要用；留空则相关结论为“无法判定”", "needed for a verdict"),
    ),
    (
        Title("申报要用", "declaration"),
        DECLARED,
        INK,
        Title("申报表要用；不填则相应项目无法判定", "for the declaration; its item stays unknown when blank"),
    ),
    (Title("选填", "optional"), OPTIONAL, INK, Title("有则填，用于更多项目", "fill in when known")),
    (Title("可推算", "derived"), DERIVED, INK, Title("留空时由其他列推算", "computed when left blank")),
    (
        Title("待补", "to do"),
        MISSING,
        INK,
        Title("本行已开始填写而必填格为空", "required, blank, in a row that is begun"),
    ),
)

_HEADINGS = (
    Title("工作表", "Sheet"),
    Title("填什么", "What for"),
    Title("必填列", "Required"),
    Title("申报要用列", "Declaration"),
    Title("全部列", "Columns"),
    Title("信息级别", "Sensitivity"),
)

_GRADES = (
    ("public", Title("可以公开", "may be published")),
    ("internal", Title("单位内部使用，汇总后按规定公开", "for the bureau's own use")),
    ("personal", Title("能识别教职工本人的信息，按需知悉", "identifies a member of staff; need to know")),
    ("sensitive", Title("敏感个人信息(如身份证件号)，单独授权", "sensitive; by separate permission")),
    ("minor", Title("未成年人个人信息，按最高级别保护", "of a minor; highest protection")),
)

_WIDTHS = (20, 78, 10, 13, 10, 20)


def add_guide(book: Book, tables: Sequence[Table]) -> None:
    """Add the first sheet, which explains the sheets of `tables` that follow it."""
    sheet = book.workbook.add_worksheet(GUIDE.in_language(book.language))
    sheet.hide_gridlines(2)
    sheet.set_tab_color("#C00000")
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    row = _title(book, sheet)
    row = _rules(book, sheet, row)
    row = _legend(book, sheet, row)
    row = _table_list(book, sheet, row, tables)
    _grades(book, sheet, row)


def _title(book: Book, sheet: Worksheet) -> int:
    look = book.format(bold=True, font_size=18, font_color=INK)
    sheet.set_row(0, 36)
    sheet.write_string(0, 0, _TITLE.in_language(book.language), look)
    return 1


def _heading(book: Book, sheet: Worksheet, row: int, title: Title) -> int:
    look = book.format(bold=True, font_size=12, font_color=INK, bottom=2, bottom_color=REQUIRED)
    sheet.set_row(row, 24)
    sheet.write_string(row, 0, title.in_language(book.language), look)
    for place in range(1, len(_WIDTHS)):
        sheet.write_blank(row, place, None, look)
    return row + 1


def _rules(book: Book, sheet: Worksheet, row: int) -> int:
    row = _heading(book, sheet, row, Title("一、怎样填", "How to fill it in"))
    look = book.format(text_wrap=True, indent=1)
    strong = book.format(text_wrap=True, indent=1, bold=True, font_color="#C00000")
    for place, rule in enumerate(_RULES, start=1):
        text = f"{place}. {rule.in_language(book.language)}"
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", look)
        sheet.write_string(row, 0, text, strong if place == 1 else look)
        sheet.set_row(row, 18 * _lines(text, sum(_WIDTHS)) + 4)
        row += 1
    return row


def _legend(book: Book, sheet: Worksheet, row: int) -> int:
    row = _heading(book, sheet, row, Title("二、颜色", "Colours"))
    for word, background, ink, meaning in _LEGEND:
        boxed: dict[str, Any] = {"bg_color": background, "font_color": ink, "bold": True, "align": "center"}
        sheet.write_string(row, 0, word.in_language(book.language), book.format(**boxed, border=1, border_color=LINE))
        sheet.write_string(row, 1, meaning.in_language(book.language), book.format(indent=1))
        row += 1
    return row


def _table_list(book: Book, sheet: Worksheet, row: int, tables: Sequence[Table]) -> int:
    row = _heading(book, sheet, row, Title("三、每张表填什么", "What each sheet is for"))
    head = book.format(bold=True, bg_color=OPTIONAL, font_color=INK, border=1, border_color=LINE, align="center")
    for place, heading in enumerate(_HEADINGS):
        sheet.write_string(row, place, heading.in_language(book.language), head)
    boxed: dict[str, Any] = {"border": 1, "border_color": LINE}
    link = book.format(**boxed, indent=1, font_color="#0563C1", underline=1)
    text, figure, centre = (
        book.format(**boxed, text_wrap=True, indent=1),
        book.format(**boxed),
        book.format(**boxed, align="center"),
    )
    for table in tables:
        row += 1
        name, help_text = sheet_name(table, book.language), table.help.in_language(book.language)
        fields = table.fields.values()
        sheet.write_url(row, 0, f"internal:'{name}'!A2", link, name)
        sheet.write_string(row, 1, help_text, text)
        sheet.write_number(row, 2, sum(field.required for field in fields), figure)
        sheet.write_number(row, 3, sum(field.declared for field in fields), figure)
        sheet.write_number(row, 4, len(table.fields), figure)
        sheet.write_string(row, 5, _highest(table).in_language(book.language), centre)
        sheet.set_row(row, 18 * _lines(help_text, _WIDTHS[1]) + 4)
    return row + 1


def _highest(table: Table) -> Title:
    grades = list(SENSITIVITY)
    return SENSITIVITY[max((field.sensitivity for field in table.fields.values()), key=grades.index)]


def _grades(book: Book, sheet: Worksheet, row: int) -> None:
    row = _heading(book, sheet, row, Title("四、信息级别", "Sensitivity"))
    for grade, meaning in _GRADES:
        name = next(title for key, title in SENSITIVITY.items() if key == grade)
        sheet.write_string(row, 0, name.in_language(book.language), book.format(align="center"))
        sheet.write_string(row, 1, meaning.in_language(book.language), book.format(indent=1))
        row += 1


def _lines(text: str, width: float) -> int:
    return -(-display_width(text) // int(width * 0.95))
