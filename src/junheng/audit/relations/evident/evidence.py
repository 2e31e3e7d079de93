"""What speaks for a reading: what was read before, the chances borne, how near it comes to the printed figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from fractions import Fraction

from junheng.audit import slips
from junheng.audit.arithmetic import printed_step
from junheng.audit.judge import holds as judged_to_hold
from junheng.audit.judge import judge, strictly
from junheng.audit.layout import Item
from junheng.audit.model import Relation

BORNE, LOOSE, SLIP = Fraction(1, 10), Fraction(1, 25), Fraction(1, 20)
"""Chances borne: of figures in place, of others, of a reading that holds but for a slip of the pen."""
LEAST_DIGITS = 3
"""Digits a figure must have for a slip of the pen in it to be told from chance."""
_TEN = 10
"""Of how many one more or less is close."""
PEN = 8
"""About how many figures one slip of the pen can make of one."""
_NONE: frozenset[str] = frozenset()
_LESS = 0.05
"""Two figures of the same digits are no farther apart: 10 times, and what rounding adds to short ones."""
_FLOAT = 1e-9
"""What floating point may be wrong by, with much to spare."""
_SIXTH, _ROUGH, _POWERS = (5 / 6, 7 / 6), 0.01, (10, 0.1, 1e4, 1e-4)
_PEN_SLIPS = frozenset({"swapped", "digit_wrong", "digit_lost", "digit_added", "zero_lost", "zero_added"})
_TESTS: dict[str, tuple[slips.Test, ...]] = {
    "swapped": (slips.spelled_total, slips.spelled_part), "truncated": (slips.truncated_total,),
    "zero_lost": (slips.zero,), "zero_added": (slips.zero,), "unit_small": (slips.unit,),
}  # fmt: skip


@dataclass(slots=True)
class Read:
    """What has been read: which figures are totals and parts of what, which three belong together."""

    totals: dict[int, set[str]] = field(default_factory=dict)
    """Which kinds of relation a figure is the total of, by where it begins."""
    parts: dict[str, dict[int, Relation]] = field(default_factory=lambda: defaultdict(dict))
    triples: set[frozenset[int]] = field(default_factory=set)
    sums: dict[int, Relation] = field(default_factory=dict)
    """The sums by where their totals begin."""
    lists: list[Relation] = field(default_factory=list)
    """Every sum, in the order they were read: one total may have several."""
    ratios: list[Relation] = field(default_factory=list)
    """Every share, in the order they were read."""
    pairs: set[frozenset[int]] = field(default_factory=set)
    """The figures one of which is told to have grown to the other."""
    apart: set[frozenset[int]] = field(default_factory=set)
    """The figures whose difference is told."""
    failing: set[int] = field(default_factory=set)
    """Where totals begin that a grammar reads as sums which do not hold."""
    divides: set[int] = field(default_factory=set)
    """Where the parts of these begin."""
    rests: dict[tuple[str, Fraction], tuple[int, int]] = field(default_factory=dict)
    """Where a part and the whole it is a share of begin, by what is left of the whole (in its base unit)."""

    held: dict[int, bool] = field(default_factory=dict)
    """Whether sums that were taken in hold, by their identity: it is asked of each several times."""
    outdone: list[Relation] = field(default_factory=list)
    """The sums of two that lie within a longer list which comes out: accidents."""

    def outdo(self, starts: set[int]) -> None:
        """Set aside the sums of two whose figures all lie within those that begin at some places."""
        sums = self.parts["sum"]
        for one in {id(sums[start]): sums[start] for start in starts if start in sums}.values():
            own = {source.start for part in (*one.parts, one.total) for source in part.sources}
            if len(one.parts) == 2 and own <= starts:
                self.outdone.append(one)

    def take(self, one: Relation) -> None:
        """Take in a relation."""
        starts = {source.start for source in one.total.sources}
        for start in starts:
            self.totals.setdefault(start, set()).add(one.kind)
        own = {source.start for part in one.parts for source in part.sources}
        self.parts[one.kind].update(dict.fromkeys(own, one))
        if one.kind == "ratio":
            self.ratios.append(one)
        if one.kind == "growth":
            self.pairs.add(frozenset(own))
        if one.kind == "difference":
            self.apart.add(frozenset(own))
        if one.kind == "ratio" and all(len(part.sources) == 1 for part in one.parts):
            top, bottom = (part.sources[0] for part in one.parts)
            if top.base == bottom.base:
                self.rests[top.base, bottom.exact - top.exact] = (top.start, bottom.start)
        if one.kind == "sum":
            self.sums[one.total.sources[0].start] = one
            self.lists.append(one)
        if len(one.parts) == 2:
            self.triples.add(frozenset(own | starts))

    def holds(self, one: Relation) -> bool:
        """Whether a sum that was taken in holds (`holds` below)."""
        known = self.held.get(id(one))
        if known is None:
            known = self.held[id(one)] = holds(one)
        return known

    def total(self, item: Item, *kinds: str) -> bool:
        """Whether a figure is told as worked out already."""
        told = self.totals.get(item.quantity.start)
        return told is not None and not told.isdisjoint(kinds)

    def told(self, item: Item) -> AbstractSet[str]:
        """Return the kinds of relations a figure is told as the total of."""
        return self.totals.get(item.quantity.start, _NONE)

    def part(self, item: Item, kind: str) -> Relation | None:
        """Return a relation of a kind that a figure is a part of."""
        return self.parts[kind].get(item.quantity.start)

    def together(self, *items: Item) -> bool:
        """Whether some figures are read together already, in whatever order."""
        return frozenset(one.quantity.start for one in items) in self.triples


class Chances:
    """How likely one of the readings tried so far came out by accident."""

    __slots__ = ("_borne", "_rough", "_told", "borne")

    def __init__(self, borne: Fraction) -> None:
        self.borne = borne
        self._told: list[tuple[Fraction, int | Fraction]] = []
        # Adding fractions is slow: floating point tells, but where it comes too near to what is borne.
        self._rough, self._borne = 0.0, borne.numerator / borne.denominator

    def over(self, accident: Fraction, of: int | Fraction = 1) -> bool:
        """Add the accident of one more reading (that part of `of`); return whether that is more than is borne."""
        self._told.append((accident, of))
        above, below = accident.as_integer_ratio()
        self._rough += above * of.denominator / (below * of.numerator)
        if abs(self._rough - self._borne) > _FLOAT:
            return self._rough > self._borne
        return self.sum > self.borne

    @property
    def sum(self) -> Fraction:
        """Return the chances of all readings tried."""
        return sum((accident / of for accident, of in self._told), Fraction(0))


def holds(made: Relation) -> bool:
    """Whether a relation holds; of hedged figures (约, 超) only where it comes out to the digits printed."""
    return judged_to_hold(made, hedged=False)


def exactly(made: Relation) -> bool:
    """Whether a relation holds to the digits printed: no rounding of its parts is asked for."""
    return strictly(made)


def by_slip(made: Relation, *names: str) -> bool:
    """Whether a relation fails, and one of the slips named (of `_TESTS`) explains why."""
    tests = dict.fromkeys(test for name in names for test in _TESTS[name])
    slip = _slip(made, *tests)
    return slip is not None and slip.name in names


def slipped(made: Relation) -> bool:
    """Whether a relation fails, and one slip of the pen in a figure explains why: a digit, two swapped, one lost."""
    found = judge(made)
    return found is not None and not found.holds and not found.hedged and found.slip in _PEN_SLIPS


def by_short_swap(made: Relation) -> bool:
    """Whether a sum fails by two digits of one part of two digits changed places, its total having three and more."""
    found = judge(made, explained=False)
    total = made.total
    step = printed_step(total)
    if found is None or found.holds or found.hedged or not step or total.value < 10 ** (LEAST_DIGITS - 1) * step:
        return False
    for part in made.parts:
        meant, own = part.value - found.off_by, printed_step(part)
        if own and meant > 0 and (meant / own).denominator == 1:
            one, other = str(int(part.value / own)), str(int(meant / own))
            if len(one) == len(other) == 2 and one == other[::-1]:
                return True
    return False


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
    if _SIXTH[0] < ratio < _SIXTH[1]:
        return True
    if any(abs(ratio * by - 1) < _ROUGH for by in _POWERS):
        return True
    if not _LESS < ratio < 1 / _LESS and abs(printed) >= step:
        return False  # of another length
    return sorted(str(int(abs(value) / step + 0.5))) == sorted(str(int(abs(printed) / step + 0.5)))


def close(made: Relation, within: Fraction) -> bool:
    """Whether a relation fails, but comes to the printed figure within a part of it: what is misprinted lies close."""
    found = judge(made, explained=False)
    if found is None or found.holds or found.hedged or not made.total.value:
        return False
    return abs(found.off_by / made.total.value) <= within


def meant(made: Relation, whole: Item, within: Fraction | float, pen: Fraction | float = 0) -> bool:
    """Whether a list that fails was meant as all of a whole: it lies close, is one off, or a slip explains it.

    `within` and `pen` are how far it may lie off, as a part of the whole, without and with a slip that explains it.
    """
    off = gap(made)
    if off <= within or (whole.plain >= _TEN and off * whole.quantity.exact <= whole.quantity.scale):
        return True
    return off <= pen and len(whole.quantity.value.as_tuple().digits) >= LEAST_DIGITS and slipped(made)


def gap(made: Relation) -> Fraction:
    """Return how far a relation is from holding, as a part of the printed figure."""
    found = judge(made, explained=False)
    return abs(found.off_by / made.total.value) if found is not None and made.total.value else Fraction(10**9)
