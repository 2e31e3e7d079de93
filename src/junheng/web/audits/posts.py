"""What the pages of audited reports send: upload, again, judge, take back, delete."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from junheng.web.audits import acts
from junheng.web.audits.models import Finding
from junheng.web.audits.shown import shown
from junheng.web.audits.within import beside_of, county_of, finding_of, may, own_schools, report_of, tallied
from junheng.web.base.words import say
from junheng.web.jobs.work import Readable
from junheng.web.people.gate import page


@page("audit.check")
@require_POST
def upload(request: Any) -> HttpResponse:
    """Take a report and have it audited."""
    county, school = county_of(request), request.POST.get("school", "")
    if school and school not in own_schools(request, county):
        raise Http404
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Readable("没有收下：请先选择文件。", "Nothing was taken: choose a file first.")
        paper = acts.Paper(county, school, request.POST.get("title", ""))
        version = acts.upload(
            request.actor, request.policy, paper, file.name, file.chunks(), beside_of(request, county)
        )
    except Readable as why:
        messages.error(request, say(why.zh, why.en))
        return redirect("audits:index")
    return redirect("audits:detail", pk=version.report_id)


@page("audit.check")
@require_POST
def again(request: Any, pk: int) -> HttpResponse:
    """Audit a report again: a new file, or the same."""
    report = report_of(request, pk, "audit.check")
    file = request.FILES.get("file")
    try:
        beside = beside_of(request, report.county_id)
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
    row = finding_of(request, pk, finding)
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
    row = finding_of(request, pk, finding)
    acts.undo(request.actor, request.policy, row)
    return _judged(request, row, "")


@page("audit.check")
def delete(request: Any, pk: int) -> HttpResponse:
    """Ask whether to delete a report with all its versions; do it."""
    report = report_of(request, pk, "audit.check")
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
    return render(request, "audits/delete.html", {"report": report, **counts, "said": said, **may(request, report)})


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
    return render(request, "audits/judged.html", {**context, **may(request, version.report), **tallied(every)})
