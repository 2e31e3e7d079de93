"""Pupils, staff and equipment behind the aggregate rows of one year: counted again, they give exactly those rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

from junheng.demo import names
from junheng.demo.years import HOME_A_COUNTY, Row, cents, of_44, share

_DISABILITIES = ("visual", "hearing", "speech", "physical", "intellectual", "intellectual", "mental", "multiple")
_SUBJECTS = {
    "primary": ("chinese", "mathematics", "chinese", "mathematics", "english", "moral", "science", "it", "labour"),
    "special": ("chinese", "mathematics", "labour", "other"),
    "": ("chinese", "mathematics", "english", "physics", "chemistry", "biology", "history", "geography", "moral", "it"),
}
_EQUIPMENT = (("ict", 30), ("instrument", 22), ("sports", 8), ("arts", 9), ("other", 6))
_HEAD = ("year", "school_code", "campus", "stage")


def _day(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    return first + dt.timedelta(days=int(rng.random() * ((last - first).days + 1)))


def _marked(rng: Random, total: int, count: int) -> set[int]:
    return set(rng.sample(range(total), count))


def pupils(rng: Random, county: int, schools: int, parts: Sequence[Row], classes: Sequence[Row]) -> Iterator[Row]:
    """Yield every pupil of the parts: in their classes, with as many girls, boarders, … as the parts have."""
    home = iter(_marked_home(rng, schools, parts))
    by_part: dict[tuple[object, ...], list[Row]] = {}
    for one in classes:
        by_part.setdefault(tuple(one[name] for name in _HEAD), []).append(one)
    serial = 0
    for part in parts:
        total, head = part["pupils"], {name: part[name] for name in _HEAD}
        girls, boarders = _marked(rng, total, part["girls"]), _marked(rng, total, part["boarders"])
        migrant, left = _marked(rng, total, part["migrant_pupils"]), _marked(rng, total, part["left_behind_pupils"])
        disabled = _marked(rng, total, part["disabled_pupils"])
        seats = [
            (one["grade"], one["class_no"]) for one in by_part[tuple(head.values())] for _ in range(one["class_pupils"])
        ]
        lowest = min(grade for grade, _ in seats)
        outside = part["entrants"] - part["entrants_in_zone"]
        far = _marked(rng, part["entrants"], outside)
        for place, (grade, class_no) in enumerate(seats):
            serial += 1
            sex, new, born = ("2" if place in girls else "1"), grade == lowest, part["year"] - 6 - grade
            placement = "ordinary"
            if place in disabled and part["stage"] != "special":
                placement = "home" if next(home) else "inclusive"
            yield {
                **head, "pupil_id": f"D{names.county_code(county)}{serial:08d}", "pupil_name": names.person(rng, sex),
                "identity_number": None, "pupil_sex": sex,
                "birth_date": _day(rng, dt.date(born, 9, 1), dt.date(born + 1, 8, 31)),
                "grade": grade, "class_no": class_no, "boarder": place in boarders, "migrant": place in migrant,
                "left_behind": place in left, "disability": rng.choice(_DISABILITIES) if place in disabled else "none",
                "placement": placement, "new_entrant": new, "in_zone": place not in far if new else None,
            }  # fmt: skip


def _marked_home(rng: Random, schools: int, parts: Sequence[Row]) -> list[bool]:
    """Return, for each disabled pupil of the ordinary schools in turn, whether it is taught at home."""
    total = sum(part["disabled_pupils"] for part in parts if part["stage"] in {"primary", "junior"})
    at_home = _marked(rng, total, min(total, of_44(HOME_A_COUNTY, schools)))
    return [place in at_home for place in range(total)]


def _birth_years(rng: Random, part: Row) -> list[int]:
    """Return a birth year for each full-time teacher, oldest first; the age group holds on any day of the year."""
    year = part["year"]
    groups = (("teachers_over_50", 52, 59), ("teachers_36_to_50", 37, 50), ("teachers_up_to_35", 24, 35))
    return sorted(year - rng.randint(low, high) for name, low, high in groups for _ in range(part[name]))


def _scale(part: Row, steps: Sequence[tuple[str, str]], rest: str) -> list[str]:
    """Return a code per full-time teacher: as many of each as the part has, then `rest`."""
    made = [code for code, field in steps for _ in range(part[field])]
    return made + [rest] * (part["full_time_teachers"] - len(made))


def _subjects(part: Row) -> list[str]:
    special = [("pe", "pe_teachers"), ("music", "music_teachers"), ("art", "art_teachers"), ("arts", "arts_teachers")]
    made = [code for code, field in special for _ in range(part[field])]
    others = _SUBJECTS.get(part["stage"], _SUBJECTS[""])
    return made + [others[n % len(others)] for n in range(part["full_time_teachers"] - len(made))]


def teachers(rng: Random, county: int, parts: Sequence[Row]) -> Iterator[Row]:
    """Yield all staff of the parts: as many degrees, titles, ages, subjects and backbone levels as the parts have."""
    serial = 0
    for part in parts:
        total, head = part["full_time_teachers"], {name: part[name] for name in _HEAD}
        born = _birth_years(rng, part)
        titles = _scale(part, [("senior", "teachers_senior_title"), ("middle", "teachers_middle_title")], "assistant")
        degrees = _scale(
            part,
            [(code, f"teachers_{code}") for code in ("postgraduate", "bachelor", "associate", "upper_secondary")],
            "below",
        )[::-1]
        subjects = _subjects(part)
        rng.shuffle(subjects)
        backbone = _marked(rng, total, part["backbone_teachers"])
        untrained = _marked(rng, total, total - part["trained_360_teachers"])
        uncertified = _marked(rng, total, total - part["certified_teachers"])
        for place in range(part["staff"]):
            serial += 1
            full_time, sex = place < total, "2" if rng.random() < 0.62 else "1"
            birth_year = born[place] if full_time else part["year"] - rng.randint(25, 58)
            joined = max(birth_year + 22, part["year"] - int(rng.expovariate(1 / 7)) - 1)
            yield {
                **head, "teacher_id": f"J{names.county_code(county)}{serial:06d}",
                "teacher_name": names.person(rng, sex), "identity_number": None, "teacher_sex": sex,
                "birth_date": _day(rng, dt.date(birth_year, 1, 1), dt.date(birth_year, 12, 31)),
                "full_time": full_time, "degree": degrees[place] if full_time else "associate",
                "professional_title": titles[place] if full_time else "none",
                "backbone_level": rng.choice(("county", "county", "city", "province")) if place in backbone else "none",
                "subject": subjects[place] if full_time else None,
                "certified": full_time and place not in uncertified,
                "training_hours": 0 if not full_time else rng.randint(360, 520) - (200 if place in untrained else 0),
                "joined_school": dt.date(joined, rng.choice((2, 8, 9)), 1),
            }  # fmt: skip


def equipment(rng: Random, schools: Sequence[Row]) -> Iterator[Row]:
    """Yield each school's ledger; the book values add up to the school's equipment value to the cent."""
    for school in schools:
        kinds = [kind for kind, weight in _EQUIPMENT for _ in range(max(1, weight // 6))]
        total = int(Decimal(school["equipment_value"]) * 100)
        weights = dict(_EQUIPMENT)
        values = share(total, [weights[kind] * rng.uniform(0.5, 1.5) for kind in kinds])
        for number, (kind, value) in enumerate(zip(kinds, values, strict=True), 1):
            yield {
                "year": school["year"], "school_code": school["school_code"], "campus": school["campus"],
                "asset_no": f"Z{number:04d}", "equipment_kind": kind, "quantity": max(1, value // 400_000),
                "book_value": cents(value),
            }  # fmt: skip
