from __future__ import annotations

import re

import msgspec
import pytest
from small_county import PARTS, assessment, county_indicator, item

from junheng.assess.model import Assessment, Component
from junheng.dictionary import Title
from junheng.report import overview, reason
from junheng.report.words import item_word

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def component(name: str, verdict: str) -> Component:
    return Component(id=name, title=Title(f"部分{name}", f"part {name}"), verdict=verdict, text=Title("共", "all"))


def county(code: str, name: str, verdict: str, **changes: object) -> Assessment:
    held = {"components": (component("resources", verdict),), **changes}
    return assessment(county_code=code, county_name=name, verdict=verdict, **held)


MET = county(
    "990001", "甲县", "met", county=(county_indicator("primary", "L1", "5", "0.1", "met"),), parts=PARTS[1:3],
    items=(), unknown=(),
)  # fmt: skip
UNKNOWN = county("990002", "乙县", "unknown", county=(), parts=PARTS[1:])
SHORT = county("990003", "丙县", "short")


def rows(html: str) -> list[list[str]]:
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", body))
    return [[re.sub(r"<[^>]+>", " ", cell).replace("&nbsp;", " ").split() for cell in row] for row in cells]


def test_counties_that_are_short_come_first_then_those_that_cannot_be_judged() -> None:
    html = overview([MET, UNKNOWN, SHORT], "zh", {})
    shown = rows(html)
    assert [row[0][0] for row in shown] == ["丙县", "乙县", "甲县"]
    assert [row[1] for row in shown] == [["▲", "不达标"], ["◌", "无法判定"], ["●", "达标"]]
    assert "3 个县：达标 1 个，不达标 1 个，无法判定 1 个" in html


def test_a_row_has_schools_by_stage_coefficients_over_their_limit_and_items() -> None:
    html = overview([SHORT], "zh", {})
    (row,) = rows(html)
    assert [" ".join(cell) for cell in row[3:]] == [
        "1 / 3", "1 / 1", "小学 L4 0.5001 &gt; 0.5；初中 L2 0.45004 &gt; 0.45", "1", "1",
    ]  # fmt: skip
    assert "小学达标／学校（所）" in html


def test_each_county_leads_to_its_page_and_no_address_leaves_the_directory() -> None:
    html = overview([MET, UNKNOWN, SHORT], "zh", {"990001": "990001/a b.html", "990003": "javascript:alert(1)"})
    assert re.findall(r'<a href="([^"]*)"', html) == ["javascript%3Aalert%281%29", "990001/a%20b.html"]
    assert "<a" not in html[html.index("乙县") - 20 : html.index("乙县")]


def test_it_stands_alone_and_escapes_what_it_is_given() -> None:
    html = overview([county(HOSTILE, HOSTILE, "short", snapshot=HOSTILE)], "zh", {HOSTILE: HOSTILE})
    assert "<script" not in html
    assert "<img" not in html
    assert re.findall(r"https?:|@import|url\(", html) == []


def test_the_english_overview_has_no_chinese_but_in_the_data() -> None:
    html = overview([MET, UNKNOWN, SHORT], "en", {})
    text = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    for word in ("甲县", "乙县", "丙县", "教督〔2017〕6号"):
        text = text.replace(word, "")
    assert [text[max(0, hit.start() - 30) : hit.end()] for hit in CHINESE.finditer(text)] == []
    assert '<html lang="en">' in html


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh or en"):
        overview([MET], "fr", {})


def test_no_county_at_all_still_makes_a_page() -> None:
    assert "0 个县" in overview([], "zh", {})


def test_the_reason_of_a_county_that_is_short_counts_what_is_short() -> None:
    groups = tuple(component(name, verdict) for name, verdict in (("guarantee", "short"), ("veto", "short")))
    one = county(
        "990003", "丙县", "short", components=(*SHORT.components, *groups, component("quality", "unknown")),
        vetoes=(item("V1", "veto", 1, "事项", "short"),),
    )  # fmt: skip
    assert reason(one) == "差异系数超限 2 项；学校不达标：小学 1 所；政府保障程度不达标 1 项；一票否决存在 1 项"
    assert reason(one, "en") == (
        "CVs over the limit: 2; schools short: 1 primary; government guarantee short: 1; veto present: 1"
    )


def test_what_the_standard_does_not_ask_is_no_reason() -> None:
    """A standard may test the composite alone: then schools below a line do not make its resources short."""
    asked = (component("resources", "met"), component("quality", "unknown"))
    one = county("990003", "丙县", "unknown", components=asked)
    assert reason(one) == "无法判定：教育质量 1 项"
    assert reason(one, "en") == "unknown: education quality: 1"


def test_the_reason_of_a_county_that_cannot_be_judged_counts_what_is_unknown() -> None:
    assert reason(UNKNOWN) == "无法判定：小学 1 所"
    nothing = msgspec.structs.replace(UNKNOWN, parts=())
    assert reason(nothing) == "无法判定：部分resources"
    assert reason(msgspec.structs.replace(nothing, components=())) == "没有可评估的内容"


def test_the_reason_of_a_county_that_is_met_is_that_it_is() -> None:
    assert reason(MET) == "各项要求均达标"
    assert reason(MET, "en") == "all demands are met"


@pytest.mark.parametrize(
    ("group", "language", "said"),
    [
        ("quality", "zh", ["达标", "不达标", "无法判定"]),
        ("quality", "en", ["met", "short", "unknown"]),
        ("veto", "zh", ["不存在", "存在", "无法判定"]),
        ("veto", "en", ["none", "present", "unknown"]),
    ],
)
def test_the_word_of_an_item_depends_on_its_group(group: str, language: str, said: list[str]) -> None:
    assert [item_word(group, verdict, language) for verdict in ("met", "short", "unknown")] == said
