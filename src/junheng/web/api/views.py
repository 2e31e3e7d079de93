"""The page where a person makes and ends the own tokens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from junheng.web.api import tokens
from junheng.web.api.models import Scope, Token
from junheng.web.base.words import say
from junheng.web.jobs.work import Readable
from junheng.web.people.gate import page


@page("api.tokens")
def index(request: Any) -> HttpResponse:
    """List the own tokens; make another, whose text is shown this once."""
    context: dict[str, Any] = {"scopes": Scope.choices}
    if request.method == "POST":
        days = request.POST.get("days", "")
        try:
            token, text = tokens.issue(
                request.actor,
                request.user,
                request.POST.get("name", ""),
                request.POST.getlist("scope"),
                int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0,
            )
        except Readable as why:
            messages.error(request, say(why.zh, why.en))
            return redirect("tokens:index")
        context |= {"made": token, "text": text}
    return render(request, "api/tokens.html", {**context, "tokens": request.user.api_tokens.all()[:100]})


@page("api.tokens")
@require_POST
def end(request: Any, pk: int) -> HttpResponse:
    """End one of the own tokens."""
    token = get_object_or_404(Token, pk=pk, user=request.user, ended_at=None)
    tokens.end(request.actor, token)
    messages.success(request, say("令牌已停用。", "The token has ended."))
    return redirect("tokens:index")
