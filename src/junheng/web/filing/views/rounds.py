"""The bureau's pages: the rounds, opening one, who is late, reminding, closing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from junheng.dictionary import load
from junheng.web.base.words import say, title
from junheng.web.filing import acts
from junheng.web.filing.models import Filing, Round, RoundState, State
from junheng.web.filing.pages import Group, every_field, pages
from junheng.web.filing.rounds import FILTERS, counted, filtered, tally
from junheng.web.filing.views.common import number, round_of, told
from junheng.web.people.gate import page

FIRST_MONTH = 8
"""From August on a round is for the school year that begins in the calendar year."""


@page("filing.view")
@require_GET
def index(request: Any) -> HttpResponse:
    """List the rounds of the county (for the bureau) and the own schools' filings (for a school)."""
    here = request.county.code if request.county else ""
    whole = request.policy.may("filing.view", county=here, school="")
    rounds = request.policy.rows("filing.view", Round.objects.filter(county_id=here)) if whole else Round.objects.none()
    own = Filing.objects.none()
    if not whole:
        rows = Filing.objects.filter(county_id=here).select_related("round")
        own = request.policy.rows("filing.view", rows).order_by("-round__year", "-round_id", "school_code")
    return render(
        request,
        "filing/index.html",
        {
            "rounds": counted(rounds),
            "own": own,
            "whole": whole,
            "may_manage": request.policy.may("filing.manage", county=here, school=""),
        },
    )


@page("filing.manage")
def new(request: Any) -> HttpResponse:
    """Show the form that opens a round; posted, open it."""
    here = request.county.code if request.county else ""
    if not request.policy.may("filing.manage", county=here, school=""):
        raise PermissionDenied
    today = timezone.localdate()
    year = today.year if today.month >= FIRST_MONTH else today.year - 1
    data = request.POST if request.method == "POST" else None
    asked = number(data, "year") if data else year
    context: dict[str, Any] = {
        "pages": [(each, [(group, _labels(group)) for group in each.group]) for each in pages()],
        "year": asked,
        "years": range(year - 2, year + 3),
        "title": data.get("title", "") if data else say(f"{year} 学年填报", f"Filing for the school year {year}"),
        "due": data.get("due", "") if data else (today + dt.timedelta(days=21)).isoformat(),
        "schools": acts.schools_of(here, asked),
        "chosen_fields": set(data.getlist("field") if data else _every()),
        "chosen_schools": set(data.getlist("school")) if data else None,
        "prefill": data.get("prefill", "yes") == "yes" if data else True,
        "today": today,
    }
    if data is not None:
        try:
            one = acts.open_round(request.actor, request.policy, here, _asking(data, context))
        except acts.NotNow as why:
            messages.error(request, str(why))
            return render(request, "filing/new.html", context, status=409)
        words = say("已开始填报，各校首页可见。", "The round is open; schools see it on their home page.")
        messages.success(request, words)
        return redirect("filing:round", one.pk)
    return render(request, "filing/new.html", context)


def _every() -> list[str]:
    return [f"{table}.{field}" for table, fields in every_field().items() for field in fields]


def _labels(group: Group) -> list[tuple[str, str]]:
    """Return a group's fields as choices: `table.field` and its title."""
    fields = load().tables[group.table].fields
    return [(f"{group.table}.{name}", title(fields[name].title)) for name in group.fields]


def _asking(data: Any, context: dict[str, Any]) -> acts.Asking:
    due, heading = parse_due(data.get("due", "")), " ".join(data.get("title", "").split())
    if due is None or not heading or context["year"] not in context["years"]:
        raise acts.NotNow(
            say("请填写标题、学年和不早于今天的截止日期。", "Give a title, a school year and a last day from today on.")
        )
    fields: dict[str, list[str]] = {}
    for name in data.getlist("field"):
        table, _, field = name.partition(".")
        fields.setdefault(table, []).append(field)
    return acts.Asking(
        title=heading,
        year=context["year"],
        due=due,
        fields=fields,
        schools=frozenset(data.getlist("school")),
        prefill=context["prefill"],
    )


def parse_due(text: str) -> dt.date | None:
    """Return a last day that is not past; None for anything else."""
    try:
        due = parse_date(text)
    except ValueError:
        return None
    return due if due and due >= timezone.localdate() else None


@page("filing.view")
@require_GET
def one_round(request: Any, pk: int) -> HttpResponse:
    """Show a round: counts, then every school with its state."""
    one = round_of(request, pk)
    wanted = request.GET.get("state", "")
    search = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    return render(
        request,
        "filing/round.html",
        {
            "round": one,
            "job": one.job if one.state == RoundState.CLOSING else None,
            "left_out": one.filings.filter(school_code__in=one.left_out).values_list("school_name", flat=True),
            "tally": tally(one.filings.order_by().values_list("state").annotate(Count("pk"))),
            "late": one.filings.exclude(state__in=[State.SIGNED, State.ACCEPTED]).count() if one.overdue else 0,
            "filings": filtered(one, wanted, search),
            "filters": FILTERS,
            "wanted": wanted,
            "search": search,
            "total_pages": len(pages(one.fields)),
            "may_manage": request.policy.covers("filing.manage", one),
            "may_review": request.policy.covers("filing.review", one),
            "today": timezone.localdate(),
        },
    )


@page("filing.review")
@require_POST
@told("filing:round")
def remind(request: Any, pk: int) -> HttpResponse:
    """Remind the schools that were ticked (of those that are not in)."""
    one = round_of(request, pk, "filing.review")
    wanted = [int(text) for text in request.POST.getlist("filing") if text.isascii() and text.isdecimal()]
    count = acts.remind(
        request.actor, request.policy, one, one.filings.filter(pk__in=wanted), request.POST.get("words", "")
    )
    if count:
        messages.success(request, say(f"已提醒 {count} 所学校。", f"{count} schools were reminded."))
    else:
        messages.warning(request, say("没有选中未上报的学校。", "No school that is not in yet was ticked."))
    return redirect("filing:round", one.pk)


@page("filing.manage")
@require_POST
@told("filing:round")
def due(request: Any, pk: int) -> HttpResponse:
    """Move the last day."""
    one = round_of(request, pk, "filing.manage")
    day = parse_due(request.POST.get("due", ""))
    if day is None:
        raise acts.NotNow(say("请填写不早于今天的日期，没有改动。", "Give a day from today on; nothing was changed."))
    acts.set_due(request.actor, request.policy, one, day)
    messages.success(request, say(f"截止日期改为 {day}。", f"The last day is now {day}."))
    return redirect("filing:round", one.pk)


@page("filing.manage")
@told("filing:close")
def close(request: Any, pk: int) -> HttpResponse:
    """Show what closing does and whom it leaves out; posted, close."""
    one = round_of(request, pk, "filing.manage")
    if one.state == RoundState.CLOSED:
        return redirect("filing:round", one.pk)
    if request.method == "POST":
        acts.close(
            request.actor,
            request.policy,
            one,
            confirmed=request.POST.get("title", ""),
            leave_out=request.POST.getlist("leave_out"),
        )
        words = say(
            "正在关闭：写入基础数据并形成快照。", "Closing: the registry is written, then the snapshot is made."
        )
        messages.success(request, words)
        return redirect("filing:round", one.pk)
    left = one.filings.exclude(state=State.ACCEPTED)
    accepted = one.filings.filter(state=State.ACCEPTED).count()
    return render(request, "filing/close.html", {"round": one, "left": left, "accepted": accepted})


@page("filing.manage")
@require_POST
@told("filing:round")
def reopen(request: Any, pk: int) -> HttpResponse:
    """Open a round again whose closing failed before anything was written."""
    one = round_of(request, pk, "filing.manage")
    acts.reopen(request.actor, request.policy, one)
    messages.success(request, say("填报已重新打开。", "The round is open again."))
    return redirect("filing:round", one.pk)
