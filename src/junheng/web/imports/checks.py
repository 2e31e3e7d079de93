"""What the files say, held against the county, the registry and what this person may import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from junheng.dictionary import Field, Tables, Title, load
from junheng.exchange import Fault, Reading
from junheng.exchange.checks import parents
from junheng.web.imports import scope
from junheng.web.people.policy import Policy
from junheng.web.registry.models import School
from junheng.web.registry.tables import MODELS, columns, key_fields

FOREIGN_SCHOOL = (
    Title("不是本校的记录", "this record is not of your school"),
    Title(
        "填报员只能导入本校数据，请删去外校的行；没有写入任何数据",
        "a clerk imports records of the own school only: remove the others' rows; nothing was written",
    ),
)
UNKNOWN_SCHOOL = (
    Title("本县基础数据里没有这个学校标识码", "this county's registry has no school of this code"),
    Title(
        "请核对标识码；新学校请先在“学校”表中登记", "check the code; enter a new school in the table of schools first"
    ),
)
MOVED_IN = (
    Title("本学年已在本县另一所学校登记", "is registered at another school of the county this year"),
    Title(
        "转入请先由转出学校或教育局办理，再导入",
        "have the other school or the bureau move the record first, then import",
    ),
)
NOT_YOURS = Title(
    "请删去这张表的数据行后重新上传，或交由负责的股室导入；没有写入任何数据",
    "remove its rows and upload again, or leave it to the section that answers for it; nothing was written",
)
ANOTHER_COUNTY = Title(
    "请核对是否拿了外县的文件，或改正县代码",
    "check that it is not another county's file, or mend the code",
)
LISTED = 200
"""Rows named one by one for one reason in one table; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose import it is: the county, and the policy of who asked."""

    county: str
    policy: Policy

    def may(self, table: str, school: str) -> bool:
        """Tell whether rows of the table may be imported for the school (blank: for the county as a whole)."""
        return self.policy.may("registry.import", county=self.county, school=school, table=table)


def all_faults(reading: Reading, place: Place) -> list[Fault]:
    """Return the reading's faults, those of parents held against the registry too, and those against the place."""
    tables = {name: frame for name, frame in reading.tables.items() if frame.height}
    found = [fault for fault in reading.faults if fault.kind != "parent"]
    found += _orphans(tables, place)
    for name, frame in tables.items():
        found += _outside(name, frame, place)
    return found


def _outside(name: str, frame: pl.DataFrame, place: Place) -> Iterator[Fault]:
    """Yield what of one table does not belong into this person's import."""
    if name not in MODELS or not _any(name, place):
        yield _at(
            frame.head(1),
            "table",
            None,
            Title(
                f"“{load().tables[name].title.zh}”不在您可导入的表内",
                f"the table {load().tables[name].title.en} is not among those you may import",
            ),
            NOT_YOURS,
        )
        return
    if "county_code" in frame.columns:
        yield from _each(frame.filter(pl.col("county_code") != place.county), "county", name, "county_code", (
            Title(f"县代码应是 {place.county}（本县）", f"the county code should be {place.county}, this county"),
            ANOTHER_COUNTY,
        ))  # fmt: skip
    if scope.by_school(name):
        yield from _schools(name, frame, place)


def _any(name: str, place: Place) -> bool:
    """Tell whether the table may be imported at all: for the county, or for some school."""
    if place.may(name, ""):
        return True
    return scope.by_school(name) and place.policy.may("registry.import", county=place.county, table=name)


def _schools(name: str, frame: pl.DataFrame, place: Place) -> Iterator[Fault]:
    codes = frame["school_code"].unique().to_list()
    refused = [] if place.may(name, "") else [code for code in codes if not place.may(name, code)]
    yield from _each(frame.filter(pl.col("school_code").is_in(refused)), "school", name, "school_code", FOREIGN_SCHOOL)
    if name == "school":
        return
    if not place.may(name, "") and scope.name_is_personal(name):
        yield from _moved_in(name, frame.filter(~pl.col("school_code").is_in(refused)), place)
    known = set(School.objects.filter(county_id=place.county).values_list("school_code", flat=True))
    unknown = [code for code in codes if code not in known and code not in refused]
    if not _has_parent_fault(name):
        yield from _each(
            frame.filter(pl.col("school_code").is_in(unknown)), "school", name, "school_code", UNKNOWN_SCHOOL
        )


def _moved_in(name: str, frame: pl.DataFrame, place: Place) -> Iterator[Fault]:
    """Yield persons that stand under a school which is not this clerk's: only the bureau moves them."""
    (person,) = key_fields(name)
    here = scope.present(place.county, name, frame).select("year", person, pl.col("school_code").alias("@there"))
    both = frame.join(here, on=["year", person], how="inner").filter(pl.col("school_code") != pl.col("@there"))
    foreign = [code for code in both["@there"].unique() if not place.may(name, code)]
    yield from _each(both.filter(pl.col("@there").is_in(foreign)), "moved", name, person, MOVED_IN)


def _has_parent_fault(name: str) -> bool:
    return any(check.child == name and check.severity == "fault" for check in load().checks.parent)


def _orphans(tables: Tables, place: Place) -> Iterator[Fault]:
    """Yield rows without the row they refer to, neither in the files nor in the registry."""
    for check in load().checks.parent:
        if check.child not in tables:
            continue
        on = list(check.on)
        given = (
            tables[check.parent].select(on)
            if check.parent in tables
            else load().tables[check.parent].empty().select(on)
        )
        years = tables[check.child]["year"].unique().to_list()
        rows = MODELS[check.parent]._default_manager.filter(county_id=place.county, year__in=years).values_list(*on)
        there = pl.DataFrame(list(rows), schema=given.schema, orient="row")
        yield from parents.orphans(check, load(), tables[check.child], pl.concat([given, there]).unique())


def _each(rows: pl.DataFrame, kind: str, table: str, field: str, words: tuple[Title, Title]) -> Iterator[Fault]:
    """Yield a fault for each of the rows, at the field; of very many, the rest in one."""
    if rows.is_empty():
        return
    target = load().tables[table].fields[field]
    for place in range(min(rows.height, LISTED)):
        yield _at(rows[place : place + 1], kind, target, *words)
    if (rest := rows.height - LISTED) > 0:
        expected, remedy = words
        more = Title(f"{expected.zh}：另有 {rest} 行未逐一列出", f"{expected.en}: {rest} more rows are not listed")
        yield _at(rows[LISTED : LISTED + 1], kind, target, more, remedy)


def _at(row: pl.DataFrame, kind: str, field: Field | None, expected: Title, remedy: Title) -> Fault:
    held: Mapping[str, object] = row.row(0, named=True)
    front, _, number = str(held["origin"]).rpartition("|")
    file, _, sheet = front.rpartition("|")
    return Fault(
        severity="fault",
        kind=kind,
        file=file,
        sheet=sheet or None,
        row=int(number) if field else None,
        header=field.zh if field else None,
        field=field.name if field else None,
        value=str(held[field.name]) if field else None,
        expected=expected,
        remedy=remedy,
    )


def kept(tables: Tables) -> dict[str, pl.DataFrame]:
    """Return the tables that have rows, with the registry's fields and their origin."""
    return {
        name: frame.select(*columns(name), "origin")
        for name, frame in tables.items()
        if name in MODELS and frame.height
    }
