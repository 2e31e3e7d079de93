"""What every check must pass, whatever it judges."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, NamedTuple, get_args

import polars as pl
import pytest
from items_scene import (
    JUNIOR,
    NINE,
    PRIMARY,
    Edit,
    drop,
    edited,
    put,
    put_in,
    scope,
)

from junheng.assess.items import judge_check, judge_items, kinds
from junheng.assess.model import Finding
from junheng.assess.scope import Scope
from junheng.facts import Facts
from junheng.standards import model
from junheng.standards.model import Check, CheckException, Condition


class Case(NamedTuple):
    """A check that the county meets as it is, the edits each of which makes it short, and what must not be blanked."""

    spec: Check
    short: tuple[Edit, ...]
    switches: tuple[str, ...] = ()
    passes_over_blanks: bool = False
    """Declared exception to the rule on blanks, with its reason beside the case."""


D = Decimal
URBAN = Condition(field="locale_group", among=("urban", "town"))
CASES = (
    Case(model.Attested(fields=("monitored_yearly", "layout_planned")), (put("counties", layout_planned=False),)),
    Case(model.Absent(fields=("veto_false_data", "veto_key_classes")), (put("counties", veto_false_data=True),)),
    Case(
        model.Value(fields=("special_funding_per_pupil",), at_least=8000),
        (put("counties", special_funding_per_pupil=D("7999.99")),),
    ),
    Case(
        model.Value(fields=("monitoring_difference_chinese",), below=D("0.15")),
        (put("counties", monitoring_difference_chinese=D("0.15")),),
    ),
    Case(
        model.Value(fields=("monitoring_level_chinese", "monitoring_level_science"), at_least=3, only_given=True),
        (put("counties", monitoring_level_science=2),),
        # The state monitors some subjects a year; a blank here says that a subject was not monitored.
        passes_over_blanks=True,
    ),
    Case(
        model.NotLess(left="teacher_pay_average", right="civil_servant_pay_average"),
        (put("counties", teacher_pay_average=D("97999.99")),),
    ),
    Case(
        model.Ratio(numerator=("rotated_teachers",), denominator=("rotation_eligible_teachers",), at_least=D("0.1")),
        (put("counties", rotated_teachers=60),),
    ),
    Case(
        model.Ratio(
            of="parts",
            numerator=("entrants_in_zone",),
            denominator=("entrants",),
            stages=("junior",),
            where=(URBAN, Condition(field="boarding", equals=False)),
            at_least=D("0.95"),
        ),
        (put_in("parts", {"unit": JUNIOR}, entrants_in_zone=32),),
    ),
    Case(model.Retention(at_least=D("0.95")), (put_in("parts", {"unit": JUNIOR}, graduates=28),)),
    Case(
        model.Retention(method="entrants", at_least=D("0.9")),
        (put_in("parts", {"unit": JUNIOR}, cohort_transferred_in=20),),
    ),
    Case(
        model.Rating(field="moral_education_rating", at_least="good"),
        (put("counties", moral_education_rating="fair"),),
    ),
    Case(
        model.EachSchoolHas(fields=("has_charter", "digital_management")),
        (put_in("schools", {"unit": NINE}, digital_management=False),),
    ),
    Case(
        model.EachSchoolRatio(numerator="training_budget", denominator="public_budget", at_least=D("0.05")),
        (put_in("schools", {"unit": NINE}, training_budget=D("4999.99")),),
    ),
    Case(
        model.EachSchoolRatio(numerator="certified_teachers", denominator="full_time_teachers", at_least=1),
        (put_in("parts", {"unit": NINE, "stage": "junior"}, certified_teachers=5),),
    ),
    Case(
        model.SmallSchoolFunding(below=100, funded_as=100),
        (put_in("schools", {"unit": NINE}, funded_pupils=99), put("schools", funded_pupils=12)),
    ),
    Case(
        model.SpecialRooms(classes_per_room=12, music_area=96, art_area=90),
        (
            put_in("rooms", {"unit": PRIMARY, "room_kind": "art"}, room_area=D("89.99")),
            put_in("schools", {"unit": JUNIOR}, classes_compulsory=13),
            drop("rooms", unit=NINE, room_kind="music"),
        ),
    ),
    Case(
        model.SpecialRooms(
            classes_per_room=12,
            music_area=100,
            art_area=100,
            exception=(
                CheckException(
                    switch="old",
                    where=(Condition(field="built_year", at_most=2018), Condition(field="largest_class", below=60)),
                    values={"music_area": 73, "art_area": 67},
                ),
            ),
        ),
        (put_in("schools", {"unit": PRIMARY}, built_year=2019),),
        switches=("old",),
    ),
    Case(
        model.SchoolSize(single=100, combined=200),
        (
            put_in("schools", {"unit": JUNIOR}, pupils_compulsory=101),
            put_in("schools", {"unit": NINE}, pupils_compulsory=201),
        ),
    ),
    Case(
        model.SchoolSize(
            single=80,
            combined=80,
            exception=(
                CheckException(
                    switch="old",
                    where=(Condition(field="migrant_share", at_least=D("0.1")),),
                    values={"single": 100, "combined": 120},
                ),
            ),
        ),
        (put_in("schools", {"unit": JUNIOR}, migrant_pupils=9),),
        switches=("old",),
    ),
    Case(
        model.ClassSize(at_most={"primary": 45, "junior": 50}),
        (
            put_in("classes", {"unit": PRIMARY, "class_no": "1"}, class_pupils=46),
            put_in("classes", {"unit": NINE, "stage": "junior"}, class_pupils=51),
        ),
    ),
    Case(
        model.Satisfaction(at_least=D("0.85")),
        (
            put_in("satisfaction", {"respondent": "parents"}, questionnaires_satisfied=339),
            put_in("satisfaction", {"respondent": "parents"}, interviewed_satisfied=16),
        ),
    ),
    Case(
        model.Sample(share_of_population=D("0.0015"), least=600, parents_share=D("0.5")),
        (
            put_in("satisfaction", {"respondent": "teachers"}, questionnaires_valid=199),
            put_in("satisfaction", {"respondent": "teachers"}, questionnaires_valid=401),
            put("counties", population=D("46.6667")),
        ),
    ),
    Case(model.YearsSince(field="basic_recognised_year", years=3), (put("counties", basic_recognised_year=2023),)),
    Case(model.Points(most={"W1": 55, "W2": 45}, at_least=85), (put_in("work_scores", {"item": "W2"}, score=39),)),
)


def name(case: Case) -> str:
    return str(case.spec.__struct_config__.tag)


ALL = pytest.mark.parametrize("case", CASES, ids=name)


def judged(case: Case, *edits: Edit) -> tuple[Finding, Scope]:
    held = scope(edited(*edits), case.spec, switches=case.switches)
    return judge_check(case.spec, held), held


def findings(case: Case) -> list[tuple[Finding, Scope]]:
    return [judged(case), *(judged(case, edit) for edit in case.short)]


def test_every_kind_of_check_has_a_judge_and_a_case() -> None:
    every = set(get_args(Check))
    assert every == set(kinds())
    assert every == {type(case.spec) for case in CASES}


@ALL
def test_the_county_meets_it_and_each_edit_makes_it_short(case: Case) -> None:
    assert judged(case)[0].verdict == "met", judged(case)[0].working.zh
    for edit in case.short:
        assert judged(case, edit)[0].verdict == "short", judged(case, edit)[0].working.zh


@ALL
def test_a_finding_says_what_it_judged_in_both_languages(case: Case) -> None:
    for finding, _ in findings(case):
        assert finding.function == name(case)
        assert finding.working.zh.endswith("。") and finding.working.en.endswith(".")
        assert "None" not in finding.working.zh + finding.working.en
        assert finding.value is not None and finding.line is not None
        assert not finding.missing


@ALL
def test_culprits_stand_in_short_findings_only_and_name_what_is_asked(case: Case) -> None:
    for finding, held in findings(case):
        units = {held.county_code, *held.facts.schools["unit"]}
        for culprit in finding.culprits:
            assert finding.verdict == "short"
            assert culprit.unit in units and culprit.name
            assert culprit.text.zh and culprit.text.en
            assert culprit.value is not None and culprit.line is not None
        if finding.line == 0 and finding.verdict != "unknown":  # a demand on each of a list: `value` counts the failing
            assert finding.value == len(finding.culprits)


@ALL
def test_judging_is_pure(case: Case) -> None:
    for finding, held in findings(case):
        before = {field.name: getattr(held.facts, field.name) for field in fields(Facts)}
        copies = {key: value.clone() for key, value in before.items() if isinstance(value, pl.DataFrame)}
        assert judge_check(case.spec, held) == finding
        assert all(before[key].equals(copy) for key, copy in copies.items())


class Watched:
    """Facts that remember which of their frames were looked at."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.seen = facts, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.seen.add(name)
        return getattr(self.facts, name)


# What a row is and whether it is judged is settled before: these are never blank, nor is the stage of a part.
SETTLED = {"county_code", "year", "unit", "school_code", "campus", "excluded"}


def blanked(held: Scope, case: Case) -> list[tuple[str, Finding]]:
    """Judge again with each cell, and each whole column, that the judge looks at left blank."""
    watched = Watched(held.facts)
    judge_check(case.spec, replace(held, facts=watched))  # type: ignore[arg-type]
    results = []
    for table in sorted(watched.seen):
        frame = getattr(held.facts, table)
        for column in (
            column for column in frame.columns if column not in SETTLED and (table, column) != ("parts", "stage")
        ):
            for place in (*range(len(frame)), None):
                values = [None if place is None or place == row else value for row, value in enumerate(frame[column])]
                series = pl.Series(column, values, frame.schema[column])
                facts = replace(held.facts, **{table: frame.with_columns(series)})
                results.append((f"{table}.{column}[{place}]", judge_check(case.spec, replace(held, facts=facts))))
    return results


@ALL
def test_a_blank_never_turns_a_verdict_into_its_opposite_or_unknown_into_a_verdict(case: Case) -> None:
    if case.passes_over_blanks:
        assert isinstance(case.spec, model.Value) and case.spec.only_given
        return
    for finding, held in findings(case):
        again = blanked(held, case)
        assert any(blank.verdict != finding.verdict for _, blank in again), "no blank changed anything"
        for where, blank in again:
            assert blank.verdict in {finding.verdict, "unknown"}, where
            if blank.verdict == "unknown":
                assert blank.missing, where
                assert blank.working.zh and blank.working.en and "None" not in blank.working.zh + blank.working.en
            else:
                assert blank.value is not None, where


@ALL
def test_a_county_that_filed_nothing_is_unknown_and_says_why(case: Case) -> None:
    nothing = [
        drop(table) for table in ("parts", "schools", "classes", "rooms", "counties", "satisfaction", "work_scores")
    ]
    finding, _ = judged(case, *nothing)
    assert finding.verdict == "unknown"
    assert finding.value is None and not finding.culprits
    assert finding.working.zh and finding.working.en


def test_an_item_is_as_bad_as_its_worst_check() -> None:
    good = model.Attested(fields=("layout_planned",))
    veto = model.Absent(fields=("veto_false_data",))
    years = model.YearsSince(field="basic_recognised_year", years=3)

    def verdict(*edits: Edit) -> str:
        (item,) = judge_items(scope(edited(*edits), good, veto, years))
        assert [finding.function for finding in item.findings] == ["attested", "absent", "years_since"]
        return item.verdict

    assert verdict() == "met"
    assert verdict(put("counties", layout_planned=None)) == "unknown"
    assert verdict(put("counties", layout_planned=None, veto_false_data=True)) == "short"
