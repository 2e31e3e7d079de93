"""A page of a list, quickly: filtered and sorted in the database, counted once, the page's own rows read at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OrderBy, Q, QuerySet

from junheng.dictionary import Field
from junheng.web.registry.models import School
from junheng.web.registry.query import BLANK, OF_SCHOOL, ORDER, Query, columns_of
from junheng.web.registry.scope import Scope
from junheng.web.registry.search import finding, matching
from junheng.web.registry.values import masked, shown


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed; `note` stands small beneath it (a school's code under its name)."""

    text: str
    figure: bool = False
    blank: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list."""

    pk: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: rows in order, `count` in all, `first` the number of its first row."""

    columns: Sequence[Field]
    rows: Sequence[Row]
    count: int
    page: int
    size: int
    schools: Mapping[str, str]

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(-(-self.count // self.size), 1)

    @property
    def first(self) -> int:
        """Return the number of the page's first row."""
        return (self.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        """Return the number of the page's last row."""
        return self.first + len(self.rows) - 1


def chosen(
    scope: Scope, query: Query, schools: Mapping[str, str], act: str = "registry.view", *, counted: bool = False
) -> QuerySet[Any]:
    """Return the records of a list, not sorted: those the act is allowed on that its filters and search let through.

    `counted` takes those that may be counted although persons are not seen.
    """
    rows = (scope.all() if counted else scope.rows(act)).filter(year=query.year)
    for name, values in query.filters.items():
        if name in scope.fields:
            rows = rows.filter(_among(name, values))
        elif name in OF_SCHOOL:
            some = School.objects.filter(_among(name, values), county=scope.county, year=query.year)
            rows = rows.filter(school_code__in=some.values("school_code"))
    if query.missing:
        rows = rows.filter(**{f"{query.missing}__isnull": True})
    if query.q:
        rows = rows.filter(matching(scope, query.q, schools))
    if query.term:
        rows = rows.filter(finding(scope, query.term, schools))
    return rows


def _among(name: str, values: Sequence[str]) -> Q:
    kept = [{"true": True, "false": False}.get(value, value) for value in values if value != BLANK]
    where = Q(**{f"{name}__in": kept})
    return where | Q(**{f"{name}__isnull": True}) if BLANK in values else where


def order(scope: Scope, query: Query, *, backwards: bool = False) -> list[OrderBy]:
    """Return the order of a list: its own, or the column asked for with blanks at the end; the key makes it a full one.

    The column alone: with the list's own order behind it, half of a long list would take three times as long to sort.
    """
    names = (query.sorted_by, "pk") if query.sorted_by else ORDER.get(scope.name, scope.key) or ("pk",)
    found = []
    for name in names:
        descending = (query.descending and name in {query.sorted_by, "pk"}) != backwards
        nullable = name != "pk" and scope.model._meta.get_field(name).null
        expression = F(name)
        if not nullable:
            found.append(expression.desc() if descending else expression.asc())
        elif backwards:
            found.append(expression.desc(nulls_first=True) if descending else expression.asc(nulls_first=True))
        else:
            found.append(expression.desc(nulls_last=True) if descending else expression.asc(nulls_last=True))
    return found


def listing(scope: Scope, query: Query) -> Listing:
    """Return one page of a list, in a number of queries that does not grow with it."""
    schools = scope.schools(query.year) if scope.by_school and query.year is not None else {}
    rows = chosen(scope, query, schools)
    count = rows.count()
    page = min(query.page, max(-(-count // query.size), 1))
    keys = _keys(scope, query, rows, count, page)
    columns = columns_of(scope, query)
    names = {"pk", *(column.name for column in columns), *({"school_code"} if scope.by_school else ())}
    there = {row["pk"]: row for row in scope.model._default_manager.filter(pk__in=keys).values(*names)}
    found = [Row(pk, [cell(scope, column, there[pk], schools) for column in columns]) for pk in keys if pk in there]
    return Listing(columns, found, count, page, query.size, schools)


def _keys(scope: Scope, query: Query, rows: QuerySet[Any], count: int, page: int) -> list[int]:
    """Return the keys of a page's rows. A page in the second half is counted from the end: half the way to go."""
    start = (page - 1) * query.size
    end = min(start + query.size, count)
    if start <= count // 2:
        return list(rows.order_by(*order(scope, query)).values_list("pk", flat=True)[start:end])
    back = rows.order_by(*order(scope, query, backwards=True)).values_list("pk", flat=True)
    return list(back[count - end : count - start])[::-1]


def cell(scope: Scope, column: Field, row: Mapping[str, Any], schools: Mapping[str, str]) -> Cell:
    """Return a value as this person sees it: clear, masked, or not at all."""
    value = row[column.name]
    match scope.sight(column.name, row.get("school_code") or ""):
        case "hidden":
            return Cell("—", blank=True)
        case "masked":
            value = masked(value) if value else None
    if column.name == "school_code" and scope.name != "school":
        return Cell(schools.get(value, value), note=value)
    figure = column.type in {"integer", "decimal"}
    return Cell(shown(column, value), figure=figure, blank=value is None)
