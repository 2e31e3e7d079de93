"""One table of one county, as far as one person may see and change it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from junheng.dictionary import Field, Table, load
from junheng.web.log.actor import Actor
from junheng.web.people.models import County
from junheng.web.people.policy import Policy, Sight, person_sections
from junheng.web.registry.models import Record, School
from junheng.web.registry.tables import MODELS, columns, key_fields


@dataclass(frozen=True)
class Scope:
    """What pages, exports and jobs ask before they touch records: nothing here trusts the address."""

    policy: Policy
    actor: Actor
    county: County
    name: str

    @classmethod
    def of(cls, request: Any, name: str, act: str = "registry.view") -> Self:
        """Return the request's scope; raises Http404 for an unknown table, PermissionDenied for an act not allowed."""
        if name not in MODELS:
            raise Http404
        if not request.county:
            raise PermissionDenied
        found = cls(request.policy, request.actor, request.county, name)
        found.demand(act)
        return found

    def demand(self, act: str, school: str | None = None) -> None:
        """Raise PermissionDenied unless the act is allowed here (in the school given, or in some school)."""
        if school is None and not self.by_school:
            school = ""
        if not self.policy.may(act, county=self.county.code, school=school, table=self.name):
            raise PermissionDenied

    def may(self, act: str, school: str | None = None) -> bool:
        """Tell whether the act is allowed on the table, in some school or in the one given."""
        if school is None and not self.by_school:
            school = ""
        return self.policy.may(act, county=self.county.code, school=school, table=self.name)

    @property
    def model(self) -> type[Record]:
        """Return the model of the table."""
        return MODELS[self.name]

    @property
    def table(self) -> Table:
        """Return the dictionary's table."""
        return load().tables[self.name]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Return the dictionary's fields the registry keeps (all but the county's code), in order."""
        return {name: self.table.fields[name] for name in columns(self.name)}

    @property
    def by_school(self) -> bool:
        """Tell whether records belong to schools."""
        return "school_code" in self.table.fields

    @property
    def of_persons(self) -> bool:
        """Tell whether records are persons."""
        return person_sections(self.name) is not None

    @cached_property
    def sees_rows(self) -> bool:
        """Tell whether records may be seen at all; of persons some see but their number."""
        return not self.of_persons or self.may("registry.persons")

    def all(self) -> QuerySet[Any]:
        """Return the county's records that may be counted."""
        rows = self.model._default_manager.filter(county_id=self.county.code)
        return self.policy.rows("registry.view", rows, table=self.name)

    def rows(self, act: str = "registry.view") -> QuerySet[Any]:
        """Return the county's records the act is allowed on; of persons those alone who may be seen."""
        rows = self.policy.rows(act, self.model._default_manager.filter(county_id=self.county.code), table=self.name)
        return self.policy.rows("registry.persons", rows, table=self.name) if self.of_persons else rows

    def record(self, pk: int, act: str = "registry.view") -> Any:
        """Return one record; raises Http404 for one that may not be seen."""
        found = self.rows(act).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def sight(self, field: str, school: str) -> Sight:
        """Say how a field of a record of the school is shown."""
        key = (field, school)
        if key not in self._sights:
            self._sights[key] = self.policy.sight(self.name, field, county=self.county.code, school=school)
        return self._sights[key]

    @cached_property
    def _sights(self) -> dict[tuple[str, str], Sight]:
        return {}

    @cached_property
    def editable(self) -> bool:
        """Tell whether some records may be changed."""
        return self.may("registry.edit") and self.sees_rows

    @property
    def key(self) -> tuple[str, ...]:
        """Return the key's fields after county and year."""
        return key_fields(self.name)

    @cached_property
    def years(self) -> list[int]:
        """Return the school years there are records of, the latest first."""
        if not self.by_school:
            return sorted(set(self.all().values_list("year", flat=True)), reverse=True)
        # A table of persons is long: its latest year stands at the end of an index, the earlier ones are the schools'.
        schools = set(School.objects.filter(county=self.county).values_list("year", flat=True).distinct())
        latest = self.all().order_by("-year").values_list("year", flat=True)[:1]
        return sorted({*schools, *latest}, reverse=True)

    def schools(self, year: int, act: str = "registry.view") -> dict[str, str]:
        """Return the schools of a year the act is allowed in, code → name (of the first campus)."""
        rows = School.objects.filter(county=self.county, year=year)
        limit = self.policy.schools(act, self.county.code)
        if limit is not None:
            rows = rows.filter(Q(school_code__in=limit))
        found: dict[str, str] = {}
        for code, name in rows.order_by("school_code", "campus").values_list("school_code", "school_name"):
            found.setdefault(code, name or code)
        return found
