"""One school: its indicators and what is short, its place among peers, its years, and what else fails here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from junheng.assess import Assessment, Cell, IndicatorReference, Part, history
from junheng.dictionary import load
from junheng.report import figures
from junheng.report.page.printer import Printer, attainment
from junheng.report.words import ROOMS, all_items, code_word, field_word, item_label, records_text, stage_word
from junheng.standards.model import ClassSize
from junheng.web.base.words import language, say, title
from junheng.web.judgement.arranged import school_address, working_address
from junheng.web.judgement.peers import Peers, Spark, peers_of, spark_of
from junheng.web.judgement.scope import kept, scoped, sees_records
from junheng.web.judgement.service import Judged


@dataclass(frozen=True, slots=True)
class YearView:
    """One year's figure of an indicator."""

    year: int
    text: str
    state: figures.State | None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator of one stage of the school."""

    id: str
    title: str
    unit: str
    value: str
    state: figures.State | None
    line: str
    floor: str
    below_floor: bool
    distance: str
    shortfall: str
    working: str
    address: str
    """Where its working opens; blank for who may not see workings."""
    missing: str
    peers: tuple[Peers, ...]
    years: tuple[YearView, ...]
    spark: Spark | None


@dataclass(frozen=True, slots=True)
class StageView:
    """One judged stage of the school."""

    stage: str
    title: str
    part: Part
    indicators: tuple[IndicatorView, ...]
    records: str
    allowed: str
    years: tuple[YearView, ...]
    """The school's own verdict by year."""


@dataclass(frozen=True, slots=True)
class GradeView:
    """The classes of one grade: pupils of each, and whether that is above the limit."""

    stage: str
    grade: int | None
    limit: int | None
    classes: tuple[tuple[str, int | None, bool], ...]


@require_GET
@scoped("judgement.school")
def school(request: Any, found: Judged, unit: str) -> HttpResponse:
    """Show one school; of others, people of a school see only where theirs stands among them."""
    row = _row(found, unit)
    if row is None or not request.policy.may(
        "judgement.school", county=found.snapshot.county_id, school=row["school_code"]
    ):
        raise Http404
    whole = request.policy.schools("judgement.school", found.snapshot.county_id) is None
    assessment, printer = found.assessment, Printer(language())
    parts = [part for part in assessment.parts if part.unit == unit]
    opens = request.policy.may("judgement.view", county=found.snapshot.county_id, school=row["school_code"])

    def address(part: Part, indicator: str) -> str:
        return working_address(request, unit=unit, stage=part.stage, indicator=indicator) if opens else ""

    past = history(assessment, found.standard, found.facts, {row["school_code"]})
    context = {
        "found": found,
        "snapshot": found.snapshot,
        "row": row,
        "unit": unit,
        "name": row["school_name"] or unit,
        "facts": _about(row),
        "stages": [_stage(printer, assessment, part, past, address, whole=whole) for part in parts],
        "excluded": [one for one in assessment.excluded if one.unit == unit],
        "alerts": [alert for alert in assessment.alerts if alert.unit == unit],
        "failing": list(_failing(assessment, unit)),
        "unknown": [one for one in assessment.unknown if one.unit == unit],
        "rooms": [(title(ROOMS[need.room]), need) for need in assessment.rooms if need.unit == unit],
        "classes": sees_records(request, found),
        "grades": _grades(found, unit) if sees_records(request, found) else [],
        "may_try": request.policy.may("judgement.scenario", county=found.snapshot.county_id),
        "kept": kept(request),
        "whole": whole,
    }
    return render(request, "judgement/school.html", context)


@require_GET
@scoped("judgement.school")
def own(request: Any, found: Judged) -> HttpResponse:
    """Lead people of schools to theirs: to the page of the only one, or to a list; others to the county's."""
    codes = request.policy.schools("judgement.school", found.snapshot.county_id)
    if codes is None:
        return redirect("judgement:index")
    schools = found.facts.schools
    rows = schools.filter(schools["school_code"].is_in(list(codes)) & (schools["year"] == found.snapshot.year))
    units = [
        (row["school_name"] or row["unit"], school_address(request, row["unit"]))
        for row in rows.sort("unit").to_dicts()
    ]
    if len(units) == 1:
        return redirect(units[0][1])
    return render(request, "judgement/own.html", {"units": units})


def _row(found: Judged, unit: str) -> Mapping[str, Any] | None:
    schools = found.facts.schools
    rows = schools.filter(
        (schools["unit"] == unit)
        & (schools["year"] == found.snapshot.year)
        & (schools["county_code"] == found.assessment.county_code)
    ).to_dicts()
    return rows[0] if rows else None


def _about(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    fields, tongue = load().tables["school"].fields, language()
    pairs = [
        (title(fields[name].title), code_word(codes, row[name], tongue) or figures.blank_word(tongue))
        for name, codes in (("kind", "kind"), ("locale", "locale"), ("sponsor", "sponsor"))
    ]
    counts = [(field_word(name, tongue), row[f"{name}_compulsory"]) for name in ("pupils", "classes")]
    return [(title(fields["school_code"].title), row["unit"]), *pairs] + [
        (name, figures.number(value, 0, blank=figures.blank_word(tongue))) for name, value in counts
    ]


def _stage(
    printer: Printer,
    assessment: Assessment,
    part: Part,
    past: Mapping[int, Sequence[Part]],
    address: Callable[[Part, str], str],
    *,
    whole: bool,
) -> StageView:
    mates = [one for one in assessment.parts if one.stage == part.stage]
    years = {
        year: one for year, parts in past.items() for one in parts if (one.unit, one.stage) == (part.unit, part.stage)
    }
    least = assessment.standard.at_least
    return StageView(
        stage=part.stage,
        title=stage_word(part.stage, printer.language),
        part=part,
        indicators=tuple(
            _indicator(printer, one, part, mates, years, address(part, one.id), whole=whole)
            for one in assessment.standard.indicators
            if one.id in part.indicators
        ),
        records=records_text(part.origin, printer.language),
        allowed=""
        if least is None or part.verdict is None
        else printer.pick(
            f"至少 {least} 项达标，其余不低于标准线的 {printer.share(assessment.standard.floor)}",
            f"at least {least} must reach their line, the others {printer.share(assessment.standard.floor)} of it",
        ),
        years=tuple(YearView(year, printer.word(one.verdict), one.verdict) for year, one in years.items()),
    )


def _indicator(
    printer: Printer,
    indicator: IndicatorReference,
    part: Part,
    mates: Sequence[Part],
    years: Mapping[int, Part],
    address: str,
    *,
    whole: bool,
) -> IndicatorView:
    cell = part.indicators[indicator.id]
    less = indicator.better == "less"
    relation = "≤" if less else "≥"
    lacks = printer.missing(cell.shortfall, indicator.unit) if cell.shortfall else ""
    return IndicatorView(
        id=indicator.id,
        title=printer.say(indicator.title),
        unit=printer.with_unit("", indicator.unit).strip(),
        value=printer.unknown if cell.value is None else printer.value(cell),
        state=figures.state(cell.verdict, near=cell.near),
        line="" if cell.line is None else f"{relation} {figures.plain(cell.line)}",
        floor="" if cell.floor is None else f"{relation} {figures.plain(cell.floor)}",
        below_floor=cell.above_floor is False,
        distance=_distance(printer, cell, indicator.better),
        shortfall=lacks
        and (
            printer.pick(f"超出 {lacks}", f"{lacks} too many")
            if less
            else printer.pick(f"还差 {lacks}", f"{lacks} short")
        ),
        working=printer.formula(indicator, cell),
        address=address,
        missing=printer.pick("、", ", ").join(field_word(name, printer.language) for name in cell.missing),
        peers=tuple(peers_of(printer, indicator, part, mates, whole=whole)),
        years=tuple(_year(printer, year, one.indicators[indicator.id]) for year, one in years.items()),
        spark=spark_of([one.indicators[indicator.id].value for one in years.values()], cell.line),
    )


def _distance(printer: Printer, cell: Cell, better: str) -> str:
    share = attainment(cell, better)
    if share is None:
        return ""
    shown = f"{figures.beside(share * 100, Fraction(100), 0)}%"
    return printer.pick(f"相当于标准线的 {shown}", f"{shown} of the line")


def _year(printer: Printer, year: int, cell: Cell) -> YearView:
    text = printer.unknown if cell.value is None else printer.value(cell)
    return YearView(year, text, figures.state(cell.verdict, near=cell.near))


# -- what else ---------------------------------------------------------------------------------------------------


def _failing(assessment: Assessment, unit: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield id, label, title of each item the school keeps from being met, and what it has in words."""
    for item in all_items(assessment):
        texts = [
            title(one.text).removeprefix(one.name).strip()
            for finding in item.findings
            for one in finding.culprits
            if one.unit == unit
        ]
        if texts:
            yield item.id, item_label(item, language()), title(item.title), say("；", "; ").join(texts)


def _grades(found: Judged, unit: str) -> list[GradeView]:
    limits = _limits(found)
    classes = found.facts.classes
    rows = classes.filter((classes["unit"] == unit) & (classes["year"] == found.snapshot.year))
    held: dict[tuple[str, int | None], list[tuple[str, int | None, bool]]] = {}
    for row in rows.sort("stage", "grade", "class_no", nulls_last=True).to_dicts():
        limit, pupils = limits.get(row["stage"]), row["class_pupils"]
        over = limit is not None and pupils is not None and pupils > limit
        held.setdefault((row["stage"], row["grade"]), []).append((row["class_no"] or "", pupils, over))
    order = list(load().codes["stage"].codes)
    return [
        GradeView(stage_word(stage, language()), grade, limits.get(stage), tuple(some))
        for (stage, grade), some in sorted(held.items(), key=lambda pair: (order.index(pair[0][0]), pair[0][1] or 0))
    ]


def _limits(found: Judged) -> Mapping[str, int]:
    checks = (check for item in found.standard.item for check in item.check if isinstance(check, ClassSize))
    first = next(checks, None)
    return {} if first is None else first.at_most
