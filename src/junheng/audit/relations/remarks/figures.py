"""How remarks on figures name and compare them: their words without noise, their units, which is the larger."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from junheng.audit.blanks.notes import content
from junheng.audit.layout import Item
from junheng.audit.relations.ground.terms import term
from junheng.audit.relations.ground.wording import KEPT


def one_of_words(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of some words, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


_WORDS: dict[str, Any] = content(__file__)
NO_WHOLE = one_of_words(_WORDS["no_whole"])
"""Words of a label that tells no amount of which there are parts."""
_NOISE = one_of_words(_WORDS["noise"])
SPACE = re.compile(r"\s+")
THOUSANDS = "百千万亿"
_LONGEST = 16


def span(item: Item) -> tuple[int, int]:
    """Return where a figure stands with its label, no longer than is shown."""
    start = item.label_start if item.label else item.quantity.start
    return max(start, item.quantity.start - 30), item.quantity.end


def printed(text: str, item: Item) -> str:
    """Return a figure with its label as they are printed, without blanks."""
    start, end = span(item)
    return SPACE.sub("", text[start:end]).lstrip("，,；;：:、。")


def plain(item: Item) -> bool:
    """Tell whether a figure is a count or measure told without 约 or a range."""
    quantity = item.quantity
    return quantity.kind == "number" and bool(quantity.base) and not quantity.hedge and quantity.high is None


def same_unit(left: Item, right: Item) -> bool:
    """Tell whether two figures count in the same unit, printed alike but for 万 and 亿."""
    return left.quantity.base == right.quantity.base and left.unit.lstrip(THOUSANDS) == right.unit.lstrip(THOUSANDS)


def larger(left: Item, right: Item) -> bool:
    """Tell whether a figure is larger than another by more than rounding."""
    if left.plain <= right.plain:
        return False
    one, other = term(left.quantity, left.quantity.scale), term(right.quantity, right.quantity.scale)
    gap = left.plain - right.plain
    return gap > one.slack * left.quantity.scale + other.slack * right.quantity.scale


def name_of(item: Item) -> str:
    """Return a label without its noise, behind that of the figure in whose brackets it stands; blank for none."""
    own = _quiet(item.label)
    if not own or len(own) > _LONGEST:
        return ""
    if item.parent is None:
        return own
    above = _quiet(item.parent.label)
    return f"{above}/{own}" if above else ""


@lru_cache(KEPT)
def _quiet(label: str) -> str:
    return _NOISE.sub("", SPACE.sub("", label))


@lru_cache(KEPT)
def no_whole(label: str) -> bool:
    """Tell whether a label says of its figure that it is of no whole place or time."""
    return NO_WHOLE.search(label) is not None
