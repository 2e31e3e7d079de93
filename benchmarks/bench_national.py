"""Facts and verdicts of the nation in one process, against pandas and hand-written DuckDB SQL.

2,900 counties, about 350,000 school parts. All three start from the tables `school` and `part` in memory, in the
form each likes best (Polars frames with exact decimals; pandas with float64; DuckDB's own tables with BIGINT and
DOUBLE), and make the same three tables: every part's values, verdicts and shortfalls; every county's means, SD, CV
and composites; every county's verdict. First the results are held against each other, then the three are timed in
turn.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable

import pandas as pd
import polars as pl

import national_numpy
import national_pandas
from junheng.assess import county_verdicts, facts_read, judge_frames, rules_of
from junheng.dictionary import Tables
from junheng.facts import derive_parts
from junheng.standards import load
from national import national_tables
from national_duckdb import INDICATORS, Nation

RUNS = 5
NEEDED = {
    "school": [
        "year", "county_code", "school_code", "campus", "kind", "teaching_area", "indoor_sports_area",
        "sports_ground_area", "equipment_value", "multimedia_rooms",
    ],
    "part": [
        "year", "school_code", "campus", "stage", "pupils", "teachers_above_degree", "teachers_postgraduate",
        "teachers_bachelor", "teachers_associate", "backbone_teachers", "pe_teachers", "music_teachers",
        "art_teachers", "arts_teachers",
    ],
}  # fmt: skip
Result = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def judge(tables: Tables) -> Result:
    """Derive the facts and judge them: the program's own way."""
    standard = load("cn.quality.2017")
    facts = derive_parts(tables, rules_of(standard), facts_read(standard))
    parts, county = judge_frames(facts, standard)
    return parts, county, county_verdicts(parts, county, standard)


def floats(frame: pl.DataFrame) -> pl.DataFrame:
    """Return exact decimals as doubles, which DuckDB and pandas handle faster."""
    return frame.with_columns(pl.selectors.decimal().cast(pl.Float64))


def to_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a pandas frame with float64 figures and text keys."""
    return floats(frame).with_columns(pl.selectors.integer().exclude("year").cast(pl.Float64)).to_pandas()


def from_pandas(frame: pd.DataFrame) -> pl.DataFrame:
    """Return a Polars frame with unknown as null."""
    return pl.from_pandas(frame).with_columns(pl.selectors.float().fill_nan(None))


def compare(ours: Result, theirs: Result, name: str) -> None:
    """Stop when two results differ: verdicts and whole figures in anything, others by more than rounding."""
    keys = (
        ["county_code", "year", "stage", "unit"],
        ["county_code", "year", "stage", "indicator"],
        ["county_code", "year"],
    )
    for mine, other, key in zip(ours, theirs, keys, strict=True):
        if len(mine) != len(other):
            sys.exit(f"{name}: {len(other)} rows where there should be {len(mine)}")
        both = mine.join(other.select(mine.columns).cast({pl.Categorical: pl.String}), on=key, suffix="_other")
        if len(both) != len(mine):
            sys.exit(f"{name}: other rows")
        for column in set(mine.columns) - set(key):
            left, right = both[column], both[f"{column}_other"]
            if left.dtype == pl.Float64:
                bad = ((left - right.cast(pl.Float64)).abs() > 1e-9 * (1 + left.abs())).fill_null(False)
                bad |= left.is_null() != right.is_null()
            else:
                kind = pl.String if left.dtype == pl.Enum else pl.Int8 if left.dtype == pl.Boolean else pl.Int64
                bad = left.cast(kind).ne_missing(right.cast(kind))
            if bad.any():
                sys.exit(
                    f"{name}: {bad.sum()} of {column} differ:\n{both.filter(bad).select(*key, left, right).head()}"
                )


def timed(work: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Return the seconds of each, run in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(RUNS):
        for name, run in work.items():
            gc.collect()
            start = time.perf_counter()
            held = run()
            seconds[name].append(time.perf_counter() - start)
            del held
    return seconds


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--counties", type=int, default=2900)
    counties = options.parse_args().counties
    tables = national_tables(counties)
    needed = {name: tables[name].select(columns) for name, columns in NEEDED.items()}
    frames = {name: to_pandas(frame) for name, frame in needed.items()}
    nation = Nation(floats(needed["school"]), floats(needed["part"]))

    ours = judge(tables)
    nation.judge()
    compare(ours, (nation.result("parts"), nation.result("county"), nation.result("verdicts")), "DuckDB")
    for module in (national_pandas, national_numpy):
        parts, county, verdicts = map(from_pandas, module.judge(frames["school"], frames["part"]))
        compare(ours, (parts, county, verdicts), module.__name__)
    cells = len(ours[0]) * len(INDICATORS)
    print(f"{counties:,} counties, {len(tables['part']):,} school parts: {cells:,} cells, the same in all.\n")
    del ours, parts, county, verdicts

    seconds = timed(
        {
            "junheng": lambda: judge(tables),
            "DuckDB, hand-written SQL": nation.judge,
            "pandas": lambda: national_pandas.judge(frames["school"], frames["part"]),
            "pandas joins, NumPy arithmetic": lambda: national_numpy.judge(frames["school"], frames["part"]),
        }
    )
    own = statistics.median(seconds["junheng"])
    print("| facts + assess of the nation | median s | min | max | times junheng |")
    print("|---|---|---|---|---|")
    for name, held in seconds.items():
        median = statistics.median(held)
        print(f"| {name} | {median:.3f} | {min(held):.3f} | {max(held):.3f} | {median / own:.2f} |")


if __name__ == "__main__":
    main()
