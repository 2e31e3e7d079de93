"""What all charts share in Altair: fonts, axes, the line of the standard with its name, verdict colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from junheng.assess.model import Assessment
from junheng.report.words import year_word
from junheng.web.charts.model import Colours, Specification

WIDTH = 640
"""Width of a chart in a file; on a page it takes the width there is."""
DASH = [5, 4]
HASH = len("sha256:") + 12
"""Characters of a snapshot's hash under a chart."""
STATES = ("met", "near", "short", "unknown", "none")
SHAPES = ("circle", "diamond", "triangle-up", "square", "circle")


def source(assessment: Assessment, language: str) -> str:
    """Return where a chart's figures come from, on one line: county, year, standard, snapshot."""
    place = f"{assessment.county_name or ''} {year_word(assessment.year, language)}".strip()
    standard = assessment.standard.document.split(" ", maxsplit=1)[0]
    snapshot = assessment.snapshot[:HASH]
    return (
        f"{place}；标准：{standard}；快照：{snapshot}"
        if language == "zh"
        else f"{place}; standard: {standard}; snapshot: {snapshot}"
    )


def data(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return rows as Altair's inline data."""
    import altair as alt  # noqa: PLC0415 (takes 0.6 s: only a process that draws pays for it)

    return alt.Data(values=[dict(row) for row in rows])


def state_colour(colours: Colours, *, plain: str = "bar") -> Any:
    """Return the colour by `state`: what is met in the plain colour, so that what is short stands out."""
    import altair as alt  # noqa: PLC0415

    held = [colours[plain], colours["near"], colours["short"], colours["hatch"], colours["hatch"]]
    return alt.Color("state:N", scale=alt.Scale(domain=list(STATES), range=held), legend=None)


def state_shape() -> Any:
    """Return the mark's shape by `state`, so that colour is not all that tells."""
    import altair as alt  # noqa: PLC0415

    return alt.Shape("state:N", scale=alt.Scale(domain=list(STATES), range=list(SHAPES)), legend=None)


def mark_size(state: str, size: float) -> float:
    """Return a mark's size: Vega's triangle has less than half a circle's area, and short ones must not look small."""
    return size * 2.2 if state == "short" else size


def finish(chart: Any, colours: Colours, *, width: int | None = None, height: int | None = None) -> Specification:
    """Return the chart's specification in the house's font and colours; as wide as its place unless told."""
    placed = chart.properties(width=width or "container", **({} if height is None else {"height": height}))
    quiet, ink, rule = colours["quiet"], colours["ink"], colours["soft"]
    styled = placed.configure(
        background="transparent", font=colours["font"], padding=4, autosize={"type": "fit-x", "contains": "padding"}
    )
    styled = styled.configure_view(stroke=None).configure_axis(
        labelColor=quiet, titleColor=quiet, gridColor=rule, domainColor=colours["rule"], tickColor=colours["rule"],
        labelFontSize=12, titleFontSize=12, titleFontWeight="normal",
    )  # fmt: skip
    return dict(styled.configure_text(color=ink, fontSize=12).to_dict(validate=False))


def named_rule(value: float, name: str, colours: Colours, *, across: str, dy: int = 6, align: str = "left") -> Any:
    """Return the line of the standard at `value` (`across` "x" stands, "y" lies), with its name on it."""
    import altair as alt  # noqa: PLC0415

    base = alt.Chart(data([{"line": value, "name": name}]))
    rule = base.mark_rule(color=colours["ink"], strokeDash=DASH, strokeWidth=1.5)
    if across == "x":
        text = base.mark_text(color=colours["ink"], align=align, dx=5 if align == "left" else -5, baseline="top", dy=dy)
        return rule.encode(x="line:Q") + text.encode(x="line:Q", y=alt.value(0), text="name:N")
    text = base.mark_text(color=colours["ink"], align="left", baseline="bottom", dx=4, dy=-3)
    return rule.encode(y="line:Q") + text.encode(y="line:Q", x=alt.value(0), text="name:N")
