"""Random counties as plain records: every kind of school, blanks, zero pupils, and figures exactly on their line."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import polars as pl

from junheng.dictionary import Tables, load

Record = dict[str, Any]
County = tuple[list[Record], list[Record]]
"""School records and part records."""

YEAR = 2025
SCHOOL_OR_PART_FIGURES = (
    "pupils", "backbone_teachers", "pe_teachers", "music_teachers", "art_teachers", "arts_teachers",
    "teachers_postgraduate", "teachers_bachelor", "teaching_area", "indoor_sports_area", "sports_ground_area",
    "equipment_value", "multimedia_rooms",
)  # fmt: skip
"""Figures the resource indicators are made of."""

KINDS = {
    "211": ["primary"],
    "218": ["primary"],
    "311": ["junior"],
    "312": ["primary", "junior"],
    "341": ["junior", "senior"],
    "345": ["primary", "junior", "senior"],
    "342": ["senior"],
    "361": ["vocational"],
    "513": ["special"],
    "111": ["kindergarten"],
}
OFTEN = ["211", "211", "218", "311", "311", "312", "312", "341", "345"]
LINES = {
    "primary": {"L1": "4.2", "L2": "1", "L3": "0.9", "L4": "4.5", "L5": "7.5", "L6": "2000", "L7": "2.3"},
    "junior": {"L1": "5.3", "L2": "1", "L3": "0.9", "L4": "5.8", "L5": "10.2", "L6": "2500", "L7": "2.4"},
}
WEIGHT = {"primary": Fraction(1), "junior": Fraction(11, 10), "senior": Fraction(132, 100)}
LIMIT = {"primary": Fraction(1, 2), "junior": Fraction(45, 100)}


class Draw(Random):
    """A source of chance; in a fair county hardly anything is below its line."""

    fair = False


def county(number: int) -> County:
    """Return the county of this number; the same number always gives the same county."""
    draw = Draw(number)
    draw.fair = number % 3 == 0
    if number % 10 == 0:
        return _at_the_limit(draw, number)
    blank = draw.choice([0, 0, 0.01, 0.05])
    schools: list[Record] = []
    parts: list[Record] = []
    for place in range(draw.randint(2, 8)):
        kind = draw.choice(OFTEN if draw.random() < 0.9 else list(KINDS))
        code = f"{3_000_000_000 + number * 100 + place}"
        _school(draw, number, code, kind, (schools, parts))
    for row in (*schools, *parts):
        for name in row:
            if name not in _DIMENSIONS and draw.random() < blank:
                row[name] = None
    if blank:
        alone = {row["school_code"] for row in schools} - {row["school_code"] for row in schools if row["campus"]}
        parts = [part for part in parts if not _forgotten(draw, part, alone)]
    return schools, parts


def _forgotten(draw: Draw, part: Record, alone: set[str]) -> bool:
    """Drop the whole row of a stage now and then (of schools with one campus)."""
    return part["school_code"] in alone and draw.random() < 0.03


_DIMENSIONS = {
    "county_code", "school_code", "campus", "school_name", "kind", "sponsor", "stage", "teachers_above_degree",
}  # fmt: skip


def _school(draw: Draw, number: int, code: str, kind: str, held: County) -> None:
    schools, parts = held
    stages = KINDS[kind]
    layout = [stages]
    if draw.random() < 0.2:
        layout = draw.choice([[stages, stages], [stages[:1], stages], [[stage] for stage in stages]])
    for place, here in enumerate(layout):
        campus = "" if place == 0 else f"校区{place}"
        own = [_part(draw, code, campus, kind, stage) for stage in here]
        parts += own
        schools.append(_buildings(draw, number, kind, own))


def _pupils(draw: Draw, kind: str) -> int:
    if kind == "218":
        return draw.choice([0, 12, 49, 50, 51, 100])
    return draw.choice([0, 1, 100, 200, 500, 1000, 2000, 10000, draw.randint(30, 2500), draw.randint(30, 2500)])


def _amount(draw: Draw, line: Fraction) -> Fraction:
    """Return a figure on the line, on 85 % of it, a hair beside one of them, zero, or anywhere around."""
    if draw.fair and draw.random() < 0.98:
        return line * Fraction(draw.choice([100, 100, 105, 120]), 100)
    hair = Fraction(draw.choice([-1, 0, 0, 1]), 100)
    around = line * Fraction(draw.randint(80, 160), 100)
    return max(
        Fraction(0), draw.choice([line, line, line * Fraction(85, 100), around, around, around * 2, Fraction(0)]) + hair
    )


def _whole(draw: Draw, line: Fraction) -> int:
    amount = _amount(draw, line)
    return int(amount) if amount.denominator == 1 else int(amount) + (1 if draw.fair else draw.choice([0, 1, 1, 1]))


def _cents(amount: Fraction) -> Decimal:
    return Decimal(int(amount * 100)).scaleb(-2)


def _part(draw: Draw, code: str, campus: str, kind: str, stage: str) -> Record:
    pupils = _pupils(draw, kind)
    lines = {name: Fraction(line) * pupils / 100 for name, line in LINES.get(stage, LINES["junior"]).items()}
    above = _whole(draw, lines["L1"])
    postgraduate = draw.randint(0, above)
    artists = _whole(draw, lines["L3"])
    split = sorted(draw.randint(0, artists) for _ in range(3))
    rest = above - postgraduate
    associate = draw.randint(0, rest) if stage == "primary" else draw.randint(0, 9)
    return {
        "school_code": code,
        "campus": campus,
        "stage": stage,
        "pupils": pupils,
        "teachers_above_degree": above if draw.random() < 0.5 else None,
        "teachers_postgraduate": postgraduate,
        "teachers_bachelor": rest - associate if stage == "primary" else rest,
        "teachers_associate": associate,
        "backbone_teachers": _whole(draw, lines["L2"]),
        "pe_teachers": split[0],
        "music_teachers": split[1] - split[0],
        "art_teachers": split[2] - split[1],
        "arts_teachers": artists - split[2],
    }


def _buildings(draw: Draw, number: int, kind: str, parts: list[Record]) -> Record:
    """Return a school row whose shared quantities put one of its stages near a line after splitting."""
    stage = draw.choice([part["stage"] for part in parts])
    lines = LINES.get(stage, LINES["primary"])
    complete = {"junior": Fraction(1), "senior": Fraction(12, 10)}
    weights = complete if kind == "341" else WEIGHT
    weighted = sum((weights.get(part["stage"], Fraction(1)) * part["pupils"] for part in parts), Fraction(0))
    size = weighted / weights.get(stage, Fraction(1))
    indoor = _cents(Fraction(draw.choice([0, 0, 120, 333])))
    teaching = _cents(_amount(draw, Fraction(lines["L4"]) * size))
    ground = _cents(_amount(draw, Fraction(lines["L5"]) * size))
    return {
        "county_code": f"{number:06d}",
        "school_code": parts[0]["school_code"],
        "campus": parts[0]["campus"],
        "school_name": f"第{parts[0]['school_code']}学校",
        "kind": kind,
        "sponsor": draw.choice(["7", "7", "10"]),
        "teaching_area": teaching + indoor,
        "indoor_sports_area": indoor,
        "sports_ground_area": max(ground - indoor, Decimal(0)),
        "equipment_value": _cents(_amount(draw, Fraction(lines["L6"]) * size)),
        "multimedia_rooms": _whole(draw, Fraction(lines["L7"]) * size / 100),
    }


def _at_the_limit(draw: Draw, number: int) -> County:
    """Two schools of equal size per stage, as far apart as the limit allows: every CV is exactly the limit.

    In some counties one figure is moved by a person, a room or a cent.
    """
    schools: list[Record] = []
    parts: list[Record] = []
    pupils = draw.choice([2000, 4000])
    for place, (kind, stage, sign) in enumerate(
        [("211", "primary", 1), ("211", "primary", -1), ("311", "junior", 1), ("311", "junior", -1)]
    ):
        code = f"{3_000_000_000 + number * 100 + place}"
        size = 3 * pupils
        scale = {name: Fraction(line) * size for name, line in LINES[stage].items()}

        def away(mean: Fraction, off: Fraction = sign * LIMIT[stage]) -> Fraction:
            return Fraction(round(mean * 2 / 100) * 100) * (1 + off)

        part = _part(draw, code, "", kind, stage) | {
            "pupils": size,
            "teachers_above_degree": int(away(scale["L1"])),
            "backbone_teachers": int(away(scale["L2"])),
            "pe_teachers": int(away(scale["L3"])),
            "music_teachers": 0,
            "art_teachers": 0,
            "arts_teachers": 0,
        }
        parts.append(part)
        schools.append(
            _buildings(draw, number, kind, [part])
            | {
                "teaching_area": _cents(away(scale["L4"])),
                "indoor_sports_area": Decimal(0),
                "sports_ground_area": _cents(away(scale["L5"])),
                "equipment_value": _cents(away(scale["L6"])),
                "multimedia_rooms": int(away(scale["L7"])),
            }
        )
    if draw.random() < 0.5:
        draw.choice(parts)[draw.choice(["teachers_above_degree", "backbone_teachers", "pe_teachers"])] += 1
        draw.choice(schools)["equipment_value"] += Decimal("0.01")
    return schools, parts


def tables(*counties: County) -> Tables:
    """Return the records of counties as the dictionary's tables."""
    schools = [{"year": YEAR, **row} for rows, _ in counties for row in rows]
    parts = [{"year": YEAR, **row} for _, rows in counties for row in rows]
    return {name: _frame(name, rows) for name, rows in (("school", schools), ("part", parts))}


def _frame(name: str, rows: list[Record]) -> pl.DataFrame:
    table = load().tables[name]
    return pl.DataFrame(rows, schema=table.schema)
