"""A school's page: who sees which school, and that what it says is what the assessment says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from junheng.report.page.printer import Printer
from junheng.web.judgement.peers import _place
from junheng.web.judgement.service import Judged
from junheng.web.people.models import Grant

PEOPLE_OF_ONE_SCHOOL = ("clerk", "principal", "inspector")


def url(unit: str) -> str:
    return f"/judgement/schools/{unit}/"


def test_it_shows_every_indicator_with_line_verdict_and_shortfall(as_: Any, found: Judged) -> None:
    part = next(part for part in found.assessment.parts if part.short)
    page = as_("leader").get(url(part.unit)).content.decode()
    printer = Printer("zh")
    for one in found.assessment.standard.indicators:
        cell = part.indicators[one.id]
        assert printer.say(one.title) in page
        assert printer.value(cell) in page
        if cell.shortfall:
            assert f"还差 {printer.missing(cell.shortfall, one.unit)}" in page
    assert "不达标" in page


def test_the_working_of_each_figure_opens_beside_it(as_: Any, found: Judged) -> None:
    part = found.assessment.parts[0]
    client = as_("leader")
    page = client.get(url(part.unit)).content.decode()
    address = re.search(r'hx-get="([^"]+)"', page)
    assert address is not None
    assert client.get(address[1].replace("&amp;", "&"), HTTP_HX_REQUEST="true").status_code == 200


def test_it_shows_years_rooms_classes_and_what_fails(as_: Any, found: Judged) -> None:
    culprits = {one.unit for item in found.assessment.items for f in item.findings for one in f.culprits}
    unit = next(part.unit for part in found.assessment.parts if part.unit in culprits)
    page = as_("leader").get(url(unit)).content.decode()
    for words in ("历年", "2023", "2024", "班额", "音乐专用教室", "在同类学校中的位置"):
        assert words in page
    assert "/judgement/items/" in page


@pytest.mark.parametrize("name", PEOPLE_OF_ONE_SCHOOL)
def test_people_of_a_school_see_theirs_and_no_other(
    as_: Any, found: Judged, school_code: str, other_school: str, name: str
) -> None:
    client = as_(name)
    page = client.get(url(school_code)).content.decode()
    assert "在同类学校中的位置" in page
    others = {part.name for part in found.assessment.parts if part.school != school_code}
    own = next(part.name for part in found.assessment.parts if part.school == school_code)
    assert not {other for other in others if other in page and other not in own}
    assert client.get(url(other_school)).status_code == 404


@pytest.mark.parametrize("name", PEOPLE_OF_ONE_SCHOOL)
def test_people_of_a_school_are_led_to_it(as_: Any, found: Judged, school_code: str, name: str) -> None:
    answer = as_(name).get("/judgement/own/")
    assert (answer.status_code, answer["Location"]) == (302, url(school_code))


def test_people_of_several_schools_choose_and_those_of_none_are_told(
    as_: Any, cast: Any, found: Judged, school_code: str, other_school: str
) -> None:
    Grant.objects.create(
        user=cast["inspector"], role="inspector", county=found.snapshot.county, school_code=other_school
    )
    page = as_("inspector").get("/judgement/own/").content.decode()
    assert url(school_code) in page
    assert url(other_school) in page
    Grant.objects.filter(user=cast["clerk"]).update(school_code="0000000000")
    assert "没有您的学校" in as_("clerk").get("/judgement/own/").content.decode()
    assert as_("leader").get("/judgement/own/")["Location"] == "/judgement/"


@pytest.mark.parametrize("name", ["leader", "officer", "finance_officer", "viewer"])
def test_the_bureau_and_those_above_see_every_school(as_: Any, found: Judged, other_school: str, name: str) -> None:
    assert as_(name).get(url(other_school)).status_code == 200


@pytest.mark.parametrize("name", ["system", "security", "audit", "stranger"])
def test_administrators_and_strangers_see_none(as_: Any, found: Judged, school_code: str, name: str) -> None:
    assert as_(name).get(url(school_code)).status_code == 403


def test_another_county_sees_none(as_: Any, found: Judged, school_code: str) -> None:
    outsider = as_("outsider")
    assert outsider.get(f"{url(school_code)}?snapshot={found.snapshot.pk}").status_code == 404
    assert school_code not in outsider.get(url(school_code)).content.decode().replace(url(school_code), "")


@pytest.mark.parametrize("unit", ["0000000000", "x", "2199000001/不存在", "a/b/c"])
def test_a_school_that_is_not_there_is_not_found(as_: Any, found: Judged, unit: str) -> None:
    assert as_("leader").get(url(unit)).status_code == 404


def test_ranks_count_those_ahead_and_quarters_follow(found: Judged) -> None:
    printer, indicator = Printer("zh"), found.assessment.standard.indicators[0]
    mates = [part for part in found.assessment.parts if part.stage == "primary"]
    best = sorted(mates, key=lambda part: part.indicators[indicator.id].value or 0, reverse=True)
    places = [next(_place(printer, indicator, part, mates, "", whole=True)) for part in best]
    assert [place.rank for place in places] == list(range(1, len(best) + 1))
    assert (places[0].quartile, places[-1].quartile) == (1, 4)
    assert all(place.strip and len(place.strip.others) == len(mates) - 1 for place in places)


def test_a_distribution_of_few_schools_is_not_shown_to_one_of_them(found: Judged) -> None:
    printer, indicator = Printer("zh"), found.assessment.standard.indicators[0]
    mates = [part for part in found.assessment.parts if part.stage == "primary"][:3]
    assert next(_place(printer, indicator, mates[0], mates, "", whole=False)).strip is None
    assert next(_place(printer, indicator, mates[0], mates, "", whole=True)).strip is not None


def test_the_basic_standard_has_no_lines_and_the_page_says_so(as_: Any, found: Judged, school_code: str) -> None:
    page = as_("leader").get(f"{url(school_code)}?standard=cn.basic.2012").content.decode()
    assert "不对学校逐项下结论" in page
    assert "B1" in page


def test_a_school_that_is_not_judged_says_why(as_: Any, found: Judged) -> None:
    excluded = found.assessment.excluded
    alone = [one for one in excluded if one.unit not in {part.unit for part in found.assessment.parts}]
    for one in alone[:2]:
        assert one.text.zh in as_("leader").get(url(one.unit)).content.decode()
    assert excluded or found.assessment.parts


def test_it_speaks_english(as_: Any, found: Judged, school_code: str) -> None:
    client = as_("leader")
    client.cookies["junheng_language"] = "en"
    page = client.get(url(school_code)).content.decode()
    assert "Place among peers" in page
    assert "backbone teachers" in page


def test_it_asks_the_database_a_handful_of_times(
    as_: Any, found: Judged, school_code: str, django_assert_max_num_queries: Any
) -> None:
    client = as_("leader")
    client.get(url(school_code))
    with django_assert_max_num_queries(10):
        client.get(url(school_code))
