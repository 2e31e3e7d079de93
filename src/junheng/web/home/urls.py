"""Addresses of the first page."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.home import views

app_name = "home"
urlpatterns: list[URLPattern] = [path("", views.index, name="index")]
