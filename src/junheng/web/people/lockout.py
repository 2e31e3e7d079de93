"""Locking a user name after failed sign-ins: the same for names that exist and names that do not."""

from __future__ import annotations

from datetime import timedelta

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from junheng.web.people.models import Lockout, User

LIMIT = 5
WINDOW = timedelta(minutes=15)
_KEPT = timedelta(days=1)


def key(name: str) -> str:
    """Return the keyed digest under which a user name's failures are counted; letter case does not matter."""
    return salted_hmac("people.lockout", name.strip().lower(), algorithm="sha256").hexdigest()


def locked(name: str) -> bool:
    """Tell whether signing in under this name is locked now."""
    return Lockout.objects.filter(key=key(name), until__gt=timezone.now()).exists()


def failed(name: str, user: User | None) -> bool:
    """Count one failed sign-in; return True when it locks the name (LIMIT failures within WINDOW, for WINDOW)."""
    now = timezone.now()
    with transaction.atomic():
        Lockout.objects.filter(since__lt=now - _KEPT).delete()
        row, _ = Lockout.objects.select_for_update().get_or_create(key=key(name), defaults={"since": now, "user": user})
        if row.since < now - WINDOW or (row.until is not None and row.until <= now):
            row.since, row.failures, row.until = now, 0, None
        row.failures += 1
        row.user = user
        if row.failures >= LIMIT and row.until is None:
            row.until = now + WINDOW
        row.save()
        return row.failures == LIMIT


def clear(name: str, user: User | None = None) -> bool:
    """Forget the failures of a name (signed in, or lifted by an administrator); return whether it was locked.

    allauth's own, wider counts of the name and of the user's codes are forgotten with ours.
    """
    rows = Lockout.objects.filter(key=key(name))
    was_locked = rows.filter(until__gt=timezone.now()).exists()
    rows.delete()
    keys = [attempts_key(name), *([f"mfa-auth-user-{user.pk}"] if user is not None else [])]
    limit = {"app": "allauth.account", "action": "login_failed"}
    for rate in get_rates(**limit):
        if rate.per == "key":
            cache.delete_many([get_cache_key(None, rate=rate, key=each, **limit) for each in keys])
    return was_locked


def attempts_key(name: str) -> str:
    """Return the key of allauth's count of attempts on a user name, the same for every host name of the site."""
    return f"name:{name.strip().lower()}"
