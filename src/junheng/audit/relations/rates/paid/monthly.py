"""Pay by the month: 代课人员13名，月工资1800元，按12个月算全年28.08万元; 保洁员9人，每月1500元，全年16.2万元.

So many, so much for each month, so many months: where no months are told and the total is told for a year, it is twelve
of them. A number, its pay and the total stand side by side; what does not come out is read where it lies near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import holds_one
from junheng.audit.relations.rates.certainty import near_by
from junheng.audit.relations.rates.each import table
from junheng.audit.relations.rates.rates import PERSONS

_PAY = re.compile(
    "(?:(?:每[人名生校点车园所个班户位]){0,1}每?(?:个?月|天|日)(?:[人名生点]均)?|[人生]均每?月|月[人生]均|按月)"
    "(?:[发补按支][放贴助付给])?(?:[^\\d，,。；;月年]{0,8})$"
)
_FOR_MONTH = re.compile("每月|月(?:需|支|发|共|应|计|用)|当月")
_PERIODS = (
    (re.compile("[上下]半年|半年"), 6),
    (re.compile("季度"), 3),
    (re.compile("全年|一年|每年|年度|年(?=需|支|发|共|应|计|用)"), 12),
)
"""For how many months a total is told by its words."""
_BARE = re.compile("[，,、]?(?:全年|一年|年|半年|每年)[共计合需支出约费用缴交付达]{0,4}$")
_RUNNING = re.compile("每个?月[^一-鿿]*$|每个?月[一-鿿]{0,4}$")
_DAILY, _MONEY, _REACH, _AHEAD = re.compile("[天日]"), "元", 16, 4
_LIMIT = re.compile("最低|最高|不低于|不超过|不少于|至少|以上|原来|由|从|提高|增加|上调")
_AND_MORE = re.compile("[及含等和]|另|社保|保险|五险|其他|实际|平均|以内|部分|补缴")
"""What a total holds besides pay: 全年工资及社保28万元."""
_HEADS = frozenset({"所", "个", "辆", "处", "台", "间", "家", "户"})


def monthly(near: Near) -> Iterator[Relation]:
    """Yield what pay by the month comes to."""
    if "月" not in near.text:
        return
    for rate in near.items:
        label = rate.label[-_REACH:]
        if rate.quantity.base != _MONEY or "月" not in label or not rate.number or not _PAY.search(label):
            continue
        if not (_DAILY.search(label) or _LIMIT.search(label) or "/" in rate.unit or rate.quantity.hedge):
            yield from _of(near, rate)


def _of(near: Near, rate: Item) -> Iterator[Relation]:
    """Yield the product of one rate with the number before it and the total behind it."""
    behind = [one for one in near.items[rate.number + 1 : rate.number + 1 + _AHEAD] if one.sentence == rate.sentence]
    heads = [one for one in near.before(rate, 1, 3) if one.unit in PERSONS or one.unit in _HEADS]
    for total in [one for one in behind if one.quantity.base == _MONEY and "/" not in one.unit][:2]:
        between = [one for one in behind if one.number < total.number]
        around = [near.items[rate.number - 1], *between]
        told = [
            one
            for one in around
            if one.sentence == rate.sentence and one.quantity.base == "月" and one.quantity.kind == "number"
        ]
        for head in heads[:2]:
            for months in _spans(near, rate, total, told):
                made = _made(head, rate, months, total)
                if holds(made):
                    yield made
                    return
        spans_told = list(_spans(near, rate, total, told))[:1]
        if heads and spans_told and _sure(near, heads[0], rate, total, between):
            made = _made(heads[0], rate, spans_told[0], total)
            if near_by(made):
                yield made
        elif not heads and spans_told and _BARE.match(near.between(rate, total)) and _RUNNING.search(rate.label):
            made = _over(rate, spans_told[0], total)
            if holds(made) or near_by(made):
                yield made
        return


def _spans(near: Near, rate: Item, total: Item, told: Sequence[Item]) -> Iterator[Term]:
    """Yield for how many months a total is told: for those told, else for the twelve of a year."""
    words = near.text[rate.quantity.end : total.quantity.start]
    for one in sorted(told, key=lambda each: each.quantity.scale):  # 一年（10个月）
        yield Term(one.quantity.exact, Fraction(0), (one.quantity,))
    if told or _FOR_MONTH.search(words):
        return
    for period, months in _PERIODS:
        if period.search(words):
            yield Term(Fraction(months), Fraction(0), ())
            return


def _made(head: Item, rate: Item, months: Term, total: Item) -> Relation:
    parts: list[Quantity | Term] = [term(head.quantity, Fraction(1)), term(rate.quantity, total.quantity.scale), months]
    row = sorted([head, rate, total], key=lambda one: one.number)
    return relation("product", parts, total.quantity, "product.months", spans(row))


def _over(rate: Item, months: Term, total: Item) -> Relation:
    """Return `水费每月1.8万元，全年21.6万元`: what one pay comes to over some months."""
    parts: list[Quantity | Term] = [term(rate.quantity, total.quantity.scale), months]
    return relation("product", parts, total.quantity, "product.months", spans([rate, total]))


def _sure(near: Near, head: Item, rate: Item, total: Item, between: Sequence[Item]) -> bool:
    """Whether number, pay and total stand side by side, the total told as what is paid for them."""
    apart = near.items[head.number + 1 : rate.number] + list(between)
    hedged = any(one.quantity.hedge for one in (head, rate, total))
    if hedged or not all(map(_counts_months, apart)) or not near.unbroken(head, total):
        return False
    words, listed = near.between(rate, total), table()["factors"]
    more = _AND_MORE.search(words) or holds_one(words, listed["bound"]) or holds_one(words, listed["received"])
    return not more and head.depth == rate.depth == total.depth


def _counts_months(one: Item) -> bool:
    return one.quantity.base == "月" and one.quantity.kind == "number"
