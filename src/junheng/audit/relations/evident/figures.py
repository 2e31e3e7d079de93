"""The figures of a layout as the second reading sees them, those near one, and the words it goes by."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from junheng.audit.layout import Item, Layout
from junheng.audit.model import Quantity
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import change, compared, one_of
from junheng.audit.relations.rates.rates import is_rate

Number = int | Fraction
FAR, MOST, FEW = 600, 14, 7
"""How many characters before a figure, how many figures, and how many of one unit, are looked at."""
_BEHIND = 2


@cache
def told() -> dict[str, Any]:
    """Return the tables of `words.toml`."""
    return tomllib.loads(files("junheng.audit.relations.evident").joinpath("words.toml").read_text("utf-8"))


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """Return a pattern for the words of a list, or the one written there."""
    words = told()[table][name]
    return re.compile(words if isinstance(words, str) else one_of(words))


def has(words: Iterable[str], text: str) -> bool:
    """Whether one of some words stands in a text."""
    return any(word in text for word in words)


class Figures(Near):
    """The figures of a layout with what the second reading asks of each of them, worked out once."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout)
        exact = (one.quantity.exact for one in self.items)
        self._plain: list[Number] = [one.numerator if one.denominator == 1 else one for one in exact]
        self._asides: dict[int, bool] = {}
        self.rates = [
            one.number for one in self.items if one.quantity.kind == "number" and (is_each(one) or is_rate(self, one))
        ]
        """The numbers of the items told as so much for each, in order."""
        self._rates = frozenset(self.rates)

    def plain(self, item: Item) -> Number:
        """Return a value in the base unit, as a whole number where it is one: most are, and these are quick."""
        return self._plain[item.number]

    def aside(self, item: Item) -> bool:
        """Whether a figure is no part of anything: a bound, a change, so much for each, what is compared with."""
        found = self._asides.get(item.number)
        if found is None:
            bound = item.quantity.hedge in {"at_least", "at_most"}
            found = bound or item.number in self._rates or changed(item) or compared(item.label)
            self._asides[item.number] = found
        return found


def before(near: Figures, item: Item, most: int = MOST) -> list[Item]:
    """Return the counts and measures before an item, the nearest first: no heading ends what is told."""
    found: list[Item] = []
    reach = item.quantity.start - FAR
    for one in reversed(near.items[max(0, item.number - 2 * most) : item.number]):
        if one.quantity.start < reach or len(found) == most:
            break
        if one.quantity.kind == "number":
            found.append(one)
    return found


def behind(near: Figures, item: Item) -> list[Item]:
    """Return the counts and measures right behind an item, up to the end of the next sentence."""
    return [
        one
        for one in near.items[item.number + 1 : item.number + 1 + _BEHIND]
        if one.sentence <= item.sentence + 1 and one.paragraph == item.paragraph and one.quantity.kind == "number"
    ]


def same(near: Figures, item: Item) -> list[Item]:
    """Return the figures near one that count the same, the likeliest first: out of brackets, before it, the nearest."""
    found = [one for one in before(near, item) if counts_same(one.quantity, item.quantity)]
    found.sort(key=lambda one: one.depth > item.depth)
    return [*found[:FEW], *(one for one in behind(near, item) if counts_same(one.quantity, item.quantity))]


def counts_same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities count the same: persons, 元, square metres."""
    return one.base == other.base and bool(one.base)


def digits(item: Item) -> int:
    """Return how many digits a figure is printed with."""
    return len(item.quantity.value.as_tuple().digits)


def is_each(item: Item) -> bool:
    """Whether a figure is told as so much for one: 生均, 每校."""
    return pattern("each", "cues").search(item.label[-8:]) is not None


def changed(item: Item) -> bool:
    """Whether a figure is told as a change."""
    return bool(change(item.label)) or item.quantity.kind == "points"
