"""Figures before a list of several columns, each a column of it by its name; a row may be told as all of one of them.

`项目31项，总投资5415万元，申请中央投资5062万元，地方投资353万元。其中：1.宿舍22项，投资2124万元，全额申请中央投资；……
4.实训1项，投资396万元，申请中央投资317万元，地方投资79万元`: the rows are the numbers of a list, or the parts of a sum
already read. What comes out to the last digit is read, of small figures only beside another column that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, exactly
from junheng.audit.relations.evident.figures import Figures, grain, pattern
from junheng.audit.relations.evident.listed.numbered import FIRST, starts
from junheng.audit.relations.ground.terms import relation, spans

_BEFORE, _LAST, _HEADS, _MOST = 120, 80, 6, 30
"""Characters before a list that its heads stand in, and of its last row; heads and rows at the most."""
_ROWS, _SEVERAL, _STEPS, _LEAST, _NAMED = 2, 3, 100, 10, 2
"""Rows of a column at the least, and where they are several; steps of a total that is no accident, and of one beside
another that comes out; characters of its name that a column bears."""
_UNITS, _THINGS = frozenset({"项", "个", "处", "所"}), "项"
_TEN_THOUSANDS, _MONEY = frozenset({"万", "亿"}), "元"
"""What projects are counted in, one way or another; what money is where its unit is cut short (补助44万)."""
_END = re.compile("[。\n]")

_Row = tuple[str, list[Item]]
"""The words of a row and its figures."""


def by_rows(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the totals told before lists by the columns of these."""
    for first in FIRST.finditer(near.text):
        places = starts(near.text, first.start())
        if len(places) > _ROWS:
            end = near.at(first.start())
            yield from _of(near, read, near.items[max(0, end - _HEADS) : end], places)
    for known in list(read.lists):
        told = near.told_of([known.total, *known.parts])
        if len(told) <= _SEVERAL or len(told) > _MOST or not read.holds(known):
            continue
        whole, *parts = told
        behind = parts[-1].quantity.end + _LAST
        stop = _END.search(near.text, parts[-1].quantity.end, behind)
        last = stop.start() if stop is not None else behind
        heads = near.items[whole.number + 1 : parts[0].number]
        if heads and len(heads) < _HEADS and all(one.number < two.number for one, two in pairwise(told)):
            yield from _of(near, read, heads, [*(one.label_start for one in parts), last])


def _of(near: Figures, read: Read, heads: Sequence[Item], places: Sequence[int]) -> Iterator[Relation]:
    """Yield the heads that come out; `places` are where the rows begin, and where the last ends."""
    rows = [
        (near.text[start:end], [one for one in near.items[near.at(start) : near.at(end)] if _counts(near, one)])
        for start, end in pairwise(places)
    ]
    heads = [one for one in heads if _counts(near, one) and places[0] - one.quantity.end < _BEFORE]
    made = [(head, one) for head in heads if (one := _column(head, rows)) is not None and exactly(one)]
    several = len(made) > 1
    for head, one in made:
        steps = _STEPS if len(one.parts) > _ROWS or not several else _LEAST
        least = (_LEAST if several and len(one.parts) >= _SEVERAL else steps) * grain(head)
        known = read.sums.get(head.quantity.start)
        own = {part.sources[0].start for part in one.parts}
        told = known is not None and own == {part.sources[0].start for part in known.parts}
        if head.plain >= least and not told and (len(one.parts) >= _SEVERAL or several):
            yield one


def _counts(near: Figures, one: Item) -> bool:
    figure = one.quantity
    plain = figure.kind == "number" and bool(_base(one)) and not figure.hedge
    return plain and not one.depth and not near.asides[one.number]


def _column(head: Item, rows: Sequence[_Row]) -> Relation | None:
    """Return a head as the sum of what each row tells of it: by the name, or all of the row's first figure (全部为)."""
    base = _base(head)
    told = [[one for one in own if _base(one) == base] for _, own in rows]
    common = max((_shared(head.label, one.label) for own in told for one in own), default=0)
    found: list[Item] = []
    for (words, _), own in zip(rows, told, strict=True):
        named = [one for one in own if common < _NAMED or _shared(head.label, one.label) == common]
        if named:
            found.append(named[0])
        elif own and _all_of(head, words):
            found.append(own[0])
    if len(found) < _ROWS or (common < _NAMED and len(found) < max(len(rows), _SEVERAL)):
        return None
    return relation("sum", [one.quantity for one in found], head.quantity, "evident.by_rows", spans([head, *found]))


def _all_of(head: Item, words: str) -> bool:
    """Whether a row is told as all of what a head counts (全部为省级补助资金)."""
    return any(head.label[-4:] in words[at.start() :] for at in pattern("by_rows", "all").finditer(words))


def _base(one: Item) -> str:
    if not one.quantity.base and one.unit in _TEN_THOUSANDS:
        return _MONEY
    return _THINGS if one.quantity.base in _UNITS else one.quantity.base


def _shared(one: str, other: str) -> int:
    """Return how many characters two names end in alike."""
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count
