"""Taking a list out as a file: purpose asked, logged, marked."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from junheng.web.base.words import bi, say
from junheng.web.jobs.models import Job
from junheng.web.jobs.work import enqueue
from junheng.web.log.chain import record as log
from junheng.web.people.gate import page
from junheng.web.registry import export as exports
from junheng.web.registry.jobs import folder
from junheng.web.registry.query import Query, read
from junheng.web.registry.scope import Scope

LEAST = 4
"""The fewest characters a purpose has."""


@page("registry.export")
@require_http_methods(["GET", "POST"])
def export(request: Any, table: str) -> HttpResponse:
    """Ask what for, then hand over the list as a file, or start the job that makes it."""
    scope = Scope.of(request, table, "registry.export")
    query = read(scope, request.GET)
    number = exports.count(scope, query)
    purpose = request.POST.get("purpose", "").replace("\x00", "").strip()[:200]
    kind = request.POST.get("kind", "xlsx")
    fault = ""
    if request.method == "POST":
        if len(purpose) < LEAST:
            fault = say("请写明用途，至少四个字。", "Say what it is for, in four characters or more.")
        elif kind in exports.KINDS:
            if number > exports.DIRECT:
                return _later(request, scope, query, purpose, kind)
            return _now(scope, query, purpose, kind, number)
    context = {
        "scope": scope,
        "query": query,
        "encoded": query.encoded(),
        "number": number,
        "fields": exports.fields_of(scope, query),
        "long": number > exports.DIRECT,
        "purpose": purpose,
        "fault": fault,
        "masked": any(scope.fields[each.name].name == "identity_number" for each in exports.fields_of(scope, query)),
    }
    return render(request, "registry/export.html", context, status=422 if fault else 200)


def _now(scope: Scope, query: Query, purpose: str, kind: str, number: int) -> HttpResponse:
    taken = exports.export(scope, query, purpose, number)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"export.{kind}"
        rows = exports.WRITERS[kind](path, taken)
        content = path.read_bytes()
    said = exports.said(scope, query)
    log(
        scope.actor,
        "registry.export",
        scope.name,
        county=scope.county.code,
        purpose=purpose,
        kind=kind,
        rows=rows,
        **said,
    )
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{taken.name}.{kind}")
    response["Content-Type"] = exports.KINDS[kind]
    return response


def _later(request: Any, scope: Scope, query: Query, purpose: str, kind: str) -> HttpResponse:
    table = scope.table.title
    job = enqueue(
        scope.actor,
        "registry.export",
        county=scope.county,
        title=bi(f"导出{table.zh} {query.year}", f"export of {table.en} {query.year}"),
        table=scope.name,
        query=query.encoded(),
        purpose=purpose,
        format=kind,
    )
    messages.success(request, say("行数较多，正在后台生成文件。", "The list is long; the file is being made."))
    return redirect("jobs:detail", job.pk)


@page("registry.export")
@require_GET
def exported(request: Any, pk: int) -> HttpResponse:
    """Hand over the file a job made, to the person who asked for it."""
    job = get_object_or_404(Job, pk=pk, kind="registry.export", by=request.user, state="done")
    table = job.arguments.get("table", "")
    if not request.policy.may("registry.export", county=job.county_id, table=table):
        raise PermissionDenied
    result = job.result or {}
    path = folder() / Path(str(result.get("file", ""))).name
    if not result.get("file") or not path.is_file():
        messages.warning(
            request, say("文件已过期删除，请重新导出。", "The file was removed after its time; export again.")
        )
        return redirect(reverse("registry:export", args=[table]) + f"?{job.arguments.get('query', '')}")
    log(request.actor, "registry.export_fetch", f"job:{job.pk}", county=job.county_id, table=table)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=f"{result['name']}{path.suffix}")
    response["Content-Type"] = exports.KINDS[path.suffix[1:]]
    return response
