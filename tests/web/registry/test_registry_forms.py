"""Entry forms: made from the dictionary, checked by it, safe for two officers at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from registry_cast import OWN_NUMBER, YEAR, persons

from junheng.web.log.models import Entry
from junheng.web.people.models import Grant
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.models import Batch, Change, Part, Pupil, School, Teacher

__all__ = ["persons"]


def form(table: str, row: Any) -> str:
    return reverse("registry:edit", args=[table, row.pk])


def filled(client: Any, address: str, **instead: Any) -> dict[str, Any]:
    """Return what a browser would send of the form, with some fields typed anew."""
    page = client.get(address)
    data = {entry.field.name: entry.text for entry in page.context["entries"]}
    if page.context["row"] is not None:
        data["version"] = page.context["row"].version
    return {**data, **instead}


def entry(response: Any, name: str) -> Any:
    return next(each for each in response.context["entries"] if each.field.name == name)


def confirmed(client: Any, address: str, data: dict[str, Any]) -> Any:
    """Send a form and, when it raises doubts, confirm them."""
    response = client.post(address, data)
    if response.status_code == 422 and response.context.get("seal"):
        response = client.post(address, {**data, "confirmed": response.context["seal"]})
    return response


@pytest.fixture
def school(county: Any, school_code: str) -> School:
    return School.objects.get(county=county, year=YEAR, school_code=school_code, campus="")


@pytest.fixture
def part(county: Any, school_code: str) -> Part:
    return Part.objects.filter(county=county, year=YEAR, school_code=school_code).first()


@pytest.mark.parametrize(
    ("name", "status"),
    [("finance_officer", 200), ("schooling_officer", 200), ("clerk", 200), ("staff_officer", 403), ("leader", 403),
     ("principal", 403), ("inspector", 403), ("outsider", 404), ("viewer", 403), ("system", 403)],
)  # fmt: skip
def test_a_form_opens_for_the_tables_section_and_the_schools_clerk(
    as_: Any, school: School, name: str, status: int
) -> None:
    assert as_(name).get(form("school", school)).status_code == status


def test_another_schools_records_are_not_the_clerks(as_: Any, county: Any, other_school: str) -> None:
    row = School.objects.filter(county=county, year=YEAR, school_code=other_school).first()
    client = as_("clerk")
    assert client.get(form("school", row)).status_code == 404
    assert client.post(form("school", row), {"version": 1, "books": "1"}).status_code == 404
    assert client.post(reverse("registry:remove", args=["school", row.pk]), {"reason": "没有理由"}).status_code == 404
    row.refresh_from_db()
    assert row.version == 1


def test_the_form_says_what_the_dictionary_knows(as_: Any, school: School) -> None:
    School.objects.filter(pk=school.pk).update(equipment_value=Decimal("1234567.89"), library=None)
    page = as_("clerk").get(form("school", school))
    content = page.content.decode()
    assert "教学仪器设备值" in content and "(万元)" in content and "账面值" in content
    assert entry(page, "equipment_value").text == "123.456789"
    assert "0 至 100,000" in entry(page, "equipment_value").help
    assert entry(page, "library").choices == {"true": "是", "false": "否"}
    assert entry(page, "books").before
    assert entry(page, "school_code").locked


def test_a_value_typed_in_wan_is_stored_exactly_in_yuan(as_: Any, school: School) -> None:
    client, address = as_("clerk"), form("school", school)
    response = confirmed(
        client, address, filled(client, address, equipment_value="123.456789", library="", guards="false")
    )
    assert response.status_code == 302
    school.refresh_from_db()
    assert (school.equipment_value, school.library, school.guards) == (Decimal("1234567.89"), None, False)
    assert Batch.objects.first().source == "form"
    assert Entry.objects.order_by("-number")[0].act == "registry.form"


def test_the_history_keeps_only_what_was_changed(as_: Any, school: School) -> None:
    client, address = as_("clerk"), form("school", school)
    confirmed(client, address, filled(client, address, computers=str(school.computers + 1)))
    change = Change.objects.first()
    assert (change.before, change.after) == ({"computers": school.computers}, {"computers": school.computers + 1})


def test_a_form_sent_back_unchanged_leaves_no_trace(as_: Any, school: School) -> None:
    client, address = as_("clerk"), form("school", school)
    batches = Batch.objects.count()
    assert client.post(address, filled(client, address)).status_code == 302
    assert Batch.objects.count() == batches


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("books", "很多", "应是整数"),
        ("books", "-1", "应在 0 至"),
        ("teaching_area", "9999999", "应在 0 至 500,000"),
        ("equipment_value", "200000", "应在 0 至 100,000"),
        ("kind", "999", "应是："),
        ("kind", "", "未填"),
        ("built_year", "去年", "四位年份"),
        ("school_name", "=1+1", "公式"),
        ("township", "长" * 121, "最多 120 个字"),
        ("library", "也许", "应填"),
        ("books", "9" * 30, "应"),
    ],
)
def test_what_does_not_fit_is_said_under_the_field_and_nothing_is_saved(
    as_: Any, school: School, name: str, typed: str, said: str
) -> None:
    client, address = as_("clerk"), form("school", school)
    response = client.post(address, filled(client, address, **{name: typed}))
    assert response.status_code == 422
    assert said in entry(response, name).faults[0]
    assert entry(response, name).text == typed
    school.refresh_from_db()
    assert school.version == 1


def test_figures_that_contradict_each_other_are_a_fault(as_: Any, part: Part) -> None:
    client, address = as_("clerk"), form("part", part)
    response = client.post(address, filled(client, address, girls=str(part.pupils + 3)))
    assert response.status_code == 422
    assert "多出 3 人" in entry(response, "pupils").faults[0]


def test_a_jump_against_last_year_is_a_doubt_to_confirm_once(as_: Any, school: School) -> None:
    client, address = as_("clerk"), form("school", school)
    data = filled(client, address, multimedia_rooms=str(school.multimedia_rooms * 2 + 10))
    response = client.post(address, data)
    assert response.status_code == 422
    assert entry(response, "multimedia_rooms").doubts
    school.refresh_from_db()
    assert school.version == 1
    response = client.post(address, {**data, "confirmed": "no such sign"})
    assert response.status_code == 422
    assert client.post(address, {**data, "confirmed": response.context["seal"]}).status_code == 302
    assert client.post(address, filled(client, address, computers="1")).status_code == 302


def test_two_officers_at_one_record_are_told_and_nothing_is_lost(as_: Any, school: School) -> None:
    first, second = as_("finance_officer"), as_("clerk")
    address = form("school", school)
    mine = filled(second, address, computers="11", books="22")
    theirs = filled(first, address, computers="33", township="新镇")
    assert confirmed(first, address, theirs).status_code == 302

    response = second.post(address, mine)
    assert response.status_code == 409
    page = response.content.decode()
    assert "finance_officer" in page
    assert (entry(response, "computers").text, entry(response, "computers").theirs) == ("11", "33")
    assert entry(response, "township").text == "新镇"
    assert (entry(response, "books").text, entry(response, "books").theirs) == ("22", "")
    school.refresh_from_db()
    assert (school.computers, school.books != 22, school.version) == (33, True, 2)

    again = {each.field.name: each.text for each in response.context["entries"]}
    assert confirmed(second, address, {**again, "version": response.context["row"].version}).status_code == 302
    school.refresh_from_db()
    assert (school.computers, school.books, school.township) == (11, 22, "新镇")


def test_a_record_removed_meanwhile_gives_back_what_was_typed(
    as_: Any, county: Any, actor: Any, school_code: str
) -> None:
    key = {"year": YEAR, "school_code": school_code, "campus": "", "room_no": "R-X"}
    write(actor, county.code, [Edit("room", {**key, "room_kind": "music", "room_area": Decimal(60)})], source="form")
    from junheng.web.registry.models import Room

    row = Room.objects.get(county=county, room_no="R-X")
    client, address = as_("clerk"), form("room", row)
    data = filled(client, address, room_area="72.5")
    write(actor, county.code, [Edit("room", key, removed=True)], source="form")
    response = client.post(address, data)
    assert response.status_code == 409
    assert (entry(response, "room_area").text, entry(response, "room_no").text) == ("72.5", "R-X")
    again = {each.field.name: each.text for each in response.context["entries"]}
    assert confirmed(client, reverse("registry:add", args=["room"]), again).status_code == 302
    assert Room.objects.get(county=county, room_no="R-X").room_area == Decimal("72.5")


def test_an_identity_number_is_not_in_the_form_and_stays_when_left_blank(as_: Any, persons: Any) -> None:
    client = as_("schooling_officer")
    pupil = Pupil.objects.get(pupil_id="G100")
    address = form("pupil", pupil)
    page = client.get(address)
    assert OWN_NUMBER not in page.content.decode() and "9999************14" in page.content.decode()
    assert confirmed(client, address, filled(client, address, class_no="2")).status_code == 302
    pupil.refresh_from_db()
    assert (pupil.identity_number, pupil.class_no) == (OWN_NUMBER, "2")
    assert client.post(address, filled(client, address, identity_number="12345")).status_code == 422
    assert confirmed(client, address, filled(client, address, identity_number="999901201603030036")).status_code == 302
    assert confirmed(client, address, filled(client, address, clear_identity_number="1")).status_code == 302
    pupil.refresh_from_db()
    assert (pupil.identity_number, pupil.identity_digest) == (None, None)


def test_opening_a_persons_form_is_logged(as_: Any, persons: Any) -> None:
    pupil = Pupil.objects.get(pupil_id="G100")
    as_("clerk").get(form("pupil", pupil))
    assert Entry.objects.get(act="registry.person_view").thing == f"pupil:{pupil.pk}"


def test_a_clerk_moves_no_pupil_to_another_school(as_: Any, persons: Any, other_school: str) -> None:
    client = as_("clerk")
    pupil = Pupil.objects.get(pupil_id="G100")
    response = client.post(form("pupil", pupil), filled(client, form("pupil", pupil), school_code=other_school))
    assert response.status_code == 422
    assert entry(response, "school_code").faults
    pupil.refresh_from_db()
    assert pupil.school_code != other_school


def test_an_officer_moves_a_pupil_to_another_school(as_: Any, persons: Any, other_school: str) -> None:
    client, pupil = as_("schooling_officer"), Pupil.objects.get(pupil_id="G100")
    data = filled(client, form("pupil", pupil), school_code=other_school)
    assert confirmed(client, form("pupil", pupil), data).status_code == 302
    pupil.refresh_from_db()
    assert pupil.school_code == other_school


def test_a_new_record_is_added_and_opened(as_: Any, persons: Any, school_code: str) -> None:
    client, address = as_("clerk"), reverse("registry:add", args=["teacher"])
    given = {
        "year": str(YEAR),
        "school_code": school_code,
        "stage": "primary",
        "teacher_id": "T900",
        "full_time": "true",
    }
    response = confirmed(client, address, {**given, "teacher_name": "新老师", "joined_school": "2025-09-01"})
    teacher = Teacher.objects.get(teacher_id="T900")
    assert response["Location"] == reverse("registry:record", args=["teacher", teacher.pk])
    assert (teacher.teacher_name, teacher.campus, teacher.degree) == ("新老师", "", None)


def test_a_record_that_is_there_already_is_not_written_over(as_: Any, persons: Any, school_code: str) -> None:
    client, address = as_("clerk"), reverse("registry:add", args=["pupil"])
    given = {"year": str(YEAR), "school_code": school_code, "stage": "primary", "grade": "1", "class_no": "1"}
    response = confirmed(client, address, {**given, "pupil_id": "G200", "pupil_name": "顶替"})
    assert response.status_code == 422
    assert "已有这条记录" in entry(response, "pupil_id").faults[0]
    assert Pupil.objects.get(pupil_id="G200").pupil_name == "赵外校"
    assert "赵外校" not in response.content.decode()


def test_a_clerk_adds_nothing_to_another_school(as_: Any, county: Any, other_school: str) -> None:
    given = {"year": str(YEAR), "school_code": other_school, "room_no": "R1", "room_kind": "music", "room_area": "60"}
    response = as_("clerk").post(reverse("registry:add", args=["room"]), given)
    assert response.status_code == 422
    assert entry(response, "school_code").faults
    response = as_("clerk").post(
        reverse("registry:add", args=["school"]), {**given, "school_name": "假学校", "kind": "211"}
    )
    assert response.status_code == 422
    assert not School.objects.filter(school_name="假学校").exists()


def test_a_record_of_a_school_that_is_not_there_is_a_fault(as_: Any, county: Any) -> None:
    given = {"year": str(YEAR), "school_code": "9999999999", "room_no": "R1", "room_kind": "music", "room_area": "60"}
    response = as_("officer").post(reverse("registry:add", args=["room"]), given)
    assert response.status_code == 422
    assert entry(response, "school_code").faults


def test_an_officer_adds_a_school(as_: Any, county: Any) -> None:
    given = {"year": str(YEAR), "school_code": "9999010099", "school_name": "新建小学", "kind": "211", "locale": "111"}
    address = reverse("registry:add", args=["school"])
    assert confirmed(as_("finance_officer"), address, {**given, "sponsor": "7"}).status_code == 302
    assert School.objects.get(county=county, school_code="9999010099").school_name == "新建小学"


def test_county_figures_are_the_countys_officers(as_: Any, county: Any) -> None:
    from junheng.web.registry.models import CountyFigures

    row = CountyFigures.objects.get(county=county, year=YEAR)
    assert as_("clerk").get(form("county", row)).status_code == 403
    client = as_("finance_officer")
    data = filled(client, form("county", row), rural_population="")
    assert confirmed(client, form("county", row), data).status_code == 302
    row.refresh_from_db()
    assert row.rural_population is None


def test_a_record_is_removed_with_its_reason_and_kept_in_the_history(as_: Any, persons: Any) -> None:
    client, pupil = as_("clerk"), Pupil.objects.get(pupil_id="G101")
    address = reverse("registry:remove", args=["pupil", pupil.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"version": pupil.version, "reason": ""}).status_code == 422
    assert client.post(address, {"version": 99, "reason": "已转学外县"}).status_code == 422
    assert Pupil.objects.filter(pk=pupil.pk).exists()
    assert client.post(address, {"version": pupil.version, "reason": "已转学外县"}).status_code == 302
    assert not Pupil.objects.filter(pk=pupil.pk).exists()
    change = Change.objects.select_related("batch").first()
    assert change.after is None and change.before["pupil_name"] == "李小红"
    assert "已转学外县" in change.batch.title


def test_a_school_with_stages_cannot_be_removed(as_: Any, school: School) -> None:
    client = as_("clerk")
    address = reverse("registry:remove", args=["school", school.pk])
    assert "学段数据" in client.get(address).content.decode()
    assert client.post(address, {"version": school.version, "reason": "撤并学校"}).status_code == 422
    assert School.objects.filter(pk=school.pk).exists()


def test_a_reader_who_is_also_an_officer_elsewhere_edits_nothing_here(
    as_: Any, cast: Any, persons: Any, other_school: str
) -> None:
    Grant.objects.create(user=cast["clerk"], county=persons, role="principal", school_code=other_school)
    pupil = Pupil.objects.get(pupil_id="G200")
    assert as_("clerk").get(reverse("registry:record", args=["pupil", pupil.pk])).status_code == 200
    assert as_("clerk").get(form("pupil", pupil)).status_code == 404
