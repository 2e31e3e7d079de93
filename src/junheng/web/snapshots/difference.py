"""What differs between two sets of records of one table: exact, field by field, enough to turn one into the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

BEFORE, AFTER = "before_", "after_"
FIELDS = "fields"
"""Column of `Difference.changed`: the names of the fields that differ, in the table's order."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of one table; frames are sorted by `key`.

    `added` and `removed` hold whole records. `changed` holds, per record in both that differs, the key, `fields` (a
    list of names), and for each compared field `before_<field>` and `after_<field>`.
    """

    table: str
    key: tuple[str, ...]
    added: pl.DataFrame
    removed: pl.DataFrame
    changed: pl.DataFrame
    unchanged: int

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of records added, changed, removed and unchanged."""
        return {
            "added": self.added.height,
            "changed": self.changed.height,
            "removed": self.removed.height,
            "unchanged": self.unchanged,
        }

    def __bool__(self) -> bool:
        return bool(self.added.height or self.removed.height or self.changed.height)


def between(
    table: str, key: Sequence[str], before: pl.DataFrame, after: pl.DataFrame, *, silent: Collection[str] = ()
) -> Difference:
    """Return what must happen to `before` to have `after`; both have the same columns, keys without repeats.

    In a field that is `silent` a blank of `after` says nothing: the record keeps what it has.
    """
    on = list(key)
    compared = [name for name in before.columns if name not in key]
    pairs = before.rename({name: BEFORE + name for name in compared}).join(
        after.rename({name: AFTER + name for name in compared}), on=on, how="inner", nulls_equal=True
    )
    pairs = pairs.with_columns(
        pl.coalesce(AFTER + name, BEFORE + name).alias(AFTER + name) for name in compared if name in silent
    )
    differ = [
        pl.when(pl.col(BEFORE + name).ne_missing(pl.col(AFTER + name))).then(pl.lit(name)).alias(f"@{name}")
        for name in compared
    ]
    listed = pl.concat_list(f"@{name}" for name in compared).list.drop_nulls() if compared else pl.lit([], pl.List(str))
    marked = pairs.with_columns(differ).with_columns(listed.alias(FIELDS)).select(pl.exclude("^@.*$"))
    changed = marked.filter(pl.col(FIELDS).list.len() > 0)
    return Difference(
        table=table,
        key=tuple(key),
        added=after.join(before, on=on, how="anti", nulls_equal=True).sort(on),
        removed=before.join(after, on=on, how="anti", nulls_equal=True).sort(on),
        changed=changed.sort(on),
        unchanged=pairs.height - changed.height,
    )


def applied(before: pl.DataFrame, difference: Difference) -> pl.DataFrame:
    """Return `before` with the difference applied, sorted by key: what the difference was taken against."""
    on = list(difference.key)
    gone = pl.concat([difference.removed.select(on), difference.changed.select(on)])
    kept = before.join(gone, on=on, how="anti", nulls_equal=True)
    changed = difference.changed.select(
        pl.col(name) if name in on else pl.col(AFTER + name).alias(name) for name in before.columns
    )
    return pl.concat([kept, changed, difference.added.select(before.columns)]).sort(on)
