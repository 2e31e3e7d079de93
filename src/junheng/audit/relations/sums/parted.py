"""Shares divided once more: 10.3%的人升学，其中6.7%读研，1.1%出国，2.5%读本科. Read only where they come out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from junheng.audit.layout import Item
from junheng.audit.relations.sums.lists import Entry, total_of
from junheng.audit.relations.sums.readings import LONGEST, SMALL, Readings
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.weighing import Told, fineness

_FEWEST, _JOINS = 2, ("among", "among_colon")


def read_parted(readings: Readings, run: Run) -> None:
    """Read the shares behind 其中 of a clause of shares, as those before it: part of a part is a share of the whole."""
    if run.owner is not None or not any(join in _JOINS for join in run.joins):
        return
    for _, clause in groupby(enumerate(run.items[:LONGEST]), key=lambda one: one[1].segment):
        items = list(clause)
        place = next((at for at, (where, _) in enumerate(items) if at and run.joins[where] in _JOINS), 0)
        shares = [one for _, one in items]
        if place and all(one.quantity.kind == "share" and not one.quantity.hedge for one in shares):
            _read(readings, shares[place - 1], shares[place:])


def _read(readings: Readings, total: Item, parts: Sequence[Item]) -> None:
    if len(parts) < _FEWEST or any(one.quantity.value >= total.quantity.value for one in parts):
        return
    names = [one.label + one.after for one in parts]
    made = Told(total, [Entry(at, one, names[at], total.quantity.scale) for at, one in enumerate(parts)], "exact")
    if len(set(names)) == len(names) and total_of(made.parts) == total.quantity.value and fineness(made) >= SMALL:
        readings.tell(made, "parted-exact")
