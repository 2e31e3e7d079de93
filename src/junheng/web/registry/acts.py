"""The only hand that writes the registry: a set of changes, checked, applied in one transaction, kept, undoable.

Forms, bulk edits, imports and accepted filings all come down to `write`. Each record changed leaves a `Change` with
what was before and after; the set is a `Batch`; the log gets one entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.registry.encrypted import digest
from junheng.web.registry.models import Batch, Change, Record
from junheng.web.registry.rows import insert, update
from junheng.web.registry.tables import MODELS, columns, key_fields, key_of

MANY = 2000
FEW = 20_000
"""Up to so many records are looked up by their key; more are quicker found by reading the whole table of the years."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One record to be: `values` holds the key fields (with year) and the fields to set; `removed` takes it away.

    `version`, where given, is the one the person saw, 0 for “not there”: when the record has moved on, `Stale` is
    raised.
    """

    table: str
    values: Mapping[str, Any]
    removed: bool = False
    version: int | None = None


class Stale(Exception):  # noqa: N818 (what it says)
    """Somebody else changed the record in between; nothing was written."""

    def __init__(self, record: Record | None) -> None:
        super().__init__("stale")
        self.record = record
        """The record as it is now; None when it was removed."""


@transaction.atomic
def write(
    actor: Actor, county: str, edits: Iterable[Edit], *, source: str, title: str = "", undoing: Batch | None = None
) -> Batch | None:
    """Apply the edits to the county's records: add, change or remove; return the batch, None when nothing differs.

    Values are Python values of the dictionary's types. Permission is the caller's business: this is below the
    policy. Raises Stale; then, as on any error, nothing is written.
    """
    by_table: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_table[edit.table].append(edit)
    batch = Batch(county_id=county, source=source, title=title[:200], by_name=actor.name)
    changes: list[Change] = []
    for name, some in by_table.items():
        changes += _apply(county, name, some)
    if not changes:
        return None
    batch.counts = _counts(changes)
    batch.save()
    for change in changes:
        change.batch = batch
    insert(Change, changes)
    if undoing is not None:
        undoing.undone_by = batch
        undoing.save(update_fields=["undone_by"])
    log(actor, f"registry.{source}", f"batch:{batch.pk}", county=county, title=title, records=batch.counts)
    return batch


def stored(name: str, values: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """Return the values as the history keeps them: JSON types, exact decimals as text, identity numbers encrypted."""
    model = MODELS[name]
    found = {}
    for field in fields:
        value = values[field]
        if value is not None and (field == "identity_number" or not isinstance(value, bool | int | str)):
            value = model._meta.get_field(field).get_prep_value(value)
            value = value if value is None or isinstance(value, bool | int | str) else str(value)
        found[field] = value
    return found


def _apply(county: str, name: str, edits: Sequence[Edit]) -> list[Change]:
    model, fields = MODELS[name], columns(name)
    there = _there(county, name, edits)
    added: dict[tuple[int, str], Model] = {}
    changed: list[tuple[Model, set[str]]] = []
    removed: list[int] = []
    changes: list[Change] = []
    for edit in edits:
        values = _with_defaults(fields, edit.values)
        key = (values["year"], key_of(name, values))
        row = there.get(key)
        if edit.version is not None and edit.version != (row.version if row else 0):
            raise Stale(row)
        if edit.removed:
            if row is not None:
                del there[key]
                if added.pop(key, None) is None:
                    removed.append(row.pk)
                whole = {field: getattr(row, field) for field in fields}
                changes.append(_change(county, name, key, whole, stored(name, whole, whole), None))
        elif row is None:
            row = there[key] = added[key] = model(county_id=county, **values)
            _digest(row)
            whole = {field: getattr(row, field) for field in fields}
            changes.append(_change(county, name, key, whole, None, stored(name, whole, whole)))
        elif moved := {field: values[field] for field in edit.values if getattr(row, field) != values[field]}:
            before = {field: getattr(row, field) for field in moved}
            for field, value in moved.items():
                setattr(row, field, value)
            row.version += 1
            also = {"version"} | ({"identity_digest"} if "identity_number" in moved else set())
            _digest(row)
            if key not in added:
                changed.append((row, moved.keys() | also))
            school = {"school_code": getattr(row, "school_code", "")}
            changes.append(_change(county, name, key, school, stored(name, before, moved), stored(name, moved, moved)))
    for start in range(0, len(removed), MANY):
        model._default_manager.filter(pk__in=removed[start : start + MANY]).delete()
    insert(model, list(added.values()))
    update(model, changed)
    return changes


def _there(county: str, name: str, edits: Sequence[Edit]) -> dict[tuple[int, str], Any]:
    """Return the records the edits may touch, by year and key, locked where the database can."""
    rows = MODELS[name]._default_manager.select_for_update().filter(county_id=county)
    rows = rows.filter(year__in={edit.values["year"] for edit in edits})
    first = next(iter(key_fields(name)), None)
    found = [rows]
    if first and len(wanted := sorted({edit.values[first] for edit in edits})) <= FEW:
        found = [rows.filter(**{f"{first}__in": wanted[at : at + 500]}) for at in range(0, len(wanted), 500)]
    return {(row.year, key_of(name, vars(row))): row for some in found for row in some.iterator(chunk_size=MANY)}


def _with_defaults(fields: Collection[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with a blank campus where none is given."""
    found = dict(values)
    if "campus" in fields:
        found["campus"] = found.get("campus") or ""
    return found


def _digest(row: Any) -> None:
    if hasattr(row, "identity_digest"):
        row.identity_digest = digest(row.identity_number) if row.identity_number else None


def _change(
    county: str,
    name: str,
    key: tuple[int, str],
    values: Mapping[str, Any],
    *sides: dict[str, Any] | None,
) -> Change:
    before, after = sides
    return Change(
        county_id=county,
        table=name,
        year=key[0],
        key=key[1],
        school_code=values.get("school_code") or "",
        before=before,
        after=after,
    )


def _counts(changes: Sequence[Change]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for change in changes:
        kind = "added" if change.before is None else "removed" if change.after is None else "changed"
        counts = found.setdefault(change.table, {})
        counts[kind] = counts.get(kind, 0) + 1
    return found
