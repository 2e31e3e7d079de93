"""Pages of imports: the list, uploading, one import with its faults and difference, applying."""

from __future__ import annotations

import errno
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from junheng.dictionary import load
from junheng.exchange import Refused, write_template
from junheng.web.base.words import language, say, title
from junheng.web.imports import acts, faults, store
from junheng.web.imports.compare import KINDS, unpacked
from junheng.web.imports.guard import guard, may_remove
from junheng.web.imports.models import File, Import, State, Version, versions, visible, with_newest
from junheng.web.imports.scope import name_is_personal
from junheng.web.jobs.work import Readable
from junheng.web.people.gate import page
from junheng.web.registry.tables import MODELS
from junheng.web.snapshots import records

ROWS = 50


@page("registry.import")
def index(request: Any) -> HttpResponse:
    """List the imports this person may see."""
    rows = with_newest(visible(request.policy).filter(county=_county(request)), request.policy)
    shown = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    for each in shown:
        each.state_name = State(each.state).label
    return render(request, "imports/index.html", {"page": shown})


@page("registry.import")
def new(request: Any) -> HttpResponse:
    """Show the form of an upload; take one."""
    if request.method == "POST" and (version := _uploaded(request, None)):
        return redirect("imports:detail", version.of_id)
    county = _county(request)
    tables = [title(load().tables[name].title) for name in _importable(request, county)]
    context = {"most": settings.UPLOAD_BYTES // acts.MEBIBYTE, "tables": tables}
    return render(request, "imports/new.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@page("registry.import")
def correct(request: Any, pk: int) -> HttpResponse:
    """Take corrected files as the next version of an import."""
    of = _newest(request, pk).of
    _uploaded(request, of)
    return redirect("imports:detail", of.pk)


@page("registry.import")
def detail(request: Any, pk: int) -> HttpResponse:
    """Show one version of an import (the newest one may see, or ``?version=``): what is wrong, what would change."""
    of = _import(request, pk)
    rows = versions(request.policy).filter(of=of).select_related("job", "job__by", "batch", "batch__undone_by")
    seen = list(rows.prefetch_related("files"))
    asked = request.GET.get("version")
    version = next((each for each in seen if asked is None or str(each.number) == asked), None)
    if version is None:
        raise Http404
    version.of = of
    wanted = request.GET.getlist("remove") if "chosen" in request.GET else version.removed
    remove = sorted(set(wanted) & version.counts.keys())
    found = guard(version, remove)
    context = {
        "import": of,
        "version": version,
        "versions": seen,
        "newest": version.number == of.newest.number,
        "job": version.job,
        "tables": _tables(version, remove, found),
        "remove": remove,
        "guard": found,
        "officer": may_remove(request.policy, version, found),
        "nothing": not any(
            c["added"] or c["changed"] or (c["removed"] and t in remove) for t, c in version.counts.items()
        ),
        "most": settings.UPLOAD_BYTES // acts.MEBIBYTE,
        "own": version.job is not None and version.job.by_id == request.user.pk,
        **faults.shown(request, version, ROWS),
    }
    return render(request, "imports/detail.html", context)


@page("registry.import")
def difference(request: Any, pk: int, table: str) -> HttpResponse:
    """Show the records of one table that differ, paged and filtered."""
    of = _import(request, pk)
    version = get_object_or_404(
        versions(request.policy).select_related("of"),
        of=of,
        number=_number(request.GET.get("version")) or of.newest.number,
    )
    if table not in version.kept or version.state not in {State.READY, State.MOVED}:
        raise Http404
    if not acts.reaches(request.policy, version, table):  # the registry's side may be another school's
        raise Http404
    try:
        found = unpacked(table, store.frame(version.kept[table]))
    except store.Lost:
        raise Http404 from None
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else next((each for each in KINDS if getattr(found, each).height), "added")
    chosen = {name: request.GET.get(name, "") for name in ("school", "field", "q")}
    personal = name_is_personal(table)
    if personal:  # numbers of persons do not belong into an address
        chosen["q"] = ""
    frame = records.filtered(found, kind, school=chosen["school"], column=chosen["field"], text=chosen["q"])
    pages = Paginator(range(frame.height), ROWS).get_page(request.GET.get("page"))
    names = records.school_names(of.county_id)
    viewer = records.Viewer(request.policy, of.county_id, names)
    shown = records.listed(found, kind, frame[pages.start_index() - 1 : pages.end_index()], viewer)
    known = load().tables[table]
    context = {
        "import": of,
        "version": version,
        "table": known,
        "personal": personal,
        "kind": kind,
        "kinds": [(each, records.KINDS[each], getattr(found, each).height) for each in KINDS],
        "records": shown,
        "page": pages,
        "chosen": chosen,
        "schools": sorted((code, names.get(code, code)) for code in version.reach[table]["schools"]),
        "fields": [(name, records.heading(table, name)) for name in known.fields if name not in found.key],
        "query": urlencode({"version": version.number, "kind": kind, **chosen}),
    }
    return render(request, "imports/difference.html", context)


@page("registry.import")
def marked(request: Any, pk: int, file: int) -> HttpResponse:
    """Give back a workbook with its faults marked."""
    of = _import(request, pk)
    row = get_object_or_404(File, pk=file, version__in=versions(request.policy).filter(of=of))
    try:
        data = store.content(row.marked) if row.marked else b""
    except store.Lost:
        data = b""
    if not data:
        raise Http404
    return FileResponse(BytesIO(data), as_attachment=True, filename=row.marked_name)


@page("registry.import")
def template(request: Any) -> HttpResponse:
    """Give out an empty workbook of the tables this person may import."""
    tables = _importable(request, _county(request))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(path, language(), tables)
        data = path.read_bytes()
    return FileResponse(BytesIO(data), as_attachment=True, filename=say("均衡-导入模板.xlsx", "junheng-template.xlsx"))


@require_POST
@page("registry.import")
def again(request: Any, pk: int) -> HttpResponse:
    """Read and compare the newest version again."""
    version = _newest(request, pk)
    if version.state not in {State.READING, State.MOVED, State.READY}:
        messages.error(request, say("这一版不能再比对。", "This version cannot be compared again."))
    else:
        acts.again(request.actor, version)
    return redirect("imports:detail", pk)


@require_POST
@page("registry.import")
def apply(request: Any, pk: int) -> HttpResponse:
    """Have the newest version applied."""
    version = _newest(request, pk)
    try:
        acts.ask_apply(request.actor, version, request.POST.getlist("remove"), request.POST.get("typed", ""))
    except Readable as error:
        messages.error(request, say(error.zh, error.en))
        remove = [("remove", table) for table in request.POST.getlist("remove")]
        return redirect(f"{_url(pk)}?{urlencode([('chosen', '1'), *remove])}#apply")
    return redirect("imports:detail", pk)


@require_POST
@page("registry.import")
def discard(request: Any, pk: int) -> HttpResponse:
    """Give the newest version up."""
    version = _newest(request, pk)
    if not version.busy and acts.discard(request.actor, version):
        messages.success(request, say("已放弃，上传的文件已删除。", "Discarded; the uploaded files were deleted."))
    else:
        messages.error(request, say("这一版现在不能放弃。", "This version cannot be discarded now."))
    return redirect("imports:detail", pk)


def _uploaded(request: Any, of: Import | None) -> Version | None:
    """Take the request's files; on failure say what happened and return None."""
    county = of.county_id if of else _county(request)
    try:
        return acts.upload(
            request.actor,
            county,
            request.FILES.getlist("files"),
            request.FILES.get("mapping"),
            clear_blanks="clear_blanks" in request.POST,
            of=of,
        )
    except Readable as error:
        messages.error(request, say(error.zh, error.en))
    except Refused as error:
        for fault in error.faults:
            messages.error(request, fault.text(language()))
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        cause = (
            say("服务器磁盘已满", "the server's disk is full")
            if full
            else say("服务器写文件出错", "the server could not write the file")
        )
        messages.error(
            request,
            say(
                f"没有收下文件：{cause}。已有数据不受影响，请稍后重试并告知系统管理员。",
                f"The files were not taken: {cause}. What was saved is safe. Try later; tell the system administrator.",
            ),
        )
    return None


def _tables(version: Version, remove: list[str], found: Any) -> list[dict[str, Any]]:
    return [
        {
            "table": load().tables[name],
            "counts": counts,
            "remove": name in remove,
            "guarded": name in {*found.removing, *found.changing},
            "opens": version.state in {State.READY, State.MOVED} and any(counts[kind] for kind in KINDS),
        }
        for name, counts in version.counts.items()
    ]


def _import(request: Any, pk: int) -> Import:
    return get_object_or_404(visible(request.policy), pk=pk)


def _newest(request: Any, pk: int) -> Version:
    """Return the import's newest version; 404 when it is not this person's to see, as acts are on that one alone."""
    number = _import(request, pk).newest.number
    return get_object_or_404(versions(request.policy).select_related("of", "job"), of=pk, number=number)


def _county(request: Any) -> str:
    if request.county is None or not request.policy.may("registry.import", county=request.county.code):
        raise Http404
    return request.county.code


def _importable(request: Any, county: str) -> list[str]:
    """Return the tables this person may import, for the county or for some school."""
    return [
        name
        for name in MODELS
        if request.policy.may("registry.import", county=county, table=name)
        and (
            "school_code" in load().tables[name].fields
            or request.policy.may("registry.import", county=county, school="", table=name)
        )
    ]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


def _url(pk: int) -> str:
    return reverse("imports:detail", args=[pk])
