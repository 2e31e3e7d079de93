"""Years, snapshots, schools or counties side by side, as a page and as a workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from junheng.assess import Assessment, Part, ScopeError, assess
from junheng.dictionary import Title
from junheng.report.book import Entry as BookEntry
from junheng.report.book import ReportBook, Said, Shown
from junheng.report.page.printer import Printer
from junheng.report.page.view import school_name
from junheng.report.result.lists import Heading, ListSheet, add_list
from junheng.report.words import stage_word, year_word
from junheng.standards import StandardError
from junheng.web.base.words import bi, language, say
from junheng.web.judgement.compared import Row, rows_of, rows_of_parts
from junheng.web.judgement.files import workbook_response
from junheng.web.judgement.scope import KEPT, kept, schools, scoped
from junheng.web.judgement.service import Judged, judged, latest
from junheng.web.log.chain import record as log
from junheng.web.snapshots.acts import Damaged
from junheng.web.snapshots.choice import visible
from junheng.web.snapshots.models import Snapshot

KINDS = {
    "years": bi("学年", "Years"),
    "snapshots": bi("快照", "Snapshots"),
    "schools": bi("学校", "Schools"),
    "counties": bi("县（市、区）", "Counties"),
}
MOST = 6
"""Columns a table takes."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may be picked."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Something that was picked; nothing to judge leaves it without an assessment."""

    label: str
    held: Assessment | Part | None


@require_GET
@scoped()
def compare(request: Any, found: Judged) -> HttpResponse:
    """Show what was picked side by side: `?kind=` what is compared, `?of=` (repeated) which, the first as the base."""
    kind, options, picked = _asked(request, found)
    columns = _columns(request, found, kind, options, picked)
    held = [column for column in columns if column.held is not None]
    rows = _rows(request, found, kind, held)
    context = {
        "found": found,
        "snapshot": found.snapshot,
        "kind": kind,
        "kinds": [(name, words) for name, words in KINDS.items() if name != "counties" or _several(request)],
        "options": [(group, list(some)) for group, some in groupby(options, key=lambda one: one.group)],
        "picked": picked,
        "columns": held,
        "unjudged": [column.label for column in columns if column.held is None],
        "groups": [(group, list(some)) for group, some in groupby(rows, key=lambda row: row.group)],
        "most": MOST,
        "kept": [(name, value) for name in KEPT for value in request.GET.getlist(name) if value],
        "scope": kept(request),
        "book": f"{reverse('judgement:compare_book')}?{_query(request, kind, picked)}",
    }
    return render(request, "judgement/compare.html", context)


@require_GET
@scoped()
def compare_book(request: Any, found: Judged) -> HttpResponse:
    """Send the same table as a workbook."""
    kind, options, picked = _asked(request, found)
    columns = [column for column in _columns(request, found, kind, options, picked) if column.held is not None]
    rows = _rows(request, found, kind, columns)
    if not rows:
        raise Http404
    content = _workbook(found, columns, rows)
    log(request.actor, "judgement.compare.export", f"{kind}:{','.join(picked)}", county=found.snapshot.county_id)
    return workbook_response(content, f"compare-{kind}")


def _asked(request: Any, found: Judged) -> tuple[str, list[Option], list[str]]:
    """Return what is compared, what may be picked, and what is; 404 for what is not among it."""
    kind = request.GET.get("kind", "years")
    if kind not in KINDS:
        raise Http404
    options = {"years": _years, "snapshots": _snapshots, "schools": _schools, "counties": _counties}[kind](
        request, found
    )
    picked = list(dict.fromkeys(value for value in request.GET.getlist("of") if value))
    if not set(picked) <= {one.value for one in options}:
        raise Http404
    if not picked and kind == "years":
        picked = [one.value for one in options][-2:]
    return kind, options, picked[:MOST]


def _query(request: Any, kind: str, picked: Sequence[str]) -> str:
    pairs = [(name, value) for name in KEPT for value in request.GET.getlist(name) if value]
    return urlencode([*pairs, ("kind", kind), *(("of", value) for value in picked)])


# -- what may be picked ------------------------------------------------------------------------------------------


def _years(request: Any, found: Judged) -> list[Option]:
    parts = found.facts.parts
    years = parts.filter(
        (parts["county_code"] == found.assessment.county_code) & (parts["year"] <= found.snapshot.year)
    )
    return [Option(str(year), year_word(year, language())) for year in years["year"].unique().sort().to_list()]


def _snapshots(request: Any, found: Judged) -> list[Option]:
    held = visible(request.policy, found.snapshot.county_id, "judgement.view")
    return [Option(str(one.pk), _named(one)) for one in held]


def _named(one: Snapshot) -> str:
    return f"{one.title} {one.year}-{one.number}"


def _schools(request: Any, found: Judged) -> list[Option]:
    allowed = schools(request, found)
    return [
        Option(f"{part.stage}:{part.unit}", school_name(part), stage_word(part.stage, language()))
        for part in found.assessment.parts
        if allowed is None or part.school in allowed
    ]


def _counties(request: Any, found: Judged) -> list[Option]:
    return [Option(one.code, one.name) for one in request.policy.counties("judgement.view")]


def _several(request: Any) -> bool:
    return len(request.policy.counties("judgement.view")[:2]) > 1


# -- the columns -------------------------------------------------------------------------------------------------


def _columns(request: Any, found: Judged, kind: str, options: Sequence[Option], picked: Sequence[str]) -> list[Column]:
    words = {one.value: one for one in options}
    if kind == "schools":
        parts = {f"{part.stage}:{part.unit}": part for part in found.assessment.parts}
        return [Column(f"{words[one].label} {words[one].group}", parts[one]) for one in picked]
    if kind == "years":
        return [Column(words[one].label, _of_year(found, int(one))) for one in picked]
    if kind == "snapshots":
        held = {str(one.pk): one for one in visible(request.policy, found.snapshot.county_id, "judgement.view")}
        return [Column(words[one].label, _judged(held[one], found)) for one in picked]
    return [_county(one, words[one].label) for one in picked]


def _of_year(found: Judged, year: int) -> Assessment:
    if year == found.assessment.year:
        return found.assessment
    base, switches = found.assessment, found.assessment.standard.switches
    return found.once(
        ("year", year),
        lambda: assess(found.facts, found.standard, county=base.county_code, year=year, switches=switches),
    )


def _judged(snapshot: Snapshot, found: Judged | None) -> Assessment | None:
    """Return the snapshot's assessment, by the standard and switches in view where one is; None when there is none."""
    try:
        if found is None:
            return judged(snapshot).assessment
        return judged(snapshot, found.standard.id, found.assessment.standard.switches).assessment
    except (Damaged, ScopeError, StandardError):
        return None


def _county(code: str, name: str) -> Column:
    snapshot = latest(code)
    label = name if snapshot is None else f"{name} {snapshot.year}"
    return Column(label, None if snapshot is None else _judged(snapshot, None))


def _rows(request: Any, found: Judged, kind: str, columns: Sequence[Column]) -> list[Row]:
    if len(columns) < 2:
        return []
    printer = Printer(language())
    parts = [column.held for column in columns if isinstance(column.held, Part)]
    if parts:
        return rows_of_parts(parts, found.assessment, printer)
    held = [column.held for column in columns if isinstance(column.held, Assessment)]
    return rows_of(held, printer, allowed=schools(request, found), schools=kind != "counties")


def _workbook(found: Judged, columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    headings = [
        Heading(Title("类别", "group"), 18),
        Heading(Title("内容", "what"), 44),
        Heading(Title("单位", "unit"), 9),
        Heading(Title("要求", "asked"), 12),
    ]
    for place, column in enumerate(columns):
        headings += [Heading(Title(column.label, column.label), 22), Heading(Title("结论", "verdict"), 12)]
        if place:
            headings += [
                Heading(Title("与首列之差", "difference to the first"), 12),
                Heading(Title("结论变化", "turned"), 9),
            ]
    made = ListSheet(
        name=Title("对比", "Comparison"),
        title=Title("监测评估对比", "Assessments side by side"),
        headings=headings,
        rows=[_entries(row) for row in rows],
        frozen=2,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "compare.xlsx"
        with ReportBook(path, say("监测评估对比", "Assessments side by side"), language()) as book:
            add_list(book, found.assessment, made)
        return path.read_bytes()


def _entries(row: Row) -> list[BookEntry]:
    entries: list[BookEntry] = [row.group, row.label, row.unit, row.asked]
    for place, one in enumerate(row.entries):
        figure = one.text if one.value is None or not one.places else Shown(one.value, one.places)
        entries += [figure, Said(one.state)]
        if place:
            entries += [one.difference, "★" if one.turned else ""]
    return entries
