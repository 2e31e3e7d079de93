"""What a header's comment says and what a cell accepts: help, bounds and choices in words an officer reads."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from junheng.dictionary import Dictionary, Title
from junheng.exchange.template.layout import SENSITIVITY, Column

_MOST_CHOICES = 12
_FIXED_LENGTH = re.compile(r"\\d\{(\d+)\}")

_EARLIEST, _LATEST = 1900, 2100
"""Years and dates outside are slips of the finger."""


def _plain(value: Decimal) -> str:
    return f"{value:,f}"


def expectation(column: Column) -> Title:
    """Return what a cell of the column may hold, in one phrase."""
    field = column.field
    low, high = column.in_unit(field.min), column.in_unit(field.max)
    match field.type:
        case "integer" | "decimal":
            whole = field.type == "integer"
            kind = Title("整数", "a whole number") if whole else Title("数字", "a number")
            if low is not None and high is not None:
                span = Title(f"，{_plain(low)} 至 {_plain(high)}", f" from {_plain(low)} to {_plain(high)}")
            elif low is not None:
                span = Title(f"，不小于 {_plain(low)}", f", {_plain(low)} or more")
            else:
                span = Title("", "")
            unit = f"，单位：{column.unit}" if column.unit else "", f", in {column.unit}" if column.unit else ""
            return Title(kind.zh + span.zh + unit[0], kind.en + span.en + unit[1])
        case "year":
            return Title("四位年份，如 2025", "a year of four digits, such as 2025")
        case "date":
            return Title("日期，如 2016-09-01", "a date, such as 2016-09-01")
        case "boolean" | "code":
            return Title("从下拉列表中选择", "one of the drop-down's choices")
        case _:
            digits = _fixed_length(column)
            if digits is not None:
                return Title(f"{digits} 位数字(文本)", f"{digits} digits, as text")
            return Title("文字", "text")


def _fixed_length(column: Column) -> int | None:
    found = _FIXED_LENGTH.fullmatch(column.field.pattern or "")
    return int(found.group(1)) if found else None


def comment(column: Column, dictionary: Dictionary, language: str) -> str:
    """Return the comment of a header: need, help, bounds, choices, jump, split, form cell, sensitivity."""
    field = column.field
    zh = language == "zh"
    lines = [_need(column).in_language(language)]
    helped = field.help if zh else field.help_en
    lines += [helped] if helped else []
    lines.append(("填写：" if zh else "Enter ") + expectation(column).in_language(language))
    if column.choices:
        lines.append(_listed(column, dictionary, language))
    if field.shared:
        lines.append("按全校(校区)填，不分学段" if zh else "for the whole school or campus, all stages together")
    if field.steady:
        share = f"{dictionary.checks.jump.share * 100:f}".rstrip("0").rstrip(".")
        lines.append(f"与上年相差超过 {share}% 时会提示核对" if zh else f"a change over {share} % in a year is queried")
    if field.cell:
        lines.append(("申报表：" if zh else "Declaration form: ") + field.cell)
    lines.append(("信息级别：" if zh else "Sensitivity: ") + SENSITIVITY[field.sensitivity].in_language(language))
    return "\n".join(lines)


def _need(column: Column) -> Title:
    if column.field.required:
        return Title(
            "必填。不知道请留空，系统按“未知”处理，不会当作 0", "Required. Leave blank what is unknown; it is not 0"
        )
    if column.field.derived:
        return Title("可留空，由其他列推算", "May be left blank: computed from other columns")
    if column.field.declared:
        return Title(
            "申报要用：不填则相应项目无法判定。留空表示未知，不是 0",
            "Needed for the declaration: its item stays unknown when this is blank. Blank means unknown, not 0",
        )
    return Title("选填。留空表示未知，不是 0", "Optional. Blank means unknown, not 0")


def _listed(column: Column, dictionary: Dictionary, language: str) -> str:
    choices = list(column.choices.values())
    listed = ("；" if language == "zh" else "; ").join(choices[:_MOST_CHOICES])
    if len(choices) > _MOST_CHOICES:
        listed += "……" if language == "zh" else " …"
    source = dictionary.codes[column.field.codes].source if column.field.codes else ""
    return f"{listed} ({source})" if source else listed


def validation(column: Column, code_range: str | None, language: str) -> Mapping[str, Any] | None:
    """Return the cell rule of a column as XlsxWriter takes it, None for free text.

    `code_range` is where the sheet of code lists holds the column's choices.
    """
    rule = _rule(column, code_range, language)
    if rule is None:
        return None
    expected = expectation(column).in_language(language)
    remedy = Title("不知道请留空", "Leave it blank when unknown")
    if column.field.type in {"integer", "decimal"}:
        remedy = Title(f"{remedy.zh}，不要填 0", f"{remedy.en}; do not enter 0")
    text = f"应填：{expected}。{remedy.zh}。" if language == "zh" else f"Enter {expected}. {remedy.en}."
    title = column.field.title.in_language(language)[:32]
    return {**rule, "ignore_blank": True, "error_type": "stop", "error_title": title, "error_message": text[:255]}


def _rule(column: Column, code_range: str | None, language: str) -> dict[str, Any] | None:
    match column.field.type:
        case "boolean":
            return {"validate": "list", "source": list(column.choices.values())}
        case "code":
            return {"validate": "list", "source": code_range}
        case "integer" | "decimal" as kind:
            return {"validate": kind, **_span(column)}
        case "year":
            return {"validate": "integer", "criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST}
        case "date":
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": dt.date(_EARLIEST, 1, 1),
                "maximum": dt.date(_LATEST, 12, 31),
            }
        case _:
            digits = _fixed_length(column)
            return None if digits is None else {"validate": "length", "criteria": "==", "value": digits}


def _span(column: Column) -> dict[str, Any]:
    low, high = column.in_unit(column.field.min), column.in_unit(column.field.max)
    if low is not None and high is not None:
        return {"criteria": "between", "minimum": _bound(low), "maximum": _bound(high)}
    if high is not None:
        return {"criteria": "<=", "value": _bound(high)}
    return {"criteria": ">=", "value": _bound(low) if low is not None else -(10**15)}


def _bound(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
