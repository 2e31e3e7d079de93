"""A first look at what a slip may explain: nearly every one that is tried is surely far off.

Reckoned in floating point, since exact fractions are slow; what is not surely far is for those to tell.
"""

from __future__ import annotations

from fractions import Fraction
from math import inf

from junheng.audit.arithmetic import printed_step
from junheng.audit.model import Relation, Term

_ROOM, _FLOAT = 0.51, 1e-9
"""Half a step, and what floating point may be wrong by, both with something to spare."""
_ONE = Fraction(1)


def far(one: Fraction, other: Fraction, step: Fraction, times: Fraction = _ONE) -> bool:
    """Return whether two values are surely more than half a step (`times` larger) apart."""
    return _apart(_rough(one), _rough(other), _rough(step) * abs(_rough(times)))


def _apart(left: float, right: float, step: float) -> bool:
    return abs(left - right) > step * _ROOM + max(abs(left), abs(right)) * _FLOAT


def _rough(value: Fraction) -> float:
    """Return a value in floating point; one too large is infinite: nothing is surely far from it."""
    above, below = value.as_integer_ratio()
    try:
        return above / below
    except OverflowError:
        return inf


class Far:
    """Tells which figures are surely no slip's: the same first look, before what was meant is worked out exactly."""

    __slots__ = ("is_sum", "missing", "reached", "step", "value")

    def __init__(self, relation: Relation, computed: Fraction) -> None:
        self.is_sum = relation.kind == "sum"
        self.reached, self.value = _rough(computed), _rough(relation.total.value)
        self.missing = _rough(relation.total.value - computed)
        self.step = _rough(printed_step(relation.total))

    def total(self, times: float) -> bool:
        """Whether a total so many times as large is far from what the parts come to."""
        return bool(self.value) and _apart(self.reached, self.value * times, self.step * times)

    def part(self, part: Term, times: float) -> bool:
        """Whether a sum with one part so many times as large is far from its total."""
        return self.is_sum and _apart(_rough(part.value) * (times - 1), self.missing, self.step)
