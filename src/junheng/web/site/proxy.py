"""Behind a reverse proxy: the address of the person, not of the proxy, for the log and the lock-out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from django.http import HttpRequest, HttpResponse


class Proxied:
    """Takes the last address of X-Forwarded-For, the one the proxy itself saw; those before it anybody can write.

    Used only where JUNHENG_PROXY=1 says that every request comes through the proxy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer the request."""
        said = request.META.pop("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        with suppress(ValueError):  # none, or not an address: the proxy's own stays
            request.META["REMOTE_ADDR"] = str(ip_address(said))
        return self.get_response(request)
