"""Which rows are judged, how shared figures are split, and what is worked out."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import hypothesis.strategies as st
import polars as pl
import pytest
from facts_tables import CODE, PART, RULES, SCHOOL, WEIGHTS, part, school, tables
from hypothesis import given, settings

from junheng.dictionary import load
from junheng.facts import DIMENSIONS, Rules, derive, derive_parts
from junheng.facts.shares import scaled


def one(kind="211", stage="primary", school_figures=None, rules=RULES, **figures):
    facts = derive(tables([{**school(kind), **(school_figures or {})}], [part(stage, **figures)]), rules)
    return next(row for row in facts.parts.rows(named=True) if row["stage"] == stage)


def test_parts_have_the_dimensions_then_every_figure_of_part_and_school():
    facts = derive(tables([school()], [part()]), RULES)

    figures = [
        name
        for table in ("part", "school")
        for name, field in load().tables[table].fields.items()
        if field.numeric and name not in DIMENSIONS
    ]
    assert facts.parts.columns == [*DIMENSIONS, *figures, "largest_class", "migrant_share", "school_pupils"]
    for table in ("part", "school"):
        kept = [name for name in load().tables[table].schema if name in facts.parts.columns]
        assert {n: facts.parts.schema[n] for n in kept} == {n: load().tables[table].schema[n] for n in kept}
    assert facts.parts.schema["share_num"] == facts.parts.schema["share_den"] == pl.Int64
    assert facts.parts.schema["largest_class"] == pl.Int64
    assert facts.parts.schema["migrant_share"] == pl.Float64


@pytest.mark.parametrize(
    ("pupils", "excluded"), [(49, "small_point"), (50, None), (None, None), (0, "small_point"), (51, None)]
)
def test_teaching_points_are_judged_from_fifty_pupils(pupils, excluded):
    assert one("218", pupils=pupils)["excluded"] == excluded


def test_without_a_minimum_all_teaching_points_are_judged():
    assert one("218", pupils=3, rules=Rules(weights=WEIGHTS))["excluded"] is None


def test_small_schools_that_are_no_teaching_points_are_judged():
    assert one("211", pupils=3)["excluded"] is None


def test_left_out_rows_say_why():
    assert one("513", "special")["excluded"] == "kind"
    assert one("361", "vocational")["excluded"] == "kind"
    assert one("211", school_figures={"sponsor": "9"})["excluded"] == "sponsor"
    assert one("342", "senior")["excluded"] == "stage"
    assert one("211", pupils=0)["excluded"] == "no_pupils"
    assert one("211", pupils=None)["excluded"] is None
    assert one("211", school_figures={"sponsor": None, "kind": None})["excluded"] is None


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 5000), min_size=3, max_size=3))
def test_shares_of_a_twelve_year_school_are_weighted_pupils_and_sum_to_one(pupils):
    stages = ("primary", "junior", "senior")
    facts = derive(
        tables([school("345")], [part(stage, pupils=count) for stage, count in zip(stages, pupils, strict=True)]), RULES
    )

    weighted = {s: WEIGHTS["default"][s] * count for s, count in zip(stages, pupils, strict=True)}
    got = {row["stage"]: (row["share_num"], row["share_den"]) for row in facts.parts.rows(named=True)}
    if sum(weighted.values()) == 0:
        assert set(got.values()) == {(None, None)}
    else:
        assert {s: Fraction(*share) for s, share in got.items()} == {
            s: weight / sum(weighted.values()) for s, weight in weighted.items()
        }
        assert sum(Fraction(*share) for share in got.values()) == 1


def test_a_complete_secondary_school_splits_one_to_one_point_two():
    facts = derive(tables([school("341")], [part("junior", pupils=500), part("senior", pupils=500)]), RULES)

    shares = {row["stage"]: Fraction(row["share_num"], row["share_den"]) for row in facts.parts.rows(named=True)}
    assert shares == {"junior": Fraction(5, 11), "senior": Fraction(6, 11)}


def test_unknown_pupils_of_a_stage_leave_every_share_of_the_unit_unknown():
    facts = derive(tables([school("312")], [part("primary", pupils=None), part("junior")]), RULES)

    assert facts.parts["share_num"].to_list() == [None, None]
    assert facts.parts["share_den"].to_list() == [None, None]


@pytest.mark.parametrize("children", [0, 80, None])
def test_a_kindergarten_in_a_primary_school_takes_no_share(children):
    facts = derive(tables([school("211")], [part("primary"), part("kindergarten", pupils=children)]), RULES)

    shares = {row["stage"]: (row["share_num"], row["share_den"]) for row in facts.parts.rows(named=True)}
    assert shares == {"primary": (1, 1), "kindergarten": (0, 1)}


def test_without_weights_a_unit_of_several_stages_is_not_split():
    facts = derive(tables([school("312")], [part("primary"), part("junior")]), Rules())

    assert facts.parts["share_num"].to_list() == [None, None]


def test_weights_are_scaled_to_whole_numbers_in_the_same_proportion():
    assert scaled(WEIGHTS["default"]) == {"primary": 50, "junior": 55, "senior": 66}
    assert scaled({}) == {}


DEGREES = {"teachers_postgraduate": 2, "teachers_bachelor": 10, "teachers_associate": 5}


@pytest.mark.parametrize(
    ("kind", "stage", "above"),
    [("211", "primary", 17), ("311", "junior", 12), ("342", "senior", 2), ("111", "kindergarten", None)],
)
def test_teachers_above_the_required_degree_follow_from_the_degrees(kind, stage, above):
    assert one(kind, stage, **DEGREES)["teachers_above_degree"] == above


@pytest.mark.parametrize("missing", ["teachers_postgraduate", "teachers_bachelor", "teachers_associate"])
def test_an_unknown_degree_leaves_the_teachers_above_it_unknown(missing):
    assert one(**{**DEGREES, missing: None})["teachers_above_degree"] is None


def test_a_filed_number_of_teachers_above_the_degree_is_kept_and_the_difference_told():
    facts = derive(tables([school()], [part(**DEGREES, teachers_above_degree=16)]), RULES)

    assert facts.parts["teachers_above_degree"].to_list() == [16]
    (note,) = [note for note in facts.notes if note.kind == "differs"]
    assert (note.unit, note.stage, note.field, note.county_code, note.year) == (
        CODE, "primary", "teachers_above_degree", "110101", 2025,
    )  # fmt: skip
    assert "16" in note.text.zh and "17" in note.text.zh


def test_worked_out_figures_are_told_once_per_county_with_their_number():
    facts = derive(
        tables([school(code=f"211100000{n}") for n in range(3)], [part(code=f"211100000{n}") for n in range(3)]), RULES
    )

    assert [(n.kind, n.field, n.county_code) for n in facts.notes] == [("derived", "teachers_above_degree", "110101")]
    assert facts.notes[0].text.zh.startswith("3 处")


KINDS = {
    "211": ["primary"],
    "218": ["primary"],
    "311": ["junior"],
    "312": ["primary", "junior"],
    "341": ["junior", "senior"],
}
PART_FIGURES, SCHOOL_FIGURES = (
    list(PART),
    [n for n in SCHOOL if n not in {"county_code", "school_name", "kind", "locale", "sponsor"}],
)


@st.composite
def counties(draw):
    """Draw a county with some multi-stage schools and campuses, all figures known."""
    schools, parts = [], []
    for number in range(draw(st.integers(1, 4))):
        code = f"211100000{number}"
        kind = draw(st.sampled_from(sorted(KINDS)))
        for campus in draw(st.sampled_from([[""], ["", "东"], ["东", "西"]])):
            schools.append(school(kind, code, campus, multimedia_rooms=draw(st.integers(0, 9))))
            stages = draw(st.lists(st.sampled_from(KINDS[kind]), min_size=1, unique=True))
            parts += [part(stage, code, campus, pupils=draw(st.integers(0, 99))) for stage in stages]
    return schools, parts


def known(facts):
    return {
        (row["school_code"], row["campus"], row["stage"], name): row[name]
        for row in facts.parts.rows(named=True)
        for name in (*PART_FIGURES, *SCHOOL_FIGURES, "teachers_above_degree", "largest_class", "share_num")
    }


@settings(deadline=None, max_examples=60)
@given(counties(), st.data())
def test_blanking_a_figure_never_gives_another_known_figure(county, data):
    schools, parts = county
    before = known(derive(tables(schools, parts), RULES))

    rows, names = data.draw(st.sampled_from([(schools, SCHOOL_FIGURES), (parts, PART_FIGURES)]))
    place, name = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from(names))
    rows[place] = {**rows[place], name: None}
    after = known(derive(tables(schools, parts), RULES))

    assert after.keys() == before.keys()
    assert all(value is None or value == before[key] for key, value in after.items())


@settings(deadline=None, max_examples=60)
@given(counties(), st.data())
def test_leaving_out_a_part_row_never_gives_a_smaller_known_figure_of_a_school(county, data):
    schools, parts = county
    before = derive(tables(schools, parts), RULES).schools
    dropped = data.draw(st.sampled_from(parts))
    after = derive(tables(schools, [row for row in parts if row is not dropped]), RULES).schools

    whole = {row["unit"]: row["pupils_compulsory"] for row in before.rows(named=True)}
    for row in after.rows(named=True):
        if row["school_code"] != dropped["school_code"]:
            assert row["pupils_compulsory"] == whole[row["unit"]]


@settings(deadline=None, max_examples=60)
@given(counties(), st.randoms())
def test_the_order_of_records_changes_nothing(county, random):
    schools, parts = county
    before = derive(tables(schools, parts), RULES)
    random.shuffle(schools)
    random.shuffle(parts)
    after = derive(tables(schools, parts), RULES)

    key = ["unit", "stage"]
    assert before.parts.sort(key).equals(after.parts.sort(key))
    assert before.schools.sort("unit").equals(after.schools.sort("unit"))
    assert before.notes == after.notes
    assert before.snapshot == after.snapshot


@settings(deadline=None, max_examples=60)
@given(counties())
def test_the_national_path_gives_the_same_rows(county):
    given_tables = tables(*county)
    whole = derive(given_tables, RULES).parts.sort("unit", "stage")

    assert derive_parts(given_tables, RULES).sort("unit", "stage").equals(whole)
    some = derive_parts(given_tables, RULES, ["teachers_above_degree", "teaching_area"]).sort("unit", "stage")
    assert some.equals(whole.select(some.columns))
    assert {"teachers_above_degree", "teaching_area", "share_num", "excluded"} <= set(some.columns)
    assert "girls" not in some.columns and "school_name" not in some.columns


def test_no_tables_give_no_facts():
    facts = derive({}, RULES)

    assert facts.parts.is_empty()
    assert facts.schools.is_empty()
    assert facts.notes == ()


def test_deriving_from_filed_figures_loads_no_other_engine():
    code = (
        "import sys; from junheng.dictionary import load; from junheng.facts import Rules, derive;"
        "derive({n: load().tables[n].empty() for n in ('school', 'part', 'class', 'room')}, Rules());"
        "print([m for m in ('narwhals', 'duckdb', 'pyarrow', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
