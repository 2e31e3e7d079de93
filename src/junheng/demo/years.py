"""The rows of one county and year: schools, parts, classes and rooms, drifting back from the latest year."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from junheng.demo.sites import Site
from junheng.demo.supply import PartKey, Supply

Row = dict[str, Any]
Sizes = list[tuple[int, list[int]]]
"""Class sizes by grade."""

GRADES = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13), "special": range(1, 10)}
_FULL_CLASS = {"primary": 44, "junior": 48, "senior": 50, "special": 12}
_CROWDED_CLASS = 60
_FUNDING = {"primary": 720, "junior": 940, "senior": 1000, "special": 8600}
_BOARDER_FUNDING = 300
DISABLED_A_COUNTY, HOME_A_COUNTY = 135, 47
"""Disabled pupils of the ordinary schools of a county of 44 schools, and how many of them are taught at home."""


@dataclass(frozen=True, slots=True)
class Block:
    """A room or ground of a site, which stands through all years."""

    number: str
    kind: str
    area: Decimal


@dataclass(slots=True)
class Rows:
    """Rows by table, as plain dicts."""

    county: list[Row] = field(default_factory=list)
    school: list[Row] = field(default_factory=list)
    part: list[Row] = field(default_factory=list)
    classes: list[Row] = field(default_factory=list)
    room: list[Row] = field(default_factory=list)
    satisfaction: list[Row] = field(default_factory=list)
    work_score: list[Row] = field(default_factory=list)


def cents(amount: int) -> Decimal:
    """Return an amount of hundredths as an exact decimal."""
    return Decimal(amount).scaleb(-2)


def of_44(amount: int, schools: int) -> int:
    """Return what a county of `schools` schools has where one of 44 has `amount`."""
    return round(amount * schools / 44)


def share(total: int, weights: Sequence[float]) -> list[int]:
    """Split `total` into whole parts proportional to `weights`, exactly (largest remainders, first on ties)."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    wanted = [total * weight / whole for weight in weights]
    parts = [math.floor(one) for one in wanted]
    order = sorted(range(len(parts)), key=lambda index: (parts[index] - wanted[index], index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def pupils_in(site: Site, stage: str, age: int) -> int:
    """Return a stage's pupils `age` years before the latest year."""
    if stage == "special":
        return site.pupils[stage]
    before = site.pupils[stage] / (1 + site.growth) ** age
    if age and "jump" in site.lacks:
        before *= 0.78
    return max(1, round(before))


def class_sizes(rng: Random, site: Site, stage: str, pupils: int) -> Sizes:
    """Return the class sizes of each grade; crowded sites put too many into the classes of one or two grades."""
    grades = list(GRADES[stage])
    if site.kind == "218":
        grades = grades[: 4 if pupils >= 30 else 3]
    per_grade = share(pupils, [1 + rng.uniform(-0.05, 0.05) for _ in grades])
    crowded = set(rng.sample(grades, 1 if stage == "junior" else 2)) if "crowded" in site.lacks else set()
    made = []
    for grade, count in zip(grades, per_grade, strict=True):
        number = max(1, math.ceil(count / (_CROWDED_CLASS if grade in crowded else _FULL_CLASS[stage])))
        small, larger = divmod(count, number)
        made.append((grade, [small + 1] * larger + [small] * (number - larger)))
    return made


def blocks(rng: Random, site: Site, classes: int, *, teaching: int, sports: int, media: int) -> list[Block]:
    """Return the rooms and grounds of a site; rooms add up to `teaching` (or to a little more in tiny schools)."""
    need = math.ceil(classes / 12)
    there = need - 1 if "rooms" in site.lacks and need > 1 else need
    first_area = 7200 if "rooms" in site.lacks and need == 1 else 9600
    made = [Block(f"Y{n}", "music", cents(first_area + 100 * rng.randint(0, 14))) for n in range(1, there + 1)]
    made += [Block(f"M{n}", "art", cents(9000 + 100 * rng.randint(0, 12))) for n in range(1, need + 1)]
    if site.kind != "218":
        made += [Block("K1", "science", cents(8600)), Block("J1", "computer", cents(9200))]
        made.append(Block("T1", "library", cents(9000 + 500 * rng.randint(0, 20))))
    classrooms = classes + (rng.randint(0, 2) if site.setting != "urban" else 0)
    side = cents(5400 if site.setting == "rural" else 6000)
    made += [Block(f"{100 + n}", "classroom", side) for n in range(1, classrooms + 1)]
    rest = max(Decimal(60), teaching - sum((block.area for block in made), Decimal(0)))
    number = max(1, int(rest / 150), media - len(made))
    each = (rest / number).quantize(Decimal("0.01"))
    areas = [each] * (number - 1) + [rest - each * (number - 1)]
    made += [Block(f"F{n}", "auxiliary", area) for n, area in enumerate(areas, 1)]
    indoor = round(sports * rng.uniform(0.08, 0.2)) if site.setting == "urban" and rng.random() < 0.5 else 0
    if indoor:
        made.append(Block("S1", "indoor_sports", Decimal(indoor)))
    made.append(Block("C1", "sports_ground", Decimal(sports - indoor)))
    return made


def _area(made: Sequence[Block], *, without: frozenset[str] = frozenset({"sports_ground"})) -> Decimal:
    return sum((block.area for block in made if block.kind not in without), Decimal(0))


def _split_teachers(rng: Random, site: Site, stage: str, teachers: int, age: int) -> Row:
    """Return how the full-time teachers of a part divide by degree, title and age."""
    later = {"urban": 0.05, "town": 0.02, "rural": 0.0}[site.setting]
    if stage == "primary":
        shares = [0.005 + later / 4, 0.60 + later * 3 - 0.02 * age, 0.36 - later * 3 + 0.02 * age]
    else:
        shares = [0.02 + later, 0.90 + later / 2 - 0.015 * age, 0.07 - later / 2]
    shares = [max(0.0, one * rng.uniform(0.97, 1.03)) for one in shares]
    degrees = share(teachers, [*shares, max(0.0, 1 - sum(shares)), 0.0])
    titles = share(teachers, [0.16 + later, 0.44, 0.40 - later])
    ages = share(teachers, [0.28 + 2 * later, 0.44, 0.28 - 2 * later + rng.uniform(0, 0.05)])
    above = {"primary": sum(degrees[:3]), "junior": sum(degrees[:2]), "senior": degrees[0]}.get(stage)
    return {
        **dict(zip(("teachers_postgraduate", "teachers_bachelor", "teachers_associate", "teachers_upper_secondary",
                    "teachers_below"), degrees, strict=True)),
        "teachers_above_degree": above,
        "teachers_senior_title": titles[0], "teachers_middle_title": titles[1],
        "teachers_up_to_35": ages[0], "teachers_36_to_50": ages[1], "teachers_over_50": ages[2],
        "certified_teachers": teachers, "trained_360_teachers": teachers,
    }  # fmt: skip


def _children(rng: Random, site: Site, stage: str, pupils: int) -> Row:
    migrant = {"urban": 0.12, "town": 0.04, "rural": 0.01}[site.setting] * rng.uniform(0.7, 1.3)
    left = {"urban": 0.02, "town": 0.10, "rural": 0.24}[site.setting] * rng.uniform(0.7, 1.3)
    boarders = rng.uniform(0.35, 0.65) if site.boarding and stage != "primary" else 0.0
    if stage == "senior":
        boarders = 0.7
    return {
        "girls": round(pupils * rng.uniform(0.455, 0.485)),
        "boarders": round(pupils * boarders),
        "migrant_pupils": round(pupils * migrant),
        "left_behind_pupils": round(pupils * left),
    }


def _cohort(rng: Random, stage: str, graduates: int) -> Row:
    """Return what became of the graduating grade over three years (junior only)."""
    if stage != "junior":
        return {}
    gone, new = round(graduates * 0.035 * rng.uniform(0.7, 1.3)), round(graduates * 0.02 * rng.uniform(0.7, 1.3))
    dropped = round(graduates * rng.uniform(0.0, 0.012))
    return {
        "cohort_entrants": graduates - new + gone + dropped,
        "cohort_transferred_in": new,
        "cohort_transferred_out": gone,
        "cohort_deaths": 0,
    }


def _fitness(rng: Random, pupils: int) -> Row:
    tested = pupils - round(pupils * rng.uniform(0, 0.02))
    grades = share(tested, [rng.uniform(0.16, 0.28), rng.uniform(0.34, 0.42), 0.34, 0.06])
    names = ("fitness_excellent", "fitness_good", "fitness_pass")
    return {"fitness_tested": tested, **dict(zip(names, grades, strict=False))}


@dataclass(slots=True)
class Maker:
    """Makes the rows of one county, year by year; `age` is how many years before the latest year."""

    rng: Random
    county: str
    schools: int
    sites: Sequence[Site]
    supply: Supply
    _blocks: list[list[Block]] = field(default_factory=list)
    _latest: dict[PartKey, Sizes] = field(default_factory=dict)
    _disabled: dict[PartKey, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rng, have = self.rng, self.supply
        for index, site in enumerate(self.sites):
            for stage, pupils in site.pupils.items():
                self._latest[index, stage] = class_sizes(rng, site, stage, pupils)
            classes = sum(len(grade) for stage in site.pupils for _, grade in self._latest[index, stage])
            made = blocks(
                rng, site, classes, teaching=have.teaching[index], sports=have.sports[index], media=have.media[index]
            )
            self._blocks.append(made)
        ordinary = [(i, s) for i, site in enumerate(self.sites) for s in site.pupils if s in {"primary", "junior"}]
        weights = [float(self.sites[index].pupils[stage]) for index, stage in ordinary]
        self._disabled = dict(zip(ordinary, share(of_44(DISABLED_A_COUNTY, self.schools), weights), strict=True))

    def rows(self, year: int, age: int) -> Rows:
        """Return the rows of schools, parts, classes and rooms of one year."""
        made = Rows()
        for index, site in enumerate(self.sites):
            head = {"year": year, "school_code": site.code, "campus": site.campus}
            parts = []
            for stage in site.pupils:
                sizes = self._latest[index, stage]
                if age:
                    sizes = class_sizes(self.rng, site, stage, pupils_in(site, stage, age))
                made.classes += _class_rows(head, stage, sizes)
                parts.append(self._part(head, index, stage, age, sizes))
            made.part += parts
            school = self._school(head, index, age, parts)
            made.school.append(school)
            made.room += _room_rows(head, self._blocks[index], school["multimedia_rooms"], full=age == 0)
        return made

    def _part(self, head: Row, index: int, stage: str, age: int, sizes: Sizes) -> Row:
        rng, site, have = self.rng, self.sites[index], self.supply
        pupils = sum(sum(grade) for _, grade in sizes)
        latest = have.teachers[index, stage]
        teachers = latest + round(latest * max(-0.12, min(0.12, 0.4 * (pupils / site.pupils[stage] - 1))))
        backbone, arts = have.backbone[index, stage], have.arts[index, stage]
        if backbone >= 8:
            backbone -= age * (backbone // 16) + (1 if age == 1 else 0)
        if arts >= 6:
            arts -= age * rng.randint(0, 1)
        backbone, arts = min(backbone, teachers), min(arts, teachers)
        pe, music, art, other = share(arts, [4, 3, 2.8, 0.2])
        entrants, leavers = sum(sizes[0][1]), sum(sizes[-1][1])
        zone = 0.62 if site.sponsor == "10" else 1.0 if stage == "primary" else rng.uniform(0.965, 0.995)
        return {
            **head, "stage": stage, "pupils": pupils, **_children(rng, site, stage, pupils),
            "disabled_pupils": pupils if stage == "special" else self._disabled.get((index, stage), 0),
            "grades": len(sizes), "classes": sum(len(grade) for _, grade in sizes),
            "staff": teachers + round(teachers * rng.uniform(0.02, 0.09)), "full_time_teachers": teachers,
            **_split_teachers(rng, site, stage, teachers, age),
            "backbone_teachers": backbone,
            "pe_teachers": pe, "music_teachers": music, "art_teachers": art, "arts_teachers": other,
            "visiting_pe_art_teachers": rng.randint(0, 2) if site.setting == "rural" else 0,
            "entrants": entrants, "entrants_in_zone": round(entrants * zone), "graduates": leavers,
            **_cohort(rng, stage, leavers), **_fitness(rng, pupils),
        }  # fmt: skip

    def _school(self, head: Row, index: int, age: int, parts: Sequence[Row]) -> Row:
        rng, site, made = self.rng, self.sites[index], self._blocks[index]
        pupils = sum(part["pupils"] for part in parts)
        boarders = sum(part["boarders"] for part in parts)
        teaching, grounds = _area(made), made[-1].area
        media = self.supply.media[index]
        norm = max(_FUNDING[part["stage"]] for part in parts)
        funded = max(100, pupils) if site.kind != "514" else pupils
        budget = funded * norm + boarders * _BOARDER_FUNDING
        training = math.ceil(budget * rng.uniform(0.0505, 0.068))
        unknown = "training_unknown" in site.lacks and age == 0
        posts = sum(math.ceil(part["staff"] * 1.02) for part in parts)
        return {
            "year": head["year"], "county_code": self.county, "school_code": site.code, "campus": site.campus,
            "school_name": site.name, "kind": site.kind, "locale": site.locale, "sponsor": site.sponsor,
            "township": site.township, "boarding": site.boarding, "built_year": site.built,
            "longitude": site.place[0], "latitude": site.place[1],
            "site_area": grounds * 2 + teaching,
            "building_area": (teaching * Decimal("1.35")).quantize(Decimal("0.01")),
            "teaching_area": teaching, "indoor_sports_area": _area([b for b in made if b.kind == "indoor_sports"]),
            "sports_ground_area": grounds, "nearby_sports_area": Decimal(0),
            "equipment_value": cents(self.supply.equipment[index] * (100 - 6 * age) // 100),
            "multimedia_rooms": media - age * (media // 16),
            "classrooms": sum(1 for block in made if block.kind == "classroom"),
            "books": round(pupils * rng.uniform(22, 34)), "computers": round(pupils * rng.uniform(0.11, 0.2)),
            "posts": posts, "public_budget": Decimal(budget), "training_budget": None if unknown else Decimal(training),
            "funded_pupils": funded, "has_charter": True, "digital_management": True, "guards": True,
            "police_alarm": True, "closed_campus": True, "library": site.kind != "218",
            "science_lab": site.kind != "218", "computer_room": site.kind != "218", "sports_court": True,
            "internet": True, "drinking_water": True, "electricity": True,
            "canteen": site.boarding or site.setting != "urban",
        }  # fmt: skip


def _class_rows(head: Mapping[str, Any], stage: str, sizes: Sizes) -> Iterator[Row]:
    for grade, classes in sizes:
        for number, pupils in enumerate(classes, 1):
            yield {**head, "stage": stage, "grade": grade, "class_no": str(number), "class_pupils": pupils}


def _room_rows(head: Mapping[str, Any], made: Sequence[Block], media: int, *, full: bool) -> Iterator[Row]:
    """Yield the rooms, of earlier years (not `full`) only music and art rooms.

    The first `media` teaching rooms, classrooms before others, are networked.
    """
    order = {"classroom": 0, "computer": 1, "science": 2, "music": 3, "art": 4, "library": 5, "auxiliary": 6}
    inside = sorted((block for block in made if block.kind in order), key=lambda block: order[block.kind])
    networked = {block.number for block in inside[:media]}
    for block in made:
        if full or block.kind in {"music", "art"}:
            yield {
                **head, "room_no": block.number, "room_kind": block.kind, "room_area": block.area,
                "networked_multimedia": block.number in networked,
            }  # fmt: skip
