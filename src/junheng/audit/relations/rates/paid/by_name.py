"""Products of one rate for several, each by its name: 春季资助1426人，秋季资助1388人，每人1000元，春季142.6万元，秋季….

Each total begins with a word of one of the numbers (春季, 小学, 甲校). Where one of them comes out, the others are
told at the same rate and are read also where they do not come out. So are numbers each with its total behind it
(春季423人63.45万元，秋季451人67.65万元，每人1500元), and rows of which each tells its own number, rate and total
(一等412人，每人1250元，51.5万元；二等986人，每人750元，73.95万元).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import holds_one, words
from junheng.audit.relations.rates.certainty import near_by
from junheng.audit.relations.rates.rates import PERIODS, PERSONS, counted, matches, money, multiplied

_NAME, _TWO, _MOST = 2, 2, 8
"""How long the word is by which a total is told to be of a number; how many there are at least, and at most."""
_PARTLY, _OPENING = words("product", "partly"), words("common", "opening")
_BESIDE = frozenset({"", "、"})
Row = tuple[Item, Item, Item]


def by_name(near: Near, items: Sequence[Item], rates: Sequence[Item]) -> list[Relation]:
    """Return the products of the numbers told before some rates with the totals behind them that bear their names."""
    first, last = rates[0], rates[-1]
    heads = [one for one in items if one.number < first.number and one.depth == first.depth and counted(one, first)]
    heads = [one for one in heads if one.unit in PERSONS or matches(one, first)]
    totals = [one for one in items if one.number > last.number and money(one, last) and one.depth == first.depth]
    if not (_TWO <= len(heads) <= _MOST and _TWO <= len(totals) <= _MOST):
        return []
    rows = _rows(heads, rates, totals)
    if len(rows) < _TWO:
        return []
    near_rates = (first.number - 1, last.number + 1)
    periods = [one for one in items if one.unit in PERIODS and one.number in near_rates]
    for factors in ([], periods):
        made = [(multiplied([head, *factors], rate, total), (head, rate, total)) for head, rate, total in rows]
        if any(holds(one) for one, _ in made):
            return [one for one, row in made if holds(one) or _misprinted(near, one, row)]
    return []


def beside_each(near: Near, items: Sequence[Item], rates: Sequence[Item]) -> list[Relation]:
    """Return the products of numbers each told with its total right behind it, or with its rate and its total."""
    if len(rates) == 1:
        return _every(near, [(head, rates[0], total) for head, total in _pairs(items, rates[0])])
    rows: list[Row] = []
    for rate in rates:
        head, total = (near.items[at] if at < len(near.items) else rate for at in (rate.number - 1, rate.number + 1))
        own = [one for one in items if one.segment == rate.segment]
        if own != [head, rate, total] or not (matches(head, rate) and money(total, rate)):
            return []
        rows.append((head, rate, total))
    return _every(near, rows)


def _pairs(items: Sequence[Item], rate: Item) -> list[tuple[Item, Item]]:
    """Return the numbers of a sentence with a total right behind each, but for one they add up to."""
    here = [one for one in items if one.depth == rate.depth]
    found = [
        (head, total)
        for head, total in pairwise(here)
        if total.number == head.number + 1
        and rate not in {head, total}
        and matches(head, rate)
        and money(total, rate)
        and total.mark in _BESIDE
        and not total.label.strip()
    ]
    return [pair for pair in found if 2 * pair[0].plain != sum(head.plain for head, _ in found)]


def _every(near: Near, rows: Sequence[Row]) -> list[Relation]:
    """Return the products of rows that are told alike, where there are several and at least half come out."""
    made = [(multiplied([head], rate, total), (head, rate, total)) for head, rate, total in rows]
    good = sum(holds(one) for one, _ in made)
    if len(made) < _TWO or 2 * good < len(made):
        return []
    return [one for one, row in made if holds(one) or _misprinted(near, one, row)]


def _rows(heads: Sequence[Item], rates: Sequence[Item], totals: Sequence[Item]) -> list[Row]:
    """Return the numbers with the one rate and the one total each that bear one name."""
    found: list[Row] = []
    for total in totals:
        name = _name(total)
        if len(name) != _NAME:
            continue
        called = [head for head in heads if name in head.label]
        paid = [rate for rate in rates if name in rate.label] if len(rates) > 1 else list(rates)
        if len(called) == len(paid) == 1:
            found.append((called[0], paid[0], total))
    return found if len({head.number for head, *_ in found}) == len(found) else []


def _name(one: Item) -> str:
    label = one.label.strip()
    for word in _OPENING:
        label = label.removeprefix(word)
    return label[:_NAME]


def _misprinted(near: Near, made: Relation, row: Row) -> bool:
    """Whether nothing but a misprint explains what does not come out at a rate that fits the others."""
    head, _, total = row
    hedged = any(one.quantity.hedge for one in row) or holds_one(near.between(head, total), _PARTLY)
    return not hedged and near.unbroken(head, total) and near_by(made)
