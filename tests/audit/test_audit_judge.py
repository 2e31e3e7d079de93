from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from audit_figures import quantity, relation, term
from hypothesis import given
from hypothesis import strategies as st

from junheng.audit.arithmetic import bounds, compute, rounded, truncated
from junheng.audit.judge import judge
from junheng.audit.model import Term


def judged(*made: Any, **named: Any) -> tuple[bool, bool]:
    found = judge(relation(*made, **named))
    assert found is not None
    return found.holds, found.holds_strict


@pytest.mark.parametrize(
    ("kind", "parts", "total", "holds"),
    [
        ("sum", ["61", "117"], "178", (True, True)),
        ("sum", ["61", "117"], "177", (False, False)),
        ("sum", ["12.34", "56.78"], "69.1", (True, True)),
        ("sum", ["12.34", "56.78"], "69.13", (True, False)),
        ("sum", ["12.34", "56.78"], "69.14", (False, False)),
        ("ratio", ["19", "26"], "73", (True, True)),
        ("ratio", ["19", "26"], "73.1", (True, True)),
        ("ratio", ["19", "26"], "74", (False, False)),
        ("ratio", ["1", "8"], "12.5", (True, True)),
        ("ratio", ["1", "8"], "13", (True, True)),
        ("ratio", ["1", "8"], "12", (False, False)),
        ("growth", ["650", "676"], "4", (True, True)),
        ("growth", ["12.1", "13.0"], "7.9", (True, False)),
        ("growth", ["12.1", "13.0"], "9.0", (False, False)),
        ("difference", ["5.2", "4.6"], "0.6", (True, True)),
        ("difference", ["5.2", "4.6"], "0.9", (False, False)),
        ("average", ["1234.5", "50"], "24.7", (True, True)),
        ("average", ["1234.5", "50"], "20.7", (False, False)),
        ("product", ["210", "40"], "8400", (True, True)),
        ("product", ["210", "400"], "8400", (False, False)),
    ],
)
def test_a_relation_holds_when_it_rounds_to_the_printed_figure_or_rounding_explains_the_gap(
    kind: Any, parts: list[Any], total: str, holds: tuple[bool, bool]
) -> None:
    assert judged(kind, parts, total) == holds


def test_a_gap_of_exactly_what_rounding_could_explain_is_not_explained() -> None:
    # Three parts and a total at 0.005 each come to 0.02, and no rounding reaches its bound.
    assert judged("sum", ["795.08", "408.49", "94.35"], "1297.94") == (False, False)
    assert judged("sum", ["795.08", "408.49", "94.35"], "1297.93") == (True, False)


def test_whole_counts_are_exact_and_whole_shares_are_rounded() -> None:
    assert judged("sum", ["33", "33", "33"], "100") == (False, False)
    thirds: list[Any] = [term("33", "share") for _ in range(3)]
    assert judged("sum", thirds, term("100", "share")) == (True, False)


def test_a_division_by_nothing_cannot_be_judged() -> None:
    assert judge(relation("ratio", ["3", "0"], "50")) is None
    assert judge(relation("growth", ["0", "5"], "50")) is None
    assert judge(relation("average", ["5"], "5")) is None
    assert judge(relation("sum", [], "5")) is None


def test_growth_may_be_told_by_its_increase_and_a_product_by_pairs() -> None:
    assert judged("growth", ["110", "10"], "10", rule="by increase") == (True, True)
    assert judged("product", ["3", "100", "5", "200"], "1300", rule="table in pairs") == (True, True)


@pytest.mark.parametrize(
    ("printed", "hedge", "computed", "holds"),
    [
        ("3000", "about", 2960, True),
        ("3000", "about", 3140, True),
        ("3000", "about", 3200, False),
        ("3260", "about", 3310, True),
        ("3260", "about", 3400, False),
        ("3000", "over", 3458, True),
        ("3000", "over", 2500, False),
        ("120", "over", 128, True),
        ("3000", "under", 2870, True),
        ("3000", "under", 3300, False),
        ("3000", "at_least", 9000, True),
        ("3000", "at_least", 2500, False),
        ("3000", "at_most", 1, True),
        ("3000", "at_most", 3500, False),
        ("3000", "", 3001, False),
    ],
)
def test_a_hedged_total_has_the_room_its_word_gives(printed: str, hedge: Any, computed: int, holds: bool) -> None:
    made = relation("sum", [str(computed - 7), "7"], term(printed, hedge=hedge))
    found = judge(made)
    assert found is not None
    assert found.holds is holds
    assert found.hedged is bool(hedge)


def test_a_hedged_part_moves_the_sum_but_a_line_drawn_does_not() -> None:
    about: list[Any] = [term("3000", hedge="about"), "120"]
    assert judged("sum", about, "3150") == (True, False)
    line: list[Any] = [term("4.8", hedge="at_least"), "4.1"]
    assert judged("difference", line, "0.9") == (False, False)


def test_a_share_in_words_is_near_not_exact() -> None:
    third = quantity("33.33", "share")
    spoken = Term(Fraction(100, 3), Fraction(0), (type(third)(0, 4, third.value, Decimal(0), "%", "%", kind="share"),))
    assert judged("ratio", ["328", "1000"], spoken)[0]
    assert not judged("ratio", ["228", "1000"], spoken)[0]


figures = st.decimals(min_value=1, max_value=10**7, places=2, allow_nan=False)


@given(st.lists(figures, min_size=2, max_size=8), st.integers(0, 2))
def test_what_was_rounded_from_true_figures_always_holds(true: list[Decimal], places: int) -> None:
    """Brute force: round the parts and the total as a report does; no relation may fail."""
    step = Fraction(1, 10**places)
    exact = [Fraction(one) for one in true]
    parts = [str(Decimal(rounded(one, step).numerator) / rounded(one, step).denominator) for one in exact]
    # Whole counts are meant exactly: rounding parts to whole numbers is not what a report does with counts.
    if places == 0:
        exact = [Fraction(one) for one in parts]
    whole = rounded(sum(exact, Fraction(0)), step)
    total = f"{Decimal(whole.numerator) / whole.denominator:.{places}f}"
    parts = [f"{Decimal(one):.{places}f}" for one in parts]
    assert judged("sum", parts, total)[0]


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_a_share_rounded_half_up_always_holds_strictly(part: int, whole: int, places: int) -> None:
    share = rounded(Fraction(part * 100, whole), Fraction(1, 10**places))
    printed = f"{Decimal(share.numerator) / share.denominator:.{places}f}"
    assert judged("ratio", [str(part), str(whole)], printed) == (True, True)


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=6), st.integers(-1000, 1000).filter(bool))
def test_whole_counts_that_are_off_never_hold(parts: list[int], off: int) -> None:
    assert judged("sum", [str(one) for one in parts], str(sum(parts) + off)) == (False, False)


@given(st.sampled_from(["sum", "difference", "ratio", "growth", "product", "average"]), figures, figures)
def test_the_bounds_hold_the_computed_value(kind: Any, one: Decimal, other: Decimal) -> None:
    made = relation(kind, [str(one), str(other)], "1")
    reach, computed = bounds(made), compute(made)
    assert reach is not None
    assert computed is not None
    assert reach[0] <= computed <= reach[1]


def test_rounding_is_half_up_away_from_zero() -> None:
    assert rounded(Fraction(5, 2), Fraction(1)) == 3
    assert rounded(Fraction(-5, 2), Fraction(1)) == -3
    assert truncated(Fraction(-29, 10), Fraction(1)) == -2
    assert rounded(Fraction(1, 3), Fraction(0)) == Fraction(1, 3)
