"""Columns of the national frames: an indicator in one stage, and what its columns are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from junheng.assess.formula import Bounds, Formula, Term, bounds_of
from junheng.dictionary import Field, load
from junheng.standards import Standard

VERDICT = pl.Enum(["met", "short", "unknown"])
"""Type of verdict columns; null where the standard asks nothing."""

COMPOSITE = "composite"
"""What stands in the column `indicator` of the county frame for the mean of a stage's coefficients of variation."""

KEYS = ("county_code", "year")

CLEAR = 1e-9
"""Relative distance to a bound above which Float64 decides."""

EXACT = 2.0**52
"""Whole numbers up to here, and sums of two of them, are exact in Float64."""


@dataclass(frozen=True, slots=True)
class Column:
    """One indicator in one stage; `denominator` names the column its weight stands in while computing."""

    formula: Formula
    bounds: Bounds
    denominator: str

    def name(self, what: str) -> str:
        """Return the name of one of the indicator's columns."""
        return f"{self.formula.indicator.id}_{what}"

    def col(self, what: str) -> pl.Expr:
        """Return one of the indicator's columns."""
        return pl.col(self.name(what))

    @property
    def bound_names(self) -> Iterator[tuple[str, str, Fraction]]:
        """Yield for each bound that is asked: name of its flag, name of its shortfall, the bound."""
        if self.bounds.line is not None:
            yield "reached", "shortfall", self.bounds.line
        if self.bounds.floor is not None:
            yield "above_floor", "shortfall_floor", self.bounds.floor

    @property
    def cancels(self) -> bool:
        """Tell whether terms may cancel, so that an error is to be measured by the terms, not by their sum."""
        return any(term.sign < 0 or _may_be_negative(term.field) for term in self.formula.numerator)

    @property
    def integral(self) -> bool:
        """Tell whether numerator and denominator are sums of whole numbers."""
        terms = (*self.formula.numerator, *self.formula.denominator)
        return all(not term.shared and _whole(term.field) for term in terms)


def columns_of(formulas: Iterable[Formula], standard: Standard, stage: str) -> list[Column]:
    """Return the columns of one stage; indicators per the same facts share one denominator."""
    numbers: dict[tuple[Term, ...], int] = {}
    return [
        Column(
            formula,
            bounds_of(formula.indicator, stage, standard.school),
            f"_per_{numbers.setdefault(formula.denominator, len(numbers))}",
        )
        for formula in formulas
    ]


def verdict_of(reached: pl.Expr) -> pl.Expr:
    """Return met for true, short for false, unknown for null."""
    return (~reached).cast(pl.UInt8).cat.to(VERDICT).fill_null("unknown")


def joint_verdict(short: pl.Expr, unknown: pl.Expr) -> pl.Expr:
    """Return short, else unknown, else met, as the flags say."""
    return (
        pl.when(short)
        .then(pl.lit("short", VERDICT))
        .when(unknown)
        .then(pl.lit("unknown", VERDICT))
        .otherwise(pl.lit("met", VERDICT))
    )


def _spec(field: str) -> Field | None:
    tables = load().tables
    return next((tables[name].fields[field] for name in ("part", "school") if field in tables[name].fields), None)


def _whole(field: str) -> bool:
    spec = _spec(field)
    return spec is not None and spec.type in {"integer", "boolean"}


def _may_be_negative(field: str) -> bool:
    spec = _spec(field)
    return spec is None or (spec.type != "boolean" and (spec.min is None or spec.min < 0))
