"""`{% chart chart %}` puts a chart on a page, `{% chart_scripts %}` what draws it (block `scripts`)."""

from __future__ import annotations

from typing import Any

from django import template

from junheng.web.charts.bundle import bundle
from junheng.web.charts.model import Chart

register = template.Library()


@register.inclusion_tag("charts/figure.html")
def chart(chart: Chart, heading: int = 3) -> dict[str, Any]:
    """Show title, picture, source, and the same figures as a table with the files to take along."""
    return {"chart": chart, "heading": heading}


@register.inclusion_tag("charts/scripts.html")
def chart_scripts() -> dict[str, Any]:
    """Name the scripts and the style of charts."""
    return {"content": bundle().content}
