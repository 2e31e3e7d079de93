"""A figure divided once more behind a semicolon, with no word that joins: only where the parts come to it exactly.

教师246人，其中男教师131人、女教师115人；高级38人、中级117人、初级91人. The whole clause has to be parts, three
at the least, and the figure has to stand before it in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from junheng.audit.relations.lists import Run, entries, total_of
from junheng.audit.relations.weighing import Told

_PARTS, _SMALL, _BACK = 3, 50, 12
_AGE = "岁"
"""Ages name a part (35岁以下1124人), they are none."""


def divided_again(run: Run, parts: Mapping[int, set[int]]) -> Iterator[Told]:
    """Yield the totals of a run that a later clause of it divides; `parts` are the items already read as parts."""
    if run.owner is not None:
        return
    place = 0
    for _, clause in groupby(run.items, key=lambda item: item.segment):
        every = list(clause)
        start, place = place, place + len(every)
        items = [one for one in every if one.quantity.base != _AGE]
        if not start or len(items) < _PARTS or any(one.number in parts for one in items):
            continue
        if len({one.quantity.base for one in items}) > 1 or not all(one.label for one in items):
            continue
        for total in reversed(run.items[max(0, start - _BACK) : start]):
            quantity = total.quantity
            if quantity.kind != "number" or quantity.base != items[0].quantity.base or quantity.value < _SMALL:
                continue
            found = entries(run, start, quantity, "", start + len(every))
            if len(found) == len(items) and total_of(found) == quantity.value:
                yield Told(total, found, "exact")
                break
