"""Records of a filing that come and go: classes, rooms, a new stage; one by one or as a whole list."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from ninja import Path, Query, Router
from ninja.errors import HttpError

from junheng.web.api import schemas
from junheng.web.api.answers import Paging, once, paged
from junheng.web.api.guard import FILE, READ
from junheng.web.api.routes.filing import NUMBER, WRONG
from junheng.web.filing.acts import add_record, put_list, remove_record
from junheng.web.filing.models import FiledRecord, Filing
from junheng.web.filing.pages import listed
from junheng.web.filing.pasted import read_row
from junheng.web.filing.sheet import Sheet, read
from junheng.web.filing.stages import addable
from junheng.web.filing.views.common import filing_of
from junheng.web.jobs.work import Readable

router = Router(tags=["filing"])


def _record(one: FiledRecord) -> dict[str, Any]:
    names = ("table", "key", "keys", "removed")
    return {"id": one.pk, **{name: getattr(one, name) for name in names}}


def _sheet(filing: Filing, table: str) -> Sheet:
    """Return what a list is held against; raises Http404 for a table that is none of this round's lists."""
    if table not in listed() | {"part"} or table not in filing.round.fields:
        raise Http404
    return read(filing, {"school", "part", table})


@router.get("/filings/{id}/records", auth=READ, response={200: schemas.FiledRecords, **WRONG})
def records(request: Any, id: int, paging: Query[Paging]) -> Any:  # noqa: A002 (the name programs use)
    """List the records of a filing; removed ones come back with their figures when they are added again."""
    return paged(filing_of(request, min(id, NUMBER)).records.order_by("pk"), paging, _record)


@router.post("/filings/{id}/records", auth=FILE, response={200: schemas.FiledRecord, **WRONG})
@once
def added(request: Any, id: int, body: schemas.Key) -> Any:  # noqa: A002
    """Add a class, a room or a stage; its figures are blank, or those it had before it was removed."""
    found = filing_of(request, min(id, NUMBER), "filing.fill")
    sheet = _sheet(found, body.table)
    if body.table == "part":
        keys = {name: body.keys.get(name, "") for name in ("campus", "stage")}
        if f"{keys['campus']}|{keys['stage']}" not in {stage for stage, _ in addable(sheet)}:
            raise HttpError(422, "stage")
    else:
        row, wrong = read_row(sheet, body.table, body.keys)
        if wrong:
            raise Readable(" ".join(wrong), " ".join(wrong))
        if row.values:
            raise HttpError(422, "keys")
        keys = dict(row.keys)
    return _record(add_record(request.actor, request.policy, found, body.table, keys))


@router.delete("/filings/{id}/records/{record}", auth=FILE, response={200: schemas.FiledRecord, **WRONG})
@once
def removed(request: Any, id: int, record: int) -> Any:  # noqa: A002
    """Take a class, a room or a stage out of the filing; its figures stay in the history."""
    found = filing_of(request, min(id, NUMBER), "filing.fill")
    return _record(remove_record(request.actor, request.policy, found, min(record, NUMBER)))


@router.put("/filings/{id}/lists/{table}", auth=FILE, response={200: schemas.Put, **WRONG})
@once
def listed_rows(request: Any, id: int, table: Path[str], body: schemas.ListRows) -> Any:  # noqa: A002
    """Put classes or rooms into a list: all in one transaction or, where a row is wrong, none."""
    found = filing_of(request, min(id, NUMBER), "filing.fill")
    sheet = _sheet(found, table)
    if table == "part":
        raise Http404
    rows, wrong = [], []
    for number, given in enumerate(body.rows, start=1):
        row, words = read_row(sheet, table, {**given.values, **given.keys}, given.seen)
        rows.append(row)
        wrong += [{"row": number, "words": each} for each in words]
    answer: dict[str, Any] = {"added": 0, "changed": 0, "version": found.version, "conflicts": [], "wrong": wrong}
    if wrong:
        return answer
    done = put_list(request.actor, request.policy, found, {table: rows}, source="api")
    found.refresh_from_db(fields=["version"])
    conflicts = [{"id": each.theirs.pk, "theirs": each.theirs.value, "mine": each.mine} for each in done.conflicts]
    return {**answer, "added": done.added, "changed": done.changed, "version": found.version, "conflicts": conflicts}
