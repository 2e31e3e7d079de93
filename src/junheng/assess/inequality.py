"""Inequality beyond the standard: Gini, Theil with its split by locale, McLoone index, federal range ratio.

All are weighted by pupils. They are None where they are not defined: an unknown figure, a mean that is not above
0, a negative figure, a reference percentile that is not above 0. The definitions stand in docs/inequality.md.

Sources: H. Theil, Economics and Information Theory (1967); R. Berne and L. Stiefel, The Measurement of Equity in
School Finance (1984).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from junheng.assess.model import Inequality
from junheng.assess.scope import Scope

LOW, MEDIAN, HIGH = Fraction(5, 100), Fraction(1, 2), Fraction(95, 100)


class Weighted(NamedTuple):
    """One school part's value with its weight (pupils) and the group it belongs to; None is unknown."""

    stage: str
    unit: str
    group: str | None
    value: Fraction | None
    weight: Fraction | None


class Point(NamedTuple):
    """A known value with its weight, above 0, and its group."""

    value: Fraction
    weight: Fraction
    group: str | None


class TheilSplit(NamedTuple):
    """Theil's T and its parts: total = between + within; the parts are None where a group is unknown."""

    total: float
    between: float | None
    within: float | None


def _mass(points: Iterable[Point]) -> tuple[Fraction, Fraction]:
    """Return the sum of weight x value and the sum of weights."""
    held = tuple(points)
    return (
        sum((point.weight * point.value for point in held), Fraction(0)),
        sum((point.weight for point in held), Fraction(0)),
    )


def _defined(points: Sequence[Point]) -> bool:
    """Tell whether shares of the total make sense: no value below 0 and a mean above 0."""
    return all(point.value >= 0 for point in points) and any(point.value > 0 for point in points)


def _ordered(points: Iterable[Point]) -> list[Point]:
    return sorted(points, key=lambda point: point.value)


def gini(points: Sequence[Point]) -> float | None:
    """Return sum_i sum_j w_i w_j |x_i - x_j| / (2 W^2 mean), from 0 (equal) towards 1."""
    if not _defined(points):
        return None
    amount, weight = _mass(points)
    below, ranked = Fraction(0), Fraction(0)
    for point in _ordered(points):
        ranked += point.weight * point.value * (below + point.weight / 2)
        below += point.weight
    return float(2 * ranked / (amount * weight) - 1)


def _term(value: Fraction, mean: Fraction) -> float:
    """Return r ln r for r = value / mean, with 0 ln 0 = 0."""
    relative = float(value / mean)
    return relative * math.log(relative) if relative > 0 else 0.0


def theil(points: Sequence[Point]) -> TheilSplit | None:
    """Return Theil's T = sum (w_i / W) (x_i / mean) ln(x_i / mean), split between and within groups.

    Between: every pupil has the mean of the group. Within: the groups' own T weighted by their share of the total.
    """
    if not _defined(points):
        return None
    amount, weight = _mass(points)
    mean = amount / weight
    total = math.fsum(float(point.weight / weight) * _term(point.value, mean) for point in points)
    if any(point.group is None for point in points):
        return TheilSplit(total, None, None)
    groups: dict[str | None, list[Point]] = defaultdict(list)
    for point in points:
        groups[point.group].append(point)
    between, within = [], []
    for members in groups.values():
        part, size = _mass(members)
        between.append(float(size / weight) * _term(part / size, mean))
        if part > 0:
            own = math.fsum(float(point.weight / size) * _term(point.value, part / size) for point in members)
            within.append(float(part / amount) * own)
    return TheilSplit(total, math.fsum(between), math.fsum(within))


def percentile(points: Sequence[Point], share: Fraction) -> Fraction:
    """Return the least value that at least `share` of the weight does not exceed."""
    ordered = _ordered(points)
    wanted = _mass(points)[1] * share
    reached = accumulate(point.weight for point in ordered)
    return next(point.value for point, so_far in zip(ordered, reached, strict=True) if so_far >= wanted)


def median(points: Sequence[Point]) -> Fraction:
    """Return the weighted median; where exactly half the weight lies on each side, the middle of the two values."""
    lower = percentile(points, MEDIAN)
    below = sum((point.weight for point in points if point.value <= lower), Fraction(0))
    above = [point.value for point in points if point.value > lower]
    return (lower + min(above)) / 2 if above and below * 2 == _mass(points)[1] else lower


def mcloone(points: Sequence[Point]) -> float | None:
    """Return what pupils at or below the median have over what they would have at the median; 1 is equal."""
    middle = median(points)
    if middle <= 0 or any(point.value < 0 for point in points):
        return None
    amount, weight = _mass(point for point in points if point.value <= middle)
    return float(amount / (middle * weight))


def range_ratio(points: Sequence[Point]) -> float | None:
    """Return the federal range ratio (p95 - p5) / p5; 0 is equal."""
    low = percentile(points, LOW)
    return float((percentile(points, HIGH) - low) / low) if low > 0 else None


def known(cells: Iterable[Weighted]) -> list[Point] | None:
    """Return the values that have weight; None when any figure is unknown or there are none."""
    points = []
    for cell in cells:
        if cell.value is None or cell.weight is None:
            return None
        if cell.weight > 0:
            points.append(Point(cell.value, cell.weight, cell.group))
    return points or None


def inequality(scope: Scope, cells: Mapping[str, Sequence[Weighted]]) -> tuple[Inequality, ...]:
    """Return the measures of every stage and indicator that has judged parts.

    `cells` holds the judged parts' exact values by indicator id, weighted by pupils, grouped by locale.
    """
    results = []
    for stage in scope.standard.stages:
        for indicator in scope.standard.indicator:
            held = [cell for cell in cells.get(indicator.id, ()) if cell.stage == stage]
            if held:
                results.append(_measures(stage, indicator.id, known(held)))
    return tuple(results)


def _measures(stage: str, indicator: str, points: list[Point] | None) -> Inequality:
    split = theil(points) if points else None
    return Inequality(
        stage=stage,
        indicator=indicator,
        gini=gini(points) if points else None,
        theil=split.total if split else None,
        theil_between=split.between if split else None,
        theil_within=split.within if split else None,
        mcloone=mcloone(points) if points else None,
        range_ratio=range_ratio(points) if points else None,
    )
