"""The national frames: what float cannot decide is decided exactly, and every form of indicator works."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_county import facts_of, indicator, judge, junior, primary, resources, school, standard_of
from random_counties import County, county

from junheng.assess import Assessment, ScopeError, assess, counties, county_verdicts, judge_frames
from junheng.dictionary import Title
from junheng.standards import Condition, Standard
from junheng.standards.model import IndicatorException, Switch

P = "primary"


def frames(schools: Sequence[County], standard: Standard, switches: Sequence[str] = ()) -> tuple[Any, Any]:
    """Return the rows of both frames."""
    parts, long = judge_frames(facts_of(schools, standard).parts, standard, switches)
    return parts.rows(named=True), long.rows(named=True)


def assert_same(found: Assessment, parts: pl.DataFrame, long: pl.DataFrame) -> None:
    """Hold the frames against the assessment of one county."""
    rows = {(row["unit"], row["stage"]): row for row in parts.iter_rows(named=True)}
    assert len(rows) == len(found.parts)
    for part in found.parts:
        row = rows[part.unit, part.stage]
        assert row["verdict"] == part.verdict
        for name, cell in part.indicators.items():
            assert (row[f"{name}_verdict"], row[f"{name}_above_floor"]) == (cell.verdict, cell.above_floor)
            for column in ("value", "shortfall", "shortfall_floor"):
                assert row[f"{name}_{column}"] == near(getattr(cell, column)), (name, column)
    held = {(row["stage"], row["indicator"]): row for row in long.iter_rows(named=True)}
    for each in found.county:
        row = held[each.stage, each.indicator]
        assert (row["n"], row["verdict"]) == (each.parts, each.verdict)
        for column in ("mean", "sd", "cv"):
            assert row[column] == near(getattr(each, column)), (each.indicator, column)
    for composite in found.composite:
        row = held[composite.stage, "composite"]
        assert (row["cv"], row["verdict"]) == (near(composite.cv), composite.verdict)


def near(value: Any) -> Any:
    return None if value is None else pytest.approx(float(value), rel=1e-9, abs=1e-7)


def test_a_tie_that_float_gets_wrong_is_decided_exactly() -> None:
    """Nine-year schools whose junior part has exactly 5.8 m² per pupil after splitting: all are met."""
    sizes = [(11 * step, 100 + 7 * step) for step in range(1, 41)]
    nine = [
        school(
            place, "312", {P: younger, "junior": older}, teaching_area=Decimal(58 * (10 * younger // 11 + older)) / 10
        )
        for place, (younger, older) in enumerate(sizes)
    ]
    rows, _ = frames(nine, resources())
    held = [row for row in rows if row["stage"] == "junior"]
    assert len(held) == 40
    assert {(row["L4_verdict"], row["L4_shortfall"]) for row in held} == {("met", 0.0)}
    assert any(row["L4_value"] < 5.8 for row in held), "the sample holds a tie that float alone gets wrong"


def test_whole_units_are_rounded_up_from_the_exact_shortfall() -> None:
    """4.2 per 100 of 500 pupils are 21 teachers, although 4.2 * 500 / 100 is more than 21 in float."""
    for pupils in range(500, 20001, 500):
        rows, _ = frames([primary(1, pupils, teachers_above_degree=0)], resources())
        assert rows[0]["L1_shortfall"] == pupils * 42 // 1000
        assert rows[0]["L1_shortfall_floor"] == -(-pupils * 357 // 10000)


def test_figures_beyond_the_whole_numbers_of_float_are_decided_exactly() -> None:
    pupils, line = 1000, 10**15 + 1
    asked = standard_of(indicator("X", plus=("visiting_pe_art_teachers",), lines={P: line}))
    schools = [primary(number, pupils, visiting_pe_art_teachers=line * pupils + number - 2) for number in (1, 2, 3)]
    rows, _ = frames(schools, asked)
    assert [row["X_verdict"] for row in sorted(rows, key=lambda row: row["unit"])] == ["short", "met", "met"]


def test_large_terms_that_cancel_do_not_blur_what_is_left() -> None:
    """12,345,678,901.65 - 12,345,678,896.95 is 4.70 exactly; in float it is a millionth less."""
    asked = standard_of(
        indicator("X", unit="m2", plus=("teaching_area",), minus=("indoor_sports_area",), lines={P: Decimal("4.7")})
    )
    schools = [
        primary(
            number, 1, teaching_area=Decimal("12345678901.65"), indoor_sports_area=Decimal("12345678896.95") + cents
        )
        for number, cents in ((1, Decimal(0)), (2, Decimal("0.01")), (3, Decimal("-0.01")))
    ]
    rows, _ = frames(schools, asked)
    assert [row["X_verdict"] for row in sorted(rows, key=lambda row: row["unit"])] == ["met", "short", "met"]


@pytest.mark.parametrize(("moved", "verdict"), [(0, "met"), (1, "short")])
def test_a_coefficient_exactly_at_its_limit_is_met_and_a_cent_more_is_not(moved: int, verdict: str) -> None:
    low, high = Decimal(300_000), Decimal(900_000)
    schools = [primary(1, equipment_value=low), primary(2, equipment_value=high + Decimal(moved) / 100)]
    _, rows = frames(schools, resources())
    assert next(row["verdict"] for row in rows if row["indicator"] == "L6") == verdict


@pytest.mark.parametrize(("off", "limit"), [((40, 60), "0.5"), ((10, 20), "0.15"), ((100, 100, 400, 600), "0.5")])
def test_a_composite_exactly_at_its_limit_is_met(off: tuple[int, ...], limit: str) -> None:
    """The mean of 0.1 and 0.2 is more than 0.15 in float; a sixth, a sixth, two thirds and one have no decimals."""
    fields = ("backbone_teachers", "pe_teachers", "music_teachers", "art_teachers")
    middle = 600 if len(off) == 4 else 100
    schools = [
        primary(number, **{name: middle + sign * away for name, away in zip(fields, off, strict=False)})
        for number, sign in ((1, 1), (2, -1))
    ]
    for shaved, verdict in ((Decimal(0), "met"), (Decimal("1E-20"), "short")):
        asked = standard_of(
            *(indicator(name, plus=(name,)) for name, _ in zip(fields, off, strict=False)),
            composite={P: Decimal(limit) - shaved},
        )
        _, rows = frames(schools, asked)
        assert next(row for row in rows if row["indicator"] == "composite")["verdict"] == verdict
        assert judge(*schools, standard=asked).composite[0].verdict == verdict


def test_equal_schools_have_a_coefficient_of_zero() -> None:
    _, rows = frames([primary(1), primary(2), primary(3)], resources())
    assert [row["cv"] for row in rows] == [pytest.approx(0, abs=1e-12)] * 8


def test_one_school_alone_has_a_coefficient_of_exactly_zero() -> None:
    _, rows = frames([primary(1, 777, equipment_value=Decimal("123456.78"))], resources())
    assert [row["cv"] for row in rows] == [0.0] * 8


def test_where_less_is_better_the_line_is_the_most_and_the_shortfall_what_is_too_much() -> None:
    asked = standard_of(
        indicator("X", plus=("pupils",), per=("full_time_teachers",), better="less", whole=True, lines={P: 17}),
        at_least=1,
    )
    schools = [
        primary(1, 1700, full_time_teachers=100),
        primary(2, 1999, full_time_teachers=100),
        primary(3, 2001, full_time_teachers=100),
    ]
    rows, _ = frames(schools, asked)
    rows.sort(key=lambda row: row["unit"])
    # 85 % of the way to 17 is 20 per teacher.
    assert [(row["X_verdict"], row["X_above_floor"], row["X_shortfall"], row["X_shortfall_floor"]) for row in rows] == [
        ("met", True, 0.0, 0.0),
        ("short", True, 299.0, 0.0),
        ("short", False, 301.0, 1.0),
    ]
    assert [row["verdict"] for row in rows] == ["met", "short", "short"]


def test_a_denominator_of_zero_gives_no_value() -> None:
    asked = standard_of(indicator("X", per=("full_time_teachers",), lines={P: 1}))
    rows, long = frames([primary(1, full_time_teachers=0), primary(2, full_time_teachers=3)], asked)
    assert sorted(str(row["X_verdict"]) for row in rows) == ["met", "unknown"]
    assert [row["mean"] for row in long] == [None, None]


def test_plain_amounts_weigh_one_and_yes_counts_one() -> None:
    asked = standard_of(indicator("X", plus=("library", "canteen"), per=(), lines={P: 2}))
    schools = [primary(1, library=True, canteen=True), primary(2, library=True, canteen=False)]
    rows, long = frames(schools, asked)
    assert [row["X_value"] for row in sorted(rows, key=lambda row: row["unit"])] == [2.0, 1.0]
    assert (long[0]["mean"], long[0]["cv"]) == (1.5, pytest.approx(1 / 3))


def test_an_exception_adds_its_terms_where_it_matches_and_its_switch_is_on() -> None:
    schools = [
        primary(1, 60, locale="220", pe_teachers=0, visiting_pe_art_teachers=1),
        primary(2, 60, locale="111", pe_teachers=0, visiting_pe_art_teachers=1),
        primary(3, 60, locale=None, pe_teachers=0, visiting_pe_art_teachers=1),
        primary(4, 60, locale="220", pe_teachers=0, visiting_pe_art_teachers=None),
    ]
    standard = resources()
    for switches, counted in (((), [0, 0, 0, 0]), (("visiting-teachers",), [1, 0, None, None])):
        rows, _ = frames(schools, standard, switches)
        rows.sort(key=lambda row: row["unit"])
        assert [row["L3_numerator"] for row in rows] == counted
        found = judge(*schools, standard=standard, switches=switches)
        assert [part.indicators["L3"].numerator for part in found.parts] == counted
    assert found.parts[2].indicators["L3"].missing == ("locale_group",)
    assert found.parts[3].indicators["L3"].missing == ("visiting_pe_art_teachers",)
    assert found.standard.switches == ("visiting-teachers",)


def test_conditions_on_figures_are_the_same_in_frames_and_one_by_one() -> None:
    plain = standard_of(
        indicator(
            "X",
            exception=(
                IndicatorException(
                    switch="on",
                    where=(
                        Condition(field="pupils", above=100),
                        Condition(field="pupils", below=300),
                        Condition(field="equipment_value", at_least=Decimal("99.5")),
                        Condition(field="boarding", equals=True),
                    ),
                    plus=("pe_teachers",),
                ),
            ),
            lines={P: 1},
        )
    )
    asked = standard_with_switch(plain)
    schools = [
        primary(number, pupils, equipment_value=Decimal(value), boarding=boarding, pe_teachers=7, backbone_teachers=1)
        for number, (pupils, value, boarding) in enumerate(
            [(200, "99.5", True), (100, "99.5", True), (300, "99.5", True), (200, "99.49", True), (200, "100", False)]
        )
    ]
    rows, _ = frames(schools, asked)
    rows.sort(key=lambda row: row["unit"])
    assert [row["X_numerator"] for row in rows] == [8, 1, 1, 1, 1]
    assert [part.indicators["X"].numerator for part in judge(*schools, standard=asked).parts] == [8, 1, 1, 1, 1]


def standard_with_switch(standard: Standard) -> Standard:
    switch = Switch(id="on", title=Title("开", "on"), clause="第1条", default=True)
    return msgspec.structs.replace(standard, switch=(switch,))


def test_a_stage_without_a_line_has_no_verdict_and_does_not_count() -> None:
    asked = standard_of(
        indicator("X", lines={P: 1}),
        indicator("Y", lines={"junior": 1}, cv_limits={"junior": Decimal("0.5")}),
        at_least=1,
        stages=(P, "junior"),
    )
    schools = [primary(1, 1, backbone_teachers=1), junior(2, 1, backbone_teachers=0)]
    rows, long = frames(schools, asked)
    by_stage = {row["stage"]: row for row in rows}
    assert (by_stage[P]["Y_verdict"], by_stage[P]["Y_shortfall"], by_stage[P]["verdict"]) == (None, None, "met")
    assert (by_stage["junior"]["X_verdict"], by_stage["junior"]["verdict"]) == (None, "short")
    assert {(row["stage"], row["indicator"]): row["verdict"] for row in long}[P, "Y"] is None


def test_a_rule_without_a_floor_judges_as_soon_as_enough_lines_are_reached() -> None:
    asked = standard_of(
        indicator("X", lines={P: 1}), indicator("Y", plus=("pe_teachers",), lines={P: 1}), at_least=1, floor="0"
    )
    schools = [
        primary(1, 1, backbone_teachers=1, pe_teachers=None),
        primary(2, 1, backbone_teachers=0, pe_teachers=None),
        primary(3, 1, backbone_teachers=0, pe_teachers=0),
    ]
    rows, _ = frames(schools, asked)
    assert [row["verdict"] for row in sorted(rows, key=lambda row: row["unit"])] == ["met", "unknown", "short"]
    assert [part.verdict for part in judge(*schools, standard=asked).parts] == ["met", "unknown", "short"]


def test_a_rule_that_asks_for_more_lines_than_there_are_asks_for_all() -> None:
    asked = standard_of(indicator("X", lines={P: 1}), at_least=6)
    schools = [primary(1, 10, backbone_teachers=10), primary(2, 10, backbone_teachers=9)]
    rows, _ = frames(schools, asked)
    assert [row["verdict"] for row in sorted(rows, key=lambda row: row["unit"])] == ["met", "short"]
    assert [part.verdict for part in judge(*schools, standard=asked).parts] == ["met", "short"]


def test_a_stage_nobody_filed_leaves_the_county_unknown() -> None:
    standard = resources()
    parts, long = judge_frames(facts_of([primary(1), primary(2)], standard).parts, standard)
    assert county_verdicts(parts, long, standard)["verdict"].to_list() == ["unknown"]
    assert judge(primary(1), primary(2)).verdict == "unknown"


def test_parts_of_an_unknown_county_are_judged_like_those_of_any_other() -> None:
    standard = resources()
    schools = [primary(1, equipment_value=Decimal(300_000)), primary(2, equipment_value=Decimal(900_000)), junior(3)]
    facts = facts_of(schools, standard)
    lost = facts.parts.with_columns(pl.lit(None, pl.String).alias("county_code"))
    for parts in (facts.parts, lost):
        judged, long = judge_frames(parts, standard)
        assert long.filter(pl.col("indicator") == "L6")["verdict"].to_list() == ["met", "met"]
        assert county_verdicts(judged, long, standard)["verdict"].to_list() == ["short"]


def test_a_nation_without_schools_gives_empty_frames() -> None:
    standard = resources()
    facts = facts_of([primary(1)], standard)
    parts, long = judge_frames(facts.parts.clear(), standard)
    assert (len(parts), len(long)) == (0, 0)
    assert len(county_verdicts(parts, long, standard)) == 0


def test_a_switch_the_standard_does_not_have_is_refused() -> None:
    standard = resources()
    with pytest.raises(ScopeError, match="visiting-teachers"):
        judge_frames(facts_of([primary(1)], standard).parts, standard, ["visiting"])


fields = st.lists(
    st.sampled_from(
        [
            "backbone_teachers",
            "pe_teachers",
            "teaching_area",
            "indoor_sports_area",
            "equipment_value",
            "multimedia_rooms",
        ]
    ),
    min_size=1,
    max_size=3,
    unique=True,
)
numbers = st.decimals(min_value=0, max_value=100, places=2)


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    indicators = []
    for place in range(draw(st.integers(min_value=1, max_value=4))):
        plus = draw(fields)
        stages = draw(st.sets(st.sampled_from([P, "junior"])))
        indicators.append(
            indicator(
                f"X{place}",
                plus=tuple(plus),
                minus=tuple(draw(st.sampled_from([[], ["indoor_sports_area"], ["music_teachers"]]))),
                per=tuple(draw(st.sampled_from([["pupils"], [], ["teachers_bachelor"], ["teaching_area", "pupils"]]))),
                times=draw(st.sampled_from([1, 100, Decimal("0.5")])),
                better=draw(st.sampled_from(["more", "less"])),
                whole=draw(st.booleans()),
                lines={stage: draw(numbers) for stage in stages},
                cv_limits={stage: draw(numbers) / 100 for stage in draw(st.sets(st.sampled_from([P, "junior"])))},
            )
        )
    return standard_of(
        *indicators,
        at_least=draw(st.sampled_from([None, 0, 1, 2, 5])),
        floor=draw(st.sampled_from(["0", "0.5", "0.85"])),
        composite={P: draw(numbers) / 100} if draw(st.booleans()) else {},
        stages=(P, "junior"),
    )


@settings(max_examples=60, deadline=None)
@given(standards(), st.integers(min_value=1, max_value=10**6))
def test_any_standard_judges_the_same_in_frames_and_one_by_one(standard: Standard, number: int) -> None:
    facts = facts_of([county(number)], standard)
    parts, long = judge_frames(facts.parts, standard)
    for code in counties(facts):
        found = assess(facts, standard, county=code)
        assert_same(found, parts, long)
        if len(parts):
            assert county_verdicts(parts, long, standard)["verdict"].to_list() == [found.verdict]
