"""One record: its values beside last year's, its history; a school's home; who sees which."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from registry_cast import OWN_NUMBER, YEAR, persons

from junheng.web.log.models import Entry
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.models import Part, Pupil, School, Teacher
from junheng.web.registry.views.records import total

__all__ = ["persons"]


def record(table: str, row: Any) -> str:
    return reverse("registry:record", args=[table, row.pk])


def school_of(county: Any, code: str, year: int = YEAR) -> School:
    return School.objects.get(county=county, year=year, school_code=code, campus="")


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [("leader", 200, 200), ("finance_officer", 200, 200), ("clerk", 200, 404), ("principal", 200, 404),
     ("inspector", 200, 404), ("outsider", 404, 404), ("viewer", 403, 403), ("audit", 403, 403)],
)  # fmt: skip
def test_a_record_is_shown_where_its_school_is_ones_own(  # noqa: PLR0917 (fixtures and cases)
    as_: Any, county: Any, school_code: str, other_school: str, name: str, own: int, other: int
) -> None:
    client = as_(name)
    assert client.get(record("school", school_of(county, school_code))).status_code == own
    assert client.get(record("school", school_of(county, other_school))).status_code == other
    assert client.get(reverse("registry:school", args=[school_code])).status_code == own
    assert client.get(reverse("registry:school", args=[other_school])).status_code == other


@pytest.mark.parametrize(
    ("name", "pupil", "teacher"),
    [("schooling_officer", 200, 404), ("staff_officer", 404, 200), ("clerk", 200, 200), ("principal", 200, 200),
     ("leader", 404, 404), ("finance_officer", 404, 404), ("inspector", 404, 404), ("outsider", 404, 404)],
)  # fmt: skip
def test_persons_are_shown_to_those_who_answer_for_them(
    as_: Any, persons: Any, name: str, pupil: int, teacher: int
) -> None:
    assert as_(name).get(record("pupil", Pupil.objects.get(pupil_id="G100"))).status_code == pupil
    assert as_(name).get(record("teacher", Teacher.objects.get(teacher_id="T100"))).status_code == teacher


def test_a_clerk_does_not_see_persons_of_another_school(as_: Any, persons: Any) -> None:
    assert as_("clerk").get(record("pupil", Pupil.objects.get(pupil_id="G200"))).status_code == 404


def test_looking_at_a_person_is_logged_without_a_name(as_: Any, persons: Any) -> None:
    pupil = Pupil.objects.get(pupil_id="G100")
    page = as_("schooling_officer").get(record("pupil", pupil)).content.decode()
    assert "王小明" in page and "9999************14" in page and OWN_NUMBER not in page
    entry = Entry.objects.get(act="registry.person_view")
    assert (entry.thing, entry.user_name) == (f"pupil:{pupil.pk}", "schooling_officer")
    assert "王小明" not in entry.detail and "G100" not in entry.detail
    assert as_("leader").get(record("school", School.objects.first())).status_code == 200
    assert Entry.objects.filter(act="registry.person_view").count() == 1


def test_last_years_value_stands_beside(as_: Any, county: Any, school_code: str) -> None:
    School.objects.filter(county=county, year=YEAR, school_code=school_code).update(books=4321)
    School.objects.filter(county=county, year=YEAR - 1, school_code=school_code).update(books=1234)
    page = as_("leader").get(record("school", school_of(county, school_code))).content.decode()
    assert "4,321" in page and "1,234" in page


def test_the_history_says_who_and_what_in_words(as_: Any, county: Any, actor: Any, school_code: str) -> None:
    row = school_of(county, school_code)
    key = {"year": YEAR, "school_code": school_code, "campus": ""}
    values = {"library": None, "equipment_value": 1_234_500, "sponsor": "7"}
    write(actor, county.code, [Edit("school", {**key, **values})], source="bulk", title="核对")
    page = as_("clerk").get(record("school", row)).content.decode()
    for words in ("批量修改", "核对", "test", "有图书馆(室)", "123.45"):
        assert words in page
    assert "1234500" not in page


def test_identity_numbers_stay_masked_in_the_history(as_: Any, persons: Any, actor: Any) -> None:
    pupil = Pupil.objects.get(pupil_id="G100")
    values = {"year": YEAR, "pupil_id": "G100", "identity_number": "999901201603030036"}
    write(actor, persons.code, [Edit("pupil", values)], source="form")
    page = as_("schooling_officer").get(record("pupil", pupil)).content.decode()
    assert "9999************36" in page and "9999************14" in page
    assert "999901201603030036" not in page and "gAAAA" not in page


def test_a_schools_history_shows_persons_to_those_alone_who_see_them(as_: Any, persons: Any, school_code: str) -> None:
    address = reverse("registry:school", args=[school_code]) + "?tab=history"
    assert "王小明" in as_("clerk").get(address).content.decode()
    assert "王小明" in as_("schooling_officer").get(address).content.decode()
    for name in ("leader", "inspector", "finance_officer", "staff_officer"):
        page = as_(name).get(address).content.decode()
        assert "王小明" not in page and "G100" not in page
    assert "陈老师" in as_("staff_officer").get(address).content.decode()


def test_a_schools_home_counts_what_it_has(
    as_: Any, persons: Any, school_code: str, django_assert_max_num_queries: Any
) -> None:
    client = as_("leader")
    with django_assert_max_num_queries(15):
        response = client.get(reverse("registry:school", args=[school_code]))
    assert response.context["pupil_total"] == 2
    assert response.context["staff_total"] == 1
    parts = Part.objects.filter(county=persons, year=YEAR, school_code=school_code)
    assert len(response.context["parts"]) == parts.count()
    assert "王小明" not in response.content.decode()


def test_a_schools_earlier_year_is_a_tab(as_: Any, county: Any, school_code: str) -> None:
    address = reverse("registry:school", args=[school_code])
    assert as_("leader").get(f"{address}?year=2023").context["year"] == 2023
    assert as_("leader").get(f"{address}?year=²").context["year"] == YEAR


def test_a_record_number_of_any_size_is_only_not_found(as_: Any, county: Any) -> None:
    assert as_("leader").get(f"/registry/school/{10**30}/").status_code == 404


def test_a_total_is_exact_and_unknown_when_a_term_is() -> None:
    tenth = Decimal("0.10")
    assert total([tenth, tenth, tenth]) == Decimal("0.30")
    assert total([tenth, None]) is None
    assert total([]) is None
