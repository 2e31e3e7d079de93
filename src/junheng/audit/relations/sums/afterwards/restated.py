"""A total told once more in round figures before its list: 57915名考生报名。在5.79万名考生中，文科19705人，….

The list is that of the figure told to the last digit.
"""

from __future__ import annotations

from junheng.audit.layout import Layout
from junheng.audit.model import fraction
from junheng.audit.relations.sums.lists import Entry, total_of
from junheng.audit.relations.sums.weighing import Told

_BACK = 10
"""How many figures before the round one the other may stand."""


def restated(layout: Layout, told: Told) -> Told:
    """Return a list as that of the figure its parts come to, where its own total is that one in fewer digits."""
    total = told.total
    if told.reading != "rounded" or not total.quantity.base:
        return told
    own, reached = total.quantity, total_of(told.parts) * total.quantity.scale
    for one in reversed(layout.items[max(0, total.number - _BACK) : total.number]):
        other = one.quantity
        same = other.base == own.base and other.kind == "number" and other.exact == reached
        if same and abs(reached - own.exact) <= fraction(own.step) * own.scale:
            parts = [Entry(part.place, part.item, part.label, other.scale, part.times) for part in told.parts]
            return Told(one, parts, "exact")
    return told
