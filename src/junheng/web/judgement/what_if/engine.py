"""Trying changes: the snapshot's facts with a few schools derived and judged anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from junheng.assess import Outcome, again, outcome, rules_of
from junheng.dictionary import Tables
from junheng.exchange import Fault
from junheng.facts import Ground, amend, ground
from junheng.facts.amend import records
from junheng.web.judgement.service import Judged
from junheng.web.judgement.what_if.changes import Applied, Change, Place, Wrong, apply, faults_of


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of the changes; `after` is None while something is wrong with them, or there are none."""

    judged: Judged
    changes: tuple[Change, ...]
    before: Outcome
    after: Outcome | None
    wrong: tuple[Wrong, ...]


def trial(found: Judged, changes: Sequence[Change]) -> Trial:
    """Judge the snapshot with the changes applied to a copy; exactly what a full assessment of it would say."""
    before = outcome(found.assessment, found.standard)
    if not changes:
        return Trial(found, (), before, None, ())
    held = grounded(found)
    derived = _derived(found, held, {change.school for change in changes})

    def faults(schools: frozenset[str], now: Tables | None) -> Sequence[Fault]:
        if now is None:
            return found.once(("faults", schools), lambda: faults_of(held, found.tables, schools, None))
        return faults_of(held, found.tables, schools, now)

    applied = apply(held, changes, derived, faults)
    after = _judged(found, held, applied) if applied.sound else None
    return Trial(found, tuple(changes), before, after, applied.wrong)


def _judged(found: Judged, held: Ground, applied: Applied) -> Outcome:
    facts = amend(found.facts, held, applied.schools, applied.tables)
    return again(found.assessment, found.standard, found.facts, facts, applied.schools)


def grounded(found: Judged) -> Ground:
    """Return the snapshot's records, ready to be changed."""
    return found.once("ground", lambda: ground(found.tables, rules_of(found.standard), found.snapshot.year))


def _derived(found: Judged, held: Ground, schools: set[str]) -> Mapping[tuple[Place, str], Any]:
    """Return the figures of the facts of schools of one campus: they stand where a record is blank."""
    campuses = records(held, "school", schools)["school_code"].value_counts()
    single = campuses.filter(campuses["count"] == 1)["school_code"].to_list()
    parts = found.facts.parts
    rows = parts.filter(parts["school_code"].is_in(single) & (parts["year"] == found.snapshot.year)).to_dicts()
    return {
        (place, name): value
        for row in rows
        for place in (("part", row["school_code"], "", row["stage"]), ("school", row["school_code"], "", ""))
        for name, value in row.items()
        if value is not None
    }
