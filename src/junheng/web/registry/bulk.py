"""One field of many records set at once: first shown as it would be, then done, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing

from junheng.dictionary import Field
from junheng.exchange import Fault
from junheng.web.base.words import say, title
from junheng.web.registry import checks
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.listing import chosen, order
from junheng.web.registry.models import Batch
from junheng.web.registry.query import Query
from junheng.web.registry.scope import Scope
from junheng.web.registry.tables import columns
from junheng.web.registry.values import Read, read

MOST = 5000
"""How many records one bulk edit may change."""

MINUTES = 60
"""How long what was shown may be applied."""

SALT = "registry.bulk"
NOT_AT_ONCE = frozenset(
    ("year", "school_code", "campus", "school_name", "county_name", "pupil_name", "teacher_name", "identity_number")
)
"""Fields that tell one record from another, and the place of a person: never set for many at once."""


class TooMany(Exception):  # noqa: N818 (what it says)
    """More records than one bulk edit may change."""


class Outdated(Exception):  # noqa: N818 (what it says)
    """What was shown is too old, not this person's, or was altered on the way; nothing was written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a bulk edit would do: the records that change, as they stand now, and how many have the value."""

    field: Field
    value: Any
    rows: Sequence[Mapping[str, Any]]
    same: int
    faults: Sequence[tuple[int, Fault]]

    @property
    def wrong(self) -> bool:
        """Tell whether a check forbids it."""
        return any(fault.severity == "fault" for _, fault in self.faults)


def settable(scope: Scope) -> list[Field]:
    """Return the fields that may be set for many records."""
    keys = {*scope.key, *NOT_AT_ONCE}
    return [each for name, each in scope.fields.items() if name not in keys]


def meant(scope: Scope, name: str, text: str) -> Read:
    """Return what a text means for a field that may be set; raises KeyError for another field."""
    field = {each.name: each for each in settable(scope)}[name]
    return read(field, text, longest=scope.model._meta.get_field(name).max_length)


def plan(
    scope: Scope, query: Query, schools: Mapping[str, str], keys: Sequence[int] | None, name: str, value: Any
) -> Plan:
    """Return what setting the field would do to records chosen (`keys`; None for the whole list); raises TooMany."""
    rows = chosen(scope, query, schools, "registry.edit")
    if keys is not None:
        if len(keys) > MOST:
            raise TooMany
        rows = rows.filter(pk__in=keys)
    elif rows.count() > MOST:
        raise TooMany
    found = list(rows.order_by(*order(scope, query)).values("pk", "version", *_needed(scope)))
    moving = [row for row in found if row[name] != value]
    return Plan(scope.fields[name], value, moving, len(found) - len(moving), _faults(scope, moving, name, value))


def _needed(scope: Scope) -> list[str]:
    return [name for name in columns(scope.name) if name != "identity_number"]


def _faults(scope: Scope, rows: Sequence[Mapping[str, Any]], name: str, value: Any) -> list[tuple[int, Fault]]:
    """Return what the dictionary's checks say of the records as they would stand, with their place among them."""
    if not rows:
        return []
    stand = [{**{each: row.get(each) for each in columns(scope.name)}, name: value} for row in rows]
    findings = checks.check(scope, stand)
    return [(place, fault) for place in sorted(findings.of) for fault in findings.of[place] if findings.fresh(fault)]


def sealed(scope: Scope, plan: Plan, text: str) -> str:
    """Return the plan as the page hands it back: which records at which version, signed for this person."""
    rows = [[row["pk"], row["version"]] for row in plan.rows]
    return signing.dumps(
        {**_whose(scope), "field": plan.field.name, "text": text, "rows": rows}, salt=SALT, compress=True
    )


def _whose(scope: Scope) -> dict[str, str]:
    return {"user": scope.actor.name, "county": scope.county.code, "table": scope.name}


def apply(scope: Scope, token: str) -> Batch | None:
    """Do what was shown, in one transaction; raises Outdated, and acts.Stale when a record was changed meanwhile."""
    try:
        known = signing.loads(token, salt=SALT, max_age=MINUTES * 60)
    except signing.BadSignature as error:
        raise Outdated from error
    if any(known.get(name) != value for name, value in _whose(scope).items()):
        raise Outdated
    name, versions = known["field"], dict(known["rows"])
    one = meant(scope, name, known["text"])
    found = list(scope.rows("registry.edit").filter(pk__in=list(versions)).values("pk", *_needed(scope)))
    wrong = any(fault.severity == "fault" for _, fault in _faults(scope, found, name, one.value))
    if len(found) != len(versions) or one.severe or wrong:
        raise Outdated
    edits = [
        Edit(
            scope.name,
            {"year": row["year"], **{each: row[each] for each in scope.key}, name: one.value},
            version=versions[row["pk"]],
        )
        for row in found
    ]
    field = scope.fields[name]
    what, table = title(field.title), title(scope.table.title)
    heading = say(f"{table} 批量修改 {what}", f"{table}: {what} set for many")
    return write(scope.actor, scope.county.code, edits, source="bulk", title=heading)
