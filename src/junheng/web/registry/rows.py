"""Many rows into one table: one prepared statement run over all of them, by either database.

Django's own bulk methods write each value's place into the text of the statement; from some thousands of rows on
that text is what takes the time. The SQL here is the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, CharField, Field, ForeignKey, IntegerField, Model

AT_ONCE = 5000
"""Rows whose values are held prepared in memory at one time."""


def insert(model: type[Model], rows: Sequence[Model]) -> None:
    """Add the rows, in their order. Their keys are the database's: `pk` stays unset."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({places})"
    _run(statement, rows, _prepared(fields))


def update(model: type[Model], rows: Iterable[tuple[Model, Iterable[str]]]) -> None:
    """Write, for each row, the fields named with it."""
    by_fields: dict[tuple[str, ...], list[Model]] = defaultdict(list)
    for row, names in rows:
        by_fields[tuple(sorted(names))].append(row)
    key = model._meta.pk
    for names, some in by_fields.items():
        fields = [model._meta.get_field(name) for name in names]
        sets = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
        statement = f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE {_quoted(key.column)} = %s"
        _run(statement, some, _prepared([*fields, key]))


def _prepared(fields: Sequence[Field]) -> Callable[[Model], list[Any]]:
    """Return the function that turns a row into the statement's values; blanks and plain values stay as they are."""
    parts = [(field.attname, _plain(field), field.get_db_prep_save) for field in fields]

    def values(row: Model) -> list[Any]:
        held = row.__dict__
        return [
            value if (value := held[name]) is None or type(value) is plain else prepare(value, connection=connection)
            for name, plain, prepare in parts
        ]

    return values


def _plain(field: Field) -> type | None:
    """Return the type whose values both drivers take as they are; None where there is none."""
    while isinstance(field, ForeignKey):
        field = field.target_field
    kinds = ((BooleanField, bool), (IntegerField, int), (CharField, str))
    return next((plain for kind, plain in kinds if isinstance(field, kind)), None)


def _run(statement: str, rows: Sequence[Model], values: Callable[[Model], list[Any]]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            cursor.executemany(statement, [values(row) for row in rows[start : start + AT_ONCE]])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
