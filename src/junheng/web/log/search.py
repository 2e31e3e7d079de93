"""Finding entries: filters from the address, pages by number, a bounded number of rows looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from junheng.web.log.models import Entry
from junheng.web.people.models import User

SIZE = 50
"""Entries of a page."""
SPAN = 50_000
"""Entries looked through at once for what no index finds (free text, channel): the page says how far it came."""
NAMES = ("who", "act", "thing", "county", "channel", "since", "until", "text")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; blank fields say nothing. `since` and `until` are dates, both inclusive."""

    who: str = ""
    act: str = ""
    thing: str = ""
    county: str = ""
    channel: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    text: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filters:
        """Read the address's parameters; a date that is none is taken as not given."""
        texts = {name: given.get(name, "").replace("\x00", "").strip()[:200] for name in NAMES}
        return cls(**{**texts, "since": _date(texts["since"]), "until": _date(texts["until"])})  # type: ignore[arg-type]

    @property
    def query(self) -> str:
        """Return them as they stand in an address."""
        return urlencode(self.given)

    @property
    def given(self) -> dict[str, str]:
        """Return those that say something."""
        return {name: str(value) for name in NAMES if (value := getattr(self, name))}

    @property
    def slow(self) -> bool:
        """Tell whether no index finds the entries."""
        return bool(self.text or self.channel)

    def apply(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        """Return the entries that fit."""
        if self.who:
            named = User.objects.filter(display_name=self.who).values("username")
            rows = rows.filter(Q(user_name=self.who) | Q(user_name__in=named))
        if self.act:
            rows = rows.filter(act=self.act)
        if self.thing:
            rows = (
                rows.filter(thing__startswith=self.thing) if self.thing.endswith(":") else rows.filter(thing=self.thing)
            )
        if self.county:
            rows = rows.filter(county_code=self.county)
        if self.channel:
            rows = rows.filter(channel=self.channel)
        period = Q()
        if self.since:
            period &= Q(at__gte=_start(self.since))
        if self.until:
            period &= Q(at__lt=_start(self.until + dt.timedelta(days=1)))
        if self.until and not (self.who or self.act or self.thing or self.county):
            # By the index on `at`: going back from the newest entry would pass all that came after the period.
            period = Q(number__in=Entry.objects.filter(period).values("number"))
        rows = rows.filter(period)
        if self.text:
            rows = rows.filter(Q(detail__icontains=self.text) | Q(thing__icontains=self.text))
        return rows


@dataclass(frozen=True, slots=True)
class Found:
    """One page of entries, newest first; where the next begin, None where there are none on that side."""

    rows: list[Entry]
    older: int | None
    """Entries before this number follow."""
    newer: int | None
    looked_to: int | None
    """The search stopped at this number without having looked at those before it."""


def find(filters: Filters, before: int | None = None, after: int | None = None) -> Found:
    """Return the page of entries before (older than) or after (newer than) a number; the newest when none is given."""
    rows = filters.apply(Entry.objects.all())
    if after is not None:
        return _newer(filters, rows, after)
    top = before if before is not None else _top()
    floor = max(top - SPAN, 0) if filters.slow else 0
    found = list(rows.filter(number__lt=top, number__gte=floor).order_by("-number")[: SIZE + 1])
    more = len(found) > SIZE
    found = found[:SIZE]
    stopped = floor if not more and floor > 0 else None
    older = found[-1].number if more else stopped
    newer = None if before is None else (found[0].number if found else top - 1)
    return Found(found, older, newer, stopped)


def _newer(filters: Filters, rows: QuerySet[Entry], after: int) -> Found:
    rows = rows.filter(number__gt=after)
    if filters.slow:
        rows = rows.filter(number__lte=after + SPAN)
    found = list(rows.order_by("number")[: SIZE + 1])
    more = len(found) > SIZE
    found = found[:SIZE][::-1]
    if not found:
        return find(filters)
    return Found(found, found[-1].number, found[0].number if more else None, None)


def _top() -> int:
    last = Entry.objects.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
