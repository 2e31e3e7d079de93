"""Lists announced right before them (其中, 收入包括), whatever their parts are: `收入56元，包括拨款54元、上年结余2元`.

That the list runs from its announcement to the end of its clause, and comes to a figure told just before, is no
accident, though a part be called what is left over (结余) or be told with a minus (本年结余-11元); a part that is all
of its whole beside others that are 0 is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures, Number
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import change

_ANNOUNCED = re.compile("其中|包括|分别[为是]|如下|构成")
_LEAD, _FAR, _LONGEST, _LEAST = 40, 160, 20, 100
"""How far before its first figure a list is announced, how far before it its whole stands; the most parts of it, and
how many steps a whole must have."""
_SENTENCES = 2
_REST = ("其他", "其它", "其余", "余下", "剩余")
_MINUS = ("-", "－", "−", "负")


def announced(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the announced lists that come to a figure told before them, to the digits printed."""
    for found in _ANNOUNCED.finditer(near.text):
        at = near.at(found.end())
        if at >= len(near.items) or not at:
            continue
        first = near.items[at]
        if first.quantity.start - found.end() > _LEAD or read.part(first, "sum") or not _may_be_part(near, first):
            continue
        parts = _parts(near, first)
        values = [-one.plain if below_nought(one) else one.plain for one in parts]
        made = _whole(near, read, parts, values)
        if made is not None:
            yield made


def below_nought(item: Item) -> bool:
    """Return whether a minus stands before a figure (本年结余-110元)."""
    return item.quantity.value > 0 and item.label.endswith(_MINUS)


def _may_be_part(near: Figures, one: Item) -> bool:
    return one.quantity.kind == "number" and bool(near.bases[one.number]) and not change(one.label)


def _parts(near: Figures, first: Item) -> list[Item]:
    """Return the figures of one unit from the first of a list to the end of its clause, or of its sentence."""
    parts: list[Item] = []
    for one in near.items[first.number : first.number + _LONGEST]:
        if one.sentence != first.sentence:
            # 减免14人，困难167人，奖学金72人。其他110人: the rest is told in a sentence of its own.
            if not (one.sentence == first.sentence + 1 and one.label.startswith(_REST)):
                break
        elif one.segment != first.segment and len(parts) > 1 and not _in_clauses(parts):
            break
        if (
            one.depth != first.depth
            or near.bases[one.number] != near.bases[first.number]
            or not _may_be_part(near, one)
        ):
            continue
        parts.append(one)
    return parts


def _in_clauses(parts: Sequence[Item]) -> bool:
    """Return whether each part told so far stands in a clause (between two ；) of its own."""
    return len({one.segment for one in parts}) == len(parts)


def _whole(near: Figures, read: Read, parts: Sequence[Item], values: Sequence[Number]) -> Relation | None:
    """Return the first parts, two at the least, that come to a figure told before them."""
    sums = list(accumulate(values))
    for count in range(len(parts), 1, -1):
        row, reached = parts[:count], sums[count - 1]
        if not near.valued(near.bases[parts[0].number], reached) or len({one.label for one in row}) < count:
            continue
        if any(read.part(one, "sum") for one in row):
            continue
        for whole in near.valued_before(near.bases[parts[0].number], reached, parts[0], _FAR):
            steps = reached / whole.quantity.scale / Fraction(whole.quantity.step or 1)
            if steps < _LEAST or parts[0].sentence - whole.sentence > _SENTENCES:
                continue
            if _all_beside(near, whole, row):
                scale = whole.quantity.scale
                terms: list[Quantity | Term] = [
                    negative(term(one.quantity, scale)) if below_nought(one) else one.quantity for one in row
                ]
                return relation("sum", terms, whole.quantity, "evident.announced", spans([whole, *row]))
    return None


def _all_beside(near: Figures, whole: Item, parts: Sequence[Item]) -> bool:
    """Whether nothing else of their unit is told between a whole and its parts, or from the first to the last."""
    between = near.items[whole.number + 1 : parts[-1].number]
    own = [one for one in between if near.bases[one.number] == near.bases[whole.number] and one.depth == whole.depth]
    return len(own) == len(parts) - 1
