"""Rates of what was counted sentences before: 校车64辆……按每车每年1.2万元，全年76.8万元; 甲类146个……甲类每点1.6万元.

The rate stands beside its total and bears the name of what it is for: a name before 每 (甲类每点), or 每 with the name
of what was counted (每车 of 校车64辆). What does not come out is read where one number alone bears it, and is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import holds_one, words
from junheng.audit.relations.rates.certainty import near_by
from junheng.audit.relations.rates.rates import PERIODS, PERSONS, money, multiplied

_EACH = re.compile(
    "(?P<name>[一-鿿]{0,8}?)(?:按照?|以|标准为?)?每(?P<one>[一-鿿]{1,4}?)(?:每[年期]|每学[年期]|年)?(?P<verb>[一-鿿]{0,6})$"
)
_TOTAL = re.compile("计|共|合|总|全[年县市区校镇部]|年|需|支|投入|花|拨|发|奖|补|金额|费|资金|经费|$")
_LESS, _OTHER = (
    words("product", "split"),
    re.compile("月|天|日|周|课时|最[高低]|不[超低少]|以[上下内]|至|到|原|提高|增加"),
)
_CHANGED, _CLOCK = re.compile("[多少增减]|每|平均"), frozenset({"分钟", "小时", "秒"})
_BEFORE, _MOST, _NEXT, _NAME, _LEAST = 300, 24, 2, 2, 5
_NOUN = 4
_KINDS = {
    "车": ("辆", "台"),
    "校": ("所", "个"),
    "园": ("所", "个"),
    "点": ("个", "处"),
    "班": ("个",),
    "村": ("个",),
    "镇": ("个",),
    "乡": ("个",),
    "户": ("户",),
    "店": ("家",),
}


def told_afar(near: Near, rates: Sequence[Item]) -> Iterator[Relation]:
    """Yield the products of rates with numbers told before their sentence or clause."""
    for rate in rates:
        found = _EACH.search(rate.label) if "每" in rate.label else None
        if (
            found is None
            or rate.number + 1 >= len(near.items)
            or rate.unit in _CLOCK
            or rate.quantity.hedge
            or _OTHER.search(rate.label)
        ):
            continue
        totals = [one for one in near.items[rate.number + 1 : rate.number + 1 + _NEXT] if one.sentence == rate.sentence]
        totals = [one for one in totals if money(one, rate) and one.depth == rate.depth and "每" not in one.label]
        if totals and totals[0].number == rate.number + 1 and not _OTHER.search(totals[0].label):
            yield from _made(near, rate, totals[0], found)


def _made(near: Near, rate: Item, total: Item, found: re.Match[str]) -> Iterator[Relation]:
    before = near.items[rate.number - 1] if rate.number else rate
    name, one = found["name"], found["one"]
    heads = [each for each in _heads(near, rate, name, one) if each is not before or before.sentence != rate.sentence]
    for head in heads:
        made = multiplied([head], rate, total)
        if holds(made):
            yield made
            return
    beside = before.sentence == rate.sentence and before.segment == rate.segment and _counts(before, rate)
    if len(heads) != 1 or beside or total.quantity.hedge or heads[0].quantity.hedge:
        return
    told = _TOTAL.search(total.label) and not holds_one(near.between(rate, total), _LESS)
    sure = any(_named(name, _words(near, head), head.label) for head in heads)
    timely = re.search("上年|去年|往年|历年", total.label) is None
    if told and sure and timely and near_by(made := multiplied(heads, rate, total)):
        yield made


def _counts(one: Item, rate: Item) -> bool:
    return one.quantity.kind == "number" and not money(one, rate) and one.unit not in PERIODS


def _heads(near: Near, rate: Item, name: str, one: str) -> list[Item]:
    """Return the numbers that bear the name of what a rate is for, the nearest first; all of the name if it has one."""
    first = rate.quantity.start - _BEFORE
    known = []
    for item in reversed(near.items[max(0, rate.number - _MOST) : rate.number]):
        if item.quantity.start < first:
            break
        figure = item.quantity
        if (
            figure.kind == "number"
            and figure.value >= _LEAST
            and not _CHANGED.search(item.label)
            and _counts(item, rate)
            and "每" not in item.label
        ):
            known.append(item)
    named = [item for item in known if _named(name, _words(near, item), item.label) and _fits(item, one)]
    if named:
        return named
    return [item for item in known if _fits(item, one) and (one in _words(near, item) or one == item.unit)]


def _named(name: str, words: str, label: str) -> bool:
    """Whether a number bears the name a rate is for (模式二每点), or is what it is of (乡村教师 of 乡村教师补助)."""
    noun = label.strip()[-_NOUN:]
    return len(name) >= _NAME and (
        name in words or any(len(noun[at:]) >= _NAME and noun[at:] in name for at in range(3))
    )


def _words(near: Near, item: Item) -> str:
    """Return the words a number is told by, with those in a bracket between: 模式一(光盘播放点)38个."""
    return near.text[item.label_start : item.quantity.start] + item.label + item.after[:4]


def _fits(item: Item, one: str) -> bool:
    """Whether a number is counted in the unit of what a rate is for each of: 辆 for 每车, 所 for 每校."""
    if one in {"人", "生", "名", "位", "师", "员"}:
        return item.unit in PERSONS
    return item.unit == one or item.unit in _KINDS.get(one, ()) or bool(item.unit and one.startswith(item.unit))
