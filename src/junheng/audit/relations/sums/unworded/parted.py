"""Shares divided once more, and shares called the sum of others: only of one whole do shares add up.

10.3%的人升学，其中6.7%读研，1.1%出国，2.5%读本科. 0至5岁占21.7%，6至13岁占67.4%，13岁以下合计89.1%. 就业率87.14%，由
协议就业率72.17%、灵活就业率14.97%构成. Read only where they come out, but for what is told to be made up of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby, takewhile

from junheng.audit.layout import Item
from junheng.audit.relations.ground.wording import change
from junheng.audit.relations.sums.lists import Entry, total_of
from junheng.audit.relations.sums.misprints import slipped
from junheng.audit.relations.sums.readings import LONGEST, SMALL, Readings
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told, fineness

_FEWEST, _JOINS = 2, ("among", "among_colon")
_FINE, _NEAR = 100, 20
"""How many steps a share must have that some of those before it come to; and how far off, in parts of it, one told to
be made up of others was meant to come to them.
"""
_MADE = re.compile("[，,]?(?:是|系)?由")
_MADE_UP = re.compile("[^，,。；;]{0,4}(?:组成|构成|相加|加总)")


def read_parted(readings: Readings, run: Run) -> None:
    """Read the shares of a run that are divided, made up of others, or called their sum."""
    if run.owner is not None or len(run.items) <= _FEWEST:
        return
    _summed(readings, run)
    if any(join in _JOINS for join in run.joins):
        _divided(readings, run)


def _summed(readings: Readings, run: Run) -> None:
    """Read the shares told to be made up of those behind them, and those called the sum of some before them."""
    items = run.items[:LONGEST]
    for place, total in enumerate(items):
        if total.quantity.kind != "share" or total.quantity.hedge:
            continue
        if _MADE.match(items[place + 1].lead) if place + 1 < len(items) else None:
            _made_up(readings, total, items[place + 1 :])
        elif place >= _FEWEST and triggers().strong.search(total.label) is not None:
            _called(readings, total, items[:place])


def _made_up(readings: Readings, total: Item, behind: Sequence[Item]) -> None:
    parts = list(takewhile(lambda one: one.quantity.kind == "share" and one.segment == total.segment, behind))
    last = next((at for at, one in enumerate(parts, 1) if _MADE_UP.match(one.after)), 0)
    parts = parts[:last]
    if len(parts) < _FEWEST or readings.are_parts(parts):
        return
    made = _told(total, parts)
    off = abs(total_of(made.parts) - Fraction(total.quantity.value))
    if off * _NEAR <= total.quantity.value or slipped(Fraction(total.quantity.value), made.parts):
        made.reading = "failing" if off else "exact"
        readings.tell(made, f"parted-{made.reading}")


def _called(readings: Readings, total: Item, before: Sequence[Item]) -> None:
    """Read a share called a sum as that of some that follow each other before it, the last of them first."""
    row = [one for one in before if one.quantity.kind == "share" and one.sentence == total.sentence]
    if any(one.quantity.hedge or change(one.label) for one in [*row, total]):
        return
    target = total.quantity.exact
    if target / total.quantity.scale < _FINE * Fraction(total.quantity.step):
        return
    for end in range(len(row), 1, -1):
        reached = row[end - 1].quantity.exact
        for start in range(end - 2, -1, -1):
            reached += row[start].quantity.exact
            if reached == target:
                readings.tell(_told(total, row[start:end]), "parted-exact")
                return
            if reached > target:
                break


def _told(total: Item, parts: Sequence[Item]) -> Told:
    scale = total.quantity.scale
    return Told(total, [Entry(at, one, one.label + one.after, scale) for at, one in enumerate(parts)], "exact")


def _divided(readings: Readings, run: Run) -> None:
    """Read the shares behind 其中 of a clause of shares, as those before it: part of a part is a share of the whole."""
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
    made = _told(total, parts)
    if len(set(names)) == len(names) and total_of(made.parts) == total.quantity.value and fineness(made) >= SMALL:
        readings.tell(made, "parted-exact")
