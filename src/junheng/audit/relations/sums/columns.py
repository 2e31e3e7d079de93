"""What stands in brackets behind a total and behind each of its parts: a column of its own.

教职工100人（专任教师90人），其中小学60人（专任教师55人），初中40人（专任教师35人）: 55 + 35 = 90.
"""

from __future__ import annotations

from collections.abc import Iterator

from junheng.audit.layout import Item
from junheng.audit.relations.sums.lists import Entry, total_of
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told

_AGE = "岁"


def bracket_columns(told: Told) -> Iterator[Told]:
    """Yield what the brackets of a list that comes out tell, each name that all of them have; it may fail."""
    if told.reading not in {"exact", "rounded"} or not told.total.children:
        return
    for own in told.total.children:
        quantity, name = own.quantity, _name(own)
        if quantity.kind != "number" or quantity.base == _AGE or triggers().words["aside"].search(name):
            continue
        column = [_same(own, name, one.item) for one in told.parts]
        parts = [
            Entry(place, one, name, quantity.scale) for place, one in enumerate(column) if one is not None and name
        ]
        if len(parts) < len(told.parts):
            continue
        reached = total_of(parts)
        if reached == quantity.value:
            yield Told(own, parts, "exact")
        elif quantity.value < 2 * reached < 4 * quantity.value:
            yield Told(own, parts, "failing")


def _same(own: Item, name: str, part: Item) -> Item | None:
    """Return the one figure in a part's bracket that has a name and the unit of the total's; None for none or two."""
    found = [one for one in part.children if _name(one) == name and one.quantity.base == own.quantity.base]
    return found[0] if len(found) == 1 else None


def _name(item: Item) -> str:
    return triggers().connector.sub("", item.label).removesuffix("有")
