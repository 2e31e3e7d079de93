"""Snapshots, what the standard says of them, and what it would say of other figures."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from django.http import Http404, HttpResponse
from ninja import Query, Router
from ninja.errors import HttpError

from junheng import standards
from junheng.assess import ScopeError, json_schema, to_json
from junheng.standards import Standard
from junheng.web.api import schemas
from junheng.web.api.answers import Paging, Problem, paged
from junheng.web.api.guard import READ
from junheng.web.jobs.work import Readable
from junheng.web.judgement.service import Judged, judged
from junheng.web.judgement.what_if.changes import Change, Wrong
from junheng.web.judgement.what_if.engine import trial
from junheng.web.judgement.what_if.form import given
from junheng.web.snapshots.acts import Damaged
from junheng.web.snapshots.models import Snapshot

router = Router(tags=["judgement"], auth=READ)
WRONG = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
NUMBER = 2**63 - 1
NAMED = 5
"""Changes an answer names one by one when they cannot be tried."""


def _snapshot(one: Snapshot) -> dict[str, Any]:
    names = ("year", "number", "title", "content", "rows", "left_out", "reason", "made_at", "made_by")
    return {"id": one.pk, "county": one.county_id, **{name: getattr(one, name) for name in names}}


@router.get("/standards", response={200: list[dict[str, Any]], **WRONG})
def listed(request: Any) -> Any:
    """List the shipped standards."""
    return [
        {"id": one.id, "zh": one.title.zh, "en": one.title.en, "document": one.document} for one in standards.listing()
    ]


@router.get("/snapshots", response={200: schemas.Snapshots, **WRONG})
def snapshots(
    request: Any,
    paging: Query[Paging],
    county: str | None = Query(None, max_length=6),
    year: int | None = Query(None, ge=1900, le=2200),
) -> Any:
    """List the snapshots of the counties this person may see, newest first."""
    request.policy.demand("snapshot.view")
    rows = _visible(request)
    if county is not None:
        rows = rows.filter(county_id=county)
    if year is not None:
        rows = rows.filter(year=year)
    return paged(rows.order_by("-pk"), paging, _snapshot)


@router.get("/snapshots/{id}", response={200: schemas.Snapshot, **WRONG})
def snapshot(request: Any, id: int) -> Any:  # noqa: A002 (the name programs use)
    """Return one snapshot."""
    request.policy.demand("snapshot.view")
    found = _visible(request).filter(pk=min(id, NUMBER)).first()
    if found is None:
        raise Http404
    return _snapshot(found)


@router.get("/snapshots/{id}/assessment", response={200: dict[str, Any], **WRONG})
def assessment(
    request: Any,
    id: int,  # noqa: A002
    standard: str = Query("", max_length=200),
    switch: list[str] = Query([], max_length=20),  # noqa: B008
) -> Any:
    """Return the assessment as `junheng assess --json` prints it; its schema is at /assessment-schema."""
    found = _judged(request, id, "judgement.view", standard, switch)
    return HttpResponse(to_json(found.assessment), content_type="application/json")


@router.get("/snapshots/{id}/schools/{unit}", response={200: dict[str, Any], **WRONG})
def school(request: Any, id: int, unit: str) -> Any:  # noqa: A002
    """Return one school's parts with their indicators and working."""
    found = _judged(request, id, "judgement.school")
    parts = [each for each in found.assessment.parts if each.unit == unit]
    county = found.snapshot.county_id
    if not parts or not request.policy.may("judgement.school", county=county, school=parts[0].school):
        raise Http404
    document = json.loads(to_json(found.assessment))
    return {"unit": unit, "parts": [each for each in document["parts"] if each["unit"] == unit]}


@router.get("/assessment-schema", response={200: dict[str, Any], **WRONG})
def schema(request: Any) -> Any:
    """Return the JSON schema of an assessment."""
    return json_schema()


@router.post("/snapshots/{id}/what-if", response={200: dict[str, Any], **WRONG})
def what_if(request: Any, id: int, body: schemas.WhatIf) -> Any:  # noqa: A002
    """Try changes on a copy: what the standard would say. Nothing is written.

    Changed can be the figures the page of what-if offers, each once; else 422 with words.
    """
    found = _judged(request, id, "judgement.view")
    if not request.policy.may("judgement.scenario", county=found.snapshot.county_id):
        raise HttpError(403, "act")
    changes, refused = given(found, [Change(**each.model_dump()) for each in body.changes])
    if refused:
        raise _refusal(refused)
    tried = trial(found, changes)
    wrong = [
        {"place": each.place, "field": each.field, "severity": each.severity, "zh": each.text.zh, "en": each.text.en}
        for each in tried.wrong
    ]
    return {"before": _plain(tried.before), "after": _plain(tried.after), "wrong": wrong}


def _refusal(wrong: list[Wrong]) -> Readable:
    """Return the words for changes that cannot be tried: the first few, and how many there are."""
    some, count = wrong[:NAMED], len(wrong)
    zh = "；".join(f"{_place(one)}：{one.text.zh}" for one in some)
    en = "; ".join(f"{_place(one)}: {one.text.en}" for one in some)
    return Readable(f"有 {count} 处改动不能试算：{zh}。", f"{count} changes cannot be tried: {en}.")


def _place(one: Wrong) -> str:
    return " ".join(part for part in (*(one.place or ()), one.field) if part)


def _plain(result: Any) -> Any:
    return None if result is None else msgspec.to_builtins(result, enc_hook=str, str_keys=True)


def _visible(request: Any) -> Any:
    return request.policy.rows("snapshot.view", Snapshot.objects.select_related("county"))


def _judged(request: Any, id_: int, act: str, standard: str = "", switches: list[str] | None = None) -> Judged:
    """Return the assessment of a snapshot this person may do `act` on; 404 else."""
    found = Snapshot.objects.select_related("county").filter(pk=min(id_, NUMBER)).first()
    if found is None or not request.policy.may(act, county=found.county_id):
        raise Http404
    if act == "judgement.view" and request.policy.schools(act, found.county_id) is not None:
        raise HttpError(403, "act")  # the whole county's assessment is not for people of single schools
    known: dict[str, Standard] = {one.id: one for one in standards.listing()}
    if standard and standard not in known:
        raise Http404
    try:
        return judged(found, standard, switches or ())
    except ScopeError as error:
        raise HttpError(422, error.words.en) from error
    except Damaged as damaged:
        raise HttpError(409, "damaged") from damaged
