"""Spring: the evidence archive shows what is missing and leaves the house as one indexed file."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import Person
from walking import Walk

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
ITEM = "P1 通过国家义务教育基本均衡发展认定三年以上"


def missing(page: Any) -> int:
    """Return how many materials the archive's page says are missing."""
    return int(page.locator(".cards li", has_text="缺少材料").locator("strong").inner_text())


def test_what_is_missing_is_seen_put_in_and_leaves_the_house_as_one_archive(
    enter: Callable[..., Person], chromium: Any, tmp_path: Path
) -> None:
    walk = Walk(enter("dudao").page)
    page = walk.page
    walk.link("档案", inside="nav.side")
    before = missing(page)
    assert page.locator("tr", has_text=ITEM).locator(".v-short", has_text="缺 1 项").count() == 1

    walk.link(ITEM)
    page.set_input_files("#file", {"name": "认定文件.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.fill("#number", "青政教督〔2016〕3号")
    walk.button("存入")
    page.locator("h2 .v-met", has_text="有").first.wait_for()
    walk.link("迎检档案")
    assert missing(page) == before - 1
    assert "齐全" in page.locator("tr", has_text=ITEM).inner_text()

    walk.link("导出档案")
    page.fill("#purpose", "省级督导评估")
    walk.button("开始导出")
    first = page.locator("tbody tr", has_text="省级督导评估").first.get_by_role("link")
    first.wait_for(timeout=120_000)  # the job's page leads to the list of archives
    with page.expect_download() as waiting:
        first.click()
        walk.clicks += 1
    made = tmp_path / "evidence.zip"
    waiting.value.save_as(made)
    walk.told("archive")
    assert walk.clicks == 7

    _holds(made, tmp_path / "out")
    _reads(chromium, tmp_path / "out", before - 1)


def _holds(made: Path, out: Path) -> None:
    """Every file of the archive has the sum that SHA256SUMS says, and there is no other."""
    with zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        archive.extractall(out)
    files = {path for path in out.rglob("*") if path.is_file()}
    (sums,) = [path for path in files if path.name == "SHA256SUMS"]
    listed = dict(reversed(line.split("  ", 1)) for line in sums.read_text("utf-8").splitlines())
    assert {str(path.relative_to(sums.parent)) for path in files - {sums}} == listed.keys()
    for name, said in listed.items():
        assert hashlib.sha256((sums.parent / name).read_bytes()).hexdigest() == said


def _reads(chromium: Any, out: Path, lacking: int) -> None:
    """The index opens from the disk, names what is missing, and every link of it leads to a file."""
    (index,) = out.rglob("index.html")
    context = chromium.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(index.as_uri())
    assert "迎检档案" in page.locator("h1").inner_text()
    assert f"尚缺 {lacking} 项材料" in page.locator("body").inner_text()
    links = [link.get_attribute("href") for link in page.locator("a").all()]
    assert len(links) >= 8
    assert [link for link in links if not (index.parent / unquote(link)).is_file()] == []
    assert re.search(r"青政教督〔2016〕3号", page.locator("tr#P1").inner_text())
    assert complaints == []
    context.close()
