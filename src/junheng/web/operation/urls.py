"""Addresses of the feature."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.operation import views

app_name = "operation"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
]
