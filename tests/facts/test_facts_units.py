"""Which records make a school."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from facts_tables import CODE, RULES, frame, part, school, tables

from junheng.facts import derive


def row(frame, **where):
    rows = frame.rows(named=True)
    (found,) = [row for row in rows if all(row[name] == value for name, value in where.items())]
    return found


def kinds(facts):
    return [note.kind for note in facts.notes]


def test_a_school_on_one_site_is_one_unit_with_its_fields_beside_each_part():
    facts = derive(tables([school("312")], [part("primary"), part("junior", pupils=100)]), RULES)

    assert facts.parts["unit"].to_list() == [CODE, CODE]
    junior = row(facts.parts, stage="junior")
    assert junior["county_code"] == "110101"
    assert (junior["kind_group"], junior["locale_group"], junior["sponsor_group"]) == ("nine_year", "town", "public")
    assert (junior["pupils"], junior["teaching_area"]) == (100, Decimal("1200.50"))
    assert facts.schools["unit"].to_list() == [CODE]
    assert facts.schools["stages"].to_list() == [["primary", "junior"]]


def test_campuses_of_a_one_stage_school_are_added_up_under_the_main_campus():
    facts = derive(
        tables(
            [school(campus="东校区", school_name="分校", locale="220"), school(longitude=Decimal("116.5"))],
            [part(campus="东校区", pupils=30, classes=2), part(pupils=200, classes=5)],
        ),
        RULES,
    )

    (only,) = facts.parts.rows(named=True)
    assert (only["unit"], only["campus"], only["school_name"], only["locale"]) == (CODE, "", "中心学校", "121")
    assert (only["pupils"], only["classes"], only["multimedia_rooms"]) == (230, 7, 16)
    assert only["teaching_area"] == Decimal("2401.00")
    assert only["longitude"] == Decimal("116.5")
    assert (only["share_num"], only["share_den"]) == (1, 1)
    assert kinds(facts).count("merged") == 1


def test_an_unknown_term_makes_the_sum_over_campuses_unknown():
    facts = derive(
        tables(
            [school(), school(campus="东校区", multimedia_rooms=None, has_charter=False)],
            [part(), part(campus="东校区", backbone_teachers=None)],
        ),
        RULES,
    )

    (only,) = facts.parts.rows(named=True)
    assert only["backbone_teachers"] is None
    assert only["multimedia_rooms"] is None
    assert only["pupils"] == 400
    assert only["has_charter"] is False


def test_a_campus_that_holds_one_stage_of_several_is_a_school_of_that_stage():
    facts = derive(
        tables(
            [school("312"), school("312", campus="南校区"), school("312", campus="北校区")],
            [part("primary"), part("junior"), part("primary", campus="南校区"), part("junior", campus="北校区")],
        ),
        RULES,
    )

    south = row(facts.parts, unit=f"{CODE}/南校区")
    north = row(facts.parts, unit=f"{CODE}/北校区")
    assert (south["stage"], south["kind"], south["kind_group"]) == ("primary", "312", "primary")
    assert (north["stage"], north["kind_group"], north["share_num"], north["share_den"]) == ("junior", "junior", 1, 1)
    assert row(facts.parts, unit=CODE, stage="junior")["kind_group"] == "nine_year"
    assert sorted(facts.schools["unit"]) == sorted([CODE, f"{CODE}/北校区", f"{CODE}/南校区"])


def test_the_main_campus_keeps_the_plain_code_when_every_campus_holds_one_stage():
    facts = derive(
        tables(
            [school("312"), school("312", campus="南校区")],
            [part("primary"), part("junior", campus="南校区")],
        ),
        RULES,
    )

    assert row(facts.parts, stage="primary")["unit"] == CODE
    assert row(facts.parts, stage="junior")["unit"] == f"{CODE}/南校区"
    assert "merged" not in kinds(facts)


def test_campuses_with_several_stages_are_merged_stage_by_stage():
    both = [part(stage, campus=campus, pupils=10) for stage in ("primary", "junior") for campus in ("", "东校区")]
    facts = derive(tables([school("312"), school("312", campus="东校区")], both), RULES)

    assert facts.parts.height == 2
    assert facts.parts["pupils"].to_list() == [20, 20]
    together = 50 * 20 + 55 * 20
    shares = {(row["share_num"], row["share_den"]) for row in facts.parts.rows(named=True)}
    assert shares == {(50 * 20, together), (55 * 20, together)}


def test_grades_of_merged_campuses_are_known_only_when_they_agree():
    same = derive(tables([school(), school(campus="东")], [part(), part(campus="东")]), RULES)
    other = derive(tables([school(), school(campus="东")], [part(), part(campus="东", grades=3)]), RULES)

    assert same.parts["grades"].to_list() == [6]
    assert other.parts["grades"].to_list() == [None]


def test_years_are_kept_apart():
    earlier = {**part(pupils=111), "year": 2024}
    facts = derive(tables([school(), {**school(), "year": 2024}], [part(), earlier]), RULES)

    assert sorted(facts.parts.select("year", "pupils").rows()) == [(2024, 111), (2025, 200)]


def test_a_part_without_school_row_stays_with_unknown_school_figures():
    facts = derive(tables([], [part(), part("junior")]), RULES)

    assert facts.parts["unit"].to_list() == [CODE, CODE]
    assert facts.parts["county_code"].to_list() == [None, None]
    assert facts.parts["teaching_area"].to_list() == [None, None]
    assert facts.parts["excluded"].to_list() == [None, None]
    assert kinds(facts).count("orphan") == 2


def test_a_stage_the_kind_should_have_shows_as_unknown_when_it_was_not_filed():
    facts = derive(tables([school("312")], [part("primary")]), RULES)

    junior = row(facts.parts, stage="junior")
    assert junior["pupils"] is None
    assert junior["share_num"] is None
    assert row(facts.parts, stage="primary")["share_num"] is None
    assert [(note.kind, note.unit, note.stage) for note in facts.notes if note.kind == "missing"] == [
        ("missing", CODE, "junior")
    ]
    assert facts.schools["pupils_compulsory"].to_list() == [None]


def test_schools_without_a_judged_stage_are_not_missed():
    rows = [part("junior"), part("senior")]
    facts = derive(tables([school("341"), school("111", code="1111000001")], rows), RULES)

    assert sorted(facts.parts["stage"]) == ["junior", "senior"]
    assert facts.schools["judged"].to_list() == [True, False]


def test_a_campus_without_any_part_row_makes_its_school_unknown_not_smaller():
    facts = derive(tables([school(), school(campus="东校区")], [part()]), RULES)

    (only,) = facts.parts.rows(named=True)
    assert (only["unit"], only["pupils"]) == (CODE, None)


def test_rows_with_the_same_key_keep_what_they_agree_on():
    facts = derive(tables([school(), school()], [part(), part(backbone_teachers=9)]), RULES)

    (only,) = facts.parts.rows(named=True)
    assert (only["pupils"], only["backbone_teachers"], only["multimedia_rooms"]) == (200, None, 8)
    assert kinds(facts).count("duplicate") == 1


def test_foreign_codes_that_are_not_numbers_are_told_apart():
    codes = ["XBA-001", "XBA-01", "0000000001", "1"]
    facts = derive(
        tables(
            [school(code=code, multimedia_rooms=place) for place, code in enumerate(codes)],
            [part(code=code, pupils=100 + place) for place, code in enumerate(codes)],
        ),
        RULES,
    )

    found = facts.parts.select("unit", "pupils", "multimedia_rooms").rows()
    assert sorted(found) == sorted((code, 100 + place, place) for place, code in enumerate(codes))


def test_blank_campuses_are_the_main_campus():
    facts = derive(tables([school()], [{**part(), "campus": None}]), RULES)

    assert facts.parts.select("unit", "county_code").rows() == [(CODE, "110101")]


def test_origins_of_part_and_school_rows_are_joined():
    facts = derive(
        {
            "school": frame("school", {**school(), "origin": "a.xlsx|学校情况|3"}),
            "part": frame("part", {**part(), "origin": "a.xlsx|学段数据|5"}),
        },
        RULES,
    )

    assert facts.parts.columns[-1] == "origin"
    assert facts.parts["origin"].to_list() == ["a.xlsx|学段数据|5;a.xlsx|学校情况|3"]


def test_school_rows_add_up_the_compulsory_stages_and_all_stages():
    facts = derive(
        tables(
            [school("345")],
            [part("primary", pupils=300, classes=8), part("junior", pupils=200, classes=5), part("senior", pupils=90)],
        ),
        RULES,
    )

    (only,) = facts.schools.rows(named=True)
    assert (only["pupils"], only["pupils_compulsory"]) == (590, 500)
    assert (only["pupils_primary"], only["pupils_junior"]) == (300, 200)
    assert (only["classes"], only["classes_compulsory"]) == (18, 13)
    assert (only["migrant_pupils"], only["migrant_share"]) == (40, 0.08)
    assert only["stages"] == ["primary", "junior", "senior"]


def classes(*sizes, stage="primary"):
    return [
        {"year": 2025, "school_code": CODE, "stage": stage, "grade": 1, "class_no": str(number), "class_pupils": size}
        for number, size in enumerate(sizes)
    ]


def test_the_largest_class_is_known_only_when_every_class_is():
    def largest(*sizes, filed=2):
        facts = derive(tables([school()], [part(classes=filed)], **{"class": frame("class", *classes(*sizes))}), RULES)
        return facts.parts["largest_class"].item(), facts.schools["largest_class"].item()

    assert largest(41, 44) == (44, 44)
    assert largest(41, None) == (None, None)
    assert largest(41, 44, filed=3) == (None, None)
    assert largest() == (None, None)


def test_classes_and_rooms_carry_their_unit():
    room = {"year": 2025, "school_code": CODE, "room_no": "1", "room_kind": "music", "room_area": Decimal(96)}
    facts = derive(
        tables(
            [school()],
            [part()],
            **{"class": frame("class", *classes(40)), "room": frame("room", room, {**room, "campus": "无此校区"})},
        ),
        RULES,
    )

    assert facts.classes.select("county_code", "unit", "kind_group", "locale_group").rows() == [
        ("110101", CODE, "primary", "town")
    ]
    assert facts.rooms["unit"].to_list() == [CODE, None]


@pytest.mark.parametrize(("kind", "filed"), [("341", ["junior"]), ("345", ["primary", "junior"])])
def test_a_school_that_files_no_senior_row_has_an_unknown_share(kind, filed):
    facts = derive(tables([school(kind)], [part(stage) for stage in filed]), RULES)
    judged = facts.parts.filter(pl.col("stage").is_in(filed))
    assert judged["share_num"].to_list() == [None] * len(filed)
    assert [(note.kind, note.stage) for note in facts.notes if note.kind == "missing"] == [("missing", "senior")]


def test_a_senior_school_that_files_nothing_is_none_of_the_standards_business():
    facts = derive(tables([school("342")], []), RULES)
    assert facts.parts.is_empty()
    assert facts.notes == ()


def test_a_blank_sponsor_leaves_open_whether_the_school_is_judged_where_sponsors_are_left_out():
    rows = tables([school(sponsor=None)], [part()])
    assert derive(rows, RULES).parts["undecided"].to_list() == ["sponsor"]
    assert derive(rows, replace(RULES, exclude_sponsors=frozenset())).parts["undecided"].to_list() == [None]


def test_a_blank_kind_leaves_open_whether_the_school_is_judged():
    assert derive(tables([school(kind=None)], [part()]), RULES).parts["undecided"].to_list() == ["kind"]


def test_a_stage_its_schools_kind_should_not_have_leaves_the_shares_unknown():
    facts = derive(tables([school("341")], [part("primary"), part("junior"), part("senior")]), RULES)
    assert facts.parts["share_num"].to_list() == [None] * 3


def test_the_pupils_of_a_school_are_those_of_its_judged_stages_together():
    facts = derive(tables([school("312")], [part("primary", pupils=60), part("junior", pupils=30)]), RULES)
    assert facts.parts["school_pupils"].to_list() == [90, 90]
    facts = derive(tables([school("312")], [part("primary", pupils=60), part("junior", pupils=None)]), RULES)
    assert facts.parts["school_pupils"].to_list() == [None, None]
