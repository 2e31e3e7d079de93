"""Taking a batch back: its changes reversed, as a batch of its own, unless somebody has built on them since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils import timezone

from junheng.dictionary import Title
from junheng.web.base.words import bi
from junheng.web.jobs.models import Job
from junheng.web.jobs.work import Readable, enqueue
from junheng.web.log.actor import Actor
from junheng.web.people.models import County
from junheng.web.people.policy import Policy, Refused
from junheng.web.registry.acts import Edit, Stale, write
from junheng.web.registry.encrypted import decrypt
from junheng.web.registry.models import Batch, Change, Record
from junheng.web.registry.tables import MODELS, key_fields, key_of, table

NEVER = frozenset({"filing"})
"""Sources whose batches are not taken back here: an accepted filing is returned in its round."""
AT_ONCE = 400
Place = tuple[str, int, str]
"""Table, school year and key of a record."""


@dataclass(slots=True)
class Trace:
    """What a batch did to one record, put together: stored values before and after, None where it was not there."""

    county: str
    last: int
    was: bool = False
    is_: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def may(policy: Policy, batch: Batch) -> bool:
    """Tell whether this user may take back every change of the batch."""
    if batch.source in NEVER:
        return False
    # A record that moved gives back what is another school's now: who may not answer for both does not move it.
    before = Coalesce(KT("before__school_code"), "school_code", output_field=TextField())
    touched = batch.changes.order_by().values_list("table", "school_code", before).distinct()
    return all(
        policy.may("registry.undo", county=batch.county_id, school=school, table=name)
        for name, *schools in touched
        for school in schools
    )


def demand(policy: Policy, batch: Batch) -> None:
    """Raise Refused when `may` says no."""
    if not may(policy, batch):
        raise Refused("registry.undo")


def ask(actor: Actor, batch: Batch) -> Job:
    """Have a batch taken back; raises Refused, or Readable when that was done already."""
    demand(Policy(actor.user), batch)
    if batch.undone_by_id:
        raise Readable("这一批已经撤销过。", "This batch was taken back already.")
    title = bi(f"撤销改动批次 {batch.pk}", f"Taking back batch {batch.pk}")
    return enqueue(actor, "imports.undo", county=batch.county_id, title=title, batch=batch.pk)


def reversal(batch: Batch) -> list[Edit]:
    """Return the edits that reverse the batch; raises Readable when what it wrote was changed since.

    What counts is the record as it is now: every field the batch wrote must still hold what it wrote.
    """
    edits: list[Edit] = []
    built_on: dict[str, list[tuple[Place, Trace]]] = defaultdict(list)
    for name, traces in _traces(batch).items():
        there = _there(batch.county_id, name, traces)
        for place, trace in traces.items():
            row = there.get(place[1:])
            if _moved(row, trace):
                built_on[name].append((place, trace))
            elif edit := _reverse(name, row, trace):
                edits.append(edit)
    if built_on:
        raise _refusal(built_on)
    return edits


def undo(actor: Actor, batch: Batch, edits: Sequence[Edit]) -> Batch | None:
    """Write the reversal, in the caller's transaction; return the batch it makes, or the one that did it before.

    Raises Readable when a record moved since the edits were made: nothing is written.
    """
    row = Batch.objects.select_for_update(of=("self",)).select_related("undone_by").get(pk=batch.pk)
    if row.undone_by_id:
        return row.undone_by
    County.objects.select_for_update().get(pk=row.county_id)
    title = f"#{row.pk} {row.title}".strip()
    try:
        with transaction.atomic():
            return write(actor, row.county_id, edits, source="undo", title=title, undoing=row)
    except (Stale, IntegrityError):
        raise Readable(
            "核对之后又有人改动了这些记录。没有写入任何数据，请重新撤销。",
            "Somebody changed these records just now. Nothing was written; please ask again.",
        ) from None


def restored(name: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the history keeps them (`registry.acts.stored`) as Python values again."""
    model, found = MODELS[name], {}
    for column, value in stored.items():
        if column == "identity_number":
            found[column] = None if value is None else decrypt(value)
        else:
            found[column] = model._meta.get_field(column).to_python(value)
    return found


def _traces(batch: Batch) -> dict[str, dict[Place, Trace]]:
    found: dict[str, dict[Place, Trace]] = defaultdict(dict)
    for change in batch.changes.order_by("-pk").iterator(chunk_size=2000):
        place = (change.table, change.year, change.key)
        trace = found[change.table].get(place)
        if trace is None:
            trace = found[change.table][place] = Trace(change.county_id, change.pk, is_=change.after is not None)
        trace.after = (change.after or {}) | trace.after  # the newest word counts
        trace.before |= change.before or {}  # the oldest word counts
        trace.was = change.before is not None
    return found


def _there(county: str, name: str, traces: Iterable[Place]) -> dict[tuple[int, str], Record]:
    places = list(traces)
    rows = MODELS[name]._default_manager.filter(county_id=county, year__in={year for _, year, _ in places})
    first = next(iter(key_fields(name)), None)
    wanted = {key.partition("|")[0] for _, _, key in places}
    if first and len(wanted) <= AT_ONCE:
        rows = rows.filter(**{f"{first}__in": wanted})
    keys = {(year, key) for _, year, key in places}
    found = {(row.year, key_of(name, vars(row))): row for row in rows.iterator(chunk_size=2000)}
    return {key: row for key, row in found.items() if key in keys}


def _moved(row: Record | None, trace: Trace) -> bool:
    if row is None or not trace.is_:
        return (row is not None) != trace.is_
    now = restored(_name(row), trace.after)
    return any(getattr(row, column) != value for column, value in now.items())


def _reverse(name: str, row: Record | None, trace: Trace) -> Edit | None:
    if row is None:
        return Edit(name, restored(name, trace.before), version=0) if trace.was else None
    key = {column: getattr(row, column) for column in ("year", *key_fields(name))}
    if not trace.was:
        return Edit(name, key, removed=True, version=row.version)
    return Edit(name, key | restored(name, trace.before), version=row.version)


def _name(row: Record) -> str:
    return next(name for name, model in MODELS.items() if model is type(row))


def _refusal(built_on: Mapping[str, Sequence[tuple[Place, Trace]]]) -> Readable:
    """Return the words: in which tables how many records, and who changed one of them last."""
    found = []
    for name, places in built_on.items():
        title, count = table(name).title, len(places)
        later = _later(places)
        said = f"{timezone.localtime(later.at):%Y-%m-%d %H:%M} {later.by_name} #{later.pk}" if later else ""
        found.append(Title(f"“{title.zh}”{count} 条 {said}".strip(), f"{title.en}: {count} records {said}".strip()))
    return Readable(
        f"不能撤销：这些记录后来又改动过（最近一次）：{'；'.join(each.zh for each in found)}。没有写入任何数据。"
        "请先撤销后来的批次，或逐条更正。",
        f"Cannot be taken back: records were changed later (last by): {'; '.join(each.en for each in found)}."
        " Nothing was written. Take the later batches back first, or correct the records one by one.",
    )


def _later(places: Sequence[tuple[Place, Trace]]) -> Batch | None:
    (name, year, key), trace = places[0]
    rows = Change.objects.filter(county=trace.county, table=name, year=year, key=key, pk__gt=trace.last)
    later = rows.select_related("batch").first()
    return later.batch if later else None
