"""What is typed becomes exact changes; what the dictionary forbids is said, and what comes of it is exact."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from junheng import standards
from junheng.assess import assess, outcome, rules_of
from junheng.dictionary import load
from junheng.facts import derive
from junheng.web.judgement.service import Judged
from junheng.web.judgement.what_if.changes import Change, Wrong, read, typed
from junheng.web.judgement.what_if.engine import trial
from junheng.web.judgement.what_if.fields import offered
from junheng.web.judgement.what_if.shown import shown

PART = ("part", "2199000001", "", "primary")
SCHOOL = ("school", "2199000001", "", "")


def fields(table: str, name: str) -> Any:
    return load().tables[table].fields[name]


@pytest.mark.parametrize(
    ("name", "text", "how", "value"),
    [
        ("backbone_teachers", "45", "set", "45"),
        ("backbone_teachers", "+3", "add", "3"),
        ("backbone_teachers", "＋3", "add", "3"),
        ("backbone_teachers", "-2", "add", "-2"),
        ("backbone_teachers", " 1,234 ", "set", "1234"),
        ("backbone_teachers", "5人", "set", "5"),
    ],
)
def test_it_reads_figures_as_people_type_them(name: str, text: str, how: str, value: str) -> None:
    change = read(PART, fields("part", name), text)
    assert isinstance(change, Change)
    assert (change.how, change.value) == (how, value)


def test_money_is_typed_in_the_unit_it_is_shown_in() -> None:
    change = read(SCHOOL, fields("school", "equipment_value"), "1.5")
    assert isinstance(change, Change)
    assert Decimal(change.value) == 15_000
    assert typed(change, fields("school", "equipment_value")) == "1.5"


@pytest.mark.parametrize("text", ["abc", "=1+1", "1.5", "3 公斤", "1e99", "--3"])
def test_what_is_no_whole_number_of_persons_is_told(text: str) -> None:
    assert isinstance(read(PART, fields("part", "backbone_teachers"), text), Wrong)


def test_a_blank_field_changes_nothing() -> None:
    assert read(PART, fields("part", "backbone_teachers"), "  ") is None


@pytest.mark.parametrize(("text", "value"), [("是", "true"), ("否", "false"), ("yes", "true")])
def test_statements_are_yes_or_no(text: str, value: str) -> None:
    change = read(SCHOOL, fields("school", "has_charter"), text)
    assert isinstance(change, Change)
    assert change.value == value
    assert isinstance(read(SCHOOL, fields("school", "has_charter"), "也许"), Wrong)


def test_the_figures_offered_are_those_the_standard_reads() -> None:
    quality, basic = standards.load("cn.quality.2017"), standards.load("cn.basic.2012")
    resources = [field.name for field in offered(quality, (), "part", "primary")["resources"]]
    assert {"pupils", "backbone_teachers", "teachers_associate"} <= set(resources)
    assert "teachers_associate" not in [one.name for one in offered(quality, (), "part", "junior")["resources"]]
    assert "computers" not in [field.name for field in offered(quality, (), "school", "")["resources"]]
    assert "computers" in [field.name for field in offered(basic, (), "school", "")["resources"]]
    assert [field.name for field in offered(quality, (), "part", "senior")["resources"]] == ["pupils"]
    # What others are held against may be changed with them.
    assert "full_time_teachers" in [field.name for field in offered(quality, (), "part", "primary")["others"]]


def a_part(found: Judged) -> Any:
    return next(part for part in found.assessment.parts if part.stage == "primary" and not part.campus)


def change(found: Judged, name: str, value: str, how: Any = "add", table: str = "part") -> Change:
    part = a_part(found)
    return Change(table, part.school, "", part.stage if table == "part" else "", name, how, value)


def test_more_backbone_teachers_show_at_once_and_exactly(found: Judged) -> None:
    changes = [change(found, "backbone_teachers", "3"), change(found, "teaching_area", "200", table="school")]
    tried = trial(found, changes)
    assert tried.after is not None
    part = a_part(found)
    tables = dict(found.tables)
    for table, name, more in (("part", "backbone_teachers", 3), ("school", "teaching_area", 200)):
        here = (pl.col("school_code") == part.school) & (pl.col("year") == 2025)
        if table == "part":
            here &= pl.col("stage") == part.stage
        frame = tables[table]
        tables[table] = frame.with_columns(
            pl.when(here).then(pl.col(name) + more).otherwise(pl.col(name)).cast(frame.schema[name]).alias(name)
        )
    whole = assess(derive(tables, rules_of(found.standard)), found.standard, year=2025)
    assert tried.after == outcome(whole, found.standard)
    assert tried.before == outcome(found.assessment, found.standard)
    lines = shown(found.assessment.standard, tried.before, tried.after, "zh")
    assert [school.unit for school in lines.schools][:1] == [part.unit]
    assert any(line.changed for each in lines.coefficients.values() for line in each)


def test_a_figure_out_of_bounds_is_a_fault_and_nothing_is_judged(found: Judged) -> None:
    tried = trial(found, [change(found, "pupils", "-100000")])
    assert tried.after is None
    assert [wrong.severity for wrong in tried.wrong] == ["fault"]
    assert "应在" in tried.wrong[0].text.zh


def test_a_contradiction_between_figures_is_a_fault_at_its_figure(found: Judged) -> None:
    tried = trial(found, [change(found, "backbone_teachers", "2999", "set")])
    assert tried.after is None
    fault = next(wrong for wrong in tried.wrong if wrong.severity == "fault")
    assert (fault.field, fault.place and fault.place[0]) == ("full_time_teachers", "part")


def test_a_jump_is_a_doubt_and_is_judged_all_the_same(found: Judged) -> None:
    tried = trial(found, [change(found, "teaching_area", "100000", "set", "school")])
    assert tried.after is not None
    assert {wrong.severity for wrong in tried.wrong} == {"doubt"}


def blanked(found: Judged, name: str) -> Judged:
    """The same county, but with one figure of the school's left blank."""
    frame = found.tables["part"]
    here = (pl.col("school_code") == a_part(found).school) & (pl.col("year") == 2025)
    blank = pl.when(here).then(None).otherwise(pl.col(name)).cast(pl.Int64).alias(name)
    tables = {**found.tables, "part": frame.with_columns(blank)}
    facts = derive(tables, rules_of(found.standard))
    return Judged(found.snapshot, found.standard, tables, facts, assess(facts, found.standard, year=2025))


def cell(parts: Any, found: Judged, indicator: str) -> Any:
    part = a_part(found)
    return next(one for one in parts if (one.unit, one.stage) == (part.unit, part.stage)).indicators[indicator]


def test_adding_to_an_unknown_figure_leaves_it_unknown(found: Judged) -> None:
    own = blanked(found, "backbone_teachers")
    tried = trial(own, [change(own, "backbone_teachers", "3")])
    assert tried.after is not None
    assert cell(tried.after.parts, own, "L2").verdict == "unknown"
    assert [wrong.severity for wrong in tried.wrong] == ["doubt"]
    known = trial(own, [change(own, "backbone_teachers", "3", "set")])
    assert known.after is not None
    assert cell(known.after.parts, own, "L2").numerator == 3


def test_adding_to_a_figure_worked_out_from_others_adds_to_that(found: Judged) -> None:
    own = blanked(found, "teachers_above_degree")
    tried = trial(own, [change(own, "teachers_above_degree", "-1")])
    assert tried.after is not None
    was, now = (cell(parts, own, "L1").numerator for parts in (tried.before.parts, tried.after.parts))
    assert was is not None
    assert now == was - 1


def test_a_record_the_snapshot_has_not_is_refused(found: Judged) -> None:
    tried = trial(found, [Change("part", a_part(found).school, "不存在", "primary", "pupils", "add", "1")])
    assert tried.after is None
    assert tried.wrong[0].severity == "fault"
