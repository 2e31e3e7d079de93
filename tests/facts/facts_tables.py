"""Small tables by hand, for the tests of facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from junheng.dictionary import load
from junheng.facts import Rules

WEIGHTS = {
    "default": {"primary": Fraction(1), "junior": Fraction(11, 10), "senior": Fraction(33, 25)},
    "complete": {"junior": Fraction(1), "senior": Fraction(6, 5)},
}

RULES = Rules(
    exclude_kinds=frozenset({"special", "vocational"}),
    exclude_sponsors=frozenset({"9"}),
    teaching_point_minimum=50,
    weights=WEIGHTS,
)

CODE = "2111000001"

PART = {
    "pupils": 200, "girls": 100, "boarders": 0, "migrant_pupils": 20, "grades": 6, "classes": 5, "staff": 20,
    "full_time_teachers": 18, "teachers_postgraduate": 1, "teachers_bachelor": 10, "teachers_associate": 6,
    "backbone_teachers": 3, "pe_teachers": 1, "music_teachers": 1, "art_teachers": 1, "arts_teachers": 0,
}  # fmt: skip

SCHOOL = {
    "county_code": "110101", "school_name": "中心学校", "kind": "211", "locale": "121", "sponsor": "7",
    "teaching_area": Decimal("1200.50"), "indoor_sports_area": Decimal("80.25"),
    "sports_ground_area": Decimal(3000), "equipment_value": Decimal("456789.01"), "multimedia_rooms": 8,
    "funded_pupils": 200, "has_charter": True,
}  # fmt: skip


def frame(table: str, *rows: Mapping[str, Any]) -> pl.DataFrame:
    """Return a frame of `table`; fields not given are null, campus is ""."""
    spec = load().tables[table]
    filled = [{name: {"campus": ""}.get(name) for name in spec.fields} | dict(row) for row in rows]
    schema = dict(spec.schema) | ({"origin": pl.String} if any("origin" in row for row in rows) else {})
    return pl.DataFrame(filled, schema=schema)


def part(stage: str = "primary", code: str = CODE, campus: str = "", **figures: Any) -> dict[str, Any]:
    return {"year": 2025, "school_code": code, "campus": campus, "stage": stage, **PART, **figures}


def school(kind: str = "211", code: str = CODE, campus: str = "", **figures: Any) -> dict[str, Any]:
    return {"year": 2025, "school_code": code, "campus": campus, **SCHOOL, "kind": kind, **figures}


def tables(schools: list[dict[str, Any]], parts: list[dict[str, Any]], **others: pl.DataFrame) -> dict[str, Any]:
    return {"school": frame("school", *schools), "part": frame("part", *parts), **others}
