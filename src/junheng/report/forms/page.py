"""What every official form shares: its title, the line under it, the notes at its foot, its header cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from junheng.assess.model import Assessment
from junheng.report import figures
from junheng.report.book import HEADER_SHADE, ReportBook, lines, source_line
from junheng.report.words import year_word

HEADER: dict[str, Any] = {"border": 1, "bold": True, "align": "center", "bg_color": HEADER_SHADE}
"""Look of a form's header cells."""

CENTRE: dict[str, Any] = {"align": "center"}

LEGEND = "▲ 未达标；△ 未达标但达到标准的{floor}；无法判定：所需数据未填，不作 0 处理；未填：县、校未填报。"


@dataclass(frozen=True, slots=True)
class FormPage:
    """The workbook and the assessment the forms are written from."""

    book: ReportBook
    assessment: Assessment

    def start(self, name: str, title: str, widths: Sequence[float], *, landscape: bool) -> Worksheet:
        """Add a form's sheet with its title in row 0 and county and year in row 1; the form goes on in row 2."""
        sheet = self.book.sheet(name, landscape=landscape)
        last = len(widths) - 1
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_row(0, 34)
        self.book.merged(sheet, (0, 0, 0, last), title, bold=True, font_size=16, font_name="黑体", align="center")
        county = f"{self.assessment.county_name or ''}（{self.assessment.county_code}）"
        self.book.merged(sheet, (1, 0, 1, last), f"县(市、区)：{county}　　学年：{year_word(self.assessment.year)}")
        sheet.set_row(1, 20)
        return sheet

    def header(self, sheet: Worksheet, area: tuple[int, int, int, int], text: str) -> None:
        """Write a header cell over (first row, first column, last row, last column)."""
        self.book.merged(sheet, area, text, **HEADER)

    def finish(self, sheet: Worksheet, row: int, widths: Sequence[float], *notes: str) -> None:
        """Write notes and the source line from `row` on, set the print area and the look of the first view."""
        last = len(widths) - 1
        for note in (*notes, source_line(self.assessment)):
            self.book.merged(sheet, (row, 0, row, last), note, font_size=9, font_color="#404040", valign="top")
            sheet.set_row(row, 14 * lines(note, sum(widths) * 1.1) + 2)
            row += 1
        sheet.print_area(0, 0, row - 1, last)

    def legend(self) -> str:
        """Return what the signs mean under this standard."""
        floor = self.assessment.standard.floor
        return (
            LEGEND.format(floor=f"{figures.plain(floor * 100)}%")
            if floor
            else LEGEND.replace("△ 未达标但达到标准的{floor}；", "")
        )
