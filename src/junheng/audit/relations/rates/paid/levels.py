"""Rates told for several levels, and applied further on: 小学生每生625元，初中生每生750元……初中生204人次，153000元."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import holds_one, levels_of, words
from junheng.audit.relations.rates.certainty import near_by, of_others
from junheng.audit.relations.rates.each import table
from junheng.audit.relations.rates.rates import PERSONS, is_total, money, multiplied

_SPLIT = words("product", "split")
_PARTLY = words("product", "partly")
_SENTENCES = 3
"""How many sentences further on a rate is still applied."""
_MOST = 12
"""How many applications of one list of rates are looked at."""
_NAME = 20


@dataclass(slots=True)
class _Rates:
    """A list of rates, one a level, and the numbers and totals told further on for those levels."""

    rates: list[tuple[frozenset[str], Item]] = field(default_factory=list)
    applied: list[tuple[Item, Item, Item]] = field(default_factory=list)


def find(near: Near, rates: list[Item]) -> Iterator[Relation]:
    """Yield the products of numbers and totals told by level with the rates of their levels, told before."""
    known, told = _Rates(), {one.number for one in rates}
    for item in near.items:
        last = known.rates[-1][1] if known.rates else None
        if last is not None and (item.sentence > last.sentence + _SENTENCES or item.paragraph > last.paragraph + 1):
            yield from _applied(near, known)
            known, last = _Rates(), None
        if item.quantity.kind == "share" and last is not None:
            yield from _applied(near, known)  # some are paid a part of the rate
            known = _Rates()
        elif item.number in told:
            if last is not None and (item.number != last.number + 1 or known.applied or item.unit != last.unit):
                yield from _applied(near, known)
                known = _Rates()
            if level := levels_of(item.label[-_NAME:]):
                known.rates.append((level, item))
        elif len(known.rates) > 1 and len(known.applied) < _MOST and (pair := _pair(near, known, item)) is not None:
            known.applied.append(pair)
    yield from _applied(near, known)


def _pair(near: Near, known: _Rates, total: Item) -> tuple[Item, Item, Item] | None:
    """Return number, rate and total where a total stands right behind the number of one level."""
    head = near.items[total.number - 1]
    if head.unit not in PERSONS or head.sentence != total.sentence or head.depth != total.depth:
        return None
    level = levels_of(head.label[-_NAME:])
    fitting = [rate for levels, rate in known.rates if level and level <= levels and money(total, rate)]
    last = known.rates[-1][1]
    if len(fitting) != 1 or head.number <= last.number or holds_one(near.between(last, head), _PARTLY):
        return None
    return head, fitting[0], total


def _applied(near: Near, known: _Rates) -> Iterator[Relation]:
    """Yield what comes out, and, where something does, what does not; nothing where nothing does."""
    made = [(multiplied([head], rate, total), head, rate, total) for head, rate, total in known.applied]
    if not any(holds(one) for one, *_ in made):
        if len(made) == 1 and _misprinted(near, *made[0]):
            yield made[0][0]
        return
    for one, head, rate, total in made:
        hedged = any(each.quantity.hedge for each in (head, rate, total))
        split = holds_one(near.between(head, total), _SPLIT)
        if holds(one) or not (hedged or split or not near.unbroken(head, total)):
            yield one


def _misprinted(near: Near, made: Relation, head: Item, rate: Item, total: Item) -> bool:
    """Whether the one total told at the rate of its level is told as what was paid, and lies close to what is due."""
    hedged = any(each.quantity.hedge for each in (head, rate, total))
    split = holds_one(near.between(head, total), _SPLIT) or holds_one(total.label, table()["factors"]["received"])
    aside = head.number != total.number - 1 or not is_total(near, total) or of_others(rate, total)
    return not (hedged or split or aside) and near.unbroken(rate, total) and near_by(made)
