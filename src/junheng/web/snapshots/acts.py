"""Freezing the registry, reading back what was frozen, and what differs between two snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from junheng.dictionary import Tables, load
from junheng.facts import snapshot_id
from junheng.web.base.words import say
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.models import County
from junheng.web.registry.frames import tables as registry_tables
from junheng.web.registry.models import Batch
from junheng.web.snapshots import files
from junheng.web.snapshots.difference import Difference, between
from junheng.web.snapshots.files import Damaged
from junheng.web.snapshots.left_out import still_left_out
from junheng.web.snapshots.models import Snapshot

READINGS = 5
"""How often the registry is read again because somebody wrote to it meanwhile."""


class Restless(Exception):  # noqa: N818 (what it says)
    """The registry was written to each time it was read; try again when it is quiet."""


def freeze(actor: Actor, county: str, year: int, *, title: str = "", reason: str = "") -> Snapshot:
    """Freeze the county's registry up to `year` as the next snapshot of that year.

    Permission is asked by the caller (`snapshot.make`). The files are whole on the disk before the row is written: a
    row never points to files that are not there. Files without a row, left by a crash in between, are taken up by
    the next freeze of the same content. Raises Restless.
    """
    frames = moment(county, year)
    content = snapshot_id(frames)
    files.keep(county, content, frames)
    return record(actor, county, year, content, frames, title=title, reason=reason)


def moment(county: str, year: int) -> Tables:
    """Return the registry up to `year` as it was at one moment, without what names a person; raises Restless.

    Every writing leaves a batch: as many batches after the reading as before means that nothing came between.
    """
    batches = Batch.objects.filter(county_id=county)
    for _ in range(READINGS):
        before = batches.count()
        frames = {name: files.nameless(frame) for name, frame in registry_tables(county, up_to=year).items()}
        if batches.count() == before:
            return frames
    raise Restless(county)


@transaction.atomic
def record(
    actor: Actor,
    county: str,
    year: int,
    content: str,
    frames: Tables,
    *,
    title: str = "",
    reason: str = "",
    left_out: Mapping[str, str] | None = None,
) -> Snapshot:
    """Write the row of a snapshot whose files are in place (`files.keep`).

    `left_out` names the schools (code → name) the closed round went without; those of the year's snapshot before that
    still have no figures go on being named.
    """
    # The county's row is the lock: two at once are numbered one after the other.
    County.objects.select_for_update().get(pk=county)
    last = Snapshot.objects.filter(county_id=county, year=year).order_by("-number").first()
    today = f"{timezone.localdate():%Y-%m-%d}"
    snapshot = Snapshot.objects.create(
        county_id=county,
        year=year,
        number=last.number + 1 if last else 1,
        title=title or say(f"快照 {today}", f"Snapshot {today}"),
        content=content,
        rows={name: frame.height for name, frame in frames.items()},
        reason=reason,
        left_out=still_left_out(last.left_out if last else {}, frames, year) | dict(left_out or {}),
        made_by=actor.name,
    )
    log(actor, "snapshot.make", f"snapshot:{snapshot.pk}", county=county, content=content, rows=snapshot.rows)
    return snapshot


def place(snapshot: Snapshot) -> Path:
    """Return the folder of the snapshot's files."""
    return files.folder_of(snapshot.county_id, snapshot.content)


def thaw(snapshot: Snapshot) -> Tables:
    """Return the frozen tables; raises Damaged when their content is not what was frozen."""
    return files.read(place(snapshot), list(snapshot.rows), snapshot.content)


def diff(before: Snapshot, after: Snapshot) -> Mapping[str, Difference]:
    """Return what differs from one snapshot to the other, by table, in the dictionary's order; raises Damaged.

    Tables in which nothing differs are there too, with their count of unchanged records.
    """
    return _diff(str(place(before)), tuple(before.rows), str(place(after)), tuple(after.rows))


@lru_cache(maxsize=4)
def _diff(before: str, names: tuple[str, ...], after: str, more: tuple[str, ...]) -> Mapping[str, Difference]:
    sides = [
        files.read(Path(folder), list(tables), f"sha256:{Path(folder).name}")
        for folder, tables in ((before, names), (after, more))
    ]
    return tables_diff(*sides)


def tables_diff(before: Tables, after: Tables) -> Mapping[str, Difference]:
    """Return what differs between two sets of tables; a table that one of them lacks counts as empty there."""
    found = {}
    for table in load():
        if table.name in before or table.name in after:
            sides = [table.conform(side.get(table.name, table.empty())) for side in (before, after)]
            found[table.name] = between(table.name, table.key, *sides)
    return found


__all__ = ["Damaged", "Restless", "diff", "freeze", "place", "tables_diff", "thaw"]
