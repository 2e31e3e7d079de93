"""Totals of the lines or sentences before them: of lines each with one total of its own, or each with one figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.relations.sums.labels.labels import alike, share_a_word
from junheng.audit.relations.sums.lists import Number
from junheng.audit.relations.sums.runs import STOPS
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import is_total

Scattered = tuple[Item, list[Item], str, list[tuple[int, int]]]
"""A total, its parts, the rule that read them, the spans they were read from."""
GAP, BACK = 400, 24
"""How many characters and figures before a total its parts may stand."""
_LINES = 30
_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
_FIRST = re.compile(r"\s*[（(]?[一1][）)、.．]")


def span(item: Item) -> tuple[int, int]:
    """Return where a figure stands with its label."""
    return item.label_start, item.quantity.end


def name(item: Item) -> str:
    """Return an item's label, where it has none what stands before its colon."""
    return item.label or item.lead.strip(STOPS)


def listed(total: Item, found: Sequence[Item], rule: str) -> Scattered:
    """Return a reading of parts, the nearest to the total first, in the order of the text."""
    return total, list(found[::-1]), rule, [*(span(one) for one in found[::-1]), span(total)]


class Above:
    """What stands above a total, line by line."""

    def __init__(
        self, text: str, items: Sequence[Item], exact: Sequence[Number], parts: Mapping[int, set[int]]
    ) -> None:
        self.text, self.items, self.exact, self.parts = text, items, exact, parts
        self.told = triggers()
        self._headlines: dict[int, list[Item]] = {}
        self._paragraphs: list[int] = []

    def enter(self, item: Item) -> None:
        """Take in a figure outside brackets."""
        if not self._paragraphs or self._paragraphs[-1] != item.paragraph:
            self._paragraphs.append(item.paragraph)
            self._headlines[item.paragraph] = [item]
        else:
            self._headlines[item.paragraph].append(item)

    def lines(self, total: Item) -> list[Scattered]:
        """Read a total of the lines before it, each with one total of its own (共发放…元), or each with one figure."""
        found = self._lines_before(total)
        reached: Number = 0
        for count, one in enumerate(found, 1):
            reached += self.exact[one.number]
            if count > 1 and reached == self.exact[total.number]:
                return [listed(total, found[:count], "lines-exact"), *self._columns(total, found[:count])]
        if self._complete(total, found):
            return [listed(total, found, "lines-failing"), *self._columns(total, found)]
        return []

    def _complete(self, total: Item, found: list[Item]) -> bool:
        """Return whether lines are told as all there is of a total they do not come to."""
        if len(found) < 2 or not self.told.strong.search(name(total)):
            return False
        if len(found) > 2 and self._numbered(found):
            return all(is_total(name(one)) and share_a_word(name(one), name(total)) for one in found)
        lines = [self._headlines[one.paragraph] for one in [total, *found]]
        bare = self.told.closing.fullmatch(name(total)) is not None
        alike = all(
            len(line) == len(lines[0]) and line[0] is one for line, one in zip(lines, [total, *found], strict=True)
        )
        return bare and alike and all(name(one) for one in found)

    def _columns(self, total: Item, found: list[Item]) -> list[Scattered]:
        """Read what stands in brackets behind a total of lines (女50人) with the same in the brackets of the lines."""
        made: list[Scattered] = []
        for at, own in enumerate(total.children):
            column = [one.children[at] for one in found if at < len(one.children)]
            same = all(one.label == own.label and one.quantity.base == own.quantity.base for one in column)
            if len(column) == len(found) and same and own.label:
                exact = sum((one.quantity.exact for one in column), Fraction(0)) == own.quantity.exact
                made.append(listed(own, column, "columns-exact" if exact else "columns-failing"))
        return made

    def _lines_before(self, total: Item) -> list[Item]:
        found: list[Item] = []
        after = total
        for number in self._paragraphs[-2 : -2 - _LINES : -1]:
            line = self._headlines[number]
            if after.quantity.start - line[-1].quantity.end > GAP:
                break
            same = [one for one in line if one.quantity.base == total.quantity.base]
            totals = [one for one in same if is_total(name(one)) and not self.told.words["aside"].search(name(one))]
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
        begin = self.text.rfind("\n", max(0, at - GAP), at)
        return self.text[begin + 1 : begin + 9] if begin >= 0 or at <= GAP else ""

    def sentences(self, total: Item) -> list[Scattered]:
        """Read a total of what the sentences before it told."""
        found: list[Item] = []
        reached: Number = 0
        strong = self.told.strong.search(name(total)) is not None
        for at in range(total.number - 1, max(-1, total.number - BACK), -1):
            one = self.items[at]
            if total.quantity.start - one.quantity.end > GAP or reached > self.exact[total.number]:
                break
            if not strong and is_total(name(one)):
                break
            if one.depth or one.quantity.base != total.quantity.base or not alike(name(one), name(total)):
                continue
            if not self.exact[one.number] or self._divides(one, total):
                continue
            found.append(one)
            reached += self.exact[one.number]
            if len(found) > 1 and reached == self.exact[total.number] and total.quantity.value > 20:
                return [listed(total, found, "sentences-exact")]
        return []

    def _divides(self, one: Item, total: Item) -> bool:
        """Return whether a figure divides one told shortly before it: 收入240万元，其中学生208万元、教职工32万元."""
        return any(max(0, total.number - BACK) <= whole < one.number for whole in self.parts.get(one.number, ()))
