"""The brute-force oracle and the program agree on 500 random counties, exactly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import msgspec
import oracle
import polars as pl
import pytest
import random_counties

from junheng.assess import Assessment, assess, counties, county_verdicts, judge_frames, rules_of
from junheng.facts import derive
from junheng.standards import load

COUNTIES = 500
LINE = 10**-25


@dataclass(frozen=True)
class Case:
    """One county: what the oracle says, what the program says."""

    records: random_counties.County
    expected: dict[str, Any]
    found: Assessment


@dataclass(frozen=True)
class Nation:
    """All counties, and the frames that judge them at once."""

    cases: list[Case]
    parts: pl.DataFrame
    county: pl.DataFrame
    verdicts: pl.DataFrame


@pytest.fixture(scope="module")
def nation() -> Nation:
    # The items beside the indicators have tests of their own.
    standard = msgspec.structs.replace(load("cn.quality.2017"), item=())
    records = [random_counties.county(number) for number in range(1, COUNTIES + 1)]
    facts = derive(random_counties.tables(*records), rules_of(standard))
    cases = [
        Case(held, oracle.county(*held), assess(facts, standard, county=code))
        for held, code in zip(records, counties(facts), strict=True)
    ]
    parts, county = judge_frames(facts.parts, standard)
    return Nation(cases, parts, county, county_verdicts(parts, county, standard))


def test_the_same_parts_are_judged(nation: Nation) -> None:
    for case in nation.cases:
        found = {(part.unit, part.stage): part.pupils for part in case.found.parts}
        assert found == {key: part["pupils"] for key, part in case.expected["parts"].items()}


def test_every_value_verdict_and_shortfall_is_the_same_fraction(nation: Nation) -> None:
    for case in nation.cases:
        for part in case.found.parts:
            expected = case.expected["parts"][part.unit, part.stage]
            assert part.verdict == expected["verdict"], (part.unit, part.stage)
            for name, cell in part.indicators.items():
                assert {
                    "value": cell.value,
                    "verdict": cell.verdict,
                    "floor": cell.above_floor,
                    "lack": cell.shortfall,
                    "lack_floor": cell.shortfall_floor,
                } == expected["cells"][name], (part.unit, part.stage, name)


def test_means_deviations_coefficients_and_county_verdicts_are_the_same(nation: Nation) -> None:
    for case in nation.cases:
        assert case.found.verdict == case.expected["verdict"], case.found.county_code
        assert {(each.stage, each.indicator) for each in case.found.county} == set(case.expected["county"])
        for each in case.found.county:
            expected = case.expected["county"][each.stage, each.indicator]
            assert (each.mean, each.verdict) == (expected["mean"], expected["verdict"])
            for found, wanted in ((each.sd, expected["sd"]), (each.cv, expected["cv"])):
                assert (found is None) == (wanted is None)
                assert found is None or abs(Fraction(found) - wanted) <= LINE * max(1, wanted)
        for composite in case.found.composite:
            wanted = case.expected["composite"][composite.stage]
            assert (composite.cv is None) == (wanted is None)
            assert composite.cv is None or abs(Fraction(composite.cv) - wanted) <= LINE


def test_the_national_frames_judge_every_part_as_one_by_one(nation: Nation) -> None:
    rows = {(row["county_code"], row["unit"], row["stage"]): row for row in nation.parts.iter_rows(named=True)}
    assert len(rows) == sum(len(case.found.parts) for case in nation.cases)
    for case in nation.cases:
        for part in case.found.parts:
            row = rows[case.found.county_code, part.unit, part.stage]
            assert (row["verdict"], row["met"], row["short"], row["unknown"]) == (
                part.verdict, part.met, part.short, part.unknown,
            )  # fmt: skip
            for name, cell in part.indicators.items():
                assert (row[f"{name}_verdict"], row[f"{name}_above_floor"]) == (cell.verdict, cell.above_floor)
                for column in ("numerator", "denominator", "value"):
                    assert row[f"{name}_{column}"] == _close(getattr(cell, column)), (part.unit, name, column)
                # frames count what the stage itself lacks, cells what its school must add
                share = case.expected["parts"][part.unit, part.stage]["share"]
                split = name in {"L4", "L5", "L6", "L7"} and share not in {None, 1}
                for column in ("shortfall", "shortfall_floor") if not (split and name == "L7") else ():
                    lack = getattr(cell, column)
                    own = lack * share if split and lack is not None else lack
                    assert row[f"{name}_{column}"] == _close(own), (part.unit, name, column)


def test_the_national_frames_judge_every_county_as_one_by_one(nation: Nation) -> None:
    rows = {(row["county_code"], row["stage"], row["indicator"]): row for row in nation.county.iter_rows(named=True)}
    verdicts = dict(nation.verdicts.select("county_code", "verdict").iter_rows())
    for case in nation.cases:
        code = case.found.county_code
        # A county without any judged part has no rows to judge.
        assert verdicts.get(code, "unknown") == case.found.verdict
        for each in case.found.county:
            row = rows.pop((code, each.stage, each.indicator))
            assert (row["n"], row["verdict"]) == (each.parts, each.verdict)
            for column in ("numerator", "denominator", "mean", "sd", "cv", "limit"):
                assert row[column] == _close(getattr(each, column)), (code, each.stage, each.indicator, column)
        for composite in case.found.composite:
            row = rows.pop((code, composite.stage, "composite"))
            assert (row["cv"], row["verdict"]) == (_close(composite.cv), composite.verdict)
    assert not rows


def _close(value: Any) -> Any:
    return None if value is None else pytest.approx(float(value), rel=1e-9, abs=1e-9)


def test_the_counties_hold_what_they_are_meant_to(nation: Nation) -> None:
    """Every kind of school, campus and blank, and ties at the line, at 85 % and at the limit, are in the sample."""
    kinds = Counter(row["kind"] for case in nation.cases for row in case.records[0])
    assert set(kinds) == set(random_counties.KINDS)
    points = {part.pupils for case in nation.cases for part in case.found.parts if part.kind == "218"}
    assert points >= {50, 51} and not points & {12, 49}
    cells = [cell for case in nation.cases for part in case.found.parts for cell in part.indicators.values()]
    assert sum(cell.value == cell.line for cell in cells) > 500
    assert sum(cell.value == cell.floor for cell in cells) > 100
    assert sum(cell.value is None for cell in cells) > 200
    whole = [each for case in nation.cases for each in case.found.county]
    at_limit = [each for each in whole if each.cv is not None and Fraction(each.cv) == each.limit]
    assert len(at_limit) > 100 and {each.verdict for each in at_limit} == {"met"}
    assert any(each.mean == 0 and each.cv is None and each.verdict == "unknown" for each in whole)
    assert {case.found.verdict for case in nation.cases} == {"met", "short", "unknown"}
    assert any("/" in part.unit for case in nation.cases for part in case.found.parts)
    shared = [part for case in nation.cases for part in case.found.parts if part.kind in {"312", "341", "345"}]
    tied = [part.indicators["L4"] for part in shared if part.indicators["L4"].value == part.indicators["L4"].line]
    assert len(tied) > 20
