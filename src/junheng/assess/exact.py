"""Exact figures: numerators and denominators of school parts, county mean and variance, all as fractions.

Everything that prints a figure or decides a verdict near its line comes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

import polars as pl

from junheng.assess.formula import Bounds, Formula, Term
from junheng.assess.terms import all_hold, exact, holds, ratio

Row = Mapping[str, Any]
"""A row of `Facts.parts` as a dictionary."""

DIGITS = 30
"""Digits kept of irrational figures (SD, CV)."""

_WORKING = Context(prec=DIGITS + 20, rounding=ROUND_HALF_EVEN)
_KEPT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)


class Amount(NamedTuple):
    """A sum of terms, None with the fields that are missing when it is unknown."""

    value: Fraction | None
    missing: tuple[str, ...] = ()


def rows_of(frame: pl.DataFrame, fields: Iterable[str]) -> Sequence[Row]:
    """Return the rows of `frame` (of `Facts.parts`) with what `amount` reads: `fields` and the share.

    A share the facts carry as a float (they do for conditions only) is read as the decimal it prints as.
    """
    floats = [name for name, kind in frame.schema.items() if kind.is_float()]
    rows: list[dict[str, Any]] = frame.select(*dict.fromkeys(("share_num", "share_den", *fields))).to_dicts()
    for name in set(floats).intersection(rows[0] if rows else ()):
        for row in rows:
            row[name] = None if row[name] is None else Fraction(repr(row[name]))
    return rows


def amount(terms: Sequence[Term], row: Row) -> Amount:
    """Add up `terms` for one school part; 1 when there are none. An unknown term makes the sum unknown.

    A shared quantity whose share is not known lacks the pupils of a stage.
    """
    if not terms:
        return Amount(Fraction(1))
    own: int | Fraction = 0
    shared: int | Fraction = 0
    missing: list[str] = []
    share = ratio(exact(row["share_num"]), exact(row["share_den"])) if any(term.shared for term in terms) else None
    for term in terms:
        match all_hold(term.where, row):
            case False:
                continue
            case None:
                missing += [condition.field for condition in term.where if holds(condition, row) is None]
                continue
        held = row[term.field]
        # Whole numbers stay integers while they are added up: ten times as fast as fractions.
        figure = held if isinstance(held, int) else exact(held)
        if figure is None:
            missing.append(term.field)
        elif not term.shared:
            own += term.sign * figure
        elif share is None:
            missing.append("pupils")
        else:
            shared += term.sign * figure
    if missing:
        return Amount(None, tuple(dict.fromkeys(missing)))
    return Amount(Fraction(own if share is None else own + shared * share))


class Reach(NamedTuple):
    """How a figure stands to its bounds: `line` and `floor` tell whether they are reached (None: not asked).

    `lack` and `lack_floor` are what is missing to them in the numerator's unit (too much, where less is better),
    0 when reached.
    """

    line: bool | None
    floor: bool | None
    lack: Fraction | None
    lack_floor: Fraction | None


def _lack(
    formula: Formula, numerator: Fraction, denominator: Fraction, bound: Fraction | None, share: Fraction
) -> Fraction | None:
    """Return what is missing to `bound` in the numerator's unit, 0 or less when it is reached."""
    if bound is None:
        return None
    asked = bound * denominator / formula.times
    return (asked - numerator if formula.indicator.better == "more" else numerator - asked) / share


def share_of(formula: Formula, row: Row) -> Fraction:
    """Return what share of what the school adds to the numerator reaches this stage (1 unless all is shared)."""
    held = ratio(exact(row["share_num"]), exact(row["share_den"]))
    split = all(term.shared for term in formula.numerator) and held is not None and held > 0
    return held if split and held is not None else Fraction(1)


def _shortfall(lack: Fraction | None, *, whole: bool) -> Fraction | None:
    if lack is None:
        return None
    return max(Fraction(0), Fraction(ceil(lack)) if whole else lack)


def reach(
    formula: Formula, numerator: Fraction, denominator: Fraction, bounds: Bounds, share: Fraction = Fraction(1)
) -> Reach:
    """Compare a known figure with its bounds, exactly; `denominator` must be above 0.

    What is missing is counted for the whole school: of what it adds to a quantity its stages share, only `share`
    (above 0) reaches this stage.
    """
    whole = formula.indicator.whole
    lack = _lack(formula, numerator, denominator, bounds.line, share)
    lack_floor = _lack(formula, numerator, denominator, bounds.floor, share)
    return Reach(
        None if lack is None else lack <= 0,
        None if lack_floor is None else lack_floor <= 0,
        _shortfall(lack, whole=whole),
        _shortfall(lack_floor, whole=whole),
    )


def add(values: Iterable[Fraction]) -> Fraction:
    """Add up many fractions quickly: like denominators first, then in pairs, reducing once at the end."""
    held: dict[int, int] = {}
    for value in values:
        held[value.denominator] = held.get(value.denominator, 0) + value.numerator
    pairs = [(numerator, denominator) for denominator, numerator in held.items()] or [(0, 1)]
    while len(pairs) > 1:
        odd = pairs[-1:] if len(pairs) % 2 else []
        pairs = [(a * d + c * b, b * d) for (a, b), (c, d) in zip(pairs[0:-1:2], pairs[1::2], strict=False)] + odd
    return Fraction(*pairs[0])


class Moments(NamedTuple):
    """Totals, mean and pupil-weighted variance of an indicator over school parts (教督〔2017〕6号, domain 2.2)."""

    numerator: Fraction
    denominator: Fraction
    mean: Fraction
    variance: Fraction

    @property
    def sd(self) -> Decimal:
        """Return the standard deviation to 30 digits."""
        return _KEPT.plus(root(self.variance))

    @property
    def cv(self) -> Decimal | None:
        """Return the coefficient of variation to 30 digits, None when the mean is not above 0."""
        long = self.long_cv
        return None if long is None else _KEPT.plus(long)

    @property
    def long_cv(self) -> Decimal | None:
        """Return the coefficient of variation with working digits to spare, for adding several up."""
        return root(self.variance / self.mean**2) if self.mean > 0 else None

    def within(self, limit: Fraction) -> bool | None:
        """Tell whether the coefficient of variation is at most `limit`, exactly; None where it is not defined."""
        return self.variance <= (limit * self.mean) ** 2 if self.mean > 0 else None


def moments(numerators: Sequence[Fraction], denominators: Sequence[Fraction], times: Fraction) -> Moments:
    """Return the moments of value_i = times x numerator_i / denominator_i, weighted by denominator_i (all above 0).

    mean = times x sum(numerator) / sum(denominator);
    variance = sum(denominator_i x (value_i - mean)^2) / sum(denominator), which in exact figures equals
    times^2 x (sum(numerator_i^2 / denominator_i) - sum(numerator)^2 / sum(denominator)) / sum(denominator).
    """
    above, below = add(numerators), add(denominators)
    squares = add(over * over / under for over, under in zip(numerators, denominators, strict=True))
    return Moments(above, below, times * above / below, times**2 * (squares - above * above / below) / below)


def root(value: Fraction) -> Decimal:
    """Return the square root of `value` (0 or above) with 20 digits more than are kept."""
    return _WORKING.sqrt(_WORKING.divide(Decimal(value.numerator), Decimal(value.denominator)))


def mean_cv(values: Sequence[Decimal]) -> Decimal:
    """Return the mean of coefficients of variation (working digits)."""
    total = Decimal(0)
    for value in values:
        total = _WORKING.add(total, value)
    return _WORKING.divide(total, Decimal(len(values)))


def kept(value: Decimal) -> Decimal:
    """Return `value` to 30 digits."""
    return _KEPT.plus(value)


def composite_within(value: Decimal, limit: Fraction) -> bool:
    """Tell whether a composite (working digits) is at most `limit`.

    A sum of square roots has no finite exact form: what differs from the limit by less than the 30 digits kept is
    taken as equal to it.
    """
    line = _WORKING.divide(Decimal(limit.numerator), Decimal(limit.denominator))
    return _WORKING.subtract(value, line) <= Decimal(10) ** -DIGITS
