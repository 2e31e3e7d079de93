"""Columns of tables that tell what share of the total each row is: 占比 behind 人数, the row 合计 being all of it.

Where most rows come out, the one that does not contradicts the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.arithmetic import compute, printed_step
from junheng.audit.judge import holds
from junheng.audit.model import Quantity, Relation
from junheng.audit.relations.ground.terms import relation, term
from junheng.audit.relations.tables.derived import as_share
from junheng.audit.relations.tables.grid import DATA, Grid

_HEADS: tuple[str, ...] = tuple(DATA["portions"]["heads"])
_TOTALS: dict[str, int] = DATA["totals"]
_LEAST, _MOST_COLUMNS, _MOST_ROWS = 2, 16, 200
_ALL = 100


def portions(made: Grid) -> Iterator[Relation]:
    """Yield, row by row, the shares that a column tells of another's total."""
    columns, rows = range(made.labels, made.columns), range(made.heads, made.rows)
    if not made.heads or not made.labels or len(columns) > _MOST_COLUMNS or len(rows) > _MOST_ROWS:
        return
    names = {row: "".join(cell.words for cell in made.row(row)) for row in rows}
    ends = [row for row in rows if names[row] in _TOTALS]
    if len(ends) != 1:
        return
    for at in columns:
        head = "".join(cell.words for cell in made.column(at))
        if any(word in head for word in _HEADS):
            yield from _of(made, at, [row for row in rows if row != ends[0]], ends[0])


def _of(made: Grid, at: int, rows: list[int], end: int) -> Iterator[Relation]:
    """Yield the shares of the nearest column before one, or behind it, of which most come out."""
    for column in sorted(range(made.labels, made.columns), key=lambda other: (abs(other - at), other > at)):
        whole = _figure(made, end, column)
        if column == at or whole is None or not whole.value or whole.kind != "number":
            continue
        told = [one for row in rows if (one := _share_of(made, row, (column, at), whole)) is not None]
        right = sum(map(holds, told))
        if right >= _LEAST and 3 * right >= 2 * len(told):
            in_full = sum(one.total.value for one in told) == _ALL  # 33.3, 33.3, 33.4: made to come to 100
            yield from (one for one in told if not in_full or holds(one) or not _one_step(one))
            return


def _one_step(made: Relation) -> bool:
    """Whether a share lies no more than one of its last digit from what it comes to."""
    found = compute(made)
    return found is not None and abs(found - made.total.value) <= Fraction(3, 2) * printed_step(made.total)


def _share_of(made: Grid, row: int, columns: tuple[int, int], whole: Quantity) -> Relation | None:
    part, share = (_figure(made, row, column) for column in columns)
    if part is None or share is None or part.kind != "number" or part.base != whole.base or share.value >= _ALL:
        return None
    where = sorted((one.start, one.end) for one in (part, share, whole))
    return relation("ratio", [part, whole], term(as_share(share)), "table-portion", where)


def _figure(made: Grid, row: int, column: int) -> Quantity | None:
    cell = made.cells.get((row, column))
    return cell.quantity if cell is not None else None
