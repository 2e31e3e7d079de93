"""Pages of the evidence archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from junheng import standards
from junheng.standards import Standard
from junheng.web.base.words import bi, say
from junheng.web.evidence import acts, store
from junheng.web.evidence.kinds import KINDS
from junheng.web.evidence.models import Archive, File, Link, Persons, visible
from junheng.web.evidence.things import figure_of, item_thing
from junheng.web.evidence.tree import Group, Node, school_names, tree
from junheng.web.jobs.work import Readable, enqueue
from junheng.web.log.chain import record as log
from junheng.web.people.gate import page
from junheng.web.people.models import Role, Section
from junheng.web.people.policy import Refused
from junheng.web.registry.models import School
from junheng.web.snapshots.models import Snapshot


@dataclass(frozen=True, slots=True)
class Place:
    """What a page of the archive is about: the county, the school year, the standard."""

    county: str
    year: int
    standard: Standard


@page("evidence.view")
@require_GET
def index(request: Any) -> HttpResponse:
    """Show the tree: every item with what is there and what is missing."""
    place = _place(request)
    groups = _tree(request, place)
    only, section = request.GET.get("missing") == "1", request.GET.get("section", "")
    shown = [
        Group(each.id, each.title, [node for node in each.nodes if _fits(node, only=only, section=section)])
        for each in groups
    ]
    nodes = [node for each in groups for node in each.nodes]
    return render(
        request,
        "evidence/index.html",
        {
            "place": place,
            "groups": [each for each in shown if each.nodes],
            "years": _years(place.county),
            "sections": sections(),
            "section": section,
            "only_missing": only,
            "items": len(nodes),
            "complete": sum(not node.missing for node in nodes),
            "missing": sum(node.missing for node in nodes),
            "files": len({file.pk for node in nodes for file in node.files}),
            "may_export": request.policy.may("evidence.export", county=place.county, school=""),
            "may_edit": request.policy.may("evidence.edit", county=place.county),
        },
    )


@page("evidence.view")
@require_GET
def item(request: Any, item: str) -> HttpResponse:
    """Show one item: what it asks for, what is there, who lacks it; put in another file."""
    place = _place(request)
    node = next((node for group in _tree(request, place) for node in group.nodes if node.id == item), None)
    if node is None:
        raise Http404
    return render(
        request,
        "evidence/item.html",
        {"place": place, "node": node, "thing": item_thing(place.standard.id, item), **_form(request, place)},
    )


@page("evidence.view")
@require_GET
def figure(request: Any) -> HttpResponse:
    """Show what a figure rests on: `?thing=figure:…`; put in another file."""
    thing = request.GET.get("thing", "")
    found = figure_of(thing)
    place = _place(request)
    if found is None or not request.policy.may("evidence.view", county=place.county, school=found.school_code):
        raise Http404
    place = Place(place.county, found.year, place.standard)
    names = school_names(place.county, found.year)
    return render(
        request,
        "evidence/figure.html",
        {
            "place": place,
            "figure": found,
            "school": names.get(found.school_code, found.school_code),
            "files": _visible(request, place.county).filter(links__thing=thing).distinct(),
            "thing": thing,
            **_form(request, place, only=found.school_code),
        },
    )


@page("evidence.edit")
@require_POST
def put(request: Any) -> HttpResponse:
    """Keep uploaded files as evidence of one item or figure."""
    place = _place(request)
    school = request.POST.get("school", "")
    uploaded = request.FILES.getlist("file")
    if school and not _is_school(place.county, school):
        raise Http404
    try:
        if not uploaded:
            raise Readable("没有保存：请先选择文件。", "Nothing was saved: choose a file first.")
        paper = acts.Paper(
            place.county,
            _year(request.POST.get("year")) or place.year,
            request.POST.get("title", "").strip() if len(uploaded) == 1 else "",
            school,
            _own_section(request, place.county),
            request.POST.get("number", "").strip(),
            persons=request.POST.get("persons", ""),
        )
        target = acts.Target(request.POST.get("thing", ""), request.POST.get("wanted", ""))
        for each in uploaded:
            acts.put(request.actor, request.policy, paper, each.name, each.chunks(), [target])
    except Readable as why:
        messages.error(request, say(why.zh, why.en))
    else:
        messages.success(request, say(f"已存入 {len(uploaded)} 份文件。", f"{len(uploaded)} files were put in."))
    return redirect(_back(request))


@page("evidence.view")
@require_GET
def file(request: Any, pk: int) -> HttpResponse:
    """Show a file's own page: whose it is, its hash, what it is evidence of."""
    found = get_object_or_404(_visible(request), pk=pk)
    place = _place(request, found.county_id)
    loaded = place.standard
    return render(
        request,
        "evidence/file.html",
        {
            "file": found,
            "place": place,
            "links": [_described(link, loaded) for link in found.links.all()],
            "school": school_names(found.county_id, found.year).get(found.school_code, found.school_code),
            "may_change": acts.may_change(request.policy, found),
            "may_attach": request.policy.covers("evidence.edit", found),
            "choices": [
                (item_thing(loaded.id, each.id), f"{each.id} {each.title.zh}", f"{each.id} {each.title.en}")
                for each in (*loaded.indicator, *loaded.item)
            ],
        },
    )


@page("evidence.view")
@require_GET
def content(request: Any, pk: int) -> HttpResponse:
    """Hand out a file's content, never to be shown in place; the log says to whom."""
    found = get_object_or_404(_visible(request), pk=pk)
    try:
        path = store.checked(found.stored, found.sha256)
    except store.Lost:
        messages.error(
            request,
            say(
                "文件内容缺失或与存入时不符，没有下载。请告知系统管理员从备份恢复。",
                "The file is missing or not what was put in; nothing was handed out. "
                "Ask the system administrator to restore it.",
            ),
        )
        return redirect("evidence:file", pk=pk)
    log(request.actor, "evidence.download", acts.thing_of(found), county=found.county_id, sha256=found.sha256)
    return attachment(path, found.name, KINDS[found.kind])


@page("evidence.edit")
@require_POST
def attach(request: Any, pk: int) -> HttpResponse:
    """Make a file evidence of one more item."""
    found = get_object_or_404(_visible(request), pk=pk)
    _tried(
        request,
        lambda: acts.attach(request.actor, request.policy, found, acts.Target(request.POST.get("thing", ""))),
        bi("已关联。", "It was attached."),
    )
    return redirect("evidence:file", pk=pk)


@page("evidence.edit")
@require_POST
def detach(request: Any, pk: int) -> HttpResponse:
    """End one thing a file is evidence of."""
    link = get_object_or_404(Link.objects.filter(file__in=_visible(request)).select_related("file"), pk=pk)
    _tried(request, lambda: acts.detach(request.actor, request.policy, link), bi("已取消关联。", "It was detached."))
    return redirect("evidence:file", pk=link.file_id)


@page("evidence.edit")
@require_POST
def take_out(request: Any, pk: int) -> HttpResponse:
    """Take a file out of the archive."""
    found = get_object_or_404(_visible(request), pk=pk)
    done = _tried(
        request,
        lambda: acts.take_out(request.actor, request.policy, found, request.POST.get("reason", "")),
        bi("已从档案撤下。", "It was taken out of the archive."),
    )
    return redirect("evidence:index") if done else redirect("evidence:file", pk=pk)


@page("evidence.export")
def archives(request: Any) -> HttpResponse:
    """List the archives put together so far; ask for another."""
    place = _place(request)
    request.policy.demand("evidence.export", county=place.county, school="")
    if request.method == "POST":
        purpose = request.POST.get("purpose", "").strip()
        if not purpose:
            messages.error(request, say("没有导出：请写明用途。", "Nothing was exported: say what it is for."))
            return redirect("evidence:archives")
        job = enqueue(
            request.actor,
            "evidence.export",
            county=place.county,
            title=bi(f"{place.year} 学年迎检档案", f"evidence archive {place.year}"),
            year=place.year,
            standard=place.standard.id,
            purpose=purpose[:200],
        )
        return redirect("jobs:detail", pk=job.pk)
    rows = Paginator(request.policy.rows("evidence.export", Archive.objects.all()).filter(county=place.county), 50)
    return render(
        request,
        "evidence/archives.html",
        {"page": rows.get_page(request.GET.get("page")), "place": place, "years": _years(place.county)},
    )


@page("evidence.export")
@require_GET
def archive(request: Any, pk: int) -> HttpResponse:
    """Hand out an archive."""
    found = get_object_or_404(request.policy.rows("evidence.export", Archive.objects.all()), pk=pk)
    try:
        path = store.checked(found.stored, found.sha256)
    except store.Lost as lost:
        raise Http404 from lost
    log(request.actor, "evidence.archive_download", f"archive:{pk}", county=found.county_id, sha256=found.sha256)
    return attachment(path, f"{found.county_id}-{found.year}-evidence.zip", "application/zip")


def attachment(path: Any, name: str, kind: str) -> FileResponse:
    """Return a file as a download: never shown in place, never guessed at, never kept."""
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def sections() -> list[tuple[str, Any]]:
    """Return the sections that answer for items, with their names."""
    return list(Section.choices)


def _place(request: Any, county: str = "") -> Place:
    code = county or (request.county.code if request.county else "")
    if not code or not request.policy.may("evidence.view", county=code):
        raise Http404
    asked = _year(request.GET.get("year") or request.POST.get("year"))
    newest = Snapshot.objects.filter(county_id=code).values_list("year", flat=True).first()
    newest = newest or School.objects.filter(county_id=code).aggregate(newest=Max("year"))["newest"]
    name = request.county.standard if request.county and request.county.code == code else "cn.quality.2017"
    return Place(code, asked or newest or _school_year(), standards.load(name))


def _school_year() -> int:
    today = timezone.localdate()
    return today.year if today.month >= 9 else today.year - 1


def _year(text: str | None) -> int | None:
    year = int(text) if text and text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if 1990 <= year <= 2100 else None


def _years(county: str) -> list[int]:
    found = set(School.objects.filter(county_id=county).values_list("year", flat=True).distinct())
    found |= set(File.objects.filter(county_id=county).values_list("year", flat=True).distinct())
    return sorted(found | {_school_year()}, reverse=True)


def _visible(request: Any, county: str = "") -> QuerySet[File]:
    rows = visible(request.policy)
    return rows.filter(county_id=county) if county else rows


def _tree(request: Any, place: Place) -> list[Group]:
    files = _visible(request, place.county).filter(year=place.year)
    schools = request.policy.schools("evidence.view", place.county)
    return tree(place.county, place.year, place.standard, files, schools)


def _fits(node: Node, *, only: bool, section: str) -> bool:
    return (not only or node.missing > 0) and (not section or node.section == section)


def _form(request: Any, place: Place, only: str | None = None) -> dict[str, Any]:
    """Return what the upload form needs: the schools this person may put files in for."""
    schools = request.policy.schools("evidence.edit", place.county)
    whole = request.policy.may("evidence.edit", county=place.county, school="")
    names = school_names(place.county, place.year)
    choices = [(code, name) for code, name in names.items() if schools is None or code in schools]
    if only is not None:
        choices = [(code, name) for code, name in choices if code == only]
    return {
        "may_edit": whole or bool(choices),
        "whole": whole and not only,
        "schools": choices,
        "persons": Persons.choices,
        "endings": ",".join(f".{kind}" for kind in KINDS),
    }


def _own_section(request: Any, county: str) -> str:
    return next((g.section for g in request.policy.grants if g.role == Role.OFFICER and g.county_id == county), "")


def _is_school(county: str, code: str) -> bool:
    return School.objects.filter(county_id=county, school_code=code).exists()


def _described(link: Link, standard: Standard) -> dict[str, Any]:
    """Return a link in words, with where it leads."""
    found = figure_of(link.thing)
    if found is not None:
        return {"link": link, "title": found.field.title, "url": f"{reverse('evidence:figure')}?thing={link.thing}"}
    name = link.thing.rsplit(":", 1)[-1]
    titles = {each.id: each.title for each in (*standard.indicator, *standard.item)}
    known = titles.get(name)
    return {"link": link, "id": name, "title": known, "url": reverse("evidence:item", args=[name]) if known else ""}


def _tried(request: Any, act: Any, done: Any) -> bool:
    try:
        act()
    except Readable as why:
        messages.error(request, say(why.zh, why.en))
        return False
    except Refused:
        messages.error(request, say("您的角色不能改动这份材料。", "Your role may not change this file."))
        return False
    messages.success(request, str(done))
    return True


def _back(request: Any) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else reverse("evidence:index")
