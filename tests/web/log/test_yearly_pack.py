"""The yearly pack on minors' data: what it gathers, what it leaves out, who may have it."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest

from junheng.dictionary import load
from junheng.web.jobs.models import Job, State
from junheng.web.jobs.perform import drain
from junheng.web.log import pack, pack_files
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.log.models import Entry, Pack
from junheng.web.people.models import County
from junheng.web.registry.models import Pupil

pytestmark = pytest.mark.django_db
NAME = "赵钱孙"
NUMBER = "999901201501010014"


@pytest.fixture
def year(bare_county: Any, cast: Any, school_code: str) -> int:
    """A year in which a pupil was kept, seen, exported, imported; and another county had its own."""
    code = bare_county.code
    Pupil.objects.create(
        county=bare_county, year=2025, school_code=school_code, pupil_id="G1", pupil_name=NAME, identity_number=NUMBER
    )
    officer, clerk = Actor(None, "schooling_officer"), Actor(None, "clerk")
    for number in range(3):
        record(officer, "registry.person_view", f"pupil:{number}", county=code)
    record(officer, "registry.export", "pupil", county=code, purpose="核对毕业生名册", rows=31)
    record(clerk, "import.apply", "import:1", county=code)
    record(Actor(None, ""), "account.sign_in_failed", "user:clerk", step="password")
    record(Actor(None, ""), "account.sign_in_failed", "user:nobody", step="password")
    record(Actor(None, "outsider"), "registry.person_view", "pupil:9", county="999902")
    return Entry.objects.first().at.year


def made(as_: Any, county: str, year: int) -> Pack:
    response = as_("audit").post("/log/packs/", {"county": county, "year": year})
    assert response.status_code == 302
    drain()
    job = Job.objects.latest("pk")
    assert job.state == State.DONE, job.error
    kept = Pack.objects.latest("pk")
    assert job.result["url"] == f"/log/packs/{kept.pk}/"
    return kept


def test_it_gathers_the_countys_year(as_: Any, bare_county: Any, year: int) -> None:
    kept = made(as_, bare_county.code, year)
    found = kept.content
    assert found["looked"]["total"] == 3
    assert found["looked"]["by"][0] | {"first": "", "last": ""} == {
        "user": "schooling_officer", "act": "registry.person_view", "times": 3, "first": "", "last": "",
    }  # fmt: skip
    assert found["exported"]["first"][0]["purpose"] == "核对毕业生名册"
    assert found["imported"]["total"] == 1
    assert [each["thing"] for each in found["incidents"]["first"]] == ["user:clerk"]
    assert found["tables"][0]["table"] == "pupil"
    assert found["tables"][0]["counts"] == [[2025, 1]]
    assert found["log"]["fault"] is None
    could = {each["user"]: each["tables"] for each in found["could"]}
    assert could["schooling_officer"] == ["pupil"]
    assert could["staff_officer"] == ["teacher"]
    assert could["clerk"] == ["pupil", "teacher"]
    assert not {"leader", "finance_officer", "outsider", "inspector", "viewer"} & could.keys()


def test_another_year_is_empty(as_: Any, bare_county: Any, year: int) -> None:
    found = made(as_, bare_county.code, year - 1).content
    assert [found[name]["total"] for name in pack.LISTS] == [0, 0, 0, 0, 0]


def test_the_page_and_the_zip_tell_it_in_words_and_no_person_is_in_them(as_: Any, bare_county: Any, year: int) -> None:
    kept = made(as_, bare_county.code, year)
    client = as_("audit")
    text = client.get(f"/log/packs/{kept.pk}/").content.decode()
    for words in ("核对毕业生名册", "身份证件号", "未成年人信息", "个人信息保护法", "（未核对原文）", "日志完好"):
        assert words in text
    response = client.post(f"/log/packs/{kept.pk}/download/")
    assert response["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as packed:
        assert packed.testzip() is None
        content = {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}
    assert {"index.html", "style.css", "kept.csv", "could_look.csv", "looked.csv", "incidents.csv"} <= content.keys()
    assert len(list(csv.reader(io.StringIO(content["looked.csv"])))) == 4
    assert "核对毕业生名册" in content["index.html"]
    for page in (text, *content.values()):
        assert NAME not in page
        assert NUMBER not in page
    assert Entry.objects.filter(act="log.pack").count() == 1
    assert Entry.objects.get(act="log.pack_download").user_name == "audit"


def test_every_field_on_minors_says_what_it_is_for() -> None:
    purposes = pack.texts()["purpose"]
    for table in load():
        for field in table.fields.values():
            if field.sensitivity == "minor":
                assert f"{table.name}.{field.name}" in purposes
    for name in purposes:
        table, _, field = name.partition(".")
        assert table in load().tables
        assert not field or field in load().tables[table].fields


@pytest.mark.parametrize(
    "given", [{}, {"county": "000000", "year": "2025"}, {"county": "", "year": "x"}, {"year": "1900"}]
)
def test_a_county_or_year_there_is_not_is_refused(as_: Any, bare_county: Any, given: dict[str, str]) -> None:
    given = {"county": bare_county.code, **given} if "year" in given and "county" not in given else given
    response = as_("audit").post("/log/packs/", given)
    assert "请选择县和年度" in response.content.decode()
    assert not Job.objects.exists()


def test_a_pack_whose_file_is_gone_says_so(as_: Any, bare_county: Any, year: int) -> None:
    kept = made(as_, bare_county.code, year)
    pack_files.place(kept).unlink()
    client = as_("audit")
    assert "请重新生成" in client.get(f"/log/packs/{kept.pk}/").content.decode()
    assert client.post(f"/log/packs/{kept.pk}/download/").status_code == 404


def test_the_pages_ask_a_bounded_number_of_questions(
    as_: Any, bare_county: Any, year: int, django_assert_max_num_queries: Any
) -> None:
    kept = made(as_, bare_county.code, year)
    client = as_("audit")
    for path in ("/log/packs/", f"/log/packs/{kept.pk}/"):
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200


def test_it_is_made_in_english_for_who_reads_english(bare_county: Any, cast: Any, year: int) -> None:
    from django.utils.translation import override

    with override("en"):
        got = pack.make(bare_county.code, year, by="audit")
    with zipfile.ZipFile(got.file) as packed:
        page = packed.read("index.html").decode()
    for kept in (
        County.objects.get(pk=bare_county.code).name,
        "核对毕业生名册",
        *(each["document"] for each in pack.texts()["basis"]),
    ):
        page = page.replace(kept, "")
    assert "Who looked" in page
    assert not any("一" <= letter <= "鿿" for letter in page)
