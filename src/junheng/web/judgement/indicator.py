"""One indicator in one stage: definition, who is below, who causes the spread, distribution, inequality, years."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from junheng.assess.formula import formula_of
from junheng.assess.model import CountyIndicator, IndicatorReference
from junheng.report import figures
from junheng.report.book import source_line
from junheng.report.page.printer import Printer
from junheng.report.page.view import CellView, RowView, StageView, school_name
from junheng.report.words import stage_word, stages_of, switch_titles
from junheng.web.judgement import scope
from junheng.web.judgement.arranged import arranged, indicator_address, school_address, working_address
from junheng.web.judgement.causes import Cause, causes, levelled
from junheng.web.judgement.formula import formula_words
from junheng.web.judgement.pictures import picture
from junheng.web.judgement.service import Judged

CHARTS = ("distribution", "lorenz", "trend-cv", "trend-mean")
_CAUSES = 8


@scope.scoped()
def show(request: Any, found: Judged, stage: str, indicator: str) -> HttpResponse:
    """Show the indicator's page."""
    asked = next((one for one in found.assessment.standard.indicators if one.id == indicator), None)
    view = next((one for one in arranged(found).stages if one.stage == stage), None)
    county = next((one for one in found.assessment.county if (one.stage, one.indicator) == (stage, indicator)), None)
    if asked is None or view is None or county is None:
        raise Http404
    allowed = scope.schools(request, found)
    rows = [
        (row, cell)
        for row in view.rows
        for cell in row.cells
        if cell.indicator.id == indicator and (allowed is None or row.part.school in allowed)
    ]
    rows.sort(key=lambda pair: (pair[1].cell.value is None, pair[1].sort))
    return render(
        request,
        "judgement/indicator.html",
        {
            "found": found,
            "asked": asked,
            "stage": stage_word(stage, arranged(found).printer.language),
            "county": county,
            "working": working_address(request, stage=stage, indicator=indicator),
            **_county(found, asked, county),
            **_causes(request, found, asked, county, allowed),
            "below": [_row(request, *pair) for pair in rows if pair[1].cell.verdict in {"short", "unknown"}],
            "all": [_row(request, *pair) for pair in rows],
            "charts": [
                chart
                for name in CHARTS
                if (chart := picture(request, found, name, stage=stage, indicator=indicator)) is not None
            ],
            "tabs": _tabs(request, found, view, indicator),
            "stages": [
                (
                    stage_word(one, arranged(found).printer.language),
                    indicator_address(request, one, indicator),
                    one == stage,
                )
                for one in stages_of(found.assessment)
            ],
            "limited": allowed is not None,
            "source": source_line(found.assessment, arranged(found).printer.language),
        },
    )


def _county(found: Judged, asked: IndicatorReference, county: CountyIndicator) -> dict[str, Any]:
    printer = arranged(found).printer
    unequal = next(
        (one for one in found.assessment.inequality if (one.stage, one.indicator) == (county.stage, county.indicator)),
        None,
    )
    rule = next(one for one in found.standard.indicator if one.id == asked.id)
    switches = frozenset(found.assessment.standard.switches)
    relation = "≤" if asked.better == "less" else "≥"
    line = asked.lines.get(county.stage)
    return {
        "formula": formula_words(formula_of(rule, switches), printer),
        "switches": switch_titles(found.assessment, printer.language),
        "line": "" if line is None else f"{relation} {printer.with_unit(figures.plain(line), asked.unit)}",
        "floor": printer.share(found.assessment.standard.floor),
        "mean": _mean(county, asked, printer),
        "sd": figures.number(county.sd, figures.PLACES["sd"], blank=printer.unknown),
        "cv": figures.beside(county.cv, county.limit, figures.PLACES["cv"], blank=printer.unknown),
        "limit": figures.plain(county.limit, blank=figures.NONE),
        "inequality": [
            (name, figures.measure(getattr(unequal, field, None), blank=printer.unknown), note)
            for field, name, note in _measures(printer)
        ],
    }


def _mean(county: CountyIndicator, asked: IndicatorReference, printer: Printer) -> str:
    text = figures.number(county.mean, figures.PLACES["mean"], blank=printer.unknown)
    return text if county.mean is None else printer.with_unit(text, asked.unit)


def _measures(printer: Printer) -> tuple[tuple[str, str, str], ...]:
    pick = printer.pick
    return (
        ("gini", pick("基尼系数", "Gini coefficient"), pick("0 为完全均等", "0 is equal")),
        ("theil", pick("泰尔指数", "Theil index"), pick("城乡间与城乡内之和", "between and within locales, together")),
        ("theil_between", pick("其中：城乡之间", "of it between locales"), ""),
        ("theil_within", pick("其中：城乡内部", "of it within locales"), ""),
        ("mcloone", pick("麦克伦指数", "McLoone index"), pick("1 为中位数以下完全均等", "1 is equal below the median")),
        ("range_ratio", pick("极差率", "Range ratio"), pick("（第 95 − 第 5 百分位）÷ 第 5 百分位", "(p95 − p5) ÷ p5")),
    )


def _causes(
    request: Any, found: Judged, asked: IndicatorReference, county: CountyIndicator, allowed: frozenset[str] | None
) -> dict[str, Any]:
    """Return the schools that make the spread; a person of single schools gets only theirs, and no sentence."""
    printer = arranged(found).printer
    parts = [part for part in found.assessment.parts if part.stage == county.stage]
    held = causes(county, parts)
    fewest = None if allowed is not None else levelled(county, held, asked.times)
    shown = [one for one in held if allowed is None or one.part.school in allowed]
    few = {one.part.unit for one in fewest.causes} if fewest else set()
    return {
        "causes": [_cause(request, one, asked, county, printer, one.part.unit in few) for one in shown[:_CAUSES]],
        "fewest": None
        if fewest is None
        else {
            "schools": [(school_name(one.part), school_address(request, one.part.unit)) for one in fewest.causes],
            "cv": figures.beside(fewest.cv, county.limit, figures.PLACES["cv"]),
        },
    }


def _cause(
    request: Any, one: Cause, asked: IndicatorReference, county: CountyIndicator, printer: Printer, decisive: bool
) -> dict[str, Any]:
    part = one.part
    return {
        "name": school_name(part),
        "school": school_address(request, part.unit),
        "working": working_address(request, unit=part.unit, stage=county.stage, indicator=county.indicator),
        "value": printer.value(part.indicators[county.indicator]),
        "away": ("+" if one.away > 0 else "−" if one.away < 0 else "") + figures.number(abs(one.away), 2),
        "pupils": printer.count(part.pupils),
        "share": figures.percent(one.share),
        "decisive": decisive,
    }


def _row(request: Any, row: RowView, cell: CellView) -> dict[str, Any]:
    part = row.part
    return {
        "name": row.name,
        "school": school_address(request, part.unit),
        "working": working_address(request, unit=part.unit, stage=part.stage, indicator=cell.indicator.id),
        "view": cell,
        "locale": row.locale,
    }


def _tabs(request: Any, found: Judged, view: StageView, indicator: str) -> list[dict[str, Any]]:
    signs = {bar.label: figures.verdict_sign(bar.verdict) if bar.verdict != "met" else "" for bar in view.bars}
    return [
        {
            "text": f"{signs.get(one.id, '')} {one.id}".strip(),
            "title": one.title,
            "address": indicator_address(request, view.stage, one.id),
            "here": one.id == indicator,
        }
        for one in found.assessment.standard.indicators
    ]
