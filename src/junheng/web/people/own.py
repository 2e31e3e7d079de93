"""What everybody has: the own account's page, the language, the county in view."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from junheng.web.base.words import say
from junheng.web.people import second_factor
from junheng.web.people.gate import page, public
from junheng.web.people.places import name_schools


@page("account.own")
@require_GET
def own(request: Any) -> HttpResponse:
    """Show the own account: name, language, password, second factor, sessions, grants."""
    return render(
        request,
        "people/own.html",
        {
            "grants": name_schools(list(request.policy.grants)),
            "second_factor": second_factor.has(request.user),
            "second_factor_required": second_factor.required(request.policy),
            "session_count": UserSession.objects.filter(user=request.user).count(),
            "session_minutes": settings.SESSION_COOKIE_AGE // 60,
            "may_use_tokens": request.policy.may("api.tokens"),
        },
    )


@page("home.view")
@require_POST
def choose_county(request: Any) -> HttpResponse:
    """Put a county in view, one of those the person may see."""
    chosen = next((each for each in request.counties if each.code == request.POST.get("county")), None)
    if chosen is None:
        raise Http404
    request.session["county"] = chosen.code
    messages.success(request, say(f"现在查看：{chosen.name}", f"Now in view: {chosen.name}"))
    return redirect("home:index")


@public
@require_POST
def choose_language(request: Any) -> HttpResponse:
    """Change the language of the pages; somebody signed in finds it again at the next sign-in."""
    chosen = request.POST.get("language")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    return set_language(request)
