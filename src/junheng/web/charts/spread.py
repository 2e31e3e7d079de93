"""One indicator over the schools of a stage: a dot for each school, and the Lorenz curve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

from junheng.assess.model import Assessment, CountyIndicator, IndicatorReference, Part
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.page.view import school_name
from junheng.report.words import stage_word
from junheng.web.charts.drawing import data, finish, mark_size, named_rule, source, state_colour, state_shape
from junheng.web.charts.model import Chart, Colours, Column, Specification

_BINS = 48
_DOT = 13
_SIZE = 100
_NAMED = 4
_SQUARE = 320


def indicator_of(assessment: Assessment, indicator: str) -> IndicatorReference:
    """Return the indicator by its id; raises KeyError."""
    return {one.id: one for one in assessment.standard.indicators}[indicator]


def parts_of(assessment: Assessment, stage: str, indicator: str) -> list[Part]:
    """Return the stage's judged parts that have the indicator, lowest value first, unknown ones last."""
    held = [part for part in assessment.parts if part.stage == stage and indicator in part.indicators]
    values = {part.unit: part.indicators[indicator].value for part in held}
    return sorted(held, key=lambda part: (values[part.unit] is None, values[part.unit] or 0, part.unit))


def county_indicator(assessment: Assessment, stage: str, indicator: str) -> CountyIndicator | None:
    """Return the county's own figures of the indicator in the stage; None where it has none."""
    return next((one for one in assessment.county if (one.stage, one.indicator) == (stage, indicator)), None)


def distribution(assessment: Assessment, stage: str, indicator: str, language: str) -> Chart:
    """Return the schools' values as dots beside the line of the standard and the county's mean.

    Raises KeyError for an indicator the standard does not have.
    """
    printer, asked = Printer(language), indicator_of(assessment, indicator)
    parts = parts_of(assessment, stage, indicator)
    cells = [part.indicators[indicator] for part in parts]
    verdicts = [cell.verdict for cell in cells]
    unknown = sum(cell.value is None for cell in cells)
    title, name = printer.header(asked.title, asked.unit), stage_word(stage, language)
    line = asked.lines.get(stage)
    return Chart(
        name="distribution",
        title=printer.pick(f"{name}：{title}的分布", f"{name}: {title} by school"),
        description=printer.pick(
            f"{len(parts)} 所学校，每点一所；不达标 {verdicts.count('short')} 所，无法判定 {unknown} 所（不在图上）。",
            f"{len(parts)} schools, a dot each; {verdicts.count('short')} short, {unknown} unknown (not drawn).",
        ),
        source=source(assessment, language),
        columns=(
            Column(printer.pick("学校", "School")),
            Column(title, figures=True),
            Column(printer.pick("标准", "Line"), figures=True),
            Column(printer.pick("结论", "Verdict")),
        ),
        rows=tuple(
            (
                school_name(part),
                figures.beside(cell.value, cell.line, figures.PLACES["value"], blank=printer.unknown),
                figures.plain(cell.line, blank=figures.NONE),
                printer.word(figures.state(cell.verdict, near=cell.near)),
            )
            for part, cell in zip(parts, cells, strict=True)
        ),
        draw=lambda colours: _dots(
            parts, asked, line, county_indicator(assessment, stage, indicator), printer, colours
        ),
    )


def _dots(
    parts: Sequence[Part],
    asked: IndicatorReference,
    line: Fraction | None,
    county: CountyIndicator | None,
    printer: Printer,
    colours: Colours,
) -> Specification:
    import altair as alt  # noqa: PLC0415

    mean = None if county is None else county.mean
    rows, most = _stacked(parts, asked, [bound for bound in (line, mean) if bound is not None], printer)
    named = [row for row in rows if row["state"] == "short"][:_NAMED]
    top = most + 2 + len(named)
    for level, row in enumerate(named):
        row["level"] = most + 1.5 + level
    height = max(150, _DOT * top + 48)
    base = alt.Chart(data(rows))
    across = alt.X(
        "value:Q",
        title=printer.header(asked.title, asked.unit),
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(tickCount=8),
    )
    up = alt.Scale(domain=[0, top + 1], nice=False)
    layers = [
        base.mark_point(filled=True, opacity=1, stroke=colours["paper"], strokeWidth=1).encode(
            x=across,
            y=alt.Y("place:Q", axis=None, scale=up),
            color=state_colour(colours),
            shape=state_shape(),
            size=alt.Size("size:Q", scale=None, legend=None),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("said:N", title=printer.pick("数值", "value"))],
        )
    ]
    if named:
        lifted = alt.Chart(data(named))
        layers += [
            lifted.mark_rule(color=colours["rule"]).encode(x="value:Q", y=alt.Y("place:Q", scale=up), y2="level:Q"),
            lifted.mark_text(align="left", dx=4, color=colours["short"]).encode(
                x="value:Q", y="level:Q", text="label:N"
            ),
        ]
    if line is not None:
        word = printer.pick("标准", "line")
        layers.append(named_rule(float(line), f"{word} {figures.plain(line)}", colours, across="x", dy=0))
    if mean is not None:
        rule = alt.Chart(
            data([{"mean": float(mean), "name": f"{printer.pick('全县', 'county')} {figures.number(mean, 2)}"}])
        )
        layers += [
            rule.mark_rule(color=colours["quiet"]).encode(x="mean:Q"),
            rule.mark_text(align="left", dx=5, dy=16, baseline="top", color=colours["quiet"]).encode(
                x="mean:Q", y=alt.value(0), text="name:N"
            ),
        ]
    return finish(alt.layer(*layers), colours, height=height)


def _stacked(
    parts: Sequence[Part], asked: IndicatorReference, bounds: Sequence[Fraction], printer: Printer
) -> tuple[list[dict[str, Any]], int]:
    """Return a row per school with a known value, those close together one above the other, and the highest pile."""
    known = [(part, cell, cell.value) for part in parts if (cell := part.indicators[asked.id]).value is not None]
    values = [float(value) for _, _, value in known if value is not None] + [float(bound) for bound in bounds]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    step = (high - low) / _BINS or 1.0
    piles: Counter[int] = Counter()
    rows = []
    for part, cell, value in known:
        assert value is not None
        pile = int((float(value) - low) / step)
        piles[pile] += 1
        text = printer.value(cell)
        state = figures.state(cell.verdict, near=cell.near) or "none"
        rows.append(
            {
                "name": school_name(part),
                "value": float(value),
                "place": piles[pile] - 0.4,
                "state": state,
                "size": mark_size(state, _SIZE),
                "said": printer.with_unit(text, asked.unit),
                "label": f"▲ {school_name(part)} {text}",
            }
        )
    return rows, max(piles.values(), default=1)


def lorenz(assessment: Assessment, stage: str, indicator: str, language: str) -> Chart:
    """Return the Lorenz curve: pupils from the least to the best equipped school, and what share of all they have.

    Its Gini coefficient is the assessment's. Without a table row where a figure is unknown. Raises KeyError.
    """
    printer, asked = Printer(language), indicator_of(assessment, indicator)
    curve = lorenz_points(parts_of(assessment, stage, indicator), indicator)
    held = next((one for one in assessment.inequality if (one.stage, one.indicator) == (stage, indicator)), None)
    gini = figures.measure(None if held is None else held.gini, blank=printer.unknown)
    name = f"{stage_word(stage, language)} {printer.say(asked.title)}"
    return Chart(
        name="lorenz",
        title=printer.pick(f"洛伦兹曲线：{name}", f"Lorenz curve: {name}"),
        description=printer.pick(
            f"学生按学校数值由低到高排列时占有总量的累计份额；基尼系数 {gini}，0 为完全均等。",
            f"Cumulative share of the total held by pupils, least equipped schools first; Gini {gini}, 0 is equal.",
        ),
        source=source(assessment, language),
        columns=(
            Column(printer.pick("累计学生（%）", "Pupils, cumulated (%)"), figures=True),
            Column(printer.pick("累计占有（%）", "Held, cumulated (%)"), figures=True),
        ),
        rows=tuple((figures.number(100 * x, 1), figures.number(100 * y, 1)) for x, y in curve),
        draw=lambda colours: _curve(curve, gini, printer, colours),
    )


def lorenz_points(parts: Sequence[Part], indicator: str) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return the curve's corners from (0, 0) to (1, 1), weighted by pupils; none where a figure is unknown."""
    held = [(part.indicators[indicator].value, part.pupils) for part in parts]
    if any(value is None or value < 0 or pupils is None for value, pupils in held):
        return ()
    points = sorted((value, Fraction(pupils)) for value, pupils in held if value is not None and pupils)
    total = sum((value * weight for value, weight in points), Fraction(0))
    weight = sum((weight for _, weight in points), Fraction(0))
    if not total:
        return ()
    across = accumulate((each / weight for _, each in points), initial=Fraction(0))
    up = accumulate((value * each / total for value, each in points), initial=Fraction(0))
    return tuple(zip(across, up, strict=True))


def _curve(curve: Sequence[tuple[Fraction, Fraction]], gini: str, printer: Printer, colours: Colours) -> Specification:
    import altair as alt  # noqa: PLC0415

    rows = [{"pupils": float(x), "held": float(y)} for x, y in curve]
    share = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("pupils:Q", title=printer.pick("累计学生", "pupils"), scale=share, axis=alt.Axis(format="%", tickCount=5))
    y = alt.Y("held:Q", title=printer.pick("累计占有", "held"), scale=share, axis=alt.Axis(format="%", tickCount=5))
    equal = alt.Chart(data([{"pupils": 0, "held": 0}, {"pupils": 1, "held": 1}]))
    words = [
        {"x": 0.36, "y": 0.5, "text": printer.pick("完全均等", "equal")},
        {"x": 0.62, "y": 0.2, "text": printer.pick("基尼系数", "Gini") + f" {gini}"},
    ]
    said = alt.Chart(data(words)).mark_text(align="left", color=colours["ink"])
    curves = alt.Chart(data(rows))
    layers = [
        curves.mark_area(color=colours["soft"], line=False).encode(x=x, y=y),
        equal.mark_line(color=colours["quiet"], strokeDash=[5, 4], strokeWidth=1.5).encode(x=x, y=y),
        curves.mark_line(color=colours["bar"], strokeWidth=2).encode(x=x, y=y, order="pupils:Q"),
        said.encode(x="x:Q", y="y:Q", text="text:N"),
    ]
    return finish(alt.layer(*layers), colours, width=_SQUARE, height=_SQUARE)
