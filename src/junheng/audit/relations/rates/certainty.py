"""When a product may be called wrong: number, rate and total stand side by side, and the rate is for each of them."""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.judge import judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import holds_one, linked, one_of, wording, words
from junheng.audit.relations.rates.each import table
from junheng.audit.relations.rates.rates import PERIODS, is_rate, is_total, matches, root

_SPLIT, _MEAN, _STANDING = (words("product", name) for name in ("split", "mean", "standing"))
_HALVES = frozenset({Fraction(1, 2), Fraction(2), Fraction(1, 3), Fraction(3)})
_SLIPS = frozenset({Fraction(10), Fraction(1, 10), Fraction(10000), Fraction(1, 10000)})
_PEN = frozenset({"zero_lost", "zero_added", "swapped", "unit_small", "unit_large"})
_TIGHT = (Fraction(9, 10), Fraction(10, 9))
_BOUND, _AFTER = words("product", "bound"), words("product", "bound_after")
_MONEY, _NOUN = "元", 2
_PLAIN = re.compile(one_of(words("product", "total")))
_TIMES = ("每月", "每天", "月", "天")
_OF_WHOM, _NAME = re.compile("^其中([一-鿿]{2,8})每"), 8
_WORTH, _VALUED = ("总值", "价值", "产值"), ("值", "价", "购")
_FOUR, _THRICE = 3, 3
"""How far apart the first and the last of four figures stand; how far a total may be off to be called wrong."""


def certain(near: Near, heads: list[Item], totals: list[Item], rate: Item) -> tuple[Item, Item] | None:
    """Number, rate and total one after the other leave no doubt, unless a period stretches the rate."""
    head = next((one for one in heads if abs(one.number - rate.number) == 1 or _described(near, one, rate)), None)
    if head is None:
        return None
    last = max(head.number, rate.number)
    total = next((one for one in totals if one.number == last + 1), None)
    if total is None or not is_total(near, total) or not near.unbroken(min(head, rate, key=_place), total):
        return None
    split = holds_one(near.between(rate, total), _SPLIT) or total.depth != rate.depth
    split = (
        split
        or holds_one(total.label, _STANDING)
        or holds_one(total.label, table()["factors"]["received"])
        or (head.number > rate.number and not _sized(near, head, rate, total))
    )
    return (head, total) if not split and _sure(near, head, rate, total) else None


def certain_first(near: Near, heads: list[Item], totals: list[Item], rate: Item) -> tuple[Item, Item] | None:
    """`发放补助46.1万元，涉及922人，每人500元`, `电脑600台，折合资金108万元，每台1800元`: the rate stands last."""
    two = (rate.number - 2, rate.number - 1)
    head = next((one for one in heads if one.number in two), None)
    total = next((one for one in totals if one.number in two), None)
    if head is None or total is None or head.number == total.number or not is_total(near, total):
        return None
    if not near.unbroken(min(head, total, key=_place), rate):
        return None
    behind = near.items[rate.number + 1] if rate.number + 1 < len(near.items) else None
    alone = behind is None or behind.sentence != rate.sentence
    beside = total.depth == head.depth == rate.depth and not holds_one(near.between(total, rate), _SPLIT)
    return (head, total) if alone and beside and _sure(near, head, rate, total) else None


def surely_over_periods(near: Near, head: Item, period: Item, rate: Item, total: Item) -> bool:
    """Whether persons, a rate for each and each day, the days and the total stand side by side, the total last."""
    if head is period or period.unit not in PERIODS or period.quantity.value == 1:
        return False  # 每生每年2000元，一年免掉…
    if not is_total(near, total) or not matches(head, rate):
        return False
    numbers = [one.number for one in (head, period, rate)]
    side_by_side = max(numbers) - min(numbers) == _FOUR - 1 and total.number == min(numbers) + _FOUR
    if not side_by_side or not holds_one(rate.label[-24:], wording()["product"]["every"].get(period.unit, ())):
        return False
    first = near.items[min(numbers)]
    hedged = any(one.quantity.hedge for one in (head, period, rate, total))
    return not hedged and first.depth == total.depth and near.unbroken(first, total)


def _sure(near: Near, head: Item, rate: Item, total: Item) -> bool:
    label = rate.label[-24:]
    if holds_one(label, _BOUND) or rate.after.lstrip().startswith(_AFTER) or of_others(rate, total):
        return False
    if holds_one(label, _TIMES) or ("年" in total.label and "学期" in label) or not matches(head, rate):
        return False
    if any(one.quantity.hedge for one in (head, rate, total)) or _of_other_things(head, rate, total):
        return False
    worth = near.value(head) * near.value(rate)
    if worth and holds_one(label, ("年", "学期")) and near.value(total) / worth in _HALVES:
        return False  # half a year's at a year's rate, or the like
    # A mean (人均) was rounded to its last digit.
    reach = near.value(head) * Fraction(rate.quantity.step) * rate.quantity.scale / 2
    return not holds_one(label, _MEAN) or abs(worth - near.value(total)) > reach


def _of_other_things(head: Item, rate: Item, total: Item) -> bool:
    """Whether a rate is of others than the number beside it, or its total of what things are worth.

    师德标兵10名，奖金48万元，其中优秀教师每人3000元; 资源教室9间，每间补助20万元，设备总值216万元.
    """
    named = _OF_WHOM.search(rate.label)
    if named is not None and not linked(named[1], head.label + head.unit + head.after[:_NAME]):
        return True
    return of_worth(rate, total)


def of_worth(rate: Item, total: Item) -> bool:
    """Whether a total tells what things are worth, and a rate what is paid for them."""
    return holds_one(total.label, _WORTH) and not holds_one(rate.label, _VALUED)


def near_by(made: Relation) -> bool:
    """Whether what is printed is about what comes out, or one slip of the pen away from it."""
    found = judge(made)
    if found is None or not found.computed or not made.total.value:
        return False
    return _TIGHT[0] < found.computed / made.total.value < _TIGHT[1] or found.slip in _PEN


def of_others(rate: Item, total: Item) -> bool:
    """Whether the total names other things than the rate: 每校10台电脑……共配备教师机250台."""
    noun = rate.after.strip()[:_NOUN]
    if root(rate) == _MONEY or len(noun) < _NOUN:
        return False
    told = total.after.strip()[:_NOUN] or _PLAIN.sub("", total.label.strip())
    return len(told) >= _NOUN and noun not in told and not linked(noun, told)


def _sized(near: Near, head: Item, rate: Item, total: Item) -> bool:
    """Whether a total is of the size of what is computed, or has a 0 or a unit too many."""
    worth = near.value(head) * near.value(rate) / near.value(total) if near.value(total) else Fraction(0)
    return Fraction(1, 3) < worth < _THRICE or worth in _SLIPS


def _described(near: Near, head: Item, rate: Item) -> bool:
    """Whether only a description stands between number and rate: `300桶，每桶10升，每桶单价118元`."""
    if rate.number - head.number != 2:
        return False
    between = near.items[head.number + 1]
    other = between.quantity.base != root(rate) and bool(between.unit) and between.unit not in rate.label
    return other and is_rate(near, between)


def _place(one: Item) -> int:
    return one.number
