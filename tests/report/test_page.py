from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction
from html.parser import HTMLParser

import msgspec
import pytest
from small_county import assessment, part
from small_county import item as item_of

from junheng import demo
from junheng.assess import Assessment, Cell, assess, rules_of
from junheng.assess.model import Component, ItemResult, Unknown
from junheng.dictionary import Title
from junheng.facts import Facts, Note, derive
from junheng.report import page
from junheng.report.figures import beside
from junheng.report.page.template import asset
from junheng.report.page.words import words
from junheng.standards import load

VOID = {"meta", "link", "br", "col", "input", "img", "hr", "rect", "line", "circle", "path", "polyline"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{{ 7 * 7 }}"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


class Reader(HTMLParser):
    """Reads the page's elements: what is open, which ids and links there are, the text inside each id."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.ids: list[str] = []
        self.text: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs]
        held = dict(attrs)
        if held.get("id"):
            self.ids.append(str(held["id"]))
        if tag not in VOID:
            self.open.append((tag, held))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()} closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] in {"script", "style"}:
            return
        for tag, held in self.open:
            name = held.get("id") or tag
            self.text[name] = self.text.get(name, "") + data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.fixture(scope="module")
def facts() -> Facts:
    return derive(demo.county(), rules_of(load("cn.quality.2017")))


@pytest.fixture(scope="module")
def county(facts: Facts) -> Assessment:
    return assess(facts, load("cn.quality.2017"))


@pytest.fixture(scope="module")
def html(county: Assessment, facts: Facts) -> str:
    return page(county, facts)


@pytest.fixture(scope="module")
def whole(html: str) -> Reader:
    """Return the page as it is read without its script."""
    return read(re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL))


def printed(value: Fraction, places: int, rounding: str = ROUND_HALF_UP) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal(1).scaleb(-places), rounding):,}"


def cells(county: Assessment) -> Iterator[tuple[str, str, Cell]]:
    """Yield each figure of the heat map with its anchor and indicator."""
    seen: Counter[str] = Counter()
    for one in county.parts:
        for indicator, cell in one.indicators.items():
            yield f"{one.stage}-{seen[one.stage]}-{indicator}", indicator, cell
        seen[one.stage] += 1


def test_it_is_one_document_in_well_formed_html5(html: str) -> None:
    reader = read(html)
    assert html.startswith("<!DOCTYPE html>")
    assert reader.wrong == []
    assert reader.open == []
    assert reader.tags["main"] == reader.tags["h1"] == reader.tags["head"] == 1


def test_ids_are_unique_and_links_lead_to_them(whole: Reader) -> None:
    assert [name for name, count in Counter(whole.ids).items() if count > 1] == []
    links = {value for tag, name, value in whole.attributes if tag == "a" and name == "href"}
    assert {link for link in links if str(link)[1:] not in whole.ids} == set()
    assert len(links) > 20


def test_it_asks_nothing_of_the_network(html: str) -> None:
    assert re.findall(r"https?:|url\(|@import|src=", html) == []
    links = [value for _, name, value in read(html).attributes if name in {"href", "action"}]
    assert all(str(value).startswith(("#", "data:,")) for value in links)


def test_a_county_of_44_schools_is_under_two_megabytes(html: str) -> None:
    assert len(html.encode()) < 2_000_000


def test_tables_are_semantic(html: str, whole: Reader) -> None:
    assert whole.tags["table"] == whole.tags["caption"] > 15
    heads = re.findall(r"<th(?:\s[^>]*)?>", html)
    assert heads
    assert all("scope=" in head for head in heads)


def test_every_figure_is_there_without_scripts(county: Assessment, whole: Reader) -> None:
    wrong = []
    for anchor, _, cell in cells(county):
        text = whole.text[anchor]
        assert cell.value is not None
        if printed(cell.value, 2) not in text:
            wrong.append(f"{anchor}: {cell.value} is not in {text[:80]}")
    assert wrong == []
    assert sum(1 for _ in cells(county)) == 60 * 7


def test_every_working_has_line_clause_shortfall_snapshot_and_records(county: Assessment, whole: Reader) -> None:
    clauses = {indicator.id: indicator.clause for indicator in county.standard.indicators}
    whole_units = {indicator.id: indicator.whole for indicator in county.standard.indicators}
    for anchor, indicator, cell in cells(county):
        text = whole.text[anchor]
        assert clauses[indicator] in text
        assert county.snapshot in text
        assert "未记录" in text
        if cell.shortfall:
            amount = cell.shortfall / 10000 if indicator == "L6" else cell.shortfall
            # what is missing is rounded up, so that what is printed suffices
            asked = printed(amount, 0 if whole_units[indicator] else 2, ROUND_CEILING).removesuffix(".00")
            assert f"距标准还差{asked}" in re.sub(r"\s", "", text).replace(".00平", "平")


def test_every_verdict_of_a_school_is_there(county: Assessment, whole: Reader) -> None:
    word = {"met": "达标", "short": "不达标", "unknown": "无法判定"}
    seen: Counter[str] = Counter()
    for one in county.parts:
        row = whole.text[f"{one.stage}-{seen[one.stage]}"]
        seen[one.stage] += 1
        assert one.name in row
        assert one.verdict is not None
        assert word[one.verdict] in row.replace("\xa0", "")


def test_every_coefficient_is_there_with_its_limit(county: Assessment, whole: Reader) -> None:
    for one in county.county:
        text = whole.text[f"cv-{one.stage}"]
        assert one.cv is not None
        assert f"{one.cv.quantize(Decimal('0.001'), ROUND_HALF_UP)}" in text
        assert "上限 0.5" in text if one.stage == "primary" else "上限 0.45" in text


def test_every_item_is_there_with_its_working_and_its_schools(county: Assessment, whole: Reader) -> None:
    items = (*county.preconditions, *county.items, *county.recognition, *county.vetoes)
    assert len(items) == 2 + 24 + 1 + 7
    for item in items:
        text = whole.text[f"item-{item.id}"]
        assert item.title.zh in text
        assert item.clause in text
        for finding in item.findings:
            assert finding.working.zh in text
            assert all(culprit.text.zh in text for culprit in finding.culprits)


def test_a_class_above_its_limit_says_its_band() -> None:
    sizes = read(page(assessment())).text["sizes"]
    assert sizes.count("56—65（大班额）") == 2, "once among the bands, once beside the class"


def test_what_is_unknown_near_and_not_judged_is_there(county: Assessment, whole: Reader) -> None:
    titles = {one.id: one.title.zh for one in county.standard.indicators}
    for one in county.unknown:
        if one.where == "part":
            assert f"{one.name} " in whole.text["unknown"]
            assert titles[str(one.indicator)] in whole.text["unknown"]
        else:
            assert one.text.zh in whole.text["unknown"]
    assert all(one.text.zh in whole.text["near"] for one in county.alerts)
    assert all(one.name in whole.text["excluded"] and one.text.zh in whole.text["excluded"] for one in county.excluded)
    assert county.unknown
    assert county.excluded


def test_sections_stand_in_reading_order(html: str) -> None:
    order = ["verdict", "short", "unknown", "near", "heat", "cv", "map", "items", "sizes", "trend", "inequality"]
    places = [html.index(f'<section id="{name}"') for name in order]
    assert places == sorted(places)


def test_schools_are_sorted_by_what_is_short(html: str, county: Assessment) -> None:
    rows = re.findall(r'<tr id="primary-\d+" class="is-(\w+)"', html)
    assert rows == sorted(rows, key=["short", "unknown", "met"].index)
    assert len(rows) == sum(1 for one in county.parts if one.stage == "primary")


def test_the_verdict_is_one_sentence_with_the_coefficient_that_breaks_it(whole: Reader) -> None:
    text = whole.text["verdict"]
    assert "青澜县未达到标准" in text
    assert "差异系数 14 项，达标 13 项（超限：初中每百名学生拥有县级以上骨干教师数 0.501）" in text


def test_the_map_names_every_school_that_is_short(county: Assessment, whole: Reader) -> None:
    short = {one.name.removeprefix("青澜县") for one in county.parts if one.verdict == "short"}
    labels = re.sub(r"\s+", " ", whole.text["map"])
    assert {name for name in short if name not in labels} == set()
    assert "公里" in labels


def test_there_is_no_map_without_coordinates() -> None:
    assert 'id="map"' not in page(assessment())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_names_are_only_text(language: str) -> None:
    bad = part(("2199000101", HOSTILE, "211"), "primary", 800, "short", 45, 1, "3600", "1600000")
    made = page(assessment(parts=(bad,), county_name=HOSTILE, snapshot=HOSTILE), None, language)
    reader = read(made)
    assert reader.tags["script"] == 1
    assert reader.tags["img"] == 0
    assert not [name for _, name, _ in reader.attributes if name.startswith("on")]
    assert HOSTILE in reader.text["primary-0"]
    assert reader.wrong == []


def test_unknown_figures_are_hatched_and_say_what_is_blank() -> None:
    reader = read(page(assessment()))
    text = reader.text["primary-2-L2"]
    assert "未填" in text
    assert "未填字段" in text
    assert ("td", "class", "n h hu") in reader.attributes
    assert "0.00" not in text


def test_a_figure_short_by_a_hair_never_looks_as_if_it_reached_its_line() -> None:
    assert beside(Fraction(22996, 10000), Fraction(23, 10), 2) == "2.2996"
    assert beside(Fraction(45004, 100000), Fraction(45, 100), 3) == "0.45004"
    assert beside(Fraction(23, 10), Fraction(23, 10), 2) == "2.30"
    assert beside(None, Fraction(1), 2) == "未填"


def test_a_figure_so_near_its_line_that_no_decimals_show_it_is_printed_as_a_fraction() -> None:
    assert beside(Fraction(1) - Fraction(1, 10**15), Fraction(1), 2) == "999999999999999/1000000000000000"


def latin(thing: object) -> object:
    """Return the result with every Chinese character in its data written in Latin letters."""
    if isinstance(thing, Title):
        return Title(zh=thing.zh, en=CHINESE.sub("x", thing.en))
    if isinstance(thing, str):
        return CHINESE.sub("x", thing)
    if isinstance(thing, msgspec.Struct):
        return msgspec.structs.replace(
            thing, **{name: latin(value) for name, value in msgspec.structs.asdict(thing).items()}
        )
    if isinstance(thing, tuple):
        return tuple(latin(one) for one in thing)
    if isinstance(thing, dict):
        return {key: latin(value) for key, value in thing.items()}
    return thing


def test_the_english_page_has_no_chinese_but_in_the_data(county: Assessment, facts: Facts) -> None:
    for one in (county, assessment()):
        made = page(latin(one), facts if one is county else None, "en")  # type: ignore[arg-type]
        assert '<html lang="en">' in made
        left = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", made, flags=re.DOTALL)
        assert [left[max(0, hit.start() - 40) : hit.end()] for hit in CHINESE.finditer(left)][:3] == []


def test_the_chinese_page_has_no_english_words_of_its_own(html: str) -> None:
    assert '<html lang="zh-CN">' in html
    text = re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]*>", "\n", html, flags=re.DOTALL)
    chinese = words("zh")
    left = [
        en for name, en in words("en").items() if en != chinese[name] and re.search(rf"(?m)^{re.escape(en)}$", text)
    ]
    assert left == []
    assert not re.search(r"\b(met|short|unknown|near|blank|persons|rooms|yuan)\b", text)


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    zh, en = words("zh"), words("en")
    assert zh.keys() == en.keys()
    places = re.compile(r"\{\w*\}")
    assert [name for name in zh if set(places.findall(zh[name])) != set(places.findall(en[name]))] == []


def test_another_language_is_refused(county: Assessment) -> None:
    with pytest.raises(ValueError, match="zh or en"):
        page(county, language="fr")


def test_a_county_with_nothing_to_show_still_makes_a_page() -> None:
    bare = assessment(
        verdict="unknown", components=(), parts=(), excluded=(), county=(), composite=(), items=(), recognition=(),
        preconditions=(), vetoes=(), unknown=(), rooms=(), class_bands=(), oversize=(), alerts=(), inequality=(),
        trend=(), county_name=None, snapshot="",
    )  # fmt: skip
    reader = read(page(bare))
    assert reader.wrong == []
    assert "尚无法判定" in reader.text["verdict"]
    assert "没有不达标的指标、项目或系数。" in reader.text["short"]


def test_another_standard_makes_its_page(facts: Facts) -> None:
    basic = load("cn.basic.2012")
    found = assess(derive(demo.county(persons=False), rules_of(basic)), basic)
    reader = read(page(found))
    assert reader.wrong == []
    assert "综合差异系数（平均）" in reader.text["cv-primary"]


def test_notes_of_the_facts_about_its_schools_are_there(county: Assessment, facts: Facts) -> None:
    unit = county.parts[0].unit
    ours = Note(kind="differs", unit=unit, stage=None, field=None, text=Title("两处数据不一致", "two sources differ"))
    others = Note(kind="differs", unit="other", stage=None, field=None, text=Title("别县的说明", "another county's"))
    changed = Facts(**{name: getattr(facts, name) for name in Facts.__slots__} | {"notes": (ours, others)})
    made = page(county, changed)
    assert "两处数据不一致" in made
    assert "别县的说明" not in made


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tokens(block: str) -> dict[str, str]:
    css = block.replace("rgb(0, 82, 155)", "#00529b")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", css))
    return {
        name: "#" + "".join(one * 2 for one in value[1:]) if len(value) == 4 else value for name, value in found.items()
    }


@pytest.mark.parametrize("place", [0, 1, 2], ids=["light", "dark", "print"])
def test_text_has_the_contrast_of_wcag_aa(place: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", asset("page.css"), re.DOTALL)
    held = tokens(blocks[place])
    pairs = [(ink, paper) for ink in ("ink", "quiet", "accent") for paper in ("paper", "panel")]
    pairs += [(ink, paper) for ink in ("met", "short", "unknown", "near") for paper in ("paper", "panel")]
    pairs += [
        ("h0-ink", "h0"),
        *(("h-ink", f"h{step}") for step in range(1, 7)),
        ("h-ink", "hatch-paper"),
        ("h-ink", "hatch"),
    ]
    weak = {}
    for ink, paper in pairs:
        light, dark = sorted((luminance(held[ink]), luminance(held[paper])), reverse=True)
        if (light + 0.05) / (dark + 0.05) < 4.5:
            weak[ink, paper] = round((light + 0.05) / (dark + 0.05), 2)
    assert weak == {}


def unknown_of(name: str, indicator: str, *fields: str) -> Unknown:
    text = Title(f"小学“{indicator}”无法判定", f"{indicator}: unknown")
    return Unknown(
        where="part", unit=name, name=name, stage="primary", indicator=indicator, fields=fields, text=text
    )  # fmt: skip


def test_what_is_unknown_names_the_school_first_and_joins_its_indicators() -> None:
    held = (
        unknown_of("丙小学", "L1", "full_time_teachers", "pupils"),
        unknown_of("丙小学", "L2", "backbone_teachers"),
        unknown_of("丁小学", "L4"),
        Unknown(
            where="item", unit=None, name=None, stage=None, indicator="Q1", fields=("graduates",),
            text=Title("巩固率：毕业生数未填", "retention: graduates blank"),
        ),
        Unknown(
            where="county", unit=None, name=None, stage="primary", indicator="L2", fields=(),
            text=Title("小学“骨干教师”差异系数无法判定：1 所学校的数据不全。", "The CV is unknown: 1 school."),
        ),
    )  # fmt: skip
    first = (
        "◌ 丙小学 小学：L1 每百名学生拥有高于规定学历教师数（缺少：专任教师数、在校学生数）；"
        "L2 每百名学生拥有县级以上骨干教师数（缺少：县级及以上骨干教师数）"
    )
    html = page(assessment(unknown=held))
    section = html[html.index('<section id="unknown"') : html.index('<section id="near"')]
    lines = [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(.*?)</li>", section)]
    assert lines == [
        first,
        "◌ 丁小学 小学：L4 生均教学及辅助用房面积（分母为 0）",
        "◌ 教育质量 1：巩固率：毕业生数未填",
        "◌ 全县：小学“骨干教师”差异系数无法判定：1 所学校的数据不全。",
    ]


def vetoes() -> tuple[ItemResult, ...]:
    return tuple(
        item_of(f"V{number}", "veto", number, f"事项{number}", verdict)
        for number, verdict in enumerate(("met", "met", "short", "unknown"), start=1)
    )


def test_vetoes_are_there_or_not_and_never_met() -> None:
    veto = Component(id="veto", title=Title("一票否决", "vetoes"), verdict="short", text=Title("达标 2。", "2 met."))
    one = assessment(vetoes=vetoes(), components=(veto,))
    for language, words_of in (("zh", ("不存在", "存在", "无法判定")), ("en", ("none", "present", "unknown"))):
        reader = read(page(one, None, language))
        shown = [reader.text[f"item-V{number}"].replace("\xa0", " ") for number in (1, 3, 4)]
        assert [f"{sign} {word}" in text for sign, word, text in zip("●▲◌", words_of, shown, strict=True)] == [True] * 3
        assert "达标" not in "".join(shown)
        card = reader.text["verdict"].replace("\xa0", " ")
        assert f"▲ {words_of[1]}" in card
    assert "共 4 项；不存在 2 项，存在 1 项，无法判定 1 项。" in page(one)
    assert "一票否决 4 项，不存在 2 项，存在 1 项，无法判定 1 项" in read(page(one)).text["verdict"]


def test_the_sentence_says_what_is_short_and_what_is_unknown() -> None:
    text = read(page(assessment())).text["verdict"]
    assert "小学 3 所（含一贯制学校小学部），达标 1 所，不达标 1 所，无法判定 1 所；" in text
    assert "初中 1 所（含一贯制学校初中部），达标 1 所；" in text
    assert "政府保障程度 2 项，达标 1 项，不达标 1 项；" in text
    assert "教育质量 1 项，达标 0 项，无法判定 1 项。" in text
    english = read(page(assessment(), None, "en")).text["verdict"]
    assert "3 primary schools (with primary sections of multi-stage schools): 1 met, 1 short, 1 unknown" in english


def test_items_not_met_carry_their_group(whole: Reader) -> None:
    assert "政府保障 9 教师5年360学时培训完成率达到100%" in read(page(assessment())).text["short"]
    assert not re.search(r"(?m)^\d+\. ", whole.text["short"])


def test_transitional_rules_are_named_by_their_titles() -> None:
    on = msgspec.structs.replace(assessment().standard, switches=("nearby-sports", "size-transition"))
    title = "中心城区用地紧张的学校可计入改造、租借的周边体育场地"
    made = page(assessment(standard=on))
    assert title in made
    assert "nearby-sports" not in made
    own = page(assessment(standard=msgspec.structs.replace(on, id="our.county")))
    assert "nearby-sports" in own
    assert title not in own


def test_records_are_named_in_words() -> None:
    two = "county.xlsx|学段数据|148;rooms;a.csv||7"
    bad = msgspec.structs.replace(assessment().parts[0], origin=two)
    for language, shown in (
        ("zh", "county.xlsx 学段数据 第148行；rooms;a.csv 第7行"),
        ("en", "county.xlsx 学段数据 row 148; rooms;a.csv row 7"),
    ):
        assert shown in read(page(assessment(parts=(bad,)), None, language)).text["primary-0-L1"]
