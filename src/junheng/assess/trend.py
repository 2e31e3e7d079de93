"""Trend: every indicator's mean and coefficient of variation, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from junheng.assess.model import CountyIndicator, TrendPoint
from junheng.standards import Standard


def trend(standard: Standard, years: Mapping[int, Iterable[CountyIndicator]]) -> tuple[TrendPoint, ...]:
    """Return a point per stage, indicator and year, in the standard's order and then by year.

    `years` holds the county's indicators of each year, judged by the same standard with the same switches.
    """
    points = [
        TrendPoint(
            year=year,
            stage=held.stage,
            indicator=held.indicator,
            parts=held.parts,
            schools_met=held.schools_met,
            mean=held.mean,
            cv=held.cv,
        )
        for year, indicators in years.items()
        for held in indicators
    ]
    stages = {stage: place for place, stage in enumerate(standard.stages)}
    order = {indicator.id: place for place, indicator in enumerate(standard.indicator)}
    return tuple(
        sorted(
            points,
            key=lambda point: (
                stages.get(point.stage, len(stages)),
                order.get(point.indicator, len(order)),
                point.year,
            ),
        )
    )
