"""The audit administrator's pages: search, one entry, export, verification, yearly packs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junheng.web.base.words import bi, say
from junheng.web.jobs.work import enqueue
from junheng.web.log import csvs, names, pack_files, search, shown
from junheng.web.log import pack as packing
from junheng.web.log import verify as verifying
from junheng.web.log.chain import record
from junheng.web.log.models import Entry, Pack
from junheng.web.log.sealing import SEALED, START, seal
from junheng.web.people.gate import page
from junheng.web.people.models import County

MOST = 100_000
"""Rows one export of a search holds."""
TAIL = 500
"""Entries at the end whose seals every visit of the page checks."""
EARLIEST = 2020
COLUMNS = (
    ("行号", "row"), ("时间", "time"), ("登录名", "user"), ("方式", "channel"), ("来源地址", "address"),
    ("县", "county"), ("事项", "act"), ("事项代码", "act's code"), ("对象", "thing"), ("内容", "detail"),
    ("封条", "seal"),
)  # fmt: skip
"""Headings of an export; `_cells` gives the cells."""


@page("log.view")
@require_safe
def index(request: Any) -> HttpResponse:
    """Search the log."""
    filters = search.Filters.of(request.GET)
    found = search.find(filters, before=_number(request, "before"), after=_number(request, "after"))
    context = {
        "filters": filters,
        "found": found,
        "acts": names.acts(),
        "channels": names.channels(),
        "counties": County.objects.all(),
        "fault": verifying.tail(TAIL),
        "tail": TAIL,
    }
    return render(request, "log/index.html", context)


@page("log.view")
@require_safe
def entry(request: Any, number: int) -> HttpResponse:
    """Show one entry: who, when, from where, what, before and after, its seal and whether it fits."""
    rows = {each.number: each for each in Entry.objects.filter(number__in=(number - 1, number))}
    if number not in rows:
        raise Http404
    one = rows[number]
    before = rows[number - 1].seal if number - 1 in rows else START
    fits = one.seal == seal(tuple(getattr(one, name) for name in SEALED), before)
    county = County.objects.filter(pk=one.county_code).first() if one.county_code else None
    context = {"entry": one, "shown": shown.shown(one), "before": before, "fits": fits, "county": county}
    return render(request, "log/entry.html", context)


@page("log.export")
@require_POST
def export(request: Any) -> HttpResponse:
    """Hand over the entries found as CSV; logged."""
    filters = search.Filters.of(request.POST)
    rows = filters.apply(Entry.objects.order_by("number"))
    count = rows.order_by()[: MOST + 1].count()
    if count > MOST:
        messages.error(
            request,
            say(
                f"超过 {MOST} 条，没有导出。请缩小范围，或请系统管理员用 junheng log export 导出全部。",
                f"More than {MOST} entries: nothing was exported. Ask for less, or have the system administrator run"
                " junheng log export for all.",
            ),
        )
        return redirect(f"{request.path.removesuffix('export/')}?{filters.query}")
    last = rows.order_by("-number").values_list("number", flat=True).first() or 0
    record(request.actor, "log.export", rows=count, filters=filters.given)
    columns = [say(*words) for words in COLUMNS]
    found = rows.filter(number__lte=last).iterator(chunk_size=2000)
    response = StreamingHttpResponse(csvs.lines(columns, map(_cells, found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="log-{timezone.localdate():%Y%m%d}.csv"'
    return response


@page("log.view")
@require_POST
def verify(request: Any) -> HttpResponse:
    """Ask for the verification of the whole log."""
    job = enqueue(request.actor, "log.verify", title=bi("校验全部日志", "verification of the whole log"))
    return redirect("jobs:detail", job.pk)


@page("log.pack")
@require_http_methods(["GET", "HEAD", "POST"])
def packs(request: Any) -> HttpResponse:
    """List the yearly packs, and ask for one."""
    counties = list(County.objects.all())
    this = timezone.localdate().year
    years = list(range(this, EARLIEST - 1, -1))
    if request.method == "POST":
        county = next((each for each in counties if each.code == request.POST.get("county")), None)
        year = request.POST.get("year", "")
        if county is not None and year in map(str, years):
            words = bi(f"{county} {year} 年度审计材料", f"yearly pack {year} of {county}")
            job = enqueue(request.actor, "log.pack", title=words, code=county.code, year=int(year))
            return redirect("jobs:detail", job.pk)
        messages.error(request, say("请选择县和年度。", "Choose a county and a year."))
    context = {"packs": Pack.objects.defer("content")[:200], "counties": counties, "years": years, "last": this - 1}
    return render(request, "log/packs.html", context)


@page("log.pack")
@require_safe
def pack(request: Any, pk: int) -> HttpResponse:
    """Show a yearly pack, to be read and printed."""
    one = get_object_or_404(Pack, pk=pk)
    context = {"kept": one, "pack": one.content, "texts": packing.texts(), "there": pack_files.place(one).is_file()}
    return render(request, "log/pack.html", context)


@page("log.pack")
@require_POST
def pack_download(request: Any, pk: int) -> HttpResponse:
    """Hand over the pack's ZIP; logged."""
    one = get_object_or_404(Pack, pk=pk)
    try:
        file = pack_files.place(one).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    record(request.actor, "log.pack_download", f"pack:{one.pk}", county=one.county_code, sha256=one.sha256)
    name = f"minors-data-{one.county_code}-{one.year}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _cells(one: Entry) -> list[Any]:
    at = timezone.localtime(one.at).isoformat(sep=" ", timespec="seconds")[:19]
    return [
        one.number, at, one.user_name, one.channel, one.address, one.county_code, names.act(one.act), one.act,
        one.thing, one.detail, one.seal,
    ]  # fmt: skip


def _number(request: Any, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
