"""A report against a county's records and against another report: what is matched, and what is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from junheng.assess import assess, counties, rules_of
from junheng.audit import reading
from junheng.audit.against import Figures, against_county, against_report, figures, matches
from junheng.audit.blanks.notes import Note
from junheng.audit.layout import Layout, lay_out
from junheng.audit.model import Block, Clean, Document
from junheng.audit.quantities import quantities
from junheng.demo import county
from junheng.facts import Facts, derive
from junheng.standards import load

STANDARD = load("cn.quality.2017")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return derive(county(), rules_of(STANDARD))


@pytest.fixture(scope="module")
def known(facts: Facts) -> Figures:
    (code,) = counties(facts)
    return figures(facts, code, [assess(facts, STANDARD, county=code)])


def read(text: str) -> tuple[Clean, Layout]:
    clean = reading.clean(Document("report.txt", text, (Block("paragraph", 0, len(text)),)))
    return clean, lay_out(clean.text, list(quantities(clean.text)))


def said(text: str, known: Figures) -> list[Note]:
    return list(against_county(known)(*read(text)))


def found(text: str, known: Figures) -> Iterator[tuple[str, str, bool]]:
    for one in matches(*read(text), known):
        yield one.known.title.zh, one.sure, one.agrees


def test_it_knows_what_the_facts_add_up_to(facts: Facts, known: Figures) -> None:
    parts = facts.parts.filter((facts.parts["year"] == 2025) & (facts.parts["stage"] == "primary"))
    (pupils,) = [by_year[2025] for key, by_year in known.by_key.items() if key[:3] == ("measures", "pupils", "primary")]
    assert pupils.values == (parts["pupils"].sum(),)
    schools = facts.schools.filter((facts.schools["year"] == 2025) & (facts.schools["kind_group"] == "nine_year"))
    (nine,) = [by_year[2025] for key, by_year in known.by_key.items() if key[:3] == ("schools", "nine_year", "")]
    assert nine.values[0] == schools.height


def test_kinds_the_records_do_not_hold_are_unknown(known: Figures) -> None:
    assert not [key for key in known.by_key if key.name == "kindergarten"]
    assert not said("2025年，全县现有幼儿园31所。", known)


def test_figures_that_agree_are_matched_and_nothing_is_said(known: Figures) -> None:
    text = (
        "2025年，全县现有小学25所，初级中学8所，九年制学校12所，教学点6个。小学在校生20367人，义务教育阶段在校生2.98万人。"
        "初中三年巩固率99.5%，小学生均教学及辅助用房面积7.11平方米，小学生均教学及辅助用房面积差异系数0.37，常住人口31.03万人。"
    )
    rows = list(found(text, known))
    assert len(rows) == 10
    assert all(agrees for _, _, agrees in rows)
    assert not said(text, known)


def test_a_figure_named_for_sure_contradicts_the_records(known: Figures) -> None:
    (one,) = said("2025年，全县初中在校生9442人。", known)
    assert (one.kind, one.rule) == ("contradiction", "against_county")
    assert "9424人" in one.zh
    assert "9424人" in one.en


def test_an_old_figure_is_named_as_one(known: Figures) -> None:
    (pupils,) = [by_year for key, by_year in known.by_key.items() if key[:3] == ("measures", "pupils", "primary")]
    (one,) = said(f"2025年，小学在校生{pupils[2023].values[0]}人。", known)
    assert one.rule == "against_county_stale"
    assert "2023" in one.zh


def test_further_words_make_it_a_doubt(known: Figures) -> None:
    (one,) = said("2025年，青澜县小学在校生20376人。", known)
    assert (one.kind, one.rule) == ("doubt", "against_county_loose")


@pytest.mark.parametrize(
    "text",
    [
        "2025年，新建小学3所、初中2所。",
        "2025年，农村学校19所（小学14所、初中5所）。",
        "2025年，城区小学在校生9000人。",
        "2025年，撤并小学4所。",
        "2025年，小学毕业生3159人。",
        "2019年，全县小学在校生31000人。",
        "2025年，小学在校生比上年增加166人。",
        "2025年，招聘小学专任教师45人。",
        "2025年，创建示范小学6所。",
    ],
)
def test_other_stocks_and_other_years_say_nothing(text: str, known: Figures) -> None:
    assert not said(text, known)


def test_the_rounding_of_the_report_is_allowed_for(known: Figures) -> None:
    assert not said("2025年，义务教育阶段在校生近3万人，小学在校生2.04万人，小学在校生超过2万人。", known)
    assert said("2025年，小学在校生2.14万人。", known)


def test_another_report_of_the_same_year_is_contradicted() -> None:
    other = read("一、概况\n2025年，全县有中心校42所，在编教师3120人。")
    text = "一、基本情况\n2025年，全县有中心校45所，在编教师3120人。"
    (one,) = against_report(*other, name="另一章")(*read(text))
    assert (one.kind, one.rule) == ("contradiction", "against_report")
    assert "42所" in one.zh
    assert "45所" in one.zh


def test_another_year_is_expected_to_differ_unless_by_far() -> None:
    other = read("2024年，全县有中心校42所，在编教师3120人。")
    assert not list(against_report(*other)(*read("2025年，全县有中心校45所，在编教师3200人。")))
    (one,) = against_report(*other)(*read("2025年，全县有中心校45所，在编教师32000人。"))
    assert one.rule == "against_report_jump"


def test_years_that_are_not_told_make_it_a_doubt() -> None:
    other = read("全县有中心校42所。")
    (one,) = against_report(*other)(*read("全县有中心校45所。"))
    assert (one.kind, one.rule) == ("doubt", "against_report_loose")


def test_a_label_told_with_two_values_is_left_alone() -> None:
    other = read("2025年，设点42处。设点38处。")
    assert not list(against_report(*other)(*read("2025年，设点45处。")))


def test_any_text_is_taken(known: Figures) -> None:
    for text in ("", "\n", "（" * 50 + "小学3所", "小学" * 5000 + "3所", "共计" * 3000 + "5所，" * 50):
        assert isinstance(said(text, known), list)
