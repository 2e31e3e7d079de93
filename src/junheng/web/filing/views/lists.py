"""Lists of classes and rooms, and stages: records added, removed, pasted from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from junheng.web.base.words import say
from junheng.web.filing import acts
from junheng.web.filing.models import Filing
from junheng.web.filing.pages import listed, page_of
from junheng.web.filing.pasted import parse
from junheng.web.filing.sheet import Sheet, read
from junheng.web.filing.stages import addable
from junheng.web.filing.views.common import filing_of, number, told
from junheng.web.people.gate import page

SHOWN = 8
"""How many faults of a pasted list are said at once."""


def _sheet(filing: Filing, name: str) -> Sheet:
    """Return what a list is held against; raises Http404 for a table that is no list of this round."""
    if name not in listed() or name not in filing.round.fields:
        raise Http404
    return read(filing, {"school", "part", name})


def _back(filing: Filing, name: str) -> HttpResponse:
    this = page_of(name, filing.round.fields[name][0])
    return redirect(f"{redirect('filing:page', filing.pk, this).url}#list-{name}")


@page("filing.fill")
@require_POST
@told("filing:filing")
def put(request: Any, pk: int, name: str) -> HttpResponse:
    """Add the rows that were pasted or typed; rows that are there already get the values given."""
    one = filing_of(request, pk, "filing.fill")
    sheet = _sheet(one, name)
    cells = request.POST.getlist("cell")
    text = "\t".join(cells) if cells else request.POST.get("rows", "")
    pasted = parse(sheet, name, text)
    if pasted.faults:
        more = len(pasted.faults) - SHOWN
        rest = say(f" 另有 {more} 处。", f" {more} more.") if more > 0 else ""
        words = say("没有添加。", "Nothing was added. ")
        messages.error(request, words + " ".join(pasted.faults[:SHOWN]) + rest)
        return _back(one, name)
    done = acts.put_list(request.actor, request.policy, one, {name: pasted.rows})
    messages.success(
        request,
        say(
            f"新增 {done.added} 行，写入 {done.changed} 个数值。",
            f"{done.added} rows added, {done.changed} values written.",
        ),
    )
    return _back(one, name)


@page("filing.fill")
@require_POST
@told("filing:filing")
def remove(request: Any, pk: int) -> HttpResponse:
    """Take a record out."""
    one = filing_of(request, pk, "filing.fill")
    record = acts.remove_record(request.actor, request.policy, one, number(request.POST, "record"))
    messages.success(
        request,
        say("已移除一行；按原编号再添加，数值会恢复。", "One row removed; add it again and its values return."),
    )
    return redirect("filing:filing", one.pk) if record.table == "part" else _back(one, record.table)


@page("filing.fill")
@require_POST
@told("filing:filing")
def add_stage(request: Any, pk: int) -> HttpResponse:
    """Add a stage the school has begun to teach."""
    one = filing_of(request, pk, "filing.fill")
    wanted = request.POST.get("stage", "")
    if "part" not in one.round.fields or wanted not in {value for value, _ in addable(read(one, {"school", "part"}))}:
        raise Http404
    campus, _, stage = wanted.rpartition("|")
    acts.add_record(request.actor, request.policy, one, "part", {"campus": campus, "stage": stage})
    messages.success(request, say("已增加学段，请填写相应各页。", "The stage was added; fill in its pages."))
    return redirect("filing:filing", one.pk)
