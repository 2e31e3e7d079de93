"""The coefficients of variation one county published for its primary schools in 2023, recomputed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from junheng.assess.exact import Moments, mean_cv, moments

PUBLISHED = {
    "L1": ("5.515273", "1.643162", "0.297929"),
    "L2": ("0.887611", "0.445392", "0.501787"),
    "L3": ("0.879277", "0.353427", "0.401952"),
    "L4": ("4.563288", "1.316139", "0.288419"),
    "L5": ("7.925946", "2.975795", "0.375450"),
    "L6": ("2496.674864", "780.914372", "0.312782"),
    "L7": ("2.784743", "1.097759", "0.394205"),
}
"""Mean, standard deviation, coefficient of variation."""

COMPOSITE = Decimal("0.367503")
SIX = Decimal("0.000001")


def two_schools(mean: str, sd: str) -> Moments:
    """Return the moments of two schools of equal size that have the published mean and deviation."""
    middle, off = Fraction(mean), Fraction(sd)
    pupils = Fraction(1000)
    return moments([(middle + off) * pupils / 100, (middle - off) * pupils / 100], [pupils, pupils], Fraction(100))


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_published_coefficient_recomputes_to_six_digits(name: str) -> None:
    mean, sd, cv = PUBLISHED[name]
    held = two_schools(mean, sd)
    assert held.mean == Fraction(mean)
    assert held.sd == Decimal(sd)
    assert held.cv is not None
    # The published mean and deviation carry six decimals themselves, so the quotient may differ in the last.
    assert abs(held.cv - Decimal(cv)) <= SIX


def test_the_published_composite_recomputes_to_six_digits() -> None:
    cvs = [two_schools(mean, sd).cv for mean, sd, _ in PUBLISHED.values()]
    assert mean_cv([cv for cv in cvs if cv is not None]).quantize(SIX) == COMPOSITE


def test_the_published_coefficients_pass_and_fail_where_the_standard_says() -> None:
    within = {name: two_schools(mean, sd).within(Fraction(1, 2)) for name, (mean, sd, _) in PUBLISHED.items()}
    assert within == {name: name != "L2" for name in PUBLISHED}
