"""Totals of what whole sections told: `以上各项共资助15031人次`, or told first: `共为15842人次发放补助，分别是：`.

The figures of the sections stand apart, with rates, shares and lists of their own between them; a column is all of
them, or the first or the last of each sentence or paragraph. What a list already read divides is no part once more.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import accumulate, groupby

from junheng.audit.judge import judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, by_slip, close, gap, holds
from junheng.audit.relations.evident.figures import Figures, Number, grain, pattern, worth
from junheng.audit.relations.evident.listed.rows import is_total
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import change
from junheng.audit.relations.sums.labels.labels import share_a_word
from junheng.audit.slips import extra_part

_FAR, _MOST, _PARTS = 2000, 40, 15
_CLOSED, _OPEN = 20, 1000
"""How many steps a total must have: one that says it is of what was told (以上, 四项), any other."""
_LEAST, _LEAD, _BEHIND, _ROW, _NAME = 2, 16, 44, 3, 20
_SOME, _LISTS = 100, 4
"""How many steps a total of some parts of a list must have, and how many lists before it are looked at."""
_NEAR = Fraction(1, 20)
"""How far behind a figure the paragraph that divides it may begin."""
_SLIPS, _TENFOLD = ("swapped", "zero_lost"), ("zero_lost", "zero_added")
_BOUNDS = frozenset({"at_least", "at_most", "over", "under"})
_PERSONS = frozenset({"人", "人次"})
_HINT = frozenset("共合总累之相综计")
"""The first characters of what totals are called: most labels hold none of them."""
_AMONG, _ABOVE = "其中", ("以上", "上述")
_DIGITS = "二三四五六七八九十"


def gathered(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the totals of sections: behind them, and before them where they are announced."""
    starts = sorted(read.sums)
    totals = [item for item in near.numbers if _total(item)]
    for item in totals:
        if read.total(item, "sum"):
            continue
        words = near.text[max(0, item.quantity.start - _LEAD) : item.quantity.start]
        closing = pattern("gathered", "closing").search(words)
        made = _behind(near, read, item, closing)
        if made is None and pattern("gathered", "announced").search(_ahead(near, item)):
            columns = _columns(_sections(near, read, item, ahead=True))
            made = _exact(near, item, columns, _CLOSED) or _point_lost(near, item, columns)
        made = made or _of_some(near, read, item, starts)
        if made is not None:
            insort(starts, item.quantity.start)
            yield made
    for item in totals:
        # 总共资助24790人次。……学前共131人次。……以上合计3723人次。……: one figure of each paragraph behind it.
        if not read.total(item, "sum"):
            behind = _sections(near, read, item, ahead=True)
            # What is told with the whole (357703人次，其中…19551人次) is none of the sections behind it.
            apart = [one for one in behind if one.segment != item.segment]
            columns = [one for one in (*_columns(behind), *_columns(apart, clauses=True)) if len(one) >= _ROW]
            if (made := _exact(near, item, columns, _OPEN)) is not None and len(made.parts) >= _ROW:
                yield made


def of_totals(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the first whole told before that the totals of lists in a row come to: 市直52人：…；青江县31人：…."""
    row = sorted(near.told_of(one.total for one in read.sums.values() if read.holds(one)), key=_number)
    for base in dict.fromkeys(one.quantity.base for one in row):
        own = [one for one in row if one.quantity.base == base and not read.part(one, "sum") and not one.depth]
        sums = [0, *accumulate(map(worth, own))]
        for first in range(len(own) - _ROW + 1):
            for end in range(first + _ROW, min(len(own), first + _PARTS) + 1):
                if (whole := _whole_of(near, read, own[first], sums[end] - sums[first])) is not None:
                    yield _made(near, whole, own[first:end])
                    return


def of_the_rest(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield what the last parts of a list come to, told right behind it by a name of its own.

    证照齐全的64家，有照无证的87家，无照无证的85家。……存在问题的172家.
    """
    for one in tuple(read.lists):
        parts = near.told_of(one.parts)
        if len(parts) < _ROW or len(parts) < len(one.parts) or parts[-1].depth or not read.holds(one):
            continue
        sums = [0, *accumulate(map(worth, reversed(parts)))]
        for count in range(len(parts) - 1, _LEAST - 1, -1):
            total = _told_behind(near, parts[-1], sums[count])
            if total is not None:
                yield _made(near, total, parts[-count:])
                break


def _told_behind(near: Figures, last: Item, value: Number) -> Item | None:
    """Return the first figure of a value told right behind a list as of what is wrong or wanting (存在问题的)."""
    for whole in near.valued_about(near.bases[last.number], value, last, _LISTS):
        named = pattern("gathered", "amiss").search(whole.label + "|" + whole.after[:_ROW]) is not None
        if whole.number <= last.number or not named or near.asides[whole.number]:
            continue
        if value >= 2 * _CLOSED * grain(whole):
            return whole
    return None


def _whole_of(near: Figures, read: Read, first: Item, value: Number) -> Item | None:
    for whole in near.valued_before(first.quantity.base, value, first, _FAR):
        steps = value / whole.quantity.scale / Fraction(whole.quantity.step or 1)
        if steps >= _OPEN and not read.total(whole, "sum"):
            return whole
    return None


def _number(one: Item) -> int:
    return one.number


def _total(item: Item) -> bool:
    figure = item.quantity
    if not figure.base or item.depth or figure.hedge:
        return False
    label = item.label[-_NAME:]
    told_before = bool(item.mark) and item.label.lstrip().startswith(_ABOVE)  # 以上各类资助资金46.01万元
    if not told_before and (_HINT.isdisjoint(label) or pattern("list", "total").search(label) is None):
        return False
    if change(item.label):
        return False
    return item.plain >= _CLOSED * figure.plain_step


def _ahead(near: Figures, item: Item) -> str:
    return near.text[item.quantity.end : item.quantity.end + _BEHIND]


def _behind(near: Figures, read: Read, item: Item, closing: re.Match[str] | None) -> Relation | None:
    """Return a total as that of the sections before it; one that says how many or all they are may be misprinted."""
    found = _columns(_sections(near, read, item, ahead=False))
    named = found and all(share_a_word(one.label, item.label) for one in found[0][:_LEAST])
    made = _exact(near, item, found, _CLOSED if closing else _SOME if named else _OPEN)
    if (
        made is not None
        or item.quantity.start in read.failing
        or not (closing or pattern("gathered", "grand").search(item.label[-_LEAD:]))
    ):
        return made
    count = _DIGITS.find(closing["count"]) + 2 if closing and closing["count"] else 0
    # What divides the figure before it (高级76人，其中乡村直评21人) is no part beside it.
    plain = [[part for part in one if not part.label.startswith(_AMONG)] for one in found]
    whole = [one for one in plain if (len(one) == count if count else one is plain[0])]
    # 学费收费总额18000元；杂费收费总额74865元；课本费收费总额93016元: one of them, not all.
    whole = [one for one in whole if all(part.label != item.label for part in one[:_PARTS])]
    tried = [_made(near, item, one[:_PARTS]) for one in whole if len(one) > _LEAST]
    tried = [one for one in tried if all(part.value < one.total.value for part in one.parts)]
    tried = [one for one in tried if not _twice(one)]
    own = [child for child in item.children if child.unit == item.unit]
    inside = [child.quantity.value for child in own]  # 申报总数376人（含放弃7人）
    tried = [one for one in tried if not any(one.total.value - _reached(one) == value for value in inside)]
    near_by = [one for one in tried if holds(one) or close(one, _NEAR) or _one_left_out(one) or by_slip(one, *_SLIPS)]
    return min(near_by, key=gap, default=None)


def _twice(one: Relation) -> bool:
    """Whether one of three parts or more is the total of the others: sections, and what they come to."""
    return len(one.parts) > _LEAST and any(2 * part.value == _reached(one) for part in one.parts)


def _reached(one: Relation) -> Fraction:
    return sum((part.value for part in one.parts), Fraction(0))


def _of_some(near: Figures, read: Read, item: Item, starts: list[int]) -> Relation | None:
    """Return a total as that of some parts, told one behind the other, of a list before it (C级、D级合计543栋)."""
    value = item.plain
    if value < _SOME * grain(item):
        return None
    end, bases = bisect_left(starts, item.quantity.start), _alike(item)
    for start in reversed(starts[max(0, end - _LISTS) : end]):
        parts = near.told_of(read.sums[start].parts)
        if len(parts) < len(read.sums[start].parts) or not parts:
            continue
        if item.quantity.start - parts[-1].quantity.end > _FAR or any(one.quantity.base not in bases for one in parts):
            continue
        sums = [0, *accumulate(map(worth, parts))]
        if any(not one.plain for one in parts):
            continue  # what comes to a total with nothing added is the total told again
        for first in range(len(parts) - 1):
            for end in range(first + _LEAST, len(parts) + (first > 0)):
                if sums[end] - sums[first] == value:
                    return _made(near, item, parts[first:end])
    return None


def _one_left_out(made: Relation) -> bool:
    found = judge(made, explained=False)
    return found is not None and len(made.parts) > _LEAST + 1 and extra_part(made, found.computed) is not None


def _exact(near: Figures, item: Item, columns: list[list[Item]], least: int) -> Relation | None:
    step, value = grain(item), item.plain
    if value < least * step:
        return None
    for column in columns:
        for count, reached in enumerate(accumulate(map(worth, column[:_PARTS])), 1):
            if reached - step > value:
                break
            if count >= _LEAST and 2 * abs(reached - value) <= step:
                made = _made(near, item, column[:count])
                if holds(made):
                    return made
    return None


def _point_lost(near: Figures, item: Item, columns: list[list[Item]]) -> Relation | None:
    """Return the column that comes to a total but for the point of one figure (412万元 for 41.2万元)."""
    for column in columns[:1]:
        own = [one for one in column if one.unit == item.unit]  # not the rates told beside them (标准为312元和375元)
        if _ROW < len(own) <= _PARTS and by_slip(made := _made(near, item, own), *_TENFOLD):
            return made
    return None


def _made(near: Figures, total: Item, column: list[Item]) -> Relation:
    parts = sorted(column, key=lambda one: one.number)
    row = sorted([total, *parts], key=lambda one: one.number)
    return relation("sum", [one.quantity for one in parts], total.quantity, "evident.gathered", spans(row))


def _sections(near: Figures, read: Read, item: Item, *, ahead: bool) -> list[Item]:
    """Return the figures that may be told of sections, the nearest to their total first."""
    found: list[Item] = []
    span = near.items[item.number + 1 : item.number + 1 + _MOST]
    if not ahead:
        span = near.items[max(0, item.number - _MOST) : item.number][::-1]
    start, end, bases = item.quantity.start, item.quantity.end, _alike(item)
    for one in span:
        figure = one.quantity
        if (figure.start - end if ahead else start - figure.end) > _FAR:
            break
        if figure.base not in bases or one.depth or figure.kind != "number" or near.asides[one.number]:
            continue
        if figure.value > 0 and figure.hedge not in _BOUNDS and not _divides(read, one):
            found.append(one)
    return found


def _alike(total: Item) -> frozenset[str]:
    """Return what figures count that count the same as a total."""
    base = total.quantity.base
    return _PERSONS if base in _PERSONS else frozenset({base})


def _divides(read: Read, one: Item) -> bool:
    """Whether a figure is a part of a sum that is read, or the rate of a product: its total stands for it."""
    paid = read.part(one, "product")
    rate = paid is not None and paid.total.sources[0].base == one.quantity.base
    return rate or read.part(one, "sum") is not None or one.quantity.start in read.divides


def _columns(found: list[Item], *, clauses: bool = False) -> list[list[Item]]:
    """Return the columns some figures may be read by: all of them, the first or last of each sentence or paragraph.

    Those of each of the `clauses` too, where that is asked for: what follows behind ； may divide the figure before it.
    """
    # Where each section closes with a total of its own these are the column: …计43.1万元。…两项合计207万元。
    totals = [one for one in found if is_total(one)]
    columns = [found, totals] if len(totals) < len(found) else [found]
    for place in ([_segment] if clauses else []) + [_sentence, _paragraph]:
        groups = [list(each) for _, each in groupby(found, key=place)]
        columns += [[one[0] for one in groups], [one[-1] for one in groups]]
    return _distinct(one for one in columns if len(one) >= _LEAST)


def _segment(one: Item) -> int:
    return one.segment


def _sentence(one: Item) -> int:
    return one.sentence


def _paragraph(one: Item) -> int:
    return one.paragraph


def _distinct(columns: Iterable[list[Item]]) -> list[list[Item]]:
    seen: dict[tuple[int, ...], list[Item]] = {}
    for one in columns:
        seen.setdefault(tuple(item.number for item in one), one)
    return list(seen.values())
