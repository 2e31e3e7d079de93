"""Lists that do not come to the figure they divide: read where they lie as close to it as misprinted lists do.

Nine in ten misprinted lists lie within a twentieth of their total. How far one may lie depends on how sure its place
is: closed by the rest, all of a bracket, under the name of its whole, announced, or only right behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, by_short_swap, by_slip, close, gap
from junheng.audit.relations.evident.figures import Figures, before, changed, digits, has, pattern, told
from junheng.audit.relations.evident.likely import spanned
from junheng.audit.relations.evident.rows import (
    LEAD,
    NAMED,
    THREE,
    closed,
    crossing,
    in_bracket,
    is_total,
    labels,
    left_open,
    no_part,
    summed,
    whole_scale,
)
from junheng.audit.relations.ground.wording import stem
from junheng.audit.relations.sums.labels import division, share_a_word
from junheng.audit.relations.sums.weighing import stages

_PAGE, _ABOVE, _LEAST, _TENFOLD = 12, 2, 2, 10
_TITLE = re.compile(
    "\\s*(?:[（(]?[一二三四五六七八九十\\d]{1,3}[）)、.．]\\s*)?([\u4e00-\u9fff]{3,12}?)(?:分别[为是]|如下|具体[为是]|包括)?[。:：]$"
)
_NEAR, _NEAR_REST, _NEAR_PAIR, _NEAR_CLOSED, _NEAR_BRACKET = (Fraction(each, 100) for each in (3, 6, 1, 15, 30))
"""How far, of the total, a list that does not come to it may lie from it: one in place, one closed by the rest or
announced, one of two parts, one closed by the rest right behind what is told as a total, one that is all of a bracket.
"""
_NEAR_KINDS = Fraction(5, 100)
"""The same of kinds of the whole (小学, 初中), the last of which ends its sentence."""
_OPENS, _KINDS, _END = (
    frozenset("(（"),
    frozenset({"whole", "partition", "kindred"}),
    re.compile("[\u4e00-\u9fff]{0,4}[。；;\n]"),
)


class Missed:
    """Reads the lists that do not come out."""

    def __init__(self, near: Figures, read: Read) -> None:
        self.near, self.read = near, read
        self.joined: set[int] = set()
        """The sentences that go on with the list of the one before: a full stop broke it."""

    def read_in(self, run: list[Item], last: Item | None) -> Relation | None:
        """Read a list that does not come to its whole: close to it, or but for two digits swapped.

        `last` is the whole that the list read before it comes to.
        """
        is_closed = closed(run)
        # What is read already is no part of anything else; stages of one matter are parts of nothing.
        free = sum(self.read.part(one, "sum") is None for one in run)
        if free < _LEAST or not (is_closed or self._viewed(run[1]) or self._all_stages(run)):
            return None
        lying: list[Relation] = []
        for total, parts in self._tries(run, is_closed, last):
            if any(self.read.part(one, "sum") or self.read.total(one, "sum") for one in parts):
                continue
            before = total.number < parts[0].number
            if before and not total.plain < _TENFOLD * sum(one.plain for one in parts) < _TENFOLD**2 * total.plain:
                continue
            if no_part(parts) if len(parts) < THREE else has(told()["gap"]["never"], labels(parts)):
                continue
            if not self._one_row(total, parts) or left_open(self.near, total, parts):
                continue
            made = summed(parts, total)
            many = len(parts) >= THREE or self._paired(total, parts)
            swapped = many and digits(total) >= THREE and by_slip(made, "swapped")
            # Of long figures, that a swap makes it come out is hardly less of an accident than that it comes out.
            long = swapped and digits(total) > THREE
            nested = any(one.label.startswith("其中") for one in parts[1:])
            if nested or (not long and self._apart(total, parts, run)):
                continue
            due = has(told()["list"]["due"], total.label[-8:]) and not parts[0].label.startswith("其中")
            if due or self._open(parts) or crossing(parts):
                continue
            behind = total.number > parts[-1].number
            if self._pair_in_place(total, parts) and by_slip(made, "swapped"):
                return made
            if swapped or (behind and by_slip(made, "swapped", "unit_small")):
                return made
            if self._spanned(total, parts):
                return made
            near_by = self._near_by(total, parts, is_closed)
            if (many or is_closed) and (close(made, near_by) or (len(parts) >= THREE and by_short_swap(made))):
                lying.append(made)
        # The nearest, the likeliest first where two lie equally near.
        return min(lying, key=gap, default=None)

    def _one_row(self, total: Item, parts: list[Item]) -> bool:
        """Whether parts are told as one list: no name twice, none in another clause than others, none besides."""
        names = [one.label for one in parts if one.label]
        clauses = {one.segment for one in parts if one.sentence not in self.joined}
        twice = len(set(names)) < len(names) and total.number < parts[0].number
        if 1 < len(clauses) < len(parts) or twice:
            return False
        reached = sum(one.plain for one in parts)
        if reached > total.plain and any(pattern("list", "besides").search(name) for name in names):
            return False
        # 学校186所…；小学126所…；初中48所…: of sections told one by one some may be left out.
        return len(clauses) == 1 or reached > total.plain or self._titled(total, parts) or self._announced(parts[0])

    def _apart(self, total: Item, parts: list[Item], run: list[Item]) -> bool:
        """Whether a whole told in a sentence before is not divided by a list: only words say that it is (按学段分)."""
        if self._titled(total, parts):
            return False
        if total.number > parts[0].number or total in run or self._divided(parts[0]):
            return False
        if len(parts) > THREE and all(share_a_word(one.label, total.label) for one in parts):
            return not close(summed(parts, total), _NEAR_PAIR)  # 招聘教师168名。……高中教师22名，初中教师47名，…
        if in_bracket(total, parts):
            return False
        return not (closed(parts) and total.number == parts[0].number - 1)

    def _near_by(self, total: Item, parts: list[Item], is_closed: bool) -> Fraction:
        """Return how far a failing list may lie from its total, as a part of it: the surer its place, the farther."""
        if len(parts) < THREE and not is_closed:
            return _NEAR_PAIR
        if is_closed and total.number == parts[0].number - 1 and is_total(total):
            return _NEAR_CLOSED
        if whole_scale(parts):
            return _NEAR_BRACKET
        announced = total.number == parts[0].number - 1 and self._announced(parts[0])
        if in_bracket(total, parts) and len(parts) >= THREE and parts[0].mark in _OPENS:
            return _NEAR_BRACKET
        sure = is_closed or self._viewed(parts[0]) or in_bracket(total, parts) or self._titled(total, parts)
        if sure or (announced and len(parts) >= THREE):
            return _NEAR_REST
        names = [one.label for one in parts]
        kinds = len(parts) >= THREE and division(total.label, names) in _KINDS
        return _NEAR_KINDS if kinds and self._ends(parts[-1]) else _NEAR

    def _viewed(self, first: Item) -> bool:
        """Whether a list says from where a whole is looked at: it leaves nothing out."""
        start = max(0, first.quantity.start - LEAD)
        return pattern("list", "viewed").search(self.near.text[start : first.quantity.start]) is not None

    def _ends(self, last: Item) -> bool:
        """Whether a list ends its sentence."""
        return _END.match(self.near.text, last.quantity.end) is not None

    def _all_stages(self, run: list[Item]) -> bool:
        """Whether a list tells no stages of one matter, or all there are: 竣工221个，在建19个，未开工5个."""
        if not stages([one.label for one in run]):
            return True
        first, last = pattern("list", "done"), pattern("list", "not_begun")
        return first.search(run[1].label) is not None and last.search(run[-1].label) is not None

    def _announced(self, first: Item) -> bool:
        """Whether a list is announced as all there is (分别为：, 招生1450人：), right before its first part."""
        start = max(0, first.label_start - LEAD)
        return pattern("list", "announced").search(self.near.text[start : first.label_start]) is not None

    def _pair_in_place(self, total: Item, parts: list[Item]) -> bool:
        """Whether two parts, each with its name, stand right behind a long figure (需33.04万元，中央28.6，县4.4)."""
        row = parts[-1].number - total.number == len(parts) == 2 and digits(total) > THREE
        return row and all(len(one.label) >= NAMED and one.mark != "、" for one in parts)

    def _paired(self, total: Item, parts: list[Item]) -> bool:
        """Whether two parts, told right behind what is told as a total, are named alike (学生用机, 教师用机)."""
        if len(parts) != 2 or not is_total(total) or parts[0].number != total.number + 1:
            return False
        one, two = parts
        return two.number == one.number + 1 and one.label[-2:] == two.label[-2:] and one.label != two.label

    def _spanned(self, total: Item, parts: list[Item]) -> bool:
        """Whether two parts right behind a whole are all of it by its very name (义务教育44所，其中小学…，初中…)."""
        if len(parts) != 2 or parts[1].number != parts[0].number + 1:
            return False
        behind = total.number == parts[1].number + 1 and is_total(total)
        row = behind or total.number == parts[0].number - 1
        return row and not total.quantity.hedge and spanned(total.label, [one.label for one in parts])

    def _titled(self, total: Item, parts: list[Item]) -> bool:
        """Whether a list stands under a title that names a figure told before it (…普通高中3360人。1.普通高中。…)."""
        title = _TITLE.match(self.near.text, self._line(parts[0]), parts[0].label_start)
        return title is not None and total.number < parts[0].number and stem(total.label).endswith(title[1])

    def _line(self, item: Item) -> int:
        """Return where the line, or the sentence, of an item begins: its title may stand there."""
        at = max(0, item.label_start - 1)
        low = max(0, item.label_start - LEAD)
        return max(self.near.text.rfind(mark, low, at) for mark in "\n。") + 1

    def _open(self, parts: list[Item]) -> bool:
        """Whether parts told with their shares leave something of the whole (50人占36%，70人占50%，17人占12%)."""
        shares = [self._share(one) for one in parts]
        known = [one for one in shares if one is not None]
        return len(known) == len(parts) and abs(sum(known, Fraction(0)) - 100) > 1

    def _share(self, one: Item) -> Fraction | None:
        after = self.near.items[one.number + 1] if one.number + 1 < len(self.near.items) else None
        if after is None or after.quantity.kind != "share" or after.sentence != one.sentence or changed(after):
            return None
        return self.near.value(after)

    def _tries(self, run: list[Item], is_closed: bool, last: Item | None) -> Iterator[tuple[Item, list[Item]]]:
        """Yield which figure a list may be the parts of, the likeliest first."""
        yield from self._once_more(run)
        if not self.read.total(run[0], "sum") or whole_scale(run[1:]):
            yield run[0], run[1:]
        for at in range(len(run) - 2):
            three = run[at : at + THREE]
            yield from ((one, [each for each in three if each is not one]) for one in (three[0], three[2])
                        if spanned(one.label, [each.label for each in three if each is not one]))  # fmt: skip
        if not self.read.total(run[0], "sum"):
            ends = [at for at in range(THREE, len(run)) if _begins_anew(run[at])]
            yield from ((run[0], run[1:at]) for at in [*ends[:1], THREE] if at < len(run))
        for at in range(1, len(run)):
            # 新进467人，其中……；减员523人，……: within a longer run, up to the end of the clause.
            if run[at].label.startswith("其中") and run[at - 1].number == run[at].number - 1:
                own = [one for one in run[at:] if one.segment == run[at].segment]
                if len(own) < len(run) - at:
                    yield run[at - 1], own
        if is_closed:
            inner = [at for at in range(len(run) - THREE, 0, -1) if self._share(run[at]) is None]
            yield from ((run[at], run[at + 1 :]) for at in inner)
        if last is not None and run[0].sentence - last.sentence <= _PAGE:
            yield last, run
        above = [one for one in before(self.near, run[0]) if self.near.base(one) == self.near.base(run[0])]
        yield from ((one, run) for one in above[:_ABOVE] if not changed(one))
        if self._divided(run[0]):
            # 年龄结构。30岁及以下512人……: what was divided before is divided once more.
            yield from ((one, run) for one in above if self.read.total(one, "sum"))
        yield from ((one, run) for one in above if self._titled(one, run))
        if is_total(run[-1]):
            yield run[-1], run[:-1]
        at = run[-1].number + 1
        for one in self.near.items[at : at + 1]:
            if self.near.base(one) == self.near.base(run[0]) and is_total(one) and one.paragraph == run[0].paragraph:
                yield one, run

    def _once_more(self, run: list[Item]) -> Iterator[tuple[Item, list[Item]]]:
        """Yield a whole that the head of a run divides already, with what follows: 60人，男20，女40；高级…，初级…."""
        known = [at for at, one in enumerate(run) if self.read.part(one, "sum") is not None]
        sum_of = self.read.part(run[known[-1]], "sum") if known else None
        if sum_of is not None and len(run) - known[-1] > THREE:
            yield self.near.items[self.near.at(sum_of.total.sources[0].start)], run[known[-1] + 1 :]

    def _divided(self, first: Item) -> bool:
        """Whether a list says that it divides what was told before it: 年龄结构：, 按学段分, 其中."""
        start = max(0, first.quantity.start - LEAD)
        return pattern("list", "split").search(self.near.text[start : first.quantity.start]) is not None


def _begins_anew(one: Item) -> bool:
    """Whether a figure behind a list is told of something else (同期退休500余人), or divides the list's last."""
    return bool(one.quantity.hedge) or pattern("list", "anew").search(one.label or one.lead) is not None
