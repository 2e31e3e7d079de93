"""What the state asks, as plain data: indicators, lines, limits, items and switches, each with its clause.

A standard names facts (fields of the dictionary) and a few registered functions; it never carries code.
Figures are exact: TOML numbers are read as int or Decimal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from junheng.dictionary import Title

Number = int | Decimal


class Spec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything read from a standard file: unknown keys are refused."""


class Condition(Spec, frozen=True, kw_only=True):
    """A condition on one column of the facts; exactly one of the comparisons is given. Unknown values do not match."""

    field: str
    among: tuple[str, ...] | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    below: Number | None = None
    above: Number | None = None
    equals: bool | str | None = None


class IndicatorException(Spec, frozen=True, kw_only=True):
    """Terms added to an indicator's numerator for the parts that match, while the switch is on."""

    switch: str
    where: tuple[Condition, ...]
    plus: tuple[str, ...]


class Indicator(Spec, frozen=True, kw_only=True):
    """A resource indicator per school part: value = times x (sum of plus - sum of minus) / sum of per.

    `per` is empty for a plain amount. `lines` holds the line per stage; a stage without a line has no
    verdict on the indicator. `cv_limits` holds the limit of its coefficient of variation per stage.
    """

    id: str
    title: Title
    clause: str
    unit: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    per: tuple[str, ...] = ("pupils",)
    times: Number = 1
    better: Literal["more", "less"] = "more"
    whole: bool = False
    """Whether a shortfall is counted in whole units (persons, rooms)."""
    lines: Mapping[str, Number] = {}
    cv_limits: Mapping[str, Number] = {}
    exception: tuple[IndicatorException, ...] = ()


class Rows(Spec, frozen=True, kw_only=True):
    """Which school parts are judged, and how shared quantities of multi-stage schools are split."""

    clause: str
    exclude_kinds: tuple[str, ...] = ()
    """Groups of the code list `kind` that are left out."""
    exclude_sponsors: tuple[str, ...] = ()
    """Codes of the code list `sponsor` that are left out."""
    teaching_point_minimum: int | None = None
    """Teaching points with fewer pupils are left out; None: teaching points are all judged."""
    weights: Mapping[str, Mapping[str, Number]] = {}
    """Weights of pupils by stage, by group of kinds; `default` for groups not named."""


class SchoolRule(Spec, frozen=True, kw_only=True):
    """A school part is met when at least `at_least` indicators reach their line and the others `floor` of it."""

    clause: str
    at_least: int
    floor: Number


class CountyRule(Spec, frozen=True, kw_only=True):
    """What the county needs: every school met, each CV or the composite CV within its limit."""

    clause: str
    every_school: bool = True
    each_cv: bool = True
    composite_limits: Mapping[str, Number] = {}


class CheckException(Spec, frozen=True, kw_only=True):
    """Other parameters for the schools that match, while the switch is on; of several that match the first applies."""

    switch: str
    where: tuple[Condition, ...]
    values: Mapping[str, Number]


class Attested(Spec, frozen=True, kw_only=True, tag="attested", tag_field="function"):
    """County statements that must all be true (document evidence)."""

    fields: tuple[str, ...]


class Absent(Spec, frozen=True, kw_only=True, tag="absent", tag_field="function"):
    """County statements that must all be false (vetoes)."""

    fields: tuple[str, ...]


class Value(Spec, frozen=True, kw_only=True, tag="value", tag_field="function"):
    """County figures each against a line; with `only_given` those left blank are passed over when others are given.

    `applies_to` names a group of kinds: a county that has schools but none of that group is not asked.
    """

    fields: tuple[str, ...]
    at_least: Number | None = None
    at_most: Number | None = None
    below: Number | None = None
    only_given: bool = False
    applies_to: str | None = None


class NotLess(Spec, frozen=True, kw_only=True, tag="not_less", tag_field="function"):
    """One county figure is at least another."""

    left: str
    right: str


class Ratio(Spec, frozen=True, kw_only=True, tag="ratio", tag_field="function"):
    """Sum of `numerator` over sum of `denominator`, from the county's own row or added up over school parts."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    of: Literal["county", "parts"] = "county"
    stages: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    at_least: Number


class Retention(Spec, frozen=True, kw_only=True, tag="retention", tag_field="function"):
    """Junior three-year retention.

    `official`: (graduates - in + out) / (grade 7 - deaths); `entrants`: graduates / (grade 7 + in - out).
    """

    method: Literal["official", "entrants"] = "official"
    at_least: Number


class Rating(Spec, frozen=True, kw_only=True, tag="rating", tag_field="function"):
    """A county rating (code list `rating`, best first) that is at least `at_least`."""

    field: str
    at_least: str


class EachSchoolHas(Spec, frozen=True, kw_only=True, tag="each_school_has", tag_field="function"):
    """Every judged school answers yes to all fields."""

    fields: tuple[str, ...]


class EachSchoolRatio(Spec, frozen=True, kw_only=True, tag="each_school_ratio", tag_field="function"):
    """Numerator over denominator of every judged school reaches the line."""

    numerator: str
    denominator: str
    at_least: Number


class SmallSchoolFunding(Spec, frozen=True, kw_only=True, tag="small_school_funding", tag_field="function"):
    """Schools with fewer than `below` pupils are funded as if they had `funded_as`."""

    below: int
    funded_as: int


class SpecialRooms(Spec, frozen=True, kw_only=True, tag="special_rooms", tag_field="function"):
    """For every `classes_per_room` classes (rounded up) one music room and one art room of at least the areas (m²)."""

    classes_per_room: int
    music_area: Number
    art_area: Number
    exception: tuple[CheckException, ...] = ()


class SchoolSize(Spec, frozen=True, kw_only=True, tag="school_size", tag_field="function"):
    """Pupils of the compulsory stages: at most `single` in one-stage, `combined` in nine- and twelve-year schools."""

    single: int
    combined: int
    exception: tuple[CheckException, ...] = ()


class ClassSize(Spec, frozen=True, kw_only=True, tag="class_size", tag_field="function"):
    """Every class has at most the pupils given for its stage."""

    at_most: Mapping[str, int]


class Satisfaction(Spec, frozen=True, kw_only=True, tag="satisfaction", tag_field="function"):
    """Satisfied over valid questionnaires and over interviewed, each at least `at_least`, all groups together."""

    at_least: Number


class Sample(Spec, frozen=True, kw_only=True, tag="sample", tag_field="function"):
    """Enough valid questionnaires: a share of residents, a least number, and a least share of parents."""

    share_of_population: Number
    least: int
    parents_share: Number


class YearsSince(Spec, frozen=True, kw_only=True, tag="years_since", tag_field="function"):
    """At least `years` lie between the year in `field` and the school year judged."""

    field: str
    years: int


class Points(Spec, frozen=True, kw_only=True, tag="points", tag_field="function"):
    """Scores of the items in the table `work_score`, added up, reach the line.

    `most` holds each item's full score, `titles` what each item asks (the same keys).
    """

    most: Mapping[str, Number]
    titles: Mapping[str, Title] = {}
    at_least: Number


Check = (
    Attested
    | Absent
    | Value
    | NotLess
    | Ratio
    | Retention
    | Rating
    | EachSchoolHas
    | EachSchoolRatio
    | SmallSchoolFunding
    | SpecialRooms
    | SchoolSize
    | ClassSize
    | Satisfaction
    | Sample
    | YearsSince
    | Points
)

Group = Literal["precondition", "guarantee", "quality", "work", "recognition", "veto"]


class Item(Spec, frozen=True, kw_only=True):
    """One demand beside the indicators; met when all its checks are met."""

    id: str
    group: Group
    number: int
    title: Title
    clause: str
    section: str | None = None
    """Section of the bureau that answers for it (finance, staff, schooling, inspection, aid, equipment, works)."""
    check: tuple[Check, ...]


class Switch(Spec, frozen=True, kw_only=True):
    """A transitional rule, off unless the caller turns it on."""

    id: str
    title: Title
    clause: str
    default: bool = False


class Standard(Spec, frozen=True, kw_only=True):
    """One standard, complete: everything `assess` needs and nothing it computes."""

    id: str
    title: Title
    document: str
    issued: dt.date | None = None
    in_force: dt.date | None = None
    until: dt.date | None = None
    source: str = ""
    extends: str | None = None
    stages: tuple[str, ...]
    rows: Rows
    indicator: tuple[Indicator, ...]
    school: SchoolRule | None = None
    county: CountyRule
    item: tuple[Item, ...] = ()
    switch: tuple[Switch, ...] = ()
    near: Number = Decimal("0.05")
    """A value within this share of its line is reported as near; 0 reports none."""
