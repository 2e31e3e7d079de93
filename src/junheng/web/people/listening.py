"""What happens at signing in and out and with second factors: kept in the log, the session's clock set."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in as signed_in
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.people import lockout, sessions
from junheng.web.people.adapter import count_failure

_ON = {Authenticator.Type.TOTP: "account.mfa_on", Authenticator.Type.RECOVERY_CODES: "account.recovery_codes"}


@receiver(user_logged_in, dispatch_uid="people.session_starts")
def _session_starts(request: Any, **_: Any) -> None:
    sessions.start(request.session)


@receiver(signed_in, dispatch_uid="people.signed_in")
def _signed_in(request: Any, user: Any, response: Any, **_: Any) -> None:
    """Log a sign-in that passed every step; forget the failures before it; bring the person's language back."""
    lockout.clear(user.username, user)
    steps = [step["method"] for step in request.session.get("account_authentication_methods", ())]
    record(Actor.of(request), "account.sign_in", f"user:{user.username}", steps=steps)
    if user.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        )


@receiver(user_logged_out, dispatch_uid="people.signed_out")
def _signed_out(request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        actor = Actor(user, user.username, "page", request.META.get("REMOTE_ADDR", ""))
        record(actor, "account.sign_out", f"user:{user.username}", why=getattr(request, "session_over", "asked"))


@receiver(authentication_failed, dispatch_uid="people.code_failed")
def _code_failed(request: Any, user: Any, **_: Any) -> None:
    count_failure(request, user.username, user, step="code")


@receiver(post_save, sender=Authenticator, dispatch_uid="people.authenticator_on")
def _authenticator_on(instance: Authenticator, created: bool, **_: Any) -> None:
    if created:
        record(_at_hand(), _ON[Authenticator.Type(instance.type)], f"user:{instance.user.username}")


@receiver(post_delete, sender=Authenticator, dispatch_uid="people.authenticator_off")
def _authenticator_off(instance: Authenticator, **_: Any) -> None:
    if instance.type == Authenticator.Type.TOTP:
        record(_at_hand(), "account.mfa_off", f"user:{instance.user.username}")


def _at_hand() -> Actor:
    return Actor.of(context.request) if context.request is not None else Actor.command()
