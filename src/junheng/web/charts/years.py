"""Figures over the years: one indicator's coefficient or mean, and all coefficients of a stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from junheng.assess.model import Assessment, TrendPoint
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.words import stage_word
from junheng.web.charts.drawing import data, finish, named_rule, source
from junheng.web.charts.model import Chart, Colours, Column, Specification
from junheng.web.charts.spread import indicator_of

Measure = Literal["cv", "mean"]
_HEIGHT = 200
_HEIGHT_ALL = 280


def trend(assessment: Assessment, stage: str, indicator: str, language: str, measure: Measure = "cv") -> Chart:
    """Return the coefficient of variation (or the mean) of one indicator, year by year. Raises KeyError."""
    printer, asked = Printer(language), indicator_of(assessment, indicator)
    points = [one for one in assessment.trend if (one.stage, one.indicator) == (stage, indicator)]
    bound = (asked.cv_limits if measure == "cv" else asked.lines).get(stage)
    word = _word(measure, printer)
    shown = [
        (one.year, getattr(one, measure), _print(getattr(one, measure), bound, measure, printer)) for one in points
    ]
    return Chart(
        name=f"trend-{measure}",
        title=f"{word}{printer.pick('：', ': ')}{stage_word(stage, language)} {printer.say(asked.title)}",
        description=printer.pick("；", "; ").join(f"{_year(year)} {text}" for year, _, text in shown),
        source=source(assessment, language),
        columns=(
            Column(printer.pick("学年", "School year")),
            Column(word, figures=True),
            Column(printer.pick("达标学校（所）", "Schools met"), figures=True),
            Column(printer.pick("学校（所）", "Schools"), figures=True),
        ),
        rows=tuple(
            (_year(one.year), text, str(one.schools_met), str(one.parts))
            for one, (_, _, text) in zip(points, shown, strict=True)
        ),
        draw=lambda colours: _line(shown, bound, measure, printer, colours),
    )


def trends(assessment: Assessment, stage: str, language: str) -> Chart:
    """Return the coefficients of variation of a stage over the years, each named at the end of its line."""
    printer = Printer(language)
    points = [one for one in assessment.trend if one.stage == stage]
    years = sorted({one.year for one in points})
    titles = {one.id: f"{one.id} {printer.say(one.title)}" for one in assessment.standard.indicators}
    limits = {one.indicator: one.limit for one in assessment.county if one.stage == stage}
    by_place = {(one.indicator, one.year): one for one in points}
    ids = [one for one in titles if any(point.indicator == one for point in points)]

    def text(indicator: str, year: int) -> str:
        point = by_place.get((indicator, year))
        return _print(None if point is None else point.cv, limits.get(indicator), "cv", printer)

    name = stage_word(stage, language)
    over = [titles[one] for one in ids if _over(by_place.get((one, years[-1])), limits.get(one))] if years else []
    return Chart(
        name="trends",
        title=printer.pick(f"{name}差异系数历年变化", f"Coefficients of variation over the years, {name}"),
        description=printer.pick(
            f"{len(years)} 个学年，{len(ids)} 个系数；最近一年超限：{'、'.join(over) or '无'}。",
            f"{len(years)} years, {len(ids)} coefficients; over the limit in the last: {', '.join(over) or 'none'}.",
        ),
        source=source(assessment, language),
        columns=(Column(printer.pick("指标", "Indicator")), *(Column(_year(year), figures=True) for year in years)),
        rows=tuple((titles[one], *(text(one, year) for year in years)) for one in ids),
        draw=lambda colours: _lines(points, limits, text, printer, colours),
    )


def _year(year: int) -> str:
    return f"{year}–{(year + 1) % 100:02d}"


def _word(measure: Measure, printer: Printer) -> str:
    return printer.pick("差异系数", "CV") if measure == "cv" else printer.pick("全县水平", "County mean")


def _print(value: Fraction | Decimal | None, bound: Fraction | None, measure: Measure, printer: Printer) -> str:
    return figures.beside(value, bound, figures.PLACES[measure], blank=printer.unknown)


def _over(point: TrendPoint | None, limit: Fraction | None) -> bool:
    return point is not None and point.cv is not None and limit is not None and Fraction(point.cv) > limit


def _line(
    shown: Sequence[tuple[int, Fraction | Decimal | None, str]],
    bound: Fraction | None,
    measure: Measure,
    printer: Printer,
    colours: Colours,
) -> Specification:
    import altair as alt  # noqa: PLC0415

    rows = [
        {"year": _year(year), "value": float(value), "text": text} for year, value, text in shown if value is not None
    ]
    top = max([*(row["value"] for row in rows), 0.0 if bound is None else float(bound)]) * 1.25 or 1.0
    base = alt.Chart(data(rows)).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(paddingOuter=0.6)),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(tickCount=4)),
    )
    layers = [
        base.mark_line(color=colours["bar"], strokeWidth=2),
        base.mark_point(filled=True, size=60, color=colours["bar"], opacity=1),
        base.mark_text(dy=-12, color=colours["ink"]).encode(text="text:N"),
    ]
    if bound is not None:
        word = printer.pick("限值", "limit") if measure == "cv" else printer.pick("标准", "line")
        layers.append(named_rule(float(bound), f"{word} {figures.plain(bound)}", colours, across="y"))
    return finish(alt.layer(*layers), colours, height=_HEIGHT)


def _lines(
    points: Sequence[TrendPoint],
    limits: dict[str, Fraction | None],
    text: Callable[[str, int], str],
    printer: Printer,
    colours: Colours,
) -> Specification:
    import altair as alt  # noqa: PLC0415

    last = max((one.year for one in points), default=0)
    over = {one.indicator for one in points if one.year == last and _over(one, limits.get(one.indicator))}
    rows = [
        {"id": one.indicator, "year": _year(one.year), "cv": float(one.cv), "state": _state(one.indicator in over)}
        for one in points
        if one.cv is not None
    ]
    bounds = {float(limit) for limit in limits.values() if limit is not None}
    top = max([*bounds, *(row["cv"] for row in rows), 0.1]) * 1.12
    ends = [row | {"label": f"{row['id']} {text(row['id'], last)}"} for row in rows if row["year"] == _year(last)]
    _apart(ends, gap=top * 15 / _HEIGHT_ALL)
    colour = alt.Color(
        "state:N", scale=alt.Scale(domain=["over", "within"], range=[colours["short"], colours["bar"]]), legend=None
    )
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(paddingOuter=0.3))
    y = alt.Y("cv:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(tickCount=5))
    base = alt.Chart(data(rows)).encode(x=x, y=y, color=colour, detail="id:N")
    layers = [
        base.mark_line(strokeWidth=1.6),
        base.mark_point(filled=True, size=36, opacity=1).encode(
            tooltip=["id:N", "year:O", alt.Tooltip("cv:Q", format=".3f")]
        ),
        alt.Chart(data(ends)).mark_text(align="left", dx=8).encode(x=x, y=alt.Y("at:Q"), text="label:N", color=colour),
    ]
    if len(bounds) == 1:
        limit = bounds.pop()
        layers.append(named_rule(limit, f"{printer.pick('限值', 'limit')} {limit:g}", colours, across="y"))
    return finish(alt.layer(*layers), colours, height=_HEIGHT_ALL)


def _state(over: bool) -> str:
    return "over" if over else "within"


def _apart(ends: list[dict[str, float]], gap: float) -> None:
    """Give the names at the lines' ends places (`at`) that do not lie on one another."""
    lowest = 0.0
    for row in sorted(ends, key=lambda row: row["cv"]):
        row["at"] = max(row["cv"], lowest)
        lowest = row["at"] + gap
