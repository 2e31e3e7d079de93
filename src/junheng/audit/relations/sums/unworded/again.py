"""A figure divided once more in a clause or sentence of its own, with no word that joins: only where it comes out.

教师246人，其中男教师131人、女教师115人；高级38人、中级117人、初级91人. The whole clause has to be parts, three at the
least (or two whose names are framed alike), and the figure has to stand before it in the sentence or, if it is not
small, in one of the three sentences before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from junheng.audit.layout import Item
from junheng.audit.relations.sums.labels.labels import framed_alike, in_one_row, share_a_word
from junheng.audit.relations.sums.lists import entries, total_of
from junheng.audit.relations.sums.readings import is_aside, significant
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told, is_total, stages

_PARTS, _SMALL, _BACK = 3, 50, 12
_SENTENCES, _LARGE = 3, 100
"""How many sentences before a clause its total may stand, and how large it has to be then."""
_NO_PARTS = frozenset({"岁", "种", "类", "项"})
"""Ages name a part (35岁以下1124人), 有两种方式 announces them: none is a part."""


def divided_again(run: Run, parts: Mapping[int, set[int]]) -> Iterator[Told]:
    """Yield the totals that a later clause divides; `parts` are the items already read as parts."""
    if run.owner is not None or len(run.items) < 2:
        return
    place = 0
    for _, clause in groupby(run.items, key=attrgetter("segment")):
        every = list(clause)
        start, place = place, place + len(every)
        if len(every) < 2:
            continue
        items = [one for one in every if one.quantity.base not in _NO_PARTS and one.quantity.kind != "share"]
        if not _is_a_row(items) or any(one.number in parts for one in items):
            continue
        for owner, at in _totals(run, start, items[0]):
            told = _come_to(run, start, place, owner.items[at], items)
            if told is not None:
                yield told
                break


def _is_a_row(items: list[Item]) -> bool:
    """Return whether figures are a list: of one unit, each with its name, three of them or two named alike."""
    labels = [one.label for one in items]
    if len({one.quantity.base for one in items}) != 1 or not all(labels) or items[0].quantity.kind != "number":
        return False
    return len(items) >= _PARTS or framed_alike(labels)


def _totals(run: Run, start: int, first: Item) -> Iterator[tuple[Run, int]]:
    """Yield where the total of a list may stand: before it in its sentence, then in those before it, nearest first."""
    for at in range(start - 1, max(-1, start - 1 - _BACK), -1):
        if run.items[at].quantity.value >= _SMALL:
            yield run, at
    owner = run.before
    while owner is not None and first.sentence - owner.items[0].sentence <= _SENTENCES:
        if owner.items[0].paragraph != first.paragraph:
            return
        for at in range(len(owner.items) - 1, max(-1, len(owner.items) - 1 - _BACK), -1):
            if owner.items[at].quantity.value >= _LARGE and not is_aside(owner, at):
                yield owner, at
        owner = owner.before


def _come_to(run: Run, start: int, stop: int, total: Item, items: list[Item]) -> Told | None:
    """Return the list of a clause where it comes to a figure, and names do not speak against it."""
    quantity = total.quantity
    if quantity.kind != "number" or quantity.base != items[0].quantity.base:
        return None
    found = entries(run, start, quantity, "", stop)
    if len(found) != len(items) or total_of(found) != quantity.value:
        return None
    labels = [one.label for one in found]
    if total.sentence != items[0].sentence or len(items) < _PARTS:
        told = significant(quantity) or all(share_a_word(label, total.label) for label in labels)
        beside = not told or in_one_row(total.label, labels) or stages(labels) or any(map(is_total, labels))
        if beside or triggers().words["gap"].search("".join(labels)):
            return None
    return Told(total, found, "exact")
