"""Columns of tables that are so many at so much each: 数量 × 单价 = 金额, 人数 × 标准 × 月数 = 发放金额.

The heads say what a column is; a row is read where most rows of the table come out, also the one that does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from junheng.audit.judge import holds, judge
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.terms import relation, term
from junheng.audit.relations.tables.derived import scale_of
from junheng.audit.relations.tables.grid import DATA, Grid

_WORDS: dict[str, list[str]] = DATA["priced"]
_MONEY, _MOST_ROWS, _MOST_COLUMNS = "元", 400, 16
_SMALL = 100
_CLOSE = (Fraction(9, 10), Fraction(10, 9))
Columns = dict[int, dict[int, Quantity]]


def priced(made: Grid) -> Iterator[Relation]:
    """Yield, row by row, the products that the heads of a table assert."""
    columns, rows = range(made.labels, made.columns), range(made.heads, made.rows)
    if not made.heads or len(columns) > _MOST_COLUMNS or len(rows) > _MOST_ROWS:
        return
    heads = {at: "".join(cell.words for cell in made.column(at)) for at in columns}
    prices = [at for at in columns if _named(heads[at], "price") and not _named(heads[at], "no_price")]
    totals = [at for at in columns if _named(heads[at], "total") and at not in prices]
    if not prices or not totals:
        return
    counts = [at for at in columns if at not in prices and at not in totals and not _named(heads[at], "no_count")]
    figures = {at: _figures(made, rows, at) for at in columns}
    times = [at for at in counts if _named(heads[at], "times")]
    for total in totals:
        best: list[Relation] = []
        tried = product(prices, [one for one in counts if one not in times], [None, *times])
        for price, count, time in tried:
            factors = [count, price] if time is None else [count, price, time]
            told = list(_rows(figures, heads, factors, price, total))
            right = sum(map(holds, told))
            if right > sum(map(holds, best)) and 2 * right >= len(told) and _means_it(right, told, heads[count]):
                best = told
        paid = _named(heads[total], "paid")
        yield from (one for one in best if holds(one) or (not paid and _misprinted(one)))


def _named(head: str, key: str) -> bool:
    return any(word in head for word in _WORDS[key])


def _means_it(right: int, told: Sequence[Relation], head: str) -> bool:
    """Whether what comes out is no accident: two rows, or one where the head says that it counts (数量)."""
    plain = all(one.parts[0].value == 1 for one in told if holds(one))
    return not plain and (right > 1 or (len(told) < 3 and _named(head, "count")))


def _figures(made: Grid, rows: Sequence[int], column: int) -> dict[int, Quantity]:
    cells = {row: made.cells.get((row, column)) for row in rows if not any(_sums(cell.words) for cell in made.row(row))}
    return {
        row: cell.quantity
        for row, cell in cells.items()
        if cell is not None and cell.quantity is not None and cell.quantity.kind == "number"
    }


def _sums(words: str) -> bool:
    return words in DATA["totals"] or words.endswith(tuple(DATA["before"]["ends"]))


def _rows(
    figures: Columns, heads: dict[int, str], factors: Sequence[int], price: int, total: int
) -> Iterator[Relation]:
    """Yield the product of each row that has all of its figures."""
    for row, paid in figures[total].items():
        row_of = [figures[at].get(row) for at in factors]
        told = [one for one in row_of if one is not None]
        if len(told) < len(factors) or not paid.value or paid.base not in {"", _MONEY}:
            continue
        scale = paid.scale if paid.unit else scale_of(heads[total])
        parts: list[Quantity | Term] = []
        for at, one in zip(factors, told, strict=True):
            own = one.scale if one.unit else scale_of(heads[at])
            by = own / scale if at == price else own if one.base in {"", "月"} and not one.unit else Fraction(1)
            own_term = term(one)
            parts.append(Term(own_term.value * by, own_term.slack * by, own_term.sources))
        where = sorted((one.start, one.end) for one in (paid, *told))
        yield relation("product", parts, paid, "table-priced", where)


def _misprinted(made: Relation) -> bool:
    """Whether a row that does not come out lies near, or one slip of the pen away."""
    found = judge(made)
    if found is None or not found.computed or not made.total.value:
        return False
    if any(part.value < _SMALL and made.total.value * part.value == _SMALL * found.computed for part in made.parts):
        return False  # 95人 × 650元 = 65000元: schools of fewer than a hundred are paid for a hundred
    return _CLOSE[0] < found.computed / made.total.value < _CLOSE[1] or bool(found.slip)
