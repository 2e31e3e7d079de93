"""Pages for what goes wrong: they say what happened, what is safe and what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render


def forbidden(request: Any, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return render(request, "base/error.html", {"code": 403}, status=403)


def not_found(request: Any, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return render(request, "base/error.html", {"code": 404}, status=404)


def broken(request: Any) -> HttpResponse:
    """Answer 500 without touching the database."""
    return render(None, "base/broken.html", status=500)


def csrf(request: Any, reason: str = "") -> HttpResponse:
    """Answer a form whose protection token is missing or stale."""
    return render(request, "base/error.html", {"code": "csrf"}, status=403)
