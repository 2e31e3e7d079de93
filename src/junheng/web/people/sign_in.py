"""Addresses of signing in and out, password, second factor and sessions: allauth's views, each behind the gate.

Signing out is public: somebody half signed in (password given, code not yet) leaves by it too.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as usersessions
from django.http import HttpResponse
from django.urls import URLPattern, path

from junheng.web.people.gate import page, public


@public
def sign_out(request: Any) -> HttpResponse:
    """Sign out; the browser is told to forget what it kept of the pages."""
    answer: HttpResponse = account.logout(request)
    if not request.user.is_authenticated:
        answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


_own = page("account.own")
urlpatterns: list[URLPattern] = [
    path("login/", public(account.login), name="account_login"),
    path("logout/", sign_out, name="account_logout"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("password/", _own(account.password_change), name="account_change_password"),
    path("confirm/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("code/", public(mfa.authenticate), name="mfa_authenticate"),
    path("code/confirm/", _own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/", _own(mfa.index), name="mfa_index"),
    path("second-factor/activate/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/deactivate/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery-codes/", _own(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/generate/", _own(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("recovery-codes/download/", _own(recovery_codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("sessions/", _own(usersessions.list_usersessions), name="usersessions_list"),
]
