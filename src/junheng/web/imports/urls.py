"""Addresses of the feature."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.imports import batches, views

app_name = "imports"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("template/", views.template, name="template"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/difference/<slug:table>/", views.difference, name="difference"),
    path("<int:pk>/marked/<int:file>/", views.marked, name="marked"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/apply/", views.apply, name="apply"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("batches/", batches.index, name="batches"),
    path("batches/<int:pk>/", batches.detail, name="batch"),
    path("batches/<int:pk>/undo/", batches.take_back, name="undo"),
]
