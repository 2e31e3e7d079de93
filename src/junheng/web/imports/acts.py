"""What people do with imports: upload, upload again corrected, discard, apply. Each asks, acts and logs."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from junheng.exchange.raw.limits import kind_of, too_large
from junheng.web.base.words import bi
from junheng.web.imports import compare, scope, store
from junheng.web.imports.guard import guard, may_remove
from junheng.web.imports.models import LIVE, File, Import, State, Version, versions
from junheng.web.jobs.models import Job
from junheng.web.jobs.work import Readable, enqueue
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.models import County
from junheng.web.people.policy import Policy
from junheng.web.people.policy import Refused as NotAllowed
from junheng.web.registry.acts import Edit, Stale, write

MOST_FILES = 20
HEAD = 8192
NAME_LENGTH = 120
MEBIBYTE = 1 << 20
SUPERSEDED = Readable(
    "确认之后又重新比对过，或上传了新的一版。没有写入任何数据，请查看最新的差异后再应用。",
    "Since it was confirmed it was compared again, or a newer version was uploaded. Nothing was written; look at the"
    " newest difference and apply that.",
)


def upload(
    actor: Actor,
    county: str,
    files: Sequence[Any],
    mapping: Any = None,
    *,
    clear_blanks: bool = False,
    of: Import | None = None,
) -> Version:
    """Store the files (Django's UploadedFile) as a new import, or as the next version of one, and have them read.

    Raises NotAllowed, exchange.Refused (with words, nothing kept) for files that cannot be taken, OSError (disk full).
    """
    if not Policy(actor.user).may("registry.import", county=county):
        raise NotAllowed("registry.import")
    every = [*files, *([mapping] if mapping else [])]
    check(every, count=len(files))
    kept: list[File] = []
    try:
        for file, name in zip(every, unlike(file.name for file in every), strict=True):
            kept.append(_kept(file, name))
        if mapping:
            kept[-1].mapping = True
        return _uploaded(actor, county, kept, clear_blanks=clear_blanks, of=of)
    except BaseException:
        store.drop(file.stored for file in kept)
        raise


@transaction.atomic
def _uploaded(actor: Actor, county: str, kept: Sequence[File], *, clear_blanks: bool, of: Import | None) -> Version:
    if of is None:
        of = Import.objects.create(
            county_id=county, title="、".join(file.name for file in kept)[:200], by=actor.user, by_name=actor.name
        )
    Import.objects.select_for_update().get(pk=of.pk)
    last = of.versions.order_by("-number").first()
    version = Version.objects.create(
        of=of,
        number=last.number + 1 if last else 1,
        by=actor.user,
        by_name=actor.name,
        clear_blanks=clear_blanks,
    )
    for file in kept:
        file.version = version
        file.save()
    again(actor, version)
    named = [{"name": file.name, "bytes": file.size, "sha256": file.sha256} for file in kept]
    log(actor, "import.upload", f"import:{of.pk}", county=county, version=version.number, files=named)
    return version


def again(actor: Actor, version: Version) -> Job:
    """Have the version's files read and compared (again). Permission is asked by the caller."""
    title = bi(f"读取导入文件：{version.of.title}", f"Reading: {version.of.title}")
    return _enqueue(actor, version, "imports.read", title)


def ask_apply(actor: Actor, version: Version, remove: Collection[str], typed: str = "") -> Job:
    """Have a version applied that was compared and found without faults.

    `remove` names the tables whose records the files lack are removed; `typed` is what the guard asks for. Raises
    NotAllowed, or Readable with what is in the way.
    """
    policy = Policy(actor.user)
    demand_reach(policy, version)
    remove = sorted(set(remove) & version.counts.keys())
    found = guard(version, remove)
    if version.busy and version.job.kind == "imports.apply":  # pressed twice
        return version.job
    if version.state != State.READY or version.busy or version.number != version.of.newest.number:
        raise Readable(
            "这一版现在不能应用，请刷新页面查看状态。", "This version cannot be applied now; reload the page."
        )
    demand_apply(policy, version, remove)
    if found and typed.strip().replace(",", "") != str(found.count):
        raise Readable(
            f"请在确认框内输入 {found.count}。没有写入任何数据。",
            f"Type {found.count} into the confirmation. Nothing was written.",
        )
    title = bi(f"应用导入：{version.of.title}", f"Applying: {version.of.title}")
    return _enqueue(actor, version, "imports.apply", title, remove=remove, confirmed=comparison(version))


@transaction.atomic
def discard(actor: Actor, version: Version) -> bool:
    """Give a version up and delete its files; False when it was applied. Permission is asked by the caller."""
    row = Version.objects.select_for_update().get(pk=version.pk)
    if row.state not in LIVE:
        return False
    row.state = State.DISCARDED
    row.save(update_fields=["state"])
    log(actor, "import.discard", f"import:{row.of_id}", county=version.of.county_id, version=row.number)
    transaction.on_commit(lambda: forget(row))
    return True


def demand_reach(policy: Policy, version: Version) -> None:
    """Raise NotAllowed when the user may not import every row the version has: each table, each school."""
    if not versions(policy).filter(pk=version.pk).exists() or not all(
        reaches(policy, version, table) for table in version.reach
    ):
        raise NotAllowed("registry.import")


def reaches(policy: Policy, version: Version, table: str) -> bool:
    """Tell whether the user may import every row the version has of the table."""
    return all(
        policy.may("registry.import", county=version.of.county_id, school=school, table=table)
        for school in version.reach[table]["schools"] or [""]
    )


def demand_apply(policy: Policy, version: Version, remove: Collection[str]) -> None:
    """Raise NotAllowed or, when the user may not let so many records go, Readable."""
    demand_reach(policy, version)
    if not may_remove(policy, version, guard(version, remove)):
        raise Readable(
            "将移除的记录超过一成，须由负责股室的股长应用。没有写入任何数据。",
            "More than a tenth of the records would go: an officer of the section must apply it. Nothing was written.",
        )


def comparison(version: Version) -> str:
    """Return what tells one comparison from every other: somebody confirmed this one, and no later one."""
    held = [version.counts, version.marks, version.kept]
    return store.sha256(json.dumps(held, sort_keys=True).encode())


def edits_of(version: Version, remove: Collection[str]) -> list[Edit]:
    """Return the edits a version stands for; raises store.Lost."""
    found: list[Edit] = []
    for table, stored in version.kept.items():
        difference = compare.unpacked(table, store.frame(stored))
        found += compare.edits(difference, remove=table in remove)
    return found


def apply(actor: Actor, version: Version, edits: Iterable[Edit], remove: Collection[str], *, confirmed: str) -> Version:
    """Write the edits, in the caller's transaction: all of them, or (when the registry moved) none.

    Returns the version as it stands afterwards: APPLIED, exactly once whatever happens, or MOVED. Raises Readable,
    nothing written, when the comparison is not the `confirmed` one any more, or a newer version was uploaded.
    """
    of = Import.objects.select_for_update(of=("self",)).get(pk=version.of_id)
    row = Version.objects.select_for_update(of=("self",)).select_related("of").get(pk=version.pk)
    if row.state != State.READY:
        return row
    if comparison(row) != confirmed or row.number != of.newest.number:
        raise SUPERSEDED
    # The county's row is the lock: two imports go one after the other, the second sees what the first did.
    County.objects.select_for_update().get(pk=row.of.county_id)
    row.removed = sorted(remove)
    try:
        moved = any(scope.mark_of(row.of.county_id, name, row.reach[name]) != mark for name, mark in row.marks.items())
        if not moved:
            with transaction.atomic():
                row.batch = write(actor, row.of.county_id, edits, source="import", title=row.of.title)
    except (Stale, IntegrityError):
        moved = True
    row.state = State.MOVED if moved else State.APPLIED
    row.save(update_fields=["state", "batch", "removed"])
    if not moved:
        batch = row.batch.pk if row.batch else None
        log(actor, "import.apply", f"import:{row.of_id}", county=row.of.county_id, version=row.number, batch=batch,
            removed_from=row.removed)  # fmt: skip
        transaction.on_commit(lambda: forget(row))
    return row


def forget(version: Version) -> None:
    """Delete what is stored of the import's versions up to this one: it holds data of persons and served its end."""
    for each in Version.objects.filter(of=version.of_id, number__lte=version.number).prefetch_related("files"):
        store.drop(stored_names([each]))


def stored_names(versions: Iterable[Version]) -> Iterable[str]:
    """Yield the names of everything stored for the versions."""
    for version in versions:
        yield version.faults
        yield from version.kept.values()
        for file in version.files.all():
            yield file.stored
            yield file.marked


def sweep() -> int:
    """Delete stored files no live version needs; return how many."""
    live = Version.objects.filter(state__in=LIVE).prefetch_related("files")
    return store.sweep(stored_names(live))


def check(files: Sequence[Any], *, count: int) -> None:
    """Raise exchange.Refused for what is not taken: no file, too many, too large, of a kind not read."""
    if not count or count > MOST_FILES:
        raise Readable(f"请选择 1 至 {MOST_FILES} 个文件。", f"Choose 1 to {MOST_FILES} files.")
    for file in files:
        name = PurePosixPath(file.name).name
        if file.size > settings.UPLOAD_BYTES:
            raise too_large(
                name, "file_bytes", settings.UPLOAD_BYTES // MEBIBYTE, -(-file.size // MEBIBYTE), unit=" MB"
            )
        head = file.read(HEAD)
        file.seek(0)
        kind_of(head, name)


def unlike(names: Iterable[str]) -> list[str]:
    """Return the files' names without folders, each once: a second `a.xlsx` becomes `2-a.xlsx`."""
    found: list[str] = []
    for given in names:
        name = PurePosixPath(given.replace("\\", "/")).name.lstrip(".~$").replace("|", "_") or "file"
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[:NAME_LENGTH]}{dot}{ending[:10]}" if dot else name[:NAME_LENGTH]
        place = 2
        while (tried := name if name not in found else f"{place}-{name}") in found:
            place += 1
        found.append(tried)
    return found


def _kept(file: Any, name: str) -> File:
    data = file.read()
    return File(name=name, size=len(data), sha256=store.sha256(data), stored=store.keep(data))


def _enqueue(actor: Actor, version: Version, kind: str, title: Any, **arguments: Any) -> Job:
    with transaction.atomic():
        row = Version.objects.select_for_update(of=("self",)).select_related("job").get(pk=version.pk)
        if row.busy:
            return row.job
        job = enqueue(actor, kind, county=version.of.county_id, title=title, version=version.pk, **arguments)
        Version.objects.filter(pk=version.pk).update(job=job)
    version.job = job
    return job
