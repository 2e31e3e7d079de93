"""The dry run: what the files would do to the registry, record by record, and the edits that do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from junheng.web.imports import scope
from junheng.web.registry.acts import Edit
from junheng.web.registry.tables import columns, table
from junheng.web.snapshots.difference import AFTER, FIELDS, Difference, between

KIND = "kind"
KINDS = ("added", "changed", "removed")


def compare(county: str, name: str, frame: pl.DataFrame, *, clear_blanks: bool) -> tuple[Difference, dict[str, int]]:
    """Return how `frame` (rows of the files) differs from the registry, and the counts for its heading.

    `removed` are the records in scope that the files lack; they are removed only where somebody asks for it. Changed
    and removed records carry the registry's `version`. Identity numbers are clear in what is added or comes after,
    digests in what was before. `existing` counts the registry's records in scope.
    """
    on = scope.key(name)
    here = scope.present(county, name, frame)
    after = scope.comparable(frame, name)
    silent = _silent(after, name, on, clear_blanks=clear_blanks)
    # A campus left blank is the main site, as an empty text; where blanks say nothing it is a blank as others are.
    after = after.with_columns(
        pl.col(field).replace("", None) for field in silent if table(name).fields[field].default == ""
    )
    found = between(name, on, here.drop(scope.VERSION), after, silent=silent)
    existing = scope.in_scope(name, frame, here)
    removed = scope.in_scope(name, frame, found.removed)
    versions = here.select(*on, scope.VERSION)
    found = replace(
        found,
        added=_clear(found.added, frame, on, ""),
        changed=_clear(found.changed.join(versions, on=list(on), how="left"), frame, on, AFTER),
        removed=removed.join(versions, on=list(on), how="left"),
    )
    return found, {**found.counts, "existing": existing.height}


def edits(found: Difference, *, remove: bool) -> Iterator[Edit]:
    """Yield what makes the registry as the files say; records the files lack go only with `remove`.

    Each edit names the version the dry run saw, so that a record that moved since is never written over.
    """
    for row in found.added.iter_rows(named=True):
        yield Edit(found.table, row, version=0)
    for row in found.changed.iter_rows(named=True):
        values = {field: row[field] for field in found.key} | {field: row[AFTER + field] for field in row[FIELDS]}
        yield Edit(found.table, values, version=row[scope.VERSION])
    if remove:
        for row in found.removed.iter_rows(named=True):
            yield Edit(found.table, {field: row[field] for field in found.key}, True, row[scope.VERSION])


def packed(found: Difference) -> pl.DataFrame:
    """Return the difference as one frame to be stored: `kind`, then the columns of all three kinds."""
    parts = [getattr(found, kind).with_columns(pl.lit(kind).alias(KIND)) for kind in KINDS]
    return pl.concat(parts, how="diagonal")


def unpacked(name: str, frame: pl.DataFrame) -> Difference:
    """Return the difference that was stored."""
    whole = [field for field in columns(name) if field in frame.columns]
    sides = [column for column in frame.columns if column not in {KIND, *whole} or column in scope.key(name)]
    by_kind = {kind: frame.filter(pl.col(KIND) == kind) for kind in KINDS}
    return Difference(
        table=name,
        key=scope.key(name),
        added=by_kind["added"].select(whole),
        removed=by_kind["removed"].select(*whole, scope.VERSION),
        changed=by_kind["changed"].select(sides),
        unchanged=0,
    )


def _silent(after: pl.DataFrame, name: str, on: tuple[str, ...], *, clear_blanks: bool) -> list[str]:
    """Return the fields whose blanks say nothing: all, or those the files do not fill in a single row."""
    fields = [field for field in columns(name) if field not in on]
    return [field for field in fields if after[field].is_null().all()] if clear_blanks else fields


def _clear(rows: pl.DataFrame, frame: pl.DataFrame, on: tuple[str, ...], prefix: str) -> pl.DataFrame:
    """Return the rows with the files' identity numbers in place of their digests."""
    if scope.NUMBER not in frame.columns or prefix + scope.NUMBER not in rows.columns:
        return rows
    numbers = frame.select(*on, pl.col(scope.NUMBER).alias("@number"))
    return (
        rows.join(numbers, on=list(on), how="left")
        .with_columns(pl.col("@number").alias(prefix + scope.NUMBER))
        .drop("@number")
    )
