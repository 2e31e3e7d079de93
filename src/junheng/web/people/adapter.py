"""What allauth is told: nobody signs up, failures are counted and logged, words stand in two languages."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import get_user_by_username
from allauth.core import context
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from junheng.web.base.words import bi
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.people import lockout
from junheng.web.people.models import User
from junheng.web.people.policy import Policy


class ClosedAdapter(DefaultAccountAdapter):
    """Closes the sign-up; locks names, refuses one-time passwords that were not used in time, logs failures."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": bi("用户名或密码不正确。", "The user name or the password is not correct."),
        "too_many_login_attempts": bi(
            "连续输错，已暂停登录 15 分钟。请稍后再试，或请系统管理员解除。",
            "Too many failed attempts: signing in is paused for 15 minutes. Wait, or ask the system administrator.",
        ),
        "rate_limited": bi("操作过于频繁，请一分钟后再试。", "Too many attempts; try again in a minute."),
        "enter_current_password": bi("当前密码不正确。", "The current password is not correct."),
        "incorrect_password": bi("密码不正确。", "The password is not correct."),
        "one_time_is_over": bi(
            "一次性密码已过期。请系统管理员重新设置。",
            "The one-time password has expired. Ask the system administrator for a new one.",
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no: accounts come from `people.acts.open_account`."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked name before its password is looked at."""
        if lockout.locked(credentials.get("username", "")):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check name and password; a right one-time password that is too old is refused and says so."""
        user = cast("User | None", super().authenticate(request, **credentials))
        if user is not None and user.one_time_is_over:
            raise self.validation_error("one_time_is_over")
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count and log a wrong name or password."""
        name = credentials.get("username", "")
        count_failure(request, name, get_user_by_username(name))

    def set_password(self, user: Any, password: str) -> None:
        """Replace a person's own password: not one-time any more; every other session ends with the old one."""
        user.set_password(password)  # slow by design: before the transaction
        user.must_change_password, user.one_time_until = False, None
        with transaction.atomic():
            user.save(update_fields=["password", "must_change_password", "one_time_until"])
            record(Actor.of(context.request), "account.password", f"user:{user.username}")

    def get_login_redirect_url(self, request: Any) -> str:
        """Return the first page; for somebody without any grant, the page that says so."""
        return reverse("home:index") if Policy(request.user).grants else reverse("people:own")

    def get_password_change_redirect_url(self, request: Any) -> str:
        """Return where a person goes on after the password was changed."""
        return self.get_login_redirect_url(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return a key without the host's name, so that lifting a lock works whatever name the site is reached by."""
        return lockout.attempts_key(credentials.get("username", ""))


def count_failure(request: HttpRequest, name: str, user: User | None, step: str = "password") -> None:
    """Count a failed sign-in and log it; a name without an account is not written down (it may be a password)."""
    thing = f"user:{user.username}" if user is not None else "user:?"
    address = request.META.get("REMOTE_ADDR", "")
    with transaction.atomic():
        locks = lockout.failed(name, user)
        record(Actor(None, "", "page", address), "account.sign_in_failed", thing, step=step)
        if locks:
            record(Actor(None, "", "page", address), "account.locked", thing)
