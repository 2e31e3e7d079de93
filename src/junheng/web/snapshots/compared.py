"""A difference between snapshots as far as somebody with schools of their own may see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import polars as pl

from junheng.web.base.words import bi
from junheng.web.snapshots.difference import AFTER, BEFORE, Difference
from junheng.web.snapshots.records import Shown

KINDS = {"added": bi("新增", "added"), "changed": bi("变更", "changed"), "removed": bi("移除", "removed")}


def of_schools(found: Difference, schools: Collection[str] | None) -> Difference | None:
    """Return the difference of these schools' records; all of it for None, None for a table without schools."""
    if schools is None:
        return found
    if "school_code" not in found.added.columns:
        return None
    return replace(
        found,
        added=_own(found.added, schools),
        removed=_own(found.removed, schools),
        changed=_own(found.changed, schools),
        unchanged=0,  # how many others have is not theirs to know
    )


def named(records: list[Shown]) -> list[Shown]:
    """Return the records with the kinds' names of snapshots: what an import calls missing was removed here."""
    return [replace(record, kind_name=KINDS[record.kind]) for record in records]


def _own(rows: pl.DataFrame, schools: Collection[str]) -> pl.DataFrame:
    names = [name for name in ("school_code", BEFORE + "school_code", AFTER + "school_code") if name in rows.columns]
    return rows.filter(pl.all_horizontal(pl.col(name).is_in(list(schools)) for name in names))
