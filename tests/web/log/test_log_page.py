"""The audit administrator's pages: search, one entry, export, verification."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from junheng.web.jobs.models import Job, State
from junheng.web.jobs.perform import drain
from junheng.web.log import guard, names, search
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.log.models import Entry
from junheng.web.log.sealing import SEALED, START, seal
from junheng.web.people.models import User

pytestmark = pytest.mark.django_db
OTHERS = [
    "leader",
    "officer",
    "clerk",
    "principal",
    "inspector",
    "viewer",
    "system",
    "security",
    "outsider",
    "stranger",
]


@pytest.fixture
def log(cast: Any) -> None:
    """Entries of several people, counties, channels and days."""
    User.objects.filter(username="clerk").update(display_name="王填报")
    clerk, officer = Actor(None, "clerk", "page", "10.0.0.1"), Actor(None, "officer", "api", "10.0.0.2")
    record(clerk, "registry.form", "batch:1", county="999901", before={"computers": 3}, after={"computers": 4})
    record(officer, "registry.export", "pupil", county="999901", purpose="核对名册", rows=12)
    record(clerk, "filing.save", "filing:7", county="999902", changed=2)
    record(Actor(None, "", "page"), "account.sign_in_failed", "user:nobody", step="password")


def main(response: Any) -> str:
    text = response.content.decode()
    return text[text.index("<table") : text.index("</table>")] if "<table" in text else ""


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/log/"),
        ("get", "/log/entry/1/"),
        ("get", "/log/packs/"),
        ("get", "/log/packs/1/"),
        ("post", "/log/export/"),
        ("post", "/log/verify/"),
        ("post", "/log/packs/"),
        ("post", "/log/packs/1/download/"),
    ],
)
def test_nobody_but_the_audit_administrator_gets_in(as_: Any, name: str, method: str, path: str) -> None:
    before = Entry.objects.count()
    assert getattr(as_(name), method)(path).status_code == 403
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", {1, 2, 3, 4}),
        ("who=clerk", {1, 3}),
        ("who=王填报", {1, 3}),
        ("who=nobody", set()),
        ("act=registry.export", {2}),
        ("thing=batch:1", {1}),
        ("thing=filing:", {3}),
        ("county=999901", {1, 2}),
        ("channel=api", {2}),
        ("text=核对", {2}),
        ("text=computers&who=clerk", {1}),
        ("since=2000-01-01&until=2000-01-02", set()),
        ("since=nonsense", {1, 2, 3, 4}),
        ("until=2000-13-45&who=clerk", {1, 3}),
        ("text=%00", {1, 2, 3, 4}),
        ("before=3", {1, 2}),
        ("before=x&after=-1", {1, 2, 3, 4}),
        ("before=99999999999999999999999", {1, 2, 3, 4}),
    ],
)
def test_entries_are_found(log: None, as_: Any, query: str, numbers: set[int]) -> None:
    client = as_("audit")
    signed_in = set(Entry.objects.filter(number__gt=4).values_list("number", flat=True))
    response = client.get(f"/log/?{query}")
    assert response.status_code == 200
    found = {row.number for row in response.context["found"].rows} - signed_in
    assert found == numbers


def test_the_period_is_that_of_the_local_day(log: None, as_: Any) -> None:
    today = timezone.localdate()
    client = as_("audit")
    assert client.get(f"/log/?since={today}&until={today}&who=clerk").context["found"].rows
    assert not client.get(f"/log/?until={today - timedelta(days=1)}&who=clerk").context["found"].rows


def test_acts_are_named_in_words_in_both_languages(log: None, as_: Any) -> None:
    client = as_("audit")
    assert "修改记录" in main(client.get("/log/"))
    client.cookies["junheng_language"] = "en"
    text = client.get("/log/").content.decode()
    assert "record changed" in text
    shown = text[text.index("<main") : text.index("</main>")]
    for county in ("Testshire", "外县", "王填报"):
        shown = shown.replace(county, "")
    shown = shown.replace(client.get("/log/").context["counties"][0].name, "")
    assert not any("一" <= letter <= "鿿" for letter in shown)


def test_pages_go_by_number_with_the_same_number_of_questions(
    cast: Any, actor: Any, as_: Any, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(search, "SIZE", 5)
    for number in range(1, 13):
        record(actor, "test.act", f"thing:{number}")
    client = as_("audit")
    seen: list[int] = []
    query = "?who=test"
    for _ in range(3):
        with django_assert_max_num_queries(14):
            found = client.get(f"/log/{query}").context["found"]
        seen += [row.number for row in found.rows]
        query = f"?who=test&before={found.older}"
    assert seen == list(range(12, 0, -1))
    assert found.older is None
    back = client.get("/log/?who=test&after=2").context["found"]
    assert [row.number for row in back.rows] == [7, 6, 5, 4, 3]
    assert (back.newer, back.older) == (7, 3)


def test_a_search_no_index_helps_stops_and_says_how_far_it_came(
    cast: Any, actor: Any, as_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SPAN", 10)
    record(actor, "test.act", "thing:needle")
    for number in range(25):
        record(actor, "test.act", f"thing:{number}")
    client = as_("audit")
    query, looks = "?text=needle", 0
    while not (found := client.get(f"/log/{query}").context["found"]).rows:
        looks += 1
        assert found.looked_to is not None
        query = f"?text=needle&before={found.older}"
    assert found.rows[0].number == 1
    assert looks == 2


def test_an_entry_shows_before_and_after_and_that_its_seal_fits(log: None, as_: Any) -> None:
    client = as_("audit")
    text = client.get("/log/entry/1/").content.decode()
    for words in ("计算机", "<td>3</td><td>4</td>", "10.0.0.1", "与内容相符", Entry.objects.get(pk=1).seal):
        assert words in text
    assert "核对名册" in client.get("/log/entry/2/").content.decode()
    assert client.get("/log/entry/99/").status_code == 404


def test_an_entry_that_was_changed_says_so(log: None, as_: Any) -> None:
    with connection.cursor() as cursor:
        for statement in guard.down(connection.vendor):
            cursor.execute(statement)
        cursor.execute("UPDATE log_entry SET thing = 'other' WHERE number = 2")
    client = as_("audit")
    assert "封条与内容不符" in client.get("/log/entry/2/").content.decode()
    assert "封条与内容不符" not in client.get("/log/entry/1/").content.decode()
    assert "日志已损坏" in client.get("/log/").content.decode()


def test_what_an_entry_tells_cannot_act_on_the_page(cast: Any, as_: Any) -> None:
    script = "<script>alert(1)</script>"
    record(Actor(None, script), "test.act", script, before={script: script}, note=[{script: script}])
    client = as_("audit")
    for path in ("/log/", "/log/entry/1/", f"/log/?who={script}"):
        assert script not in client.get(path).content.decode()


def test_a_detail_that_is_no_json_is_shown_as_it_is(cast: Any, as_: Any) -> None:
    entry = Entry(number=1, at=timezone.now(), channel="page", act="test.act", detail="{no json")
    entry.seal = seal(tuple(getattr(entry, name) for name in SEALED), START)
    entry.save()
    assert "{no json" in as_("audit").get("/log/entry/1/").content.decode()


def test_an_export_holds_what_was_found_and_is_logged(log: None, as_: Any) -> None:
    record(Actor(None, "=cmd|' /C calc'!A0"), "test.act", county="999901")
    client = as_("audit")
    response = client.post("/log/export/", {"county": "999901"})
    assert response["Content-Disposition"].startswith("attachment")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["行号"] for row in rows] == ["1", "2", "5"]
    assert rows[2]["登录名"].startswith("'=cmd")
    assert rows[0]["事项"] == "修改记录"
    last = Entry.objects.get(act="log.export")
    assert (last.user_name, '"rows": 3' in last.detail) == ("audit", True)


def test_too_large_an_export_is_refused_in_words(log: None, as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("junheng.web.log.views.MOST", 2)
    response = as_("audit").post("/log/export/", {"who": "clerk", "county": ""}, follow=True)
    assert response.status_code == 200  # two rows are not too many
    b"".join(response.streaming_content)
    response = as_("audit").post("/log/export/", {}, follow=True)
    assert "没有导出" in response.content.decode()


def test_the_whole_log_is_verified_by_a_job_and_the_outcome_is_an_entry(log: None, as_: Any) -> None:
    response = as_("audit").post("/log/verify/")
    assert response.status_code == 302
    drain()
    job = Job.objects.get()
    assert job.state == State.DONE, job.error
    entry = Entry.objects.get(act="log.verify")
    assert job.result["url"] == f"/log/entry/{entry.number}/"
    assert '"whole": true' in entry.detail


def test_a_job_that_verifies_a_broken_log_names_the_row(log: None, as_: Any) -> None:
    with connection.cursor() as cursor:
        for statement in guard.down(connection.vendor):
            cursor.execute(statement)
        cursor.execute("UPDATE log_entry SET thing = 'other' WHERE number = 2")
    as_("audit").post("/log/verify/")
    drain()
    entry = Entry.objects.get(act="log.verify")
    assert '"row": 2' in entry.detail
    assert '"whole": false' in entry.detail


def test_every_act_has_words_in_both_languages() -> None:
    for name, words in names.acts().items():
        assert any("一" <= letter <= "鿿" for letter in words.zh), name
        assert not any("一" <= letter <= "鿿" for letter in words.en), name
