"""Growth behind the very difference of two figures: 2015年21460人，到2021年只剩15238人，净减6222人，降幅29.0%.

Where what something went by is exactly the difference of the two figures before it, these are what it was and what it
became, and a percentage right behind it is told of them.
"""

from __future__ import annotations

import re

from junheng.audit.layout import Item
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.wording import change, words

_SAME = 2
_AGAINST = re.compile("同比|环比|[比较](.{1,6})")
_GONE = re.compile("(?:(净减少?|减少?了?|少了?|撤并|撤销|撤掉|核减|压减|流失|缩减)|净?增加?了?|多了?)$")
"""What tells, right before a figure, by how much something grew or shrank."""


def by_step(near: Near, pair: tuple[Item, Item], step: Item, item: Item, way: str) -> bool:
    """Whether a percentage follows the very difference of two figures: 21460人……只剩15238人，净减6222人，降幅29.0%."""
    base, told = pair
    by = near.value(step) if way == "up" else -near.value(step)
    beside = step.number == item.number - 1 and way_of(step) == way and step.sentence == base.sentence
    same = same_kind(base.quantity, step.quantity) and near.value(told) - near.value(base) == by
    if item.label.lstrip().startswith(words("common", "opening")):
        return False  # 净减6222人，其中女生下降31.2%: of another
    own = _AGAINST.search(item.label) is not None
    return bool(beside and same and not own and not item.after.startswith("的"))


def way_of(step: Item) -> str:
    """Return which way a figure tells that something went: 净减6222人, 撤并35个, 少了281人."""
    gone = _GONE.search(step.label[-6:])
    return change(step.label) or ("" if gone is None else "down" if gone[1] is not None else "up")


def of_difference(near: Near, step: Item, item: Item, way: str) -> tuple[Item, Item, bool] | None:
    """Return the two figures right before an increase which is their difference: what became of it, what it was."""
    first, last = near.items[max(0, step.number - 2) : step.number] if step.number >= _SAME else (step, step)
    counts = all(one.quantity.kind == "number" and one.depth == step.depth for one in (first, last))
    of_done = item.label.rstrip().endswith("率") and not item.label.rstrip().endswith(("增长率", "下降率"))
    if of_done or not counts or first is last or change(first.label) or change(last.label):
        return None
    for base, told in ((first, last), (last, first)):
        if same_kind(base.quantity, told.quantity) and by_step(near, (base, told), step, item, way):
            return told, base, True
    return None
