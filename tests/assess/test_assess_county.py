"""One county at a time: which county and year, what is left out, what is unknown, and what it all comes to."""

from __future__ import annotations

import dataclasses
import time
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

import msgspec
import polars as pl
import pytest
import random_counties
from made_county import CODE, facts_of, judge, junior, primary, resources, school
from random_counties import YEAR

from junheng.assess import Cell, ScopeError, assess, counties, rules_of
from junheng.dictionary import Title
from junheng.facts import Facts, derive
from junheng.standards import load
from junheng.standards.model import CountyRule, Item, Value


def test_a_balanced_county_is_met() -> None:
    found = judge(primary(1), primary(2), junior(3), school(4, "312", {"primary": 300, "junior": 300}))
    assert found.verdict == "met"
    assert [part.verdict for part in found.parts] == ["met"] * 5
    assert [(part.stage, part.unit) for part in found.parts] == [
        ("primary", "2141000001"), ("primary", "2141000002"), ("primary", "2141000004"),
        ("junior", "2141000003"), ("junior", "2141000004"),
    ]  # fmt: skip
    (resources_,) = found.components
    assert (resources_.id, resources_.verdict) == ("resources", "met")
    assert "5 个，达标 5" in resources_.text.zh and "14 个，达标 14" in resources_.text.zh
    assert found.unknown == ()


def test_a_part_reaches_six_lines_and_85_per_cent_of_the_seventh() -> None:
    found = judge(
        primary(1, 2000, backbone_teachers=17),
        primary(2, 2000, backbone_teachers=16),
        primary(3, 2000, backbone_teachers=17, multimedia_rooms=45),
        junior(4),
    )
    assert [part.verdict for part in found.parts] == ["met", "short", "short", "met"]
    assert [(part.met, part.short, part.unknown) for part in found.parts][:3] == [(6, 1, 0), (6, 1, 0), (5, 2, 0)]
    cells = [part.indicators["L2"] for part in found.parts]
    assert [(cell.shortfall, cell.shortfall_floor) for cell in cells[:2]] == [(3, 0), (4, 1)]
    assert found.verdict == "short"


def test_the_shortfall_is_in_the_unit_of_the_figure() -> None:
    part = judge(
        primary(1, 333, teaching_area=Decimal("1498.49"), equipment_value=Decimal("665999.99"), multimedia_rooms=7)
    ).parts[0]
    held = {name: cell.shortfall for name, cell in part.indicators.items()}
    # 4.5 m² and 2000 yuan per pupil, 2.3 rooms per 100 pupils: 7.659, so 8 rooms.
    assert (held["L4"], held["L6"], held["L7"]) == (Fraction(1, 100), Fraction(1, 100), 1)


@pytest.mark.parametrize(
    ("teachers", "near"), [(94, False), (95, True), (99, True), (100, True), (105, True), (106, False)]
)
def test_a_value_within_five_per_cent_of_its_line_is_near(teachers: int, near: bool) -> None:
    cell = judge(primary(1, 10000, backbone_teachers=teachers)).parts[0].indicators["L2"]
    assert cell.near is near


def test_what_is_left_out_is_named_with_its_reason() -> None:
    found = judge(
        primary(1),
        school(2, "218", {"primary": 49}),
        school(3, "218", {"primary": 50}),
        school(4, "513", {"special": 60}),
        school(5, "341", {"junior": 300, "senior": 300}),
        primary(6, 0),
        school(7, "341", {"junior": 0, "senior": 300}),
    )
    assert {(each.unit[-1], each.stage): each.reason for each in found.excluded} == {
        ("2", "primary"): "small_point",
        ("4", "special"): "kind",
        ("5", "senior"): "stage",
        ("6", "primary"): "no_pupils",
        ("7", "junior"): "no_pupils",
        ("7", "senior"): "stage",
    }
    assert {part.unit[-1] for part in found.parts} == {"1", "3", "5"}
    small = next(each for each in found.excluded if each.reason == "small_point")
    assert "49 人，不足 50 人" in small.text.zh and "49 pupils" in small.text.en


def test_sponsors_are_left_out_where_the_standard_says_so() -> None:
    found = judge(primary(1), primary(2, sponsor="10"), standard=resources("cn.basic.2012"))
    assert [(each.unit, each.reason, each.text.zh) for each in found.excluded] == [
        ("2141000002", "sponsor", "举办者为民办，不在评估范围内")
    ]


def test_unknowns_say_which_figure_is_missing_and_what_it_keeps_open() -> None:
    found = judge(primary(1, indoor_sports_area=None), primary(2))
    texts = [each.text.zh for each in found.unknown]
    assert "小学“生均教学及辅助用房面积”无法判定：缺少室内体育用房面积。" in texts
    assert "没有可评估的初中学段数据。" in texts
    assert any("差异系数无法判定：1 所学校的数据不全" in text for text in texts)
    assert {(each.where, each.indicator) for each in found.unknown} == {
        ("part", "L4"), ("part", "L5"), ("county", "L4"), ("county", "L5"), ("county", None),
    }  # fmt: skip


def test_composites_decide_where_the_standard_tests_them() -> None:
    schools = [primary(number, books=1000 * number) for number in (1, 2, 3)] + [junior(4, books=900)]
    standard = resources("cn.basic.2012")
    eight = judge(*schools, standard=standard)
    # Computers and titles are not filed: the composite of eight is unknown, and so is the county.
    assert {(each.stage, each.cv, each.verdict) for each in eight.composite} == {
        ("primary", None, "unknown"),
        ("junior", None, "unknown"),
    }
    assert eight.verdict == "unknown"
    kept = msgspec.structs.replace(
        standard, indicator=tuple(each for each in standard.indicator if each.plus in {("books",), ("teaching_area",)})
    )
    two = judge(*schools, standard=kept)
    cvs = {each.indicator: each.cv for each in two.county if each.stage == "primary"}
    assert cvs["B1"] == 0 and cvs["B5"] is not None
    assert two.composite[0].cv == pytest.approx(cvs["B5"] / 2)
    assert (two.composite[0].verdict, two.verdict) == ("met", "met")
    strict = msgspec.structs.replace(
        kept,
        county=CountyRule(clause="", every_school=False, each_cv=False, composite_limits={"primary": Decimal("0.2")}),
    )
    assert judge(*schools, standard=strict).verdict == "short"


def years(*held: int) -> Facts:
    """Return facts of several years in which the primary school loses a backbone teacher each year."""
    standard = resources()
    tables = [
        random_counties.tables(primary(1, backbone_teachers=12 - number), junior(2)) for number, _ in enumerate(held)
    ]
    dated = {
        name: pl.concat(
            each[name].with_columns(pl.lit(year, pl.Int32).alias("year"))
            for each, year in zip(tables, held, strict=True)
        )
        for name in ("school", "part")
    }
    return derive(dated, rules_of(standard))


def test_the_latest_year_is_judged_and_the_years_before_give_trend_and_alerts() -> None:
    facts = years(2022, 2023, 2024, 2025)
    found = assess(facts, resources())
    assert found.year == 2025
    trend = [point for point in found.trend if (point.stage, point.indicator) == ("primary", "L2")]
    assert [(point.year, point.mean, point.schools_met) for point in trend] == [
        (2022, Fraction(12, 10), 1), (2023, Fraction(11, 10), 1), (2024, 1, 1), (2025, Fraction(9, 10), 0),
    ]  # fmt: skip
    assert any(alert.kind == "worse" and alert.indicator == "L2" for alert in found.alerts)
    earlier = assess(facts, resources(), year=2023)
    assert (earlier.year, {point.year for point in earlier.trend}) == (2023, {2022, 2023})


def with_funding(facts: Facts, filed: dict[int, int | None]) -> Facts:
    """Return the facts with a county row a year that says what special schools are funded with."""
    rows = pl.DataFrame(
        {
            "year": pl.Series(list(filed), dtype=pl.Int32),
            "county_code": [CODE] * len(filed),
            "special_funding_per_pupil": pl.Series(list(filed.values()), dtype=pl.Int64),
        }
    )
    return dataclasses.replace(facts, counties=rows)


@pytest.mark.parametrize(
    ("filed", "alerts"),
    [
        ({2024: 8000, 2025: 7000}, ["T1"]),
        ({2024: 7000, 2025: 7000}, []),
        ({2024: 8000, 2025: None}, []),
        ({2023: 8000, 2025: 7000}, []),  # last year has no county row
    ],
)
def test_an_item_met_last_year_and_short_now_is_an_alert(filed: dict[int, int | None], alerts: list[str]) -> None:
    title = Title("特教经费", "special funding")
    check = Value(fields=("special_funding_per_pupil",), at_least=8000)
    asked = Item(id="T1", group="guarantee", number=1, title=title, clause="测试", check=(check,))
    standard = msgspec.structs.replace(resources(), item=(asked,))
    found = assess(with_funding(years(2023, 2024, 2025), filed), standard)
    assert [alert.indicator for alert in found.alerts if alert.stage is None] == alerts


def test_county_rows_of_a_code_without_any_school_are_named() -> None:
    facts = years(2025)
    row = pl.DataFrame({"year": pl.Series([2025, 2025], dtype=pl.Int32), "county_code": ["990199", CODE]})
    stray = dataclasses.replace(
        facts,
        counties=row,
        satisfaction=row.with_columns(respondent=pl.lit("pupils")),
        work_scores=row.filter(pl.col("county_code") == CODE).with_columns(item=pl.lit("W1")),
    )
    assert not [note for note in assess(facts, resources()).notes if "未采用" in note.zh]
    assert [note.zh for note in assess(stray, resources()).notes if "未采用" in note.zh] == [
        "县情况表中的县代码 990199 没有对应的学校，未采用。",
        "满意度调查表中的县代码 990199 没有对应的学校，未采用。",
    ]


def test_a_year_that_was_not_filed_is_refused_with_those_that_were() -> None:
    with pytest.raises(ScopeError, match="2019") as caught:
        assess(years(2024, 2025), resources(), year=2019)
    assert "2024、2025" in caught.value.words.zh and "2024, 2025" in caught.value.words.en


def test_a_county_has_to_be_named_where_there_are_several() -> None:
    standard = resources()
    records = [random_counties.county(number) for number in (1, 2, 3)]
    facts = derive(random_counties.tables(*records), rules_of(standard))
    assert counties(facts) == ["000001", "000002", "000003"]
    with pytest.raises(ScopeError, match="000001"):
        assess(facts, standard)
    with pytest.raises(ScopeError, match="999999"):
        assess(facts, standard, county="999999")
    assert assess(facts, standard, county="000002").county_code == "000002"


def test_facts_without_schools_are_refused() -> None:
    facts = facts_of([primary(1)], resources())
    empty = Facts(
        *(getattr(facts, name).clear() for name in ("parts", "schools", "classes", "rooms")),
        *(getattr(facts, name).clear() for name in ("counties", "satisfaction", "work_scores")),
    )
    with pytest.raises(ScopeError, match="没有可评估的学校"):
        assess(empty, resources())


def test_the_whole_standard_gives_every_component_in_order() -> None:
    found = judge(primary(1), junior(2), standard=load("cn.quality.2017"))
    assert [each.id for each in found.components] == [
        "resources", "guarantee", "quality", "recognition", "precondition", "veto",
    ]  # fmt: skip
    assert found.components[0].verdict == "met"
    assert (len(found.items), len(found.recognition), len(found.preconditions), len(found.vetoes)) == (24, 1, 2, 7)
    assert found.verdict != "met", "nothing was filed beside the schools"
    assert any(each.where == "item" for each in found.unknown)
    assert (found.county_code, found.county_name, found.year) == (CODE, None, YEAR)
    assert found.snapshot.startswith("sha256:")


def test_a_county_of_1300_parts_is_judged_in_seconds() -> None:
    """Split quantities have denominators of their own; their exact sums must not explode."""
    schools = [school(number, "312", {"primary": 301 + number, "junior": 211 + 3 * number}) for number in range(650)]
    facts = facts_of(schools, resources())
    start = time.perf_counter()
    found = assess(facts, resources())
    assert time.perf_counter() - start < 20
    assert len(found.parts) == 1300
    assert all(each.cv is not None for each in found.county)


def test_what_a_school_of_two_stages_lacks_is_what_the_whole_school_must_add() -> None:
    """Of the rooms a school adds only the stage's share counts for it."""

    def junior_rooms(area: Decimal) -> Cell:
        found = judge(primary(1), junior(2), school(4, "312", {"primary": 384, "junior": 200}, teaching_area=area))
        return found.parts[-1].indicators["L4"]

    before = junior_rooms(Decimal(2000))
    assert before.verdict == "short"
    assert before.shortfall is not None
    added = Decimal(before.shortfall.numerator) / Decimal(before.shortfall.denominator)
    up_to_the_cent = added.quantize(Decimal("0.01"), ROUND_CEILING)
    assert junior_rooms(2000 + up_to_the_cent).verdict == "met"
    assert junior_rooms(2000 + up_to_the_cent - 1).verdict == "short"
