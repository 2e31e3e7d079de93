"""One county, one school year, one standard: everything joined into an `Assessment`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import polars as pl

from junheng.assess.alerts import Year, alerts
from junheng.assess.components import components, overall
from junheng.assess.county import judge_county
from junheng.assess.errors import ScopeError
from junheng.assess.formula import Formula, formulas_of, switches_on
from junheng.assess.inequality import Weighted, inequality
from junheng.assess.items import judge_items
from junheng.assess.model import (
    Assessment,
    Composite,
    CountyIndicator,
    IndicatorReference,
    ItemResult,
    Part,
    StandardReference,
)
from junheng.assess.parts import excluded_parts, judge_parts
from junheng.assess.rooms import room_needs
from junheng.assess.scope import Scope, scope_of
from junheng.assess.sizes import class_bands, oversize
from junheng.assess.terms import exact
from junheng.assess.trend import trend
from junheng.assess.unknowns import unknowns
from junheng.dictionary import Title, load
from junheng.facts import Facts
from junheng.standards import Standard
from junheng.standards.model import Number


def counties(facts: Facts) -> list[str]:
    """Return the codes of the counties that have school parts, sorted."""
    return sorted(facts.parts["county_code"].drop_nulls().unique().to_list())


def assess(
    facts: Facts,
    standard: Standard,
    *,
    county: str | None = None,
    year: int | None = None,
    switches: Iterable[str] = (),
) -> Assessment:
    """Judge one county in one school year by `standard`, with its working.

    `county` may be left out when the facts hold only one, `year` is the latest the county filed. `switches` names
    transitional rules to turn on. Earlier years in the facts give alerts and the trend.

    Raises ScopeError when the county, the year or a switch is not there, or the county has to be named.
    """
    on = switches_on(standard, switches)
    code = _county(facts, county)
    *earlier, now = _years(facts, code, year)
    formulas = formulas_of(standard, on)
    judged = {}
    for each in earlier:
        before = scope_of(facts, standard, code, each, on)
        # Items of last year are compared with this year's; without the county's own figures most would be unknown.
        compared = each == now - 1 and not before.facts.counties.is_empty()
        judged[each] = Year(*_judged(before, formulas)[:2], judge_items(before) if compared else ())
    scope = scope_of(facts, standard, code, now, on)
    parts, indicators, composite = _judged(scope, formulas)
    judged[now] = Year(parts, indicators, judge_items(scope))
    return _joined(scope, judged, composite, _strays(facts))


def _judged(
    scope: Scope, formulas: Sequence[Formula]
) -> tuple[tuple[Part, ...], tuple[CountyIndicator, ...], tuple[Composite, ...]]:
    parts = judge_parts(scope, formulas)
    return parts, *judge_county(scope.standard, formulas, parts)


def _county(facts: Facts, county: str | None) -> str:
    there = counties(facts)
    if county is None and len(there) == 1:
        return there[0]
    if county is not None and county in there:
        return county
    listed = "、".join(there[:10]) + (f" 等 {len(there)} 个" if len(there) > 10 else "")
    if not there:
        raise ScopeError(Title("数据里没有可评估的学校。", "The data hold no school to assess."))
    if county is None:
        raise ScopeError(
            Title(f"数据里有多个县，请指明一个：{listed}。", f"The data hold several counties, name one: {listed}.")
        )
    raise ScopeError(
        Title(f"数据里没有县 {county}；有：{listed}。", f"No county {county} in the data; there are: {listed}.")
    )


def _years(facts: Facts, county: str, year: int | None) -> list[int]:
    """Return the county's years up to the one asked for, which comes last."""
    there = sorted(facts.parts.filter(pl.col("county_code") == county)["year"].drop_nulls().unique().to_list())
    if not there or (year is not None and year not in there):
        listed = "、".join(map(str, there)) or "无"
        asked = "" if year is None else f" {year}"
        raise ScopeError(
            Title(
                f"县 {county} 没有学年{asked} 的数据；有：{listed}。",
                f"County {county} has no data of the school year{asked}; there are: {', '.join(map(str, there))}.",
            )
        )
    return [each for each in there if year is None or each <= year]


def _joined(
    scope: Scope, judged: Mapping[int, Year], composite: Sequence[Composite], strays: Sequence[Title]
) -> Assessment:
    standard, now = scope.standard, judged[scope.year]
    items = now.items
    found = components(standard, now.parts, now.county, composite, items)
    return Assessment(
        standard=_reference(scope),
        snapshot=scope.facts.snapshot,
        county_code=scope.county_code,
        county_name=scope.county.get("county_name"),
        year=scope.year,
        verdict=overall(found),
        components=found,
        parts=tuple(now.parts),
        excluded=excluded_parts(scope),
        county=tuple(now.county),
        composite=tuple(composite),
        items=_of(items, "guarantee", "quality", "work"),
        recognition=_of(items, "recognition"),
        preconditions=_of(items, "precondition"),
        vetoes=_of(items, "veto"),
        unknown=unknowns(standard, now.parts, now.county, items),
        rooms=room_needs(scope),
        class_bands=class_bands(scope),
        oversize=oversize(scope),
        alerts=alerts(standard, now, judged.get(scope.year - 1)),
        inequality=inequality(scope, _weighted(scope, now)),
        trend=trend(standard, {year: each.county for year, each in judged.items()}),
        notes=(*_notes(scope), *strays),
    )


def _of(items: Sequence[ItemResult], *groups: str) -> tuple[ItemResult, ...]:
    return tuple(item for item in items if item.group in groups)


def _weighted(scope: Scope, now: Year) -> dict[str, list[Weighted]]:
    """Return the parts' values by indicator, weighted by pupils and grouped by locale."""
    locales = dict(scope.judged.select("unit", "locale_group").iter_rows())
    return {
        indicator.id: [
            Weighted(part.stage, part.unit, locales[part.unit], part.indicators[indicator.id].value, exact(part.pupils))
            for part in now.parts
        ]
        for indicator in scope.standard.indicator
    }


def _notes(scope: Scope) -> tuple[Title, ...]:
    """Return the facts' notes about this county and year, and those that cannot be placed."""
    return tuple(
        dict.fromkeys(
            note.text
            for note in scope.facts.notes
            if note.county_code in {None, scope.county_code} and note.year in {None, scope.year}
        )
    )


_COUNTY_TABLES = {"counties": "county", "satisfaction": "satisfaction", "work_scores": "work_score"}
"""Facts that go by county, and the tables they come from."""


def _strays(facts: Facts) -> tuple[Title, ...]:
    """Say which county codes of the county tables have no school at all: their rows are used nowhere."""
    there = {*facts.parts["county_code"].unique(), *facts.schools["county_code"].unique()}
    found = []
    for name, table in _COUNTY_TABLES.items():
        title = load().tables[table].title
        found += [
            Title(
                f"{title.zh}表中的县代码 {code} 没有对应的学校，未采用。",
                f"County code {code} in the table {title.en} has no school: its rows are not used.",
            )
            for code in sorted(set(getattr(facts, name)["county_code"].drop_nulls().unique()) - there)
        ]
    return tuple(found)


def _reference(scope: Scope) -> StandardReference:
    standard = scope.standard
    return StandardReference(
        id=standard.id,
        title=standard.title,
        document=standard.document,
        stages=standard.stages,
        indicators=tuple(
            IndicatorReference(
                id=indicator.id,
                title=indicator.title,
                clause=indicator.clause,
                unit=indicator.unit,
                times=Fraction(indicator.times),
                better=indicator.better,
                whole=indicator.whole,
                lines=_exact(indicator.lines),
                cv_limits=_exact(indicator.cv_limits),
            )
            for indicator in standard.indicator
        ),
        at_least=None if standard.school is None else standard.school.at_least,
        floor=None if standard.school is None else Fraction(standard.school.floor),
        switches=tuple(sorted(scope.switches)),
    )


def _exact(figures: Mapping[str, Number]) -> dict[str, Fraction]:
    return {stage: Fraction(figure) for stage, figure in figures.items()}
