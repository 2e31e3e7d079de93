"""Acts on grants: who may do what, where. Decided by the security administrator (`people.grant`), never for oneself.

In production the three administrators are three persons, and none of them holds a role of a county. A change of
somebody's grants ends that person's sessions. Rules that are broken raise ValidationError with words for the page.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from junheng.web.base.words import say
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.people import sessions
from junheng.web.people.models import INSTALLATION_ROLES, County, Grant, GrantRequest, Role, User
from junheng.web.people.policy import demand_of


def grant(
    actor: Actor,
    user: User,
    role: str,
    *,
    county: County | None = None,
    section: str = "",
    school_code: str = "",
    area: str = "",
    until: date | None = None,
) -> Grant:
    """Give a person a role in a place, to the end of the day `until`. Needs `people.grant`.

    The caller takes `school_code` from the registry (`people.places`); everything else is checked here.
    """
    demand_of(actor.user, "people.grant")
    not_oneself(actor, user)
    new = Grant(
        user=user, role=role, county=county, section=section, school_code=school_code, area=area, until=until
    )  # fmt: skip
    with transaction.atomic():
        before = _held(user)
        new.full_clean()
        _separate(new)
        new.save()
        _changed(actor, "people.grant", user, before, county=new.county_id)
    return new


def revoke(actor: Actor, old: Grant) -> None:
    """Take a grant away. Needs `people.grant`; not from oneself, not the last of an administrator."""
    demand_of(actor.user, "people.grant")
    user = old.user
    not_oneself(actor, user)
    with transaction.atomic():
        before = _held(user)
        old.delete()
        keep_one(old.role)
        _changed(actor, "people.revoke", user, before, county=old.county_id)


def ask(actor: Actor, user: User, role: str, county: County, school_code: str) -> GrantRequest:
    """Ask for a clerk's or principal's grant. Needs `people.manage`; `settle` decides."""
    demand_of(actor.user, "people.manage")
    request = GrantRequest(user=user, role=role, county=county, school_code=school_code, asked_by=actor.user)
    with transaction.atomic():
        request.full_clean()
        request.save()
        record(actor, "people.ask_grant", _thing(user), county=county.code, after=f"{role} {school_code}")
    return request


def settle(actor: Actor, request: GrantRequest, *, approve: bool) -> Grant | None:
    """Decide a request: grant what it asks for, or refuse it. Needs `people.grant`; not one's own."""
    demand_of(actor.user, "people.grant")
    if actor.user is not None and actor.user.pk == request.asked_by_id:
        raise ValidationError(say("自己提出的申请由他人审批。", "Your own request is for somebody else to decide."))
    given = None
    with transaction.atomic():
        if approve:
            given = grant(
                actor, request.user, request.role, county=request.county, school_code=request.school_code
            )  # fmt: skip
        else:
            asked = f"{request.role} {request.school_code}"
            record(actor, "people.refuse_grant", _thing(request.user), county=request.county_id, before=asked)
        request.delete()
    return given


def not_oneself(actor: Actor, user: User) -> None:
    """Raise ValidationError when the actor is the person."""
    if actor.user is not None and actor.user.pk == user.pk:
        raise ValidationError(
            say("不能对自己的账号这样做，请另一位管理员办理。", "Not on your own account: ask another administrator.")
        )


def keep_one(role: str) -> None:
    """Raise ValidationError when no active person holds an administrator's role any more; ask after the change."""
    if role not in {Role.SYSTEM, Role.SECURITY}:
        return
    holding = Q(until=None) | Q(until__gte=timezone.localdate())
    if not Grant.objects.filter(holding, role=role, user__is_active=True).exists():
        raise ValidationError(
            say(
                f"至少要留一位{Role(role).label}。请先把这个角色授给另一个人。",
                f"There must be at least one {Role(role).label}. Give the role to somebody else first.",
            )
        )


def separation_fault(roles: set[str]) -> str:
    """Return in words how one person's roles break the separation of duties; blank when they do not."""
    administrator = roles & INSTALLATION_ROLES
    if len(administrator) > 1:
        return say("三类管理员必须由不同的人担任。", "The three administrators must be three persons.")
    if administrator and len(roles) > 1:
        return say(
            "管理员不得兼任县、校或查看员角色。",
            "An administrator holds no role of a county, a school or a viewer.",
        )
    return ""


def _separate(new: Grant) -> None:
    """Hold the person's roles, the new one included, to the separation of duties; production only."""
    if not settings.PRODUCTION:
        return
    holding = Q(until=None) | Q(until__gte=timezone.localdate())
    roles = set(Grant.objects.filter(holding, user=new.user).values_list("role", flat=True))
    if fault := separation_fault(roles | {new.role}):
        raise ValidationError(fault)


def _held(user: User) -> list[str]:
    """Lock the person's row, so that two changes come one after the other, and return the grants as text."""
    User.objects.select_for_update().get(pk=user.pk)
    return [describe(each) for each in user.grants.order_by("pk")]


def _changed(actor: Actor, act: str, user: User, before: list[str], **where: Any) -> None:
    sessions.end_all(user)
    after = [describe(each) for each in user.grants.order_by("pk")]
    record(actor, act, _thing(user), before=before, after=after, **where)


def describe(held: Grant) -> str:
    """Return a grant as the log writes it: role, place, last day."""
    place = [held.county_id or held.area, held.section, held.school_code]
    until = [f"until {held.until.isoformat()}"] if held.until else []
    return " ".join(part for part in [held.role, *place, *until] if part)


def _thing(user: User) -> str:
    return f"user:{user.username}"


def unseparated() -> list[str]:
    """Return the user names whose roles break the separation of duties; production does not start with any."""
    holding = Q(until=None) | Q(until__gte=timezone.localdate())
    roles: dict[str, set[str]] = {}
    for name, role in Grant.objects.filter(holding, user__is_active=True).values_list("user__username", "role"):
        roles.setdefault(name, set()).add(role)
    return sorted(name for name, held in roles.items() if separation_fault(held))
