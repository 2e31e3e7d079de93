"""A workbook with faults, given back marked, corrected, compared, applied, and taken back: by pages and jobs alone."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from junheng.exchange import write_workbook
from junheng.facts import snapshot_id
from junheng.web.imports.models import Import, State
from junheng.web.jobs.models import Job
from junheng.web.jobs.perform import drain
from junheng.web.log.chain import broken
from junheng.web.log.models import Entry
from junheng.web.registry.frames import tables as registry
from junheng.web.registry.models import Batch, Room, SchoolClass

pytestmark = pytest.mark.django_db


def workbook(path: Path, tables: dict[str, pl.DataFrame]) -> bytes:
    write_workbook(path, tables)
    return path.read_bytes()


def spoiled(content: bytes) -> bytes:
    """Return the workbook with one cell that is no figure."""
    book = load_workbook(BytesIO(content))
    sheet = book["班级"]
    headers = {
        str(cell.value).rstrip("*").split("(")[0]: cell.column for row in sheet.iter_rows(max_row=4) for cell in row
    }
    row = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("2025"))
    sheet.cell(row, headers["班级人数"] if "班级人数" in headers else headers["学生数"]).value = "四十五"
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def upload(client: Any, url: str, name: str, content: bytes, **more: Any) -> Any:
    return client.post(url, {"files": SimpleUploadedFile(name, content), **more})


def test_faults_marked_corrected_compared_applied_and_taken_back(
    county: Any, as_: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    before = snapshot_id(registry(county.code))
    frames = registry(county.code)
    classes = frames["class"].filter(pl.col("year") == 2025)
    changed = classes.with_columns(
        pl.when(pl.int_range(pl.len()) < 3)
        .then(pl.col("class_pupils") + 1)
        .otherwise(pl.col("class_pupils"))
        .alias("class_pupils")
    )
    dropped = changed[:-1]
    good = workbook(tmp_path / "classes.xlsx", {"class": dropped})
    client = as_("schooling_officer")

    answer = upload(client, reverse("imports:new"), "classes.xlsx", spoiled(good))
    of = Import.objects.get()
    url = reverse("imports:detail", args=[of.pk])
    assert answer.url == url
    assert drain() == 1
    page = client.get(url).content.decode()
    assert of.newest.state == State.FAULTY
    assert "四十五" in page
    file = of.newest.files.get()
    marked = client.get(reverse("imports:marked", args=[of.pk, file.pk]))
    assert "attachment" in marked["Content-Disposition"]
    book = load_workbook(BytesIO(b"".join(marked.streaming_content)))
    comments = [cell.comment.text for row in book["班级"].iter_rows() for cell in row if cell.comment]
    assert book.worksheets[0].title.startswith("问题清单")
    assert any("整数" in text or "数" in text for text in comments)
    assert snapshot_id(registry(county.code)) == before

    assert upload(client, reverse("imports:correct", args=[of.pk]), "classes.xlsx", good).url == url
    assert drain() == 1
    version = of.newest
    assert (version.number, version.state) == (2, State.READY)
    counts = version.counts["class"]
    assert (counts["added"], counts["changed"], counts["removed"]) == (0, 3, 1)
    assert snapshot_id(registry(county.code)) == before
    difference = client.get(reverse("imports:difference", args=[of.pk, "class"]), {"kind": "changed"}).content.decode()
    assert str(classes["class_pupils"][0] + 1) in difference

    apply = reverse("imports:apply", args=[of.pk])
    assert client.post(apply, {"remove": ["class"]}).url == url
    assert client.post(apply, {"remove": ["class"]}).url == url  # pressed twice
    with django_capture_on_commit_callbacks(execute=True):
        assert drain() == 1
    version.refresh_from_db()
    assert version.state == State.APPLIED
    after = registry(county.code)
    assert snapshot_id({"class": after["class"].filter(pl.col("year") == 2025)}) == snapshot_id({"class": dropped})
    assert SchoolClass.objects.filter(county=county, year=2025).count() == dropped.height
    assert not list((Path(settings.MEDIA_ROOT) / "imports").iterdir())

    batch = version.batch
    assert client.post(reverse("imports:undo", args=[batch.pk])).status_code == 302
    assert drain() == 1
    assert snapshot_id(registry(county.code)) == before
    batch.refresh_from_db()
    assert batch.undone_by.source == "undo"
    assert Entry.objects.filter(act="registry.undo").count() == 1
    assert not list(broken())
    assert "已撤销" in client.get(url).content.decode()


def test_blank_cells_keep_what_is_there_unless_clearing_is_asked_for(county: Any, as_: Any, tmp_path: Path) -> None:
    rooms = registry(county.code)["room"].filter(pl.col("year") == 2025)
    blanked = rooms.with_columns(
        pl.when(pl.int_range(pl.len()) == 0).then(None).otherwise(pl.col("room_area")).alias("room_area"),
        pl.lit(None, pl.Boolean).alias("networked_multimedia"),
    )
    content = workbook(tmp_path / "rooms.xlsx", {"room": blanked})
    client = as_("finance_officer")
    upload(client, reverse("imports:new"), "rooms.xlsx", content)
    drain()
    assert Import.objects.get().newest.counts["room"]["changed"] == 0
    upload(client, reverse("imports:new"), "rooms.xlsx", content, clear_blanks="on")
    drain()
    clearing = Import.objects.first().newest
    assert clearing.counts["room"]["changed"] == 1
    client.post(reverse("imports:apply", args=[clearing.of_id]))
    drain()
    first = rooms.row(0, named=True)
    kept = Room.objects.get(
        county=county, year=2025, school_code=first["school_code"], campus=first["campus"], room_no=first["room_no"]
    )
    assert (kept.room_area, kept.networked_multimedia) == (None, first["networked_multimedia"])


def test_removing_more_than_a_tenth_asks_for_the_number_to_be_typed(county: Any, as_: Any, tmp_path: Path) -> None:
    classes = registry(county.code)["class"].filter(pl.col("year") == 2025)
    kept = classes.filter(pl.int_range(pl.len()).over("school_code") % 4 != 0)
    client = as_("schooling_officer")
    upload(client, reverse("imports:new"), "c.xlsx", workbook(tmp_path / "c.xlsx", {"class": kept}))
    drain()
    of = Import.objects.get()
    gone = of.newest.counts["class"]["removed"]
    assert gone == classes.height - kept.height
    apply = reverse("imports:apply", args=[of.pk])
    for typed in ("", "1", "yes"):
        client.post(apply, {"remove": ["class"], "typed": typed})
        assert not Job.objects.filter(kind="imports.apply").exists()
    client.post(apply, {"remove": ["class"], "typed": str(gone)})
    drain()
    assert SchoolClass.objects.filter(county=county, year=2025).count() == kept.height


def test_an_import_compared_before_the_registry_moved_is_compared_again(
    county: Any, as_: Any, actor: Any, tmp_path: Path
) -> None:
    from junheng.web.registry.acts import Edit, write

    classes = registry(county.code)["class"].filter(pl.col("year") == 2025)
    client = as_("schooling_officer")
    upload(
        client,
        reverse("imports:new"),
        "c.xlsx",
        workbook(tmp_path / "c.xlsx", {"class": classes.with_columns(pl.col("class_pupils") + 1)}),
    )
    drain()
    of = Import.objects.get()
    row = SchoolClass.objects.filter(county=county, year=2025).last()
    key = {name: getattr(row, name) for name in ("year", "school_code", "campus", "stage", "grade", "class_no")}
    write(actor, county.code, [Edit("class", {**key, "class_pupils": 99})], source="form")
    batches = Batch.objects.count()
    client.post(reverse("imports:apply", args=[of.pk]), {"typed": str(classes.height)})
    drain()
    assert of.newest.state == State.MOVED
    assert Batch.objects.count() == batches
    client.post(reverse("imports:again", args=[of.pk]))
    drain()
    assert of.newest.state == State.READY
    client.post(reverse("imports:apply", args=[of.pk]), {"typed": str(classes.height)})
    drain()
    assert of.newest.state == State.APPLIED


def test_of_two_imports_of_the_same_new_records_the_second_is_compared_again(
    county: Any, as_: Any, tmp_path: Path
) -> None:
    rooms = registry(county.code)["room"].filter(pl.col("year") == 2025)
    fresh = rooms[:5].with_columns(pl.concat_str(pl.lit("N"), "room_no").alias("room_no"))
    content = workbook(tmp_path / "r.xlsx", {"room": fresh})
    client = as_("finance_officer")
    for _ in range(2):
        upload(client, reverse("imports:new"), "r.xlsx", content)
    drain()
    for of in Import.objects.order_by("pk"):
        client.post(reverse("imports:apply", args=[of.pk]))
    drain()
    assert [of.newest.state for of in Import.objects.order_by("pk")] == [State.APPLIED, State.MOVED]
    assert Room.objects.filter(county=county, room_no__startswith="N").count() == fresh.height
