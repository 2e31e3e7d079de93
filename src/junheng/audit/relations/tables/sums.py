"""Sums of tables: rows and columns as parts of a total, and whether the table bears out that it is meant as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from junheng.audit.judge import judge
from junheng.audit.model import Relation
from junheng.audit.relations.ground.terms import relation
from junheng.audit.relations.tables.grid import Cell, Grid

PART, FEW = -1, 2
"""The rank of a head that is no total; how many lines are few."""
Axis = Literal["row", "column"]


@dataclass(slots=True, eq=False)
class Entry:
    """A row among rows, or a column among columns: what it is called, and what it is to a sum."""

    place: int
    path: list[Cell]
    rank: int
    apart: bool
    """Whether it takes no part in sums."""
    subset: bool = False
    """Whether it is apart as it is in one of the others already: it has sums across it all the same."""
    doubtful: bool = False
    """Whether it stands under 其中: what follows there may be a choice."""


@dataclass(slots=True)
class Sum:
    """A total with its parts, as the heads have it."""

    total: Entry
    parts: list[Entry]
    plain: bool
    near_plain: bool = False
    """Whether it is plain but for rows or columns told to be in one of the others (其中)."""


class Told:
    """A sum of heads with the figures it is told in: one relation for every line across it."""

    def __init__(self, made: Grid, one: Sum, lines: Sequence[Entry], axis: Axis) -> None:
        self.one, self.axis = one, axis
        self.doubtful = any(part.doubtful for part in one.parts)
        self.near_plain = one.near_plain
        self.made: list[tuple[Relation, bool, set[str]]] = []
        place: Callable[[Entry, Entry], tuple[int, int]] = (
            (lambda entry, line: (entry.place, line.place))
            if axis == "column"
            else (lambda entry, line: (line.place, entry.place))
        )
        for line in lines:
            if line.apart and not line.subset:
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
        if len(given) < FEW or "" in missing or not one_kind or len({id(cell) for cell in parts}) < len(parts):
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
        own = self.doubtful or self.one.plain or self.near_plain
        holding, judged = self.counts(zeros) if own else all_told
        if self.one.plain and not self.doubtful:
            meant = judged <= FEW or 2 * holding >= judged
        elif self.near_plain and not self.doubtful:
            meant = holding > 0 and 2 * holding >= judged
        else:
            meant = 3 * holding >= 2 * judged if judged > FEW else holding == judged
        if meant:
            yield from (made for made, holds, missing in self.made if holds or missing <= zeros)


def _between(total: Decimal, parts: Sequence[Fraction]) -> bool:
    """Tell whether a total lies among its parts, as an average or the largest of them does.

    Where the largest part with a zero too many explains that, the total is one.
    """
    among = min(parts) >= 0 and sum(part > 0 for part in parts) > 1 and min(parts) < total <= max(parts)
    return among and sum(parts) - max(parts) * 9 / 10 != total


def is_zero(kind: str, told: Sequence[Told]) -> bool:
    """Tell whether the sums of a table show that its empty cells of a kind count nothing."""
    judged = [
        holds
        for one in told
        for made, holds, missing in one.made
        if kind in missing and any(part.value for part in made.parts)
    ]
    return sum(judged) > 0 and 2 * sum(judged) >= len(judged)
