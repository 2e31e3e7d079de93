"""An invented nation for the benchmarks: the tables `school` and `part` of thousands of counties."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from junheng.dictionary import Tables, load

KINDS = (("211", 67), ("311", 14), ("312", 11), ("218", 9), ("341", 2), ("342", 2), ("345", 1), ("513", 1))
"""Schools of a county by kind: 107, with 122 parts; one in ten is a nine-year school."""

UNKNOWN = 0.0005
"""Share of figures that were not filed."""

Array = np.ndarray[Any, Any]


def national_tables(counties: int = 2900, seed: int = 2025, year: int = 2025, multi_campus: float = 0.0) -> Tables:
    """Return `school` and `part` for `counties` counties (2900: 310,300 schools, 353,800 parts), typed, rows shuffled.

    `multi_campus` is the share of schools that have a second campus with the same stages (0 by default).
    """
    rng = np.random.default_rng(seed)
    codes = load().codes["kind"].codes
    kinds = np.repeat([kind for kind, _ in KINDS], [count for _, count in KINDS])
    kind = np.tile(kinds, counties)
    schools = len(kind)
    county = np.repeat(np.arange(110000, 110000 + counties), len(kinds)).astype(str)
    code = (1_000_000_000 + np.arange(schools)).astype(str)
    campus = np.full(schools, "")
    second = np.flatnonzero(rng.random(schools) < multi_campus)
    county, kind, code = (np.concatenate([column, column[second]]) for column in (county, kind, code))
    campus = np.concatenate([campus, np.full(len(second), "东校区")])

    stages = [codes[name].stages for name in kind.tolist()]
    lengths = np.array([len(names) for names in stages])
    stage = np.array([name for names in stages for name in names])
    owner = np.repeat(np.arange(len(kind)), lengths)
    pupils = np.where(kind[owner] == "218", rng.integers(5, 120, len(owner)), rng.integers(60, 2200, len(owner)))
    schools_frame = pl.DataFrame({"county_code": county, "school_code": code, "campus": campus, "kind": kind})
    parts_frame = pl.DataFrame({"school_code": code[owner], "campus": campus[owner], "stage": stage})
    return {
        "school": _school(rng, year, schools_frame, np.bincount(owner, pupils)),
        "part": _part(rng, year, parts_frame, pupils),
    }


def _school(rng: np.random.Generator, year: int, schools: pl.DataFrame, pupils: Array) -> pl.DataFrame:
    count = len(schools)

    def area(low: float, high: float) -> pl.Series:
        return _cents(pupils * rng.uniform(low, high, count))

    figures = {
        "teaching_area": area(3.5, 9),
        "indoor_sports_area": area(0, 0.5),
        "sports_ground_area": area(5, 16),
        "equipment_value": area(1200, 5200),
        "multimedia_rooms": pl.Series(np.ceil(pupils * rng.uniform(0.015, 0.04, count)).astype(np.int64)),
        "books": pl.Series((pupils * rng.uniform(15, 40, count)).astype(np.int64)),
        "computers": pl.Series((pupils * rng.uniform(0.05, 0.2, count)).astype(np.int64)),
        "public_budget": area(600, 900),
        "training_budget": area(25, 60),
        "funded_pupils": pl.Series(np.maximum(pupils, 100).astype(np.int64)),
    }
    frame = schools.hstack(
        pl.DataFrame(
            {
                "school_name": [f"第{number}学校" for number in range(count)],
                "locale": rng.choice(["111", "112", "121", "122", "210", "220"], count),
                "sponsor": rng.choice(["7", "10"], count, p=[0.93, 0.07]),
                "has_charter": rng.random(count) < 0.99,
                "digital_management": rng.random(count) < 0.98,
                **figures,
            }
        )
    )
    return _finish(rng, "school", year, frame, list(figures))


def _part(rng: np.random.Generator, year: int, parts: pl.DataFrame, pupils: Array) -> pl.DataFrame:
    count = len(parts)
    teachers = np.ceil(pupils / rng.uniform(11, 20, count)).astype(np.int64)

    def some(low: float, high: float, whole: Array = teachers) -> Array:
        return np.floor(whole * rng.uniform(low, high, count)).astype(np.int64)

    postgraduate = some(0, 0.1)
    bachelor = some(0.4, 0.7)
    classes = np.ceil(pupils / 42).astype(np.int64)
    figures = {
        "pupils": pupils.astype(np.int64),
        "girls": some(0.4, 0.55, pupils),
        "boarders": some(0, 0.5, pupils),
        "migrant_pupils": some(0, 0.3, pupils),
        "grades": np.where(parts["stage"] == "primary", 6, 3).astype(np.int64),
        "classes": classes,
        "staff": teachers + 3,
        "full_time_teachers": teachers,
        "teachers_postgraduate": postgraduate,
        "teachers_bachelor": bachelor,
        "teachers_associate": some(0.1, 0.2),
        "backbone_teachers": some(0.05, 0.3),
        "pe_teachers": some(0.04, 0.1),
        "music_teachers": some(0.02, 0.08),
        "art_teachers": some(0.02, 0.08),
        "arts_teachers": some(0, 0.02),
        "certified_teachers": teachers,
        "trained_360_teachers": teachers,
        "entrants": some(0.1, 0.2, pupils),
    }
    return _finish(rng, "part", year, parts.hstack(pl.DataFrame(figures)), list(figures))


def _cents(values: Array) -> pl.Series:
    return pl.Series(values.astype(np.int64)).cast(pl.Decimal(38, 2))


def _finish(rng: np.random.Generator, table: str, year: int, frame: pl.DataFrame, figures: list[str]) -> pl.DataFrame:
    """Blank a few figures, shuffle the rows and give the frame the dictionary's columns."""
    known = {name: pl.Series(rng.random(len(frame)) >= UNKNOWN) for name in figures}
    blanked = frame.with_columns(pl.when(known[name]).then(pl.col(name)).alias(name) for name in figures)
    dated = blanked.with_columns(pl.lit(year, pl.Int32).alias("year"))
    return load().tables[table].conform(dated[rng.permutation(len(frame)).tolist()])
