"""What is being judged: one county's facts of one school year under one standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import polars as pl

from junheng.facts import Facts, Rules
from junheng.standards import Standard

COUNTED = pl.col("excluded").is_null() | (pl.col("excluded") == "small_point")
"""Rows the items count over: only the resource indicators leave out small teaching points."""


def rules_of(standard: Standard) -> Rules:
    """Return the row rules of `standard` in the form `facts.derive` takes."""
    rows = standard.rows
    return Rules(
        stages=standard.stages,
        exclude_kinds=frozenset(rows.exclude_kinds),
        exclude_sponsors=frozenset(rows.exclude_sponsors),
        teaching_point_minimum=rows.teaching_point_minimum,
        weights={
            group: {stage: Fraction(weight) for stage, weight in weights.items()}
            for group, weights in rows.weights.items()
        },
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """One county, one school year, one standard, with the switches that are on.

    `facts` holds that county and year only; `judged` the rows of `facts.parts` that are not excluded, `counted` those
    and the small teaching points, both in a fixed order (stage as the standard lists them, then unit); `county` the
    county's own row as a dict ({} when it was not filed).
    """

    facts: Facts
    standard: Standard
    county_code: str
    year: int
    switches: frozenset[str]

    @property
    def judged(self) -> pl.DataFrame:
        """Return the rows the standard judges by its indicators."""
        return self._ordered(pl.col("excluded").is_null())

    @property
    def counted(self) -> pl.DataFrame:
        """Return the rows the items count: those judged, and teaching points too small for the indicators alone."""
        return self._ordered(COUNTED)

    def _ordered(self, wanted: pl.Expr) -> pl.DataFrame:
        order = {stage: place for place, stage in enumerate(self.standard.stages)}
        return self.facts.parts.filter(wanted).sort(
            pl.col("stage").replace_strict(order, default=len(order), return_dtype=pl.Int32), "unit"
        )

    @property
    def county(self) -> Mapping[str, Any]:
        """Return the county table's row, {} when it was not filed."""
        rows = self.facts.counties.to_dicts()
        return rows[0] if rows else {}


def scope_of(facts: Facts, standard: Standard, county_code: str, year: int, switches: frozenset[str]) -> Scope:
    """Cut `facts` down to one county and year."""
    here = (pl.col("county_code") == county_code) & (pl.col("year") == year)
    cut = {
        name: getattr(facts, name).filter(here)
        for name in ("parts", "schools", "classes", "rooms", "counties", "satisfaction", "work_scores")
    }
    return Scope(replace(facts, **cut), standard, county_code, year, switches)
