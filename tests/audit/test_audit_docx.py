from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from audit_figures import audited
from docx.oxml.ns import qn
from docx.shared import RGBColor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng.audit import reading
from junheng.audit.engine import Audit, audit
from junheng.audit.faces.commented import give_back
from junheng.audit.findings.verdicts import Verdict


def commented(path: Path) -> list[tuple[str, str]]:
    """Return the comments of a file: the words each stands at, and what it says."""
    file = docx.Document(str(path))
    said = {str(one.comment_id): one.text for one in file.comments}
    found: list[tuple[str, str]] = []
    open_now: dict[str, str] = {}
    for element in file.element.body.iter():
        number = element.get(qn("w:id"), "")
        if element.tag == qn("w:commentRangeStart"):
            open_now[number] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            found.append((open_now.pop(number), said[number]))
        elif element.tag == qn("w:t"):
            open_now = {one: words + (element.text or "") for one, words in open_now.items()}
    assert not open_now
    assert len(found) == len(said)
    return found


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A report whose figures are cut by formatting, with a table, a header and a tab inside a run."""
    file: Any = docx.Document()
    paragraph = file.add_paragraph()
    paragraph.add_run("全县幼儿园").bold = True
    paragraph.add_run("17").font.color.rgb = RGBColor(255, 0, 0)
    paragraph.add_run("8所（公办58所，")
    run = paragraph.add_run("民办119所）。")
    run.italic = True
    run.add_tab()
    run.add_text("后面还有XX人。")
    table = file.add_table(2, 2)
    table.cell(0, 0).text = "项目"
    table.cell(1, 1).text = "初中XX人"
    file.sections[0].header.paragraphs[0].text = "页眉XX人"
    path = tmp_path / "report.docx"
    file.save(path)
    return path


def read(path: Path) -> Audit:
    return audit(reading.read(path))


def formats(path: Path) -> list[tuple[str, Any, Any, Any]]:
    """Return every character of the body with its formatting."""
    file = docx.Document(str(path))
    return [
        (letter, run.bold, run.italic, run.font.color.rgb if run.font.color else None)
        for paragraph in file.paragraphs
        for run in paragraph.runs
        for letter in run.text
    ]


def test_the_report_comes_back_with_comments_at_the_figures(original: Path, tmp_path: Path) -> None:
    target = tmp_path / "back.docx"
    found = read(original)
    assert give_back(found, original, target) == len(found.findings) == 4
    made = commented(target)
    assert ("全县幼儿园178所", f"【矛盾】{found.findings[0].zh}") in made
    assert {words for words, said in made if said.startswith("【漏填】")} >= {"XX"}


def test_text_and_formatting_of_the_original_are_kept(original: Path, tmp_path: Path) -> None:
    target, before = tmp_path / "back.docx", original.read_bytes()
    give_back(read(original), original, target)
    assert reading.read(target).text == reading.read(original).text
    assert formats(target) == formats(original)
    assert original.read_bytes() == before


def test_what_stands_where_no_comment_may_is_said_at_the_beginning(original: Path, tmp_path: Path) -> None:
    target = tmp_path / "back.docx"
    give_back(read(original), original, target, "en")
    said = [said for _, said in commented(target) if "in a header" in said]
    assert len(said) == 1
    assert "“XX”" in said[0]


def test_a_plain_text_comes_back_as_a_word_file(tmp_path: Path) -> None:
    found = audited("一、基本情况\n全县幼儿园178所（公办58所，民办119所）。\n<w:p>XX人\x0b")
    target = tmp_path / "back.docx"
    assert give_back(found, None, target) == 2
    assert next(one.text for one in docx.Document(str(target)).paragraphs) == "一、基本情况"
    assert {words for words, _ in commented(target)} == {"全县幼儿园178所", "XX"}


def test_a_plain_text_is_laid_out_as_reports_are(tmp_path: Path) -> None:
    found = audited("青澜县工作总结\n一、基本情况\n全县幼儿园178所（公办58所，民办119所）。\n　　后面还有XX人。")
    give_back(found, None, tmp_path / "back.docx")
    file = docx.Document(str(tmp_path / "back.docx"))
    title, heading, plain, indented = file.paragraphs
    assert (round(file.sections[0].page_width.mm), round(file.sections[0].page_height.mm)) == (210, 297)
    assert (title.alignment, title.runs[0].bold) == (1, True)
    assert (heading.alignment, heading.runs[0].bold) == (None, True)
    assert plain.paragraph_format.first_line_indent.pt == 24
    assert not any(run.bold for run in plain.runs)
    assert indented.paragraph_format.first_line_indent is None


def test_an_english_comment_has_english_marks_and_units(tmp_path: Path) -> None:
    give_back(audited("全县幼儿园178所（公办58所，民办119所）。"), None, tmp_path / "back.docx", "en")
    ((_, said),) = commented(tmp_path / "back.docx")
    assert said.startswith("[contradiction] ")
    assert "off by 1 institution" in said


def test_a_dismissed_finding_gets_no_comment(original: Path, tmp_path: Path) -> None:
    found, target = read(original), tmp_path / "back.docx"
    prints = found.findings[0].fingerprint
    assert give_back(found, original, target, verdicts={prints: Verdict(prints, "dismissed", "无误")}) == 3


def test_a_file_changed_since_gets_a_plain_copy(original: Path, tmp_path: Path) -> None:
    found, target = read(original), tmp_path / "back.docx"
    other: Any = docx.Document()
    other.add_paragraph("别的报告。")
    other.save(original)
    give_back(found, original, target)
    assert "别的报告" not in reading.read(target).text


words = st.lists(
    st.sampled_from(["共", "178所", "（", "公办58所", "，", "民办", "119所", "）", "XX", "人", "。", "A", " "]),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(st.lists(st.lists(words.map("".join), max_size=5), min_size=1, max_size=4))
def test_however_a_report_is_cut_into_runs_nothing_of_it_changes(tmp_path: Path, made: list[list[str]]) -> None:
    file: Any = docx.Document()
    for runs in made:
        paragraph = file.add_paragraph()
        for number, run in enumerate(runs):
            paragraph.add_run(run).bold = bool(number % 2)
    source, target = tmp_path / "in.docx", tmp_path / "out.docx"
    file.save(source)
    try:
        found = read(source)
    except reading.Unreadable:  # a file without any text
        return
    assert give_back(found, source, target) == len(found.findings)
    assert formats(target) == formats(source)
    text = found.clean.document.text
    wanted = ["".join(text[slice(*one.spans[0])].split("\n")) for one in found.findings if one.spans]
    assert sorted(one for one, _ in commented(target)) == sorted(wanted)
