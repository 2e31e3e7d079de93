"""Years, snapshots, schools, counties side by side: the right differences, and nobody sees more than theirs."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from junheng.assess import assess
from junheng.report.page.printer import Printer
from junheng.web.judgement.compared import rows_of, rows_of_parts
from junheng.web.judgement.service import Judged
from junheng.web.log.actor import Actor
from junheng.web.log.models import Entry
from junheng.web.people.models import County
from junheng.web.snapshots.acts import freeze

URL = "/judgement/compare/"


def test_two_years_stand_side_by_side_by_themselves(as_: Any, found: Judged) -> None:
    page = as_("leader").get(URL).content.decode()
    assert "2024—2025 学年" in page
    assert "2025—2026 学年" in page
    assert "差异系数" in page


def test_differences_are_those_of_the_exact_figures(found: Judged) -> None:
    before = assess(found.facts, found.standard, year=2024)
    rows = rows_of([before, found.assessment], Printer("zh"), allowed=None, schools=True)
    for one in found.assessment.county:
        was = next(each for each in before.county if (each.stage, each.indicator) == (one.stage, one.indicator))
        row = next(
            row
            for row in rows
            if row.label.startswith(f"{one.indicator} ")
            and row.group.endswith("县均值")
            and row.entries[1].value == one.mean
        )
        assert row.entries[0].value == was.mean
    turned = [row for row in rows if row.label == "结论有变化的学校"]
    first = {(part.unit, part.stage): part.verdict for part in before.parts}
    names = [p.name for p in found.assessment.parts if first.get((p.unit, p.stage), p.verdict) != p.verdict]
    assert all(name in turned[0].entries[1].text for name in names[:8])


def test_a_verdict_that_turned_is_marked(found: Judged) -> None:
    parts = sorted(found.assessment.parts, key=lambda part: part.verdict != "met")
    rows = rows_of_parts([parts[0], parts[-1]], found.assessment, Printer("zh"))
    assert rows[0].entries[1].turned is (parts[0].verdict != parts[-1].verdict)
    for one, row in zip(
        found.assessment.standard.indicators, rows[-len(found.assessment.standard.indicators) :], strict=True
    ):
        assert row.entries[0].value == parts[0].indicators[one.id].value


def test_schools_are_compared(as_: Any, found: Judged) -> None:
    picked = [f"{part.stage}:{part.unit}" for part in found.assessment.parts[:3]]
    page = as_("leader").get(URL, {"kind": "schools", "of": picked}).content.decode()
    for part in found.assessment.parts[:3]:
        assert part.name in page
    assert "资源配置指标" in page


def test_snapshots_are_compared(as_: Any, found: Judged, county: County, actor: Actor) -> None:
    other = freeze(actor, county.code, 2024, title="上年定稿")
    page = as_("leader").get(URL, {"kind": "snapshots", "of": [found.snapshot.pk, other.pk]}).content.decode()
    assert page.count("上年定稿") >= 2
    assert "以此为基准" in page


def test_counties_are_for_those_above(as_: Any, found: Judged, county: County) -> None:
    County.objects.create(code=f"{county.code[:4]}99", name="邻县")
    viewer = as_("viewer").get(URL, {"kind": "counties", "of": [county.code, f"{county.code[:4]}99"]})
    assert "没有可用的评估" in viewer.content.decode()
    assert "邻县" in viewer.content.decode()
    page = as_("leader").get(URL).content.decode()
    assert "kind=counties" not in page
    assert as_("leader").get(URL, {"kind": "counties", "of": ["999902"]}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "years", "of": ["1999"]},
        {"kind": "schools", "of": ["primary:0000000000"]},
        {"kind": "snapshots", "of": ["999"]},
        {"kind": "moons"},
    ],
)
def test_what_is_not_there_is_not_found(as_: Any, found: Judged, query: dict[str, Any]) -> None:
    assert as_("leader").get(URL, query).status_code == 404


def test_one_alone_is_not_compared(as_: Any, found: Judged) -> None:
    assert "请至少选两个" in as_("leader").get(URL, {"kind": "years", "of": ["2025"]}).content.decode()
    assert as_("leader").get(f"{URL}book/", {"kind": "years", "of": ["2025"]}).status_code == 404


def test_the_inspector_picks_among_own_schools_and_reads_no_others_names(
    as_: Any, found: Judged, school_code: str, other_school: str
) -> None:
    client = as_("inspector")
    others = {part.name for part in found.assessment.parts if part.school != school_code}
    own = {part.name for part in found.assessment.parts if part.school == school_code}
    for query in ({"kind": "schools"}, {"kind": "years", "of": ["2023", "2025"]}):
        page = client.get(URL, query).content.decode()
        assert not {name for name in others if name in page and not any(name in mine for mine in own)}
    part = next(part for part in found.assessment.parts if part.school == other_school)
    assert client.get(URL, {"kind": "schools", "of": [f"{part.stage}:{part.unit}"]}).status_code == 404


def test_it_leaves_as_a_workbook_with_the_same_figures(as_: Any, found: Judged) -> None:
    answer = as_("leader").get(f"{URL}book/", {"kind": "years", "of": ["2023", "2025"]})
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert "2023—2024 学年" in values
    assert any(isinstance(value, float) for value in values)
    assert Entry.objects.filter(act="judgement.compare.export").exists()


@pytest.mark.parametrize("name", ["clerk", "principal", "system", "security", "audit", "stranger"])
def test_others_may_not_open_it(as_: Any, found: Judged, name: str) -> None:
    assert as_(name).get(URL).status_code == 403
    assert as_(name).get(f"{URL}book/").status_code == 403


def test_another_county_does_not_see_it(as_: Any, found: Judged) -> None:
    assert as_("outsider").get(URL, {"snapshot": found.snapshot.pk}).status_code == 404


def test_it_speaks_english(as_: Any, found: Judged) -> None:
    client = as_("leader")
    client.cookies["junheng_language"] = "en"
    assert "county mean" in client.get(URL).content.decode()


def test_it_asks_the_database_a_handful_of_times(as_: Any, found: Judged, django_assert_max_num_queries: Any) -> None:
    client = as_("leader")
    client.get(URL)
    with django_assert_max_num_queries(12):
        client.get(URL)
