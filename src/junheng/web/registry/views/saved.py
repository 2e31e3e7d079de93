"""Keeping lists under a name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from junheng.web.base.words import say
from junheng.web.people.gate import page
from junheng.web.registry import saved
from junheng.web.registry.models import SavedView
from junheng.web.registry.query import read
from junheng.web.registry.scope import Scope


@page("registry.view")
@require_POST
def save(request: Any, table: str) -> HttpResponse:
    """Keep the list in view under a name; an officer may share it."""
    scope = Scope.of(request, table)
    query = read(scope, request.POST)
    name = request.POST.get("name", "").replace("\x00", "").strip()[:60]
    shared = bool(request.POST.get("shared")) and scope.may("registry.share")
    if not name:
        messages.error(request, say("请给视图起个名字。", "Give the view a name."))
    else:
        try:
            saved.save(scope, name, query, shared=shared)
        except saved.Full:
            words = say(
                f"每张表最多保存 {saved.MOST} 个视图，请先删除不用的。",
                f"At most {saved.MOST} views a table: delete some first.",
            )
            messages.error(request, words)
        else:
            messages.success(request, say("已保存视图。", "The view is saved."))
    return redirect(f"{reverse('registry:table', args=[table])}?{query.encoded()}")


@page("registry.view")
@require_POST
def forget(request: Any, pk: int) -> HttpResponse:
    """Take an own view away."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    scope = Scope.of(request, view.table)
    saved.forget(scope, view)
    messages.success(request, say("已删除视图。", "The view is gone."))
    return redirect("registry:table", view.table)
