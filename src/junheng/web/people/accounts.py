"""Pages of accounts, for the system administrator: who there is, opening, resetting, closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from junheng.web.base.words import bi, say
from junheng.web.people import acts, roster
from junheng.web.people.forms import AccountForm, RosterForm
from junheng.web.people.gate import page
from junheng.web.people.models import County, Grant, Lockout, Role, User

PER_PAGE = 50
STATES: dict[str, tuple[Any, Q]] = {
    "active": (bi("启用", "active"), Q(is_active=True)),
    "inactive": (bi("停用", "closed"), Q(is_active=False)),
    "locked": (bi("已锁定", "locked"), Q(is_locked=True)),
    "one_time": (bi("未改一次性密码", "one-time password not replaced"), Q(must_change_password=True)),
    "no_second_factor": (bi("未启用两步验证", "no second factor"), Q(has_second_factor=False, is_active=True)),
    "no_grants": (bi("没有权限", "no grants"), Q(grants=None)),
}
"""Filters of the list: words and condition."""


def people() -> QuerySet[User]:
    """Return all persons with `is_locked`, `has_second_factor` and their grants, in a constant number of queries."""
    return User.objects.annotate(
        is_locked=Exists(Lockout.objects.filter(user=OuterRef("pk"), until__gt=timezone.now())),
        has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)),
    ).prefetch_related(Prefetch("grants", Grant.objects.select_related("county").order_by("pk"), "held"))


def found(request: Any) -> tuple[QuerySet[User], dict[str, str]]:
    """Return the persons the address asks for (`q`, `state`, `role`) and what it asks."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "role")}
    rows = people()
    if asked["q"]:
        rows = rows.filter(Q(username__icontains=asked["q"]) | Q(display_name__icontains=asked["q"]))
    if asked["state"] in STATES:
        rows = rows.filter(STATES[asked["state"]][1])
    if asked["role"] in Role.values:
        rows = rows.filter(Exists(Grant.objects.filter(user=OuterRef("pk"), role=asked["role"])))
    return rows.order_by("username"), asked


def listed(request: Any) -> dict[str, Any]:
    """Return what a list of persons needs: `page`, `query`, `asked`, `states`, `roles`."""
    rows, asked = found(request)
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "asked": asked,
        "states": [(name, words) for name, (words, _) in STATES.items()],
        "roles": Role.choices,
    }


@page("people.manage")
@require_GET
def index(request: Any) -> HttpResponse:
    """List the accounts."""
    return render(request, "people/index.html", listed(request))


@page("people.manage")
@require_http_methods(["GET", "POST"])
def open_account(request: Any) -> HttpResponse:
    """Open an account; its one-time password is on the answer and nowhere else."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, password = acts.open_account(request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return hand_over(request, [(user, password)])
    return render(request, "people/open.html", {"form": form}, status=400 if form.errors else 200)


def hand_over(request: Any, opened: list[tuple[User, str]]) -> HttpResponse:
    """Show one-time passwords, once."""
    return render(request, "people/handed_over.html", {"opened": opened, "days": acts.ONE_TIME_DAYS})


@page("people.manage")
@require_GET
def account(request: Any, pk: int) -> HttpResponse:
    """Show an account and what can be done with it."""
    return render(request, "people/account.html", {"person": get_object_or_404(people(), pk=pk)})


@page("people.manage")
@require_POST
def reset_password(request: Any, pk: int) -> HttpResponse:
    """Replace a forgotten password by a one-time one, shown once."""
    person = get_object_or_404(User, pk=pk)
    try:
        password = acts.reset_password(request.actor, person)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("people:account", pk)
    return hand_over(request, [(person, password)])


@page("people.manage")
@require_POST
def deactivate(request: Any, pk: int) -> HttpResponse:
    """Close an account."""
    words = say("账号已停用，该人的登录已全部结束。", "The account is closed; its sessions have ended.")
    return _done(request, pk, acts.deactivate, words)


@page("people.manage")
@require_POST
def activate(request: Any, pk: int) -> HttpResponse:
    """Open a closed account again."""
    return _done(request, pk, acts.activate, say("账号已启用。", "The account is open again."))


@page("people.unlock")
@require_POST
def unlock(request: Any, pk: int) -> HttpResponse:
    """Lift a lock-out."""
    return _done(request, pk, acts.unlock, say("已解除锁定。", "The lock-out is lifted."))


def _done(request: Any, pk: int, act: Callable[[Any, User], None], words: str) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    try:
        act(request.actor, person)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, words)
    manages = request.policy.may("people.manage")
    return redirect("people:account" if manages else "people:grants_of", pk)


@page("people.manage")
@require_http_methods(["GET", "POST"])
def look_at_roster(request: Any) -> HttpResponse:
    """Take a file of clerks and show line by line what would be opened; nothing is opened yet."""
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/roster.html", {"form": form}, status=400 if form.errors else 200)
    county = form.cleaned_data["county"]
    try:
        lines = roster.look(roster.read(form.cleaned_data["file"]), county)
    except ValidationError as error:
        form.add_error("file", error)
        return render(request, "people/roster.html", {"form": form}, status=400)
    kept = signing.dumps({"county": county.code, "lines": roster.kept(lines)}, salt=_salt(request), compress=True)
    sound = sum(not line.fault for line in lines)
    context = {"county": county, "lines": lines, "kept": kept, "sound": sound, "faulty": len(lines) - sound}
    return render(request, "people/roster_look.html", context)


@page("people.manage")
@require_POST
def open_roster(request: Any) -> HttpResponse:
    """Open the accounts looked at; what changed meanwhile is looked at again and left out."""
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=_salt(request), max_age=1800)
    except signing.BadSignature:
        words = say("名单已过期，没有开户。请重新上传。", "The list is out of date; nothing was opened.")
        messages.error(request, words)
        return redirect("people:roster")
    county = get_object_or_404(County, pk=kept["county"])
    try:
        opened = roster.open_all(request.actor, county, roster.look(kept["lines"], county))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("people:roster")
    if not opened:
        messages.warning(request, say("没有可开的账号。", "There was no account to open."))
        return redirect("people:roster")
    return hand_over(request, opened)


def _salt(request: Any) -> str:
    """Return the salt of a list looked at: one person's list is not another's."""
    return f"people.roster:{request.user.pk}"
