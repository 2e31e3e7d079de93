"""Products: so many, at so much each, make so much (27人次，每人300元，共8100元; 大米2850公斤，114袋，每袋25公斤)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation, Term
from junheng.audit.relations.nearby import Near
from junheng.audit.relations.terms import TABLE, relation, spans, term
from junheng.audit.relations.wording import holds_one, linked, one_of, words

_EACH = re.compile(one_of(words("product", "each")) + ".{0,10}$")
_BEHIND = re.compile("[/／]" + "(?:人|生|名|份|袋|套|台|所|校|班|户|个|册|本|间|件|桶|亩|平方米|次|年)")
_PERIODS = words("product", "periods")
_SPLIT = words("product", "split")
_TOTAL = words("product", "total")
_HALVES = frozenset({Fraction(1, 2), Fraction(2), Fraction(1, 3), Fraction(3)})
_MOST = 40
"""Figures of a sentence looked at: a longer one is a table of its own, and time stays linear."""


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the products the text asserts."""
    near = Near(layout)
    sentence: list[Item] = []
    for item in layout.items:
        if sentence and (sentence[-1].sentence, sentence[-1].paragraph) != (item.sentence, item.paragraph):
            yield from _sentence(near, sentence[:_MOST])
            sentence = []
        sentence.append(item)
    yield from _sentence(near, sentence[:_MOST])


def _sentence(near: Near, items: list[Item]) -> Iterator[Relation]:
    rates = [one for one in items if is_rate(near, one)]
    if len(rates) > 1:
        rates = [one for one in rates if one.quantity.value != 1] or rates  # 每人1袋，每袋25公斤
    if len(rates) > 1 and (bids := _bids(items, rates)):
        yield from _each_bid(near, bids)
    else:
        yield from _told_in(near, items, rates)


def _bids(items: list[Item], rates: list[Item]) -> list[tuple[list[Item], list[Item]]]:
    """Return the segments of a row of bids with their rates, where each that tells a rate tells its own total.

    What no total is told of (每桶20升, 200ml/盒) is a description and is left out.
    """
    found: list[tuple[list[Item], list[Item]]] = []
    for _, group in itertools.groupby(items, key=lambda one: one.segment):
        here = list(group)
        own = [one for one in here if one in rates]
        if not own:
            continue
        paid = [one for one in own if any(_money(each, one) and each not in rates for each in here)]
        if not any(_total_of(each, paid) for each in here if each not in rates):
            return []
        found.append(([one for one in here if one in paid or one not in own], paid))
    kept = sum(len(paid) for _, paid in found)
    return found if len(found) > 1 or 0 < kept < len(rates) else []


def _total_of(one: Item, rates: list[Item]) -> bool:
    return any(_money(one, rate) for rate in rates) and holds_one(one.label, _TOTAL)


def _each_bid(near: Near, bids: list[tuple[list[Item], list[Item]]]) -> Iterator[Relation]:
    """Yield the products of a row of bids; one that fails is read only where its total is told like another's.

    The last may be a total of them all (计1000元；…共发放2500元).
    """
    names = [
        [one.label.strip() for one in items if one not in rates and _total_of(one, rates)] for items, rates in bids
    ]
    for at, (items, rates) in enumerate(bids):
        others = {name for place, each in enumerate(names) if place != at for name in each}
        for made in _told_in(near, items, rates):
            total = near.items[near.at(made.total.sources[0].start)]
            if len(bids) == 1 or holds(made) or total.label.strip() in others:
                yield made


def _told_in(near: Near, items: list[Item], rates: list[Item]) -> Iterator[Relation]:
    """Yield the products of some figures with their rates."""
    if not rates or len(items) < 3:
        return
    if len(rates) > 1:
        yield from _several(near, items, rates)
        return
    rate = rates[0]
    split = any(one.quantity.kind == "share" for one in items) or holds_one(rate.after[:8], _SPLIT)
    if split:
        return
    found = _one(near, items, rate)
    if found is None:
        return
    made, head, total = found
    yield made
    yield from _parts(near, items, rate, head, total)


def is_rate(near: Near, item: Item) -> bool:
    """Whether a figure is so much for each: 每人300元, 300元/人, 25公斤1袋."""
    if item.quantity.kind != "number":
        return False
    if "/" in item.unit or _EACH.search(item.label[-24:]) or _BEHIND.match(item.after):
        return True
    behind = near.items[item.number + 1] if item.number + 1 < len(near.items) else None
    return (
        behind is not None
        and behind.quantity.value == 1
        and behind.quantity.start == item.quantity.end
        and behind.quantity.base != item.quantity.base
    )


def _counted(near: Near, one: Item, rate: Item) -> bool:
    figure = one.quantity
    return figure.kind == "number" and one is not rate and figure.base != _root(rate) and "/" not in figure.unit


def _money(one: Item, rate: Item) -> bool:
    figure = one.quantity
    return one is not rate and figure.kind == "number" and bool(figure.base) and figure.base == _root(rate)


def _one_each(one: Item) -> bool:
    """Whether a figure says that each gets one: `每人送去大米1袋，每袋25公斤`."""
    return one.quantity.value == 1 and _EACH.search(one.label[-24:]) is not None


def _root(rate: Item) -> str:
    """Return what a rate is paid in: 元 of 元/公斤."""
    return rate.quantity.base.split("/")[0]


def _one(near: Near, items: list[Item], rate: Item) -> tuple[Relation, Item, Item] | None:
    """Return the product of the one rate of a sentence: its number is told before it, or behind it."""
    before = [one for one in items if one.number < rate.number and _counted(near, one, rate) and not _one_each(one)]
    behind = [one for one in items if one.number > rate.number and _counted(near, one, rate)]
    heads = [
        *before[::-1][:3],
        *[one for one in behind if one.quantity.value != 1 or one.quantity.start > rate.quantity.end][:2],
    ]
    totals = [one for one in items if _money(one, rate)]
    sure = _certain(near, heads, totals, rate)
    if sure is not None:
        return _relation([sure[0]], rate, sure[1]), *sure
    for head in heads:
        later = [one for one in totals if one.number > max(head.number, rate.number)]
        earlier = [one for one in totals if one is rate.parent or one.number == min(head.number, rate.number) - 1]
        for total in [*later[:2], *earlier]:
            made = _product(near, [head], rate, total)
            if made is not None:
                return made, head, total
            if (made := _over_periods(near, items, head, rate, total)) is not None:
                return made, head, total
    return None


def _relation(heads: list[Item], rate: Item, total: Item) -> Relation:
    scale = rate.quantity.scale / total.quantity.scale
    figures = [*heads, rate, total]
    numbers = [term(one.quantity, _counting(one)) for one in heads]
    made = relation("product", [*numbers, rate.quantity], total.quantity, "product.each", spans(figures))
    parts = (*made.parts[:-1], _moved(made.parts[-1], scale))
    return Relation(made.kind, parts, made.total, made.unit, made.spans, made.rule)


def _counting(head: Item) -> Fraction:
    """Return the scale a number is counted in: 1.2万人 as 12000, 10个月 as 10."""
    return head.quantity.scale if head.unit in _PERIODS else Fraction(1)


def _product(near: Near, heads: list[Item], rate: Item, total: Item) -> Relation | None:
    made = _relation(heads, rate, total)
    return made if holds(made) else None


def _over_periods(near: Near, items: list[Item], head: Item, rate: Item, total: Item) -> Relation | None:
    """`125人，每人每月100元，共10个月，12.5万元`: the periods are a factor of their own."""
    for one in items:
        if one.unit in _PERIODS and one is not head and _counted(near, one, rate):
            return _product(near, [head, one], rate, total)
    return None


def _certain(near: Near, heads: list[Item], totals: list[Item], rate: Item) -> tuple[Item, Item] | None:
    """Number, rate and total one after the other leave no doubt, unless a period stretches the rate."""
    head = next((one for one in heads if abs(one.number - rate.number) == 1 or _described(near, one, rate)), None)
    if head is None:
        return None
    last = max(head.number, rate.number)
    total = next((one for one in totals if one.number == last + 1), None)
    if total is None or not holds_one(total.label, _TOTAL) or not near.unbroken(min(head, rate, key=_place), total):
        return None
    label = rate.label[-24:] + "每" + (rate.unit.partition("/")[2] or rate.after[:4].lstrip("/／"))
    stretched = holds_one(label, ("每月", "每天", "月", "天")) or ("年" in total.label and "学期" in label)
    stretched = stretched or holds_one(near.between(rate, total), _SPLIT) or total.depth != rate.depth
    persons = {"人", "名", "人次", "位"}
    match = (holds_one(label, ("每人", "每生", "每名", "每位")) and head.unit in persons) or (
        holds_one(label, [f"每{name}" for name in _names_of(head)])
    )
    hedged = any(one.quantity.hedge for one in (head, rate, total))
    worth = near.value(head) * near.value(rate)
    if worth and holds_one(label, ("年", "学期")) and near.value(total) / worth in _HALVES:
        return None  # half a year's at a year's rate, or the like
    return None if stretched or hedged or not match else (head, total)


def _names_of(head: Item) -> list[str]:
    """Return what a number counts: 盒 of 28.5万盒; of a unit that is not known the word behind it (1.2万杯)."""
    behind = head.after.strip() if len(head.after.strip()) <= 2 else ""
    return [name for name in (head.unit, head.quantity.base, "" if head.quantity.base else behind) if name]


def _described(near: Near, head: Item, rate: Item) -> bool:
    """Whether only a description stands between number and rate: `300桶，每桶10升，每桶单价118元`."""
    if rate.number - head.number != 2:
        return False
    between = near.items[head.number + 1]
    other = between.quantity.base != _root(rate) and bool(between.unit) and between.unit not in rate.label
    return other and is_rate(near, between)


def _place(one: Item) -> int:
    return one.number


def _parts(near: Near, items: list[Item], rate: Item, head: Item, total: Item) -> Iterator[Relation]:
    """Yield the parts told at the same rate: `其中初中生47人次，18800元；小学生163人次，65200元`."""
    made: list[Relation] = []
    for one, two in itertools.pairwise(items):
        if one.number <= total.number or two.number != one.number + 1:
            continue
        if one.unit == head.unit and two.quantity.base == total.quantity.base:
            made.append(_relation([one], rate, two))
    good = sum(map(holds, made))
    if good and good * 2 >= len(made):
        yield from made


def _several(near: Near, items: list[Item], rates: list[Item]) -> Iterator[Relation]:
    """Several rates: each with a number and a total of its own, or one total, the sum of the products."""
    place = {one.number: at for at, one in enumerate(items)}
    own = [_own(near, items, place[rate.number], rate, rates) for rate in rates]
    if all(own):
        for rate, pair in zip(rates, own, strict=True):
            if pair is not None and (made := _own_product(near, pair[0], rate, pair[1])) is not None:
                yield made
        return
    figures = _beside(near, items, rates, place, -1) or _beside(near, items, rates, place, 1)
    figures = figures or _named_behind(near, items, rates)
    if not figures or any(rate.quantity.scale != rates[0].quantity.scale for rate in rates) or not _one_kind(figures):
        return
    last = max(one.number for one in figures)
    totals = [one for one in items if _money(one, rates[0]) and one not in rates and holds_one(one.label, _TOTAL)]
    for total in totals[:3]:
        made = _pairs(figures, total)
        if holds(made) or _sure_pairs(near, figures, total, last):
            yield made
            return


def _own(near: Near, items: list[Item], at: int, rate: Item, rates: list[Item]) -> tuple[Item, Item] | None:
    """Return the number right before a rate and the total right behind it."""
    head = items[at - 1] if at else None
    total = items[at + 1] if at + 1 < len(items) else None
    if head is None or total is None or head in rates or total in rates:
        return None
    if not (_counted(near, head, rate) and _money(total, rate) and holds_one(total.label, _TOTAL)):
        return None
    return head, total


def _own_product(near: Near, head: Item, rate: Item, total: Item) -> Relation | None:
    made = _product(near, [head], rate, total)
    if made is None and _certain(near, [head], [total], rate) is not None:
        return _relation([head], rate, total)
    return made


def _beside(near: Near, items: list[Item], rates: list[Item], place: dict[int, int], step: int) -> list[Item]:
    """Return number, rate, number, rate … where each rate has its number on one side of it."""
    figures: list[Item] = []
    for rate in rates:
        at = place[rate.number] + step
        head = items[at] if 0 <= at < len(items) else None
        if head is None or head in rates or not _counted(near, head, rate):
            return []
        figures += [head, rate]
    return figures


def _named_behind(near: Near, items: list[Item], rates: list[Item]) -> list[Item]:
    """`省内每人500元，省外每人1000元，发放…，其中省内30人、省外20人`: numbers by the names of the rates."""
    heads = [one for one in items if one not in rates and _counted(near, one, rates[0])]
    if len(heads) == len(rates) and all(linked(one.label, rate.label) for one, rate in zip(heads, rates, strict=True)):
        return [one for pair in zip(heads, rates, strict=True) for one in pair]
    found: list[Item] = []
    for rate in rates:
        named = [one for one in heads if linked(one.label.strip().removeprefix("其中"), rate.label)]
        if len(named) != 1 or named[0] in found:
            return []
        found += [named[0], rate]
    return found


def _pairs(figures: list[Item], total: Item) -> Relation:
    quantities = [one.quantity for one in figures]
    made = relation("product", list(quantities), total.quantity, TABLE, spans([*figures, total]))
    by = figures[1].quantity.scale / total.quantity.scale
    parts = [_moved(one, by) if at % 2 else one for at, one in enumerate(made.parts)]
    return Relation(made.kind, tuple(parts), made.total, made.unit, made.spans, made.rule)


def _sure_pairs(near: Near, figures: list[Item], total: Item, last: int) -> bool:
    """Whether numbers and rates follow one another without a break up to the total."""
    first = min(one.number for one in figures)
    hedged = any(one.quantity.hedge for one in [*figures, total])
    close = last - first == len(figures) - 1 and total.number == last + 1
    stretched = any(holds_one(one.label[-24:], ("月", "天")) for one in figures[1::2])
    return close and not hedged and not stretched and near.unbroken(near.items[first], total)


def _one_kind(figures: list[Item]) -> bool:
    heads = figures[::2]
    return all(one.quantity.scale == 1 and one.quantity.base == heads[0].quantity.base for one in heads)


def _moved(part: Term, by: Fraction) -> Term:
    return part if by == 1 else Term(part.value * by, part.slack * by, part.sources)
