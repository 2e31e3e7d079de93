"""Whose token it is, counties, evidence, jobs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from junheng.web.api import schemas
from junheng.web.api.answers import Paging, Problem, once, paged
from junheng.web.api.guard import FILE, READ
from junheng.web.api.guard import county as county_of
from junheng.web.evidence import acts, store
from junheng.web.evidence.kinds import KINDS
from junheng.web.evidence.models import File as EvidenceFile
from junheng.web.evidence.models import visible
from junheng.web.evidence.views import attachment
from junheng.web.jobs.models import Job
from junheng.web.log.chain import record as log
from junheng.web.people.models import Role

router = Router()
WRONG = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
NUMBER = 2**63 - 1


@router.get("/me", auth=READ, response={200: schemas.Me, **WRONG}, tags=["me"])
def me(request: Any) -> Any:
    """Return whose token it is and what it may be used for."""
    return {
        "user": request.user.username,
        "name": str(request.user),
        "roles": sorted(request.policy.roles),
        "scopes": request.token.scopes,
        "expires_at": request.token.expires_at,
    }


@router.get("/counties", auth=READ, response={200: schemas.Counties, **WRONG}, tags=["me"])
def counties(request: Any, paging: Query[Paging]) -> Any:
    """List the counties this person works in or looks at."""
    names = ("code", "name", "city_name", "province_name", "standard")
    rows = request.policy.counties("api.use").order_by("code")
    return paged(rows, paging, lambda each: {name: getattr(each, name) for name in names})


def _evidence(one: EvidenceFile) -> dict[str, Any]:
    names = ("school_code", "section", "year", "title", "number", "name", "kind", "size", "sha256")
    things = [f"{link.thing}/{link.wanted}".rstrip("/") for link in one.links.all()]
    return {"id": one.pk, "things": things, **{name: getattr(one, name) for name in names}}


def _files(request: Any) -> Any:
    request.policy.demand("evidence.view")
    return visible(request.policy).prefetch_related("links").order_by("pk")


@router.get("/evidence", auth=READ, response={200: schemas.EvidenceFiles, **WRONG}, tags=["evidence"])
def evidence(request: Any, paging: Query[Paging], year: int | None = Query(None, ge=1900, le=2200)) -> Any:
    """List the files of the evidence archive."""
    rows = _files(request)
    return paged(rows if year is None else rows.filter(year=year), paging, _evidence)


@router.get("/evidence/{id}", auth=READ, response={200: schemas.EvidenceFile, **WRONG}, tags=["evidence"])
def evidence_file(request: Any, id: int) -> Any:  # noqa: A002 (the name programs use)
    """Return what is known of one file."""
    return _evidence(_file(request, id))


@router.get("/evidence/{id}/content", auth=READ, response={200: Any, **WRONG}, tags=["evidence"])
def evidence_content(request: Any, id: int) -> HttpResponse:  # noqa: A002
    """Return a file's content."""
    found = _file(request, id)
    try:
        path = store.checked(found.stored, found.sha256)
    except store.Lost as lost:
        raise Http404 from lost
    log(request.actor, "evidence.download", acts.thing_of(found), county=found.county_id, sha256=found.sha256)
    return attachment(path, found.name, KINDS[found.kind])


@router.post("/evidence", auth=FILE, response={200: schemas.EvidenceFile, **WRONG}, tags=["evidence"])
@once
def put_evidence(
    request: Any,
    file: File[UploadedFile],
    thing: Form[str],
    year: Form[int],
    title: Form[str] = "",
    school: Form[str] = "",
    wanted: Form[str] = "",
    county: Form[str] = "",
) -> Any:
    """Put a file into the archive as evidence of an item or a figure; `county` is wanted where there are several."""
    place = county_of(request, "evidence.edit", county or None)
    if not 1990 <= year <= 2100:
        raise acts.unknown_target()
    here = (each for each in request.policy.grants if each.county_id == place.code)
    section = next((each.section for each in here if each.role == Role.OFFICER), "")
    paper = acts.Paper(place.code, year, title[:200], school[:10], section)
    target = acts.Target(thing[:300], wanted[:40])
    return _evidence(acts.put(request.actor, request.policy, paper, file.name or "", file.chunks(), [target]))


@router.get("/jobs", auth=READ, response={200: schemas.Jobs, **WRONG}, tags=["jobs"])
def jobs(request: Any, paging: Query[Paging]) -> Any:
    """List the jobs this person asked for."""
    return paged(Job.objects.filter(by=request.user).order_by("-pk"), paging, _job)


@router.get("/jobs/{id}", auth=READ, response={200: schemas.Job, **WRONG}, tags=["jobs"])
def job(request: Any, id: int) -> Any:  # noqa: A002
    """Return how far a job is."""
    found = Job.objects.filter(by=request.user, pk=min(id, NUMBER)).first()
    if found is None:
        raise Http404
    return _job(found)


def _job(one: Job) -> dict[str, Any]:
    names = ("kind", "state", "done", "total")
    words = {name: str(getattr(one, name)) for name in ("title", "step", "error")}
    return {"id": one.pk, **words, **{name: getattr(one, name) for name in names}}


def _file(request: Any, pk: int) -> EvidenceFile:
    found: EvidenceFile | None = _files(request).filter(pk=min(pk, NUMBER)).first()
    if found is None:
        raise Http404
    return found
