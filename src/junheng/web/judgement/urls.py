"""Addresses of the feature."""

from __future__ import annotations

from django.urls import URLPattern, path

from junheng.web.judgement import compare, counties, dashboard, indicator, items, pictures, school, working
from junheng.web.judgement.what_if import views as what_if

app_name = "judgement"
urlpatterns: list[URLPattern] = [
    path("", dashboard.index, name="index"),
    path("counties/", counties.index, name="counties"),
    path("indicators/<slug:stage>/<str:indicator>/", indicator.show, name="indicator"),
    path("working/", working.show, name="working"),
    path("own/", school.own, name="own"),
    path("schools/<path:unit>/", school.school, name="school"),
    path("items/", items.items, name="items"),
    path("items/<slug:item>/", items.item, name="item"),
    path("items/<slug:item>/state/", items.item_state, name="item_state"),
    path("items/<slug:item>/confirm/", items.item_confirm, name="item_confirm"),
    path("compare/", compare.compare, name="compare"),
    path("compare/book/", compare.compare_book, name="compare_book"),
    path("what-if/", what_if.what_if, name="what_if"),
    path("what-if/keep/", what_if.keep, name="scenario_keep"),
    path("scenarios/", what_if.scenarios, name="scenarios"),
    path("scenarios/together/", what_if.together, name="scenarios_together"),
    path("scenarios/<int:pk>/", what_if.scenario, name="scenario"),
    path("scenarios/<int:pk>/rewrite/", what_if.rewrite, name="scenario_rewrite"),
    path("scenarios/<int:pk>/rename/", what_if.rename, name="scenario_rename"),
    path("scenarios/<int:pk>/delete/", what_if.delete, name="scenario_delete"),
    path("scenarios/<int:pk>/book/", what_if.book, name="scenario_book"),
    path("charts/<slug:name>.<slug:form>", pictures.file, name="picture"),
]
