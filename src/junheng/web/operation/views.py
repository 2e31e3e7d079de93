"""Health for machines, and the system administrator's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from junheng.web.operation import health
from junheng.web.operation.state import state
from junheng.web.people.gate import page, public


@public
@require_safe
def live(request: Any) -> HttpResponse:
    """Answer 200 as long as the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public
@require_safe
def ready(request: Any) -> HttpResponse:
    """Answer 200 when everything is fit to work, else 503 and which parts are not; nothing more is told."""
    failing = [part.name for part in health.parts() if not part.fit]
    said = {"status": "degraded", "failing": failing} if failing else {"status": "ok"}
    return JsonResponse(said, status=503 if failing else 200)


@page("operation.view")
@require_safe
def index(request: Any) -> HttpResponse:
    """Show how the installation stands."""
    return render(request, "operation/index.html", {"parts": health.parts(), **state()})
