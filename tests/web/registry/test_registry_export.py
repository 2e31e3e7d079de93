"""Taking a list out: what for, who, when; masked as on the screen; harmless to a spreadsheet; logged."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from registry_cast import OWN_NUMBER, YEAR, persons

from junheng.web.jobs.models import Job
from junheng.web.jobs.perform import drain
from junheng.web.log.models import Entry
from junheng.web.registry import export as exports
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.models import School

__all__ = ["persons"]
PURPOSE = "报市教育局核查"


def take(client: Any, table: str, query: str = "", kind: str = "xlsx", purpose: str = PURPOSE) -> Any:
    address = reverse("registry:export", args=[table]) + (f"?{query}" if query else "")
    return client.post(address, {"purpose": purpose, "kind": kind})


def content(response: Any) -> bytes:
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    return b"".join(response.streaming_content)


def lines(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(response).decode("utf-8-sig"))))


def test_a_purpose_is_asked_for(as_: Any, county: Any) -> None:
    client = as_("leader")
    assert client.get(reverse("registry:export", args=["school"])).status_code == 200
    assert take(client, "school", purpose=" ").status_code == 422
    assert not Entry.objects.filter(act="registry.export").exists()


@pytest.mark.parametrize("name", ["inspector", "viewer", "system", "stranger"])
def test_those_who_may_not_export_are_refused(as_: Any, county: Any, name: str) -> None:
    assert take(as_(name), "school").status_code == 403


def test_a_workbook_holds_the_list_and_says_who_when_and_what_for(as_: Any, county: Any) -> None:
    raw = content(take(as_("finance_officer"), "school", "sort=-books&column=school_name&column=equipment_value"))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("学校名称", "教学仪器设备值(万元)")
    first = School.objects.filter(county=county, year=YEAR).order_by("-books", "-pk")[0]
    assert rows[1] == (first.school_name, pytest.approx(float(first.equipment_value / 10_000)))
    assert len(rows) == School.objects.filter(county=county, year=YEAR).count() + 1
    about = str(list(book["导出说明"].iter_rows(values_only=True)))
    assert "finance_officer" in about and PURPOSE in about and "学校名称" in about
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert PURPOSE in sheet and "oddHeader" in sheet and "oddFooter" in sheet


def test_an_export_is_logged_with_purpose_fields_and_number(as_: Any, county: Any) -> None:
    take(as_("finance_officer"), "school", "column=school_name&column=books")
    entry = Entry.objects.get(act="registry.export")
    detail = json.loads(entry.detail)
    assert (entry.thing, detail["purpose"], detail["fields"]) == ("school", PURPOSE, ["school_name", "books"])
    assert detail["rows"] == School.objects.filter(county=county, year=YEAR).count()


def test_a_csv_carries_the_mark_in_its_last_line(as_: Any, county: Any) -> None:
    found = lines(take(as_("leader"), "school", "column=school_code&column=books", kind="csv"))
    assert found[0] == ["学校标识码", "图书册数(册)"]
    assert len(found) == School.objects.filter(county=county, year=YEAR).count() + 2
    assert PURPOSE in found[-1][0] and "leader" in found[-1][0]


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1+1", "-2+3|cmd", "@SUM(A1)", "\t=1", "＝1+1"])
def test_no_text_becomes_a_formula(as_: Any, county: Any, actor: Any, school_code: str, name: str) -> None:
    key = {"year": YEAR, "school_code": school_code, "campus": ""}
    write(actor, county.code, [Edit("school", {**key, "school_name": name})], source="form")
    client = as_("principal")
    found = lines(take(client, "school", "column=school_name", kind="csv", purpose="=1+1 核查"))
    assert found[1] == [f"'{name}"]
    assert not found[-1][0].startswith("=")
    book = openpyxl.load_workbook(
        io.BytesIO(content(take(client, "school", "column=school_name", purpose="=1+1 核查")))
    )
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert name in [cell.value for cell in cells]


def test_persons_leave_masked_and_only_with_those_who_see_them(as_: Any, persons: Any) -> None:
    query = "column=pupil_name&column=identity_number"
    found = str(lines(take(as_("clerk"), "pupil", query, kind="csv")))
    assert "王小明" in found and "9999************14" in found
    assert OWN_NUMBER not in found and "赵外校" not in found
    for name in ("leader", "finance_officer"):
        counted = lines(take(as_(name), "pupil", query, kind="csv"))
        assert "王小明" not in str(counted) and "9999*" not in str(counted)
        assert counted[0] == ["学校", "学校标识码", "3", "4", "合计"]
        assert sum(int(row[-1]) for row in counted[1:-1]) == 3


def test_a_search_goes_with_the_export_and_stays_out_of_the_log(as_: Any, persons: Any) -> None:
    client = as_("schooling_officer")
    link = client.post(reverse("registry:find", args=["pupil"]), {"q": "小红"})["Location"]
    found = lines(take(client, "pupil", link.partition("?")[2], kind="csv"))
    assert [row[1] for row in found[1:-1]] == ["李小红"]
    entry = Entry.objects.get(act="registry.export")
    assert "小红" not in entry.detail
    assert json.loads(entry.detail)["searched"] is True


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every export a long one."""
    monkeypatch.setattr(exports, "DIRECT", 1)


def test_a_long_list_is_made_by_a_job_and_fetched_by_who_asked(as_: Any, persons: Any, long: None) -> None:
    client = as_("schooling_officer")
    link = client.post(reverse("registry:find", args=["pupil"]), {"q": "G10"})["Location"]
    response = take(client, "pupil", f"{link.partition('?')[2]}&column=pupil_name", kind="csv")
    job = Job.objects.get(kind="registry.export")
    assert response["Location"] == reverse("jobs:detail", args=[job.pk])
    assert "G10" not in json.dumps(job.arguments)
    drain()
    job.refresh_from_db()
    assert job.result["rows"] == 2
    assert as_("clerk").get(job.result["url"]).status_code == 404
    found = lines(client.get(job.result["url"]))
    assert sorted(row[1] for row in found[1:-1]) == ["李小红", "王小明"]
    acts = list(Entry.objects.filter(act__startswith="registry.export").values_list("act", flat=True))
    assert acts == ["registry.export", "registry.export_fetch"]


def test_a_job_of_somebody_who_may_no_longer_export_makes_no_file(
    as_: Any, cast: Any, county: Any, long: None, settings: Any
) -> None:
    take(as_("finance_officer"), "school")
    cast["finance_officer"].grants.all().delete()
    drain()
    assert Job.objects.get(kind="registry.export").state == "failed"
    assert not list(Path(settings.MEDIA_ROOT).glob("exports/*"))
    assert not Entry.objects.filter(act="registry.export").exists()


def test_a_file_fetched_too_late_is_gone_and_says_so(as_: Any, county: Any, long: None, settings: Any) -> None:
    client = as_("finance_officer")
    take(client, "school")
    drain()
    (path,) = Path(settings.MEDIA_ROOT).glob("exports/*")
    os.utime(path, (0, 0))
    take(client, "room")
    drain()
    assert not path.exists()
    job = Job.objects.filter(kind="registry.export").order_by("pk")[0]
    assert "已过期" in client.get(job.result["url"], follow=True).content.decode()
