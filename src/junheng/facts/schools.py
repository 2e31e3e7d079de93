"""A row per unit and year, and the largest class of each stage."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from junheng.facts.model import Rules
from junheng.facts.units import Index, bits, figures

HEAD = (
    "county_code", "year", "unit", "school_code", "campus", "school_name", "kind", "kind_group", "locale",
    "locale_group", "sponsor", "sponsor_group", "township", "boarding", "built_year", "longitude", "latitude",
)  # fmt: skip


def with_largest_class(parts: pl.DataFrame, classes: pl.DataFrame, found: Index) -> pl.DataFrame:
    """Add `largest_class`: pupils of the largest class; null without class rows, with an unknown one or too few."""
    listed = (
        classes.join(found.campuses, on=["year", "school_code", "campus"])
        .group_by("uid", "stage")
        .agg(
            pl.when(pl.col("class_pupils").null_count() == 0).then(pl.col("class_pupils").max()).alias("largest_class"),
            pl.len().alias("listed"),
        )
    )
    if listed.is_empty():
        return parts.with_columns(pl.lit(None, pl.Int64).alias("largest_class"))
    whole = pl.col("classes").is_null() | (pl.col("listed") >= pl.col("classes"))
    return (
        parts.join(listed, on=["uid", "stage"], how="left")
        .with_columns(pl.when(whole).then(pl.col("largest_class")).alias("largest_class"))
        .drop("listed")
    )


def schools_of(found: Index, parts: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return `Facts.schools` from the units and their `parts` (with uid)."""
    ruled = pl.col("stage").is_in(rules.stages)
    stages = [stage for stage in rules.stages if stage in bits()]
    together = (
        parts.lazy()
        .group_by("uid")
        .agg(
            pl.col("excluded").is_null().any().alias("judged"),
            *(_total(name, pl.lit(True)).alias(name) for name in ("pupils", "classes")),
            *(
                _total(name, pl.col("stage") == stage).alias(f"{name}_{stage}")
                for name in ("pupils", "classes")
                for stage in stages
            ),
            *(_total(name, ruled).alias(f"{name}_compulsory") for name in ("pupils", "classes")),
            _total("migrant_pupils", ruled).alias("migrant_pupils"),
            _largest(ruled),
        )
        .collect()
    )
    units = found.units.join(_stages(found.units["mask"]), on="mask", how="left", maintain_order="left")
    joined = units.with_row_index("uid_").join(together, left_on="uid_", right_on="uid", how="left")
    columns = [name for name in together.columns if name not in {"uid", "judged"}]
    return joined.select(
        *HEAD,
        "stages",
        pl.col("judged").fill_null(False),
        *columns,
        migrant_share("pupils_compulsory"),
        *figures("school"),
        *(["origin"] if "origin" in joined.columns else []),
    )


def migrant_share(pupils: str) -> pl.Expr:
    """Return migrant pupils over `pupils` (Float64, for conditions), null when either is unknown or there are none."""
    return (pl.when(pl.col(pupils) > 0).then(pl.col("migrant_pupils") / pl.col(pupils)).cast(pl.Float64)).alias(
        "migrant_share"
    )


def _total(name: str, rows: pl.Expr) -> pl.Expr:
    """Return the sum over `rows`, null when a term is unknown or there is no row."""
    known = rows.any() & ~(rows & pl.col(name).is_null()).any()
    return pl.when(known).then(pl.when(rows).then(pl.col(name)).sum())


def _largest(rows: pl.Expr) -> pl.Expr:
    largest = pl.col("largest_class")
    known = ~(rows & largest.is_null() & (pl.col("pupils").is_null() | (pl.col("pupils") > 0))).any()
    return pl.when(known).then(pl.when(rows).then(largest).max()).alias("largest_class")


def _stages(masks: pl.Series) -> pl.DataFrame:
    """Return the stages each mask stands for, in the order of the code list."""
    unique = masks.unique()

    def names(mask: int) -> Sequence[str]:
        return [stage for stage, bit in bits().items() if mask & bit]

    return pl.DataFrame(
        {"mask": unique, "stages": [names(mask) for mask in unique]},
        schema={"mask": pl.Int64, "stages": pl.List(pl.String)},
    )
