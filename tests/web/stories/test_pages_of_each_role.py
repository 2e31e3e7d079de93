"""Every main page of every role: no fault of WCAG 2.2 A and AA, nothing wider than a phone, English where asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import House, Person
from places import PLACES

from junheng import demo, standards

pytestmark = pytest.mark.browser

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
CHINESE = re.compile(r"[\u3400-\u9fff]")
SPOKEN = """[document.title, document.body.innerText,
  ...[...document.querySelectorAll("[title], [aria-label], [placeholder], [alt]")].flatMap(
    (one) => ["title", "aria-label", "placeholder", "alt"].map((name) => one.getAttribute(name) || ""))].join("\\n")"""
TYPED = re.compile(
    r"20\d\d 学年填报(快照)?|快照 20\d\d-\d\d-\d\d|虚构示例数据|请在本周内上报。|中文|\S+\.(xlsx|pdf)"
    r"|教督〔\d+〕\d+号( \S+ 第\d+[项条款])?"
    r"|云溪县2025年教育工作总结|岭东县汇报(-改)?(\.txt)?|本校自查(\.txt)?"
)
"""Words people typed or the demo put in as data: titles of rounds, snapshots and audited reports, clauses, names of
files; and the name of the other language."""


def violations(page: Any) -> list[tuple[str, str, str]]:
    """Return what axe finds against WCAG A and AA: page, rule, the first element."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": LEVELS}}).response["violations"]
    return [(page.url, each["id"], each["nodes"][0]["html"][:160]) for each in found]


@pytest.mark.parametrize(
    ("width", "height", "colours"), [(1280, 800, "light"), (390, 844, "dark")], ids=["desk, light", "phone, dark"]
)
@pytest.mark.parametrize("name", PLACES)
def test_the_main_pages_are_accessible_and_fit_the_screen(
    enter: Callable[..., Person], name: str, width: int, height: int, colours: str
) -> None:
    person = enter(name, width=width, height=height, color_scheme=colours)
    page = person.page
    found: list[Any] = []
    for path in PLACES[name]:
        person.go(path)
        found += violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append((page.url, "wider than the screen", wide))
        if page.locator("h1").count() != 1:
            found.append((page.url, "headings of the first order", page.locator("h1").count()))
    assert found == []


def data_of(house: House) -> re.Pattern[str]:
    """Return a pattern of what is data: names of schools, places and persons, and what the standards are called."""
    named = {
        value
        for table in (*demo.county().values(), *demo.make.one_county(2025, 1, 12, (2024, 2025), persons=False).values())
        for column in table.columns
        if table[column].dtype == pl.String
        for value in table[column].unique().to_list()
        if value and CHINESE.search(value)
    }
    printed = house.data.parent / f"{house.data.name}.log"  # the accounts: user name, name, role, place
    named |= set(re.findall(r"[\u3400-\u9fff]+", printed.read_text("utf-8")))
    named.add(standards.load("cn.quality.2017").document)
    return re.compile("|".join(re.escape(one) for one in sorted(named, key=len, reverse=True)))


def test_in_english_no_chinese_stands_but_data(enter: Callable[..., Person], house: House) -> None:
    data = data_of(house)
    left: list[tuple[str, str, str]] = []
    for name, paths in PLACES.items():
        person = enter(name, language="en")
        for path in paths:
            person.go(path)
            text = TYPED.sub("", data.sub("", person.page.evaluate(SPOKEN)))
            left += [(name, path, line.strip()) for line in text.splitlines() if CHINESE.search(line)]
        person.page.get_by_role("button", name="中文").first.click()
        person.page.wait_for_load_state()
    assert left == [], "\n".join(str(one) for one in left)
