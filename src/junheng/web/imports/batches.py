"""Pages of batches: who changed what when in the registry, and taking a batch back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from junheng.dictionary import load
from junheng.web.base.words import bi, say
from junheng.web.imports import undo
from junheng.web.jobs.work import Readable
from junheng.web.people.gate import page
from junheng.web.people.policy import Policy
from junheng.web.registry.encrypted import decrypt
from junheng.web.registry.models import Batch, Change
from junheng.web.registry.tables import MODELS, columns
from junheng.web.registry.values import from_stored
from junheng.web.snapshots.records import Cell, Shown, Viewer, heading, school_names

ROWS = 50
SOURCES = {
    "form": bi("表单", "form"), "bulk": bi("批量修改", "bulk edit"), "import": bi("导入", "import"),
    "filing": bi("填报", "filing"), "undo": bi("撤销", "taking back"), "demo": bi("初始数据", "first load"),
}  # fmt: skip
KINDS = {"added": bi("新增", "added"), "changed": bi("变更", "changed"), "removed": bi("移除", "removed")}


@page("registry.view")
def index(request: Any) -> HttpResponse:
    """List the batches that touched what this person may read."""
    county = _county(request)
    rows = visible(request.policy, county).select_related("undone_by")
    source = request.GET.get("source", "")
    if source in SOURCES:
        rows = rows.filter(source=source)
    shown = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    counts = _counts(request.policy, county, list(shown))
    context = {
        "page": shown,
        "batches": [(batch, SOURCES.get(batch.source, batch.source), counts.get(batch.pk, [])) for batch in shown],
        "sources": SOURCES.items(),
        "source": source,
        "query": urlencode({"source": source}),
    }
    return render(request, "imports/batches.html", context)


@page("registry.view")
def detail(request: Any, pk: int) -> HttpResponse:
    """Show what a batch changed, record by record, as far as this person may see."""
    batch = _batch(request, pk)
    changes = _changes(request.policy, batch)
    table = request.GET.get("table", "")
    if table in MODELS:
        changes = changes.filter(table=table)
    changes = changes.order_by("pk")
    shown = Paginator(changes, ROWS).get_page(request.GET.get("page"))
    viewer = Viewer(request.policy, batch.county_id, school_names(batch.county_id))
    context = {
        "batch": batch,
        "source": SOURCES.get(batch.source, batch.source),
        "counts": _counts(request.policy, batch.county_id, [batch]).get(batch.pk, []),
        "page": shown,
        "records": [_shown(change, viewer) for change in shown],
        "table": table,
        "query": urlencode({"table": table}),
        "may_undo": not batch.undone_by_id and undo.may(request.policy, batch),
        "never": batch.source in undo.NEVER,
        "undoes": Batch.objects.filter(undone_by=batch).first(),
    }
    return render(request, "imports/batch.html", context)


@require_POST
@page("registry.undo")
def take_back(request: Any, pk: int) -> HttpResponse:
    """Have a batch taken back."""
    batch = _batch(request, pk)
    try:
        job = undo.ask(request.actor, batch)
    except Readable as error:
        messages.error(request, say(error.zh, error.en))
        return redirect("imports:batch", pk)
    return redirect("jobs:detail", job.pk)


def visible(policy: Policy, county: str) -> QuerySet[Batch]:
    """Return the county's batches that hold a change of a record this user may read."""
    readable = policy.rows("registry.view", Change.objects.filter(batch=OuterRef("pk")))
    rows = Batch.objects.filter(county_id=county)
    if policy.schools("registry.view", county) is None:
        return rows.filter(county__in=policy.counties("registry.view"))
    return rows.filter(Exists(readable))


def _county(request: Any) -> str:
    if request.county is None or not request.policy.may("registry.view", county=request.county.code):
        raise Http404
    return request.county.code


def _batch(request: Any, pk: int) -> Batch:
    return get_object_or_404(visible(request.policy, _county(request)).select_related("undone_by", "county"), pk=pk)


def _changes(policy: Policy, batch: Batch) -> QuerySet[Change]:
    return policy.rows("registry.view", Change.objects.filter(batch=batch))


def _counts(policy: Policy, county: str, batches: list[Batch]) -> dict[int, list[dict[str, Any]]]:
    """Return, by batch and table, how many records were added, changed and removed, of those this user may read."""
    if policy.schools("registry.view", county) is None:
        found = {batch.pk: [{"table": table, **counts} for table, counts in batch.counts.items()] for batch in batches}
    else:
        found = _counted(policy, batches)
    for rows in found.values():
        for row in rows:
            row["title"] = load().tables[row["table"]].title
    return found


def _counted(policy: Policy, batches: list[Batch]) -> dict[int, list[dict[str, Any]]]:
    rows = policy.rows("registry.view", Change.objects.filter(batch__in=batches)).order_by()
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values("batch", "table").annotate(
        added=Count("pk", filter=Q(before__isnull=True)),
        removed=Count("pk", filter=Q(after__isnull=True)),
        changed=Count("pk", filter=Q(before__isnull=False, after__isnull=False)),
    ):
        found.setdefault(row["batch"], []).append(row)
    return found


def _shown(change: Change, viewer: Viewer) -> Shown:
    kind = "added" if change.before is None else "removed" if change.after is None else "changed"
    school = viewer.names.get(change.school_code, change.school_code)
    if not viewer.policy.sees_persons(change.table, county=change.county_id, school=change.school_code):
        return Shown(kind, KINDS[kind], say("个人记录，不显示", "a person's record, not shown"), school)
    label = " · ".join(filter(None, (str(change.year), *change.key.split("|"))))
    return Shown(kind, KINDS[kind], label, school, list(_cells(change, viewer)))


def _cells(change: Change, viewer: Viewer) -> Iterator[Cell]:
    for column in columns(change.table):
        sides = [_value(change, column, side) for side in (change.before, change.after)]
        if sides == [None, None]:
            continue
        texts = [viewer.show(change.table, column, value, change.school_code) for value in sides]
        before = None if change.before is None else texts[0]
        after = None if change.after is None else texts[1]
        yield Cell(heading(change.table, column), before, after)


def _value(change: Change, column: str, side: dict[str, Any] | None) -> Any:
    value = (side or {}).get(column)
    if column == "identity_number":
        return None if value is None else decrypt(value)
    return from_stored(load().tables[change.table].fields[column], value)
