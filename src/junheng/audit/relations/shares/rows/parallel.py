"""Rates in a row over what was told of their names elsewhere: 小学28640人，初中17208人……初中检出11822人，近视率68.7%.

Each rate stands behind its part, the parts bear the names of a list told before; where all but one of the rates come
out over the figures of their names, the list is what they are of, and the one that does not is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from junheng.audit.layout import Item
from junheng.audit.model import Relation, fraction
from junheng.audit.relations.ground.nearby import Near, comes_to, same_kind
from junheng.audit.relations.ground.wording import stem
from junheng.audit.relations.shares.percentages import Told
from junheng.audit.relations.shares.wholes import made_share

_LEAST, _NAME, _SPREAD = 3, 2, 3
"""How many rates make a row, how long a name is at least, how many figures of a list stand to each of its members."""
_SENTENCES = 24


def of_list_elsewhere(near: Near, row: Sequence[tuple[Told, Item]]) -> Iterator[Relation]:
    """Yield the rates of a row over the list their parts are named by; none where fewer than all but one come out."""
    labels = [top.label.strip() for _, top in row]
    if len(row) < _LEAST or any(one.quantity.hedge for told, top in row for one in (told.item, top)):
        return
    end = _common_end(labels)
    names = [label[: len(label) - end] for label in labels]
    if any(len(name) < _NAME for name in names) or len(set(names)) < len(names):
        return
    for bottoms in _lists(near, row[0][1], names):
        if not all(_may_be(top, bottom) for (_, top), bottom in zip(row, bottoms, strict=True)):
            continue
        read = list(zip(row, bottoms, strict=True))
        out = [comes_to(near.exact(top), near.exact(bottom), told.item.quantity) for (told, top), bottom in read]
        if sum(out) < len(row) - 1:
            continue
        for ((told, top), bottom), good in zip(read, out, strict=True):
            if good or (_sized(told, top, bottom) and near.unbroken(top, told.item)):
                yield made_share(near, top, bottom, told.item, "share.parallel")
        return


def _common_end(labels: Sequence[str]) -> int:
    """Return how many characters some labels have in common at their end: 检出 of 小学检出, 初中检出."""
    turned = [label[::-1] for label in labels]
    return next(
        (at for at, signs in enumerate(zip(*turned, strict=False)) if len(set(signs)) > 1), min(map(len, turned))
    )


def _lists(near: Near, item: Item, names: Sequence[str]) -> Iterator[list[Item]]:
    """Yield the lists before a figure whose members bear the names, in their order, the nearest first."""
    for first in near.labelled(names[0], item):
        if not stem(first.label).endswith(names[0]) or first.sentence < item.sentence - _SENTENCES:
            continue
        found, window = [first], near.items[first.number + 1 : first.number + _SPREAD * len(names)]
        for name in names[1:]:
            one = next((one for one in window if one.number > found[-1].number and _named(one, name, first)), None)
            if one is None:
                break
            found.append(one)
        if len(found) == len(names) and found[-1].number < item.number:
            yield found


def _named(one: Item, name: str, first: Item) -> bool:
    return stem(one.label).endswith(name) and one.unit == first.unit and one.sentence <= first.sentence + 1


def _may_be(top: Item, bottom: Item) -> bool:
    return same_kind(top.quantity, bottom.quantity) and bottom.quantity.exact > top.quantity.exact


def _sized(told: Told, top: Item, bottom: Item) -> bool:
    """Whether what is printed lies within a fifth of what is computed."""
    share = top.quantity.exact * 100 / bottom.quantity.exact
    printed = fraction(told.item.quantity.value)
    return abs(share - printed) * 5 <= printed
