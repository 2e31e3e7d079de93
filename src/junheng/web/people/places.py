"""Schools by code and name: all that accounts and permissions know of the registry."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from junheng.web.people.models import County, Grant
from junheng.web.registry.models import School


def schools_of(county: County) -> dict[str, str]:
    """Return the county's schools, code → name, by code; the name of the latest year."""
    rows = School.objects.filter(county=county, campus="").order_by("school_code", "year")
    return {code: name or code for code, name in rows.values_list("school_code", "school_name")}


def counties_with_schools() -> QuerySet[County]:
    """Return the counties whose schools are in the registry."""
    return County.objects.filter(pk__in=School.objects.order_by().values("county_id").distinct())


def name_schools(grants: list[Grant]) -> list[Grant]:
    """Put `school_name` on each grant (the code where the registry has no such school), in one query."""
    wanted = {(grant.county_id, grant.school_code) for grant in grants if grant.school_code}
    names: dict[tuple[str, str], str] = {}
    if wanted:
        where = Q(pk__in=[])
        for county in {county for county, _ in wanted}:
            where |= Q(county_id=county, school_code__in=[code for at, code in wanted if at == county])
        rows = School.objects.filter(where, campus="").order_by("year")
        names = {(at, code): name for at, code, name in rows.values_list("county_id", "school_code", "school_name")}
    for grant in grants:
        grant.school_name = names.get((grant.county_id or "", grant.school_code), "") or grant.school_code  # type: ignore[attr-defined]
    return grants
