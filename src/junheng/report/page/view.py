"""What the page shows, section by section: an assessment arranged for reading, every figure already printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from junheng.assess.model import (
    Assessment,
    Cell,
    Composite,
    CountyIndicator,
    IndicatorReference,
    ItemResult,
    Part,
    RoomNeed,
)
from junheng.report import figures
from junheng.report.page.printer import Printer, Shade, attainment, shade, sign
from junheng.report.words import (
    GROUPS,
    all_items,
    code_word,
    counts_text,
    field_word,
    group_word,
    records_text,
    stage_word,
    stages_of,
)

_ORDER = {"short": 0, "unknown": 1, "met": 2, None: 3}


@dataclass(frozen=True, slots=True)
class CellView:
    """One figure of the heat map with its working."""

    anchor: str
    indicator: IndicatorReference
    cell: Cell
    shade: Shade
    sign: str
    text: str
    formula: str
    line: str
    floor: str
    shortfall: str
    shortfall_floor: str
    missing: str
    sort: float


@dataclass(frozen=True, slots=True)
class RowView:
    """One school part in the heat map."""

    anchor: str
    part: Part
    name: str
    locale: str
    kind: str
    sponsor: str
    records: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class BarView:
    """One coefficient of variation as a bar; lengths in per cent of the scale."""

    label: str
    title: str
    mean: str
    sd: str
    text: str
    limit: str
    length: str
    verdict: figures.State | None
    schools: str
    composite: bool = False


@dataclass(frozen=True, slots=True)
class StageView:
    """The heat map and the coefficients of one stage."""

    stage: str
    title: str
    rows: tuple[RowView, ...]
    bars: tuple[BarView, ...]
    limit: str
    limit_at: str
    """Where the limit stands on the scale, in per cent; empty where the indicators have no common limit."""
    met: int
    short: int
    unknown: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group of items."""

    group: str
    title: str
    items: tuple[ItemResult, ...]
    met: int
    counts: str
    """How many items have each verdict, in words."""


def school_name(part: Part) -> str:
    """Return a school's name with its campus where it has several."""
    return f"{part.name}（{part.campus}）" if part.campus and part.campus not in part.name else part.name


def _cell(printer: Printer, anchor: str, indicator: IndicatorReference, cell: Cell) -> CellView:
    share = attainment(cell, indicator.better)
    relation = "≤" if indicator.better == "less" else "≥"
    unit = indicator.unit
    return CellView(
        anchor=anchor,
        indicator=indicator,
        cell=cell,
        shade=shade(cell, indicator.better),
        sign=sign(cell),
        text=printer.value(cell),
        formula=printer.formula(indicator, cell),
        line="" if cell.line is None else f"{relation} {printer.with_unit(figures.plain(cell.line), unit)}",
        floor="" if cell.floor is None else f"{relation} {printer.with_unit(figures.plain(cell.floor), unit)}",
        shortfall=printer.missing(cell.shortfall, unit) if cell.shortfall else "",
        shortfall_floor=printer.missing(cell.shortfall_floor, unit) if cell.shortfall_floor else "",
        missing=printer.pick("、", ", ").join(field_word(name, printer.language) for name in cell.missing),
        sort=-1.0 if share is None else float(share),
    )


def _row(printer: Printer, anchor: str, part: Part, indicators: Sequence[IndicatorReference]) -> RowView:
    language = printer.language
    return RowView(
        anchor=anchor,
        part=part,
        name=school_name(part),
        locale=code_word("locale", part.locale, language) or printer.blank,
        kind=code_word("kind", part.kind, language),
        sponsor=code_word("sponsor", part.sponsor, language) or printer.blank,
        records=records_text(part.origin, language),
        cells=tuple(
            _cell(printer, f"{anchor}-{indicator.id}", indicator, part.indicators[indicator.id])
            for indicator in indicators
            if indicator.id in part.indicators
        ),
    )


def _worst(row: RowView) -> tuple[int, int, float, str]:
    """Order rows by what is short: verdict, how many indicators, how far the farthest one is."""
    known = [cell.sort for cell in row.cells if cell.sort >= 0]
    return _ORDER[row.part.verdict], -row.part.short, min(known, default=0.0), row.name


def _bar(printer: Printer, one: CountyIndicator, indicator: IndicatorReference, scale: Fraction) -> BarView:
    met = f"{one.schools_met} / {one.parts}"
    unknown = (
        f"（{printer.unknown} {one.schools_unknown}）"
        if printer.language == "zh"
        else f" ({one.schools_unknown} unknown)"
    )
    return BarView(
        label=one.indicator,
        title=printer.header(indicator.title, indicator.unit),
        mean=figures.number(one.mean, figures.PLACES["mean"], blank=printer.unknown),
        sd=figures.number(one.sd, figures.PLACES["sd"], blank=printer.unknown),
        text=figures.beside(one.cv, one.limit, figures.PLACES["cv"], blank=printer.unknown),
        limit=figures.plain(one.limit, blank=figures.NONE),
        length=_length(one.cv, scale),
        verdict=one.verdict,
        schools=met + (unknown if one.schools_unknown else ""),
    )


def _composite_bar(printer: Printer, one: Composite, title: str, scale: Fraction) -> BarView:
    return BarView(
        label="",
        title=title,
        mean=figures.NONE,
        sd=figures.NONE,
        text=figures.beside(one.cv, one.limit, figures.PLACES["cv"], blank=printer.unknown),
        limit=figures.plain(one.limit, blank=figures.NONE),
        length=_length(one.cv, scale),
        verdict=one.verdict,
        schools="",
        composite=True,
    )


def _length(value: figures.Figure | None, scale: Fraction) -> str:
    return "" if value is None else _percent(Fraction(value) / scale)


def _percent(share: Fraction) -> str:
    return f"{figures.rounded(min(share, Fraction(1)) * 100, 2)}%"


def stages(assessment: Assessment, printer: Printer, composite_title: str) -> tuple[StageView, ...]:
    """Return the stages in the standard's order, their rows sorted by what is short."""
    return tuple(_stage(assessment, printer, stage, composite_title) for stage in stages_of(assessment))


def _stage(assessment: Assessment, printer: Printer, stage: str, composite_title: str) -> StageView:
    known = {indicator.id: indicator for indicator in assessment.standard.indicators}
    parts = [part for part in assessment.parts if part.stage == stage]
    rows = sorted(
        (_row(printer, f"{stage}-{number}", part, assessment.standard.indicators) for number, part in enumerate(parts)),
        key=_worst,
    )
    county = [one for one in assessment.county if one.stage == stage]
    composite = [one for one in assessment.composite if one.stage == stage]
    limits = {one.limit for one in county if one.limit is not None}
    largest = [Fraction(cv) for cv in (*(one.cv for one in county), *(one.cv for one in composite)) if cv is not None]
    scale = max([*largest, *limits], default=Fraction(1)) * Fraction(115, 100) or Fraction(1)
    common = limits.pop() if len(limits) == 1 else None
    bars = [_bar(printer, one, known[one.indicator], scale) for one in county if one.indicator in known]
    bars += [_composite_bar(printer, one, composite_title, scale) for one in composite]
    counts = {verdict: sum(1 for part in parts if part.verdict == verdict) for verdict in ("met", "short", "unknown")}
    return StageView(
        stage=stage,
        title=stage_word(stage, printer.language),
        rows=tuple(rows),
        bars=tuple(bars),
        limit=figures.plain(common, blank=""),
        limit_at="" if common is None else _percent(common / scale),
        **counts,
    )


def groups(assessment: Assessment, printer: Printer) -> tuple[GroupView, ...]:
    """Return the items by group, in reading order, groups without items left out."""
    found: dict[str, list[ItemResult]] = {group: [] for group in GROUPS}
    for item in all_items(assessment):
        found.setdefault(item.group, []).append(item)
    return tuple(_group(group, items, printer) for group, items in found.items() if items)


def _group(group: str, items: Sequence[ItemResult], printer: Printer) -> GroupView:
    verdicts = [item.verdict for item in items]
    return GroupView(
        group=group,
        title=group_word(group, printer.language),
        items=tuple(items),
        met=verdicts.count("met"),
        counts=counts_text(group, verdicts, printer.language),
    )


def rooms_short(assessment: Assessment) -> tuple[RoomNeed, ...]:
    """Return the special rooms that are missing or unknown, most missing first."""
    open_needs = [need for need in assessment.rooms if need.missing is None or need.missing > 0]
    return tuple(sorted(open_needs, key=lambda need: (need.missing is None, -(need.missing or 0), need.name)))
