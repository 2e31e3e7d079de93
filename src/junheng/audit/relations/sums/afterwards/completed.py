"""Totals whose last part is told a few sentences later: what their own list lacks is there, by name and to the figure.

中小学校幼儿园39所，其中小学16所……各1所。幼儿园49所，其中教办园3所: the list adds to 36, kindergartens are named in
the total and not in the list, and those that belong to it are 3.
"""

from __future__ import annotations

from collections.abc import Sequence

from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation
from junheng.audit.relations.ground.terms import spans, term
from junheng.audit.relations.sums.labels.labels import share_a_word
from junheng.audit.relations.sums.lists import says

_FARTHEST, _SENTENCES = 16, 3
"""Items and sentences looked at behind the last part of a list."""
_BESIDES = ("此外", "另外", "另有", "还有")
"""What begins the sentence that tells the last part."""
_SHORTEST = 2
"""Characters of a name that tells what the list lacks."""


def complete(found: Sequence[Relation], layout: Layout) -> list[Relation]:
    """Return the relations, each sum that falls short and whose missing part stands a little later with it."""
    by_start = {item.quantity.start: item for item in layout.items}
    return [_completed(one, layout, by_start) if one.kind == "sum" else one for one in found]


def _completed(one: Relation, layout: Layout, by_start: dict[int, Item]) -> Relation:
    if not one.rule.endswith("failing"):
        return one
    missing = one.total.value - sum(part.value for part in one.parts)
    if missing <= 0:
        return one
    total = by_start.get(one.total.sources[0].start)
    parts = [item for part in one.parts for each in part.sources if (item := by_start.get(each.start)) is not None]
    if total is None or not parts:
        return one
    last = max(parts, key=lambda item: item.number)
    if total.number > last.number:
        return one  # a total behind its list closes it
    labels = [item.label for item in parts]
    lacking = ""
    for item in layout.items[last.number + 1 : last.number + 1 + _FARTHEST]:
        if item.sentence > last.sentence + _SENTENCES or item.paragraph > last.paragraph + 1:
            break
        name = item.label
        beside = item.lead.startswith(_BESIDES) and item.sentence > last.sentence and not says("rest", last.label)
        if beside and share_a_word(name, total.label):
            lacking = name
        if len(name) >= _SHORTEST and name in total.label and not any(name in label for label in labels):
            lacking = name
        if lacking and item.quantity.base == total.quantity.base:
            made = term(item.quantity, total.quantity.scale)
            if made.value == missing:
                told = tuple(spans([total, *parts, item]))
                return Relation("sum", (*one.parts, made), one.total, one.unit, told, "completed")
    return one
