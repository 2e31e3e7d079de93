"""The principal's and the bureau's pages: read and sign, review, return, accept."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from junheng.web.base.words import say
from junheng.web.filing import acts
from junheng.web.filing.cells import Notes, where
from junheng.web.filing.models import Filing, State
from junheng.web.filing.notes import by_place, notes
from junheng.web.filing.pages import pages
from junheng.web.filing.sheet import read
from junheng.web.filing.things import filing_thing
from junheng.web.filing.views.common import filing_of, keep_words, number, told
from junheng.web.log.chain import record as log
from junheng.web.people.gate import page


def _whole(one: Filing) -> dict[str, Any]:
    """Return the whole filing for reading: odd figures first, then every page."""
    sheet = read(one)
    found = notes(sheet)
    made = Notes(sheet, by_place(found))
    asked = pages(one.round.fields)
    doubtful = []
    for place in by_place(found):
        record = next((each for each in sheet.records if (each.table, each.key) == place[:2]), None)
        cell = made.cell(record, place[2]) if record else None
        doubtful.append({"where": where(place, sheet), "cell": cell, "notes": made.found[place]})
    return {
        "filing": one,
        "pages": [(each, made.parts(each)) for each in asked],
        "doubtful": doubtful,
        "hindering": sum(note.hinders for note in found),
        "editing": False,
    }


@page("filing.sign")
@require_GET
def reading(request: Any, pk: int) -> HttpResponse:
    """Show the principal the whole filing and, at its end, the declaration to sign."""
    one = filing_of(request, pk, "filing.sign")
    return render(request, "filing/sign.html", _whole(one))


@page("filing.sign")
@require_POST
@told("filing:reading")
def sign(request: Any, pk: int) -> HttpResponse:
    """Sign: the password is asked again, a few times a minute at most."""
    one = filing_of(request, pk, "filing.sign")
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise acts.NotNow(say("密码输错次数过多，请一分钟后再试。", "Too many wrong passwords; try again in a minute."))
    if request.POST.get("declared") != "yes":
        raise acts.NotNow(say("请先勾选声明再签字。", "Tick the declaration before signing."))
    if not request.user.check_password(request.POST.get("password", "")):
        log(request.actor, "filing.sign_refused", filing_thing(one), county=one.county_id)
        raise acts.NotNow(say("密码不对，没有签字。", "The password is wrong; it was not signed."))
    acts.sign(request.actor, request.policy, one, number(request.POST, "version"))
    messages.success(request, say("已签字上报，内容已锁定。", "Signed and sent to the bureau; its content is frozen."))
    return redirect("filing:filing", one.pk)


@page("filing.sign")
@require_POST
@told("filing:reading")
def send_back(request: Any, pk: int) -> HttpResponse:
    """Give the filing back to the clerk."""
    one = filing_of(request, pk, "filing.sign")
    acts.send_back(request.actor, request.policy, one, request.POST.get("words", ""))
    messages.success(request, say("已退给填报员修改。", "Given back to the clerk."))
    return redirect("filing:filing", one.pk)


@page("filing.review")
@require_GET
def review(request: Any, pk: int) -> HttpResponse:
    """Show the bureau the whole filing field by field, beside last year's, with room for remarks."""
    one = filing_of(request, pk, "filing.review")
    in_hand = one.state in {State.SIGNED, State.ACCEPTED} and one.round.state == "open"
    return render(request, "filing/review.html", {**_whole(one), "remarking": in_hand})


@page("filing.review")
@require_POST
@told("filing:review")
def remark(request: Any, pk: int) -> HttpResponse:
    """Keep a remark on one figure."""
    one = filing_of(request, pk, "filing.review")
    answer = keep_words(request, one, acts.remark, "r-")
    if answer is None:
        messages.success(request, say("意见已保存，退回后学校可见。", "Kept; the school sees it once returned."))
        answer = redirect("filing:review", one.pk)
    return answer


@page("filing.review")
@require_POST
@told("filing:review")
def decide(request: Any, pk: int) -> HttpResponse:
    """Accept the whole filing as it was shown, or return it with the remarks."""
    one = filing_of(request, pk, "filing.review")
    version = number(request.POST, "version")
    if request.POST.get("decision") == "accept":
        acts.accept(request.actor, request.policy, one, version)
        messages.success(request, say(f"已接受{one.school_name}的填报。", f"Accepted what {one.school_name} filed."))
    else:
        acts.give_back(request.actor, request.policy, one, version, request.POST.get("words", ""))
        messages.success(request, say(f"已退回{one.school_name}修改。", f"Returned to {one.school_name}."))
    return redirect("filing:round", one.round_id)
