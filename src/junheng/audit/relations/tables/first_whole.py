"""Tables whose first figure in each row is the whole of those behind it, though no head calls it so.

`学段 抽测人数 优秀 良好 及格 不及格`: where in most rows those behind the first come to it, the columns divide it,
and a row that lies near contradicts the table. Columns behind those (及格率, 备注) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.model import Quantity, Relation
from junheng.audit.relations.ground.terms import relation
from junheng.audit.relations.sums.labels.labels import division
from junheng.audit.relations.tables.grid import DATA, Grid

_WORKED_OUT, _DIVIDED = re.compile("[余差增减缺超年月]|小计|合计"), frozenset({"whole", "partition"})
_TWO, _SMALL, _NEAR, _MOST = 2, 20, Fraction(1, 10), 200
"""Rows and parts at the least; what a row that comes out is told from chance by; how far one may lie from its whole."""


def first_whole(made: Grid) -> Iterator[Relation]:
    """Yield, row by row, the first figure as the sum of those behind it."""
    width = made.columns - made.labels
    if not made.heads or not made.labels or width <= _TWO or made.rows - made.heads > _MOST:
        return
    paths = [[cell.words for cell in made.column(at)] for at in range(made.labels, made.columns)]
    heads = ["".join(path) for path in paths]
    if any(word in DATA["totals"] or _WORKED_OUT.search(word) for path in paths for word in path):
        return  # the table says itself what its totals are
    rows = [_figures(made, row) for row in range(made.heads, made.rows)]
    for count in range(width - 1, _TWO - 1, -1):
        if count == _TWO and division(heads[0], heads[1:3]) not in _DIVIDED:
            return
        told = [row[: count + 1] for row in rows if len(row) > count and row[0].value > 0]
        sums = [_made(row) for row in told]
        exact = [one for one in sums if holds(one)]
        right = len(exact)
        large = right > _TWO or all(one.total.value >= _SMALL for one in exact)
        if large and right >= _TWO and 2 * right > len(sums):
            sure = max(right, count) > _TWO or division(heads[0], heads[1:3]) == "whole"
            yield from (one for one in sums if holds(one) or (sure and _is_near(one)))
            return


def _made(row: list[Quantity]) -> Relation:
    """Return the first figure of a row as the sum of the others."""
    return relation("sum", list(row[1:]), row[0], "table-first", sorted((one.start, one.end) for one in row))


def _figures(made: Grid, row: int) -> list[Quantity]:
    """Return the figures of a row from its first on, up to one that counts something else."""
    found: list[Quantity] = []
    for at in range(made.labels, made.columns):
        cell = made.cells.get((row, at))
        one = cell.quantity if cell is not None else None
        if one is None or one.kind != "number" or (found and one.base != found[0].base) or one.value < 0:
            break
        found.append(one)
    return found


def _is_near(one: Relation) -> bool:
    return abs(sum(part.value for part in one.parts) - one.total.value) <= _NEAR * one.total.value
