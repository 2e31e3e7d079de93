"""What the registry holds, and the list of each table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from junheng.dictionary import Field
from junheng.web.base.words import say, title
from junheng.web.log.chain import record as log
from junheng.web.people.gate import page
from junheng.web.registry.bulk import settable
from junheng.web.registry.counts import ACROSS, counts
from junheng.web.registry.listing import listing
from junheng.web.registry.models import School
from junheng.web.registry.overview import overview
from junheng.web.registry.query import BLANK, SIZES, Query, filterable, options, read, sortable, tidy, whole
from junheng.web.registry.saved import seen_by
from junheng.web.registry.scope import Scope
from junheng.web.registry.search import opened, sealed
from junheng.web.registry.tables import MODELS
from junheng.web.registry.values import unit


@page("registry.view")
@require_GET
def index(request: Any) -> HttpResponse:
    """Show which tables there are, how many rows they hold, and what is missing."""
    if not request.county:
        raise PermissionDenied
    scopes = [Scope(request.policy, request.actor, request.county, name) for name in MODELS]
    scopes = [scope for scope in scopes if scope.may("registry.view")]
    years = list(
        School.objects.filter(county=request.county).order_by("-year").values_list("year", flat=True).distinct()
    )
    asked = whole(request.GET.get("year", ""))
    year = asked if asked in years else next(iter(years), None)
    held = overview(scopes, year)
    shown_years = sorted({each for one in held for each in one.rows}, reverse=True)
    lines = [{"held": one, "rows": [(each, one.rows.get(each)) for each in shown_years]} for one in held]
    return render(
        request,
        "registry/index.html",
        {
            "lines": lines,
            "years": years,
            "year": year,
            "shown_years": shown_years,
            "empty": not shown_years,
            "may_import": request.policy.may("registry.import"),
            "may_see_snapshots": request.policy.may("snapshot.view"),
        },
    )


@page("registry.view")
@require_GET
def table(request: Any, table: str) -> HttpResponse:
    """Show a page of a table's list; of persons, to those who do not see them, their number by school."""
    scope = Scope.of(request, table)
    query = read(scope, request.GET)
    context = {
        "scope": scope,
        "query": query,
        "encoded": query.encoded(),
        "without_year": query.encoded(year=None),
        "filters": _filters(scope, query),
        "views": seen_by(scope),
        "may_export": scope.may("registry.export"),
        "may_import": scope.may("registry.import"),
        "may_share": scope.may("registry.share"),
        "find_lost": bool(request.GET.get("find")) and not query.find,
    }
    if not scope.sees_rows:
        return render(request, "registry/counts.html", {**context, **_numbers(scope, query)})
    found = listing(scope, query)
    context |= {
        "listing": found,
        "heads": _heads(scope, query, found.columns),
        "schools": found.schools,
        "sizes": SIZES,
        "columns": [(each, each in found.columns) for each in scope.fields.values()],
        "settable": settable(scope) if scope.editable else [],
        "hidden": _hidden(query),
        "pages": _pages(query, found.page, found.pages),
    }
    return render(request, "registry/table.html", context)


@page("registry.persons")
@require_POST
def find(request: Any, table: str) -> HttpResponse:
    """Take a search for persons and answer with the list it leads to; the address shows nothing of it."""
    scope = Scope.of(request, table, "registry.persons")
    text = tidy(request.POST.get("q", ""))
    query = read(scope, request.POST)
    address = reverse("registry:table", args=[table])
    if not text:
        return redirect(f"{address}?{query.encoded(find=None)}")
    token = sealed(text, scope.actor.name)
    term = opened(token, scope.actor.name)
    if term and term.digest:
        log(scope.actor, "registry.identity_search", table, county=scope.county.code, digest=term.digest)
    return redirect(f"{address}?{query.encoded(find=token)}")


def _numbers(scope: Scope, query: Query) -> dict[str, Any]:
    """Return the table of persons as numbers, printed here: thousands of cells are too many for template filters."""
    found = counts(scope, query)
    rows = [(code, name, [f"{each:,}" for each in numbers], f"{total:,}") for code, name, numbers, total in found.rows]
    return {
        "across": scope.fields[ACROSS[scope.name]],
        "heads": found.across,
        "rows": rows,
        "sums": [f"{each:,}" for each in found.sums],
        "total": f"{found.total:,}",
        "hidden": _hidden(query),
    }


def _filters(scope: Scope, query: Query) -> list[dict[str, Any]]:
    found = []
    for name, each in filterable(scope).items():
        chosen = query.filters.get(name, ())
        choices = [(value, words, value in chosen) for value, words in options(each).items()]
        found.append({"field": each, "choices": choices, "blank": BLANK in chosen, "chosen": bool(chosen)})
    return found


def _heads(scope: Scope, query: Query, columns: Sequence[Field]) -> list[dict[str, Any]]:
    """Return each column's head: its field, unit, whether it holds figures, and how to sort by it."""
    able, names_school = sortable(scope), scope.name != "school"
    heads = []
    for each in columns:
        here = query.sorted_by == each.name
        instead = f"-{each.name}" if here and not query.descending else each.name
        heads.append({
            "field": each,
            "title": say("学校", "school") if names_school and each.name == "school_code" else title(each.title),
            "unit": unit(each),
            "figure": each.type in {"integer", "decimal"},
            "link": query.encoded(sort=instead) if each.name in able else "",
            "sorted": ("descending" if query.descending else "ascending") if here else "",
        })  # fmt: skip
    return heads


def _hidden(query: Query) -> list[tuple[str, str]]:
    """Return the query as hidden fields of a form."""
    return list(query.pairs())


def _pages(query: Query, page: int, pages: int) -> dict[str, Any]:
    """Return where the paging leads."""
    return {
        "first": query.encoded() if page > 1 else "",
        "previous": query.encoded(page=page - 1) if page > 1 else "",
        "next": query.encoded(page=page + 1) if page < pages else "",
        "last": query.encoded(page=pages) if page < pages else "",
    }
