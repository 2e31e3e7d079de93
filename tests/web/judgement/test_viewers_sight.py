"""A city's or province's viewer: verdicts and indicators of every school, no records, no classes, no names."""

from __future__ import annotations

from typing import Any

import pytest

from junheng.report.words import all_items
from junheng.web.judgement.models import ItemState
from junheng.web.judgement.service import Judged

INDEX = "/judgement/"


@pytest.fixture
def part(found: Judged) -> Any:
    return found.assessment.parts[0]


def test_verdicts_and_figures_of_a_school_without_its_classes(as_: Any, found: Judged, part: Any) -> None:
    url = f"{INDEX}schools/{part.unit}/"
    seen, full = (as_(who).get(url).content.decode() for who in ("viewer", "leader"))
    assert "各班人数" in full
    assert "各班人数" not in seen
    assert "班额</h2>" not in seen
    assert part.name in seen
    for one in found.assessment.standard.indicators:
        if one.id in part.indicators:
            assert f"{one.id} {one.title.zh}" in seen
    table = "资源配置指标"
    assert seen.split(table)[1].split("</table>")[0] == full.split(table)[1].split("</table>")[0]


def test_the_working_of_a_figure_without_the_records_behind_it(as_: Any, found: Judged, part: Any) -> None:
    for query in (f"unit={part.unit}&stage={part.stage}&indicator=L1", "item=G5", "item=G8", "item=P1"):
        if query.startswith("item") and query[5:] not in {one.id for one in all_items(found.assessment)}:
            continue
        seen = as_("viewer").get(f"{INDEX}working/?{query}").content.decode()
        assert "数据来自哪些记录" not in seen
        assert 'class="record"' not in seen
        assert 'class="changed"' not in seen
    url = f"{INDEX}working/?unit={part.unit}&stage={part.stage}&indicator=L1"
    seen, full = (as_(who).get(url).content.decode() for who in ("viewer", "leader"))
    assert "数据来自哪些记录" in full
    formula = full.split('<p class="formula">')[1].split("</p>")[0]
    assert formula in seen


def test_items_without_the_names_of_who_worked_on_them(as_: Any, found: Judged) -> None:
    officer, content = as_("schooling_officer"), found.snapshot.content
    officer.post(f"{INDEX}items/V1/state/", {"state": "ready", "version": "0"})
    officer.post(f"{INDEX}items/V1/confirm/", {"version": "1", "content": content})
    assert ItemState.objects.get().confirmed_by == "schooling_officer"
    for path in ("items/", "items/V1/"):
        assert "schooling_officer" in as_("leader").get(INDEX + path).content.decode()
        seen = as_("viewer").get(INDEX + path).content.decode()
        assert "schooling_officer" not in seen
        assert "已备齐" in seen
