"""Figures asked one by one what they were worked out from: points, times, shares, changes, so much for each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.doubled import in_percent
from junheng.audit.relations.evident.abreast.beside import beside_total
from junheng.audit.relations.evident.evidence import Read, holds
from junheng.audit.relations.evident.figures import Figures, changed, pattern
from junheng.audit.relations.evident.listed.lists import told_apart
from junheng.audit.relations.evident.worked_out.gaps import difference, growth
from junheng.audit.relations.evident.worked_out.named import by_name, inclusive
from junheng.audit.relations.evident.worked_out.points import points
from junheng.audit.relations.evident.worked_out.rates import average, product, product_before
from junheng.audit.relations.evident.worked_out.shares import in_turn, share
from junheng.audit.relations.ground.wording import one_of, stem, words

_AIM = re.compile(one_of(words("common", "aim")))
_EACH = frozenset({"average", "product"})
_READ = frozenset({"number", "share"})
"""The kinds of figures that are worked out from others."""


def one_by_one(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield what each figure was worked out from, in the order of the text."""
    for item in near.items:
        kind = item.quantity.kind
        if kind == "points" and (made := points(near, read, item)) is not None:
            yield made
        if kind == "times" and item.quantity.value and (made := _in_times(near, read, item)) is not None:
            yield made
        if kind not in _READ or not item.quantity.value:
            continue
        found = _of_share(near, read, item) if kind == "share" else _of_number(near, read, item)
        # Few figures come to a reading: only of these it is asked whether they are aims.
        if found and not _aimed(item):
            yield from found


def _in_times(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return the growth, or the share, told in times (比1949年增长7.3倍, 是2015年的1.5倍) where it comes out."""
    if read.total(item, "growth", "ratio") or not item.quantity.step or _aimed(item):
        return None
    told_ = in_percent(item)
    made = growth(near, read, told_) if changed(item) else share(near, read, told_)
    return made if made is not None and holds(made) else None


def _aimed(item: Item) -> bool:
    """Whether a figure is an aim or a bound: nothing it was worked out from."""
    return item.quantity.hedge in {"at_least", "at_most"} or _AIM.search(item.label[-24:]) is not None


def _of_share(near: Figures, read: Read, item: Item) -> list[Relation]:
    if read.total(item, "ratio", "growth"):
        return []
    if (row := in_turn(near, read, item)) and not any(_told_of(near, read, one) for one in row):
        return row
    made = growth(near, read, item) if changed(item) else None
    if made is None and (not changed(item) or stem(item.label).endswith("率")):
        made = share(near, read, item) or by_name(near, item) or inclusive(near, item)
    return [made] if made is not None else []


def _told_of(near: Figures, read: Read, one: Relation) -> bool:
    return any(read.total(each, "ratio", "growth") for each in near.told_of([one.total]))


def _of_number(near: Figures, read: Read, item: Item) -> list[Relation]:
    found: list[Relation] = []
    kinds = read.told(item)
    if item.quantity.base and "sum" not in kinds:
        made = told_apart(near, read, item) or beside_total(near, read, item)
        if made is not None:
            found.append(made)
    if (not kinds or _EACH.isdisjoint(kinds)) and not read.part(item, "product"):
        if item.number in near.each:
            found += _of_each(near, item)
        elif (made := product(near, item)) is not None:
            found.append(made)
    if "difference" not in kinds and (made := difference(near, read, item)) is not None:
        found.append(made)
    return found


def _of_each(near: Figures, item: Item) -> list[Relation]:
    """Return what a figure told as so much for each is the average of, and what it makes in all."""
    each = average(near, item)
    # 每间配备20万元 is a rate and no product of others; 每月支付20万元 may be one.
    if each is None and item.quantity.base and pattern("each", "periods").search(item.label[-8:]):
        each = product(near, item)
    return [one for one in (each, product_before(near, item)) if one is not None]
