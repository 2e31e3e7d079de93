"""Entry forms: changing, adding and removing a record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from junheng.web.base.words import say, title
from junheng.web.people.gate import page
from junheng.web.registry import checks, editing, forms
from junheng.web.registry.acts import Stale
from junheng.web.registry.forms import Entry
from junheng.web.registry.query import whole
from junheng.web.registry.scope import Scope
from junheng.web.registry.views.records import before, heading, seen


@page("registry.edit")
@require_http_methods(["GET", "POST"])
def edit(request: Any, table: str, pk: int) -> HttpResponse:
    """Change a record; when somebody else did in between, show both and lose nothing."""
    scope = Scope.of(request, table, "registry.edit")
    row = scope.rows("registry.edit").filter(pk=pk).first()
    if row is None:
        if request.method == "POST" and not scope.model._default_manager.filter(pk=pk).exists():
            return _gone(request, scope)
        raise Http404
    earlier = before(scope, row)
    if request.method == "GET":
        seen(scope, row)
        return _page(request, scope, _entries(scope, row, forms.texts_of(scope, row), earlier), row)
    found = _entries(scope, row, {**forms.texts_of(scope, row), **forms.posted(scope, request.POST)}, earlier)
    version = whole(request.POST.get("version", "")) or 0
    if version != row.version:
        return _stale(request, scope, found, row, version)
    changed = forms.values(scope, found, request.POST)
    besides = _examined(scope, found, changed, row)
    if answer := _refused(request, scope, found, row, besides):
        return answer
    try:
        moved = editing.save(scope, row, version, changed)
    except Stale:
        row = scope.rows("registry.edit").filter(pk=pk).first()
        return _gone(request, scope) if row is None else _stale(request, scope, found, row, version)
    messages.success(request, say("已保存。", "Saved.") if moved else say("没有改动。", "Nothing was changed."))
    return redirect("registry:record", table, pk)


@page("registry.edit")
@require_http_methods(["GET", "POST"])
def add(request: Any, table: str) -> HttpResponse:
    """Add a record."""
    scope = Scope.of(request, table, "registry.edit")
    year = whole(request.GET.get("year", "")) or next(iter(scope.years), None)
    texts = {"year": "" if year is None else str(year)}
    if request.method == "GET":
        given = {name: request.GET[name] for name in ("school_code", "stage") if name in request.GET}
        return _page(request, scope, _entries(scope, None, {**texts, **given}, None), None)
    found = _entries(scope, None, forms.posted(scope, request.POST), None)
    values = forms.values(scope, found, request.POST)
    besides = _examined(scope, found, values, None)
    if answer := _refused(request, scope, found, None, besides):
        return answer
    row = editing.full(scope, None, values)
    try:
        editing.add(scope, row)
    except editing.Exists:
        words = say(
            "已有这条记录，没有保存。请核对编号和学年，或打开原记录修改。",
            "There is such a record already; nothing was saved. Check its number and year, or change that record.",
        )
        _entry(found, scope.key[0] if scope.key else "year").faults.append(words)
        return _page(request, scope, found, None, status=422)
    messages.success(request, say("已新增。", "Added."))
    there = scope.model._default_manager.filter(county=scope.county, year=row["year"])
    added = there.filter(**{name: row[name] for name in scope.key}).get()
    return redirect("registry:record", table, added.pk)


@page("registry.edit")
@require_http_methods(["GET", "POST"])
def remove(request: Any, table: str, pk: int) -> HttpResponse:
    """Ask for the reason and take a record away; not while others stand on it."""
    scope = Scope.of(request, table, "registry.edit")
    row = scope.record(pk, "registry.edit")
    standing = checks.dependents(scope, row)
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:150]
    fault = ""
    if request.method == "POST" and not standing:
        if len(reason) < 2:
            fault = say("请写明删除原因。", "Say why the record is removed.")
        else:
            try:
                editing.remove(scope, row, whole(request.POST.get("version", "")) or 0, reason)
            except Stale:
                fault = say(
                    "这条记录刚被他人改过，没有删除。请核对后再删除。",
                    "Somebody has just changed the record; it was not removed. Look at it again first.",
                )
                row = scope.record(pk, "registry.edit")
            else:
                messages.success(request, say("已删除；可在修改历史中查到。", "Removed; the history keeps it."))
                return redirect("registry:table", table)
    context = {
        "scope": scope,
        "row": row,
        "heading": _heading(scope, row),
        "standing": [(title(name), number) for name, number in standing],
        "fault": fault,
        "reason": reason,
    }
    return render(request, "registry/remove.html", context, status=422 if request.method == "POST" else 200)


def _entries(scope: Scope, row: Any, texts: dict[str, str], earlier: Any) -> list[Entry]:
    year = row.year if row is not None else whole(texts.get("year", "")) or next(iter(scope.years), None)
    schools = scope.schools(year, "registry.edit") if scope.by_school and year is not None else {}
    return forms.entries(scope, texts, record=row, earlier=earlier, schools=schools)


def _examined(scope: Scope, found: list[Entry], values: dict[str, Any], row: Any) -> list[str]:
    """Write all that is wrong or doubtful under the entries; return what is said besides."""
    forms.require(scope, found, values, row)
    if any(entry.faults for entry in found):
        return []
    whole_row = editing.full(scope, row, values)
    try:
        editing.place(scope, whole_row)
    except PermissionDenied:
        words = say("您只能填写本校的记录。", "You may only file records of your own school.")
        _entry(found, "school_code").faults.append(words)
        return []
    return editing.examine(scope, found, whole_row)


def _refused(request: Any, scope: Scope, found: list[Entry], row: Any, besides: list[str]) -> HttpResponse | None:
    """Return the form again when there are faults, or doubts that were not confirmed."""
    if any(entry.faults for entry in found):
        return _page(request, scope, found, row, besides=besides, status=422)
    seal = editing.doubts_seal(found, besides)
    if seal and request.POST.get("confirmed") != seal:
        return _page(request, scope, found, row, besides=besides, seal=seal, status=422)
    return None


def _stale(request: Any, scope: Scope, found: list[Entry], row: Any, version: int) -> HttpResponse:
    past = editing.since(scope, row, version)
    both = editing.merge(found, row, past)
    return _page(request, scope, found, row, stale=past.by, both=both, status=409)


def _gone(request: Any, scope: Scope) -> HttpResponse:
    """Somebody removed the record meanwhile: what was typed stands in the form of a new one."""
    found = _entries(scope, None, forms.posted(scope, request.POST), None)
    return _page(request, scope, found, None, gone=True, status=409)


def _page(request: Any, scope: Scope, found: list[Entry], row: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "scope": scope,
        "row": row,
        "entries": found,
        "heading": _heading(scope, row) if row is not None else "",
        "faults": sum(bool(entry.faults) for entry in found),
        "clear": forms.CLEAR,
        **more,
    }
    return render(request, "registry/form.html", context, status=status)


def _heading(scope: Scope, row: Any) -> str:
    return heading(scope, row, scope.schools(row.year) if scope.by_school else {})


def _entry(found: list[Entry], name: str) -> Entry:
    return next(entry for entry in found if entry.field.name == name)
