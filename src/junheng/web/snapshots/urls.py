"""Addresses of the feature."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.snapshots import views

app_name = "snapshots"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("make/", views.make, name="make"),
    path("diff/", views.diff, name="diff"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/verify/", views.verify, name="verify"),
    path("<int:pk>/download/", views.download, name="download"),
]
