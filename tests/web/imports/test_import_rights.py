"""Who may import what, who sees whose imports, and what is refused with words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from junheng.exchange import write_parquet, write_workbook
from junheng.facts import snapshot_id
from junheng.web.imports.models import File, Import, State
from junheng.web.jobs.models import Job
from junheng.web.jobs.perform import drain
from junheng.web.log.actor import Actor
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.frames import tables as registry
from junheng.web.registry.models import Pupil, SchoolClass

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(as_: Any, tmp_path: Path) -> Any:
    """Return a function: who, tables → the import, read and compared."""

    def go(who: str, tables: dict[str, pl.DataFrame]) -> Import:
        path = tmp_path / "file.xlsx"
        write_workbook(path, tables)
        as_(who).post(reverse("imports:new"), {"files": SimpleUploadedFile("file.xlsx", path.read_bytes())})
        drain()
        return Import.objects.order_by("pk").last()

    return go


def of_year(county: Any, table: str, year: int = 2025) -> pl.DataFrame:
    return registry(county.code)[table].filter(pl.col("year") == year)


def test_a_clerk_imports_the_own_schools_rows(county: Any, send: Any, school_code: str, as_: Any) -> None:
    own = of_year(county, "class").filter(pl.col("school_code") == school_code)
    of = send("clerk", {"class": own.with_columns(pl.col("class_pupils") + 1)})
    assert of.newest.state == State.READY
    as_("clerk").post(reverse("imports:apply", args=[of.pk]), {"typed": str(own.height)})
    drain()
    assert of.newest.state == State.APPLIED
    assert of.newest.batch.changes.count() == own.height


def test_another_schools_row_in_a_clerks_file_is_a_fault_and_nothing_is_applied(
    county: Any, send: Any, school_code: str, other_school: str, as_: Any
) -> None:
    before = snapshot_id(registry(county.code))
    both = of_year(county, "class").filter(pl.col("school_code").is_in([school_code, other_school]))
    of = send("clerk", {"class": both.with_columns(pl.col("class_pupils") + 1)})
    client = as_("clerk")
    page = client.get(reverse("imports:detail", args=[of.pk])).content.decode()
    assert of.newest.state == State.FAULTY
    assert "不是本校的记录" in page
    client.post(reverse("imports:apply", args=[of.pk]))
    assert not Job.objects.filter(kind="imports.apply").exists()
    assert snapshot_id(registry(county.code)) == before


def test_a_clerk_cannot_take_a_pupil_of_another_school_into_the_own_by_a_file(
    county: Any, send: Any, other_school: str, as_: Any, cast: Any
) -> None:
    school_code = cast["clerk"].grants.get().school_code
    pupil = {
        "year": 2025,
        "school_code": other_school,
        "stage": "primary",
        "pupil_id": "D1",
        "grade": 1,
        "class_no": "1",
    }
    write(Actor.command(), county.code, [Edit("pupil", pupil)], source="form")
    frame = pl.DataFrame([{**pupil, "school_code": school_code}])
    of = send("clerk", {"pupil": frame})
    assert of.newest.state == State.FAULTY
    assert "另一所学校" in as_("clerk").get(reverse("imports:detail", args=[of.pk])).content.decode()
    assert send("schooling_officer", {"pupil": frame}).newest.state == State.READY


@pytest.mark.parametrize(
    ("who", "table"), [("staff_officer", "class"), ("finance_officer", "class"), ("clerk", "county")]
)
def test_a_table_of_another_section_is_a_fault(county: Any, send: Any, who: str, table: str, as_: Any) -> None:
    of = send(who, {table: of_year(county, table)})
    assert of.newest.state == State.FAULTY
    assert "不在您可导入的表内" in as_(who).get(reverse("imports:detail", args=[of.pk])).content.decode()


def test_another_countys_file_is_a_fault(county: Any, send: Any, as_: Any) -> None:
    of = send("officer", {"school": of_year(county, "school").with_columns(pl.lit("110101").alias("county_code"))})
    assert of.newest.state == State.FAULTY
    assert county.code in as_("officer").get(reverse("imports:detail", args=[of.pk])).content.decode()


def test_rows_of_a_school_nobody_knows_are_a_fault(county: Any, send: Any) -> None:
    rows = of_year(county, "class").with_columns(pl.lit("9999999999").alias("school_code"))
    assert send("schooling_officer", {"class": rows[:1]}).newest.wrong == 1


def test_a_row_whose_school_stands_in_the_registry_alone_is_no_fault(county: Any, send: Any) -> None:
    frames = {name: of_year(county, name) for name in ("part", "class")}
    frames["part"] = frames["part"][:1]
    assert send("schooling_officer", frames).newest.wrong == 0


def test_the_same_row_twice_is_a_fault(county: Any, send: Any) -> None:
    rows = of_year(county, "class")
    assert send("schooling_officer", {"class": pl.concat([rows, rows[:1]])}).newest.state == State.FAULTY


def test_a_clerk_whose_file_would_remove_a_tenth_needs_the_officer(
    county: Any, send: Any, school_code: str, as_: Any
) -> None:
    own = of_year(county, "class").filter(pl.col("school_code") == school_code)
    of = send("clerk", {"class": own[: own.height // 2]})
    gone = own.height - own.height // 2
    apply = reverse("imports:apply", args=[of.pk])
    data = {"remove": ["class"], "typed": str(gone)}
    as_("clerk").post(apply, data)
    assert not Job.objects.filter(kind="imports.apply").exists()
    assert as_("staff_officer").post(apply, data).status_code == 404
    as_("schooling_officer").post(apply, data)
    drain()
    assert SchoolClass.objects.filter(county=county, year=2025, school_code=school_code).count() == own.height - gone


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "PNG"),
        ("a.csv", b"%PDF-1.7 ...", "PDF"),
    ],
)
def test_what_is_no_table_is_refused_at_once_and_nothing_is_kept(
    county: Any, as_: Any, name: str, content: bytes, word: str
) -> None:
    answer = as_("officer").post(reverse("imports:new"), {"files": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b"PK\x03\x04" + b"\0" * 200), ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)],
)
def test_a_broken_or_locked_workbook_is_answered_with_words(county: Any, as_: Any, name: str, content: bytes) -> None:
    client = as_("officer")
    url = client.post(reverse("imports:new"), {"files": SimpleUploadedFile(name, content)}).url
    drain()
    page = client.get(url).content.decode()
    assert Import.objects.get().newest.state == State.FAULTY
    assert "没有写入任何数据" in page
    assert name in page


def test_a_file_that_is_too_large_is_refused(county: Any, as_: Any, settings: Any) -> None:
    settings.UPLOAD_BYTES = 1000
    answer = as_("officer").post(reverse("imports:new"), {"files": SimpleUploadedFile("a.csv", b"1,2\n" * 600)})
    assert answer.status_code == 422
    assert not File.objects.exists()


def test_a_full_disk_is_told_and_nothing_is_half_kept(county: Any, as_: Any, monkeypatch: Any) -> None:
    from junheng.web.imports import store

    def full(_data: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "keep", full)
    answer = as_("officer").post(reverse("imports:new"), {"files": SimpleUploadedFile("a.csv", b"1,2\n")})
    assert answer.status_code == 422
    assert "磁盘已满" in answer.content.decode()
    assert not Import.objects.exists()


def test_uploads_lie_encrypted_under_random_names(county: Any, send: Any) -> None:
    send("officer", {"class": of_year(county, "class")})
    for path in (Path(settings.MEDIA_ROOT) / "imports").iterdir():
        assert len(path.name) == 32
        assert path.stat().st_mode & 0o077 == 0
        assert path.read_bytes().startswith(b"gAAAA")


def test_names_of_files_cannot_leave_their_folder(county: Any, as_: Any, tmp_path: Path) -> None:
    write_parquet(tmp_path, {"class": of_year(county, "class")})
    content = (tmp_path / "class.parquet").read_bytes()
    files = [SimpleUploadedFile("x", content) for _ in range(2)]
    for file in files:
        file._name = "../../up|.parquet"
    as_("officer").post(reverse("imports:new"), {"files": files})
    drain()
    assert all("/" not in name and "|" not in name for name in File.objects.values_list("name", flat=True))
    assert len(set(File.objects.values_list("name", flat=True))) == 2


@pytest.mark.parametrize(
    "who", ["leader", "principal", "inspector", "viewer", "system", "security", "audit", "stranger"]
)
def test_others_may_not_import(county: Any, as_: Any, who: str) -> None:
    client = as_(who)
    assert client.get(reverse("imports:index")).status_code == 403
    assert client.post(reverse("imports:new"), {"files": SimpleUploadedFile("a.csv", b"1")}).status_code == 403


def test_an_import_is_seen_by_its_maker_and_the_sections_officers_alone(
    county: Any, send: Any, as_: Any, school_code: str
) -> None:
    of = send("clerk", {"class": of_year(county, "class").filter(pl.col("school_code") == school_code)})
    pages = [("detail", [of.pk]), ("difference", [of.pk, "class"])]
    for name, arguments in pages:
        url = reverse(f"imports:{name}", args=arguments)
        assert {who: as_(who).get(url).status_code for who in ("clerk", "officer", "schooling_officer")} == {
            "clerk": 200, "officer": 200, "schooling_officer": 200,
        }  # fmt: skip
        assert {as_(who).get(url).status_code for who in ("staff_officer", "finance_officer", "outsider")} <= {403, 404}
        assert as_("principal").get(url).status_code == 403
    assert as_("outsider").post(reverse("imports:discard", args=[of.pk])).status_code == 404
    assert "file.xlsx" not in as_("staff_officer").get(reverse("imports:index")).content.decode()
    assert "file.xlsx" in as_("officer").get(reverse("imports:index")).content.decode()


def test_rights_withdrawn_before_the_job_runs_stop_it(county: Any, send: Any, as_: Any, cast: Any) -> None:
    of = send("schooling_officer", {"class": of_year(county, "class")[:5].with_columns(pl.col("class_pupils") + 1)})
    as_("schooling_officer").post(reverse("imports:apply", args=[of.pk]))
    cast["schooling_officer"].grants.all().delete()
    before = snapshot_id(registry(county.code))
    drain()
    assert Job.objects.get(kind="imports.apply").state == "failed"
    assert snapshot_id(registry(county.code)) == before


def test_persons_are_shown_masked_in_the_difference_and_kept_encrypted(
    county: Any, send: Any, as_: Any, school_code: str
) -> None:
    number = "999901201501010014"
    pupil = {"year": 2025, "school_code": school_code, "stage": "primary", "pupil_id": "D1", "pupil_name": "丁一",
             "grade": 1, "class_no": "1", "identity_number": number, "campus": ""}  # fmt: skip
    frame = pl.DataFrame([pupil], schema_overrides={"year": pl.Int32})
    of = send("schooling_officer", {"pupil": frame})
    client = as_("schooling_officer")
    page = client.get(reverse("imports:difference", args=[of.pk, "pupil"])).content.decode()
    assert "丁一" in page
    assert number not in page
    client.post(reverse("imports:apply", args=[of.pk]))
    drain()
    assert Pupil.objects.get().identity_number == number
    again = send("schooling_officer", {"pupil": frame.with_columns(pl.lit("二").alias("class_no"))})
    assert again.newest.counts["pupil"]["changed"] == 1
    difference = client.get(reverse("imports:difference", args=[again.pk, "pupil"])).content.decode()
    assert "身份证件号" not in difference.split("<table")[1]
    batch = reverse("imports:batch", args=[of.newest.batch_id])
    assert "丁一" in client.get(batch).content.decode()
    for who in ("staff_officer", "leader", "officer"):
        seen = as_(who).get(batch).content.decode()
        assert "丁一" not in seen
        assert "D1" not in seen


def test_pages_take_a_constant_number_of_queries(
    county: Any, send: Any, as_: Any, django_assert_max_num_queries: Any
) -> None:
    of = send("schooling_officer", {"class": of_year(county, "class").with_columns(pl.col("class_pupils") + 1)})
    client = as_("schooling_officer")
    for url, most in [
        (reverse("imports:index"), 10),
        (reverse("imports:detail", args=[of.pk]), 12),
        (reverse("imports:difference", args=[of.pk, "class"]), 12),
        (reverse("imports:batches"), 12),
    ]:
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200
