"""The site that is filed into: a county with a round and a clerk for each school; and the checks afterwards.

Imported once Django is set up.
"""

from __future__ import annotations

import secrets
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from filing_clerks import CELL, PAGES, SEEN, Clerk
from junheng import demo
from junheng.dictionary import load as dictionary
from junheng.web.filing.acts import Asking, open_round
from junheng.web.filing.models import FiledValue, ValueChange
from junheng.web.filing.values import editable
from junheng.web.log.actor import Actor
from junheng.web.people.models import Grant, User
from junheng.web.people.policy import Policy
from junheng.web.registry.load import county_of, load

YEAR = 2026


def prepare(clerks: int) -> dict[str, Any]:
    """Make a county of as many schools, a round, and a signed-in clerk for each school."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    tables = demo.county(schools=clerks, seed=3, years=(YEAR - 1,), persons=False)
    load(Actor.command(), tables)
    county = county_of(tables)
    officer = User.objects.create(username="officer")
    Grant.objects.create(user=officer, role="officer", section="inspection", county=county)
    asking = Asking(title="measured", year=YEAR, due=timezone.localdate())
    opened = open_round(Actor(officer, "officer"), Policy(officer), county.code, asking)
    plan: dict[str, Any] = {"session": settings.SESSION_COOKIE_NAME, "form": settings.CSRF_COOKIE_NAME, "clerks": []}
    for filing in opened.filings.all()[:clerks]:
        user = User.objects.create(username=f"clerk{filing.school_code}")
        Grant.objects.create(user=user, role="clerk", county=county, school_code=filing.school_code)
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        plan["clerks"].append({"filing": filing.pk, "session": session, "token": secrets.token_hex(16)})
    return plan


def warm(plan: dict[str, Any]) -> None:
    """Open each page a few times, so that every process of the server has loaded what it needs."""
    for number, own in enumerate(plan["clerks"][:8]):
        one = Clerk(plan, own, number)
        for page in PAGES:
            one.ask("warm", "GET", f"/filing/{own['filing']}/pages/{page}/")
        one.connection.close()


def unlike_pages(plan: dict[str, Any], histories: list[dict[str, Any]]) -> list[str]:
    """Open every page again: each value acknowledged last stands there (or one sent later without an answer)."""
    lost = []
    for number, (own, history) in enumerate(zip(plan["clerks"], histories, strict=True)):
        again = Clerk(plan, own, number)
        there: dict[int, str] = {}
        for page in PAGES:
            _, text = again.ask("check", "GET", f"/filing/{own['filing']}/pages/{page}/")
            there |= {int(pk): value for pk, value in CELL.findall(text)}
            if not SEEN.findall(text):
                lost.append(f"filing {own['filing']}: page {page} could not be read again")
        for pk, (last, unsure) in standing(history["values"]).items():
            if last is not None and there.get(pk) not in {last, *unsure}:
                lost.append(f"value {pk}: {last} was acknowledged, the page shows {there.get(pk)}")
    return lost


def standing(values: list[list[Any]]) -> dict[int, tuple[str | None, set[str]]]:
    """Return, by cell, the value acknowledged last and those sent after it without an acknowledgement."""
    found: dict[int, tuple[str | None, set[str]]] = {}
    for pk, value, kept in values:
        last, unsure = found.get(pk, (None, set()))
        found[pk] = (value, set()) if kept else (last, unsure | {value})
    return found


def unlike_history(plan: dict[str, Any], histories: list[dict[str, Any]]) -> list[str]:
    """Hold every acknowledged value against the kept history: each change is there, in order, with what was before."""
    lost = []
    for own, history in zip(plan["clerks"], histories, strict=True):
        cells = {(one.table, one.key, one.field): one for one in FiledValue.objects.filter(filing_id=own["filing"])}
        changes: dict[int, list[ValueChange]] = {}
        for change in ValueChange.objects.filter(filing_id=own["filing"]).order_by("pk"):
            changes.setdefault(cells[change.table, change.key, change.field].pk, []).append(change)
        for rows in changes.values():
            lost += [f"change {b.pk} does not follow {a.pk}" for a, b in pairwise(rows) if b.before != a.after]
        by_pk = {one.pk: one for one in cells.values()}
        for pk, wanted in _wanted(history["values"], by_pk, changes).items():
            kept_values = iter([_typed(by_pk[pk], change.after) for change in changes.get(pk, [])])
            if missing := [value for value in wanted if value not in kept_values]:
                lost.append(f"value {pk}: {missing} of {wanted} are not in the history")
    return lost


def _wanted(
    values: list[list[Any]], cells: dict[int, FiledValue], changes: dict[int, list[ValueChange]]
) -> dict[int, list[str]]:
    """Return, by cell, the acknowledged values that changed what stood there, in order."""
    found: dict[int, list[str]] = {}
    before: dict[int, str | None] = {}
    for pk, value, kept in values:
        if pk not in before:
            rows = changes.get(pk, [])
            before[pk] = _typed(cells[pk], rows[0].before if rows else cells[pk].value)
        if kept and value != before[pk]:
            found.setdefault(pk, []).append(value)
        before[pk] = value if kept else None
    return found


def _typed(cell: Any, text: str | None) -> str:
    return editable(dictionary().tables[cell.table].fields[cell.field], text)
