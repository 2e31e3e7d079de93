"""Making a snapshot by hand, after corrections."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from junheng.facts import snapshot_id
from junheng.web.base.words import bi
from junheng.web.jobs.models import Job
from junheng.web.jobs.work import Readable, Work, enqueue, job
from junheng.web.log.actor import Actor
from junheng.web.people.policy import Policy
from junheng.web.snapshots import acts, files


@job("snapshots.make", name=bi("制作快照", "making a snapshot"), time_limit=600)
def make(work: Work) -> dict[str, Any] | None:
    """Freeze the registry: files first, then, with the end of the job, the row."""
    county, year = work.job.county_id, work.arguments["year"]
    Policy(work.actor.user).demand("snapshot.make", county=county)
    work.progress(0, 2, bi("读取基础数据", "reading the registry"))
    try:
        frames = acts.moment(county, year)
    except acts.Restless:
        raise Readable(
            "读取期间基础数据不断有改动，没有制作快照。请稍后重试。",
            "The registry kept changing while it was read; no snapshot was made. Try again later.",
        ) from None
    if not frames:
        raise Readable(
            "这一学年及以前没有数据，没有制作快照。", "There is no data up to that school year; nothing was made."
        )
    content = snapshot_id(frames)
    work.progress(1, 2, bi("写入快照文件", "writing its files"))
    files.keep(county, content, frames)
    with work.once() as result:
        called, reason = work.arguments["called"], work.arguments["reason"]
        made = acts.record(work.actor, county, year, content, frames, title=called, reason=reason)
        result["url"] = reverse("snapshots:detail", args=[made.pk])
    return None


def ask(actor: Actor, county: str, year: int, *, title: str, reason: str) -> Job:
    """Have a snapshot made; raises people.policy.Refused, or Readable when no reason is given."""
    Policy(actor.user).demand("snapshot.make", county=county)
    if not reason.strip():
        raise Readable("请写明为什么制作这份快照。", "Say why this snapshot is made.")
    words = bi(f"制作快照：{year} 学年", f"Making a snapshot: {year}")
    return enqueue(
        actor, "snapshots.make", county=county, title=words, year=year, called=title[:120], reason=reason[:300]
    )
