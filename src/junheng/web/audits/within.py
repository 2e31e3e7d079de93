"""What a request may see of audited reports, and choose from: its reports, schools, snapshots."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from junheng.web.audits import acts
from junheng.web.audits.kinds import ENDINGS
from junheng.web.audits.models import Finding, Report, Version, with_newest
from junheng.web.audits.shown import Shown, tally
from junheng.web.jobs.work import Readable
from junheng.web.people.places import schools_of
from junheng.web.snapshots.choice import visible as visible_snapshots
from junheng.web.snapshots.models import Snapshot

CHOICES = 100
"""Reports offered to hold another against: the newest."""
NUMBER = 2**63 - 1


def visible(request: Any, act: str = "audit.view") -> QuerySet[Report]:
    """Return the reports this person may do the act to."""
    return request.policy.rows(act, Report.objects.all())


def report_of(request: Any, pk: int, act: str = "audit.view") -> Report:
    """Return one of them; answers 404 where it is none."""
    return get_object_or_404(visible(request, act).select_related("county"), pk=min(pk, NUMBER))


def finding_of(request: Any, pk: int, finding: int) -> Finding:
    """Return a finding of a report this person may judge; answers 404 otherwise."""
    report = report_of(request, pk, "audit.judge")
    rows = Finding.objects.filter(version__report=report).select_related("version__report")
    return get_object_or_404(rows, pk=min(finding, NUMBER))


def county_of(request: Any) -> str:
    """Return the county in view, where this person may have reports audited; answers 404 otherwise."""
    if request.county is None or not request.policy.may("audit.check", county=request.county.code):
        raise Http404
    return request.county.code


def names_of(request: Any) -> dict[str, str]:
    """Return the schools of the county in view, code → name, that this person may see."""
    if request.county is None:
        return {}
    if not hasattr(request, "audit_schools"):
        own = request.policy.schools("audit.view", request.county.code)
        names = schools_of(request.county)
        request.audit_schools = names if own is None else {code: names.get(code, code) for code in sorted(own)}
    return request.audit_schools


def own_schools(request: Any, county: str) -> dict[str, str]:
    """Return the schools this person may have reports of audited."""
    own = request.policy.schools("audit.check", county)
    return {code: name for code, name in names_of(request).items() if own is None or code in own}


def may(request: Any, report: Report) -> dict[str, bool]:
    """Return what this person may do with a report, and the name of its school."""
    return {
        "may_judge": request.policy.covers("audit.judge", report),
        "may_check": request.policy.covers("audit.check", report),
        "may_delete": acts.may_delete(request.policy, report),
        "place": names_of(request).get(report.school_code, report.school_code),
    }


def upload_form(request: Any, report: Report | None = None) -> dict[str, Any]:
    """Return what an upload asks for: whose the report is, what it can be held against."""
    county = report.county_id if report else request.county.code if request.county else ""
    policy = request.policy
    whole = bool(county) and policy.may("audit.check", county=county, school="")
    others = with_newest(policy.rows("audit.view", Report.objects.filter(county_id=county)))
    others = others.filter(newest__isnull=False)
    return {
        "may_upload": bool(county) and policy.may("audit.check", county=county),
        "whole_county": whole,
        "schools": own_schools(request, county) if county else {},
        "snapshots": list(visible_snapshots(policy, county)) if whole else [],
        "others": list((others.exclude(pk=report.pk) if report else others)[:CHOICES]),
        "endings": ",".join(ENDINGS),
        "most": settings.UPLOAD_BYTES // 1024 // 1024,
    }


def beside_of(request: Any, county: str) -> acts.Beside:
    """Return what the form names to hold the report against; raises Readable where it is not there."""
    snapshot, against = request.POST.get("snapshot", ""), request.POST.get("against", "")
    found = Snapshot.objects.filter(county_id=county, pk=number_of(snapshot)).first() if snapshot else None
    rows = Version.objects.filter(report__in=visible(request).filter(county_id=county), read_at__isnull=False)
    other = rows.select_related("report").filter(report=number_of(against)).first() if against else None
    if (snapshot and found is None) or (against and other is None):
        raise Readable(
            "没有审核：所选快照或对照报告已不存在，请重新选择。",
            "It was not audited: the snapshot or the report to hold it against is gone; choose again.",
        )
    return acts.Beside(found, other)


def number_of(text: str) -> int:
    """Return a number that came as text; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def tallied(every: list[Shown]) -> dict[str, Any]:
    """Return how many findings of each kind there are, and how many wait for a word."""
    return {"tally": tally(one.finding for one in every), "left": sum(one.open for one in every)}
