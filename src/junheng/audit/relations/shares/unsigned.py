"""Shares whose % was lost (`占捐款总额的31.79。`), or whose point was printed as a full stop (`回收率91。2%`).

They are read where they come out, and only where they do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from junheng.audit.layout import Item

_SHARE = re.compile(
    "占[^占，,。；;]{0,12}(?:总[数量额计人]?数?|全部|人数|[一-鿿]的|比例?|比重)(?:为|是|达到?|约|的)?$|[一-鿿]率(?:为|是|达到?)?$"
)
_ALL, _STOP = 100, "。"


def unsigned(text: str, items: list[Item]) -> Iterator[Item]:
    """Yield the bare numbers that are told as shares, as the shares they would be with their sign or their point."""
    for item in items:
        figure = item.quantity
        if figure.unit or figure.kind != "number":
            continue
        if figure.step == 1 and text[figure.end : figure.end + 1] == _STOP:
            if (pointed := _pointed(text, items, item)) is not None:
                yield pointed
            continue
        if figure.step >= 1 or not 0 < figure.value < _ALL or item.after:
            continue
        if _SHARE.search(item.label[-24:]) is not None:
            signed = msgspec.structs.replace(figure, unit="%", base="%", kind="share")
            yield msgspec.structs.replace(item, quantity=signed)


def _pointed(text: str, items: list[Item], item: Item) -> Item | None:
    """Return a share broken in two by a full stop for its point: 91。2%."""
    behind = items[item.number + 1] if item.number + 1 < len(items) else None
    if behind is None or behind.quantity.kind != "share" or behind.quantity.start != item.quantity.end + 1:
        return None
    places = text[behind.quantity.start : behind.quantity.number_end]
    whole = 0 <= item.quantity.value < _ALL and _SHARE.search(item.label[-24:]) is not None
    if not whole or not (places.isascii() and places.isdigit()):
        return None
    step = Decimal(1).scaleb(-len(places))
    value = item.quantity.value + behind.quantity.value * step
    figure = msgspec.structs.replace(
        behind.quantity, start=item.quantity.start, value=value, step=step, hedge=item.quantity.hedge
    )
    return msgspec.structs.replace(item, quantity=figure, after=behind.after)
