"""What the pages share: finding a filing or round the person may see, and reading what was typed into a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from junheng.dictionary import load
from junheng.web.filing import values
from junheng.web.filing.acts import NotNow, Typed
from junheng.web.filing.cells import Trouble
from junheng.web.filing.models import FiledValue, Filing, Round
from junheng.web.people.policy import Refused

View = Callable[..., HttpResponse]
CELL, SEEN = "v-", "s-"
"""How a figure and the value seen are named in a form, each before the FiledValue's pk."""


def filing_of(request: Any, pk: int, act: str = "filing.view") -> Filing:
    """Return a filing the person may see (else 404) and do `act` on (else 403)."""
    rows = Filing.objects.select_related("round", "county")
    filing = get_object_or_404(request.policy.rows("filing.view", rows), pk=pk)
    if act != "filing.view" and not request.policy.covers(act, filing):
        raise PermissionDenied
    return filing


def round_of(request: Any, pk: int, act: str = "filing.view") -> Round:
    """Return a round of a county the person sees as a whole (else 404) and may do `act` on (else 403)."""
    rows = Round.objects.select_related("county", "snapshot", "job", "batch")
    one = get_object_or_404(request.policy.rows("filing.view", rows), pk=pk)
    if act != "filing.view" and not request.policy.covers(act, one):
        raise PermissionDenied
    return one


def told(back: str) -> Callable[[View], View]:
    """Mark a view that changes state: what cannot be done now comes back as a message on the page `back`.

    `back` is the name of an address that takes the same pk.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, pk, *args, **kwargs)
            except NotNow as why:
                messages.error(request, str(why))
                return redirect(reverse(back, args=[pk]))
            except Refused as refused:
                raise PermissionDenied from refused

        return guarded

    return mark


@dataclass(slots=True)
class Form:
    """What was typed into the cells of a form: values that can be read, and troubles by cell for those that cannot."""

    typed: list[Typed] = field(default_factory=list)
    troubles: dict[int, Trouble] = field(default_factory=dict)
    there: dict[int, FiledValue] = field(default_factory=dict)


def read_form(filing: Filing, data: Mapping[str, str]) -> Form:
    """Read the cells of a posted form. A cell that is none of the filing's is read by nobody: `save` refuses it."""
    named = {pk: key for key in data if key.startswith(CELL) and (pk := _number(key.removeprefix(CELL))) is not None}
    form = Form()
    form.there = {one.pk: one for one in FiledValue.objects.filter(filing=filing, pk__in=named)}
    for pk, key in named.items():
        one, text = form.there.get(pk), data[key]
        seen = data.get(f"{SEEN}{pk}", "") or None
        if one is None:
            form.typed.append(Typed(pk, text, seen))
            continue
        try:
            value = values.read(one.table, load().tables[one.table].fields[one.field], text)
        except values.Misread as why:
            form.troubles[pk] = Trouble(str(why), text)
        else:
            form.typed.append(Typed(pk, value, seen))
    return form


def keep_words(request: Any, one: Filing, act: Callable[..., FiledValue], prefix: str) -> HttpResponse | None:
    """Keep what was typed at a figure (`prefix` and its pk name the form's field) by `act`, explain or remark.

    A page that saves as one goes is answered here; None where the whole page was posted, which goes on by itself.
    Raises Http404 for a cell that is none of the filing's, and NotNow where there is a page to say so on.
    """
    cell = number(request.POST, "cell")
    if not FiledValue.objects.filter(filing=one, pk=cell).exists():
        raise Http404
    try:
        act(request.actor, request.policy, one, cell, request.POST.get(f"{prefix}{cell}", ""))
    except NotNow as why:
        if not request.htmx:
            raise
        return render(request, "filing/explained.html", {"words": str(why)})
    return render(request, "filing/explained.html") if request.htmx else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else None


def number(data: Mapping[str, str], name: str) -> int:
    """Return a posted number, 0 where there is none."""
    return _number(data.get(name, "")) or 0
