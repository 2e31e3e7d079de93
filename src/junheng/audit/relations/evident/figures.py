"""The figures of a layout as the second reading sees them, those near one, and the words it goes by."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from operator import attrgetter
from typing import Any

from junheng.audit.layout import Item, Layout
from junheng.audit.model import Quantity
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import KEPT, arrives, change, compared, one_of
from junheng.audit.relations.rates.rates import rates_of

Number = int | Fraction
_number, _sentence = attrgetter("number"), attrgetter("sentence")
worth = attrgetter("plain")
"""The value of a figure in its base unit, as a whole number where it is one: most are, and these are quick."""
FAR, MOST, FEW = 600, 14, 7
"""How many characters before a figure, how many figures, and how many of one unit, are looked at."""
_BEHIND, _FROM = 2, ("由", "从", "的")
_BOUNDS = frozenset({"at_least", "at_most"})
_COUNTERS, _SCHOOLS, _PERSONS, _LEAST_BARE = frozenset({"个", "处"}), "所", "人", 20


@cache
def told() -> dict[str, Any]:
    """Return the tables of `words.toml`."""
    return tomllib.loads(files("junheng.audit.relations.evident").joinpath("words.toml").read_text("utf-8"))


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """Return a pattern for the words of a list, or the one written there."""
    words = told()[table][name]
    return re.compile(words if isinstance(words, str) else one_of(words))


_EACH = pattern("each", "cues")
_MEAN = ("平均", "平均每")


def has(words: Iterable[str], text: str) -> bool:
    """Whether one of some words stands in a text."""
    return any(map(text.__contains__, words))


class Figures(Near):
    """The figures of a layout with what the second reading asks of each of them, worked out once."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout)
        self.bases = [_base(one) for one in self.items]
        """Of each item, by its number, what it counts: its base unit, but 所 where 个 or 处 counts schools
        (教学点62个), and persons where the unit was lost behind them (在园幼儿12580，)."""
        self._before: tuple[Item | None, list[Item]] = (None, [])
        numbers = [one for one in self.items if one.quantity.kind == "number"]
        self.numbers = numbers
        """The counts and measures, in order."""
        self._places = [0, *accumulate(one.quantity.kind == "number" for one in self.items)]
        self.each = frozenset(one.number for one in numbers if is_each(one))
        """The numbers of the items told as so much for one by their words (生均)."""
        self.rated: set[int] = set()
        """The numbers of the items that have a rate so near before them that they may be what it makes in all."""
        self.rates = sorted(self.each.union(one.number for one in rates_of(self)))
        """The numbers of the items told as so much for each, in order."""
        self._rates = frozenset(self.rates)
        self._valued: dict[tuple[str, Number], list[Item]] = {}
        for item in numbers:
            if base := self.bases[item.number]:
                self._valued.setdefault((base, item.plain), []).append(item)
        for number in self.rates:
            self.rated.update(range(number + 1, number + 2 * MOST + 1))
        self.asides = [self._is_aside(one) for one in self.items]
        """Of each item, by its number, whether it is no part of anything: a bound, a change, so much for each, what is
        compared with."""
        self.counts = [
            bool(base) and not aside and one.quantity.kind == "number" and one.plain > 0
            for one, base, aside in zip(self.items, self.bases, self.asides, strict=True)
        ]
        """Of each item, by its number, whether it counts something and may be a part of a whole (`asides` are none)."""

    def window(self, item: Item) -> list[Item]:
        """Return the counts and measures before an item, kept while the same one is asked about."""
        if self._before[0] is not item:
            self._before = (item, _before(self, item, MOST))
        return self._before[1]

    def place(self, item: Item) -> int:
        """Return how many counts and measures stand before an item."""
        return self._places[item.number]

    def valued(self, base: str, value: Number) -> Sequence[Item]:
        """Return the counts and measures of a value, in its base unit, in order."""
        return self._valued.get((base, value), ())

    def valued_before(self, base: str, value: Number, item: Item, far: int) -> Iterator[Item]:
        """Return those before an item, at most so many characters before it, the nearest first."""
        found = self._valued.get((base, value))
        return _before_it(found, item, far) if found is not None else iter(())

    def valued_about(self, base: str, value: Number, item: Item, sentences: int) -> Sequence[Item]:
        """Return those at most so many sentences from an item, in order: of an endless sentence the nearest."""
        found = self._valued.get((base, value), [])
        begin = bisect_left(found, item.sentence - sentences, key=_sentence)
        end = bisect_right(found, item.sentence + sentences, begin, key=_sentence)
        if end - begin > 2 * MOST:
            at = bisect_left(found, item.number, key=_number)
            begin, end = max(begin, at - MOST), min(end, at + MOST)
        return found[begin:end]

    def _is_aside(self, item: Item) -> bool:
        label, figure = item.label, item.quantity
        return (
            figure.hedge in _BOUNDS
            or item.number in self._rates
            or figure.kind == "points"
            or change(label) != ""
            or compared(label)
            or self._left(item)
            or self._of_each(item)
        )

    def _of_each(self, item: Item) -> bool:
        """Whether a figure is what so many of something else have (平均16名学生一台)."""
        before = self.items[item.number - 1] if item.number and not item.mark else item
        return before is not item and before.segment == item.segment and before.label.endswith(_MEAN)

    def _left(self, item: Item) -> bool:
        """Whether a figure is what something was before it came to the one behind it: 由214所调整为158所."""
        if not item.label.endswith(_FROM):
            return False
        behind = self.items[item.number + 1] if item.number + 1 < len(self.items) else item
        return behind.segment == item.segment and arrives(behind.label)


def _before_it(found: list[Item], item: Item, far: int) -> Iterator[Item]:
    for at in range(bisect_left(found, item.number, key=_number) - 1, -1, -1):
        if item.quantity.start - found[at].quantity.end > far:
            return
        yield found[at]


def _base(item: Item) -> str:
    figure = item.quantity
    if not figure.base:
        counted = not item.after and figure.value >= _LEAST_BARE and item.label.endswith(_ending("persons"))
        return _PERSONS if counted else ""
    if figure.base == "人次":
        return _PERSONS  # 参保3565万人次: 养老保险1209万人, 失业保险1168万人, …
    if figure.unit not in _COUNTERS or item.after:
        return figure.base
    if item.label.endswith(_ending("attending")):
        return _PERSONS  # 公办园在园幼儿15139个
    return _SCHOOLS if item.label.endswith(_ending("schools")) else figure.base


@cache
def _ending(name: str) -> tuple[str, ...]:
    return tuple(told()["list"][name])


def before(near: Figures, item: Item, most: int = MOST) -> list[Item]:
    """Return the counts and measures before an item, the nearest first: no heading ends what is told."""
    if most == MOST:
        return near.window(item)
    return _before(near, item, most)


def _before(near: Figures, item: Item, most: int) -> list[Item]:
    place = near.place(item)
    found = near.numbers[max(0, place - most) : place]
    found.reverse()
    first, reach = item.number - 2 * most, item.quantity.start - FAR
    while found and (found[-1].number < first or found[-1].quantity.start < reach):
        found.pop()
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
    base = item.quantity.base
    if not base:
        return []
    found = [one for one in before(near, item) if one.quantity.base == base]
    found.sort(key=lambda one: one.depth > item.depth)
    return [*found[:FEW], *[one for one in behind(near, item) if one.quantity.base == base]]


def counts_same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities count the same: persons, 元, square metres."""
    return one.base == other.base and bool(one.base)


def digits(item: Item) -> int:
    """Return how many digits a figure is printed with."""
    return len(item.quantity.value.as_tuple().digits)


def grain(item: Item) -> Number:
    """Return the place of a figure's last digit in its base unit; of one exact by its nature the unit it is told in."""
    return item.quantity.plain_step or item.quantity.scale


def is_each(item: Item) -> bool:
    """Whether a figure is told as so much for one: 生均, 每校."""
    return _is_each(item.label)


@lru_cache(KEPT)
def _is_each(label: str) -> bool:
    return _EACH.search(label[-8:]) is not None


def changed(item: Item) -> bool:
    """Whether a figure is told as a change."""
    return bool(change(item.label)) or item.quantity.kind == "points"
