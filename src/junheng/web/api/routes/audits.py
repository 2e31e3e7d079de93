"""Reports handed over for audit, and what was found in them."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from ninja import File, Form, Query, Router
from ninja.errors import HttpError
from ninja.files import UploadedFile

from junheng.audit.compared import Held
from junheng.audit.faces.english import english
from junheng.web.api import schemas
from junheng.web.api.answers import Paging, Problem, once, paged
from junheng.web.api.guard import FILE, READ
from junheng.web.api.guard import county as county_of
from junheng.web.audits import acts
from junheng.web.audits.kept import held_of
from junheng.web.audits.models import Report, Version
from junheng.web.audits.shown import fingerprints, shown
from junheng.web.people.models import County
from junheng.web.people.places import schools_of
from junheng.web.snapshots.models import Snapshot

router = Router(tags=["audits"])
WRONG = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
NUMBER = 2**63 - 1
AT_ONCE = 1 << 20
"""Bytes, unpacked, up to which a report is audited before the answer; a larger one, or a PDF, by a job it names."""


def _reports(request: Any) -> Any:
    request.policy.demand("audit.view")
    return request.policy.rows("audit.view", Report.objects.order_by("pk"))


def _report(request: Any, pk: int) -> Report:
    found: Report | None = _reports(request).filter(pk=min(pk, NUMBER)).first()
    if found is None:
        raise Http404
    return found


def _told(report: Report) -> dict[str, Any]:
    last = report.versions.defer("text", "blocks").select_related("job")[0]
    state = "done" if last.read_at is not None else "waiting" if last.busy else "failed"
    return {
        "id": report.pk,
        "county": report.county_id,
        "school_code": report.school_code,
        "title": report.title,
        "version": last.number,
        "state": state,
        "job": last.job_id if state == "waiting" else None,
        "name": last.name,
        "sha256": last.sha256,
        "snapshot": last.snapshot_id,
        "made_at": last.made_at,
        "made_by": last.by_name,
        "counts": last.counts,
    }


def _with_findings(report: Report) -> dict[str, Any]:
    last, *older = report.versions.all()
    before = next((each for each in older if each.read_at is not None), None)
    found = shown(last, before) if last.read_at is not None else []
    here = {one.finding.fingerprint for one in found}
    gone = sorted(fingerprints(before) - here) if before is not None and last.read_at is not None else []
    names = ("number", "kind", "weight", "spans", "zh", "rule", "fingerprint")
    return {
        **_told(report),
        "findings": [
            {
                **{name: getattr(one.finding, name) for name in names},
                "en": english(one.finding.en),
                "quote": one.quote,
                "page": one.page,
                "decision": one.verdict.decision if one.verdict else "",
                "reason": one.verdict.reason if one.verdict else "",
                "decided_by": one.verdict.by_name if one.verdict else "",
                "decided_at": one.verdict.at if one.verdict else None,
            }
            for one in found
        ],
        "gone": gone,
        "held": [_held(one) for one in held_of(last)],
    }


def _held(one: Held) -> dict[str, Any]:
    same = ("start", "end", "text", "year", "sure", "agrees", "said", "known", "stale")
    return {
        "zh": one.source.zh,
        "en": one.source.en,
        "matches": [
            {
                **{name: getattr(each, name) for name in same},
                "zh": each.title.zh,
                "en": each.title.en,
                "reason_zh": each.reason.zh,
                "reason_en": each.reason.en,
            }
            for each in one.every
        ],
    }


@router.get("/audits", auth=READ, response={200: schemas.AuditReports, **WRONG})
def listed(request: Any, paging: Query[Paging]) -> Any:
    """List the audited reports, without their findings."""
    return paged(_reports(request), paging, _told)


@router.get("/audits/{id}", auth=READ, response={200: schemas.AuditedReport, **WRONG})
def one(request: Any, id: int) -> Any:  # noqa: A002 (the name programs use)
    """Return a report's newest version with what was found in it and what people said of it."""
    return _with_findings(_report(request, id))


@router.post("/audits", auth=FILE, response={200: schemas.AuditedReport, **WRONG})
@once
def audited(
    request: Any,
    file: File[UploadedFile],
    title: Form[str] = "",
    school: Form[str] = "",
    snapshot: Form[int | None] = None,
    against: Form[int | None] = None,
    county: Form[str] = "",
) -> Any:
    """Have a report audited: .docx, .pdf, .txt, .md or .html.

    Of a file that unpacks to 1 MiB at most the answer has the findings; of a larger one and of a PDF `state` is
    `waiting`, and the findings are there once its `job` is done. `school` says whose report it is (blank: the county's;
    a school's program names its own), `snapshot` and `against` (another audited report) what to hold it against.
    """
    place = county_of(request, "audit.check", county or None)
    own = request.policy.schools("audit.check", place.code)
    if school and school not in (schools_of(place) if own is None else own):
        raise HttpError(422, "school")
    paper = acts.Paper(place.code, school, title[:200])
    beside = _beside(request, place, snapshot, against)
    name, content = file.name or "", file.chunks()
    made = acts.upload(request.actor, request.policy, paper, name, content, beside, at_once=AT_ONCE)
    return _with_findings(made.report)


def _beside(request: Any, place: County, snapshot: int | None, against: int | None) -> acts.Beside:
    """Return what the report is held against; answers 422 for what is not there."""
    frozen = other = None
    if snapshot is not None:
        frozen = Snapshot.objects.filter(county=place, pk=min(max(snapshot, 0), NUMBER)).first()
        if frozen is None:
            raise HttpError(422, "snapshot")
    if against is not None:
        seen = _reports(request).filter(county=place, pk=min(max(against, 0), NUMBER))
        other = Version.objects.select_related("report").filter(report__in=seen, read_at__isnull=False).first()
        if other is None:
            raise HttpError(422, "against")
    return acts.Beside(frozen, other)
