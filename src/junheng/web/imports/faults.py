"""Faults as a page shows them: where each is, and its value as far as this person may see it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

from junheng.dictionary import load
from junheng.exchange import Fault
from junheng.web.base.words import say
from junheng.web.imports import reading, store
from junheng.web.imports.models import Version
from junheng.web.imports.scope import NUMBER
from junheng.web.people.policy import Policy
from junheng.web.registry.values import masked

OPEN = frozenset({"public", "internal"})
"""Sensitivities of fields that say nothing of a person."""


def shown(request: Any, version: Version, rows: int) -> dict[str, Any]:
    """Return, for the page, the faults as the address filters them, `rows` a page; none once the files are gone."""
    try:
        every = reading.faults_of(version)
    except store.Lost:
        every = []
    chosen = {name: request.GET.get(name, "") for name in ("severity", "kind")}
    found = [
        fault for fault in every if chosen["severity"] in {"", fault.severity} and chosen["kind"] in {"", fault.kind}
    ]
    page = Paginator(found, rows).get_page(request.GET.get("page"))
    return {
        "faults": page,
        "faults_shown": [(_place(fault), _value(request.policy, version, fault), fault) for fault in page],
        "faults_chosen": chosen,
        "faults_all": len(every),
        "query": urlencode({"version": version.number, **chosen}),
    }


def _place(fault: Fault) -> str:
    """Return where a fault is: file, sheet, cell or row, header."""
    cell = f"{fault.column or ''}{fault.row or ''}"
    if fault.row is not None and fault.column is None:
        cell = say(f"第 {fault.row} 行", f"row {fault.row}")
    return " › ".join(filter(None, (fault.file, fault.sheet, f"{cell} {fault.header or ''}".strip())))


def _value(policy: Policy, version: Version, fault: Fault) -> str:
    """Return what was found: identity numbers masked to everybody, persons' values for who may see the persons.

    A fault names its sheet, not its table: where several tables of persons have the field, all of them count that the
    version has rows of.
    """
    if fault.value is None:
        return ""
    tables = [table.name for table in load() if _of_persons(table.name, fault.field)]
    tables = [name for name in tables if f",{name}," in version.tables] or tables
    county = version.of.county_id
    if not all(policy.may("registry.persons", county=county, table=name) for name in tables):
        return say("不显示", "not shown")
    return masked(fault.value) if tables and fault.field == NUMBER else fault.value


def _of_persons(table: str, field: str | None) -> bool:
    known = load().tables[table].fields.get(field or "")
    return known is not None and known.sensitivity not in OPEN
