"""Exports too long for one answer."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from junheng.web.base.words import bi
from junheng.web.jobs.work import Readable, Work, job
from junheng.web.log.chain import record as log
from junheng.web.people.models import County
from junheng.web.people.policy import Policy
from junheng.web.registry import export
from junheng.web.registry.query import read
from junheng.web.registry.scope import Scope

HOURS = 24
"""How long a file waits to be fetched."""


def folder() -> Path:
    """Return where files wait, made where it is not there."""
    place = Path(settings.MEDIA_ROOT) / "exports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


@job("registry.export", name=bi("导出基础数据", "export of records"), time_limit=900)
def run(work: Work) -> dict[str, Any]:
    """Write a list as a file for the person who asked, as far as that person may still see it."""
    asked = work.arguments
    user = work.job.by
    county = County.objects.get(pk=work.job.county_id)
    scope = Scope(Policy(user), work.actor, county, asked["table"])
    if not scope.may("registry.export"):
        raise Readable("您已无导出权限，没有生成文件。", "You may no longer export; no file was made.")
    query = read(scope, QueryDict(asked["query"]))
    total = export.count(scope, query)
    taken = export.export(scope, query, asked["purpose"], total)
    tidy_up()
    path = folder() / f"{secrets.token_hex(16)}.{asked['format']}"
    rows = export.WRITERS[asked["format"]](path, replace(taken, rows=_counted(work, taken.rows, total)))
    with work.once() as result:
        log(
            work.actor,
            "registry.export",
            asked["table"],
            county=county.code,
            purpose=asked["purpose"],
            kind=asked["format"],
            rows=rows,
            **{**export.said(scope, query), "job": work.job.pk},
        )
        result |= {
            "url": reverse("registry:exported", args=[work.job.pk]),
            "file": path.name,
            "name": taken.name,
            "rows": rows,
        }
    return result


def _counted(work: Work, rows: Iterator[Sequence[export.Value]], total: int) -> Iterator[Sequence[export.Value]]:
    for done, row in enumerate(rows):
        if done % export.CHUNK == 0:
            work.progress(done, total, bi("写入文件", "writing the file"))
        yield row


def tidy_up() -> None:
    """Remove the files nobody fetched in time."""
    oldest = (timezone.now() - dt.timedelta(hours=HOURS)).timestamp()
    for path in folder().iterdir():
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
