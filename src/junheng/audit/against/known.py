"""What a county's records know, year by year, as figures a report may tell; worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain

import msgspec

from junheng.assess import Assessment
from junheng.audit.against.names import SCHOOLS, Form, Key, Measure, names
from junheng.audit.against.rows import BlankError, Rows, Scope
from junheng.audit.against.scopes import school_kinds, scopes
from junheng.audit.against.titles import figure_title, reading_title
from junheng.dictionary import Title, load
from junheng.facts import Facts

_OWN = Title("", "")
"""The reading that needs no words: the dictionary's own."""


class Known(msgspec.Struct, frozen=True):
    """One figure of a county and year, in its base unit.

    `values` are the readings a report may mean: the first is the dictionary's own (schools are counted by code and
    filed kind), the others count what some reports count with it (teaching points among primary schools, campuses
    apart). `readings` says of each of them what it counts, blank of the first; it is shorter where nothing more is to
    be said. `certain` is False where one of the readings cannot be worked out because records are blank.
    """

    key: Key
    year: int
    unit: str
    values: tuple[Fraction, ...]
    title: Title
    certain: bool = True
    readings: tuple[Title, ...] = ()

    def read_as(self, value: Fraction) -> Title:
        """Return what is known, with the reading that comes to this value where it is not the first."""
        at = self.values.index(value)
        if at >= len(self.readings) or not self.readings[at].zh:
            return self.title
        reading = self.readings[at]
        return Title(f"{self.title.zh}（{reading.zh}）", f"{self.title.en} ({reading.en})")


@dataclass(slots=True)
class Figures:
    """All that is known of one county; `latest` is the last school year of the records."""

    rows: Rows
    latest: int
    county: str = ""
    name: str = ""
    """What the county is called; blank where the records do not tell."""
    assessments: dict[int, Assessment] = field(default_factory=dict)
    _found: dict[Key, dict[int, Known]] = field(default_factory=dict)

    def known(self, key: Key) -> dict[int, Known]:
        """Return a figure by year, the years left out in which it is unknown."""
        if key not in self._found:
            made = (self._known(key, year) for year in self.rows.years)
            self._found[key] = {one.year: one for one in made if one is not None}
        return self._found[key]

    def _known(self, key: Key, year: int) -> Known | None:
        measure = names().measures.get(key.measure)
        if measure is None and (key.measure != SCHOOLS or key.form or key.variation):
            return None
        each = [key._replace(groups=(one,)) for one in key.groups] if len(key.groups) > 1 else []
        if not all(year in self.known(one) for one in each):
            return None  # a sum with an unknown part
        values: dict[Fraction, Title] = {}
        certain = True
        for value, reading in self._readings(measure, key, year):
            if value is None:
                certain = False
            else:
                values.setdefault(value, reading)
        if not values or (measure is None and not next(iter(values))):
            return None
        unit = "所" if measure is None else "" if key.variation else measure.unit
        return Known(key, year, unit, tuple(values), figure_title(key, measure), certain, tuple(values.values()))

    def _readings(self, measure: Measure | None, key: Key, year: int) -> Iterator[tuple[Fraction | None, Title]]:
        """Yield what a figure comes to, with what is counted where that is not the dictionary's own."""
        if measure is None:
            yield from self._counts(key, year)
        else:
            yield from ((value, _OWN) for value in self._values(measure, key, year))

    def _values(self, measure: Measure, key: Key, year: int) -> Iterator[Fraction | None]:
        """Yield the readings of a measure; None for one that is unknown."""
        narrow = bool(key.place or key.owner or key.boarding)
        if measure.groups and not set(key.groups) <= set(measure.groups):
            return
        if measure.of_county:
            if not narrow and not key.form and (measure.groups or not key.groups):
                yield from self._of_county(measure, year)
            return
        if not narrow:
            yield from self._assessed(_indicator(measure, key.form), key, year)
        if key.variation or measure.composite:
            return
        rooms = _of_schools(measure)
        for scope in scopes(key, rooms=rooms, rate=not rooms and bool(measure.per or key.form)):
            yield from self._worked_out(measure, names().forms.get(key.form), year, scope)

    def _worked_out(self, measure: Measure, form: Form | None, year: int, scope: Scope) -> Iterator[Fraction | None]:
        per, times = measure.per, measure.times
        if form is not None:
            if per or measure.most or measure.qualified:
                return
            per, times = (form.per,), times * form.times
        own = (measure.plus, measure.minus, per)
        for plus, minus, below in (own, *((one.plus, one.minus, one.per or per) for one in measure.also)):
            try:
                if measure.most:
                    yield self.rows.most(year, measure.most, scope)
                    continue
                above = self._sum(year, plus, scope) - self._sum(year, minus, scope)
                above += sum((self._sum(year, *one) for one in _by_stage(measure, scope)), Fraction(0))
                below_all = self._sum(year, below, scope) if below else Fraction(1)
            except BlankError:
                yield None
            except LookupError:
                return
            else:
                yield above / below_all * times if below_all else None

    def _sum(self, year: int, fields: Sequence[str], scope: Scope) -> Fraction:
        return sum((self.rows.total(year, name, scope) for name in fields), Fraction(0))

    def _of_county(self, measure: Measure, year: int) -> Iterator[Fraction | None]:
        if measure.item:
            yield from self._finding(measure.item, 0, measure.times, year)
            return
        row = self.rows.counties.get(year, {})
        above, below = ([row.get(name) for name in fields] for fields in (measure.plus, measure.per))
        if None in above or None in below:
            return
        total, of = (sum((Fraction(one or 0) for one in found), Fraction(0)) for found in (above, below))
        if of or not below:
            yield total / (of if below else 1) * measure.times

    def _assessed(self, measure: Measure | None, key: Key, year: int) -> Iterator[Fraction | None]:
        assessment = self.assessments.get(year)
        if assessment is None or measure is None or len(key.groups) != 1:
            return
        stages = names().groups[key.groups[0]].stages
        for one in assessment.county:
            if one.indicator == measure.indicator and stages == (one.stage,):
                value = one.cv if key.variation else one.mean
                yield None if value is None else Fraction(value)
        for made in assessment.composite:
            if measure.composite and stages == (made.stage,):
                yield None if made.cv is None else Fraction(made.cv)
        if key.groups[0] in measure.items:
            yield from self._finding(*measure.items[key.groups[0]], measure.times, year)

    def _finding(self, item: str, of: int, times: int, year: int) -> Iterator[Fraction | None]:
        assessment = self.assessments.get(year)
        for one in chain(assessment.items, assessment.recognition) if assessment else ():
            if one.id == item and len(one.findings) > of:
                value = one.findings[of].value
                yield None if value is None else value * times

    def _counts(self, key: Key, year: int) -> Iterator[tuple[Fraction | None, Title]]:
        """Yield how many schools there are: as codes, as units, with each of the kinds some reports count with them."""
        rows = self.rows.schools.get(year, [])
        for scope, also in school_kinds(key):
            try:
                among = self.rows.chosen(rows, scope)
            except BlankError:
                yield None, _OWN
                continue
            codes = reading_title(also, "" if scope.kinds is None else "by_stage")
            yield Fraction(len({row["school_code"] for row in among})), codes
            yield Fraction(len(among)), reading_title(also, "campuses")


def figures(facts: Facts, county: str, assessments: Sequence[Assessment] = ()) -> Figures:
    """Return what the facts of one county know, with rates and indicators of its assessments; not what is unknown."""
    rows = Rows(facts, county)
    latest = max(rows.years, default=0)
    name = rows.counties.get(latest, {}).get("county_name") or ""
    return Figures(rows, latest, county, name, {one.year: one for one in assessments})


def _indicator(measure: Measure, form: str) -> Measure | None:
    """Return the indicator of the standard that a measure in a form is; it leaves out schools that are not judged."""
    if not form:
        return measure
    told = names().forms[form]
    for one in names().measures.values():
        if one.indicator and (one.plus, one.per, one.times) == (measure.plus, (told.per,), told.times):
            return one
    return None


def _of_schools(measure: Measure) -> bool:
    return any(name in load().tables["school"].fields for name in (*measure.plus, *measure.per))


def _by_stage(measure: Measure, scope: Scope) -> Iterator[tuple[tuple[str, ...], Scope]]:
    """Yield the fields of a measure that are other ones in each stage; raises LookupError where no stage is told."""
    if not measure.qualified:
        return
    if scope.stages is None or not scope.stages <= set(measure.qualified):
        raise LookupError
    for stage in scope.stages:
        yield measure.qualified[stage], scope._replace(stages=frozenset([stage]))
