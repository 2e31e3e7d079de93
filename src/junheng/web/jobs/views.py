"""Pages of long work: the list, one job, its progress, cancel and retry."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from junheng.web.base.words import say
from junheng.web.jobs import acts, queue
from junheng.web.jobs.models import OPEN, Job, State
from junheng.web.jobs.work import name_of
from junheng.web.people.gate import page

ROWS = 50


@page("jobs.own")
def index(request: Any) -> HttpResponse:
    """List the own jobs; to the system administrator all, without what they are about."""
    state = request.GET.get("state", "")
    rows = _visible(request).select_related("by", "county")
    if state in State.values:
        rows = rows.filter(state=state)
    chosen = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    shown = [(job, _title(request, job)) for job in chosen]
    context = {
        "page": chosen,
        "jobs": shown,
        "states": State.choices,
        "state": state,
        "query": f"state={state}" if state in State.values else "",
        "all": request.policy.may("jobs.all"),
        "idle": any(job.open for job in chosen) and not queue.alive(settings.WORKER_SILENCE).exists(),
    }
    return render(request, "jobs/index.html", context)


@page("jobs.own")
def detail(request: Any, pk: int) -> HttpResponse:
    """Show one job: how far it is, what came of it."""
    job = get_object_or_404(_visible(request).select_related("by", "county"), pk=pk)
    return render(request, "jobs/detail.html", _context(request, job))


@page("jobs.own")
def progress(request: Any, pk: int) -> HttpResponse:
    """Answer the polling of `jobs/progress.html`; once the job is done, lead to its result."""
    job = get_object_or_404(_visible(request), pk=pk)
    response = render(request, "jobs/progress.html", _context(request, job))
    if job.url and job.by_id == request.user.pk:
        response["HX-Redirect"] = job.url
    return response


@require_POST
@page("jobs.own")
def stop(request: Any, pk: int) -> HttpResponse:
    """Cancel a job."""
    job = get_object_or_404(_visible(request), pk=pk)
    if acts.cancel(request.actor, job):
        messages.success(
            request, say("已要求取消；没有做完的部分不会保存。", "Asked to stop; the unfinished part is not kept.")
        )
    else:
        messages.warning(request, say("任务已经结束，无法取消。", "The job had ended already; it cannot be cancelled."))
    return redirect("jobs:detail", pk)


@require_POST
@page("jobs.own")
def again(request: Any, pk: int) -> HttpResponse:
    """Try a failed or cancelled job again."""
    job = get_object_or_404(_visible(request).filter(by=request.user), pk=pk)
    if acts.retry(request.actor, job):
        messages.success(request, say("已重新排队。", "Back in the queue."))
    else:
        messages.warning(
            request, say("任务没有失败，不需要重试。", "The job did not fail; there is nothing to try again.")
        )
    return redirect("jobs:detail", pk)


def _visible(request: Any) -> QuerySet[Job]:
    if request.policy.may("jobs.all"):
        return Job.objects.all()
    return Job.objects.filter(by=request.user)


def _context(request: Any, job: Job) -> dict[str, Any]:
    ahead = 0
    if job.state == State.WAITING:
        ahead = Job.objects.filter(Q(state=State.RUNNING) | Q(state=State.WAITING, pk__lt=job.pk)).count()
    return {
        "job": job,
        "title": _title(request, job),
        "own": job.by_id == request.user.pk,
        "ahead": ahead,
        "idle": job.state in OPEN and not queue.alive(settings.WORKER_SILENCE).exists(),
    }


def _title(request: Any, job: Job) -> str:
    """Return what the job is about, for others than its owner only of what kind it is."""
    return job.title if job.by_id == request.user.pk else str(name_of(job.kind))
