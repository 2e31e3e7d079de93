"""Sums whose parts stand elsewhere than their total: searched by value, kept only where the words agree.

All but the list of numbered lines are read only when they come out exactly: nothing is said of what does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.labels import alike, share_a_word
from junheng.audit.relations.lists import STOPS, fit
from junheng.audit.relations.triggers import triggers
from junheng.audit.relations.weighing import is_total

Scattered = tuple[Item, list[Item], str, list[tuple[int, int]]]
_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
_FIRST = re.compile(r"\s*[（(]?[一1][）)、.．]")
_BOTH = re.compile(r"([^和与及]{2,12})[和与及]([^和与及]{2,16})")
_LINES = 30
_GAP = 400
_BACK = 24
_FAR = 1500
_SHARED = 12
"""How far before the last of some parts the one told with its share may stand."""
_LEAST = 20
"""Below this, figures come out too often by chance."""


def scattered(text: str, layout: Layout, taken: set[int], parts: Mapping[int, set[int]]) -> Iterator[Scattered]:
    """Yield totals with parts of other sentences; `taken` have their parts already, `parts` are parts of a sum."""
    finder = _Finder(text, layout, parts)
    for item in layout.items:
        if item.quantity.kind != "number":
            continue
        finder.enter(item)
        if item.number not in parts:
            yield from finder.two_sides(item) or finder.shared(item)
        if item.number in taken:
            continue
        yield from finder.holding(item)
        if item.depth == 0 and is_total(_name(item)) and item.quantity.base:
            yield from finder.lines(item) or finder.sentences(item) or finder.named(item)


def _span(item: Item) -> tuple[int, int]:
    return item.label_start, item.quantity.end


def _name(item: Item) -> str:
    """Return an item's label, where it has none what stands before its colon."""
    return item.label or item.lead.strip(STOPS)


def _comes_to(part: Item, whole: Fraction, share: Item) -> bool:
    """Return whether a printed share is that of a part in a whole, rounded to the digits printed."""
    slack = Fraction(share.quantity.step) * share.quantity.scale / 2
    return whole > 0 and abs(part.quantity.exact * 100 / whole - share.quantity.exact) <= slack


def _words(item: Item) -> str:
    return item.label + " " + item.after


class _Finder:
    def __init__(self, text: str, layout: Layout, parts: Mapping[int, set[int]]) -> None:
        self.text = text
        self.items = layout.items
        self.parts = parts
        self.told = triggers()
        self._index: dict[tuple[str, Fraction], list[Item]] = {}
        self._headlines: dict[int, list[Item]] = {}
        self._paragraphs: list[int] = []

    def enter(self, item: Item) -> None:
        """Take an item into the indexes."""
        self._index.setdefault((item.quantity.base, item.quantity.exact), []).append(item)
        if item.depth == 0:
            if not self._paragraphs or self._paragraphs[-1] != item.paragraph:
                self._paragraphs.append(item.paragraph)
            self._headlines.setdefault(item.paragraph, []).append(item)

    def _earlier(self, like: Item, value: Fraction) -> Iterator[Item]:
        """Yield earlier items of a value in a dimension, the nearest first, no farther than a page."""
        for item in self._index.get((like.quantity.base, value), [])[:-9:-1]:
            if item.number < like.number and like.quantity.start - item.quantity.start <= _FAR:
                yield item

    def two_sides(self, item: Item) -> list[Scattered]:
        """Read what is and what is not (7所…能,31所…没有), told apart from the total they make up (38所)."""
        if not self.told.words["other_side"].search(_words(item)) or not item.quantity.base:
            return []
        for at in range(item.number - 1, max(-1, item.number - 4), -1):
            other = self.items[at]
            if other.sentence != item.sentence or other.depth != item.depth or fit(item.quantity, other.quantity) < 2:
                continue
            if self.told.words["other_side"].search(_words(other)):
                continue
            sought = item.quantity.exact + other.quantity.exact
            total = next((one for one in self._earlier(other, sought) if self._linked(one, other, item)), None)
            if total is not None:
                return [(total, [other, item], "two-sides", [_span(total), (other.label_start, item.quantity.end)])]
        return []

    def shared(self, item: Item) -> list[Scattered]:
        """Read the parts of a sentence one of which is told with its share of them all (105所，占89%；另一种13所).

        The share is what says that the figure they come to, told before, is the whole they divide.
        """
        if item.depth or not item.quantity.base:
            return []
        own = self._next(item, 1)
        shares = [(item, own)] if own is not None and own.quantity.kind == "share" else []
        if self._next(item, 1 + len(shares)) is not None:
            return []
        found = [item]
        reached = item.quantity.exact
        for at in range(item.number - 1, max(-1, item.number - _SHARED), -1):
            one = self.items[at]
            if one.sentence != item.sentence or one.depth or one.number in self.parts:
                break
            if one.quantity.kind == "share" and at:
                shares.append((self.items[at - 1], one))
                continue
            if fit(item.quantity, one.quantity) < 2 or is_total(_name(one)):
                break
            found.append(one)
            reached += one.quantity.exact
            if any(owner in found and _comes_to(owner, reached, share) for owner, share in shares):
                total = self._whole_of(one, reached, found)
                if total is not None:
                    return [(total, found[::-1], "shared", [_span(total), (one.label_start, item.quantity.end)])]
        return []

    def _next(self, item: Item, by: int) -> Item | None:
        """Return the figure so many places behind one in its sentence, brackets aside."""
        at = item.number + by
        one = self.items[at] if at < len(self.items) else None
        return one if one is not None and one.sentence == item.sentence and not one.depth else None

    def _whole_of(self, first: Item, value: Fraction, found: list[Item]) -> Item | None:
        """Return the total of a value told up to two sentences before parts that are told alike, each by its name."""
        names = [_name(one) for one in found]
        if len(set(names)) < len(names) or not all(share_a_word(name, names[0]) for name in names[1:]):
            return None
        for one in self._earlier(first, value):
            if 0 < first.sentence - one.sentence <= 2 and first.paragraph == one.paragraph and value >= _LEAST:
                return one
        return None

    def _linked(self, total: Item, one: Item, other: Item) -> bool:
        both = share_a_word(_words(total), _words(one)) and share_a_word(_words(total), _words(other))
        if self.told.words["stage"].search(_words(total)):
            return False
        stage = self.told.words["stage"].search(_words(one)) is not None
        large = total.paragraph == one.paragraph and stage and total.quantity.value >= 500
        near = total.number >= one.number - 5 - self._inside(total, one) and one.sentence - total.sentence <= 2
        return both or large or (near and (stage or share_a_word(_words(one), _words(other))))

    def _inside(self, total: Item, until: Item) -> int:
        """Return how many figures between two are parts of the first: they put no distance between them."""
        between = self.items[total.number + 1 : min(until.number, total.number + _BACK)]
        return sum(total.number in self.parts.get(one.number, ()) for one in between)

    def holding(self, item: Item) -> Iterator[Scattered]:
        """Read a total that holds one part in brackets (28所初中(含九年制6所)) of which the other was told before."""
        inner = [one for one in item.children if fit(item.quantity, one.quantity) == 2]
        if len(inner) != 1 or len(item.children) != 1:
            return
        part = inner[0]
        rest = item.quantity.exact - part.quantity.exact
        if rest <= 1:
            return
        for one in self._earlier(item, rest):
            if not share_a_word(_words(one), _words(item)) or one.sentence == item.sentence:
                continue
            for at in range(max(0, one.number - 3), min(one.number + 4, item.number)):
                twin = self.items[at]
                same = twin.quantity.exact == part.quantity.exact and twin.quantity.base == part.quantity.base
                if same and at != one.number and share_a_word(twin.label, part.label):
                    pair = sorted((one, twin), key=lambda each: each.number)
                    spans = [(pair[0].label_start, pair[1].quantity.end), (item.label_start, part.quantity.end)]
                    yield item, pair, "holding", spans
                    return

    def lines(self, total: Item) -> list[Scattered]:
        """Read a total of the lines before it, each with one total of its own (共发放…元), or each with one figure."""
        found = self._lines_before(total)
        reached = Fraction(0)
        for count, one in enumerate(found, 1):
            reached += one.quantity.exact
            if count > 1 and reached == total.quantity.exact:
                return [self._listed(total, found[:count], "lines-exact"), *self._columns(total, found[:count])]
        if self._complete(total, found):
            return [self._listed(total, found, "lines-failing"), *self._columns(total, found)]
        return []

    def _complete(self, total: Item, found: list[Item]) -> bool:
        """Return whether lines are told as all there is of a total they do not come to."""
        if len(found) < 2 or not self.told.strong.search(_name(total)):
            return False
        if len(found) > 2 and self._numbered(found):
            return all(is_total(_name(one)) and share_a_word(_name(one), _name(total)) for one in found)
        lines = [self._headlines[one.paragraph] for one in [total, *found]]
        bare = self.told.closing.fullmatch(_name(total)) is not None
        alike = all(
            len(line) == len(lines[0]) and line[0] is one for line, one in zip(lines, [total, *found], strict=True)
        )
        return bare and alike and all(_name(one) for one in found)

    def _columns(self, total: Item, found: list[Item]) -> list[Scattered]:
        """Read what stands in brackets behind a total of lines (女50人) with the same in the brackets of the lines."""
        made: list[Scattered] = []
        for at, own in enumerate(total.children):
            column = [one.children[at] for one in found if at < len(one.children)]
            same = all(one.label == own.label and one.quantity.base == own.quantity.base for one in column)
            if len(column) == len(found) and same and own.label:
                exact = sum((one.quantity.exact for one in column), Fraction(0)) == own.quantity.exact
                made.append(self._listed(own, column, "columns-exact" if exact else "columns-failing"))
        return made

    def _listed(self, total: Item, found: list[Item], rule: str) -> Scattered:
        return total, found[::-1], rule, [*(_span(one) for one in found[::-1]), _span(total)]

    def _lines_before(self, total: Item) -> list[Item]:
        found: list[Item] = []
        after = total
        for number in self._paragraphs[-2 : -2 - _LINES : -1]:
            line = self._headlines[number]
            if after.quantity.start - line[-1].quantity.end > _GAP:
                break
            same = [one for one in line if one.quantity.base == total.quantity.base]
            totals = [one for one in same if is_total(_name(one)) and not self.told.words["aside"].search(_name(one))]
            if len(totals) == 1 or (not totals and len(same) == 1):
                after = (totals or same)[0]
                found.append(after)
                after = line[0]
            elif same:
                break
        return found

    def _numbered(self, found: list[Item]) -> bool:
        """Return whether the lines are numbered, the first of them with 1."""
        starts = [self._line(one) for one in found]
        return all(_NUMBERED.match(line) for line in starts) and _FIRST.match(starts[-1]) is not None

    def _line(self, item: Item) -> str:
        at = item.quantity.start
        begin = self.text.rfind("\n", max(0, at - _GAP), at)
        return self.text[begin + 1 : begin + 9] if begin >= 0 or at <= _GAP else ""

    def named(self, total: Item) -> list[Scattered]:
        """Read a total that names its two parts (甲和乙合计…), each told before by its name, maybe with another figure.

        The name of the second may stand before the figure before it (乙41所，在园5298人).
        """
        called = _BOTH.search(_name(total))
        if called is None or not self.told.strong.search(_name(total)) or total.quantity.value <= _LEAST:
            return []
        names = called[1][-3:], called[2][:3]
        found: list[Item] = []
        for at in range(total.number - 1, max(-1, total.number - _BACK), -1):
            one = self.items[at]
            if total.quantity.start - one.quantity.end > _GAP:
                break
            if fit(total.quantity, one.quantity) == 2 and not one.depth:
                found.append(one)
        called_by = [[one for one in found if name in self._called(one)] for name in names]
        for two in called_by[1]:
            rest = total.quantity.exact - two.quantity.exact
            for one in called_by[0]:
                if one is not two and one.quantity.exact == rest:
                    pair = sorted((one, two), key=lambda each: -each.number)
                    return [self._listed(total, pair, "named-exact")]
        return []

    def _called(self, item: Item) -> str:
        """Return what a figure is called: its own words, and those of the figure before it in its segment."""
        before = self.items[item.number - 1] if item.number else item
        return (before.label if before.segment == item.segment else "") + _name(item)

    def sentences(self, total: Item) -> list[Scattered]:
        """Read a total of what the sentences before it told."""
        found: list[Item] = []
        reached = Fraction(0)
        strong = self.told.strong.search(_name(total)) is not None
        for at in range(total.number - 1, max(-1, total.number - _BACK), -1):
            one = self.items[at]
            if total.quantity.start - one.quantity.end > _GAP or reached > total.quantity.exact:
                break
            if not strong and is_total(_name(one)):
                break
            if one.depth or one.quantity.base != total.quantity.base or not alike(_name(one), _name(total)):
                continue
            found.append(one)
            reached += one.quantity.exact
            if len(found) > 1 and reached == total.quantity.exact and total.quantity.value > 20:
                return [self._listed(total, found, "sentences-exact")]
        return []
