"""What stands between a dry run and a loss: how much of the registry would go, and who may let it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from junheng.web.imports.models import Version
from junheng.web.people.policy import Policy

MOST_REMOVED = 0.10
"""Share of the records in scope that may go without a second word."""
MOST_CHANGED = 0.50
"""Share of the records in scope that may change without a second word: columns may have slipped."""
FEW = 10
"""Records that may change, whatever their share."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Tables beyond a bound; `count` is what has to be typed: how many records go and change in them."""

    removing: tuple[str, ...] = ()
    changing: tuple[str, ...] = ()
    count: int = 0

    def __bool__(self) -> bool:
        return bool(self.removing or self.changing)


def guard(version: Version, remove: Collection[str]) -> Guard:
    """Return what needs a second word when records the files lack are removed from the tables `remove`."""
    removing, changing, count = [], [], 0
    for table, counts in version.counts.items():
        gone = counts["removed"] if table in remove else 0
        changed, existing = counts["changed"], counts["existing"]
        if gone > existing * MOST_REMOVED:
            removing.append(table)
        if changed > max(existing * MOST_CHANGED, FEW):
            changing.append(table)
        if table in {*removing, *changing}:
            count += gone + changed
    return Guard(tuple(removing), tuple(changing), count)


def may_remove(policy: Policy, version: Version, found: Guard) -> bool:
    """Tell whether this user may let so many records go: an officer of the section of each such table."""
    county = version.of.county_id
    return all(policy.may("registry.import", county=county, school="", table=table) for table in found.removing)
