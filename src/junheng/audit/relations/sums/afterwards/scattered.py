"""Sums whose parts stand elsewhere than their total: searched by value, kept only where the words agree.

All but the list of numbered lines are read only when they come out exactly: nothing is said of what does not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.sums.afterwards.above import BACK, GAP, Above, Scattered, listed, name, span
from junheng.audit.relations.sums.labels.labels import contrary, division, names_above, share_a_word
from junheng.audit.relations.sums.lists import Entry, Number, fit, says, total_of
from junheng.audit.relations.sums.misprints import slipped
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import is_total

_BOTH = re.compile(r"([^和与及]{2,12})[和与及]([^和与及]{2,16})")
_STEPS = re.compile("([A-F甲乙丙丁一二三四])(?:级|类|等)?[、和与及]([A-F甲乙丙丁一二三四])(级|类|等)")
_BESIDE, _NOUN = "、和与及，,", 4
_FAR = 1500
_SHARED = 12
"""How far before the last of some parts the one told with its share may stand."""
_CLOSE, _LARGE = 50, 100
"""How near to a total, of at least what size, two sides lie that were meant to come to it."""
_BEHIND = 40
_ROW, _SAME = 3, 2
"""Figures of a clause, more than, that are a list; how well two units fit that measure the same."""
_LEAST = 20
"""Below this, figures come out too often by chance."""


def scattered(text: str, layout: Layout, taken: set[int], parts: Mapping[int, set[int]]) -> Iterator[Scattered]:
    """Yield totals with parts of other sentences; `taken` have their parts already, `parts` are parts of a sum."""
    finder = _Finder(text, layout, parts)
    for item in layout.items:
        if item.quantity.kind != "number":
            continue
        finder.enter(item)
        based = bool(item.quantity.base)
        if based and item.number not in parts:
            yield from finder.two_sides(item) or finder.shared(item) or finder.counted(item)
        if item.number in taken:
            if based and item.depth == 0 and is_total(name(item)):
                # C、D级校舍共41.8万平方米，其中…: divided once more.
                yield from finder.named(item, item, again=True)
            continue
        if item.children:
            yield from finder.holding(item)
        if based and item.depth == 0 and is_total(name(item)):
            yield from finder.above.lines(item) or finder.above.sentences(item) or finder.named(item, item)
        elif item.depth == 0 and item.mark == "、" and not item.label and is_total(name(layout.items[item.number - 1])):
            # C、D级校舍合计503栋、24.44万平方米
            yield from finder.named(item, layout.items[item.number - 1])


def _comes_to(part: Item, of: Number, share: Item) -> bool:
    """Return whether a printed share is that of a part in a whole, rounded to the digits printed."""
    off, step = 2 * (part.plain * 100 - share.plain * of), share.quantity.plain_step * of
    return of > 0 and -step <= off <= step


def _named_by(share: Item, one: Item) -> bool:
    """Whether a share is told of a figure by its name."""
    own = share.label.removeprefix("占").rstrip("的总数")
    return len(own) >= _NOUN and own in one.label


def _beside(one: Item, other: Item) -> bool:
    return one.segment == other.segment and one.depth == other.depth and fit(one.quantity, other.quantity) == _SAME


def _words(item: Item) -> str:
    return item.label + " " + item.after


class _Finder:
    def __init__(self, text: str, layout: Layout, parts: Mapping[int, set[int]]) -> None:
        self.text = text
        self.items = layout.items
        self.parts = parts
        self.told = triggers()
        self.exact: list[Number] = [one.plain for one in layout.items]
        """The values of the items in the base units, by number of item."""
        self._index: dict[tuple[str, Number], list[Item]] = defaultdict(list)
        self._entered: list[Item] = []
        """What is not in the index yet: few texts ask for it."""
        self._shares_in = {one.sentence for one in layout.items if one.quantity.kind == "share"}
        """The sentences that tell shares, by number."""
        self.above = Above(text, layout.items, self.exact, parts)

    def enter(self, item: Item) -> None:
        """Take an item into the indexes."""
        self._entered.append(item)
        if item.depth == 0:
            self.above.enter(item)

    def _earlier(self, like: Item, value: Number) -> Iterator[Item]:
        """Yield earlier items of a value in a dimension, the nearest first, no farther than a page."""
        for item in self._entered:
            self._index[item.quantity.base, self.exact[item.number]].append(item)
        self._entered.clear()
        for item in self._index.get((like.quantity.base, value), [])[:-9:-1]:
            if item.number < like.number and like.quantity.start - item.quantity.start <= _FAR:
                yield item

    def two_sides(self, item: Item) -> list[Scattered]:
        """Read what is and what is not (7所…能,31所…没有), told apart from the total they make up (38所)."""
        if not (says("other_side", item.label) or says("other_side", item.after)) or self._in_a_list(item):
            return []
        for at in range(item.number - 1, max(-1, item.number - 4), -1):
            other = self.items[at]
            if other.sentence != item.sentence or other.depth != item.depth or fit(item.quantity, other.quantity) < 2:
                continue
            if self.told.words["other_side"].search(_words(other)):
                continue
            sought = self.exact[item.number] + self.exact[other.number]
            total = next((one for one in self._earlier(other, sought) if self._linked(one, other, item)), None)
            rule = "two-sides"
            if total is None:
                total, rule = self._nearly(other, item), "two-sides-failing"
            if total is not None:
                return [(total, [other, item], rule, [span(total), (other.label_start, item.quantity.end)])]
        return self._still(item)

    def _in_a_list(self, item: Item) -> bool:
        """Whether a figure stands in a clause closed by its rest that comes to one before: 竣工12个，…，余下5个."""
        row = [item]
        for step in (-1, 1):
            at = item.number + step
            while 0 <= at < len(self.items) and len(row) <= _SHARED and _beside(self.items[at], item):
                row.append(self.items[at])
                at += step
        row.sort(key=lambda one: one.number)
        if len(row) <= _ROW or not self.told.words["rest"].search(row[-1].label):
            return False
        return any(self._earlier(row[0], sum(self.exact[one.number] for one in row)))

    def _still(self, item: Item) -> list[Scattered]:
        """Read what is still to be done, told in a sentence of its own (412人，已入学398人。…。尚有14人…未能入学).

        The total stands right before what was done, which bears a word of what is not.
        """
        if not self.told.still.match(item.lead) or item.depth or item.quantity.hedge:
            return []
        for at in range(item.number - 1, max(0, item.number - _SHARED), -1):
            one, total = self.items[at], self.items[at - 1]
            if one.paragraph != item.paragraph or one.sentence == item.sentence:
                continue
            if one.depth or total.depth or total.sentence != one.sentence or not one.label.startswith("已"):
                continue
            if fit(item.quantity, one.quantity) < 2 or fit(item.quantity, total.quantity) < 2:
                continue
            exact = self.exact[at] + self.exact[item.number] == self.exact[at - 1] >= _LEAST
            if exact and share_a_word(_words(one), self._clause_of(item)) and item.number not in self.parts:
                return [(total, [one, item], "two-sides", [span(total), span(one), span(item)])]
        return []

    def _clause_of(self, item: Item) -> str:
        """Return the words behind a figure up to the end of its sentence or clause, a few at most."""
        behind = self.text[item.quantity.end : item.quantity.end + _BEHIND]
        return re.split("[。；;\n]", behind)[0]

    def _nearly(self, one: Item, rest: Item) -> Item | None:
        """Return the total (共948人) that what was done and what still is not (还有12人没有) nearly come to."""
        reached = self.exact[one.number] + self.exact[rest.number]
        divided = one.number in self.parts or rest.number in self.parts or self.told.among.search(one.lead) is not None
        if self.told.still.search(rest.lead) is None or divided or one.quantity.value < rest.quantity.value:
            return None
        for at in range(one.number - 1, max(-1, one.number - _SHARED), -1):
            total = self.items[at]
            if total.depth or fit(total.quantity, one.quantity) < 2 or one.sentence - total.sentence > 2:
                continue
            if total.paragraph == one.paragraph and is_total(name(total)) and not total.quantity.hedge:
                whole, off = self.exact[at], abs(Fraction(reached - self.exact[at]))
                return total if whole >= _LARGE and off * _CLOSE <= whole else None
        return None

    def shared(self, item: Item) -> list[Scattered]:
        """Read the parts of a sentence one of which is told with its share of them all (105所，占89%；另一种13所).

        The share is what says that the figure they come to, told before, is the whole they divide.
        """
        if item.depth or item.sentence not in self._shares_in:
            return []
        own = self._next(item, 1)
        shares = [(item, own)] if own is not None and own.quantity.kind == "share" else []
        if (own is not None) if not shares else self._next(item, 2) is not None:
            return []
        found = [item]
        reached = self.exact[item.number]
        for at in range(item.number - 1, max(-1, item.number - _SHARED), -1):
            one = self.items[at]
            if one.sentence != item.sentence or one.depth or one.number in self.parts:
                break
            if one.quantity.kind == "share" and at:
                shares.append((self.items[at - 1], one))
                continue
            if any(_named_by(share, one) for _, share in shares):
                return []  # 专业课教师17名；双师型14名，占专业课教师的82%: the share is of the part before it
            if fit(item.quantity, one.quantity) < 2 or is_total(name(one)):
                break
            found.append(one)
            reached += self.exact[one.number]
            if shares and any(owner in found and _comes_to(owner, reached, share) for owner, share in shares):
                total = self._whole_of(one, reached, found)
                if total is not None:
                    return [(total, found[::-1], "shared", [span(total), (one.label_start, item.quantity.end)])]
        return []

    def counted(self, item: Item) -> list[Scattered]:
        """Read two figures named by what they count (12所小学、5所初中) as those of both (17所中小学), told before."""
        own = self.items[item.number - 1] if item.number else item
        if not (item.mark and item.mark in _BESIDE) or item.label or own.sentence != item.sentence:
            return []
        if not item.quantity.base or own.quantity.base != item.quantity.base or item.depth != own.depth:
            return []
        names = [one.after[:_NOUN] for one in (own, item)]
        if "" in names or own.number in self.parts or division("", names) not in {"whole", "partition"}:
            return []
        for total in self._earlier(own, own.plain + item.plain):
            if names_above(total.after[:_NOUN]) and share_a_word(total.label, own.label):
                return [(total, [own, item], "counted", [span(total), (own.label_start, item.quantity.end)])]
        return []

    def _next(self, item: Item, by: int) -> Item | None:
        """Return the figure so many places behind one in its sentence, brackets aside."""
        at = item.number + by
        one = self.items[at] if at < len(self.items) else None
        return one if one is not None and one.sentence == item.sentence and not one.depth else None

    def _whole_of(self, first: Item, value: Number, found: list[Item]) -> Item | None:
        """Return the total of a value told up to two sentences before parts that are told alike, each by its name."""
        names = [name(one) for one in found]
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
        told_apart = stage or share_a_word(_words(one), _words(other)) or contrary([one.label, other.label])
        return both or large or (near and told_apart)

    def _inside(self, total: Item, until: Item) -> int:
        """Return how many figures between two are parts of the first: they put no distance between them."""
        between = self.items[total.number + 1 : min(until.number, total.number + BACK)]
        return sum(total.number in self.parts.get(one.number, ()) for one in between)

    def holding(self, item: Item) -> Iterator[Scattered]:
        """Read a total that holds one part in brackets (28所初中(含九年制6所)) of which the other was told before."""
        if len(item.children) != 1 or fit(item.quantity, item.children[0].quantity) != 2:
            return
        part = item.children[0]
        rest = self.exact[item.number] - self.exact[part.number]
        if rest <= 1 or not self.exact[part.number]:
            return
        for one in self._earlier(item, rest):
            if not share_a_word(_words(one), _words(item)) or one.sentence == item.sentence:
                continue
            for at in range(max(0, one.number - 3), min(one.number + 4, item.number)):
                twin = self.items[at]
                same = self.exact[twin.number] == self.exact[part.number] and twin.quantity.base == part.quantity.base
                if same and at != one.number and share_a_word(twin.label, part.label):
                    pair = sorted((one, twin), key=lambda each: each.number)
                    spans = [(pair[0].label_start, pair[1].quantity.end), (item.label_start, part.quantity.end)]
                    yield item, pair, "holding", spans
                    return

    def named(self, total: Item, called: Item, *, again: bool = False) -> list[Scattered]:
        """Read a total that names its two parts (甲和乙合计…), each told before by its name, maybe with another figure.

        `called` is the figure that bears the name, itself or the one before it; the name of the second may stand before
        the figure before it (乙41所，在园5298人). One that has its parts already (`again`) has to come out.
        """
        strong = self.told.strong.search(name(called)) is not None
        steps, both = _STEPS.search(called.lead), _BOTH.search(name(called))
        if not (strong or steps) or total.quantity.value <= _LEAST:
            return []
        if steps is not None:
            names = steps[1] + steps[3], steps[2] + steps[3]  # C、D级危房合计
        elif both is not None:
            names = both[1][-3:], both[2][:3]
        else:
            return []
        found: list[Item] = []
        for at in range(total.number - 1, max(-1, total.number - BACK), -1):
            one = self.items[at]
            if total.quantity.start - one.quantity.end > GAP:
                break
            if fit(total.quantity, one.quantity) == 2 and not one.depth:
                found.append(one)
        called_by = [[one for one in found if name in self._called(one)] for name in names]
        for two in called_by[1]:
            rest = self.exact[total.number] - self.exact[two.number]
            for one in called_by[0]:
                if one is not two and self.exact[one.number] == rest:
                    pair = sorted((one, two), key=lambda each: -each.number)
                    return [listed(total, pair, "named-exact")]
        return self._misnamed(total, called_by) if strong and not again else []

    def _misnamed(self, total: Item, called_by: Sequence[Sequence[Item]]) -> list[Scattered]:
        """Read a total that names its two parts and does not come to them: each the only one told shortly before."""
        near = [[one for one in found if total.sentence - one.sentence <= 1] for found in called_by]
        if any(len(found) != 1 for found in near) or near[0][0] is near[1][0]:
            return []
        pair = sorted((near[0][0], near[1][0]), key=lambda each: -each.number)
        if any(one.quantity.hedge for one in (total, *pair)):
            return []
        parts = [Entry(at, one, name(one), total.quantity.scale) for at, one in enumerate(pair)]
        whole = Fraction(total.quantity.value)
        off = abs(total_of(parts) - whole)
        return [listed(total, pair, "named-failing")] if off * _CLOSE <= whole or slipped(whole, parts) else []

    def _called(self, item: Item) -> str:
        """Return what a figure is called: its own words, and those of the figure before it in its segment."""
        before = self.items[item.number - 1] if item.number else item
        return (before.label if before.segment == item.segment else "") + name(item)
