"""With the auditor itself: the demo's report, files of every kind, what is held against, what is handed on."""

from __future__ import annotations

import codecs
import io
import json
import zipfile
from collections import Counter
from typing import Any

import docx
import pytest
from audits_help import file
from django.urls import reverse
from msgspec.structs import replace

from junheng.audit.compared import Compared, Held
from junheng.audit.findings.kinds import KINDS, kind_title
from junheng.dictionary import Title
from junheng.web.audits import demo, examine, kept
from junheng.web.audits.models import Finding, Kind, Report, Version
from junheng.web.base.words import say
from junheng.web.jobs.perform import drain
from junheng.web.snapshots.acts import freeze

pytestmark = pytest.mark.django_db
SUM = "全县共有中小学校31所，其中小学20所、初中9所。投入资金XX万元。"


def audited(client: Any, name: str, content: bytes, **given: Any) -> Report:
    answer = client.post(reverse("audits:upload"), {"file": file(content, name), **given}, follow=True)
    assert answer.status_code == 200
    drain()
    return Report.objects.latest("pk")


def words_file() -> bytes:
    """Return SUM as a Word file, its figures in a run of their own."""
    made = docx.Document()
    made.add_paragraph("工作总结")
    line = made.add_paragraph()
    line.add_run(SUM[:8])
    line.add_run(SUM[8:]).bold = True
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_the_demo_has_a_report_with_three_contradictions_and_a_blank(cast: Any, bare_county: Any) -> None:
    for _ in range(2):
        demo.start(bare_county)
    report = Report.objects.get()
    assert Counter(Finding.objects.values_list("kind", flat=True)) == {"contradiction": 3, "blank": 1}
    assert report.title == "云溪县2025年教育工作总结"
    assert not report.versions.get().busy


def test_kinds_are_called_as_the_auditor_calls_them() -> None:
    assert list(KINDS) == Kind.values
    for kind in Kind:
        assert kind.label == say(kind_title(kind.value).zh, kind_title(kind.value).en)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", SUM.encode()),
        ("a.txt", SUM.encode("gb18030")),
        ("a.md", f"# 总结\n\n{SUM}\n".encode()),
        ("a.htm", f"<html><body><h1>总结</h1><p>{SUM}</p><script>x()</script></body></html>".encode()),
        ("a.docx", words_file()),
    ],
)
def test_a_report_of_every_kind_is_read_and_handed_on(as_: Any, county: Any, name: str, content: bytes) -> None:
    officer = as_("officer")
    report = audited(officer, name, content)
    version = report.versions.get()
    assert Counter(one.kind for one in version.findings.all()) == {"contradiction": 1, "blank": 1}
    for form in ("docx", "html"):
        answer = officer.get(reverse("audits:download", args=[report.pk, 1, form]))
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Security-Policy"].startswith("sandbox")
        if form == "html":
            assert "29所" in answer.content.decode()
        else:
            with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
                assert "29所" in package.read("word/comments.xml").decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", "\u3000\u3000\n".encode(), "文件里没有文字"),
        ("a.html", b"<html><body><img src='a.png'></body></html>", "网页里没有看得见的文字"),
    ],
)
def test_a_file_without_text_is_told_what_it_is(as_: Any, county: Any, name: str, content: bytes, words: str) -> None:
    report = audited(as_("officer"), name, content)
    page = as_("officer").get(reverse("audits:detail", args=[report.pk])).content.decode()
    assert report.versions.get().read_at is None
    assert words in page
    assert "扫描" not in page


def test_what_was_dismissed_is_not_commented(as_: Any, county: Any) -> None:
    officer = as_("officer")
    report = audited(officer, "a.docx", words_file())
    finding = Finding.objects.get(kind="contradiction")
    url = reverse("audits:judge", args=[report.pk, finding.pk])
    officer.post(url, {"decision": "dismissed", "reason": "另有完全中学 2 所"})
    answer = officer.get(reverse("audits:download", args=[report.pk, 1, "docx"]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert "29所" not in package.read("word/comments.xml").decode()
    assert officer.get(reverse("audits:download", args=[report.pk, 1, "exe"])).status_code == 404


def test_what_is_handed_out_is_not_read_again_and_tells_what_was_counted(as_: Any, county: Any) -> None:
    officer = as_("officer")
    report = audited(officer, "a.txt", SUM.encode())
    version = report.versions.get()
    version.counts |= {"relations": 4321, "quantities": 8765}
    version.save()
    page = officer.get(reverse("audits:download", args=[report.pk, 1, "html"])).content.decode()
    assert "4321 个算式" in page
    assert "8765 个数" in page


def test_the_kept_document_is_the_one_that_was_read(as_: Any, county: Any) -> None:
    version = audited(as_("officer"), "a.docx", words_file()).versions.get()
    assert kept.document_of(version).text == version.text
    assert examine.audit(kept.document_of(version)).findings == kept.findings_of(version)


def test_a_county_s_report_is_held_against_its_figures(as_: Any, county: Any, actor: Any) -> None:
    snapshot = freeze(actor, county.code, 2025)
    report = audited(as_("officer"), "a.txt", "2025年，全县有小学99所。".encode(), snapshot=snapshot.pk)
    page = as_("officer").get(reverse("audits:detail", args=[report.pk])).content.decode()
    assert [one.kind for one in report.versions.get().findings.all()] == ["contradiction"]
    assert "99所" in page


def test_what_agrees_with_the_snapshot_is_told_on_the_page_and_handed_on(as_: Any, county: Any, actor: Any) -> None:
    snapshot = freeze(actor, county.code, 2025)
    officer = as_("officer")
    first = audited(officer, "a.txt", "2025年，全县有小学99所。".encode(), snapshot=snapshot.pk).versions.get()
    (source,) = kept.held_of(first)
    (one,) = source.every
    assert (one.agrees, one.said) == (False, "99所")
    text = f"2025年，全县有小学{one.known}。"
    report = audited(officer, "b.txt", text.encode(), snapshot=snapshot.pk)
    version = report.versions.get()
    assert not version.findings.exists()
    assert [each.agrees for (held,) in [kept.held_of(version)] for each in held.every] == [True]
    page = officer.get(reverse("audits:detail", args=[report.pk])).content.decode()
    assert "核对了 1 个数字，其中 1 个一致，0 个不一致" in page
    assert "小学数" in page
    handed = officer.get(reverse("audits:download", args=[report.pk, 1, "html"])).content.decode()
    assert "核对了 1 个数字，其中 1 个一致" in handed
    plain = audited(officer, "c.txt", text.encode())
    assert "核对了" not in officer.get(reverse("audits:detail", args=[plain.pk])).content.decode()


def test_what_a_report_was_held_against_is_kept_as_it_was() -> None:
    one = Compared(
        1,
        4,
        "3\x00万",
        Title("小学数", "primary schools"),
        "loose",
        "3万",
        "7万",
        None,
        None,
        None,
        Title("因为", "why"),
    )
    source = Held(Title("数据", "the data"), (one,))
    rows = json.loads(json.dumps(kept.rows_of([source])))
    assert kept.held_of(Version(matches=rows)) == (replace(source, every=(replace(one, text="3\ufffd万"),)),)


def test_in_english_the_auditor_s_own_figures_have_english_units(as_: Any, county: Any) -> None:
    officer = as_("officer")
    report = audited(officer, "a.txt", SUM.encode())
    officer.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = officer.get(reverse("audits:detail", args=[report.pk])).content.decode()
    assert "off by 2 institutions" in page


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_in_utf_16_with_its_mark_is_read(as_: Any, county: Any, encoding: str) -> None:
    mark = {"utf-16": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[encoding]
    report = audited(as_("officer"), "a.txt", mark + SUM.encode(encoding))
    found = report.versions.get().findings.all()
    assert Counter(one.kind for one in found) == {"contradiction": 1, "blank": 1}


def test_a_school_s_report_is_not_held_against_the_county_s_figures(
    as_: Any, county: Any, actor: Any, school_code: str
) -> None:
    snapshot = freeze(actor, county.code, 2025)
    given = {"file": file(SUM.encode(), "a.txt"), "snapshot": snapshot.pk, "school": school_code}
    answer = as_("officer").post(reverse("audits:upload"), given, follow=True)
    assert "学校的报告不能与全县数据对照" in answer.content.decode()
    assert not Report.objects.exists()


def test_two_reports_that_tell_one_figure_two_ways_are_told_apart(as_: Any, county: Any) -> None:
    officer = as_("officer")
    first = audited(officer, "a.txt", "2025年，全县有专任教师2860人。".encode(), title="上一份")
    second = audited(officer, "b.txt", "2025年，全县有专任教师2680人。".encode(), against=first.pk)
    found = second.versions.get().findings.get()
    assert "2860人" in found.zh
    assert "上一份" in found.zh
