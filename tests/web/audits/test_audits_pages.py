"""The audit page: uploading, reading side by side, judging, auditing again, what became of each finding, deleting."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from audits_help import FINDINGS, TEXT, file
from django.conf import settings
from django.urls import reverse

from junheng.audit.model import Finding as Found
from junheng.web.audits import kept as kept_rows
from junheng.web.audits.models import Finding, Report, Verdict, Version
from junheng.web.evidence import store
from junheng.web.jobs.models import Job
from junheng.web.jobs.perform import drain
from junheng.web.log.models import Entry
from junheng.web.people.policy import Policy
from junheng.web.snapshots.acts import freeze

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def package(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return held.getvalue()


def kept() -> list[Path]:
    return [path for path in (Path(settings.MEDIA_ROOT) / "audits").rglob("*") if path.is_file()]


def page_of(client: Any, report: Report, **query: Any) -> str:
    return client.get(reverse("audits:detail", args=[report.pk]), query).content.decode()


def judge(client: Any, finding: Finding, decision: str, reason: str = "", **options: Any) -> Any:
    url = reverse("audits:judge", args=[finding.version.report_id, finding.pk])
    return client.post(url, {"decision": decision, "reason": reason}, **options)


def card(page: str, number: int) -> str:
    found = re.search(rf'<li class="finding[^>]* id="f{number}".*?</li>', page, re.S)
    assert found is not None
    return found[0]


def again(client: Any, report: Report, **given: Any) -> Version:
    answer = client.post(reverse("audits:again", args=[report.pk]), given)
    assert answer.status_code == 302
    drain()
    return report.versions.first()


# --- uploading


def test_a_report_is_stored_audited_in_the_background_and_logged(as_: Any, county: Any, finds: Any) -> None:
    answer = as_("officer").post(reverse("audits:upload"), {"file": file(), "title": " 年度\n总结 "}, follow=True)
    report = Report.objects.get()
    version = report.versions.get()
    assert (report.title, report.school_code, report.by_name) == ("年度 总结", "", "officer")
    assert version.read_at is None
    assert version.busy
    assert f'id="job-{version.job_id}"' in answer.content.decode()
    assert drain() == 1
    version.refresh_from_db()
    assert version.text == TEXT
    assert version.counts == {"quantities": 0, "relations": 0, "held": 0, "contradiction": 1, "doubt": 1, "blank": 1}
    assert [(one.number, one.kind, one.fingerprint) for one in version.findings.all()] == [
        (1, "contradiction", "sum1"), (2, "doubt", "share1"), (3, "blank", "blank1"),
    ]  # fmt: skip
    assert Job.objects.get().result == {"url": reverse("audits:detail", args=[report.pk])}
    assert store.path_of(version.stored, "audits").read_bytes() == TEXT.encode()
    entry = Entry.objects.get(act="audit.upload")
    assert (entry.user_name, entry.thing, version.sha256 in entry.detail) == ("officer", f"audit:{report.pk}", True)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0", "另存为 .docx"),
        ("a.exe", b"MZ\x90", "只能审核 Word(docx)"),
        ("a.pdf", b"<html></html>", "内容不是 PDF"),
        ("a.docx", package("xl/workbook.xml"), "内容不是 DOCX"),
        ("a.docx", package("word/document.xml", "word/vbaProject.bin"), "带宏"),
        ("a.txt", b"a\x00b", "内容不是 TXT"),
        ("a.html", b"\xff\xfe\xff", "内容不是 HTML"),
        ("a.txt", b"\xff\xfe1\x00\x00\x00", "内容不是 TXT"),
        ("empty.txt", b"", "是空文件"),
        ("noending", b"x", "只能审核"),
    ],
)
def test_a_file_that_is_no_report_is_refused_and_leaves_nothing(
    as_: Any, county: Any, name: str, content: bytes, words: str
) -> None:
    answer = as_("officer").post(reverse("audits:upload"), {"file": file(content, name)}, follow=True)
    assert words in answer.content.decode()
    assert not Report.objects.exists()
    assert kept() == []


def test_a_file_larger_than_the_limit_is_refused(as_: Any, county: Any, settings: Any) -> None:
    settings.UPLOAD_BYTES = 1024 * 1024
    answer = as_("officer").post(reverse("audits:upload"), {"file": file(b"1" * 1024 * 1024 + b"1")}, follow=True)
    assert "超过 1 MB" in answer.content.decode()
    assert kept() == []


def test_without_a_file_it_says_what_to_do(as_: Any, county: Any) -> None:
    answer = as_("officer").post(reverse("audits:upload"), {}, follow=True)
    assert "请先选择文件" in answer.content.decode()


def test_what_cannot_be_audited_fails_with_words_and_is_seen_by_everybody(as_: Any, send: Any) -> None:
    report = send(content="人" * 1_000_001)
    assert report.versions.get().read_at is None
    for name in ("officer", "leader"):
        assert "请按章节拆开" in page_of(as_(name), report)
    assert "没有审核成" in as_("leader").get(reverse("audits:index")).content.decode()


# --- reading side by side


def test_spans_are_coloured_in_the_text_and_lead_to_the_findings(as_: Any, report: Report) -> None:
    page = page_of(as_("leader"), report)
    assert '<a class="mark k-contradiction main" href="#f1" data-of="1">12所<sup>1</sup></a>' in page
    assert '<a class="mark k-blank main" href="#f3" data-of="3">XX<sup>3</sup></a>' in page
    assert page.count('id="s1"') == 1
    assert "9+2=11，不是12。" in card(page, 1)
    assert 'href="#s1"' in card(page, 1)
    assert "待判定 3 处" in page


def test_nothing_of_the_text_is_left_out(as_: Any, report: Report) -> None:
    page = page_of(as_("officer"), report)
    article = re.search(r"<article.*?</article>", page, re.S)
    assert article is not None
    shown = re.sub(r"<sup>.*?</sup>|<[^>]*>", "", article[0])
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", TEXT)


def test_what_stands_in_the_report_is_never_markup(as_: Any, send: Any, finds: Any) -> None:
    evil = "<script>alert(1)</script><b>共12所</b>"
    finds(Found("doubt", 50, ((0, 12),), "<i>x</i>", "<i>y</i>", "r", "f"))
    report = send(content=evil, title="<u>题</u>")
    page = page_of(as_("officer"), report)
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "<u>" not in page
    assert "&lt;b&gt;" in page


def test_in_english_the_working_is_english(as_: Any, report: Report) -> None:
    client = as_("officer")
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    page = page_of(client, report)
    assert "9 + 2 = 11, not 12." in page
    assert "9+2=11，不是12。" not in page


def test_the_file_is_handed_out_as_it_came_and_never_shown_in_place(as_: Any, report: Report) -> None:
    answer = as_("leader").get(reverse("audits:file", args=[report.pk, 1]))
    assert b"".join(answer.streaming_content) == TEXT.encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert Entry.objects.filter(act="audit.download", thing=f"audit:{report.pk}").exists()


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(as_: Any, report: Report) -> None:
    store.path_of(report.versions.get().stored, "audits").write_bytes(b"other")
    answer = as_("leader").get(reverse("audits:file", args=[report.pk, 1]), follow=True)
    assert "没有下载" in answer.content.decode()


# --- judging


def test_a_finding_is_dismissed_with_a_reason_and_says_who_and_when(as_: Any, report: Report) -> None:
    finding = Finding.objects.get(number=1)
    assert judge(as_("officer"), finding, "dismissed", "另有 1 所 教学点").status_code == 302
    said = Verdict.objects.get()
    assert (said.decision, said.reason, said.by_name) == ("dismissed", "另有 1 所 教学点", "officer")
    page = page_of(as_("leader"), report)
    assert "另有 1 所 教学点" in card(page, 1)
    assert "officer" in card(page, 1)
    assert 'class="mark k-contradiction off"' in page
    assert "待判定 2 处" in page
    assert Entry.objects.filter(act="audit.judge").count() == 1


def test_lists_name_the_person_not_the_account(as_: Any, cast: dict[str, Any], send: Any) -> None:
    cast["officer"].display_name = "李晓云"
    cast["officer"].save()
    report = send()
    judge(as_("officer"), Finding.objects.get(number=1), "real")

    page = as_("leader").get(reverse("audits:index")).content.decode()
    assert "李晓云" in page
    assert ">officer " not in page
    assert "李晓云" in card(page_of(as_("leader"), report), 1)


@pytest.mark.parametrize(("decision", "words"), [("dismissed", "请写明为什么不成立"), ("maybe", "请选择")])
def test_without_a_reason_nothing_is_dismissed(as_: Any, report: Report, decision: str, words: str) -> None:
    finding = Finding.objects.get(number=1)
    answer = judge(as_("officer"), finding, decision, "  ", follow=True)
    assert words in answer.content.decode()
    assert not Verdict.objects.exists()
    part = judge(as_("officer"), finding, decision, headers={"HX-Request": "true"}).content.decode()
    assert words in card(part, 1)


def test_judged_in_the_page_only_the_card_and_the_summary_come_back(as_: Any, report: Report) -> None:
    answer = judge(as_("officer"), Finding.objects.get(number=2), "real", headers={"HX-Request": "true"})
    part = answer.content.decode()
    assert part.lstrip().startswith("<li")
    assert "属实" in card(part, 2)
    assert 'hx-swap-oob="true"' in part
    assert "待判定 2 处" in part
    assert "<article" not in part


def test_what_was_said_is_taken_back_or_replaced_and_the_rows_stay(as_: Any, report: Report) -> None:
    finding = Finding.objects.get(number=1)
    judge(as_("officer"), finding, "real")
    judge(as_("leader"), finding, "dismissed", "口径不同")
    assert list(Verdict.objects.values_list("decision", "undone_by")) == [("real", "leader"), ("dismissed", "")]
    as_("officer").post(reverse("audits:undo", args=[report.pk, finding.pk]))
    as_("officer").post(reverse("audits:undo", args=[report.pk, finding.pk]))
    assert not Verdict.objects.filter(undone_at=None).exists()
    assert Verdict.objects.count() == 2
    assert Entry.objects.filter(act="audit.undo").count() == 1
    assert "待判定 3 处" in page_of(as_("officer"), report)


def test_the_inspector_reads_and_judges_nothing(as_: Any, send: Any, school_code: str) -> None:
    report = send("principal", school=school_code)
    page = page_of(as_("inspector"), report)
    assert "9+2=11" in page
    assert "不成立" not in page
    assert judge(as_("inspector"), Finding.objects.get(number=1), "real").status_code == 403


# --- again


def test_audited_again_what_was_said_is_kept_and_what_was_mended_is_gone(as_: Any, report: Report, finds: Any) -> None:
    judge(as_("officer"), Finding.objects.get(number=2), "dismissed", "上文有说明")
    moved = Found("doubt", 50, ((0, 4),), FINDINGS[1].zh, FINDINGS[1].en, "share", "share1")
    added = Found("contradiction", 95, ((1, 3),), "新的矛盾。", "A new contradiction.", "total", "sum2")
    finds(added, moved, FINDINGS[2])
    version = again(as_("officer"), report, file=file("改过的" + TEXT, "改.txt"))
    assert (version.number, version.name) == (2, "改.txt")
    page = page_of(as_("officer"), report)
    assert "本版新出现" in card(page, 1)
    assert "上一版已有" in card(page, 2)
    assert "上文有说明" in card(page, 2)
    assert "第 1 版有、本版已没有的 1 处" in page
    assert "待判定 2 处" in page
    before = page_of(as_("officer"), report, version=1)
    assert "不是最新一版" in before
    assert "9+2=11" in card(before, 1)
    rows = as_("officer").get(reverse("audits:versions", args=[report.pk])).content.decode()
    fates = {
        words: re.search(rf"<tr>(?:(?!</tr>).)*{words}.*?</tr>", rows, re.S)
        for words in ("新的矛盾", "9\\+2=11", "占比没有说")
    }
    assert all(fates.values())
    assert "新出现" in fates["新的矛盾"][0]  # type: ignore[index]
    assert "已消除" in fates["9\\+2=11"][0]  # type: ignore[index]
    assert "仍在" in fates["占比没有说"][0]  # type: ignore[index]
    assert Entry.objects.filter(act="audit.again").count() == 1


def test_the_same_file_is_audited_anew_without_another_copy(as_: Any, report: Report) -> None:
    version = again(as_("officer"), report)
    assert version.number == 2
    assert version.findings.count() == 3
    assert len(kept()) == 1


def test_while_a_version_is_being_audited_no_other_is_begun(as_: Any, county: Any, finds: Any) -> None:
    as_("officer").post(reverse("audits:upload"), {"file": file()})
    report = Report.objects.get()
    answer = as_("officer").post(reverse("audits:again", args=[report.pk]), {"file": file()}, follow=True)
    assert "上一版还在审核中" in answer.content.decode()
    assert report.versions.count() == 1
    assert len(kept()) == 1


# --- held against


def test_it_may_be_held_against_a_snapshot_and_another_report(
    as_: Any, report: Report, send: Any, county: Any, actor: Any
) -> None:
    snapshot = freeze(actor, county.code, 2025, title="2025 快照")
    other = send(snapshot=snapshot.pk, against=report.pk)
    version = other.versions.get()
    assert (version.snapshot, version.against) == (snapshot, report.versions.get())
    page = page_of(as_("leader"), other)
    assert "2025 快照" in page
    assert f"对照报告 {report.title}" in page
    detail = Entry.objects.get(act="audit.upload", thing=f"audit:{other.pk}").detail
    assert "2025 快照" in detail
    assert f"audit:{report.pk} {report.title} 1" in detail
    as_("officer").post(reverse("audits:delete", args=[report.pk]))
    assert f"对照报告 {report.title}" in page_of(as_("leader"), other)


def test_a_school_holds_nothing_against_the_countys_figures(
    as_: Any, send: Any, county: Any, actor: Any, school_code: str
) -> None:
    snapshot = freeze(actor, county.code, 2025)
    form = as_("principal").get(reverse("audits:index")).content.decode()
    assert 'name="snapshot"' not in form
    as_("principal").post(reverse("audits:upload"), {"file": file(), "school": school_code, "snapshot": snapshot.pk})
    assert not Report.objects.exists()
    assert kept() == []


def test_a_schools_report_is_held_against_reports_of_the_same_school_only(
    as_: Any, send: Any, report: Report, school_code: str, other_school: str
) -> None:
    other = send("officer", school=other_school, title="别校自查")
    before = Report.objects.count()
    for against in (other, report):
        form = {"file": file(), "school": school_code, "against": against.pk}
        as_("officer").post(reverse("audits:upload"), form)
    assert Report.objects.count() == before
    own = send("clerk", school=school_code, title="本校自查")
    assert send("officer", school=school_code, against=own.pk).versions.get().against == own.versions.get()


def test_what_may_be_held_against_is_asked_again_when_it_is_done(
    as_: Any, county: Any, actor: Any, finds: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot, may = freeze(actor, county.code, 2025), Policy.may
    as_("officer").post(reverse("audits:upload"), {"file": file(), "snapshot": snapshot.pk})
    monkeypatch.setattr(Policy, "may", lambda self, act, **where: act != "snapshot.view" and may(self, act, **where))
    drain()
    waiting = Report.objects.latest("pk").versions.get()
    assert waiting.read_at is None
    assert "所选快照不存在，或不在您的范围内" in waiting.job.error_zh


def test_a_report_to_hold_against_that_is_deleted_meanwhile_ends_the_job_in_words(
    as_: Any, report: Report, finds: Any
) -> None:
    as_("officer").post(reverse("audits:upload"), {"file": file(), "title": "后一份", "against": report.pk})
    as_("officer").post(reverse("audits:delete", args=[report.pk]))
    drain()
    version = Report.objects.get(title="后一份").versions.get()
    assert version.read_at is None
    assert "已被删除" in version.job.error_zh


# --- whose


def test_a_school_has_its_own_reports_audited_and_sees_no_other(
    as_: Any, send: Any, report: Report, school_code: str, other_school: str
) -> None:
    own = send("clerk", school=school_code, title="本校自查")
    send("officer", school=other_school, title="别校自查")
    assert own.school_code == school_code
    for name in ("clerk", "principal"):
        listed = as_(name).get(reverse("audits:index")).content.decode()
        assert "本校自查" in listed
        assert "别校自查" not in listed
        assert report.title not in re.sub(r"<select.*?</select>", "", listed, flags=re.S)
        assert as_(name).get(reverse("audits:detail", args=[report.pk])).status_code == 404
    assert "别校自查" in as_("leader").get(reverse("audits:index")).content.decode()


@pytest.mark.parametrize("school", ["", "other"])
def test_a_school_has_no_other_schools_and_no_county_report_audited(
    as_: Any, county: Any, other_school: str, school: str
) -> None:
    given = {"file": file(), "school": other_school if school else ""}
    assert as_("clerk").post(reverse("audits:upload"), given).status_code in {403, 404}
    assert not Report.objects.exists()
    assert kept() == []


@pytest.mark.parametrize("name", ["viewer", "system", "security", "audit", "stranger"])
def test_who_does_not_work_in_the_county_sees_no_report(as_: Any, report: Report, name: str) -> None:
    assert as_(name).get(reverse("audits:index")).status_code == 403


# --- the list


def test_the_list_is_searched_by_title_and_file_and_filtered(as_: Any, send: Any, finds: Any) -> None:
    send(title="春季总结")
    finds()
    send(title="秋季总结")
    officer = as_("officer")

    def listed(**query: str) -> set[str]:
        page = officer.get(reverse("audits:index"), query).content.decode()
        table = re.search(r"<tbody>.*?</tbody>", page, re.S)
        return set(re.findall("春季总结|秋季总结", table[0])) if table else set()

    assert listed() == {"春季总结", "秋季总结"}
    assert listed(q="春季") == {"春季总结"}
    assert listed(q="总结.txt") == {"春季总结", "秋季总结"}
    assert listed(q="没有\x00") == set()
    assert listed(state="open") == {"春季总结"}
    assert listed(school="county") == {"春季总结", "秋季总结"}
    for finding in Finding.objects.all():
        judge(officer, finding, "real")
    assert listed(state="open") == set()


def test_the_list_asks_the_same_number_of_questions_for_many_reports(
    as_: Any, send: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        send()
    officer = as_("officer")
    with django_assert_max_num_queries(22):
        officer.get(reverse("audits:index"))


# --- deleting


def test_deleting_is_asked_back_and_takes_everything_but_the_log(as_: Any, report: Report) -> None:
    again(as_("officer"), report, file=file("另一版" + TEXT))
    judge(as_("officer"), Finding.objects.filter(number=1).latest("pk"), "real")
    asked = as_("officer").get(reverse("audits:delete", args=[report.pk])).content.decode()
    assert "将删除 2 个版本的文件和全部发现，以及 1 处判定" in asked
    assert Report.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deleted_report_leaves_no_file(as_: Any, report: Report) -> None:
    assert len(kept()) == 1
    as_("officer").post(reverse("audits:delete", args=[report.pk]))
    assert not Report.objects.exists()
    assert not Finding.objects.exists()
    assert kept() == []
    assert Entry.objects.filter(act="audit.delete", thing=f"audit:{report.pk}").exists()


def test_only_who_uploaded_it_and_the_heads_delete_it(as_: Any, report: Report) -> None:
    answer = as_("finance_officer").post(reverse("audits:delete", args=[report.pk]), follow=True)
    assert "只有上传人、校长和局长可以删除" in answer.content.decode()
    assert Report.objects.exists()
    as_("leader").post(reverse("audits:delete", args=[report.pk]))
    assert not Report.objects.exists()


def test_a_report_deleted_meanwhile_ends_its_job_in_words(as_: Any, county: Any, finds: Any) -> None:
    as_("officer").post(reverse("audits:upload"), {"file": file()})
    as_("officer").post(reverse("audits:delete", args=[Report.objects.get().pk]))
    drain()
    assert "报告已被删除" in Job.objects.get().error_zh


def test_the_text_is_kept_character_by_character_whatever_it_holds() -> None:
    text = "a\x00b\ud800c"
    assert len(kept_rows.plain(text)) == len(text)
    assert kept_rows.plain(text) == "a\ufffdb?c"
