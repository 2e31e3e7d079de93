"""Fees told once and what they came to told later: 学费250元/人；……学费收费人数72人，收费总额18000元.

A number of persons with a total right behind it bears the name of a fee told before them (高中学费收费人数), or the fee
stands between the two (住宿费19人，50元/人，950元). What does not come out is read where one fee alone has the name,
and no other without a name stands beside it (下学期260元/人).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.rates.certainty import near_by
from junheng.audit.relations.rates.rates import PERSONS, is_total, money, multiplied

_NAME, _MOST, _FAR, _NEXT = 2, 24, 1200, 2
"""Characters of a name at the least; fees looked back at, how far, and figures between a number and its total."""
_FEES = ("费", "款", "金", "补助", "补贴")
_LEADING = "0123456789、.．()（） "


def fees(near: Near, rates: Sequence[Item]) -> Iterator[Relation]:
    """Yield the products of fees with the numbers and totals that bear their names."""
    told = [(one, name) for one in rates if "/" in one.unit and len(name := _name(one)) >= _NAME]
    if not told:
        return
    own = {one.number for one in rates}
    for head in near.items:
        if head.unit not in PERSONS or head.quantity.hedge or not any(word in head.label for word in _FEES):
            continue
        behind = near.items[head.number + 1 : head.number + 1 + _NEXT]
        if not behind or any(one.segment != head.segment for one in behind[:1]):
            continue
        between = behind[0].number in own
        total = behind[-1] if between else behind[0]
        if total.segment != head.segment or not is_total(near, total):
            continue
        if between:
            called = [behind[0]]
        else:
            called = [one for one, name in told if name in head.label and 0 < head.number - one.number <= _MOST]
            called = [one for one in called if head.quantity.start - one.quantity.end < _FAR]
        called = [one for one in called if money(total, one)]
        alone = between or not any(_beside_another(rates, one) for one in called)
        yield from _made(head, called, total, alone)


def _made(head: Item, called: Sequence[Item], total: Item, alone: bool) -> Iterator[Relation]:
    """Yield the product at the fee that comes out, the nearest first, or at the one there is, if it is `alone`."""
    made = [multiplied([head], one, total) for one in reversed(called)]
    right = next((one for one in made if holds(one)), None)
    if right is not None:
        yield right
    elif alone and made and len({one.quantity.value for one in called}) == 1 and near_by(made[0]):
        yield made[0]


def _beside_another(rates: Sequence[Item], fee: Item) -> bool:
    """Whether another fee stands right before or behind one in its sentence, without a name of its own."""
    beside = [one for one in rates if abs(one.number - fee.number) == 1 and one.sentence == fee.sentence]
    return any(not _name(one) for one in beside)


def _name(one: Item) -> str:
    """Return what a fee is called."""
    label = one.label.strip(_LEADING)
    return label if label.endswith(_FEES) else ""
