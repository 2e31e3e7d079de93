"""The gate every request passes: a view that does not name its act is refused, one that does asks the policy."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from junheng.web.people import second_factor

View = Callable[..., HttpResponse]
PUBLIC = "public"


def page(act: str, *, table: str | None = None) -> Callable[[View], View]:
    """Mark a view as performing `act` (policy.toml): it is asked for the county in view before the view runs.

    The view itself asks again about the objects it touches (`request.policy.rows`, `.covers`). A view that takes a
    keyword `table` has the act asked for that table.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]
        guarded.table = table  # type: ignore[attr-defined]
        return guarded

    return mark


def public(view: View) -> View:
    """Mark a view that needs no sign-in (signing in itself, the language switch, the health of the service)."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    guarded.act = PUBLIC  # type: ignore[attr-defined]
    return guarded


class Gate:
    """Middleware: refuses, sends to sign-in, or lets through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, _args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Refuse by default: a view without an act, an act without a rule, a rule without this user's role."""
        act = getattr(view, "act", None)
        if act == PUBLIC:
            return None
        if act is None:
            raise PermissionDenied
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if act != "account.own" and (instead := _first(request)) is not None:
            return _leave(request, resolve_url(instead))
        table = kwargs.get("table") or getattr(view, "table", None)
        if not request.policy.may(act, table=table):
            raise PermissionDenied
        return None


def to_sign_in(request: Any) -> HttpResponse:
    """Send to the sign-in page and back afterwards: to the page in view when only a part of it was asked for."""
    if request.headers.get("HX-Request"):
        shown = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = f"{shown.path}?{shown.query}" if shown.query else shown.path
        return _leave(request, redirect_to_login(back or "/").url)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _first(request: Any) -> str | None:
    """Return the page that has to be done before any other: an own password, a second factor."""
    if request.user.must_change_password:
        return "account_change_password"
    return "mfa_activate_totp" if second_factor.missing(request) else None


def _leave(request: Any, url: str) -> HttpResponse:
    """Redirect the whole page, also when HTMX asked for a fragment of it."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
