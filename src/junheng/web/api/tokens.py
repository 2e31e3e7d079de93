"""Issuing, finding and ending tokens."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone

from junheng.web.api.models import Scope, Token
from junheng.web.jobs.work import Readable
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.models import User

PREFIX = "jh_"
MOST_DAYS = 366
SEEN_EVERY = timedelta(minutes=5)
"""How often the time of last use is written: a write per call would make readers wait for each other."""


@transaction.atomic
def issue(actor: Actor, user: User, name: str, scopes: Iterable[str], days: int) -> tuple[Token, str]:
    """Make a token of the user; return it and, this once, its text. Raises Readable for a wrong name, scope or time."""
    name, wanted = " ".join(name.split()), sorted(set(scopes))
    if not name or len(name) > 80:
        raise Readable(
            "没有生成：请写明用途（不超过 80 字）。", "Not made: say what it is for, in at most 80 characters."
        )
    if not wanted or not set(wanted) <= set(Scope.values):
        raise Readable("没有生成：请选择至少一项范围。", "Not made: choose at least one scope.")
    if not 1 <= days <= MOST_DAYS:
        raise Readable(f"没有生成：有效期为 1—{MOST_DAYS} 天。", f"Not made: it can last 1 to {MOST_DAYS} days.")
    text = PREFIX + token_urlsafe(32)
    token = Token.objects.create(
        user=user,
        name=name,
        digest=digest(text),
        start=text[:8],
        scopes=wanted,
        expires_at=timezone.now() + timedelta(days=days),
    )
    log(actor, "api.token", f"token:{token.pk}", name=name, scopes=wanted, days=days)
    return token, text


@transaction.atomic
def end(actor: Actor, token: Token) -> None:
    """End a token at once."""
    token.ended_at = timezone.now()
    token.save(update_fields=["ended_at"])
    log(actor, "api.token_end", f"token:{token.pk}", name=token.name)


def find(text: str) -> Token | None:
    """Return the living token of an active person with this text; None for any other."""
    token = Token.objects.select_related("user").filter(digest=digest(text)).first()
    if token is None or not token.alive or not token.user.is_active or token.user.must_change_password:
        return None
    now = timezone.now()
    if token.used_at is None or now - token.used_at > SEEN_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token


def digest(text: str) -> str:
    """Return what is kept of a token: SHA-256, as hex (the text is random, 256 bits: no salt is needed)."""
    return hashlib.sha256(text.encode()).hexdigest()
