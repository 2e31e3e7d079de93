"""A chart as a file: specification, SVG, table."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpResponse, JsonResponse

from junheng.web.charts.colours import on_page, on_paper
from junheng.web.charts.drawing import WIDTH
from junheng.web.charts.model import Chart

Form = Literal["json", "svg", "csv"]
FORMS: tuple[Form, ...] = ("json", "svg", "csv")
_TYPES = {"svg": "image/svg+xml; charset=utf-8", "csv": "text/csv; charset=utf-8"}


def answer(chart: Chart, form: Form, *, page: bool = False) -> HttpResponse:
    """Return the chart as a file to keep, or (`page`, JSON only) as the page's own script draws it."""
    if form == "json" and page:
        return JsonResponse(chart.draw(on_page()))
    response = (
        JsonResponse(specification(chart), json_dumps_params={"ensure_ascii": False, "indent": 1})
        if form == "json"
        else HttpResponse(svg(chart) if form == "svg" else chart.csv(), content_type=_TYPES[form])
    )
    response["Content-Disposition"] = f'attachment; filename="{chart.name}.{form}"'
    return response


def specification(chart: Chart) -> dict[str, Any]:
    """Return the Vega-Lite specification in the colours of paper, with title and source, standing alone."""
    drawn = chart.draw(on_paper())
    width = drawn.get("width")
    return {
        **drawn,
        "width": WIDTH if width == "container" else width,
        "background": on_paper()["paper"],
        "description": chart.description,
        "title": {
            "text": chart.title,
            "subtitle": chart.source,
            "anchor": "start",
            "fontSize": 15,
            "subtitleFontSize": 11,
            "limit": WIDTH,
        },
    }


def svg(chart: Chart) -> str:
    """Return the chart as SVG; its text stays text, so that the reader's own fonts show it."""
    import vl_convert  # noqa: PLC0415 (loads a script engine)

    return str(vl_convert.vegalite_to_svg(specification(chart)))
