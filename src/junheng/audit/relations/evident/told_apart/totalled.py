"""Totals behind rows told one by one, each with several figures: `一年级2个班86人，二年级2个班91人，…，全校4个班177人`.

A row is a clause, or what stands between two ；, and all rows tell the same units in the same order. The clause
behind them is called a total (全校, 合计, 总分) and has the figures of one column or of several: of each by its unit,
of two of one unit by what the rows call them (满分, 自评) or by their places. What does not come out is read where
another column does, where it lies close, or where a slip of the pen explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from operator import attrgetter

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, gap, holds, slipped
from junheng.audit.relations.evident.figures import Figures, digits, grain, pattern
from junheng.audit.relations.evident.listed.rows import THREE, no_part, summed

_BACK, _WIDEST, _LEAST, _PARAGRAPHS = 48, 4, 10, 12
"""How many figures before a total are looked at, columns at the most, steps a total must have, paragraphs before it."""
_NEAR, _PEN, _BESIDE, _PAIR = Fraction(1, 10), Fraction(2, 5), Fraction(1, 3), Fraction(1, 20)
"""How far a total may lie from its column: alone, where a slip explains it, where another column comes out, of two."""
_NAME, _COLONS = 2, frozenset("：:")
_clause, _segment = attrgetter("clause"), attrgetter("segment")
Rows = list[list[Item]]


def totalled(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the totals of rows of several figures told right before them."""
    done = -1
    for found in pattern("totalled", "closing").finditer(near.text):
        at = near.at(found.start())
        if at <= max(done, THREE) or at >= len(near.items):
            continue
        first = near.items[at]
        if first.quantity.start - first.label_start > _LEAST + _NAME * _LEAST or first.label_start > found.end():
            continue
        for of in (_clause, _segment):
            rows = _rows(near, first, of)
            if rows:
                done = at
                yield from _columns(near, read, first, rows)
                break


def _rows(near: Figures, first: Item, of: Callable[[Item], int]) -> Rows:
    """Return the rows right before a total, in order: two or more figures each, of the same units."""
    rows: Rows = []
    units: list[str] = []
    row: list[Item] = []
    words = near.text[first.label_start : first.quantity.start]
    upwards = pattern("totalled", "above").search(words) is not None
    for at in range(first.number - 1, max(-1, first.number - 1 - _BACK), -1):
        one = near.items[at]
        if one.depth != first.depth:
            continue
        far = one.paragraph < first.paragraph - (_PARAGRAPHS if upwards else 0)
        if far or (of is _clause and one.sentence < first.sentence - (not first.mark or first.mark in "。\n")):
            break
        if row and of(one) != of(row[0]):
            row = _opened(row, units)
            if not _fits(near, row, units):
                row = []
                break
            units = units or _units(near, row)
            rows.append(row[::-1])
            row = []
        row.append(one)
    row = _opened(row, units)
    if row and _fits(near, row, units):
        rows.append(row[::-1])
    several = THREE - (pattern("totalled", "called").search(words) is not None)
    if len(rows) < several or (of is _clause and of(rows[0][0]) == of(first)):
        return []
    return rows[::-1]


def _opened(row: list[Item], units: list[str]) -> list[Item]:
    """Return a row (its figures from the last to the first) without what stands before the colon that opens all."""
    width = len(units) or len(row)
    return row[:width] if len(row) > width and row[width - 1].mark in _COLONS else row


def _fits(near: Figures, row: list[Item], units: list[str]) -> bool:
    """Whether a clause (its figures from the last to the first) is a row like those behind it, by its units."""
    own = _units(near, row)
    named = bool(row[-1].label.strip()) or bool(row[-1].mark)
    return named and 1 < len(own) <= _WIDEST and own == (units or own) and all(own)


def _units(near: Figures, row: Sequence[Item]) -> list[str]:
    return [near.bases[one.number] if one.quantity.kind == "number" else "" for one in row]


def _columns(near: Figures, read: Read, first: Item, rows: Rows) -> Iterator[Relation]:
    """Yield the sums of the columns whose totals the clause behind them tells."""
    width = len(rows[0])
    last = min(len(near.items), first.number + width)
    totals = [one for one in near.items[first.number : last] if one.sentence == first.sentence and not one.depth]
    told: list[tuple[Relation, bool]] = []
    used: set[int] = set()
    for place, total in enumerate(totals):
        column = _column(near, rows, totals, place, used)
        if column is None or total.quantity.hedge or near.asides[total.number] or total.plain < 2 * grain(total):
            continue
        used.add(column)
        parts = [row[column] for row in rows]
        if any(near.asides[one.number] or one.quantity.hedge for one in parts) or no_part(parts, total):
            continue
        made = summed(parts, total)
        told.append((made, holds(made)))
    another = any(well and made.total.value >= _LEAST for made, well in told)
    for made, well in told:
        item = near.told_of([made.total])[0]
        if not read.total(item, "sum") and (well or _meant(near, made, another)):
            yield made


def _column(near: Figures, rows: Rows, totals: Sequence[Item], place: int, used: set[int]) -> int | None:
    """Return which column a total is of: by its unit, then by its name, by its place, or the last of that unit."""
    total, base = totals[place], near.bases[totals[place].number]
    units = _units(near, rows[0])
    may = [at for at, unit in enumerate(units) if unit == base and at not in used and not _rates(near, rows, at)]
    if len(may) <= 1 or not base:
        return may[0] if may and base else None
    named = [at for at in may if (name := _name(rows, at)) and name in total.label]
    if named:
        return named[0]
    if [near.bases[one.number] for one in totals] == units:
        return place if place in may else None
    return may[-1]


def _rates(near: Figures, rows: Rows, at: int) -> bool:
    """Whether a column tells so much for each."""
    return any(row[at].number in near.each for row in rows)


def _name(rows: Rows, at: int) -> str:
    """Return what all rows call a column: the last characters of their labels (自评)."""
    names = {row[at].label.strip()[-_NAME:] for row in rows}
    return names.pop() if len(names) == 1 else ""


def _meant(near: Figures, made: Relation, another: bool) -> bool:
    """Whether a column that does not come to its total was meant to."""
    items = near.told_of([made.total])
    if not items or any(pattern("together", "within").search(one.lead) for one in near.told_of(made.parts)):
        return False
    off = gap(made)
    if another:
        return off <= _BESIDE
    if len(made.parts) < THREE:
        return off <= _PAIR
    return off <= _NEAR or (digits(items[0]) >= THREE and off <= _PEN and slipped(made))
