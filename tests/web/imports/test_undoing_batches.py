"""Batches of any source: listed as far as one may read, taken back unless somebody has built on them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from junheng.facts import snapshot_id
from junheng.web.jobs.models import Job
from junheng.web.jobs.perform import drain
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.frames import tables as registry
from junheng.web.registry.models import Batch, Change, Pupil, School, SchoolClass

pytestmark = pytest.mark.django_db


def school_edit(code: str, **values: Any) -> Edit:
    return Edit("school", {"year": 2025, "school_code": code, "campus": "", **values})


def take_back(client: Any, batch: Batch) -> Job:
    client.post(reverse("imports:undo", args=[batch.pk]))
    drain()
    return Job.objects.filter(kind="imports.undo").first()


def test_a_later_change_of_the_same_field_refuses_in_words(county: Any, as_: Any, actor: Any, school_code: str) -> None:
    first = write(actor, county.code, [school_edit(school_code, computers=7, books=70)], source="bulk")
    second = write(actor, county.code, [school_edit(school_code, computers=8)], source="form")
    job = take_back(as_("officer"), first)
    assert job.state == "failed"
    assert f"#{second.pk}" in job.error_zh
    assert School.objects.get(county=county, year=2025, school_code=school_code, campus="").books == 70


def test_a_later_change_of_another_field_stays(county: Any, as_: Any, actor: Any, school_code: str) -> None:
    row = School.objects.get(county=county, year=2025, school_code=school_code, campus="")
    first = write(actor, county.code, [school_edit(school_code, computers=7)], source="bulk")
    write(actor, county.code, [school_edit(school_code, books=77)], source="form")
    assert take_back(as_("officer"), first).state == "done"
    now = School.objects.get(pk=row.pk)
    assert (now.computers, now.books) == (row.computers, 77)


def test_records_added_changed_and_removed_come_back_exactly(
    county: Any, as_: Any, actor: Any, school_code: str
) -> None:
    number = "999901201501010014"
    pupil = {
        "year": 2025,
        "school_code": school_code,
        "stage": "primary",
        "pupil_id": "D1",
        "grade": 1,
        "class_no": "1",
    }
    write(actor, county.code, [Edit("pupil", {**pupil, "identity_number": number})], source="form")
    before = snapshot_id(registry(county.code))
    added = {**pupil, "pupil_id": "D2"}
    edits = [Edit("pupil", pupil, removed=True), Edit("pupil", added)]
    batch = write(actor, county.code, edits, source="import")
    client = as_("schooling_officer")
    assert take_back(client, batch).state == "done"
    assert snapshot_id(registry(county.code)) == before
    assert Pupil.objects.get().identity_number == number
    undoing = Batch.objects.get(undoes=batch)
    assert take_back(client, undoing).state == "done"
    assert Pupil.objects.get().pupil_id == "D2"


def test_a_batch_is_taken_back_once(county: Any, as_: Any, actor: Any, school_code: str) -> None:
    batch = write(actor, county.code, [school_edit(school_code, computers=7)], source="bulk")
    client = as_("officer")
    client.post(reverse("imports:undo", args=[batch.pk]))
    client.post(reverse("imports:undo", args=[batch.pk]))
    drain()
    assert Batch.objects.filter(source="undo").count() == 1
    client.post(reverse("imports:undo", args=[batch.pk]))
    assert drain() == 0


@pytest.mark.parametrize("who", ["leader", "principal", "inspector", "staff_officer", "outsider", "clerk"])
def test_only_those_who_answer_for_all_its_records_take_a_batch_back(
    county: Any, as_: Any, actor: Any, other_school: str, who: str
) -> None:
    codes = School.objects.filter(county=county, year=2025, campus="").values_list("school_code", flat=True)
    edits = [school_edit(code, computers=7) for code in codes]
    assert other_school in codes
    batch = write(actor, county.code, edits, source="bulk")
    assert as_(who).post(reverse("imports:undo", args=[batch.pk])).status_code in {403, 404}
    assert not Job.objects.exists()


def test_a_filing_is_not_taken_back_here(county: Any, as_: Any, actor: Any, school_code: str) -> None:
    batch = write(actor, county.code, [school_edit(school_code, computers=7)], source="filing")
    client = as_("officer")
    assert client.post(reverse("imports:undo", args=[batch.pk])).status_code == 403
    assert "填报中退回" in client.get(reverse("imports:batch", args=[batch.pk])).content.decode()


def test_schools_see_their_own_changes_of_a_batch_alone(
    county: Any, as_: Any, actor: Any, school_code: str, other_school: str
) -> None:
    edits = [school_edit(code, computers=count) for code, count in ((school_code, 70701), (other_school, 70702))]
    shared = write(actor, county.code, edits, source="bulk")
    foreign = write(actor, county.code, [school_edit(other_school, books=5)], source="form")
    for who in ("clerk", "principal", "inspector"):
        client = as_(who)
        page = client.get(reverse("imports:batch", args=[shared.pk])).content.decode()
        assert "70,701" in page or "70701" in page
        assert "70,702" not in page
        assert "70702" not in page
        assert client.get(reverse("imports:batch", args=[foreign.pk])).status_code == 404
        assert f"#{foreign.pk}<" not in client.get(reverse("imports:batches")).content.decode()
    assert as_("outsider").get(reverse("imports:batch", args=[shared.pk])).status_code == 404
    assert as_("viewer").get(reverse("imports:batches")).status_code == 403


def test_many_changes_are_reversed_in_one_batch(county: Any, as_: Any, actor: Any) -> None:
    before = snapshot_id(registry(county.code))
    rows = SchoolClass.objects.filter(county=county)
    keys = ("year", "school_code", "campus", "stage", "grade", "class_no")
    edits = [Edit("class", dict(zip(keys, row, strict=True)), removed=True) for row in rows.values_list(*keys)]
    batch = write(actor, county.code, edits, source="bulk")
    assert take_back(as_("schooling_officer"), batch).state == "done"
    assert snapshot_id(registry(county.code)) == before
    assert Change.objects.filter(batch__undoes=batch).count() == len(edits)
