"""The charts and the dashboard in a real browser, under the site's own content policy."""

from __future__ import annotations

import os
import shutil
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from junheng.web.snapshots.acts import freeze

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
    pytest.mark.django_db(transaction=True),
]

BAD = "[...document.querySelectorAll('figure[data-chart]')].filter(one => one.dataset.drawn !== 'yes').length"


@pytest.fixture(scope="module", autouse=True)
def _sync_pages_beside_an_event_loop() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, in which Django would refuse its database."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, live_server: Any, as_: Any, county: Any, actor: Any) -> Iterator[Callable[..., Any]]:
    """Return a function: address → (page, what the console complained of), signed in as the leader."""
    freeze(actor, county.code, 2025, title="2025 秋")
    session = as_("leader").cookies[settings.SESSION_COOKIE_NAME].value
    contexts = []

    def go(path: str, **options: Any) -> tuple[Any, list[str]]:
        context = chromium.new_context(locale="zh-CN", **options)
        contexts.append(context)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page, complaints = context.new_page(), []
        page.on("console", lambda said: complaints.append(said.text) if complains(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page, complaints

    yield go
    for context in contexts:
        context.close()


def complains(said: Any) -> bool:
    return said.type in {"error", "warning"} and not said.location["url"].endswith("/favicon.ico")


def drawn(page: Any) -> None:
    """Look at every chart and wait until it is drawn."""
    figures = page.locator("figure[data-chart]")
    for place in range(figures.count()):
        figures.nth(place).scroll_into_view_if_needed()
    until = time.monotonic() + 30
    while page.evaluate(BAD) and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert page.evaluate(BAD) == 0


def test_every_chart_is_drawn_and_the_content_policy_has_nothing_to_report(opened: Callable[..., Any]) -> None:
    for path, least in (("/judgement/", 7), ("/judgement/indicators/primary/L2/", 4)):
        page, complaints = opened(path)
        drawn(page)
        assert page.locator("figure .drawn svg").count() >= least
        assert complaints == []
        assert page.evaluate("document.querySelectorAll('style').length") <= 1  # htmx's own is switched off


def test_the_limit_is_named_in_the_picture_and_the_colours_follow_the_scheme(opened: Callable[..., Any]) -> None:
    shades = []
    for scheme in ("light", "dark"):
        page, _ = opened("/judgement/", color_scheme=scheme)
        drawn(page)
        bars = page.locator(".chart-cv .drawn svg").first
        assert "限值" in bars.text_content()
        shades.append(bars.evaluate("svg => getComputedStyle(svg.querySelector('.mark-rect path')).fill"))
    assert shades[0] != shades[1]


def test_a_picture_is_saved_as_png_from_the_page(opened: Callable[..., Any], tmp_path: Path) -> None:
    page, complaints = opened("/judgement/indicators/primary/L1/")
    drawn(page)
    page.locator(".chart-distribution summary").click()
    with page.expect_download() as waiting:
        page.locator(".chart-distribution [data-png]").click()
    saved = tmp_path / "chart.png"
    waiting.value.save_as(saved)
    assert waiting.value.suggested_filename == "distribution.png"
    assert saved.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", saved.read_bytes()[16:24]) > (1000, 300)
    assert complaints == []


def test_without_scripts_there_is_a_picture_and_the_table(opened: Callable[..., Any]) -> None:
    page, _ = opened("/judgement/indicators/primary/L1/", java_script_enabled=False)
    picture = page.locator(".chart-trend-cv .drawn img")
    picture.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    assert picture.bounding_box()["height"] > 100
    page.locator(".chart-trend-cv summary").click()
    assert page.locator(".chart-trend-cv table tbody tr").count() == 3


def test_a_chart_whose_figures_do_not_come_says_so_and_leaves_the_table(opened: Callable[..., Any]) -> None:
    page, _ = opened("/judgement/")
    page.route("**/charts/*.json*", lambda route: route.abort())
    page.reload()
    first = page.locator("figure[data-chart]").first
    first.scroll_into_view_if_needed()
    page.wait_for_timeout(800)
    assert "图没有画出" in first.locator(".chart-state").text_content()
    assert first.locator("table").count() == 1


def test_a_figures_working_opens_beside_it_and_escape_closes_it(opened: Callable[..., Any]) -> None:
    page, complaints = opened("/judgement/")
    cell = page.locator(".heatmap td.h a").first
    cell.click()
    page.locator("#beside .working").wait_for()
    assert page.url.endswith("/judgement/")
    assert "÷" in page.locator("#beside .formula").first.text_content()
    page.keyboard.press("Escape")
    assert page.locator("#beside .working").count() == 0
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/judgement/", "/judgement/indicators/primary/L5/", "/judgement/counties/"])
def test_pages_fit_the_window_and_axe_finds_nothing(opened: Callable[..., Any], path: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page, _ = opened(path, viewport={"width": width, "height": 900})
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = (
        axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}).response["violations"]
    )
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
