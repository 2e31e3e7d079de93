"""A whole round as officer, clerk and principal walk it, and what the leader and the others see of it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from filing_help import cell, explain_all, fresh, post_cell, put

from junheng.web.filing.models import Filing, Round, State, ValueChange
from junheng.web.filing.pages import pages
from junheng.web.imports.undo import reversal, undo
from junheng.web.jobs.perform import drain
from junheng.web.log.actor import Actor
from junheng.web.log.chain import broken
from junheng.web.log.models import Entry
from junheng.web.people.models import County, User
from junheng.web.registry.frames import tables
from junheng.web.registry.models import Room, School
from junheng.web.snapshots.acts import thaw

PASSWORD = "a long enough one"
FORM = {"title": "2026 学年填报", "year": "2026", "due": "2099-01-31", "prefill": "yes"}


@pytest.fixture
def principal(cast: dict[str, User]) -> User:
    cast["principal"].set_password(PASSWORD)
    cast["principal"].save()
    return cast["principal"]


def open_by_page(client: Any, schools: list[str]) -> Round:
    fields = [f"{group.table}.{name}" for page in pages() for group in page.group for name in group.fields]
    answer = client.post("/filing/rounds/new/", {**FORM, "field": fields, "school": schools})
    one = Round.objects.get()
    assert answer.headers["Location"] == f"/filing/rounds/{one.pk}/"
    return one


def go_through(client: Any, filing: Filing) -> None:
    """Save every page as it stands."""
    for page in pages(filing.round.fields):
        here = {(group.table, name) for group in page.group for name in group.fields}
        data = {}
        for one in filing.values.all():
            if (one.table, one.field) in here:
                data |= {f"s-{one.pk}": one.value or ""}
        assert client.post(f"/filing/{filing.pk}/pages/{page.id}/", data).status_code == 302


def test_a_round_goes_from_the_officer_through_the_school_back_to_the_officer_and_into_the_registry(
    county: County, as_: Any, principal: User, school_code: str, other_school: str
) -> None:
    officer, clerk, head = as_("officer"), as_("clerk"), as_("principal")
    before = tables(county.code)
    one = open_by_page(officer, [school_code, other_school])
    mine, theirs = one.filings.get(school_code=school_code), one.filings.get(school_code=other_school)

    assert "2026 学年填报" in clerk.get("/").content.decode()
    books, room = cell(mine, "school", "books"), cell(mine, "room", "room_area")
    assert 'class="saved"' in post_cell(clerk, mine, books, "12,345").content.decode()
    gone = mine.records.filter(table="room").last()
    clerk.post(f"/filing/{mine.pk}/remove/", {"record": gone.pk})
    clerk.post(f"/filing/{mine.pk}/lists/room/", {"rows": "新 101\t音乐专用教室\t96.5\t是"})
    go_through(clerk, fresh(mine))
    explain_all(mine)
    clerk.post(f"/filing/{mine.pk}/hand-over/")
    assert fresh(mine).state == State.FILLED

    text = head.get(f"/filing/{mine.pk}/sign/").content.decode()
    assert "12,345" in text
    signing = {"declared": "yes", "password": PASSWORD, "version": fresh(mine).version}
    head.post(f"/filing/{mine.pk}/sign/now/", signing)
    assert fresh(mine).state == State.SIGNED

    officer.post(f"/filing/{mine.pk}/remark/", {"cell": books.pk, f"r-{books.pk}": "与台账不符"})
    decision = {"decision": "return", "words": "请改一处", "version": fresh(mine).version}
    officer.post(f"/filing/{mine.pk}/decide/", decision)
    page = clerk.get(f"/filing/{mine.pk}/").content.decode()
    assert "与台账不符" in page
    assert "请改一处" in page
    books.refresh_from_db()
    post_cell(clerk, mine, books, "12400")
    clerk.post(f"/filing/{mine.pk}/hand-over/")
    head.post(f"/filing/{mine.pk}/sign/now/", {**signing, "version": fresh(mine).version})
    assert "学校已修改" in officer.get(f"/filing/{mine.pk}/review/").content.decode()
    officer.post(f"/filing/{mine.pk}/decide/", {"decision": "accept", "version": fresh(mine).version})
    assert fresh(mine).state == State.ACCEPTED

    assert "1 / 2" in officer.get(f"/filing/rounds/{one.pk}/").content.decode()
    officer.post(f"/filing/rounds/{one.pk}/remind/", {"filing": [theirs.pk, mine.pk], "words": "请尽快"})
    assert theirs.reminders.count() == 1
    assert mine.reminders.count() == 0

    officer.post(f"/filing/rounds/{one.pk}/close/", {"title": one.title, "leave_out": [other_school]})
    assert drain() == 1
    one.refresh_from_db()
    assert one.state == "closed"
    assert list(broken()) == []

    written_is_what_was_accepted(county, mine, before)
    assert School.objects.get(county=county, year=2026, school_code=school_code).books == 12400
    assert School.objects.get(year=2026, school_code=other_school).books is None
    assert not Room.objects.filter(year=2026, room_no=gone.keys["room_no"]).exists()
    assert Room.objects.get(year=2026, room_no="新 101").room_kind == "music"
    frozen, now = thaw(one.snapshot), tables(county.code, up_to=2026)
    assert all(frozen[name].equals(now[name]) for name in now)

    history = ValueChange.objects.filter(filing=mine, field="books", aspect="value").order_by("pk")
    assert [(row.after, row.by_name) for row in history] == [("12345", "clerk"), ("12400", "clerk")]
    assert history[0].before == books.last
    assert room.value == cell(mine, "room", "room_area").value

    undone = undo(Actor(None, "test", "command"), one.batch, reversal(one.batch))
    assert undone is not None
    assert all(frame.equals(before[name]) for name, frame in tables(county.code).items())


def written_is_what_was_accepted(county: County, filing: Filing, before: Any) -> None:
    """Hold the registry against the filing, put together another way: last year's rows with what was typed."""
    now = tables(county.code)
    for name in ("school", "part", "class", "room"):
        year = now[name].filter(pl.col("year") == 2026, pl.col("school_code") == filing.school_code).drop("year")
        others = now[name].filter(pl.col("year") == 2026, pl.col("school_code") != filing.school_code)
        assert others["school_code"].n_unique() == (1 if name in {"school", "part"} else 0)
        keys = [key for key in year.columns if key in {"campus", "stage", "grade", "class_no", "room_no"}]
        last = before[name].filter(pl.col("year") == 2025, pl.col("school_code") == filing.school_code).drop("year")
        same = year.join(last, on=keys, how="inner", nulls_equal=True, suffix="@last")
        for column in set(year.columns) - {*keys, "books"}:
            unlike = same.filter(pl.col(column).ne_missing(pl.col(f"{column}@last")))
            assert unlike.is_empty(), (name, column)
        added = year.join(last, on=keys, how="anti", nulls_equal=True)
        left = last.join(year, on=keys, how="anti", nulls_equal=True)
        assert (added.height, left.height) == ((1, 1) if name == "room" else (0, 0))
    for name in set(before) - {"school", "part", "class", "room"}:
        assert now[name].equals(before[name])


def test_the_password_is_asked_again_to_sign_and_a_wrong_one_is_told_and_logged(
    mine: Filing, as_: Any, principal: User
) -> None:
    head, now = as_("principal"), put(mine, "filled")
    for data, words in (
        ({"declared": "yes", "password": "wrong"}, "密码不对"),
        ({"password": PASSWORD}, "勾选声明"),
    ):
        answer = head.post(f"/filing/{mine.pk}/sign/now/", {**data, "version": now.version}, follow=True)
        assert words in answer.content.decode()
        assert fresh(mine).state == State.FILLED
    assert Entry.objects.filter(act="filing.sign_refused").count() == 1


def test_the_bureaus_remarks_are_the_schools_to_see_only_once_the_filing_is_returned(mine: Filing, as_: Any) -> None:
    put(mine, "signed")
    books = cell(mine, "school", "books")
    as_("officer").post(f"/filing/{mine.pk}/remark/", {"cell": books.pk, f"r-{books.pk}": "尚未说出的意见"})
    own = [f"/filing/{mine.pk}/", f"/filing/{mine.pk}/pages/premises/", f"/filing/{mine.pk}/values/{books.pk}/"]
    assert not any("尚未说出的意见" in as_("clerk").get(url).content.decode() for url in own)
    assert "尚未说出的意见" not in as_("principal").get(f"/filing/{mine.pk}/sign/").content.decode()
    as_("officer").post(f"/filing/{mine.pk}/decide/", {"decision": "return", "version": fresh(mine).version})
    assert all("尚未说出的意见" in as_("clerk").get(url).content.decode() for url in own)


def test_the_history_of_a_figure_says_who_when_before_and_after(mine: Filing, as_: Any) -> None:
    books = cell(mine, "school", "books")
    text = as_("clerk").get(f"/filing/{mine.pk}/values/{books.pk}/").content.decode()
    assert "没有改动" in text
    post_cell(as_("clerk"), mine, books, "4321")
    text = as_("officer").get(f"/filing/{mine.pk}/values/{books.pk}/").content.decode()
    assert "clerk" in text
    assert "4,321" in text
    assert f"{int(books.value or 0):,}" in text
