"""Slips of the pen that explain why a list does not come to its total."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import fraction
from junheng.audit.relations.sums.lists import Entry, Number, total_of

_LONG = 100_000
"""Of so many of the last digits printed, a figure that misses by one digit does not do so by accident."""

_SWAPPED, _FINE, _FINER = 100, 200, 1000
"""Of so many steps a total is where neighbours swapped, a digit left out or put in, one digit wrong are no accident."""
_PAIR = 2


def slipped(target: Number, parts: Sequence[Entry], *, either: bool = False, digit: bool = True) -> bool:
    """Return whether one slip of the pen explains a gap: 元 for 万元, a digit too few or too many, neighbours swapped,
    in a long figure also one digit wrong. Figures below 100 prove nothing; with `either` it is enough that what the
    parts come to is more. Without `digit` one digit wrong does not count: it explains any small gap.
    """
    reached = total_of(parts)
    missing = target - reached
    if not missing or (max(target, reached) if either else target) < 100:
        return False
    figures = [(one.value, missing) for one in parts] + [(target, -missing)]
    return any(by == value * 9999 or _one_slip(value, value + by, digit=digit) for value, by in figures)


def surely_slipped(target: Number, parts: Sequence[Number]) -> bool:
    """Return whether a slip explains a gap that nothing else says to be one: the finer the figures, the fewer gaps are
    a slip by accident. In what steps they are told is seen by the noughts they all end with (1200, 350 and 50: 10).
    """
    missing = target - sum(parts)
    if not missing:
        return False
    figures: list[tuple[Number, Number]] = [*((one, missing) for one in parts), (target, -missing)]
    steps = _steps([value for value, _ in figures])
    return any(
        (steps >= _SWAPPED and _swap(value, value + by))
        or (steps >= _FINE and _one_slip(value, value + by, digit=steps >= _FINER))
        for value, by in figures
    )


def _steps(values: Sequence[Number]) -> int:
    """Return how many of the last digits that are told the last of some figures is."""
    places = max(len(_decimals(value)) for value in values)
    printed = [int(value * 10**places) for value in values]
    while not any(one % 10 for one in printed) and any(printed):
        printed = [one // 10 for one in printed]
    return printed[-1]


def _swap(printed: Number, meant: Number) -> bool:
    """Return whether two neighbours of a figure, none of them 0, were swapped."""
    places = 10 ** len(_decimals(printed))
    one, other = str(int(printed * places)), str(int(meant * places))
    unlike = [at for at in range(len(one)) if one[at] != other[at]] if len(one) == len(other) else []
    if len(unlike) != _PAIR or unlike[1] != unlike[0] + 1:
        return False
    pair = one[unlike[0] : unlike[1] + 1]
    return "0" not in pair and pair[::-1] == other[unlike[0] : unlike[1] + 1]


def _one_slip(printed: Number, meant: Number, *, digit: bool) -> bool:
    """Return whether figures differ by one digit left out or put in, two swapped, or one of four or more changed."""
    places = 10 ** len(_decimals(printed))
    whole = meant * places
    if meant <= 0 or whole.denominator != 1:
        return False
    one, other = str(int(printed * places)), str(int(whole))
    if abs(len(one) - len(other)) == 1:
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    unlike = [at for at in range(len(one)) if one[at] != other[at]] if len(one) == len(other) else []
    if len(unlike) == 2:
        at, to = unlike
        return to == at + 1 and one[at] == other[to] and one[to] == other[at]
    return digit and len(unlike) == 1 and len(one) >= 4


def _decimals(value: Number) -> str:
    return "" if value == int(value) else str(float(value)).partition(".")[2]


def long_slip(total: Item, parts: Sequence[Entry]) -> bool:
    """Return whether parts miss a long total by one digit of a long figure, in the same place of the number.

    建筑面积119191.2平方米，其中小学75961.1平方米，中学13230.1平方米 lacks 30000 to the tenth: 43230.1 was meant.
    """
    target = fraction(total.quantity.value)
    missing = abs(total_of(parts) - target) * total.quantity.scale
    step = min(fraction(one.item.quantity.step) * one.item.quantity.scale for one in parts)
    if not step or not missing or any(one.value > target for one in parts):
        return False
    steps = Fraction(missing / step)
    single = steps.denominator == 1 and len(str(steps.numerator).rstrip("0")) == 1
    return single and target * total.quantity.scale >= _LONG * step and slipped(target, parts)
