"""What speaks for a reading: what was read before, the chances borne, how near it comes to the printed figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from junheng.audit import slips
from junheng.audit.judge import judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation

BORNE, LOOSE, SLIP = Fraction(1, 10), Fraction(1, 25), Fraction(1, 20)
"""Chances borne: of figures in place, of others, of a reading that holds but for a slip of the pen."""
LEAST_DIGITS = 3
"""Digits a figure must have for a slip of the pen in it to be told from chance."""
PEN = 8
"""About how many figures one slip of the pen can make of one."""
_SIXTH, _ROUGH, _POWERS = (5 / 6, 7 / 6), 0.01, (10, 0.1, 1e4, 1e-4)
_TESTS: dict[str, tuple[slips.Test, ...]] = {
    "swapped": (slips.spelled_total, slips.spelled_part), "truncated": (slips.truncated_total,),
    "zero_lost": (slips.zero,), "zero_added": (slips.zero,), "unit_small": (slips.unit,),
}  # fmt: skip


@dataclass(slots=True)
class Read:
    """What has been read: which figures are totals and parts of what, which three belong together."""

    totals: dict[str, set[int]] = field(default_factory=dict)
    parts: dict[str, dict[int, Relation]] = field(default_factory=dict)
    triples: set[frozenset[int]] = field(default_factory=set)
    sums: dict[int, Relation] = field(default_factory=dict)
    """The sums by where their totals begin."""
    pairs: set[frozenset[int]] = field(default_factory=set)
    """The figures one of which is told to have grown to the other."""

    def take(self, one: Relation) -> None:
        """Take in a relation."""
        starts = {source.start for source in one.total.sources}
        self.totals.setdefault(one.kind, set()).update(starts)
        own = {source.start for part in one.parts for source in part.sources}
        self.parts.setdefault(one.kind, {}).update(dict.fromkeys(own, one))
        if one.kind == "growth":
            self.pairs.add(frozenset(own))
        if one.kind == "sum":
            self.sums[one.total.sources[0].start] = one
        if len(one.parts) == 2:
            self.triples.add(frozenset(own | starts))

    def total(self, item: Item, *kinds: str) -> bool:
        """Whether a figure is told as worked out already."""
        start = item.quantity.start
        return any(kind in self.totals and start in self.totals[kind] for kind in kinds)

    def part(self, item: Item, kind: str) -> Relation | None:
        """Return a relation of a kind that a figure is a part of."""
        return self.parts.get(kind, {}).get(item.quantity.start)

    def together(self, *items: Item) -> bool:
        """Whether some figures are read together already, in whatever order."""
        return frozenset(one.quantity.start for one in items) in self.triples


@dataclass(slots=True)
class Chances:
    """How likely one of the readings tried so far came out by accident."""

    borne: Fraction
    sum: Fraction = Fraction(0)

    def over(self, accident: Fraction) -> bool:
        """Add the accident of one more reading; return whether that is more than is borne."""
        self.sum += accident
        return self.sum > self.borne


def holds(made: Relation) -> bool:
    """Whether a relation holds; of hedged figures (约, 超) only where it comes out to the digits printed."""
    found = judge(made, explained=False)
    return found is not None and (found.holds_strict or (found.holds and not found.hedged))


def by_slip(made: Relation, *names: str) -> bool:
    """Whether a relation fails, and one of the slips named (of `_TESTS`) explains why."""
    tests = dict.fromkeys(test for name in names for test in _TESTS[name])
    slip = _slip(made, *tests)
    return slip is not None and slip.name in names


def _slip(made: Relation, *tests: slips.Test) -> slips.Slip | None:
    found = judge(made, explained=False)
    if found is None or found.holds or found.hedged:
        return None
    return next((slip for test in tests if (slip := test(made, found.computed)) is not None), None)


def about(value: float, total: Item) -> bool:
    """Whether a value may be the printed one, or one slip of the pen away from it: a first, quick look, not a verdict.

    That is: within a sixth of it, ten or ten thousand times more or less, or of the same digits in another order.
    """
    figure = total.quantity
    printed, step = float(figure.value), float(figure.step)
    if not printed or not step:
        return not step
    ratio = abs(value) / abs(printed)
    if _SIXTH[0] < ratio < _SIXTH[1] or any(abs(ratio * by - 1) < _ROUGH for by in _POWERS):
        return True
    return sorted(str(int(abs(value) / step + 0.5))) == sorted(str(int(abs(printed) / step + 0.5)))


def close(made: Relation, within: Fraction) -> bool:
    """Whether a relation fails, but comes to the printed figure within a part of it: what is misprinted lies close."""
    found = judge(made, explained=False)
    if found is None or found.holds or found.hedged or not made.total.value:
        return False
    return abs(found.off_by / made.total.value) <= within


def gap(made: Relation) -> Fraction:
    """Return how far a relation is from holding, as a part of the printed figure."""
    found = judge(made, explained=False)
    return abs(found.off_by / made.total.value) if found is not None and made.total.value else Fraction(10**9)
