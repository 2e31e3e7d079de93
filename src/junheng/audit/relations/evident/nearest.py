"""What is kept of several readings of the same figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from junheng.audit.model import Relation
from junheng.audit.relations.evident.doubted import starts
from junheng.audit.relations.evident.evidence import holds

_HUNDRED, _ROUNDED = 100, Fraction(1, 10)
"""All of a whole in per cent, and what rounding takes off each share of it."""


def not_open_by_shares(every: list[Relation]) -> list[Relation]:
    """Leave out failing sums each part of which is told with its share of the whole, where each share holds and they
    leave some of it over.

    双方外出的5140人，占60.4%，一方外出的3066人，占36%: the figures are right, and some are told of nowhere.
    """
    shares = {_places(one): one.total.value for one in every if one.kind == "ratio" and holds(one)}
    return [one for one in every if one.kind != "sum" or holds(one) or not _left_over(one, shares)]


def _left_over(one: Relation, shares: Mapping[tuple[int, int], Fraction]) -> bool:
    told_ = [shares.get((start, one.total.sources[0].start)) for start in starts(one)]
    return None not in told_ and sum(each for each in told_ if each is not None) < _HUNDRED - _ROUNDED * len(told_)


def _places(one: Relation) -> tuple[int, int]:
    """Return where the figure that a share is told of begins, and its whole."""
    top, bottom = one.parts
    return top.sources[0].start, bottom.sources[0].start


def nearest(every: Sequence[Relation]) -> list[Relation]:
    """Leave out sums of the same parts for a total told twice: the nearer to them is the one they divide.

    Of those that fail both are told: each of the two figures contradicts the list.
    """
    best: dict[tuple[frozenset[int], Fraction], Relation] = {}
    left: set[int] = set()
    for one in every:
        if one.kind != "sum":
            continue
        place = (frozenset(starts(one)), one.total.value * one.total.sources[0].scale)
        other = best.get(place)
        if other is None or not holds(one):
            best.setdefault(place, one)
        elif _away(one) < _away(other):
            left.add(id(other))
            best[place] = one
        else:
            left.add(id(one))
    return [one for one in every if id(one) not in left]


def _away(one: Relation) -> int:
    """Return how many characters lie between a total and the first of its parts."""
    return abs(min(starts(one)) - one.total.sources[0].start)
