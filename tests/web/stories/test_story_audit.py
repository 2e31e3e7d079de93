"""Any day: a neighbour's report is dropped on the audit page, judged, mended, and audited again."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Person
from walking import Walk

pytestmark = pytest.mark.browser

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
REPORT = """岭东县教育局2025年工作汇报

一、学校布局

全县现有中小学31所，其中小学20所、初中9所。在校学生21050人，其中男生11200人、女生9950人。

二、经费

全年安排校舍维修资金860万元，比上年的800万元增长7.5%。

三、队伍

全县专任教师1500人，其中本科以上学历1230人，占85%。为村小添置图书XX册。
"""
MENDED = REPORT.replace("初中9所", "初中11所")
"""The first contradiction mended."""


def file(text: str, name: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def numbers(page: Any, kind: str) -> list[str]:
    """Return the numbers of the findings of a kind."""
    return [one.get_attribute("data-number") for one in page.locator(f".finding[data-kind={kind}]").all()]


def working(page: Any, words: str) -> Any:
    """Return the finding whose working has the words."""
    return page.locator(".finding", has_text=words)


def faults(page: Any) -> list[tuple[str, str]]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": LEVELS}}).response["violations"]
    return [(each["id"], each["nodes"][0]["html"][:160]) for each in found]


def test_a_report_is_dropped_judged_mended_and_audited_again(enter: Callable[..., Person], tmp_path: Path) -> None:
    walk = Walk(enter("dudao").page)
    page = walk.page
    walk.link("审核", inside="nav.side")
    page.set_input_files("#file", file(REPORT, "岭东县汇报.txt"))
    walk.button("开始审核")
    page.locator(".reading").wait_for(timeout=120_000)

    assert len(numbers(page, "contradiction")) == 3
    assert len(numbers(page, "blank")) == 1
    assert page.locator(".finding").count() == 4
    for words in ("29所", "21150人", "82", "XX"):
        assert working(page, words).count() == 1, words
    assert page.locator(".paper .mark.main.k-contradiction", has_text="31所").count() == 1
    assert page.locator("#summary .left").inner_text() == "待判定 4 处"
    assert faults(page) == []

    share = working(page, "82")
    number = share.get_attribute("data-number")
    share.locator("input[name=reason]").fill("含在读的 45 人，已核对")
    share.get_by_role("button", name="不成立").click()
    walk.clicks += 1
    page.locator(f"#f{number}", has_text="含在读的 45 人，已核对").wait_for()
    page.locator("#summary .left", has_text="待判定 3 处").wait_for()
    assert page.locator(f'.paper .mark.off[data-of="{number}"]').count() >= 1

    walk.link("再次审核")
    page.set_input_files("#file", file(MENDED, "岭东县汇报-改.txt"))
    walk.button("审核为第 2 版")
    page.get_by_text("第 2 版 · 岭东县汇报-改.txt").wait_for(timeout=120_000)
    assert page.locator(".finding").count() == 3
    assert "含在读的 45 人，已核对" in working(page, "82").inner_text()
    assert working(page, "29所").count() == 0
    assert "已没有的 1 处" in page.locator(".gone summary").inner_text()
    assert page.locator("#summary .left").inner_text() == "待判定 2 处"
    walk.link("版本与再审")
    assert "已消除" in page.locator(".tracks tr", has_text="29所").inner_text()
    assert "仍在" in page.locator(".tracks tr", has_text="21150人").inner_text()
    assert faults(page) == []
    walk.told("audit, judged, audited again")
    assert walk.clicks <= 6

    page.go_back()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载批注 Word").click()
    made = tmp_path / "commented.docx"
    waiting.value.save_as(made)
    with zipfile.ZipFile(BytesIO(made.read_bytes())) as package:
        comments = package.read("word/comments.xml").decode()
    assert "21150人" in comments
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载网页").click()
    assert waiting.value.suggested_filename.endswith(".html")
    assert "21150人" in waiting.value.path().read_text("utf-8")


def test_it_is_read_by_keyboard_on_a_telephone_and_in_the_dark(enter: Callable[..., Person]) -> None:
    person = enter("juzhang", width=390, height=844, color_scheme="dark")
    page = person.go("/audit/")
    page.locator("table a", has_text="云溪县2025年教育工作总结").first.click()
    page.locator(".reading").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults(page) == []
    page.locator(".finding .at").first.focus()
    page.keyboard.press("Enter")
    spot = page.locator(page.evaluate("location.hash"))
    assert spot.count() == 1
    mark = page.locator(".paper .mark").first
    mark.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash").startswith("#f")
    page.get_by_role("button", name="漏填").click()
    assert page.locator(".finding:visible").count() == 1


def test_a_school_s_own_report_is_its_principal_s_and_no_other_school_s(enter: Callable[..., Person]) -> None:
    principal = enter("xiaozhang1").page
    principal.goto("/audit/")
    principal.set_input_files("#file", file(REPORT, "本校自查.txt"))
    principal.get_by_role("button", name="开始审核").click()
    principal.locator(".reading").wait_for(timeout=120_000)
    other = enter("xiaozhang2").page
    other.goto("/audit/")
    assert "本校自查" not in other.locator("main").inner_text()
    assert other.request.get(principal.url).status == 404
