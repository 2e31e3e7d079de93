"""Long work on imports: reading and comparing, applying, undoing a batch."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from junheng.web.base.words import bi
from junheng.web.imports import acts, reading, store, undo
from junheng.web.imports.models import File, State, Version
from junheng.web.jobs.work import Readable, Work, job
from junheng.web.people.policy import Policy
from junheng.web.registry.models import Batch

LOST = Readable(
    "这一版的文件已不在服务器上（已应用、已放弃或被清理）。没有写入任何数据，请重新上传。",
    "The files of this version are no longer on the server. Nothing was written; please upload them again.",
)


@job("imports.read", name=bi("读取导入文件", "reading an import"), time_limit=900)
def read(work: Work) -> dict[str, Any] | None:
    """Read a version's files, list their faults, compare them with the registry."""
    acts.sweep()
    version = _version(work)
    url = reverse("imports:detail", args=[version.of_id])
    if version.state not in {State.READING, State.MOVED, State.READY}:
        return {"url": url}
    try:
        outcome = reading.examine(version, Policy(work.actor.user), work.progress)
    except store.Lost:
        raise LOST from None
    before = list(acts.stored_names([version]))
    with work.once() as result:
        Version.objects.filter(pk=version.pk).update(tables=outcome.tables, **outcome.values)
        for pk, (stored, name) in outcome.marked.items():
            File.objects.filter(pk=pk).update(marked=stored, marked_name=name)
        result["url"] = url
    fresh = Version.objects.prefetch_related("files").get(pk=version.pk)
    store.drop(set(before) - set(acts.stored_names([fresh])))
    return None


@job("imports.apply", name=bi("应用导入", "applying an import"), time_limit=900)
def apply(work: Work) -> dict[str, Any] | None:
    """Write a version that was compared into the registry."""
    version = _version(work)
    remove = work.arguments["remove"]
    acts.demand_apply(Policy(work.actor.user), version, remove)
    work.progress(0, 2, bi("准备改动", "preparing the changes"))
    try:
        edits = acts.edits_of(version, remove) if version.state == State.READY else []
    except store.Lost:
        raise LOST from None
    work.progress(1, 2, bi("写入基础数据", "writing to the registry"))
    with work.once() as result:
        acts.apply(work.actor, version, edits, remove, confirmed=work.arguments["confirmed"])
        result["url"] = reverse("imports:detail", args=[version.of_id])
    return None


@job("imports.undo", name=bi("撤销一批改动", "undoing a batch"), time_limit=900)
def take_back(work: Work) -> dict[str, Any] | None:
    """Reverse a batch."""
    batch = Batch.objects.get(pk=work.arguments["batch"])
    undo.demand(Policy(work.actor.user), batch)
    work.progress(0, 2, bi("核对后来的改动", "looking for later changes"))
    edits = undo.reversal(batch)
    work.progress(1, 2, bi("写入基础数据", "writing to the registry"))
    with work.once() as result:
        done = undo.undo(work.actor, batch, edits)
        result["url"] = reverse("imports:batch", args=[(done or batch).pk])
    return None


def _version(work: Work) -> Version:
    return Version.objects.select_related("of").prefetch_related("files").get(pk=work.arguments["version"])
