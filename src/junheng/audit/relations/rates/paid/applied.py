"""Rates whose number, or whose total, is told in another sentence of the report.

本校现有学生832人。……按生均650元核拨54.08万元: the total stands right behind the rate, the number sentences before it.
更换课桌凳8.6万元。……课桌凳430套，单价200元: number and rate stand side by side, the total bears their name before them.
Read where it comes out to all its digits: other pupils may be meant, other things paid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import stem
from junheng.audit.relations.rates.rates import PERSONS, multiplied, root

_RATE = re.compile(
    "(?:每[生人名]|[生人]均)[^，,。；;\\d]{0,12}$|标准(?:为|是|提高|增加|按)?$|单价(?:为|是|约)?$|每[套台间个册件张块所点平].{0,4}$"
)
_BACK, _SENTENCES, _FIGURES, _NAME, _REACH = 24, 10, 3, 2, 16
_OF_PERSONS = ("生", "人", "名")
_MONEY, _PRICED = "元", re.compile("单价(?:为|是|约)?$|每[套台间个册件张块].{0,4}$")
_EACH_OF, _PAID = (
    re.compile("([^，,。；;]{2,12}?)(?:按|以)?每"),
    re.compile("(?:共|合|总)?(?:计|需|发放|支付|补助|拨付|投入|投资|资金|下达)?"),
)
_TIMES = re.compile("每?[天日月]|学期")


def applied(near: Near) -> Iterator[Relation]:
    """Yield the products whose number or total stands in another sentence."""
    for rate in near.items:
        if root(rate) != _MONEY or rate.quantity.hedge:
            continue
        label, each = rate.label[-_REACH:], rate.unit.partition("/")[2]
        if not (each.startswith(_OF_PERSONS) if each else _RATE.search(label)) or _TIMES.search(label):
            continue
        total = near.items[rate.number + 1] if rate.number + 1 < len(near.items) else None
        beside = total is not None and total.sentence == rate.sentence and total.quantity.base == _MONEY
        made = _of_number(near, rate, total) if beside and total is not None else _of_total(near, rate)
        if made is not None:
            yield made


def _of_number(near: Near, rate: Item, total: Item) -> Relation | None:
    """Return the product whose number of persons is told before: that whose name is told with the rate first."""
    if (sibling := _named_in_full(near, rate, total)) is not None:
        return sibling
    if not _is_long(total.quantity.value) or any(
        one.sentence == rate.sentence and one.unit in PERSONS for one in _ahead(near, rate)
    ):
        return None
    heads = [one for one in _ahead(near, rate) if one.unit in PERSONS and one.quantity.kind == "number"]
    named = [one for one in heads if len(stem(one.label)) >= _NAME and stem(one.label)[-3:] in rate.label + total.label]
    for head in [*named, *heads]:
        made = multiplied([head], rate, total)
        if head.quantity.value > 1 and holds(made):
            return made
    return None


def _named_in_full(near: Near, rate: Item, total: Item) -> Relation | None:
    """Return the product of the one number told by the very name that the rate begins with, also a misprinted one.

    模式一38个，模式二146个。……模式二每点1.6万元，计223.6万元.
    """
    found = _EACH_OF.match(rate.label)
    if found is None or any(one.quantity.hedge for one in (rate, total)):
        return None
    heads = [one for one in _ahead(near, rate) if one.label == found[1] and one.quantity.kind == "number"]
    if len(heads) != 1 or heads[0].quantity.base in {_MONEY, "%"} or not near.unbroken(rate, total):
        return None
    made = multiplied(heads, rate, total)
    plain = _PAID.fullmatch(total.label.strip()) is not None and not heads[0].quantity.hedge
    return made if holds(made) or (plain and _slipped(made)) else None


def _of_total(near: Near, rate: Item) -> Relation | None:
    """Return the product whose total is told before, by the name of what was counted right before the rate."""
    head = near.items[rate.number - 1] if rate.number else None
    if head is None or head.sentence != rate.sentence or head.quantity.base == _MONEY or not _PRICED.search(rate.label):
        return None
    name = stem(head.label)[-3:]
    if len(name) < _NAME or head.quantity.kind != "number":
        return None
    for total in _ahead(near, head):
        if total.quantity.base == _MONEY and name[-_NAME:] in total.label:
            made = multiplied([head], rate, total)
            if holds(made):
                return made
    return None


def _ahead(near: Near, item: Item) -> Iterator[Item]:
    """Yield the figures before one, nearest first, some sentences far."""
    for one in reversed(near.items[max(0, item.number - _BACK) : item.number]):
        if one.sentence < item.sentence - _SENTENCES:
            return
        yield one


def _is_long(value: Decimal) -> bool:
    """Whether a total has digits enough not to come out by chance."""
    return len(str(value).replace(".", "").strip("0")) >= _FIGURES


def _slipped(made: Relation) -> bool:
    """Whether one slip of the pen explains why what is printed does not come out."""
    found = judge(made)
    return found is not None and bool(found.slip) and _is_long(made.total.sources[0].value)
