# ruff: noqa: E402, T201 (Django is set up before its models are imported; the console answers on standard output)
"""Processes of the crash tests: `python dying.py console` answers questions, `python dying.py <point>` dies there.

Each point is a moment in the life of an import; the process ends itself there with signal 9, as a power cut would.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

import polars as pl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q

from junheng import demo
from junheng.exchange import write_parquet
from junheng.facts import snapshot_id
from junheng.web.imports import acts, reading, store
from junheng.web.imports import jobs as import_jobs
from junheng.web.imports.models import File, Import, Version
from junheng.web.jobs import acts as job_acts
from junheng.web.jobs import queue
from junheng.web.jobs.models import Job, State
from junheng.web.jobs.perform import drain
from junheng.web.log import chain
from junheng.web.log.actor import Actor
from junheng.web.log.models import Entry
from junheng.web.people.models import County, Grant, User
from junheng.web.registry import acts as registry_acts
from junheng.web.registry.frames import tables
from junheng.web.registry.load import load
from junheng.web.registry.models import Batch, Change


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(module: Any, name: str) -> None:
    """Have the process die when the function has returned."""
    done: Callable[..., Any] = getattr(module, name)

    def then_die(*arguments: Any, **named: Any) -> Any:
        done(*arguments, **named)
        die()

    setattr(module, name, then_die)


def second(module: Any, name: str) -> None:
    """Have the process die after the second call: the history is written after the records."""
    done, calls = getattr(module, name), []

    def count(*arguments: Any) -> None:
        done(*arguments)
        calls.append(1)
        if len(calls) == 2:
            die()

    setattr(module, name, count)


POINTS: dict[str, tuple[Any, str, Callable[[Any, str], None]]] = {
    "upload stored": (acts, "again", after),
    "files read": (import_jobs.reading, "dry_run", after),
    "records written": (registry_acts, "_apply", after),
    "history written": (registry_acts, "insert", second),
    "batch logged": (registry_acts, "log", after),
    "before the commit": (queue, "end_done", after),
    "after the commit": (acts, "forget", lambda module, name: setattr(module, name, die)),
}


def prepare() -> str:
    found = demo.county(schools=3, seed=3, years=(2025,), persons=False)
    load(Actor.command(), found)
    user = User.objects.create(username="officer")
    Grant.objects.create(user=user, role="officer", section="schooling", county=County.objects.get())
    return County.objects.get().code


def changed() -> pl.DataFrame:
    """The classes as the files have them: each a pupil more, one new, one gone."""
    rows = tables(County.objects.get().code)["class"].with_columns(pl.col("class_pupils") + 1)
    return pl.concat([rows[1:], rows[:1].with_columns(pl.lit("99").alias("class_no"))])


def upload(folder: str) -> int:
    write_parquet(Path(folder), {"class": changed()})
    content = (Path(folder) / "class.parquet").read_bytes()
    actor = Actor(User.objects.get(), "officer")
    return acts.upload(actor, County.objects.get().code, [SimpleUploadedFile("class.parquet", content)]).pk


def apply() -> int:
    version = Version.objects.last()
    typed = str(version.counts["class"]["changed"] + version.counts["class"]["removed"])
    return acts.ask_apply(Actor(User.objects.get(), "officer"), version, ["class"], typed).pk


def look() -> dict[str, Any]:
    code = County.objects.get().code
    return {
        "registry": snapshot_id(tables(code)),
        "batches": list(Batch.objects.filter(source="import").values_list("pk", flat=True)),
        "changes": Change.objects.filter(batch__source="import").count(),
        "logged": Entry.objects.filter(act__in=["registry.import", "import.apply"]).count(),
        "broken": len(list(chain.broken())),
        "imports": [Import.objects.count(), Version.objects.count(), File.objects.count()],
        "states": list(Version.objects.order_by("pk").values_list("state", flat=True)),
    }


def wanted() -> str:
    code = County.objects.get().code
    return snapshot_id({**tables(code), "class": changed()})


def again() -> int:
    """Put the dead process's job back, as a worker does that finds it silent; retry one that was given up."""
    count = queue.again(Q())
    for job in Job.objects.filter(state=State.FAILED):
        job_acts.retry(Actor.command(), job)
    return count


def stored() -> int:
    version = Version.objects.last()
    needed = set(acts.stored_names([version])) - {""} if version else set()
    store.sweep(needed, older=-1)
    return len(list(store._folder().iterdir())) - len(needed)


def console() -> None:
    known = {one.__name__: one for one in (prepare, upload, apply, look, wanted, again, stored, drain)}
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(known[name](*arguments)), flush=True)


if __name__ == "__main__":
    point, folder = sys.argv[1:]
    assert reading.dry_run
    if point == "console":
        console()
    else:
        module, name, how = POINTS[point]
        how(module, name)
        if point == "upload stored":
            upload(folder)
        drain()
