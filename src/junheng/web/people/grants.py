"""Pages of permissions, for the security administrator: who holds what, giving, taking, requests, the policy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from junheng.dictionary import load
from junheng.web.base.words import say, title
from junheng.web.people import acts, granting
from junheng.web.people.accounts import listed, people
from junheng.web.people.forms import GrantForm, PlaceForm
from junheng.web.people.gate import page
from junheng.web.people.models import Grant, GrantRequest, Role, Section, User
from junheng.web.people.places import name_schools
from junheng.web.people.policy import person_sections, rules, tables_of


@page("people.grant")
@require_GET
def index(request: Any) -> HttpResponse:
    """List the persons and their grants."""
    given = listed(request)
    name_schools([grant for person in given["page"] for grant in person.held])
    context = {**given, "today": timezone.localdate(), "waiting": _waiting().count()}
    return render(request, "people/grants.html", context)


@page("people.grant")
@require_http_methods(["GET", "POST"])
def grants_of(request: Any, pk: int) -> HttpResponse:
    """Show one person's grants; a role and county chosen (in the address) ask for the rest, a POST gives the grant."""
    person = get_object_or_404(people(), pk=pk)
    place = PlaceForm(request.GET if "role" in request.GET else None)
    form = None
    if place.is_bound and place.is_valid():
        form = GrantForm(place.cleaned_data["role"], place.cleaned_data["county"], request.POST or None)
        if request.method == "POST" and form.is_valid() and _given(request, person, place, form):
            return redirect("people:grants_of", pk)
    name_schools(person.held)
    wrong = request.method == "POST" or bool(place.errors)
    context = {
        "person": person,
        "place": place,
        "form": form,
        "today": timezone.localdate(),
        "oneself": person == request.user,
    }
    return render(request, "people/grants_of.html", context, status=400 if wrong else 200)


def _given(request: Any, person: User, place: PlaceForm, form: GrantForm) -> bool:
    """Give the grant; put what is against it on the form."""
    try:
        acts.grant(
            request.actor, person, place.cleaned_data["role"], county=place.cleaned_data["county"], **form.cleaned_data
        )  # fmt: skip
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return False
    messages.success(request, say("已授权，该人需要重新登录。", "Granted; the person has to sign in again."))
    return True


@page("people.grant")
@require_POST
def revoke(request: Any, pk: int) -> HttpResponse:
    """Take a grant away."""
    grant = get_object_or_404(Grant.objects.select_related("user"), pk=pk)
    try:
        acts.revoke(request.actor, grant)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, say("已收回，该人需要重新登录。", "Taken away; the person has to sign in again."))
    return redirect("people:grants_of", grant.user_id)


@page("people.grant")
@require_POST
def remove_second_factor(request: Any, pk: int) -> HttpResponse:
    """Take away a second factor that is lost."""
    person = get_object_or_404(User, pk=pk)
    try:
        acts.remove_second_factor(request.actor, person)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, say("已取消该人的两步验证，请其重新设置。", "Removed; the person sets it up again."))
    return redirect("people:grants_of", pk)


@page("people.grant")
@require_GET
def requests(request: Any) -> HttpResponse:
    """List the grants asked for."""
    return render(request, "people/requests.html", {"requests": name_schools(list(_waiting()))})  # type: ignore[arg-type]


@page("people.grant")
@require_POST
def settle(request: Any) -> HttpResponse:
    """Decide the requests ticked, all of them or none."""
    ticked = [int(pk) for pk in request.POST.getlist("request") if pk.isdecimal()]
    chosen = list(_waiting().filter(pk__in=ticked))
    decision = request.POST.get("decision")
    if decision not in {"approve", "refuse"}:
        raise Http404
    done, faults = 0, []
    for each in chosen:
        try:
            granting.settle(request.actor, each, approve=decision == "approve")
            done += 1
        except ValidationError as error:
            faults.append(f"{each.user.username}: {' '.join(error.messages)}")
    if done:
        messages.success(request, say(f"已处理 {done} 条申请。", f"{done} requests decided."))
    for fault in faults:
        messages.error(request, fault)
    if not chosen:
        messages.warning(request, say("请先勾选申请。", "Tick the requests first."))
    return redirect("people:requests")


def _waiting() -> Any:
    return GrantRequest.objects.select_related("user", "county", "asked_by")


@page("people.policy")
@require_GET
def policy(request: Any) -> HttpResponse:
    """Show the policy as it stands: acts by roles, tables by sections."""
    lines = [
        {
            "act": act,
            "words": title(rule.words) or act,
            "own_section": rule.own_section,
            "cells": [_cell(rule, role) for role in Role.values],
        }
        for act, rule in rules().items()
    ]
    sections = [
        {"name": words, "tables": _titles(tables_of(section)), "persons": _titles(_persons(section))}
        for section, words in Section.choices
    ]
    return render(request, "people/policy.html", {"roles": Role.choices, "lines": lines, "sections": sections})


def _cell(rule: Any, role: str) -> str:
    """Return how a role may: `yes`, blank, or the names of the sections whose officers may."""
    if rule.everyone or role in rule.roles:
        return "yes"
    sections = [Section(name.partition(":")[2]) for name in sorted(rule.roles) if name.startswith(f"{role}:")]
    return " · ".join(str(section.label) for section in sections)


def _persons(section: str) -> list[str]:
    return [table for table in tables_of(section) if section in (person_sections(table) or ())]


def _titles(names: Iterable[str]) -> list[str]:
    """Return tables of the dictionary by title, in the dictionary's order."""
    wanted = frozenset(names)
    return [title(table.title) for name, table in load().tables.items() if name in wanted]
