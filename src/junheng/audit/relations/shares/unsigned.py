"""Shares whose % was lost: `占捐款总额的31.79。` is read where it comes out, and only where it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import msgspec

from junheng.audit.layout import Item

_SHARE = re.compile(
    "占[^占，,。；;]{0,12}(?:总[数量额计人]?数?|全部|人数|[一-鿿]的|比例?|比重)(?:为|是|达到?|约|的)?$|[一-鿿]率(?:为|是|达到?)?$"
)
_ALL = 100


def unsigned(items: list[Item]) -> Iterator[Item]:
    """Yield the bare numbers with decimals that are told as shares, as the shares they would be with their sign."""
    for item in items:
        figure = item.quantity
        if figure.unit or figure.kind != "number" or figure.step >= 1 or not 0 < figure.value < _ALL or item.after:
            continue
        if _SHARE.search(item.label[-24:]) is not None:
            signed = msgspec.structs.replace(figure, unit="%", base="%", kind="share")
            yield replace(item, quantity=signed)
