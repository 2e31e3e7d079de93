"""A workbook of results: cells that round half up, shade what is short and carry a sign for black and white."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from junheng.assess.model import Assessment
from junheng.exchange.atomic import MADE
from junheng.exchange.template.layout import MOST_TEXT, display_width
from junheng.report import figures
from junheng.report.figures import Figure, State
from junheng.report.words import switch_titles, year_word

Tone = Literal["met", "short", "unknown", "near", "tolerated"]
"""How a cell looks: a verdict, or `tolerated` for what is short and yet above the floor (85 % of the line)."""

SIGNS: dict[str, str] = {
    **{tone: figures.verdict_sign(tone) for tone in ("met", "short", "unknown", "near")},
    "tolerated": "△",
}

_SHADES: dict[str, dict[str, Any]] = {
    "met": {},
    "short": {"bg_color": "#F4B6B6", "bold": True},
    "tolerated": {"bg_color": "#FCE4D6"},
    "unknown": {"bg_color": "#D9D9D9", "pattern": 1, "italic": True},
    "near": {"bg_color": "#FFF2CC"},
}

HEADER_SHADE = "#DDEBF7"
INK = "#1F3864"


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in a cell: a number rounded half up to `places`, or `blank` when it is unknown."""

    value: Figure | None
    places: int
    tone: Tone | None = None
    signed: bool = False
    """Whether a sign stands before the figure for its tone."""
    blank: str = figures.BLANK


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in words, with its sign; `word` stands instead of 达标, 不达标 where these would mislead."""

    verdict: State | None
    word: str | None = None


Entry = Shown | Said | str | None


class ReportBook:
    """A workbook being written, with formats made once each. Use as a context manager."""

    def __init__(
        self, path: Path, title: str, language: str = "zh", *, font: str = "宋体", line: str = "#000000"
    ) -> None:
        self.language = language
        self.line = line
        self.workbook = xlsxwriter.Workbook(
            str(path),
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": font, "font_size": 10},
            },
        )
        self.workbook.set_properties(
            {"title": title, "comments": "Junheng 均衡" if language == "zh" else "Junheng", "created": MADE}
        )
        self._styles: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.workbook.close()

    def style(self, **properties: Any) -> Format:
        """Return the cell format with these properties, made on first use."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.workbook.add_format({"valign": "vcenter", **properties})
        return self._styles[key]

    def sheet(self, name: str, *, landscape: bool) -> Worksheet:
        """Add an A4 sheet, one page wide, with page numbers."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape() if landscape else sheet.set_portrait()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.set_footer("&C第 &P 页 共 &N 页" if self.language == "zh" else "&C&P / &N")
        return sheet

    def put(self, sheet: Worksheet, row: int, place: int, entry: Entry, **look: Any) -> None:
        """Write one cell with its border: figures right, words left, verdicts in the middle."""
        look = {"border": 1, "border_color": self.line, **look}
        match entry:
            case None | "":
                sheet.write_blank(row, place, None, self.style(**look))
            case str():
                text = entry if len(entry) <= MOST_TEXT else f"{entry[: MOST_TEXT - 1]}…"
                sheet.write_string(row, place, text, self.style(**{"text_wrap": True, **_indent(look), **look}))
            case Said():
                tone = _SHADES[entry.verdict] if entry.verdict else {}
                word = entry.word or figures.verdict_word(entry.verdict, self.language)
                text = f"{figures.verdict_sign(entry.verdict)} {word}"
                sheet.write_string(row, place, text.strip(), self.style(**{"align": "center", **look, **tone}))
            case Shown():
                self._figure(sheet, row, place, entry, look)

    def _figure(self, sheet: Worksheet, row: int, place: int, entry: Shown, look: dict[str, Any]) -> None:
        tone = _SHADES[entry.tone] if entry.tone else {}
        if entry.value is None:
            sheet.write_string(row, place, entry.blank, self.style(**{"align": "right", **look, **tone}))
            return
        sign = SIGNS[entry.tone] if entry.signed and entry.tone else ""
        style = self.style(
            **{"align": "right", **look, **tone, "num_format": number_format(entry.places, sign)},
        )
        sheet.write_number(row, place, float(figures.rounded(entry.value, entry.places)), style)

    def merged(self, sheet: Worksheet, area: tuple[int, int, int, int], text: str, **look: Any) -> None:
        """Write `text` over the cells (first row, first column, last row, last column); a single cell is not merged."""
        style = self.style(**{"text_wrap": True, **look})
        if area[:2] == area[2:]:
            sheet.write_string(area[0], area[1], text, style)
        else:
            sheet.merge_range(*area, "", style)
            sheet.write_string(area[0], area[1], text, style)


def _indent(look: dict[str, Any]) -> dict[str, int]:
    """Keep text off the border, except centred text, which has no indent."""
    return {} if look.get("align") == "center" else {"indent": 1}


def number_format(places: int, sign: str = "") -> str:
    """Return Excel's number format: thousands, `places` decimals, a sign in quotes before and a blank behind."""
    digits = "#,##0" + ("." + "0" * places if places else "") + "_ "
    if not sign:
        return digits
    return f'"{sign} "{digits};"{sign} "-{digits}'


def lines(text: str, width: float) -> int:
    """Return how many lines `text` takes in a column `width` characters wide."""
    return sum(max(1, -(-display_width(line) // max(int(width - 1), 1))) for line in text.splitlines() or [""])


def source_line(assessment: Assessment, language: str = "zh") -> str:
    """Return where the figures of a sheet come from: standard, document, switches, snapshot, county, year."""
    standard = assessment.standard
    county = f"{assessment.county_name or ''}({assessment.county_code})"
    switches = ("；" if language == "zh" else "; ").join(switch_titles(assessment, language))
    if language == "zh":
        turned = f"；启用的过渡性规定：{switches}" if switches else ""
        return (
            f"{county}　{year_word(assessment.year)}　标准：{standard.id}《{standard.title.zh}》，{standard.document}"
            f"{turned}　数据快照：{assessment.snapshot or '——'}"
        )
    turned = f"; transitional rules on: {switches}" if switches else ""
    return (
        f"{county}, {year_word(assessment.year, 'en')}. Standard: {standard.id}, {standard.title.en} "
        f"({standard.document}){turned}. Snapshot: {assessment.snapshot or '——'}"
    )
