"""Rates and numbers told in two rows: 每人每月分别为300元、400元，分别有268人、417人，每月发放24.72万元.

The rows are of one length and stand one behind the other, in either order; the first rate goes with the first number,
and the money told behind them is the sum of the products. It is read also where it does not come out, when nothing
else stands between and what is printed lies near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import attrgetter

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import TABLE, relation, spans
from junheng.audit.relations.ground.wording import holds_one
from junheng.audit.relations.rates.certainty import near_by
from junheng.audit.relations.rates.each import table
from junheng.audit.relations.rates.rates import PERSONS, moved, root

_MOST, _TOTALS, _LEAST = 24, 4, 2
"""Figures of a sentence looked at; how many behind the rows may be the total; how long a row is at the least."""
_JOINED = re.compile("[\\s“”]*(?:[、，,]|[和及与]|以及)?[^\\d，,。；;：:]{0,10}$")
_MONEY, _LISTED = "元", frozenset({"、", ""})
_TOLD = re.compile("分别|依次|标准|每|均")
_OF_PERSONS = re.compile("每[人生名位]|[人生]均")
_ALL = re.compile("共|总|合计|小计|其中|月|年|支|发|需|计")
_LABEL, _SHORT = 30, 6


def respective(near: Near) -> Iterator[Relation]:
    """Yield the totals of rates and numbers told in two rows."""
    if "分别" not in near.text and "依次" not in near.text:
        return
    for _, group in groupby(near.items, key=attrgetter("sentence")):
        items = list(group)
        if 2 * _LEAST < len(items) <= _MOST:
            yield from _in_sentence(near, items)


def _in_sentence(near: Near, items: list[Item]) -> Iterator[Relation]:
    rows = _rows(near, items)
    for one, two in pairwise(rows):
        rates, heads = (one, two) if root(one[0]) == _MONEY else (two, one)
        if len(one) != len(two) or root(rates[0]) != _MONEY or heads[0].quantity.base in {_MONEY, "%", ""}:
            continue
        words = near.text[max(0, rates[0].quantity.start - _LABEL) : rates[0].quantity.start]
        if not _TOLD.search(words) or (heads[0].unit not in PERSONS and _OF_PERSONS.search(words)):
            continue
        behind = [each for each in items if each.number > two[-1].number][:_TOTALS]
        before = [each for each in items if each.number == one[0].number - 1]
        totals = [each for each in (*behind, *before) if each.quantity.base == _MONEY and "/" not in each.unit]
        made = [(_pairs(heads, rates, total), total) for total in totals]
        found = next((each for each, _ in made if holds(each)), None)
        if found is None and made and _sure(near, rates, heads, made[0][1]) and near_by(made[0][0]):
            found = made[0][0]
        if found is not None:
            yield found


def _rows(near: Near, items: list[Item]) -> list[list[Item]]:
    """Return the rows of figures of one unit that stand side by side, two of them at the least."""
    rows: list[list[Item]] = []
    for item in items:
        goes_on = bool(rows) and _goes_on(near, rows[-1][-1], item)
        named = len(item.label) <= _SHORT and not _ALL.search(item.label) and not _TOLD.search(item.label)
        if goes_on and (named or item.mark in _LISTED):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [row for row in rows if len(row) >= _LEAST]


def _goes_on(near: Near, last: Item, item: Item) -> bool:
    one, two = last.quantity, item.quantity
    alike = one.kind == two.kind == "number" and one.base == two.base and one.scale == two.scale
    return alike and last.depth == item.depth and _JOINED.match(near.between(last, item)) is not None


def _pairs(heads: list[Item], rates: list[Item], total: Item) -> Relation:
    figures = [each for pair in zip(heads, rates, strict=True) for each in pair]
    where = spans(sorted([*figures, total], key=lambda one: one.number))
    made = relation("product", [one.quantity for one in figures], total.quantity, TABLE, where)
    scale = rates[0].quantity.scale / total.quantity.scale
    parts = tuple(moved(one, scale) if at % 2 else one for at, one in enumerate(made.parts))
    return Relation(made.kind, parts, made.total, made.unit, made.spans, made.rule)


def _sure(near: Near, rates: list[Item], heads: list[Item], total: Item) -> bool:
    """Whether a total is told as what the rows come to: behind both, in the sentence, as what is paid."""
    row = sorted([*rates, *heads, total], key=lambda one: one.number)
    hedged = any(one.quantity.hedge for one in row) or total is not row[-1]
    between = near.items[row[-2].number + 1 : total.number]
    counted = all(one.quantity.base == heads[0].quantity.base for one in between)
    words = total.label[-12:]
    told = not holds_one(words, table()["factors"]["received"]) and not holds_one(words, table()["factors"]["bound"])
    return not hedged and counted and len(between) < 2 and told and not any(one.depth for one in row)
