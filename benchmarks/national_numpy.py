"""The nation's facts and verdicts with pandas for joins and bare NumPy arrays for all else.

As far as one can go from pandas towards arrays: group codes and bincount instead of groupby, no index alignment.
Figures come as float64 with NaN for unknown. There is nothing here about campuses, doubled or missing rows,
transitional rules or other standards; ties are decided with a tolerance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

EXCLUDED = [
    "111",
    "342",
    *(str(code) for code in range(361, 370)),
    "371",
    *(str(code) for code in (511, 512, 513, 514, 519)),
]
KEYS = ["year", "school_code", "campus"]
COUNTY = ["county_code", "year", "stage"]


class Asked(NamedTuple):
    """An indicator of the standard."""

    times: int
    primary: float
    junior: float
    whole: bool


INDICATORS = {
    "L1": Asked(100, 4.2, 5.3, True),
    "L2": Asked(100, 1, 1, True),
    "L3": Asked(100, 0.9, 0.9, True),
    "L4": Asked(1, 4.5, 5.8, False),
    "L5": Asked(1, 7.5, 10.2, False),
    "L6": Asked(1, 2000, 2500, False),
    "L7": Asked(100, 2.3, 2.4, True),
}
WORDS = pd.CategoricalDtype(["met", "short", "unknown"])


def judge(school: pd.DataFrame, part: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return parts, county and verdicts."""
    figures = _figures(school, part)
    parts = _parts(figures)
    county = _county(figures)
    return parts, county, _verdicts(parts, county)


def _figures(school: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    school = school[~school["kind"].isin(EXCLUDED)]
    both = part.merge(school, on=KEYS)
    primary = both["stage"].eq("primary").to_numpy()
    junior = both["stage"].eq("junior").to_numpy()
    complete = both["kind"].eq("341").to_numpy()
    pupils = both["pupils"].to_numpy()
    weight = np.where(complete, np.where(junior, 100, 120), np.select([primary, junior], [100, 110], 132))
    both["weighted"] = weight * pupils
    several = both["kind"].isin(["312", "341", "345"]).to_numpy()
    share = np.ones(len(both))
    mixed = both.loc[several, [*KEYS, "weighted"]]
    together = mixed.groupby(KEYS, sort=False)["weighted"].transform("sum", min_count=1)
    known = mixed["weighted"].notna().groupby([mixed[key] for key in KEYS], sort=False).transform("all")
    share[several] = (mixed["weighted"] / together.where(known & (together > 0))).to_numpy()
    own = both["teachers_postgraduate"].to_numpy() + both["teachers_bachelor"].to_numpy()
    sums = own + np.where(primary, both["teachers_associate"].to_numpy(), 0)
    above = both["teachers_above_degree"].to_numpy()
    judged = (primary | junior) & ~(pupils == 0) & ~(both["kind"].eq("218").to_numpy() & (pupils < 50))
    indoor = both["indoor_sports_area"].to_numpy()
    artists = [both[f"{subject}_teachers"].to_numpy() for subject in ("pe", "music", "art", "arts")]
    figures = pd.DataFrame(
        {
            "county_code": both["county_code"],
            "year": both["year"],
            "stage": both["stage"],
            "unit": both["school_code"],
            "pupils": pupils,
            "L1": np.where(np.isnan(above), sums, above),
            "L2": both["backbone_teachers"].to_numpy(),
            "L3": artists[0] + artists[1] + artists[2] + artists[3],
            "L4": share * (both["teaching_area"].to_numpy() - indoor),
            "L5": share * (both["sports_ground_area"].to_numpy() + indoor),
            "L6": share * both["equipment_value"].to_numpy(),
            "L7": share * both["multimedia_rooms"].to_numpy(),
        }
    )
    held: pd.DataFrame = figures.loc[judged]
    return held


def _verdict(reached: np.ndarray, unknown: np.ndarray) -> pd.Categorical:
    codes = np.where(unknown, 2, np.where(reached, 0, 1)).astype(np.int8)
    return pd.Categorical.from_codes(codes, dtype=WORDS)


def _parts(figures: pd.DataFrame) -> pd.DataFrame:
    primary = figures["stage"].eq("primary").to_numpy()
    pupils = figures["pupils"].to_numpy()
    columns: dict[str, object] = {name: figures[name] for name in ("county_code", "year", "stage", "unit")}
    count = len(figures)
    met, short, unknown = (np.zeros(count, dtype=np.int8) for _ in range(3))
    below_floor = np.zeros(count, dtype=bool)
    for name, asked in INDICATORS.items():
        numerator = figures[name].to_numpy()
        needed = np.where(primary, asked.primary, asked.junior) * pupils / asked.times
        lack, lack_floor = needed - numerator, 0.85 * needed - numerator
        blank = np.isnan(lack)
        reached, above = lack <= 1e-9, lack_floor <= 1e-9
        met += reached
        short += ~reached & ~blank
        unknown += blank
        below_floor |= ~above & ~blank
        columns |= {
            f"{name}_numerator": numerator,
            f"{name}_denominator": pupils,
            f"{name}_value": asked.times * numerator / pupils,
            f"{name}_verdict": _verdict(reached, blank),
            f"{name}_above_floor": np.where(blank, np.nan, above),
            f"{name}_shortfall": np.maximum(np.ceil(lack - 1e-9) if asked.whole else lack, 0),
            f"{name}_shortfall_floor": np.maximum(np.ceil(lack_floor - 1e-9) if asked.whole else lack_floor, 0),
        }
    failed = (short > 1) | below_floor
    verdict = _verdict(~failed, ~failed & (unknown > 0))
    return pd.DataFrame(columns | {"met": met, "short": short, "unknown": unknown, "verdict": verdict}, copy=False)


def _county(figures: pd.DataFrame) -> pd.DataFrame:
    names = list(INDICATORS)
    grouped = figures.groupby(COUNTY, sort=False, observed=True)
    codes = grouped.ngroup().to_numpy()
    sizes = grouped.size()
    count = len(sizes)
    pupils = figures["pupils"].to_numpy()
    everyone = np.bincount(codes, pupils, count)  # NaN spreads, as it must
    frames = []
    for name in names:
        asked, numerator = INDICATORS[name], figures[name].to_numpy()
        total = np.bincount(codes, numerator, count)
        total = np.where(np.isnan(everyone), np.nan, total)
        off = numerator - (total / everyone)[codes] * pupils
        squares = np.bincount(codes, off * off / pupils, count)
        mean, sd = asked.times * total / everyone, asked.times * np.sqrt(squares / everyone)
        limit = np.where(sizes.index.get_level_values("stage") == "primary", 0.5, 0.45)
        weight = np.where(np.isnan(total), np.nan, everyone)
        cv = np.where(mean > 0, sd / np.where(mean > 0, mean, 1), np.nan)
        frames.append(
            sizes.index.to_frame(index=False).assign(
                indicator=name, n=sizes.to_numpy(), numerator=total, denominator=weight,
                mean=mean, sd=sd, cv=cv, limit=limit, verdict=_verdict(cv <= limit + 1e-12, np.isnan(cv)),
            )
        )  # fmt: skip
    composite = sizes.index.to_frame(index=False).assign(
        indicator="composite", n=sizes.to_numpy(), cv=np.mean([frame["cv"].to_numpy() for frame in frames], axis=0)
    )
    return pd.concat([*frames, composite], ignore_index=True)


def _verdicts(parts: pd.DataFrame, county: pd.DataFrame) -> pd.DataFrame:
    keys = ["county_code", "year"]
    schools = parts.groupby([*keys, "verdict"], observed=False).size().unstack("verdict").reset_index()
    flags = county[[*keys, "stage"]].assign(
        any_short=county["verdict"].eq("short"), any_unknown=county["verdict"].eq("unknown")
    )
    inequality = flags.groupby(keys, sort=False).agg(
        any_short=("any_short", "any"), any_unknown=("any_unknown", "any"), stages=("stage", "nunique")
    )
    both = schools.merge(inequality.reset_index(), on=keys)
    failed = (both["short"] > 0) | both["any_short"]
    unknown = (both["unknown"] > 0) | both["any_unknown"] | (both["stages"] < 2)
    return both[[*keys, "met", "short", "unknown"]].assign(
        verdict=_verdict(~failed.to_numpy(), (~failed & unknown).to_numpy())
    )
