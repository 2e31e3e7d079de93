"""Which model keeps which table of the dictionary, and how a record's key is written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from junheng.dictionary import Table, load
from junheng.web.registry.models import (
    CountyFigures,
    Equipment,
    Part,
    Pupil,
    Record,
    Room,
    Satisfaction,
    School,
    SchoolClass,
    Teacher,
    WorkScore,
)

MODELS: Mapping[str, type[Record]] = {
    "school": School,
    "part": Part,
    "class": SchoolClass,
    "room": Room,
    "equipment": Equipment,
    "pupil": Pupil,
    "teacher": Teacher,
    "county": CountyFigures,
    "satisfaction": Satisfaction,
    "work_score": WorkScore,
}
"""In the order the pages show them."""


def table(name: str) -> Table:
    """Return the dictionary's table; raises KeyError for one the registry does not keep."""
    MODELS[name]
    return load().tables[name]


@cache
def columns(name: str) -> tuple[str, ...]:
    """Return the fields of the table as the model has them: `county_code` is the record's `county_id`."""
    return tuple(field for field in table(name).fields if field != "county_code")


@cache
def key_fields(name: str) -> tuple[str, ...]:
    """Return the key's fields after county and year."""
    return tuple(field for field in table(name).key if field not in {"year", "county_code"})


def key_of(name: str, values: Mapping[str, Any]) -> str:
    """Return a record's key within its county and year, as text."""
    return "|".join("" if values[field] is None else str(values[field]) for field in key_fields(name))
