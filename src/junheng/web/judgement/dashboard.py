"""Where the county stands: the verdict, what is short, unknown and near, bars, heat map, trend, map, class sizes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from junheng.assess import Assessment, CountyIndicator
from junheng.report.book import source_line
from junheng.report.page.unknowns import unknown_lines
from junheng.report.page.view import school_name
from junheng.report.words import all_items, component_text, item_label, item_word, stage_word, stages_of, year_word
from junheng.standards.names import SECTIONS
from junheng.web.judgement import scope
from junheng.web.judgement.arranged import (
    arranged,
    indicator_address,
    linked_sentence,
    school_address,
    shown_of,
    working_address,
)
from junheng.web.judgement.heat import SHADES, filters, heat_maps
from junheng.web.judgement.pictures import picture
from junheng.web.judgement.service import Judged

LISTED = 8
"""Rows of a long list that stand open; the others fold."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: what it is about, what is said of it, where it leads (blank: nowhere)."""

    about: str
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """A list of which only the first stand open."""

    first: tuple[Any, ...]
    rest: tuple[Any, ...]

    @classmethod
    def of(cls, held: Sequence[Any]) -> Fold:
        """Cut a list at LISTED."""
        return cls(tuple(held[:LISTED]), tuple(held[LISTED:]))

    @property
    def count(self) -> int:
        """Return how many there are in all."""
        return len(self.first) + len(self.rest)


@dataclass(frozen=True, slots=True)
class Gap:
    """One school below a line: what it has, what is asked, what it must add."""

    name: str
    school: str
    stage: str
    indicator: str
    page: str
    value: str
    working: str
    line: str
    missing: str
    missing_floor: str
    sign: str


@scope.scoped()
def index(request: Any, found: Judged) -> HttpResponse:
    """Show the dashboard of one snapshot."""
    return render(request, "judgement/index.html", _context(request, found))


def _context(request: Any, found: Judged) -> dict[str, Any]:
    held = arranged(found)
    allowed = scope.schools(request, found)
    seen = shown_of(found, allowed)
    spoken = held.printer.language
    return {
        "found": found,
        "a": found.assessment,
        "year": year_word(found.assessment.year, spoken),
        "pieces": linked_sentence(request, found),
        "components": [(one, component_text(found.assessment, one, spoken)) for one in found.assessment.components],
        "over": over_limit(request, found),
        "gaps": Fold.of(gaps(request, found, seen)),
        "items": Fold.of(items(request, found, {"short"})),
        "unknown": Fold.of(unknowns(found, seen)),
        "worse": Fold.of(alerts(request, seen, "worse", spoken)),
        "near": Fold.of(alerts(request, seen, "near", spoken)),
        "maps": heat_maps(request, found, allowed),
        "filters": filters(request, found),
        "only": request.GET.get("only") == "short",
        "shades": [(shade, held.words[f"legend_{shade}"]) for shade in SHADES],
        "kept": [(name, value) for name in scope.KEPT for value in request.GET.getlist(name)],
        "charts": charts(request, found),
        "oversize": Fold.of(oversize(request, seen, spoken)),
        "limited": allowed is not None,
        "source": source_line(found.assessment, spoken),
    }


def charts(request: Any, found: Judged) -> dict[str, list[Any]]:
    """Return the dashboard's charts: by stage, and of the county."""
    stages = stages_of(found.assessment)
    drawn = {
        name: [picture(request, found, name, stage=stage) for stage in stages] for name in ("cv", "trends", "bands")
    }
    drawn["map"] = [picture(request, found, name) for name in ("map", "map-centre")]
    return {name: [chart for chart in some if chart is not None] for name, some in drawn.items()}


def over_limit(request: Any, found: Judged) -> list[Line]:
    """Return the coefficients over their limit, each leading to its indicator's page."""
    printer = arranged(found).printer
    bars = {(view.stage, bar.label): bar for view in arranged(found).stages for bar in view.bars}
    lines = []
    for one in found.assessment.county:
        if one.verdict == "short":
            bar = bars[one.stage, one.indicator]
            lines.append(
                Line(
                    f"{stage_word(one.stage, printer.language)} {_title(found.assessment, one, printer)}",
                    printer.pick(f"{bar.text}，限值 {bar.limit}", f"{bar.text}, limit {bar.limit}"),
                    indicator_address(request, one.stage, one.indicator),
                )
            )
    return lines


def _title(assessment: Assessment, one: CountyIndicator, printer: Any) -> str:
    titles = {each.id: printer.say(each.title) for each in assessment.standard.indicators}
    return titles.get(one.indicator, one.indicator)


def gaps(request: Any, found: Judged, seen: Assessment) -> list[Gap]:
    """Return the figures below their line of the schools that are short, those farthest from it first."""
    units = {(part.unit, part.stage) for part in seen.parts}
    spoken = arranged(found).printer.language
    held: list[tuple[tuple[bool, float], Gap]] = []
    for view in arranged(found).stages:
        for row in view.rows:
            part = row.part
            if (part.unit, part.stage) not in units or part.verdict != "short":
                continue
            for cell in row.cells:
                if cell.cell.verdict == "short":
                    one = cell.indicator
                    gap = Gap(
                        name=school_name(part),
                        school=school_address(request, part.unit),
                        stage=stage_word(part.stage, spoken),
                        indicator=f"{one.id} {one.title.in_language(spoken)}",
                        page=indicator_address(request, part.stage, one.id),
                        value=cell.text,
                        working=working_address(request, unit=part.unit, stage=part.stage, indicator=one.id),
                        line=cell.line,
                        missing=cell.shortfall,
                        missing_floor=cell.shortfall_floor,
                        sign=cell.sign,
                    )
                    held.append(((cell.cell.above_floor is not False, cell.sort), gap))
    return [gap for _, gap in sorted(held, key=lambda pair: pair[0])]


def items(request: Any, found: Judged, verdicts: set[str]) -> list[Line]:
    """Return the items with one of the verdicts: number, title and working."""
    printer = arranged(found).printer
    return [
        Line(
            f"{item_label(item, printer.language)} {printer.say(item.title)}",
            _section(item.section, printer) + item_word(item.group, item.verdict, printer.language),
            working_address(request, item=item.id),
        )
        for item in all_items(found.assessment)
        if item.verdict in verdicts
    ]


def _section(section: str | None, printer: Any) -> str:
    return f"{printer.say(SECTIONS[section])} · " if section in SECTIONS else ""


def unknowns(found: Judged, seen: Assessment) -> list[Line]:
    """Return what cannot be judged and which figure is missing for it."""
    printer = arranged(found).printer
    return [Line(one.about, one.text) for one in unknown_lines(seen, printer)]


def alerts(request: Any, seen: Assessment, kind: str, spoken: str) -> list[Line]:
    """Return the alerts of one kind (`worse`, `near`), each leading to its school or indicator."""
    lines = []
    for one in seen.alerts:
        if one.kind != kind:
            continue
        address = ""
        if one.unit:
            address = school_address(request, one.unit)
        elif one.stage and one.indicator:
            address = indicator_address(request, one.stage, one.indicator)
        lines.append(Line("", one.text.in_language(spoken), address))
    return lines


_CLASS = re.compile(r"(\S+)年级(\S+)班")


def _class(label: str, spoken: str) -> str:
    """Return how a class is called; an assessment keeps its name in Chinese alone."""
    found = _CLASS.fullmatch(label) if spoken == "en" else None
    return f"grade {found[1]} class {found[2]}" if found else label


def oversize(request: Any, seen: Assessment, spoken: str) -> list[Line]:
    """Return classes and schools above their limit, largest first."""
    held = sorted(seen.oversize, key=lambda one: (one.kind, -Fraction(one.pupils, one.limit), one.name))
    return [
        Line(
            " ".join(filter(None, (one.name, stage_word(one.stage, spoken), _class(one.label, spoken)))),
            f"{one.pupils:,} > {one.limit:,}",
            school_address(request, one.unit),
        )
        for one in held
    ]
