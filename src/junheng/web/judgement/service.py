"""The standard applied to a snapshot; kept in memory, since neither ever changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from junheng import standards
from junheng.assess import Assessment, assess, rules_of
from junheng.dictionary import Tables
from junheng.facts import Facts, derive
from junheng.standards import Standard
from junheng.web.snapshots.acts import thaw
from junheng.web.snapshots.models import Snapshot

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Judged:
    """An assessment with all it stands on."""

    snapshot: Snapshot
    standard: Standard
    tables: Tables
    facts: Facts
    assessment: Assessment
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What pages made of it, kept as long as it is (see `once`)."""

    def once(self, key: Any, make: Callable[[], Made]) -> Made:
        """Return what `make` returns, made only the first time `key` is asked for."""
        if key not in self.memo:
            self.memo[key] = make()
        return cast("Made", self.memo[key])


def latest(county: str, year: int | None = None) -> Snapshot | None:
    """Return the county's newest snapshot, of one school year where it is given; None when there is none."""
    found = Snapshot.objects.filter(county_id=county)
    return (found if year is None else found.filter(year=year)).first()


def judged(snapshot: Snapshot, standard: str = "", switches: Iterable[str] = ()) -> Judged:
    """Return the snapshot judged by a standard (id; the county's own when blank).

    Raises snapshots.acts.Damaged, standards.StandardError, assess.ScopeError (no school to judge).
    """
    key = (snapshot.pk, snapshot.content, standard or snapshot.county.standard, tuple(sorted(switches)))
    return replace(_judged(*key), snapshot=snapshot)


@lru_cache(maxsize=8)
def _judged(snapshot_id: int, _content: str, standard_id: str, switches: tuple[str, ...]) -> Judged:
    snapshot = Snapshot.objects.select_related("county").get(pk=snapshot_id)
    standard = standards.load(standard_id)
    tables = thaw(snapshot)
    facts = derive(tables, rules_of(standard))
    assessment = assess(facts, standard, county=snapshot.county_id, year=snapshot.year, switches=switches)
    return Judged(snapshot, standard, tables, facts, assessment)
