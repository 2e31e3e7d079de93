"""Addresses of the feature."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.people import accounts, grants, own

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("", accounts.index, name="index"),
    path("open/", accounts.open_account, name="open"),
    path("roster/", accounts.look_at_roster, name="roster"),
    path("roster/open/", accounts.open_roster, name="open_roster"),
    path("<int:pk>/", accounts.account, name="account"),
    path("<int:pk>/password/", accounts.reset_password, name="reset_password"),
    path("<int:pk>/deactivate/", accounts.deactivate, name="deactivate"),
    path("<int:pk>/activate/", accounts.activate, name="activate"),
    path("<int:pk>/unlock/", accounts.unlock, name="unlock"),
    path("<int:pk>/grants/", grants.grants_of, name="grants_of"),
    path("<int:pk>/second-factor/", grants.remove_second_factor, name="remove_second_factor"),
    path("grants/", grants.index, name="grants"),
    path("grants/<int:pk>/revoke/", grants.revoke, name="revoke"),
    path("requests/", grants.requests, name="requests"),
    path("requests/settle/", grants.settle, name="settle"),
    path("policy/", grants.policy, name="policy"),
    path("own/", own.own, name="own"),
    path("county/", own.choose_county, name="choose_county"),
]
