"""A round as the bureau sees it: who is in, who is late."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from junheng.web.base.words import bi
from junheng.web.filing.models import IN, FiledValue, Filing, Reminder, Round, State

COUNTS = {
    "all": Count("filings"),
    "in_hand": Count("filings", filter=Q(filings__state__in=IN)),
    "accepted": Count("filings", filter=Q(filings__state=State.ACCEPTED)),
    "signed": Count("filings", filter=Q(filings__state=State.SIGNED)),
    "returned": Count("filings", filter=Q(filings__state=State.RETURNED)),
    "waiting": Count("filings", filter=Q(filings__state__in=[State.OPEN, State.FILLED])),
}
"""Counts of a round's filings, as annotations."""

FILTERS = (
    ("", bi("全部", "All")),
    ("missing", bi("未上报", "Not in")),
    ("late", bi("逾期", "Late")),
    ("signed", bi("待审核", "To review")),
    ("returned", bi("已退回", "Returned")),
    ("accepted", bi("已接受", "Accepted")),
)


def counted(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Return the rounds with the counts of their filings."""
    return rounds.annotate(**COUNTS)


def filtered(one: Round, wanted: str, search: str = "") -> QuerySet[Filing]:
    """Return the round's filings a filter leaves, by school."""
    rows = one.filings.select_related("round").annotate(
        reminded=Subquery(
            Reminder.objects.filter(filing=OuterRef("pk"))
            .order_by()
            .values("filing")
            .annotate(n=Count("pk"))
            .values("n")
        ),
        remarks=Subquery(
            FiledValue.objects.filter(filing=OuterRef("pk"))
            .exclude(remark="")
            .order_by()
            .values("filing")
            .annotate(n=Count("pk"))
            .values("n")
        ),
    )
    if search:
        rows = rows.filter(Q(school_name__icontains=search) | Q(school_code__startswith=search))
    missing = ~Q(state__in=IN)
    match wanted:
        case "missing":
            return rows.filter(missing)
        case "late":
            return rows.filter(Q(late=True) | missing) if one.overdue else rows.filter(late=True)
        case "signed" | "returned" | "accepted":
            return rows.filter(state=wanted)
        case _:
            return rows


def tally(filings: Iterable[Any]) -> dict[str, int]:
    """Return how many filings are in each state, and `all` and `in_hand`."""
    found = {"all": 0, "in_hand": 0, **{state.value: 0 for state in State}}
    for state, count in filings:
        found[state] += count
        found["all"] += count
        found["in_hand"] += count if state in IN else 0
    return found
