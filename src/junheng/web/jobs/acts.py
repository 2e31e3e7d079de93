"""What people do to jobs: cancel one, try one again."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from junheng.web.jobs.models import AGAIN, Job, State
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log


@transaction.atomic
def cancel(actor: Actor, job: Job) -> bool:
    """Ask a job to stop; one that waits is stopped at once. False when it has ended already.

    Permission is asked by the caller.
    """
    row = Job.objects.filter(pk=job.pk)
    found = row.filter(state=State.WAITING).update(state=State.CANCELLED, cancel=True, ended_at=Now())
    found = found or row.filter(state=State.RUNNING).update(cancel=True)
    if found:
        log(actor, "job.cancel", f"job:{job.pk}", county=job.county_id)
    return bool(found)


@transaction.atomic
def retry(actor: Actor, job: Job) -> bool:
    """Put a job that failed or was cancelled back into the queue, all its attempts before it. False when it did not.

    Permission is asked by the caller; the job goes on acting for the person who asked for it first.
    """
    found = Job.objects.filter(pk=job.pk, state__in=AGAIN).update(
        state=State.WAITING, attempts=0, cancel=False, worker="", started_at=None, ended_at=None,
        beat_at=None, done=0, total=None, step_zh="", step_en="",
    )  # fmt: skip
    if found:
        log(actor, "job.retry", f"job:{job.pk}", county=job.county_id)
    return bool(found)
