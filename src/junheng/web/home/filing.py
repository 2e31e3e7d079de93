"""What filing needs of people: of the clerk to fill in, of the principal to sign, of the bureau to review."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from junheng.web.base.words import say
from junheng.web.filing.models import IN, WITH_CLERK, Filing, Round, RoundState, State
from junheng.web.filing.pages import pages
from junheng.web.filing.rounds import counted
from junheng.web.home.need import Need, until

NEAR = 5
"""Days before the last day from which a round's missing schools are urgent."""


def of_schools(request: Any) -> list[Need]:
    """Return the filings of the own schools that wait for the clerk or the principal: two queries."""
    found = []
    if request.policy.may("filing.fill"):
        found += [_to_fill(one) for one in _open(request, "filing.fill").filter(state__in=WITH_CLERK)]
    if request.policy.may("filing.sign"):
        found += [_to_sign(one) for one in _open(request, "filing.sign").exclude(state__in=IN)]
    return found


def _open(request: Any, act: str) -> Any:
    rows = Filing.objects.select_related("round").filter(round__state=RoundState.OPEN)
    return request.policy.rows(act, rows).annotate(reminded=Max("reminders__at")).order_by("round__due", "school_code")


def _to_fill(one: Any) -> Need:
    all_pages = len(pages(one.round.fields))
    details = [
        say(f"已核 {len(one.pages_done)} / {all_pages} 页", f"{len(one.pages_done)} of {all_pages} pages done"),
        say(f"已填 {one.filled} / {one.wanted} 项", f"{one.filled} of {one.wanted} figures"),
        until(one.round.due),
        *_reminded(one),
    ]
    words = f"{one.round.title} · {one.school_name}"
    if one.state == State.RETURNED:
        words = say(f"已退回修改：{words}", f"Returned to you: {words}")
    if one.remark:
        details.append(say(f"{one.remark_by}：{one.remark}", f"{one.remark_by}: {one.remark}"))
    return Need(words, reverse("filing:filing", args=[one.pk]), details, _weight(one))


def _to_sign(one: Any) -> Need:
    words = f"{one.round.title} · {one.school_name}"
    details = [until(one.round.due), *_reminded(one)]
    if one.state == State.FILLED:
        words = say(f"请签字：{words}", f"To sign: {words}")
        return Need(words, reverse("filing:reading", args=[one.pk]), details, "urgent")
    weight = "urgent" if one.round.overdue else "note"
    return Need(words, reverse("filing:filing", args=[one.pk]), [one.get_state_display(), *details], weight)


def _reminded(one: Any) -> list[str]:
    if one.reminded is None:
        return []
    day = timezone.localtime(one.reminded).strftime("%m-%d")
    return [say(f"县局 {day} 提醒", f"the bureau reminded you on {day}")]


def _weight(one: Any) -> Any:
    return "urgent" if one.state == State.RETURNED or one.reminded or one.round.overdue else "todo"


def of_county(request: Any) -> list[Need]:
    """Return the open rounds as the bureau has to see them: to review, to remind, to close; one query."""
    if not request.county or not request.policy.may("filing.view", county=request.county.code, school=""):
        return []
    may_review = request.policy.may("filing.review", county=request.county.code, school="")
    rounds = counted(Round.objects.filter(county=request.county).exclude(state=RoundState.CLOSED))
    return [need for one in rounds for need in _round(one, may_review=may_review)]


def _round(one: Any, *, may_review: bool) -> list[Need]:
    url = reverse("filing:round", args=[one.pk])
    missing = one.all - one.in_hand
    words = say(f"{one.title}：已上报 {one.in_hand} / {one.all}", f"{one.title}: {one.in_hand} of {one.all} in")
    details = [until(one.due) if one.state == RoundState.OPEN else str(one.get_state_display())]
    details += [
        say(f"已接受 {one.accepted}", f"{one.accepted} accepted"),
        say(f"已退回 {one.returned}", f"{one.returned} returned"),
    ]
    close = one.state == RoundState.OPEN and (one.due - timezone.localdate()).days <= NEAR
    if not may_review:
        return [Need(words, url, details, "note")]
    found = [
        Need(words, f"{url}?state=missing" if missing else url, details, "urgent" if close and missing else "note")
    ]
    if one.signed and one.state == RoundState.OPEN:
        review = say(f"待审核 {one.signed} 所", f"{one.signed} schools to review")
        found.insert(0, Need(review, f"{url}?state=signed", [one.title]))
    return found
