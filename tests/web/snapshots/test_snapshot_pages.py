"""Pages of snapshots: who sees how much of them, checking, making, taking away, and what differs between two."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from junheng.facts import snapshot_id
from junheng.web.jobs.models import Job
from junheng.web.jobs.perform import drain
from junheng.web.log.models import Entry
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.frames import tables
from junheng.web.registry.models import School
from junheng.web.snapshots import acts, files
from junheng.web.snapshots.models import Snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(county: Any, actor: Any, school_code: str, other_school: str) -> tuple[Snapshot, Snapshot]:
    """Two snapshots; between them both schools got computers, theirs so few that verdicts move, and pupils came."""
    before = acts.freeze(actor, county.code, 2025, title="定稿")
    edits = [
        Edit("school", {"year": 2025, "school_code": code, "campus": "", "computers": count, "equipment_value": 1})
        for code, count in ((school_code, 1001), (other_school, 2002))
    ]
    pupil = {
        "year": 2025,
        "school_code": other_school,
        "stage": "primary",
        "pupil_id": "D77",
        "grade": 1,
        "class_no": "1",
    }
    write(actor, county.code, [*edits, Edit("pupil", pupil)], source="form")
    return before, acts.freeze(actor, county.code, 2025, title="更正后", reason="更正两校计算机数")


def diff_page(client: Any, pair: tuple[Snapshot, Snapshot], **more: str) -> str:
    answer = client.get(reverse("snapshots:diff"), {"a": pair[0].pk, "b": pair[1].pk, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_difference_shows_fields_before_and_after_and_what_it_changes_in_the_judgement(
    pair: Any, as_: Any, school_code: str
) -> None:
    client = as_("officer")
    page = diff_page(client, pair, table="school")
    assert "1,001" in page or "1001" in page
    assert "2,002" in page or "2002" in page
    assert "评估结论的变化" in page
    assert "差异系数" in page
    assert "D77" not in diff_page(client, pair, table="pupil")
    assert "D77" in diff_page(as_("schooling_officer"), pair, table="pupil")
    assert "D77" not in diff_page(as_("leader"), pair, table="pupil")


def test_schools_see_the_difference_of_their_own_records_alone(pair: Any, as_: Any) -> None:
    for who in ("principal", "inspector"):
        page = diff_page(as_(who), pair, table="school")
        assert "1,001" in page or "1001" in page
        assert "2002" not in page.replace(",", "")
        assert "D77" not in diff_page(as_(who), pair, table="pupil")
        assert "全县" not in page


def test_a_viewer_sees_counts_and_verdicts_and_no_records(pair: Any, as_: Any) -> None:
    page = diff_page(as_("viewer"), pair, table="school").replace(",", "")
    assert "1001" not in page
    assert "评估结论的变化" in page


def test_another_countys_snapshots_are_not_found(pair: Any, as_: Any) -> None:
    client = as_("outsider")
    for name in ("detail", "verify", "download"):
        url = reverse(f"snapshots:{name}", args=[pair[0].pk])
        answer = client.get(url) if name == "detail" else client.post(url, {"purpose": "x", "form": "parquet"})
        assert answer.status_code == 404
    assert client.get(reverse("snapshots:diff"), {"a": pair[0].pk, "b": pair[1].pk}).status_code == 404
    assert "定稿" not in client.get(reverse("snapshots:index")).content.decode()


@pytest.mark.parametrize("query", [{}, {"a": "x", "b": "1"}, {"a": "99999", "b": "99998"}, {"a": "-1", "b": "²"}])
def test_a_pair_that_is_none_is_not_found(pair: Any, as_: Any, query: dict[str, str]) -> None:
    assert as_("officer").get(reverse("snapshots:diff"), query).status_code == 404


@pytest.mark.parametrize("who", ["clerk", "system", "security", "audit", "stranger"])
def test_who_has_no_business_with_snapshots_is_refused(pair: Any, as_: Any, who: str) -> None:
    assert as_(who).get(reverse("snapshots:index")).status_code == 403
    assert as_(who).get(reverse("snapshots:detail", args=[pair[0].pk])).status_code == 403


def test_verifying_says_sound_or_damaged_and_is_logged(pair: Any, as_: Any) -> None:
    client = as_("leader")
    url = reverse("snapshots:verify", args=[pair[1].pk])
    assert "核对无误" in client.post(url, follow=True).content.decode()
    (acts.place(pair[1]) / "school.parquet").unlink()
    assert "快照文件缺失" in client.post(url, follow=True).content.decode()
    assert "快照文件缺失" in diff_page(client, pair)
    assert Entry.objects.filter(act="snapshot.verify").count() == 2


def test_a_snapshot_by_hand_needs_a_reason_and_the_inspection_section(county: Any, as_: Any) -> None:
    url = reverse("snapshots:make")
    assert as_("staff_officer").post(url, {"year": "2025", "reason": "x"}).status_code == 403
    client = as_("officer")
    assert client.post(url, {"year": "2025", "reason": " "}).status_code == 422
    assert client.post(url, {"year": "1999", "reason": "更正"}).status_code == 422
    assert not Job.objects.exists()
    client.post(url, {"year": "2025", "reason": "更正"})
    drain()
    made = Snapshot.objects.get()
    assert (made.reason, made.made_by, made.number) == ("更正", "officer", 1)
    assert made.content == snapshot_id({name: files.nameless(frame) for name, frame in tables(county.code).items()})
    assert Job.objects.get().url == reverse("snapshots:detail", args=[made.pk])


def test_taking_it_away_needs_a_purpose_and_leaves_out_persons(pair: Any, as_: Any) -> None:
    url = reverse("snapshots:download", args=[pair[1].pk])
    client = as_("officer")
    assert client.post(url, {"form": "workbook"}).status_code == 302
    answer = client.post(url, {"form": "workbook", "purpose": "督导评估"})
    assert "attachment" in answer["Content-Disposition"]
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True)
    assert "学校情况" in book.sheetnames
    assert "学生名册" not in book.sheetnames
    assert "督导评估" in str([cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row])
    book.close()

    def names(who: str) -> set[str]:
        data = b"".join(as_(who).post(url, {"form": "parquet", "purpose": "核对"}).streaming_content)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return set(archive.namelist())

    assert "pupil.parquet" not in names("officer")
    assert "pupil.parquet" in names("schooling_officer")
    assert as_("principal").post(url, {"form": "parquet", "purpose": "核对"}).status_code == 403
    assert Entry.objects.filter(act="snapshot.download").count() == 3


def test_the_list_takes_a_constant_number_of_queries(pair: Any, as_: Any, django_assert_max_num_queries: Any) -> None:
    client = as_("officer")
    for url, most in ((reverse("snapshots:index"), 10), (reverse("snapshots:detail", args=[pair[0].pk]), 10)):
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200


def test_the_page_stands_on_the_snapshot_of_its_address_else_on_the_newest(
    pair: Any, rf: Any, cast: Any, county: Any, actor: Any
) -> None:
    from junheng.web.people.policy import Policy
    from junheng.web.snapshots.choice import chosen

    older = acts.freeze(actor, county.code, 2024)

    def at(who: str, **query: str) -> Snapshot | None:
        request = rf.get("/", query)
        request.policy, request.county = Policy(cast[who]), county
        return chosen(request)

    for who in ("leader", "clerk", "viewer", "principal"):
        assert at(who) == pair[1]
        assert at(who, snapshot=str(pair[0].pk)) == pair[0]
        assert at(who, snapshot="2025-1") == pair[0]
        assert at(who, year="2024") == older
        assert at(who, snapshot="x") == pair[1]
    assert at("outsider", snapshot=str(pair[0].pk)) is None
    assert at("system") is None


def test_snapshots_of_no_school_differ_in_words(county: Any, actor: Any, as_: Any) -> None:
    full = acts.freeze(actor, county.code, 2025)
    fields = ("year", "school_code", "campus")
    rows = School.objects.filter(county=county).values_list(*fields)
    write(
        actor,
        county.code,
        [Edit("school", dict(zip(fields, row, strict=True)), removed=True) for row in rows],
        source="form",
    )
    empty = acts.freeze(actor, county.code, 2025)
    assert "无法评估" in diff_page(as_("officer"), (full, empty))
