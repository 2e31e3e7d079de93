"""Closing a round: accepted filings into the registry, the registry into a snapshot."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from junheng.dictionary import Tables
from junheng.facts import snapshot_id
from junheng.web.base.words import bi, say
from junheng.web.filing.acts.common import NotNow, locked_round
from junheng.web.filing.acts.writing import edits_of
from junheng.web.filing.models import Round, RoundState, State
from junheng.web.filing.things import round_thing
from junheng.web.jobs.models import AGAIN
from junheng.web.jobs.work import Readable, Work, enqueue
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.policy import Policy
from junheng.web.registry.acts import Stale, write
from junheng.web.snapshots import acts as snapshots
from junheng.web.snapshots import files


def close(actor: Actor, policy: Policy, one: Round, *, confirmed: str, leave_out: Iterable[str]) -> Round:
    """Close the round: no filing changes any more, and a job writes the accepted ones and makes the snapshot.

    `confirmed` is the round's title, typed; `leave_out` the codes of the schools that are left out knowingly: exactly
    those that are not accepted. Raises NotNow otherwise. A closing whose job failed can be asked for again.
    """
    policy.demand("filing.manage", county=one.county_id, school="")
    with transaction.atomic():
        now = locked_round(one.pk)
        if now.state == RoundState.CLOSED or (now.job and now.job.state not in AGAIN):
            raise NotNow(say("这一轮已经关闭或正在关闭。", "This round is closed or being closed already."))
        if " ".join(confirmed.split()) != now.title:
            raise NotNow(
                say(
                    f"没有关闭：请原样输入标题“{now.title}”确认。",
                    f"Not closed: type the title “{now.title}” as it is to confirm.",
                )
            )
        left = sorted(now.filings.exclude(state=State.ACCEPTED).values_list("school_code", flat=True))
        if left != sorted(set(leave_out)):
            raise NotNow(
                say(
                    f"没有关闭：还有 {len(left)} 所学校没有接受，请逐一确认不纳入。",
                    f"Not closed: {len(left)} schools are not accepted; confirm each of them to be left out.",
                )
            )
        now.state, now.left_out = RoundState.CLOSING, left
        now.closed_by = actor.name
        now.job = enqueue(
            actor,
            "filing.close",
            county=now.county_id,
            title=bi(f"关闭{now.title}，形成快照", f"Close {now.title} and make the snapshot"),
            round=now.pk,
        )
        now.save(update_fields=["state", "left_out", "closed_by", "job"])
        log(actor, "filing.close", round_thing(now), county=now.county_id, left_out=left, title=now.title)
    return now


def reopen(actor: Actor, policy: Policy, one: Round) -> Round:
    """Open a round again whose closing failed before anything was written."""
    policy.demand("filing.manage", county=one.county_id, school="")
    with transaction.atomic():
        now = locked_round(one.pk)
        if now.state != RoundState.CLOSING or now.written or (now.job and now.job.state not in AGAIN):
            raise NotNow(
                say(
                    "不能重新打开：正在关闭，或数据已写入基础数据。",
                    "It cannot be opened again: it is being closed, or the registry is written already.",
                )
            )
        now.state, now.left_out, now.closed_by = RoundState.OPEN, [], ""
        now.save(update_fields=["state", "left_out", "closed_by"])
        log(actor, "filing.reopen", round_thing(now), county=now.county_id)
    return now


def closed_by_job(work: Work) -> None:
    """Do the closing: the registry in one transaction, then the snapshot with the end of the job in another.

    Each happens once, whoever dies in between: `written` says that the first is done. A job that is no longer the
    round's (it was opened again, or closed again by a later job) writes nothing.
    """
    one = _own(Round.objects.get(pk=work.arguments["round"]), work)
    work.progress(0, 3, bi("汇总已接受的填报", "gathering what was accepted"))
    if not one.written:
        _write(work, one)
    work.progress(2, 3, bi("形成快照", "making the snapshot"))
    frames = _frozen(one) if one.filings.filter(state=State.ACCEPTED).exists() else None
    with work.once() as result:
        one = _own(locked_round(one.pk), work)
        if frames is not None:
            left = dict(one.filings.filter(school_code__in=one.left_out).values_list("school_code", "school_name"))
            one.snapshot = snapshots.record(
                work.actor, one.county_id, one.year, *frames, reason=one.title, left_out=left
            )
        one.state, one.closed_at = RoundState.CLOSED, timezone.now()
        one.save(update_fields=["snapshot", "state", "closed_at"])
        log(
            work.actor,
            "filing.closed",
            round_thing(one),
            county=one.county_id,
            batch=one.batch_id,
            snapshot=one.snapshot_id,
        )
        result["url"] = reverse("filing:round", args=[one.pk])


def _own(one: Round, work: Work) -> Round:
    """Return the round while it is this job's to close; raises jobs.work.Readable when it no longer is."""
    if one.state != RoundState.CLOSING or one.job_id != work.job.pk:
        raise Readable(
            "这项任务已被取代：填报后来重新打开过，或已另行关闭。这项任务没有写入任何数据，请到填报页面查看。",
            "This job was superseded: the round was opened again, or closed by another job. It wrote nothing; look at"
            " the round's page.",
        )
    return one


def _write(work: Work, one: Round) -> None:
    edits = edits_of(one)
    work.progress(1, 3, bi("写入基础数据", "writing the registry"))
    try:
        with transaction.atomic():
            one = _own(locked_round(one.pk), work)
            if not one.written:
                one.batch = write(work.actor, one.county_id, edits, source="filing", title=one.title)
                one.written = True
                one.save(update_fields=["batch", "written"])
    except Stale:
        raise Readable(
            "写入时基础数据正有人修改，没有写入任何数据。请稍后重试。",
            "Somebody was changing the registry at that moment; nothing was written. Try again later.",
        ) from None


def _frozen(one: Round) -> tuple[str, Tables]:
    """Return the hash and tables of the snapshot to be, whose files are in place."""
    try:
        frames = snapshots.moment(one.county_id, one.year)
    except snapshots.Restless:
        raise Readable(
            "数据已写入基础数据；但读取期间基础数据不断有改动，快照没有形成。请稍后再次关闭。",
            "The registry is written, but it kept changing while it was read: no snapshot was made. Close again later.",
        ) from None
    content = snapshot_id(frames)
    files.keep(one.county_id, content, frames)
    return content, frames
