"""The charts of judgement by name, and their files: what a page shows and what is downloaded are one chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from junheng.assess import Assessment
from junheng.report.words import stages_of
from junheng.web.base.words import language
from junheng.web.charts.county import class_bands, county_map, schools
from junheng.web.charts.cv import cv_bars
from junheng.web.charts.files import FORMS, answer
from junheng.web.charts.model import Chart, Specification
from junheng.web.charts.spread import distribution, lorenz
from junheng.web.charts.years import trend, trends
from junheng.web.judgement import scope
from junheng.web.judgement.arranged import shown_of
from junheng.web.judgement.service import Judged

Maker = Callable[[Assessment, str, str, str], Chart | None]
"""assessment, stage, indicator, language → the chart."""

OF_COUNTY: Mapping[str, Maker] = {
    "schools": lambda a, _stage, _indicator, spoken: schools(a, spoken),
    "cv": lambda a, stage, _indicator, spoken: cv_bars(a, stage, spoken),
    "trends": lambda a, stage, _indicator, spoken: trends(a, stage, spoken),
    "bands": lambda a, stage, _indicator, spoken: class_bands(a, stage, spoken),
    "lorenz": lorenz,
    "trend-cv": lambda a, stage, indicator, spoken: trend(a, stage, indicator, spoken, measure="cv"),
    "trend-mean": lambda a, stage, indicator, spoken: trend(a, stage, indicator, spoken, measure="mean"),
}
"""Charts of the county as a whole."""
OF_SCHOOLS: Mapping[str, Maker] = {
    "distribution": distribution,
    "map": lambda a, _stage, _indicator, spoken: county_map(a, spoken),
    "map-centre": lambda a, _stage, _indicator, spoken: county_map(a, spoken, "centre"),
}
"""Charts that show single schools: only those the person may be shown."""
BY_STAGE = frozenset({"cv", "trends", "bands", "lorenz", "distribution", "trend-cv", "trend-mean"})
BY_INDICATOR = frozenset({"lorenz", "distribution", "trend-cv", "trend-mean"})


def picture(request: Any, found: Judged, name: str, *, stage: str = "", indicator: str = "") -> Chart | None:
    """Return a chart with the address of its files; None where there is nothing to draw.

    Raises Http404 for a name, stage or indicator that is not there.
    """
    stage, indicator = _known(found, name, stage, indicator)
    allowed = scope.schools(request, found) if name in OF_SCHOOLS else None
    spoken = language()

    def make() -> Chart | None:
        maker = OF_SCHOOLS.get(name) or OF_COUNTY[name]
        made = maker(shown_of(found, allowed), stage, indicator, spoken)
        return None if made is None else _kept(made)

    chart = found.once(("chart", name, stage, indicator, spoken, allowed), make)
    if chart is None:
        return None
    return _addressed(chart, request, stage, indicator)


@scope.scoped(file=True)
def file(request: Any, found: Judged, name: str, form: str) -> HttpResponse:
    """Answer a chart's file: `json`, `svg` or `csv`; `?palette=page` is what the page's script draws."""
    if form not in FORMS:
        raise Http404
    chart = picture(
        request, found, name, stage=request.GET.get("stage", ""), indicator=request.GET.get("indicator", "")
    )
    if chart is None:
        raise Http404
    return answer(chart, form, page=request.GET.get("palette") == "page")


def _known(found: Judged, name: str, stage: str, indicator: str) -> tuple[str, str]:
    if name not in OF_COUNTY and name not in OF_SCHOOLS:
        raise Http404
    if name in BY_STAGE and stage not in stages_of(found.assessment):
        raise Http404
    if name in BY_INDICATOR and indicator not in {one.id for one in found.assessment.standard.indicators}:
        raise Http404
    return stage if name in BY_STAGE else "", indicator if name in BY_INDICATOR else ""


def _kept(chart: Chart) -> Chart:
    """Return the chart with its drawing made once in each set of colours: Altair takes 40 ms for one."""
    drawn: dict[str, Specification] = {}

    def draw(colours: Any) -> Specification:
        if colours["ink"] not in drawn:
            drawn[colours["ink"]] = chart.draw(colours)
        return drawn[colours["ink"]]

    return replace(chart, draw=draw)


def _addressed(chart: Chart, request: Any, stage: str, indicator: str) -> Chart:
    address = reverse("judgement:picture", kwargs={"name": chart.name, "form": "json"}).removesuffix(".json")
    return replace(chart, address=address, query=scope.kept(request, stage=stage, indicator=indicator))
