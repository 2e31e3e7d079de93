"""Marks cells of a workbook by colour and comment, and lists them with links (openpyxl keeps what is not touched)."""

from __future__ import annotations

import copy
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from junheng.exchange.marking.fault_list import COLOURS, HEADERS, NAME, WIDTHS, cells, in_order, summary
from junheng.exchange.model import Fault

AUTHOR = "均衡 Junheng"
_KEPT = "\n————\n"
"""Between our words and the comment that was in the cell before."""
_MOST_IN_COMMENT = 5
_HEADER_ROWS = 30
_MOST_TEXT = 32_767
_FILLS = {severity: PatternFill("solid", fgColor=colour) for severity, colour in COLOURS.items()}


def write_marked(source: Path, faults: Sequence[Fault], path: Path) -> None:
    """Write the workbook `source` with its faults marked to `path`."""
    with warnings.catch_warnings():
        # openpyxl warns of parts it leaves out; the list names those that a user would miss.
        warnings.simplefilter("ignore", UserWarning)
        workbook = load_workbook(source, keep_vba=source.suffix.lower() == ".xlsm", rich_text=True)
    _unmark(workbook)
    ordered = in_order(faults)
    places = {number: _cell(workbook, fault) for number, fault in enumerate(ordered)}
    by_cell: dict[tuple[str, str], list[Fault]] = {}
    for number, fault in enumerate(ordered):
        if (cell := places[number]) is not None:
            by_cell.setdefault((cell.parent.title, cell.coordinate), []).append(fault)
    for (sheet, coordinate), there in by_cell.items():
        _mark(workbook[sheet][coordinate], there)
    _list(workbook, ordered, places, _left_out(source))
    workbook.save(path)
    workbook.close()
    if workbook.vba_archive:
        workbook.vba_archive.close()  # openpyxl leaves it open: collected later, it raises out of nowhere


def _unmark(workbook: Workbook) -> None:
    """Take off what an earlier marking put on, so that a mended cell does not stay red."""
    for sheet in [sheet for sheet in workbook.worksheets if sheet.title.startswith(NAME)]:
        if sheet["A2"].value == HEADERS[0]:
            workbook.remove(sheet)
    ours = {fill.fgColor.rgb for fill in _FILLS.values()}
    for sheet in workbook.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.comment is not None):
            if cell.comment.author != AUTHOR:
                continue
            before = cell.comment.text.partition(_KEPT)[2]
            cell.comment = Comment(before, "") if before else None
            if cell.fill.fgColor.rgb in ours:
                cell.fill = PatternFill()


def _cell(workbook: Workbook, fault: Fault) -> Cell | None:
    """Return the cell a fault stands at; None when it means a whole column, sheet or file."""
    if fault.row is None or fault.sheet not in workbook.sheetnames:
        return None
    sheet = workbook[fault.sheet]
    if not isinstance(sheet, Worksheet):
        return None
    letter = fault.column or _letter_of(sheet, fault)
    cell = sheet[f"{letter}{fault.row}"]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        return sheet.cell(merged.min_row, merged.min_col)
    return cell


def _letter_of(sheet: Worksheet, fault: Fault) -> str:
    """Return the column whose header is the fault's, else the first one."""
    if fault.header:
        rows = sheet.iter_rows(min_row=1, max_row=min(_HEADER_ROWS, fault.row or 1))
        for cell in (cell for row in rows for cell in row):
            text = str(cell.value or "").strip().rstrip("*").strip()
            if text == fault.header or text.partition("(")[0].partition("（")[0].strip() == fault.header:
                return str(cell.column_letter)
    return "A"


def _mark(cell: Cell, faults: Sequence[Fault]) -> None:
    cell.fill = copy.copy(_FILLS[faults[0].severity])  # faults come before doubts
    words = [f"{fault.expected.zh}。{fault.remedy.zh}\n{fault.expected.en}. {fault.remedy.en}" for fault in faults]
    text = "\n\n".join(words[:_MOST_IN_COMMENT])
    if len(words) > _MOST_IN_COMMENT:
        text += f"\n\n…另有 {len(words) - _MOST_IN_COMMENT} 处，见“{NAME}”"
    before = cell.comment.text if cell.comment is not None else ""
    comment = Comment(_printable(text) + (f"{_KEPT}{before}" if before else ""), AUTHOR)
    comment.width, comment.height = 320, 40 + 22 * sum(1 + len(line) // 24 for line in text.split("\n"))
    cell.comment = comment


def _list(
    workbook: Workbook, faults: Sequence[Fault], places: Mapping[int, Cell | None], left_out: Iterable[str]
) -> None:
    sheet = workbook.create_sheet(NAME, 0)  # gets a number behind its name where a user's own sheet has it
    sheet["A1"] = "".join([summary(faults), *left_out])
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True), 1):
        cell = sheet.cell(2, column, header)
        cell.font = Font(bold=True)
        cell.border = Border(bottom=Side("thin"))
        sheet.column_dimensions[cell.column_letter].width = width
    top = Alignment(wrap_text=True, vertical="top")
    for number, fault in enumerate(faults):
        for column, value in enumerate(cells(number + 1, fault), 1):
            cell = sheet.cell(number + 3, column)
            cell.alignment = top
            _write(cell, value)
        sheet.cell(number + 3, 2).fill = copy.copy(_FILLS[fault.severity])
        if (place := places[number]) is not None:
            _link(sheet.cell(number + 3, 4), place)
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{cell.column_letter}{len(faults) + 2}"
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet
    workbook.active = 0


def _write(cell: Cell, value: int | str) -> None:
    """Write a value as it is: a text that begins with `=` stays a text."""
    cell.value = value if isinstance(value, int) else _printable(value)
    if isinstance(value, str) and value:
        cell.data_type = "s"


def _link(cell: Cell, place: Cell) -> None:
    if not cell.value or not str(cell.value).startswith(place.column_letter):
        cell.value = place.coordinate
    cell.hyperlink = Hyperlink(cell.coordinate, location=f"{quote_sheetname(place.parent.title)}!{place.coordinate}")
    cell.font = Font(color="0563C1", underline="single")


def _printable(text: str) -> str:
    """Return a text without the control characters that a workbook cannot hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("�", text))[:_MOST_TEXT]


def _left_out(source: Path) -> list[str]:
    """Return what a user must know of parts of the workbook that cannot be carried over."""
    with zipfile.ZipFile(source) as archive:
        names = archive.namelist()
    drawn = any(name.startswith(("xl/charts/", "xl/media/", "xl/diagrams/")) for name in names)
    words = " 图表、图片可能没有完整带入本副本，请在原件上改。 Charts and pictures may be incomplete in this copy."
    return [words] if drawn else []
