"""The schools of one invented county: where they lie, what kind they are, how many pupils, what they lack."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Literal

from junheng.demo import names

Setting = Literal["urban", "town", "rural"]

PUPILS_A_SCHOOL = 30_000 / 44
"""Pupils of the compulsory stages per counted school: 44 schools have about 30,000."""

GROWTH = {"urban": 0.03, "town": 0.0, "rural": -0.06}
"""Change of pupils a year: the centre grows, the edge empties."""

WEIGHTS = {
    "341": {"junior": Fraction(1), "senior": Fraction(6, 5)},
    "default": {"primary": Fraction(1), "junior": Fraction(11, 10), "senior": Fraction(33, 25)},
}
"""How shared rooms and equipment are meant to serve the stages (教督〔2017〕6号): used to invent plausible amounts."""

_LEAST = {"primary": 100, "junior": 150}


@dataclass(slots=True)
class Site:
    """One school, or one campus of a school, with its pupils by stage in the latest year."""

    code: str
    name: str
    kind: str
    setting: Setting
    locale: str
    township: str
    pupils: dict[str, int]
    campus: str = ""
    sponsor: str = "7"
    boarding: bool = False
    built: int = 1998
    place: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
    growth: float = 0.0
    lacks: set[str] = field(default_factory=set)
    """What is short here: backbone, arts, sports, media, equipment, rooms, crowded, training_unknown, jump."""

    @property
    def counted(self) -> bool:
        """Tell whether indicators are meant to be judged here (special schools and small points are not)."""
        return self.kind != "514" and not (self.kind == "218" and sum(self.pupils.values()) < 50)

    def weight(self, stage: str) -> Fraction:
        """Return the weight of one pupil of `stage` in the sharing of rooms and equipment."""
        if len(self.pupils) == 1:
            return Fraction(1)
        return WEIGHTS.get(self.kind, WEIGHTS["default"])[stage]

    @property
    def weighted(self) -> float:
        """Return the weighted pupils of the whole site."""
        return float(sum(self.weight(stage) * count for stage, count in self.pupils.items()))


@dataclass(slots=True)
class _Plot:
    """What `_make` needs to know of a school before it has a name and a place."""

    kind: str
    setting: Setting
    pupils: dict[str, float]


def _split(schools: int) -> dict[str, int]:
    nine = max(0, round(schools * 12 / 44))
    junior = max(0, round(schools * 8 / 44))
    return {"211": schools - nine - junior, "311": junior, "312": nine}


def _settings(count: int, urban: float, town: float) -> list[Setting]:
    in_urban, in_town = math.ceil(count * urban), round(count * town)
    edges: tuple[tuple[Setting, int], ...] = (("urban", in_urban), ("town", in_town), ("rural", count))
    return [setting for setting, number in edges for _ in range(number)][:count]


def _size(rng: Random, kind: str, setting: Setting) -> dict[str, float]:
    """Return relative pupils by stage (scaled afterwards)."""
    vary = rng.uniform(0.75, 1.25)
    if kind == "211":
        return {"primary": {"urban": 1330, "town": 640, "rural": 190}[setting] * vary}
    if kind == "311":
        return {"junior": {"urban": 1270, "town": 640, "rural": 330}[setting] * vary}
    primary, junior = {"urban": (1050, 620), "town": (500, 310), "rural": (190, 150)}[setting]
    return {"primary": primary * vary, "junior": junior * rng.uniform(0.85, 1.15) * vary}


def _plots(rng: Random, schools: int) -> list[_Plot]:
    kinds = _split(schools)
    plots = []
    for kind, urban, town in (("211", 8 / 24, 8 / 24), ("311", 3 / 8, 4 / 8), ("312", 2 / 12, 4 / 12)):
        plots += [_Plot(kind, setting, _size(rng, kind, setting)) for setting in _settings(kinds[kind], urban, town)]
    total = sum(sum(plot.pupils.values()) for plot in plots) + schools * 20  # the points and the complete school
    scale = schools * PUPILS_A_SCHOOL * rng.uniform(0.98, 1.02) / total
    for plot in plots:
        top = 1980 if plot.kind != "312" else 2450
        scaled = {stage: max(_LEAST[stage], count * scale) for stage, count in plot.pupils.items()}
        over = max(1.0, sum(scaled.values()) / top)
        plot.pupils = {stage: count / over for stage, count in scaled.items()}
    return plots


def _beyond(rng: Random, schools: int) -> list[_Plot]:
    """Return what stands beside the counted schools: teaching points, a special and a complete secondary school."""
    points = max(1, round(schools * 6 / 44))
    sizes = [rng.randint(52, 84) if number % 3 == 2 else rng.randint(14, 44) for number in range(points)]
    plots = [_Plot("218", "rural", {"primary": size}) for size in sizes]
    if schools >= 20:
        plots.append(_Plot("514", "urban", {"special": 46}))
        plots.append(_Plot("341", "urban", {"junior": rng.randint(560, 680), "senior": rng.randint(1500, 1900)}))
    return plots


def _around(rng: Random, centre: tuple[Decimal, Decimal], kilometres: tuple[float, float]) -> tuple[Decimal, Decimal]:
    angle, distance = rng.uniform(0, 2 * math.pi), rng.uniform(*kilometres) / 111
    east = distance * math.cos(angle) / math.cos(math.radians(float(centre[1])))
    north = distance * math.sin(angle)
    return centre[0] + Decimal(round(east * 10**6)).scaleb(-6), centre[1] + Decimal(round(north * 10**6)).scaleb(-6)


def _townships(rng: Random, seat: tuple[Decimal, Decimal]) -> dict[str, tuple[Decimal, Decimal]]:
    spread = {"urban": (0.8, 3.0), "town": (11.0, 19.0), "rural": (21.0, 36.0)}
    return {name: _around(rng, seat, spread[setting]) for setting, places in names.PLACES.items() for name in places}


class _Namer:
    """Hands out school names: no two alike within a kind and township."""

    def __init__(self, rng: Random) -> None:
        self._villages = iter(rng.sample(names.VILLAGES, len(names.VILLAGES)))
        self._seen: set[str] = set()

    def name(self, kind: str, setting: Setting, township: str) -> str:
        ending = {"211": "小学", "311": "初级中学", "312": "学校", "218": "教学点", "341": "中学"}[kind]
        short = township.removesuffix("镇").removesuffix("乡").removesuffix("街道")
        first = {"211": "中心小学", "311": "初级中学", "312": "九年一贯制学校"}.get(kind)
        wanted = [] if setting == "urban" or first is None else [f"{township}{first}"]
        if setting == "urban":
            wanted += [f"{part}{ending}" for part in names.URBAN_SCHOOLS]
        elif not wanted or wanted[0] in self._seen:
            village = next(self._villages, None)
            wanted += [] if village is None else [f"{short}{village}{ending}"]
        wanted += [f"{short}第{number}{ending}" for number in range(1, 1000)]
        chosen = next(text for text in wanted if text not in self._seen)
        self._seen.add(chosen)
        return chosen


def _make(rng: Random, county: int, plots: list[_Plot]) -> list[Site]:
    places, namer, sites = _townships(rng, names.county_seat(county)), _Namer(rng), []
    for number, plot in enumerate(plots, 1):
        townships = names.PLACES[plot.setting]
        township = townships[number % len(townships)]
        locale = {
            "urban": "111" if rng.random() < 0.8 else "112",
            "town": "121" if rng.random() < 0.75 else "122",
            "rural": "210" if rng.random() < 0.4 and plot.kind != "218" else "220",
        }[plot.setting]
        name = "特殊教育学校" if plot.kind == "514" else namer.name(plot.kind, plot.setting, township)
        secondary = plot.kind in {"311", "312", "341"}
        sites.append(
            Site(
                code=names.school_code(county, number, secondary=secondary),
                name=f"{names.county_name(county)}{name}",
                kind=plot.kind,
                setting=plot.setting,
                locale=locale,
                township=township,
                pupils={stage: round(count) for stage, count in plot.pupils.items()},
                boarding=plot.setting != "urban" and secondary and rng.random() < 0.7,
                built=rng.randint(1968, 2014) if plot.setting != "urban" else rng.randint(1985, 2021),
                place=_around(rng, places[township], (0.1, 1.6) if plot.setting == "urban" else (0.2, 5.0)),
                growth=GROWTH[plot.setting] + rng.uniform(-0.02, 0.02),
            )
        )
    return sites


def _open_campus(sites: list[Site]) -> None:
    """Give the largest nine-year school a second campus that holds primary classes alone."""
    nine = [site for site in sites if site.kind == "312"]
    if not nine:
        return
    site = max(nine, key=lambda one: one.pupils["primary"])
    moved = site.pupils["primary"] * 2 // 5
    site.pupils["primary"] -= moved
    site.campus = "本部"
    north = (site.place[0] + Decimal("0.014"), site.place[1] + Decimal("0.011"))
    sites.insert(
        sites.index(site) + 1,
        Site(
            code=site.code, name=site.name, campus="北校区", kind=site.kind, setting=site.setting, locale=site.locale,
            township=site.township, pupils={"primary": moved}, built=2019, place=north, growth=site.growth,
        ),
    )  # fmt: skip


_LACKING = {
    # what: (stages by kind, settings where it is believable, schools of the first county)
    "backbone": ({"211", "312"}, {"rural"}, 2),
    "arts": ({"211", "311"}, {"rural", "town"}, 3),
    "sports": ({"211", "311"}, {"urban"}, 3),
    "media": ({"211", "312"}, {"town"}, 2),
    "equipment": ({"211", "311"}, {"town"}, 2),
    "rooms": ({"211", "312"}, {"town", "rural"}, 2),
    "crowded": ({"211", "311"}, {"urban"}, 3),
}


def _hand_out_lacks(rng: Random, sites: list[Site], *, first: bool) -> None:
    """Decide what is short where: the same kinds of places in every county, a fixed number in the first."""
    for what, (kinds, settings, count) in _LACKING.items():
        fit = [site for site in sites if site.kind in kinds and site.setting in settings]
        number = min(len(fit), count if first else rng.randint(0, count + 1))
        for site in rng.sample(fit, number):
            site.lacks.add(what)
    if first:
        towns = [site for site in sites if site.setting == "town"]
        for what, place in (("training_unknown", 0), ("jump", -1)):
            if towns:
                towns[place].lacks.add(what)


def sites(rng: Random, county: int, schools: int) -> list[Site]:
    """Return the sites of one county: `schools` counted ones, then teaching points and the others beyond them."""
    made = _make(rng, county, _plots(rng, schools) + _beyond(rng, schools))
    private = [site for site in made if site.kind == "211" and site.setting == "urban"]
    if len(private) > 4:
        private[-1].sponsor = "10"
    _open_campus(made)
    _hand_out_lacks(rng, made, first=county == 0)
    return made
