"""Per cent said where percentage points are meant, and the other way round: remarks, since what is meant is guessed.

`由80.1%提高到85.1%，提高5%` is a difference of two shares, `由400人增加到500人，增长25个百分点` the growth of a count.
A remark
is made only where the figure comes out exactly in the other of the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from junheng.audit.blanks.notes import Note, content, note, wordings
from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Quantity
from junheng.audit.relations.changes.sides import sides
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import INCREASE, negative, relation, spans, term
from junheng.audit.relations.ground.wording import change

_DATA: dict[str, Any] = content(__file__)
_RULES = wordings(_DATA)


def find(clean: Clean, layout: Layout) -> Iterator[Note]:
    """Yield the changes told in the wrong one of per cent and percentage points, in the order of the text."""
    near = Near(layout)
    text = clean.text
    for item in layout.items:
        if item.quantity.kind not in {"share", "points"} or not item.quantity.step or item.quantity.hedge:
            continue
        way = change(item.label)
        if not way:
            continue
        if item.quantity.kind == "points":
            found, rule = _grown(near, item, way), "points_for_percent"
        else:
            found, rule = _risen(near, item, way), "percent_for_points"
        if found is not None:
            said = {"first": found[0].quantity, "second": found[1].quantity, "total": item.quantity}
            printed = {name: _printed(text, one) for name, one in said.items()}
            yield note(_RULES, rule, *(_span(one.quantity) for one in (*found, item)), **printed)


def _grown(near: Near, item: Item, way: str) -> tuple[Item, Item] | None:
    """Return the two counts whose growth in per cent is told in points, or None."""
    step = near.previous(item)
    if step is not None and step.number == item.number - 1 and change(step.label):
        told = near.previous(step)
        if told is not None and told.number == step.number - 1 and same_kind(told.quantity, step.quantity):
            return (told, step) if _comes_to(told, step, item, way, INCREASE) else None
    found = sides(near, item, ("number",))
    if found is None:
        return None
    told, base, _ = found
    return (base, told) if _comes_to(base, told, item, way, "growth.stated") else None


def _comes_to(first: Item, second: Item, item: Item, way: str, rule: str) -> bool:
    one, two, total = term(first.quantity), term(second.quantity, first.quantity.scale), term(item.quantity)
    if way == "down":
        total, two = negative(total), negative(two) if rule == INCREASE else two
    return holds(relation("growth", [one, two], total, rule, spans([first, second, item])))


def _risen(near: Near, item: Item, way: str) -> tuple[Item, Item] | None:
    """Return the two shares whose difference in points is told in per cent, or None."""
    found = sides(near, item, ("share",))
    if found is None or not item.quantity.value:
        return None
    told, base, _ = found
    apart = near.value(told) - near.value(base) if way == "up" else near.value(base) - near.value(told)
    if apart != near.value(item) or _comes_to(base, told, item, way, "growth.stated"):
        return None
    return base, told


def _printed(text: str, one: Quantity) -> str:
    return "".join(text[one.start : one.end].split())


def _span(one: Quantity) -> tuple[int, int]:
    return one.start, one.end
