"""How long a session lives: so many minutes of rest (Django's expiry, pushed on), and twelve hours at most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from junheng.web.base.words import say
from junheng.web.people.models import User

LONGEST = 12 * 3600
"""Seconds after signing in at which a session ends however busy it was."""
STEP = 60
"""Seconds between two writes of a session in use: one write a minute instead of one per request."""


def start(session: Any) -> None:
    """Set the clock of a session that was just signed in."""
    session["started"] = session["seen"] = _now()


def end_all(user: User) -> None:
    """End every session of a person, wherever it was opened."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    for each in UserSession.objects.filter(user=user):
        each.end()


class SessionClock:
    """Middleware: pushes the end of a session in use ahead, ends one that is too old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer the request."""
        if request.user.is_authenticated:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: Any) -> None:
        now = _now()
        if now - request.session.setdefault("started", now) >= LONGEST:
            request.session_over = "too long"
            logout(request)
            messages.warning(
                request,
                say(
                    "登录已满 12 小时，请重新登录。",
                    "You were signed in for twelve hours; please sign in again.",
                ),
            )
        elif now - request.session.get("seen", 0) >= STEP:
            request.session["seen"] = now


def _now() -> int:
    return int(timezone.now().timestamp())
