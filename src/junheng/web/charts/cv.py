"""Coefficients of variation against their limit, as bars."""

from __future__ import annotations

from dataclasses import dataclass

from junheng.assess.model import Assessment, Composite, CountyIndicator
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.words import stage_word
from junheng.web.charts.drawing import WIDTH, data, finish, named_rule, source, state_colour
from junheng.web.charts.model import Chart, Colours, Column, Specification

_STEP = 40


@dataclass(frozen=True, slots=True)
class _Bar:
    title: str
    one: CountyIndicator | Composite
    text: str
    limit: str

    @property
    def signed(self) -> str:
        sign = figures.verdict_sign(self.one.verdict) if self.state in {"short", "unknown"} else ""
        return f"{sign} {self.text}".strip()

    @property
    def state(self) -> str:
        return self.one.verdict or ("none" if self.one.cv is None else "met")


def cv_bars(assessment: Assessment, stage: str, language: str) -> Chart:
    """Return the coefficients of variation of one stage, each with the limit the standard sets."""
    printer = Printer(language)
    bars = _bars(assessment, stage, printer)
    over = [bar for bar in bars if bar.one.verdict == "short"]
    name = stage_word(stage, language)
    found = printer.pick("、", ", ").join(f"{bar.title} {bar.text}" for bar in over)
    return Chart(
        name="cv",
        title=printer.pick(f"{name}差异系数", f"Coefficients of variation, {name}"),
        description=printer.pick(
            f"{len(bars)} 个系数，超限 {len(over)} 个" + (f"：{found}。" if over else "。"),
            f"{len(bars)} coefficients, {len(over)} over their limit" + (f": {found}." if over else "."),
        ),
        source=source(assessment, language),
        columns=(
            Column(printer.pick("指标", "Indicator")),
            Column(printer.pick("差异系数", "Coefficient of variation"), figures=True),
            Column(printer.pick("限值", "Limit"), figures=True),
            Column(printer.pick("结论", "Verdict")),
        ),
        rows=tuple((bar.title, bar.text, bar.limit, printer.word(bar.one.verdict)) for bar in bars),
        draw=lambda colours: _draw(bars, printer, colours),
    )


def _bars(assessment: Assessment, stage: str, printer: Printer) -> tuple[_Bar, ...]:
    titles = {one.id: f"{one.id} {printer.say(one.title)}" for one in assessment.standard.indicators}
    held: list[tuple[str, CountyIndicator | Composite]] = [
        (titles.get(one.indicator, one.indicator), one) for one in assessment.county if one.stage == stage
    ]
    held += [(printer.pick("综合差异系数", "composite"), one) for one in assessment.composite if one.stage == stage]
    return tuple(
        _Bar(
            title,
            one,
            figures.beside(one.cv, one.limit, figures.PLACES["cv"], blank=printer.unknown),
            figures.plain(one.limit, blank=figures.NONE),
        )
        for title, one in held
    )


def _draw(bars: tuple[_Bar, ...], printer: Printer, colours: Colours) -> Specification:
    import altair as alt  # noqa: PLC0415

    word = printer.pick("限值", "limit")
    limits = {float(bar.one.limit) for bar in bars if bar.one.limit is not None}
    rows = [
        {
            "title": bar.title,
            "cv": None if bar.one.cv is None else float(bar.one.cv),
            "place": 0 if bar.one.cv is None else float(bar.one.cv),
            "text": bar.signed,
            "limit": None if bar.one.limit is None else float(bar.one.limit),
            "state": bar.state,
            "said": f"{bar.text}，{word} {bar.limit}"
            if printer.language == "zh"
            else f"{bar.text}, {word} {bar.limit}",
        }
        for bar in bars
    ]
    top = max([*limits, *(row["place"] for row in rows), 0.1]) * 1.18
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("title:N", sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0)),
        tooltip=[alt.Tooltip("title:N", title=" "), alt.Tooltip("said:N", title=printer.pick("差异系数", "CV"))],
    )
    across = alt.X("cv:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(tickCount=6))
    layers = [
        base.mark_bar(height=12, yOffset=8).encode(x=across, color=state_colour(colours)),
        base.mark_text(align="left", dy=-8, color=colours["ink"], limit=WIDTH).encode(x=alt.value(0), text="title:N"),
        base.mark_text(align="left", dx=5, dy=8, color=colours["ink"]).encode(x="place:Q", text="text:N"),
    ]
    if len(limits) == 1:
        limit = limits.pop()
        layers.append(named_rule(limit, f"{word} {limit:g}", colours, across="x", dy=-16))
    else:
        layers.append(base.mark_tick(color=colours["ink"], thickness=2, size=20, yOffset=8).encode(x="limit:Q"))
    return finish(alt.layer(*layers), colours, height=_STEP * len(rows))
