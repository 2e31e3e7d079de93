"""Products of one rate for several, each by its name: 春季资助1426人，秋季资助1388人，每人1000元，春季142.6万元，秋季….

Each total begins with a word of one of the numbers (春季, 小学, 甲校). Where one of them comes out, the others are
told at the same rate and are read also where they do not come out.
"""

from __future__ import annotations

from collections.abc import Sequence

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
