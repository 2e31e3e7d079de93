from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.report import figures


@given(st.decimals(-(10**12), 10**12, places=9), st.integers(0, 6))
def test_rounding_agrees_with_decimals_half_up(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert figures.rounded(value, places) == expected


@given(st.fractions(max_denominator=10**6), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_half_a_place(value: Fraction, places: int) -> None:
    assert abs(Fraction(figures.rounded(value, places)) - value) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("0.125"), 2, "0.13"),
        (Fraction(1, 8), 2, "0.13"),
        (Decimal("-0.125"), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(2, 3), 2, "0.67"),
        (1234567, 0, "1,234,567"),
        (0, 2, "0.00"),
        (None, 2, "未填"),
        (Decimal("2.675"), 2, "2.68"),  # a float would give 2.67
    ],
)
def test_numbers_print_half_up_with_thousands(value: figures.Figure | None, places: int, text: str) -> None:
    assert figures.number(value, places) == text


def test_a_coefficient_just_over_its_limit_prints_like_the_limit() -> None:
    assert figures.cv(Decimal("0.4500")) == "0.450"
    assert figures.cv(Decimal("0.45004")) == "0.450"
    assert figures.cv(None) == "无法判定"


def test_shares_amounts_lines_and_measures() -> None:
    assert figures.percent(Fraction(9552, 10000)) == "95.5%"
    assert figures.percent(Fraction(181, 198)) == "91.4%"
    assert figures.percent(None) == "无法判定"
    assert figures.wan(Decimal(3439250)) == "343.93"
    assert figures.unit_places("person") == 0
    assert figures.unit_places("m2") == 2
    assert figures.plain(Fraction(42, 10)) == "4.2"
    assert figures.plain(2000) == "2,000"
    assert figures.plain(None) == "未填"
    assert figures.measure(0.0625) == "0.063"
    assert figures.measure(None) == "——"


def test_every_verdict_has_a_word_in_both_languages_and_a_sign_of_its_own() -> None:
    states: tuple[figures.State, ...] = ("met", "short", "unknown", "near")
    assert [figures.verdict_word(each) for each in states] == ["达标", "不达标", "无法判定", "临近"]
    assert [figures.verdict_word(each, "en") for each in states] == ["met", "short", "unknown", "near"]
    assert [figures.verdict_sign(each) for each in states] == ["●", "▲", "◌", "◐"]
    assert figures.verdict_word(None) == "——"
    assert figures.verdict_sign(None) == ""


def test_only_what_is_met_can_be_shown_as_near() -> None:
    assert figures.state("met", near=True) == "near"
    assert figures.state("short", near=True) == "short"
    assert figures.state(None, near=True) is None


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [(Fraction(1, 3), 2, Fraction(34, 100)), (Fraction(5), 0, Fraction(5)), (Fraction(49401), -2, Fraction(49500))],
)
def test_what_is_missing_is_rounded_up_so_that_it_suffices(value: Fraction, places: int, printed: Fraction) -> None:
    assert figures.enough(value, places) == printed


def test_nothing_missing_known_stays_unknown() -> None:
    assert figures.enough(None, 2) is None
