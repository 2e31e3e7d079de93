"""A sheet of a result workbook that is a list: title, source, headers with units, rows, a filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from junheng.assess.model import Assessment
from junheng.dictionary import Title
from junheng.report.book import HEADER_SHADE, INK, Entry, ReportBook, lines, source_line

HEAD = 3
"""The row of the headers (the lower one where there are two), counted from 0; data begin below it."""

_MOST_LINES = 12
_NONE = Title("没有", "none")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its title (unit in brackets), its width, and the heading over it that it shares with neighbours."""

    title: Title
    width: float
    over: Title | None = None


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list to be written as one sheet; `frozen` columns stay in view, `none` is said when there are no rows."""

    name: Title
    title: Title
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Entry]]
    frozen: int = 1
    none: Title = _NONE
    notes: Sequence[Title] = ()


def add_list(book: ReportBook, assessment: Assessment, made: ListSheet) -> None:
    """Write a list: title, source line, headers, rows, then notes."""
    language = book.language
    sheet = start(book, assessment, made.name, made.title, landscape=True)
    for place, heading in enumerate(made.headings):
        sheet.set_column(place, place, heading.width)
    _headers(book, sheet, made.headings)
    sheet.freeze_panes(HEAD + 1, made.frozen)
    sheet.repeat_rows(HEAD - 1, HEAD)
    row = HEAD + 1
    for entries in made.rows:
        for place, entry in enumerate(entries):
            book.put(sheet, row, place, entry)
        sheet.set_row(row, _height(entries, made.headings))
        row += 1
    sheet.autofilter(HEAD, 0, max(row - 1, HEAD), len(made.headings) - 1)
    if row == HEAD + 1:
        sheet.write_string(row, 0, made.none.in_language(language), book.style(italic=True))
        row += 1
    for note in made.notes:
        sheet.write_string(row + 1, 0, note.in_language(language), book.style(font_size=9, font_color="#595959"))
        row += 1


def start(book: ReportBook, assessment: Assessment, name: Title, title: Title, *, landscape: bool) -> Worksheet:
    """Add a sheet with its title in row 0 and its source in row 1."""
    sheet = book.sheet(name.in_language(book.language), landscape=landscape)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, title.in_language(book.language), book.style(bold=True, font_size=15, font_color=INK))
    line = source_line(assessment, book.language)
    sheet.write_string(1, 0, line, book.style(font_size=9, font_color="#595959"))
    return sheet


def _headers(book: ReportBook, sheet: Worksheet, headings: Sequence[Heading]) -> None:
    look = {"bold": True, "border": 1, "align": "center", "bg_color": HEADER_SHADE, "font_color": INK}
    groups: list[list[int]] = []
    for place, heading in enumerate(headings):
        if heading.over is not None and groups and headings[groups[-1][-1]].over == heading.over:
            groups[-1].append(place)
        else:
            groups.append([place])
        sheet.write_string(
            HEAD, place, heading.title.in_language(book.language), book.style(**{**look, "text_wrap": True})
        )
    for group in groups:
        over = headings[group[0]].over
        if over is not None:
            book.merged(sheet, (HEAD - 1, group[0], HEAD - 1, group[-1]), over.in_language(book.language), **look)
            sheet.set_row(HEAD - 1, 46)
    tallest = max(lines(heading.title.in_language(book.language), heading.width) for heading in headings)
    sheet.set_row(HEAD, 15 * max(tallest, 1) + 8)


def _height(entries: Sequence[Entry], headings: Sequence[Heading]) -> float:
    texts = [
        lines(entry, heading.width) for entry, heading in zip(entries, headings, strict=True) if isinstance(entry, str)
    ]
    return 14 * min(max(texts, default=1), _MOST_LINES) + 6
