"""The working of a figure, beside it: value, amounts, line, clause, snapshot, the records and who changed them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import polars as pl
from django.http import Http404, HttpResponse
from django.shortcuts import render

from junheng.assess.formula import Formula, formula_of
from junheng.assess.model import Finding, Part
from junheng.dictionary import load
from junheng.report import figures
from junheng.report.page.view import school_name
from junheng.report.words import all_items, field_word, group_word, item_label, item_word, stage_word
from junheng.standards import Item
from junheng.standards.names import SECTIONS
from junheng.web.judgement import scope
from junheng.web.judgement.arranged import arranged, indicator_address, school_address, working_address
from junheng.web.judgement.formula import amounts, formula_words
from junheng.web.judgement.records import of_county, of_unit
from junheng.web.judgement.service import Judged

_CULPRITS = 20


@scope.scoped()
def show(request: Any, found: Judged) -> HttpResponse:
    """Show the working of one figure: beside it (HTMX), or as a page of its own.

    `?unit=&stage=&indicator=` is a school's, `?stage=&indicator=` the county's, `?item=` an item's.
    """
    asked = {name: request.GET.get(name, "") for name in ("unit", "stage", "indicator", "item")}
    context = {"found": found, "a": found.assessment, **_found(request, found, asked)}
    beside = request.headers.get("HX-Request") == "true"
    response = render(request, "judgement/working_beside.html" if beside else "judgement/working.html", context)
    # The panel is not a place: the address stays the page's.
    response["HX-Push-Url"] = "false"
    return response


def _found(request: Any, found: Judged, asked: dict[str, str]) -> dict[str, Any]:
    if asked["item"]:
        return _item(request, found, asked["item"])
    if asked["unit"]:
        return _cell(request, found, asked["unit"], asked["stage"], asked["indicator"])
    return _county(request, found, asked["stage"], asked["indicator"])


def _formula(found: Judged, indicator: str) -> Formula:
    rule = next((one for one in found.standard.indicator if one.id == indicator), None)
    if rule is None:
        raise Http404
    return formula_of(rule, frozenset(found.assessment.standard.switches))


def _part(request: Any, found: Judged, unit: str, stage: str) -> Part:
    """Return the school part, when the person may be shown its school."""
    allowed = scope.schools(request, found)
    for part in found.assessment.parts:
        if (part.unit, part.stage) == (unit, stage) and (allowed is None or part.school in allowed):
            return part
    raise Http404


def _cell(request: Any, found: Judged, unit: str, stage: str, indicator: str) -> dict[str, Any]:
    printer = arranged(found).printer
    part, formula = _part(request, found, unit, stage), _formula(found, indicator)
    view = next(
        (
            cell
            for each in arranged(found).stages
            for row in each.rows
            if (row.part.unit, row.part.stage) == (unit, stage)
            for cell in row.cells
            if cell.indicator.id == indicator
        ),
        None,
    )
    if view is None:
        raise Http404
    mine = (pl.col("unit") == unit) & (pl.col("stage") == stage) & (pl.col("year") == found.snapshot.year)
    row = found.facts.parts.filter(mine).to_dicts()[0]
    shared = any(term.shared for term in (*formula.numerator, *formula.denominator))
    stages = {each.stage for each in found.assessment.parts if each.unit == unit} if shared else {stage}
    read = (*formula.fields, *(("pupils",) if shared else ()))
    return {
        "kind": "cell",
        "title": f"{view.indicator.id} {printer.say(view.indicator.title)}",
        "about": f"{school_name(part)} {stage_word(stage, printer.language)}",
        "about_address": school_address(request, unit),
        "page": indicator_address(request, stage, indicator),
        "state": figures.state(view.cell.verdict, near=view.cell.near),
        "view": view,
        "formula": formula_words(formula, printer),
        "numerator": amounts(formula.numerator, row, printer),
        "denominator": amounts(formula.denominator, row, printer),
        "floor_share": printer.share(found.assessment.standard.floor),
        "clause": view.indicator.clause,
        "notes": _notes(found, part, set(read)) if scope.sees_records(request, found) else [],
        "records": of_unit(request, found, unit, stages, dict.fromkeys(read)),
    }


def _notes(found: Judged, part: Part, fields: set[str]) -> list[str]:
    """Return what reading the records told of this school's figures: derived, differing, merged."""
    printer = arranged(found).printer
    return [
        printer.say(note.text)
        for note in found.facts.notes
        if note.unit in {part.unit, part.school}
        and note.year in {None, found.snapshot.year}
        and note.stage in {None, part.stage}
        and (note.field is None or note.field in fields)
    ]


def _county(request: Any, found: Judged, stage: str, indicator: str) -> dict[str, Any]:
    printer = arranged(found).printer
    one = next((one for one in found.assessment.county if (one.stage, one.indicator) == (stage, indicator)), None)
    if one is None:
        raise Http404
    asked = next(each for each in found.assessment.standard.indicators if each.id == indicator)
    allowed = scope.schools(request, found)
    parts = [
        part for part in found.assessment.parts if part.stage == stage and (allowed is None or part.school in allowed)
    ]
    return {
        "kind": "county",
        "title": f"{asked.id} {printer.say(asked.title)}",
        "about": f"{found.assessment.county_name or ''} {stage_word(stage, printer.language)}",
        "page": indicator_address(request, stage, indicator),
        "state": one.verdict,
        "one": one,
        "formula": formula_words(_formula(found, indicator), printer),
        "times": figures.plain(asked.times),
        "sums": (
            printer.amount(one.numerator, asked.unit),
            figures.number(one.denominator, 0, blank=printer.unknown),
        ),
        "mean": figures.number(one.mean, 4, blank=printer.unknown),
        "sd": figures.number(one.sd, 4, blank=printer.unknown),
        "cv": figures.beside(one.cv, one.limit, 4, blank=printer.unknown),
        "limit": figures.plain(one.limit, blank=figures.NONE),
        "clause": asked.clause,
        "schools": [
            {
                "name": school_name(part),
                "value": printer.value(part.indicators[indicator]),
                "numerator": printer.amount(part.indicators[indicator].numerator, asked.unit),
                "denominator": figures.number(part.indicators[indicator].denominator, 0),
                "working": working_address(request, unit=part.unit, stage=stage, indicator=indicator),
            }
            for part in parts
            if indicator in part.indicators
        ],
        "missing": [school_name(part) for part in parts if part.unit in one.missing],
    }


def _item(request: Any, found: Judged, item_id: str) -> dict[str, Any]:
    printer = arranged(found).printer
    item = next((one for one in all_items(found.assessment) if one.id == item_id), None)
    rule = next((one for one in found.standard.item if one.id == item_id), None)
    if item is None or rule is None:
        raise Http404
    allowed = scope.schools(request, found)
    return {
        "kind": "item",
        "title": printer.say(item.title),
        "about": f"{item_label(item, printer.language)} · {group_word(item.group, printer.language)}",
        "state": item.verdict,
        "word": item_word(item.group, item.verdict, printer.language),
        "section": printer.say(SECTIONS[item.section]) if item.section in SECTIONS else "",
        "clause": item.clause,
        # A finding names schools; a person of single schools gets the verdict and the county's figures.
        "findings": [] if allowed is not None else [_finding(request, one, printer) for one in item.findings],
        "limited": allowed is not None,
        "records": of_county(request, found, dict.fromkeys(_fields(rule))),
    }


def _finding(request: Any, one: Finding, printer: Any) -> dict[str, Any]:
    return {
        "verdict": one.verdict,
        "working": printer.say(one.working),
        "missing": [field_word(name, printer.language) for name in one.missing],
        "culprits": [
            (printer.say(each.text), school_address(request, each.unit) if each.stage or each.unit else "")
            for each in one.culprits[:_CULPRITS]
        ],
        "more": max(0, len(one.culprits) - _CULPRITS),
    }


def _fields(item: Item) -> Iterator[str]:
    """Yield the county's fields that the item's checks name, in their order."""
    known = load().tables["county"].fields
    yield from (text for text in _texts(msgspec.to_builtins(item.check)) if text in known)


def _texts(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for value in held.values():
            yield from _texts(value)
    elif isinstance(held, list | tuple):
        for value in held:
            yield from _texts(value)
