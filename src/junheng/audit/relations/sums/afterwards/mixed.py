"""Failing lists in which something else stands, and changes of a whole held against the last of its parts.

`收入186420元：伙食费932人×8.5元×22天=174284元；…`: rates are no parts. `问题7处，其中…3处，…1处，整改5处，其余2处`: the
last two divide the whole by themselves. `住校生534人，男生266人，女生268人，宿管员4名`: who follows the two sides is
none of them. `甲772人次、乙1092人次，总量较2013年的1526人次多出338人次`: of what the list comes to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import attrgetter

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.labels.labels import division
from junheng.audit.relations.sums.lists import says

_plain = attrgetter("plain")
_PAIR, _THREE, _NEAR = 2, 3, Fraction(1, 20)
_MATTERS = frozenset({"批次", "批", "起", "次", "封", "宗", "例", "人次", "条", "件"})
_CHANGES = frozenset({"growth", "difference"})
_IN_ALL = re.compile("[，,；;]\\s*总(?:量|数|人数|人次|额|规模|投入|收入|支出|面积|体)")


def of_one_cut(layout: Layout, every: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations, failing lists without what is no part of them, changes of the whole a list comes to as such."""
    places = layout.places()
    rates = {
        source.start
        for one in every
        if one.kind == "product" and one.total.sources and holds(one)
        for part in one.parts
        for source in part.sources
        if source.base == one.total.sources[0].base
    }
    wholes = {part.sources[0].start: one for one in every if one.kind == "sum" for part in one.parts if part.sources}
    shares = {one.parts[0].sources[0].start: one for one in every if one.kind == "ratio" and holds(one)
              and all(len(part.sources) == 1 for part in one.parts)}  # fmt: skip
    for one in every:
        if one.kind == "sum" and len(one.parts) >= _THREE and not holds(one):
            row = _items(places, one)
            yield _without_others(one, row, rates) or _with_the_next(layout, row) or _of_all(places, row, shares) or one
        elif one.kind in _CHANGES and not holds(one):
            made = _of_the_whole(layout, one, wholes)
            if made is not None:
                yield made
        else:
            yield one


def _items(places: dict[int, Item], one: Relation) -> list[Item]:
    """Return the total and the parts of a relation; nothing where one of them stands nowhere."""
    starts = [side.sources[0].start for side in (one.total, *one.parts) if len(side.sources) == 1]
    found = [places[start] for start in starts if start in places]
    return found if len(found) == len(one.parts) + 1 else []


def _without_others(one: Relation, row: Sequence[Item], rates: set[int]) -> Relation | None:
    if not row:
        return None
    total, *parts = row
    own = [part for part in parts if part.quantity.start not in rates]
    if _PAIR <= len(own) < len(parts):
        return _made(one, total, own)
    two = parts[-_PAIR:]
    if says("rest", two[1].label) and sum(part.plain for part in two) == total.plain:
        return _made(one, total, two)
    nearer = abs(sum(map(_plain, parts[:-1])) - total.plain) < abs(sum(map(_plain, parts)) - total.plain)
    if says("rest", two[1].label) and two[1].segment != two[0].segment and len(parts) > _THREE and nearer:
        return _made(one, total, parts[:-1])  # 其中水冲式198座、旱厕31座；剩余13座: of a whole told before
    sides = parts[:_PAIR]
    both = division(total.label, [side.label for side in sides]) == "whole"
    if both and parts[_PAIR].unit != sides[0].unit:
        return _made(one, total, sides)
    return None


def _with_the_next(layout: Layout, row: Sequence[Item]) -> Relation | None:
    """Return a list with the figure right behind it, in another unit, that it lacks: 热线874件，来访51批次."""
    if not row or row[-1].number + 1 >= len(layout.items):
        return None
    total, *parts = row
    after = layout.items[parts[-1].number + 1]
    lacks = total.plain - sum(part.plain for part in parts)
    joined = after.segment == parts[-1].segment and after.depth == parts[-1].depth and after.quantity.kind == "number"
    if not joined or after.unit not in _MATTERS or after.unit == total.unit or lacks != after.quantity.value:
        return None
    added = Term(after.quantity.exact, after.quantity.exact * 0, (after.quantity,))
    terms: list[Quantity | Term] = [part.quantity for part in parts]
    return relation("sum", [*terms, added], total.quantity, "mixed", spans([total, *parts, after]))


def _of_all(places: dict[int, Item], row: Sequence[Item], shares: dict[int, Relation]) -> Relation | None:
    """Return a list that comes to more than a part told with its share, as one of the whole of that share.

    在册2147人，其中女学员1682人，占78.3%；60岁以下409人，60至70岁1243人，70岁以上495人: by age all are told.
    """
    share = shares.get(row[0].quantity.start) if row else None
    whole = places.get(share.parts[1].sources[0].start) if share is not None else None
    if share is None or whole is None or row[0].segment == row[1].segment:
        return None
    reached = sum(part.plain for part in row[1:])
    if not row[0].plain < reached or division(whole.label, [part.label for part in row[1:]]) == "unknown":
        return None
    made = relation("sum", [part.quantity for part in row[1:]], whole.quantity, "mixed", spans([whole, *row[1:]]))
    return made if holds(made) or _is_near(made) else None


def _is_near(made: Relation) -> bool:
    found = judge(made, explained=False)
    return found is not None and abs(found.off_by) <= _NEAR * abs(made.total.value)


def _made(one: Relation, total: Item, parts: Sequence[Item]) -> Relation:
    return relation("sum", [part.quantity for part in parts], total.quantity, "mixed", spans([total, *parts]))


def _of_the_whole(layout: Layout, one: Relation, wholes: dict[int, Relation]) -> Relation | None:
    """Return a change with what a list comes to in place of its last part; None where that is told nowhere."""
    if len(one.parts) != _PAIR or any(len(part.sources) != 1 for part in one.parts):
        return one
    first, second = sorted(one.parts, key=lambda part: part.sources[0].start)
    between = layout.text[first.sources[0].end : second.sources[0].start]
    if _IN_ALL.match(between) is None:
        return one
    known = wholes.get(first.sources[0].start)
    if known is None or len(known.total.sources) != 1:
        return None
    whole = known.total.sources[0]
    sides: list[Quantity | Term] = [whole if part is first else part.sources[0] for part in one.parts]
    return relation(one.kind, sides, one.total, one.rule, sorted({*one.spans, (whole.start, whole.end)}))
