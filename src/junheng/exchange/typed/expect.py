"""What a cell should have held and what to do about it, in words, for each problem of a field."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from junheng.dictionary import Field, Title, load
from junheng.exchange.typed.convert import Problem
from junheng.exchange.typed.surface import code_reader

_DIVIDE = Context(prec=40)
_FIXED = re.compile(r"\\d\{(\d+)\}")
BLANK = Title("不知道就留空，没有填 0", "leave it blank when unknown, enter 0 for none")


_SAME: dict[str, tuple[Title, Title]] = {
    "formula": (
        Title("内容以公式符号开头，出于安全不读取", "the text begins as a formula and is not read"),
        Title("请去掉开头的 =、+、- 或 @，只填内容", "take off the leading =, +, - or @ and enter the content alone"),
    ),
    "digits": (
        Title("编号被当作数字，15 位以后的数字已丢失", "the identifier was taken for a figure and lost its digits"),
        Title("请把该列设为“文本”后重新填写完整编号", "format the column as text and enter the whole identifier again"),
    ),
}
"""Problems that are put the same for every field."""


def words(problem: Problem, target: Field, factor: Decimal) -> tuple[Title, Title]:
    """Return the expectation and the remedy; bounds are given in the unit of the column (`factor`)."""
    if problem in _SAME:
        return _SAME[problem]
    if problem == "rounded":
        said = Title(f"只保留 {target.scale} 位小数，已四舍五入", f"kept to {target.scale} decimals, rounded half up")
        return said, Title("请核对是否填错单位或多填了小数", "check the unit and the number of decimals")
    if problem == "range":
        return _bounds(target, factor), Title("请核对数值和单位", "check the figure and its unit")
    if problem == "pattern":
        remedy = (
            "请把该列设为“文本”并填写完整，开头的 0 不能省",
            "format the column as text and enter it whole, zeros included",
        )
        return _pattern(target), Title(*remedy)
    if problem == "code":
        choices = code_reader(target.codes or "").choices
        said = Title(f"应是：{choices}", f"expected one of: {_english(target)}")
        return said, Title("请从下拉列表中选择", "choose from the drop-down")
    return _TYPED.get(target.type, _TYPED["text"])


def missing(target: Field, *, severe: bool, rows: int | None = None) -> tuple[Title, Title]:
    """Return the words for a required cell that is blank, or for a blank column of `rows` rows.

    `severe` says that the row does not count without it.
    """
    blank = (
        Title("未填", "a required cell is blank")
        if rows is None
        else Title(f"整列没有填（{rows} 行）", f"the whole column is blank ({rows} rows)")
    )
    if target.type in {"code", "boolean"}:
        remedy = Title("请从下拉列表中选择", "choose from the drop-down")
    elif target.numeric and not severe:
        unknown = Title("相关结论为“无法判定”", "the verdicts that need it stay unknown")
        between = "：" if rows is None else "，"
        said = Title(f"{blank.zh}{between}{unknown.zh}", f"{blank.en}: {unknown.en}")
        return said, Title("确实没有请填 0", "enter 0 where there really is none")
    else:
        remedy = Title("请补填", "fill it in")
    if severe:
        remedy = Title(f"{remedy.zh}；这一行在补填前不计入", f"{remedy.en}; until then the row does not count")
    return blank, remedy


def _english(target: Field) -> str:
    entries = load().codes[target.codes or ""].codes.items()
    shown = [f"{code} {entry.en}" if code.isdecimal() else entry.en for code, entry in entries]
    return ", ".join(shown[:12]) + (f" … ({len(shown)})" if len(shown) > 12 else "")


def _bounds(target: Field, factor: Decimal) -> Title:
    if target.type == "date":
        return Title("应是 1900 至 2100 年之间的日期", "expected a date from 1900 to 2100")
    low, high = (None if bound is None else _plain(_DIVIDE.divide(bound, factor)) for bound in (target.min, target.max))
    if low is None:
        return Title(f"应不大于 {high}", f"expected at most {high}")
    if high is None:
        return Title(f"应不小于 {low}", f"expected at least {low}")
    return Title(f"应在 {low} 至 {high} 之间", f"expected from {low} to {high}")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _pattern(target: Field) -> Title:
    if fixed := _FIXED.fullmatch(target.pattern or ""):
        return Title(f"应是 {fixed[1]} 位数字", f"expected {fixed[1]} digits")
    if target.name == "identity_number":
        return Title("应是 18 位身份证件号", "expected an identity number of 18 characters")
    return Title(f"格式应为 {target.pattern}", f"expected the form {target.pattern}")


_TYPED: dict[str, tuple[Title, Title]] = {
    "integer": (Title("应是整数", "expected a whole number"), BLANK),
    "decimal": (Title("应是数字", "expected a number"), BLANK),
    "boolean": (
        Title("应填“是”或“否”", "expected yes or no"),
        Title("不知道就留空", "leave it blank when unknown"),
    ),
    "year": (
        Title("应是四位年份，学年填起始年", "expected a year of four digits, for a school year the first"),
        Title("如 2025—2026 学年填 2025", "enter 2025 for the school year 2025-2026"),
    ),
    "date": (
        Title("应是日期，如 2016-09-01", "expected a date such as 2016-09-01"),
        Title("请按 年-月-日 填写", "enter year-month-day"),
    ),
    "text": (
        Title("应是文字，表格软件把它变成了日期", "expected text; the spreadsheet turned it into a date"),
        Title("请把该列设为“文本”后重新填写", "format the column as text and enter it again"),
    ),
}
"""What a value of each type looks like; a text is only ever of the wrong type when it came as a date."""
