"""Totals in the rows and columns of tables.

A row or column headed 合计, 小计, 总计 … is the sum of the others of its group; a 合计 of the 小计 and of what none of
them takes in. What a table means by it is believed where the table itself bears it out: in at least half of the
columns (rows) the sum must hold, unless the table is so plain that it can mean nothing else. An empty cell counts as
0 only where the table's other sums show that it does; otherwise the sum is not judged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Literal

from junheng.audit.judge import judge
from junheng.audit.layout import Layout
from junheng.audit.model import Block, Clean, Relation
from junheng.audit.relations.ground.terms import relation
from junheng.audit.relations.tables.derived import worked_out
from junheng.audit.relations.tables.first_whole import first_whole
from junheng.audit.relations.tables.grid import DATA, Cell, Grid, grid
from junheng.audit.relations.tables.portions import portions
from junheng.audit.relations.tables.priced import priced
from junheng.audit.relations.tables.remarked import remarked

_RANKS: dict[str, int] = DATA["totals"]
_ENDS: tuple[str, ...] = tuple(DATA["before"]["ends"])
_LONGEST: int = DATA["before"]["longest"]
_INSIDE = re.compile("|".join(map(re.escape, DATA["apart"]["inside"])))
_SUBSETS: tuple[str, ...] = tuple(DATA["apart"]["subsets"])
_TRANSPARENT = frozenset(DATA["apart"]["transparent"])
_BRACKET = re.compile(r"[(（]([^()（）]{0,20})[)）]?[:：]?$")
_PART = -1
_FEW = 2

Axis = Literal["row", "column"]


@dataclass(slots=True, eq=False)
class _Entry:
    """A row among rows, or a column among columns: what it is called, and what it is to a sum."""

    place: int
    path: list[Cell]
    rank: int
    apart: bool
    """Whether it takes no part in sums."""
    doubtful: bool = False
    """Whether it stands under 其中: what follows there may be a choice."""


@dataclass(slots=True)
class _Sum:
    """A total with its parts, as the heads have it."""

    total: _Entry
    parts: list[_Entry]
    plain: bool


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the sums that tables assert by their heads, row by row and column by column, and what is worked out."""
    if not clean.cells:
        return
    quantities = [item.quantity for item in layout.items]
    starts = [one.start for one in quantities]
    tables: dict[int | None, list[Block]] = {}
    for block in clean.cells:
        tables.setdefault(block.table, []).append(block)
    for number, blocks in tables.items():
        if number is None:
            continue
        first = bisect_left(starts, min(block.start for block in blocks))
        behind = bisect_left(starts, max(block.end for block in blocks))
        made = grid(clean.text, blocks, quantities[first:behind])
        if made is not None and made.heads < made.rows and made.labels < made.columns and (made.heads or made.labels):
            yield from _table(made)
            products = list(priced(made))
            prices = {each.start for one in products for part in one.parts for each in part.sources}
            yield from products
            # 生均标准650 is a price and no average of what it makes.
            yield from (one for one in worked_out(made) if one.total.sources[0].start not in prices)
            yield from portions(made)
            ends = min(block.start for block in blocks), max(block.end for block in blocks)
            yield from remarked(layout, made, *ends)
            yield from first_whole(made)


def _table(made: Grid) -> Iterator[Relation]:
    rows = [_entry(place, made.row(place)) for place in range(made.heads, made.rows)]
    columns = [_entry(place, made.column(place)) for place in range(made.labels, made.columns)]
    for column in columns:
        column.apart = column.apart and made.heads > 0  # without a head nothing tells a column apart
        filled = [made.cells.get((row.place, column.place)) for row in rows]
        if any(cell is not None and cell.quantity is None and not cell.empty for cell in filled):
            column.apart = column.apart or not any(cell is not None and cell.quantity for cell in filled)
    down = [_Told(made, one, columns, "column") for one in _sums(rows)]
    across = [_Told(made, one, rows, "row") for one in _sums(columns) if _one_unit(one)] if made.heads else []
    zeros = {kind for kind in ("blank", "dash") if _is_zero(kind, [*down, *across])}
    for axis in (down, across):
        counts = [told.counts(zeros) for told in axis]
        all_told = sum(holding for holding, _ in counts), sum(judged for _, judged in counts)
        for told in axis:
            yield from told.believed(zeros, all_told)


def _entry(place: int, path: list[Cell]) -> _Entry:
    doubtful = any(cell.words in _TRANSPARENT for cell in path[:-1])
    path = [cell for number, cell in enumerate(path) if number == len(path) - 1 or cell.words not in _TRANSPARENT]
    said = path[-1].words if path else ""
    rank = max((_rank(cell.words) for cell in path), default=_PART)
    apart = not path or any(_INSIDE.search(_BRACKET.sub("", cell.words)) for cell in path)
    unit = _unit(said)
    apart = apart or unit in {"%", "％", "‰"} or (rank == _PART and said.startswith(_SUBSETS))
    return _Entry(place, path, rank, apart, doubtful)


def _rank(words: str) -> int:
    """Return the rank of a head that is a total, -1 for one that is none."""
    bare = _BRACKET.sub("", words).rstrip(":：")
    if bare in _RANKS:
        return _RANKS[bare]
    end = next((one for one in _ENDS if bare.endswith(one)), "")
    return _RANKS[end] if end and len(bare) - len(end) <= _LONGEST else _PART


def _unit(words: str) -> str:
    match = _BRACKET.search(words)
    return match[1] if match else ""


def _one_unit(one: _Sum) -> bool:
    """Tell whether columns are counted in one unit, as far as their heads say."""
    units = {_unit(cell.words) for entry in (one.total, *one.parts) for cell in entry.path[-1:]} - {""}
    return len(units) < 2


def _sums(entries: Sequence[_Entry]) -> list[_Sum]:
    """Return the sums a line of heads asserts, those of the groups first."""
    found: list[_Sum] = []
    plain = all(not entry.apart for entry in entries) and sum(entry.rank > _PART for entry in entries) == 1
    taken = [entry for entry in entries if not entry.apart]
    crossed = {entry.path[-1].words for entry in taken if entry.rank > _PART and _rank(entry.path[-1].words) == _PART}
    for words in sorted(crossed):  # 合计 over 学校数 and 学生数, 小学 over 学校数 and 学生数: like with like
        _settle([(one.rank, one) for one in taken if one.path[-1].words == words], found, plain=False)
    _level([entry for entry in taken if entry.path[-1].words not in crossed], 0, found, plain and not crossed)
    return [one for one in found if len(one.parts) > 1]


def _level(entries: list[_Entry], depth: int, found: list[_Sum], plain: bool) -> list[_Entry]:
    """Settle the groups at one depth of the heads; return what is left over for the sum above."""
    line: list[tuple[int, _Entry]] = []
    for _, run in groupby(entries, key=lambda one: id(one.path[depth]) if depth < len(one.path) else one.place):
        group = list(run)
        if len(group) > 1 and all(len(one.path) > depth + 1 for one in group):
            line += [(_PART, one) for one in _level(group, depth + 1, found, plain)]
        else:
            line += [(one.rank, one) for one in group]
    return _settle(line, found, plain)


def _settle(line: list[tuple[int, _Entry]], found: list[_Sum], plain: bool) -> list[_Entry]:
    """Give each total of a line the parts before it (behind it, where the line begins with a total)."""
    if not line:
        return []
    first, last = line[0][0] > _PART, line[-1][0] > _PART
    if first and last:
        return [entry for rank, entry in line if rank > _PART][:1]
    waiting: list[tuple[int, _Entry]] = []
    for rank, entry in reversed(line) if first else line:
        if rank == _PART:
            waiting.append((rank, entry))
            continue
        at = len(waiting)
        while at > 0 and waiting[at - 1][0] < rank:
            at -= 1
        parts = [one for _, one in waiting[at:]]
        found.append(_Sum(entry, parts[::-1] if first else parts, plain))
        waiting[at:] = [(rank, entry)]
    return [entry for _, entry in (waiting[::-1] if first else waiting)]


class _Told:
    """A sum of heads with the figures it is told in: one relation for every line across it."""

    def __init__(self, made: Grid, one: _Sum, lines: Sequence[_Entry], axis: Axis) -> None:
        self.one, self.axis = one, axis
        self.doubtful = any(part.doubtful for part in one.parts)
        self.made: list[tuple[Relation, bool, set[str]]] = []
        place: Callable[[_Entry, _Entry], tuple[int, int]] = (
            (lambda entry, line: (entry.place, line.place))
            if axis == "column"
            else (lambda entry, line: (line.place, entry.place))
        )
        for line in lines:
            if line.apart:
                continue
            total = made.cells.get(place(one.total, line))
            parts = [made.cells.get(place(part, line)) for part in one.parts]
            self._relate(total, parts)

    def _relate(self, total: Cell | None, parts: list[Cell | None]) -> None:
        if total is None or total.quantity is None or total.quantity.kind != "number":
            return
        given = [cell.quantity for cell in parts if cell is not None and cell.quantity is not None]
        missing = [
            cell.empty if cell is not None else "blank" for cell in parts if cell is None or cell.quantity is None
        ]
        one_kind = all(one.base == total.quantity.base and one.kind == "number" for one in given)
        if len(given) < _FEW or "" in missing or not one_kind or len({id(cell) for cell in parts}) < len(parts):
            return
        if _between(total.quantity.value, [one.exact / total.quantity.scale for one in given]):
            return
        where = [(one.start, one.end) for one in (total.quantity, *given)]
        made = relation("sum", list(given), total.quantity, f"table-{self.axis}", where)
        judged = judge(made)
        if judged is not None:
            self.made.append((made, judged.holds, set(missing)))

    def counts(self, zeros: set[str]) -> tuple[int, int]:
        """Return how many of the lines that can be judged hold, and how many there are."""
        judged = [holds for _, holds, missing in self.made if holds or missing <= zeros]
        return sum(judged), len(judged)

    def believed(self, zeros: set[str], all_told: tuple[int, int]) -> Iterator[Relation]:
        """Yield the relations, where the table bears out that the head means a sum.

        `all_told`: how many of all the sums of the table along this axis hold, of how many. Heads of several levels
        are believed by them, parts under 其中 by their own, a single total over single parts at its word.
        """
        holding, judged = self.counts(zeros) if self.doubtful or self.one.plain else all_told
        if self.one.plain and not self.doubtful:
            meant = judged <= _FEW or 2 * holding >= judged
        else:
            meant = 3 * holding >= 2 * judged if judged > _FEW else holding == judged
        if meant:
            yield from (made for made, holds, missing in self.made if holds or missing <= zeros)


def _between(total: Decimal, parts: Sequence[Fraction]) -> bool:
    """Tell whether a total lies among its parts, as an average or the largest of them does.

    Where the largest part with a zero too many explains that, the total is one.
    """
    among = min(parts) >= 0 and sum(part > 0 for part in parts) > 1 and min(parts) < total <= max(parts)
    return among and sum(parts) - max(parts) * 9 / 10 != total


def _is_zero(kind: str, told: Sequence[_Told]) -> bool:
    """Tell whether the sums of a table show that its empty cells of a kind count nothing."""
    judged = [
        holds
        for one in told
        for made, holds, missing in one.made
        if kind in missing and any(part.value for part in made.parts)
    ]
    return sum(judged) > 0 and 2 * sum(judged) >= len(judged)
