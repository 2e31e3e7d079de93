"""The pages of what-if: trying changes, and the scenarios that were kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from junheng.assess import ScopeError
from junheng.dictionary import Title
from junheng.standards import StandardError
from junheng.web.base.words import language, say
from junheng.web.judgement.files import workbook_response
from junheng.web.judgement.models import Scenario
from junheng.web.judgement.scope import CannotJudge, kept, scoped
from junheng.web.judgement.service import Judged, judged
from junheng.web.judgement.what_if import acts, form
from junheng.web.judgement.what_if.book import workbook
from junheng.web.judgement.what_if.changes import Change, Wrong
from junheng.web.judgement.what_if.engine import Trial, trial
from junheng.web.judgement.what_if.listed import listed
from junheng.web.judgement.what_if.shown import Shown, shown
from junheng.web.log.chain import record as log
from junheng.web.people.gate import page
from junheng.web.snapshots.acts import Damaged

ACT = acts.ACT


@dataclass(frozen=True, slots=True)
class Bench:
    """A form with what came of it."""

    found: Judged
    fieldsets: list[form.Fieldset]
    chosen: list[str]
    trial: Trial
    wrong: list[Wrong]
    """What is wrong and belongs to no field that is shown."""
    faulty: bool
    """Whether anything but a doubt was found: then there is no result."""

    @property
    def shown(self) -> Shown | None:
        """Return what is before and after, None while there is no result."""
        after = self.trial.after
        return None if after is None else shown(self.found.assessment.standard, self.trial.before, after, language())

    @property
    def told(self) -> list[tuple[str, Wrong]]:
        """Return all that is wrong or odd, with the school and the figure it is about."""
        told = [
            (f"{each.name} {sheet.title} {one.label}" if wrong.severity == "fault" else each.name, wrong)
            for each in self.fieldsets
            for sheet in each.sheets
            for one in (*sheet.resources, *sheet.others)
            for wrong in one.wrong
        ]
        return [*told, *(("", wrong) for wrong in self.wrong)]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return the changes that were understood."""
        return self.trial.changes


def _opened(shown: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view of kept scenarios: where one cannot be judged the page says so."""

    @page(ACT)
    @wraps(shown)
    def opened_view(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return shown(request, *args, **kwargs)
        except CannotJudge as why:
            return render(request, "judgement/empty.html", {"why": why.words}, status=409)

    return opened_view


@scoped(ACT)
def what_if(request: Any, found: Judged) -> HttpResponse:
    """Show the form of changes and, when something is typed, what comes of it; nothing is kept."""
    typed = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(found, typed)
    bench = _bench(found, chosen, typed)
    if request.htmx and request.method == "POST":
        return render(request, "judgement/what_if_result.html", {"bench": bench, "found": found})
    return render(request, "judgement/what_if.html", _context(request, bench))


@require_POST
@scoped(ACT)
def keep(request: Any, found: Judged) -> HttpResponse:
    """Save what was typed as a scenario."""
    bench = _bench(found, _chosen(found, request.POST), request.POST)
    if bench.faulty:
        messages.error(request, _not_sound())
        return render(request, "judgement/what_if.html", _context(request, bench), status=422)
    try:
        scenario = acts.keep(request.policy, request.actor, found, request.POST.get("name", ""), bench.changes)
    except acts.NotKept as why:
        messages.error(request, str(why))
        return render(request, "judgement/what_if.html", _context(request, bench), status=422)
    messages.success(request, say(f"方案“{scenario.name}”已保存。", f"The scenario “{scenario.name}” was saved."))
    return redirect("judgement:scenario", scenario.pk)


@require_GET
@page(ACT)
def scenarios(request: Any) -> HttpResponse:
    """List the county's scenarios."""
    found = _visible(request).select_related("snapshot")
    if request.county is not None:
        found = found.filter(county_id=request.county.code)
    return render(request, "judgement/scenarios.html", {"scenarios": found})


@_opened
def scenario(request: Any, pk: int) -> HttpResponse:
    """Open a scenario: its changes on its snapshot, judged; POST tries others without keeping them."""
    held = _one(request, pk)
    bench = _reopened(held) if request.method != "POST" else _retried(request, held)
    if request.htmx and request.method == "POST":
        return render(request, "judgement/what_if_result.html", {"bench": bench, "found": bench.found})
    return render(request, "judgement/what_if.html", _context(request, bench, held))


@require_POST
@_opened
def rewrite(request: Any, pk: int) -> HttpResponse:
    """Keep what was typed in one's own scenario."""
    held = _one(request, pk)
    bench = _retried(request, held)
    try:
        if bench.faulty:
            raise acts.NotKept(_not_sound())
        acts.rewrite(request.policy, request.actor, held, bench.changes)
    except acts.NotKept as why:
        messages.error(request, str(why))
        return render(request, "judgement/what_if.html", _context(request, bench, held), status=422)
    messages.success(request, say("方案已更新。", "The scenario was updated."))
    return redirect("judgement:scenario", pk)


@require_POST
@page(ACT)
def rename(request: Any, pk: int) -> HttpResponse:
    """Give one's own scenario another name."""
    held = _one(request, pk)
    try:
        acts.rename(request.policy, request.actor, held, request.POST.get("name", ""))
        messages.success(request, say("已改名。", "It was renamed."))
    except acts.NotKept as why:
        messages.error(request, str(why))
    return redirect("judgement:scenario", pk)


@require_POST
@page(ACT)
def delete(request: Any, pk: int) -> HttpResponse:
    """Delete one's own scenario."""
    held = _one(request, pk)
    acts.delete(request.policy, request.actor, held)
    messages.success(request, say(f"方案“{held.name}”已删除。", f"The scenario “{held.name}” was deleted."))
    return redirect("judgement:scenarios")


@require_GET
@_opened
def book(request: Any, pk: int) -> HttpResponse:
    """Send a scenario as a workbook."""
    held = _one(request, pk)
    bench = _reopened(held)
    if bench.shown is None:
        messages.error(request, say("方案没有结果，不能导出。", "The scenario has no result to export."))
        return redirect("judgement:scenario", pk)
    content = workbook(bench.trial, bench.shown, listed(bench.fieldsets), held.name, language())
    log(request.actor, f"{ACT}.export", f"scenario:{held.pk}", county=held.county_id)
    return workbook_response(content, f"scenario-{held.pk}")


@require_GET
@_opened
def together(request: Any) -> HttpResponse:
    """Show two scenarios side by side, each against its own snapshot."""
    wanted = [pk for pk in request.GET.getlist("of") if pk.isascii() and pk.isdigit() and len(pk) < 10]
    held = list(_visible(request).filter(pk__in=wanted).select_related("snapshot__county"))
    if len(held) != len(set(wanted)):
        raise Http404
    if len(held) != 2:
        messages.error(request, say("请选两个方案来比较。", "Choose two scenarios to compare."))
        return redirect("judgement:scenarios")
    left, right = sorted(held, key=lambda one: one.pk)
    benches = [_reopened(left), _reopened(right)]
    lists = [listed(bench.fieldsets) for bench in benches]
    one, two = (bench.trial.after for bench in benches)
    same = left.standard == right.standard and left.switches == right.switches
    compared = None
    if same and one is not None and two is not None:
        compared = shown(benches[0].found.assessment.standard, one, two, language())
    return render(
        request,
        "judgement/scenarios_together.html",
        {
            "left": left,
            "right": right,
            "shown": compared,
            "same": same,
            "without": [each for each, bench in zip((left, right), benches, strict=True) if bench.trial.after is None],
            "pairs": list(zip((left, right), lists, strict=True)),
        },
    )


def _chosen(found: Judged, typed: Any) -> list[str]:
    chosen = [code for code in dict.fromkeys([*typed.getlist("school"), typed.get("add", "")]) if code]
    dropped = typed.get("drop")
    known = dict(form.schools(found))
    return [code for code in chosen if code in known and code != dropped][: form.MOST_SCHOOLS]


def _bench(found: Judged, chosen: list[str], typed: Any) -> Bench:
    fieldsets, changes, wrong = form.built(found, chosen, typed)
    tried = trial(found, () if wrong else changes)
    left = form.mark(fieldsets, tried.wrong)
    faulty = bool(wrong) or any(one.severity == "fault" for one in tried.wrong)
    return Bench(found, fieldsets, chosen, tried, left, faulty)


def _reopened(held: Scenario) -> Bench:
    typed, chosen = form.of_changes([Change.of(change) for change in held.changes])
    return _bench(_judged(held), chosen, typed)


def _retried(request: Any, held: Scenario) -> Bench:
    found = _judged(held)
    return _bench(found, _chosen(found, request.POST), request.POST)


def _judged(held: Scenario) -> Judged:
    try:
        return judged(held.snapshot, held.standard, held.switches)
    except (Damaged, ScopeError, StandardError) as error:
        raise CannotJudge(
            Title(
                "方案所依据的快照或标准现在无法读取，方案本身没有丢失。请告知系统管理员。",
                "The snapshot or standard of this scenario cannot be read now; the scenario itself is safe. "
                "Tell the system administrator.",
            )
        ) from error


def _visible(request: Any) -> Any:
    return request.policy.rows(ACT, Scenario.objects.all())


def _one(request: Any, pk: int) -> Scenario:
    return get_object_or_404(_visible(request).select_related("snapshot__county"), pk=pk)


def _context(request: Any, bench: Bench, held: Scenario | None = None) -> dict[str, Any]:
    scope = kept(request)
    return {
        "bench": bench,
        "found": bench.found,
        "snapshot": bench.found.snapshot,
        "scenario": held,
        "own": held is not None and acts.owns(request.actor, held),
        "listed": listed(bench.fieldsets),
        "others": [pair for pair in form.schools(bench.found) if pair[0] not in bench.chosen],
        "full": len(bench.chosen) >= form.MOST_SCHOOLS,
        "try_url": reverse("judgement:scenario", args=[held.pk]) if held else reverse("judgement:what_if") + scope,
        "keep_url": reverse("judgement:scenario_keep") + (scope if held is None else _scope_of(held)),
        "kept": scope,
    }


def _scope_of(held: Scenario) -> str:
    pairs = [("snapshot", held.snapshot_id), ("standard", held.standard), *(("switch", each) for each in held.switches)]
    return f"?{urlencode(pairs)}"


def _not_sound() -> str:
    return say("改动有误，未保存。请先改正标红的数据。", "Nothing was saved: mend the figures marked first.")
