"""The nation's facts and verdicts in pandas as pandas is meant to be written: merge, groupby, vectorised columns.

No loops over rows, no apply. Figures come as float64 with NaN for unknown, keys as text. There is nothing here about
campuses, doubled or missing rows, transitional rules or other standards; ties are decided with a tolerance.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

import numpy as np
import pandas as pd

from national_numpy import EXCLUDED, INDICATORS, WORDS

SCHOOL = ["year", "school_code", "campus"]
STAGE = ["county_code", "year", "stage"]
COUNTY = ["county_code", "year"]


def judge(school: pd.DataFrame, part: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return parts, county and verdicts."""
    figures = _figures(school, part)
    parts = _parts(figures)
    county = _county(figures)
    return parts, county, _verdicts(parts, county)


def _figures(school: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    both = part.merge(school[~school["kind"].isin(EXCLUDED)], on=SCHOOL)
    mixed = both.loc[both["kind"].isin(["312", "341", "345"]), [*SCHOOL, "kind", "stage", "pupils"]]
    weights = mixed["stage"].map({"primary": 100, "junior": 110, "senior": 132})
    complete = mixed["stage"].map({"junior": 100, "senior": 120})
    mixed["weighted"] = mixed["pupils"] * weights.where(mixed["kind"] != "341", complete)
    schools = mixed.groupby(SCHOOL, sort=False)["weighted"]
    whole = schools.transform("count") == schools.transform("size")
    together = schools.transform("sum").where(whole)
    both["share"] = 1.0
    both.loc[mixed.index, "share"] = mixed["weighted"] / together.replace(0, np.nan)
    degrees = both["teachers_postgraduate"] + both["teachers_bachelor"]
    degrees = degrees + both["teachers_associate"].where(both["stage"] == "primary", 0)
    judged = both["stage"].isin(["primary", "junior"]) & ~(both["pupils"] == 0)
    judged &= ~((both["kind"] == "218") & (both["pupils"] < 50))
    subjects = ["pe_teachers", "music_teachers", "art_teachers", "arts_teachers"]
    figures = both.assign(
        L1=both["teachers_above_degree"].fillna(degrees),
        L2=both["backbone_teachers"],
        L3=both[subjects].sum(axis=1, skipna=False),
        L4=both["share"] * (both["teaching_area"] - both["indoor_sports_area"]),
        L5=both["share"] * (both["sports_ground_area"] + both["indoor_sports_area"]),
        L6=both["share"] * both["equipment_value"],
        L7=both["share"] * both["multimedia_rooms"],
    )
    figures = figures.rename(columns={"school_code": "unit"})
    return figures.loc[judged, [*STAGE, "unit", "pupils", *INDICATORS]].reset_index(drop=True)


def _verdict(reached: pd.Series, blank: pd.Series) -> pd.Categorical:
    return pd.Categorical.from_codes(np.select([blank, reached], [2, 0], 1), dtype=WORDS)


def _parts(figures: pd.DataFrame) -> pd.DataFrame:
    parts = figures[[*STAGE, "unit"]].copy()
    primary = figures["stage"] == "primary"
    met, short, unknown, low = [], [], [], []
    for name, asked in INDICATORS.items():
        line = np.where(primary, asked.primary, asked.junior)
        needed = line * figures["pupils"] / asked.times
        lack, lack_floor = needed - figures[name], 0.85 * needed - figures[name]
        blank, reached, above = lack.isna(), lack <= 1e-9, lack_floor <= 1e-9
        met.append(reached)
        short.append(~reached & ~blank)
        unknown.append(blank)
        low.append(~above & ~blank)
        parts[f"{name}_numerator"] = figures[name]
        parts[f"{name}_denominator"] = figures["pupils"]
        parts[f"{name}_value"] = asked.times * figures[name] / figures["pupils"]
        parts[f"{name}_verdict"] = _verdict(reached, blank)
        parts[f"{name}_above_floor"] = above.astype("boolean").mask(blank)
        for column, amount in (("shortfall", lack), ("shortfall_floor", lack_floor)):
            whole = np.ceil(amount - 1e-9) if asked.whole else amount
            parts[f"{name}_{column}"] = whole.clip(lower=0)
    for word, flags in (("met", met), ("short", short), ("unknown", unknown)):
        parts[word] = sum(flag.astype("int8") for flag in flags)
    failed = (parts["short"] > 1) | reduce(or_, low)
    parts["verdict"] = _verdict(~failed, ~failed & (parts["unknown"] > 0))
    return parts


def _county(figures: pd.DataFrame) -> pd.DataFrame:
    names = list(INDICATORS)
    known = figures[names].notna().mul(figures["pupils"].notna(), axis=0)
    grouped = figures.groupby(STAGE, sort=False)
    sizes = grouped.size()
    totals, everyone = grouped[names].sum(), grouped["pupils"].sum()
    whole = known.groupby([figures[key] for key in STAGE], sort=False).all()
    means = totals.div(everyone, axis=0).where(whole)
    at = figures[STAGE].merge(means.reset_index(), on=STAGE, how="left")[names]
    off = figures[names] - at.mul(figures["pupils"], axis=0)
    squares = off.pow(2).div(figures["pupils"], axis=0).groupby([figures[key] for key in STAGE], sort=False).sum()
    times = pd.Series({name: asked.times for name, asked in INDICATORS.items()})
    frame = sizes.to_frame("n")
    long = []
    for name in names:
        mean = means[name] * times[name]
        sd = squares[name].div(everyone).pow(0.5).where(whole[name]) * times[name]
        cv = (sd / mean).where(mean > 0)
        limit = pd.Series(np.where(mean.index.get_level_values("stage") == "primary", 0.5, 0.45), mean.index)
        long.append(
            frame.assign(
                indicator=name,
                numerator=totals[name].where(whole[name]),
                denominator=everyone.where(whole[name]),
                mean=mean,
                sd=sd,
                cv=cv,
                limit=limit,
                verdict=_verdict(cv <= limit + 1e-12, cv.isna()),
            )
        )
    cvs = pd.concat([each["cv"] for each in long], axis=1)
    composite = frame.assign(indicator="composite", cv=cvs.mean(axis=1, skipna=False))
    return pd.concat([*long, composite]).reset_index()


def _verdicts(parts: pd.DataFrame, county: pd.DataFrame) -> pd.DataFrame:
    schools = parts.groupby([*COUNTY, "verdict"], observed=False).size().unstack("verdict").reset_index()
    flags = county.assign(any_short=county["verdict"] == "short", any_unknown=county["verdict"] == "unknown")
    inequality = flags.groupby(COUNTY, sort=False).agg(
        any_short=("any_short", "any"), any_unknown=("any_unknown", "any"), stages=("stage", "nunique")
    )
    both = schools.merge(inequality.reset_index(), on=COUNTY)
    failed = (both["short"] > 0) | both["any_short"]
    unknown = (both["unknown"] > 0) | both["any_unknown"] | (both["stages"] < 2)
    return both[[*COUNTY, *WORDS.categories]].assign(verdict=_verdict(~failed, ~failed & unknown))
