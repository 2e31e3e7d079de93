"""The registry at a glance: which tables, how many rows by school year, and what is missing of the latest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q

from junheng.dictionary import Field, Table
from junheng.web.registry.scope import Scope

YEARS = 5
NAMED = 5
"""How many of the schools without a row are named."""


@dataclass(frozen=True, slots=True)
class Held:
    """One table: rows by year; of the year in view the schools without any and the required fields left blank."""

    scope: Scope
    rows: Mapping[int, int]
    there: bool = False
    absent: Sequence[str] = ()
    absent_more: int = 0
    schools: int = 0
    of_schools: int = 0
    blanks: Sequence[tuple[Field, int]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Tell whether there are rows and nothing is missing of them."""
        return self.there and not self.absent and not self.blanks

    @property
    def table(self) -> Table:
        """Return the dictionary's table."""
        return self.scope.table


def overview(scopes: Sequence[Scope], year: int | None) -> list[Held]:
    """Return what each table holds, with what it lacks in `year`; one query a table."""
    schools = scopes[0].schools(year) if scopes and year is not None else {}
    return [_held(scope, year, schools) for scope in scopes]


def _held(scope: Scope, year: int | None, schools: Mapping[str, str]) -> Held:
    required = _required(scope)
    rows: Counter[int] = Counter()
    blanks: Counter[str] = Counter()
    there: set[str] = set()
    keys = ("year", "school_code") if scope.by_school else ("year",)
    numbers = {f"blank_{each.name}": Count("pk", filter=Q(**{f"{each.name}__isnull": True})) for each in required}
    for found in scope.all().order_by().values(*keys).annotate(number=Count("pk"), **numbers):
        rows[found["year"]] += found["number"]
        if found["year"] == year:
            there.add(found.get("school_code", ""))
            blanks.update({each.name: found[f"blank_{each.name}"] for each in required})
    latest = {each: rows[each] for each in sorted(rows, reverse=True)[:YEARS]}
    if year is None or not rows[year]:
        return Held(scope, latest)
    absent = [name for code, name in schools.items() if code not in there] if scope.by_school else []
    return Held(
        scope,
        latest,
        there=True,
        absent=absent[:NAMED],
        absent_more=max(len(absent) - NAMED, 0),
        schools=len(there & schools.keys()) if scope.by_school else 0,
        of_schools=len(schools) if scope.by_school else 0,
        blanks=[(each, blanks[each.name]) for each in required if blanks[each.name]],
    )


def _required(scope: Scope) -> list[Field]:
    """Return the fields that should be filled and may be blank."""
    return [
        each
        for each in scope.fields.values()
        if each.required and not each.derived and scope.model._meta.get_field(each.name).null
    ]
