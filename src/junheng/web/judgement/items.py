"""The items of the standard as a checklist: verdict, working, responsible section, evidence, how far the work is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from junheng.assess import Finding, ItemResult
from junheng.assess.again import OF_SCHOOLS
from junheng.report import figures
from junheng.report.words import (
    GROUPS,
    all_items,
    counts_text,
    field_word,
    group_word,
    item_label,
    item_word,
)
from junheng.standards import Item
from junheng.standards.model import Ratio
from junheng.standards.names import SECTIONS
from junheng.web.base.words import language, say, title
from junheng.web.judgement.arranged import Piece, pieces, school_address, working_address
from junheng.web.judgement.item_acts import ACT, DECLARED, Moved, answers, confirm, put
from junheng.web.judgement.item_tables import scores, survey, survey_fields
from junheng.web.judgement.models import ItemState, Stand
from junheng.web.judgement.scope import kept, schools, scoped, sees_records
from junheng.web.judgement.service import Judged


@dataclass(frozen=True, slots=True)
class Held:
    """The evidence of an item: how many files, and what is still missing, in words."""

    files: int
    missing: tuple[str, ...] = ()
    address: str = ""


Evidence = Callable[[Any, Judged, Sequence[str]], Mapping[str, Held]]
"""Of the request, the assessment and ids of items: the evidence of each, as far as this person may know of it."""

_sources: list[Evidence] = []


def evidence_from(source: Evidence) -> None:
    """Have the checklist show the evidence that `source` tells of; the feature that keeps it calls this once."""
    _sources[:] = [source]


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check of an item: its working in words, and the schools it turns on."""

    verdict: str
    working: tuple[Piece, ...]
    """The sentence in pieces: schools it names lead to their pages."""
    schools: tuple[Piece, ...]
    """The schools the sentence leaves unnamed."""
    more: int
    """How many it turns on beyond those."""
    missing: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item as the checklist shows it."""

    item: ItemResult
    label: str
    title: str
    word: str
    section: str
    checks: tuple[CheckView, ...]
    state: ItemState | None
    stand: str
    stands: bool
    """A confirmation that holds: of this verdict, on this content."""
    evidence: Held | None
    declared: bool
    working: str


@require_GET
@scoped()
def items(request: Any, found: Judged) -> HttpResponse:
    """Show every item of the standard; `?section=` and `?verdict=` and `?state=` narrow it."""
    views = _views(request, found, list(all_items(found.assessment)), whole=False)
    asked = {name: request.GET.get(name, "") for name in ("section", "verdict", "state")}
    shown = [view for view in views if _wanted(view, asked)]
    groups = [
        (
            group_word(group, language()),
            counts_text(group, [view.item.verdict for view in views if view.item.group == group], language()),
            [view for view in shown if view.item.group == group],
        )
        for group in GROUPS
    ]
    return render(
        request,
        "judgement/items.html",
        {
            "found": found,
            "snapshot": found.snapshot,
            "groups": [group for group in groups if group[2]],
            "asked": asked,
            "sections": [(name, title(words)) for name, words in SECTIONS.items()],
            "stands": Stand.choices,
            "any": bool(views),
            "names": sees_records(request, found),
            "evidence": bool(_sources),
            "kept": kept(request),
        },
    )


@require_GET
@scoped()
def item(request: Any, found: Judged, item: str) -> HttpResponse:
    """Show one item whole: every school it turns on, the figures filed, and the form of its state."""
    return _shown(request, found, _one(found, item))


def _shown(
    request: Any, found: Judged, held: ItemResult, typed: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """Return an item's page; `typed` is what was typed in its form and not saved."""
    view = _views(request, found, [held], whole=True)[0]
    return render(
        request,
        "judgement/item.html",
        {
            "found": found,
            "snapshot": found.snapshot,
            "view": view,
            "typed": typed or view.state,
            "names": sees_records(request, found),
            "may_put": answers(request.policy, found.snapshot.county_id, held.section),
            "stands": Stand.choices,
            "scores": list(scores(found, held)),
            "survey": list(survey(found)) if held.group == "recognition" else [],
            "columns": [field_word(name, language()) for name in survey_fields()],
            "kept": kept(request),
        },
        status=status,
    )


@require_POST
@scoped(ACT)
def item_state(request: Any, found: Judged, item: str) -> HttpResponse:
    """Take down how far the work on an item is."""
    held, state = _one(found, item), request.POST.get("state", "")
    note = " ".join(request.POST.get("note", "").split())
    if state not in Stand.values:
        messages.error(request, say("没有保存：请选择一种状态。", "Nothing was saved: choose a state."))
    else:
        try:
            put(request.policy, request.actor, found, held, state, note, seen=_seen(request))
        except Moved as why:
            messages.error(request, str(why))
            return _shown(request, found, held, {"state": state, "note": note}, status=409)
        messages.success(request, say("状态已保存。", "The state was saved."))
    return redirect(reverse("judgement:item", args=[held.id]) + kept(request))


@require_POST
@scoped(ACT)
def item_confirm(request: Any, found: Judged, item: str) -> HttpResponse:
    """Take down that somebody stands up for a declared item, or takes it back."""
    held = _one(found, item)
    if held.group not in DECLARED:
        raise Http404
    content, withdrawn = request.POST.get("content", ""), "withdraw" in request.POST
    try:
        confirm(request.policy, request.actor, found, held, seen=_seen(request), content=content, withdrawn=withdrawn)
    except Moved as why:
        messages.error(request, str(why))
        return _shown(request, found, held, status=409)
    messages.success(request, say("已记录。", "It was taken down."))
    return redirect(reverse("judgement:item", args=[held.id]) + kept(request))


def _seen(request: Any) -> int:
    """Return the version of the item's state the form was shown with; -1, which none has, when there is none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _one(found: Judged, wanted: str) -> ItemResult:
    held = next((one for one in all_items(found.assessment) if one.id == wanted), None)
    if held is None:
        raise Http404
    return held


def _wanted(view: ItemView, asked: Mapping[str, str]) -> bool:
    state = view.state.state if view.state else Stand.OPEN
    return (
        asked["section"] in {"", view.item.section}
        and asked["verdict"] in {"", view.item.verdict}
        and asked["state"] in {"", state}
    )


def _views(request: Any, found: Judged, held: Sequence[ItemResult], *, whole: bool) -> list[ItemView]:
    states = {
        state.item: state
        for state in ItemState.objects.filter(
            county_id=found.snapshot.county_id, year=found.snapshot.year, standard=found.standard.id
        )
    }
    evidence = _sources[0](request, found, [one.id for one in held]) if _sources else {}
    rules = {rule.id: rule for rule in found.standard.item}
    own = schools(request, found)
    views = []
    for one in held:
        state = states.get(one.id)
        views.append(
            ItemView(
                item=one,
                label=item_label(one, language()),
                title=title(one.title),
                word=item_word(one.group, one.verdict, language()),
                section=title(SECTIONS[one.section]) if one.section in SECTIONS else "",
                checks=tuple(_checks(request, one, rules[one.id], own, whole=whole)),
                state=state,
                stand=str(Stand(state.state if state else Stand.OPEN).label),
                stands=state is not None and state.stands(found.snapshot.content, one.verdict),
                evidence=evidence.get(one.id),
                declared=one.group in DECLARED,
                working=working_address(request, item=one.id),
            )
        )
    return views


def _checks(
    request: Any, one: ItemResult, rule: Item, own: frozenset[str] | None, *, whole: bool
) -> Iterator[CheckView]:
    for finding, check in zip(one.findings, rule.check, strict=True):
        each = isinstance(check, OF_SCHOOLS) and not isinstance(check, Ratio)
        culprits = [culprit for culprit in finding.culprits if own is None or not each or _of(culprit.unit, own)]
        links = [Piece(title(one.text), school_address(request, one.unit) if each else "") for one in culprits]
        working = _limited(finding) if own is not None and each else title(finding.working)
        rest = [link for link in links if link.text not in working]
        # The sentence itself names the first few; the checklist leaves it at that.
        shown = rest if whole or own is not None else []
        yield CheckView(
            verdict=finding.verdict,
            working=tuple(pieces(working, links)),
            schools=tuple(shown),
            more=len(finding.culprits) - len(culprits) if whole else 0,
            missing=say("、", ", ").join(field_word(name, language()) for name in finding.missing),
        )


def _of(unit: str, own: frozenset[str]) -> bool:
    return unit.split("/", maxsplit=1)[0] in own


def _limited(finding: Finding) -> str:
    """Return how many fail a demand on each school, without naming any: for people of single schools."""
    if finding.value is None:
        return say("有数据未填，无法判定。", "Figures are missing, so it cannot be judged.")
    count = figures.number(finding.value, 0)
    return say(
        f"不符合 {count} 处；这里只列出您负责的学校。", f"Not complying: {count}; only your schools are named here."
    )
