"""Workbooks (.xlsx, .xls) through calamine: each sheet parsed once, with nothing rounded on the way.

Columns of one type come typed. A column of figures and texts comes as text, and there calamine writes figures
with nine decimals: enough for every field (the finest has six), except where a figure is an identifier longer
than a float can hold. Those are looked up and written as Excel shows them (3.30102E+17), so that they are named.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import fastexcel
import polars as pl
from fastexcel import DType

from junheng.dictionary import Title
from junheng.exchange.model import Fault, Refused
from junheng.exchange.plan import RawSheet
from junheng.exchange.raw.formulas import FormulaCells, formula_cells
from junheng.exchange.raw.limits import DEFAULT, too_large
from junheng.exchange.raw.package import Package, SheetScan, open_package
from junheng.exchange.raw.sheet import Asked, Found, check_lengths, check_shape, trimmed
from junheng.exchange.raw.xls import check_xls
from junheng.exchange.raw.zipped import damaged, unpack
from junheng.exchange.typed.headline import TOP, likely_header, matches, texts
from junheng.exchange.words import doubt, fault, letter, number

logging.getLogger("fastexcel").addHandler(logging.NullHandler())  # else its guesses about types reach the screen
logging.getLogger("calamine").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class _Book:
    """An open workbook and what its bytes said; `package` is None for .xls."""

    file: str
    reader: fastexcel.ExcelReader
    package: Package | None
    asked: Asked

    def scan(self, name: str) -> SheetScan | None:
        return self.package.sheets.get(name) if self.package else None

    def load(
        self, name: str, *, header_row: int | None = None, skip_rows: int | None = None, dtypes: DType | None = None
    ) -> fastexcel.ExcelSheet:
        """Load a sheet, its types told from all rows; whatever the parser trips over becomes a refusal."""
        try:
            return self.reader.load_sheet(
                name,
                header_row=header_row,
                skip_rows=skip_rows,
                schema_sample_rows=None,
                dtypes=dtypes,
                whitespace_as_null=True,
            )
        except BaseException as error:
            raise _as_refusal(error, self.file, name) from error

    def frame(self, name: str, sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
        """Return a loaded sheet as a frame; whatever the parser trips over becomes a refusal."""
        try:
            return sheet.to_polars()
        except BaseException as error:
            raise _as_refusal(error, self.file, name) from error


def read_workbook(data: bytes, file: str, asked: Asked, *, old: bool) -> Found:
    """Read every visible sheet of a workbook (`old`: .xls); raises `Refused` when the workbook cannot be read."""
    found, limits = Found(), asked.limits
    package = None if old else open_package(data, file, limits)
    found.faults += check_xls(data, file) if package is None else _carried(package, file)
    try:
        reader = fastexcel.read_excel(data)
        names = reader.sheet_names
    except BaseException as error:
        raise _as_refusal(error, file) from error
    if len(names) > limits.sheets:
        raise too_large(file, "sheets", limits.sheets, len(names))
    book = _Book(file, reader, package, asked)
    for name in names:
        _read_sheet(book, name, found)
    return found


def _as_refusal(error: BaseException, file: str, sheet: str | None = None) -> BaseException:
    """Return a refusal for a parser's error or panic; anything else (an interrupt) goes on as it is."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        where = f"工作表“{sheet}”" if sheet else "文件"
        return damaged(file, f"{where}已损坏，读不出来", f"{f'the sheet {sheet}' if sheet else 'the file'} is damaged")
    return error


def _carried(package: Package, file: str) -> Iterable[Fault]:
    if package.macros:
        yield doubt(
            "macro",
            file,
            Title(
                "文件带有宏，宏不会运行，只读单元格", "the file carries macros; they are not run, only cells are read"
            ),
            Title("请另存为 .xlsx 以去掉宏", "save it as .xlsx to take the macros off"),
        )
    if package.links:
        yield doubt(
            "link",
            file,
            Title("文件链接到其他工作簿，链接不会打开", "the file links to other workbooks; they are not opened"),
            Title("请断开链接，把数据粘贴为数值", "break the links and paste the figures as values"),
        )


def _read_sheet(book: _Book, name: str, found: Found) -> None:
    sheet = _first_load(book, name)
    if sheet is None:
        return
    if sheet.visible != "visible":
        found.faults.append(
            doubt(
                "hidden",
                book.file,
                Title("工作表是隐藏的，没有读取", "the sheet is hidden and was not read"),
                Title("需要读取时请取消隐藏", "unhide it if it should be read"),
                sheet=name,
            )
        )
        return
    scan = book.scan(name)
    header, sheet, headers = _header(book, name, sheet)
    frame = _columns(book, name, sheet)
    if scan is not None:
        frame = _restored(book, name, scan, frame, header)
    cells = _formula_cells(book, scan)
    frame = _without(frame, cells, header)
    rows = pl.int_range(header + 1, header + 1 + frame.height, dtype=pl.Int64, eager=True)
    frame, rows, headers, blank = trimmed(frame, rows, headers)
    raw = RawSheet(book.file, name, header, headers, frame, rows, blank)
    check_lengths(raw, book.asked.limits)
    found.sheets.append(raw)
    if scan is not None:
        found.formulas.append((cells, raw))
        found.faults += _merged(book, scan, raw)


def _first_load(book: _Book, name: str) -> fastexcel.ExcelSheet | None:
    """Return the sheet with its first used row as header; None when it has no cells."""
    sheet = book.load(name, header_row=0)
    if not sheet.width:
        return None
    check_shape(
        book.file, name, sheet.height, max(c.absolute_index for c in sheet.selected_columns) + 1, book.asked.limits
    )
    return sheet


def _header(book: _Book, name: str, sheet: fastexcel.ExcelSheet) -> tuple[int, fastexcel.ExcelSheet, tuple[str, ...]]:
    """Return the header's row number, the sheet loaded below it, and the header texts by absolute column.

    A header over two rows, where merged cells join the upper row to the lower, is read as one: the lower text
    where there is one, else the upper.
    """
    scan = book.scan(name)
    given = book.asked.header_row(name)
    first = scan.first_row if scan else None
    names = [column.name if column.column_name_from == "looked_up" else "" for column in sheet.selected_columns]
    if given is None and first is not None and not _merged_at(scan, first) and _good(names, book.asked.known):
        return first, sheet, _placed(sheet, names)
    if first is None:  # the bytes do not tell the first used row: look from the very top
        whole = book.frame(name, book.load(name, skip_rows=0))
        used = whole.select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_max() or 0
        first, last, grid = used + 1, whole.height, texts(whole.slice(used), TOP)
    else:
        last, grid = first + sheet.height, [names, *texts(book.frame(name, sheet), TOP)]
    row = given or first + likely_header(grid, book.asked.known)
    lower = max([row, *_merged_down(scan, row)])
    lines = grid[max(row - first, 0) : lower - first + 1]
    if row == first:  # the parser renames headers that are there twice: take them as they stand
        lines = texts(book.frame(name, book.load(name, skip_rows=row - 1)), lower - row + 1)
    joined = [next((line[place] for line in reversed(lines) if line[place]), "") for place in range(len(names))]
    return lower, book.load(name, skip_rows=min(lower, last)), _placed(sheet, joined)


def _good(names: list[str], known: Collection[str]) -> bool:
    """Tell whether a first row is surely the header: all its cells differ and at least half are known."""
    filled = [name for name in names if name]
    again = {name for name in filled if (ending := _RENAMED.search(name)) and name[: ending.start()] in filled}
    return len(filled) >= 2 and not again and 2 * sum(matches(name, known) for name in filled) >= len(filled)


_RENAMED = re.compile(r"(?:_\d+)+$")
"""What the parser adds to a header that is there twice."""


def _placed(sheet: fastexcel.ExcelSheet, names: list[str]) -> tuple[str, ...]:
    """Return header texts with empty ones for the blank columns at the left."""
    columns = sheet.selected_columns
    placed = [""] * (columns[-1].absolute_index + 1)
    for column, name in zip(columns, names, strict=True):
        placed[column.absolute_index] = name.strip()
    return tuple(placed)


def _columns(book: _Book, name: str, sheet: fastexcel.ExcelSheet) -> pl.DataFrame:
    """Return the loaded cells as columns `c0`, `c1`, …, blank ones at the left included."""
    frame = book.frame(name, sheet)
    width = sheet.selected_columns[-1].absolute_index + 1 if sheet.selected_columns else 0
    series = {column.absolute_index: frame.to_series(place) for place, column in enumerate(sheet.selected_columns)}
    blank = pl.repeat(None, frame.height, dtype=pl.String, eager=True)
    return pl.DataFrame([_plain_type(series.get(place, blank)).alias(f"c{place}") for place in range(width)])


def _plain_type(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Null:
        return column.cast(pl.String)
    if column.dtype == pl.Duration:
        return column.dt.to_string()
    return column


_LONG = r"^[0-9]{16,}$"
_LONG_FIGURE = re.compile(rb"<v>-?\d{16}")


def _restored(book: _Book, name: str, scan: SheetScan, frame: pl.DataFrame, header: int) -> pl.DataFrame:
    """Give back what the parser's types blur: figures of 16 digits and more among texts, booleans among figures."""
    long = [
        column.name for column in frame.iter_columns() if column.dtype == pl.String and column.str.contains(_LONG).any()
    ]
    if long and book.package and _has_long_figures(book.package, scan, book.file):
        # Read as Boolean, a figure is true or false and a text is nothing: that tells one from the other.
        told = _columns(book, name, book.load(name, skip_rows=header, dtypes="boolean"))
        frame = frame.with_columns(
            pl.when(told.get_column(column).is_not_null() & pl.col(column).str.contains(_LONG))
            .then(pl.col(column).map_elements(lambda text: f"{float(text):.14E}", return_dtype=pl.String))
            .otherwise(pl.col(column))
            .alias(column)
            for column in long
        )
    figures = [column for column, dtype in frame.schema.items() if dtype == pl.Float64]
    if scan.booleans and figures:
        words = _columns(book, name, book.load(name, skip_rows=header, dtypes="string")).select(figures)
        mixed = [column for column in figures if words.get_column(column).is_in(["true", "false"]).any()]
        frame = frame.with_columns(words.get_column(column) for column in mixed)
    return frame


def _has_long_figures(package: Package, scan: SheetScan, file: str) -> bool:
    return any(
        b"E+" in chunk or b"e+" in chunk or _LONG_FIGURE.search(chunk)
        for chunk in unpack(package.data, scan.member, file, DEFAULT)
    )


_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


def _ranges(scan: SheetScan | None) -> list[tuple[int, int, int, int, str]]:
    """Return the merged ranges as first row, last row, first column, last column, text."""
    found = (_RANGE.fullmatch(ref) for ref in (scan.merges if scan else ()))
    return [(int(m[2]), int(m[4]), number(m[1]), number(m[3]), m[0]) for m in found if m]


def _merged_at(scan: SheetScan | None, row: int) -> bool:
    return any(top <= row <= bottom for top, bottom, *_ in _ranges(scan))


def _merged_down(scan: SheetScan | None, row: int) -> list[int]:
    """Return the last rows of merges that begin in the header row and reach at most three rows down."""
    return [bottom for top, bottom, *_ in _ranges(scan) if top == row and bottom - top <= 3]


def _formula_cells(book: _Book, scan: SheetScan | None) -> FormulaCells:
    if book.package is None or scan is None or not (scan.formulas or scan.errors):
        return FormulaCells()
    return formula_cells(book.package, scan, book.file)


def _without(frame: pl.DataFrame, cells: FormulaCells, header: int) -> pl.DataFrame:
    """Return the frame without what bad formula cells hold: a value from outside is no value."""
    by_column: dict[str, list[int]] = {}
    for row, column in cells.bad:
        if header < row <= header + frame.height:
            by_column.setdefault(f"c{column}", []).append(row - header - 1)
    return frame.with_columns(
        frame.get_column(name).set(pl.int_range(frame.height, eager=True).is_in(places), None)
        for name, places in by_column.items()
        if name in frame.columns
    )


def _merged(book: _Book, scan: SheetScan, raw: RawSheet) -> Iterable[Fault]:
    """Yield a fault for each merged range that reaches into the rows of data."""
    last = raw.rows[-1] if len(raw.rows) else raw.header_row
    for top, bottom, left, _, text in _ranges(scan)[: book.asked.limits.listed]:
        if bottom <= raw.header_row or top > last or left >= len(raw.headers):
            continue
        yield fault(
            "merged",
            book.file,
            Title(
                f"合并单元格 {text}：只有左上角一格有值，其余按空白处理",
                f"merged cells {text}: only the first holds a value, the others count as blank",
            ),
            Title("请取消合并，逐格填写", "take the merge apart and fill each cell"),
            sheet=raw.sheet,
            row=max(top, raw.header_row),
            column=letter(left),
            header=raw.headers[left] or None,
        )
