"""The registry, table by table: what a page would show this person, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ninja import Query, Router
from ninja.errors import HttpError

from junheng.dictionary import load
from junheng.web.api import schemas
from junheng.web.api.answers import Paging, Problem, paged
from junheng.web.api.guard import READ, county
from junheng.web.log.chain import record as log
from junheng.web.registry.models import Change
from junheng.web.registry.scope import Scope
from junheng.web.registry.tables import MODELS, key_of
from junheng.web.registry.values import masked

router = Router(tags=["registry"], auth=READ)
WRONG = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
NUMBER = 2**63 - 1


def shown(scope: Scope, row: Any) -> dict[str, Any]:
    """Return a record as this person may see it: hidden fields are left out, identity numbers masked."""
    found: dict[str, Any] = {"id": row.pk, "version": row.version, "county_code": row.county_id}
    school = getattr(row, "school_code", "")
    for name in scope.fields:
        sight = scope.sight(name, school)
        if sight == "hidden":
            continue
        value = getattr(row, name)
        if sight == "masked" and value is not None:
            value = masked(value)
        found[name] = str(value) if isinstance(value, Decimal) else value
    return found


def _scope(request: Any, name: str, code: str | None) -> Scope:
    scope = Scope(request.policy, request.actor, county(request, "registry.view", code), name)
    if not scope.sees_rows:
        raise HttpError(403, "persons")
    return scope


def _list(name: str) -> Callable[..., Any]:
    def listed(
        request: Any,
        paging: Query[Paging],
        county: str | None = None,
        year: int | None = Query(None, ge=1900, le=2200),
        school: str | None = Query(None, max_length=10),
    ) -> Any:
        scope = _scope(request, name, county)
        rows = scope.rows().order_by("pk")
        if year is not None:
            rows = rows.filter(year=year)
        if school is not None:
            rows = rows.filter(school_code=school) if scope.by_school else rows.none()
        found = paged(rows, paging, lambda row: shown(scope, row))
        if scope.of_persons:
            log(
                request.actor,
                "registry.person_list",
                f"table:{name}",
                county=scope.county.code,
                rows=len(found["items"]),
            )
        return found

    return listed


def _one(name: str) -> Callable[..., Any]:
    def one(request: Any, id: int, county: str | None = None) -> Any:  # noqa: A002 (the name programs use)
        scope = _scope(request, name, county)
        row = scope.record(min(id, NUMBER))
        if scope.of_persons:
            log(request.actor, "registry.person_view", f"{name}:{row.pk}", county=scope.county.code)
        return shown(scope, row)

    return one


def _history(name: str) -> Callable[..., Any]:
    def history(request: Any, id: int, county: str | None = None) -> Any:  # noqa: A002
        scope = _scope(request, name, county)
        row = scope.record(min(id, NUMBER))
        changes = Change.objects.select_related("batch").filter(
            county=scope.county, table=name, year=row.year, key=key_of(name, vars(row))
        )
        return [
            {
                "at": each.batch.at,
                "by": each.batch.by_name,
                "source": each.batch.source,
                "before": _seen(scope, row, each.before),
                "after": _seen(scope, row, each.after),
            }
            for each in changes[:500]
        ]

    return history


def _seen(scope: Scope, row: Any, values: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what the history keeps without fields that are hidden or masked."""
    school = getattr(row, "school_code", "")
    return values and {name: value for name, value in values.items() if scope.sight(name, school) == "clear"}


for table in MODELS:
    words = load().tables[table].title
    said = f"{words.zh} / {words.en}"
    router.get(
        f"/{table}",
        response={200: schemas.records(table), **WRONG},
        exclude_unset=True,
        summary=said,
        operation_id=f"list_{table}",
    )(_list(table))
    router.get(
        f"/{table}/{{id}}",
        response={200: schemas.record(table), **WRONG},
        exclude_unset=True,
        summary=said,
        operation_id=f"get_{table}",
    )(_one(table))
    router.get(
        f"/{table}/{{id}}/history",
        response={200: list[schemas.Change], **WRONG},
        summary=f"{said}: history",
        operation_id=f"history_{table}",
    )(_history(table))
