"""The sheet 问题清单: every fault of a file in words, faults before doubts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from junheng.dictionary import Title
from junheng.exchange.model import Fault
from junheng.exchange.template.layout import FAULTS

NAME = FAULTS.zh
HEADERS = ("序号", "类别", "工作表", "单元格", "列名", "填的值", "问题", "怎么改", "Problem", "Remedy")
WIDTHS = (6, 8, 16, 10, 22, 18, 60, 44, 60, 44)
SEVERITIES = {"fault": Title("错误", "fault"), "doubt": Title("存疑", "doubt")}
COLOURS = {"fault": "FFC7CE", "doubt": "FFEB9C"}
"""Fill of faulty and doubtful cells: the red and yellow that spreadsheets use for bad and neutral."""


def in_order(faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults before the doubts, each in the order they were found."""
    return sorted(faults, key=lambda fault: fault.severity != "fault")


def summary(faults: Sequence[Fault]) -> str:
    """Return the line above the list: how many there are of each, and what the colours mean."""
    wrong = sum(fault.severity == "fault" for fault in faults)
    return (
        f"共 {wrong} 处错误(红色，须改)，{len(faults) - wrong} 处存疑(黄色，请核对)。改好后再报送，本表不必删。"
        f" {wrong} faults (red, to be mended), {len(faults) - wrong} doubts (yellow, to be checked)."
    )


def cells(number: int, fault: Fault) -> tuple[int | str, ...]:
    """Return the row of the list for one fault."""
    place = f"{fault.column or ''}{fault.row or ''}" if fault.column else f"第{fault.row}行" if fault.row else ""
    return (
        number,
        SEVERITIES[fault.severity].zh,
        fault.sheet or "",
        place,
        fault.header or "",
        fault.value or "",
        fault.expected.zh,
        fault.remedy.zh,
        fault.expected.en,
        fault.remedy.en,
    )


def write_list(faults: Sequence[Fault], path: Path) -> None:
    """Write a workbook that has the list alone."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet(NAME)
        bold = workbook.add_format({"bold": True, "bottom": 1})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        fills = {
            severity: workbook.add_format({"bg_color": f"#{colour}", "valign": "top"})
            for severity, colour in COLOURS.items()
        }
        sheet.write_string(0, 0, summary(faults))
        for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, header, bold)
        for number, fault in enumerate(in_order(faults), 1):
            for column, value in enumerate(cells(number, fault)):
                form = fills[fault.severity] if column == 1 else wrapped
                if isinstance(value, int):
                    sheet.write_number(number + 1, column, value, form)
                else:
                    sheet.write_string(number + 1, column, value[:32_767], form)
        sheet.freeze_panes(2, 0)
        sheet.autofilter(1, 0, len(faults) + 1, len(HEADERS) - 1)
