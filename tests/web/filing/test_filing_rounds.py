"""Rounds: opening with what and whom one chooses, reminding, closing knowingly, and what may go wrong on the way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from filing_help import cell, fresh, put

from junheng.web.filing import acts
from junheng.web.filing.models import Filing, Round, RoundState, State
from junheng.web.jobs.models import Job
from junheng.web.jobs.perform import drain
from junheng.web.jobs.work import Readable
from junheng.web.log.models import Entry
from junheng.web.people.models import County
from junheng.web.people.policy import Refused
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.models import Batch, School
from junheng.web.snapshots import files
from junheng.web.snapshots.models import Snapshot

TITLE = "2026 学年填报"
SOON = timezone.localdate() + dt.timedelta(days=9)


def asking(**more: Any) -> acts.Asking:
    return acts.Asking(**{"title": TITLE, "year": 2026, "due": SOON, **more})


def left_out(one: Round) -> list[str]:
    return list(one.filings.exclude(state=State.ACCEPTED).values_list("school_code", flat=True))


def test_a_round_asks_every_school_every_field_with_last_years_figures(opened: Round, mine: Filing) -> None:
    assert opened.filings.count() == School.objects.values("school_code").distinct().count()
    books = cell(mine, "school", "books")
    assert books.value == books.last == str(School.objects.get(year=2025, school_code=mine.school_code).books)
    assert mine.wanted == mine.values.count()
    assert mine.filled == mine.values.exclude(value=None).count()


def test_without_prefilling_figures_stand_beside_alone_and_what_a_school_is_is_carried_over(
    county: County, who: Any, school_code: str
) -> None:
    one = acts.open_round(*who("officer"), county.code, asking(prefill=False))
    mine = one.filings.get(school_code=school_code)
    assert cell(mine, "school", "books").value is None
    assert cell(mine, "school", "books").last
    assert cell(mine, "school", "kind").value == cell(mine, "school", "kind").last
    assert cell(mine, "class", "class_pupils").value is None
    assert mine.filled == 9


def test_a_round_of_one_field_keeps_what_a_school_is_so_that_it_can_be_judged(
    county: County, who: Any, school_code: str
) -> None:
    one = acts.open_round(
        *who("officer"), county.code, asking(fields={"part": ["pupils"]}, schools=frozenset({school_code}))
    )
    mine = one.filings.get()
    assert (mine.wanted, one.tables) == (1, ["part"])
    put(mine, "accepted")
    acts.close(*who("officer"), one, confirmed=TITLE, leave_out=[])
    assert drain() == 1
    assert School.objects.get(year=2026).kind == School.objects.get(year=2025, school_code=school_code).kind
    assert School.objects.get(year=2026).books is None


def test_what_the_registry_holds_of_the_year_already_counts_before_last_years(
    county: County, who: Any, school_code: str
) -> None:
    edit = Edit("school", {"year": 2026, "school_code": school_code, "campus": "", "books": 9, "kind": "211"})
    write(who("officer")[0], county.code, [edit], source="form")
    one = acts.open_round(*who("officer"), county.code, asking())
    assert cell(one.filings.get(school_code=school_code), "school", "books").value == "9"


def test_a_school_without_records_of_stages_gets_those_of_its_kind(county: County, who: Any) -> None:
    new = Edit(
        "school", {"year": 2026, "school_code": "9901999999", "campus": "", "kind": "312", "school_name": "新校"}
    )
    write(who("officer")[0], county.code, [new], source="form")
    one = acts.open_round(*who("officer"), county.code, asking())
    there = one.filings.get(school_code="9901999999").records.filter(table="part")
    assert sorted(record.keys["stage"] for record in there) == ["junior", "primary"]


@pytest.mark.parametrize("name", ["leader", "finance_officer", "clerk", "principal", "viewer", "system", "outsider"])
def test_only_the_countys_officer_of_inspection_opens_moves_and_closes_rounds(
    opened: Round, county: County, who: Any, as_: Any, name: str
) -> None:
    for act in (
        lambda: acts.open_round(*who(name), county.code, asking(year=2027)),
        lambda: acts.set_due(*who(name), opened, SOON),
        lambda: acts.close(*who(name), opened, confirmed=TITLE, leave_out=left_out(opened)),
        lambda: acts.reopen(*who(name), opened),
    ):
        with pytest.raises(Refused):
            act()
    client = as_(name)
    allowed = {403, 404} if name != "outsider" else {200, 404}
    for path in ("rounds/new/", f"rounds/{opened.pk}/close/"):
        assert client.get(f"/filing/{path}").status_code in allowed
    assert Round.objects.count() == 1


def test_there_is_one_open_round_of_a_year(opened: Round, county: County, who: Any) -> None:
    with pytest.raises(acts.NotNow, match="没有关闭"):
        acts.open_round(*who("officer"), county.code, asking())
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"year": "1890"},
        {"due": "2020-01-01"},
        {"due": "2026-02-31"},
        {"due": ""},
        {"field": []},
        {"school": []},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_round_that_makes_no_sense_is_not_opened_and_the_form_keeps_what_was_typed(
    county: County, as_: Any, school_code: str, wrong: dict[str, Any]
) -> None:
    good = {"title": "试填", "year": "2026", "due": SOON.isoformat(), "field": ["part.pupils"], "school": [school_code]}
    answer = as_("officer").post("/filing/rounds/new/", {**good, **wrong})
    assert answer.status_code == 409
    assert "试填" in answer.content.decode() or wrong.get("title")
    assert not Round.objects.exists()


def test_the_last_day_can_be_moved_but_not_into_the_past(opened: Round, as_: Any) -> None:
    officer = as_("officer")
    officer.post(f"/filing/rounds/{opened.pk}/due/", {"due": "2020-01-01"})
    assert Round.objects.get().due == opened.due
    officer.post(f"/filing/rounds/{opened.pk}/due/", {"due": SOON.isoformat()})
    assert Round.objects.get().due == SOON


def test_the_bureau_sees_who_is_late_and_reminds_them_alone(
    opened: Round, mine: Filing, theirs: Filing, as_: Any
) -> None:
    put(theirs, "signed")
    Round.objects.filter(pk=opened.pk).update(due="2026-01-01")
    officer = as_("officer")
    text = officer.get(f"/filing/rounds/{opened.pk}/?state=late").content.decode()
    assert mine.school_name in text
    assert f'review/">{theirs.school_name}' not in text
    everyone = list(opened.filings.values_list("pk", flat=True))
    officer.post(f"/filing/rounds/{opened.pk}/remind/", {"filing": everyone, "words": "请尽快"})
    assert theirs.reminders.count() == 0
    assert mine.reminders.count() == 1
    assert "请尽快" in as_("clerk").get(f"/filing/{mine.pk}/").content.decode()
    assert Entry.objects.filter(act="filing.remind").count() == 1


@pytest.mark.parametrize("query", ["?state=signed", "?state=missing", "?q=小学", "?state=nonsense", "?q=%00"])
def test_filters_of_a_round_stand_in_the_address(opened: Round, as_: Any, query: str) -> None:
    assert as_("leader").get(f"/filing/rounds/{opened.pk}/{query}").status_code == 200


def test_closing_wants_the_title_typed_and_each_school_left_out_confirmed(
    opened: Round, mine: Filing, as_: Any
) -> None:
    put(mine, "accepted")
    officer, url, rest = as_("officer"), f"/filing/rounds/{opened.pk}/close/", left_out(opened)
    assert "没有关闭" in officer.post(url, {"title": "填报", "leave_out": rest}, follow=True).content.decode()
    assert "没有关闭" in officer.post(url, {"title": TITLE, "leave_out": rest[1:]}, follow=True).content.decode()
    assert (
        "没有关闭"
        in officer.post(url, {"title": TITLE, "leave_out": [*rest, mine.school_code]}, follow=True).content.decode()
    )
    assert Round.objects.get().state == RoundState.OPEN
    assert not Job.objects.exists()


def test_a_round_with_nothing_accepted_closes_without_a_snapshot(opened: Round, who: Any) -> None:
    before = Batch.objects.count()
    acts.close(*who("officer"), opened, confirmed=TITLE, leave_out=left_out(opened))
    assert drain() == 1
    closed = Round.objects.get()
    assert (closed.state, closed.snapshot, closed.batch) == (RoundState.CLOSED, None, None)
    assert Batch.objects.count() == before
    assert len(closed.left_out) == opened.filings.count()


def test_a_filing_tampered_with_after_signing_stops_the_closing_before_anything_is_written(
    opened: Round, mine: Filing, theirs: Filing, who: Any, as_: Any
) -> None:
    put(mine, "accepted")
    put(theirs, "accepted")
    mine.values.filter(field="books").update(value="1")
    acts.close(*who("officer"), opened, confirmed=TITLE, leave_out=left_out(opened))
    drain()
    one = Round.objects.get()
    assert (one.state, one.written, one.job.state) == (RoundState.CLOSING, False, "failed")
    assert "签字时不一致" in one.job.error_zh
    assert not School.objects.filter(year=2026).exists()
    as_("officer").post(f"/filing/rounds/{one.pk}/reopen/")
    assert Round.objects.get().state == RoundState.OPEN
    assert acts.give_back(*who("officer"), fresh(mine), fresh(mine).version, "请重新签字").state == State.RETURNED


def test_a_closing_that_fails_between_registry_and_snapshot_goes_on_from_there(
    opened: Round, mine: Filing, who: Any, monkeypatch: Any
) -> None:
    put(mine, "accepted")
    rest = left_out(opened)

    def full(*_: Any, **__: Any) -> None:
        raise Readable("磁盘已满", "the disk is full")

    keep = files.keep
    monkeypatch.setattr(files, "keep", full)
    acts.close(*who("officer"), opened, confirmed=TITLE, leave_out=rest)
    drain()
    one = Round.objects.get()
    assert (one.state, one.written, one.snapshot) == (RoundState.CLOSING, True, None)
    with pytest.raises(acts.NotNow):
        acts.reopen(*who("officer"), one)
    monkeypatch.setattr(files, "keep", keep)
    batches = Batch.objects.count()
    acts.close(*who("officer"), one, confirmed=TITLE, leave_out=rest)
    drain()
    closed = Round.objects.get()
    assert (closed.state, Batch.objects.count(), Snapshot.objects.count()) == (RoundState.CLOSED, batches, 1)
    assert closed.snapshot.rows["school"] == School.objects.count()


def test_a_round_is_not_closed_twice(opened: Round, who: Any) -> None:
    acts.close(*who("officer"), opened, confirmed=TITLE, leave_out=left_out(opened))
    with pytest.raises(acts.NotNow, match="正在关闭"):
        acts.close(*who("officer"), opened, confirmed=TITLE, leave_out=left_out(opened))
    assert drain() == 1
    with pytest.raises(acts.NotNow):
        acts.close(*who("officer"), opened, confirmed=TITLE, leave_out=left_out(opened))
    assert Job.objects.count() == 1


def test_after_a_round_is_closed_the_next_of_the_year_can_be_opened(opened: Round, county: County, who: Any) -> None:
    acts.close(*who("officer"), opened, confirmed=TITLE, leave_out=left_out(opened))
    drain()
    assert acts.open_round(*who("officer"), county.code, asking(title="补报")).pk != opened.pk


@pytest.mark.parametrize("name", ["leader", "officer", "inspector", "clerk", "principal"])
def test_everybody_sees_the_rounds_or_filings_that_are_theirs(
    opened: Round, mine: Filing, theirs: Filing, as_: Any, name: str
) -> None:
    client = as_(name)
    text = client.get("/filing/").content.decode()
    assert TITLE in text
    whole = name in {"leader", "officer"}
    assert client.get(f"/filing/rounds/{opened.pk}/").status_code == (200 if whole else 404)
    assert client.get(f"/filing/{mine.pk}/").status_code == 200
    assert client.get(f"/filing/{theirs.pk}/").status_code == (200 if whole else 404)
    assert '<input id="i-' not in client.get(f"/filing/{mine.pk}/pages/basics/").content.decode() or name == "clerk"
