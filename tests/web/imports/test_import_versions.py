"""Each version of an import is seen for itself, and what is applied is the comparison that was confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from junheng.exchange import write_workbook
from junheng.facts import snapshot_id
from junheng.web.imports.models import Import, State, Version
from junheng.web.jobs import acts as jobs
from junheng.web.jobs.models import Job
from junheng.web.jobs.perform import drain
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.frames import tables as registry
from junheng.web.registry.models import Batch, Pupil, SchoolClass

pytestmark = pytest.mark.django_db

NUMBER = "99990120150101001X"


@pytest.fixture
def send(as_: Any, tmp_path: Path) -> Any:
    """Return a function: who, tables, of which import → the import, its new version read and compared."""

    def go(who: str, tables: dict[str, pl.DataFrame], of: Import | None = None) -> Import:
        path = tmp_path / "file.xlsx"
        write_workbook(path, tables)
        url = reverse("imports:correct", args=[of.pk]) if of else reverse("imports:new")
        as_(who).post(url, {"files": SimpleUploadedFile("file.xlsx", path.read_bytes())})
        drain()
        return of or Import.objects.order_by("pk").last()

    return go


def of_year(county: Any, table: str) -> pl.DataFrame:
    return registry(county.code)[table].filter(pl.col("year") == 2025)


def roster(school: str) -> pl.DataFrame:
    """Return one pupil whose sex and identity number are wrong."""
    row = {"year": 2025, "school_code": school, "stage": "primary", "pupil_id": "D1", "pupil_name": "丁一",
           "grade": 1, "class_no": "1", "identity_number": NUMBER, "pupil_sex": "雌雄"}  # fmt: skip
    return pl.DataFrame([row], schema_overrides={"year": pl.Int32})


def page(client: Any, of: Import, version: int | None = None) -> Any:
    return client.get(reverse("imports:detail", args=[of.pk]), {"version": version} if version else {})


def test_a_version_with_the_roster_stays_hidden_when_the_next_one_drops_it(
    county: Any, send: Any, as_: Any, school_code: str
) -> None:
    schools = of_year(county, "school")
    of = send("schooling_officer", {"school": schools, "pupil": roster(school_code)})
    send("schooling_officer", {"school": schools}, of)
    first = of.versions.get(number=1)
    assert (first.state, first.tables) == (State.FAULTY, ",pupil,school,")
    finance = as_("finance_officer")
    assert page(finance, of).status_code == 200
    assert "?version=1" not in page(finance, of).content.decode()
    assert page(finance, of, 1).status_code == 404
    marked = reverse("imports:marked", args=[of.pk, first.files.get().pk])
    assert finance.get(marked).status_code == 404
    owner = as_("schooling_officer")
    assert page(owner, of, 1).status_code == 200
    assert owner.get(marked).status_code == 200


def test_a_roster_whose_rows_are_all_left_out_still_counts(county: Any, send: Any, as_: Any, school_code: str) -> None:
    lost = roster(school_code).with_columns(pl.lit("月球").alias("stage"), pl.lit(None, pl.String).alias("pupil_id"))
    of = send("schooling_officer", {"school": of_year(county, "school"), "pupil": lost})
    assert of.newest.state == State.FAULTY
    assert page(as_("finance_officer"), of).status_code == 404
    assert page(as_("schooling_officer"), of).status_code == 200


def test_a_clerk_sees_nothing_of_the_officers_version_of_the_own_import(
    county: Any, send: Any, as_: Any, school_code: str, other_school: str
) -> None:
    classes = of_year(county, "class").with_columns(pl.col("class_pupils") + 1)
    of = send("clerk", {"class": classes.filter(pl.col("school_code") == school_code)})
    send("schooling_officer", {"class": pl.concat([classes, classes[:1]])}, of)
    second = of.newest
    assert second.state == State.FAULTY
    clerk = as_("clerk")
    assert page(clerk, of).status_code == 200
    assert "?version=2" not in page(clerk, of).content.decode()
    assert page(clerk, of, 2).status_code == 404
    assert clerk.get(reverse("imports:marked", args=[of.pk, second.files.get().pk])).status_code == 404
    assert clerk.get(reverse("imports:difference", args=[of.pk, "class"])).status_code == 404
    for act in ("apply", "discard", "again", "correct"):
        assert clerk.post(reverse(f"imports:{act}", args=[of.pk])).status_code == 404
    assert "有错误" not in clerk.get(reverse("imports:index")).content.decode()
    assert page(as_("schooling_officer"), of, 2).status_code == 200


def test_the_difference_of_other_schools_is_not_shown_to_a_clerk(
    county: Any, send: Any, as_: Any, cast: Any, other_school: str
) -> None:
    of = send("schooling_officer", {"class": of_year(county, "class").with_columns(pl.col("class_pupils") + 1)})
    Version.objects.update(by=cast["clerk"])
    assert as_("clerk").get(reverse("imports:difference", args=[of.pk, "class"])).status_code == 404


def test_values_of_persons_in_faults_are_masked_or_hidden(county: Any, send: Any, as_: Any, school_code: str) -> None:
    wrong = roster(school_code).with_columns(pl.lit("12345678901234567Z").alias("identity_number"))
    of = send("schooling_officer", {"pupil": wrong})
    seen = page(as_("schooling_officer"), of).content.decode()
    assert "雌雄" in seen
    assert "12345678901234567Z" not in seen
    assert "1234************7Z" in seen
    foreign = send("finance_officer", {"pupil": wrong})
    seen = page(as_("finance_officer"), foreign).content.decode()
    assert "不显示" in seen
    assert "雌雄" not in seen
    assert "7Z" not in seen


def failing(client: Any, of: Import, monkeypatch: Any, typed: str) -> Job:
    """Have an apply job fail before it writes; it can be tried again then."""
    from junheng.web.imports import acts
    from junheng.web.jobs.work import Readable

    with monkeypatch.context() as broken:

        def fail(*_: Any, **__: Any) -> None:
            raise Readable("磁盘", "disk")

        broken.setattr(acts, "edits_of", fail)
        client.post(reverse("imports:apply", args=[of.pk]), {"typed": typed})
        drain()
    job = Job.objects.get(kind="imports.apply")
    assert job.state == "failed"
    return job


def retried(actor: Any, job: Job) -> Job:
    assert jobs.retry(actor, job)
    drain()
    job.refresh_from_db()
    return job


def test_a_retried_apply_writes_nothing_when_it_was_compared_anew(
    county: Any, send: Any, as_: Any, actor: Any, monkeypatch: Any
) -> None:
    client = as_("schooling_officer")
    classes = of_year(county, "class")
    of = send("schooling_officer", {"class": classes.with_columns(pl.col("class_pupils") + 1)})
    job = failing(client, of, monkeypatch, str(classes.height))
    row = SchoolClass.objects.filter(county=county, year=2025).last()
    key = {name: getattr(row, name) for name in ("year", "school_code", "campus", "stage", "grade", "class_no")}
    write(actor, county.code, [Edit("class", {**key, "class_pupils": 99})], source="form")
    client.post(reverse("imports:again", args=[of.pk]))
    drain()
    before = snapshot_id(registry(county.code))
    assert retried(actor, job).state == "failed"
    assert "重新比对" in job.error_zh
    assert snapshot_id(registry(county.code)) == before
    assert of.newest.state == State.READY


def test_a_retried_apply_writes_nothing_when_a_newer_version_is_there(
    county: Any, send: Any, as_: Any, actor: Any, monkeypatch: Any
) -> None:
    classes = of_year(county, "class")
    of = send("schooling_officer", {"class": classes.with_columns(pl.col("class_pupils") + 1)})
    job = failing(as_("schooling_officer"), of, monkeypatch, str(classes.height))
    send("schooling_officer", {"class": classes.with_columns(pl.col("class_pupils") + 2)}, of)
    before = Batch.objects.count()
    assert retried(actor, job).state == "failed"
    assert "新的一版" in job.error_zh
    assert Batch.objects.count() == before


def test_a_retried_apply_of_what_was_confirmed_goes_through(
    county: Any, send: Any, as_: Any, actor: Any, monkeypatch: Any
) -> None:
    classes = of_year(county, "class")
    of = send("schooling_officer", {"class": classes.with_columns(pl.col("class_pupils") + 1)})
    job = failing(as_("schooling_officer"), of, monkeypatch, str(classes.height))
    assert retried(actor, job).state == "done"
    assert of.newest.state == State.APPLIED


def test_a_move_between_schools_is_taken_back_by_who_answers_for_both(
    county: Any, as_: Any, actor: Any, school_code: str, other_school: str
) -> None:
    pupil = {"year": 2025, "school_code": other_school, "stage": "primary", "pupil_id": "D1", "grade": 1,
             "class_no": "1"}  # fmt: skip
    write(actor, county.code, [Edit("pupil", pupil)], source="form")
    moved = write(actor, county.code, [Edit("pupil", {**pupil, "school_code": school_code})], source="bulk")
    assert moved.changes.get().school_code == school_code
    url = reverse("imports:undo", args=[moved.pk])
    assert as_("clerk").post(url).status_code == 403
    assert not Job.objects.exists()
    as_("schooling_officer").post(url)
    drain()
    assert Pupil.objects.get().school_code == other_school
