"""The dashboard, indicator pages and workings: what they print is what the assessment says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import reverse

from junheng import demo, standards
from junheng.assess import Part, assess, rules_of
from junheng.facts import derive
from junheng.web.judgement import service
from junheng.web.judgement.causes import causes, levelled
from junheng.web.judgement.scope import Judged
from junheng.web.judgement.service import judged
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.models import Part as PartRecord
from junheng.web.registry.models import School
from junheng.web.snapshots.acts import freeze, place
from junheng.web.snapshots.models import Snapshot

INDEX = "/judgement/"


@pytest.fixture
def holed(county: Any, actor: Any, school_code: str) -> Snapshot:
    """A snapshot in which the first school left one figure blank."""
    row = PartRecord.objects.filter(county=county, year=2025, school_code=school_code).first()
    keys = {"year": 2025, "school_code": school_code, "campus": row.campus, "stage": row.stage}
    write(actor, county.code, [Edit("part", {**keys, "backbone_teachers": None})], source="form")
    return freeze(actor, county.code, 2025, title="有空格")


class Tables(HTMLParser):
    """Reads a page's tables by the class of the table: rows of cell texts."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted, self.rows, self.deep, self.open = wanted, [], 0, False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        held = dict(attrs)
        if tag == "table":
            self.deep = int(self.wanted in (held.get("class") or "").split())
        elif tag == "tr" and self.deep:
            self.rows.append([])
        elif tag in {"td", "th"} and self.deep:
            self.rows[-1].append("")
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.open = False

    def handle_data(self, data: str) -> None:
        if self.deep and self.open:
            self.rows[-1][-1] += data


def rows_of(page: str, wanted: str) -> list[list[str]]:
    parser = Tables(wanted)
    parser.feed(page)
    return [[re.sub(r"\s+", " ", cell).strip() for cell in row] for row in parser.rows]


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def shown(part: Part) -> str:
    return f"{part.name}（{part.campus}）" if part.campus and part.campus not in part.name else part.name


def figures(cells: list[str]) -> Iterator[float]:
    for cell in cells:
        yield float(re.sub(r"[▲△◐ ,]", "", cell))


def test_the_heat_map_holds_every_figure_of_the_assessment(as_: Any, found: Judged) -> None:
    page = as_("leader").get(INDEX).content.decode()
    rows = [row for row in rows_of(page, "heatmap") if not row[0].startswith("学校")]
    assert len(rows) == len(found.assessment.parts)
    parts = {
        (stage, shown(part)): part
        for stage in ("primary", "junior")
        for part in found.assessment.parts
        if part.stage == stage
    }
    primary = sum(part.stage == "primary" for part in found.assessment.parts)
    for place_, row in enumerate(rows):
        part = parts["primary" if place_ < primary else "junior", row[0]]
        values = [float(cell.value) for cell in part.indicators.values() if cell.value is not None]
        assert list(figures(row[2:])) == pytest.approx(values, abs=0.00501)
        word = {"met": "达标", "short": "不达标", "unknown": "无法判定"}[part.verdict or "unknown"]
        assert word in row[1]


def test_the_verdict_is_one_sentence_that_counts_schools_and_coefficients(as_: Any, found: Judged) -> None:
    page = as_("leader").get(INDEX).content.decode()
    said = text_of(re.search(r'<p class="sentence">(.*?)</p>', page, re.S)[1])
    for stage, word in (("primary", "小学"), ("junior", "初中")):
        verdicts = [part.verdict for part in found.assessment.parts if part.stage == stage]
        assert re.search(rf"{word} {len(verdicts)} 所[^；]*达标 {verdicts.count('met')} 所", said)
    limited = [one.verdict for one in found.assessment.county if one.verdict]
    assert f"差异系数 {len(limited)} 项，达标 {limited.count('met')} 项" in said


def test_from_the_verdict_to_the_schools_that_cause_it_and_their_rows_it_is_three_clicks(
    as_: Any, county: Any, actor: Any, school_code: str
) -> None:
    # One school with far more backbone teachers than the others puts the coefficient over its limit.
    row = PartRecord.objects.filter(county=county, year=2025, school_code=school_code, stage="primary").first()
    keys = {"year": 2025, "school_code": school_code, "campus": row.campus, "stage": row.stage}
    many = row.pupils // 10
    write(actor, county.code, [Edit("part", {**keys, "backbone_teachers": many})], source="form")
    assessment = judged(freeze(actor, county.code, 2025)).assessment
    over = [
        one for one in assessment.county if one.verdict == "short" and (one.stage, one.indicator) == ("primary", "L2")
    ]
    assert over, "the county made for this test must be over the limit"
    client = as_("leader")
    sentence = re.search(r'<p class="sentence">(.*?)</p>', client.get(INDEX).content.decode(), re.S)[1]
    first = re.search(r'href="(/judgement/indicators/primary/L2/)"', sentence)[1]
    page = client.get(first).content.decode()
    name = School.objects.get(county=county, year=2025, school_code=school_code, campus=row.campus).school_name
    cause = next(row for row in rows_of(page, "causes")[1:] if name in row[0])
    assert cause == rows_of(page, "causes")[1]
    second = re.search(rf'href="([^"]*working[^"]*unit={school_code}[^"]*)"', page)[1].replace("&amp;", "&")
    working = client.get(second, headers={"hx-request": "true"}).content.decode()
    third = re.search(r'href="(/registry/part/\d+/)"', working)[1]
    assert client.get(third).status_code == 200


def test_the_indicator_page_prints_the_countys_figures_and_those_below_the_line(as_: Any, found: Judged) -> None:
    for one in found.assessment.county:
        page = as_("leader").get(reverse("judgement:indicator", args=[one.stage, one.indicator])).content.decode()
        below = list(rows_of(page, "below")[1:])
        parts = [part for part in found.assessment.parts if part.stage == one.stage]
        short = {shown(part) for part in parts if part.indicators[one.indicator].verdict == "short"}
        assert {row[0] for row in below} == short
        printed = float(re.search(r'class="figure">([\d.]+)<', page)[1])
        assert printed == pytest.approx(float(one.cv or 0), abs=0.000501)
        assert f"{one.schools_met} / {one.parts}" in page


def test_a_blank_figure_is_said_to_be_blank_and_unknown_never_0(as_: Any, holed: Snapshot) -> None:
    assessment = judged(holed).assessment
    part = next(part for part in assessment.parts if part.indicators["L2"].value is None)
    page = as_("leader").get(INDEX).content.decode()
    row = next(row for row in rows_of(page, "heatmap") if row[0] == shown(part))
    assert row[3] == "◌ 未填"
    client = as_("leader")
    indicator = client.get(reverse("judgement:indicator", args=[part.stage, "L2"])).content.decode()
    assert re.search(r'class="figure">无法判定<', indicator)
    line = next(row for row in rows_of(indicator, "below")[1:] if row[0] == shown(part))
    assert line[2] == "◌ 无法判定"
    assert "骨干教师" in line[6]
    working = client.get(f"/judgement/working/?unit={part.unit}&stage={part.stage}&indicator=L2").content.decode()
    assert "= 无法判定" in working
    assert ' class="blank">未填' in working
    county = client.get(f"/judgement/working/?stage={part.stage}&indicator=L2").content.decode()
    assert shown(part) in text_of(county)
    assert "0.0000" not in county


def test_the_working_names_the_figures_the_records_and_who_changed_them(
    as_: Any, cast: Any, county: Any, actor: Any, school_code: str
) -> None:
    row = PartRecord.objects.filter(county=county, year=2025, school_code=school_code, stage="primary").first()
    keys = {"year": 2025, "school_code": school_code, "campus": row.campus, "stage": row.stage}
    edited = Edit("part", {**keys, "backbone_teachers": row.backbone_teachers + 1})
    write(type(actor)(cast["officer"], "officer"), county.code, [edited], source="form")
    frozen = freeze(actor, county.code, 2025)
    later = Edit("part", {**keys, "backbone_teachers": row.backbone_teachers + 9})
    write(type(actor)(cast["officer"], "afterwards"), county.code, [later], source="form")
    unit = next(
        part.unit for part in judged(frozen).assessment.parts if part.school == school_code and part.stage == "primary"
    )
    page = as_("leader").get(f"/judgement/working/?unit={unit}&stage=primary&indicator=L2").content.decode()
    said = text_of(page)
    assert f"{row.backbone_teachers + 1} 人" in said
    assert re.search(r"officer · \d{4}-\d\d-\d\d \d\d:\d\d · 登记", said)
    assert "afterwards" not in said
    assert frozen.content[:23] in said
    assert "教督〔2017〕6号 资源配置 第2项" in said
    assert f'href="/registry/part/{row.pk}/"' in page


def test_shares_of_a_school_of_several_stages_are_shown(as_: Any, found: Judged) -> None:
    units = [part.unit for part in found.assessment.parts]
    part = next(part for part in found.assessment.parts if units.count(part.unit) > 1)
    page = as_("leader").get(f"/judgement/working/?unit={part.unit}&stage={part.stage}&indicator=L4").content.decode()
    rows = rows_of(page, "amounts")[1:]
    share = re.fullmatch(r"(\d+) / (\d+)", rows[0][2])
    assert share
    terms = [float(re.sub(r"[^\d.]", "", row[3])) for row in rows]
    whole = [float(re.sub(r"[^\d.]", "", row[1])) for row in rows]
    assert terms[0] == pytest.approx(whole[0] * int(share[1]) / int(share[2]), abs=0.006)
    assert (terms[0] - terms[1]) / terms[2] == pytest.approx(float(part.indicators["L4"].value or 0), abs=0.001)


def test_the_working_comes_as_a_fragment_for_htmx_and_as_a_page_without(as_: Any, found: Judged) -> None:
    address = "/judgement/working/?stage=primary&indicator=L1"
    client = as_("leader")
    beside = client.get(address, headers={"hx-request": "true"}).content.decode()
    alone = client.get(address).content.decode()
    assert beside.lstrip().startswith("<section")
    assert "<h1>" in alone
    assert "<html" not in beside


def test_an_items_working_shows_its_findings_and_the_countys_row(as_: Any, found: Judged) -> None:
    item = next(
        one for one in found.assessment.items if one.verdict == "met" and one.findings[0].function == "attested"
    )
    page = as_("leader").get(f"/judgement/working/?item={item.id}").content.decode()
    assert item.findings[0].working.zh in page
    assert item.clause in page
    assert "/registry/county/" in page


def test_filters_leave_what_the_address_asks(as_: Any, found: Judged) -> None:
    page = as_("leader").get(INDEX, {"stage": "junior", "only": "short"}).content.decode()
    rows = [row for row in rows_of(page, "heatmap") if not row[0].startswith("学校")]
    short = [part for part in found.assessment.parts if part.stage == "junior" and part.verdict == "short"]
    if short:
        assert {row[0] for row in rows} == {shown(part) for part in short}
    else:
        assert rows == [["没有符合筛选条件的学校"]]
    kind = found.assessment.parts[0].kind
    page = as_("leader").get(INDEX, {"kind": kind, "locale": "nothing"}).content.decode()
    assert [row for row in rows_of(page, "heatmap") if len(row) > 1 and not row[0].startswith("学校")] == []


def weighted_cv(points: list[tuple[float, float]]) -> float:
    """The coefficient of variation of (value, pupils), in plain floats."""
    pupils = sum(weight for _, weight in points)
    mean = sum(value * weight for value, weight in points) / pupils
    return (sum(weight * (value - mean) ** 2 for value, weight in points) / pupils) ** 0.5 / mean


def test_the_few_schools_named_as_the_cause_bring_the_coefficient_to_its_limit_and_one_fewer_does_not() -> None:
    standard = standards.load("cn.quality.2017")
    assessment = assess(derive(demo.county(persons=False), rules_of(standard)), standard)
    one = next(one for one in assessment.county if one.verdict == "short")
    held = causes(one, [part for part in assessment.parts if part.stage == one.stage])
    named = levelled(one, held, next(i.times for i in assessment.standard.indicators if i.id == one.indicator))
    assert named is not None
    assert sum(each.share for each in held) == 1

    def after(count: int) -> float:
        values = [float((one.mean if place < count else each.value) or 0) for place, each in enumerate(held)]
        return weighted_cv(list(zip(values, [float(each.pupils) for each in held], strict=True)))

    count = len(named.causes)
    assert after(0) == pytest.approx(float(one.cv or 0))
    assert after(count) == pytest.approx(float(named.cv))
    assert after(count) <= float(one.limit or 0) < after(count - 1)


def test_the_pages_are_in_english_too(as_: Any, found: Judged) -> None:
    client = as_("leader")
    client.cookies["junheng_language"] = "en"
    page = client.get(INDEX).content.decode()
    assert "Schools × indicators" in page
    assert "学校 × 指标" not in page


def test_a_county_without_a_snapshot_is_told_what_to_do(as_: Any, county: Any) -> None:
    answer = as_("leader").get(INDEX)
    assert answer.status_code == 200
    assert "还没有快照" in answer.content.decode()
    assert "各校填报" in answer.content.decode()
    assert as_("leader").get("/judgement/charts/cv.json?stage=primary").status_code == 404


def test_a_damaged_snapshot_is_said_to_be_damaged(as_: Any, snapshot: Snapshot) -> None:
    service._judged.cache_clear()
    for file in place(snapshot).iterdir():
        file.unlink()
    answer = as_("leader").get(INDEX)
    assert answer.status_code == 409
    assert "已损坏" in answer.content.decode()


NO_SUCH = (
    "snapshot=999999", "snapshot=x", "snapshot=-1", "snapshot=" + "9" * 40, "year=1999", "year=%F0%9F%98%80",
    "standard=/etc/passwd", "standard=nothing", "switch=nothing",
)  # fmt: skip
NO_FIGURE = (
    "indicators/primary/L99/", "indicators/senior/L1/", "working/", "working/?item=zz",
    "working/?unit=1&stage=primary&indicator=L1", "working/?stage=primary&indicator=zz",
    "charts/none.json", "charts/cv.json", "charts/cv.pdf?stage=primary",
    "charts/lorenz.json?stage=primary&indicator=zz",
)  # fmt: skip


@pytest.mark.parametrize("query", NO_SUCH)
def test_what_is_not_there_is_not_found(as_: Any, found: Judged, query: str) -> None:
    assert as_("leader").get(f"{INDEX}?{query}").status_code == 404


@pytest.mark.parametrize("path", NO_FIGURE)
def test_no_such_figure_is_not_found(as_: Any, found: Judged, path: str) -> None:
    assert as_("leader").get(f"{INDEX}{path}").status_code == 404


def test_the_year_and_the_number_name_a_snapshot_and_links_keep_it(as_: Any, county: Any, actor: Any) -> None:
    old = freeze(actor, county.code, 2024, title="2024 秋")
    freeze(actor, county.code, 2025, title="2025 秋")
    client = as_("leader")
    for query in (f"snapshot={old.pk}", "snapshot=2024-1", "year=2024"):
        page = client.get(f"{INDEX}?{query}").content.decode()
        assert "2024—2025 学年" in page
        assert f'href="/judgement/indicators/primary/L1/?{query}"' in page


def test_another_standard_and_a_switch_are_applied(as_: Any, found: Judged) -> None:
    page = as_("leader").get(f"{INDEX}?standard=cn.quality.2017&switch=visiting-teachers").content.decode()
    assert "启用的过渡性规定" in page
    assert as_("leader").get(f"{INDEX}?standard=cn.basic.2012").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_schools(
    as_: Any, found: Judged, django_assert_max_num_queries: Any
) -> None:
    client = as_("leader")
    unit = found.assessment.parts[0]
    for path in (INDEX, "/judgement/indicators/primary/L1/", "/judgement/counties/",
                 f"/judgement/working/?unit={unit.unit}&stage={unit.stage}&indicator=L4"):  # fmt: skip
        client.get(path)
        with django_assert_max_num_queries(12):
            client.get(path)


def test_a_chart_is_downloaded_as_what_its_page_shows(as_: Any, found: Judged) -> None:
    client = as_("leader")
    table = client.get("/judgement/charts/cv.csv?stage=junior")
    assert table.headers["Content-Disposition"] == 'attachment; filename="cv.csv"'
    assert "限值" in table.content.decode()
    page = client.get("/judgement/charts/cv.json?stage=junior&palette=page")
    assert page.json()["width"] == "container"
    assert "Content-Disposition" not in page.headers
    file = client.get("/judgement/charts/cv.json?stage=junior").json()
    assert file["title"]["text"] == "初中差异系数"
