"""The log's long work: verifying all of it, making a yearly pack."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from junheng.web.base.words import bi
from junheng.web.jobs.work import Work, job
from junheng.web.log import pack, verify
from junheng.web.log.chain import record

SLICE = 20_000


@job("log.verify", name=bi("校验日志", "verify the log"), time_limit=3600)
def verify_all(work: Work) -> None:
    """Verify the whole log; what came of it is itself an entry, and the result leads there."""
    end, beyond = verify.ends()
    found = verify.verdict(_telling(work, end.number, beyond), lambda: end)
    detail = {"rows": found.rows, "whole": found.fault is None, "seal": str(found.end)}
    if found.fault is not None:
        detail["row"], detail["why"] = found.fault.number, found.fault.words.zh
    with work.once() as result:
        entry = record(work.actor, "log.verify", f"entry:{found.end.number}", **detail)
        result["url"] = reverse("log:entry", args=[entry.number])


@job("log.pack", name=bi("年度审计材料", "yearly pack"), time_limit=3600)
def make_pack(work: Work) -> None:
    """Make the yearly pack of one county."""
    county, year = work.arguments["code"], work.arguments["year"]
    work.progress(0, None, bi("校验日志、汇总", "verifying the log, gathering"))
    made = pack.make(county, year, by=work.actor.name)
    try:
        with work.once() as result:
            kept = pack.keep(work.actor, made)
            result["url"] = reverse("log:pack", args=[kept.pk])
    except BaseException:
        made.file.unlink(missing_ok=True)
        raise


def _telling(work: Work, total: int, beyond: bool) -> Iterator[verify.Row]:
    # Slice by slice: SQLite does not write the progress while rows are still being read on the same connection.
    for start in range(0, max(total, 1), SLICE):
        last = start + SLICE >= total
        yield from verify.stored(after=start, up_to=None if last and beyond else min(start + SLICE, total))
        work.progress(min(start + SLICE, total), total)
