"""Accounts and permissions: the acts, their pages, and what must never happen."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from junheng.web.log.actor import Actor
from junheng.web.log.chain import broken
from junheng.web.log.models import Entry
from junheng.web.people import acts, granting, roster
from junheng.web.people.models import County, Grant, GrantRequest, User
from junheng.web.people.policy import Refused


def by(user: User) -> Actor:
    return Actor(user, user.username)


def last_entry() -> Entry:
    return Entry.objects.order_by("number").last()


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


# --- acts


def test_an_account_is_opened_with_a_one_time_password_that_is_kept_nowhere(db: None, actor: Actor) -> None:
    user, password = acts.open_account(actor, " zhang.san ", "张三")
    assert (user.username, user.display_name, user.must_change_password) == ("zhang.san", "张三", True)
    assert user.check_password(password)
    assert len(password) >= 16
    assert password not in str(list(User.objects.values())) + str(list(Entry.objects.values()))
    assert (last_entry().act, last_entry().thing) == ("people.open", "user:zhang.san")


def test_a_password_given_stays_the_account_s_own(db: None, actor: Actor) -> None:
    user, password = acts.open_account(actor, "demo", "演示", password="given at the start")
    assert (password, user.must_change_password, user.one_time_until) == ("given at the start", False, None)


@pytest.mark.parametrize("name", ["", "with space", "a/b", "x" * 200, "LEADER", "leader"])
def test_a_user_name_that_is_none_or_taken_is_refused(cast: dict[str, User], actor: Actor, name: str) -> None:
    count = User.objects.count()
    with pytest.raises(ValidationError):
        acts.open_account(actor, name, "某人")
    assert User.objects.count() == count
    assert not Entry.objects.exists()


def test_one_time_passwords_differ_and_avoid_letters_read_for_each_other() -> None:
    made = {acts.one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made)) & set("il1o0")


@pytest.mark.parametrize("name", ["leader", "officer", "clerk", "security", "audit", "stranger"])
def test_only_the_system_administrator_acts_on_accounts(cast: dict[str, User], name: str) -> None:
    actor, someone = by(cast[name]), cast["viewer"]
    for act in (acts.reset_password, acts.deactivate, acts.activate):
        with pytest.raises(Refused):
            act(actor, someone)
    with pytest.raises(Refused):
        acts.open_account(actor, "new.one", "新人")
    assert not Entry.objects.exists()


@pytest.mark.parametrize("name", ["leader", "officer", "clerk", "system", "audit", "stranger"])
def test_only_the_security_administrator_acts_on_grants(cast: dict[str, User], name: str, bare_county: County) -> None:
    actor = by(cast[name])
    with pytest.raises(Refused):
        acts.grant(actor, cast["viewer"], "leader", county=bare_county)
    with pytest.raises(Refused):
        acts.revoke(actor, cast["viewer"].grants.get())
    with pytest.raises(Refused):
        acts.remove_second_factor(actor, cast["viewer"])
    assert not Entry.objects.exists()


def test_a_grant_is_logged_with_what_was_held_before_and_after(cast: dict[str, User], bare_county: County) -> None:
    until = timezone.localdate() + timedelta(days=30)
    given = acts.grant(
        by(cast["security"]), cast["officer"], "officer", county=bare_county, section="aid", until=until
    )  # fmt: skip
    detail = json.loads(last_entry().detail)
    assert detail["before"] == ["officer 990101 inspection"]
    assert detail["after"] == ["officer 990101 inspection", f"officer 990101 aid until {until}"]
    assert (last_entry().user_name, last_entry().county_code) == ("security", "990101")
    acts.revoke(by(cast["security"]), given)
    assert json.loads(last_entry().detail)["after"] == detail["before"]
    assert not list(broken())


@pytest.mark.parametrize(
    "place",
    [
        {"role": "leader"},
        {"role": "leader", "county": True, "section": "aid"},
        {"role": "officer", "county": True},
        {"role": "officer", "county": True, "section": "cooking"},
        {"role": "clerk", "county": True},
        {"role": "clerk", "school_code": "2199000001"},
        {"role": "viewer", "county": True},
        {"role": "viewer", "area": "9"},
        {"role": "viewer", "area": ""},
        {"role": "system", "county": True},
        {"role": "emperor"},
        {"role": "leader", "county": True, "_again": True},
    ],
)
def test_a_grant_whose_role_and_place_do_not_fit_is_refused(
    cast: dict[str, User], bare_county: County, actor: Actor, place: dict[str, Any]
) -> None:
    if place.pop("_again", False):
        acts.grant(actor, cast["stranger"], "leader", county=bare_county)
    place = {**place, **({"county": bare_county} if place.get("county") else {})}
    count = Grant.objects.count()
    with pytest.raises(ValidationError):
        acts.grant(actor, cast["stranger"], place.pop("role"), **place)
    assert Grant.objects.count() == count


@pytest.mark.parametrize("name", ["leader", "officer", "clerk", "viewer", "audit"])
def test_the_database_itself_keeps_a_grant_once(cast: dict[str, User], name: str) -> None:
    held = cast[name].grants.get()
    held.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        held.save(force_insert=True)
    assert cast[name].grants.count() == 1


def test_nobody_acts_on_the_own_account_or_grants(cast: dict[str, User], bare_county: County) -> None:
    security, system = by(cast["security"]), by(cast["system"])
    for attempt in (
        lambda: acts.grant(security, cast["security"], "leader", county=bare_county),
        lambda: acts.revoke(security, cast["security"].grants.get()),
        lambda: acts.remove_second_factor(security, cast["security"]),
        lambda: acts.deactivate(system, cast["system"]),
        lambda: acts.reset_password(system, cast["system"]),
    ):
        with pytest.raises(ValidationError, match="自己"):
            attempt()
    assert not Entry.objects.exists()


def test_the_last_administrator_is_kept(cast: dict[str, User], actor: Actor) -> None:
    with pytest.raises(ValidationError, match="至少要留一位"):
        acts.deactivate(by(cast["system"]), cast["security"])
    cast["security"].refresh_from_db()
    assert cast["security"].is_active
    with pytest.raises(ValidationError, match="至少要留一位"):
        acts.revoke(by(cast["security"]), cast["system"].grants.get())
    acts.grant(actor, cast["stranger"], "security")
    acts.deactivate(by(cast["system"]), cast["security"])
    assert not User.objects.get(username="security").is_active


@pytest.mark.parametrize("role", ["security", "audit", "leader", "clerk", "viewer"])
def test_in_production_an_administrator_is_nothing_else(
    cast: dict[str, User], bare_county: County, actor: Actor, settings: Any, role: str
) -> None:
    place: dict[str, Any] = {
        "leader": {"county": bare_county},
        "clerk": {"county": bare_county, "school_code": "2199000001"},
        "viewer": {"area": "99"},
    }.get(role, {})
    settings.PRODUCTION = True
    with pytest.raises(ValidationError, match="管理员"):
        acts.grant(actor, cast["system"], role, **place)
    with pytest.raises(ValidationError, match="管理员"):
        acts.grant(actor, cast["leader" if role in {"security", "audit"} else "audit"], "system")
    settings.PRODUCTION = False
    acts.grant(actor, cast["system"], role, **place)
    assert granting.unseparated() == ["system"]


def test_in_production_a_grant_that_is_over_does_not_stand_in_the_way(
    cast: dict[str, User], bare_county: County, actor: Actor, settings: Any
) -> None:
    cast["leader"].grants.update(until=timezone.localdate() - timedelta(days=1))
    settings.PRODUCTION = True
    assert acts.grant(actor, cast["leader"], "audit").pk


# --- pages


def test_the_list_of_accounts_is_searched_filtered_and_paged(as_: Any, cast: dict[str, User], actor: Actor) -> None:
    User.objects.bulk_create(
        User(username=f"teacher{number:03}", display_name=f"教师{number}") for number in range(120)
    )
    system, url = as_("system"), reverse("people:index")

    def names(**asked: str) -> list[str]:
        return [person.username for person in system.get(url, asked).context["page"]]

    assert names(q="teacher11") == [f"teacher11{digit}" for digit in range(10)]
    assert names(q="教师119") == ["teacher119"]
    assert names(role="clerk") == ["clerk"]
    assert names(state="inactive") == []
    assert len(names(state="no_grants", page="3")) == 21
    assert len(names(page="2")) == 50
    assert names(q="' OR 1=1 --", page="x") == []


def test_pages_of_people_take_the_same_number_of_queries_however_many(
    as_: Any, county: County, actor: Actor, django_assert_max_num_queries: Any, school_code: str
) -> None:
    for number in range(60):
        user = User.objects.create(username=f"clerk{number:02}")
        Grant.objects.create(user=user, role="clerk", county=county, school_code=school_code)
    for name, page in (("system", "people:index"), ("security", "people:grants")):
        client = as_(name)
        client.get(reverse(page))
        with django_assert_max_num_queries(10):
            client.get(reverse(page))


def test_the_one_time_password_is_on_the_answer_and_works(as_: Any) -> None:
    answer = as_("system").post(reverse("people:open"), {"username": "li.si", "display_name": "李四"})
    [(_, password)] = answer.context["opened"]
    assert password in answer.content.decode()
    assert User.objects.get(username="li.si").check_password(password)
    assert last_entry().user_name == "system"


def test_a_user_name_taken_is_said_beside_the_field(as_: Any) -> None:
    answer = as_("system").post(reverse("people:open"), {"username": "Leader", "display_name": "局长"})
    assert answer.status_code == 400
    assert "已有这个用户名" in answer.content.decode()


def test_resetting_a_password_shows_a_new_one_and_voids_the_old(as_: Any, cast: dict[str, User]) -> None:
    cast["clerk"].set_password("the old one of the clerk")
    cast["clerk"].save()
    answer = as_("system").post(reverse("people:reset_password", args=[cast["clerk"].pk]))
    clerk = User.objects.get(username="clerk")
    assert clerk.check_password(answer.context["opened"][0][1])
    assert not clerk.check_password("the old one of the clerk")
    assert clerk.must_change_password


def test_an_account_is_closed_and_opened_again(as_: Any, cast: dict[str, User]) -> None:
    system, clerk = as_("system"), cast["clerk"]
    for name, active in (("deactivate", False), ("activate", True)):
        assert system.post(reverse(f"people:{name}", args=[clerk.pk]))["Location"] == f"/people/{clerk.pk}/"
        clerk.refresh_from_db()
        assert clerk.is_active is active
        assert last_entry().act == f"people.{name}"


def test_the_system_administrator_sees_no_pupil_no_figure_and_no_grant_button(as_: Any, peopled: County) -> None:
    system = as_("system")
    for path in ("/registry/", "/judgement/", "/filing/", "/evidence/", "/people/grants/"):
        assert system.get(path).status_code in {403, 404}, path


def test_a_grant_is_given_in_two_steps_with_schools_by_name(
    as_: Any, county: County, cast: Any, school_code: str
) -> None:
    security, url = as_("security"), reverse("people:grants_of", args=[cast["stranger"].pk])
    step = security.get(url, {"role": "clerk", "county": county.code})
    choices = dict(step.context["form"].fields["school_code"].choices)
    assert school_code in choices
    assert len(choices) == 8
    asked = f"{url}?role=clerk&county={county.code}"
    assert security.post(asked, {"school_code": school_code, "until": ""})["Location"] == url
    grant = cast["stranger"].grants.get()
    assert (grant.role, grant.county_id, grant.school_code, grant.until) == ("clerk", county.code, school_code, None)
    assert choices[school_code].split()[0] in security.get(url).content.decode()
    assert security.post(reverse("people:revoke", args=[grant.pk])).status_code == 302
    assert not cast["stranger"].grants.exists()


@pytest.mark.parametrize(
    ("place", "more"),
    [
        ({"role": "clerk", "county": "990101"}, {"school_code": "9999999999"}),
        ({"role": "clerk", "county": "990101"}, {}),
        ({"role": "officer", "county": "990101"}, {"section": "cooking"}),
        ({"role": "viewer"}, {"area": "9901 or 1=1"}),
        ({"role": "leader", "county": "990101"}, {"until": "2020-01-01"}),
        ({"role": "leader", "county": "123456"}, {}),
        ({"role": "leader"}, {}),
        ({"role": "emperor"}, {}),
        ({}, {}),
    ],
)
def test_a_grant_that_does_not_hold_together_is_refused_by_the_page(
    as_: Any, county: County, cast: dict[str, User], place: dict[str, str], more: dict[str, str]
) -> None:
    from urllib.parse import urlencode

    url = reverse("people:grants_of", args=[cast["stranger"].pk])
    assert as_("security").post(f"{url}?{urlencode(place)}", more).status_code == 400
    assert not cast["stranger"].grants.exists()


def test_the_own_grants_are_shown_without_buttons(as_: Any, cast: dict[str, User]) -> None:
    page = as_("security").get(reverse("people:grants_of", args=[cast["security"].pk])).content.decode()
    assert "另一位安全管理员" in page
    assert reverse("people:revoke", args=[cast["security"].grants.get().pk]) not in page


def test_the_policy_is_shown_as_it_is(as_: Any) -> None:
    page = as_("audit").get(reverse("people:policy"))
    line = next(line for line in page.context["lines"] if line["act"] == "filing.manage")
    assert line["cells"][:3] == ["", "督导室", ""]
    assert "发布和关闭填报" in page.content.decode()


# --- accounts from a list


def workbook(*rows: tuple[Any, ...], name: str = "clerks.xlsx") -> SimpleUploadedFile:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


HEADER = ("用户名", "姓名", "角色", "学校代码")


def test_a_list_is_looked_at_opened_and_its_grants_decided_by_somebody_else(
    as_: Any, county: County, school_code: str, other_school: str
) -> None:
    system, security = as_("system"), as_("security")
    file = workbook(
        HEADER,
        ("wang.wu", "王五", "填报员", school_code),
        ("zhao.liu", "赵六", "校长", other_school),
        ("leader", "重名", "填报员", school_code),
        ("no.school", "无校", "填报员", "1"),
        ("no.role", "无职", "局长", school_code),
        ("wang.wu2", "", "填报员", school_code),
    )
    users = User.objects.count()
    look = system.post(reverse("people:roster"), {"county": county.code, "file": file})
    faults = [line.fault for line in look.context["lines"]]
    assert faults[:2] == ["", ""]
    assert faults[2:] == ["已有这个用户名", "本县没有这个学校代码", "角色应为填报员或校长", "缺姓名"]
    assert [line.row for line in look.context["lines"]] == [2, 3, 4, 5, 6, 7]
    assert User.objects.count() == users
    opened = system.post(reverse("people:open_roster"), {"kept": look.context["kept"]})
    assert [user.username for user, _ in opened.context["opened"]] == ["wang.wu", "zhao.liu"]
    assert not Grant.objects.filter(user__username="wang.wu").exists()
    assert GrantRequest.objects.count() == 2
    again = system.post(reverse("people:open_roster"), {"kept": look.context["kept"]}, follow=True)
    assert said(again) == ["没有可开的账号。"]
    ticked = list(GrantRequest.objects.values_list("pk", flat=True))
    assert "王五" in security.get(reverse("people:requests")).content.decode()
    security.post(reverse("people:settle"), {"request": ticked[0], "decision": "approve"})
    security.post(reverse("people:settle"), {"request": ticked[1], "decision": "refuse"})
    assert Grant.objects.get(user__username="wang.wu").school_code == school_code
    assert not Grant.objects.filter(user__username="zhao.liu").exists()
    assert not GrantRequest.objects.exists()
    assert [entry.act for entry in Entry.objects.order_by("-number")[:2]] == ["people.refuse_grant", "people.grant"]


def test_a_list_in_csv_with_english_headers_is_read_too(county: County, school_code: str) -> None:
    text = f"school_code,name,role,username\n{school_code},王五,clerk,wang.wu\n"
    file = SimpleUploadedFile("clerks.csv", text.encode("gb18030"))
    assert roster.read(file) == [
        {"row": 2, "username": "wang.wu", "display_name": "王五", "role": "clerk", "school_code": school_code}
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"%PDF-1.7", b"PK\x03\x04not a package", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
)
def test_a_file_that_is_no_list_is_refused_in_words(as_: Any, county: County, content: bytes) -> None:
    file = SimpleUploadedFile("clerks.xlsx", content)
    answer = as_("system").post(reverse("people:roster"), {"county": county.code, "file": file})
    assert answer.status_code == 400
    assert 'class="errorlist"' in answer.content.decode()


def test_a_list_too_long_is_refused(as_: Any, county: County, school_code: str) -> None:
    rows = [(f"user{number}", "某", "填报员", school_code) for number in range(300)]
    answer = as_("system").post(reverse("people:roster"), {"county": county.code, "file": workbook(HEADER, *rows)})
    assert answer.status_code == 400
    assert "200" in answer.content.decode()


def test_a_list_that_somebody_wrote_into_is_not_opened(as_: Any, county: County, cast: dict[str, User]) -> None:
    from django.core import signing

    users = User.objects.count()
    lines = [{"row": 2, "username": "x", "display_name": "x", "role": "clerk", "school_code": "1"}]
    for kept in ("", "rubbish", signing.dumps({"county": county.code, "lines": lines}, salt="people.roster:0")):
        answer = as_("system").post(reverse("people:open_roster"), {"kept": kept}, follow=True)
        assert "没有开户" in said(answer)[0]
    assert User.objects.count() == users


def test_nobody_decides_a_request_of_their_own(cast: dict[str, User], county: County, actor: Actor) -> None:
    acts.grant(actor, cast["system"], "security")
    both = by(cast["system"])
    request = granting.ask(both, cast["stranger"], "clerk", county, "2199000001")
    with pytest.raises(ValidationError, match="他人"):
        granting.settle(both, request, approve=True)
    assert not cast["stranger"].grants.exists()


# --- county in view, own page


def test_a_viewer_chooses_the_county_in_view(as_: Any, cast: dict[str, User]) -> None:
    viewer, url = as_("viewer"), reverse("people:choose_county")
    County.objects.create(code="990102", name="邻县")
    assert "county-in-view" in viewer.get(reverse("people:own")).content.decode()
    assert viewer.post(url, {"county": "990102"})["Location"] == "/"
    assert viewer.get(reverse("people:own")).wsgi_request.county.code == "990102"
    for county in ("999902", "", "990102' --"):
        assert viewer.post(url, {"county": county}).status_code == 404
    assert viewer.get(url).status_code == 405


def test_a_county_chosen_before_is_left_when_it_may_not_be_seen_any_more(as_: Any, cast: dict[str, User]) -> None:
    County.objects.create(code="990102", name="邻县")
    viewer = as_("viewer")
    viewer.post(reverse("people:choose_county"), {"county": "990102"})
    County.objects.filter(code="990102").delete()
    assert viewer.get(reverse("people:own")).wsgi_request.county.code == "990101"


def test_somebody_of_one_county_is_not_asked_to_choose(as_: Any) -> None:
    assert "county-in-view" not in as_("clerk").get(reverse("people:own")).content.decode()


def test_the_own_page_names_the_own_grants_in_both_languages(as_: Any, county: County, school_code: str) -> None:
    clerk = as_("clerk")
    assert "填报员" in clerk.get(reverse("people:own")).content.decode()
    clerk.post(reverse("set_language"), {"language": "en"})
    page = clerk.get(reverse("people:own")).content.decode()
    assert "school clerk" in page
