"""A list as its address says it: year, filters, search, sort, columns, page. What cannot be read is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from junheng.dictionary import Field
from junheng.web.registry.scope import Scope
from junheng.web.registry.search import Term, opened
from junheng.web.registry.values import LARGEST, choices

SIZES = (50, 100, 200)
BLANK = "blank"
"""The choice of a filter that stands for records where the field is blank."""

OF_SCHOOL = ("kind", "locale")
"""Fields of the school by which its classes, rooms, persons … may be filtered too."""

SHOWN: Mapping[str, tuple[str, ...]] = {
    "school": (
        "school_name", "campus", "school_code", "kind", "locale", "township", "teaching_area", "sports_ground_area",
        "equipment_value", "multimedia_rooms", "books", "computers",
    ),
    "part": (
        "school_code", "campus", "stage", "pupils", "classes", "staff", "full_time_teachers", "teachers_above_degree",
        "backbone_teachers", "pe_teachers", "music_teachers", "art_teachers",
    ),
    "pupil": (
        "pupil_name", "pupil_id", "school_code", "stage", "grade", "class_no", "pupil_sex", "birth_date", "boarder",
        "left_behind",
    ),
    "teacher": (
        "teacher_name", "teacher_id", "school_code", "stage", "full_time", "degree", "professional_title",
        "backbone_level", "subject", "training_hours",
    ),
    "county": (
        "county_name", "population", "rural_population", "special_funding_per_pupil", "teacher_pay_average",
        "civil_servant_pay_average", "rotated_teachers",
    ),
}  # fmt: skip
"""The columns a list begins with, where a table has too many for one look."""

ORDER: Mapping[str, tuple[str, ...]] = {
    "pupil": ("school_code", "grade", "class_no", "pupil_id"),
    "teacher": ("school_code", "teacher_id"),
}
"""The order a list begins with, where it is not the key's."""


@dataclass(frozen=True)
class Query:
    """One list. `filters` maps fields to what was chosen; `term` is a search for persons, kept out of the address."""

    year: int | None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    q: str = ""
    term: Term | None = None
    find: str = ""
    missing: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    size: int = SIZES[0]
    page: int = 1

    @property
    def descending(self) -> bool:
        """Tell whether the list runs from the largest to the smallest."""
        return self.sort.startswith("-")

    @property
    def sorted_by(self) -> str:
        """Return the field the list is sorted by; "" for its own order."""
        return self.sort.removeprefix("-")

    def pairs(self, *, saved: bool = False) -> Iterator[tuple[str, str]]:
        """Yield the address's parameters without the page; a saved view keeps neither year nor persons searched."""
        if self.year is not None and not saved:
            yield "year", str(self.year)
        for name, values in self.filters.items():
            for value in values:
                yield name, value
        for name in ("q", "missing", "sort"):
            if getattr(self, name):
                yield name, getattr(self, name)
        if self.find and not saved:
            yield "find", self.find
        for name in self.columns:
            yield "column", name
        if self.size != SIZES[0]:
            yield "size", str(self.size)

    def encoded(self, *, saved: bool = False, **instead: Any) -> str:
        """Return the query string, with some parameters changed (None leaves one out)."""
        pairs = [(name, value) for name, value in self.pairs(saved=saved) if name not in instead]
        return urlencode([*pairs, *((name, value) for name, value in instead.items() if value is not None)])

    def without(self, name: str) -> Query:
        """Return the query without one filter."""
        return replace(self, filters={key: values for key, values in self.filters.items() if key != name})


def read(scope: Scope, given: QueryDict) -> Query:
    """Return the list an address asks for; what it names that is not there is left out."""
    years = scope.years
    asked = whole(given.get("year", ""))
    year = asked if asked in years else (years[0] if years else None)
    sort = given.get("sort", "")
    if sort.removeprefix("-") not in sortable(scope):
        sort = ""
    size = whole(given.get("size", ""))
    missing = given.get("missing", "")
    if missing not in scope.fields or not _open(scope, scope.fields[missing]):
        missing = ""
    q = "" if scope.of_persons else tidy(given.get("q", ""))
    term = opened(given.get("find", ""), scope.actor.name) if scope.of_persons and scope.sees_rows else None
    return Query(
        year=year,
        filters=_filters(scope, given),
        q=q,
        term=term,
        find=given.get("find", "") if term else "",
        missing=missing,
        sort=sort,
        columns=tuple(dict.fromkeys(name for name in given.getlist("column") if name in scope.fields)),
        size=size if size in SIZES else SIZES[0],
        page=max(whole(given.get("page", "")) or 1, 1),
    )


def tidy(text: str) -> str:
    """Return a search text without what no database takes, at most 100 characters."""
    return text.replace("\x00", "").strip()[:100]


def columns_of(scope: Scope, query: Query) -> tuple[Field, ...]:
    """Return the columns to show: those chosen, else those the list begins with."""
    names = query.columns or SHOWN.get(scope.name) or tuple(name for name in scope.fields if name != "year")
    return tuple(scope.fields[name] for name in names)


def sortable(scope: Scope) -> set[str]:
    """Return the fields a list can be sorted by: all but the encrypted one."""
    return {name for name in scope.fields if name != "identity_number"}


def filterable(scope: Scope) -> dict[str, Field]:
    """Return the fields a list is filtered by: codes, yes and no, grades, and those of its school."""
    own = {
        name: each
        for name, each in scope.fields.items()
        if (each.type in {"code", "boolean"} or name == "grade") and _open(scope, each)
    }
    if scope.by_school and scope.name != "school":
        fields = Scope(scope.policy, scope.actor, scope.county, "school").fields
        own |= {name: fields[name] for name in OF_SCHOOL if name not in scope.fields}
    return own


def options(each: Field) -> dict[str, str]:
    """Return what may be chosen in a field's filter."""
    if each.name == "grade":
        return {str(grade): str(grade) for grade in range(int(each.min or 1), int(each.max or 12) + 1)}
    return dict(choices(each))


def _open(scope: Scope, each: Field) -> bool:
    """Tell whether a list may be narrowed by the field: a count by a person's field would tell of the person."""
    return each.sensitivity in {"public", "internal"} or scope.sees_rows


def _filters(scope: Scope, given: QueryDict) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, each in filterable(scope).items():
        known = options(each)
        values = tuple(dict.fromkeys(value for value in given.getlist(name) if value in known or value == BLANK))
        if values:
            found[name] = values
    codes = tuple(code for code in given.getlist("school_code") if code.isdigit() and len(code) <= 10)
    if codes and scope.by_school and scope.name != "school":
        found["school_code"] = codes[:50]
    return found


def whole(text: str) -> int | None:
    """Return a whole number an address gives; None for anything else."""
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        return None
    return number if (number := int(text)) < LARGEST else None
