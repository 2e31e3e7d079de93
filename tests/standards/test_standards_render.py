"""A standard printed for people says everything it asks, in the language wanted."""

from __future__ import annotations

import re
import typing
from decimal import Decimal
from pathlib import Path

import pytest

from junheng.standards import Check, Condition, Standard, listing, load, render
from junheng.standards.model import (
    Absent,
    Attested,
    CheckException,
    ClassSize,
    EachSchoolHas,
    EachSchoolRatio,
    Indicator,
    IndicatorException,
    NotLess,
    Points,
    Rating,
    Ratio,
    Retention,
    Sample,
    Satisfaction,
    SchoolSize,
    SmallSchoolFunding,
    SpecialRooms,
    Value,
    YearsSince,
)
from junheng.standards.words import check_exception, condition, formula, indicator_exception, percent, plain, sentence

CHINESE = re.compile(r"[\u4e00-\u9fff]")
EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples" / "standards").glob("*.toml"))

SENTENCES: list[tuple[Check, str, str]] = [
    (Attested(fields=("layout_planned",)), "应为“是”：学校规划布局合理", "must be yes: sites and layout sound"),
    (Absent(fields=("veto_false_data",)), "应为“否”：有弄虚作假行为", "must be no: falsified data"),
    (
        Value(fields=("special_funding_per_pupil",), at_least=8000),
        "特殊教育学校生均公用经费 ≥ 8000",
        "public funding per pupil of special schools ≥ 8000",
    ),
    (
        Value(fields=("special_funding_per_pupil",), at_least=8000, applies_to="special"),
        "特殊教育学校生均公用经费 ≥ 8000(没有特殊教育学校的县不涉及)",
        "public funding per pupil of special schools ≥ 8000 (in counties that have special schools)",
    ),
    (
        Value(fields=("townships", "villages"), at_most=9, below=Decimal("9.50"), only_given=True),
        "乡镇(街道)数、行政村(社区)数：各 ≤ 9 < 9.5(只看已给出的)",
        "townships, villages: each ≤ 9 < 9.5 (those given)",
    ),
    (
        NotLess(left="teacher_pay_average", right="civil_servant_pay_average"),
        "义务教育教师年平均工资收入 ≥ 当地公务员年平均工资收入",
        "teachers' average yearly pay ≥ civil servants' average yearly pay",
    ),
    (
        Ratio(
            of="parts",
            stages=("junior",),
            where=(Condition(field="boarding", equals=False),),
            numerator=("entrants_in_zone",),
            denominator=("entrants", "graduates"),
            at_least=Decimal("0.95"),
        ),
        "初中，非寄宿制学校：就近划片入学 ÷ (招生数 + 毕业生数) ≥ 95 %",
        "junior secondary, not boarding school: entrants from the school's zone ÷ (entrants + graduates) ≥ 95 %",
    ),
    (
        Retention(method="official", at_least=Decimal("0.95")),
        "(毕业生 − 转入 + 转出) ÷ (三年前七年级学生 − 死亡) ≥ 95 %",
        "(graduates − transferred in + transferred out) ÷ (grade-7 pupils three years before − deaths) ≥ 95 %",
    ),
    (
        Retention(method="entrants", at_least=Decimal("0.95")),
        "毕业生 ÷ (三年前七年级学生 + 转入 − 转出) ≥ 95 %",
        "graduates ÷ (grade-7 pupils three years before + transferred in − transferred out) ≥ 95 %",
    ),
    (
        Rating(field="moral_education_rating", at_least="good"),
        "德育工作与校园文化建设水平：良好及以上",
        "moral education and campus culture: good or better",
    ),
    (EachSchoolHas(fields=("has_charter",)), "每校应为“是”：制定学校章程", "every school: has a charter"),
    (
        EachSchoolRatio(numerator="training_budget", denominator="public_budget", at_least=Decimal("0.05")),
        "每校：教师培训经费 ÷ 年度公用经费预算总额 ≥ 5 %",
        "every school: teacher training ÷ yearly public budget ≥ 5 %",
    ),
    (
        SmallSchoolFunding(below=100, funded_as=100),
        "不足 100 人的学校按不少于 100 人核定公用经费",
        "schools under 100 pupils are funded for 100 or more",
    ),
    (
        SpecialRooms(classes_per_room=12, music_area=96, art_area=90),
        "每 12 个班(不足的按 1 组计)音乐教室 1 间(≥ 96 m²)、美术教室 1 间(≥ 90 m²)",
        "for every 12 classes (rounded up) one music room (≥ 96 m²) and one art room (≥ 90 m²)",
    ),
    (
        SchoolSize(single=2000, combined=2500),
        "单学段学校 ≤ 2000 人，一贯制学校义务教育阶段 ≤ 2500 人",
        "one-stage schools ≤ 2000 pupils, nine- and twelve-year schools ≤ 2500 in the compulsory stages",
    ),
    (
        ClassSize(at_most={"primary": 45, "junior": 50}),
        "每班人数：小学 ≤ 45、初中 ≤ 50",
        "pupils of every class: primary ≤ 45, junior secondary ≤ 50",
    ),
    (
        Satisfaction(at_least=Decimal("0.85")),
        "问卷满意率、访谈满意率各 ≥ 85 %",
        "satisfied in questionnaires and in interviews, each ≥ 85 %",
    ),
    (
        Sample(share_of_population=Decimal("0.0015"), least=600, parents_share=Decimal("0.5")),
        "有效问卷 ≥ 常住人口的 0.15 % 且 ≥ 600 份，其中家长 ≥ 50 %",
        "valid questionnaires ≥ 0.15 % of residents and ≥ 600, parents ≥ 50 %",
    ),
    (
        YearsSince(field="basic_recognised_year", years=3),
        "基本均衡县认定年份距今 ≥ 3 年",
        "year recognised as basically balanced: 3 years ago or earlier",
    ),
    (Points(most={"W1": 60, "W2": 40}, at_least=85), "2 项得分合计 ≥ 85(满分 100)", "2 items add to ≥ 85 of 100"),
]


@pytest.mark.parametrize(("check", "zh", "en"), SENTENCES, ids=lambda each: type(each).__name__)
def test_a_check_in_words(check: Check, zh: str, en: str) -> None:
    words = sentence(check)
    assert (words.zh, words.en) == (zh, en)


def test_every_kind_of_check_has_words() -> None:
    assert {type(check) for check, _, _ in SENTENCES} == set(typing.get_args(Check))


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (Condition(field="locale_group", among=("urban", "town")), "城乡分类为城区、镇区", "locale: urban or town"),
        (Condition(field="sponsor_group", equals="public"), "举办者为公办", "sponsor: public"),
        (Condition(field="boarding", equals=True), "是寄宿制学校", "boarding school"),
        (Condition(field="built_year", at_most=2010), "建成年份 ≤ 2010", "year built ≤ 2010"),
        (Condition(field="largest_class", below=30), "最大班额 < 30", "largest class < 30"),
        (
            Condition(field="migrant_share", above=Decimal("0.50")),
            "随迁子女占比 > 0.5",
            "share of migrant pupils > 0.5",
        ),
    ],
)
def test_a_condition_in_words(given: Condition, zh: str, en: str) -> None:
    words = condition(given)
    assert (words.zh, words.en) == (zh, en)


def test_exceptions_in_words() -> None:
    where = (Condition(field="pupils", at_least=50),)
    assert indicator_exception(IndicatorException(switch="s", where=where, plus=("books",))).zh == (
        "启用 s 时，在校学生数 ≥ 50：计入图书册数"
    )
    assert check_exception(CheckException(switch="s", where=where, values={"single": 2400})).en == (
        "with s, pupils ≥ 50: pupils of one-stage schools 2400"
    )


def test_a_formula_in_words() -> None:
    title = load("cn.quality.2017").title
    area = Indicator(
        id="x", title=title, clause="c", unit="m2", times=100, plus=("teaching_area",), minus=("indoor_sports_area",)
    )
    assert formula(area).zh == "(教学及辅助用房面积 − 室内体育用房面积) ÷ 在校学生数 × 100"
    assert formula(Indicator(id="x", title=title, clause="c", unit="book", plus=("books",), per=())).en == "books"


@pytest.mark.parametrize(
    ("figure", "shown"),
    [(Decimal("0.50"), "0.5"), (2000, "2000"), (Decimal("2E+3"), "2000"), (Decimal("4.2"), "4.2"), (0, "0")],
)
def test_figures_are_printed_without_idle_decimals_or_exponents(figure: int | Decimal, shown: str) -> None:
    assert plain(figure) == shown


def test_shares_are_printed_in_per_cent() -> None:
    assert [percent(Decimal("0.85")), percent(1), percent(Decimal("0.0015"))] == ["85 %", "100 %", "0.15 %"]


@pytest.mark.parametrize("standard", [*listing(), *map(load, EXAMPLES)], ids=lambda each: each.id)
@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_page_names_every_demand(standard: Standard, language: str) -> None:
    page = render(standard, language)
    demands = (*standard.indicator, *standard.item, *standard.switch)
    for demand in demands:
        assert (demand.title.zh in page) or language == "en"
        assert (demand.title.en in page) or language == "zh"
        assert demand.clause in page
    for indicator in standard.indicator:
        for figure in (*indicator.lines.values(), *indicator.cv_limits.values()):
            assert f" {plain(figure)}" in page


def test_headings_and_words_of_an_english_page_are_english() -> None:
    page = render(load("cn.quality.2017"), "en")
    headings = [line for line in page.splitlines() if line.startswith("#")]
    assert len(headings) > 8
    assert not [line for line in headings if CHINESE.search(line)]
    cells = [cell for line in page.splitlines() if line.startswith("|") for cell in line.strip("|").split("|")[:-1]]
    assert not [cell for cell in cells if CHINESE.search(cell)]


def test_the_first_heading_has_the_level_asked_for() -> None:
    assert render(load("cn.basic.2012"), level=3).startswith("### ")
