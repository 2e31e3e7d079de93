"""Pages of audited reports: list and upload, the report beside its findings, versions, what is said of findings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_POST

from junheng.web.audits import acts, hand_out
from junheng.web.audits.kept import plain
from junheng.web.audits.kinds import ENDINGS, FOLDER, KINDS
from junheng.web.audits.models import SIGNS, Finding, Kind, Report, Version, unjudged, waiting, with_newest
from junheng.web.audits.paper import parts
from junheng.web.audits.shown import Shown, gone, shown, tally, tracks
from junheng.web.base.words import say
from junheng.web.evidence import store
from junheng.web.evidence.acts import plain as plain_name
from junheng.web.evidence.views import attachment
from junheng.web.jobs.work import Readable
from junheng.web.log.chain import record as log
from junheng.web.people.gate import page
from junheng.web.people.places import schools_of
from junheng.web.snapshots.choice import visible as visible_snapshots
from junheng.web.snapshots.models import Snapshot

ROWS = 50
SIDE_BY_SIDE = 8
"""Versions set side by side; older ones are in the list alone."""
CHOICES = 100
"""Reports offered to hold another against: the newest."""
NUMBER = 2**63 - 1


@page("audit.view")
@require_GET
def index(request: Any) -> HttpResponse:
    """List the audited reports; take another."""
    rows = with_newest(_visible(request)).select_related("county")
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
            "rows": _rows(chosen.object_list, _names(request)),
            "found": found,
            "query": urlencode({name: value for name, value in found.items() if value}),
            "filtered": any(found.values()),
            "names": _names(request),
            "whole": request.policy.schools("audit.view", request.county.code) is None if request.county else False,
            **_form(request),
        },
    )


@page("audit.check")
@require_POST
def upload(request: Any) -> HttpResponse:
    """Take a report and have it audited."""
    county, school = _county(request), request.POST.get("school", "")
    if school and school not in _own_schools(request, county):
        raise Http404
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Readable("没有收下：请先选择文件。", "Nothing was taken: choose a file first.")
        paper = acts.Paper(county, school, request.POST.get("title", ""))
        version = acts.upload(request.actor, request.policy, paper, file.name, file.chunks(), _beside(request, county))
    except Readable as why:
        messages.error(request, say(why.zh, why.en))
        return redirect("audits:index")
    return redirect("audits:detail", pk=version.report_id)


@page("audit.view")
@require_GET
def detail(request: Any, pk: int) -> HttpResponse:
    """Show a report's text beside what was found in it."""
    report = _report(request, pk)
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
            **_tally(every),
        }
    return render(request, "audits/detail.html", {**context, **_may(request, report), **_form(request, report)})


@page("audit.view")
@require_GET
def versions(request: Any, pk: int) -> HttpResponse:
    """Show the versions of a report, and what became of each finding."""
    report = _report(request, pk)
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
            **_may(request, report),
            **_form(request, report),
        },
    )


@page("audit.check")
@require_POST
def again(request: Any, pk: int) -> HttpResponse:
    """Audit a report again: a new file, or the same."""
    report = _report(request, pk, "audit.check")
    file = request.FILES.get("file")
    try:
        beside = _beside(request, report.county_id)
        if file is None:
            acts.again(request.actor, request.policy, report, beside)
        else:
            acts.again(request.actor, request.policy, report, beside, file.name, file.chunks())
    except Readable as why:
        messages.error(request, say(why.zh, why.en))
    return redirect("audits:detail", pk=pk)


@page("audit.judge")
@require_POST
def judge(request: Any, pk: int, finding: int) -> HttpResponse:
    """Say what a finding is."""
    row = _finding(request, pk, finding)
    fault = ""
    try:
        acts.judge(request.actor, request.policy, row, request.POST.get("decision", ""), request.POST.get("reason", ""))
    except Readable as why:
        fault = say(why.zh, why.en)
    return _judged(request, row, fault)


@page("audit.judge")
@require_POST
def undo(request: Any, pk: int, finding: int) -> HttpResponse:
    """Take back what was said of a finding."""
    row = _finding(request, pk, finding)
    acts.undo(request.actor, request.policy, row)
    return _judged(request, row, "")


@page("audit.view")
@require_GET
def file(request: Any, pk: int, number: int) -> HttpResponse:
    """Hand out a version's file as it was uploaded, never to be shown in place; the log says to whom."""
    report = _report(request, pk)
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
    report = _report(request, pk)
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


@page("audit.check")
def delete(request: Any, pk: int) -> HttpResponse:
    """Ask whether to delete a report with all its versions; do it."""
    report = _report(request, pk, "audit.check")
    if request.method == "POST":
        try:
            acts.delete(request.actor, request.policy, report)
        except Readable as why:
            messages.error(request, say(why.zh, why.en))
            return redirect("audits:detail", pk=pk)
        messages.success(request, say(f"已删除“{report.title}”。", f"“{report.title}” was deleted."))
        return redirect("audits:index")
    counts = report.versions.aggregate(versions=Count("pk", distinct=True))
    said = report.verdicts.filter(undone_at=None).count()
    return render(request, "audits/delete.html", {"report": report, **counts, "said": said, **_may(request, report)})


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


def _visible(request: Any, act: str = "audit.view") -> QuerySet[Report]:
    return request.policy.rows(act, Report.objects.all())


def _report(request: Any, pk: int, act: str = "audit.view") -> Report:
    return get_object_or_404(_visible(request, act).select_related("county"), pk=min(pk, NUMBER))


def _finding(request: Any, pk: int, finding: int) -> Finding:
    report = _report(request, pk, "audit.judge")
    rows = Finding.objects.filter(version__report=report).select_related("version__report")
    return get_object_or_404(rows, pk=min(finding, NUMBER))


def _county(request: Any) -> str:
    if request.county is None or not request.policy.may("audit.check", county=request.county.code):
        raise Http404
    return request.county.code


def _names(request: Any) -> dict[str, str]:
    """Return the schools of the county in view, code → name, that this person may see."""
    if request.county is None:
        return {}
    if not hasattr(request, "audit_schools"):
        own = request.policy.schools("audit.view", request.county.code)
        names = schools_of(request.county)
        request.audit_schools = names if own is None else {code: names.get(code, code) for code in sorted(own)}
    return request.audit_schools


def _own_schools(request: Any, county: str) -> dict[str, str]:
    """Return the schools this person may have reports of audited."""
    own = request.policy.schools("audit.check", county)
    return {code: name for code, name in _names(request).items() if own is None or code in own}


def _may(request: Any, report: Report) -> dict[str, bool]:
    return {
        "may_judge": request.policy.covers("audit.judge", report),
        "may_check": request.policy.covers("audit.check", report),
        "may_delete": acts.may_delete(request.policy, report),
        "place": _names(request).get(report.school_code, report.school_code),
    }


def _form(request: Any, report: Report | None = None) -> dict[str, Any]:
    """Return what an upload asks for: whose the report is, what it can be held against."""
    county = report.county_id if report else request.county.code if request.county else ""
    policy = request.policy
    whole = bool(county) and policy.may("audit.check", county=county, school="")
    others = with_newest(policy.rows("audit.view", Report.objects.filter(county_id=county)))
    others = others.filter(newest__isnull=False)
    return {
        "may_upload": bool(county) and policy.may("audit.check", county=county),
        "whole_county": whole,
        "schools": _own_schools(request, county) if county else {},
        "snapshots": list(visible_snapshots(policy, county)) if whole else [],
        "others": list((others.exclude(pk=report.pk) if report else others)[:CHOICES]),
        "endings": ",".join(ENDINGS),
        "most": settings.UPLOAD_BYTES // 1024 // 1024,
    }


def _beside(request: Any, county: str) -> acts.Beside:
    """Return what the form names to hold the report against; raises Readable where it is not there."""
    snapshot, against = request.POST.get("snapshot", ""), request.POST.get("against", "")
    found = Snapshot.objects.filter(county_id=county, pk=_number(snapshot)).first() if snapshot else None
    rows = Version.objects.filter(report__in=_visible(request).filter(county_id=county), read_at__isnull=False)
    other = rows.select_related("report").filter(report=_number(against)).first() if against else None
    if (snapshot and found is None) or (against and other is None):
        raise Readable(
            "没有审核：所选快照或对照报告已不存在，请重新选择。",
            "It was not audited: the snapshot or the report to hold it against is gone; choose again.",
        )
    return acts.Beside(found, other)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


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


def _tally(every: list[Shown]) -> dict[str, Any]:
    return {"tally": tally(one.finding for one in every), "left": sum(one.open for one in every)}


def _judged(request: Any, row: Finding, fault: str) -> HttpResponse:
    """Answer with the finding alone where only it was asked for, else with the page."""
    version = row.version
    url = f"{reverse('audits:detail', args=[version.report_id])}?version={version.number}#f{row.number}"
    if not request.headers.get("HX-Request"):
        if fault:
            messages.error(request, fault)
        return redirect(url)
    read = version.report.versions.filter(read_at__isnull=False, number__lt=version.number)
    every = shown(version, read.defer("text", "blocks").first())
    one = next(each for each in every if each.number == row.number)
    context = {"report": version.report, "version": version, "one": one, "fault": fault, "swapped": True}
    return render(request, "audits/judged.html", {**context, **_may(request, version.report), **_tally(every)})
