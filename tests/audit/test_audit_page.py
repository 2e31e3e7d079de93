from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from audit_figures import audited, document
from hypothesis import given
from hypothesis import strategies as st

from junheng.audit.compared import Compared, Held
from junheng.audit.engine import audit
from junheng.audit.faces.english import english
from junheng.audit.faces.marks import Span, pieces
from junheng.audit.faces.page import page
from junheng.audit.findings.verdicts import Verdict
from junheng.audit.model import Block, Document
from junheng.dictionary import Title

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
TEXT = "全县幼儿园178所（公办58所，民办119所）。\n小学在校生XX人，初中在校生4200人。"


class Reader(HTMLParser):
    """Takes a page apart: ids, links to places in it, the words of the report."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.depth = 0
        self.quiet = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if held.get("id"):
            self.ids.append(held["id"] or "")
        if tag == "a" and (held.get("href") or "").startswith("#"):
            self.links.append((held["href"] or "")[1:])
        self.depth += tag == "main"
        self.quiet = tag in {"sup", "h2"} or held.get("class") == "page"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "main"
        self.quiet = False

    def handle_data(self, data: str) -> None:
        if self.depth and not self.quiet:
            self.words += data


def test_the_page_holds_the_whole_report_and_every_finding_with_its_working() -> None:
    found = audited(TEXT)
    html = page(found)
    assert "".join(Reader(html).words.split()) == "".join(TEXT.split())
    for one in found.findings:
        assert one.zh in html
        assert english(one.en) in page(found, "en")


def test_findings_and_figures_lead_to_each_other() -> None:
    read = Reader(page(audited(TEXT)))
    assert len(read.ids) == len(set(read.ids))
    assert set(read.links) <= set(read.ids)
    assert {"f1", "f2", "t1", "t2"} <= set(read.ids)


def test_whatever_a_report_holds_is_escaped() -> None:
    evil = '<script>alert(1)</script>XX人"onmouseover="x\x00'
    html = page(audited(evil, name="<b>报告</b>"))
    assert "<script>alert" not in html
    assert 'onmouseover="x' not in html.replace("&#34;", "")
    assert "\x00" not in html
    assert "<b>" not in html.partition("<main")[0].replace("<b>1</b>", "")


def test_a_page_without_findings_says_so() -> None:
    html = page(audited("没有数字。"))
    assert "未发现问题" in html
    assert "nothing found" in page(audited("没有数字。"), "en")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh or en"):
        page(audited(TEXT), "fr")


def test_a_dismissed_finding_is_told_at_the_end_and_not_marked() -> None:
    found = audited(TEXT)
    one = found.findings[0]
    html = page(found, verdicts={one.fingerprint: Verdict(one.fingerprint, "dismissed", "另有一所")})
    assert "不成立：另有一所" in html
    assert len(re.findall(r'class="m k-contradiction', html)) == 0
    assert set(Reader(html).links) <= set(Reader(html).ids)


def test_a_table_is_a_table_and_pages_are_named() -> None:
    text = "表一\n学校\n3所\n合计\n3所"
    blocks = [Block("paragraph", 0, 2, page=1)]
    blocks += [Block("cell", 3, 5, 2, 0, 0, 0), Block("cell", 6, 8, 2, 0, 0, 1)]
    blocks += [Block("cell", 9, 11, 2, 0, 1, 0), Block("cell", 12, 14, 2, 0, 1, 1)]
    html = page(audit(Document("a", text, tuple(blocks))))
    assert html.count("<tr>") == 2
    assert html.count("<td>") == 4
    assert "第 2 页" in html


spans_made = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12), st.booleans()), max_size=12)
cuts_made = st.lists(st.integers(0, 60), max_size=8, unique=True).map(sorted)


@given(spans_made, cuts_made)
def test_pieces_cover_the_text_and_carry_exactly_what_lies_on_them(
    made: list[tuple[int, int, bool]], cuts: list[int]
) -> None:
    """Brute force: character by character."""
    spans = sorted(
        (Span(start, start + long, number, main) for number, (start, long, main) in enumerate(made, 1)),
        key=lambda one: (one.start, one.end, one.number),
    )
    bounds = list(pairwise(cuts))
    for (start, end), cut in zip(bounds, pieces(bounds, spans), strict=True):
        assert [(one.start, one.end) for one in cut][:1] == [(start, cut[0].end)]
        assert cut[-1].end == end
        for one in cut:
            for at in range(one.start, one.end):
                lying = {span.number for span in spans if span.start <= at < span.end}
                assert {span.number for span in one.spans} == lying


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("audit") / "report.html"
    long = "\n".join(f"第{number}段没有数。" for number in range(60))
    whole = audit(document(f"{TEXT}\n{long}\n{TEXT}"))
    every = tuple(
        Compared(
            0, 10, "全县幼儿园178所", Title("幼儿园数", "kindergartens"), "exact", "178所", "177所", agrees, 2025, None,
            Title("", ""),
        )
        for agrees in (True, False, None)
    )  # fmt: skip
    against = [Held(Title("数据", "the data"), every), Held(Title("上年", "last year"), every)]
    made.write_text(page(whole, "zh", None, against), "utf-8")
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


browsing = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


def opened(browser: Any, path: Path, **options: Any) -> tuple[Any, list[str]]:
    sheet = browser.new_context(**options).new_page()
    complaints: list[str] = []
    sheet.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sheet.on("pageerror", lambda error: complaints.append(str(error)))
    sheet.on("request", lambda request: complaints.append(request.url) if "http" in request.url[:5] else None)
    sheet.goto(path.as_uri())
    return sheet, complaints


class TestInABrowser:
    pytestmark = browsing

    @pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
    def test_the_working_shows_at_a_figure_reached_by_the_keyboard(
        self, browser: Any, path: Path, scripts: bool
    ) -> None:
        sheet, complaints = opened(browser, path, java_script_enabled=scripts)
        sheet.locator(".m.main").first.focus()
        shown = "getComputedStyle(document.querySelector('.m.main'), '::after')"
        if scripts:
            assert "＝177所" in sheet.evaluate(f"{shown}.content")
            assert sheet.evaluate(f"{shown}.position") == "fixed"
        sheet.keyboard.press("Enter")
        assert sheet.url.endswith("#f1")
        assert complaints == []

    @pytest.mark.parametrize("width", [390, 768, 1280])
    def test_the_page_never_scrolls_sideways(self, browser: Any, path: Path, width: int) -> None:
        sheet, _ = opened(browser, path, viewport={"width": width, "height": 844})
        sheet.locator(".m.main").last.hover()
        assert sheet.evaluate("document.documentElement.scrollWidth") <= width

    def test_kinds_can_be_shown_and_hidden(self, browser: Any, path: Path) -> None:
        sheet, complaints = opened(browser, path)
        every = sheet.locator("aside .finding:visible").count()
        sheet.get_by_role("button", name=re.compile("漏填")).click()
        assert sheet.locator("aside .finding:visible").count() == every - 2
        sheet.get_by_role("button", name=re.compile("漏填")).click()
        assert sheet.locator("aside .finding:visible").count() == every
        assert complaints == []

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_nothing_hinders_those_who_read_with_aids(self, browser: Any, path: Path, scheme: str) -> None:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
        sheet, _ = opened(browser, path, color_scheme=scheme)
        found = axe.Axe().run(sheet)
        assert found.violations_count == 0, found.generate_report()
