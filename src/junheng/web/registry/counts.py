"""Persons as numbers: what those see who may read figures but not persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from junheng.web.registry.listing import chosen
from junheng.web.registry.query import Query
from junheng.web.registry.scope import Scope
from junheng.web.registry.values import shown

ACROSS: Mapping[str, str] = {"pupil": "grade", "teacher": "stage"}
"""By what a school's persons are counted, side by side."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Persons by school (down) and by grade or stage (across). `rows`: code, name, counts, sum."""

    across: Sequence[str]
    rows: Sequence[tuple[str, str, Sequence[int], int]]
    sums: Sequence[int]
    total: int


def counts(scope: Scope, query: Query) -> Counts:
    """Return the numbers of the persons a list would hold."""
    schools = scope.schools(query.year) if query.year is not None else {}
    field = scope.fields[ACROSS[scope.name]]
    grouped = chosen(scope, query, schools, counted=True).order_by().values_list("school_code", field.name)
    found: dict[str, dict[object, int]] = defaultdict(dict)
    for code, value, number in grouped.annotate(number=Count("pk")):
        found[code][value] = number
    values = sorted(
        {value for row in found.values() for value in row}, key=lambda value: (value is None, str(value).zfill(3))
    )
    rows = []
    for code in sorted(found):
        each = [found[code].get(value, 0) for value in values]
        rows.append((code, schools.get(code, code), each, sum(each)))
    sums = [sum(row[2][place] for row in rows) for place in range(len(values))]
    return Counts([shown(field, value) for value in values], rows, sums, sum(sums))
