"""The house as people meet it: `junheng serve --demo` in a process of its own, real Chromium, everybody's password."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "qinglan-Stories-2026"
ROW = re.compile(r"│\s*(\w+)\s*│[^│]*│[^│]*│[^│]*│\s*(\S+)\s*│")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@dataclass
class House:
    """The running demo: its address, the one-time passwords, its data."""

    address: str
    passwords: dict[str, str]
    data: Path
    entered: set[str] = field(default_factory=set)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Start the demo county on a free port; end it by its own process id."""
    data = tmp_path_factory.mktemp("house")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("JUNHENG_", "DJANGO_"))}
    environment |= {"COLUMNS": "160", "PYTHONUNBUFFERED": "1"}
    log = data.parent / f"{data.name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "junheng.cli", "serve", "--demo", "--port", "0", "--data", str(data)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    try:
        text = _awaited(process, log)
        found = ADDRESS.search(text)
        assert found
        yield House(found[0].rstrip("/"), dict(ROW.findall(text)), data)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _awaited(process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        text = log.read_text("utf-8")
        if ADDRESS.search(text):
            return text
        assert process.poll() is None, text[-4000:]
        time.sleep(0.2)
    raise AssertionError(f"the demo did not start: {log.read_text('utf-8')[-4000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Real Chromium."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Person:
    """Somebody at the browser: their page, and what the browser complained of meanwhile."""

    name: str
    page: Any
    house: House
    complaints: list[str]

    def go(self, path: str) -> Any:
        """Open an address of the house."""
        self.page.goto(self.house.address + path)
        return self.page

    def reads(self, words: str) -> None:
        """Wait until the words stand on the page."""
        self.page.get_by_text(words).first.wait_for()


@pytest.fixture
def enter(house: House, chromium: Any) -> Iterator[Callable[..., Person]]:
    """Return a function: user name of the demo → that person, signed in. At the end nothing was complained of."""
    people: list[Person] = []

    def signed_in(name: str, *, width: int = 1280, height: int = 800, language: str = "zh", **options: Any) -> Person:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", base_url=house.address, **options
        )
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("response", lambda got: complaints.append(f"{got.status} {got.url}") if got.status >= 500 else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        person = Person(name, page, house, complaints)
        people.append(person)
        _sign_in(person)
        if language == "en":
            page.get_by_role("button", name="English").click()
        return person

    yield signed_in
    for person in people:
        person.page.context.close()
    assert [(person.name, person.complaints) for person in people if person.complaints] == []


def _sign_in(person: Person) -> None:
    """Sign in; the first time with the one-time password, which has to be replaced."""
    page, house = person.page, person.house
    first = person.name not in house.entered
    page.goto(house.address + "/account/login/")
    page.fill("input[name=login]", person.name)
    page.fill("input[name=password]", house.passwords[person.name] if first else PASSWORD)
    page.locator("main button[type=submit], main form button").first.click()
    if first:
        page.fill("input[name=oldpassword]", house.passwords[person.name])
        page.fill("input[name=password1]", PASSWORD)
        page.fill("input[name=password2]", PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_load_state()
        house.entered.add(person.name)
        if "/login" in page.url:  # changing the password ended the session
            _sign_in(person)
            return
    page.goto(house.address + "/")
