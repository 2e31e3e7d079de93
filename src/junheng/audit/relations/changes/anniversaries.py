"""Years told between two dates: 始建于1952年，到2022年已走过70年; 比规划的2020年提前2年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation

_DATE = re.compile("(?<![0-9])((?:1[89]|20)[0-9]{2})年(?![级度代份来])")
_APART = re.compile("[，,、]")
_ENDED = re.compile("[。；;\n]")
_YEARS, _REACH, _MOST, _PAIR = "年", 60, 200, 2


def anniversaries(near: Near) -> Iterator[Relation]:
    """Yield the numbers of years told with the two dates they lie between, and no third."""
    for item in near.items:
        if item.unit[-1:] != _YEARS or item.quantity.kind != "number" or not 0 < item.quantity.value < _MOST:
            continue
        if (made := _between(near, item)) is not None:
            yield made


def _between(near: Near, item: Item) -> Relation | None:
    start = max(0, item.quantity.start - _REACH)
    words = _ENDED.split(near.text[start : item.quantity.start])[-1]
    start = item.quantity.start - len(words)
    dates = list(_DATE.finditer(words))
    if (
        len(dates) != _PAIR
        or item.quantity.hedge
        or asking("years", "told").search(words + _behind(near, item)) is None
    ):
        return None
    if _APART.search(words[dates[1].end() :]) is not None:
        return None  # 1952年建校，2003年迁址，至今已有70年
    if asking("years", "early").search(words) is None and asking("years", "founded").search(words) is None:
        return None
    one, two = sorted((_year(start, date, item.quantity) for date in dates), key=lambda year: -year.value)
    if one.value == two.value:
        return None
    span = [(start + dates[0].start(), item.quantity.end)]
    made = relation("difference", [one, two], item.quantity, "difference.years", span)
    return made if holds(made) or meant(made) else None


def _behind(near: Near, item: Item) -> str:
    return near.text[item.quantity.start : item.quantity.end + 4]


def _year(start: int, date: re.Match[str], like: Quantity) -> Quantity:
    """Return a year as a quantity counted as a number of years is."""
    begin, end = start + date.start(), start + date.end()
    return Quantity(begin, end, Decimal(date[1]), Decimal(1), like.unit, like.base, like.scale, number_end=end - 1)
