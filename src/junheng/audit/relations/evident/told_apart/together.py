"""What is told together behind its parts and does not come to them: `保安31名、厨工26名，后勤人员合计57名`.

The words leave no other reading: 合计, 总计, or how many they are (两项, 三项). The parts are the figures of its
sentence before it, or as many as are told, one to a clause (维修…需820万元；新建…需1240万元。两项共需0.206亿元). A
figure nearby that is what is missing says that the list is longer than it seems: nothing is read then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, gap, holds, slipped
from junheng.audit.relations.evident.figures import Figures, before, digits, pattern
from junheng.audit.relations.evident.listed.rows import is_total, no_part, summed
from junheng.audit.relations.ground.wording import change, compared

_LEAD, _LONGEST, _SENTENCES, _LEAST = 14, 6, 3, 20
"""Characters before a figure that call it a total, the most parts, sentences before it, and the least total."""
_NEAR, _PEN, _SHARED = 0.2, 0.4, 0.08
"""How far from its parts, as a part of it, a total may lie, and where a slip explains it."""
_NAME, _MARKS = 2, "分"
"""Characters of a name, and what marks are counted in (平均分为语文86分 is one of several)."""
_AHEAD, _FINE = 16, 3
"""Characters behind what is added among which the total stands, and the digits it must have."""
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_HINT = frozenset("合总共加两二三四五六累年")
_MARK = re.compile("[，,。；;：:、\n（(]")
_UP, _GAINED = "up", "增"
_segment = attrgetter("segment")


def by_name(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the totals that name some of those before them: 语文86分、…、物理83分，语数英三科合计247分."""
    yield from _totals(near, read, named=True)


def together(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the totals called so behind their parts: those that come out, and those that lie near them."""
    yield from _added(near, read)
    yield from _totals(near, read, named=False)


def _totals(near: Figures, read: Read, *, named: bool) -> Iterator[Relation]:
    """Yield the totals called so by their words; where `named`, those that name some of the figures before them."""
    for item in near.numbers:
        words = near.text[max(0, item.quantity.start - _LEAD) : item.quantity.start]
        if _HINT.isdisjoint(words) or item.quantity.hedge or item.plain < _LEAST or not near.bases[item.number]:
            continue
        if read.total(item, "sum") or item.quantity.start in read.failing:
            continue
        if near.asides[item.number] and change(item.label) != _UP:
            continue
        words = _MARK.split(words)[-1]
        found = pattern("together", "called").search(words) or pattern("together", "shared").search(words)
        if found is None and not named and pattern("together", "of_the_year").search(words) is not None:
            yield from _of_the_year(near, read, item)
        if found is None or pattern("together", "everywhere").search(words):
            continue
        made = _read(near, read, item, _COUNTS.get(found["count"] or "", 0), named=named)
        if made is not None:
            yield made


def _of_the_year(near: Figures, read: Read, total: Item) -> Iterator[Relation]:
    """Yield what all amounts of a sentence come to: 38.5万元改造厕所，12.8万元…，全年投入56.5万元."""
    own = [one for one in near.items[max(0, total.number - 2 * _LONGEST) : total.number] if _beside(near, one, total)]
    if not _FINE <= len(own) <= _LONGEST or digits(total) < _FINE or not all(_may_be(near, one, total) for one in own):
        return
    if sum(one.plain for one in own) == total.plain and not any(read.part(one, "sum") for one in own):
        yield summed(own, total)


def _added(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the totals that something told before is added to: `拨款40.5万元。加上结转，可用资金43.7万元`."""
    for found in pattern("together", "added").finditer(near.text):
        at = near.at(found.end())
        item = near.items[at] if at < len(near.items) else None
        if item is None or item.quantity.start - found.end() > _AHEAD or digits(item) < _FINE:
            continue
        if item.quantity.hedge or read.total(item, "sum"):
            continue
        row = [one for one in before(near, item) if near.bases[one.number] == near.bases[item.number]]
        named = [one for one in row if found["name"] in one.label or not found["name"]]
        pairs = ((two, one) for one in named for two in row if one is not two)
        made = next((summed([*two], item) for two in pairs if sum(one.plain for one in two) == item.plain), None)
        if made is not None:
            yield made


def _read(near: Figures, read: Read, total: Item, count: int, *, named: bool) -> Relation | None:
    """Return the sum of what a total is told together of; the list that comes out first."""
    if (twice := _counted_twice(near, total)) is not None:
        return twice
    failing = None
    for parts in _lists(near, total, count, named=named):
        if any(read.part(one, "sum") is not None for one in parts) or no_part(parts, total):
            continue
        made = summed(parts, total)
        if holds(made):
            return made
        if failing is None and _meant(near, made, total, parts):
            failing = made
    return failing


def _counted_twice(near: Figures, total: Item) -> Relation | None:
    """Return what counts once more what a bracket holds: 86人（含特岗24人），选调31人，累计141人."""
    row = [one for one in near.items[max(0, total.number - _LONGEST) : total.number] if _beside(near, one, total)]
    parts = [one for one in row if one.depth == total.depth]
    inside = [one for one in row if one.depth > total.depth and pattern("together", "held").search(one.label)]
    if len(parts) <= 1 or not all(_may_be(near, one, total) for one in parts):
        return None
    over = total.plain - sum(one.plain for one in parts)
    return summed(parts, total) if any(one.plain == over for one in inside) else None


def _beside(near: Figures, one: Item, total: Item) -> bool:
    return one.sentence == total.sentence and near.bases[one.number] == near.bases[total.number]


def _lists(near: Figures, total: Item, count: int, *, named: bool) -> Iterator[list[Item]]:
    """Yield the lists a total may be of: of its sentence, of its clause, and one figure to a clause."""
    base = near.bases[total.number]
    row = [one for one in before(near, total) if near.bases[one.number] == base and _may_be(near, one, total)][::-1]
    own = [one for one in row if one.sentence == total.sentence]
    clause = [one for one in own if one.segment == total.segment]
    clauses = [list(each)[-1] for _, each in groupby(row, key=_segment)]
    those = _named(near, total, own)
    some = 1 < len(those) < len(own)
    if some and named and count in {0, len(those)}:
        yield those
    if some or named:
        return
    lists = [own, clause] if not count else [clause[-count:], own[-count:], clauses[-count:], row[-count:]]
    for parts in lists:
        alike = len({one.label for one in parts}) > 1 and len({near.bases[one.number] for one in (*parts, total)}) == 1
        if 1 < len(parts) <= _LONGEST and (count == len(parts) or (not count and alike)):
            yield parts


def _named(near: Figures, total: Item, own: list[Item]) -> list[Item]:
    """Return the figures that a total names by what they begin with: 语文86分、…、物理83分，语数英三科合计247分."""
    if not own:
        return []
    words = near.text[own[-1].quantity.end : total.quantity.start].strip("，,、；; ")
    names = [one.label.strip() for one in own]
    firsts = [name[-_NAME:][:1] if len(name) > _FINE else name[:1] for name in names]
    told = zip(own, names, firsts, strict=True)
    return [
        one
        for one, name, first in told
        if name and (name[-_NAME:] in words or (first in words and firsts.count(first) == 1))
    ]


def _may_be(near: Figures, one: Item, total: Item) -> bool:
    """Whether a figure before a total may be one of its parts, by its own words."""
    counts = near.counts[one.number] or (near.bases[one.number] == _MARKS and _MARKS in one.label)
    counts = counts or (change(one.label) == _UP and _GAINED in total.label)  # 扩建增加900个；两校共计新增2520个
    if one.depth > total.depth or one.quantity.hedge or not counts or compared(one.label):
        return False
    return one.paragraph == total.paragraph and one.sentence >= total.sentence - _SENTENCES


def _on_the_other_side(total: str, part: str) -> bool:
    """Whether a total is of outlays and a figure of income, or the other way round (午餐收入…，支出合计…)."""
    sides = pattern("together", "outlay"), pattern("together", "income")
    return any(one.search(total) and not one.search(part) and two.search(part) for one, two in (sides, sides[::-1]))


def _meant(near: Figures, made: Relation, total: Item, parts: list[Item]) -> bool:
    """Whether parts that do not come to a total were meant to."""
    if any(is_total(one) for one in parts) or any(pattern("together", "within").search(one.lead) for one in parts):
        return False
    if any(_on_the_other_side(total.label, one.label) for one in parts):
        return False
    off = gap(made)
    words = _MARK.split(near.text[max(0, total.quantity.start - _LEAD) : total.quantity.start])[-1]
    if pattern("together", "called").search(words) is None and (len(parts) <= _NAME or off > _SHARED):
        return False
    if off > _NEAR and not (off <= _PEN and slipped(made)):
        return False
    missing = Fraction(total.plain) - sum(one.plain for one in parts)
    base = near.bases[total.number]
    return not any(near.bases[one.number] == base and one.plain == abs(missing) for one in before(near, total))
