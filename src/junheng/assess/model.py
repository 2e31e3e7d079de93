"""The result of an assessment: plain, immutable, serialisable; every verdict with its working.

Figures are exact (int, Decimal, Fraction) or, where irrational (SD, CV), Decimal to 30 digits; `None` is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from junheng.dictionary import Title

Verdict = Literal["met", "short", "unknown"]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all results."""


class Cell(Result, frozen=True, kw_only=True):
    """One indicator of one school part.

    `value` = times x numerator / denominator. `line` is what the standard asks, `floor` the least that is
    tolerated (85 % of the line). `shortfall` and `shortfall_floor` say what the school must add to reach each, in
    the numerator's unit (0 when reached; whole persons and rooms rounded up; of what a school of several stages
    adds to a shared quantity, only its share reaches the stage, so the whole school's need is larger);
    `missing` names unknown fields.
    """

    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    line: Fraction | None
    floor: Fraction | None
    verdict: Verdict | None
    """None where the standard sets no line for the stage."""
    above_floor: bool | None
    shortfall: Fraction | None
    shortfall_floor: Fraction | None
    near: bool
    missing: tuple[str, ...] = ()


class Part(Result, frozen=True, kw_only=True):
    """One judged school part."""

    unit: str
    school: str
    """School code."""
    campus: str
    name: str
    stage: str
    kind: str
    locale: str | None
    sponsor: str | None
    pupils: int | None
    classes: int | None
    grades: int | None
    verdict: Verdict | None
    met: int
    short: int
    unknown: int
    indicators: Mapping[str, Cell]
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    origin: str | None = None
    """Where the records stand: file|sheet|row, several joined by `;`."""


class Excluded(Result, frozen=True, kw_only=True):
    """A school part that the standard does not judge, and why."""

    unit: str
    name: str
    stage: str
    kind: str
    pupils: int | None
    reason: str
    text: Title


class CountyIndicator(Result, frozen=True, kw_only=True):
    """Mean and inequality of one indicator over the judged parts of a stage.

    `mean` is county total over county pupils times the factor; `cv` = `sd` / `mean` (pupil-weighted); all None
    when any part's figure is unknown, `cv` also when the mean is 0.
    """

    stage: str
    indicator: str
    parts: int
    numerator: Fraction | None
    denominator: Fraction | None
    mean: Fraction | None
    sd: Decimal | None
    cv: Decimal | None
    limit: Fraction | None
    verdict: Verdict | None
    schools_met: int
    schools_short: int
    schools_unknown: int
    missing: tuple[str, ...] = ()
    """Units whose figure is unknown."""


class Composite(Result, frozen=True, kw_only=True):
    """Mean of a stage's coefficients of variation; a verdict only where the standard sets a limit for it."""

    stage: str
    cv: Decimal | None
    limit: Fraction | None
    verdict: Verdict | None


class Culprit(Result, frozen=True, kw_only=True):
    """A school (class, group) that keeps a check from being met, with what it has and what is asked."""

    unit: str
    name: str
    stage: str | None
    value: Fraction | None
    line: Fraction | None
    text: Title


class Finding(Result, frozen=True, kw_only=True):
    """One check of an item: its verdict and working in one sentence."""

    function: str
    verdict: Verdict
    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    line: Fraction | None
    working: Title
    culprits: tuple[Culprit, ...] = ()
    missing: tuple[str, ...] = ()


class ItemResult(Result, frozen=True, kw_only=True):
    """One item of the standard."""

    id: str
    group: str
    number: int
    title: Title
    clause: str
    section: str | None
    verdict: Verdict
    findings: tuple[Finding, ...]


class Unknown(Result, frozen=True, kw_only=True):
    """A figure that is missing and what it keeps from being judged."""

    where: str
    """part, item or county"""
    unit: str | None
    name: str | None
    stage: str | None
    indicator: str | None
    fields: tuple[str, ...]
    text: Title


class RoomNeed(Result, frozen=True, kw_only=True):
    """Special rooms of one unit: needed and there, counting rooms large enough."""

    unit: str
    name: str
    classes: int | None
    room: Literal["music", "art"]
    needed: int | None
    there: int | None
    too_small: int
    missing: int | None


class ClassBand(Result, frozen=True, kw_only=True):
    """Classes of a stage by size band (0-35, 36-45 normal, 46-55 large, 56-65 大班额, 66+ 超大班额, unknown)."""

    stage: str
    band: str
    classes: int
    pupils: int | None
    """None in the band of classes whose size is unknown."""


class Oversize(Result, frozen=True, kw_only=True):
    """A class or school above its limit."""

    kind: Literal["class", "school"]
    unit: str
    name: str
    stage: str | None
    label: str
    pupils: int
    limit: int
    band: str | None = None
    """Size band of a class, as in `ClassBand`; None for a school."""


class Alert(Result, frozen=True, kw_only=True):
    """Something to look at: turned worse against last year, or near its line.

    `indicator` is the id of an indicator, or of an item (then without unit and stage); None for a whole part.
    """

    kind: Literal["worse", "near"]
    unit: str | None
    name: str | None
    stage: str | None
    indicator: str | None
    before: Fraction | None
    now: Fraction | None
    line: Fraction | None
    text: Title


class Inequality(Result, frozen=True, kw_only=True):
    """Inequality of one indicator beyond the standard, pupil-weighted; None where not defined."""

    stage: str
    indicator: str
    gini: float | None
    theil: float | None
    theil_between: float | None
    theil_within: float | None
    mcloone: float | None
    range_ratio: float | None


class TrendPoint(Result, frozen=True, kw_only=True):
    """One year of one indicator and stage."""

    year: int
    stage: str
    indicator: str
    parts: int
    schools_met: int
    mean: Fraction | None
    cv: Decimal | None


class Component(Result, frozen=True, kw_only=True):
    """The verdict of one group of demands (resources, guarantee, quality, recognition, ...)."""

    id: str
    title: Title
    verdict: Verdict
    text: Title


class IndicatorReference(Result, frozen=True, kw_only=True):
    """What an indicator is called and asks: enough to print a table of results without the standard at hand.

    `unit` names an entry of the dictionary's units: the numerator's unit, and so the shortfall's. `lines` and
    `cv_limits` are by stage.
    """

    id: str
    title: Title
    clause: str
    unit: str
    times: Fraction
    better: Literal["more", "less"]
    whole: bool
    lines: Mapping[str, Fraction]
    cv_limits: Mapping[str, Fraction]


class StandardReference(Result, frozen=True, kw_only=True):
    """Which standard was applied, with the switches that were on and what its indicators are called."""

    id: str
    title: Title
    document: str
    stages: tuple[str, ...] = ()
    indicators: tuple[IndicatorReference, ...] = ()
    at_least: int | None = None
    """How many indicators a school must meet; None where the standard gives schools no verdict."""
    floor: Fraction | None = None
    """The share of the line the others must reach."""
    switches: tuple[str, ...] = ()


class Assessment(Result, frozen=True, kw_only=True):
    """One county, one school year, one standard."""

    standard: StandardReference
    snapshot: str
    county_code: str
    county_name: str | None
    year: int
    verdict: Verdict
    components: tuple[Component, ...]
    parts: tuple[Part, ...]
    excluded: tuple[Excluded, ...]
    county: tuple[CountyIndicator, ...]
    composite: tuple[Composite, ...]
    items: tuple[ItemResult, ...]
    recognition: tuple[ItemResult, ...]
    preconditions: tuple[ItemResult, ...]
    vetoes: tuple[ItemResult, ...]
    unknown: tuple[Unknown, ...]
    rooms: tuple[RoomNeed, ...] = ()
    class_bands: tuple[ClassBand, ...] = ()
    oversize: tuple[Oversize, ...] = ()
    alerts: tuple[Alert, ...] = ()
    inequality: tuple[Inequality, ...] = ()
    trend: tuple[TrendPoint, ...] = ()
    notes: tuple[Title, ...] = ()
