"""County totals, means, coefficients of variation and composites of all counties, in Polars.

Pupil-weighted: mean = sum(numerator) / sum(denominator), variance = sum(denominator x (value - mean)^2) /
sum(denominator), computed in two passes. Near a limit, and where a mean may be 0, the county is computed exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from junheng.assess.exact import Moments, amount, composite_within, mean_cv, moments, rows_of
from junheng.assess.formula import Formula, counts_in, limit_of
from junheng.assess.judge_columns import CLEAR, COMPOSITE, KEYS, VERDICT, Column, verdict_of
from junheng.standards import Standard

_NAN = float("nan")
_ROW = (*KEYS, "stage", "indicator", "n", "numerator", "denominator", "mean", "sd", "cv", "limit", "verdict")


def moments_of(figures: pl.DataFrame, columns: list[Column], stage: str) -> pl.DataFrame:
    """Return one stage's rows: county_code, year, stage, indicator, n, numerator, denominator, mean, sd, limit.

    Takes `judge_parts.figures_of`. `_size` is the mean square of the figures (of their terms, where these may
    cancel): what an error in `sd` and `mean` is to be measured by.
    """
    wide = _wide(figures, columns).lazy()
    return pl.concat([_long(wide, column, stage) for column in columns]).collect()


def county_of(
    long: pl.DataFrame, sources: Mapping[str, pl.DataFrame], formulas: tuple[Formula, ...], standard: Standard
) -> pl.DataFrame:
    """Return the public county frame (see `judge.judge_frames`) from the rows of all stages.

    `sources` holds the judged rows of `Facts.parts` by stage, for what has to be computed exactly.
    """
    exact = _Exact(sources, formulas)
    decided = _decided(long, exact)
    return pl.concat([decided, _composites(decided, exact, standard)])


class _Exact:
    """Exact moments of single counties, on demand."""

    def __init__(self, sources: Mapping[str, pl.DataFrame], formulas: tuple[Formula, ...]) -> None:
        self._sources = sources
        self._formulas = {formula.indicator.id: formula for formula in formulas}

    def limit(self, indicator: str, stage: str) -> Fraction | None:
        """Return the exact limit of the coefficient of variation."""
        return limit_of(self._formulas[indicator].indicator, stage)

    def moments(self, county_code: str | None, year: int | None, stage: str, indicator: str) -> Moments:
        """Return the moments of one indicator in one county; none of its figures may be unknown."""
        formula = self._formulas[indicator]
        here = pl.col("county_code").eq_missing(pl.lit(county_code)) & pl.col("year").eq_missing(pl.lit(year))
        rows = rows_of(self._sources[stage].filter(here), formula.fields)
        return moments(
            [value for row in rows if (value := amount(formula.numerator, row).value) is not None],
            [value for row in rows if (value := amount(formula.denominator, row).value) is not None],
            formula.times,
        )


def _wide(figures: pl.DataFrame, columns: list[Column]) -> pl.DataFrame:
    """Return per county and year the number of parts, totals and centred sums of squares, a column each.

    An unknown value is NaN in the squares, and so makes their sum NaN; the totals beside it mean nothing then.
    """
    weights = sorted({column.denominator for column in columns})
    cancelling = [column for column in columns if column.cancels]
    off = (column.col("value").fill_null(_NAN) - _mean(column) for column in columns)
    return (
        figures.lazy()
        .with_columns(
            *(each.alias(column.name("_off")) for column, each in zip(columns, off, strict=True)),
            # Any number will do beside a value that is NaN; null would hide it from the sum.
            *(pl.col(name).fill_null(1.0) for name in weights),
        )
        .group_by(KEYS)
        .agg(
            pl.len().alias("n"),
            *(pl.col(name).sum() for name in weights),
            *(column.col("numerator").sum() for column in columns),
            *(_squares(column) for column in columns),
            *(_gross(column) for column in cancelling),
        )
        .collect()
    )


def _mean(column: Column) -> pl.Expr:
    """Return the county's mean beside each of its parts."""
    totals = column.col("numerator").sum().over(KEYS) / pl.col(column.denominator).sum().over(KEYS)
    return totals * float(column.formula.times)


def _squares(column: Column) -> pl.Expr:
    off = column.col("_off")
    return (off * off * pl.col(column.denominator)).sum().alias(column.name("_off"))


def _gross(column: Column) -> pl.Expr:
    gross = column.col("_gross")
    return (gross * gross / pl.col(column.denominator)).sum().alias(column.name("_gross"))


def _long(wide: pl.LazyFrame, column: Column, stage: str) -> pl.LazyFrame:
    limit = limit_of(column.formula.indicator, stage)
    times = float(column.formula.times)
    weight = pl.col(column.denominator)
    spread = (column.col("_off") / weight).fill_nan(None)
    total = pl.when(spread.is_not_null()).then(column.col("numerator"))
    mean = total / weight * times
    size = column.col("_gross") / weight * times**2 if column.cancels else spread + mean * mean
    return wide.select(
        *KEYS,
        pl.lit(stage).alias("stage"),
        pl.lit(column.formula.indicator.id).alias("indicator"),
        pl.col("n").cast(pl.UInt32),
        total.alias("numerator"),
        pl.when(total.is_not_null()).then(weight).alias("denominator"),
        mean.alias("mean"),
        pl.when(pl.col("n") > 1).then(spread.sqrt()).when(total.is_not_null()).then(0.0).alias("sd"),
        pl.lit(None if limit is None else float(limit), pl.Float64).alias("limit"),
        size.alias("_size"),
    )


def _decided(long: pl.DataFrame, exact: _Exact) -> pl.DataFrame:
    """Add cv and verdict, exactly where float cannot tell."""
    mean, variance, size = pl.col("mean"), pl.col("sd") ** 2, pl.col("_size")
    tolerated = (pl.col("limit") * mean) ** 2
    near_limit = (variance - tolerated).abs() <= (variance + tolerated + size) * CLEAR
    near_zero = (mean * mean <= size * CLEAR**2) & (size > 0)
    frame = long.with_columns(
        pl.when(mean > 0).then(pl.col("sd") / mean).alias("cv"),
        (near_limit.fill_null(value=False) | near_zero.fill_null(value=False)).alias("_doubt"),
    ).with_columns((pl.col("cv") <= pl.col("limit")).alias("_within"))
    places = frame["_doubt"].arg_true()
    if len(places):
        keys = frame[places].select(*KEYS, "stage", "indicator", "limit")
        held = [exact.moments(*row[:4]) for row in keys.iter_rows()]
        limits = [exact.limit(row[3], row[2]) for row in keys.iter_rows()]
        frame = frame.with_columns(
            frame["mean"].scatter(places, [float(each.mean) for each in held]),
            frame["sd"].scatter(places, [float(each.sd) for each in held]),
            frame["cv"].scatter(places, [None if each.cv is None else float(each.cv) for each in held]),
            frame["_within"].scatter(
                places,
                [None if limit is None else each.within(limit) for each, limit in zip(held, limits, strict=True)],
            ),
        )
    verdict = pl.when(pl.col("limit").is_not_null()).then(verdict_of(pl.col("_within"))).alias("verdict")
    return frame.with_columns(verdict).select(_ROW)


def _composites(decided: pl.DataFrame, exact: _Exact, standard: Standard) -> pl.DataFrame:
    """Return a row per county, year and stage: the mean of the CVs the standard asks for, null when one is."""
    limits = {stage: Fraction(limit) for stage, limit in standard.county.composite_limits.items()}
    counted = [(each.id, stage) for stage in standard.stages for each in standard.indicator if counts_in(each, stage)]
    asked = pl.DataFrame(counted, schema={"indicator": pl.String, "stage": pl.String}, orient="row")
    frame = (
        decided.join(asked, on=["indicator", "stage"], how="semi")
        .group_by(*KEYS, "stage", maintain_order=True)
        .agg(
            pl.col("n").first(),
            pl.when(pl.col("cv").null_count() == 0).then(pl.col("cv").mean()).alias("cv"),
        )
        .with_columns(
            pl.col("stage")
            .replace_strict(
                {stage: float(limit) for stage, limit in limits.items()}, default=None, return_dtype=pl.Float64
            )
            .alias("limit")
        )
    )
    within = frame.select(pl.col("cv") <= pl.col("limit")).to_series()
    near = frame.select(((pl.col("cv") - pl.col("limit")).abs() <= CLEAR).fill_null(value=False)).to_series()
    for place in near.arg_true():
        county_code, year, stage = frame.select(*KEYS, "stage").row(place)
        cvs = [exact.moments(county_code, year, stage, name).long_cv for name, of in counted if of == stage]
        held = mean_cv([each for each in cvs if each is not None])
        within = within.scatter(place, composite_within(held, limits[stage]))
    nothing = pl.lit(None, pl.Float64)
    return frame.with_columns(
        pl.lit(COMPOSITE).alias("indicator"),
        *(nothing.alias(name) for name in ("numerator", "denominator", "mean", "sd")),
        pl.when(pl.col("limit").is_not_null())
        .then(verdict_of(pl.lit(within)))
        .otherwise(pl.lit(None, VERDICT))
        .alias("verdict"),
    ).select(_ROW)
