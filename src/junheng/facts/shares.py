"""The exact share of a unit's rooms, grounds and equipment that belongs to each of its stages (教督〔2017〕6号).

With pupils P_s and weights w_s, stage s of a unit holds w_s P_s / sum over its stages of w_t P_t.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

import polars as pl


def scaled(weights: Mapping[str, Fraction]) -> dict[str, int]:
    """Return weights in the same proportion that are whole numbers: {primary: 1, junior: 1.1} -> {10, 11}."""
    common = lcm(*(weight.denominator for weight in weights.values()))
    return {stage: int(weight * common) for stage, weight in weights.items()}


def with_shares(
    parts: pl.DataFrame, weights: Mapping[str, Mapping[str, Fraction]], judged: Sequence[str]
) -> pl.DataFrame:
    """Add `share_num` and `share_den` (Int64) to parts with uid, kind_group, stage, pupils and `mask` of the unit.

    One-stage units, and the only stage of a unit that has a weight, hold all: 1/1. A stage without a weight
    beside one that has it holds nothing: 0/1. Null where pupils of a weighted stage are unknown, all are zero,
    no stage has a weight, or a stage in `judged` has none (its school's kind should not have that stage).
    """
    rows = parts.select("uid", "stage", "pupils", "kind_group", "mask").with_row_index("row")
    # Nine in ten parts are a school's only stage: only the others are worked on.
    mixed = rows.filter(pl.col("mask").bitwise_count_ones() > 1).with_columns(_weight(weights).alias("weight"))
    weighted = pl.col("weight").is_not_null()
    units = mixed.group_by("uid").agg(
        weighted.sum().alias("bearers"),
        (weighted & pl.col("pupils").is_null()).any().alias("blank"),
        (~weighted & pl.col("stage").is_in(judged)).any().alias("stray"),
        (pl.col("weight") * pl.col("pupils")).sum().alias("together"),
    )
    stray = pl.col("stray") & (pl.col("bearers") > 0)
    nothing = ~weighted & (pl.col("bearers") > 0) & ~stray
    everything = weighted & (pl.col("bearers") == 1) & ~stray
    split = (pl.col("bearers") > 1) & ~pl.col("blank") & ~stray & (pl.col("together") > 0)
    shares = mixed.join(units, on="uid").select(
        "row",
        pl.when(nothing)
        .then(0)
        .when(everything)
        .then(1)
        .when(split)
        .then(pl.col("weight") * pl.col("pupils"))
        .alias("num"),
        pl.when(nothing | everything).then(1).when(split).then(pl.col("together")).alias("den"),
    )
    whole = pl.ones(len(parts), dtype=pl.Int64, eager=True)
    return parts.with_columns(
        whole.clone().scatter(shares["row"], shares["num"].cast(pl.Int64)).alias("share_num"),
        whole.clone().scatter(shares["row"], shares["den"].cast(pl.Int64)).alias("share_den"),
    )


def _weight(weights: Mapping[str, Mapping[str, Fraction]]) -> pl.Expr:
    """Return the whole-number weight of a pupil of the row's stage, null where the rules give none."""

    def of_stage(group: str) -> pl.Expr:
        numbers = scaled(weights.get(group, {}))
        return pl.col("stage").replace_strict(numbers, default=None, return_dtype=pl.Int64)

    weight = of_stage("default")
    for group in weights:
        if group != "default":
            weight = pl.when(pl.col("kind_group") == group).then(of_stage(group)).otherwise(weight)
    return weight
