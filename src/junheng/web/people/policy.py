"""The one policy: may this user do this act, here, on this table and field? What is not allowed is refused.

Pages, API and commands ask the same object. `rows` puts the same answer into a database query, so that lists
never hold what a page would refuse. Rules are data (policy.toml); grants are rows (models.Grant).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from junheng.dictionary import Field, Title, load
from junheng.web.people.models import INSTALLATION_ROLES, SCHOOL_ROLES, County, Grant, Role, Section, User

Sight = Literal["clear", "masked", "hidden"]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Rule:
    """One act: the roles that may, officers also by section; `own_section` binds officers to their tables.

    `everyone`: whoever is signed in, on what is the own account's; it never reaches into a county.
    """

    roles: frozenset[str] = frozenset()
    own_section: bool = False
    everyone: bool = False
    words: Title = field(default_factory=lambda: Title("", ""))

    def admits(self, grant: Grant) -> bool:
        """Tell whether the grant's role is named."""
        return grant.role in self.roles or f"{grant.role}:{grant.section}" in self.roles


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """Return every act's rule; raises ValueError for a role, section or word the file should not have."""
    return {act: _rule(act, words) for act, words in _file()["acts"].items()}


def _rule(act: str, words: Mapping[str, Any]) -> Rule:
    roles = frozenset(words.get("roles", ()))
    unknown = (roles - _NAMES) | (words.keys() - {"roles", "own_section", "everyone", "zh", "en"})
    if unknown or bool(roles) == bool(words.get("everyone")):
        raise ValueError(f"policy.toml, {act}: {', '.join(sorted(unknown)) or 'name roles, or everyone'}")
    called = Title(words.get("zh", ""), words.get("en", ""))
    return Rule(roles, words.get("own_section", False), words.get("everyone", False), called)


_NAMES = frozenset(Role.values) | {f"{Role.OFFICER}:{section}" for section in Section.values}


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(files("junheng.web.people").joinpath("policy.toml").read_text("utf-8"))


def tables_of(section: str) -> frozenset[str]:
    """Return the tables a section answers for."""
    return frozenset(_file()["sections"].get(section, ()))


def person_sections(table: str) -> frozenset[str] | None:
    """Return the sections that see the persons of `table`; None for a table without persons."""
    found = _file()["persons"].get(table)
    return None if found is None else frozenset(found)


class Refused(PermissionDenied):
    """The user may not do this; pages answer 403, the API too."""


def demand_of(user: User | None, act: str) -> None:
    """Raise Refused when a person may not do the act anywhere; None is the command line, which may."""
    if user is not None:
        Policy(user).demand(act)


class Policy:
    """What one user may do. Reads the grants once; make one per request (`request.policy`)."""

    def __init__(self, user: User | None) -> None:
        self.user = user

    @property
    def signed_in(self) -> bool:
        """Tell whether there is a person behind it whose account is active."""
        return self.user is not None and self.user.is_authenticated and self.user.is_active

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Return the grants that hold today; none for somebody who is not signed in or not active."""
        if not self.signed_in:
            return ()
        today = timezone.localdate()
        return tuple(Grant.objects.filter(Q(until=None) | Q(until__gte=today), user=self.user).select_related("county"))

    @cached_property
    def roles(self) -> frozenset[str]:
        """Return the roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def may(self, act: str, *, county: str | None = None, school: str | None = None, table: str | None = None) -> bool:
        """Tell whether the act is allowed.

        `county` and `school` say where: None asks “anywhere at all” (for menus). Somebody with schools of their own
        only may in them; for an act on the whole county `school` is ``""``, which no grant of one school covers.
        `table` is the dictionary's name.
        """
        rule = rules().get(act)
        if rule is not None and rule.everyone:
            return self.signed_in and county is None and school is None
        return any(True for _ in self._allowing(act, county, school, table))

    def demand(self, act: str, **where: str | None) -> None:
        """Raise Refused when `may` says no."""
        if not self.may(act, **where):
            raise Refused(act)

    def covers(self, act: str, thing: Any, table: str | None = None) -> bool:
        """Tell whether the act is allowed on an object that carries `county_id` and perhaps `school_code`.

        An object of no county is nobody's: None in it does not mean “anywhere”.
        """
        school = getattr(thing, "school_code", None) or ""
        return self.may(act, county=thing.county_id or "", school=school, table=table)

    def counties(self, act: str) -> QuerySet[County]:
        """Return the counties where the act is allowed in some way."""
        where = Q(pk__in=[])
        for grant in self._allowing(act, None, None, None):
            if grant.role == Role.VIEWER:
                where |= Q(pk__startswith=grant.area)
            elif grant.role not in INSTALLATION_ROLES:
                where |= Q(pk=grant.county_id)
        return County.objects.filter(where)

    def schools(self, act: str, county: str) -> frozenset[str] | None:
        """Return the school codes the act is limited to in the county; None when it is allowed on all of it."""
        found: set[str] = set()
        for grant in self._allowing(act, county, None, None):
            if grant.role not in SCHOOL_ROLES:
                return None
            found.add(grant.school_code)
        return frozenset(found)

    def rows(self, act: str, rows: QuerySet[Row], *, table: str | None = None) -> QuerySet[Row]:
        """Return the rows the act is allowed on: `rows` has `county`, and `school_code` where schools own rows."""
        names = {field.name for field in rows.model._meta.get_fields()}
        by_school = "school_code" in names
        where = Q(pk__in=[])
        for grant in self._allowing(act, None, None, table):
            if grant.role == Role.VIEWER:
                where |= Q(county__code__startswith=grant.area)
            elif grant.role in SCHOOL_ROLES:
                if by_school:
                    where |= Q(county_id=grant.county_id, school_code=grant.school_code)
            elif grant.role not in INSTALLATION_ROLES:
                where |= Q(county_id=grant.county_id)
        return rows.filter(where)

    def sight(self, table: str, field: str, *, county: str, school: str = "") -> Sight:
        """Say how a field of a record is shown: clear, masked (张*) or hidden.

        Figures and facts on schools are clear to whoever may read the record. Fields of persons are clear to
        the sections that answer for them and to the own school's clerk and principal, hidden to all others;
        identity numbers are masked to everybody (the exact search finds them).
        """
        known: Field = load().tables[table].fields[field]
        if known.sensitivity in {"public", "internal"}:
            return "clear"
        if not self.sees_persons(table, county=county, school=school):
            return "hidden"
        return "masked" if field == "identity_number" else "clear"

    def sees_persons(self, table: str, *, county: str, school: str = "") -> bool:
        """Tell whether persons of the table may be seen there (always, for a table without persons)."""
        return person_sections(table) is None or self.may("registry.persons", county=county, school=school, table=table)

    def _allowing(self, act: str, county: str | None, school: str | None, table: str | None) -> Iterable[Grant]:
        rule = rules().get(act)
        if rule is None:
            return
        for grant in self.grants:
            if rule.admits(grant) and _holds(grant, county, school) and _section(rule, act, grant, table):
                yield grant


def _holds(grant: Grant, county: str | None, school: str | None) -> bool:
    if grant.role in INSTALLATION_ROLES:
        return county is None and school is None
    if grant.role == Role.VIEWER:
        return county is None or (bool(grant.area) and county.startswith(grant.area))
    if county is not None and grant.county_id != county:
        return False
    return school is None or grant.role not in SCHOOL_ROLES or grant.school_code == school


def _section(rule: Rule, act: str, grant: Grant, table: str | None) -> bool:
    if table is None or not rule.own_section or grant.role != Role.OFFICER:
        return True
    if act == "registry.persons":
        sections = person_sections(table)
        return sections is None or grant.section in sections
    return table in tables_of(grant.section)
