"""What must hold for any county: properties of the coefficient, of verdicts, and of unknown figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from made_county import indicator, judge, resources
from random_counties import SCHOOL_OR_PART_FIGURES, County, county

from junheng.assess import Assessment
from junheng.assess.exact import Moments, add, moments, reach, root
from junheng.assess.formula import bounds_of, formula_of
from junheng.assess.rule import part_verdict
from junheng.standards.model import SchoolRule

patient = settings(deadline=None)

School = tuple[Fraction, Fraction]
"""Numerator and denominator."""

amounts = st.fractions(min_value=0, max_value=10**6, max_denominator=1000)
weights = st.integers(min_value=1, max_value=20000).map(Fraction)
schools = st.lists(st.tuples(amounts, weights), min_size=1, max_size=30)
factors = st.fractions(min_value=Fraction(1, 10000), max_value=10000)


def of(held: Sequence[School], times: Fraction = Fraction(1)) -> Moments:
    return moments([over for over, _ in held], [under for _, under in held], times)


def ratio(held: Moments) -> Fraction | None:
    """Return the square of the coefficient of variation, exactly."""
    return held.variance / held.mean**2 if held.mean > 0 else None


@patient
@given(schools)
def test_moments_are_those_of_the_definition(held: list[School]) -> None:
    found = of(held)
    everyone = sum(under for _, under in held)
    mean = sum(over for over, _ in held) / everyone
    assert found.mean == mean
    assert found.variance == sum(under / everyone * (over / under - mean) ** 2 for over, under in held)


@patient
@given(schools, factors)
def test_the_coefficient_does_not_depend_on_the_unit(held: list[School], factor: Fraction) -> None:
    assert ratio(of(held)) == ratio(of([(over * factor, under) for over, under in held]))
    assert ratio(of(held)) == ratio(of(held, factor))


@patient
@given(st.data())
def test_the_coefficient_does_not_depend_on_the_order(data: st.DataObject) -> None:
    held = data.draw(schools)
    assert of(held) == of(data.draw(st.permutations(held)))


@patient
@given(schools, st.data())
def test_splitting_a_school_into_equal_halves_changes_nothing(held: list[School], data: st.DataObject) -> None:
    place = data.draw(st.integers(min_value=0, max_value=len(held) - 1))
    over, under = held[place]
    split = [*held[:place], (over / 2, under / 2), (over / 2, under / 2), *held[place + 1 :]]
    assert of(held)[2:] == of(split)[2:]


@patient
@given(schools, st.integers(min_value=2, max_value=9))
def test_a_county_of_copies_of_itself_has_the_same_coefficient(held: list[School], copies: int) -> None:
    assert of(held)[2:] == of(held * copies)[2:]


@patient
@given(amounts, weights)
def test_one_school_alone_has_no_inequality(over: Fraction, under: Fraction) -> None:
    found = of([(over, under)])
    assert found.variance == 0
    assert found.cv == (Decimal(0) if over else None)


@patient
@given(st.lists(st.fractions(), max_size=50))
def test_adding_in_pairs_is_adding(values: list[Fraction]) -> None:
    assert add(values) == sum(values, Fraction(0))


@patient
@given(st.fractions(min_value=0, max_value=10**12))
def test_roots_are_right_to_thirty_digits(value: Fraction) -> None:
    found = Fraction(root(value))
    assert abs(found * found - value) <= value * Fraction(1, 10**40)


# -- verdicts of a part ---------------------------------------------------------------------------------------------

outcomes = st.sampled_from([("met", True), ("short", True), ("short", False), ("unknown", None)])
rules = st.builds(
    lambda at_least, floor: SchoolRule(clause="第1条", at_least=at_least, floor=floor),
    st.integers(min_value=0, max_value=7),
    st.just(Decimal("0.85")),
)


@patient
@given(st.lists(outcomes, min_size=1, max_size=6), rules)
def test_a_part_is_judged_when_and_only_when_no_unknown_figure_can_change_it(
    cells: list[tuple[Any, Any]], rule: SchoolRule
) -> None:
    known = [("met", True), ("short", True), ("short", False)]
    filled = product(*([cell] if cell[0] != "unknown" else known for cell in cells))
    possible = {part_verdict(each, rule) for each in filled}
    assert "unknown" not in possible
    assert part_verdict(cells, rule) == (possible.pop() if len(possible) == 1 else "unknown")


@patient
@given(st.lists(outcomes, min_size=1, max_size=8), rules, st.data())
def test_raising_one_indicator_never_lowers_a_part(
    cells: list[tuple[Any, Any]], rule: SchoolRule, data: st.DataObject
) -> None:
    order = ["short", "unknown", "met"]
    place = data.draw(st.integers(min_value=0, max_value=len(cells) - 1))
    better = [*cells[:place], ("met", True), *cells[place + 1 :]]
    assert order.index(str(part_verdict(better, rule))) >= order.index(str(part_verdict(cells, rule)))


def test_a_part_without_lines_has_no_verdict() -> None:
    rule = SchoolRule(clause="第1条", at_least=6, floor=Decimal("0.85"))
    assert part_verdict([(None, None)], rule) is None
    assert part_verdict([("short", False)], None) is None


# -- figures against their bounds ------------------------------------------------------------------------------------


@patient
@given(amounts, weights, st.sampled_from(["more", "less"]), st.booleans())
def test_making_up_the_shortfall_reaches_the_line_and_less_does_not(
    over: Fraction, under: Fraction, better: Any, whole: bool
) -> None:
    asked = indicator("X", better=better, whole=whole, times=100, lines={"primary": Decimal("4.2")})
    formula = formula_of(asked)
    bounds = bounds_of(asked, "primary", SchoolRule(clause="第1条", at_least=1, floor=Decimal("0.85")))
    held = reach(formula, over, under, bounds)
    assert held.lack is not None and held.lack_floor is not None
    assert held.line == (held.lack == 0) and held.floor == (held.lack_floor == 0)
    assert held.lack >= held.lack_floor >= 0
    sign = 1 if better == "more" else -1
    assert reach(formula, over + sign * held.lack, under, bounds).line
    if not held.line:
        less = held.lack - (1 if whole else held.lack / 1000)
        assert not reach(formula, over + sign * less, under, bounds).line


@patient
@given(amounts, weights, amounts)
def test_raising_the_numerator_never_turns_met_into_short(over: Fraction, under: Fraction, more: Fraction) -> None:
    asked = indicator("X", times=100, lines={"primary": Decimal("4.2")})
    bounds = bounds_of(asked, "primary", None)
    before, after = (reach(formula_of(asked), amount, under, bounds).line for amount in (over, over + more))
    assert not before or after


# -- whole counties --------------------------------------------------------------------------------------------------


def verdicts(found: Assessment) -> dict[Any, Any]:
    """Return every verdict on resources by what it is about."""
    held: dict[Any, Any] = {(part.unit, part.stage): part.verdict for part in found.parts}
    held |= {
        (part.unit, part.stage, name): cell.verdict for part in found.parts for name, cell in part.indicators.items()
    }
    return held | {(each.stage, each.indicator): each.verdict for each in found.county} | {"county": found.verdict}


def known_county(number: int) -> County:
    """Return a random county with every figure filed."""
    return next(held for step in range(1000) if not _blanks(held := county(number + 500 * step)))


def _blanks(held: County) -> bool:
    filed = {row["school_code"] for row in held[0]} == {row["school_code"] for row in held[1]}
    return not filed or any(
        row.get(name, 0) is None for rows in held for row in rows for name in SCHOOL_OR_PART_FIGURES
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=1, max_value=400), st.data())
def test_taking_a_figure_away_makes_verdicts_unknown_and_changes_none(number: int, data: st.DataObject) -> None:
    """Never a verdict from a missing figure: what is judged without it is what is judged with it."""
    full = known_county(number)
    before = verdicts(judge(full, standard=resources()))
    rows = data.draw(st.sampled_from([row for rows in full for row in rows]))
    name = data.draw(st.sampled_from([name for name in SCHOOL_OR_PART_FIGURES if row_has(rows, name)]))
    blanked = tuple([{**row, name: None} if row is rows else row for row in held] for held in full)
    after = verdicts(judge((blanked[0], blanked[1]), standard=resources()))
    for what, verdict in after.items():
        if verdict not in {"unknown", None} and what in before:
            assert verdict == before[what], what


def row_has(row: dict[str, Any], name: str) -> bool:
    return row.get(name) is not None


@settings(max_examples=30, deadline=None)
@given(st.integers(min_value=1, max_value=400), st.data())
def test_one_more_teacher_or_room_never_makes_a_part_short(number: int, data: st.DataObject) -> None:
    schools, parts = known_county(number)
    before = {(part.unit, part.stage): part.verdict for part in judge((schools, parts), standard=resources()).parts}
    row = data.draw(st.sampled_from(parts))
    name = data.draw(st.sampled_from(["backbone_teachers", "pe_teachers", "arts_teachers"]))
    more = [{**part, name: part[name] + 1} if part is row else part for part in parts]
    for part in judge((schools, more), standard=resources()).parts:
        assert not (before[part.unit, part.stage] == "met" and part.verdict == "short")
