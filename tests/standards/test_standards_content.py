"""The shipped standards say what the documents say: every line and limit against a table written by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from junheng.standards import Standard, check, listing, load
from junheng.standards.model import (
    Absent,
    Attested,
    Check,
    CheckException,
    ClassSize,
    Condition,
    EachSchoolHas,
    EachSchoolRatio,
    NotLess,
    Points,
    Rating,
    Ratio,
    Retention,
    Sample,
    Satisfaction,
    SchoolSize,
    SmallSchoolFunding,
    SpecialRooms,
    Value,
    YearsSince,
)

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "standards"

LINES_2017 = {  # 教督〔2017〕6号: primary, junior
    "L1": ("4.2", "5.3"),
    "L2": ("1", "1"),
    "L3": ("0.9", "0.9"),
    "L4": ("4.5", "5.8"),
    "L5": ("7.5", "10.2"),
    "L6": ("2000", "2500"),
    "L7": ("2.3", "2.4"),
}
FORMULAS_2017 = {  # plus, minus, times, whole units
    "L1": ({"teachers_above_degree"}, set(), 100, True),
    "L2": ({"backbone_teachers"}, set(), 100, True),
    "L3": ({"pe_teachers", "music_teachers", "art_teachers", "arts_teachers"}, set(), 100, True),
    "L4": ({"teaching_area"}, {"indoor_sports_area"}, 1, False),
    "L5": ({"sports_ground_area", "indoor_sports_area"}, set(), 1, False),
    "L6": ({"equipment_value"}, set(), 1, False),
    "L7": ({"multimedia_rooms"}, set(), 100, True),
}
RURAL = Condition(field="locale_group", among=("rural",))
SMALL_CLASSES = Condition(field="largest_class", below=30)


@pytest.fixture(scope="module")
def quality() -> Standard:
    return load("cn.quality.2017")


@pytest.fixture(scope="module")
def basic() -> Standard:
    return load("cn.basic.2012")


def checks(standard: Standard, item: str) -> tuple[Check, ...]:
    return next(each for each in standard.item if each.id == item).check


# --- 教督〔2017〕6号 --------------------------------------------------------------------------------------------------


def test_the_fourteen_lines_of_the_quality_standard(quality: Standard) -> None:
    found = {each.id: (each.lines["primary"], each.lines["junior"]) for each in quality.indicator}
    assert found == {name: (Decimal(primary), Decimal(junior)) for name, (primary, junior) in LINES_2017.items()}


def test_each_coefficient_of_variation_is_limited_to_a_half_and_to_0_45(quality: Standard) -> None:
    assert [dict(each.cv_limits) for each in quality.indicator] == [
        {"primary": Decimal("0.50"), "junior": Decimal("0.45")}
    ] * 7


@pytest.mark.parametrize("name", FORMULAS_2017)
def test_the_formula_of_each_indicator(quality: Standard, name: str) -> None:
    each = next(each for each in quality.indicator if each.id == name)
    assert (set(each.plus), set(each.minus), each.times, each.whole) == FORMULAS_2017[name]
    assert each.per == ("pupils",)
    assert each.better == "more"


def test_six_of_seven_and_the_last_at_85_per_cent(quality: Standard) -> None:
    assert quality.school is not None
    assert (quality.school.at_least, quality.school.floor) == (6, Decimal("0.85"))


def test_the_county_needs_every_school_and_every_coefficient_and_not_the_composite(quality: Standard) -> None:
    county = quality.county
    assert (county.every_school, county.each_cv, county.composite_limits) == (True, True, {})


def test_rows_and_weights_of_the_quality_standard(quality: Standard) -> None:
    rows = quality.rows
    assert quality.stages == ("primary", "junior")
    assert {"special", "vocational", "kindergarten", "senior"} <= set(rows.exclude_kinds)
    assert not {"primary", "junior", "nine_year", "twelve_year", "complete", "teaching_point"} & set(rows.exclude_kinds)
    assert rows.exclude_sponsors == ()  # private schools are in
    assert rows.teaching_point_minimum == 50
    assert rows.weights == {
        "default": {"primary": 1, "junior": Decimal("1.1"), "senior": Decimal("1.32")},
        "complete": {"junior": 1, "senior": Decimal("1.2")},
    }


def test_fifteen_nine_seven_and_two_items_numbered_from_one(quality: Standard) -> None:
    numbers: dict[str, list[int]] = {}
    for item in quality.item:
        numbers.setdefault(item.group, []).append(item.number)
    assert numbers == {
        "precondition": [1, 2],
        "guarantee": list(range(1, 16)),
        "quality": list(range(1, 10)),
        "recognition": [1],
        "veto": list(range(1, 8)),
    }
    assert all(item.section for item in quality.item)
    assert all(item.clause.startswith("教督〔2017〕6号") for item in quality.item)


GUARANTEE = {
    1: (Attested(fields=("layout_planned",)),),
    2: (
        Attested(
            fields=(
                "uniform_building_standard",
                "uniform_staffing_standard",
                "uniform_funding_norm",
                "uniform_equipment_standard",
            )
        ),
    ),
    5: (ClassSize(at_most={"primary": 45, "junior": 50}),),
    6: (SmallSchoolFunding(below=100, funded_as=100),),
    7: (Value(fields=("special_funding_per_pupil",), at_least=8000, applies_to="special"),),
    8: (NotLess(left="teacher_pay_average", right="civil_servant_pay_average"),),
    9: (Ratio(of="parts", numerator=("trained_360_teachers",), denominator=("full_time_teachers",), at_least=1),),
    10: (Attested(fields=("posts_allotted_by_bureau",)),),
    11: (
        Ratio(numerator=("rotated_teachers",), denominator=("rotation_eligible_teachers",), at_least=Decimal("0.1")),
        Ratio(numerator=("rotated_backbone_teachers",), denominator=("rotated_teachers",), at_least=Decimal("0.2")),
    ),
    12: (Ratio(of="parts", numerator=("certified_teachers",), denominator=("full_time_teachers",), at_least=1),),
    13: tuple(
        Ratio(
            of="parts",
            stages=(stage,),
            where=(
                Condition(field="locale_group", among=("urban", "town")),
                Condition(field="sponsor_group", equals="public"),
                Condition(field="boarding", equals=False),
            ),
            numerator=("entrants_in_zone",),
            denominator=("entrants",),
            at_least=line,
        )
        for stage, line in (("primary", 1), ("junior", Decimal("0.95")))
    ),
    14: (
        Ratio(
            numerator=("senior_quality_places_allotted",),
            denominator=("senior_quality_places",),
            at_least=Decimal("0.5"),
        ),
        Attested(fields=("senior_places_tilted_rural",)),
    ),
    15: (
        Attested(fields=("left_behind_care",)),
        Ratio(
            numerator=("migrant_children_public",),
            denominator=("migrant_children_eligible",),
            at_least=Decimal("0.85"),
        ),
    ),
}
SUBJECTS = ("chinese", "mathematics", "science", "pe", "arts", "moral")
QUALITY = {
    1: (Retention(method="official", at_least=Decimal("0.95")),),
    2: (
        Ratio(
            numerator=(
                "disabled_in_special_schools",
                "disabled_in_special_classes",
                "disabled_inclusive",
                "disabled_home_teaching",
            ),
            denominator=("disabled_children",),
            at_least=Decimal("0.95"),
        ),
    ),
    3: (EachSchoolHas(fields=("has_charter", "digital_management")),),
    4: (EachSchoolRatio(numerator="training_budget", denominator="public_budget", at_least=Decimal("0.05")),),
    5: (Attested(fields=("ict_used_well",)),),
    6: (Rating(field="moral_education_rating", at_least="good"),),
    7: (Attested(fields=("full_curriculum",)),),
    8: (Attested(fields=("no_excessive_burden",)),),
    9: (
        Value(fields=tuple(f"monitoring_level_{subject}" for subject in SUBJECTS), at_least=3),
        Value(fields=tuple(f"monitoring_difference_{subject}" for subject in SUBJECTS), below=Decimal("0.15")),
    ),
}


@pytest.mark.parametrize("number", GUARANTEE)
def test_the_checks_of_each_guarantee_item(quality: Standard, number: int) -> None:
    assert checks(quality, f"G{number}") == GUARANTEE[number]


@pytest.mark.parametrize("number", QUALITY)
def test_the_checks_of_each_quality_item(quality: Standard, number: int) -> None:
    assert checks(quality, f"Q{number}") == QUALITY[number]


def test_special_rooms_and_their_transitional_areas(quality: Standard) -> None:
    (rooms,) = checks(quality, "G3")
    assert isinstance(rooms, SpecialRooms)
    assert (rooms.classes_per_room, rooms.music_area, rooms.art_area) == (12, 96, 90)
    small_primary, small_junior, built = rooms.exception
    assert built == CheckException(
        switch="rooms-built-2016",
        where=(Condition(field="built_year", at_most=2016),),
        values={"music_area": 73, "art_area": 67},
    )
    for small, area in ((small_primary, 54), (small_junior, 61)):
        assert small.switch == "rooms-small-classes"
        assert {RURAL, SMALL_CLASSES} <= set(small.where)
        assert small.values == {"music_area": area, "art_area": area}
    kinds = [set(given.where[1].among or ()) for given in (small_primary, small_junior)]
    assert kinds == [{"primary", "teaching_point"}, {"junior", "complete", "nine_year", "twelve_year"}]


def test_school_size_and_its_transitional_limits(quality: Standard) -> None:
    (size,) = checks(quality, "G4")
    assert isinstance(size, SchoolSize)
    assert (size.single, size.combined) == (2000, 2500)
    assert size.exception == tuple(
        CheckException(switch="size-transition", where=(where,), values={"single": 2400, "combined": 3000})
        for where in (
            Condition(field="built_year", at_most=2010),
            Condition(field="migrant_share", above=Decimal("0.5")),
        )
    )


def test_visiting_teachers_and_nearby_grounds_count_only_by_switch(quality: Standard) -> None:
    given = {each.id: each.exception for each in quality.indicator if each.exception}
    assert given.keys() == {"L3", "L5"}
    (visiting,), (nearby,) = given["L3"], given["L5"]
    assert (visiting.switch, visiting.plus) == ("visiting-teachers", ("visiting_pe_art_teachers",))
    assert visiting.where == (
        RURAL,
        Condition(field="school_pupils", at_least=50),
        Condition(field="school_pupils", at_most=99),
    )
    assert (nearby.switch, nearby.plus) == ("nearby-sports", ("nearby_sports_area",))
    assert nearby.where == (Condition(field="locale", among=("111",)),)


def test_every_switch_is_off_by_default(quality: Standard) -> None:
    assert {each.id: each.default for each in quality.switch} == {
        "visiting-teachers": False,
        "nearby-sports": False,
        "rooms-built-2016": False,
        "rooms-small-classes": False,
        "size-transition": False,
    }


def test_preconditions_recognition_and_the_seven_vetoes(quality: Standard) -> None:
    assert checks(quality, "P1") == (YearsSince(field="basic_recognised_year", years=3),)
    assert checks(quality, "P2") == (Attested(fields=("monitored_yearly",)),)
    assert checks(quality, "R1") == (Satisfaction(at_least=Decimal("0.85")),)
    assert [checks(quality, f"V{number}") for number in range(1, 8)] == [
        (Absent(fields=(field,)),)
        for field in (
            "veto_entrance_examination",
            "veto_illegal_choice",
            "veto_key_classes",
            "veto_posts_vacant",
            "veto_grave_incident",
            "veto_false_data",
            "veto_off_campus_tutoring",
        )
    ]


# --- 教督〔2012〕3号 --------------------------------------------------------------------------------------------------


def test_the_basic_standard_tests_the_mean_of_eight_coefficients(basic: Standard) -> None:
    assert basic.county.composite_limits == {"primary": Decimal("0.65"), "junior": Decimal("0.55")}
    assert (basic.county.every_school, basic.county.each_cv, basic.school) == (False, False, None)
    assert all(not each.lines and not each.cv_limits for each in basic.indicator)
    assert [set(each.plus) for each in basic.indicator] == [
        {"teaching_area"},
        {"sports_ground_area", "indoor_sports_area"},
        {"equipment_value"},
        {"computers"},
        {"books"},
        {"full_time_teachers"},
        {"teachers_above_degree"},
        {"teachers_middle_title", "teachers_senior_title"},
    ]


def test_the_basic_standard_judges_the_countys_own_schools(basic: Standard) -> None:
    assert set(basic.rows.exclude_sponsors) == {str(code) for code in range(1, 11)} - {"7", "8"}
    assert "teaching_point" in basic.rows.exclude_kinds
    assert basic.rows.teaching_point_minimum is None


def test_seventeen_work_items_add_to_a_hundred_and_pass_at_85(basic: Standard) -> None:
    (points,) = checks(basic, "W")
    assert isinstance(points, Points)
    assert list(points.most) == list(points.titles) == [f"W{number}" for number in range(1, 18)]
    assert sum(points.most.values()) == 100
    assert points.at_least == 85
    headings = [title.zh.split("：")[0] for title in points.titles.values()]
    assert headings == ["入学机会"] * 4 + ["保障机制"] * 4 + ["教师队伍"] * 4 + ["质量与管理"] * 5


def test_satisfaction_of_the_basic_standard(basic: Standard) -> None:
    assert checks(basic, "R1") == (Satisfaction(at_least=Decimal("0.85")),)
    assert {item.group for item in basic.item} == {"work", "recognition"}


# --- All of them -----------------------------------------------------------------------------------------------------


def test_the_example_province_differs_from_the_state_in_four_places(quality: Standard) -> None:
    province = load("cn.quality.2017.example")
    assert province.extends == quality.id
    changed = [ours for ours, theirs in zip(province.indicator, quality.indicator, strict=True) if ours != theirs]
    assert [(each.id, each.lines["primary"], each.lines["junior"]) for each in changed] == [("L6", 2200, 2800)]
    assert changed[0].cv_limits == quality.indicator[5].cv_limits
    assert checks(province, "Q1") == (Retention(method="entrants", at_least=Decimal("0.95")),)
    assert checks(province, "R2") == (
        Sample(share_of_population=Decimal("0.0015"), least=600, parents_share=Decimal("0.5")),
    )
    theirs = {each.id: each for each in quality.item}
    assert [each.id for each in province.item if theirs.get(each.id) != each] == ["Q1", "R2"]
    assert (province.rows, province.school, province.switch) == (quality.rows, quality.school, quality.switch)


def test_the_listing_holds_the_shipped_standards_by_id() -> None:
    assert [each.id for each in listing()] == ["cn.basic.2012", "cn.quality.2017", "cn.quality.2017.example"]


def test_documents_and_days_of_issue(quality: Standard, basic: Standard) -> None:
    assert (quality.document.split()[0], quality.issued) == ("教督〔2017〕6号", dt.date(2017, 4, 19))
    assert (basic.document.split()[0], basic.issued) == ("教督〔2012〕3号", dt.date(2012, 1, 20))


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.name)
def test_an_example_standard_is_sound(file: Path) -> None:
    assert [str(problem) for problem in check(file)] == []
    assert load(file).id
