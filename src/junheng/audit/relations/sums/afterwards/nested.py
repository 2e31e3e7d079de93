"""Lists that fail only because a part of them is misprinted, as the part's own list shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from junheng.audit.relations.sums.lists import total_of
from junheng.audit.relations.sums.weighing import Told


def without_misprinted(told: Sequence[tuple[Told, str]]) -> list[tuple[Told, str]]:
    """Return lists but for those that fail only by a part that is misprinted itself, as its own list shows.

    校舍11万平方米，其中教室8万平方米，宿舍4万平方米（小学1.7万平方米，中学1.3万平方米）: with 3万 nothing is over.
    """
    meant = {
        one.total.number: Fraction(total_of(one.parts)) * one.total.quantity.scale
        for one, rule in told
        if one.reading == "failing" and rule.startswith("bracket")
    }
    return [(one, rule) for one, rule in told if not (one.reading == "failing" and _opened(one, meant))]


def _opened(one: Told, meant: Mapping[int, Fraction]) -> bool:
    """Return whether a list that fails falls short once its misprinted parts are what their own lists come to."""
    if not any(part.item.number in meant for part in one.parts):
        return False
    own = one.total.quantity
    values = [meant.get(part.item.number, part.value * own.scale) for part in one.parts]
    return total_of(one.parts) > own.value and sum(values) < own.exact
