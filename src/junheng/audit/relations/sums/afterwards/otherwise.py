"""Lists that fail as they were read and come out read another way: then they are read so, and nothing fails.

绘画612件，书法387件，微电影9部，合计1008件: what is counted by another unit belongs to it. 减至152所，减少112所：撤销63
所，改为教学点37所，并入12所；教学点撤销81个: the clause is that of the 112. Every list that does not come out passes
here, and another reading is only taken where it comes out to the figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.ground.wording import compared
from junheng.audit.relations.sums.labels.labels import in_one_row, of_families, share_a_word
from junheng.audit.relations.sums.lists import Entry, Number, total_of
from junheng.audit.relations.sums.readings import SMALL, Readings
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told

_PARTS, _NEAR = 2, 20
_EACH = re.compile("每(?!个?(?:学?年|月|天|日|学期|周|季|届|期))|[生人校班]均")
_OUTCOMES = ("outcome", "run")
"""Families of what was done with a thing: a third may be told of nowhere."""
_FARTHEST = 40
"""How many figures before a total its list may begin."""
_Exact = dict[frozenset[int], set[int]]
"""Which totals lists come out to, by their parts."""
_TURNS = (2, 3)
"""Of how many figures each a list may be made whose parts stand in turn with others of their unit."""


def read_otherwise(readings: Readings, layout: Layout) -> list[tuple[Told, str]]:
    """Return what was read, each list that fails and comes out another way as it comes out; each reading once."""
    exact: _Exact = {}
    for one, _ in readings.told:
        if one.reading == "exact":
            number, parts = _key(one)
            exact.setdefault(parts, set()).add(number)
    seen = {(number, parts) for parts, numbers in exact.items() for number in numbers}
    made: list[tuple[Told, str]] = []
    for one, rule in readings.told:
        if one.reading != "failing":
            made.append((one, rule))
            continue
        other = _other(readings, layout, one, rule, exact)
        if other is not None and other.reading == "failing":
            made.append((other, rule))
        elif other is not None and _key(other) not in seen:
            seen.add(_key(other))
            made.append((other, rule.replace("failing", "exact")))
    return made


def _key(told: Told) -> tuple[int, frozenset[int]]:
    return told.total.number, frozenset(one.item.number for one in told.parts)


def _other(readings: Readings, layout: Layout, told: Told, rule: str, exact: _Exact) -> Told | None:
    """Return a failing list as it comes out, else as it fails; None where its parts are another's."""
    if rule.startswith("backward") and _parts_of_another(told, exact):
        return None
    kept = _without_nested(told)
    if kept is None:
        return None
    if total_of(kept.parts) == kept.total.quantity.value:
        return Told(kept.total, kept.parts, "exact")
    for way in _WAYS:
        found = way(layout, kept)
        if found is not None and not any(one.item.quantity.hedge for one in found.parts):
            return found
    # 干部87人、教师412人，…分别为61人和268人，…分别为26人和144人: of several such pairs.
    target, reached = kept.total.quantity.value, total_of(kept.parts)
    short = rule.startswith("list") and 2 * reached < target and not _with_a_zero(target, reached)
    open_yet = not rule.startswith("bracket") and _of_some_outcomes(kept)
    return None if short or open_yet or _of_rates(layout, kept) else kept


def _of_some_outcomes(told: Told) -> bool:
    """Whether parts tell what became of some: others may yet wait, or have it otherwise (120家，取缔36家，整改78家)."""
    labels = [one.label for one in told.parts]
    short = total_of(told.parts) < told.total.quantity.value and not told.parts[-1].closes
    return short and of_families(labels, _OUTCOMES)


def _with_a_zero(target: Decimal, reached: Number) -> bool:
    """Whether a total is what its parts come to with a 0 too many (17320.54 for 1732.54), or 元 for 万元."""
    printed = str(target)
    less = (Fraction(printed[:at] + printed[at + 1 :]) for at, digit in enumerate(printed) if digit == "0")
    return Fraction(target) == 10000 * reached or any(one == reached for one in less)


def _of_rates(layout: Layout, told: Told) -> bool:
    """Whether a total is so much for each: 生均小学720元、初中940元的标准，拨付一半，即小学360元、初中470元."""
    at = told.total.number
    for one in layout.items[max(0, at - _PARTS) : at + 1][::-1]:
        if _EACH.search(one.label):
            return True
        if one.mark != "、" or one.sentence != told.total.sentence:
            return False
    return False


def _without_nested(told: Told) -> Told | None:
    """Return a list without the parts that come to the one right before them (五年补充862人，2016年148人，…).

    None where one part is left, or what is left is far from the total.
    """
    target = Fraction(told.total.quantity.value)
    for at, one in enumerate(told.parts[:-_PARTS]):
        reached: Number = 0
        for end in range(at + 1, len(told.parts)):
            reached += told.parts[end].value
            if reached >= one.value:
                break
        if reached != one.value or end - at < _PARTS or one.value < SMALL:
            continue
        if in_one_row(one.label, [each.label for each in told.parts[at + 1 : end + 1]]):
            continue  # 幼儿园218所，小学21所，初中197所: an accident
        kept = [*told.parts[: at + 1], *told.parts[end + 1 :]]
        off = abs(total_of(kept) - target)
        return Told(told.total, kept, "failing") if len(kept) >= _PARTS and off * _NEAR <= target else None
    return told


def _parts_of_another(told: Told, exact: _Exact) -> bool:
    """Return whether a total behind a list takes for its parts those of another, which comes out with just them.

    馆员164人，其中专职37人、兼职127人，培训2期共148人.
    """
    number, own = _key(told)
    return any(other != number for other in exact.get(own, ()))


def _row(layout: Layout, told: Told) -> list[Item]:
    """Return the figures that stand with the parts: from the first of them to the last, or to a total behind them."""
    first, last = told.parts[0].item, told.parts[-1].item
    stop = told.total.number if told.total.number > last.number else last.number + 2
    items = layout.items[first.number : stop]
    return [one for one in items if one.depth == first.depth and one.segment <= max(last.segment, told.total.segment)]


def _missing(told: Told) -> Fraction:
    return (Fraction(told.total.quantity.value) - total_of(told.parts)) * told.total.quantity.scale


def _entry(item: Item, told: Told, place: int) -> Entry:
    own = item.quantity
    # What is counted by another unit counts one by one, too.
    scale = told.total.quantity.scale if own.base == told.total.quantity.base else own.scale
    return Entry(place, item, item.label, scale)


def _with(told: Told, more: Sequence[Item]) -> Told:
    every = [*told.parts, *(_entry(one, told, told.parts[-1].place + at) for at, one in enumerate(more, 1))]
    return Told(told.total, sorted(every, key=lambda one: one.item.number), "exact")


def _of_other_counters(layout: Layout, told: Told) -> Told | None:
    """Return a list with what is counted by another unit in its row (微电影9部 beside 绘画612件)."""
    missing, counters = _missing(told), triggers().works
    if missing <= 0 or told.total.unit not in counters:
        return None
    base = told.total.quantity.base
    row = [one for one in _row(layout, told) if one.quantity.kind == "number" and one.quantity.base != base]
    more = [one for one in row if one.unit in counters and one.label and not one.quantity.hedge]
    return _with(told, more) if more and sum(one.plain for one in more) == missing else None


def _of_brackets(layout: Layout, told: Told) -> Told | None:
    """Return a list with what stands in the bracket behind a part of another unit (双职工家庭172户（344人）)."""
    missing, base = _missing(told), told.total.quantity.base
    if missing <= 0:
        return None
    inside = [
        child
        for one in _row(layout, told)
        if one.quantity.base != base
        for child in [each for each in one.children if each.quantity.base == base][:1]
    ]
    return _with(told, inside) if inside and sum(one.plain for one in inside) == missing else None


def _of_turns(_: Layout, told: Told) -> Told | None:
    """Return every second figure, or third, of a list that tells several of a kind for each (教师143人结对429人，…)."""
    target = Fraction(told.total.quantity.value)
    for size in _TURNS:
        if len(told.parts) % size or len(told.parts) < _PARTS * size or target < SMALL:
            continue
        for first in range(size):
            parts = told.parts[first::size]
            if total_of(parts) == target:
                return Told(told.total, parts, "exact")
    return None


def _of_heads(layout: Layout, told: Told) -> Told | None:
    """Return the first figures of the clauses, what stands behind 其中 and in brackets left out."""
    total = told.total
    if total.quantity.value < SMALL or total.depth != told.parts[0].item.depth:
        return None
    target = total.quantity.exact
    for row in (_heads(layout, total, told), _before_among(layout, total, told)):
        reached = Fraction(0)
        for count, one in enumerate(row, 1):
            reached += one.quantity.exact
            if count >= _PARTS and reached == target:
                if [each.number for each in row[:count]] == [each.item.number for each in told.parts[:count]]:
                    break  # the list was read as one that goes on
                parts = sorted(row[:count], key=lambda each: each.number)
                return Told(total, [_entry(each, told, at) for at, each in enumerate(parts)], "exact")
            if reached > target:
                break
    return None


def _around(layout: Layout, total: Item, told: Told) -> list[Item]:
    """Return the figures of a total's unit from its list on, or back from it as far as its sentence goes."""
    items = layout.items
    if total.number < told.parts[0].item.number:
        found = items[told.parts[0].item.number : told.parts[0].item.number + _FARTHEST]
        until = told.parts[-1].item.sentence
    else:
        found, until = items[max(0, total.number - _FARTHEST) : total.number][::-1], told.parts[0].item.sentence
    low, high = min(total.sentence, until), max(total.sentence, until)
    return [one for one in found if low <= one.sentence <= high and one.depth == total.depth]


def _clauses(items: Sequence[Item]) -> Iterator[list[Item]]:
    for _, clause in groupby(items, key=lambda one: one.segment):
        yield sorted(clause, key=lambda one: one.number)


def _of_unit(total: Item, items: Sequence[Item]) -> list[Item]:
    own = total.quantity
    return [one for one in items if one.quantity.base == own.base and one.quantity.kind == own.kind]


def _heads(layout: Layout, total: Item, told: Told) -> list[Item]:
    """Return the first figure of the unit in each clause, from the one nearest to the total on."""
    clauses = [_of_unit(total, clause) for clause in _clauses(_around(layout, total, told))]
    return [clause[0] for clause in clauses if clause]


def _before_among(layout: Layout, total: Item, told: Told) -> list[Item]:
    """Return the figures of the unit in each clause up to its 其中."""
    found: list[Item] = []
    for clause in _clauses(_around(layout, total, told)):
        own: list[Item] = []
        for at, one in enumerate(clause):
            if at and triggers().among.search(one.lead):
                break
            own.append(one)
        row = _of_unit(total, own)
        found += row if total.number < told.parts[0].item.number else row[::-1]
    return found


def _of_a_nearer(layout: Layout, told: Told) -> Told | None:
    """Return the list, or its first clause, as that of a figure that stands between it and the total it was read for,
    or of one of another name before them both.
    """
    first = told.parts[0].item
    clause = [one for one in told.parts if one.item.segment == first.segment]
    for parts in (told.parts, clause):
        if len(parts) < _PARTS:
            continue
        reached = total_of(parts) * told.total.quantity.scale
        if reached < SMALL * told.total.quantity.scale:
            continue
        start = min(told.total.number, first.number)
        start = start + 1 if told.total.number < first.number else max(0, start - _FARTHEST)
        for one in reversed(layout.items[start : first.number]):
            if compared(one.label):
                continue  # 教师1846人，比上年的1836人增加10人，其中…: of the first
            if one.quantity.kind == "number" and one.quantity.base == told.total.quantity.base:
                apart = told.total.number < first.number or not share_a_word(one.label, told.total.label)
                if one.quantity.exact == reached and one.paragraph == first.paragraph and apart:
                    return Told(one, list(parts), "exact")
    return None


def _of_the_row(layout: Layout, told: Told) -> Told | None:
    """Return a list with what stands in its row before it: 1所初中、1所中心小学、6所村小和4个教学点，共12个教学单位."""
    first, missing = told.parts[0].item, _missing(told)
    row: list[Item] = []
    for one in reversed(layout.items[max(0, first.number - _PARTS) : first.number]):
        nearest = row[-1] if row else first
        if nearest.mark != "、" or one.sentence != first.sentence or one.number == told.total.number:
            break
        row.append(one)
        if sum(each.plain for each in row) == missing:
            return _with(told, row)
    return None


def _without_places(layout: Layout, told: Told) -> Told | None:
    """Return a list without the figures that count what the next is told of: 其余5个乡镇考点78个."""
    kept = [
        one
        for one in told.parts
        if one.item.number + 1 >= len(layout.items)
        or layout.items[one.item.number + 1].mark
        or layout.items[one.item.number + 1].quantity.base != one.item.quantity.base
    ]
    exact = total_of(kept) == told.total.quantity.value
    return Told(told.total, kept, "exact") if exact and _PARTS <= len(kept) < len(told.parts) else None


_WAYS: tuple[Callable[[Layout, Told], Told | None], ...] = (
    _of_other_counters, _of_brackets, _of_the_row, _without_places, _of_turns, _of_a_nearer, _of_heads,
)  # fmt: skip
