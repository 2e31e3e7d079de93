"""The evidence archive: putting in, seeing, taking out, and the archive for the inspection team."""

from __future__ import annotations

import errno
import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from junheng import standards
from junheng.web.evidence import store
from junheng.web.evidence.models import Archive, File, Link
from junheng.web.evidence.tree import counts, wanted
from junheng.web.jobs.models import Job
from junheng.web.jobs.perform import drain
from junheng.web.log.models import Entry
from junheng.web.registry.models import School
from junheng.web.snapshots.acts import freeze

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000154a24f5d0000000049454e44ae426082")  # fmt: skip  # noqa: E501
G11 = "item:cn.quality.2017:G11"


def package(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return held.getvalue()


def send(client: Any, *files: tuple[str, bytes], thing: str = G11, **given: Any) -> Any:
    uploaded = [SimpleUploadedFile(name, content) for name, content in files]
    data = {"file": uploaded, "thing": thing, "year": "2025", "school": "", "title": "", "number": "", **given}
    return client.post(reverse("evidence:put"), data, follow=True)


@pytest.fixture
def letter(as_: Any, county: Any) -> File:
    send(
        as_("staff_officer"), ("轮岗名册.pdf", PDF), wanted="rotation", title="2025年轮岗名册", number="县教〔2025〕8号"
    )
    return File.objects.get()


def test_every_item_that_is_wanted_is_an_item_of_the_standard_and_none_is_forgotten() -> None:
    standard = standards.load("cn.quality.2017")
    assert wanted(standard.id).keys() == {each.id for each in (*standard.indicator, *standard.item)}


def test_a_file_put_in_is_kept_with_hash_owner_and_link_and_is_logged(letter: File) -> None:
    assert (letter.kind, letter.size, letter.section) == ("pdf", len(PDF), "staff")
    assert letter.sha256 == hashlib.sha256(PDF).hexdigest()
    assert store.path_of(letter.stored).read_bytes() == PDF
    assert [(link.thing, link.wanted) for link in letter.links.all()] == [(G11, "rotation")]
    entry = Entry.objects.get(act="evidence.put")
    assert (entry.user_name, entry.thing) == ("staff_officer", f"evidence:{letter.pk}")


def test_what_is_missing_is_seen_at_a_glance_and_goes_away_when_put_in(as_: Any, county: Any, letter: File) -> None:
    standard = standards.load("cn.quality.2017")
    found = counts(county.code, 2025, standard)
    assert found["G11"] == (1, 0)
    assert found["G10"] == (0, 1)
    page = as_("officer").get(reverse("evidence:index")).content.decode()
    row = re.search(r"<tr>\s*<th[^>]*><a[^>]*>G11.*?</tr>", page, re.S)
    assert row is not None
    assert "齐全" in row[0]
    only = as_("officer").get(reverse("evidence:index") + "?missing=1").content.decode()
    assert ">G11 " not in only
    assert ">G10 " in only


def test_a_material_of_each_school_is_missing_until_each_has_it(as_: Any, county: Any, school_code: str) -> None:
    schools = set(School.objects.filter(county=county, year=2025, campus="").values_list("school_code", flat=True))
    thing = "item:cn.quality.2017:Q3"
    send(as_("clerk"), ("章程.pdf", PDF), thing=thing, wanted="charter", school=school_code)
    page = as_("officer").get(reverse("evidence:item", args=["Q3"])).content.decode()
    assert f"{len(schools) - 1} 所学校还没有存入" in page
    assert counts(county.code, 2025, standards.load("cn.quality.2017"))["Q3"] == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("run.exe", b"MZ\x90", "不收 .exe"),
        ("page.html", b"<script>alert(1)</script>", "不收 .html"),
        ("picture.svg", b"<svg onload='alert(1)'/>", "不收 .svg"),
        ("fake.pdf", b"<html><script>alert(1)</script></html>", "内容不是 PDF"),
        ("fake.png", PDF, "内容不是 PNG"),
        ("fake.docx", package("xl/workbook.xml"), "内容不是 DOCX"),
        ("macro.docx", package("word/document.xml", "word/vbaProject.bin"), "带宏"),
        ("binary.txt", b"a\x00b", "内容不是 TXT"),
        ("empty.pdf", b"", "是空文件"),
        ("no_ending", PDF, "不收"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_leaves_nothing(
    as_: Any, county: Any, name: str, content: bytes, words: str
) -> None:
    answer = send(as_("officer"), (name, content))
    assert words in answer.content.decode()
    assert not File.objects.exists()
    assert not [path for path in Path(store.path_of("00x").parent.parent).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.PDF", PDF),
        ("b.png", PNG),
        ("c.docx", package("word/document.xml", "[Content_Types].xml")),
        ("d.txt", "说明".encode("gb18030")),
        ("e.ofd", package("OFD.xml")),
    ],
)
def test_what_a_bureau_has_is_taken(as_: Any, county: Any, name: str, content: bytes) -> None:
    send(as_("officer"), (name, content))
    assert File.objects.get().name == name


def test_a_file_over_the_limit_is_refused_with_the_limit(as_: Any, county: Any, settings: Any) -> None:
    settings.UPLOAD_BYTES = 1024 * 1024
    answer = send(as_("officer"), ("big.pdf", PDF + b" " * 1024 * 1024))
    assert "超过 1 MB" in answer.content.decode()
    assert not File.objects.exists()


def test_a_full_disk_is_said_and_leaves_nothing(as_: Any, county: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    class Full:
        def __init__(self, file: Any) -> None:
            self.file = file

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: Any) -> None:
            self.file.close()

        def write(self, _: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    def open_(path: Path, mode: str = "r", *more: Any, **also: Any) -> Any:
        file = real(path, mode, *more, **also)
        return Full(file) if mode == "wb" and "evidence" in path.parts else file

    monkeypatch.setattr(Path, "open", open_)
    answer = send(as_("officer"), ("a.pdf", PDF))
    assert "磁盘空间不足" in answer.content.decode()
    assert not File.objects.exists()
    assert not [path for path in store.path_of("00x").parent.parent.rglob("*") if path.is_file()]


def test_a_file_with_persons_is_seen_by_those_who_may_see_them_and_is_not_called_missing(
    as_: Any, letter: File
) -> None:
    assert letter.persons == "teacher"
    address = reverse("evidence:file", args=[letter.pk])
    seen = {
        name: as_(name).get(address).status_code
        for name in ("officer", "staff_officer", "leader", "finance_officer", "inspector")
    }
    assert seen == {"officer": 200, "staff_officer": 200, "leader": 404, "finance_officer": 404, "inspector": 404}
    page = as_("leader").get(reverse("evidence:index") + "?year=2025").content.decode()
    assert "1 份含个人信息，不对您显示" in page
    assert letter.title not in page


def test_whoever_puts_in_a_file_may_say_that_it_holds_persons(as_: Any, county: Any) -> None:
    send(as_("officer"), ("a.pdf", PDF), persons="pupil")
    assert File.objects.get().persons == "pupil"
    send(as_("officer"), ("b.pdf", PDF), persons="everybody")
    assert File.objects.last().persons == ""


@pytest.fixture
def plan(as_: Any, county: Any) -> File:
    """A document without persons."""
    send(as_("officer"), ("布局规划.pdf", PDF), thing="item:cn.quality.2017:G1", wanted="plan", title="布局规划")
    return File.objects.get()


def test_a_download_is_an_attachment_that_no_browser_shows_in_place(as_: Any, plan: File) -> None:
    answer = as_("leader").get(reverse("evidence:content", args=[plan.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert b"".join(answer.streaming_content) == PDF
    assert Entry.objects.filter(act="evidence.download", user_name="leader").exists()


def test_a_file_changed_on_the_disk_is_not_handed_out(as_: Any, plan: File) -> None:
    path = store.path_of(plan.stored)
    path.write_bytes(PDF[:-2])
    answer = as_("leader").get(reverse("evidence:content", args=[plan.pk]), follow=True)
    assert "没有下载" in answer.content.decode()


def test_a_clerk_sees_and_puts_in_the_own_school_only(
    as_: Any, letter: File, school_code: str, other_school: str
) -> None:
    clerk = as_("clerk")
    assert clerk.get(reverse("evidence:file", args=[letter.pk])).status_code == 404
    assert clerk.get(reverse("evidence:content", args=[letter.pk])).status_code == 404
    assert send(clerk, ("a.pdf", PDF), school=other_school).status_code in {200, 403}
    assert send(clerk, ("a.pdf", PDF), school="").status_code in {200, 403}
    assert File.objects.count() == 1
    send(clerk, ("a.pdf", PDF), school=school_code)
    assert File.objects.filter(school_code=school_code).count() == 1


def test_a_clerk_attaches_to_figures_of_the_own_school_only(
    as_: Any, county: Any, school_code: str, other_school: str
) -> None:
    own = f"figure:school:2025:{school_code}|:computers"
    send(as_("clerk"), ("a.pdf", PDF), thing=own, school=school_code)
    assert Link.objects.get().thing == own
    other = f"figure:school:2025:{other_school}|:computers"
    answer = send(as_("clerk"), ("a.pdf", PDF), thing=other, school=school_code)
    assert "不存在" in answer.content.decode()
    assert as_("clerk").get(reverse("evidence:figure"), {"thing": other}).status_code == 404
    assert "a" in as_("clerk").get(reverse("evidence:figure"), {"thing": own}).content.decode()
    assert Link.objects.count() == 1


@pytest.mark.parametrize("thing", ["", "item:cn.quality.2017:G99", "item:none:G1", "figure:school:2025:x:none", "figure:pupils", "figure:school:٢٠٢٥:1|:computers"])  # fmt: skip  # noqa: E501
def test_evidence_of_nothing_is_refused(as_: Any, county: Any, thing: str) -> None:
    assert "不存在" in send(as_("officer"), ("a.pdf", PDF), thing=thing).content.decode()
    assert as_("officer").get(reverse("evidence:figure"), {"thing": thing}).status_code == 404
    assert not File.objects.exists()


def test_the_other_county_sees_nothing(as_: Any, letter: File) -> None:
    outsider = as_("outsider")
    for name in ("file", "content"):
        assert outsider.get(reverse(f"evidence:{name}", args=[letter.pk])).status_code == 404
    for name in ("attach", "take_out"):
        assert outsider.post(reverse(f"evidence:{name}", args=[letter.pk])).status_code == 404
    assert letter.title not in outsider.get(reverse("evidence:index")).content.decode()


def test_only_the_owning_section_or_inspection_takes_a_file_out_and_says_why(as_: Any, letter: File) -> None:
    out = reverse("evidence:take_out", args=[letter.pk])
    as_("finance_officer").post(out, {"reason": "重复"})
    as_("staff_officer").post(out, {"reason": " "})
    letter.refresh_from_db()
    assert letter.removed_at is None
    as_("staff_officer").post(out, {"reason": "重复"})
    letter.refresh_from_db()
    assert letter.removed_by == "staff_officer"
    assert as_("officer").get(reverse("evidence:file", args=[letter.pk])).status_code == 404
    assert store.path_of(letter.stored).exists()


def test_one_file_is_evidence_of_several_items_and_can_be_detached(as_: Any, letter: File) -> None:
    officer = as_("staff_officer")
    officer.post(reverse("evidence:attach", args=[letter.pk]), {"thing": "item:cn.quality.2017:G10"})
    assert letter.links.count() == 2
    officer.post(reverse("evidence:detach", args=[letter.links.last().pk]))
    assert letter.links.count() == 1
    assert Entry.objects.filter(act="evidence.detach").exists()


def exported(as_: Any, county: Any, purpose: str = "省级督导") -> Archive:
    as_("officer").post(reverse("evidence:archives"), {"year": "2025", "purpose": purpose})
    assert drain() == 1
    assert Job.objects.get().error == ""
    return Archive.objects.get()


def test_the_archive_leaves_the_house_whole_numbered_and_with_every_hash(
    as_: Any, county: Any, actor: Any, letter: File
) -> None:
    freeze(actor, county.code, 2025)
    as_("staff_officer").post(reverse("evidence:attach", args=[letter.pk]), {"thing": "item:cn.quality.2017:G10"})
    send(as_("officer"), ("=cmd.pdf", PDF + b"2"), title="=1+1<script>")
    made = exported(as_, county)
    answer = as_("officer").get(reverse("evidence:archive", args=[made.pk]))
    content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest() == made.sha256
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert sums.keys() == set(names) - {"SHA256SUMS"}
        assert all(hashlib.sha256(archive.read(name)).hexdigest() == sum_ for name, sum_ in sums.items())
        index = archive.read("index.html").decode()
        listing = archive.read("index.csv").decode("utf-8-sig")
    assert len([name for name in names if "/" in name]) == made.files == 2
    links = [unquote(link) for link in re.findall(r'<a href="([^"]+)"', index)]
    assert set(links) == {name for name in names if "/" in name}
    assert len(links) == 3  # one of them under two items
    assert "<script>" not in index.replace("<style>", "")
    assert "县教〔2025〕8号" in index
    assert "尚缺" in index
    assert ",=1+1" not in listing
    assert Entry.objects.filter(act="evidence.export").exists()


def test_an_archive_with_a_hole_is_not_made(as_: Any, county: Any, letter: File) -> None:
    store.path_of(letter.stored).unlink()
    as_("officer").post(reverse("evidence:archives"), {"year": "2025", "purpose": "督导"})
    drain()
    assert not Archive.objects.exists()
    failed = Job.objects.get()
    assert "没有导出" in as_("officer").get(reverse("jobs:detail", args=[failed.pk])).content.decode()


def test_an_archive_asks_for_its_purpose_and_for_the_right_person(as_: Any, county: Any) -> None:
    as_("officer").post(reverse("evidence:archives"), {"year": "2025", "purpose": ""})
    assert drain() == 0
    for name in ("clerk", "principal", "finance_officer", "leader", "system"):
        assert as_(name).post(reverse("evidence:archives"), {"year": "2025", "purpose": "x"}).status_code == 403


def test_the_tree_takes_a_constant_number_of_queries(
    as_: Any, county: Any, letter: File, django_assert_max_num_queries: Any
) -> None:
    officer = as_("officer")
    for number in range(5):
        send(officer, (f"{number}.pdf", PDF))
    with django_assert_max_num_queries(20):
        officer.get(reverse("evidence:index"))
