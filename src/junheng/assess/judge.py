"""Verdicts of all school parts and counties at once, as frames, without objects."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from junheng.assess.formula import formulas_of, stages_asked, switches_on
from junheng.assess.judge_columns import COMPOSITE, KEYS, VERDICT, columns_of, joint_verdict
from junheng.assess.judge_county import county_of, moments_of
from junheng.assess.judge_parts import figures_of, judged_of, settled_of
from junheng.standards import Standard


def facts_read(standard: Standard, switches: Iterable[str] = ()) -> frozenset[str]:
    """Return the columns of `Facts.parts` that `judge_frames` reads for the indicators of `standard`.

    Raises ScopeError for a switch the standard does not have.
    """
    return frozenset(
        field for formula in formulas_of(standard, switches_on(standard, switches)) for field in formula.fields
    )


def judge_frames(
    parts: pl.DataFrame, standard: Standard, switches: Iterable[str] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Judge `parts` (`Facts.parts`, any number of counties and years) by the indicators of `standard` (at least one).

    Parts of an unknown county are judged together, as if they were one.

    Returns (parts, county). Parts: a row per judged part with county_code, year, stage, unit; per indicator
    `<id>_numerator`, `_denominator`, `_value`, `_verdict`, `_above_floor`, `_shortfall`, `_shortfall_floor`; then
    met, short, unknown (how many of the indicators asked) and verdict. County, long: county_code, year, stage,
    indicator, n, numerator, denominator, mean, sd, cv, limit, verdict, and per stage a row `composite` with cv,
    limit and verdict. Figures are Float64 in the units of the dictionary, null where unknown; verdicts are Enum
    (met, short, unknown), null where nothing is asked.
    A shortfall is what the stage itself lacks; what a school of several stages must add for it is that divided by
    the stage's share, as `Cell.shortfall` gives it.

    Raises ScopeError for a switch the standard does not have.
    """
    formulas = formulas_of(standard, switches_on(standard, switches))
    read = (field for formula in formulas for field in formula.fields)
    needed = list(dict.fromkeys((*KEYS, "stage", "unit", "share_num", "share_den", *read)))
    judged = pl.col("excluded").is_null()
    frames, long, sources = [], [], {}
    for stage in standard.stages:
        columns = columns_of(formulas, standard, stage)
        sources[stage] = parts.lazy().filter(judged & (pl.col("stage") == stage)).select(needed).collect()
        figures = figures_of(sources[stage], columns)
        frames.append(judged_of(settled_of(figures, sources[stage], columns), columns, standard.school))
        long.append(moments_of(figures, columns, stage))
    return pl.concat(frames), county_of(pl.concat(long), sources, formulas, standard)


def county_verdicts(parts: pl.DataFrame, county: pl.DataFrame, standard: Standard) -> pl.DataFrame:
    """Return per county and year how many parts are met, short and unknown, and the verdict on resources.

    Takes the two frames of `judge_frames`. A stage the standard asks about and nobody filed leaves the verdict
    unknown.
    """
    rule = standard.county
    verdict, composite = pl.col("verdict"), pl.col("indicator") == COMPOSITE
    schools = parts.lazy().group_by(KEYS).agg((verdict == state).sum().alias(state) for state in VERDICT.categories)
    tested = pl.lit(value=True) if rule.each_cv else composite
    inequality = (
        county.lazy()
        .group_by(KEYS)
        .agg(
            (tested & (verdict == "short")).any().alias("_short"),
            (tested & (verdict == "unknown")).any().alias("_unknown"),
            # A stage that is asked about and was filed has one composite.
            (composite.sum() < len(stages_asked(standard))).alias("_absent"),
        )
    )
    short, unknown = pl.col("_short"), pl.col("_unknown") | pl.col("_absent")
    if rule.every_school:
        short, unknown = short | (pl.col("short") > 0), unknown | (pl.col("unknown") > 0)
    return (
        schools.join(inequality, on=KEYS, how="left", nulls_equal=True)
        .select(*KEYS, *VERDICT.categories, joint_verdict(short, unknown).alias("verdict"))
        .collect()
    )
