"""The registry's side of an import: the records the files speak of, and a mark that tells when they have moved.

Files speak of the school years, and of the schools, their rows are of, table by table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from junheng.web.registry.encrypted import digest
from junheng.web.registry.tables import MODELS, columns, key_fields, table

NUMBER = "identity_number"
DIGEST = "identity_digest"
VERSION = "version"
AT_ONCE = 400
"""Values in one condition: both databases take as many."""


def key(name: str) -> tuple[str, ...]:
    """Return the fields that tell records of a county apart."""
    return ("year", *key_fields(name))


def by_school(name: str) -> bool:
    """Tell whether rows of the table belong to schools."""
    return "school_code" in table(name).fields


def reach(name: str, frame: pl.DataFrame) -> dict[str, list[Any]]:
    """Return the school years and schools the rows are of, as JSON values."""
    schools = frame["school_code"].unique().sort().to_list() if by_school(name) else []
    return {"years": frame["year"].unique().sort().to_list(), "schools": schools}


def present(county: str, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the registry's records that `frame` speaks of, or that have a key of its.

    Columns: the table's, with the keyed digest in place of the identity number (so that none is decrypted), and
    `version`.
    """
    rows = list(_rows(county, name, reach(name, frame)).values_list(*_fields(name)))
    if name_is_personal(name):
        rows += _elsewhere(county, name, frame, {row[-1] for row in rows})
    schema = {field: kind for field, kind in table(name).schema.items() if field in columns(name)}
    found = pl.DataFrame(rows, schema={**schema, VERSION: pl.Int64, "pk": pl.Int64}, orient="row")
    return found.drop("pk")


def comparable(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the files' rows with the columns the registry has, identity numbers as their digests."""
    chosen = frame.select(columns(name))
    if NUMBER in chosen.columns:
        digests = [None if number is None else digest(number) for number in chosen[NUMBER]]
        chosen = chosen.with_columns(pl.Series(NUMBER, digests, pl.String))
    return chosen


def in_scope(name: str, frame: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return those of `rows` whose school year and school `frame` has rows of, in the table itself."""
    on = ["year", "school_code"] if by_school(name) else ["year"]
    return rows.join(frame.select(on).unique(), on=on, how="semi")


def mark_of(county: str, name: str, span: dict[str, list[Any]]) -> str:
    """Return a hash over which records there are in the years and schools, and their versions."""
    found = hashlib.sha256()
    for pair in _rows(county, name, span).order_by("pk").values_list("pk", VERSION).iterator(chunk_size=5000):
        found.update(b"%d:%d;" % pair)
    return found.hexdigest()


def name_is_personal(name: str) -> bool:
    """Tell whether the table's rows are persons: their keys do not hold the school, so they may move."""
    return table(name).level == "person"


def _rows(county: str, name: str, span: dict[str, list[Any]]) -> QuerySet[Any]:
    rows = MODELS[name]._default_manager.filter(county_id=county, year__in=span["years"])
    return rows.filter(school_code__in=span["schools"]) if by_school(name) else rows


def _fields(name: str) -> list[str]:
    return [*(DIGEST if field == NUMBER else field for field in columns(name)), VERSION, "pk"]


def _elsewhere(county: str, name: str, frame: pl.DataFrame, known: set[int]) -> Iterable[Sequence[Any]]:
    """Yield the records of persons of the files that stand under another school."""
    (person,) = key_fields(name)
    for (year,), some in frame.select("year", person).group_by("year"):
        persons = some[person].to_list()
        for start in range(0, len(persons), AT_ONCE):
            here = Q(**{f"{person}__in": persons[start : start + AT_ONCE]})
            rows = MODELS[name]._default_manager.filter(here, county_id=county, year=year)
            yield from (row for row in rows.values_list(*_fields(name)) if row[-1] not in known)
