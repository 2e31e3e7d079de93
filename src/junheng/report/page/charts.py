"""Geometry of the page's drawings: the map of schools and the small lines of the trend."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from junheng.assess.model import Assessment, Part, Verdict
from junheng.report import figures
from junheng.report.page.view import school_name

MARGIN = 46.0
_WHOLE, _CENTRE = (740.0, 600.0), (430.0, 420.0)
"""Most width and height of the map of the county and of its enlarged centre."""
_CENTRE_SHARE, _CENTRE_LEAST = 0.16, 6
"""The centre is enlarged when at least so many schools lie within this share of the county's extent."""
_KM_A_DEGREE = 111.32
_TEXT_HEIGHT = 15.0
_WORSE = {"met": 0, None: 0, "unknown": 1, "short": 2}

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Label:
    """A name beside a mark: where its text starts, how it is anchored, and a thin line when it stands off."""

    text: str
    x: float
    y: float
    line: tuple[float, float, float, float] | None = None


@dataclass(slots=True)
class Mark:
    """One school on the map."""

    name: str
    verdict: Verdict | None
    pupils: int
    x: float
    y: float
    radius: float
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One map: marks (short ones last, so that they lie on top), a scale bar, a frame around what is enlarged."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    scale_km: str
    scale_length: float
    centre: bool
    frame: Box | None = None
    """x, y, width, height."""


@dataclass(frozen=True, slots=True)
class MapView:
    """The map of the county and, where schools crowd, of its centre."""

    panels: tuple[Panel, ...]
    unplaced: int
    """Schools without coordinates."""
    short: int
    unknown: int
    met: int


@dataclass(frozen=True, slots=True)
class _Place:
    """One school with its place on a plane: degrees of latitude, east and south."""

    name: str
    verdict: Verdict | None
    pupils: int
    east: float
    south: float


def _units(parts: Sequence[Part]) -> Iterator[tuple[list[Part], Verdict | None]]:
    units: dict[str, list[Part]] = {}
    for part in parts:
        units.setdefault(part.unit, []).append(part)
    for held in units.values():
        yield held, max((part.verdict for part in held), key=lambda verdict: _WORSE[verdict])


def map_view(assessment: Assessment) -> MapView | None:
    """Return the map of the judged schools, None when fewer than two have coordinates."""
    units = list(_units(assessment.parts))
    latitudes = [float(held[0].latitude) for held, _ in units if held[0].latitude is not None]
    if not latitudes:
        return None
    narrow = math.cos(math.radians(sum(latitudes) / len(latitudes)))
    places = [
        _Place(
            name=_short_name(held[0], assessment.county_name),
            verdict=verdict,
            pupils=sum(part.pupils or 0 for part in held),
            east=float(held[0].longitude) * narrow,
            south=-float(held[0].latitude),
        )
        for held, verdict in units
        if held[0].longitude is not None and held[0].latitude is not None
    ]
    if len(places) < 2:
        return None
    verdicts = [place.verdict for place in places]
    return MapView(
        panels=_panels(places),
        unplaced=len(units) - len(places),
        short=verdicts.count("short"),
        unknown=verdicts.count("unknown"),
        met=verdicts.count("met"),
    )


def _panels(places: Sequence[_Place]) -> tuple[Panel, ...]:
    centre = _centre(places)
    whole = _panel(places, _WHOLE, unnamed=frozenset(place.name for place in centre), inner=centre)
    return (whole, _panel(centre, _CENTRE, centre=True)) if centre else (whole,)


def _centre(places: Sequence[_Place]) -> list[_Place]:
    """Return the schools around the middle one, when they crowd there; else none."""
    middle_east = sorted(place.east for place in places)[len(places) // 2]
    middle_south = sorted(place.south for place in places)[len(places) // 2]
    wide = max(place.east for place in places) - min(place.east for place in places)
    high = max(place.south for place in places) - min(place.south for place in places)
    reach = max(wide, high) * _CENTRE_SHARE / 2
    crowd = [p for p in places if abs(p.east - middle_east) <= reach and abs(p.south - middle_south) <= reach]
    return crowd if _CENTRE_LEAST <= len(crowd) < len(places) else []


def _panel(
    places: Sequence[_Place],
    most: tuple[float, float],
    *,
    centre: bool = False,
    unnamed: frozenset[str] = frozenset(),
    inner: Sequence[_Place] = (),
) -> Panel:
    """Draw `places`; those in `unnamed` get no label, a frame goes around `inner`."""
    west, east = min(place.east for place in places), max(place.east for place in places)
    top, bottom = min(place.south for place in places), max(place.south for place in places)
    width = most[0]
    scale = min((width - 2 * MARGIN) / ((east - west) or 0.01), (most[1] - 2 * MARGIN) / ((bottom - top) or 0.01))
    height = round((bottom - top) * scale + 2 * MARGIN, 1)
    left = (width - (east - west) * scale) / 2

    def at(place: _Place) -> tuple[float, float]:
        return round(left + (place.east - west) * scale, 1), round(MARGIN + (place.south - top) * scale, 1)

    marks = [
        Mark(place.name, place.verdict, place.pupils, *at(place), radius=round(3.5 + math.sqrt(place.pupils) / 9, 1))
        for place in sorted(places, key=lambda place: (_WORSE[place.verdict], -place.pupils))
    ]
    _place_labels(marks, width, height, unnamed)
    kilometres, length = _scale(scale, width)
    frame = None
    if inner:
        spots = [at(place) for place in inner]
        x, y = min(spot[0] for spot in spots) - 12, min(spot[1] for spot in spots) - 12
        frame = (x, y, round(max(s[0] for s in spots) - x + 12, 1), round(max(s[1] for s in spots) - y + 12, 1))
    return Panel(width, height, tuple(marks), kilometres, length, centre, frame)


def _short_name(part: Part, county: str | None) -> str:
    name = school_name(part)
    return name.removeprefix(county) or name if county else name


def _scale(per_degree: float, width: float) -> tuple[str, float]:
    per_km = per_degree / _KM_A_DEGREE
    lengths = [step * power for power in (0.01, 0.1, 1, 10, 100, 1000) for step in (1, 2, 5)]
    chosen = max((km for km in lengths if km * per_km <= width / 5), default=lengths[0])
    return f"{chosen:g}", round(chosen * per_km, 1)


def text_width(text: str, size: float = 12.0) -> float:
    """Return about how wide a text is drawn, in the units of its font size."""
    return sum(size if unicodedata.east_asian_width(char) in "WFA" else size * 0.56 for char in text)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@dataclass(slots=True)
class _Room:
    """What is taken on the map; finds a free place for a label near its mark."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def place(self, mark: Mark) -> Label | None:
        width = text_width(mark.name) + 4
        for away in (mark.radius + 3, mark.radius + 16, mark.radius + 32, mark.radius + 52, mark.radius + 76):
            for angle in (0, 180, 35, 145, -35, -145, 90, -90, 65, 115, -65, -115):
                across, down = math.cos(math.radians(angle)) * away, math.sin(math.radians(angle)) * away
                x, y = mark.x + across, mark.y + down
                left = x if across > 1 else x - width if across < -1 else x - width / 2
                box = (left, y - _TEXT_HEIGHT / 2, left + width, y + _TEXT_HEIGHT / 2)
                inside = box[0] >= 4 and box[1] >= 4 and box[2] <= self.width - 4 and box[3] <= self.height - 30
                if inside and not any(_overlap(box, other) for other in self.taken):
                    self.taken.append(box)
                    far = away > mark.radius + 4
                    line = (mark.x, mark.y, round(x, 1), round(y, 1)) if far else None
                    return Label(mark.name, round(left + 2, 1), round(y + 4, 1), line)
        return None


def _place_labels(marks: Sequence[Mark], width: float, height: float, unnamed: frozenset[str]) -> None:
    """Name the schools that are short, as near to their marks as other marks and names allow."""
    room = _Room(width, height, [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in marks])
    named = [mark for mark in marks if mark.verdict == "short" and mark.name not in unnamed]
    for mark in sorted(named, key=lambda mark: mark.y):
        mark.label = room.place(mark)


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One small line: points on a field of TREND_WIDTH × TREND_HEIGHT."""

    stage: str
    indicator: str
    points: tuple[tuple[float, float, str, int], ...]
    """x, y, printed value, year."""
    path: str
    limit_y: float | None
    limit: str
    over: bool
    """Whether the latest year is above the limit."""


TREND_WIDTH, TREND_HEIGHT = 200.0, 92.0


def trend_lines(assessment: Assessment) -> tuple[TrendLine, ...]:
    """Return a line of the coefficient of variation per stage and indicator; none when there is one year only."""
    years = sorted({point.year for point in assessment.trend})
    if len(years) < 2:
        return ()
    limits = {(one.stage, one.indicator): one.limit for one in assessment.county}
    series: dict[tuple[str, str], dict[int, Fraction]] = {}
    for point in assessment.trend:
        held = series.setdefault((point.stage, point.indicator), {})
        if point.cv is not None:
            held[point.year] = Fraction(point.cv)
    return tuple(_trend_line(key, values, years, limits.get(key)) for key, values in series.items() if len(values) >= 2)


def _trend_line(
    key: tuple[str, str], values: dict[int, Fraction], years: Sequence[int], limit: Fraction | None
) -> TrendLine:
    top = float(max([*values.values(), *([] if limit is None else [limit])])) * 1.25 or 1.0

    def height(value: float) -> float:
        return round(TREND_HEIGHT - 30 - value / top * (TREND_HEIGHT - 44), 1)

    step = (TREND_WIDTH - 44) / (len(years) - 1)
    points = tuple(
        (round(20 + number * step, 1), height(float(values[year])), figures.beside(values[year], limit, 3), year)
        for number, year in enumerate(years)
        if year in values
    )
    latest = values.get(years[-1])
    return TrendLine(
        stage=key[0],
        indicator=key[1],
        points=points,
        path=" ".join(f"{x},{y}" for x, y, _, _ in points),
        limit_y=None if limit is None else height(float(limit)),
        limit=figures.plain(limit, blank=""),
        over=latest is not None and limit is not None and latest > limit,
    )
