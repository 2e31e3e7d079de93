"""Items judged on known true figures and exactly at their lines."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from items_scene import COUNTY, JUNIOR, NAMES, NINE, POINT, PRIMARY, Edit, drop, edited, put, put_in, scope

from junheng.assess.items import judge_check, judge_items
from junheng.assess.model import Finding
from junheng.assess.scope import Scope
from junheng.assess.terms import exact
from junheng.assess.wording import name_of
from junheng.dictionary import Title
from junheng.dictionary import load as load_dictionary
from junheng.standards import load
from junheng.standards.model import (
    Check,
    CheckException,
    ClassSize,
    Condition,
    EachSchoolHas,
    EachSchoolRatio,
    Points,
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

D, F = Decimal, Fraction

DISABLED = Ratio(
    numerator=(
        "disabled_in_special_schools",
        "disabled_in_special_classes",
        "disabled_inclusive",
        "disabled_home_teaching",
    ),
    denominator=("disabled_children",),
    at_least=D("0.95"),
)


def judge(check: Check, *edits: Edit, switches: tuple[str, ...] = ()) -> Finding:
    return judge_check(check, scope(edited(*edits), check, switches=switches))


def test_a_figure_that_is_not_exact_is_refused() -> None:
    with pytest.raises(TypeError, match="exact"):
        exact(0.5)


# --- Shares ---------------------------------------------------------------------------------------------------------


def test_181_of_198_disabled_children_are_below_95_percent() -> None:
    finding = judge(DISABLED, put("counties", disabled_inclusive=123, disabled_home_teaching=58))
    assert finding.verdict == "short"
    assert (finding.numerator, finding.denominator, finding.value) == (181, 198, F(181, 198))
    assert "123" in finding.working.zh and "58" in finding.working.zh and "= 181" in finding.working.zh
    assert "91.4%" in finding.working.zh and "91.4 %" in finding.working.en


@pytest.mark.parametrize(("placed", "verdict"), [(189, "met"), (190, "met"), (188, "short")])
def test_189_of_198_is_the_least_that_reaches_95_percent(placed: int, verdict: str) -> None:
    assert 189 * 100 >= 198 * 95 > 188 * 100
    assert judge(DISABLED, put("counties", disabled_inclusive=placed, disabled_home_teaching=0)).verdict == verdict


def test_a_share_of_exactly_the_line_is_met_and_one_child_less_is_short() -> None:
    at_line = put("counties", disabled_children=100, disabled_inclusive=95, disabled_home_teaching=0)
    assert judge(DISABLED, at_line).verdict == "met"
    below = judge(DISABLED, at_line, put("counties", disabled_children=10_000, disabled_inclusive=9_499))
    assert below.verdict == "short"
    assert "94.99%" in below.working.zh, "one decimal would print 95.0 % beside the word below"


def test_no_disabled_children_at_all_is_met_and_said() -> None:
    finding = judge(DISABLED, put("counties", disabled_children=0, disabled_inclusive=0, disabled_home_teaching=0))
    assert (finding.verdict, finding.numerator, finding.denominator, finding.value) == ("met", 0, 0, None)
    assert "没有适用对象" in finding.working.zh and "本项不涉及" in finding.working.zh
    assert "does not apply" in finding.working.en
    blank = judge(DISABLED, put("counties", disabled_children=0, disabled_inclusive=0, disabled_home_teaching=None))
    assert (blank.verdict, blank.missing) == ("unknown", ("disabled_home_teaching",)), "0 of them is not known"


@pytest.mark.parametrize(("children", "placed"), [(0, 1), (100, 101)])
def test_more_children_placed_than_there_are_is_a_contradiction(children: int, placed: int) -> None:
    edit = put("counties", disabled_children=children, disabled_inclusive=placed, disabled_home_teaching=0)
    finding = judge(DISABLED, edit)
    assert (finding.verdict, finding.value, finding.missing) == ("unknown", None, ())
    assert "互相矛盾" in finding.working.zh and "contradict" in finding.working.en


def test_a_share_of_exactly_1_is_no_contradiction() -> None:
    edit = put("counties", disabled_children=100, disabled_inclusive=100, disabled_home_teaching=0)
    assert judge(DISABLED, edit).value == 1


def test_a_ratio_of_two_units_may_be_above_1() -> None:
    spec = Ratio(of="parts", numerator=("teaching_area",), denominator=("pupils",), stages=("junior",), at_least=4)
    assert judge(spec, put("parts", teaching_area=1000)).verdict == "met"


def test_a_blank_way_of_placement_is_not_taken_as_none() -> None:
    finding = judge(DISABLED, put("counties", disabled_in_special_schools=None))
    assert finding.verdict == "unknown" and finding.value is None
    assert finding.missing == ("disabled_in_special_schools",)
    assert "特殊教育学校就读 未填" in finding.working.zh


def test_rotation_of_5_principals_and_58_teachers_is_judged_by_its_eligible_teachers() -> None:
    rotation = Ratio(numerator=("rotated_teachers",), denominator=("rotation_eligible_teachers",), at_least=D("0.1"))
    met = judge(rotation, put("counties", rotated_teachers=63, rotation_eligible_teachers=630))
    assert (met.verdict, met.value) == ("met", F(1, 10))
    assert "10.0%，不低于 10%" in met.working.zh
    assert judge(rotation, put("counties", rotated_teachers=63, rotation_eligible_teachers=631)).verdict == "short"


CERTIFIED = Ratio(of="parts", numerator=("certified_teachers",), denominator=("full_time_teachers",), at_least=1)


def test_a_share_over_schools_counts_small_teaching_points_and_no_other_part_that_is_left_out() -> None:
    finding = judge(CERTIFIED)
    assert (finding.numerator, finding.denominator, finding.verdict) == (33, 33, "met")
    uncertified = put_in("parts", {"unit": POINT}, full_time_teachers=3, certified_teachers=0)
    short = judge(CERTIFIED, uncertified)
    assert (short.numerator, short.denominator, short.verdict) == (32, 35, "short")
    for reason in ("kind", "sponsor", "stage", "no_pupils"):
        left_out = judge(CERTIFIED, uncertified, put_in("parts", {"unit": POINT}, excluded=reason))
        assert (left_out.numerator, left_out.denominator, left_out.verdict) == (32, 32, "met")


def test_a_school_with_more_than_it_has_does_not_make_up_for_another() -> None:
    # 9 teachers of whom 10 are certified, and 12 of whom 11 are: together 33 of 33
    finding = judge(
        CERTIFIED,
        put_in("parts", {"unit": PRIMARY}, certified_teachers=10),
        put_in("parts", {"unit": JUNIOR}, certified_teachers=11),
    )
    assert (finding.numerator, finding.denominator, finding.verdict) == (33, 33, "unknown")
    assert f"{NAMES[PRIMARY]}（小学）分子大于分母" in finding.working.zh and "互相矛盾" in finding.working.zh
    assert NAMES[JUNIOR] not in finding.working.zh


def test_a_part_of_which_it_is_unknown_whether_it_is_judged_leaves_the_share_unknown() -> None:
    finding = judge(CERTIFIED, put_in("parts", {"unit": NINE, "stage": "junior"}, undecided="kind"))
    assert (finding.verdict, finding.missing) == ("unknown", ("kind",))


def test_a_share_of_whole_school_quantities_counts_each_stage_with_its_share() -> None:
    spec = Ratio(of="parts", numerator=("teaching_area",), denominator=("pupils",), stages=("primary",), at_least=4)
    # 1000 m² of the nine-year school, a quarter of them for its primary stage, and 350 of the primary school
    edits = (
        put_in("parts", {"unit": NINE}, teaching_area=1000),
        put_in("parts", {"unit": NINE, "stage": "primary"}, share_num=1, share_den=4),
        put_in("parts", {"unit": PRIMARY}, teaching_area=350),
        put_in("parts", {"unit": POINT}, teaching_area=50),  # 12 pupils
    )
    finding = judge(spec, *edits)
    assert (finding.numerator, finding.denominator) == (650, 142)
    unknown = judge(spec, *edits, put_in("parts", {"unit": NINE}, share_num=None, share_den=None))
    assert unknown.verdict == "unknown" and unknown.missing == ("pupils",)


def test_a_figure_of_the_whole_school_that_is_not_shared_counts_once() -> None:
    spec = Ratio(of="parts", numerator=("posts",), denominator=("full_time_teachers",), at_least=1)
    posts = {PRIMARY: 9, NINE: 11, JUNIOR: 12, POINT: 1}
    finding = judge(spec, *(put_in("parts", {"unit": unit}, posts=count) for unit, count in posts.items()))
    assert (finding.numerator, finding.denominator, finding.verdict) == (33, 33, "met")


IN_ZONE = Ratio(
    of="parts",
    numerator=("entrants_in_zone",),
    denominator=("entrants",),
    stages=("junior",),
    where=(
        Condition(field="locale_group", among=("urban", "town")),
        Condition(field="sponsor_group", equals="public"),
        Condition(field="boarding", equals=False),
    ),
    at_least=D("0.95"),
)


@pytest.mark.parametrize(("in_zone", "verdict"), [(19, "met"), (18, "short")])
def test_enrolment_in_zone_is_judged_in_town_schools_only(in_zone: int, verdict: str) -> None:
    finding = judge(
        IN_ZONE,
        put_in("parts", {"unit": JUNIOR}, entrants=20, entrants_in_zone=in_zone),
        put_in("parts", {"unit": NINE}, entrants_in_zone=0),  # rural
    )
    assert (finding.denominator, finding.verdict) == (20, verdict)


def test_a_school_that_may_or_may_not_count_makes_the_share_unknown() -> None:
    finding = judge(IN_ZONE, put_in("parts", {"unit": NINE}, locale_group=None))
    assert finding.verdict == "unknown" and finding.missing == ("locale_group",)
    assert NAMES[NINE] in finding.working.zh and NAMES[NINE] in finding.working.en


def test_a_school_left_out_by_another_condition_needs_no_further_figure() -> None:
    rural_without_sponsor = put_in("parts", {"unit": NINE}, sponsor_group=None, entrants=None)
    assert judge(IN_ZONE, rural_without_sponsor) == judge(IN_ZONE)


def test_no_matching_school_is_met_and_said() -> None:
    finding = judge(IN_ZONE, put("parts", boarding=True))
    assert finding.verdict == "met" and "没有符合条件的初中学校，本项不涉及" in finding.working.zh
    undecided = judge(IN_ZONE, put("parts", boarding=True), put_in("parts", {"unit": JUNIOR}, boarding=None))
    assert (undecided.verdict, undecided.missing) == ("unknown", ("boarding",))


def test_a_stage_without_any_school_is_nothing_to_judge() -> None:
    finding = judge(IN_ZONE, drop("parts", stage="junior"))
    assert finding.verdict == "unknown" and "没有可供判定的学校" in finding.working.zh


# --- Retention ------------------------------------------------------------------------------------------------------


def cohort(graduates: int, entrants: int, moved_in: int = 0, moved_out: int = 0, deaths: int = 0) -> Edit:
    def edit(held: dict[str, list[dict[str, object]]]) -> None:
        for unit, figures in ((NINE, (0, 0, 0, 0, 0)), (JUNIOR, (graduates, entrants, moved_in, moved_out, deaths))):
            names = ("graduates", "cohort_entrants", "cohort_transferred_in", "cohort_transferred_out", "cohort_deaths")
            put_in("parts", {"unit": unit, "stage": "junior"}, **dict(zip(names, figures, strict=True)))(held)

    return edit


def test_the_two_ways_of_retention_give_different_figures_and_each_prints_its_own() -> None:
    # 190 graduates, 200 in grade 7 three years before, 12 in, 6 out, 2 died: (190-12+6)/198 and 190/206
    figures = cohort(190, 200, 12, 6, 2)
    official = judge(Retention(at_least=D("0.95")), figures)
    entrants = judge(Retention(method="entrants", at_least=D("0.95")), figures)
    assert (official.numerator, official.denominator, official.value) == (184, 198, F(184, 198))
    assert (entrants.numerator, entrants.denominator, entrants.value) == (190, 206, F(190, 206))
    assert (
        "三年前七年级学生数 − 死亡" in official.working.zh
        and "（190 − 12 + 6）÷（200 − 2）= 92.9%" in official.working.zh
    )
    assert "三年前七年级学生数 + 转入" in entrants.working.zh and "92.2%" in entrants.working.zh


@pytest.mark.parametrize(("graduates", "verdict"), [(190, "met"), (189, "short")])
def test_retention_of_exactly_95_percent_is_met(graduates: int, verdict: str) -> None:
    assert judge(Retention(at_least=D("0.95")), cohort(graduates, 200)).verdict == verdict


def test_retention_without_a_cohort_is_met_and_said() -> None:
    finding = judge(Retention(at_least=D("0.95")), cohort(0, 0))
    assert finding.verdict == "met" and "没有三年前入学的七年级学生，本项不涉及" in finding.working.zh


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (cohort(446, 200), "223.0%"),
        (cohort(201, 200), "分子大于分母"),
        (cohort(5, 0, 5), "分母不大于 0"),  # 0 of 0 only because five moved in and left again
        (cohort(5, 0), "分母不大于 0"),
        (cohort(1, 200, 2), "分子小于 0"),
    ],
)
def test_retention_below_0_or_above_1_is_a_contradiction(figures: Edit, said: str) -> None:
    finding = judge(Retention(at_least=D("0.95")), figures)
    assert (finding.verdict, finding.value, finding.missing) == ("unknown", None, ())
    assert said in finding.working.zh and "互相矛盾" in finding.working.zh


def test_deaths_do_not_matter_where_the_formula_has_none() -> None:
    spec = Retention(method="entrants", at_least=D("0.9"))
    assert judge(spec, put("parts", cohort_deaths=None)) == judge(spec)


# --- County figures -------------------------------------------------------------------------------------------------


def test_the_difference_rate_must_stay_below_its_line_and_the_worst_subject_decides() -> None:
    spec = Value(
        fields=("monitoring_difference_chinese", "monitoring_difference_mathematics"), below=D("0.15"), only_given=True
    )
    finding = judge(spec, put("counties", monitoring_difference_mathematics=D("0.15")))
    assert (finding.verdict, finding.value, finding.line) == ("short", F(15, 100), F(15, 100))
    assert [culprit.name for culprit in finding.culprits] == ["国家监测：数学校际差异率"]


def test_subjects_that_were_not_monitored_are_passed_over_and_named() -> None:
    spec = Value(fields=("monitoring_level_chinese", "monitoring_level_arts"), at_least=3, only_given=True)
    finding = judge(spec, put("counties", monitoring_level_arts=None))
    assert finding.verdict == "met" and not finding.missing
    assert "国家监测：艺术学业水平" in finding.working.zh.split("不计")[1]
    none = judge(spec, put("counties", monitoring_level_arts=None, monitoring_level_chinese=None))
    assert none.verdict == "unknown" and len(none.missing) == 2
    strict = Value(fields=spec.fields, at_least=3)
    assert judge(strict, put("counties", monitoring_level_arts=None)).verdict == "unknown"


def test_a_figure_known_to_fail_is_short_whatever_is_blank_beside_it() -> None:
    spec = Value(fields=("monitoring_level_chinese", "monitoring_level_science"), at_least=3)
    finding = judge(spec, put("counties", monitoring_level_chinese=2, monitoring_level_science=None))
    assert (finding.verdict, finding.value, finding.missing) == ("short", 2, ("monitoring_level_science",))


FUNDING = Value(fields=("special_funding_per_pupil",), at_least=8000, applies_to="special")
SPECIAL = put_in("schools", {"unit": POINT}, kind_group="special")


@pytest.mark.parametrize("filed", [None, 0, 8000])
def test_a_county_without_the_schools_a_figure_applies_to_is_not_asked(filed: int | None) -> None:
    finding = judge(FUNDING, put("counties", special_funding_per_pupil=filed))
    assert finding.verdict == "met" and "没有特殊教育学校，本项不涉及" in finding.working.zh


def test_a_figure_filed_for_schools_that_are_not_there_is_a_contradiction_when_it_fails() -> None:
    finding = judge(FUNDING, put("counties", special_funding_per_pupil=6000))
    assert finding.verdict == "unknown" and "互相矛盾" in finding.working.zh


def test_with_such_a_school_or_one_of_unknown_kind_the_figure_is_asked() -> None:
    assert judge(FUNDING, SPECIAL).verdict == "met"
    assert judge(FUNDING, SPECIAL, put("counties", special_funding_per_pupil=D("7999.99"))).verdict == "short"
    for school in (SPECIAL, put_in("schools", {"unit": POINT}, kind_group=None), drop("schools")):
        blank = judge(FUNDING, school, put("counties", special_funding_per_pupil=None))
        assert (blank.verdict, blank.missing) == ("unknown", ("special_funding_per_pupil",))


@pytest.mark.parametrize(("recognised", "verdict"), [(2022, "met"), (2023, "short")])
def test_three_years_lie_between_2022_and_school_year_2025(recognised: int, verdict: str) -> None:
    spec = YearsSince(field="basic_recognised_year", years=3)
    assert judge(spec, put("counties", basic_recognised_year=recognised)).verdict == verdict


def test_points_need_every_item_and_no_more_than_full_scores() -> None:
    spec = Points(most={"W1": 50, "W2": 50}, at_least=85)
    assert judge(spec).value == 85 and judge(spec).verdict == "met"
    below = judge(spec, put_in("work_scores", {"item": "W1"}, score=D("44.99")))
    assert (below.verdict, below.value) == ("short", F(8499, 100))
    assert judge(spec, drop("work_scores", item="W2")).missing == ("score:W2",)
    assert judge(Points(most={}, at_least=85)).verdict == "unknown", "no item is asked"
    beyond = judge(spec, put_in("work_scores", {"item": "W1"}, score=51))
    assert beyond.verdict == "unknown" and "W1" in beyond.working.zh


def test_the_working_of_points_shows_each_item_with_its_title_score_and_full_score() -> None:
    spec = Points(most={"W1": 50, "W2": 50}, titles={"W1": Title("入学机会", "access")}, at_least=85)
    working = judge(spec, drop("work_scores", item="W2")).working
    assert "W1 入学机会 45/50；W2 未填/50" in working.zh and "W1 access 45/50; W2 blank/50" in working.en


def test_a_score_of_an_item_the_standard_does_not_have_is_named_and_not_counted() -> None:
    def add(held: dict[str, list[dict[str, object]]]) -> None:
        held["work_scores"].append({**held["work_scores"][0], "item": "W99", "score": 50})

    spec = Points(most={"W1": 50, "W2": 50}, at_least=85)
    finding = judge(spec, add)
    assert (finding.verdict, finding.value) == ("met", 85) and "W99" in finding.working.zh
    assert judge(spec, add, put_in("work_scores", {"item": "W2"}, score=39)).verdict == "short"
    incomplete = judge(spec, add, drop("work_scores", item="W2"))
    assert (incomplete.verdict, incomplete.missing) == ("unknown", ("score:W2",))


# --- Satisfaction ---------------------------------------------------------------------------------------------------


def survey(valid: int, satisfied: int, interviewed: int | None = 0, content: int | None = None) -> tuple[Edit, Edit]:
    return put(
        "satisfaction", questionnaires_valid=0, questionnaires_satisfied=0, interviewed=0, interviewed_satisfied=0
    ), put_in(
        "satisfaction",
        {"respondent": "parents"},
        questionnaires_valid=valid,
        questionnaires_satisfied=satisfied,
        interviewed=interviewed,
        interviewed_satisfied=content,
    )


SATISFIED = Satisfaction(at_least=D("0.85"))


@pytest.mark.parametrize(("satisfied", "verdict"), [(850, "met"), (849, "short")])
def test_satisfaction_of_exactly_85_percent_is_met(satisfied: int, verdict: str) -> None:
    finding = judge(SATISFIED, *survey(1000, satisfied))
    assert (finding.verdict, finding.value) == (verdict, F(satisfied, 1000))


def test_without_interviews_questionnaires_alone_are_judged_and_that_is_said() -> None:
    finding = judge(SATISFIED, *survey(1000, 900))
    assert finding.verdict == "met"
    assert "没有访谈" in finding.working.zh and "questionnaires alone" in finding.working.en


def test_interviews_below_the_line_fall_short_however_good_the_questionnaires() -> None:
    finding = judge(SATISFIED, *survey(1000, 900, 20, 16))
    assert (finding.verdict, finding.value) == ("short", F(16, 20))


def test_interviews_left_blank_are_not_none_held() -> None:
    finding = judge(SATISFIED, *survey(1000, 900, None, None))
    assert finding.verdict == "unknown" and finding.missing == (
        "interviewed",
        "interviewed_satisfied",
        "respondent:parents",
    )


def test_without_a_valid_questionnaire_there_is_nothing_to_judge() -> None:
    finding = judge(SATISFIED, *survey(0, 0))
    assert finding.verdict == "unknown" and "没有有效问卷可供判定" in finding.working.zh


@pytest.mark.parametrize("group", list(load_dictionary().codes["respondent"].codes))
def test_a_group_without_a_row_leaves_satisfaction_unknown_and_is_named(group: str) -> None:
    assert "记录" not in judge(SATISFIED).working.zh
    finding = judge(SATISFIED, drop("satisfaction", respondent=group))
    named = load_dictionary().codes["respondent"].codes[group]
    assert (finding.verdict, finding.value, finding.missing) == ("unknown", None, (f"respondent:{group}",))
    assert f"没有{named.zh}的记录" in finding.working.zh and f"no record of {named.en}" in finding.working.en
    assert named.zh in name_of(f"respondent:{group}").zh


def test_a_group_with_blank_figures_leaves_satisfaction_unknown_and_is_named() -> None:
    finding = judge(SATISFIED, put_in("satisfaction", {"respondent": "teachers"}, questionnaires_satisfied=None))
    assert (finding.verdict, finding.missing) == ("unknown", ("questionnaires_satisfied", "respondent:teachers"))
    assert "教师填写不全" in finding.working.zh


def test_a_group_more_satisfied_than_asked_is_a_contradiction() -> None:
    finding = judge(SATISFIED, put_in("satisfaction", {"respondent": "teachers"}, questionnaires_satisfied=301))
    assert finding.verdict == "unknown" and "教师的满意数大于受访数" in finding.working.zh


def test_groups_are_judged_together() -> None:
    # parents 300/400 alone would be 75 %, teachers 300/300: together 600/700 = 85.7 %
    finding = judge(
        SATISFIED,
        put_in("satisfaction", {"respondent": "parents"}, questionnaires_satisfied=300),
        put_in("satisfaction", {"respondent": "teachers"}, questionnaires_satisfied=300),
    )
    assert (finding.value, finding.verdict) == (F(600, 700), "met")


def test_the_sample_is_the_larger_of_the_least_number_and_the_share_of_residents() -> None:
    spec = Sample(share_of_population=D("0.0015"), least=600, parents_share=D("0.5"))
    assert judge(spec, put("counties", population=40)).line == 600  # 1.5 ‰ of 400,000
    assert judge(spec, put("counties", population=D("40.0001"))).line == 601  # of 400,001, rounded up
    few = judge(
        spec,
        put("counties", population=None),
        put_in("satisfaction", {"respondent": "parents"}, questionnaires_valid=299),
    )
    assert (few.verdict, few.value) == ("short", 599), "too few whatever the population"
    parents = judge(spec, put_in("satisfaction", {"respondent": "teachers"}, questionnaires_valid=400))
    assert parents.verdict == "met", "exactly half are parents"
    absent = judge(spec, drop("satisfaction", respondent="pupils"))
    assert (absent.verdict, absent.missing) == ("unknown", ("respondent:pupils",)), "pupils may outweigh parents"


# --- Schools --------------------------------------------------------------------------------------------------------


def test_a_school_known_to_fail_decides_and_an_unknown_one_keeps_it_from_being_met() -> None:
    spec = EachSchoolHas(fields=("has_charter",))
    failing, unknown = (
        put_in("schools", {"unit": NINE}, has_charter=False),
        put_in("schools", {"unit": JUNIOR}, has_charter=None),
    )
    finding = judge(spec, failing, unknown)
    assert finding.verdict == "short" and finding.missing == ("has_charter",)
    assert [(culprit.unit, culprit.value, culprit.line) for culprit in finding.culprits] == [(NINE, 0, 1)]
    assert finding.numerator is None, "how many comply is not known"
    assert judge(spec, unknown).verdict == "unknown"


def test_training_money_of_exactly_5_percent_is_enough_and_a_blank_budget_is_unknown() -> None:
    spec = EachSchoolRatio(numerator="training_budget", denominator="public_budget", at_least=D("0.05"))
    assert judge(spec).verdict == "met"
    none = judge(spec, put_in("schools", {"unit": NINE}, public_budget=0, training_budget=0))
    assert none.verdict == "unknown" and f"{NAMES[NINE]}（年度公用经费预算总额为 0）" in none.working.zh


def test_a_share_above_1_of_a_school_is_a_contradiction() -> None:
    spec = EachSchoolRatio(numerator="training_budget", denominator="public_budget", at_least=D("0.05"))
    finding = judge(spec, put_in("schools", {"unit": NINE}, public_budget=100, training_budget=101))
    assert finding.verdict == "unknown" and f"{NAMES[NINE]}（分子大于分母" in finding.working.zh


@pytest.mark.parametrize(
    ("spec", "figures"),
    [
        (EachSchoolHas(fields=("has_charter",)), {"has_charter": False}),
        (
            EachSchoolRatio(numerator="training_budget", denominator="public_budget", at_least=D("0.05")),
            {"training_budget": 0},
        ),
        (SchoolSize(single=2000, combined=2500), {"pupils_compulsory": 2001}),
    ],
)
def test_a_small_teaching_point_is_a_school_like_the_others(spec: Check, figures: dict[str, object]) -> None:
    finding = judge(spec, put_in("schools", {"unit": POINT}, **figures))
    assert [culprit.unit for culprit in finding.culprits] == [POINT]
    left_out = put_in("parts", {"unit": POINT}, excluded="kind")
    assert judge(spec, put_in("schools", {"unit": POINT}, **figures), left_out).verdict == "met"


def test_a_small_teaching_point_needs_no_special_room() -> None:
    assert judge(ROOMS, drop("rooms", unit=POINT)).verdict == "met"
    assert judge(ROOMS, put_in("schools", {"unit": POINT}, classes_compulsory=13)).verdict == "met"


FUNDED = SmallSchoolFunding(below=100, funded_as=100)


def test_a_teaching_point_too_small_to_be_judged_is_still_funded_as_100() -> None:
    finding = judge(FUNDED, put_in("schools", {"unit": POINT}, funded_pupils=12))
    assert [(culprit.unit, culprit.value) for culprit in finding.culprits] == [(POINT, 12)]


def test_a_school_of_exactly_100_pupils_is_not_small() -> None:
    assert judge(FUNDED, put_in("schools", {"unit": JUNIOR}, funded_pupils=0)).verdict == "met"


def test_no_small_school_at_all_is_met_and_said() -> None:
    finding = judge(FUNDED, put("schools", pupils_compulsory=100, funded_pupils=None))
    assert finding.verdict == "met" and "没有需要按此核定的学校" in finding.working.zh


def test_a_school_of_unknown_size_is_met_when_it_is_funded_for_100_anyway() -> None:
    assert judge(FUNDED, put("schools", pupils_compulsory=None, funded_pupils=100)).verdict == "met"
    assert judge(FUNDED, put("schools", pupils_compulsory=None, funded_pupils=99)).verdict == "unknown"


ROOMS = SpecialRooms(
    classes_per_room=12,
    music_area=96,
    art_area=90,
    exception=(
        CheckException(
            switch="small",
            where=(Condition(field="largest_class", below=30),),
            values={"music_area": 54, "art_area": 54},
        ),
        CheckException(
            switch="old",
            where=(Condition(field="built_year", at_most=2016),),
            values={"music_area": 73, "art_area": 67},
        ),
    ),
)


@pytest.mark.parametrize(("classes", "needed"), [(1, 1), (12, 1), (13, 2), (24, 2), (25, 3)])
def test_rooms_needed_are_classes_over_12_rounded_up(classes: int, needed: int) -> None:
    finding = judge(ROOMS, put_in("schools", {"unit": NINE}, classes_compulsory=classes))
    short = [(culprit.unit, culprit.value, culprit.line) for culprit in finding.culprits]
    assert short == ([] if needed == 1 else [(NINE, 1, needed), (NINE, 1, needed)])


def test_the_transitional_area_counts_only_with_its_switch_and_the_first_match_decides() -> None:
    smaller = put_in("rooms", {"unit": NINE, "room_kind": "music"}, room_area=60)
    old = put_in("schools", {"unit": NINE}, built_year=2016, largest_class=29)
    assert judge(ROOMS, smaller, old).verdict == "short"
    assert judge(ROOMS, smaller, old, switches=("old",)).verdict == "short", "60 m² is below 73"
    assert judge(ROOMS, smaller, old, switches=("small", "old")).verdict == "met"


def test_a_room_of_unknown_area_may_or_may_not_count() -> None:
    unknown = put_in("rooms", {"unit": NINE, "room_kind": "music"}, room_area=None)
    assert judge(ROOMS, unknown).verdict == "unknown"
    two_needed = put_in("schools", {"unit": NINE}, classes_compulsory=24)
    finding = judge(ROOMS, unknown, two_needed)
    assert finding.verdict == "short", "even if it counts there is one too few"
    assert all(culprit.unit == NINE for culprit in finding.culprits)


def test_a_unit_without_any_room_row_is_unknown_while_one_with_other_rooms_has_none() -> None:
    nothing = judge(ROOMS, drop("rooms", unit=NINE))
    assert nothing.verdict == "unknown" and nothing.missing == ("rooms",)
    others = judge(ROOMS, drop("rooms", unit=NINE, room_kind="music"), drop("rooms", unit=NINE, room_kind="art"))
    assert others.verdict == "short" and len(others.culprits) == 2


SIZE = SchoolSize(
    single=2000,
    combined=2500,
    exception=(
        CheckException(
            switch="size",
            where=(Condition(field="migrant_share", above=D("0.5")),),
            values={"single": 2400, "combined": 3000},
        ),
    ),
)


@pytest.mark.parametrize(
    ("unit", "pupils", "verdict"),
    [(JUNIOR, 2000, "met"), (JUNIOR, 2001, "short"), (NINE, 2500, "met"), (NINE, 2501, "short")],
)
def test_a_nine_year_school_may_hold_2500_and_another_2000(unit: str, pupils: int, verdict: str) -> None:
    assert judge(SIZE, put_in("schools", {"unit": unit}, pupils_compulsory=pupils)).verdict == verdict


def test_more_than_half_migrant_children_is_decided_exactly() -> None:
    def of(migrants: int | None) -> str:
        edit = put_in("schools", {"unit": JUNIOR}, pupils_compulsory=2200, migrant_pupils=migrants)
        return judge(SIZE, edit, switches=("size",)).verdict

    assert (of(1100), of(1101), of(None)) == ("short", "met", "unknown")


def test_a_school_above_every_limit_is_short_whatever_its_kind() -> None:
    finding = judge(SIZE, put_in("schools", {"unit": NINE}, pupils_compulsory=2501, kind_group=None))
    assert finding.verdict == "short" and finding.culprits[0].line == 2500
    assert judge(SIZE, put_in("schools", {"unit": NINE}, pupils_compulsory=2100, kind_group=None)).verdict == "unknown"


CLASSES = ClassSize(at_most={"primary": 45, "junior": 50})


def test_classes_that_were_not_filed_keep_the_check_from_being_met() -> None:
    finding = judge(CLASSES, put_in("parts", {"unit": PRIMARY}, classes=3))
    assert finding.verdict == "unknown" and finding.missing == ("class_rows",)
    assert "班级数 3，班级表 2 行" in finding.working.zh
    over = put_in("classes", {"unit": NINE, "stage": "primary"}, class_pupils=46)
    assert judge(CLASSES, put_in("parts", {"unit": PRIMARY}, classes=3), over).verdict == "short"


def test_a_county_without_a_class_table_is_unknown_and_says_so() -> None:
    finding = judge(CLASSES, drop("classes"))
    assert finding.verdict == "unknown" and "班级表未填" in finding.working.zh


def test_a_class_of_unknown_stage_is_small_enough_only_below_every_limit() -> None:
    def add(pupils: int) -> Edit:
        def edit(held: dict[str, list[dict[str, object]]]) -> None:
            held["classes"].append({**held["classes"][0], "stage": None, "class_no": "9", "class_pupils": pupils})

        return edit

    assert judge(CLASSES, add(45)).verdict == "met"
    assert judge(CLASSES, add(46)).verdict == "unknown"
    assert judge(CLASSES, add(99)).missing == ("stage",), "it may be a class that is not judged"


def test_classes_of_a_small_teaching_point_count() -> None:
    over = judge(CLASSES, put_in("classes", {"unit": POINT}, class_pupils=46))
    assert [(culprit.unit, culprit.value) for culprit in over.culprits] == [(POINT, 46)]
    assert judge(CLASSES, drop("classes", unit=POINT)).missing == ("class_rows",)


def test_classes_of_schools_that_are_left_out_do_not_count() -> None:
    def add(held: dict[str, list[dict[str, object]]]) -> None:
        held["classes"].append({**held["classes"][0], "unit": "5141000009", "class_pupils": 80})
        senior = {"unit": JUNIOR, "stage": "senior", "grade": 10, "class_pupils": 60}
        held["classes"].append({**held["classes"][0], **senior})

    assert judge(CLASSES, add) == judge(CLASSES)


# --- The shipped standard -------------------------------------------------------------------------------------------


def test_every_item_of_the_quality_standard_is_judged() -> None:
    standard = load("cn.quality.2017")
    held = scope(edited())
    results = judge_items(Scope(held.facts, standard, COUNTY, held.year, frozenset()))
    verdicts = {result.id: result.verdict for result in results}
    assert len(results) == len(standard.item)
    met = {"P1", "P2", "G1", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G11", "G12", "G13", "Q1", "Q3", "Q4", "Q6"}
    assert {item for item in met if verdicts[item] != "met"} == set()
    assert verdicts["Q2"] == "met", "189 of 198 children"
    blank = {"G2", "G10", "Q5"}  # the county's row does not hold these statements
    assert {verdicts[item] for item in blank} == {"unknown"}
