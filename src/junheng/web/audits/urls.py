"""Addresses of the feature."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.audits import posts, views

app_name = "audits"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("upload/", posts.upload, name="upload"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/versions/", views.versions, name="versions"),
    path("<int:pk>/again/", posts.again, name="again"),
    path("<int:pk>/finding/<int:finding>/judge/", posts.judge, name="judge"),
    path("<int:pk>/finding/<int:finding>/undo/", posts.undo, name="undo"),
    path("<int:pk>/file/<int:number>/", views.file, name="file"),
    path("<int:pk>/version/<int:number>/<str:form>/", views.download, name="download"),
    path("<int:pk>/delete/", posts.delete, name="delete"),
]
