"""Pages of audited reports: the list, the report beside its findings, its versions, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET

from junheng.audit.compared import Compared
from junheng.audit.faces.wording import known, result, summary, sureness
from junheng.web.audits import acts, hand_out
from junheng.web.audits.kept import held_of, plain
from junheng.web.audits.kinds import FOLDER, KINDS
from junheng.web.audits.models import SIGNS, Kind, Version, unjudged, waiting, with_newest
from junheng.web.audits.paper import parts
from junheng.web.audits.shown import gone, shown, tracks
from junheng.web.audits.within import may, names_of, report_of, tallied, upload_form, visible
from junheng.web.base.words import language, say
from junheng.web.evidence import store
from junheng.web.evidence.acts import plain as plain_name
from junheng.web.evidence.views import attachment
from junheng.web.log.chain import record as log
from junheng.web.people.gate import page

ROWS = 50
SIDE_BY_SIDE = 8
"""Versions set side by side; older ones are in the list alone."""


@page("audit.view")
@require_GET
def index(request: Any) -> HttpResponse:
    """List the audited reports; take another."""
    rows = with_newest(visible(request)).select_related("county")
    rows = rows.filter(county=request.county) if request.county else rows.none()
    asked = plain(request.GET.get("q", "")).strip()[:100]
    state, school = request.GET.get("state", ""), request.GET.get("school", "")
    if asked:
        rows = rows.filter(Q(title__icontains=asked) | Q(versions__name__icontains=asked)).distinct()
    if state == "open":
        rows = waiting(rows)
    if school:
        rows = rows.filter(school_code="" if school == "county" else plain(school)[:10])
    chosen = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    found = {"q": asked, "state": state, "school": school}
    return render(
        request,
        "audits/index.html",
        {
            "page": chosen,
            "rows": _rows(chosen.object_list, names_of(request)),
            "found": found,
            "query": urlencode({name: value for name, value in found.items() if value}),
            "filtered": any(found.values()),
            "names": names_of(request),
            "whole": request.policy.schools("audit.view", request.county.code) is None if request.county else False,
            **upload_form(request),
        },
    )


@page("audit.view")
@require_GET
def detail(request: Any, pk: int) -> HttpResponse:
    """Show a report's text beside what was found in it."""
    report = report_of(request, pk)
    versions = list(report.versions.defer("text", "blocks").select_related("job", "snapshot", "against"))
    newest = versions[0]
    read = [each for each in versions if each.read_at is not None]
    number = request.GET.get("version", "")
    wanted = next((each for each in read if str(each.number) == number), read[0] if read else None)
    context: dict[str, Any] = {
        "tab": "reading",
        "report": report,
        "newest": newest,
        "job": newest.job,
        "versions": versions,
    }
    if wanted is not None:
        before = next((each for each in read if each.number < wanted.number), None)
        every = shown(wanted, before)
        dismissed = frozenset(one.number for one in every if one.state == "dismissed")
        context |= {
            "version": wanted,
            "before": before,
            "every": every,
            "parts": parts(wanted, [one.finding for one in every], dismissed),
            "gone": gone(wanted, before),
            "forms": [(form, words) for form, (_, words) in hand_out.FORMS.items()],
            "held": _held(wanted),
            **tallied(every),
        }
    return render(request, "audits/detail.html", {**context, **may(request, report), **upload_form(request, report)})


@page("audit.view")
@require_GET
def versions(request: Any, pk: int) -> HttpResponse:
    """Show the versions of a report, and what became of each finding."""
    report = report_of(request, pk)
    every = list(report.versions.defer("blocks").select_related("job", "snapshot", "against"))
    read = [each for each in reversed(every) if each.read_at is not None][-SIDE_BY_SIDE:]
    for each in every:
        each.by_kind = [(kind, each.counts.get(kind.value, 0)) for kind in Kind]
    return render(
        request,
        "audits/versions.html",
        {
            "tab": "versions",
            "report": report,
            "versions": every,
            "signs": [(kind, SIGNS[kind]) for kind in Kind],
            "read": read,
            "tracks": tracks(report, read) if read else [],
            **may(request, report),
            **upload_form(request, report),
        },
    )


@page("audit.view")
@require_GET
def file(request: Any, pk: int, number: int) -> HttpResponse:
    """Hand out a version's file as it was uploaded, never to be shown in place; the log says to whom."""
    report = report_of(request, pk)
    version = get_object_or_404(report.versions.defer("text", "blocks"), number=min(number, 32767))
    try:
        path = store.checked(version.stored, version.sha256, FOLDER)
    except store.Lost:
        return _lost(request, pk)
    log(
        request.actor, "audit.download", acts.thing_of(report), county=report.county_id, version=number,
        sha256=version.sha256,
    )  # fmt: skip
    return attachment(path, version.name, KINDS[version.kind])


@page("audit.view")
@require_GET
def download(request: Any, pk: int, number: int, form: str) -> HttpResponse:
    """Hand out a version with its findings: for Word with comments, or as a page; the log says to whom."""
    report = report_of(request, pk)
    rows = report.versions.filter(read_at__isnull=False)
    version = get_object_or_404(rows, number=min(number, 32767))
    if form not in hand_out.FORMS:
        raise Http404
    try:
        content = hand_out.made(version, form)
    except store.Lost:
        return _lost(request, pk)
    log(
        request.actor, "audit.download", acts.thing_of(report), county=report.county_id, version=number, kind=form,
        sha256=version.sha256,
    )  # fmt: skip
    answer = HttpResponse(content, content_type=hand_out.FORMS[form][0])
    name = f"{plain_name(report.title)}-{say('审核', 'audit')}{number}.{form}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _held(version: Version) -> list[dict[str, Any]]:
    """Return what the version was held against: how many figures agree, and each with its words."""
    every = held_of(version)
    return [{"summary": summary(one, language()), "rows": [_row(each) for each in one.every]} for one in every]


def _row(one: Compared) -> dict[str, Any]:
    spoken = language()
    return {
        "one": one,
        "title": one.title.in_language(spoken),
        "known": known(one, spoken),
        "result": result(one, spoken),
        "sure": sureness(one, spoken),
    }


def _lost(request: Any, pk: int) -> HttpResponse:
    messages.error(
        request,
        say(
            "文件缺失或与上传时不符，没有下载。请告知系统管理员从备份恢复。",
            "The file is missing or not what was uploaded; nothing was handed out. "
            "Ask the system administrator to restore it.",
        ),
    )
    return redirect("audits:versions", pk=pk)


def _rows(reports: Any, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the rows of the list: each report with its newest version, counts, and how many wait for a word."""
    reports = list(reports)
    last = {}
    for version in Version.objects.filter(report__in=reports).defer("text", "blocks").select_related("job"):
        last.setdefault(version.report_id, version)
    pks = [each.newest for each in reports]
    read = Version.objects.defer("text", "blocks").select_related("snapshot").in_bulk([pk for pk in pks if pk])
    found = unjudged().filter(version__in=read).order_by().values_list("version").annotate(n=Count("pk"))
    left = dict(found)
    return [
        {
            "report": each,
            "place": names.get(each.school_code, each.school_code),
            "last": last[each.pk],
            "read": read.get(each.newest),
            "left": left.get(each.newest, 0),
        }
        for each in reports
    ]
