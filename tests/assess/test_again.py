"""Judging again what a few changed figures touch says exactly what judging everything anew says."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest
import random_counties
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from junheng import demo, standards
from junheng.assess import Assessment, ScopeError, again, assess, history, outcome, rules_of
from junheng.dictionary import Tables, load
from junheng.facts import Facts, Ground, amend, derive, ground
from junheng.facts.amend import records
from junheng.standards import Standard

YEAR = 2025
FIGURES = {
    table: [
        name
        for name, field in load().tables[table].fields.items()
        if field.numeric and name not in {"longitude", "latitude"}
    ]
    for table in ("school", "part")
}


@cache
def standard(name: str) -> Standard:
    return standards.load(name)


@cache
def tables(persons: bool) -> Tables:
    return demo.county(schools=8, seed=7, persons=persons)


@cache
def base(name: str, switches: tuple[str, ...], persons: bool) -> tuple[Facts, Assessment, Ground]:
    held, rules = tables(persons), rules_of(standard(name))
    facts = derive(held, rules)
    return facts, assess(facts, standard(name), year=YEAR, switches=switches), ground(held, rules, YEAR)


@st.composite
def changed(draw: st.DrawFn, held: Ground) -> tuple[list[str], Tables]:
    """Some schools' records with some figures changed: more, less, nothing at all, blank."""
    codes = held.tables["school"]["school_code"].unique().sort().to_list()
    schools = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True))
    found = {}
    for name in draw(st.sampled_from([("part",), ("school",), ("part", "school")])):
        frame = records(held, name, schools)
        rows = frame.to_dicts()
        if rows:
            for _ in range(draw(st.integers(1, 4))):
                row, field = draw(st.sampled_from(rows)), draw(st.sampled_from(FIGURES[name]))
                row[field] = draw(_value(name, field, row[field]))
        found[name] = pl.DataFrame(rows, schema=frame.schema)
    return schools, found


def _value(table: str, name: str, was: Any) -> st.SearchStrategy[Any]:
    field = load().tables[table].fields[name]
    if field.type == "boolean":
        return st.sampled_from([True, False, None])
    if field.type == "integer":
        return st.sampled_from([None, 0, (was or 0) + 1, (was or 0) + 3, max((was or 0) - 2, 0), (was or 1) * 2])
    return st.sampled_from([None, Decimal(0), (was or Decimal(0)) + 200, (was or Decimal(1)) * 2])


def anew(held: Tables, schools: list[str], change: Tables, name: str, switches: tuple[str, ...] = ()) -> Assessment:
    here = pl.col("school_code").is_in(schools) & (pl.col("year") == YEAR)
    full = {**held, **{table: pl.concat([held[table].filter(~here), frame]) for table, frame in change.items()}}
    return assess(derive(full, rules_of(standard(name))), standard(name), year=YEAR, switches=switches)


CASES = [
    ("cn.quality.2017", (), False),
    ("cn.quality.2017", ("rooms-small-classes", "size-transition", "visiting-teachers", "nearby-sports"), False),
    ("cn.basic.2012", (), False),
    ("cn.quality.2017", (), True),
]


@pytest.mark.parametrize(("name", "switches", "persons"), CASES)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_changed_schools_alone_give_what_the_whole_county_would(
    name: str, switches: tuple[str, ...], persons: bool, data: st.DataObject
) -> None:
    facts, assessment, held = base(name, switches, persons)
    schools, change = data.draw(changed(held))
    after = amend(facts, held, schools, change)
    full = anew(tables(persons), schools, change, name, switches)
    assert again(assessment, standard(name), facts, after, schools) == outcome(full, standard(name))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(number=st.integers(1, 400), data=st.data())
@example(number=10, data=None)
def test_it_holds_for_every_kind_of_school_and_campus(number: int, data: st.DataObject | None) -> None:
    name, own = "cn.quality.2017", random_counties.tables(random_counties.county(number))
    rules = rules_of(standard(name))
    facts = derive(own, rules)
    try:
        assessment = assess(facts, standard(name))
    except ScopeError:
        return
    held = ground(own, rules, YEAR)
    if data is None:
        schools = own["school"]["school_code"].to_list()[:1]
        change = {"part": records(held, "part", schools).with_columns(pl.col("pupils") + 1)}
    else:
        schools, change = data.draw(changed(held))
    after = amend(facts, held, schools, change)
    full = anew(own, schools, change, name)
    assert again(assessment, standard(name), facts, after, schools) == outcome(full, standard(name))


def test_amended_facts_are_those_of_the_changed_records() -> None:
    facts, _, held = base("cn.quality.2017", (), True)
    code = held.tables["school"]["school_code"][0]
    change = records(held, "part", [code]).with_columns(pl.lit(None, pl.Int64).alias("pupils"))
    after = amend(facts, held, [code], {"part": change})
    here = (pl.col("school_code") == code) & (pl.col("year") == YEAR)
    full = {**tables(True), "part": pl.concat([tables(True)["part"].filter(~here), change])}
    wanted = derive(full, rules_of(standard("cn.quality.2017")))
    for name, keys in (
        ("parts", ["year", "unit", "stage"]),
        ("schools", ["year", "unit"]),
        ("rooms", ["year", "unit", "room_no"]),
    ):
        now, then = getattr(after, name).sort(keys), getattr(wanted, name).sort(keys)
        assert now.equals(then)
    assert after.snapshot == facts.snapshot


def test_nothing_of_the_facts_before_is_touched() -> None:
    facts, assessment, held = base("cn.quality.2017", (), False)
    before = facts.parts.clone()
    code = held.tables["school"]["school_code"][0]
    amend(
        facts, held, [code], {"part": records(held, "part", [code]).with_columns(pl.lit(1, pl.Int64).alias("pupils"))}
    )
    assert facts.parts.equals(before)
    assert outcome(assessment, standard("cn.quality.2017")) == again(
        assessment, standard("cn.quality.2017"), facts, facts, [code]
    )


def test_the_history_of_a_school_is_what_each_year_says_of_it() -> None:
    facts, assessment, held = base("cn.quality.2017", (), False)
    code = held.tables["school"]["school_code"][0]
    past = history(assessment, standard("cn.quality.2017"), facts, {code})
    assert list(past) == [2023, 2024, 2025]
    for year, parts in past.items():
        whole = assess(facts, standard("cn.quality.2017"), year=year)
        assert parts == tuple(part for part in whole.parts if part.school == code)
