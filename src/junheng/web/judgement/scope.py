"""What a page of judgement is about: the snapshot, standard and switches of its address, as far as one may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from junheng import standards
from junheng.assess import ScopeError
from junheng.dictionary import Title
from junheng.web.judgement.service import Judged, judged
from junheng.web.people.gate import page
from junheng.web.snapshots.acts import Damaged
from junheng.web.snapshots.choice import chosen
from junheng.web.snapshots.models import Snapshot

MOST_DIGITS = 15
KEPT = ("snapshot", "year", "standard", "switch")
"""Parameters of the address that say what is judged; every link within the feature carries them on (`kept`)."""


class CannotJudge(Exception):  # noqa: N818 (what it says)
    """The snapshot is there and may be seen, but no assessment comes of it; `words` says why and what to do."""

    def __init__(self, words: Title) -> None:
        super().__init__(words.en)
        self.words = words


def view(request: Any, act: str = "judgement.view") -> Judged | None:
    """Return the assessment the address asks for; None when the county has no snapshot yet.

    `?snapshot=` is a snapshot's id, `?year=` the newest of a school year, else the county's newest; `?standard=` a
    shipped standard's id, else the county's own; `?switch=` (repeated) turns transitional rules on. Raises Http404
    for a snapshot, year, standard or switch that is not there or not this person's to see, PermissionDenied where the
    act is not allowed in the county, CannotJudge. People of schools get the whole assessment: `schools` says
    which of its schools they may be shown.
    """
    snapshot = _snapshot(request, act)
    if snapshot is None:
        return None
    standard, switches = _standard(request, snapshot)
    try:
        return judged(snapshot, standard, switches)
    except Damaged as damaged:
        raise CannotJudge(
            Title(
                "快照的文件缺失或已损坏，不能据以评估。登记的数据不受影响；请系统管理员从备份恢复该快照。",
                "The files of this snapshot are missing or damaged, so nothing can be judged on it. The registry is "
                "safe; ask the system administrator to restore the snapshot from a backup.",
            )
        ) from damaged
    except ScopeError as error:
        raise CannotJudge(error.words) from error


def schools(request: Any, found: Judged, act: str = "judgement.view") -> frozenset[str] | None:
    """Return the codes of the schools this person may be shown; None for all of the county."""
    allowed: frozenset[str] | None = request.policy.schools(act, found.snapshot.county_id)
    return allowed


def sees_records(request: Any, found: Judged) -> bool:
    """Tell whether this person may read the county's records, of some school at least.

    Who may not (a city's or province's viewer) is shown verdicts and figures, never records, classes or who filed.
    """
    return bool(request.policy.may("registry.view", county=found.snapshot.county_id))


def kept(request: Any, **more: Any) -> str:
    """Return `?…` with what the address says is judged, and `more` (None leaves out); empty when there is nothing."""
    pairs = [(name, value) for name in KEPT if name not in more for value in request.GET.getlist(name) if value]
    pairs += [(name, value) for name, value in more.items() if value not in {None, ""}]
    return f"?{urlencode(pairs)}" if pairs else ""


def scoped(
    act: str = "judgement.view", *, file: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Mark a view as a page on an assessment: it is called with the request and the `Judged`.

    Where there is no snapshot yet, or none that can be judged, the page says so instead; a `file` is not found.
    """

    def mark(shown: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @page(act)
        @wraps(shown)
        def scoped_view(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                found = view(request, act)
            except CannotJudge as why:
                if file:
                    raise Http404 from why
                return render(request, "judgement/empty.html", {"why": why.words}, status=409)
            if found is None:
                if file:
                    raise Http404
                return render(request, "judgement/empty.html", {"why": None})
            return shown(request, found, *args, **kwargs)

        return scoped_view

    return mark


def _snapshot(request: Any, act: str) -> Snapshot | None:
    """Return the snapshot named, of another county in the person's sight too (the page is then about that county)."""
    named, year = request.GET.get("snapshot", ""), request.GET.get("year", "")
    here = request.county.code if request.county else None
    if named.isascii() and named.isdigit() and len(named) <= MOST_DIGITS:
        other = Snapshot.objects.select_related("county").filter(pk=int(named)).exclude(county_id=here).first()
        if other is not None:
            if not request.policy.may(act, county=other.county_id):
                raise Http404
            request.county = other.county
    elif here is not None and not request.policy.may(act, county=here):
        raise PermissionDenied
    found = chosen(request, act)
    if named and (found is None or named not in {str(found.pk), f"{found.year}-{found.number}"}):
        raise Http404
    if year and not named and (found is None or str(found.year) != year):
        raise Http404
    return found


def _standard(request: Any, snapshot: Snapshot) -> tuple[str, tuple[str, ...]]:
    asked = request.GET.get("standard", "")
    switches = tuple(switch for switch in request.GET.getlist("switch") if switch)
    if not asked and not switches:
        return "", ()
    known = {one.id: one for one in standards.listing()}
    standard = known.get(asked or snapshot.county.standard)
    if standard is None or not set(switches) <= {one.id for one in standard.switch}:
        raise Http404
    return standard.id, switches
