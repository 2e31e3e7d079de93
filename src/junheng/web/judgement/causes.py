"""Who keeps a coefficient of variation from its limit: each school's share, and what if the first were average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from junheng.assess.exact import moments
from junheng.assess.model import CountyIndicator, Part

_MOST = 5
"""How many schools may be named as the cause; beyond that the coefficient has no few causes."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A school's part in the spread: pupils × (value - mean)², as a share of the sum over all schools."""

    part: Part
    value: Fraction
    pupils: Fraction
    away: Fraction
    """Value less the county's mean."""
    share: Fraction


@dataclass(frozen=True, slots=True)
class Levelled:
    """The few schools (largest shares first) that, at the county's mean, would bring the coefficient to its limit."""

    causes: tuple[Cause, ...]
    cv: Decimal


def causes(county: CountyIndicator, parts: Sequence[Part]) -> tuple[Cause, ...]:
    """Return every school's part in the spread, largest first; none where a figure is unknown or nothing differs."""
    mean = county.mean
    if mean is None:
        return ()
    held = []
    for part in parts:
        cell = part.indicators[county.indicator]
        if cell.value is not None and cell.denominator is not None:
            away = cell.value - mean
            held.append((part, cell.value, cell.denominator, away, cell.denominator * away**2))
    total = sum((squares for *_, squares in held), Fraction(0))
    if not total:
        return ()
    found = [Cause(part, value, pupils, away, squares / total) for part, value, pupils, away, squares in held]
    return tuple(sorted(found, key=lambda one: (-one.share, one.part.unit)))


def levelled(county: CountyIndicator, found: Sequence[Cause], times: Fraction) -> Levelled | None:
    """Return the few schools the coefficient hangs on; None when it keeps its limit or no few schools are the cause."""
    if county.verdict != "short" or county.limit is None or county.mean is None:
        return None
    pupils = [one.pupils for one in found]
    for count in range(1, min(_MOST, len(found) - 1) + 1):
        values = [county.mean] * count + [one.value for one in found[count:]]
        after = moments([v * p / times for v, p in zip(values, pupils, strict=True)], pupils, times)
        if after.within(county.limit) and after.cv is not None:
            return Levelled(tuple(found[:count]), after.cv)
    return None
