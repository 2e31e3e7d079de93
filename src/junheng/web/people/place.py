"""Where a request stands: its policy, the county and school year in view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from junheng.web.log.actor import Actor
from junheng.web.people.models import County
from junheng.web.people.policy import Policy


class Place:
    """Puts `policy`, `actor`, `counties` (a list, one query) and `county` (a County or None) on the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer the request."""
        request.policy = Policy(request.user)
        request.actor = Actor.of(request)
        request.counties = list(request.policy.counties("home.view")) if request.user.is_authenticated else []
        request.county = county(request)
        return self.get_response(request)


def county(request: Any) -> County | None:
    """Return the county chosen in the session when the user may be there, else the first of theirs."""
    allowed = request.counties
    chosen = request.session.get("county")
    return next((each for each in allowed if each.code == chosen), allowed[0] if allowed else None)
