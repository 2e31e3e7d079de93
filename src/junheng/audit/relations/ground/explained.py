"""What the text itself explains of a gap: `后勤人员合计82名（含宿管7名）`, `全年发放25.74万元，其中8月不发`.

A failing sum, difference or product is no contradiction where the figure told right behind it is what is missing (or
too much), or where pay for each month comes to its total in another whole number of months than a year has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from junheng.audit.judge import Judgement, judge
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation
from junheng.audit.relations.ground.wording import one_of, words

_KINDS = frozenset({"sum", "difference", "product"})
_NEXT, _BEHIND, _LABEL = 3, 30, 16
"""How many figures behind a relation are looked at, characters behind a total that give a reason, and of a label."""
_TOLD = re.compile(one_of(words("explained", "besides")))
_REASON = re.compile(one_of(words("explained", "reasons")))
_EACH = re.compile(one_of(words("explained", "periods")))
_ENDS = re.compile("[。；;\n]")
_MONTHS = range(2, 13)


def unexplained(layout: Layout, every: Iterable[Relation]) -> Iterator[Relation]:
    """Yield relations but for those that fail and whose gap the text explains."""
    for one in every:
        if one.kind in _KINDS and one.total.sources:
            found = judge(one, explained=False)
            if found is not None and not found.holds and _explained(layout, one, found):
                continue
        yield one


def _explained(layout: Layout, one: Relation, found: Judgement) -> bool:
    places = layout.places()
    row = [places[side.sources[0].start] for side in (*one.parts, one.total) if side.sources
           and side.sources[0].start in places]  # fmt: skip
    if not row:
        return False
    last = max(row, key=_number)
    if one.kind == "sum" and _told_within(layout, one, found, row):
        return True
    if one.kind == "product":
        return _in_months(layout, one, found, row) or _told_behind(layout, one, found, last)
    return _told_behind(layout, one, found, last)


def _told_behind(layout: Layout, one: Relation, found: Judgement, last: Item) -> bool:
    """Whether one of the figures right behind a relation, in its sentence, is the gap."""
    total = one.total.sources[0]
    gap = abs(found.off_by) * total.scale
    for item in layout.items[last.number + 1 : last.number + 1 + _NEXT]:
        if item.sentence != last.sentence:
            return False
        if item.quantity.base == total.base and item.quantity.exact == gap and item.quantity.kind == "number":
            return _TOLD.search(item.label[-_LABEL:] or item.lead[-_LABEL:]) is not None
    return False


def _told_within(layout: Layout, one: Relation, found: Judgement, row: Sequence[Item]) -> bool:
    """Whether a bracket between a total and its parts tells the gap: `学生290人（含学前班21人），其中一年级25人，…`."""
    total, (whole, first) = one.total.sources[0], (row[-1], min(row[:-1], key=_number, default=row[-1]))
    gap = -found.off_by * total.scale
    return any(
        item.depth > whole.depth and item.quantity.base == total.base and item.quantity.exact == gap
        for item in layout.items[whole.number + 1 : first.number]
    )


def _in_months(layout: Layout, one: Relation, found: Judgement, row: Sequence[Item]) -> bool:
    """Whether pay for each month comes to its total in other months than twelve, or the words behind say why not."""
    if not any(_EACH.search(item.label[-_LABEL:]) for item in row) or not found.computed:
        return False
    behind = layout.text[one.total.sources[0].end : one.total.sources[0].end + _BEHIND]
    if _REASON.search(_ENDS.split(behind)[0]) is not None:
        return True
    counted = 12 if any(not side.sources and side.value == _MONTHS[-1] for side in one.parts) else 1
    months = one.total.value / found.computed * counted
    return months.denominator == 1 and months in _MONTHS and months != counted


def _number(item: Item) -> int:
    return item.number
