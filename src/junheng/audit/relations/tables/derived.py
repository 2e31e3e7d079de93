"""Columns of a table worked out of two others, row by row: 增减 of 本年 and 上年, 增幅, 占比, 班均.

The head says how a column was made (增减, 率, 均), its figures of which two columns: those of which most rows come out.
Where they do, the rows that do not come out contradict the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

import msgspec

from junheng.audit.judge import holds
from junheng.audit.model import Quantity, Relation, RelationKind, Term
from junheng.audit.relations.ground.terms import relation, term
from junheng.audit.relations.tables.grid import DATA, Grid

_CUES: dict[str, list[str]] = DATA["derived"]
_KINDS: tuple[RelationKind, ...] = ("growth", "ratio", "average", "difference")
_SHARES = frozenset({"growth", "ratio"})
_LARGE = (("亿", Fraction(10**8)), ("万", Fraction(10**4)))
_UNIT = re.compile("[(（]([^()（）]{1,6})[)）]")
_LEAST, _MOST_COLUMNS, _MOST_CELLS = 3, 16, 4000
"""How many rows a column is believed by; larger tables have too many pairs of columns to be tried."""
_FIRST, _TWO, _ONE = 12, 2, Fraction(1)
"""How many rows tell which two columns one is made of."""


@dataclass(frozen=True, slots=True)
class _Column:
    """The figures of a column by their rows, and what its head says they are counted in (万元: 10000)."""

    figures: dict[int, Quantity]
    scale: Fraction

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
    if not made.heads or not small or len(rows) < _LEAST:
        return
    heads = {at: "".join(cell.words for cell in made.column(at)) for at in columns}
    every = {at: _Column(_figures(made, rows, at), _scale(heads[at])) for at in columns}
    for at, own in every.items():
        others = [one for place, one in every.items() if place != at]
        for kind in _kinds(heads[at], own):
            if found := _made_of(kind, own, others):
                yield from found
                break


def _figures(made: Grid, rows: range, column: int) -> dict[int, Quantity]:
    cells = {row: made.cells.get((row, column)) for row in rows}
    return {row: cell.quantity for row, cell in cells.items() if cell is not None and cell.quantity is not None}


def _scale(head: str) -> Fraction:
    unit = "".join(_UNIT.findall(head))
    return next((scale for word, scale in _LARGE if word in unit), _ONE)


def _kinds(head: str, own: _Column) -> list[RelationKind]:
    """Return how a column may have been made, by its head and its figures."""
    share = any(one.kind == "share" for one in own.figures.values()) or any(word in head for word in ("%", "％", "率"))
    found = [kind for kind in _KINDS if any(word in head for word in _CUES[kind])]
    return [kind for kind in found if kind not in _SHARES or share] if own.figures else []


def _made_of(kind: RelationKind, own: _Column, others: list[_Column]) -> list[Relation]:
    """Return the relations of a column with the two of which most of its rows come out; none where there are none."""
    best: tuple[int, _Column, _Column] | None = None
    for one, two in permutations(others, 2):
        told = _all(kind, own, one, two, _FIRST)
        right = sum(map(holds, told))
        borne = right >= _TWO and 3 * right >= 2 * len(told) >= 2 * _LEAST and _says_something(told)
        if borne and (best is None or right > best[0]):
            best = right, one, two
    return _all(kind, own, *best[1:]) if best is not None else []


def _all(kind: RelationKind, own: _Column, one: _Column, two: _Column, most: int | None = None) -> list[Relation]:
    rows = [row for row in own.figures if row in one.figures and row in two.figures][:most]
    made = (_relation(kind, row, own, (one, two)) for row in rows)
    return [each for each in made if each is not None]


def _says_something(told: list[Relation]) -> bool:
    """Whether a column is no accident: its figures differ, and so do those it is made of."""
    totals = {one.total.value for one in told if holds(one)}
    bottoms = {one.parts[1].value for one in told}
    return len(totals) > 1 and len(bottoms) > 1


def _relation(kind: RelationKind, row: int, own: _Column, sides: tuple[_Column, _Column]) -> Relation | None:
    """Return what a row tells, None where its figures cannot be set against each other."""
    total, (one, two) = own.figures[row], sides
    first, second = one.figures[row], two.figures[row]
    alike = first.base == second.base and first.kind == second.kind
    if not (first.value and second.value) or not _FITS[kind](total, first, second) or (kind != "average" and not alike):
        return None
    places = sorted((each.start, each.end) for each in (first, second, total))
    if kind in _SHARES:
        first_side, second_side, printed = one.term(row), two.term(row), _share(total)
    else:
        below = own.scale if kind == "difference" else _ONE
        first_side, second_side, printed = one.term(row, own.scale), two.term(row, below), total
    return relation(kind, [first_side, second_side], printed, "table-derived", places)


_FITS: dict[str, Callable[[Quantity, Quantity, Quantity], bool]] = {
    "difference": lambda _, one, __: one.kind in {"number", "share"},
    "growth": lambda _, one, __: one.kind == "number",
    "ratio": lambda _, one, two: one.kind == "number" and one.value <= two.value,
    "average": lambda own, one, two: own.kind == one.kind == two.kind == "number",
}


def _share(own: Quantity) -> Quantity:
    """Return a figure under a head of per cent as a share."""
    if own.kind == "share":
        return own
    return msgspec.structs.replace(own, unit="%", base="%", scale=_ONE, kind="share")
