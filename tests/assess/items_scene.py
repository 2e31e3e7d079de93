"""A small county built by hand, for the tests of the items: all is met until a test edits it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from junheng.assess.scope import Scope
from junheng.dictionary import Title, load
from junheng.facts import Facts
from junheng.standards.model import Check, CountyRule, Indicator, Item, Rows, Standard, Switch

COUNTY, YEAR = "410000", 2025
PRIMARY, NINE, POINT, JUNIOR = "2141000001", "3141000002", "2141000003", "3141000004"

Row = dict[str, Any]
Rowed = dict[str, list[Row]]

_DERIVED_TEXT = frozenset({"unit", "kind_group", "locale_group", "sponsor_group", "excluded", "undecided"})


def _dtype(column: str) -> pl.DataType:
    for table in load():
        if column in table.fields:
            return table.fields[column].dtype
    return pl.String() if column in _DERIVED_TEXT else pl.Boolean() if column == "judged" else pl.Int64()


def _typed(value: Any, dtype: pl.DataType) -> Any:
    return Decimal(value) if value is not None and isinstance(dtype, pl.Decimal) else value


def frame(rows: Iterable[Mapping[str, Any]], columns: Iterable[str] = ()) -> pl.DataFrame:
    """Return rows as a typed frame; `columns` name those of an empty one."""
    held = list(rows)
    names = list(dict.fromkeys((*columns, *(name for row in held for name in row))))
    return pl.DataFrame(
        {name: pl.Series(name, [_typed(row.get(name), _dtype(name)) for row in held], _dtype(name)) for name in names}
    )


_PART_COLUMNS = (
    "boarding",
    "pupils",
    "classes",
    "full_time_teachers",
    "certified_teachers",
    "trained_360_teachers",
    "entrants",
    "entrants_in_zone",
    "graduates",
    "cohort_entrants",
    "cohort_transferred_in",
    "cohort_transferred_out",
    "cohort_deaths",
    "teaching_area",
)


def _part(unit: str, stage: str, excluded: str | None, figures: Row) -> Row:
    return {
        "county_code": COUNTY, "year": YEAR, "unit": unit, "school_code": unit, "campus": "", "stage": stage,
        "school_name": NAMES[unit], "kind": "211", **_GROUPS[unit],
        "excluded": excluded, "share_num": 1, "share_den": 1, **dict.fromkeys(_PART_COLUMNS),
        "boarding": False, **figures,
    }  # fmt: skip


_GROUPS = {
    unit: {"kind_group": group, "locale_group": locale, "sponsor_group": "public"}
    for unit, group, locale in (
        (PRIMARY, "primary", "urban"),
        (NINE, "nine_year", "rural"),
        (JUNIOR, "junior", "town"),
        (POINT, "teaching_point", "rural"),
    )
}
NAMES = {PRIMARY: "实验小学", NINE: "山口学校", POINT: "石桥教学点", JUNIOR: "城关初中"}


def _teaching(teachers: int, entrants: int) -> Row:
    return {
        "full_time_teachers": teachers,
        "certified_teachers": teachers,
        "trained_360_teachers": teachers,
        "entrants": entrants,
        "entrants_in_zone": entrants,
    }


def _cohort(graduates: int, entrants: int, moved_in: int, moved_out: int, deaths: int) -> Row:
    return {
        "graduates": graduates,
        "cohort_entrants": entrants,
        "cohort_transferred_in": moved_in,
        "cohort_transferred_out": moved_out,
        "cohort_deaths": deaths,
    }


def _school(unit: str, pupils: int, classes: int, largest: int, **figures: Any) -> Row:
    return {
        "county_code": COUNTY, "year": YEAR, "unit": unit, "school_code": unit, "campus": "",
        "school_name": NAMES[unit], **_GROUPS[unit], "pupils_compulsory": pupils, "classes_compulsory": classes,
        "largest_class": largest,
        "built_year": 2018, "judged": True, "migrant_pupils": 10, "public_budget": 100_000, "training_budget": 5_000,
        "funded_pupils": 100, "has_charter": True, "digital_management": True, **figures,
    }  # fmt: skip


def _classes(unit: str, stage: str, grade: int, sizes: Iterable[int]) -> list[Row]:
    return [
        {
            "county_code": COUNTY, "year": YEAR, "unit": unit, "school_code": unit, "campus": "", "stage": stage,
            "grade": grade, "class_no": str(place), "class_pupils": size,
        }
        for place, size in enumerate(sizes, 1)
    ]  # fmt: skip


def _room(unit: str, number: int, kind: str, area: int) -> Row:
    return {
        "county_code": COUNTY, "year": YEAR, "unit": unit, "school_code": unit, "campus": "", "room_no": str(number),
        "room_kind": kind, "room_area": area,
    }  # fmt: skip


def rows() -> Rowed:
    """Return the county's rows by frame; tests edit them before `scope`."""
    county: Row = {
        "year": YEAR, "county_code": COUNTY, "population": 40, "basic_recognised_year": 2019, "monitored_yearly": True,
        "layout_planned": True, "special_funding_per_pupil": 8000, "teacher_pay_average": 98_000,
        "civil_servant_pay_average": 98_000, "rotation_eligible_teachers": 610, "rotated_teachers": 61,
        "rotated_backbone_teachers": 13, "disabled_children": 198, "disabled_in_special_schools": 0,
        "disabled_in_special_classes": 0, "disabled_inclusive": 131, "disabled_home_teaching": 58,
        "moral_education_rating": "good", "monitoring_level_chinese": 3, "monitoring_level_science": 3,
        "monitoring_difference_chinese": Decimal("0.1499"), "veto_false_data": False, "veto_key_classes": False,
    }  # fmt: skip
    return {
        "parts": [
            _part(PRIMARY, "primary", None, {"pupils": 90, "classes": 2, **_teaching(9, 15)}),
            _part(NINE, "primary", None, {"pupils": 40, "classes": 1, **_teaching(5, 7)}),
            _part(
                NINE, "junior", None,
                {"pupils": 45, "classes": 1, **_teaching(6, 15), **_cohort(14, 15, 1, 2, 0)},
            ),
            _part(
                JUNIOR, "junior", None,
                {"pupils": 100, "classes": 2, **_teaching(12, 34), **_cohort(30, 32, 2, 2, 1)},
            ),
            _part(POINT, "primary", "small_point", {"pupils": 12, "classes": 1, **_teaching(1, 2)}),
        ],
        "schools": [
            _school(PRIMARY, 90, 2, 45),
            _school(NINE, 85, 2, 45),
            _school(JUNIOR, 100, 2, 50),
            _school(POINT, 12, 1, 12, judged=False),
        ],
        "classes": [
            *_classes(PRIMARY, "primary", 1, (45, 45)),
            *_classes(NINE, "primary", 1, (40,)),
            *_classes(NINE, "junior", 7, (45,)),
            *_classes(JUNIOR, "junior", 7, (50, 50)),
            *_classes(POINT, "primary", 1, (12,)),
        ],
        "rooms": [
            _room(unit, number, kind, area)
            for unit in (PRIMARY, NINE, JUNIOR)
            for number, (kind, area) in enumerate((("music", 96), ("art", 90), ("science", 80)), 1)
        ],
        "counties": [county],
        "satisfaction": [
            {
                "year": YEAR, "county_code": COUNTY, "respondent": group, "questionnaires_sent": valid + 10,
                "questionnaires_valid": valid, "questionnaires_satisfied": satisfied, "interviewed": asked,
                "interviewed_satisfied": pleased,
            }
            for group, valid, satisfied, asked, pleased in (
                ("parents", 400, 340, 20, 17), ("teachers", 300, 255, 0, 0),
                *((group, 0, 0, 0, 0) for group in ("pupils", "principals", "npc", "cppcc", "residents")),
            )
        ],
        "work_scores": [
            {"year": YEAR, "county_code": COUNTY, "item": item, "score": score}
            for item, score in (("W1", 45), ("W2", 40))
        ],
    }  # fmt: skip


def facts(held: Rowed) -> Facts:
    """Return the rows as facts."""
    empty = rows()
    return Facts(**{name: frame(held[name], empty[name][0]) for name in empty})


def standard(*checks: Check, indicators: tuple[Indicator, ...] = (), switches: tuple[str, ...] = ()) -> Standard:
    """Return a standard with the checks as one item."""
    title = Title("测试标准", "test standard")
    return Standard(
        id="test",
        title=title,
        document="测试",
        issued=dt.date(2017, 4, 26),
        stages=("primary", "junior"),
        rows=Rows(clause="测试", teaching_point_minimum=50),
        indicator=indicators,
        county=CountyRule(clause="测试"),
        item=(Item(id="T1", group="guarantee", number=1, title=title, clause="测试", check=checks),) if checks else (),
        switch=tuple(Switch(id=name, title=title, clause="测试") for name in switches),
    )


def scope(held: Rowed, *checks: Check, switches: Iterable[str] = (), **rest: Any) -> Scope:
    """Return the scope of one check over the rows."""
    return Scope(facts(held), standard(*checks, **rest), COUNTY, YEAR, frozenset(switches))


Edit = Callable[[Rowed], None]


def edited(*edits: Edit) -> Rowed:
    """Return the county's rows with the edits made."""
    held = rows()
    for edit in edits:
        edit(held)
    return held


def put(name: str, **figures: Any) -> Edit:
    """Return an edit that puts figures into every row of one frame."""

    def edit(held: Rowed) -> None:
        for row in held[name]:
            row.update(figures)

    return edit


def put_in(name: str, where: Mapping[str, Any], **figures: Any) -> Edit:
    """Return an edit that puts figures into the rows of one frame that have the values in `where`."""

    def edit(held: Rowed) -> None:
        found = [row for row in held[name] if all(row[column] == value for column, value in where.items())]
        assert found, f"no row of {name} with {where}"
        for row in found:
            row.update(figures)

    return edit


def drop(name: str, **where: Any) -> Edit:
    """Return an edit that takes away the rows of one frame that have these values (all without any)."""

    def edit(held: Rowed) -> None:
        held[name] = [row for row in held[name] if any(row[column] != value for column, value in where.items())]

    return edit
