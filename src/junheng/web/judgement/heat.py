"""The heat map: schools × indicators of each stage, filtered as the address says, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from junheng.assess.model import IndicatorReference
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.page.view import CellView, RowView, StageView
from junheng.report.words import code_word, stage_word
from junheng.web.judgement.arranged import arranged, indicator_address, school_address, working_address
from junheng.web.judgement.service import Judged

SHADES = ("0", "1", "2", "3", "4", "5", "6", "u")
"""Steps of the key, in its order (`report.page.printer.Shade`)."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One figure with the address of its working."""

    view: CellView
    address: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One school part with the address of its school."""

    view: RowView
    address: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The rows of one stage that pass the filter, of `all` there are; `columns` are indicators with their addresses."""

    stage: StageView
    columns: tuple[tuple[IndicatorReference, str, str], ...]
    """Indicator, its line as printed, its page's address."""
    rows: tuple[HeatRow, ...]
    all: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its name in the address, what it is called, what may be chosen."""

    name: str
    options: tuple[tuple[str, str], ...]
    chosen: str


def heat_maps(request: Any, found: Judged, allowed: frozenset[str] | None) -> tuple[HeatMap, ...]:
    """Return a map for each stage the filter leaves."""
    held = arranged(found)
    stage = request.GET.get("stage", "")
    return tuple(
        _map(request, found, view, _rows(request, view.rows, allowed))
        for view in held.stages
        if not stage or view.stage == stage
    )


def filters(request: Any, found: Judged) -> tuple[Choice, ...]:
    """Return the filters with what occurs in the county."""
    held = arranged(found)
    spoken = held.printer.language
    parts = [row.part for view in held.stages for row in view.rows]
    locales = sorted({part.locale for part in parts if part.locale})
    kinds = sorted({part.kind for part in parts if part.kind})
    return (
        _choice(request, "stage", [(view.stage, stage_word(view.stage, spoken)) for view in held.stages]),
        _choice(request, "locale", [(code, code_word("locale", code, spoken)) for code in locales]),
        _choice(request, "kind", [(code, code_word("kind", code, spoken)) for code in kinds]),
    )


def _choice(request: Any, name: str, options: Sequence[tuple[str, str]]) -> Choice:
    return Choice(name, tuple(options), request.GET.get(name, ""))


def _rows(request: Any, rows: Sequence[RowView], allowed: frozenset[str] | None) -> list[RowView]:
    asked = {name: request.GET[name] for name in ("locale", "kind") if request.GET.get(name)}
    short = request.GET.get("only") == "short"
    return [
        row
        for row in rows
        if (allowed is None or row.part.school in allowed)
        and all(getattr(row.part, name) == value for name, value in asked.items())
        and (not short or row.part.verdict == "short")
    ]


def _map(request: Any, found: Judged, view: StageView, rows: Sequence[RowView]) -> HeatMap:
    printer = arranged(found).printer
    ids = {cell.indicator.id for row in view.rows for cell in row.cells}
    columns = tuple(
        (one, _line(one, view.stage, printer), indicator_address(request, view.stage, one.id))
        for one in found.assessment.standard.indicators
        if one.id in ids
    )
    return HeatMap(
        stage=view,
        columns=columns,
        rows=tuple(_row(request, row) for row in rows),
        all=len(view.rows),
    )


def _line(indicator: IndicatorReference, stage: str, printer: Printer) -> str:
    line = indicator.lines.get(stage)
    relation = "≤" if indicator.better == "less" else "≥"
    return "" if line is None else f"{relation} {printer.with_unit(figures.plain(line), indicator.unit)}"


def _row(request: Any, row: RowView) -> HeatRow:
    part = row.part
    return HeatRow(
        view=row,
        address=school_address(request, part.unit),
        cells=tuple(
            HeatCell(cell, working_address(request, unit=part.unit, stage=part.stage, indicator=cell.indicator.id))
            for cell in row.cells
        ),
    )
