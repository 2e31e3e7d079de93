"""A filing read from the database as a whole (or some of its tables): records, values, and both as frames."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from junheng.dictionary import Tables, load
from junheng.web.filing.models import FiledRecord, FiledValue, Filing
from junheng.web.filing.pages import carried
from junheng.web.filing.values import typed

Place = tuple[str, str, str]
"""Table, record key, field."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The records that stand (removed ones are left out) and their values by place."""

    filing: Filing
    records: tuple[FiledRecord, ...]
    values: dict[Place, FiledValue]

    def of(self, name: str) -> tuple[FiledRecord, ...]:
        """Return the records of one table, in the order of their keys."""
        return tuple(record for record in self.records if record.table == name)

    def value(self, record: FiledRecord, field: str) -> Any:
        """Return one value as the registry holds it; None for a blank."""
        found = self.values.get((record.table, record.key, field))
        return typed(load().tables[record.table].fields[field], found.value if found else None)


def read(filing: Filing, tables: Iterable[str] | None = None) -> Sheet:
    """Return the filing's content: two queries; all tables by default."""
    records, values = filing.records.filter(removed=False), filing.values.all()
    if tables is not None:
        wanted = list(tables)
        records, values = records.filter(table__in=wanted), values.filter(table__in=wanted)
    there = sorted(records, key=lambda record: (record.table, order(record)))
    known = {(record.table, record.key) for record in there}
    by_place = {(one.table, one.key, one.field): one for one in values if (one.table, one.key) in known}
    return Sheet(filing, tuple(there), by_place)


def order(record: FiledRecord) -> tuple[Any, ...]:
    """Return what sorts records: campus, then stages as the dictionary lists them, then figures as figures."""
    stages = list(load().codes["stage"].codes)
    found: list[Any] = []
    for name, value in record.keys.items():
        if name == "stage":
            found.append((0, stages.index(value), ""))
        else:
            text = str(value)
            found.append((0, int(text), "") if text.isascii() and text.isdecimal() else (1, 0, text))
    return tuple(found)


def frames(sheet: Sheet) -> Tables:
    """Return the filing as frames of the round's year and, from what stands beside, of the year before.

    `origin` is `year|place in sheet.records|1`. Tables without records are left out.
    """
    year, code = sheet.filing.round.year, sheet.filing.school_code
    county = sheet.filing.county_id
    rows: dict[str, list[dict[str, Any]]] = {}
    for place, record in enumerate(sheet.records):
        fields = load().tables[record.table].fields
        now: dict[str, Any] = {"origin": f"{year}|{place}|1"}
        last: dict[str, Any] = {"origin": f"{year - 1}|{place}|1"}
        for name, field in fields.items():
            if (one := sheet.values.get((record.table, record.key, name))) is not None:
                now[name], last[name] = typed(field, one.value), typed(field, one.last)
        same = {**record.keys, "school_code": code, "county_code": county}
        rows.setdefault(record.table, []).append({**now, **same, "year": year})
        if any(value is not None for name, value in last.items() if name != "origin"):
            rows[record.table].append({**last, **same, "year": year - 1})
    return {name: _frame(name, some) for name, some in rows.items()}


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = {**load().tables[name].schema, "origin": pl.String()}
    columns = {field: [row.get(field) for row in rows] for field in schema}
    return pl.DataFrame(columns, schema=schema)


def own_tables(sheet: Sheet) -> Tables:
    """Return the filing as tables of the round's year alone, typed by the dictionary."""
    year = sheet.filing.round.year
    found = {name: frame.filter(pl.col("year") == year).drop("origin") for name, frame in frames(sheet).items()}
    return {name: found.get(name, load().tables[name].empty()) for name in sheet.filing.round.tables}


def seal(sheet: Sheet) -> str:
    """Return SHA-256, as hex, over school, year and every value: the same as long as nothing changed."""
    content = [
        sheet.filing.county_id,
        sheet.filing.school_code,
        sheet.filing.round.year,
        sorted((record.table, record.key) for record in sheet.records),
        sorted((*place, one.value) for place, one in sheet.values.items()),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def counted(sheet: Sheet) -> tuple[int, int]:
    """Return how many asked figures are filled in, of how many."""
    asked = [one for _, one in asked_values(sheet)]
    return sum(one.value is not None for one in asked), len(asked)


def asked_values(sheet: Sheet) -> Iterator[tuple[FiledRecord, FiledValue]]:
    """Yield the values the round asks, with their records."""
    asked = {name: frozenset(fields) for name, fields in sheet.filing.round.fields.items()}
    by_record = {(record.table, record.key): record for record in sheet.records}
    for (name, key, field), one in sheet.values.items():
        if field in asked.get(name, ()):
            yield by_record[name, key], one


def kept_fields(fields: dict[str, list[str]], name: str) -> list[str]:
    """Return the fields of a table a filing keeps: those asked, and for the school those carried over."""
    asked = list(fields.get(name, ()))
    return [*(field for field in carried() if field not in asked), *asked] if name == "school" else asked
