"""Addresses of the feature."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.registry.views import bulk, edit, exports, lists, records, saved

app_name = "registry"
urlpatterns: list[URLPattern] = [
    path("", lists.index, name="index"),
    path("schools/<str:code>/", records.school, name="school"),
    path("exports/<int:pk>/", exports.exported, name="exported"),
    path("views/<int:pk>/forget/", saved.forget, name="forget_view"),
    path("<slug:table>/", lists.table, name="table"),
    path("<slug:table>/find/", lists.find, name="find"),
    path("<slug:table>/add/", edit.add, name="add"),
    path("<slug:table>/export/", exports.export, name="export"),
    path("<slug:table>/bulk/", bulk.look, name="bulk"),
    path("<slug:table>/bulk/apply/", bulk.apply, name="bulk_apply"),
    path("<slug:table>/views/", saved.save, name="save_view"),
    path("<slug:table>/<int:pk>/", records.record, name="record"),
    path("<slug:table>/<int:pk>/edit/", edit.edit, name="edit"),
    path("<slug:table>/<int:pk>/remove/", edit.remove, name="remove"),
]
