"""Products: so many, at so much each, make so much (27人次，每人300元，共8100元; 大米2850公斤，114袋，每袋25公斤)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from operator import attrgetter

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import TABLE
from junheng.audit.relations.ground.wording import holds_one, words
from junheng.audit.relations.rates import factors
from junheng.audit.relations.rates.certainty import certain, certain_first, near_by, of_worth, surely_over_periods
from junheng.audit.relations.rates.each import worked_out
from junheng.audit.relations.rates.means.behind import by_standard
from junheng.audit.relations.rates.paid import before, levels, visits
from junheng.audit.relations.rates.paid.applied import applied
from junheng.audit.relations.rates.paid.by_name import beside_each, by_name
from junheng.audit.relations.rates.paid.fees import fees
from junheng.audit.relations.rates.paid.monthly import monthly
from junheng.audit.relations.rates.paid.respective import respective
from junheng.audit.relations.rates.paid.told_afar import told_afar
from junheng.audit.relations.rates.rate_tables import several
from junheng.audit.relations.rates.rates import (
    PERIODS,
    counted,
    is_total,
    joined,
    money,
    multiplied,
    multiplied_all,
    one_each,
    product,
    rates_of,
)

_SPLIT, _MEAN = words("product", "split"), words("product", "mean")
_CLOCK = frozenset({"分钟", "秒"})
_COMMAS = frozenset("，,")
_STANDARD = "标准"
_MOST = 40
"""Figures of a sentence looked at: a longer one is a table of its own, and time stays linear."""


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the products the text asserts."""
    near = Near(layout)
    rates = rates_of(near)
    told, read = {one.number for one in rates}, set[int]()
    for one in (*respective(near), *monthly(near)):
        read.add(one.total.sources[0].start)
        yield one
    for _, group in itertools.groupby(near.items, key=attrgetter("sentence", "paragraph")):
        items = list(itertools.islice(group, _MOST))
        here = [one for one in items if one.number in told]
        found = [one for one in _sentence(near, items, here) if not _worked_out(near, one)] if here else []
        found = found if any(map(holds, found)) else _in_all(near, items, found)
        found = [one for one in found if one.total.sources[0].start not in read]
        found = [one for one in found if holds(one) or not _worth(near, one)]
        read.update(one.total.sources[0].start for one in found)
        yield from found
    yield from (one for one in factors.formulas(near) if one.total.sources[0].start not in read)
    yield from (one for one in before.find(near, rates) if one.total.sources[0].start not in read)
    for item in near.items:
        if _STANDARD in item.after[:4] and (made := by_standard(near, item)) is not None:
            yield made
    for one in applied(near):
        if one.total.sources[0].start not in read:
            read.add(one.total.sources[0].start)
            yield one
    for one in itertools.chain(told_afar(near, rates), fees(near, rates)):
        if one.total.sources[0].start not in read:
            read.add(one.total.sources[0].start)
            yield one
    yield from levels.find(near, rates)
    yield from visits.products_of(near)


def _worked_out(near: Near, made: Relation) -> bool:
    """Whether a rate told behind its total was worked out from it (平均每人上课19节): an average and no product."""
    row = near.told_of((made.total, made.parts[-1]))
    behind = made.rule != TABLE and len(row) > 1 and row[1].number > row[0].number
    return behind and worked_out(near.text, row[1], short=False)


def _worth(near: Near, made: Relation) -> bool:
    """Whether the total of a failing product tells what things are worth (设备总值), and no rate of it their price."""
    row = near.told_of((made.total, *made.parts))
    return len(row) > 1 and all(of_worth(one, row[0]) for one in row[1:])


def _in_all(near: Near, items: list[Item], found: list[Relation]) -> list[Relation]:
    """Return the product of all figures of a sentence, where what was found does not come out and this does."""
    made = factors.made_up(near, items)
    return [made] if made is not None and (not found or holds(made)) else found


def _sentence(near: Near, items: list[Item], rates: list[Item]) -> Iterator[Relation]:
    if len(rates) > 1:
        rates = [one for one in rates if one.quantity.value != 1] or rates  # 每人1袋，每袋25公斤
    if len(rates) > 1:
        items, rates = _outside(items, rates)
    if rates and (named := by_name(near, items, rates)):
        yield from named
    elif rates and (beside := beside_each(near, items, rates)):
        yield from beside
    elif len(rates) > 1 and (bids := _bids(near, items, rates)):
        yield from _each_bid(near, bids)
    else:
        yield from _told_in(near, items, rates)


def _outside(items: list[Item], rates: list[Item]) -> tuple[list[Item], list[Item]]:
    """Leave out what a bracket tells behind the one rate outside of it: 每人500元（因上年已发每人1000元）."""
    depth = min(one.depth for one in rates)
    own = [one for one in rates if one.depth == depth]
    if len(own) != 1 or any(one.number < own[0].number for one in rates):
        return items, rates
    return [one for one in items if one.depth <= depth], own


def _bids(near: Near, items: list[Item], rates: list[Item]) -> list[tuple[list[Item], list[Item]]]:
    """Return the segments of a row of bids with their rates, where each that tells a rate tells its own total.

    What no total is told of (每桶20升, 200ml/盒) is a description and is left out.
    """
    found: list[tuple[list[Item], list[Item]]] = []
    for _, group in itertools.groupby(items, key=lambda one: one.segment):
        here = list(group)
        own = [one for one in here if one in rates]
        if not own:
            continue
        paid = [one for one in own if any(money(each, one) and each not in rates for each in here)]
        if not any(_total_of(near, each, paid) for each in here if each not in rates):
            return []
        found.append(([one for one in here if one in paid or one not in own], paid))
    kept = sum(len(paid) for _, paid in found)
    return found if len(found) > 1 or 0 < kept < len(rates) else []


def _total_of(near: Near, one: Item, rates: list[Item]) -> bool:
    return any(money(one, rate) for rate in rates) and is_total(near, one)


def _each_bid(near: Near, bids: list[tuple[list[Item], list[Item]]]) -> Iterator[Relation]:
    """Yield the products of a row of bids; one that fails is read only where its total is told like another's.

    The last may be a total of them all (计1000元；…共发放2500元).
    """
    names = [
        [one.label.strip() for one in items if one not in rates and _total_of(near, one, rates)]
        for items, rates in bids
    ]
    for at, (items, rates) in enumerate(bids):
        others = {name for place, each in enumerate(names) if place != at for name in each}
        for made in _told_in(near, items, rates):
            total = near.told_of([made.total])
            if len(bids) == 1 or holds(made) or any(one.label.strip() in others for one in total):
                yield made


def _told_in(near: Near, items: list[Item], rates: list[Item]) -> Iterator[Relation]:
    """Yield the products of some figures with their rates."""
    if not rates or len(items) < 3:
        return
    if len(rates) > 1:
        yield from list(several(near, items, rates)) or _by_one_of(items, rates)
        return
    rate = rates[0]
    split = any(one.quantity.kind == "share" for one in items) or holds_one(rate.after[:8], _SPLIT)
    if split or rate.unit in _CLOCK:  # told by shares; 每人只有15分钟，准备30分钟
        return
    found = _one(near, items, rate)
    if found is None:
        return
    made, head, total = found
    yield made
    yield from _parts(near, items, rate, head, total)


def _by_one_of(items: list[Item], rates: list[Item]) -> Iterator[Relation]:
    """Yield the total of the one number of a sentence at one of its rates: 小学500元/生、中学625元/生，共23000元."""
    heads = [one for one in items if one.number < rates[0].number and counted(one, rates[0]) and not one_each(one)]
    totals = [one for one in items if one.number > rates[-1].number and money(one, rates[-1])]
    if len(heads) == len(totals) == 1 and len(items) == len(rates) + 2:
        made = (product(heads, rate, totals[0]) for rate in rates)
        yield from [one for one in made if one is not None and holds(one)][:1]


def _one(near: Near, items: list[Item], rate: Item) -> tuple[Relation, Item, Item] | None:
    """Return the product of the one rate of a sentence: its number is told before it, or behind it."""
    ahead = [one for one in items if one.number < rate.number and counted(one, rate) and not one_each(one)]
    behind = [one for one in items if one.number > rate.number and counted(one, rate)]
    heads = [
        *ahead[::-1][:3],
        *[one for one in behind if one.quantity.value != 1 or one.quantity.start > rate.quantity.end][:2],
    ]
    totals = [one for one in items if money(one, rate)]
    sure = certain(near, heads, totals, rate)
    if sure is not None:
        told = _of_all(near, sure[0], rate, sure[1])
        return None if told is None else (told, *sure)
    for head in heads:
        later = [one for one in totals if one.number > max(head.number, rate.number)]
        between = head.number + 1 == rate.number - 1 and not holds_one(rate.label, _MEAN)
        earlier = [
            one
            for one in totals
            if one is rate.parent
            or one.number == min(head.number, rate.number) - 1
            or (between and one.number == rate.number - 1)  # 600台，金额108万元，每台1800元
        ]
        for total in [*later[:2], *earlier]:
            made = product([head], rate, total)
            if made is not None:
                return made, head, total
            if (made := _over_periods(items, head, rate, total)) is not None:
                return made, head, total
    if (first := certain_first(near, heads, totals, rate)) is not None:
        return multiplied([first[0]], rate, first[1]), *first
    for head, (period, total) in itertools.product(heads, itertools.product(heads, totals)):
        if surely_over_periods(near, head, period, rate, total):
            return multiplied([head, period], rate, total), head, total
    return None


def _of_all(near: Near, head: Item, rate: Item, total: Item) -> Relation | None:
    """Return the product of a number, or of all told in a row with it: 教师40名、班主任25名，每人2000元，共13万元."""
    single = multiplied([head], rate, total)
    row = joined(near, head, rate) if head.number < rate.number else [head]
    if len(row) == 1 or holds(single):
        return single
    every = multiplied_all(row, rate, total)
    if holds(every) or all(one.mark not in _COMMAS for one in row[1:]):
        return every
    close = [made for made in (single, every) if near_by(made)]
    return close[0] if len(close) == 1 else None


def _over_periods(items: list[Item], head: Item, rate: Item, total: Item) -> Relation | None:
    """`125人，每人每月100元，共10个月，12.5万元`: the periods are a factor of their own."""
    for one in items:
        if one.unit in PERIODS and one is not head and counted(one, rate):
            return product([head, one], rate, total)
    return None


def _parts(near: Near, items: list[Item], rate: Item, head: Item, total: Item) -> Iterator[Relation]:
    """Yield the parts told at the same rate: `其中初中生47人次，18800元；小学生163人次，65200元`."""
    made: list[Relation] = []
    for one, two in itertools.pairwise(items):
        if one.number <= total.number or two.number != one.number + 1:
            continue
        if one.unit == head.unit and two.quantity.base == total.quantity.base:
            made.append(multiplied([one], rate, two))
    good = sum(map(holds, made))
    if good and good * 2 >= len(made):
        yield from made
