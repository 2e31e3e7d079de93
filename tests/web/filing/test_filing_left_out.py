"""Closing a round: schools left out are unknown and named, later corrections stand, and an old job does nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from filing_help import cell, fresh, put

from junheng import standards
from junheng.web.filing import acts
from junheng.web.filing.acts.writing import edits_of
from junheng.web.filing.models import Filing, Round, RoundState, State
from junheng.web.jobs import acts as jobs
from junheng.web.jobs.models import Job
from junheng.web.jobs.perform import drain
from junheng.web.judgement.service import judged
from junheng.web.people.models import County
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.models import Batch, Part, Room, School
from junheng.web.snapshots import acts as snapshots
from junheng.web.snapshots import files
from junheng.web.snapshots.left_out import still_left_out
from junheng.web.snapshots.models import Snapshot

TITLE = "2026 学年填报"


@pytest.fixture
def three(opened: Round) -> list[Filing]:
    """Three filings of the round that are left out; all others are accepted."""
    filings = list(opened.filings.order_by("school_code"))
    for filing in filings[:-3]:
        put(filing, "accepted")
    return filings[-3:]


def close(one: Round, who: Any) -> Round:
    rest = list(one.filings.exclude(state=State.ACCEPTED).values_list("school_code", flat=True))
    acts.close(*who("officer"), one, confirmed=TITLE, leave_out=rest)
    drain()
    return Round.objects.get(pk=one.pk)


def correct(who: Any, county: County, code: str, **values: Any) -> None:
    """Change the school's main record of the year by hand, as an officer's form does."""
    keys = {"year": 2026, "school_code": code, "campus": ""}
    write(who("officer")[0], county.code, [Edit("school", {**keys, **values})], source="form")


def test_schools_left_out_are_in_the_countys_verdict_as_unknown_and_the_snapshot_names_them(
    opened: Round, three: list[Filing], who: Any
) -> None:
    codes = {filing.school_code for filing in three}
    one = close(opened, who)
    found = judged(one.snapshot).assessment
    blank = [part for part in found.parts if part.unit.split("/")[0] in codes]
    # The oracle: the stages schools had the year before, straight from the registry.
    assert len(blank) == Part.objects.filter(year=2025, school_code__in=codes).count() > 0
    before = judged(snapshots.freeze(who("officer")[0], one.county_id, 2025)).assessment
    assert {(part.unit, part.stage) for part in found.parts} == {(part.unit, part.stage) for part in before.parts}
    assert {part.verdict for part in blank} == {"unknown"}
    for indicator in found.county:
        gone = sum(part.stage == indicator.stage for part in blank)
        assert indicator.schools_unknown >= gone
    assert found.verdict in {"unknown", "short"}
    assert not any(School.objects.filter(year=2026, school_code__in=codes).exclude(books=None))
    last = School.objects.get(year=2025, school_code=three[0].school_code)
    now = School.objects.get(year=2026, school_code=three[0].school_code)
    assert (now.kind, now.locale, now.school_name) == (last.kind, last.locale, last.school_name)
    assert one.snapshot.left_out == {filing.school_code: filing.school_name for filing in three}


def test_wherever_a_verdict_is_shown_the_schools_left_out_are_named(
    opened: Round, three: list[Filing], who: Any, as_: Any
) -> None:
    one = close(opened, who)
    names = [filing.school_name for filing in three]
    leader, number = as_("leader"), one.snapshot_id
    said = re.compile(r'<p class="message warning">[^<]*</p>')
    for page in ("/", "/judgement/", "/judgement/items/", f"/snapshots/{number}/"):
        warning = said.search(leader.get(page).content.decode())
        assert warning, page
        assert all(name in warning[0] for name in names), page
    text = leader.get(f"/filing/rounds/{one.pk}/").content.decode()
    assert "未纳入 3 所：" + ", ".join(names) in text
    assert "3 所学校未纳入" in leader.get("/snapshots/").content.decode()
    assert "3 所学校未纳入" in as_("viewer").get("/judgement/counties/").content.decode()


def test_who_has_a_school_of_their_own_is_told_how_many_were_left_out_and_not_which(
    opened: Round, three: list[Filing], who: Any, as_: Any
) -> None:
    close(opened, who)
    text = as_("inspector").get("/judgement/").content.decode()
    warning = re.search(r'<p class="message warning">[^<]*</p>', text)
    assert warning
    assert "有 3 所学校未纳入" in warning[0]
    assert not any(filing.school_name in warning[0] for filing in three)


def test_the_index_of_the_archive_names_the_schools_left_out(opened: Round, three: list[Filing], who: Any) -> None:
    one = close(opened, who)
    heading = {"snapshot": one.snapshot, "standard": standards.load(one.county.standard), "county": one.county}
    text = render_to_string("evidence/archive.html", {**heading, "groups": []})
    assert all(filing.school_name in text for filing in three)


def test_a_later_snapshot_names_those_that_still_have_no_figures(
    opened: Round, three: list[Filing], county: County, who: Any
) -> None:
    close(opened, who)
    correct(who, county, three[0].school_code, books=12)
    again = snapshots.freeze(who("officer")[0], county.code, 2026)
    assert set(again.left_out) == {filing.school_code for filing in three[1:]}
    assert still_left_out({}, {}, 2026) == {}


def test_what_the_registry_holds_of_the_year_for_a_school_left_out_stays(
    opened: Round, three: list[Filing], county: County, who: Any
) -> None:
    correct(who, county, three[0].school_code, books=77, kind="312")
    close(opened, who)
    kept = School.objects.get(year=2026, school_code=three[0].school_code)
    assert (kept.books, kept.kind, kept.locale) == (77, "312", None)


def test_a_school_left_out_starts_the_next_round_of_the_year_with_last_years_figures_again(
    opened: Round, three: list[Filing], county: County, who: Any
) -> None:
    close(opened, who)
    more = acts.Asking(title="补报", year=2026, due=opened.due, schools=frozenset({three[0].school_code}))
    filing = acts.open_round(*who("officer"), county.code, more).filings.get()
    books = cell(filing, "school", "books")
    assert books.value == books.last is not None


def test_what_a_school_was_not_asked_is_not_put_back_over_a_later_correction(
    county: County, who: Any, school_code: str
) -> None:
    asking = acts.Asking(
        title=TITLE, year=2026, due=Round._meta.get_field("due").to_python("2099-01-01"),
        fields={"school": ["books"]}, schools=frozenset({school_code}),
    )  # fmt: skip
    kind = School.objects.get(year=2025, school_code=school_code).kind
    other = "312" if kind != "312" else "211"
    correct(who, county, school_code, kind=kind, school_name="旧名", books=5)
    one = acts.open_round(*who("officer"), county.code, asking)
    correct(who, county, school_code, kind=other)
    put(one.filings.get(), "accepted")
    assert close(one, who).state == RoundState.CLOSED
    now = School.objects.get(year=2026, school_code=school_code)
    assert (now.kind, now.school_name) == (other, "旧名")
    assert now.books == 5


def test_a_figure_corrected_in_the_registry_meanwhile_stops_the_closing_with_both_values(
    opened: Round, mine: Filing, county: County, who: Any
) -> None:
    mine.values.filter(table="school", field="books").update(value="4000")
    put(mine, "accepted")
    correct(who, county, mine.school_code, books=5000)
    one, batches = close(opened, who), Batch.objects.count()
    assert (one.state, one.written, one.job.state) == (RoundState.CLOSING, False, "failed")
    for words in (mine.school_name, "5,000", "4,000", "图书", "没有写入任何数据"):
        assert words in one.job.error_zh
    assert "the registry has 5,000" in one.job.error_en
    correct(who, county, mine.school_code, books=4000)
    assert close(one, who).state == RoundState.CLOSED
    assert Batch.objects.count() == batches + 2
    assert School.objects.get(year=2026, school_code=mine.school_code).books == 4000


def test_a_correction_that_was_taken_back_hinders_nothing(county: County, who: Any, school_code: str) -> None:
    correct(who, county, school_code, books=1, kind="211", school_name="校", locale="121")
    asking = acts.Asking(
        title=TITLE, year=2026, due=Round._meta.get_field("due").to_python("2099-01-01"),
        fields={"school": ["books"]}, schools=frozenset({school_code}),
    )  # fmt: skip
    one = acts.open_round(*who("officer"), county.code, asking)
    correct(who, county, school_code, books=2)
    correct(who, county, school_code, books=1)
    one.filings.get().values.filter(field="books").update(value="9")
    put(one.filings.get(), "accepted")
    assert close(one, who).state == RoundState.CLOSED
    assert School.objects.get(year=2026, school_code=school_code).books == 9


def test_a_record_removed_from_the_registry_meanwhile_is_not_written_back(
    opened: Round, mine: Filing, county: County, who: Any
) -> None:
    actor = who("officer")[0]
    room = cell(mine, "room", "room_area")
    keys = mine.records.get(table="room", key=room.key).keys
    edit = {"year": 2026, "school_code": mine.school_code, **keys}
    write(actor, county.code, [Edit("room", edit)], source="form")
    Round.objects.filter(pk=opened.pk).update(seen_batch=Batch.objects.latest("pk").pk)
    write(actor, county.code, [Edit("room", edit, removed=True)], source="form")
    put(mine, "accepted")
    one = close(opened, who)
    assert (one.written, one.job.state) == (False, "failed")
    assert "登记中已删除" in one.job.error_zh


def test_a_record_the_school_removed_but_the_bureau_changed_meanwhile_is_not_removed(
    opened: Round, mine: Filing, county: County, who: Any
) -> None:
    actor = who("officer")[0]
    record = mine.records.filter(table="room").first()
    edit = {"year": 2026, "school_code": mine.school_code, **record.keys}
    write(actor, county.code, [Edit("room", {**edit, "room_area": 60})], source="form")
    Round.objects.filter(pk=opened.pk).update(seen_batch=Batch.objects.latest("pk").pk)
    write(actor, county.code, [Edit("room", {**edit, "room_area": 61})], source="form")
    mine.records.filter(pk=record.pk).update(removed=True)
    put(mine, "accepted")
    one = close(opened, who)
    assert "填报已删除" in one.job.error_zh
    assert Room.objects.get(year=2026).room_area == 61
    write(actor, county.code, [Edit("room", {**edit, "room_area": 60})], source="form")
    assert close(one, who).state == RoundState.CLOSED
    assert not Room.objects.filter(year=2026, room_no=record.keys["room_no"]).exists()


def failed(opened: Round, mine: Filing, who: Any) -> Round:
    """Return the round after a closing that failed on a seal."""
    put(mine, "accepted")
    mine.values.filter(field="books").update(value="1")
    one = close(opened, who)
    assert one.job.state == "failed"
    return one


def test_a_failed_closing_retried_after_the_round_was_opened_again_writes_nothing(
    opened: Round, mine: Filing, who: Any
) -> None:
    one = failed(opened, mine, who)
    old = one.job
    acts.reopen(*who("officer"), one)
    put(mine, "accepted")
    assert jobs.retry(who("officer")[0], old)
    drain()
    one.refresh_from_db()
    assert (one.state, one.written, one.snapshot) == (RoundState.OPEN, False, None)
    assert not School.objects.filter(year=2026).exists()
    assert "已被取代" in Job.objects.get(pk=old.pk).error_zh


def test_a_failed_closing_retried_after_it_was_closed_again_makes_no_second_snapshot(
    opened: Round, mine: Filing, theirs: Filing, who: Any
) -> None:
    one = failed(opened, mine, who)
    old = one.job
    put(mine, "accepted")
    rest = list(one.filings.exclude(state=State.ACCEPTED).values_list("school_code", flat=True))
    acts.close(*who("officer"), fresh(mine).round, confirmed=TITLE, leave_out=rest)
    assert jobs.retry(who("officer")[0], old)
    assert drain() == 2
    one.refresh_from_db()
    assert one.state == RoundState.CLOSED
    assert Snapshot.objects.count() == 1
    assert (Job.objects.get(pk=old.pk).state, one.job.state) == ("failed", "done")


def test_the_snapshots_files_are_written_outside_any_transaction_of_the_closing(
    opened: Round, mine: Filing, who: Any, monkeypatch: Any
) -> None:
    put(mine, "accepted")
    depth, seen, keep = len(connection.atomic_blocks), [], files.keep

    def kept(*args: Any) -> None:
        seen.append(len(connection.atomic_blocks))
        keep(*args)

    monkeypatch.setattr(files, "keep", kept)
    assert close(opened, who).state == RoundState.CLOSED
    assert seen == [depth]


def test_a_registry_that_never_rests_is_told_in_words_and_the_closing_goes_on_later(
    opened: Round, mine: Filing, who: Any, monkeypatch: Any
) -> None:
    put(mine, "accepted")

    def restless(*_: Any) -> None:
        raise snapshots.Restless

    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "moment", restless)
        one = close(opened, who)
    assert (one.written, one.state) == (True, RoundState.CLOSING)
    assert "快照没有形成" in one.job.error_zh
    assert close(one, who).state == RoundState.CLOSED


def test_a_correction_between_reading_and_writing_is_not_written_over(
    opened: Round, mine: Filing, county: County, who: Any, monkeypatch: Any
) -> None:
    put(mine, "accepted")

    def read(one: Round) -> list[Edit]:
        edits = edits_of(one)
        correct(who, county, mine.school_code, books=7)
        return edits

    with monkeypatch.context() as patch:
        patch.setattr("junheng.web.filing.acts.closing.edits_of", read)
        one = close(opened, who)
    assert (one.written, one.job.state) == (False, "failed")
    assert "正有人修改" in one.job.error_zh
    assert School.objects.get(year=2026).books == 7
