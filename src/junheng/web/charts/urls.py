"""Addresses of the feature."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.charts import views

app_name = "charts"
urlpatterns: list[URLPattern] = [path("vega-<slug:content>.js", views.script, name="script")]
