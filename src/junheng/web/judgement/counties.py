"""The counties a person may look at, a row each: what the city or the province sees first. No schools, no persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from time import monotonic
from typing import Any, TypedDict

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render

from junheng import __version__
from junheng.assess import Assessment, ScopeError
from junheng.report import figures
from junheng.report.reason import reason
from junheng.report.words import stage_word, stages_of, year_word
from junheng.standards import StandardError
from junheng.web.base.words import language
from junheng.web.judgement.service import judged
from junheng.web.people.gate import page
from junheng.web.people.models import County
from junheng.web.snapshots.acts import Damaged
from junheng.web.snapshots.models import Snapshot

SECONDS = 3
"""How long a page may judge counties that were not judged before; the others are named and come the next time."""
_ORDER = {"short": 0, "unknown": 1, "met": 2, "": 3}


class Summary(TypedDict):
    """What the page says of one county, in both languages: kept with the site, since a snapshot never changes."""

    verdict: str
    """Blank where the snapshot cannot be judged."""
    schools: list[tuple[str, int, int]]
    """Stage, schools met, schools judged."""
    coefficients: tuple[int, int]
    """Within their limit, and all that have one."""
    largest: tuple[str, str, str] | None
    """Stage, indicator and figure of the coefficient that is largest against its limit."""
    reason: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One county: its newest snapshot (None without one) and what was found (None where not judged yet)."""

    name: str
    code: str
    snapshot: Snapshot | None
    found: Summary | None
    year: str = ""
    schools: tuple[tuple[str, str], ...] = ()
    largest: str = ""
    reason: str = ""

    @property
    def verdict(self) -> str:
        """Return the verdict, blank where there is none."""
        return self.found["verdict"] if self.found else ""


@page("judgement.view")
def index(request: Any) -> HttpResponse:
    """List the counties, those that are short first."""
    newest: dict[str, Snapshot] = {}
    counties = list(request.policy.counties("judgement.view"))
    for each in Snapshot.objects.filter(county__in=counties).select_related("county").order_by("year", "number"):
        newest[each.county_id] = each
    held = summaries(list(newest.values()))
    rows = [_row(county, newest.get(county.code), held.get(county.code)) for county in counties]
    rows.sort(key=lambda row: (_ORDER[row.verdict], row.code))
    verdicts = [row.verdict for row in rows]
    counts = {verdict or "none": verdicts.count(verdict) for verdict in _ORDER}
    return render(request, "judgement/counties.html", {"rows": rows, **counts})


def summaries(snapshots: Sequence[Snapshot]) -> dict[str, Summary]:
    """Return what is known of each county, by code; what is not is judged as far as SECONDS allow, and kept."""
    keys = {_key(each): each for each in snapshots}
    known = cache.get_many(keys)
    until = monotonic() + SECONDS
    for key, snapshot in keys.items():
        if key not in known and monotonic() < until:
            known[key] = _summary(snapshot)
            cache.set(key, known[key], timeout=None)
    return {keys[key].county_id: held for key, held in known.items()}


def _key(snapshot: Snapshot) -> str:
    return (
        f"judged:{snapshot.content[7:47]}:{snapshot.county_id}:{snapshot.year}:{snapshot.county.standard}:{__version__}"
    )


def _summary(snapshot: Snapshot) -> Summary:
    try:
        one = judged(snapshot).assessment
    except (Damaged, ScopeError, StandardError):
        return Summary(verdict="", schools=[], coefficients=(0, 0), largest=None, reason=("", ""))
    limited = [each.verdict for each in one.county if each.verdict]
    return Summary(
        verdict=one.verdict,
        schools=[(stage, *_met(one, stage)) for stage in stages_of(one)],
        coefficients=(limited.count("met"), len(limited)),
        largest=_largest(one),
        reason=(reason(one, "zh"), reason(one, "en")),
    )


def _met(assessment: Assessment, stage: str) -> tuple[int, int]:
    verdicts = [part.verdict for part in assessment.parts if part.stage == stage]
    return verdicts.count("met"), len(verdicts)


def _largest(assessment: Assessment) -> tuple[str, str, str] | None:
    known = [one for one in assessment.county if one.cv is not None and one.limit]
    if not known:
        return None
    worst = max(known, key=lambda one: Fraction(one.cv or 0) / (one.limit or 1))
    return worst.stage, worst.indicator, figures.beside(worst.cv, worst.limit, figures.PLACES["cv"])


def _row(county: County, snapshot: Snapshot | None, found: Summary | None) -> Row:
    if snapshot is None or found is None or not found["verdict"]:
        return Row(county.name, county.code, snapshot, found)
    spoken = language()
    largest = found["largest"]
    return Row(
        name=county.name,
        code=county.code,
        snapshot=snapshot,
        found=found,
        year=year_word(snapshot.year, spoken),
        schools=tuple((stage_word(stage, spoken), f"{met} / {all_}") for stage, met, all_ in found["schools"]),
        largest=figures.NONE if largest is None else " ".join((stage_word(largest[0], spoken), *largest[1:])),
        reason=found["reason"][0 if spoken == "zh" else 1],
    )
