"""The county's own figures: mean, standard deviation and coefficient of variation of each indicator, composites."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from junheng.assess.exact import Moments, composite_within, kept, mean_cv, moments
from junheng.assess.formula import Formula, counts_in, limit_of
from junheng.assess.model import Composite, CountyIndicator, Part, Verdict
from junheng.standards import Standard


def _verdict(within: bool | None) -> Verdict:
    if within is None:
        return "unknown"
    return "met" if within else "short"


def judge_county(
    standard: Standard, formulas: Sequence[Formula], parts: Sequence[Part]
) -> tuple[tuple[CountyIndicator, ...], tuple[Composite, ...]]:
    """Return the indicators and composites of every stage that has judged parts."""
    indicators: list[CountyIndicator] = []
    composites: list[Composite] = []
    for stage in standard.stages:
        here = [part for part in parts if part.stage == stage]
        if not here:
            continue
        held = {formula.indicator.id: _moments(formula, here) for formula in formulas}
        indicators += [_indicator(formula, stage, here, held[formula.indicator.id]) for formula in formulas]
        counted = [held[formula.indicator.id] for formula in formulas if counts_in(formula.indicator, stage)]
        if counted:
            composites.append(_composite(standard, stage, counted))
    return tuple(indicators), tuple(composites)


def _moments(formula: Formula, parts: Sequence[Part]) -> Moments | None:
    """Return the moments over `parts`, None when any figure is unknown."""
    numerators: list[Fraction] = []
    denominators: list[Fraction] = []
    for part in parts:
        cell = part.indicators[formula.indicator.id]
        if cell.value is None or cell.numerator is None or cell.denominator is None:
            return None
        numerators.append(cell.numerator)
        denominators.append(cell.denominator)
    return moments(numerators, denominators, formula.times)


def _indicator(formula: Formula, stage: str, parts: Sequence[Part], held: Moments | None) -> CountyIndicator:
    limit = limit_of(formula.indicator, stage)
    cells = [part.indicators[formula.indicator.id] for part in parts]
    verdicts = [cell.verdict for cell in cells]
    within = None if held is None or limit is None else held.within(limit)
    return CountyIndicator(
        stage=stage,
        indicator=formula.indicator.id,
        parts=len(parts),
        numerator=None if held is None else held.numerator,
        denominator=None if held is None else held.denominator,
        mean=None if held is None else held.mean,
        sd=None if held is None else held.sd,
        cv=None if held is None else held.cv,
        limit=limit,
        verdict=None if limit is None else _verdict(within),
        schools_met=verdicts.count("met"),
        schools_short=verdicts.count("short"),
        schools_unknown=sum(cell.value is None for cell in cells),
        missing=tuple(dict.fromkeys(part.unit for part, cell in zip(parts, cells, strict=True) if cell.value is None)),
    )


def _composite(standard: Standard, stage: str, counted: Sequence[Moments | None]) -> Composite:
    cvs = [None if held is None else held.long_cv for held in counted]
    known = [cv for cv in cvs if cv is not None]
    cv = mean_cv(known) if len(known) == len(cvs) else None
    limits = standard.county.composite_limits
    limit = Fraction(limits[stage]) if stage in limits else None
    within = None if cv is None or limit is None else composite_within(cv, limit)
    return Composite(
        stage=stage,
        cv=None if cv is None else kept(cv),
        limit=limit,
        verdict=None if limit is None else _verdict(within),
    )
