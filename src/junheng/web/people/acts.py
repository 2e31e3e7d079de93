"""Acts on accounts: each checks who asks, does it and logs it, in one transaction. Grants: see `people.granting`.

An actor without a user (the command line) is trusted; a person needs the act's permission. A change of somebody's
password or account ends that person's sessions. Rules that are broken raise ValidationError with words for the page;
a missing permission raises policy.Refused.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from junheng.web.base.words import say
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.people import lockout, sessions
from junheng.web.people.granting import grant, keep_one, not_oneself, revoke
from junheng.web.people.models import User
from junheng.web.people.policy import demand_of

ONE_TIME_DAYS = 14
"""Days within which a one-time password has to be used."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

__all__ = [
    "activate",
    "deactivate",
    "grant",
    "open_account",
    "remove_second_factor",
    "reset_password",
    "revoke",
    "unlock",
]


def one_time_password() -> str:
    """Return a new one-time password: 16 letters and figures in groups, without those read for each other (79 bits)."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def open_account(actor: Actor, username: str, display_name: str, *, password: str | None = None) -> tuple[User, str]:
    """Open an account; return it and its password, which is kept nowhere in clear.

    Without `password` a one-time one is made, to be replaced at the first sign-in and within ONE_TIME_DAYS. One that
    is given stays the account's own (scripts, trial installations). Needs `people.manage`.
    """
    user, said = prepared(username, display_name, password=password)
    save_opened(actor, user)
    return user, said


def prepared(username: str, display_name: str, *, password: str | None = None) -> tuple[User, str]:
    """Return an account that is not saved yet and its password: the slow part of opening one (hashing)."""
    user = User(username=User.normalize_username(username.strip()), display_name=display_name.strip())
    said = password or _hand_over(user)
    user.set_password(said)
    return user, said


def save_opened(actor: Actor, user: User) -> None:
    """Save a prepared account; raises ValidationError when the user name is taken or not one. Needs `people.manage`."""
    demand_of(actor.user, "people.manage")
    with transaction.atomic():
        if User.objects.filter(username__iexact=user.username).exists():
            raise ValidationError({"username": say("已有这个用户名。", "There is such a user name already.")})
        user.full_clean(exclude=["password"])
        user.save()
        record(actor, "people.open", _thing(user), after={"display_name": user.display_name})


def reset_password(actor: Actor, user: User) -> str:
    """Replace a forgotten password by a one-time one and return it; ends all sessions. Needs `people.manage`."""
    demand_of(actor.user, "people.manage")
    not_oneself(actor, user)
    said = _hand_over(user)
    user.set_password(said)
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password", "one_time_until"])
        sessions.end_all(user)
        record(actor, "people.reset_password", _thing(user))
    lockout.clear(user.username, user)
    return said


def deactivate(actor: Actor, user: User) -> None:
    """Close an account, keeping it for the log; ends all sessions. Needs `people.manage`; never the last one."""
    demand_of(actor.user, "people.manage")
    not_oneself(actor, user)
    with transaction.atomic():
        _set_active(actor, user, active=False)
        for role in set(user.grants.values_list("role", flat=True)):
            keep_one(role)
        sessions.end_all(user)


def activate(actor: Actor, user: User) -> None:
    """Open a closed account again. Needs `people.manage`."""
    demand_of(actor.user, "people.manage")
    with transaction.atomic():
        _set_active(actor, user, active=True)


def unlock(actor: Actor, user: User) -> None:
    """Lift a lock-out after failed sign-ins. Needs `people.unlock`."""
    demand_of(actor.user, "people.unlock")
    with transaction.atomic():
        lockout.clear(user.username, user)
        record(actor, "people.unlock", _thing(user))


def remove_second_factor(actor: Actor, user: User) -> None:
    """Take away a second factor whose device and codes are lost; ends all sessions. Needs `people.grant`.

    The system administrator resets passwords, the security administrator second factors: neither gets in alone.
    """
    demand_of(actor.user, "people.grant")
    not_oneself(actor, user)
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        sessions.end_all(user)
        record(actor, "people.remove_second_factor", _thing(user))


def _hand_over(user: User) -> str:
    user.must_change_password = True
    user.one_time_until = timezone.now() + timedelta(days=ONE_TIME_DAYS)
    return one_time_password()


def _set_active(actor: Actor, user: User, *, active: bool) -> None:
    locked = User.objects.select_for_update().get(pk=user.pk)
    before, user.is_active = locked.is_active, active
    user.save(update_fields=["is_active"])
    record(
        actor,
        "people.activate" if active else "people.deactivate",
        _thing(user),
        before={"active": before},
        after={"active": active},
    )


def _thing(user: User) -> str:
    return f"user:{user.username}"
