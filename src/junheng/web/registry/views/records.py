"""One record with its history, and the home of a school in the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from junheng.web.log.chain import record as log
from junheng.web.people.gate import page
from junheng.web.registry.history import of_record, of_school
from junheng.web.registry.query import whole
from junheng.web.registry.scope import Scope
from junheng.web.registry.tables import MODELS
from junheng.web.registry.values import masked, shown, unit


def seen(scope: Scope, record: Any) -> None:
    """Log that somebody looked at a person: the table and the record's number, no name."""
    if scope.of_persons:
        log(scope.actor, "registry.person_view", f"{scope.name}:{record.pk}", county=scope.county.code)


@page("registry.view")
@require_GET
def record(request: Any, table: str, pk: int) -> HttpResponse:
    """Show one record: this year's and last year's values, and what became of it."""
    scope = Scope.of(request, table)
    row = scope.record(pk)
    school = getattr(row, "school_code", "")
    seen(scope, row)
    earlier = before(scope, row)
    schools = scope.schools(row.year) if school else {}
    return render(
        request,
        "registry/record.html",
        {
            "scope": scope,
            "row": row,
            "heading": heading(scope, row, schools),
            "school": schools.get(school, school),
            "lines": _lines(scope, row, earlier),
            "earlier": earlier,
            "history": of_record(scope, row),
            "may_edit": scope.editable and scope.rows("registry.edit").filter(pk=pk).exists(),
        },
    )


def before(scope: Scope, row: Any) -> Any:
    """Return the same record a year earlier, where it may be seen; None when there is none."""
    key = {name: getattr(row, name) for name in scope.key}
    return scope.rows().filter(year=row.year - 1, **key).first()


def heading(scope: Scope, row: Any, schools: Mapping[str, str]) -> str:
    """Return what a record is called: its name, else its key in words, the school by its name."""
    for name in ("school_name", "county_name", "pupil_name", "teacher_name"):
        called = getattr(row, name, None)
        if called and scope.sight(name, getattr(row, "school_code", "")) == "clear":
            return str(called)
    values = {name: value for name in scope.key if (value := getattr(row, name)) not in {None, ""}}
    words = [
        schools.get(value, value) if name == "school_code" else shown(scope.fields[name], value)
        for name, value in values.items()
    ]
    return " ".join(words) or str(row.year)


def _lines(scope: Scope, row: Any, earlier: Any) -> list[dict[str, Any]]:
    lines = []
    for name, field in scope.fields.items():
        sight = scope.sight(name, getattr(row, "school_code", ""))
        if sight == "hidden":
            continue
        values = [getattr(one, name) if one is not None else None for one in (row, earlier)]
        if sight == "masked":
            values = [masked(value) if value else None for value in values]
        lines.append({
            "field": field,
            "unit": unit(field),
            "value": shown(field, values[0], exact=True),
            "before": shown(field, values[1], exact=True) if earlier is not None else "",
            "blank": values[0] is None,
            "moved": earlier is not None and values[0] != values[1],
            "figure": field.type in {"integer", "decimal"},
        })  # fmt: skip
    return lines


@page("registry.view", table="school")
@require_GET
def school(request: Any, code: str) -> HttpResponse:
    """Show a school in the registry: its campuses, stages, classes, rooms, equipment, and how many people it has."""
    if not request.county:
        raise PermissionDenied
    scopes = {name: Scope(request.policy, request.actor, request.county, name) for name in MODELS}
    mine = scopes["school"].rows().filter(school_code=code)
    years = sorted(set(mine.values_list("year", flat=True)), reverse=True)
    if not years:
        raise Http404
    asked = whole(request.GET.get("year", ""))
    year = asked if asked in years else years[0]
    campuses = list(mine.filter(year=year).order_by("campus"))
    context = {
        "code": code,
        "year": year,
        "years": years,
        "tab": request.GET.get("tab") if request.GET.get("tab") == "history" else "",
        "name": next((row.school_name for row in campuses if row.school_name), code),
        "campuses": [{"row": row, "lines": _lines(scopes["school"], row, None)} for row in campuses],
    }
    if context["tab"]:
        context["history"] = of_school(scopes.values(), code)
    else:
        context |= _holdings(scopes, code, year)
    return render(request, "registry/school.html", context)


def _holdings(scopes: dict[str, Scope], code: str, year: int) -> dict[str, Any]:
    """Return what a school has: stages and classes row by row, the rest in numbers."""

    def mine(name: str) -> Any:
        return scopes[name].all().filter(year=year, school_code=code).order_by()

    part = scopes["part"]
    columns = [part.fields[name] for name in ("pupils", "classes", "staff", "full_time_teachers", "backbone_teachers")]
    parts = [
        {
            "row": row,
            "stage": shown(part.fields["stage"], row.stage),
            "values": [(shown(each, getattr(row, each.name)), getattr(row, each.name) is None) for each in columns],
        }
        for row in mine("part").order_by("campus", "stage")
    ]
    room_kind = scopes["room"].fields["room_kind"]
    classes = list(mine("class").values_list("class_pupils", flat=True))
    worths = list(mine("equipment").values_list("book_value", flat=True))
    by_kind: dict[str, list[Any]] = {}
    for kind, area in mine("room").values_list("room_kind", "room_area"):
        by_kind.setdefault(kind or "", []).append(area)
    grade, stage = scopes["pupil"].fields["grade"], scopes["teacher"].fields["stage"]
    pupils = list(mine("pupil").values_list("grade").annotate(n=Count("pk")).order_by("grade"))
    staff = list(mine("teacher").values_list("stage").annotate(n=Count("pk")).order_by("stage"))
    return {
        "parts": parts,
        "part_columns": [(each, unit(each)) for each in columns],
        "classes": {"number": len(classes), "pupils": total(classes)},
        "rooms": [(shown(room_kind, kind), len(areas), total(areas)) for kind, areas in sorted(by_kind.items())],
        "equipment": {"number": len(worths), "value": total(worths)},
        "pupils": [(shown(grade, value), number) for value, number in pupils],
        "pupil_total": sum(number for _, number in pupils),
        "staff": [(shown(stage, value), number) for value, number in staff],
        "staff_total": sum(number for _, number in staff),
    }


def total(values: Sequence[Any]) -> Any:
    """Return the exact sum; unknown (None) when a term is, or there is none: a database would skip it or round."""
    return None if not values or any(value is None for value in values) else sum(values)
