"""Pages of snapshots: the list, one with its check and files, what differs between two, making one."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from junheng.assess import ScopeError
from junheng.dictionary import load
from junheng.standards import StandardError
from junheng.web.base.words import say
from junheng.web.jobs.work import Readable
from junheng.web.judgement.service import judged
from junheng.web.log.chain import record as log
from junheng.web.people.gate import page
from junheng.web.people.policy import person_sections
from junheng.web.registry.models import School
from junheng.web.registry.tables import MODELS
from junheng.web.snapshots import acts, compared, jobs, pack, records
from junheng.web.snapshots.choice import visible
from junheng.web.snapshots.models import Snapshot
from junheng.web.snapshots.verdicts import moved

ROWS = 50
MOST_MOVED = 500


@page("snapshot.view")
def index(request: Any) -> HttpResponse:
    """List the county's snapshots by school year."""
    county = _county(request)
    rows = visible(request.policy, county)
    year = request.GET.get("year", "")
    years = sorted(set(rows.order_by().values_list("year", flat=True)), reverse=True)
    if year.isascii() and year.isdigit() and len(year) == 4:
        rows = rows.filter(year=year)
    shown = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    for each in shown:
        each.total = sum(each.rows.values())
    context = {
        "page": shown,
        "years": years,
        "year": year,
        "query": urlencode({"year": year}),
        "may_make": request.policy.may("snapshot.make", county=county),
    }
    return render(request, "snapshots/index.html", context)


@page("snapshot.view")
def detail(request: Any, pk: int) -> HttpResponse:
    """Show what a snapshot holds."""
    snapshot = _snapshot(request, pk)
    others = visible(request.policy, snapshot.county_id).exclude(pk=pk)
    before = others.filter(year=snapshot.year, number__lt=snapshot.number).first() or others.first()
    context = {
        "snapshot": snapshot,
        "tables": [(load().tables[name], count) for name, count in snapshot.rows.items()],
        "others": others[:ROWS],
        "before": before,
        "may_download": request.policy.may("snapshot.download", county=snapshot.county_id),
    }
    return render(request, "snapshots/detail.html", context)


@page("snapshot.make")
def make(request: Any) -> HttpResponse:
    """Ask for a snapshot of the registry as it is."""
    county = _county(request)
    known = sorted(set(School.objects.filter(county=county).values_list("year", flat=True)), reverse=True)
    given = {name: request.POST.get(name, "").strip() for name in ("year", "title", "reason")}
    if request.method == "POST":
        try:
            if given["year"] not in {str(year) for year in known}:
                raise Readable("请选择学年。", "Choose a school year.")
            job = jobs.ask(request.actor, county, int(given["year"]), title=given["title"], reason=given["reason"])
            return redirect("jobs:detail", job.pk)
        except Readable as error:
            messages.error(request, say(error.zh, error.en))
    status = 422 if request.method == "POST" else 200
    return render(request, "snapshots/make.html", {"years": known, "given": given}, status=status)


@require_POST
@page("snapshot.view")
def verify(request: Any, pk: int) -> HttpResponse:
    """Read the snapshot's files back and compare them with its hash."""
    snapshot = _snapshot(request, pk)
    try:
        acts.thaw(snapshot)
    except acts.Damaged:
        messages.error(request, _damaged())
        sound = False
    else:
        words = say(
            "核对无误：文件内容与冻结时的哈希一致。", "Verified: the files have the content they were frozen with."
        )
        messages.success(request, words)
        sound = True
    log(request.actor, "snapshot.verify", f"snapshot:{pk}", county=snapshot.county_id, sound=sound)
    return redirect("snapshots:detail", pk)


@require_POST
@page("snapshot.download")
def download(request: Any, pk: int) -> HttpResponse:
    """Give out the snapshot's tables as a workbook (without persons) or as Parquet, for a stated purpose."""
    snapshot = _snapshot(request, pk)
    request.policy.demand("snapshot.download", county=snapshot.county_id)
    purpose, form = request.POST.get("purpose", "").strip()[:200], request.POST.get("form", "")
    if not purpose or form not in {"workbook", "parquet"}:
        messages.error(request, say("请填写用途。没有导出。", "Say what it is for. Nothing was exported."))
        return redirect("snapshots:detail", pk)
    lines = pack.note(request.actor, snapshot, purpose)
    hidden = [name for name in snapshot.rows if not _sees(request, snapshot, name)]
    try:
        data = pack.workbook(snapshot, lines) if form == "workbook" else pack.parquet(snapshot, lines, hidden)
    except acts.Damaged:
        messages.error(request, _damaged())
        return redirect("snapshots:detail", pk)
    log(request.actor, "snapshot.download", f"snapshot:{pk}", county=snapshot.county_id, purpose=purpose, form=form)
    ending = "xlsx" if form == "workbook" else "zip"
    name = f"snapshot-{snapshot.county_id}-{snapshot.year}-{snapshot.number}.{ending}"
    return FileResponse(BytesIO(data), as_attachment=True, filename=name)


@page("snapshot.view")
def diff(request: Any) -> HttpResponse:
    """Show what differs between two snapshots: counts by table, records of one, what it changes in the judgement."""
    before, after = (_snapshot(request, _number(request.GET.get(side))) for side in ("a", "b"))
    if before.county_id != after.county_id:
        raise Http404
    context: dict[str, Any] = {"before": before, "after": after, "pair": urlencode({"a": before.pk, "b": after.pk})}
    try:
        context |= _differences(request, before, after)
        context |= _judgement(request, before, after)
    except acts.Damaged:
        context["broken"] = _damaged()
    return render(request, "snapshots/diff.html", context)


def _differences(request: Any, before: Snapshot, after: Snapshot) -> dict[str, Any]:
    county = before.county_id
    schools = request.policy.schools("snapshot.view", county)
    found = {name: compared.of_schools(difference, schools) for name, difference in acts.diff(before, after).items()}
    found = {name: found[name] for name in MODELS if found.get(name) is not None}
    chosen, kind = request.GET.get("table", ""), request.GET.get("kind", "")
    open_ = request.policy.may("snapshot.records", county=county)
    tables = [
        {
            "table": load().tables[name],
            "counts": one.counts,
            "opens": open_ and bool(one) and _sees(request, before, name),
        }
        for name, one in found.items()
    ]
    context: dict[str, Any] = {"tables": tables}
    if chosen not in {row["table"].name for row in tables if row["opens"]}:
        return context
    one = found[chosen]
    kinds = [each for each in records.KINDS if one.counts[each]]
    kind = kind if kind in kinds else kinds[0]
    rows = getattr(one, kind)
    pages = Paginator(range(rows.height), ROWS).get_page(request.GET.get("page"))
    viewer = records.Viewer(request.policy, county, records.school_names(county))
    return context | {
        "table": load().tables[chosen],
        "kind": kind,
        "kinds": [(each, compared.KINDS[each], one.counts[each]) for each in kinds],
        "records": compared.named(records.listed(one, kind, rows[pages.start_index() - 1 : pages.end_index()], viewer)),
        "page": pages,
        "query": urlencode({"a": before.pk, "b": after.pk, "table": chosen, "kind": kind}),
    }


def _judgement(request: Any, before: Snapshot, after: Snapshot) -> dict[str, Any]:
    county = before.county_id
    if not request.policy.may("judgement.school", county=county):
        return {}
    schools = request.policy.schools("judgement.school", county)
    try:
        sides = [judged(each).assessment for each in (before, after)]
    except (ScopeError, StandardError):
        words = say("其中一份快照无法评估（没有可评估的学校，或标准不可用）。", "One of the two cannot be judged.")
        return {"unjudged": words}
    every = list(moved(*sides, schools))
    return {"moved": every[:MOST_MOVED], "moved_more": max(len(every) - MOST_MOVED, 0)}


def _snapshot(request: Any, pk: int | None) -> Snapshot:
    counties = request.policy.counties("snapshot.view")
    return get_object_or_404(Snapshot.objects.filter(county__in=counties).select_related("county"), pk=pk)


def _sees(request: Any, snapshot: Snapshot, table: str) -> bool:
    """Tell whether records of the table may be shown: of persons only to those who see them, for all schools shown."""
    if person_sections(table) is None:
        return True
    schools = request.policy.schools("snapshot.view", snapshot.county_id)
    county = snapshot.county_id
    return all(request.policy.sees_persons(table, county=county, school=school) for school in schools or [""])


def _county(request: Any) -> str:
    if request.county is None:
        raise Http404
    return request.county.code


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


def _damaged() -> str:
    return say(
        "快照文件缺失或内容与冻结时不一致，不能使用。基础数据不受影响；请系统管理员从备份恢复快照文件，或重新制作快照。",
        "The snapshot's files are missing or are not what was frozen, and cannot be used. The registry is safe: have"
        " the system administrator restore the files from a backup, or make a new snapshot.",
    )
