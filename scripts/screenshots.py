"""Picture the main pages of the demo house, as a desk and a phone see them.

``python scripts/screenshots.py FOLDER [--readme]`` starts ``junheng serve --demo`` on scratch data and a free port,
signs in as each role, and writes a PNG per page and width to FOLDER. ``--readme`` writes the three pictures the README
shows to docs/images/ besides. Needs Chromium (``scripts/system.sh``).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
ACCOUNT = re.compile(r"│\s*(\w+)\s*│[^│]*│[^│]*│[^│]*│\s*(\S+)\s*│")
PASSWORD = "qinglan-Pictures-2026"
WIDTHS = {"desk": (1280, 800), "phone": (390, 844)}
TALLEST = 2600
"""Pixels up to which a page is pictured whole; of a longer one the first screen."""
PAGES = {
    "juzhang": (
        ("home", "/"),
        ("dashboard", "/judgement/"),
        ("indicator", "/judgement/indicators/junior/L2/"),
        ("items", "/judgement/items/"),
        ("compare", "/judgement/compare/"),
        ("what-if", "/judgement/what-if/"),
    ),
    "dudao": (
        ("round", "/filing/rounds/1/"),
        ("round-new", "/filing/rounds/new/"),
        ("registry", "/registry/"),
        ("evidence", "/evidence/"),
    ),
    "jijiao": (("pupils", "/registry/pupil/"), ("imports", "/imports/")),
    "tianbao1": (
        ("clerk-home", "/"),
        ("filing", "/filing/1/"),
        ("filing-page", "/filing/1/pages/teachers/"),
        ("own-school", "/judgement/own/"),
    ),
    "xiaozhang1": (("principal-home", "/"),),
    "shiji": (("counties", "/judgement/counties/"),),
    "xitong": (("accounts", "/people/"), ("operation", "/operation/")),
    "anquan": (("grants", "/people/grants/"),),
    "shenji": (("log", "/log/"),),
}
"""User → name of the picture and address."""


@contextmanager
def demo(data: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve the demo county from `data`; give its address and the one-time passwords by user name."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("JUNHENG_", "DJANGO_"))}
    log = data / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "junheng.cli", "serve", "--demo", "--port", "0", "--data", str(data / "house")],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment | {"COLUMNS": "160", "PYTHONUNBUFFERED": "1"},
        )
    try:
        while not (found := ADDRESS.search(text := log.read_text("utf-8"))):
            if process.poll() is not None:
                raise SystemExit(f"the demo did not start:\n{text}")
            time.sleep(0.2)
        yield found[0], dict(ACCOUNT.findall(text))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def sign_in(page: Any, name: str, password: str) -> None:
    """Sign in with a one-time password and replace it."""
    page.goto("/account/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.locator("main form button").first.click()
    page.fill("input[name=oldpassword]", password)
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=password2]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def picture(page: Any, path: Path, *, whole: bool = True) -> None:
    """Write a picture of the page once its charts are drawn."""
    page.wait_for_load_state("networkidle")
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.screenshot(path=path, full_page=whole and tall <= TALLEST)
    print(f"{path.name}  {path.stat().st_size // 1024} KB")


def every_page(browser: Any, address: str, passwords: dict[str, str], out: Path) -> dict[str, Any]:
    """Picture every page in both widths; return the sessions by user."""
    sessions = {}
    for name, pages in PAGES.items():
        first = browser.new_context(locale="zh-CN", base_url=address)
        sign_in(first.new_page(), name, passwords[name])
        sessions[name] = first.storage_state()
        first.close()
        for label, (width, height) in WIDTHS.items():
            context = browser.new_context(
                locale="zh-CN",
                base_url=address,
                storage_state=sessions[name],
                viewport={"width": width, "height": height},
            )
            page = context.new_page()
            for title, where in pages:
                page.goto(where)
                picture(page, out / f"{title}-{label}.png")
            context.close()
    return sessions


def readme(browser: Any, address: str, sessions: dict[str, Any]) -> None:
    """Write the three pictures of the README: the dashboard, a filing with a fault, the registry."""
    images = HERE / "docs" / "images"
    images.mkdir(parents=True, exist_ok=True)

    def opened(name: str, where: str) -> Any:
        context = browser.new_context(
            locale="zh-CN",
            base_url=address,
            storage_state=sessions[name],
            viewport={"width": 1280, "height": 800},
            color_scheme="light",
        )
        page = context.new_page()
        page.goto(where)
        return page

    picture(opened("juzhang", "/"), images / "web-dashboard.png", whole=False)
    filing = opened("tianbao1", "/filing/1/pages/teachers/")
    figure = filing.locator("#sheet [name^='v-']").nth(1)
    held = figure.input_value()
    for typed, shown in ((str(int(held) - 3), True), (held, False)):
        figure.fill(typed)
        with filing.expect_response(re.compile("/save/$")):
            figure.press("Enter")
        if shown:
            picture(filing, images / "web-filing.png", whole=False)
    picture(opened("jijiao", "/registry/part/"), images / "web-registry.png", whole=False)


def main() -> None:
    """Read the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--readme", action="store_true", help="renew the pictures of the README besides")
    asked = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("no Chromium on this machine: scripts/system.sh installs it")
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        demo(Path(scratch)) as (address, passwords),
        sync_playwright() as running,
    ):
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        sessions = every_page(browser, address, passwords, asked.folder)
        if asked.readme:
            readme(browser, address, sessions)
        browser.close()


if __name__ == "__main__":
    main()
