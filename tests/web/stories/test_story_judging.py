"""October: from the county's verdict to the rows behind it in three clicks; and what would happen if."""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Person
from walking import Walk

pytestmark = pytest.mark.browser

OVER = "初中每百名学生拥有县级以上骨干教师数"
AT_ONCE = 200
"""Milliseconds the server may take to judge a changed copy (median), on a machine at rest."""
SLOW = 10
"""Times that, on a machine that runs other tests: here only the order of magnitude is held; the figure is printed."""


def test_the_leader_comes_in_three_clicks_from_the_verdict_to_the_two_schools_and_the_rows_behind(
    enter: Callable[..., Person],
) -> None:
    walk = Walk(enter("juzhang").page)
    page = walk.page
    assert "不达标" in page.locator("section.verdict h2").inner_text()

    walk.link(re.compile(f"^{OVER} 0\\.5"))
    cause = page.locator("section.verdict .sentence").inner_text()
    assert "（2 所）造成" in cause
    schools = page.locator("table.causes tr.decisive")
    assert schools.count() == 2
    name = schools.first.locator("th a").inner_text()
    assert name in cause

    walk.click(schools.first.locator("td a").first)
    beside = page.locator(".working")
    beside.locator("h4 a").wait_for()
    assert name in beside.inner_text()
    assert re.search(r"100 × \d+ 人 ÷ [\d,]+ = ", beside.inner_text())
    backbone = re.search(r"县级及以上骨干教师数\t(\d+) 人", beside.locator("table.amounts").inner_text())
    assert backbone, beside.inner_text()

    walk.click(beside.locator("h4 a"))
    page.wait_for_url(re.compile("/registry/part/"))
    row = page.locator("tr", has_text=re.compile("^县级及以上骨干教师数")).inner_text()
    assert backbone[1] in row.split("\t")
    walk.told("verdict → record")
    assert walk.clicks == 3


def test_what_if_two_schools_were_changed_is_judged_at_once_kept_and_opened_again(
    enter: Callable[..., Person],
) -> None:
    walk = Walk(enter("juzhang").page)
    page = walk.page
    page.goto("/judgement/what-if/")
    for name in ("青澜县松岗镇初级中学", "青澜县河口镇初级中学"):
        page.select_option("#add", label=name)
        walk.button("加入")
    fields = page.locator(".figure", has_text="县级及以上骨干教师数").locator("input")
    assert fields.count() == 2

    took: list[float] = []
    page.on("response", lambda got: took.append(_served(got)) if got.request.method == "POST" else None)
    for field in fields.all():
        for typed in ("+5", "+10", "+15"):
            field.fill(typed)
            with page.expect_response(lambda got: got.request.method == "POST"):
                field.press("Tab")
    line = page.locator("#result tr", has_text="L2").filter(has_text="0.501").first
    line.get_by_text("达标", exact=False).first.wait_for()
    assert re.search(r"不达标.*→.*达标", line.inner_text(), re.S), line.inner_text()
    assert "项结论有变化" in page.locator("#result .sum").inner_text()
    median = statistics.median(took)
    sys.stdout.write(f"what if, {len(took)} changes: median {median:.0f} ms, most {max(took):.0f} ms\n")
    assert median <= SLOW * AT_ONCE

    page.fill("#name", "两校增加骨干教师 30 人")
    walk.button("保存方案")
    page.goto("/judgement/scenarios/")
    walk.link("两校增加骨干教师 30 人")
    assert [field.input_value() for field in _changed(page)] == ["+15", "+15"]
    assert "不达标" in page.locator("#result tr", has_text="L2").filter(has_text="0.501").first.inner_text()


def _served(got: Any) -> float:
    """Return how long the server took to begin its answer, in milliseconds."""
    got.finished()
    return float(got.request.timing["responseStart"] - got.request.timing["requestStart"])


def _changed(page: Any) -> list[Any]:
    fields = page.locator(".figure input").all()
    return [field for field in fields if field.input_value()]
