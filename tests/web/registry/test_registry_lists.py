"""The registry's first page and its lists: who sees what of them, search, filters, sort, paging, columns, views."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registry_cast import OTHER_NUMBER, OWN_NUMBER, YEAR, persons

from junheng.web.log.models import Entry
from junheng.web.people.models import Grant
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.models import Part, Pupil, SavedView, School
from junheng.web.registry.tables import MODELS, columns

__all__ = ["persons"]
FIGURES = [name for name in MODELS if name not in {"pupil", "teacher"}]
OF_COUNTY = ("county", "satisfaction", "work_score")


def address(table: str, query: str = "") -> str:
    return reverse("registry:table", args=[table]) + (f"?{query}" if query else "")


def text(client: Any, table: str, query: str = "") -> str:
    response = client.get(address(table, query))
    assert response.status_code == 200
    return response.content.decode()


def rows(client: Any, table: str, query: str = "") -> list[str]:
    """Return the first cells of a list's rows."""
    return [row.cells[0].text for row in client.get(address(table, query)).context["listing"].rows]


def test_the_first_page_says_how_many_rows_there_are_and_what_is_missing(as_: Any, county: Any, actor: Any) -> None:
    school = School.objects.filter(county=county, year=YEAR).order_by("school_code").last()
    Part.objects.filter(county=county, year=YEAR, school_code=school.school_code).delete()
    key = {"year": YEAR, "school_code": school.school_code, "campus": school.campus}
    write(actor, county.code, [Edit("school", {**key, "locale": None})], source="form")
    page = as_("leader").get(reverse("registry:index")).content.decode()
    assert school.school_name in page
    assert "城乡分类 1" in page
    assert "missing=locale" in page


def test_the_first_page_needs_no_more_queries_for_more_rows(
    as_: Any, county: Any, django_assert_num_queries: Any
) -> None:
    client = as_("schooling_officer")
    _many(county, 10)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("registry:index"))
    _many(county, 300, start=10)
    with django_assert_num_queries(len(few)):
        client.get(reverse("registry:index"))
    assert len(few) <= 30


def test_a_county_without_records_says_so(as_: Any, bare_county: Any) -> None:
    assert "还没有任何记录" in as_("leader").get(reverse("registry:index")).content.decode()
    assert "这张表还没有记录" in text(as_("leader"), "school")


@pytest.mark.parametrize("name", ["leader", "officer", "finance_officer", "clerk", "principal", "inspector"])
def test_a_list_holds_the_rows_the_policy_gives(as_: Any, county: Any, school_code: str, name: str) -> None:
    client = as_(name)
    own = name in {"clerk", "principal", "inspector"}
    for table in FIGURES:
        if own and table in OF_COUNTY:
            assert client.get(address(table)).status_code == 403
            continue
        there = MODELS[table].objects.filter(county=county, year=YEAR)
        expected = there.filter(school_code=school_code).count() if own else there.count()
        assert client.get(address(table)).context["listing"].count == expected


@pytest.mark.parametrize("name", ["viewer", "system", "security", "audit", "stranger"])
def test_those_without_a_part_in_the_registry_are_refused(as_: Any, bare_county: Any, name: str) -> None:
    client = as_(name)
    for page in (address("school"), address("pupil"), reverse("registry:index")):
        assert client.get(page).status_code == 403


def test_another_countys_officer_sees_nothing_of_this_one(as_: Any, persons: Any, school_code: str) -> None:
    client = as_("outsider")
    assert client.get(address("school")).context["listing"].count == 0
    assert client.get(reverse("registry:school", args=[school_code])).status_code == 404


def test_a_table_that_is_not_there_is_not_found(as_: Any, county: Any) -> None:
    assert as_("leader").get("/registry/secrets/").status_code == 404


@pytest.mark.parametrize(("name", "seen"), [("schooling_officer", 3), ("clerk", 2), ("principal", 2)])
def test_those_who_answer_for_pupils_see_them(as_: Any, persons: Any, name: str, seen: int) -> None:
    assert as_(name).get(address("pupil")).context["listing"].count == seen


@pytest.mark.parametrize("name", ["leader", "officer", "finance_officer", "staff_officer", "inspector"])
def test_all_others_see_how_many_pupils_there_are_and_not_who(as_: Any, persons: Any, name: str) -> None:
    query = "column=pupil_name&column=identity_number&sort=pupil_name&missing=birth_date&left_behind=true"
    page = text(as_(name), "pupil", query)
    for hidden in ("王小明", "赵外校", "G100", OWN_NUMBER, OWN_NUMBER[:4] + "*", "2015-01-01", "留守"):
        assert hidden not in page
    total = as_(name).get(address("pupil", query)).context["total"]
    assert total == ("2" if name == "inspector" else "3")


def test_a_search_for_persons_is_refused_to_those_who_only_count(as_: Any, persons: Any) -> None:
    assert as_("leader").post(reverse("registry:find", args=["pupil"]), {"q": "王小明"}).status_code == 403
    link = as_("schooling_officer").post(reverse("registry:find", args=["pupil"]), {"q": "王小明"})["Location"]
    assert as_("leader").get(link).context["total"] == "3"


def test_identity_numbers_are_masked_on_every_list(as_: Any, persons: Any) -> None:
    page = text(as_("schooling_officer"), "pupil", "column=pupil_name&column=identity_number")
    assert "9999************14" in page
    assert OWN_NUMBER not in page
    assert OTHER_NUMBER not in page


def test_a_person_is_found_by_name_and_the_address_does_not_tell(as_: Any, persons: Any) -> None:
    client = as_("schooling_officer")
    link = client.post(reverse("registry:find", args=["pupil"]), {"q": "小明", "grade": "3"})["Location"]
    assert "小明" not in link and "%E5" not in link
    assert rows(client, "pupil", link.partition("?")[2]) == ["王小明"]
    assert "grade=3" in link


def test_an_identity_number_is_found_exactly_and_the_search_is_logged(as_: Any, persons: Any) -> None:
    client = as_("schooling_officer")
    link = client.post(reverse("registry:find", args=["pupil"]), {"q": OTHER_NUMBER})["Location"]
    assert rows(client, "pupil", link.partition("?")[2]) == ["赵外校"]
    entry = Entry.objects.get(act="registry.identity_search")
    assert OTHER_NUMBER not in entry.detail and "赵外校" not in entry.detail
    assert OTHER_NUMBER not in client.get(link).content.decode()


def test_a_clerk_does_not_find_another_schools_pupil_by_identity_number(as_: Any, persons: Any) -> None:
    client = as_("clerk")
    link = client.post(reverse("registry:find", args=["pupil"]), {"q": OTHER_NUMBER})["Location"]
    assert rows(client, "pupil", link.partition("?")[2]) == []


def test_anothers_search_and_a_forged_one_are_no_search(as_: Any, persons: Any) -> None:
    link = as_("schooling_officer").post(reverse("registry:find", args=["pupil"]), {"q": "小明"})["Location"]
    page = as_("clerk").get(link)
    assert page.context["listing"].count == 2
    assert "已失效" in page.content.decode()
    assert as_("clerk").get(address("pupil", "find=gAAAAAB")).status_code == 200


def test_schools_are_found_by_name_and_code(as_: Any, county: Any, school_code: str) -> None:
    client = as_("leader")
    school = School.objects.get(county=county, year=YEAR, school_code=school_code, campus="")
    assert school.school_name in rows(client, "school", f"q={school.school_name[3:]}")
    assert rows(client, "school", f"q={school_code}") == [school.school_name]
    found = client.get(address("part", f"q={school.school_name}")).context["listing"]
    assert found.count == Part.objects.filter(county=county, year=YEAR, school_code=school_code).count()


def test_lists_are_filtered_by_their_own_codes_and_their_schools(as_: Any, county: Any) -> None:
    client = as_("leader")
    locale = School.objects.filter(county=county, year=YEAR).values_list("locale", flat=True)[0]
    schools = School.objects.filter(county=county, year=YEAR, locale=locale)
    assert client.get(address("school", f"locale={locale}")).context["listing"].count == schools.count()
    parts = Part.objects.filter(county=county, year=YEAR, school_code__in=schools.values("school_code"))
    assert client.get(address("part", f"locale={locale}")).context["listing"].count == parts.count()
    primary = Part.objects.filter(county=county, year=YEAR, stage="primary")
    assert client.get(address("part", "stage=primary")).context["listing"].count == primary.count()


def test_blank_is_a_choice_of_every_filter(as_: Any, persons: Any) -> None:
    client = as_("schooling_officer")
    assert rows(client, "pupil", "left_behind=true") == ["王小明"]
    assert sorted(rows(client, "pupil", "left_behind=blank")) == ["李小红", "赵外校"]
    assert rows(client, "pupil", "boarder=false") == ["李小红"]


def test_earlier_years_are_a_filter(as_: Any, county: Any) -> None:
    before = School.objects.filter(county=county, year=2023).count()
    assert as_("leader").get(address("school", "year=2023")).context["listing"].count == before
    assert as_("leader").get(address("school", "year=1999")).context["query"].year == YEAR


@pytest.mark.parametrize("field", ["books", "township", "boarding", "school_name", "built_year"])
def test_a_list_sorts_both_ways_with_blanks_at_the_end(as_: Any, county: Any, actor: Any, field: str) -> None:
    some = list(School.objects.filter(county=county, year=YEAR).order_by("pk"))[:2]
    School.objects.filter(pk__in=[each.pk for each in some]).update(**{field: None})
    client = as_("leader")
    for sort in (field, f"-{field}"):
        keys = [row.pk for row in client.get(address("school", f"sort={sort}")).context["listing"].rows]
        values = [getattr(School.objects.get(pk=key), field) for key in keys]
        filled = [value for value in values if value is not None]
        assert values[len(filled) :] == [None, None]
        assert filled == sorted(filled, reverse=sort.startswith("-"))


@pytest.mark.parametrize("sort", ["", "pupil_name", "-pupil_name", "birth_date", "grade", "-boarder"])
def test_the_pages_of_a_list_hold_every_row_once(as_: Any, county: Any, sort: str) -> None:
    _many(county, 230)
    client = as_("schooling_officer")
    found = []
    for page in range(1, 6):
        listing = client.get(address("pupil", f"sort={sort}&page={page}")).context["listing"]
        assert (listing.page, listing.pages) == (page, 5)
        found += [row.pk for row in listing.rows]
    assert len(found) == len(set(found)) == 230
    if sort:
        name = sort.removeprefix("-")
        values = [Pupil.objects.get(pk=key).__dict__[name] for key in found]
        filled = [value for value in values if value is not None]
        assert filled == sorted(filled, reverse=sort.startswith("-"))
        assert None not in values[: len(filled)]
    assert client.get(address("pupil", "page=99")).context["listing"].page == 5


def test_a_list_needs_no_more_queries_for_more_rows(as_: Any, county: Any, django_assert_num_queries: Any) -> None:
    client = as_("schooling_officer")
    _many(county, 60)
    query = "sort=pupil_name&boarder=true&boarder=false&column=pupil_name&column=identity_number&size=200"
    with CaptureQueriesContext(connection) as few:
        assert client.get(address("pupil", query)).context["listing"].count == 60
    _many(county, 600, start=60)
    with django_assert_num_queries(len(few)):
        assert client.get(address("pupil", query)).context["listing"].count == 660
    assert len(few) <= 15


def test_columns_are_chosen_in_the_address(as_: Any, county: Any) -> None:
    listing = as_("leader").get(address("school", "column=books&column=no&column=school_name")).context["listing"]
    assert [each.name for each in listing.columns] == ["books", "school_name"]


def test_money_is_shown_in_wan_and_blanks_as_not_filed(as_: Any, county: Any, school_code: str) -> None:
    mine = School.objects.filter(county=county, school_code=school_code, year=YEAR)
    mine.update(equipment_value="1234567", books=None)
    page = text(as_("clerk"), "school", "column=equipment_value&column=books")
    assert "123.46" in page and "万元" in page
    assert '<td class="n blank">未填</td>' in page


def test_names_are_escaped(as_: Any, county: Any, actor: Any, school_code: str) -> None:
    name = '<script>alert("x")</script>'
    key = {"year": YEAR, "school_code": school_code, "campus": ""}
    write(actor, county.code, [Edit("school", {**key, "school_name": name})], source="form")
    pk = School.objects.get(county=county, **key).pk
    home = f"registry/schools/{school_code}/"
    pages = ["registry/", "registry/school/", "registry/part/", f"registry/school/{pk}/"]
    for page in [*pages, home, f"{home}?tab=history"]:
        content = as_("leader").get(f"/{page}").content.decode()
        assert "<script>alert" not in content
    assert "&lt;script&gt;" in text(as_("leader"), "school")
    assert "<script>alert" not in text(as_("leader"), "school", "q=%3Cscript%3Ealert")


ODD = st.sampled_from(["-year", "school_name__x", "\x00", "²"])
ANYTHING = st.one_of(st.text(max_size=20), st.integers().map(str), ODD)
NAMES = st.sampled_from(
    [
        "year",
        "page",
        "size",
        "sort",
        "column",
        "q",
        "find",
        "missing",
        "stage",
        "grade",
        "locale",
        "school_code",
        "kind",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(list(MODELS)), st.lists(st.tuples(NAMES, ANYTHING), max_size=6))
def test_no_address_breaks_a_list(as_: Any, persons: Any, table: str, given: list[tuple[str, str]]) -> None:
    client = as_("schooling_officer")
    query: dict[str, list[str]] = {}
    for name, value in given:
        query.setdefault(name, []).append(value)
    assert client.get(address(table), query).status_code == 200
    assert client.get(reverse("registry:index"), query).status_code == 200
    assert client.get(reverse("registry:export", args=[table]), query).status_code == 200


def test_a_view_is_saved_without_year_and_search_and_leads_back(as_: Any, persons: Any) -> None:
    client = as_("schooling_officer")
    link = client.post(reverse("registry:find", args=["pupil"]), {"q": "小明"})["Location"]
    token = client.get(link).context["query"].find
    given = {"name": "三年级", "grade": "3", "sort": "-pupil_name", "find": token, "year": "2025"}
    given["column"] = "pupil_name"
    client.post(reverse("registry:save_view", args=["pupil"]), given)
    view = SavedView.objects.get()
    assert view.query == "grade=3&sort=-pupil_name&column=pupil_name"
    assert "三年级" in text(client, "pupil")
    assert rows(client, "pupil", view.query) == ["赵外校", "王小明"]


def test_an_officer_shares_a_view_with_the_county_and_a_clerk_cannot(as_: Any, county: Any) -> None:
    save = reverse("registry:save_view", args=["school"])
    as_("finance_officer").post(save, {"name": "村小", "locale": "220", "shared": "1"})
    as_("clerk").post(save, {"name": "本校", "shared": "1"})
    as_("finance_officer").post(save, {"name": "私用"})
    assert set(SavedView.objects.filter(shared=True).values_list("name", flat=True)) == {"村小"}
    page = text(as_("leader"), "school")
    assert "村小" in page and "本校" not in page and "私用" not in page
    assert "村小" not in text(as_("outsider"), "school")


def test_a_view_with_every_column_fits(as_: Any, county: Any) -> None:
    given = {"name": "全部列", "column": list(columns("county"))}
    as_("leader").post(reverse("registry:save_view", args=["county"]), given)
    assert len(SavedView.objects.get().query) > 1000


def test_only_its_owner_takes_a_view_away(as_: Any, county: Any) -> None:
    as_("finance_officer").post(reverse("registry:save_view", args=["school"]), {"name": "村小", "shared": "1"})
    view = SavedView.objects.get()
    forget = reverse("registry:forget_view", args=[view.pk])
    assert as_("leader").post(forget).status_code == 404
    assert as_("finance_officer").get(forget).status_code == 405
    assert as_("finance_officer").post(forget).status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_saved_again_under_its_name_replaces_the_first(as_: Any, county: Any) -> None:
    for stage in ("primary", "junior"):
        as_("leader").post(reverse("registry:save_view", args=["part"]), {"name": "学段", "stage": stage})
    assert SavedView.objects.get().query == "stage=junior"


def test_somebody_with_two_parts_sees_persons_of_the_own_school_alone(
    as_: Any, cast: Any, persons: Any, other_school: str
) -> None:
    Grant.objects.create(user=cast["clerk"], county=persons, role="inspector", school_code=other_school)
    assert sorted(rows(as_("clerk"), "pupil")) == ["李小红", "王小明"]


def _many(county: Any, count: int, start: int = 0) -> None:
    """Add pupils, some with blanks, many alike."""
    code = School.objects.filter(county=county, year=YEAR).order_by("school_code")[0].school_code
    Pupil.objects.bulk_create(
        Pupil(
            county=county, year=YEAR, school_code=code, stage="primary", pupil_id=f"M{number:05d}",
            grade=number % 6 + 1,
            pupil_name=None if number % 17 == 0 else f"名{number % 40}", class_no="1", boarder=number % 3 == 0,
            birth_date=None if number % 11 == 0 else f"2015-0{number % 9 + 1}-01", identity_number=OWN_NUMBER,
        )
        for number in range(start, start + count)
    )  # fmt: skip
