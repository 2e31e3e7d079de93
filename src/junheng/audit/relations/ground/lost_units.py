"""Units that were lost from a figure, where the words beside it leave no doubt which.

`730.48亿元，比上年的691.92增长5.58%`: what it is set against is counted alike. `人口总数1235，在校学生1774人`: persons.
`建筑面积为720，生均4.1平方米`: of what each has.
`初中32972人、小学67509、幼儿园14991人`: as both beside it.
Of `人口12.95亿` only what is counted is missing. The figures stay as they are printed, so that every reading sees them.
"""

from __future__ import annotations

import re

import msgspec

from junheng.audit.layout import Item, Layout
from junheng.audit.model import Quantity

_AGAINST = re.compile("[比较由从](?:上|去|前|同|(?:19|20)[0-9]{2}年?)[^，,]{0,6}$")
_PERSONS = re.compile(
    "^[^占比率]*(?:人口|学生|儿童|幼儿|教师|教职工|在校生|在园|人员)(?:总?人?数|总量)[为是共有达]{0,2}$"
)
_PEOPLE = re.compile("(?:人口|学生|儿童|幼儿|教师|教职工|在校生)(?:总?人?数|总量)?[为是共有达]{0,2}$")
_ORDERS = frozenset({"万", "亿"})
_AREA, _EACH = re.compile("面积[为是共约达]{0,2}$"), re.compile("[生人师]均|平均每")
_KINDS = frozenset({"number", "share"})
_COUNTS, _SIZED = ("人", "平方米"), 3
"""The units supplied by the noun, and how many times as much the figure beside one may be that lost its unit."""


def with_lost_units(layout: Layout) -> Layout:
    """Give the figures that lost their unit the one the words beside them leave; return the layout."""
    people = -1
    for item in layout.items:
        if item.quantity.base or item.quantity.kind != "number" or not item.label:
            continue
        if item.quantity.unit:
            named = not item.after.strip() and _PEOPLE.search(item.label) is not None
            if item.quantity.unit in _ORDERS and (named or item.sentence == people):
                people = item.sentence  # 人口12.95亿，其中城镇4.56亿: all of its sentence counts as it does
                item.quantity = msgspec.structs.replace(item.quantity, base=_COUNTS[0])
            continue
        if (known := _beside(layout.items, item)) is not None:
            item.quantity = _counted_as(item.quantity, known)
            item.plain = item.quantity.plain
    return layout


def _beside(items: list[Item], item: Item) -> Quantity | None:
    """Return a figure counted in the unit that another one lost."""
    before = items[item.number - 1] if item.number else item
    behind = items[item.number + 1] if item.number + 1 < len(items) else item
    if _AGAINST.search(item.label) is not None:
        one, own = before.quantity, item.quantity
        alike = before.sentence == item.sentence and one.kind in _KINDS and one.unit and behind.mark == ""
        return one if alike and own.value < one.value * _SIZED < own.value * _SIZED * _SIZED else None
    if item.after.strip():
        return None
    if item.mark == behind.mark == "、" and before.unit == behind.unit:
        return behind.quantity if before.sentence == behind.sentence else None
    if _PERSONS.search(item.label) is not None:
        row = [one.quantity for one in (behind, before) if one.paragraph == item.paragraph]
        return next((one for one in row if one.base == _COUNTS[0] == one.unit), None)
    mean = _AREA.search(item.label) is not None and behind.sentence == item.sentence and _EACH.search(behind.label)
    return behind.quantity if mean and behind.unit == _COUNTS[1] else None


def _counted_as(one: Quantity, known: Quantity) -> Quantity:
    return msgspec.structs.replace(one, unit=known.unit, base=known.base, scale=known.scale, kind=known.kind)
