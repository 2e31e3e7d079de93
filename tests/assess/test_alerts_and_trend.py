"""Alerts against last year and near the line; the trend over years."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from items_scene import edited, scope

from junheng.assess.alerts import Year, alerts
from junheng.assess.model import Alert, Cell, CountyIndicator, Finding, ItemResult, Part, Verdict
from junheng.assess.trend import trend
from junheng.dictionary import Title
from junheng.standards.model import Indicator, Standard

F = Fraction
LINE, LIMIT, AREA = F(4), F(1, 2), Title("生均面积", "area")


def indicator(name: str, **rest: Any) -> Indicator:
    return Indicator(id=name, title=AREA, clause="测试", unit="m2", plus=("teaching_area",), **rest)


STANDARD: Standard = scope(edited(), indicators=(indicator("L4"), indicator("L5", better="less"))).standard


def cell(value: Fraction | None, line: Fraction = LINE, *, better: str = "more", near: bool = False) -> Cell:
    verdict: Verdict = "unknown"
    if value is not None:
        verdict = "met" if (value >= line if better == "more" else value <= line) else "short"
    return Cell(
        numerator=value, denominator=F(1), value=value, line=line, floor=None, verdict=verdict, above_floor=None,
        shortfall=None, shortfall_floor=None, near=near,
    )  # fmt: skip


def part(verdict: Verdict = "met", unit: str = "1", pupils: int = 100, **cells: Cell) -> Part:
    return Part(
        unit=unit, school=unit, campus="", name=f"学校{unit}", stage="primary", kind="211", locale=None, sponsor=None,
        pupils=pupils, classes=None, grades=None, verdict=verdict, met=0, short=0, unknown=0, indicators=cells,
    )  # fmt: skip


def county(cv: str | None, verdict: Verdict = "met", limit: Fraction | None = LIMIT) -> CountyIndicator:
    return CountyIndicator(
        stage="primary", indicator="L4", parts=2, numerator=None, denominator=None, mean=F(5), sd=None,
        cv=None if cv is None else Decimal(cv), limit=limit, verdict=verdict, schools_met=1, schools_short=1,
        schools_unknown=0,
    )  # fmt: skip


def of(now: Part | CountyIndicator, before: Part | CountyIndicator | None = None) -> list[Alert]:
    def year(held: Part | CountyIndicator) -> Year:
        return Year([held], []) if isinstance(held, Part) else Year([], [held])

    return list(alerts(STANDARD, year(now), None if before is None else year(before)))


def test_a_school_that_fell_from_met_to_short_is_reported() -> None:
    (alert,) = of(part("short"), part("met"))
    assert (alert.kind, alert.unit, alert.indicator) == ("worse", "1", None)
    assert "学校1（小学）上年达标，今年不达标" in alert.text.zh and "falls short this year" in alert.text.en


def test_an_unknown_verdict_is_not_a_fall() -> None:
    assert of(part("unknown"), part("met")) == []
    assert of(part(L4=cell(None)), part(L4=cell(F(5)))) == []
    assert of(county(None, "unknown"), county("0.3")) == []


def test_a_figure_that_fell_below_its_line_carries_both_years() -> None:
    (alert,) = of(part(L4=cell(F(399, 100))), part(L4=cell(F(4))))
    assert (alert.kind, alert.before, alert.now, alert.line) == ("worse", 4, F(399, 100), 4)
    assert "上年 4、今年 3.99，标准线 4" in alert.text.zh


def test_below_the_line_any_fall_is_reported() -> None:
    (alert,) = of(part(L4=cell(F(299_999, 100_000))), part(L4=cell(F(3))))
    assert alert.kind == "worse" and "继续变差" in alert.text.zh
    assert of(part(L4=cell(F(3))), part(L4=cell(F(3)))) == [], "the same"
    assert of(part(L4=cell(F(3))), part(L4=cell(F(2)))) == [], "better"
    assert of(part(L4=cell(F(5))), part(L4=cell(F(9)))) == [], "worse but above its line"
    assert of(part(L4=cell(F(3))), part(L4=cell(None))) == [], "last year is not known"


def test_where_less_is_better_more_is_worse() -> None:
    now, before = cell(F(6), better="less"), cell(F(5), better="less")
    assert [alert.kind for alert in of(part(L5=now), part(L5=before))] == ["worse"]
    assert of(part(L5=before), part(L5=now)) == []


def test_what_is_near_its_line_is_reported_without_a_year_before() -> None:
    (alert,) = of(part(L4=cell(F(41, 10), near=True)))
    assert (alert.kind, alert.before) == ("near", None)
    assert "刚达到标准线" in alert.text.zh
    (below,) = of(part(L4=cell(F(39, 10), near=True)))
    assert "略低于标准线" in below.text.zh


def test_a_cv_that_crossed_its_limit_or_rises_towards_it_is_reported() -> None:
    (crossed,) = of(county("0.50004", "short"), county("0.3"))
    assert crossed.kind == "worse" and "0.50004" in crossed.text.zh, "rounded to 0.500 it would not be above"
    (rising,) = of(county("0.48"), county("0.47"))
    assert rising.kind == "worse" and "接近限值" in rising.text.zh
    (grew,) = of(county("0.6", "short"), county("0.55", "short"))
    assert grew.kind == "worse" and "继续扩大" in grew.text.zh
    (barely,) = of(county("0.6001", "short"), county("0.6", "short"))
    assert barely.kind == "worse" and "继续扩大" in barely.text.zh


def test_a_cv_near_its_limit_that_does_not_rise_is_near() -> None:
    assert [alert.kind for alert in of(county("0.475"))] == ["near"]
    assert [alert.kind for alert in of(county("0.48"), county("0.49"))] == ["near"]
    assert of(county("0.47"), county("0.2")) == [], "still far"
    assert of(county("0.6", "short", None), county("0.3", "met", None)) == [], "no limit is asked"


def item(name: str, verdict: Verdict) -> ItemResult:
    finding = Finding(
        function="attested", verdict=verdict, numerator=None, denominator=None, value=None, line=None,
        working=Title("布局规划：否。", "Layout: no."),
    )  # fmt: skip
    return ItemResult(
        id=name, group="guarantee", number=int(name[1:]), title=Title("布局合理", "layout"), clause="测试",
        section=None, verdict=verdict, findings=(finding,),
    )  # fmt: skip


def test_items_met_last_year_and_short_now_are_reported_in_their_order() -> None:
    now = Year([], [], [item("G2", "short"), item("G3", "unknown"), item("G10", "short"), item("G11", "short")])
    before = Year([], [], [item("G10", "met"), item("G2", "met"), item("G3", "met"), item("G11", "unknown")])
    found = alerts(STANDARD, now, before)
    assert [(alert.kind, alert.unit, alert.stage, alert.indicator) for alert in found] == [
        ("worse", None, None, "G2"), ("worse", None, None, "G10"),
    ]  # fmt: skip
    assert found[0].text.zh == "政府保障程度第 2 项“布局合理”上年达标，今年不达标：布局规划：否。"
    assert "met last year and falls short this year" in found[0].text.en
    assert alerts(STANDARD, now) == () == alerts(STANDARD, now, Year([], []))


def test_alerts_stand_in_order_of_weight() -> None:
    now = Year(
        [
            part("short", "1", 100, L4=cell(F(3))),
            part("short", "2", 900, L4=cell(F(1))),
            part("met", "3", L4=cell(F(41, 10), near=True)),
            part("met", "4", L4=cell(F(404, 100), near=True)),
        ],
        [county("0.52", "short")],
    )
    before = Year(
        [part("met", "1", L4=cell(F(5))), part("met", "2", L4=cell(F(5))), part("met", "3", L4=cell(F(5)))],
        [county("0.4")],
    )
    found = alerts(STANDARD, now, before)
    assert [(alert.kind, alert.unit, alert.indicator) for alert in found] == [
        ("worse", "2", None),
        ("worse", "1", None),
        ("worse", None, "L4"),
        ("worse", "2", "L4"),
        ("worse", "1", "L4"),
        ("near", "4", "L4"),
        ("near", "3", "L4"),
    ]
    assert all(alert.text.zh.endswith("。") and alert.text.en.endswith(".") for alert in found)


def test_a_school_new_this_year_is_not_compared() -> None:
    now, before = Year([part("short", "9", L4=cell(F(1)))], []), Year([part("met", "1", L4=cell(F(5)))], [])
    assert alerts(STANDARD, now, before) == ()


def test_the_trend_has_a_point_per_stage_indicator_and_year_in_order() -> None:
    points = trend(STANDARD, {2025: [county("0.4")], 2023: [county("0.6", "short")], 2024: [county(None, "unknown")]})
    assert [(point.year, point.cv) for point in points] == [
        (2023, Decimal("0.6")), (2024, None), (2025, Decimal("0.4")),
    ]  # fmt: skip
    assert {(point.stage, point.indicator, point.parts, point.schools_met, point.mean) for point in points} == {
        ("primary", "L4", 2, 1, F(5))
    }
