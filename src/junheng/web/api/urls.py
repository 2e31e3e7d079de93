"""Addresses of the programming interface: its own page under /api/tokens/, the rest is ninja's.

The gate lets ninja's operations pass, since each asks for a token itself (`guard`); a test holds every one to it.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from junheng.web.api import views
from junheng.web.api.main import api
from junheng.web.people.gate import PUBLIC

operations = api.urls[0]
for pattern in operations:
    if not hasattr(pattern.callback, "act"):
        pattern.callback.act = PUBLIC

tokens = ([path("", views.index, name="index"), path("<int:pk>/end/", views.end, name="end")], "tokens")
urlpatterns: list[URLPattern | URLResolver] = [
    path("tokens/", include(tokens)),
    path("", (operations, *api.urls[1:])),
]
