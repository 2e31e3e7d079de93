"""The county at a glance: schools by verdict, sizes of classes, the map of its schools."""

from __future__ import annotations

from junheng.assess.model import Assessment, ClassBand, Verdict
from junheng.report import figures
from junheng.report.page.charts import Panel, map_view
from junheng.report.page.printer import Printer
from junheng.report.words import stage_word, stages_of
from junheng.web.charts.drawing import data, finish, mark_size, source, state_colour, state_shape
from junheng.web.charts.model import Chart, Colours, Column, Specification

_VERDICTS: tuple[Verdict, ...] = ("met", "short", "unknown")
_LARGE = {"56-65", "66+"}
"""Bands the state calls large (大班额)."""
_ROW = 56


def schools(assessment: Assessment, language: str) -> Chart:
    """Return how many schools of each stage are met, short or unknown."""
    printer = Printer(language)
    counts = [
        (stage, verdict, sum(part.stage == stage and part.verdict == verdict for part in assessment.parts))
        for stage in stages_of(assessment)
        for verdict in _VERDICTS
    ]
    stages = list(dict.fromkeys(stage for stage, _, _ in counts))
    found = {(stage, verdict): count for stage, verdict, count in counts}
    said = [
        printer.pick(
            f"{stage_word(stage, language)}达标 {found[stage, 'met']} 所，不达标 {found[stage, 'short']} 所",
            f"{stage_word(stage, language)}: {found[stage, 'met']} met, {found[stage, 'short']} short",
        )
        for stage in stages
    ]
    return Chart(
        name="schools",
        title=printer.pick("学校达标情况", "Schools by verdict"),
        description=printer.pick("；", "; ").join(said),
        source=source(assessment, language),
        columns=(
            Column(printer.pick("学段", "Stage")),
            *(Column(printer.pick(f"{printer.word(one)}（所）", printer.word(one)), figures=True) for one in _VERDICTS),
        ),
        rows=tuple(
            (stage_word(stage, language), *(str(found[stage, verdict]) for verdict in _VERDICTS)) for stage in stages
        ),
        draw=lambda colours: _shares(counts, printer, colours),
    )


def _shares(counts: list[tuple[str, Verdict, int]], printer: Printer, colours: Colours) -> Specification:
    import altair as alt  # noqa: PLC0415

    rows, start = [], 0
    for stage, verdict, count in counts:
        start = 0 if verdict == "met" else start
        rows.append(
            {
                "stage": stage_word(stage, printer.language),
                "state": verdict,
                "from": start,
                "to": start + count,
                "label": f"{figures.verdict_sign(verdict)} {printer.word(verdict)} {count}" if count else "",
            }
        )
        start += count
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("stage:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    across = alt.X("from:Q", title=printer.pick("学校（所）", "schools"), axis=alt.Axis(tickMinStep=1, tickCount=6))
    above, below = base.transform_filter("datum.state == 'met'"), base.transform_filter("datum.state != 'met'")
    text = {"align": "left", "color": colours["ink"]}
    layers = [
        base.mark_bar(height=16).encode(x=across, x2="to:Q", color=state_colour(colours)),
        above.mark_text(dy=-17, **text).encode(x="from:Q", text="label:N"),
        below.transform_filter("datum.state == 'short'")
        .mark_text(dy=17, **text)
        .encode(x=alt.value(0), text="label:N"),
        below.transform_filter("datum.state == 'unknown'")
        .mark_text(dy=17, **{**text, "align": "right"})
        .encode(x=alt.value("width"), text="label:N"),
    ]
    return finish(alt.layer(*layers), colours, height=_ROW * (len(rows) // len(_VERDICTS)))


def class_bands(assessment: Assessment, stage: str, language: str) -> Chart:
    """Return how many classes of a stage lie in each band of size."""
    printer = Printer(language)
    bands = [one for one in assessment.class_bands if one.stage == stage]
    large = sum(one.classes for one in bands if one.band in _LARGE)
    total = sum(one.classes for one in bands)
    name = stage_word(stage, language)
    return Chart(
        name="bands",
        title=printer.pick(f"{name}班额", f"Class sizes, {name}"),
        description=printer.pick(
            f"{total} 个班，其中 56 人以上的大班额 {large} 个。",
            f"{total} classes, {large} of them large (56 pupils or more).",
        ),
        source=source(assessment, language),
        columns=(
            Column(printer.pick("班额（人）", "Pupils in the class")),
            Column(printer.pick("班级数（个）", "Classes"), figures=True),
            Column(printer.pick("学生数（人）", "Pupils"), figures=True),
        ),
        rows=tuple((_band(one, printer), f"{one.classes:,}", _pupils(one, printer)) for one in bands),
        draw=lambda colours: _bands(bands, printer, colours),
    )


def _band(one: ClassBand, printer: Printer) -> str:
    return printer.pick("人数未填", "size blank") if one.band == "unknown" else one.band.replace("-", "–")


def _pupils(one: ClassBand, printer: Printer) -> str:
    return printer.unknown if one.pupils is None else f"{one.pupils:,}"


def _bands(bands: list[ClassBand], printer: Printer, colours: Colours) -> Specification:
    import altair as alt  # noqa: PLC0415

    rows = [
        {
            "band": _band(one, printer),
            "classes": one.classes,
            "state": "short" if one.band in _LARGE else "unknown" if one.band == "unknown" else "met",
            "label": f"▲ {one.classes}" if one.band in _LARGE and one.classes else str(one.classes),
        }
        for one in bands
        if one.classes or one.band != "unknown"
    ]
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("band:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("classes:Q", title=printer.pick("班级（个）；56 人以上为大班额", "classes; 56 or more is large")),
    )
    most = max((row["classes"] for row in rows), default=1)
    scaled = base.encode(
        x=alt.X("classes:Q", scale=alt.Scale(domain=[0, most * 1.12], nice=False), axis=alt.Axis(tickCount=4))
    )
    layers = [
        scaled.mark_bar(height=16).encode(color=state_colour(colours)),
        base.mark_text(align="left", dx=5, color=colours["ink"]).encode(text="label:N"),
    ]
    return finish(alt.layer(*layers), colours, height=30 * len(rows))


def county_map(assessment: Assessment, language: str, panel: str = "whole") -> Chart | None:
    """Return the map of the judged schools (`whole`), or of where they crowd (`centre`); None where there is none."""
    printer, view = Printer(language), map_view(assessment)
    held = next((one for one in view.panels if one.centre == (panel == "centre")), None) if view else None
    if held is None or view is None:
        return None
    return Chart(
        name="map" if panel == "whole" else "map-centre",
        title=printer.pick("学校分布", "Map of schools")
        if panel == "whole"
        else printer.pick("城区放大", "The centre, enlarged"),
        description=printer.pick(
            f"不达标 {view.short} 所，无法判定 {view.unknown} 所，达标 {view.met} 所；{view.unplaced} 所无坐标。",
            f"{view.short} short, {view.unknown} unknown, {view.met} met; {view.unplaced} have no coordinates.",
        ),
        source=source(assessment, language),
        columns=(
            Column(printer.pick("学校", "School")),
            Column(printer.pick("结论", "Verdict")),
            Column(printer.pick("学生数（人）", "Pupils"), figures=True),
        ),
        rows=tuple((mark.name, printer.word(mark.verdict), f"{mark.pupils:,}") for mark in reversed(held.marks)),
        draw=lambda colours: _map(held, printer, colours),
    )


def _map(panel: Panel, printer: Printer, colours: Colours) -> Specification:
    import altair as alt  # noqa: PLC0415

    marks = [
        {
            "name": mark.name,
            "x": mark.x,
            "y": mark.y,
            "size": mark_size(mark.verdict or "none", (2 * mark.radius) ** 2),
            "state": mark.verdict or "none",
            "said": printer.word(mark.verdict),
        }
        for mark in panel.marks
    ]
    names = [{"x": mark.label.x, "y": mark.label.y, "text": mark.label.text} for mark in panel.marks if mark.label]
    leads = [
        dict(zip(("x", "y", "x2", "y2"), mark.label.line, strict=True))
        for mark in panel.marks
        if mark.label and mark.label.line
    ]
    scale_y = panel.height - 14
    scale = [{"x": 14, "x2": 14 + panel.scale_length, "y": scale_y, "text": f"{panel.scale_km} km"}]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, panel.width], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[panel.height, 0], nice=False))
    dots, bar = alt.Chart(data(marks)), alt.Chart(data(scale))
    leader = alt.Chart(data(leads)).mark_rule(color=colours["quiet"], strokeWidth=0.8)
    text = alt.Chart(data(names)).mark_text(align="left", baseline="alphabetic", color=colours["short"])
    layers = [
        leader.encode(x=x, y=y, x2="x2:Q", y2="y2:Q"),
        dots.mark_point(filled=True, opacity=0.85, stroke=colours["paper"], strokeWidth=1).encode(
            x=x,
            y=y,
            size=alt.Size("size:Q", scale=None, legend=None),
            color=state_colour(colours, plain="met"),
            shape=state_shape(),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("said:N", title=printer.pick("结论", "verdict"))],
        ),
        text.encode(x=x, y=y, text="text:N"),
        bar.mark_rule(color=colours["ink"], strokeWidth=2).encode(x=x, y=y, x2="x2:Q"),
        bar.mark_text(align="left", dy=-8, color=colours["ink"]).encode(x=x, y=y, text="text:N"),
    ]
    if panel.frame:
        left, top, width, height = panel.frame
        frame = alt.Chart(data([{"x": left, "y": top, "x2": left + width, "y2": top + height}]))
        layers.append(
            frame.mark_rect(fill=None, stroke=colours["accent"], strokeDash=[3, 3]).encode(
                x=x, y=y, x2="x2:Q", y2="y2:Q"
            )
        )
    return finish(alt.layer(*layers), colours, width=int(panel.width), height=int(panel.height))
