"""Lists that do not come to the figure they divide: read where they lie as close to it as misprinted lists do.

Nine in ten misprinted lists lie within a twentieth of their total. How far one may lie depends on how sure its place
is: closed by the rest, all of a bracket, under the name of its whole, announced, or only right behind it.
"""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.judge import judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, by_short_swap, by_slip, close, gap, slipped
from junheng.audit.relations.evident.figures import Figures, digits, pattern
from junheng.audit.relations.evident.listed.likely import spanned
from junheng.audit.relations.evident.listed.others import of_others
from junheng.audit.relations.evident.listed.rows import (
    ETC,
    LEAD,
    NAMED,
    THREE,
    closed,
    crossing,
    halves,
    in_bracket,
    is_due,
    is_total,
    labels,
    left_open,
    no_part,
    opens_list,
    share_told,
    summed,
    whole_scale,
)
from junheng.audit.relations.evident.listed.tries import Tries
from junheng.audit.relations.sums.labels.labels import division, share_a_word
from junheng.audit.relations.sums.weighing import stages

_LEAST, _TENFOLD = 2, 10
_NEAR, _NEAR_REST, _NEAR_PAIR, _NEAR_CLOSED, _NEAR_BRACKET = (Fraction(each, 100) for each in (3, 6, 1, 15, 30))
"""How far, of the total, a list that does not come to it may lie from it: one in place, one closed by the rest or
announced, one of two parts, one closed by the rest right behind what is told as a total, one that is all of a bracket.
"""
_ROUND = 0.93, 1.07
"""About how far a list within a longer one may lie from its whole: a first, quick look."""
_LONG, _BESIDE = 4, 4
"""Digits of a long figure, more than; figures behind a whole among which its two parts stand, each with one more."""
_NEAR_KINDS = Fraction(5, 100)
"""The same of kinds of the whole (小学, 初中), the last of which ends its sentence."""
_OPENS, _KINDS, ENDS = (
    frozenset("(（"),
    frozenset({"whole", "partition", "kindred"}),
    re.compile("[\u4e00-\u9fff]{0,4}[。；;\n]"),
)


class Missed:
    """Reads the lists that do not come out."""

    def __init__(self, near: Figures, read: Read) -> None:
        self.near, self.read, self.tries = near, read, Tries(near, read)
        self.joined: set[int] = set()
        """The sentences that go on with the list of the one before: a full stop broke it."""

    def read_in(self, run: list[Item], last: Item | None) -> Relation | None:
        """Read a list that does not come to its whole: close to it, or but for two digits swapped.

        `last` is the whole that the list read before it comes to.
        """
        is_closed = closed(run)
        # What is read already is no part of anything else; stages of one matter are parts of nothing.
        free = sum(self.read.part(one, "sum") is None for one in run)
        if free < _LEAST or not (is_closed or self._all_stages(run) or self._viewed(run[1])):
            return None
        lying: list[Relation] = []
        for total, parts in self.tries.wholes(run, is_closed, last):
            if not self._may_be(total, parts):
                continue
            made = summed(parts, total)
            many = len(parts) >= THREE or self._paired(total, parts) or halves(total, parts)
            swapped = many and digits(total) >= THREE and by_slip(made, "swapped")
            # Of long figures, that a swap makes it come out is hardly less of an accident than that it comes out.
            if not (swapped and digits(total) > THREE) and self._apart(total, parts, run):
                if self._once_more(total, parts) and (close(made, _NEAR) or (close(made, _NEAR_REST) and _slip(made))):
                    lying.append(made)
                continue
            behind = total.number > parts[-1].number
            if self._pair_in_place(total, parts) and self._slipped(total, parts, made):
                return made
            if swapped or (behind and by_slip(made, "swapped", "unit_small")):
                return made
            if self._spanned(total, parts):
                return made
            if (many or is_closed) and (_misprinted(parts, made) or self._is_close(total, parts, made, is_closed)):
                lying.append(made)
        if (short := self._cut_short(run)) is not None:
            lying.append(short)
        # The nearest, the likeliest first where two lie equally near.
        return self._gone_on(run, min(lying, key=gap, default=None))

    def _gone_on(self, run: list[Item], made: Relation | None) -> Relation | None:
        """Return a list of two within a longer row with all of it, where that comes nearer to its whole.

        教职工268人，公办151人，民办84人，代课23人: what ends with its clause is the list.
        """
        if made is None or len(made.parts) >= THREE or len(run) <= THREE or run[-1].segment != run[1].segment:
            return made
        row, starts = run[1:], {one.sources[0].start for one in made.parts}
        whole = made.total.sources[0].start == run[0].quantity.start
        if not whole or starts != {one.quantity.start for one in row[:2]} or not self._ends(row[-1]):
            return made
        if row[-1].number - run[0].number != len(row) or not self._may_be(run[0], row):
            return made
        longer = summed(row, run[0])
        return longer if close(longer, _NEAR_REST) and gap(longer) < gap(made) else made

    def _may_be(self, total: Item, parts: list[Item]) -> bool:
        """Whether parts may be told as all of a whole, by their words and by what is read already."""
        before = total.number < parts[0].number
        if before and not total.plain < _TENFOLD * sum(one.plain for one in parts) < _TENFOLD**2 * total.plain:
            return False
        if any(self.read.part(one, "sum") or self.read.total(one, "sum") for one in parts):
            return False
        said = pattern("list", "carried").sub("", labels(parts)) if self._sourced(parts[0]) else labels(parts)
        if no_part(parts, total) if len(parts) < THREE else pattern("gap", "never").search(said):
            return False
        if _tells_results(parts) or any(one.after in ETC for one in parts[:-1]):
            return False  # 主要有小学92所、初中23所、幼儿园88所等；另有……: an open list, and what is told besides
        if not self._one_row(total, parts) or left_open(self.near, total, parts):
            return False
        due = is_due(total) and not (parts[0].label.startswith("其中") or self._planned(total, parts))
        nested = any(one.label.startswith("其中") for one in parts[1:])
        others = not opens_list(self.near, total) and of_others(self.near, total, parts)
        return not (nested or due or self._open(parts) or crossing(parts) or others)

    def _planned(self, total: Item, parts: list[Item]) -> bool:
        """Whether what is planned is divided right behind it by kinds: 拟招90人，高中20人、初中30人、小学40人."""
        row = parts[0].number == total.number + 1 and parts[-1].number - total.number == len(parts) >= THREE
        kinds = (
            row
            and pattern("list", "plans").search(total.label) is not None
            and division(total.label, [one.label for one in parts]) in _KINDS
        )
        return kinds and not any(pattern("list", "reached").search(one.label) for one in parts)

    def _cut_short(self, run: list[Item]) -> Relation | None:
        """Return a list within a longer run that misses its whole by a slip of the pen: what follows is something else.

        免费体检14144人，视力正常8127人，轻度不良3606人，中度2951人，查出龋齿2204人.
        """
        for total, parts in self.tries.cuts(run):
            reached = float(sum(one.plain for one in parts))
            if not _ROUND[0] * total.plain < reached < _ROUND[1] * total.plain or digits(total) < THREE:
                continue
            if not self._may_be(total, parts) or self._apart(total, parts, run):
                continue
            made = summed(parts, total)
            if close(made, _NEAR_REST) and _slip(made):
                return made
        return None

    def _one_row(self, total: Item, parts: list[Item]) -> bool:
        """Whether parts are told as one list: no name twice, none in another clause than others, none besides."""
        names = [one.label for one in parts if one.label]
        clauses = {one.segment for one in parts if one.sentence not in self.joined}
        twice = len(set(names)) < len(names) and total.number < parts[0].number
        if 1 < len(clauses) < len(parts) or twice:
            return False
        reached = sum(one.plain for one in parts)
        besides = reached > total.plain and any(pattern("list", "besides").search(name) for name in names)
        if besides and not self.tries.titled(total, parts):
            return False
        # 学校186所…；小学126所…；初中48所…: of sections told one by one some may be left out.
        return (
            len(clauses) == 1
            or reached > total.plain
            or whole_scale(parts)
            or self.tries.titled(total, parts)
            or self._announced(parts[0])
        )

    def _apart(self, total: Item, parts: list[Item], run: list[Item]) -> bool:
        """Whether a whole told in a sentence before is not divided by a list: only words say that it is (按学段分)."""
        # 已安置412人，入学率98.1%。安置方式为：…
        ways = self._by_ways(total, parts) and _swapped(summed(parts, total))
        if ways or self.tries.titled(total, parts):
            return False
        if total.number > parts[0].number or total in run or self.tries.divided(parts[0]):
            return False
        if len(parts) > THREE and all(share_a_word(one.label, total.label) for one in parts):
            return not close(summed(parts, total), _NEAR_PAIR)  # 招聘教师168名。……高中教师22名，初中教师47名，…
        if self._sourced(parts[0]) and len(parts) >= THREE and total.sentence >= parts[0].sentence - 1:
            made = summed(parts, total)
            return not (close(made, _NEAR_REST) and _slip(made))  # 已偿还7326.4万元。还款资金来源为：…
        if in_bracket(total, parts) or (whole_scale(parts) and slipped(summed(parts, total))):
            return False
        return not (closed(parts) and total.number == parts[0].number - 1)

    def _once_more(self, total: Item, parts: list[Item]) -> bool:
        """Whether a sentence divides what the one before divided once more, by names that leave nothing out."""
        if total.number > parts[0].number or digits(total) < THREE or self.tries.over(parts[0]) is not total:
            return False
        names = [one.label for one in parts]
        hedged = any(one.quantity.hedge for one in (total, *parts))
        return not hedged and self._ends(parts[-1]) and division(total.label, names) == "whole"

    def _is_close(self, total: Item, parts: list[Item], made: Relation, is_closed: bool) -> bool:
        """Whether a failing list lies near enough to its total; most are farther than any may lie."""
        return close(made, _NEAR_BRACKET) and close(made, self._near_by(total, parts, is_closed))

    def _near_by(self, total: Item, parts: list[Item], is_closed: bool) -> Fraction:
        """Return how far a failing list may lie from its total, as a part of it: the surer its place, the farther."""
        behind, several = total.number == parts[0].number - 1, len(parts) >= THREE
        bracketed = in_bracket(total, parts) and several and parts[0].mark in _OPENS
        if halves(total, parts) or (several and (whole_scale(parts) or bracketed)):
            return _NEAR_BRACKET
        if is_closed and behind and is_total(total):
            return _NEAR_CLOSED
        if not (several or is_closed):
            return _NEAR_PAIR
        sure = is_closed or self._viewed(parts[0]) or in_bracket(total, parts) or self.tries.titled(total, parts)
        if sure or (behind and several and self._announced(parts[0])):
            return _NEAR_REST
        kinds = several and division(total.label, [one.label for one in parts]) in _KINDS
        return _NEAR_KINDS if kinds and self._ends(parts[-1]) else _NEAR

    def _viewed(self, first: Item) -> bool:
        """Whether a list says from where a whole is looked at: it leaves nothing out."""
        start = max(0, first.quantity.start - LEAD)
        return pattern("list", "viewed").search(self.near.text[start : first.quantity.start]) is not None

    def _ends(self, last: Item) -> bool:
        """Whether a list ends its sentence."""
        return ENDS.match(self.near.text, last.quantity.end) is not None

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

    def _sourced(self, first: Item) -> bool:
        """Whether a list says, right before its first part, that it tells where money comes from (资金来源为：)."""
        start = max(0, first.label_start - LEAD)
        return pattern("list", "sources").search(self.near.text[start : first.label_start]) is not None

    def _by_ways(self, total: Item, parts: list[Item]) -> bool:
        """Whether three or more are announced, a sentence behind their whole, as all there are (去向是：)."""
        start = max(0, parts[0].label_start - LEAD)
        told = pattern("list", "ways").search(self.near.text[start : parts[0].label_start]) is not None
        return told and len(parts) >= THREE and total.sentence == parts[0].sentence - 1

    def _pair_in_place(self, total: Item, parts: list[Item]) -> bool:
        """Whether two parts, each with its name, stand right behind a long figure (需33.04万元，中央28.6，县4.4)."""
        row = 0 < parts[-1].number - total.number <= _BESIDE and len(parts) == 2 and digits(total) > THREE
        row = row and parts[-1].sentence == total.sentence
        return row and all(len(one.label) >= NAMED and one.mark != "、" for one in parts)

    def _slipped(self, total: Item, parts: list[Item], made: Relation) -> bool:
        """Whether two digits were swapped, or one of a long figure whose name both parts bear is wrong."""
        if by_slip(made, "swapped"):
            return True
        named = all(share_a_word(one.label, total.label) for one in parts)
        return named and digits(total) > _LONG and close(made, _NEAR_REST) and _slip(made)

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

    def _open(self, parts: list[Item]) -> bool:
        """Whether parts told with their shares leave something of the whole (50人占36%，70人占50%，17人占12%)."""
        shares = Fraction(0)
        for one in parts:
            share = share_told(self.near, one)
            if share is None:
                return False
            shares += share
        return abs(shares - 100) > 1


def _tells_results(parts: list[Item]) -> bool:
    """Whether a list goes on with how some of its parts came out: 中学62人、小学71人，结业考核优秀31人."""
    results = pattern("list", "results")
    return any(results.match(one.label) for one in parts[1:]) and not results.match(parts[0].label)


def _misprinted(parts: list[Item], made: Relation) -> bool:
    """Whether a slip of the pen explains why a list misses its total, where that is no accident."""
    return (whole_scale(parts) and _slip(made)) or (len(parts) >= THREE and by_short_swap(made))


def _swapped(made: Relation) -> bool:
    """Whether two digits of one figure changed places."""
    return by_slip(made, "swapped") or by_short_swap(made)


def _slip(made: Relation) -> bool:
    """Whether a slip of the pen explains why a relation does not hold."""
    found = judge(made)
    return found is not None and not found.holds and bool(found.slip)
