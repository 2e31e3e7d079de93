"""Saving, adding and removing one record: permission, checks, two officers at once, one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from junheng.web.base.words import language, say, title
from junheng.web.registry import checks
from junheng.web.registry.acts import Edit, Stale, write
from junheng.web.registry.forms import Entry
from junheng.web.registry.models import Change
from junheng.web.registry.scope import Scope
from junheng.web.registry.tables import columns, key_of
from junheng.web.registry.values import from_stored, shown, typed


@dataclass(frozen=True, slots=True)
class Since:
    """What others did to a record since somebody opened it: who last, and what stood there before, by field."""

    by: str
    base: Mapping[str, Any]


class Exists(Exception):  # noqa: N818 (what it says)
    """There is a record of this key already; nothing was written."""


def full(scope: Scope, record: Any, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Return all fields of the record as it would stand (of a new one the blanks too)."""
    stands = {name: getattr(record, name) if record is not None else None for name in columns(scope.name)}
    if "campus" in stands:
        stands["campus"] = stands["campus"] or ""
    return {**stands, **changed}


def examine(scope: Scope, found: Sequence[Entry], row: Mapping[str, Any]) -> list[str]:
    """Run the dictionary's checks on a record, write what they say under its fields; return what they say besides.

    Doubts that were there before the change are not raised again.
    """
    by_name = {entry.field.name: entry for entry in found}
    findings = checks.check(scope, [row])
    besides = [title(checks.said(fault)) for fault in findings.elsewhere]
    for fault in findings.of.get(0, ()):
        words = title(checks.said(fault))
        entry = by_name.get(fault.field or "")
        if fault.severity == "doubt" and not findings.fresh(fault):
            continue
        if entry is None:
            besides.append(words)
        else:
            (entry.faults if fault.severity == "fault" else entry.doubts).append(words)
    return besides


def doubts_seal(found: Sequence[Entry], besides: Sequence[str]) -> str:
    """Return a short sign of the doubts raised, "" for none: a confirmation counts for these and no others."""
    said = [*(words for entry in found for words in entry.doubts), *besides]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16] if said else ""


def place(scope: Scope, row: Mapping[str, Any]) -> None:
    """Raise PermissionDenied unless a record may be put there: the school is one this person may edit."""
    school = row["school_code"] if scope.by_school else ""
    scope.demand("registry.edit", school)
    if scope.of_persons:
        scope.demand("registry.persons", school)


def save(scope: Scope, record: Any, version: int, changed: Mapping[str, Any]) -> bool:
    """Save changed fields of a record that was seen as `version`; tell whether anything differed. Raises Stale."""
    place(scope, full(scope, record, changed))
    key = {name: getattr(record, name) for name in ("year", *scope.key)}
    edit = Edit(scope.name, {**key, **changed}, version=version)
    return _write(scope, edit, say("修改", "changed")) is not None


def add(scope: Scope, row: Mapping[str, Any]) -> None:
    """Add a record; raises Exists."""
    place(scope, row)
    try:
        with transaction.atomic():
            _write(scope, Edit(scope.name, row, version=0), say("新增", "added"))
    except (Stale, IntegrityError) as error:
        raise Exists from error


def remove(scope: Scope, record: Any, version: int, reason: str) -> None:
    """Take a record away; raises Stale. The caller made sure that nothing stands on it."""
    place(scope, full(scope, record, {}))
    key = {name: getattr(record, name) for name in ("year", *scope.key)}
    edit = Edit(scope.name, key, removed=True, version=version)
    _write(scope, edit, say(f"删除：{reason}", f"removed: {reason}"))


def _write(scope: Scope, edit: Edit, what: str) -> Any:
    if not scope.may("registry.edit"):
        raise PermissionDenied
    heading = f"{scope.table.title.in_language(language())} {what}"
    return write(scope.actor, scope.county.code, [edit], source="form", title=heading)


def since(scope: Scope, record: Any, version: int) -> Since:
    """Return what happened to a record since it stood at `version`."""
    steps = max(record.version - version, 0)
    key = key_of(scope.name, vars(record))
    changes = Change.objects.filter(county=scope.county, table=scope.name, year=record.year, key=key)
    base: dict[str, Any] = {}
    by = ""
    for change in changes.select_related("batch").order_by("-pk")[: min(steps, 200)]:
        by = by or change.batch.by_name
        for name, value in (change.before or {}).items():
            if name in scope.fields and name != "identity_number":
                base[name] = from_stored(scope.fields[name], value)
    return Since(by, base)


def merge(found: Sequence[Entry], record: Any, past: Since) -> int:
    """Bring together what this person typed and what others saved; return how many fields both changed.

    What only others changed is taken over; where both did, this person's text stays and theirs stands beside.
    """
    both = 0
    for entry in found:
        name = entry.field.name
        if entry.locked or name not in past.base:
            continue
        now = typed(entry.field, getattr(record, name))
        if entry.text.strip() == now:
            continue
        entry.theirs = shown(entry.field, getattr(record, name), exact=True)
        if entry.text.strip() == typed(entry.field, past.base[name]):
            entry.text, entry.theirs = now, ""
            entry.doubts.append(say(f"已由 {past.by} 改为此值。", f"Changed to this by {past.by}."))
        else:
            both += 1
    return both
