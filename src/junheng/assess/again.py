"""An assessment again after figures of a few schools were changed: only what they touch is judged anew, exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec
import polars as pl

from junheng.assess.components import components, overall
from junheng.assess.county import judge_county
from junheng.assess.formula import formulas_of
from junheng.assess.history import only
from junheng.assess.items import judge_item
from junheng.assess.model import (
    Assessment,
    Component,
    Composite,
    CountyIndicator,
    ItemResult,
    Part,
    Result,
    Verdict,
)
from junheng.assess.parts import judge_parts
from junheng.assess.scope import Scope, scope_of
from junheng.facts import Facts
from junheng.standards import Item, Standard
from junheng.standards.model import (
    ClassSize,
    EachSchoolHas,
    EachSchoolRatio,
    Ratio,
    Retention,
    SchoolSize,
    SmallSchoolFunding,
    Spec,
    SpecialRooms,
)

OF_SCHOOLS = (EachSchoolHas, EachSchoolRatio, Ratio, Retention, ClassSize, SchoolSize, SmallSchoolFunding, SpecialRooms)
"""Kinds of check that read figures of schools; all others read the county's own tables and kinds of schools."""

UNNAMED: Mapping[type[Spec], frozenset[str]] = MappingProxyType(
    {
        ClassSize: frozenset({"classes"}),
        SpecialRooms: frozenset({"classes_compulsory"}),
        SchoolSize: frozenset({"pupils_compulsory"}),
        SmallSchoolFunding: frozenset({"pupils_compulsory", "funded_pupils"}),
        Retention: frozenset(
            {"graduates", "cohort_entrants", "cohort_transferred_in", "cohort_transferred_out", "cohort_deaths"}
        ),
    }
)
"""What checks of schools read without naming it; all else they read is named in them."""

DECIDING = frozenset({"excluded", "undecided", "judged", "share_num", "share_den"})
"""Columns that decide which rows a check counts, with what share: when one moved, every check of schools may have."""


class Outcome(Result, frozen=True, kw_only=True):
    """What changed figures can change: verdicts of the county, its components, school parts, CVs and items."""

    verdict: Verdict
    components: tuple[Component, ...]
    parts: tuple[Part, ...]
    county: tuple[CountyIndicator, ...]
    composite: tuple[Composite, ...]
    items: tuple[ItemResult, ...]
    """Of all groups, in the standard's order."""


def outcome(assessment: Assessment, standard: Standard) -> Outcome:
    """Return the part of an assessment that `again` computes, to hold its result against."""
    held = (*assessment.preconditions, *assessment.items, *assessment.recognition, *assessment.vetoes)
    place = {item.id: number for number, item in enumerate(standard.item)}
    return Outcome(
        verdict=assessment.verdict,
        components=assessment.components,
        parts=assessment.parts,
        county=assessment.county,
        composite=assessment.composite,
        items=tuple(sorted(held, key=lambda item: place[item.id])),
    )


def again(base: Assessment, standard: Standard, before: Facts, after: Facts, schools: Collection[str]) -> Outcome:
    """Judge `after` by `standard`, with the switches of `base`; equal to assessing `after` as a whole.

    `base` is the assessment of `before`; the two facts differ in the rows of `schools` (school codes) alone, and
    those in figures only.
    """
    on = frozenset(base.standard.switches)
    formulas = formulas_of(standard, on)
    scope = scope_of(after, standard, base.county_code, base.year, on)
    fresh = judge_parts(only(scope, schools), formulas)
    order = {stage: place for place, stage in enumerate(standard.stages)}
    parts = tuple(
        sorted(
            (*(part for part in base.parts if part.school not in schools), *fresh),
            key=lambda part: (order.get(part.stage, len(order)), part.unit),
        )
    )
    county, composite = judge_county(standard, formulas, parts)
    moved = _moved(scope_of(before, standard, base.county_code, base.year, on), scope, schools)
    held = outcome(base, standard).items
    items = tuple(
        judge_item(item, scope) if _touched(item, moved) else was for item, was in zip(standard.item, held, strict=True)
    )
    found = components(standard, parts, county, composite, items)
    return Outcome(
        verdict=overall(found), components=found, parts=parts, county=county, composite=composite, items=items
    )


def _moved(before: Scope, after: Scope, schools: Collection[str]) -> frozenset[str] | None:
    """Return the columns in which rows of parts and schools differ; None when there are other rows than before."""
    here = pl.col("school_code").is_in(list(schools))
    moved: set[str] = set()
    for name, keys in (("parts", ["unit", "stage"]), ("schools", ["unit"])):
        was, now = (getattr(scope.facts, name).filter(here).sort(keys) for scope in (before, after))
        if not was.select(keys).equals(now.select(keys)):
            return None
        moved |= {column for column in was.columns if not was[column].equals(now[column])}
    if not moved.isdisjoint({"pupils", "migrant_pupils"}):
        moved.add("migrant_share")  # conditions work it out exactly
    for name in ("classes", "rooms"):
        was, now = (getattr(scope.facts, name).filter(here) for scope in (before, after))
        if not was.sort(was.columns).equals(now.select(was.columns).sort(was.columns)):
            return None
    return frozenset(moved)


def _touched(item: Item, moved: frozenset[str] | None) -> bool:
    """Tell whether an item may be judged otherwise now."""
    for check in item.check:
        if not isinstance(check, OF_SCHOOLS) or (isinstance(check, Ratio) and check.of == "county"):
            continue
        if moved is None or not moved.isdisjoint(DECIDING | UNNAMED.get(type(check), frozenset())):
            return True
        if not moved.isdisjoint(_words(msgspec.to_builtins(check))):
            return True
    return False


def _words(spec: Any) -> Iterator[str]:
    """Yield every text in a check: names of fields are among them."""
    if isinstance(spec, str):
        yield spec
    elif isinstance(spec, dict):
        for value in spec.values():
            yield from _words(value)
    elif isinstance(spec, list | tuple):
        for value in spec:
            yield from _words(value)
