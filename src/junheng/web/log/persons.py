"""What the installation keeps on persons and who may look: read for the yearly pack, without reading a person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from junheng.dictionary import Title, load
from junheng.web.base.words import say, title
from junheng.web.log.models import Entry
from junheng.web.people.models import Grant, Role, Section
from junheng.web.people.policy import person_sections, rules
from junheng.web.registry.tables import MODELS

SENSITIVITY: Mapping[str, Title] = {
    "personal": Title("个人信息", "personal"),
    "sensitive": Title("敏感个人信息", "sensitive"),
    "minor": Title("未成年人信息", "minors"),
}
ACT = "registry.persons"


def tables(county: str) -> list[dict[str, Any]]:
    """Return the tables that hold persons: their fields with sensitivity, rows by school year. Minors' come first."""
    found = []
    for name, model in MODELS.items():
        known = load().tables[name].fields.values()
        fields = [[each.name, each.sensitivity] for each in known if each.sensitivity in SENSITIVITY]
        if not fields:
            continue
        years = model._default_manager.filter(county_id=county).order_by().values("year").annotate(n=Count("pk"))
        counts = sorted([each["year"], each["n"]] for each in years)
        found.append({"table": name, "fields": fields, "counts": counts})
    return sorted(found, key=lambda each: all(kind != "minor" for _, kind in each["fields"]))


def could_look(county: str) -> list[dict[str, Any]]:
    """Return who may see persons of the county as it is granted today, and in which tables."""
    today = timezone.localdate()
    rows = Grant.objects.filter(Q(until=None) | Q(until__gte=today), county_id=county, user__is_active=True)
    found = []
    for grant in rows.select_related("user").order_by("role", "section", "school_code", "user__username"):
        seen = [name for name in MODELS if (sections := person_sections(name)) is not None and _sees(grant, sections)]
        if seen and rules()[ACT].admits(grant):
            found.append(
                {
                    "user": grant.user.username,
                    "name": grant.user.display_name,
                    "role": grant.role,
                    "section": grant.section,
                    "school": grant.school_code,
                    "until": str(grant.until or ""),
                    "tables": seen,
                }
            )
    return found


def people(county: str) -> list[str]:
    """Return the user names of everybody with a grant in the county."""
    rows = Grant.objects.filter(county_id=county).order_by("user__username")
    return list(rows.values_list("user__username", flat=True).distinct())


def detail(entry: Entry) -> dict[str, Any]:
    """Return an entry's detail; empty when it has none or it cannot be read."""
    try:
        found = json.loads(entry.detail) if entry.detail else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def purpose(purposes: Mapping[str, Sequence[str]], table: str, field: str) -> str:
    """Return why a field is kept: its own purpose, else the table's."""
    words = purposes.get(f"{table}.{field}") or purposes.get(table)
    return say(*words) if words else ""


def table_title(name: str) -> str:
    """Return a table's title in the page's language."""
    return title(load().tables[name].title)


def field_rows(found: Sequence[Mapping[str, Any]], purposes: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield table, field, sensitivity and purpose of every field on persons, in words."""
    for each in found:
        for name, kind in each["fields"]:
            field = title(load().tables[each["table"]].fields[name].title)
            yield [table_title(each["table"]), field, title(SENSITIVITY[kind]), purpose(purposes, each["table"], name)]


def grant_rows(found: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    """Yield who may look, in words."""
    for each in found:
        yield [
            each["user"],
            each["name"],
            str(Role(each["role"]).label),
            str(Section(each["section"]).label) if each["section"] else "",
            each["school"],
            each["until"],
            say("、", ", ").join(table_title(name) for name in each["tables"]),
        ]


def field_columns() -> list[str]:
    """Return the headings of `field_rows`."""
    return [say("表", "table"), say("字段", "field"), say("级别", "sensitivity"), say("用途", "purpose")]


def grant_columns() -> list[str]:
    """Return the headings of `grant_rows`."""
    return [
        say("登录名", "user"), say("姓名", "name"), say("角色", "role"), say("股室", "section"), say("学校", "school"),
        say("到期", "until"), say("可见的表", "tables seen"),
    ]  # fmt: skip


def _sees(grant: Grant, sections: frozenset[str]) -> bool:
    return grant.role != Role.OFFICER or grant.section in sections
