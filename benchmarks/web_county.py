# ruff: noqa: PLC0415 (models are imported once Django is set up)
"""A county as large as they come, straight into the database: pupils and staff of one school year."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

YEAR = 2025
CODE = "999903"
SCHOOLS = 200


def fill(pupils: int, staff: int) -> None:
    """Make the county with its schools, `pupils` and `staff`; the database is migrated and the county not there."""
    from junheng.web.people.models import County
    from junheng.web.registry.models import Part, Pupil, School, Teacher

    rng = random.Random(7)
    County.objects.create(code=CODE, name="量县")
    years = (YEAR - 2, YEAR - 1, YEAR)
    kinds = rng.choices(("211", "311"), (3, 1), k=SCHOOLS)
    School.objects.bulk_create(
        School(
            county_id=CODE, year=year, school_code=code(number), school_name=f"第{number}学校", kind=kinds[number],
            locale=rng.choice(("111", "121", "220")), sponsor="7", township=f"第{number % 20}镇",
            teaching_area=rng.randrange(2_000, 20_000), equipment_value=rng.randrange(100_000, 9_000_000),
        )
        for year in years
        for number in range(SCHOOLS)
    )  # fmt: skip
    Part.objects.bulk_create(
        Part(county_id=CODE, year=year, school_code=code(number), stage=stage(kinds[number]), pupils=500)
        for year in years
        for number in range(SCHOOLS)
    )
    Pupil.objects.bulk_create(_pupils(rng, pupils, kinds), batch_size=2000)
    Teacher.objects.bulk_create(_staff(rng, staff, kinds), batch_size=2000)


def code(number: int) -> str:
    """Return the identification code of a school."""
    return f"3199{number:06d}"


def stage(kind: str) -> str:
    """Return the stage schools of a kind teach."""
    return "primary" if kind == "211" else "junior"


def _name(rng: random.Random) -> str:
    given = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超秀霞平"
    return rng.choice("王李张刘陈杨黄赵吴周徐孙马朱胡") + rng.choice(given) + rng.choice(given)


def _person(rng: random.Random, number: int, born: dt.date) -> dict[str, Any]:
    from junheng.web.registry.encrypted import digest

    identity = f"{CODE}{born:%Y%m%d}{number % 10_000:04d}"
    return {"identity_number": identity, "identity_digest": digest(identity), "birth_date": born}


def _pupils(rng: random.Random, count: int, kinds: list[str]) -> Iterator[Any]:
    from junheng.web.registry.models import Pupil

    order = rng.sample(range(count), count)
    for number in order:
        school = number % SCHOOLS
        first = 1 if kinds[school] == "211" else 7
        grade = rng.randrange(first, first + (6 if first == 1 else 3))
        born = dt.date(YEAR - 6 - grade, number % 12 + 1, number % 28 + 1)
        yield Pupil(
            county_id=CODE, year=YEAR, school_code=code(school), stage=stage(kinds[school]), pupil_id=f"G{number:08d}",
            pupil_name=_name(rng), pupil_sex=rng.choice("12"), grade=grade, class_no=str(number % 8 + 1),
            boarder=rng.random() < 0.2, migrant=rng.random() < 0.1, left_behind=rng.random() < 0.1,
            disability=rng.choice(("none", "none", None)), **_person(rng, number, born),
        )  # fmt: skip


def _staff(rng: random.Random, count: int, kinds: list[str]) -> Iterator[Any]:
    from junheng.web.registry.models import Teacher

    for number in range(count):
        school = number % SCHOOLS
        born = dt.date(1962 + number % 40, number % 12 + 1, number % 28 + 1)
        yield Teacher(
            county_id=CODE, year=YEAR, school_code=code(school), stage=stage(kinds[school]),
            teacher_id=f"T{number:07d}", teacher_name=_name(rng), teacher_sex=rng.choice("12"), full_time=True,
            degree=rng.choice(("bachelor", "associate")), training_hours=rng.randrange(600),
            **_person(rng, number, born),
        )  # fmt: skip
