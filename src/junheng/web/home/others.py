"""What else a first page lists: failed jobs, the inspector's schools, the administrators' own things."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from junheng.web.base.words import say
from junheng.web.home.need import Need
from junheng.web.jobs.models import Job
from junheng.web.jobs.models import State as JobState
from junheng.web.jobs.work import name_of
from junheng.web.people.models import GrantRequest, Lockout, Role
from junheng.web.registry.models import School

RECENT = dt.timedelta(days=14)
MOST_SCHOOLS = 30


def failed_jobs(request: Any) -> list[Need]:
    """Return the own jobs that failed lately (every job's, for whoever looks after all): one query."""
    rows = Job.objects.filter(state=JobState.FAILED, ended_at__gte=timezone.now() - RECENT)
    if not request.policy.may("jobs.all"):
        rows = rows.filter(by=request.user)
    return [_failed(request, job) for job in rows[:5]]


def _failed(request: Any, job: Job) -> Need:
    """Return what is said of a failed job; of another's only its kind: titles and errors name files and schools."""
    own = job.by_id == request.user.pk
    title = job.title if own else str(name_of(job.kind))
    words = [job.error] if own and job.error else []
    return Need(say(f"任务失败：{title}", f"Failed: {title}"), reverse("jobs:detail", args=[job.pk]), words, "urgent")


def inspected(request: Any) -> list[Need]:
    """Return the schools of a responsible inspector: one query."""
    if Role.INSPECTOR not in request.policy.roles or not request.county:
        return []
    rows = request.policy.rows("registry.view", School.objects.filter(county=request.county)).order_by("year")
    named = dict(rows.values_list("school_code", "school_name"))
    return [
        Need(name or code, reverse("registry:school", args=[code]), [], "note")
        for code, name in sorted(named.items())[:MOST_SCHOOLS]
    ]


def administrators(request: Any) -> list[Need]:
    """Return what waits for the three administrators: at most two queries."""
    found = []
    if request.policy.may("people.unlock"):
        locked = Lockout.objects.filter(until__gt=timezone.now(), user__isnull=False).count()
        if locked:
            words = say(f"{locked} 个账号因密码输错被锁定", f"{locked} accounts are locked")
            found.append(
                Need(
                    words, reverse("people:index") if request.policy.may("people.manage") else reverse("people:grants")
                )
            )
    if request.policy.may("people.grant"):
        waiting = GrantRequest.objects.count()
        if waiting:
            words = say(f"{waiting} 项授权申请待办理", f"{waiting} grants are asked for")
            found.append(Need(words, reverse("people:requests")))
    return found
