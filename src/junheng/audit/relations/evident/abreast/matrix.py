"""Columns of lists that are told one behind the other: by what their parts are called.

`总投资2261万元，其中县级300万元，其它1584万元。B级投资194万元，其中县级30万元，其它164万元；…`: what each has of the
县级 comes to the 县级 of the whole. Likewise figures of one long name (建卡贫困户学生), each told of another row.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, exactly, holds
from junheng.audit.relations.evident.figures import Figures, grain, worth
from junheng.audit.relations.evident.listed.rows import no_part
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import pairs, stem

_FAR, _ROWS = 1500, 15
"""How far behind a whole its rows are told, and the most of them."""
_NAMES, _LEAST, _MANY, _LARGE, _THREE = (6, 4, 3), 100, 1000, 10000, 3
"""Characters of a name, the long ones first; how many steps a whole of several must have, of two, a rounded one."""
_SOME = 500
"""How many steps a whole must have that all of its column comes to but for rounding."""
_LABEL, _AMONG = 12, "其中"
_SHORT = 0.9
"""What all of a name must come to at least, of their whole: a first, quick look."""
_COUNTED = re.compile("(?:总数|总计|合计|共计|总额|约|共|达)+$")


def matrix(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the columns of lists in a row, then those of figures of one long name."""
    yield from _of_rows(near, read)
    yield from _of_names(near, read)


def _of_rows(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the figures told before lists in a row that come out by the parts of their name, one of each list."""
    rows: dict[str, list[list[Item]]] = defaultdict(list)
    for one in sorted(read.lists, key=_begin):
        parts, whole = near.told_of(one.parts), near.told_of([one.total])
        if parts and whole and not any(each.depth for each in parts):
            rows[near.bases[whole[0].number]].append(sorted(parts, key=_number))
    heads: dict[str, list[Item]] = defaultdict(list)
    for item in near.numbers if any(len(every) > 1 for every in rows.values()) else ():
        if near.counts[item.number] and not item.depth:
            heads[near.bases[item.number]].append(item)
    for base, every in rows.items():
        if len(every) < 2 or not base:
            continue
        starts = [row[0].number for row in every]
        told = [[(part, _words(part)) for part in row] for row in every]
        for head in heads[base]:
            first, far = bisect_right(starts, head.number), head.quantity.end + _FAR
            found = [
                part
                for row in told[first : first + _ROWS]
                if row[-1][0].quantity.end < far and (part := _named(head, row)) is not None
            ]
            if (made := _column(near, head, [part for part in found if part.plain])) is not None:
                yield made


def _named(head: Item, row: Sequence[tuple[Item, frozenset[str]]]) -> Item | None:
    """Return the part of a list that bears the name of a figure more than any other, None where none does.

    Each part stands with the words of its name.
    """
    own, best, most = _words(head), None, 0
    for one, words in row:
        if one is head:
            return None
        shared = len(own & words)
        if shared > most:
            best, most = one, shared
        elif shared == most:
            best = None
    return best


def _words(item: Item) -> frozenset[str]:
    return pairs(item.label[-_LABEL:])


def _of_names(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the figures that those of the same long name behind them come to."""
    named: dict[tuple[str, str], list[tuple[Item, str]]] = defaultdict(list)
    least = _NAMES[-1]
    for item in near.numbers:
        if not near.counts[item.number]:
            continue
        called = _name(item.label)
        if len(called) >= least:
            named[near.bases[item.number], called[-least:]].append((item, called))
    for row in named.values():
        for at, (head, called) in enumerate(row[:-_THREE]):
            if head.depth or head.plain < row[at + 1][0].plain:
                continue
            if row[at + _THREE][0].quantity.start - head.quantity.end >= _FAR or not _large(head):
                continue
            if read.total(head, "sum"):
                continue
            made = _by_name(near, read, (head, called), row[at + 1 : at + 1 + 2 * _ROWS])
            if made is not None:
                yield made


def _by_name(near: Figures, read: Read, whole: tuple[Item, str], behind: Sequence[tuple[Item, str]]) -> Relation | None:
    """Return a figure as the whole of those behind it that bear as much of its name as may be."""
    (head, called), seen = whole, 0
    among, end = head.label.startswith(_AMONG), head.quantity.end + _FAR
    behind = [
        (one, name)
        for one, name in behind
        if one.quantity.start < end and one.depth == head.depth and one.label.startswith(_AMONG) == among
    ]
    if len(behind) < _THREE or sum(one.plain for one, _ in behind) < _SHORT * head.plain:
        return None
    for size in _NAMES:
        ending = called[-size:]
        found = [one for one, name in behind if name.endswith(ending)][:_ROWS]
        if len(found) < _THREE or len(found) == seen or any(read.part(one, "sum") for one in found):
            continue
        seen, long = len(found), len(ending) > _NAMES[-1]
        made = _column(near, head, found, closed=len(found) < _ROWS)
        if made is not None and (long or (exactly(made) and len(made.parts) >= _THREE)):
            return made
    return None


@lru_cache(maxsize=1 << 12)
def _name(label: str) -> str:
    return _COUNTED.sub("", stem(label))


def _large(head: Item) -> bool:
    return head.plain >= _LEAST * grain(head)


def _column(near: Figures, head: Item, found: Sequence[Item], *, closed: bool = False) -> Relation | None:
    """Return a whole with the first figures of a column that come to it; all of a `closed` one may do so rounded."""
    if len(found) < 2 or not _large(head):
        return None
    step, value = grain(head), head.plain
    slack = step
    for count, reached in enumerate(accumulate(map(worth, found)), 1):
        slack += found[count - 1].quantity.plain_step
        if count < 2 or 2 * reached < 2 * value - slack:
            continue
        if 2 * reached > 2 * value + slack:
            return None
        many = count >= _THREE
        rounded = many and value >= (_SOME if closed and count == len(found) else _LARGE) * step
        if rounded or (reached == value and (many or value >= _MANY * step)):
            parts = list(found[:count])
            if not many and no_part(parts):
                continue  # 收入2087580元，支出2070052元，盈余17527元
            made = relation(
                "sum", [one.quantity for one in parts], head.quantity, "evident.matrix", spans([head, *parts])
            )
            if exactly(made) or holds(made):
                return made
    return None


def _begin(one: Relation) -> int:
    return one.parts[0].sources[0].start


def _number(one: Item) -> int:
    return one.number
