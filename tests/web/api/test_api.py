"""The programming interface: tokens, scopes, what each role reads and files, writes done once."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from junheng.assess import to_json
from junheng.web.api import tokens
from junheng.web.api.models import Answered, Scope, Token
from junheng.web.evidence.models import File
from junheng.web.filing.acts import Asking, open_round
from junheng.web.filing.models import FiledValue, Filing, ValueChange
from junheng.web.judgement.service import judged
from junheng.web.log.actor import Actor
from junheng.web.log.models import Entry
from junheng.web.people.models import Grant
from junheng.web.registry.models import Pupil, School, Teacher
from junheng.web.snapshots.acts import freeze

pytestmark = pytest.mark.django_db


class Program:
    """A program with somebody's token."""

    def __init__(self, user: Any, scopes: tuple[str, ...] = ("read", "file")) -> None:
        self.token, self.text = tokens.issue(Actor(user, user.username), user, "test", scopes, 30)
        self.client = Client(headers={"authorization": f"Bearer {self.text}"})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api{path}", query)

    def send(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return getattr(self.client, method)(
            f"/api{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=headers,
        )


@pytest.fixture
def program(cast: dict[str, Any]) -> Any:
    return lambda name, *scopes: Program(cast[name], scopes or ("read", "file"))


@pytest.fixture
def filing(county: Any, cast: dict[str, Any], school_code: str) -> Filing:
    from junheng.web.people.policy import Policy

    officer = cast["officer"]
    asking = Asking(year=2026, title="2026 学年填报", due=timezone.localdate() + timedelta(days=9))
    one = open_round(Actor(officer, "officer"), Policy(officer), county.code, asking)
    return one.filings.get(school_code=school_code)


def test_without_a_token_with_a_wrong_an_expired_or_an_ended_one_nothing_is_answered(program: Any) -> None:
    officer = program("officer")
    assert officer.get("/me").json()["user"] == "officer"
    assert Client().get("/api/me").status_code == 401
    assert Client(headers={"authorization": "Bearer jh_wrong"}).get("/api/me").status_code == 401
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert officer.get("/me").status_code == 401
    Token.objects.update(expires_at=timezone.now() + timedelta(days=1), ended_at=timezone.now())
    assert officer.get("/me").status_code == 401


def test_a_page_session_is_no_key_to_the_interface(as_: Any) -> None:
    assert as_("officer").get("/api/me").status_code == 401


def test_a_closed_account_ends_its_tokens(program: Any, cast: dict[str, Any]) -> None:
    officer = program("officer")
    cast["officer"].is_active = False
    cast["officer"].save()
    assert officer.get("/me").status_code == 401


def test_every_operation_asks_for_a_token(as_: Any) -> None:
    described = as_("officer").get("/api/openapi.json").json()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation["security"] == [{"Bearer": []}], path
            answer = getattr(Client(), method)(re.sub(r"\{\w+\}", "1", path))
            assert answer.status_code == 401, path


def test_only_the_digest_of_a_token_is_kept(program: Any) -> None:
    text = program("officer").text
    kept = json.dumps(list(Token.objects.values()), default=str)
    assert text not in kept
    assert text not in json.dumps(list(Entry.objects.values()), default=str)


def test_a_token_for_reading_does_not_file(program: Any, filing: Filing) -> None:
    answer = program("clerk", "read").send("put", f"/filing/filings/{filing.pk}/values", [])
    assert (answer.status_code, answer.json()["code"]) == (403, "scope")


@pytest.mark.parametrize("table", ["school", "part", "class", "room"])
def test_the_registry_answers_what_the_database_has_exactly(program: Any, county: Any, table: str) -> None:
    from junheng.web.registry.tables import MODELS, columns

    answer = program("officer").get(f"/registry/{table}", year=2025, size=500).json()
    rows = {row.pk: row for row in MODELS[table].objects.filter(county=county, year=2025)}
    assert answer["count"] == len(rows)
    assert len(answer["items"]) == min(len(rows), 500)
    for item in answer["items"]:
        for name in columns(table):
            value = getattr(rows[item["id"]], name)
            assert item[name] == (value if value is None or isinstance(value, bool | int | str) else str(value))


def test_pages_of_a_list_hold_every_row_once(program: Any, county: Any) -> None:
    officer, seen = program("officer"), []
    for page in range(1, 10):
        answer = officer.get("/registry/school", page=page, size=5).json()
        seen += [item["id"] for item in answer["items"]]
        if not answer["more"]:
            break
    assert sorted(seen) == sorted(School.objects.filter(county=county).values_list("pk", flat=True))


def test_persons_are_for_their_section_and_their_school(program: Any, peopled: Any, school_code: str) -> None:
    assert program("leader").get("/registry/pupil").status_code == 403
    assert program("staff_officer").get("/registry/pupil").status_code == 403
    assert program("schooling_officer").get("/registry/teacher").status_code == 403
    pupils = program("schooling_officer").get("/registry/pupil", size=1).json()
    assert pupils["count"] == Pupil.objects.count()
    assert pupils["items"][0]["pupil_name"]
    clerk = program("clerk").get("/registry/teacher", size=500).json()
    assert {item["school_code"] for item in clerk["items"]} == {school_code}
    assert clerk["count"] == Teacher.objects.filter(school_code=school_code).count()
    assert Entry.objects.filter(act="registry.person_list", channel="api", user_name="clerk").exists()


def test_identity_numbers_are_masked(program: Any, peopled: Any) -> None:
    pupil = Pupil.objects.order_by("pk")[0]
    pupil.identity_number = "990101201501010014"
    pupil.save()
    found = program("schooling_officer").get(f"/registry/pupil/{pupil.pk}").json()
    assert found["identity_number"].startswith("9901*")
    assert "990101201501010014" not in json.dumps(found)


def test_another_county_and_another_school_are_not_there(
    program: Any, county: Any, filing: Filing, other_school: str
) -> None:
    row = School.objects.filter(county=county).order_by("pk")[0]
    outsider = program("outsider")
    assert outsider.get(f"/registry/school/{row.pk}").status_code == 404
    assert outsider.get("/registry/school", county=county.code).status_code == 404
    assert outsider.get("/registry/school").json()["count"] == 0
    assert outsider.get(f"/filing/filings/{filing.pk}").status_code == 404
    other = Filing.objects.get(school_code=other_school)
    assert program("clerk").get(f"/filing/filings/{other.pk}").status_code == 404
    assert program("clerk").send("put", f"/filing/filings/{other.pk}/values", []).status_code == 404
    assert program("clerk").get("/registry/school", school=other_school).json()["count"] == 0


def test_history_tells_who_and_what(program: Any, county: Any) -> None:
    row = School.objects.filter(county=county).order_by("pk")[0]
    changes = program("officer").get(f"/registry/school/{row.pk}/history").json()
    assert changes[0]["source"] == "demo"
    assert changes[0]["after"]["school_name"] == row.school_name


def test_a_figure_is_filed_once_under_its_key_and_kept_with_its_history(program: Any, filing: Filing) -> None:
    clerk = program("clerk")
    cell = FiledValue.objects.get(filing=filing, table="school", field="computers")
    body = [{"id": cell.pk, "value": "123", "seen": cell.value}]
    first = clerk.send("put", f"/filing/filings/{filing.pk}/values", body, key="k1").json()
    again = clerk.send("put", f"/filing/filings/{filing.pk}/values", body, key="k1").json()
    assert first == again
    assert first["changed"] == 1
    cell.refresh_from_db()
    assert cell.value == "123"
    assert ValueChange.objects.filter(filing=filing, field="computers", aspect="value").count() == 1
    other = clerk.send("put", f"/filing/filings/{filing.pk}/values", [], key="k1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key")
    assert Answered.objects.count() == 1


def test_a_figure_somebody_else_changed_comes_back_as_a_conflict(program: Any, filing: Filing) -> None:
    clerk = program("clerk")
    cell = FiledValue.objects.get(filing=filing, table="school", field="computers")
    clerk.send("put", f"/filing/filings/{filing.pk}/values", [{"id": cell.pk, "value": "5", "seen": cell.value}])
    answer = clerk.send(
        "put", f"/filing/filings/{filing.pk}/values", [{"id": cell.pk, "value": "6", "seen": cell.value}]
    )
    assert answer.json()["conflicts"] == [{"id": cell.pk, "theirs": "5", "mine": "6"}]
    cell.refresh_from_db()
    assert cell.value == "5"


def test_one_figure_that_cannot_be_read_keeps_all_from_being_written(program: Any, filing: Filing) -> None:
    cells = FiledValue.objects.filter(filing=filing, table="school", field__in=["computers", "books"])
    body = [{"id": cell.pk, "value": "七台" if cell.field == "books" else "9", "seen": cell.value} for cell in cells]
    answer = program("clerk").send("put", f"/filing/filings/{filing.pk}/values", body).json()
    assert answer["changed"] == 0
    assert len(answer["misread"]) == 1
    assert not ValueChange.objects.filter(filing=filing, aspect="value", source="api").exists()


def test_handing_over_is_refused_in_words_while_faults_stand(program: Any, filing: Filing) -> None:
    FiledValue.objects.filter(filing=filing, table="school", field="teaching_area").update(value=None)
    answer = program("clerk").send("post", f"/filing/filings/{filing.pk}/hand-over", {"pages": []})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_now")
    assert answer.json()["zh"]
    assert program("officer").send("post", f"/filing/filings/{filing.pk}/hand-over", {"pages": []}).status_code == 403


def test_handing_over_names_the_pages_gone_through_and_ticks_none_where_it_is_refused(
    program: Any, filing: Filing
) -> None:
    clerk, path = program("clerk"), f"/filing/filings/{filing.pk}/hand-over"
    asked = clerk.get(f"/filing/filings/{filing.pk}").json()
    assert (len(asked["pages"]), asked["pages_done"]) == (5, [])
    assert clerk.send("post", path, {}).status_code == 422, "the pages have to be named"
    assert clerk.send("post", path, {"pages": asked["pages"][1:]}).status_code == 409
    notes = clerk.get(f"/filing/filings/{filing.pk}/notes").json()
    for note in notes:
        place = {name: note[name] for name in ("table", "key", "field")}
        FiledValue.objects.filter(filing=filing, **place).update(explanation="属实")
    kind = FiledValue.objects.get(filing=filing, table="school", field="kind")
    FiledValue.objects.filter(pk=kind.pk).update(value=None)
    assert clerk.send("post", path, {"pages": asked["pages"]}).status_code == 409
    assert clerk.get(f"/filing/filings/{filing.pk}").json()["pages_done"] == []
    FiledValue.objects.filter(pk=kind.pk).update(value=kind.value)
    done = clerk.send("post", path, {"pages": asked["pages"]}).json()
    assert (done["state"], done["pages_done"]) == ("filled", asked["pages"])


def test_the_bureaus_remarks_reach_the_school_once_the_filing_is_back_with_it(program: Any, filing: Filing) -> None:
    clerk, officer, path = program("clerk"), program("officer"), f"/filing/filings/{filing.pk}"
    Filing.objects.filter(pk=filing.pk).update(state="signed", version=7)
    cell = FiledValue.objects.get(filing=filing, table="school", field="books")
    remark = f"{path}/values/{cell.pk}/remark"
    assert clerk.send("put", remark, {"words": "不行"}).status_code == 403
    first = officer.send("put", remark, {"words": "尚未说出"}, key="r1").json()
    assert officer.send("put", remark, {"words": "尚未说出"}, key="r1").json() == first
    assert ValueChange.objects.filter(filing=filing, aspect="remark").count() == 1

    def told(program: Program) -> list[tuple[str, str]]:
        items = program.get(f"{path}/values", size=500).json()["items"]
        return [(item["remark"], item["review"]) for item in items if item["id"] == cell.pk]

    for name in ("principal", "leader"):
        assert told(program(name)) == [("", "")]
    assert told(clerk) == [("", "")]
    assert told(officer) == [("尚未说出", "remarked")]
    for act in ("accept", "return"):
        for body, status in (({"words": "请改"}, 422), ({"words": "请改", "version": 6}, 409)):
            assert officer.send("post", f"{path}/{act}", body).status_code == status
    assert officer.send("post", f"{path}/return", {"version": 7}).json()["state"] == "returned"
    assert told(clerk) == [("尚未说出", "remarked")]


def test_more_figures_than_are_taken_at_once_are_refused_not_dropped(program: Any, filing: Filing) -> None:
    cell = FiledValue.objects.get(filing=filing, table="school", field="books")
    body = [{"id": cell.pk, "value": "1", "seen": cell.value}] * 2001
    assert program("clerk").send("put", f"/filing/filings/{filing.pk}/values", body).status_code == 422
    assert FiledValue.objects.get(pk=cell.pk).value == cell.value


def test_rows_are_put_into_a_list_all_or_none(program: Any, filing: Filing) -> None:
    clerk, path = program("clerk"), f"/filing/filings/{filing.pk}"
    first = filing.records.filter(table="room").order_by("pk")[0]
    mine = FiledValue.objects.filter(filing=filing, table="room", key=first.key)
    kind = mine.get(field="room_kind").value
    rows = [
        {"keys": {"room_no": str(first.keys["room_no"])}, "values": {"room_area": "88"}},
        {"keys": {"room_no": "新1"}, "values": {"room_kind": "music", "room_area": "60.5"}},
    ]
    done = clerk.send("put", f"{path}/lists/room", {"rows": rows}, key="l1").json()
    assert clerk.send("put", f"{path}/lists/room", {"rows": rows}, key="l1").json() == done
    assert (done["added"], done["changed"], done["wrong"]) == (1, 3, [])
    assert mine.get(field="room_area").value == "88"
    assert mine.get(field="room_kind").value == kind, "what was not given stays"
    wrong = [{"keys": {}, "values": {"room_area": "很大", "pool": "1"}}, {**rows[0], "values": {"room_area": "5"}}]
    told = clerk.send("put", f"{path}/lists/room", {"rows": wrong}).json()
    assert (told["added"], told["changed"], [each["row"] for each in told["wrong"]]) == (0, 0, [1, 1, 1])
    assert mine.get(field="room_area").value == "88"
    stale = [{**rows[0], "values": {"room_area": "99"}, "seen": {"room_area": "1"}}]
    assert clerk.send("put", f"{path}/lists/room", {"rows": stale}).json()["conflicts"][0]["theirs"] == "88"
    for table in ("school", "part", "pupil", "nonsense"):
        assert clerk.send("put", f"{path}/lists/{table}", {"rows": []}).status_code == 404


def test_records_are_added_and_removed_by_the_schools_clerk_alone(
    program: Any, filing: Filing, other_school: str
) -> None:
    clerk, path = program("clerk"), f"/filing/filings/{filing.pk}"
    room = {"table": "room", "keys": {"room_no": "新2"}}
    added = clerk.send("post", f"{path}/records", room, key="a1").json()
    assert clerk.send("post", f"{path}/records", room, key="a1").json() == added
    assert added["keys"]["room_no"] == "新2"
    assert clerk.send("post", f"{path}/records", room).status_code == 409
    for table, keys in (("room", {}), ("room", {"room_no": "3", "room_area": "1"}), ("part", {"stage": "primary"})):
        assert clerk.send("post", f"{path}/records", {"table": table, "keys": keys}).status_code == 422
    stage = {"table": "part", "keys": {"stage": "junior"}}
    assert clerk.send("post", f"{path}/records", stage).status_code == 200
    assert clerk.send("delete", f"{path}/records/{added['id']}").json()["removed"]
    shown = {item["id"]: item["removed"] for item in clerk.get(f"{path}/records", size=500).json()["items"]}
    assert shown[added["id"]]

    other = Filing.objects.get(school_code=other_school)
    theirs = other.records.filter(table="room")[0]
    assert clerk.send("delete", f"{path}/records/{theirs.pk}").status_code == 409
    assert clerk.send("post", f"/filing/filings/{other.pk}/records", room).status_code == 404
    for name in ("officer", "principal"):
        assert program(name).send("put", f"{path}/lists/room", {"rows": []}).status_code == 403
        assert program(name).send("post", f"{path}/records", stage).status_code == 403
        assert program(name).send("delete", f"{path}/records/{added['id']}").status_code == 403


def test_an_assessment_is_the_one_the_command_prints(program: Any, county: Any, actor: Any, school_code: str) -> None:
    snapshot = freeze(actor, county.code, 2025)
    answer = program("leader").get(f"/snapshots/{snapshot.pk}/assessment")
    assert answer.content == to_json(judged(snapshot).assessment)
    assert program("clerk").get(f"/snapshots/{snapshot.pk}/assessment").status_code in {403, 404}
    unit = next(part.unit for part in judged(snapshot).assessment.parts if part.school == school_code)
    assert program("clerk").get(f"/snapshots/{snapshot.pk}/schools/{unit}").json()["parts"]
    other = next(part.unit for part in judged(snapshot).assessment.parts if part.school != school_code)
    assert program("clerk").get(f"/snapshots/{snapshot.pk}/schools/{other}").status_code == 404
    assert program("outsider").get(f"/snapshots/{snapshot.pk}/assessment").status_code == 404
    assert program("viewer").get(f"/snapshots/{snapshot.pk}/assessment").status_code == 200


def test_what_if_answers_and_writes_nothing(program: Any, county: Any, actor: Any, school_code: str) -> None:
    snapshot = freeze(actor, county.code, 2025)
    part = judged(snapshot).assessment.parts[0]
    change = {
        "table": "part",
        "school": part.school,
        "stage": part.stage,
        "field": "backbone_teachers",
        "how": "add",
        "value": "1",
    }
    before = Entry.objects.count()
    leader = program("leader")
    answer = leader.send("post", f"/snapshots/{snapshot.pk}/what-if", {"changes": [change]}).json()
    assert answer["before"] is not None
    assert answer["wrong"] or answer["after"] is not None
    assert Entry.objects.count() == before + 1  # the token
    assert program("viewer").send("post", f"/snapshots/{snapshot.pk}/what-if", {"changes": []}).status_code == 403


def test_evidence_is_put_in_and_fetched(program: Any, county: Any) -> None:
    officer = program("staff_officer")
    data = {
        "file": SimpleUploadedFile("名册.pdf", b"%PDF-1.4\n%%EOF\n"),
        "thing": "item:cn.quality.2017:G11",
        "year": "2025",
    }
    headers = {"Idempotency-Key": "e1"}
    made = officer.client.post("/api/evidence", data, headers=headers).json()
    data["file"] = SimpleUploadedFile("名册.pdf", b"%PDF-1.4\n%%EOF\n")
    assert officer.client.post("/api/evidence", data, headers=headers).json() == made
    assert File.objects.count() == 1
    content = officer.get(f"/evidence/{made['id']}/content")
    assert b"".join(content.streaming_content) == b"%PDF-1.4\n%%EOF\n"
    assert program("outsider").get(f"/evidence/{made['id']}").status_code == 404


def test_an_officer_of_two_counties_names_the_one_a_file_is_for(
    program: Any, county: Any, cast: dict[str, Any]
) -> None:
    person, other = cast["staff_officer"], Grant.objects.get(user=cast["outsider"]).county
    own = person.grants.get().section
    person.grants.create(role="officer", section="inspection", county=other)
    officer = program("staff_officer")
    data = {"thing": "item:cn.quality.2017:G11", "year": "2025"}

    def post(**more: str) -> int:
        file = SimpleUploadedFile("名册.pdf", b"%PDF-1.4\n%%EOF\n")
        return int(officer.client.post("/api/evidence", {**data, **more, "file": file}).status_code)

    assert (post(), post(county="000000"), post(county=other.code), post(county=county.code)) == (422, 404, 200, 200)
    kept = {file.county_id: file.section for file in File.objects.all()}
    assert kept == {other.code: "inspection", county.code: own}


def test_administrators_have_no_interface(program: Any) -> None:
    for name in ("system", "security", "audit", "stranger"):
        assert program(name).get("/counties").status_code == 403


def test_the_description_is_for_who_is_signed_in_and_stands_alone(as_: Any) -> None:
    assert Client().get("/api/docs").status_code == 302
    page = as_("officer").get("/api/docs")
    assert page.status_code == 200
    assert "https://" not in page.content.decode()
    described = as_("officer").get("/api/openapi.json").json()
    assert described["components"]["securitySchemes"]
    assert len(described["paths"]) > 40


def test_the_tokens_page_shows_a_token_once_and_ends_it(as_: Any, cast: dict[str, Any]) -> None:
    officer = as_("officer")
    page = officer.post(reverse("tokens:index"), {"name": "统计程序", "scope": ["read"], "days": "30"}).content.decode()
    token = Token.objects.get()
    assert token.scopes == [Scope.READ]
    text = page.split('<code class="hash">')[1].split("<")[0]
    assert tokens.find(text) == token
    assert text not in officer.get(reverse("tokens:index")).content.decode()
    assert as_("leader").post(reverse("tokens:end", args=[token.pk])).status_code == 404
    officer.post(reverse("tokens:end", args=[token.pk]))
    assert tokens.find(text) is None


@pytest.mark.parametrize(("name", "scope", "days"), [("", "read", "3"), ("a", "", "3"), ("a", "all", "3"), ("a", "read", "0"), ("a", "read", "9999"), ("a", "read", "x")])  # fmt: skip  # noqa: E501
def test_a_token_without_use_scope_or_end_is_not_made(as_: Any, name: str, scope: str, days: str) -> None:
    answer = as_("officer").post(reverse("tokens:index"), {"name": name, "scope": scope, "days": days}, follow=True)
    assert "没有生成" in answer.content.decode()
    assert not Token.objects.exists()


def test_the_tokens_page_is_under_the_gate() -> None:
    names = {pattern.name for pattern in get_resolver("junheng.web.api.urls").url_patterns if hasattr(pattern, "name")}
    assert "index" not in names  # the page's own names are in their namespace
