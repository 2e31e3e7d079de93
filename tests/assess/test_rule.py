"""The rules that turn single verdicts into one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from junheng.assess.rule import is_near


@pytest.mark.parametrize(
    ("value", "share", "near"),
    [
        (Fraction(95, 100), Fraction(5, 100), True),
        (Fraction(105, 100), Fraction(5, 100), True),
        (Fraction(94999, 100000), Fraction(5, 100), False),
        (Fraction(1), Fraction(0), False),
    ],
)
def test_near_is_within_the_share_of_the_line_and_a_share_of_0_turns_it_off(
    value: Fraction, share: Fraction, near: bool
) -> None:
    assert is_near(value, Fraction(1), share) is near
