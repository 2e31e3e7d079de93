"""One structured line per request, under a number that all lines of the request carry."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

log = logging.getLogger("junheng.request")
number: ContextVar[str] = ContextVar("junheng_request", default="")
"""The request's number while it is being answered; blank outside of one."""
GIVEN = re.compile(r"[0-9A-Za-z-]{8,64}")


class RequestLog:
    """Writes method, path (without its query, which may hold names), status, milliseconds and user.

    Every answer carries its number as X-Request-ID. One a reverse proxy gave is kept, so that its log and this can be
    laid side by side; one from anybody else is not taken.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer the request, then write the line."""
        start = time.perf_counter()
        request.id = _number(request)
        token = number.set(request.id)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.id
            if not request.path.startswith(settings.STATIC_URL):
                took = round((time.perf_counter() - start) * 1000, 1)
                log.info("request", extra=_line(request, response.status_code, took))
        finally:
            number.reset(token)
        return response


def _number(request: Any) -> str:
    given = request.headers.get("X-Request-ID", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return given if GIVEN.fullmatch(given) else token_hex(8)


def _line(request: Any, status: int, took: float) -> dict[str, Any]:
    # Only a user the request has loaded anyway: the line must come even when the database does not answer.
    user = getattr(request, "_cached_user", None)
    name = user.username if user is not None and user.is_authenticated else ""
    return {"method": request.method, "path": request.path, "status": status, "ms": took, "by": name}
