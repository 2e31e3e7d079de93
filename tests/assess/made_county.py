"""Small counties by hand: schools where all is well until a test says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec
import random_counties
from random_counties import County, Record

from junheng.assess import Assessment, assess, rules_of
from junheng.dictionary import Title
from junheng.facts import Facts, derive
from junheng.standards import Indicator, Standard, load
from junheng.standards.model import CountyRule, Rows, SchoolRule

CODE = "410000"


def school(number: int, kind: str, pupils: Mapping[str, int | None], **changes: Any) -> County:
    """Return the records of one school whose figures are 1.5 times what is asked, with `changes` put in.

    A change names a field of the school or of its parts (`primary__backbone_teachers` of one part).
    """
    code = f"{2_141_000_000 + number}"
    everyone = sum(count or 0 for count in pupils.values())
    building: Record = {
        "county_code": CODE,
        "school_code": code,
        "campus": "",
        "school_name": f"第{number}学校",
        "kind": kind,
        "locale": "121",
        "sponsor": "7",
        "teaching_area": Decimal(everyone * 12),
        "indoor_sports_area": Decimal(0),
        "sports_ground_area": Decimal(everyone * 20),
        "equipment_value": Decimal(everyone * 5000),
        "multimedia_rooms": everyone // 20,
    }
    parts = [_part(code, stage, count) for stage, count in pupils.items()]
    for name, value in changes.items():
        stage, _, field = name.rpartition("__")
        for record in [part for part in parts if part["stage"] == stage] if stage else [building]:
            record[field] = value
    return [building], parts


def _part(code: str, stage: str, pupils: int | None) -> Record:
    count = pupils or 0
    return {
        "school_code": code,
        "campus": "",
        "stage": stage,
        "pupils": pupils,
        "teachers_above_degree": count // 10,
        "backbone_teachers": count // 50,
        "pe_teachers": count // 100,
        "music_teachers": count // 200,
        "art_teachers": count // 200,
        "arts_teachers": 0,
    }


def primary(number: int, pupils: int | None = 1000, **changes: Any) -> County:
    """Return a primary school; changes of its part need no prefix."""
    return _one_stage(number, "211", "primary", pupils, changes)


def junior(number: int, pupils: int | None = 1000, **changes: Any) -> County:
    """Return a junior school; changes of its part need no prefix."""
    return _one_stage(number, "311", "junior", pupils, changes)


_OF_PART = set(_part("", "", 0)) | {"visiting_pe_art_teachers", "full_time_teachers", "classes"}


def _one_stage(number: int, kind: str, stage: str, pupils: int | None, changes: Mapping[str, Any]) -> County:
    named = {f"{stage}__{name}" if name in _OF_PART else name: value for name, value in changes.items()}
    return school(number, kind, {stage: pupils}, **named)


def resources(name: str = "cn.quality.2017") -> Standard:
    """Return a standard with its resource indicators alone."""
    return msgspec.structs.replace(load(name), item=())


def facts_of(schools: Iterable[County], standard: Standard) -> Facts:
    """Return the facts of the schools under the rules of `standard`."""
    return derive(random_counties.tables(*schools), rules_of(standard))


def judge(*schools: County, standard: Standard | None = None, **options: Any) -> Assessment:
    """Assess the schools as one county."""
    asked = standard or resources()
    return assess(facts_of(schools, asked), asked, **options)


def indicator(name: str, **fields: Any) -> Indicator:
    """Return an indicator with little to say."""
    given: dict[str, Any] = {"unit": "person", "plus": ("backbone_teachers",), **fields}
    return Indicator(id=name, title=Title(name, name), clause="第1条", **given)


def standard_of(
    *indicators: Indicator,
    at_least: int | None = None,
    floor: str = "0.85",
    composite: Mapping[str, Decimal] | None = None,
    stages: tuple[str, ...] = ("primary",),
) -> Standard:
    """Return a standard of the given indicators for primary schools."""
    return Standard(
        id="test",
        title=Title("试", "test"),
        document="试",
        stages=stages,
        rows=Rows(clause="第1条"),
        indicator=indicators,
        school=None if at_least is None else SchoolRule(clause="第1条", at_least=at_least, floor=Decimal(floor)),
        county=CountyRule(clause="第1条", composite_limits=composite or {}),
    )
