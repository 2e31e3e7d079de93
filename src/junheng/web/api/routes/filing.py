"""Filing rounds: read them, file figures, hand over, review. Signing is a person's act and needs the page."""

from __future__ import annotations

from typing import Any

from ninja import Body, Query, Router

from junheng.dictionary import load
from junheng.web.api import schemas
from junheng.web.api.answers import Paging, Problem, once, paged
from junheng.web.api.guard import FILE, READ
from junheng.web.filing import values
from junheng.web.filing.acts import Typed, accept, explain, give_back, hand_over, remark, save
from junheng.web.filing.models import IN, FiledValue, Filing, Round
from junheng.web.filing.notes import notes
from junheng.web.filing.pages import pages
from junheng.web.filing.sheet import read
from junheng.web.filing.views.common import filing_of, round_of

router = Router(tags=["filing"])
WRONG = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
MOST = 2000
NUMBER = 2**63 - 1


def _round(one: Round) -> dict[str, Any]:
    return {
        "id": one.pk,
        "county": one.county_id,
        "year": one.year,
        "title": one.title,
        "due": one.due,
        "state": one.state,
        "tables": one.tables,
        "snapshot": one.snapshot_id,
    }


def filing_answer(one: Filing) -> dict[str, Any]:
    """Return a filing (read with its round) as it is answered."""
    names = ("school_code", "school_name", "state", "version", "filled", "wanted", "late", "remark")
    asked = [page.id for page in pages(one.round.fields)]
    done = [page for page in asked if page in one.pages_done]
    found = {"id": one.pk, "round": one.round_id, "pages": asked, "pages_done": done}
    return {**found, **{name: getattr(one, name) for name in names}}


def _value(one: FiledValue, *, remarks: bool) -> dict[str, Any]:
    names = ("table", "key", "field", "value", "last", "explanation", "remark", "review")
    found = {"id": one.pk, **{name: getattr(one, name) for name in names}}
    return found if remarks else {**found, "remark": "", "review": ""}


def _remarks(request: Any, one: Filing) -> bool:
    """Tell whether this person may read the bureau's remarks: the school only once the filing is back with it."""
    return one.state not in IN or request.policy.covers("filing.review", one)


@router.get("/rounds", auth=READ, response={200: schemas.Rounds, **WRONG})
def rounds(request: Any, paging: Query[Paging]) -> Any:
    """List the rounds of the counties this person works in; people of schools see those that ask their school."""
    request.policy.demand("filing.view")
    seen = request.policy.rows("filing.view", Filing.objects.all()).values("round")
    own = request.policy.rows("filing.view", Round.objects.all()).values("pk")
    rows = Round.objects.filter(pk__in=own) | Round.objects.filter(pk__in=seen)
    return paged(rows.order_by("-pk"), paging, _round)


@router.get("/rounds/{id}", auth=READ, response={200: schemas.Round, **WRONG})
def round_(request: Any, id: int) -> Any:  # noqa: A002 (the name programs use)
    """Return one round."""
    return _round(round_of(request, min(id, NUMBER)))


@router.get("/filings", auth=READ, response={200: schemas.Filings, **WRONG})
def filings(
    request: Any,
    paging: Query[Paging],
    round: int | None = None,  # noqa: A002
    state: str | None = Query(None, max_length=8),
) -> Any:
    """List the filings this person may see."""
    request.policy.demand("filing.view")
    rows = request.policy.rows("filing.view", Filing.objects.select_related("round"))
    if round is not None:
        rows = rows.filter(round_id=min(round, NUMBER))
    if state is not None:
        rows = rows.filter(state=state)
    return paged(rows.order_by("pk"), paging, filing_answer)


@router.get("/filings/{id}", auth=READ, response={200: schemas.Filing, **WRONG})
def filing(request: Any, id: int) -> Any:  # noqa: A002
    """Return one filing."""
    return filing_answer(filing_of(request, min(id, NUMBER)))


@router.get("/filings/{id}/values", auth=READ, response={200: schemas.Values, **WRONG})
def figures(request: Any, id: int, paging: Query[Paging]) -> Any:  # noqa: A002
    """List the figures of a filing with last year's."""
    found = filing_of(request, min(id, NUMBER))
    remarks = _remarks(request, found)
    return paged(found.values.order_by("pk"), paging, lambda one: _value(one, remarks=remarks))


@router.get("/filings/{id}/notes", auth=READ, response={200: list[schemas.Note], **WRONG})
def noted(request: Any, id: int) -> Any:  # noqa: A002
    """List the faults and doubts of a filing as it stands."""
    found = notes(read(filing_of(request, min(id, NUMBER))))
    return [
        {
            "severity": each.severity,
            "kind": each.kind,
            "table": each.place[0],
            "key": each.place[1],
            "field": each.place[2],
            "words": str(each),
            "explained": each.explained,
        }
        for each in found
    ]


@router.put("/filings/{id}/values", auth=FILE, response={200: schemas.Saved, **WRONG})
@once
def file(
    request: Any,
    id: int,  # noqa: A002
    body: list[schemas.Typed] = Body(..., max_length=MOST),  # noqa: B008 (how the library takes a limit)
) -> Any:
    """File figures: all that can be read are written in one transaction, or, where one cannot be read, none.

    A figure somebody else changed since `seen` is not overwritten: it comes back as a conflict.
    """
    found = filing_of(request, min(id, NUMBER), "filing.fill")
    wishes = {min(each.id, NUMBER): each for each in body}
    cells = {one.pk: one for one in found.values.filter(pk__in=list(wishes))}
    typed, misread = [], []
    for pk, wish in wishes.items():
        cell = cells.get(pk)
        if cell is None:
            misread.append({"id": pk, "words": "no such figure in this filing"})
            continue
        try:
            kept = values.read(cell.table, load().tables[cell.table].fields[cell.field], wish.value or "")
        except values.Misread as why:
            misread.append({"id": pk, "words": str(why)})
        else:
            typed.append(Typed(pk, kept, wish.seen))
    if misread:
        return {"changed": 0, "version": found.version, "conflicts": [], "misread": misread}
    saved = save(request.actor, request.policy, found, typed, source="api")
    conflicts = [{"id": each.theirs.pk, "theirs": each.theirs.value, "mine": each.mine} for each in saved.conflicts]
    return {"changed": saved.changed, "version": saved.filing.version, "conflicts": conflicts, "misread": []}


@router.put("/filings/{id}/values/{value}/explanation", auth=FILE, response={200: schemas.Value, **WRONG})
@once
def explained(request: Any, id: int, value: int, body: schemas.Words) -> Any:  # noqa: A002
    """Keep the school's words on a doubt at a figure."""
    found = filing_of(request, min(id, NUMBER), "filing.fill")
    return _value(explain(request.actor, request.policy, found, min(value, NUMBER), body.words), remarks=True)


@router.put("/filings/{id}/values/{value}/remark", auth=FILE, response={200: schemas.Value, **WRONG})
@once
def remarked(request: Any, id: int, value: int, body: schemas.Words) -> Any:  # noqa: A002
    """Keep the bureau's words on a figure; blank takes them back. The school reads them once it is returned."""
    found = filing_of(request, min(id, NUMBER), "filing.review")
    return _value(remark(request.actor, request.policy, found, min(value, NUMBER), body.words), remarks=True)


@router.post("/filings/{id}/hand-over", auth=FILE, response={200: schemas.Filing, **WRONG})
@once
def handed_over(request: Any, id: int, body: schemas.HandOver) -> Any:  # noqa: A002
    """Hand the filing to the principal for signing.

    Refused (409) while a page was neither gone through before nor is named in `pages`, a fault stands or a doubt is
    unexplained; no page is ticked then.
    """
    found = filing_of(request, min(id, NUMBER), "filing.fill")
    return filing_answer(hand_over(request.actor, request.policy, found, body.pages))


@router.post("/filings/{id}/accept", auth=FILE, response={200: schemas.Filing, **WRONG})
@once
def accepted(request: Any, id: int, body: schemas.Version) -> Any:  # noqa: A002
    """Accept a signed filing whole, as it was read: refused (409) when its version is another by now."""
    found = filing_of(request, min(id, NUMBER), "filing.review")
    return filing_answer(accept(request.actor, request.policy, found, body.version))


@router.post("/filings/{id}/return", auth=FILE, response={200: schemas.Filing, **WRONG})
@once
def returned(request: Any, id: int, body: schemas.Return) -> Any:  # noqa: A002
    """Give a filing back to the school with a word on why; refused (409) when its version is another by now."""
    found = filing_of(request, min(id, NUMBER), "filing.review")
    return filing_answer(give_back(request.actor, request.policy, found, body.version, body.words))
