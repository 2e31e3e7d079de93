"""The queue: who does which job, who is alive, how a job ends. Every step is one conditional statement.

A job belongs to one attempt of one worker: `worker` and `attempts` together. Whoever writes to it names both, so that
a worker taken for dead cannot write over the one that took its job up. Times are the database's, one clock for all.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from junheng.web.jobs.models import Job, State, Worker

FORGOTTEN = timedelta(days=1)
"""Silence after which a worker's row is removed."""


def claim(worker: str) -> Job | None:
    """Give the worker the oldest waiting job, as a new attempt; None when nothing waits."""
    waiting = Job.objects.filter(state=State.WAITING).order_by("pk")
    if not waiting.exists():
        return None
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        found = waiting.select_for_update(skip_locked=skip, of=("self",) if skip else ()).first()
        if found is None:
            return None
        now = Now()
        won = waiting.filter(pk=found.pk).update(
            state=State.RUNNING, worker=worker, attempts=F("attempts") + 1, started_at=now, beat_at=now,
            ended_at=None, done=0, total=None, step_zh="", step_en="", error_zh="", error_en="", reference="",
        )  # fmt: skip
    return Job.objects.select_related("by").get(pk=found.pk) if won else None


def held(job: Job) -> QuerySet[Job]:
    """Return the job as a query, empty once it is no longer this attempt's."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)


def beat(worker: str, job: Job | None) -> bool:
    """Give a sign of life; return whether the job (where there is one) is still this worker's and wanted."""
    if not Worker.objects.filter(pk=worker).update(beat_at=Now()):
        Worker.objects.filter(beat_at__lt=Now() - FORGOTTEN).delete()
        Worker.objects.create(name=worker, since=Now(), beat_at=Now())
    if job is None:
        return True
    return bool(held(job).update(beat_at=Now())) and held(job).filter(cancel=False).exists()


def leave(worker: str) -> None:
    """Take the worker off the list of those alive."""
    Worker.objects.filter(name=worker).delete()


def alive(silence: int) -> QuerySet[Worker]:
    """Return the workers that gave a sign of life within `silence` seconds."""
    return Worker.objects.filter(beat_at__gte=Now() - timedelta(seconds=silence))


def end_done(job: Job, result: dict[str, Any] | None) -> bool:
    """Write that it is done; False when it is no longer this attempt's."""
    url = (result or {}).get("url", "")
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError("the result of a job leads to an address of this site")
    total = {"done": F("total")} if held(job).filter(total__isnull=False).exists() else {}
    return bool(held(job).update(state=State.DONE, ended_at=Now(), result=result, cancel=False, **total))


def end_failed(job: Job, zh: str, en: str, reference: str = "") -> bool:
    """Write that it failed, and why; False when it is no longer this attempt's."""
    return bool(held(job).update(state=State.FAILED, ended_at=Now(), error_zh=zh, error_en=en, reference=reference))


def end_cancelled(job: Job) -> bool:
    """Write that it was stopped because somebody asked; False when nobody did or it is no longer this attempt's."""
    return bool(held(job).filter(cancel=True).update(state=State.CANCELLED, ended_at=Now()))


def release(job: Job) -> bool:
    """Put a job back whose worker is told to stop: the attempt does not count."""
    return bool(held(job).update(state=State.WAITING, worker="", attempts=F("attempts") - 1, started_at=None))


def again(lost: Q) -> int:
    """Put jobs back whose worker or process died (`lost` says which); return how many are to be done again.

    Those that were to be cancelled are; those that killed their worker too often fail.
    """
    rows = Job.objects.filter(lost, state=State.RUNNING)
    rows.filter(cancel=True).update(state=State.CANCELLED, ended_at=Now())
    rows.filter(attempts__gte=F("most_attempts")).update(
        state=State.FAILED,
        ended_at=Now(),
        error_zh="每次执行都中途异常终止，已停止重试。已保存的数据不受影响。请告知系统管理员（可能是内存不足）。",
        error_en="Each attempt broke off midway, so it is not tried again. What was saved before is safe."
        " Tell the system administrator (memory may be short).",
    )
    return rows.update(state=State.WAITING, worker="", started_at=None)


def take_up(silence: int) -> int:
    """Put back the jobs of workers that gave no sign of life for `silence` seconds; return how many."""
    silent = Q(beat_at__lt=Now() - timedelta(seconds=silence))
    if not Job.objects.filter(silent, state=State.RUNNING).exists():
        return 0
    with transaction.atomic():
        # A row somebody holds locked is being ended this moment: leave it alone.
        skip = connection.features.has_select_for_update_skip_locked
        rows = Job.objects.filter(silent, state=State.RUNNING).select_for_update(skip_locked=skip)
        found = list(rows.values_list("pk", flat=True))
        return again(silent & Q(pk__in=found))
