"""A school's place among its peers, and its years, as small pictures without names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import median

from junheng.assess import IndicatorReference, Part
from junheng.dictionary import load
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.words import stage_word

FEW = 5
"""Of fewer schools a distribution would name the others, so people of a single school are not shown it."""

WIDTH, MARGIN = 360, 8


@dataclass(frozen=True, slots=True)
class Strip:
    """A distribution without names: places on a strip of WIDTH, from the lowest to the highest figure."""

    others: tuple[int, ...]
    own: int | None
    line: int | None
    low: str
    middle: str
    high: str


@dataclass(frozen=True, slots=True)
class Peers:
    """A school's place among the parts of its stage (or of its stage and locale): rank 1 is best."""

    label: str
    rank: int
    of: int
    quartile: int
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class Spark:
    """The years as a small line (points of an SVG polyline, 120 wide and 32 high), and the height of the standard's."""

    points: str
    line: int | None


def spark_of(values: Sequence[Fraction | None], line: Fraction | None) -> Spark | None:
    """Return the line of the known values; None where there are fewer than two."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    bounds = [value for _, value in known] + ([line] if line is not None else [])
    low, span = min(bounds), max(bounds) - min(bounds)

    def height(value: Fraction) -> int:
        return 28 - (round(24 * (value - low) / span) if span else 12)

    step = 112 // (len(values) - 1)
    points = " ".join(f"{4 + step * place},{height(value)}" for place, value in known)
    return Spark(points, None if line is None else height(line))


def peers_of(
    printer: Printer, indicator: IndicatorReference, part: Part, mates: Sequence[Part], *, whole: bool
) -> Iterator[Peers]:
    """Yield the school's place among the parts of its stage, then among those of its locale too.

    Without `whole` (people of a single school) the distribution of a few schools is left out: it would name them.
    """
    stage, groups = stage_word(part.stage, printer.language), load().codes["locale"].codes
    group = groups[part.locale].group if part.locale in groups else None
    alike = [one for one in mates if one.locale in groups and groups[one.locale].group == group]
    yield from _place(printer, indicator, part, mates, printer.pick(f"全县{stage}", f"county, {stage}"), whole=whole)
    if group is not None:
        label = printer.pick(f"同类地区{stage}", f"same locale, {stage}")
        yield from _place(printer, indicator, part, alike, label, whole=whole)


def _place(
    printer: Printer, indicator: IndicatorReference, part: Part, mates: Sequence[Part], label: str, *, whole: bool
) -> Iterator[Peers]:
    own = part.indicators[indicator.id].value
    values = [value for one in mates if (value := one.indicators[indicator.id].value) is not None]
    if own is None or len(values) < 2:
        return
    ahead = sum(value < own if indicator.better == "less" else value > own for value in values)
    strip = None
    if whole or len(values) >= FEW:
        strip = _strip(values, own, part.indicators[indicator.id].line)
    yield Peers(label, ahead + 1, len(values), ceil(Fraction(4 * (ahead + 1), len(values))), strip)


def _strip(values: Sequence[Fraction], own: Fraction, line: Fraction | None) -> Strip:
    low, high = min(values), max(values)
    bounds = [low, high, *([line] if line is not None else [])]
    start, span = min(bounds), max(bounds) - min(bounds)

    def at(value: Fraction) -> int:
        return MARGIN + (round((WIDTH - 2 * MARGIN) * (value - start) / span) if span else (WIDTH - 2 * MARGIN) // 2)

    places = figures.PLACES["value"]
    rest = list(values)
    rest.remove(own)
    return Strip(
        others=tuple(sorted(at(value) for value in rest)),
        own=at(own),
        line=None if line is None else at(line),
        low=figures.number(low, places),
        middle=figures.number(median(values), places),
        high=figures.number(high, places),
    )
