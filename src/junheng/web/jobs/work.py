"""Asking for long work, and what the function that does it is given.

    @job("imports.apply", time_limit=600)
    def apply(work: Work) -> dict[str, Any] | None:
        rows = read(work.arguments["file"])
        for done, row in enumerate(rows):
            work.progress(done, len(rows), bi("读取", "reading"))
        with work.once() as result:
            result["url"] = save(work.actor, rows)

A function that only reads may simply return its result. One that changes something does so inside `work.once()`:
effect and end of the job are one transaction there, so that it happens exactly once, whoever dies in between.
Functions live in `<feature>/jobs.py`, where the worker finds them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import override

from junheng.web.base.words import language
from junheng.web.jobs import queue
from junheng.web.jobs.models import Job
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log

EVERY = 0.5
"""Seconds between two writings of progress."""
Run = Callable[["Work"], "dict[str, Any] | None"]


class Cancelled(Exception):  # noqa: N818 (what it says)
    """The job was cancelled, or is no longer this attempt's: stop, and leave nothing half done."""


class Readable(Exception):  # noqa: N818 (what it says)
    """A failure whose words are for the person who asked: what happened, what is safe, what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its function, its name for people, the seconds of one attempt, attempts when workers die."""

    run: Run
    name: Any
    time_limit: int
    most_attempts: int


_kinds: dict[str, Kind] = {}


def job(kind: str, *, name: Any = "", time_limit: int = 600, most_attempts: int = 3) -> Callable[[Run], Run]:
    """Register the function that does jobs of this kind; `name` (`bi(…)`) is what people call the kind.

    Raises ValueError when two functions claim one kind.
    """

    def keep(run: Run) -> Run:
        known = _kinds.get(kind)
        if known is not None and known.run.__qualname__ != run.__qualname__:
            raise ValueError(f"two functions for jobs of kind {kind}")
        _kinds[kind] = Kind(run, name or kind, time_limit, most_attempts)
        return run

    return keep


def kind_of(kind: str) -> Kind:
    """Return the kind; raises LookupError when no feature has it."""
    if kind not in _kinds:
        autodiscover_modules("jobs")
    if kind not in _kinds:
        raise LookupError(f"no function does jobs of kind {kind}")
    return _kinds[kind]


def name_of(kind: str) -> Any:
    """Return what people call the kind; the kind itself when no feature has it any more."""
    try:
        return kind_of(kind).name
    except LookupError:
        return kind


def enqueue(actor: Actor, kind: str, *, county: Any = None, title: Any, **arguments: Any) -> Job:
    """Ask for work, in the caller's transaction: a worker sees it once that is committed.

    `county` is a code or a County. `title` says what it is, as `bi(…)` or, the same in both languages, a plain text.
    `arguments` are JSON values: keys of rows, no data of persons. Permission is asked by the caller.
    """
    known = kind_of(kind)
    zh, en = both(title)
    with transaction.atomic():
        asked = Job.objects.create(
            kind=kind,
            arguments=arguments,
            county_id=getattr(county, "pk", county),
            by=actor.user,
            language=language(),
            title_zh=zh,
            title_en=en,
            most_attempts=known.most_attempts,
            time_limit=known.time_limit,
        )
        log(actor, "job.ask", f"job:{asked.pk}", county=asked.county_id, kind=kind)
    return asked


class Work:
    """One attempt at a job, as its function sees it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.arguments: dict[str, Any] = job.arguments
        self.actor = Actor(job.by, job.by.username if job.by else "system", "job")
        """The person who asked, acting through a job."""
        self._written = 0.0
        self._depth = len(connection.atomic_blocks)

    def progress(self, done: int = 0, total: int | None = None, step: Any = "") -> None:
        """Say how far it is: `done` of `total` steps and, as `bi(…)` or plain text, what it is doing.

        Call it as often as is handy: it writes at most twice a second, and nothing inside a transaction (nobody would
        see it before the end). Raises Cancelled when somebody asked to stop.
        """
        now = time.monotonic()
        if now - self._written < EVERY or len(connection.atomic_blocks) > self._depth:
            return
        self._written = now
        zh, en = both(step)
        held = queue.held(self.job).filter(cancel=False)
        if not held.update(done=done, total=total, step_zh=zh, step_en=en):
            raise Cancelled

    @contextmanager
    def once(self) -> Iterator[dict[str, Any]]:
        """Open the transaction in which the job takes effect and ends: both are there, or neither.

        Put the result into the dictionary it gives. Raises Cancelled, before anything is written, when the job was
        cancelled or another worker has taken it up. Keep it short: reading and reckoning belong before it.
        """
        with transaction.atomic():
            if not queue.held(self.job).select_for_update().filter(cancel=False).exists():
                raise Cancelled
            result: dict[str, Any] = {}
            yield result
            if not queue.end_done(self.job, result):
                raise Cancelled


def both(words: Any) -> tuple[str, str]:
    """Return words made by `bi` in Chinese and English; a plain text twice. At most 200 characters."""
    with override("zh-hans"):
        zh = str(words)
    with override("en"):
        en = str(words)
    return zh[:200], en[:200]
