"""The rows of a county's facts, added up by stage, kind, place and owner."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

import polars as pl

from junheng.dictionary import load
from junheng.facts import Facts

Row = dict[str, Any]
_LARGE, _VERY_LARGE = 56, 66
"""From how many pupils on a class is 大班额, 超大班额."""
_DIMENSIONS = ("stage", "kind_group", "locale_group", "sponsor_group", "boarding", "filed_group")


class Scope(NamedTuple):
    """Which rows are meant; None for all."""

    stages: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    places: frozenset[str] | None = None
    owner: str | None = None
    boarding: bool | None = None
    filed: frozenset[str] | None = None
    """Kinds as they were filed: a campus that is a school by itself has the kind of its stage otherwise."""


class BlankError(Exception):
    """A figure of one of the rows, or what it is to be chosen by, is blank."""


class Rows:
    """School parts and schools of one county, by year."""

    def __init__(self, facts: Facts, county: str) -> None:
        own = pl.col("county_code") == county
        self.parts = _by_year(facts.parts.filter(own))
        self.schools = _by_year(facts.schools.filter(own))
        self.counties = {row["year"]: row for row in facts.counties.filter(own).iter_rows(named=True)}
        self._shared = {name for name, field in load().tables["school"].fields.items() if field.shared}
        self._sums: dict[tuple[int, str], dict[tuple[Any, ...], Fraction | None]] = {}
        _count_classes(self.parts, facts.classes.filter(own))

    @property
    def years(self) -> list[int]:
        """Return the school years there are records of, the last one last."""
        return sorted({*self.parts, *self.schools, *self.counties})

    def total(self, year: int, field: str, scope: Scope) -> Fraction:
        """Return a field added up; raises BlankError where a row's is blank, LookupError where no row is meant."""
        if field == "schools":
            return Fraction(len({row["unit"] for row in self.chosen(self.parts.get(year, []), scope)}))
        cells = self._cells(year, field)
        found = [value for cell, value in cells.items() if _meant(cell, scope)]
        if not found:
            raise LookupError(field)
        if any(value is None for value in found):
            raise BlankError(field)
        return sum((value for value in found if value is not None), Fraction(0))

    def most(self, year: int, field: str, scope: Scope) -> Fraction:
        """Return the largest of a field; raises as `total` does."""
        found = [row[field] for row in self.chosen(self.parts.get(year, []), scope)]
        if not found:
            raise LookupError(field)
        if any(value is None for value in found):
            raise BlankError(field)
        return Fraction(max(found))

    def chosen(self, rows: Iterable[Row], scope: Scope) -> list[Row]:
        """Return the rows that are meant; raises BlankError where that cannot be told."""
        return [row for row in rows if _meant(tuple(row.get(name) for name in _DIMENSIONS), scope)]

    def _cells(self, year: int, field: str) -> dict[tuple[Any, ...], Fraction | None]:
        if (year, field) not in self._sums:
            found: dict[tuple[Any, ...], Fraction | None] = {}
            for row in self.parts.get(year, []):
                cell = tuple(row[name] for name in _DIMENSIONS)
                value, before = self._value(row, field), found.get(cell, Fraction(0))
                found[cell] = None if value is None or before is None else before + value
            self._sums[year, field] = found
        return self._sums[year, field]

    def _value(self, row: Row, field: str) -> Fraction | None:
        value = row[field]
        if value is None or field not in self._shared:
            return None if value is None else Fraction(value)
        if row["share_num"] is None:
            return None
        return Fraction(value) * Fraction(row["share_num"], row["share_den"])


def _meant(cell: tuple[Any, ...], scope: Scope) -> bool:
    """Whether rows of these dimensions are meant; raises BlankError where one that decides is blank."""
    stage, kind, place, owner, boarding, filed = cell
    asked = (
        (scope.stages, stage),
        (scope.kinds, kind),
        (scope.places, place),
        (None if scope.owner is None else {scope.owner}, owner),
        (None if scope.boarding is None else {scope.boarding}, boarding),
        (scope.filed, filed),
    )
    unknown = False
    for wanted, found in asked:
        if wanted is not None and found is None:
            unknown = True
        elif wanted is not None and found not in wanted:
            return False
    if unknown:
        raise BlankError
    return True


def _by_year(frame: pl.DataFrame) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    kinds = {code: one.group for code, one in load().codes["kind"].codes.items()}
    for row in frame.iter_rows(named=True):
        row["filed_group"] = kinds.get(row["kind"])
        found.setdefault(row["year"], []).append(row)
    return found


def _count_classes(parts: dict[int, list[Row]], classes: pl.DataFrame) -> None:
    """Add to each part how many of its classes are large; None where its list of classes is not whole."""
    sizes: dict[tuple[Any, ...], Counter[int | None]] = defaultdict(Counter)
    for year, unit, stage, pupils in classes.select("year", "unit", "stage", "class_pupils").iter_rows():
        sizes[year, unit, stage][pupils] += 1
    for year, rows in parts.items():
        for row in rows:
            listed = sizes[year, row["unit"], row["stage"]]
            known = {size: number for size, number in listed.items() if size is not None}
            whole = sum(known.values()) == row["classes"]
            large = sum(number for size, number in known.items() if size >= _LARGE)
            very_large = sum(number for size, number in known.items() if size >= _VERY_LARGE)
            counts = {"classes_large": large, "classes_66": very_large, "classes_56_65": large - very_large}
            row.update(counts if whole else dict.fromkeys(counts))
