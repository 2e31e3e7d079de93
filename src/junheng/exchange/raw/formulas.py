"""Formula and error cells of a sheet: which figures may be stale, and which cells are not read."""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from junheng.dictionary import Title
from junheng.exchange.model import Fault
from junheng.exchange.plan import RawSheet
from junheng.exchange.raw.package import Package, SheetScan, whole_tags
from junheng.exchange.words import doubt, fault, letter, number, shorten

_CELL = re.compile(
    rb"""<c\b(?P<at>[^>]*?)(?<!/)>\s*(?:<f\b(?P<fat>[^>]*?)(?:/>|>(?P<f>[^<]*)</f>))?\s*"""
    rb"""(?:<v[^>]*>(?P<v>[^<]*)</v>)?""",
)
_PLACE = re.compile(rb"""\br=["']([A-Za-z]{1,3})(\d{1,7})["']""")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_OUTSIDE = re.compile(
    r"\b(?:HYPERLINK|WEBSERVICE|FILTERXML|RTD|CALL|REGISTER(?:\.ID)?|DDE\w*|IMAGE)\s*\("
    r"|\[[^\]]*\.xl|(?<!\w)\[\d+\]|\\\\|https?:|\w\s*\|",
    re.IGNORECASE,
)

PASTE = Title("请选择性粘贴为“数值”后再导入", "paste the column as values and read the file again")


@dataclass(slots=True)
class FormulaCells:
    """The formula and error cells of a sheet: `bad` cells by (row, column) with why, rows of the `cached` by column."""

    bad: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    cached: dict[int, array[int]] = field(default_factory=dict)


def formula_cells(package: Package, scan: SheetScan, file: str) -> FormulaCells:
    """Return the sheet's formula and error cells.

    A cell with an error or with a formula that calls outside the workbook is bad, and so is a formula without a
    stored plain value. A formula with one is read: the value is what Excel last computed.
    """
    found = FormulaCells()
    for place, formula, value, error in _cells(package, scan, file):
        why = _why(formula, value, error=error)
        if why is None:
            found.cached.setdefault(place[1], array("L")).append(place[0])
        else:
            found.bad[place] = why
    return found


def _cells(
    package: Package, scan: SheetScan, file: str
) -> Iterator[tuple[tuple[int, int], str | None, str | None, bool]]:
    last = (0, -1)
    for text in whole_tags(package.data, scan, file):
        for cell in _CELL.finditer(text):
            place = _PLACE.search(cell["at"])
            last = (int(place[2]), number(place[1].decode())) if place else (last[0], last[1] + 1)
            error = _ERROR.search(cell["at"]) is not None
            has_formula = cell["f"] is not None or cell["fat"] is not None
            if has_formula or error:
                formula = _text(cell["f"] or b"") if has_formula else None
                yield last, formula, _text(cell["v"]) if cell["v"] else None, error


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))


def _why(formula: str | None, value: str | None, *, error: bool) -> tuple[str, str] | None:
    """Return the kind of fault and the text to show, None for a formula whose stored value is read."""
    if error:
        return "error", value or "#N/A"
    if formula is not None and _OUTSIDE.search(formula):
        return "outside", shorten(f"={formula}")
    if value is None:
        return "uncomputed", shorten(f"={formula}")
    return None


_EXPECTED = {
    "error": Title("单元格是错误值，不能当作数据", "the cell holds an error value, which is no data"),
    "outside": Title(
        "公式引用了本文件以外的内容，出于安全不读取", "the formula reaches outside this file and is not read"
    ),
    "uncomputed": Title("公式没有计算结果", "the formula has no computed value"),
}
_REMEDY = {
    "error": Title("请改正公式，或直接填写数值", "mend the formula or enter the value itself"),
    "outside": PASTE,
    "uncomputed": Title(
        "请在 Excel 中打开、计算并保存，或粘贴为数值", "open it in Excel, compute and save it, or paste values"
    ),
}


def formula_faults(cells: FormulaCells, sheet: RawSheet, aside: Collection[int], most: int) -> Iterator[Fault]:
    """Yield a fault for each bad cell below the header, up to `most`, and a doubt for each column of formulas.

    Cells of rows that were set `aside` as totals are not asked about.
    """
    bad = [(place, why) for place, why in cells.bad.items() if place[0] >= sheet.header_row and place[0] not in aside]
    for (row, column), (why, text) in bad[:most]:
        yield fault(
            "formula",
            sheet.file,
            _EXPECTED[why],
            _REMEDY[why],
            sheet=sheet.sheet,
            row=row,
            column=letter(column),
            header=sheet.headers[column] if column < len(sheet.headers) else None,
            value=text,
        )
    if rest := max(len(bad) - most, 0):
        yield fault(
            "formula",
            sheet.file,
            Title(f"另有 {rest} 个公式或错误值单元格未逐一列出", f"{rest} more formula or error cells are not listed"),
            PASTE,
            sheet=sheet.sheet,
        )
    for column, rows in sorted(cells.cached.items()):
        count = sum(row not in aside for row in rows)
        if count and column < len(sheet.headers):
            yield doubt(
                "formula",
                sheet.file,
                Title(
                    f"有 {count} 格是公式，读的是上次保存的结果，可能已过时",
                    f"{count} cells are formulas; the result last saved was read and may be stale",
                ),
                PASTE,
                sheet=sheet.sheet,
                column=letter(column),
                header=sheet.headers[column],
            )
