"""The county's own figures: forms Ⅰ, Ⅳ, Ⅴ and Ⅵ, and the scores of the government's work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

from junheng.demo import names
from junheng.demo.years import DISABLED_A_COUNTY, HOME_A_COUNTY, Row, of_44

_SUBJECTS = ("chinese", "mathematics", "science", "pe", "arts", "moral")
_VETOES = (
    "entrance_examination", "illegal_choice", "key_classes", "posts_vacant", "grave_incident", "false_data",
    "off_campus_tutoring",
)  # fmt: skip
_YES = (
    "monitored_yearly", "layout_planned", "uniform_building_standard", "uniform_staffing_standard",
    "uniform_funding_norm", "uniform_equipment_standard", "posts_allotted_by_bureau", "senior_places_tilted_rural",
    "left_behind_care", "ict_used_well", "full_curriculum", "no_excessive_burden",
)  # fmt: skip
_RESPONDENTS = {
    # questionnaires sent in a county of 44 schools, share satisfied, interviewed
    "pupils": (300, 0.95, 40), "parents": (900, 0.93, 60), "teachers": (220, 0.94, 40), "principals": (52, 0.98, 20),
    "npc": (40, 0.92, 10), "cppcc": (40, 0.90, 10), "residents": (160, 0.88, 20),
}  # fmt: skip
_WORK_ITEMS = {f"W{number}": 6 if number <= 15 else 5 for number in range(1, 18)}
"""Items of government work and their full scores."""


def _head(county: int, year: int) -> Row:
    return {"year": year, "county_code": names.county_code(county)}


def _compulsory(parts: Sequence[Row], field: str) -> int:
    return sum(part[field] for part in parts if part["stage"] in {"primary", "junior"})


def _place(rng: Random, county: int, pupils: int, age: int) -> Row:
    people = Decimal(round(pupils * 100 / 9.6)).scaleb(-2) / 100
    population = (people * (100 - age) / 100).quantize(Decimal("0.0001"))
    townships = sum(len(places) for places in names.PLACES.values())
    return {
        "county_name": names.county_name(county), "city_name": names.city_name(county),
        "province_name": names.PROVINCE, "population": population,
        "rural_population": (population * Decimal(rng.randint(38, 52) + age) / 100).quantize(Decimal("0.0001")),
        "townships": townships, "villages": townships * rng.randint(9, 14),
        "gdp_per_head": Decimal(round(rng.uniform(48_000, 66_000) * 0.95**age)),
        "local_revenue_per_head": Decimal(round(rng.uniform(2_900, 4_600) * 0.96**age)),
        "rural_income": Decimal(round(rng.uniform(20_500, 24_500) * 0.94**age)),
        "urban_income": Decimal(round(rng.uniform(38_000, 44_000) * 0.95**age)),
    }  # fmt: skip


def _guarantee(rng: Random, parts: Sequence[Row], age: int) -> Row:
    pay = round(rng.uniform(94_000, 103_000) * 0.96**age)
    eligible = round(_compulsory(parts, "full_time_teachers") * rng.uniform(0.24, 0.3))
    rotated = math.ceil(eligible * rng.uniform(0.105, 0.14))
    places = round(sum(part["graduates"] for part in parts if part["stage"] == "junior") * rng.uniform(0.4, 0.46))
    migrants = _compulsory(parts, "migrant_pupils")
    return {
        "basic_recognised_year": 2016,
        "special_funding_per_pupil": Decimal(rng.randint(82, 96) * 100),
        "teacher_pay_average": Decimal(pay),
        "civil_servant_pay_average": Decimal(round(pay * rng.uniform(0.955, 0.995))),
        "rotation_eligible_teachers": eligible, "rotated_teachers": rotated,
        "rotated_backbone_teachers": math.ceil(rotated * rng.uniform(0.205, 0.27)),
        "senior_quality_places": places, "senior_quality_places_allotted": math.ceil(places * rng.uniform(0.51, 0.62)),
        "migrant_children_eligible": migrants, "migrant_children_public": math.ceil(migrants * rng.uniform(0.9, 0.98)),
    }  # fmt: skip


def _disabled(rng: Random, schools: int, parts: Sequence[Row], *, first: bool, age: int) -> Row:
    """Return where disabled children are taught; in the first county 181 of 198 (91.4 %), short of the line."""
    special = sum(part["pupils"] for part in parts if part["stage"] == "special")
    placed = of_44(DISABLED_A_COUNTY, schools)
    home = of_44(HOME_A_COUNTY, schools)
    enrolled = special + placed
    outside = of_44(17, schools) + age if first else round(enrolled * rng.uniform(0.01, 0.07))
    return {
        "disabled_children": enrolled + outside, "disabled_in_special_schools": special,
        "disabled_in_special_classes": 0, "disabled_inclusive": placed - home, "disabled_home_teaching": home,
    }  # fmt: skip


def _quality(rng: Random) -> Row:
    made: dict[str, Any] = {"moral_education_rating": rng.choice(("excellent", "good", "good"))}
    for subject in _SUBJECTS:
        made[f"monitoring_level_{subject}"] = rng.choice((3, 3, 4))
        made[f"monitoring_difference_{subject}"] = Decimal(rng.randint(620, 1420)).scaleb(-4)
    return made


def county_row(rng: Random, county: int, schools: int, parts: Sequence[Row], *, year: int, age: int) -> Row:
    """Return the county's row of one year; `parts` are its school parts of that year."""
    return {
        **_head(county, year),
        **_place(rng, county, _compulsory(parts, "pupils"), age),
        **_guarantee(rng, parts, age),
        **_disabled(rng, schools, parts, first=county == 0, age=age),
        **_quality(rng),
        **dict.fromkeys(_YES, True),
        **{f"veto_{name}": False for name in _VETOES},
    }


def satisfaction_rows(rng: Random, county: int, schools: int, year: int) -> list[Row]:
    """Return the survey, a row per group of respondents."""
    made = []
    for respondent, (sent, share, met) in _RESPONDENTS.items():
        out = max(10, of_44(sent, schools))
        valid = out - round(out * rng.uniform(0.0, 0.03))
        made.append(
            {
                **_head(county, year),
                "respondent": respondent,
                "questionnaires_sent": out,
                "questionnaires_valid": valid,
                "questionnaires_satisfied": round(valid * min(1.0, share + rng.uniform(-0.02, 0.02))),
                "interviewed": met,
                "interviewed_satisfied": met - round(met * rng.uniform(0.0, 0.09)),
            }
        )
    return made


def work_rows(rng: Random, county: int, year: int) -> list[Row]:
    """Return the scores of the 17 items of government work, W1 to W17."""
    return [
        {**_head(county, year), "item": item, "score": Decimal(rng.randint(17 * most, 20 * most)).scaleb(-1) / 2}
        for item, most in _WORK_ITEMS.items()
    ]
