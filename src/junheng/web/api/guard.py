"""Who calls, and what for: a bearer token with the scope, then the same policy as the pages'."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from junheng.web.api import tokens
from junheng.web.api.models import Scope, Token
from junheng.web.log.actor import Actor
from junheng.web.people.models import County
from junheng.web.people.policy import Policy


class Bearer(HttpBearer):
    """Checks the token and its scope; puts user, policy and actor on the request."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Return the token, None for one that does not hold (401); raises 403 for a scope it lacks."""
        found = tokens.find(token)
        if found is None:
            return None
        policy = Policy(found.user)
        asked: Any = request
        asked.user, asked.policy, asked.token = found.user, policy, found
        asked.actor = Actor(found.user, found.user.username, "api", request.META.get("REMOTE_ADDR", ""))
        if self.scope not in found.scopes or not policy.may("api.use"):
            raise HttpError(403, "scope")
        return found


READ = Bearer(Scope.READ)
FILE = Bearer(Scope.FILE)


def county(request: Any, act: str, code: str | None, *, table: str | None = None) -> County:
    """Return the county asked for, or the only one the act is allowed in.

    Answers 404 for one that is not there or not this person's, 403 where the act is not theirs, 422 when it has to
    be named.
    """
    allowed = list(request.policy.counties(act))
    if code is not None:
        allowed = [each for each in allowed if each.code == code]
        if not allowed:
            raise HttpError(404, "county")
    if not allowed:
        raise HttpError(403, "act")
    if len(allowed) > 1:
        raise HttpError(422, "county")
    if not request.policy.may(act, county=allowed[0].code, table=table):
        raise HttpError(403, "act")
    return allowed[0]
