"""Addresses of the evidence archive."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.evidence import views

app_name = "evidence"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("item/<str:item>/", views.item, name="item"),
    path("figure/", views.figure, name="figure"),
    path("put/", views.put, name="put"),
    path("file/<int:pk>/", views.file, name="file"),
    path("file/<int:pk>/content/", views.content, name="content"),
    path("file/<int:pk>/attach/", views.attach, name="attach"),
    path("file/<int:pk>/out/", views.take_out, name="take_out"),
    path("link/<int:pk>/end/", views.detach, name="detach"),
    path("archives/", views.archives, name="archives"),
    path("archives/<int:pk>/", views.archive, name="archive"),
]
