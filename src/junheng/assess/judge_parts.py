"""Figures, verdicts and shortfalls of all school parts of one stage, in Polars.

Figures are computed in Float64. Comparisons between whole numbers below 2^52 are exact there. Others are decided
there only where they are clear; where figure and bound lie within one part in 10^9 of each other (or a shortfall
so close to a whole number), the row is computed again exactly (see `exact`). So no verdict depends on rounding,
and the exact work stays rare.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from operator import add, and_

import polars as pl

from junheng.assess.exact import Reach, Row, amount, reach, rows_of
from junheng.assess.formula import Term
from junheng.assess.judge_columns import CLEAR, EXACT, KEYS, VERDICT, Column, joint_verdict, verdict_of
from junheng.assess.rule import tolerated
from junheng.standards import Condition
from junheng.standards.model import SchoolRule

# -- figures of the parts ----------------------------------------------------------------------------------------


def _condition(condition: Condition) -> pl.Expr:
    column = pl.col(condition.field)
    held: list[pl.Expr] = []
    if condition.among is not None:
        held.append(column.is_in(list(condition.among)))
    if condition.equals is not None:
        held.append(column == pl.lit(condition.equals))
    if condition.at_least is not None:
        held.append(column >= pl.lit(condition.at_least))
    if condition.at_most is not None:
        held.append(column <= pl.lit(condition.at_most))
    if condition.below is not None:
        held.append(column < pl.lit(condition.below))
    if condition.above is not None:
        held.append(column > pl.lit(condition.above))
    return reduce(and_, held)


def _term(term: Term, *, absolute: bool) -> pl.Expr:
    figure = pl.col(term.field).cast(pl.Float64)
    if absolute:
        figure = figure.abs()
    elif term.sign < 0:
        figure = -figure
    if not term.where:
        return figure
    matches = reduce(and_, (_condition(condition) for condition in term.where))
    # An undecided condition leaves the figure null: neither branch holds.
    return pl.when(matches).then(figure).when(~matches).then(0.0)


def _sum(terms: tuple[Term, ...], *, absolute: bool = False) -> pl.Expr:
    """Return the sum of `terms` in Float64: null when a term is."""
    if not terms:
        return pl.lit(1.0)
    own = [_term(term, absolute=absolute) for term in terms if not term.shared]
    shared = [_term(term, absolute=absolute) for term in terms if term.shared]
    if not shared:
        return reduce(add, own)
    share = pl.when(pl.col("share_den") > 0).then(pl.col("share_num") / pl.col("share_den"))
    return reduce(add, [*own, reduce(add, shared) * share])


def figures_of(source: pl.DataFrame, columns: list[Column]) -> pl.DataFrame:
    """Return a row per row of `source` (judged parts of one stage): keys, amounts, flags and shortfalls.

    Columns: county_code, year, stage, unit; each `Column.denominator`; per indicator numerator, value and per
    bound a flag and a shortfall, still to be settled where `_doubt` is true. A denominator that is not above 0 is
    null, as is what depends on it.
    """
    denominators = {column.denominator: column.formula.denominator for column in columns}
    # Null where it cannot be told whether the part is judged at all.
    told = pl.when(pl.col("undecided").is_null()).then(0.0) if "undecided" in source.columns else pl.lit(0.0)
    amounts = source.lazy().select(
        *KEYS,
        "stage",
        "unit",
        *(_sum(terms).alias(name) for name, terms in denominators.items()),
        *((_sum(column.formula.numerator) + told).alias(column.name("numerator")) for column in columns),
        *(
            _sum(column.formula.numerator, absolute=True).alias(column.name("_gross"))
            for column in columns
            if column.cancels
        ),
    )
    positive = amounts.with_columns(pl.when(pl.col(name) > 0).then(pl.col(name)).alias(name) for name in denominators)
    lacks = positive.with_columns(
        _lack(column, bound).alias(column.name(shortfall))
        for column in columns
        for _, shortfall, bound in column.bound_names
    )
    return lacks.with_columns(*(expression for column in columns for expression in _flags(column))).collect()


def _lack(column: Column, bound: Fraction) -> pl.Expr:
    """Return q x what is missing to `bound`, where bound / times = p / q: integers stay integers."""
    ratio = bound / column.formula.times
    asked = pl.col(column.denominator) * float(ratio.numerator)
    numerator = column.col("numerator") * float(ratio.denominator)
    return asked - numerator if column.formula.indicator.better == "more" else numerator - asked


def _flags(column: Column) -> Iterator[pl.Expr]:
    whole = column.formula.indicator.whole
    gross = column.col("_gross") if column.cancels else column.col("numerator")
    doubts = []
    for flag, shortfall, bound in column.bound_names:
        ratio = bound / column.formula.times
        scaled, unit = column.col(shortfall), float(ratio.denominator)
        lack = scaled / unit
        size = pl.col(column.denominator) * abs(float(ratio.numerator)) + gross * unit
        if column.integral:
            doubts.append(size > EXACT)
        else:
            away = scaled - lack.round().clip(lower_bound=0) * unit if whole else scaled
            doubts.append(away.abs() <= size * CLEAR)
        yield (scaled <= 0).alias(column.name(flag))
        # An unknown lack stays unknown; `clip` says the same more slowly.
        yield pl.when(scaled <= 0).then(0.0).otherwise(lack.ceil() if whole else lack).alias(column.name(shortfall))
    yield (column.col("numerator") / pl.col(column.denominator) * float(column.formula.times)).alias(
        column.name("value")
    )
    if doubts:
        yield pl.any_horizontal(doubts).fill_null(value=False).alias(column.name("_doubt"))


# -- what float cannot decide ------------------------------------------------------------------------------------


def settled_of(figures: pl.DataFrame, source: pl.DataFrame, columns: list[Column]) -> pl.DataFrame:
    """Return `figures` (of `figures_of`) with the exact flags and shortfalls in the rows in doubt."""
    for column in columns:
        if column.name("_doubt") not in figures.columns or not figures[column.name("_doubt")].any():
            continue
        places = figures[column.name("_doubt")].arg_true()
        exact = [_reach(column, row) for row in rows_of(source[places], column.formula.fields)]
        settled = []
        for flag, shortfall, _ in column.bound_names:
            on_line = flag == "reached"
            flags = [each.line if on_line else each.floor for each in exact]
            lacks = [each.lack if on_line else each.lack_floor for each in exact]
            settled += [
                figures[column.name(flag)].scatter(places, flags),
                figures[column.name(shortfall)].scatter(
                    places, [None if lack is None else float(lack) for lack in lacks]
                ),
            ]
        figures = figures.with_columns(settled)
    return figures


def _reach(column: Column, row: Row) -> Reach:
    numerator = amount(column.formula.numerator, row).value
    denominator = amount(column.formula.denominator, row).value
    assert numerator is not None
    assert denominator is not None
    return reach(column.formula, numerator, denominator, column.bounds)


# -- parts -------------------------------------------------------------------------------------------------------


def judged_of(figures: pl.DataFrame, columns: list[Column], rule: SchoolRule | None) -> pl.DataFrame:
    """Return the public columns of the parts' frame (see `judge.judge_frames`) from `settled_of`."""
    asked = [column for column in columns if column.bounds.line is not None]
    reached = [column.col("reached") for column in asked]
    met = pl.sum_horizontal(reached).cast(pl.UInt32) if reached else pl.lit(0, pl.UInt32)
    short = pl.sum_horizontal([~each for each in reached]).cast(pl.UInt32) if reached else pl.lit(0, pl.UInt32)
    counted = figures.lazy().with_columns(met.alias("met"), short.alias("short"))
    return (
        counted.with_columns((len(asked) - pl.col("met") - pl.col("short")).cast(pl.UInt32).alias("unknown"))
        .select(
            *KEYS,
            "stage",
            "unit",
            *(expression for column in columns for expression in _cell(column)),
            "met",
            "short",
            "unknown",
            _part_verdict(asked, rule).alias("verdict"),
        )
        .collect()
    )


def _cell(column: Column) -> Iterator[pl.Expr]:
    line, floor = column.bounds
    nothing = pl.lit(None, pl.Float64)
    yield column.col("numerator")
    yield pl.col(column.denominator).alias(column.name("denominator"))
    yield column.col("value")
    yield (pl.lit(None, VERDICT) if line is None else verdict_of(column.col("reached"))).alias(column.name("verdict"))
    yield pl.lit(None, pl.Boolean).alias(column.name("above_floor")) if floor is None else column.col("above_floor")
    yield nothing.alias(column.name("shortfall")) if line is None else column.col("shortfall")
    yield nothing.alias(column.name("shortfall_floor")) if floor is None else column.col("shortfall_floor")


def _part_verdict(asked: list[Column], rule: SchoolRule | None) -> pl.Expr:
    """Return the vectorised form of `rule.part_verdict`."""
    if rule is None or not asked:
        return pl.lit(None, VERDICT)
    allowed = tolerated(rule, len(asked))
    short = pl.col("short") > allowed
    floors = [~column.col("above_floor") for column in asked if column.bounds.floor is not None]
    if floors:
        short |= pl.any_horizontal(floors).fill_null(value=False)
    unknown = pl.col("unknown") > 0
    if not rule.floor:
        unknown &= pl.col("short") + pl.col("unknown") > allowed
    return joint_verdict(short, unknown)
