"""Which figures stand near one: candidates for the sides of a relation, bounded in number, nearest first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from operator import attrgetter

from junheng.audit.layout import Item, Layout
from junheng.audit.model import Quantity, Term
from junheng.audit.relations.ground.wording import holds_one, linked, wording, words

MOST = 16
"""How many figures before one are looked at."""
BACK = 2
"""How many sentences before its own."""
FAR = 400
"""How many characters before it, whatever the sentences."""
_TOTALS = words("product", "total")
_STAGED, _COMMAS = re.compile("小学|初中|高中|中职|幼儿园|学前|特教|[国省市县校]级|[一二三四]等"), frozenset("，,")
_SHORT, _SIZE = 8, 20
"""How long a name in a row of rates is at most; how many times as much one of them may be as another."""
_IN_WORDS = Decimal("1e-9")
_number, _start = attrgetter("number"), attrgetter("quantity.start")
Reading = tuple[int, int]


@cache
def _alike() -> dict[str, frozenset[int]]:
    """Return in which lists of units that may count the same each of them is."""
    lists = [frozenset(each) for each in wording()["share"]["alike"]]
    return {unit: frozenset(at for at, each in enumerate(lists) if unit in each) for unit in frozenset().union(*lists)}


def same_kind(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities count the same thing: their units are of one kind (元 and 万元; not 所 and 个)."""
    return left.base == right.base != ""


def alike(left: Quantity, right: Quantity) -> int:
    """Return 2 where two quantities count the same thing, 1 where they may (所 and 个, a bare number), else 0."""
    if same_kind(left, right):
        return 2
    if (not left.base and left.scale == 1) or (not right.base and right.scale == 1):
        return 1
    return int(_are_alike(left.base, right.base) or _are_alike(left.unit, right.unit))


@lru_cache(maxsize=1 << 12)
def _are_alike(left: str, right: str) -> bool:
    one, other = _alike().get(left), _alike().get(right)
    return one is not None and other is not None and not one.isdisjoint(other)


class Near:
    """The figures of a layout with their exact values, asked by place."""

    def __init__(self, layout: Layout) -> None:
        self.text = layout.text
        self.items = layout.items
        self.layout = layout

    def exact(self, item: Item) -> Reading:
        """Return an item's value in the base unit as numerator and denominator."""
        value = item.plain
        return value.numerator, value.denominator

    def value(self, item: Item) -> Fraction:
        """Return an item's value in the base unit."""
        return item.quantity.exact

    def at(self, start: int) -> int:
        """Return the number of the figure that begins at an offset, or of the first behind it."""
        return bisect_left(self.items, start, key=_start)

    def item(self, start: int) -> Item | None:
        """Return the figure that begins at an offset; None where none does (the 17.4 of a ratio 1:17.4)."""
        return self.layout.places().get(start)

    def told_of(self, terms: Iterable[Term]) -> list[Item]:
        """Return the figures some sides of a relation stand in first, in order: of those that stand in one."""
        places = self.layout.places()
        starts = [term.sources[0].start for term in terms if term.sources]
        return [places[start] for start in starts if start in places]

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
        index = self.layout.index
        if index is None:
            index = self.layout.index = _by_label(self.items)
        found: dict[int, Item] = {}
        for at in range(max(0, len(words_) - 6), len(words_) - 1):
            known = index.get(words_[at : at + 2])
            if known is not None:
                last = bisect_left(known, item.number, key=_number)
                found.update((one.number, one) for one in known[max(0, last - most) : last])
        return [found[number] for number in sorted(found, reverse=True)[:most]]


def _by_label(items: Sequence[Item]) -> dict[str, list[Item]]:
    """Return the counts of a text by two characters in a row of the end of their labels, each in order."""
    index: dict[str, list[Item]] = defaultdict(list)
    for one in items:
        if one.quantity.kind == "number" and len(one.label) > 1:
            end = one.label[-4:]
            for at in range(len(end) - 1):
                index[end[at : at + 2]].append(one)
    return index


def each_too(rate: Item, one: Item) -> bool:
    """Whether a figure goes on with the row of one told as so much for each: 国家级每篇1000元、省级500元、市级100元."""
    if one.number != rate.number + 1 or one.quantity.unit != rate.quantity.unit or one.depth != rate.depth:
        return False
    label, staged = one.label.strip(), one.mark in _COMMAS and _STAGED.match(one.label) is not None
    if (one.mark != "、" and not staged) or not 0 < len(label) <= _SHORT or holds_one(label, _TOTALS):
        return False
    return rate.plain < one.plain * _SIZE < _SIZE * _SIZE * rate.plain


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
    if told_in_words(total):
        return Fraction(1, 40)  # 三分之一, 半数: within half a percent of it
    return _chance(total.step, total.value)


@lru_cache(maxsize=1 << 12)
def _chance(printed_step: Decimal, printed: Decimal) -> Fraction:
    step, value = Fraction(printed_step), Fraction(printed)
    return max(step / 100, step / value / 6 if value else Fraction(1))


def named_alike(words_: str, item: Item) -> bool:
    """Whether a figure's label or the words behind it speak of what some wording does."""
    return linked(words_, item.label + item.unit + item.after[:8])
