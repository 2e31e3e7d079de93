from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from junheng import demo
from junheng.assess import assess, rules_of
from junheng.facts import derive
from junheng.report import page
from junheng.standards import load

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    standard = load("cn.quality.2017")
    facts = derive(demo.county(persons=False), rules_of(standard))
    made = tmp_path_factory.mktemp("page") / "assessment.html"
    made.write_text(page(assess(facts, standard), facts), "utf-8")
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Any, path: Path, **options: Any) -> tuple[Any, list[str], list[str]]:
    """Open the page; return it with what it complained of and what it asked for."""
    sheet = browser.new_context(**options).new_page()
    complaints: list[str] = []
    requests: list[str] = []
    sheet.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sheet.on("pageerror", lambda error: complaints.append(str(error)))
    sheet.on("request", lambda request: requests.append(request.url))
    sheet.goto(path.as_uri())
    return sheet, complaints, requests


def test_it_opens_without_errors_and_without_asking_the_network(browser: Any, path: Path) -> None:
    sheet, complaints, requests = opened(browser, path)
    assert sheet.title().startswith("青澜县")
    assert complaints == []
    assert [url for url in requests if not url.startswith("data:")] == [path.as_uri()]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_clicking_a_figure_shows_its_working(browser: Any, path: Path, scripts: bool) -> None:
    sheet, complaints, _ = opened(browser, path, java_script_enabled=scripts)
    figure = sheet.locator("#heat-primary td.h0 details, #heat-primary td.h1 details").first
    assert not figure.locator(".work").is_visible()
    figure.locator("summary").click()
    assert figure.locator(".work").is_visible()
    assert "距标准还差" in figure.locator(".work").inner_text()
    box = figure.locator(".work").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    figure.locator("summary").click()
    assert not figure.locator(".work").is_visible()
    assert complaints == []


def test_one_working_is_open_at_a_time_and_escape_closes_it(browser: Any, path: Path) -> None:
    sheet, _, _ = opened(browser, path)
    figures = sheet.locator("#heat-junior td.h details")
    figures.nth(0).locator("summary").focus()
    sheet.keyboard.press("Enter")
    figures.nth(1).locator("summary").focus()
    sheet.keyboard.press("Enter")
    # The page closes the first when it hears of the second: a moment later, not at once.
    sheet.wait_for_function("document.querySelectorAll('details.cell[open]').length === 1")
    assert figures.nth(1).get_attribute("open") is not None
    sheet.keyboard.press("Escape")
    sheet.wait_for_function("document.querySelectorAll('details.cell[open]').length === 0")


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_page_never_scrolls_sideways(browser: Any, path: Path, width: int) -> None:
    sheet, _, _ = opened(browser, path, viewport={"width": width, "height": 844})
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width


def test_filtering_and_sorting_keep_every_row(browser: Any, path: Path) -> None:
    sheet, _, _ = opened(browser, path)
    rows = sheet.locator("#heat-primary tbody tr")
    every = rows.count()
    sheet.get_by_label("只看未达标和无法判定").check()
    assert 0 < sheet.locator("#heat-primary tbody tr:visible").count() < every
    sheet.get_by_label("只看未达标和无法判定").uncheck()
    sheet.locator("#heat-primary thead button.sort").nth(3).click()
    pupils = [
        int(text.replace(",", "")) for text in sheet.locator("#heat-primary tbody td:nth-child(4)").all_inner_texts()
    ]
    assert pupils == sorted(pupils)
    assert len(pupils) == every
