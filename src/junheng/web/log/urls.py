"""Addresses of the feature."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.log import views

app_name = "log"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("entry/<int:number>/", views.entry, name="entry"),
    path("export/", views.export, name="export"),
    path("verify/", views.verify, name="verify"),
    path("packs/", views.packs, name="packs"),
    path("packs/<int:pk>/", views.pack, name="pack"),
    path("packs/<int:pk>/download/", views.pack_download, name="pack_download"),
]
