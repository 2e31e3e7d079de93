"""Columns of a table worked out of two others, row by row: 增减 of 本年 and 上年, 增幅, 占比, 班均.

The head says how a column was made (增减, 率, 均), its figures of which two columns: those of which most rows come out.
Where they do, the rows that do not come out contradict the table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations

import msgspec

from junheng.audit.judge import holds
from junheng.audit.model import Quantity, Relation, RelationKind, Term
from junheng.audit.relations.ground.terms import negative, relation, term
from junheng.audit.relations.tables.grid import DATA, Grid

_CUES: dict[str, list[str]] = DATA["derived"]
_KINDS: tuple[RelationKind, ...] = ("growth", "ratio", "average", "difference")
_SHARES = frozenset({"growth", "ratio"})
_LARGE = (("亿", Fraction(10**8)), ("万", Fraction(10**4)))
_UNIT = re.compile("[(（]([^()（）]{1,6})[)）]")
_LEAST, _SOME_COLUMNS, _MOST_COLUMNS, _MOST_CELLS = 3, 16, 24, 4000
"""How many rows a column is believed by; larger tables have too many pairs of columns to be tried,
and more than some ask for figures with more digits."""
_FIRST, _TWO, _LOOSE = 12, 2, 0.02
"""How many rows tell which two columns one is made of, how many of them come out at the least; and by how much of
itself a figure may be off before its verdict is asked."""
_MEAN = "平均"
"""A row of means is worked out of the rows, not of its own columns."""
_ONE = Fraction(1)


@dataclass(frozen=True)
class _Column:
    """The figures of a column by their rows, and what its head says they are counted in (万元: 10000)."""

    figures: dict[int, Quantity]
    scale: Fraction
    falls: bool
    """Whether its head tells of a fall (减少, 降幅): what is printed without a sign went down."""

    @cached_property
    def rough(self) -> dict[int, float]:
        """Return the figures in floating point, in the unit of the head."""
        return {row: float(one.value) * self.scale_of for row, one in self.figures.items()}

    @cached_property
    def scale_of(self) -> float:
        """Return the scale in floating point."""
        return float(self.scale)

    @cached_property
    def step_of(self) -> float:
        """Return the coarsest place of a figure's last digit, in floating point."""
        return max((float(one.step) for one in self.figures.values()), default=0.0) * self.scale_of

    @cached_property
    def unsigned(self) -> bool:
        """Whether no figure of it is printed below nought."""
        return all(one.value >= 0 for one in self.figures.values())

    def term(self, row: int, own: Fraction = _ONE) -> Term:
        """Return a figure in the unit of the column it is set against."""
        figure = self.figures[row]
        made, by = term(figure), self.scale / own
        # Whole 万元 were rounded, though whole 元 are not.
        slack = made.slack or (Fraction(figure.step) / 2 if self.scale > 1 else made.slack)
        return Term(made.value * by, slack * by, made.sources)


def worked_out(made: Grid) -> Iterator[Relation]:
    """Yield, row by row, what the columns assert whose heads say that they were worked out of others."""
    columns, rows = range(made.labels, made.columns), range(made.heads, made.rows)
    small = _LEAST <= len(columns) <= _MOST_COLUMNS and len(rows) * len(columns) <= _MOST_CELLS
    if not made.heads or not small or len(rows) < _TWO:
        return
    heads = {at: "".join(cell.words for cell in made.column(at)) for at in columns}
    rows_ = [row for row in rows if not any(_MEAN in cell.words for cell in made.row(row))]
    every = {at: _Column(_figures(made, rows_, at), scale_of(heads[at]), _falls(heads[at])) for at in columns}
    for at, own in every.items():
        others = [one for place, one in every.items() if place != at]
        for kind in _kinds(heads[at], own):
            if found := _made_of(kind, own, others):
                yield from found
                break


def _falls(head: str) -> bool:
    return any(word in head for word in _CUES["falls"]) and not any(word in head for word in _CUES["rises"])


def _figures(made: Grid, rows: Sequence[int], column: int) -> dict[int, Quantity]:
    cells = {row: made.cells.get((row, column)) for row in rows}
    return {row: cell.quantity for row, cell in cells.items() if cell is not None and cell.quantity is not None}


def scale_of(head: str) -> Fraction:
    """Return what the figures below a head are counted in: 10000 below 金额（万元）."""
    unit = "".join(_UNIT.findall(head))
    return next((scale for word, scale in _LARGE if word in unit), _ONE)


def _kinds(head: str, own: _Column) -> list[RelationKind]:
    """Return how a column may have been made, by its head and its figures."""
    share = any(one.kind == "share" for one in own.figures.values()) or any(word in head for word in ("%", "％", "率"))
    found = [kind for kind in _KINDS if any(word in head for word in _CUES[kind])]
    if share and "difference" in found and "growth" not in found:
        found.insert(0, "growth")  # 下降（%）: of counts a growth, of shares points
    return [kind for kind in found if kind not in _SHARES or share] if own.figures else []


def _made_of(kind: RelationKind, own: _Column, others: list[_Column]) -> list[Relation]:
    """Return the relations of a column with the two of which most of its rows come out; none where there are none.

    Pairs of columns are told by floating point, in a few rows: only of those that nearly come out a verdict is asked.
    """
    best: tuple[int, _Column, _Column] | None = None
    for one, two in permutations(others, 2):
        if not _nearly(kind, own, one, two):
            continue
        told = _all(kind, own, one, two, _FIRST)
        right = sum(map(holds, told))
        enough = len(told) >= _LEAST or (right == len(told) and _long(told, _TWO + (len(others) >= _SOME_COLUMNS)))
        borne = right >= _TWO and 3 * right >= 2 * len(told) and enough and _says_something(told)
        if borne and (best is None or right > best[0]):
            best = right, one, two
    return _all(kind, own, *best[1:]) if best is not None else []


def _nearly(kind: RelationKind, own: _Column, one: _Column, two: _Column) -> bool:
    """Whether two rows in three, of the first ones, come out but for what rounding may explain."""
    rows = [row for row in list(own.rough)[:_FIRST] if row in one.rough and row in two.rough]
    bearable, missed = len(rows) // 3, 0
    for row in rows:
        printed, first, second = own.rough[row], one.rough[row], two.rough[row]
        if not second or not first:
            continue
        worth = _ROUGH[kind](first, second)
        if kind in _SHARES:
            printed /= own.scale_of  # shares are printed in per cent, whatever the head counts in
        near = min(abs(worth - printed), abs(worth + printed) if kind != "ratio" else math.inf)
        coarse = one.step_of + two.step_of if kind == "difference" else 0.0
        missed += near > own.step_of + coarse + _LOOSE * abs(worth)
        if missed > bearable:
            return False
    return len(rows) >= _TWO


def _long(told: list[Relation], digits: int) -> bool:
    """Whether the figures of two rows have so many digits that they do not come out by accident."""
    return all(len(str(one.total.sources[0].value).strip("-").replace(".", "").strip("0")) >= digits for one in told)


_ROUGH: dict[str, Callable[[float, float], float]] = {
    "difference": lambda one, two: one - two,
    "growth": lambda one, two: (two - one) / one * 100,
    "ratio": lambda one, two: one / two * 100,
    "average": lambda one, two: one / two,
}


def _all(kind: RelationKind, own: _Column, one: _Column, two: _Column, most: int | None = None) -> list[Relation]:
    rows = [row for row in own.figures if row in one.figures and row in two.figures][:most]
    made = (_relation(kind, row, own, (one, two)) for row in rows)
    return [each for each in made if each is not None]


def _says_something(told: list[Relation]) -> bool:
    """Whether a column is no accident: its figures differ, and so do those it is made of."""
    right = [one for one in told if holds(one)]
    totals, bottoms = {one.total.value for one in right}, {one.parts[1].value for one in told}
    return len(bottoms) > 1 and (len(totals) > 1 or len(right) >= _LEAST)


def _relation(kind: RelationKind, row: int, own: _Column, sides: tuple[_Column, _Column]) -> Relation | None:
    """Return what a row tells, None where its figures cannot be set against each other."""
    total, (one, two) = own.figures[row], sides
    first, second = one.figures[row], two.figures[row]
    alike = first.base == second.base and first.kind == second.kind
    if not (first.value and second.value) or not _FITS[kind](total, first, second) or (kind != "average" and not alike):
        return None
    if kind == "difference" and own.unsigned and one.rough[row] < two.rough[row]:
        if not total.value:
            return None  # 缺编0 where there are too many: it counts what is wanting
        (one, two), (first, second) = (two, one), (second, first)
    places = sorted((each.start, each.end) for each in (first, second, total))
    if kind in _SHARES:
        first_side, second_side, printed = one.term(row), two.term(row), term(as_share(total))
        if kind == "growth" and own.falls and own.unsigned:
            printed = negative(printed)
    else:
        below = own.scale if kind == "difference" else _ONE
        first_side, second_side, printed = one.term(row, own.scale), two.term(row, below), term(total)
    return relation(kind, [first_side, second_side], printed, "table-derived", places)


_FITS: dict[str, Callable[[Quantity, Quantity, Quantity], bool]] = {
    "difference": lambda _, one, __: one.kind in {"number", "share"},
    "growth": lambda _, one, __: one.kind == "number",
    "ratio": lambda _, one, __: one.kind == "number",
    "average": lambda own, one, two: own.kind == one.kind == two.kind == "number",
}


def as_share(own: Quantity) -> Quantity:
    """Return a figure under a head of per cent as a share."""
    if own.kind == "share":
        return own
    return msgspec.structs.replace(own, unit="%", base="%", scale=_ONE, kind="share")
