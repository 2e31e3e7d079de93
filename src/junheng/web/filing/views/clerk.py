"""The clerk's pages: where the filing stands, its five pages, saving as one goes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from junheng.web.base.words import say
from junheng.web.evidence.models import Link, visible
from junheng.web.filing import acts, values
from junheng.web.filing.cells import Cell, Notes, Part, Trouble, heading, states, where
from junheng.web.filing.history import history
from junheng.web.filing.models import FiledValue, Filing
from junheng.web.filing.notes import by_place, needed, notes, notes_on, watched
from junheng.web.filing.pages import Page, page_of, pages
from junheng.web.filing.pasted import columns
from junheng.web.filing.sheet import Sheet, read
from junheng.web.filing.stages import addable
from junheng.web.filing.views.common import Form, filing_of, keep_words, read_form, told
from junheng.web.people.gate import page
from junheng.web.people.policy import Refused


@page("filing.view")
@require_GET
def filing(request: Any, pk: int) -> HttpResponse:
    """Show where a filing stands: its pages, what hinders it, what can be done next."""
    one = filing_of(request, pk)
    sheet = read(one)
    found = notes(sheet)
    may_fill = request.policy.covers("filing.fill", one)
    all_states = states(sheet, found, pages(one.round.fields))
    return render(
        request,
        "filing/filing.html",
        {
            "filing": one,
            "states": all_states,
            "problems": [_problem(sheet, note) for note in found if note.hinders],
            "may_fill": may_fill,
            "editing": may_fill and one.with_clerk,
            "may_sign": request.policy.covers("filing.sign", one),
            "may_review": request.policy.covers("filing.review", one),
            "whole": request.policy.may("filing.view", county=one.county_id, school=""),
            "remarks": [
                (where((value.table, value.key, value.field), sheet), value, page_of(value.table, value.field))
                for value in sheet.values.values()
                if value.remark and one.with_clerk
            ],
            "reminders": one.reminders.all()[:3] if one.with_clerk else (),
            "stages": addable(sheet) if may_fill and one.with_clerk and "part" in one.round.fields else [],
            "parts": [(record, heading(record)) for record in sheet.of("part")],
            "ready": all(state.clear for state in all_states) and not any(note.hinders for note in found),
        },
    )


def _problem(sheet: Sheet, note: Any) -> dict[str, Any]:
    table, _, field = note.place
    value = sheet.values.get(note.place)
    shown = field in sheet.filing.round.fields.get(table, ())
    return {
        "note": note,
        "where": where(note.place, sheet),
        "page": page_of(table, field) if shown or value is None else "",
        "value": value,
    }


def _page(filing: Filing, name: str) -> tuple[Page, Page | None]:
    """Return the page and the one after it; raises Http404."""
    all_pages = pages(filing.round.fields)
    for place, one in enumerate(all_pages):
        if one.id == name:
            return one, all_pages[place + 1] if place + 1 < len(all_pages) else None
    raise Http404


@page("filing.view")
def form(request: Any, pk: int, name: str) -> HttpResponse:
    """Show one page; posted, save it whole and go on to the next (or show what could not be saved)."""
    one = filing_of(request, pk)
    if request.method == "POST":
        if not request.policy.covers("filing.fill", one):
            raise PermissionDenied
        return _post(request, one, name)
    return _shown(request, one, name)


def _post(request: Any, one: Filing, name: str) -> HttpResponse:
    _, after = _page(one, name)
    filled = read_form(one, request.POST)
    try:
        saved = acts.save(request.actor, request.policy, one, filled.typed)
        troubles = {**filled.troubles, **_conflicts(filled, saved)}
        if not troubles:
            acts.page_done(request.actor, request.policy, one, [name])
    except acts.NotNow as why:
        now = filing_of(request, one.pk)
        return _shown(request, now, name, _unsaved(filled, request.POST, str(why)), str(why))
    if troubles:
        words = say(
            f"已保存 {saved.changed} 项；下面标红的 {len(troubles)} 项没有保存，填的内容还在。",
            f"{saved.changed} figures saved; the {len(troubles)} in red were not, what you typed is still there.",
        )
        return _shown(request, saved.filing, name, troubles, words)
    messages.success(request, say("本页已保存。", "The page is saved."))
    return redirect("filing:page", one.pk, after.id) if after else redirect("filing:filing", one.pk)


def _conflicts(filled: Form, saved: acts.Saved) -> dict[int, Trouble]:
    found = {}
    for one in saved.conflicts:
        cell = Cell(saved.filing, one.theirs)
        mine = values.editable(cell.field, one.mine)
        found[one.theirs.pk] = Trouble(_both(cell, one), mine, values.editable(cell.field, one.theirs.value))
    return found


def _both(cell: Cell, one: acts.Conflict) -> str:
    mine = values.shown(cell.field, one.mine)
    who = one.theirs.by_name or say("系统", "the system")
    return say(
        f"{who} 刚把这一项改为“{cell.shown}”，您填的是“{mine}”，没有保存。请选用一个。",
        f"{who} has just set this to “{cell.shown}”; you typed “{mine}”, which was not saved. Choose one.",
    )


def _unsaved(filled: Form, data: Any, words: str) -> dict[int, Trouble]:
    """Return what was typed and differs from what was seen, so that the page keeps it."""
    found = dict(filled.troubles)
    for one in filled.typed:
        if one.value != one.seen and one.cell in filled.there:
            found[one.cell] = Trouble(words, data.get(f"v-{one.cell}", ""))
    return found


def _shown(
    request: Any, one: Filing, name: str, troubles: dict[int, Trouble] | None = None, words: str = ""
) -> HttpResponse:
    this, after = _page(one, name)
    sheet = read(one)
    found = notes(sheet)
    editing = one.with_clerk and request.policy.covers("filing.fill", one)
    parts = Notes(sheet, by_place(found), troubles).parts(this)
    _count_evidence(request, one, [cell for part in parts if not part.group.list for cell in part.blocks[0].cells])
    context = {
        "filing": one,
        "page": this,
        "after": after,
        "states": states(sheet, found, pages(one.round.fields)),
        "parts": parts,
        "lists": [(part, _adding(sheet, part)) for part in parts if part.group.list],
        "editing": editing or bool(troubles),
        "may_fill": editing,
        "words": words,
        **_addresses(one),
    }
    return render(request, "filing/form.html", context, status=409 if words else 200)


def _count_evidence(request: Any, one: Filing, cells: list[Cell]) -> None:
    """Put on the cells how many files are attached to them; one query."""
    files = visible(request.policy).filter(county_id=one.county_id)
    links = Link.objects.filter(thing__in=[cell.thing for cell in cells], file__in=files)
    found = dict(links.order_by().values_list("thing").annotate(Count("file", distinct=True)))
    for cell in cells:
        cell.evidence = found.get(cell.thing, 0)


def _adding(sheet: Sheet, part: Part) -> list[tuple[Any, str, list[tuple[str, str]]]]:
    """Return the columns of a list's new row: field, unit, choices (stages: those the school files)."""
    stages = {record.keys["stage"] for record in sheet.of("part")}
    found = []
    for field in columns(sheet, part.group.table):
        choices = values.choices(field)
        if field.name == "stage" and stages:
            choices = [(code, words) for code, words in choices if code in stages]
        found.append((field, values.unit(field), choices))
    return found


@page("filing.fill")
@require_POST
def save(request: Any, pk: int) -> HttpResponse:
    """Save one figure (or a few) as it is typed; answer with its notes and those of the figures it is held against."""
    one = filing_of(request, pk, "filing.fill")
    filled = read_form(one, request.POST)
    if len(filled.typed) > len(filled.there) or not filled.there:
        return HttpResponse(status=404)
    try:
        saved = acts.save(request.actor, request.policy, one, filled.typed) if filled.typed else None
    except acts.NotNow as why:
        return _answer(request, one, filled, _unsaved(filled, request.POST, str(why)), set())
    except Refused as refused:
        raise PermissionDenied from refused
    troubles = dict(filled.troubles)
    if saved:
        filled.there.update({value.pk: value for value in saved.values})
        troubles |= _conflicts(filled, saved)
        one = saved.filing
    return _answer(request, one, filled, troubles, filled.there.keys() - troubles.keys())


def _answer(request: Any, one: Filing, filled: Form, troubles: dict[int, Trouble], saved: Any) -> HttpResponse:
    touched: dict[str, frozenset[str]] = {}
    for value in filled.there.values():
        touched[value.table] = touched.get(value.table, frozenset()) | {value.field}
    fields = watched(touched)
    sheet = read(one, needed(fields))
    made = Notes(sheet, by_place(notes_on(sheet, fields)), troubles)
    own, others = [], []
    for table, names in fields.items():
        for record in sheet.of(table):
            for name in names:
                cell = made.cell(record, name)
                if cell is None:
                    continue
                if cell.value.pk in filled.there:
                    cell.saved = cell.value.pk in saved
                    own.append(cell)
                elif (table, record.key) in _records(filled) or table not in touched:
                    others.append(cell)
    context = {"filing": one, "own": own, "others": others, "editing": True, **_addresses(one)}
    return HttpResponse(render_to_string("filing/saved.html", context))


def _addresses(one: Filing) -> dict[str, str]:
    """Return the addresses every figure of a page leads to, made once instead of for each of them."""
    return {
        "save_url": reverse("filing:save", args=[one.pk]),
        "explain_url": reverse("filing:explain", args=[one.pk]),
        "values_url": reverse("filing:value", args=[one.pk, 0]).removesuffix("0/"),
    }


def _records(filled: Form) -> set[tuple[str, str]]:
    return {(value.table, value.key) for value in filled.there.values()}


@page("filing.fill")
@require_POST
@told("filing:filing")
def explain(request: Any, pk: int) -> HttpResponse:
    """Keep the school's words on a doubt."""
    one = filing_of(request, pk, "filing.fill")
    answer = keep_words(request, one, acts.explain, "e-")
    if answer is None:
        messages.success(request, say("说明已保存。", "The explanation is kept."))
        answer = redirect("filing:filing", one.pk)
    return answer


@page("filing.view")
@require_GET
def value(request: Any, pk: int, cell: int) -> HttpResponse:
    """Show one figure's history beside the page: who, when, before, after."""
    one = filing_of(request, pk)
    found = FiledValue.objects.filter(filing=one, pk=cell).first()
    if found is None:
        raise Http404
    hide = not request.policy.covers("filing.review", one) and not one.with_clerk
    return render(
        request, "filing/history.html", {"cell": Cell(one, found), "changes": history(found, remarks=not hide)}
    )


@page("filing.fill")
@require_POST
@told("filing:filing")
def hand_over(request: Any, pk: int) -> HttpResponse:
    """Hand the filing to the principal."""
    one = filing_of(request, pk, "filing.fill")
    acts.hand_over(request.actor, request.policy, one)
    messages.success(request, say("已送校长签字。", "Handed to the principal to sign."))
    return redirect("filing:filing", one.pk)
