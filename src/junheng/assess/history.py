"""School parts of single schools in any year of the facts: what a school's own page shows over the years."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import polars as pl

from junheng.assess.formula import formulas_of
from junheng.assess.model import Assessment, Part
from junheng.assess.parts import judge_parts
from junheng.assess.scope import Scope, scope_of
from junheng.facts import Facts
from junheng.standards import Standard


def history(
    base: Assessment, standard: Standard, facts: Facts, schools: Collection[str]
) -> Mapping[int, tuple[Part, ...]]:
    """Return the judged parts of `schools` (school codes) by year, up to the year of `base`, with its switches."""
    county = pl.col("county_code") == base.county_code
    years = facts.parts.filter(county & (pl.col("year") <= base.year))["year"].unique().sort().to_list()
    on = frozenset(base.standard.switches)
    formulas = formulas_of(standard, on)
    scopes = {year: scope_of(facts, standard, base.county_code, year, on) for year in years}
    return {year: judge_parts(only(scope, schools), formulas) for year, scope in scopes.items()}


def only(scope: Scope, schools: Collection[str]) -> Scope:
    """Return the scope with the parts of `schools` alone."""
    rows = scope.facts.parts.filter(pl.col("school_code").is_in(list(schools)))
    return replace(scope, facts=replace(scope.facts, parts=rows))
