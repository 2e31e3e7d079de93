"""Several rates of one sentence: each with a number and a total of its own, or one total, the sum of the products."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import TABLE, relation, spans
from junheng.audit.relations.ground.wording import holds_one, linked, words
from junheng.audit.relations.rates.certainty import certain
from junheng.audit.relations.rates.rates import counted, is_total, money, moved, multiplied, product

_PARTLY = words("product", "partly")


def several(near: Near, items: list[Item], rates: list[Item]) -> Iterator[Relation]:
    """Yield the products of a sentence of several rates."""
    place = {one.number: at for at, one in enumerate(items)}
    own = [_own(near, items, place[rate.number], rate, rates) for rate in rates]
    if all(own):
        for rate, pair in zip(rates, own, strict=True):
            if pair is not None and (made := _own_product(near, pair[0], rate, pair[1])) is not None:
                yield made
        return
    # A number before each rate, or one behind each: where both stand there, the one that comes out.
    tried = (_beside(items, rates, place, -1), _beside(items, rates, place, 1), _named_behind(items, rates))
    tables = [one for one in tried if one and _one_kind(one)]
    totals = [one for one in items if money(one, rates[0]) and one not in rates and is_total(near, one)][:3]
    for figures, total in itertools.product(tables, totals):
        if holds(made := _pairs(figures, total)):
            yield made
            return
    for figures, total in itertools.product(tables[:1], totals):
        if _scaled(figures, total) and _sure_pairs(near, figures, total, max(one.number for one in figures)):
            yield _pairs(figures, total)
            return


def _own(near: Near, items: list[Item], at: int, rate: Item, rates: list[Item]) -> tuple[Item, Item] | None:
    """Return the number right before a rate and the total right behind it."""
    head = items[at - 1] if at else None
    total = items[at + 1] if at + 1 < len(items) else None
    if head is None or total is None or head in rates or total in rates:
        return None
    return (head, total) if counted(head, rate) and money(total, rate) and is_total(near, total) else None


def _own_product(near: Near, head: Item, rate: Item, total: Item) -> Relation | None:
    made = product([head], rate, total)
    return (
        multiplied([head], rate, total) if made is None and certain(near, [head], [total], rate) is not None else made
    )


def _beside(items: list[Item], rates: list[Item], place: dict[int, int], step: int) -> list[Item]:
    """Return number, rate, number, rate … where each rate has its number on one side of it."""
    figures: list[Item] = []
    for rate in rates:
        at = place[rate.number] + step
        head = items[at] if 0 <= at < len(items) else None
        if head is None or head in rates or not counted(head, rate):
            return []
        figures += [head, rate]
    return figures


def _named_behind(items: list[Item], rates: list[Item]) -> list[Item]:
    """`省内每人500元，省外每人1000元，发放…，其中省内30人、省外20人`: numbers by the names of the rates."""
    heads = [one for one in items if one not in rates and counted(one, rates[0])]
    if len(heads) == len(rates) and all(linked(one.label, rate.label) for one, rate in zip(heads, rates, strict=True)):
        return [one for pair in zip(heads, rates, strict=True) for one in pair]
    found: list[Item] = []
    for rate in rates:
        named = [one for one in heads if linked(one.label.strip().removeprefix("其中"), rate.label)]
        if len(named) != 1 or named[0] in found:
            return []
        found += [named[0], rate]
    return found


def _pairs(figures: list[Item], total: Item, scale: Fraction | None = None) -> Relation:
    """Return the sum of the products, the rates each in its own unit or all in one."""
    made = relation("product", [one.quantity for one in figures], total.quantity, TABLE, spans([*figures, total]))
    parts = [
        moved(one, (scale or item.quantity.scale) / total.quantity.scale) if at % 2 else one
        for at, (one, item) in enumerate(zip(made.parts, figures, strict=True))
    ]
    return Relation(made.kind, tuple(parts), made.total, made.unit, made.spans, made.rule)


def _scaled(figures: list[Item], total: Item) -> bool:
    """Whether all rates are printed in one unit, or one of them in another by a slip that alone breaks the sum."""
    scales = {one.quantity.scale for one in figures[1::2]}
    return len(scales) == 1 or any(holds(_pairs(figures, total, scale)) for scale in scales)


def _sure_pairs(near: Near, figures: list[Item], total: Item, last: int) -> bool:
    """Whether numbers and rates follow one another up to the total, but for the number of all (共100人)."""
    first = min(one.number for one in figures)
    hedged = any(one.quantity.hedge for one in [*figures, total])
    heads = sum(near.value(one) for one in figures[::2])
    between = near.items[last + 1 : total.number]
    close = last - first == len(figures) - 1 and len(between) <= 1 and total.number > last
    close = close and all(near.value(one) == heads and counted(one, figures[1]) for one in between)
    stretched = any(holds_one(one.label[-24:], ("月", "天")) for one in figures[1::2])
    stretched = stretched or holds_one(near.between(near.items[last], total), _PARTLY)
    return close and not hedged and not stretched and near.unbroken(near.items[first], total)


def _one_kind(figures: list[Item]) -> bool:
    heads = figures[::2]
    return all(one.quantity.scale == 1 and one.quantity.base == heads[0].quantity.base for one in heads)
