"""A list as a file: what the screen shows, masked as there, marked with who took it, when and what for."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from django.utils import timezone

from junheng.dictionary import Field, load
from junheng.exchange import write_whole
from junheng.exchange.atomic import MADE
from junheng.exchange.template.layout import Column
from junheng.exchange.template.layout import columns as layout_columns
from junheng.exchange.typed.surface import formula
from junheng.web.base.words import language, say, title
from junheng.web.registry.counts import ACROSS, counts
from junheng.web.registry.listing import chosen, order
from junheng.web.registry.query import Query, columns_of, filterable
from junheng.web.registry.scope import Scope
from junheng.web.registry.values import masked, unit

CHUNK = 2000
DIRECT = 5000
"""Up to so many rows an export is handed over at once; a larger one is a job."""

MOST = 1_000_000
KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
Value = str | int | float | Decimal | dt.date | None


@dataclass(frozen=True, slots=True)
class Export:
    """What is taken out: heads and rows as values, with the words that mark it."""

    name: str
    heads: Sequence[str]
    formats: Sequence[tuple[str, float]]
    """Number format and width of each column."""
    rows: Iterator[Sequence[Value]]
    marks: Sequence[tuple[str, str]]
    """Who, when, what for, of what: heading and words."""

    @property
    def line(self) -> str:
        """Return the watermark, as one line."""
        return say("；", "; ").join(f"{heading} {words}" for heading, words in self.marks[:4])


def fields_of(scope: Scope, query: Query) -> tuple[Field, ...]:
    """Return the fields an export of the list takes out."""
    if not scope.sees_rows:
        return (scope.fields["school_code"], scope.fields[ACROSS[scope.name]])
    return columns_of(scope, query)


def count(scope: Scope, query: Query) -> int:
    """Return how many rows an export of the list has."""
    schools = scope.schools(query.year) if scope.by_school and query.year is not None else {}
    if not scope.sees_rows:
        return len(counts(scope, query).rows)
    return int(chosen(scope, query, schools).count())


def export(scope: Scope, query: Query, purpose: str, number: int) -> Export:
    """Return the list as rows to write. The caller asked the policy and logs."""
    marks = _marks(scope, query, purpose, number)
    name = f"{scope.county.name}_{title(scope.table.title)}_{query.year or ''}"
    if not scope.sees_rows:
        heads, rows = _counted(scope, query)
        return Export(name, heads, [("@", 28), ("@", 14), *(("#,##0", 10) for _ in heads[2:])], iter(rows), marks)
    by_name = {column.field.name: column for column in layout_columns(scope.table, load(), language())}
    chosen_columns = [by_name[field.name] for field in columns_of(scope, query)]
    heads = [_head(column) for column in chosen_columns]
    formats = [(column.number_format, column.width) for column in chosen_columns]
    if scope.by_school and scope.name != "school":
        heads, formats = [say("学校", "school"), *heads], [("@", 28), *formats]
    return Export(name, heads, formats, _rows(scope, query, chosen_columns), marks)


def _head(column: Column) -> str:
    return column.field.title.in_language(language()) + (f"({unit(column.field)})" if column.unit else "")


def _rows(scope: Scope, query: Query, chosen_columns: Sequence[Column]) -> Iterator[Sequence[Value]]:
    schools = scope.schools(query.year) if scope.by_school and query.year is not None else {}
    names = [column.field.name for column in chosen_columns]
    needed = [*names, *({"school_code"} - set(names) if scope.by_school else ())]
    rows = chosen(scope, query, schools).order_by(*order(scope, query)).values(*needed)
    chunk: list[Mapping[str, Any]] = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _cells(scope, chosen_columns, chunk, schools)
            chunk = []
    yield from _cells(scope, chosen_columns, chunk, schools)


def _cells(
    scope: Scope, chosen_columns: Sequence[Column], chunk: Sequence[Mapping[str, Any]], schools: Mapping[str, str]
) -> Iterator[Sequence[Value]]:
    cells: list[Sequence[Value]] = []
    if scope.by_school and scope.name != "school":
        cells.append([schools.get(row["school_code"], row["school_code"]) for row in chunk])
    for column in chosen_columns:
        values = [_sighted(scope, column.field, row) for row in chunk]
        cells.append(column.cells(pl.Series(values, dtype=column.field.dtype, strict=True)))
    yield from zip(*cells, strict=True)


def _sighted(scope: Scope, field: Field, row: Mapping[str, Any]) -> Any:
    match scope.sight(field.name, row.get("school_code") or ""):
        case "hidden":
            return None
        case "masked":
            return masked(row[field.name]) if row[field.name] else None
    return row[field.name]


def _counted(scope: Scope, query: Query) -> tuple[list[str], list[Sequence[Value]]]:
    found = counts(scope, query)
    heads = [
        say("学校", "school"),
        title(scope.fields["school_code"].title),
        *map(str, found.across),
        say("合计", "together"),
    ]
    return heads, [(name, code, *each, total) for code, name, each, total in found.rows]


def _marks(scope: Scope, query: Query, purpose: str, number: int) -> list[tuple[str, str]]:
    user = scope.policy.user
    known = filterable(scope)
    filters = say("；", "; ").join(
        f"{title(known[name].title if name in known else scope.fields[name].title)} {', '.join(values)}"
        for name, values in query.filters.items()
    )
    fields = say("、", ", ").join(title(field.title) for field in fields_of(scope, query))
    return [
        (say("制表：", "Drawn up by: "), f"{user} ({scope.actor.name})"),
        (say("时间：", "At: "), timezone.localtime().strftime("%Y-%m-%d %H:%M")),
        (say("用途：", "For: "), purpose),
        (say("来源：", "From: "), f"{scope.county.name} {title(scope.table.title)} {query.year or ''}"),
        (say("行数：", "Rows: "), f"{number:,}"),
        (say("筛选：", "Filters: "), filters or say("无", "none")),
        (say("字段：", "Fields: "), fields),
    ]


def write_xlsx(path: Path, taken: Export) -> int:
    """Write the workbook whole or not at all; return its rows. Texts never become formulas or links."""
    plain = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
    }
    with write_whole(path) as temporary, xlsxwriter.Workbook(str(temporary), plain) as book:
        book.set_properties({"title": taken.name, "comments": taken.line[:250], "created": MADE})
        sheet = book.add_worksheet(say("数据", "Data"))
        looks = [book.add_format({"num_format": look}) for look, _ in taken.formats]
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#DDEBF7"})
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        for place, (_, width) in enumerate(taken.formats):
            sheet.set_column(place, place, width, looks[place])
        # In a header & begins a code; a header holds 255 characters.
        line = taken.line.replace("&", "＆")[:230]
        sheet.set_header(f"&L{line}")
        sheet.set_footer(f"&L{line}&R&P / &N")
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        for place, words in enumerate(taken.heads):
            sheet.write_string(0, place, words, head)
        number = 0
        for row in taken.rows:
            number += 1
            for place, value in enumerate(row):
                _write(sheet, number, place, value, quoted)
        about = book.add_worksheet(say("导出说明", "About this export"))
        about.set_column(0, 0, 12)
        about.set_column(1, 1, 90)
        for place, (heading, words) in enumerate(taken.marks):
            about.write_string(place, 0, heading)
            about.write_string(place, 1, words)
    return number


def _write(sheet: Any, row: int, place: int, value: Value, quoted: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        if _runs(value):
            sheet.write_string(row, place, value, quoted)
        else:
            sheet.write_string(row, place, value)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, place, value)
    else:
        sheet.write_number(row, place, value)


def write_csv(path: Path, taken: Export) -> int:
    """Write the rows as CSV with a byte order mark (Excel); the last line is the watermark. Return its rows."""
    number = 0
    with write_whole(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([_harmless(head) for head in taken.heads])
        for row in taken.rows:
            number += 1
            out.writerow([_harmless(value) for value in row])
        out.writerow([_harmless(taken.line)])
    return number


def _harmless(value: Value) -> str:
    """Return a value as CSV text that no spreadsheet runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(str(value)):f}"
    if isinstance(value, str):
        return f"'{value}" if _runs(value) else value
    return str(value)


def _runs(text: str) -> bool:
    return text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) or formula(text)


WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


def said(scope: Scope, query: Query) -> dict[str, Any]:
    """Return what the log keeps of an export: table, year, fields, filters; no search and no person."""
    return {
        "table": scope.name,
        "year": query.year,
        "fields": [field.name for field in fields_of(scope, query)],
        "filters": {name: list(values) for name, values in query.filters.items()},
        "searched": bool(query.q or query.term),
    }
