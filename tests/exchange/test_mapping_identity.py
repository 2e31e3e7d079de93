"""A mapping that says what the template says reads what the template reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from junheng.dictionary import Field, Table, load
from junheng.exchange import read, write_workbook
from junheng.exchange.template import layout

TABLES = ("school", "part", "class")
ROWS = 12


def value(random: Random, field: Field, row: int) -> Any:
    """Return a value that the dictionary allows; keys differ from row to row."""
    fixed = {
        "year": 2025,
        "school_code": f"{2133000000 + row:010d}",
        "campus": "",
        "county_code": "330102",
        "stage": "primary",
    }
    if field.name in fixed or (not field.required and random.random() < 0.3):
        return fixed.get(field.name)
    high = min(field.max or 50, 50)
    codes = list(load().codes[field.codes].codes) if field.codes else [""]
    made = {
        "integer": random.randint(int(field.min or 0), int(high)),
        "decimal": Decimal(random.randint(0, 50 * 10**field.scale)).scaleb(-field.scale),
        "boolean": random.random() < 0.5,
        "year": random.randint(1950, 2024),
        "date": dt.date(2016, 9, random.randint(1, 30)),
        "code": random.choice(codes),
        "text": f"名 {row}",
    }
    return made[field.type]


def frame(random: Random, table: Table) -> pl.DataFrame:
    rows = [[value(random, field, row) for field in table.fields.values()] for row in range(ROWS)]
    return table.conform(pl.DataFrame(rows, schema=table.schema, orient="row", strict=False))


def identity(tables: Mapping[str, pl.DataFrame]) -> str:
    """Return the mapping that feeds each field from the column the template has for it."""
    lines = ['title = { zh = "同", en = "same" }']
    for table in layout.ordered(load(), tables):
        lines += [
            "[[table]]",
            f'target = "{table.name}"',
            f'sheet = "{layout.sheet_name(table, "zh")}"',
            "[table.fields]",
        ]
        columns = layout.columns(table, load(), "zh")
        lines += [f'{column.field.name} = {{ column = "{column.header}" }}' for column in columns]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(4))
def test_the_identity_reads_the_same_tables_from_the_same_rows(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    tables = {name: frame(random, load().tables[name]) for name in TABLES}
    book, mapping = tmp_path / "county.xlsx", tmp_path / "same.toml"
    write_workbook(book, tables)
    mapping.write_text(identity(tables), "utf-8")
    plain, mapped = read([book]), read([book], mapping=mapping)
    assert set(plain.tables) == set(mapped.tables) == set(TABLES)
    for name, expected in tables.items():
        assert mapped.tables[name].equals(plain.tables[name])
        assert mapped.tables[name].drop("origin").equals(expected)
    assert plain.rows == {label: count for label, count in mapped.rows.items() if count}
    told = {fault for fault in mapped.faults if fault.kind != "unused"}
    assert told == {fault for fault in plain.faults if fault.kind != "unused"}
