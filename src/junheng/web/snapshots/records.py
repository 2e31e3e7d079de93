"""A stored difference as a page shows it: records with their fields before and after, as far as this person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from junheng.dictionary import load
from junheng.web.base.words import bi, say, title
from junheng.web.people.policy import Policy
from junheng.web.registry.models import School
from junheng.web.registry.tables import columns
from junheng.web.registry.values import masked, shown, unit
from junheng.web.snapshots.difference import AFTER, BEFORE, FIELDS, Difference

KINDS = {"added": bi("新增", "added"), "changed": bi("变更", "changed"), "removed": bi("缺失", "missing")}
"""Kinds of difference and their names; records of the registry the files lack are missing, removed only on demand."""


@dataclass(slots=True)
class Cell:
    """One field of a record: its name with unit, what was, what will be; None on the side that has no record."""

    name: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class Shown:
    """One record that differs."""

    kind: str
    kind_name: Any
    label: str
    school: str
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, where: the policy says what is clear, masked, hidden."""

    policy: Policy
    county: str
    names: Mapping[str, str]
    """School names by code."""

    def show(self, table: str, column: str, value: Any, school: str) -> str:
        """Return a value as this person sees it."""
        sight = self.policy.sight(table, column, county=self.county, school=school)
        if value is not None and sight == "hidden":
            return say("不显示", "not shown")
        if value is not None and sight == "masked":
            return masked(value)
        return shown(load().tables[table].fields[column], value)


def school_names(county: str) -> dict[str, str]:
    """Return the names of the county's schools by code; the newest name counts."""
    rows = School.objects.filter(county_id=county).order_by("year").values_list("school_code", "school_name")
    return {code: name or code for code, name in rows}


def listed(found: Difference, kind: str, rows: pl.DataFrame, viewer: Viewer) -> list[Shown]:
    """Return records of one kind in words; `rows` are some of the difference's."""
    return [_shown(found, kind, row, viewer) for row in rows.iter_rows(named=True)]


def filtered(found: Difference, kind: str, *, school: str = "", column: str = "", text: str = "") -> pl.DataFrame:
    """Return the records of one kind that match: the school, a field that differs, a text in the key."""
    frame: pl.DataFrame = getattr(found, kind)
    if school:
        either = [
            name for name in ("school_code", BEFORE + "school_code", AFTER + "school_code") if name in frame.columns
        ]
        frame = frame.filter(pl.any_horizontal(pl.col(name) == school for name in either)) if either else frame.clear()
    if column and kind == "changed":
        frame = frame.filter(pl.col(FIELDS).list.contains(column))
    if text:
        parts = [pl.col(name).cast(pl.String) for name in found.key]
        frame = frame.filter(pl.concat_str(parts, separator=" ").str.contains(text, literal=True))
    return frame


def heading(table: str, column: str) -> str:
    """Return the field's name with the unit it is shown in."""
    known = load().tables[table].fields[column]
    return f"{title(known.title)} ({unit(known)})" if known.unit else title(known.title)


def _shown(found: Difference, kind: str, row: Mapping[str, Any], viewer: Viewer) -> Shown:
    table = found.table
    school = row.get("school_code") or row.get(AFTER + "school_code") or ""
    label = " · ".join(
        viewer.show(table, name, row[name], school) for name in found.key if name != "school_code" and row[name] != ""
    )
    record = Shown(kind, KINDS[kind], label, viewer.names.get(school, school))
    names = row[FIELDS] if kind == "changed" else [name for name in columns(table) if name not in found.key]
    for name in names:
        before, after = row.get(BEFORE + name), row.get(AFTER + name)
        if kind == "added":
            before, after = None, row[name]
        elif kind == "removed":
            before, after = row[name], None
        if kind != "changed" and (before if kind == "removed" else after) is None:
            continue
        record.cells.append(
            Cell(
                heading(table, name),
                None if kind == "added" else viewer.show(table, name, before, school),
                None if kind == "removed" else viewer.show(table, name, after, school),
            )
        )
    return record
