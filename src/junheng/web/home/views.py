"""The first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from junheng.web.base.words import bi
from junheng.web.home import filing, others
from junheng.web.home.need import Need
from junheng.web.judgement import home as judgement
from junheng.web.people.gate import page

ORDER = ("urgent", "todo", "note")
PLACES = (
    ("people:index", "people.manage", bi("账号", "Accounts")),
    ("operation:index", "operation.view", bi("运行情况", "Operation")),
    ("people:grants", "people.grant", bi("权限", "Permissions")),
    ("log:index", "log.view", bi("日志", "Log")),
)
"""Where the administrators work: address, act, words."""


@page("home.view")
@require_GET
def index(request: Any) -> HttpResponse:
    """Show what needs this person, most urgent first, then where the county stands."""
    found = [
        *filing.of_schools(request),
        *filing.of_county(request),
        *others.failed_jobs(request),
        *others.administrators(request),
    ]
    places = [(reverse(name), words) for name, act, words in PLACES if request.policy.may(act)]
    counties = request.counties if request.policy.may("judgement.view") and len(request.counties) > 1 else []
    return render(
        request,
        "home/index.html",
        {
            "needs": _sorted(found),
            "schools": others.inspected(request),
            "places": places,
            "below": counties,
            **((judgement.context(request) if request.county else None) or {}),
        },
    )


def _sorted(needs: list[Need]) -> list[Need]:
    return sorted(needs, key=lambda need: ORDER.index(need.weight))
