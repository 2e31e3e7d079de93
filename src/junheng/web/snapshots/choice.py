"""Which snapshot a page stands on: chosen in its address, else the newest of the county in view.

A view calls `chosen(request)` and its template puts ``{% include "snapshots/choice.html" %}`` into the block `where`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from junheng.web.people.policy import Policy
from junheng.web.snapshots.models import Snapshot

CHOOSING = frozenset({"snapshot", "year", "page"})
"""Parameters of an address that a new choice replaces; the others stay."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the selector shows: the snapshot in view, all there are by school year, the address's other parameters."""

    snapshot: Snapshot | None
    years: tuple[tuple[int, tuple[Snapshot, ...]], ...]
    kept: tuple[tuple[str, str], ...]


def chosen(request: Any, act: str = "judgement.school") -> Snapshot | None:
    """Return the snapshot the page stands on; None when the county in view has none this user may read.

    ``?snapshot=`` names one by its pk, or by school year and number (``2025-2``); ``?year=`` the newest of a year.
    What names none that is visible falls back to the newest: the selector says which one is shown. `act` is what
    the page does with it. One query; the answer also stands on `request.snapshot_choice` for the template.
    """
    found = list(visible(request.policy, request.county.code, act)) if request.county else []
    snapshot = _named(request.GET.get("snapshot", ""), request.GET.get("year", ""), found)
    years = tuple((year, tuple(some)) for year, some in groupby(found, key=lambda each: each.year))
    kept = tuple((name, value) for name, values in request.GET.lists() if name not in CHOOSING for value in values)
    request.snapshot_choice = Choice(snapshot, years, kept)
    return snapshot


def visible(policy: Policy, county: str, act: str = "snapshot.view") -> Any:
    """Return the county's snapshots as a query, newest first; empty where the act is not allowed there at all."""
    found = Snapshot.objects.filter(county_id=county).select_related("county")
    return found if policy.may(act, county=county) else found.none()


def _named(wanted: str, year: str, found: list[Snapshot]) -> Snapshot | None:
    for snapshot in found:
        if wanted and wanted in {str(snapshot.pk), f"{snapshot.year}-{snapshot.number}"}:
            return snapshot
    if not wanted and year:
        of_year = [snapshot for snapshot in found if str(snapshot.year) == year]
        found = of_year or found
    return found[0] if found else None
