"""Setting one field of many records: choose, look, confirm."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from junheng.web.base.words import say, title
from junheng.web.people.gate import page
from junheng.web.registry import bulk
from junheng.web.registry.acts import Stale
from junheng.web.registry.checks import said
from junheng.web.registry.listing import cell
from junheng.web.registry.query import Query, read, whole
from junheng.web.registry.scope import Scope
from junheng.web.registry.values import choices, shown, unit
from junheng.web.registry.views.records import heading

LISTED = 200
"""How many of the records that change are listed."""


@page("registry.edit")
@require_POST
def look(request: Any, table: str) -> HttpResponse:
    """Show what setting the field would do; nothing is written."""
    scope = Scope.of(request, table, "registry.edit")
    if not scope.sees_rows:
        raise Http404
    query = read(scope, request.POST)
    name = request.POST.get("field", "")
    fields = {each.name: each for each in bulk.settable(scope)}
    if name not in fields:
        messages.error(request, say("请选择要修改的字段。", "Choose the field to set."))
        return redirect(_back(scope, query))
    keys = None if request.POST.get("all") else [pk for each in request.POST.getlist("pick") if (pk := whole(each))]
    if keys == []:
        messages.error(
            request, say("请先勾选记录，或选择“列表全部”。", "Tick some records first, or choose all of the list.")
        )
        return redirect(_back(scope, query))
    field = fields[name]
    context = {
        "scope": scope,
        "query": query,
        "hidden": list(query.pairs()),
        "picked": keys or [],
        "all": keys is None,
        "field": field,
        "unit": unit(field),
        "choices": choices(field),
        "text": request.POST.get("value", ""),
        "back": _back(scope, query),
    }
    if "value" not in request.POST:
        return render(request, "registry/bulk.html", context)
    one = bulk.meant(scope, name, request.POST["value"])
    if one.severe and one.problem:
        context["fault"] = f"{title(one.problem[0])}{say('。', '; ')}{title(one.problem[1])}{say('。', '.')}"
        return render(request, "registry/bulk.html", context, status=422)
    schools = scope.schools(query.year) if scope.by_school and query.year is not None else {}
    try:
        plan = bulk.plan(scope, query, schools, keys, name, one.value)
    except bulk.TooMany:
        context["fault"] = say(
            f"一次最多修改 {bulk.MOST:,} 条，请缩小筛选范围。", f"At most {bulk.MOST:,} at once: narrow the list."
        )
        return render(request, "registry/bulk.html", context, status=422)
    context |= {
        "plan": plan,
        "token": bulk.sealed(scope, plan, request.POST["value"]),
        "after": shown(field, one.value, exact=True),
        "lines": [_line(scope, row, field, schools) for row in plan.rows[:LISTED]],
        "more": max(len(plan.rows) - LISTED, 0),
        "findings": [
            (_line(scope, plan.rows[place], field, schools)["name"], title(said(fault)), fault.severity)
            for place, fault in plan.faults[:LISTED]
        ],
    }
    return render(request, "registry/bulk.html", context)


@page("registry.edit")
@require_POST
def apply(request: Any, table: str) -> HttpResponse:
    """Do what was shown."""
    scope = Scope.of(request, table, "registry.edit")
    query = read(scope, request.POST)
    try:
        batch = bulk.apply(scope, request.POST.get("plan", ""))
    except Stale:
        zh = "其中有记录刚被他人改过，一条也没有修改。请重新预览。"
        messages.error(request, say(zh, "Others have just changed some of the records; none was changed. Look again."))
    except bulk.Outdated:
        zh = "预览已过期或记录有变动，一条也没有修改。请重新预览。"
        messages.error(request, say(zh, "What was shown is out of date; none was changed. Look again."))
    else:
        number = batch.changes.count() if batch else 0
        messages.success(request, say(f"已修改 {number:,} 条。", f"{number:,} records changed."))
    return redirect(_back(scope, query))


def _line(scope: Scope, row: Any, field: Any, schools: Any) -> dict[str, str]:
    school = row.get("school_code", "")
    return {
        "name": heading(scope, SimpleNamespace(**row), schools),
        "school": schools.get(school, school),
        "before": cell(scope, field, row, schools).text,
    }


def _back(scope: Scope, query: Query) -> str:
    return f"{reverse('registry:table', args=[scope.name])}?{query.encoded()}"
