"""How much each invented site has in the latest year: drawn above the lines, short where the site lacks it.

The lines are those of 教督〔2017〕6号, used here only to make up figures of a believable size; nothing is judged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from junheng.demo.sites import Setting, Site

PartKey = tuple[int, str]
"""Index of the site and stage."""

_LINES = {
    "above_degree": {"primary": 4.2, "junior": 5.3, "senior": 5.3, "special": 10.0},
    "backbone": {"primary": 1.0, "junior": 1.0, "senior": 1.0, "special": 1.0},
    "arts": {"primary": 0.9, "junior": 0.9, "senior": 0.9, "special": 4.0},
    "teaching": {"primary": 4.5, "junior": 5.8, "senior": 5.8, "special": 20.0},
    "sports": {"primary": 7.5, "junior": 10.2, "senior": 10.2, "special": 20.0},
    "equipment": {"primary": 2000.0, "junior": 2500.0, "senior": 2500.0, "special": 9000.0},
    "media": {"primary": 2.3, "junior": 2.4, "senior": 2.4, "special": 8.0},
}
_LIMITS = {"primary": 0.50, "junior": 0.45}

_EXCESS: Mapping[str, Mapping[Setting, tuple[float, float]]] = {
    "backbone": {"urban": (0.4, 1.7), "town": (0.1, 1.2), "rural": (0.02, 0.8)},
    "arts": {"urban": (0.05, 1.0), "town": (0.03, 1.1), "rural": (0.0, 0.9)},
    "teaching": {"urban": (0.03, 0.6), "town": (0.2, 1.3), "rural": (0.5, 2.2)},
    "sports": {"urban": (0.03, 0.4), "town": (0.2, 1.0), "rural": (0.6, 1.9)},
    "equipment": {"urban": (0.1, 1.3), "town": (0.03, 0.9), "rural": (0.1, 1.6)},
    "media": {"urban": (0.05, 0.9), "town": (0.1, 1.1), "rural": (0.3, 1.8)},
}
_SHARE_WHERE_LACKING = {
    "backbone": (0.35, 0.7), "arts": (0.5, 0.75), "sports": (0.55, 0.78),
    "media": (0.68, 0.8), "equipment": (0.87, 0.97),
}  # fmt: skip


@dataclass(slots=True)
class Supply:
    """What there is in the latest year, by part (persons) and by site (m², yuan, rooms)."""

    teachers: dict[PartKey, int] = field(default_factory=dict)
    backbone: dict[PartKey, int] = field(default_factory=dict)
    arts: dict[PartKey, int] = field(default_factory=dict)
    teaching: list[int] = field(default_factory=list)
    """Teaching and auxiliary area without indoor sports rooms, m²."""
    sports: list[int] = field(default_factory=list)
    """Grounds and indoor sports rooms together, m²."""
    equipment: list[int] = field(default_factory=list)
    """Book value in cents (分)."""
    media: list[int] = field(default_factory=list)


def variation(values: Sequence[float], weights: Sequence[float]) -> float:
    """Return the weighted coefficient of variation."""
    total = sum(weights)
    mean: float = sum(v * w for v, w in zip(values, weights, strict=True)) / total
    squares = sum(w * (v - mean) * (v - mean) for v, w in zip(values, weights, strict=True))
    return math.sqrt(squares / total) / mean


def _parts(sites: Sequence[Site]) -> list[PartKey]:
    return [(index, stage) for index, site in enumerate(sites) for stage in site.pupils]


def _excess(rng: Random, what: str, site: Site) -> float:
    """Return by which share the site is above its line; negative where it lacks."""
    if what in site.lacks:
        return rng.uniform(*_SHARE_WHERE_LACKING[what]) - 1
    low, high = _EXCESS[what][site.setting]
    drawn = rng.random()
    return low + (high - low) * drawn * math.sqrt(drawn)


def _within_limits(sites: Sequence[Site], count: Callable[[float], dict[PartKey, float]]) -> float:
    """Return the largest scale (at most 1) of what is above the line that keeps both stages within 92 % of their limit.

    `count(scale)` gives each part's value per pupil.
    """
    scale = 1.0
    for _ in range(24):
        values = count(scale)
        for stage, limit in _LIMITS.items():
            keys = [key for key in values if key[1] == stage and sites[key[0]].counted]
            weights = [float(sites[index].pupils[stage]) for index, _ in keys]
            if keys and variation([values[key] for key in keys], weights) > 0.92 * limit:
                break
        else:
            return scale
        scale *= 0.85
    return scale


def _teachers(rng: Random, sites: Sequence[Site]) -> dict[PartKey, int]:
    per_teacher = {
        "primary": {"urban": 18.2, "town": 16.8, "rural": 14.5},
        "junior": {"urban": 13.0, "town": 12.6, "rural": 11.0},
        "senior": {"urban": 12.2, "town": 12.2, "rural": 12.2},
        "special": {"urban": 3.2, "town": 3.2, "rural": 3.2},
    }
    made = {}
    for index, stage in _parts(sites):
        site, pupils = sites[index], sites[index].pupils[stage]
        by_pupils = pupils / (per_teacher[stage][site.setting] * rng.uniform(0.95, 1.05))
        least = 2 if site.kind == "218" else {"primary": 9, "junior": 12}.get(stage, 8)
        made[index, stage] = max(least, math.ceil(by_pupils), math.ceil(_LINES["above_degree"][stage] * pupils / 90))
    return made


def _persons(rng: Random, sites: Sequence[Site], what: str, teachers: Mapping[PartKey, int]) -> dict[PartKey, int]:
    """Return backbone or PE and arts teachers by part: whole persons, at least the line where nothing is lacking."""
    lines, over = _LINES[what], {(i, s): _excess(rng, what, sites[i]) for i, s in _parts(sites)}

    def heads(scale: float) -> dict[PartKey, int]:
        made = {}
        for (index, stage), excess in over.items():
            need = lines[stage] * sites[index].pupils[stage] / 100
            if excess < 0:
                made[index, stage] = max(1 if need > 1.2 else 0, math.floor(need * (1 + excess)))
            else:
                wanted = max(math.ceil(need), round(need * (1 + excess * scale)))
                made[index, stage] = min(teachers[index, stage] // 2, wanted)
        return made

    def values(scale: float) -> dict[PartKey, float]:
        return {(i, s): count / sites[i].pupils[s] for (i, s), count in heads(scale).items()}

    return heads(_within_limits(sites, values))


def _spread_junior_backbone(rng: Random, sites: Sequence[Site], supply: Supply) -> None:
    """Gather junior backbone teachers in the centre until their coefficient of variation is just over 0.5."""
    keys = [key for key in supply.backbone if key[1] == "junior"]
    weights = [float(sites[index].pupils["junior"]) for index, _ in keys]
    lures = {key: rng.uniform(0.8, 1.2) if sites[key[0]].setting == "urban" else 0.0 for key in keys}
    if not keys:
        return
    start = {key: supply.backbone[key] for key in keys}
    for step in range(1, 200):
        for index, stage in keys:
            pupils, line = sites[index].pupils[stage], math.ceil(sites[index].pupils[stage] / 100)
            if lures[index, stage]:
                wanted = start[index, stage] + round(step * 0.02 * lures[index, stage] * pupils / 100)
                supply.backbone[index, stage] = min(supply.teachers[index, stage] * 3 // 5, wanted)
            else:
                supply.backbone[index, stage] = max(min(line, start[index, stage]), start[index, stage] - step // 20)
        if variation([supply.backbone[k] / sites[k[0]].pupils["junior"] for k in keys], weights) > 0.5:
            return


def _shared(rng: Random, sites: Sequence[Site], what: str) -> list[float]:
    """Return a shared amount by site, above the line of every stage that lives from it."""
    lines, over = _LINES[what], [_excess(rng, what, site) for site in sites]

    def line(site: Site) -> float:
        return max(lines[stage] / float(site.weight(stage)) for stage in site.pupils)

    def amounts(scale: float) -> list[float]:
        return [
            line(site) * (1 + (excess if excess < 0 else excess * scale)) * site.weighted
            for site, excess in zip(sites, over, strict=True)
        ]

    def values(scale: float) -> dict[PartKey, float]:
        amount = amounts(scale)
        return {(i, s): amount[i] * float(sites[i].weight(s)) / sites[i].weighted for i, s in _parts(sites)}

    return amounts(_within_limits(sites, values))


def supply(rng: Random, sites: Sequence[Site], *, first: bool) -> Supply:
    """Return what the sites have in the latest year; in the first county one coefficient of variation is too large."""
    made = Supply(teachers=_teachers(rng, sites))
    made.backbone = _persons(rng, sites, "backbone", made.teachers)
    made.arts = _persons(rng, sites, "arts", made.teachers)
    made.teaching = [math.ceil(amount) for amount in _shared(rng, sites, "teaching")]
    made.sports = [math.ceil(amount) for amount in _shared(rng, sites, "sports")]
    made.equipment = [math.ceil(amount * 100) for amount in _shared(rng, sites, "equipment")]
    made.media = [
        math.floor(amount / 100) if "media" in site.lacks else math.ceil(amount / 100)
        for site, amount in zip(sites, _shared(rng, sites, "media"), strict=True)
    ]
    if first:
        _spread_junior_backbone(rng, sites, made)
    return made
