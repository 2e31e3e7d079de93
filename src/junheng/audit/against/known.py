"""What a county's records know, year by year, as figures a report may tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import msgspec
import polars as pl

from junheng.assess import Assessment
from junheng.audit.against.names import Group, Key, names
from junheng.dictionary import Title, load
from junheng.facts import Facts

Row = dict[str, Any]


class Known(msgspec.Struct, frozen=True):
    """One figure of a county and year, in its base unit.

    `values` are the readings a report may mean: the first is the dictionary's own, the others count what some reports
    count with it (teaching points among primary schools, campuses apart).
    """

    key: Key
    year: int
    unit: str
    values: tuple[Fraction, ...]
    title: Title


class Figures(msgspec.Struct, frozen=True):
    """All that is known, by what it is and year; `latest` is the last school year of the records."""

    by_key: dict[Key, dict[int, Known]]
    latest: int
    county: str = ""


def figures(facts: Facts, county: str, assessments: Sequence[Assessment] = ()) -> Figures:
    """Return what the facts of one county know, with rates and indicators of its assessments; not what is unknown."""
    found: dict[Key, dict[int, Known]] = {}
    for one in _all(facts, county, assessments):
        found.setdefault(one.key, {})[one.year] = one
    years = [year for by_year in found.values() for year in by_year]
    return Figures(found, max(years, default=0), county)


def _all(facts: Facts, county: str, assessments: Sequence[Assessment]) -> Iterator[Known]:
    own = pl.col("county_code") == county
    schools = _by_year(facts.schools.filter(own), ("school_code", "kind", "kind_group", "sponsor_group"))
    parts = _by_year(facts.parts.filter(own), ("stage", *names().measures))
    for year, rows in schools.items():
        yield from _schools(year, rows)
    for year, rows in parts.items():
        yield from _measures(year, rows)
    for year, rows in _by_year(facts.counties.filter(own), tuple(names().county)).items():
        yield from _of_county(year, rows[0])
    for one in assessments:
        yield from _rates(one)
        yield from _indicators(one)


def _by_year(frame: pl.DataFrame, columns: Iterable[str]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in frame.select("year", *columns).iter_rows(named=True):
        found.setdefault(row["year"], []).append(row)
    return found


def _schools(year: int, rows: list[Row]) -> Iterator[Known]:
    for name, group in names().schools.items():
        for owner in ("", *names().ownership):
            chosen = [row for row in rows if not owner or row["sponsor_group"] == owner]
            values = tuple(dict.fromkeys(_counts(chosen, group)))
            if not values or not values[0] or any(row["kind_group"] is None for row in rows):
                continue  # kinds the records do not hold, or do not tell, are unknown
            before = _OWNERS[owner]
            title = Title(before.zh + group.title.zh + "数", f"{before.en} {group.title.en}".strip())
            yield Known(Key("schools", name, owner), year, "所", values, title)


_OWNERS = {"": Title("", ""), "public": Title("公办", "public"), "private": Title("民办", "private")}


def _counts(rows: list[Row], group: Group) -> Iterator[Fraction]:
    """Yield how many schools there are: as units, as codes, with each of the kinds some reports count with them."""
    kinds = list(group.kinds)
    sets = [
        kinds,
        *([*kinds, one] for one in group.also),
        *([*kinds, *group.also[:to]] for to in range(2, 9) if group.also),
    ]
    for chosen in sets:
        among = [row for row in rows if row["kind_group"] in chosen]
        yield Fraction(len(among))
        yield Fraction(len({row["school_code"] for row in among}))


def _measures(year: int, rows: list[Row]) -> Iterator[Known]:
    fields = load().tables["part"].fields
    for stage, group in names().stages.items():
        chosen = [row for row in rows if row["stage"] in group.stages]
        if {row["stage"] for row in chosen} != set(group.stages):
            continue
        for name, measure in names().measures.items():
            filed = [row[name] for row in chosen]
            if any(one is None for one in filed):
                continue
            called = fields[name].title
            title = Title(group.title.zh + called.zh.removeprefix("其中："), f"{group.title.en} {called.en}")
            total = Fraction(sum(Fraction(one) for one in filed))
            yield Known(Key("measures", name, stage), year, measure.unit, (total,), title)


def _of_county(year: int, row: Row) -> Iterator[Known]:
    fields = load().tables["county"].fields
    for name, measure in names().county.items():
        if row[name] is not None:
            value = Fraction(row[name]) * Fraction(measure.times)
            yield Known(Key("county", name), year, measure.unit, (value,), fields[name].title)


def _rates(assessment: Assessment) -> Iterator[Known]:
    for item in assessment.items:
        measure = names().rates.get(item.id)
        if measure is None or len(item.findings) <= measure.of:
            continue
        value = item.findings[measure.of].value
        if value is not None:
            title = Title(measure.words[0], item.title.en)
            yield Known(Key("rates", item.id), assessment.year, "%", (value * 100,), title)


def _indicators(assessment: Assessment) -> Iterator[Known]:
    for one in assessment.county:
        measure, group = names().indicators.get(one.indicator), names().stages.get(one.stage)
        if measure is None or group is None:
            continue
        title = Title(group.title.zh + measure.words[0], f"{group.title.en} {one.indicator}")
        if one.mean is not None:
            key = Key("indicators", one.indicator, one.stage)
            yield Known(key, assessment.year, measure.unit, (one.mean,), title)
        if one.cv is not None:
            key = Key("variations", one.indicator, one.stage)
            named = Title(title.zh + "差异系数", f"{title.en}, coefficient of variation")
            yield Known(key, assessment.year, "", (Fraction(one.cv),), named)
