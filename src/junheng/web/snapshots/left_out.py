"""The schools a round was closed without: they are in the snapshot without figures, and whoever reads a verdict of it
is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from junheng.dictionary import Tables, load
from junheng.web.people.policy import Policy
from junheng.web.snapshots.models import Snapshot

PLACE = frozenset({"longitude", "latitude"})
"""Figures that say where a school is, not what it has."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many schools were left out, and the names of those a person may be told of."""

    count: int
    names: tuple[str, ...]


def left_out(snapshot: Snapshot | None, policy: Policy | None = None, act: str = "judgement.school") -> LeftOut:
    """Return the schools left out of a snapshot; with a policy, the names alone of schools the act is allowed on."""
    every = snapshot.left_out if snapshot is not None else {}
    allowed = None if policy is None or snapshot is None or not every else policy.schools(act, snapshot.county_id)
    names = (name for code, name in sorted(every.items()) if allowed is None or code in allowed)
    return LeftOut(len(every), tuple(names))


def still_left_out(before: Mapping[str, str], frames: Tables, year: int) -> dict[str, str]:
    """Return those of the schools (code → name) that have no figure of the year in the tables."""
    if not before:
        return {}
    filed: set[str] = set()
    for name in ("school", "part"):
        frame = frames.get(name, load().tables[name].empty())
        fields = load().tables[name].fields.values()
        figures = [one.name for one in fields if one.type in {"integer", "decimal"} and one.name not in PLACE]
        some = pl.any_horizontal(pl.col(figures).is_not_null())
        filed |= set(frame.filter(pl.col("year") == year, some)["school_code"])
    return {code: name for code, name in before.items() if code not in filed}
