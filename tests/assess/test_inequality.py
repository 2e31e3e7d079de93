"""Inequality measures against brute force, textbook figures and the properties each is defined by."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from items_scene import edited, scope

from junheng.assess.inequality import (
    Point,
    Weighted,
    gini,
    inequality,
    known,
    mcloone,
    median,
    percentile,
    range_ratio,
    theil,
)
from junheng.dictionary import Title
from junheng.standards.model import Indicator


def points(*values: float, weights: tuple[int, ...] = (), groups: str = "") -> list[Point]:
    return [
        Point(Fraction(value), Fraction(weights[place] if weights else 1), groups[place] if groups else "a")
        for place, value in enumerate(values)
    ]


CALM = settings(deadline=None, max_examples=60)

POINTS = st.lists(
    st.builds(
        Point,
        st.fractions(0, 1000, max_denominator=50),
        st.integers(1, 12).map(Fraction),
        st.sampled_from(("urban", "town", "rural")),
    ),
    min_size=1,
    max_size=8,
).filter(lambda held: any(point.value for point in held))


def brute_gini(held: list[Point]) -> float:
    """Return half the mean absolute difference between all pairs, over the mean."""
    weight = sum(point.weight for point in held)
    mean = sum(point.weight * point.value for point in held) / weight
    pairs = sum(a.weight * b.weight * abs(a.value - b.value) for a in held for b in held)
    return float(pairs / (2 * weight**2 * mean))


def expanded(held: list[Point]) -> list[Fraction]:
    """Return one value per pupil, in order."""
    return sorted(point.value for point in held for _ in range(int(point.weight)))


def measures(held: list[Point]) -> tuple[float | None, ...]:
    split = theil(held)
    return gini(held), split.total if split else None, mcloone(held), range_ratio(held)


def close(one: tuple[float | None, ...], other: tuple[float | None, ...]) -> bool:
    return all(
        a is b is None or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12))
        for a, b in zip(one, other, strict=True)
    )


# --- Oracles --------------------------------------------------------------------------------------------------------


@CALM
@given(POINTS)
def test_gini_equals_the_mean_difference_of_all_pairs(held: list[Point]) -> None:
    assert gini(held) == pytest.approx(brute_gini(held), abs=1e-12)


def test_gini_of_one_to_n_is_n_minus_1_over_3n() -> None:
    for n in (2, 5, 10, 101):
        assert gini(points(*range(1, n + 1))) == pytest.approx((n - 1) / (3 * n))


def test_gini_where_one_of_n_has_everything_is_1_minus_1_over_n() -> None:
    assert gini(points(0, 0, 0, 8)) == pytest.approx(0.75)


def test_theil_where_one_of_n_has_everything_is_the_logarithm_of_n() -> None:
    split = theil(points(0, 0, 0, 8))
    assert split is not None and split.total == pytest.approx(math.log(4))


def test_theil_of_shares_80_and_20_over_halves() -> None:
    # ln 2 less the entropy of (0.8, 0.2): 0.693147 - 0.500402
    split = theil(points(8, 2))
    assert split is not None and split.total == pytest.approx(0.192745, abs=1e-6)


def test_theil_splits_into_what_lies_between_and_within_locales() -> None:
    split = theil(points(4, 6, 1, 3, groups="aabb"))
    assert split is not None and split.between is not None and split.within is not None
    mean = 3.5
    between = 10 / 14 * math.log(5 / mean) + 4 / 14 * math.log(2 / mean)
    urban = (4 / 5 * math.log(4 / 5) + 6 / 5 * math.log(6 / 5)) / 2
    rural = (1 / 2 * math.log(1 / 2) + 3 / 2 * math.log(3 / 2)) / 2
    assert split.between == pytest.approx(between)
    assert split.within == pytest.approx(10 / 14 * urban + 4 / 14 * rural)


@CALM
@given(POINTS)
def test_between_and_within_add_to_the_whole(held: list[Point]) -> None:
    split = theil(held)
    assert split is not None and split.between is not None and split.within is not None
    assert split.between + split.within == pytest.approx(split.total, abs=1e-12)
    assert split.between >= -1e-12 and split.within >= -1e-12


def test_mcloone_by_hand() -> None:
    # pupils at 2, 4, 6 (median 6): (2 + 4 + 6) / (3 * 6)
    assert mcloone(points(2, 4, 6, 8, 10)) == pytest.approx(12 / 18)
    # half the pupils on either side: the median lies between 4 and 8
    assert mcloone(points(2, 4, 8, 10)) == pytest.approx((2 + 4) / (2 * 6))
    # by pupils, not by schools: the large school at 6 holds the median
    assert mcloone(points(2, 6, 10, weights=(100, 300, 100))) == pytest.approx((100 * 2 + 300 * 6) / (400 * 6))


@CALM
@given(POINTS)
def test_the_weighted_median_is_that_of_the_pupils(held: list[Point]) -> None:
    pupils = expanded(held)
    middle = len(pupils) // 2
    expected = pupils[middle] if len(pupils) % 2 else (pupils[middle - 1] + pupils[middle]) / 2
    assert median(held) == expected


@CALM
@given(POINTS, st.sampled_from((Fraction(5, 100), Fraction(95, 100), Fraction(1, 3))))
def test_a_percentile_is_the_least_value_that_enough_pupils_do_not_exceed(held: list[Point], share: Fraction) -> None:
    pupils = expanded(held)
    expected = pupils[math.ceil(share * len(pupils)) - 1]
    assert percentile(held, share) == expected


def test_the_federal_range_ratio_leaves_out_the_outer_twentieths() -> None:
    values = points(1, 10, 20, 500, weights=(4, 50, 42, 4))
    assert range_ratio(values) == pytest.approx((20 - 10) / 10)


# --- Properties -----------------------------------------------------------------------------------------------------


@CALM
@given(POINTS, st.fractions("1/100", 1000))
def test_the_unit_does_not_matter(held: list[Point], factor: Fraction) -> None:
    scaled = [point._replace(value=point.value * factor) for point in held]
    assert close(measures(scaled), measures(held))


@CALM
@given(POINTS, st.integers(2, 4))
def test_a_county_repeated_is_as_unequal(held: list[Point], times: int) -> None:
    assert close(measures(held * times), measures(held))


@CALM
@given(POINTS)
def test_the_order_of_schools_does_not_matter(held: list[Point]) -> None:
    assert close(measures(held[::-1]), measures(held))


@CALM
@given(POINTS)
def test_a_school_split_into_two_equal_halves_changes_nothing(held: list[Point]) -> None:
    first, *rest = held
    half = first._replace(weight=first.weight / 2)
    assert close(measures([half, *rest, half]), measures(held))


@CALM
@given(st.fractions("1/10", 100), st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_where_all_are_equal_there_is_no_inequality(value: Fraction, weights: list[int]) -> None:
    assert measures([Point(value, Fraction(weight), "a") for weight in weights]) == (0.0, 0.0, 1.0, 0.0)


@CALM
@given(POINTS, st.fractions("1/10", "4/10"), st.data())
def test_a_transfer_from_better_to_worse_lowers_gini_and_theil(
    held: list[Point], share: Fraction, data: st.DataObject
) -> None:
    rich, poor = (data.draw(st.integers(0, len(held) - 1)) for _ in range(2))
    a, b = held[rich], held[poor]
    if a.value <= b.value:
        return
    moved = share * (a.value - b.value) * min(a.weight, b.weight)
    after = list(held)
    after[rich] = a._replace(value=a.value - moved / a.weight)
    after[poor] = b._replace(value=b.value + moved / b.weight)
    before_split, after_split = theil(held), theil(after)
    assert before_split is not None and after_split is not None
    assert gini(after) < gini(held)  # type: ignore[operator]
    assert after_split.total < before_split.total


@CALM
@given(POINTS)
def test_gini_and_mcloone_stay_between_0_and_1(held: list[Point]) -> None:
    low, middle = gini(held), mcloone(held)
    assert low is not None and 0 <= low < 1
    assert middle is None or 0 <= middle <= 1


# --- Where they are not defined -------------------------------------------------------------------------------------


def test_a_mean_of_zero_has_no_inequality_to_speak_of() -> None:
    assert measures(points(0, 0)) == (None, None, None, None)


def test_negative_figures_have_no_shares() -> None:
    assert measures(points(-1, 3))[:3] == (None, None, None)


def test_a_median_or_a_low_end_of_zero_leaves_its_ratio_undefined() -> None:
    held = points(0, 0, 0, 1)
    assert mcloone(held) is None and range_ratio(held) is None
    assert gini(held) is not None


def test_an_unknown_locale_leaves_the_split_undefined_and_the_whole_defined() -> None:
    held = [*points(1, 2), Point(Fraction(3), Fraction(1), None)]
    split = theil(held)
    assert split is not None and split.total > 0
    assert (split.between, split.within) == (None, None)


def weighted(value: int | None, weight: int | None, stage: str = "primary") -> Weighted:
    exact = [None if figure is None else Fraction(figure) for figure in (value, weight)]
    return Weighted(stage, "u", "urban", exact[0], exact[1])


def test_any_unknown_figure_makes_all_measures_unknown() -> None:
    assert known([weighted(1, 10), weighted(None, 10)]) is None
    assert known([weighted(1, 10), weighted(1, None)]) is None
    assert known([]) is None and known([weighted(1, 0)]) is None


def test_each_stage_is_measured_by_itself_and_one_without_schools_is_left_out() -> None:
    indicator = Indicator(id="L1", title=Title("指标", "indicator"), clause="测试", unit="person", plus=("pupils",))
    held = scope(edited(), indicators=(indicator,))
    found = inequality(held, {"L1": [weighted(1, 10), weighted(3, 10), weighted(None, 5, "junior")]})
    assert [(each.stage, each.indicator) for each in found] == [("primary", "L1"), ("junior", "L1")]
    assert found[0].gini == pytest.approx(0.25) and found[0].range_ratio == pytest.approx(2)
    assert found[1].gini is found[1].theil is found[1].theil_between is found[1].mcloone is None
    assert inequality(held, {"L1": [weighted(1, 10)]})[0].stage == "primary"
