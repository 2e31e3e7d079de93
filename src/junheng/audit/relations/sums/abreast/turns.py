"""Changes told beside the figures of a sum: 报名57915名，较去年增加7158人；文科19705人，增加2715人；理科30741人，….

Where the figures come to their total, what each grew or shrank by comes to the change of the total. Read only where
it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation, Term
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import change
from junheng.audit.relations.sums.readings import SMALL

_BEHIND = 5
"""How many figures behind one may tell how it changed (环比增加…，增长…，同比增加…)."""
_CHANGE = re.compile("[净]?(?:增加|减少|增长|下降|增|减|多|少)[了]?.*$")


def changes_beside(layout: Layout, sums: Iterable[Relation]) -> Iterator[Relation]:
    """Yield the sums of the changes that stand behind the figures of sums that hold."""
    found = [one for one in sums if one.kind == "sum" and len(one.parts) > 1 and _told(one)]
    if not found:
        return
    starts = {source.start for one in found for side in (one.total, *one.parts) for source in side.sources}
    items = {one.quantity.start: one for one in layout.items if one.quantity.start in starts}
    for one in found:
        head, *parts = (items.get(side.sources[0].start) for side in (one.total, *one.parts))
        if head is None or None in parts:
            continue
        told = _changes(layout, head)
        if not told or not holds(one):
            continue  # of most figures no change is told
        changes = [_changes(layout, part) for part in parts if part is not None]
        for since, whole in told.items():
            own = [each[since] for each in changes if since in each]
            if len(own) == len(parts) and (made := _summed(whole, own)) is not None:
                yield made


def _told(one: Relation) -> bool:
    return all(len(side.sources) == 1 for side in (one.total, *one.parts))


def _changes(layout: Layout, item: Item) -> dict[str, Item]:
    """Return the changes told behind a figure in its unit, by what they are told since (环比, 较去年)."""
    behind = layout.items[item.number + 1 : item.number + 1 + _BEHIND]
    own = takewhile(lambda one: one.sentence == item.sentence and _belongs(item, one), behind)
    told = [one for one in own if one.quantity.base == item.quantity.base and change(one.label)]
    return {_CHANGE.sub("", one.label): one for one in reversed(told)}


def _belongs(item: Item, one: Item) -> bool:
    """Return whether a figure behind another tells how that changed: by how many, or by what share."""
    return bool(one.depth > item.depth or one.quantity.kind in {"share", "points"} or change(one.label))


def _summed(whole: Item, parts: list[Item]) -> Relation | None:
    """Return the sum of changes, each with its sign as the whole goes; None where it does not come out."""
    way, scale = change(whole.label), whole.quantity.scale
    if any(one.quantity.hedge for one in (whole, *parts)) or whole.quantity.value < SMALL * whole.quantity.step:
        return None
    terms: list[Term] = [term(one.quantity, scale) for one in parts]
    signed = [one if change(each.label) == way else negative(one) for one, each in zip(terms, parts, strict=True)]
    made = relation("sum", list(signed), whole.quantity, "changes-beside", spans([whole, *parts]))
    return made if holds(made) else None
