"""Filing by workbook: download the own school's, upload it again, look at what would change, apply."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from junheng.dictionary import Title, load
from junheng.web.base.words import language, say, title
from junheng.web.filing import acts, values, workbook
from junheng.web.filing.acts.common import in_state
from junheng.web.filing.cells import key_word
from junheng.web.filing.models import WITH_CLERK, Filing, Upload
from junheng.web.filing.pages import pages
from junheng.web.filing.sheet import read
from junheng.web.filing.things import filing_thing
from junheng.web.filing.views.common import filing_of, told
from junheng.web.log.chain import record as log
from junheng.web.people.gate import page

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


@page("filing.view")
@require_GET
def download(request: Any, pk: int) -> HttpResponse:
    """Send the filing as a workbook."""
    one = filing_of(request, pk)
    content = workbook.written(read(one))
    log(request.actor, "filing.download", filing_thing(one), county=one.county_id)
    name = f"{one.round.title}-{one.school_name}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=EXCEL, headers=headers)


@page("filing.fill")
@told("filing:upload")
def upload(request: Any, pk: int) -> HttpResponse:
    """Show the workbook that waits, if any; posted, read one and say what it would change or what is wrong."""
    one = filing_of(request, pk, "filing.fill")
    if request.method != "POST":
        return render(request, "filing/upload.html", _context(one))
    in_state(one, *WITH_CLERK)
    given = request.FILES.get("file")
    if given is None:
        raise acts.NotNow(say("请先选择工作簿文件。", "Choose a workbook first."))
    if given.size > workbook.MOST_BYTES:
        raise acts.NotNow(say("文件超过 5 MB，没有读取。", "The file is larger than 5 MB and was not read."))
    with tempfile.TemporaryDirectory() as folder:
        path = workbook.place(given, Path(folder))
        found = workbook.compared(path, read(one))
        marked = workbook.marked(path, found.faults, one) if found.faults else ""
    Upload.objects.update_or_create(
        filing=one,
        defaults={
            "name": Path(given.name or "").name[:200],
            "changes": found.changes,
            "pages": found.pages,
            "faults": [[each.severity, each.text("zh"), each.text("en")] for each in found.faults],
            "marked": marked,
            "by_name": request.actor.name,
        },
    )
    log(
        request.actor,
        "filing.upload",
        filing_thing(one),
        county=one.county_id,
        changes=len(found.changes),
        faults=len(found.faults),
    )
    return redirect("filing:upload", one.pk)


@page("filing.fill")
@require_POST
@told("filing:upload")
def apply(request: Any, pk: int) -> HttpResponse:
    """Apply the workbook that waits."""
    one = filing_of(request, pk, "filing.fill")
    done = acts.apply_upload(request.actor, request.policy, one, request.POST.getlist("page"))
    messages.success(
        request,
        say(
            f"已写入：数值 {done.changed} 个，新增 {done.added} 行，移除 {done.removed} 行。",
            f"Applied: {done.changed} values, {done.added} rows added, {done.removed} removed.",
        ),
    )
    for each in done.conflicts:
        field = load().tables[each.theirs.table].fields[each.theirs.field]
        theirs, mine = values.shown(field, each.theirs.value), values.shown(field, each.mine)
        messages.warning(
            request,
            say(
                f"{field.zh}没有写入：{each.theirs.by_name} 已改为“{theirs}”，工作簿里是“{mine}”。",
                f"{field.en} was not written: {each.theirs.by_name} has set “{theirs}”, the workbook says “{mine}”.",
            ),
        )
    return redirect("filing:filing", one.pk)


@page("filing.fill")
@require_GET
def marked(request: Any, pk: int) -> HttpResponse:
    """Send the workbook back with its faults marked."""
    one = filing_of(request, pk, "filing.fill")
    found = Upload.objects.filter(filing=one).exclude(marked="").first()
    path = Path(settings.MEDIA_ROOT) / found.marked if found else None
    if found is None or path is None or not path.exists():
        raise Http404
    name = f"{Path(found.name).stem}-{say('问题标注', 'marked')}{path.suffix}"
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=EXCEL)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _context(one: Filing) -> dict[str, Any]:
    found = Upload.objects.filter(filing=one).first()
    context: dict[str, Any] = {"filing": one, "upload": found, "most": workbook.MOST_BYTES // 1024 // 1024}
    if found is not None:
        place = 1 if language() == "zh" else 2
        context["faults"] = [(each[0], each[place]) for each in found.faults[:SHOWN]]
        context["changes"] = [_change(each) for each in found.changes[:SHOWN]]
        context["unlisted"] = len(found.changes) - len(context["changes"])
        context["unlisted_faults"] = len(found.faults) - len(context["faults"])
        context["pages"] = [
            (each, each.id in found.pages, each.id in one.pages_done) for each in pages(one.round.fields)
        ]
    return context


def _change(change: list[Any]) -> dict[str, str]:
    name, keys, field, before, after = change
    table = load().tables[name]
    key_words = [key_word(name, key, value) for key, value in keys.items() if value != ""]
    words = " · ".join([title(table.title), *key_words])
    if not field:
        kind = Title("新增一行", "row added") if after == "added" else Title("移除一行", "row removed")
        return {"where": words, "field": title(kind), "before": "", "after": ""}
    one = table.fields[field]
    shown = [values.shown(one, text) for text in (before, after)]
    return {"where": words, "field": title(one.title), "before": shown[0], "after": shown[1]}
