"""Which figures stand near one: candidates for the sides of a relation, bounded in number, nearest first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

from junheng.audit.layout import Item, Layout
from junheng.audit.model import Quantity
from junheng.audit.relations.ground.wording import holds_one, linked, wording, words

MOST = 16
"""How many figures before one are looked at."""
BACK = 2
"""How many sentences before its own."""
FAR = 400
"""How many characters before it, whatever the sentences."""
_IN_WORDS = Decimal("1e-9")
Reading = tuple[int, int]


@cache
def _alike() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(each) for each in wording()["share"]["alike"])


def alike(left: Quantity, right: Quantity) -> int:
    """Return 2 where two quantities count the same thing, 1 where they may (所 and 个, a bare number), else 0."""
    if left.base == right.base and left.base:
        return 2
    if (not left.base and left.scale == 1) or (not right.base and right.scale == 1):
        return 1
    return int(any({left.base, right.base} <= each or {left.unit, right.unit} <= each for each in _alike()))


class Near:
    """The figures of a layout with their exact values, asked by place."""

    def __init__(self, layout: Layout) -> None:
        self.text = layout.text
        self.items = layout.items
        self._exact: dict[int, Reading] = {}
        self._index: dict[str, list[Item]] | None = None

    def exact(self, item: Item) -> Reading:
        """Return an item's value in the base unit as numerator and denominator."""
        found = self._exact.get(item.number)
        if found is None:
            value = item.quantity.exact
            found = self._exact[item.number] = (value.numerator, value.denominator)
        return found

    def value(self, item: Item) -> Fraction:
        """Return an item's value in the base unit."""
        return Fraction(*self.exact(item))

    def at(self, start: int) -> int:
        """Return the number of the figure that begins at an offset, or of the first behind it."""
        return bisect_left(self.items, start, key=lambda one: one.quantity.start)

    def before(self, item: Item, back: int = BACK, most: int = MOST, across: bool = False) -> Iterator[Item]:
        """Yield the counts and measures before an item in its paragraph, nearest first.

        With `across` the paragraph before is looked at too.
        """
        at, left = item.number - 1, most
        reach = item.quantity.start - FAR
        while at >= 0 and left:
            one = self.items[at]
            if (
                one.paragraph < item.paragraph - across
                or one.sentence < item.sentence - back
                or one.quantity.start < reach
            ):
                return
            if one.quantity.kind == "number":
                yield one
                left -= 1
            at -= 1

    def previous(self, item: Item, kinds: Sequence[str] = ("number",)) -> Item | None:
        """Return the nearest figure before an item in its sentence and bracket: deeper brackets are passed over."""
        at = item.number - 1
        for _ in range(MOST):
            one = self.items[at] if at >= 0 else item
            if one is item or one.sentence != item.sentence or one.paragraph != item.paragraph:
                return None
            if one.depth == item.depth and one.parent is item.parent and one.quantity.kind in kinds:
                return one
            if one is item.parent or one.depth < item.depth:
                return None
            at -= 1
        return None

    def clause(self, item: Item) -> str:
        """Return the words before a figure in its clause, other figures (dates, 五年前) among them."""
        start = max(0, item.quantity.start - 40)
        return re.split(r"[,，;；。\n(（、:：]", self.text[start : item.quantity.start])[-1].strip()

    def between(self, left: Item, right: Item) -> str:
        """Return the words between two figures (at most `FAR` characters)."""
        return self.text[max(left.quantity.end, right.quantity.start - FAR) : right.quantity.start]

    def unbroken(self, left: Item, right: Item) -> bool:
        """Whether nothing is masked or left out between the label of one figure and the end of another."""
        start = max(left.label_start, right.quantity.end - FAR)
        return not holds_one(self.text[start : right.quantity.end], words("common", "masked"))

    def labelled(self, words_: str, item: Item, most: int = 6) -> list[Item]:
        """Return counts anywhere before an item whose label ends like some wording, the nearest first."""
        if self._index is None:
            self._index = {}
            for one in self.items:
                if one.quantity.kind == "number" and len(one.label) > 1:
                    end = one.label[-4:]
                    for at in range(len(end) - 1):
                        self._index.setdefault(end[at : at + 2], []).append(one)
        found: dict[int, Item] = {}
        for at in range(max(0, len(words_) - 6), len(words_) - 1):
            known = self._index.get(words_[at : at + 2], [])
            low, high = 0, len(known)
            while low < high:
                middle = (low + high) // 2
                low, high = (middle + 1, high) if known[middle].number < item.number else (low, middle)
            found.update((one.number, one) for one in known[max(0, low - most) : low])
        return [found[number] for number in sorted(found, reverse=True)[:most]]


def comes_to(top: Reading, bottom: Reading, total: Quantity, hundred: int = 100) -> bool:
    """Whether top / bottom is about the total: a first, cheap look within one step and half a percent of it."""
    if not bottom[0]:
        return False
    shift = 10 ** max(0, -int(total.value.as_tuple().exponent))
    figure = int(total.value * shift)
    below = top[1] * bottom[0]
    return bool(abs(hundred * shift * top[0] * bottom[1] - below * figure) <= abs(below) * (1 + abs(figure) // 200))


def told_in_words(total: Quantity) -> bool:
    """Whether a share is told in words (三分之一, 半数): no digit of it was printed."""
    return total.step < _IN_WORDS


def chance(total: Quantity) -> Fraction:
    """Return about how likely two figures that have nothing to do with each other come to a printed percentage."""
    step, value = Fraction(total.step), Fraction(total.value)
    if told_in_words(total):
        return Fraction(1, 40)  # 三分之一, 半数: within half a percent of it
    return max(step / 100, step / value / 6 if value else Fraction(1))


def named_alike(words_: str, item: Item) -> bool:
    """Whether a figure's label or the words behind it speak of what some wording does."""
    return linked(words_, item.label + item.unit + item.after[:8])
