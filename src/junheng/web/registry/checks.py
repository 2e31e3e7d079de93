"""The dictionary's checks on records about to be saved: against themselves, their school, and the years beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Q

from junheng.dictionary import Title, load
from junheng.exchange import Fault
from junheng.exchange.checks import run
from junheng.exchange.checks.parents import orphans
from junheng.web.registry.scope import Scope
from junheng.web.registry.tables import MODELS, columns, key_of, table

HERE = "here"
"""The file that records being saved are said to come from."""

TOGETHER = ("school", "part", "class")
"""Tables that are checked against each other, a school at a time."""

NOT_CHECKED = ("pupil_name", "teacher_name", "identity_number")


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks say: of each record (by its place among those given), and anew of other records."""

    of: Mapping[int, Sequence[Fault]]
    elsewhere: Sequence[Fault]
    known: frozenset[tuple[str, str | None, str]] = frozenset()
    """What was said already before the change."""

    def fresh(self, fault: Fault) -> bool:
        """Tell whether the change brings the finding about."""
        return _like(fault) not in self.known

    def every(self, severity: str) -> list[Fault]:
        """Return all findings on the records themselves of one severity."""
        return [fault for place in sorted(self.of) for fault in self.of[place] if fault.severity == severity]


def check(scope: Scope, rows: Sequence[Mapping[str, Any]]) -> Findings:
    """Check records (all fields of the table) as they would stand; nothing is written. They share a school year."""
    frames = _frames(scope, rows)
    before = run(frames)
    with_rows = {**frames, scope.name: _put(scope, frames[scope.name], rows)}
    found = [fault for fault in (*run(with_rows), *_orphans(scope, with_rows)) if fault.row is not None]
    of: dict[int, list[Fault]] = {}
    for fault in found:
        if fault.file == HERE:
            of.setdefault((fault.row or 1) - 1, []).append(fault)
    known = set(before)
    return Findings(
        of,
        elsewhere=[fault for fault in found if fault.file != HERE and fault not in known],
        known=frozenset(_like(fault) for fault in before if fault.sheet == scope.name),
    )


def _like(fault: Fault) -> tuple[str, str | None, str]:
    """Return a finding without its place, to know it again."""
    return fault.kind, fault.field, fault.expected.zh


def said(fault: Fault) -> Title:
    """Return a finding without its place: what was expected, and what to do."""
    return Title(f"{fault.expected.zh}。{fault.remedy.zh}。", f"{fault.expected.en}; {fault.remedy.en}.")


def dependents(scope: Scope, record: Any) -> list[tuple[Title, int]]:
    """Return how many records of other tables stand on this one (parts on a school, pupils on a part)."""
    found = []
    for rule in load().checks.parent:
        if rule.parent == scope.name:
            on = {name: getattr(record, name) for name in rule.on}
            number = MODELS[rule.child]._default_manager.filter(county_id=scope.county.code, **on).count()
            if number:
                found.append((table(rule.child).title, number))
    return found


def _frames(scope: Scope, rows: Sequence[Mapping[str, Any]]) -> dict[str, pl.DataFrame]:
    years = {row["year"] + step for row in rows for step in (-1, 0, 1)}
    where = Q(county_id=scope.county.code, year__in=years)
    if not scope.by_school:
        return {scope.name: _stored(scope.name, where, scope)}
    where &= Q(school_code__in={row["school_code"] for row in rows})
    names = TOGETHER if scope.name in TOGETHER else ("school", "part")
    frames = {name: _stored(name, where, scope) for name in names}
    return frames if scope.name in frames else {**frames, scope.name: _frame(scope.name, [], scope)}


def _stored(name: str, where: Q, scope: Scope) -> pl.DataFrame:
    rows = MODELS[name]._default_manager.filter(where).order_by("pk").values(*columns(name))
    return _frame(name, rows, scope, stored=True)


def _frame(name: str, rows: Iterable[Mapping[str, Any]], scope: Scope, *, stored: bool = False) -> pl.DataFrame:
    """Return rows as a frame of the table with `origin`: their file is "here", or "stored", their row their place."""
    schema = {field: kind for field, kind in table(name).schema.items() if field in columns(name)}
    values = [[None if field in NOT_CHECKED else row[field] for field in schema] for row in rows]
    frame = pl.DataFrame(values, schema=schema, orient="row")
    if "county_code" in table(name).fields:
        frame = frame.with_columns(pl.lit(scope.county.code).alias("county_code"))
    file = "stored" if stored else HERE
    numbers = pl.int_range(1, pl.len() + 1).cast(pl.String)
    return (
        table(name)
        .conform(frame)
        .with_columns(pl.format("{}|{}|{}", pl.lit(file), pl.lit(name), numbers).alias("origin"))
    )


def _put(scope: Scope, there: pl.DataFrame, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Return the stored records with those given in their place."""
    keys = {(row["year"], key_of(scope.name, row)) for row in rows}
    stays = [(row["year"], key_of(scope.name, row)) not in keys for row in there.iter_rows(named=True)]
    kept = there.filter(pl.Series(stays, dtype=pl.Boolean)) if stays else there
    return pl.concat([kept, _frame(scope.name, rows, scope)])


def _orphans(scope: Scope, frames: Mapping[str, pl.DataFrame]) -> list[Fault]:
    """Return the records without the one they belong to where there is no such record at all."""
    found: list[Fault] = []
    for rule in load().checks.parent:
        if rule.child == scope.name and rule.parent in frames and not frames[rule.parent].height:
            found += orphans(rule, load(), frames[rule.child], frames[rule.parent])
    return found
