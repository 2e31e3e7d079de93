"""All addresses. Every view says which act it is (`junheng.web.people.gate.page`); one that does not is refused."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from junheng.web.people import own

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("junheng.web.home.urls")),
    path("account/", include("junheng.web.people.sign_in")),
    path("language/", own.choose_language, name="set_language"),
    path("people/", include("junheng.web.people.urls")),
    path("log/", include("junheng.web.log.urls")),
    path("jobs/", include("junheng.web.jobs.urls")),
    path("registry/", include("junheng.web.registry.urls")),
    path("imports/", include("junheng.web.imports.urls")),
    path("filing/", include("junheng.web.filing.urls")),
    path("snapshots/", include("junheng.web.snapshots.urls")),
    path("judgement/", include("junheng.web.judgement.urls")),
    path("audit/", include("junheng.web.audits.urls")),
    path("evidence/", include("junheng.web.evidence.urls")),
    path("charts/", include("junheng.web.charts.urls")),
    path("operation/", include("junheng.web.operation.urls")),
    path("api/", include("junheng.web.api.urls")),
]

handler403 = "junheng.web.base.errors.forbidden"
handler404 = "junheng.web.base.errors.not_found"
handler500 = "junheng.web.base.errors.broken"
