"""Draws the dictionary's tables as sheets of a workbook (XlsxWriter): headers, choices, cell rules, rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from junheng.dictionary import Dictionary, Field, Table
from junheng.exchange.atomic import MADE
from junheng.exchange.template.layout import (
    CODES,
    MOST_TEXT,
    CellValue,
    Column,
    choices_of,
    columns,
    display_width,
    frozen_columns,
)
from junheng.exchange.template.notes import comment, validation

LAST_ROW = 1_048_575
"""The last row of a sheet, counted from 0."""

INK, REQUIRED, DECLARED, OPTIONAL, DERIVED, LINE, MISSING = (
    "#1F3864", "#1F4E79", "#F8CBAD", "#DDEBF7", "#E2EFDA", "#9DB4CE", "#FFF2CC",
)  # fmt: skip
_BEFORE_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class _Palette:
    required: Format
    declared: Format
    optional: Format
    derived: Format
    example: Format
    missing: Format
    quoted: Format
    heading: Format
    code: Format

    def of(self, field: Field) -> Format:
        """Return the look of a field's header: derived, required, asked for by the declaration, or optional."""
        if field.derived:
            return self.derived
        if field.required:
            return self.required
        return self.declared if field.declared else self.optional


class Book:
    """A workbook being written, with its formats and where each code list stands. Use as a context manager."""

    def __init__(self, path: Path, dictionary: Dictionary, language: str, *, streamed: bool = False) -> None:
        self.dictionary = dictionary
        self.language = language
        self.workbook = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": streamed,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": "微软雅黑", "font_size": 10},
            },
        )
        self.workbook.set_properties({"title": "Junheng 均衡", "comments": "Junheng 均衡", "created": MADE})
        self.code_ranges = self._code_ranges()
        self.palette = self._palette()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.workbook.close()

    def format(self, **properties: Any) -> Format:
        """Return a new cell format."""
        return self.workbook.add_format({"valign": "vcenter", **properties})

    def _palette(self) -> _Palette:
        header = {"text_wrap": True, "align": "center", "bold": True, "border": 1, "border_color": LINE}
        return _Palette(
            required=self.format(**header, bg_color=REQUIRED, font_color="#FFFFFF"),
            declared=self.format(**header, bg_color=DECLARED, font_color=INK),
            optional=self.format(**header, bg_color=OPTIONAL, font_color=INK),
            derived=self.format(**header, bg_color=DERIVED, font_color=INK),
            example=self.format(italic=True, font_color="#595959"),
            missing=self.workbook.add_format({"bg_color": MISSING}),
            quoted=self.format(num_format="@", quote_prefix=True),
            heading=self.format(**header, bg_color=OPTIONAL, font_color=INK),
            code=self.format(num_format="@"),
        )

    def _code_ranges(self) -> dict[str, str]:
        sheet = CODES.in_language(self.language)
        return {
            name: f"='{sheet}'!${xl_col_to_name(place)}$2:${xl_col_to_name(place)}${len(codes.codes) + 1}"
            for place, (name, codes) in enumerate(self.dictionary.codes.items())
        }

    def add_codes(self) -> None:
        """Add the sheet that the drop-downs take their choices from."""
        sheet = self.workbook.add_worksheet(CODES.in_language(self.language))
        sheet.set_tab_color("#A6A6A6")
        sheet.freeze_panes(1, 0)
        lists = [(codes, list(choices_of(codes, self.language).values())) for codes in self.dictionary.codes.values()]
        for place, (codes, choices) in enumerate(lists):
            longest = max(display_width(text) for text in (*choices, codes.title.in_language(self.language)))
            sheet.set_column(place, place, longest + 3, self.palette.code)
        for place, (codes, _) in enumerate(lists):
            sheet.write_string(0, place, codes.title.in_language(self.language), self.palette.heading)
            sheet.write_comment(0, place, codes.source, {"font_size": 9})
        for row in range(max(len(choices) for _, choices in lists)):
            for place, (_, choices) in enumerate(lists):
                if row < len(choices):
                    sheet.write_string(row + 1, place, choices[row])

    def add_table(self, table: Table, name: str, frame: pl.DataFrame | None = None, *, example: bool = False) -> None:
        """Add the sheet `name` of a table: headers, cell rules and the rows of `frame` (typed by `Table.conform`).

        Raises ValueError when the frame has more rows than a sheet or a text is longer than a cell holds.
        """
        if frame is not None and frame.height > LAST_ROW:
            raise ValueError(f"{name}: {frame.height:,} 行超过一张工作表的 {LAST_ROW:,} 行，请改用 Parquet")
        sheet = self.workbook.add_worksheet(name)
        shown = columns(table, self.dictionary, self.language)
        self._set_up(sheet, table, shown, example=example)
        self._write_headers(sheet, shown)
        self._write_rules(sheet, table, shown)
        if frame is not None:
            self._write_rows(sheet, shown, frame)

    def _set_up(self, sheet: Worksheet, table: Table, shown: Sequence[Column], *, example: bool) -> None:
        look: dict[str, Any] = {"italic": True, "font_color": "#595959"} if example else {}
        for place, column in enumerate(shown):
            align = {} if column.number_format == "@" or column.choices else {"align": "right"}
            align = {"align": "center"} if column.field.type in {"year", "date"} else align
            sheet.set_column(place, place, column.width, self.format(num_format=column.number_format, **align, **look))
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.set_default_row(18)
        sheet.set_row(0, 56)
        sheet.freeze_panes(1, frozen_columns(table))
        sheet.set_tab_color("#BFBFBF" if example else REQUIRED if table.level != "person" else "#7F6000")
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0, frozen_columns(table) - 1)
        sheet.set_footer("&L&A&R&P / &N")

    def _write_headers(self, sheet: Worksheet, shown: Sequence[Column]) -> None:
        for place, column in enumerate(shown):
            field = column.field
            sheet.write_string(0, place, column.header, self.palette.of(field))
            text = comment(column, self.dictionary, self.language)
            lines = sum(-(-max(display_width(line), 1) // 44) for line in text.splitlines())
            sheet.write_comment(
                0, place, text, {"width": 300, "height": 18 * lines + 16, "font_name": "微软雅黑", "font_size": 9}
            )

    def _write_rules(self, sheet: Worksheet, table: Table, shown: Sequence[Column]) -> None:
        for place, column in enumerate(shown):
            rule = validation(column, self.code_ranges.get(column.field.codes or ""), self.language)
            if rule is not None:
                sheet.data_validation(1, place, LAST_ROW, place, dict(rule))
            if column.field.required:
                self._mark_missing(sheet, table, shown, place)

    def _mark_missing(self, sheet: Worksheet, table: Table, shown: Sequence[Column], place: int) -> None:
        """Tint a required cell that is blank in a row whose key is begun."""
        names = [column.field.name for column in shown]
        begun = xl_col_to_name(names.index(table.key[1]))
        rule = f'=AND(${begun}2<>"",{xl_col_to_name(place)}2="")'
        sheet.conditional_format(
            1, place, LAST_ROW, place, {"type": "formula", "criteria": rule, "format": self.palette.missing}
        )

    def _write_rows(self, sheet: Worksheet, shown: Sequence[Column], frame: pl.DataFrame) -> None:
        cells = [column.cells(frame[column.field.name]) for column in shown]
        for row, values in enumerate(zip(*cells, strict=True), start=1):
            for place, value in enumerate(values):
                if value is not None:
                    self._write_cell(sheet, row, place, value)

    def _write_cell(self, sheet: Worksheet, row: int, place: int, value: CellValue) -> None:
        if isinstance(value, str):
            if len(value) > MOST_TEXT:
                raise ValueError(f"{sheet.get_name()} 第 {row + 1} 行：文字超过 {MOST_TEXT:,} 个字符")
            if value.startswith(_BEFORE_FORMULA):
                sheet.write_string(row, place, value, self.palette.quoted)
            elif value:
                sheet.write_string(row, place, value)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, place, value)
        else:
            sheet.write_number(row, place, value)
