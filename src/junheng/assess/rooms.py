"""Special rooms: how many music and art rooms each unit needs, and how many it has that are large enough."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from junheng.assess.model import RoomNeed, Verdict
from junheng.assess.scope import Scope
from junheng.assess.terms import Row, agreed, exact, readings, specs, undecided, units
from junheng.standards.model import Number, SpecialRooms

Room = Literal["music", "art"]
ROOMS: tuple[Room, ...] = ("music", "art")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCount:
    """Rooms of one kind in one unit; bounds where a figure is unknown.

    `least` rooms certainly count, at most `most` may (None: the unit filed no rooms); `too_small` are known to be
    below the area. `needed` is None where the classes are unknown, `area` (m²) and `needed` also where it is
    undecided which of several rules applies and they differ.
    """

    unit: str
    name: str
    room: Room
    classes: int | None
    needed: int | None
    area: Fraction | None
    least: int
    most: int | None
    too_small: int
    verdict: Verdict
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """The count under one set of parameters."""

    needed: int | None
    area: Fraction
    least: int
    most: int | None
    too_small: int

    @property
    def verdict(self) -> Verdict:
        if self.needed is not None and self.least >= self.needed:
            return "met"
        if self.needed is None or self.most is None or self.most >= self.needed:
            return "unknown"
        return "short"


def count_rooms(spec: SpecialRooms, scope: Scope) -> list[RoomCount]:
    """Count music and art rooms of every judged unit: needed = classes / classes per room, rounded up.

    The clause speaks of primary and junior schools (小学、初中), not of teaching points (教学点): those too small for
    the indicators are left out here as well.

    A room of unknown area or kind may or may not count. A unit without any room row has filed none.
    """
    rooms: dict[str, list[Row]] = defaultdict(list)
    for row in scope.facts.rooms.to_dicts():
        rooms[row["unit"]].append(row)
    return [
        _count(spec, scope, unit, room, rooms.get(unit["unit"], []))
        for unit in units(scope, small_points=False)
        for room in ROOMS
    ]


def _count(spec: SpecialRooms, scope: Scope, unit: Row, room: Room, rows: Sequence[Row]) -> RoomCount:
    base: dict[str, Number] = {
        "classes_per_room": spec.classes_per_room,
        "music_area": spec.music_area,
        "art_area": spec.art_area,
    }
    classes = exact(unit.get("classes_compulsory"))
    possible = [
        _read(
            None if classes is None else math.ceil(classes / Fraction(values["classes_per_room"])),
            Fraction(values[f"{room}_area"]),
            room,
            rows,
        )
        for values in readings(base, spec.exception, unit, scope.switches)
    ]
    verdict = agreed(reading.verdict for reading in possible)
    needed, areas = {reading.needed for reading in possible}, {reading.area for reading in possible}
    mosts = [reading.most for reading in possible if reading.most is not None]
    missing = (
        *(("classes_compulsory",) if classes is None else ()),
        *(() if rows else ("rooms",)),
        *(name for name in ("room_kind", "room_area") if _blank(name, room, rows)),
        *undecided(spec.exception, unit, scope.switches),
    )
    return RoomCount(
        unit=unit["unit"],
        name=unit["school_name"] or unit["unit"],
        room=room,
        classes=None if classes is None else int(classes),
        needed=needed.pop() if len(needed) == 1 else None,
        area=areas.pop() if len(areas) == 1 else None,
        least=min(reading.least for reading in possible),
        most=max(mosts) if mosts else None,
        too_small=min(reading.too_small for reading in possible),
        verdict=verdict,
        missing=missing if verdict == "unknown" else (),
    )


def _read(needed: int | None, area: Fraction, room: Room, rows: Sequence[Row]) -> _Reading:
    certain = possible = small = 0
    for row in rows:
        kind, size = row["room_kind"], exact(row["room_area"])
        if kind not in (room, None) or (kind is None and size is not None and size < area):
            continue
        if size is not None and size < area:
            small += 1
        elif kind == room and size is not None:
            certain += 1
        else:
            possible += 1
    return _Reading(needed, area, certain, certain + possible if rows else None, small)


def _blank(name: str, room: Room, rows: Sequence[Row]) -> bool:
    return any(row[name] is None and row["room_kind"] in (room, None) for row in rows)


def room_needs(scope: Scope) -> tuple[RoomNeed, ...]:
    """Return the special rooms each judged unit needs and has, () where the standard asks for none."""
    return tuple(_need(count) for spec in specs(scope.standard, SpecialRooms) for count in count_rooms(spec, scope))


def _need(count: RoomCount) -> RoomNeed:
    there = count.least if count.least == count.most else None
    missing = None
    if count.verdict == "met":
        missing = 0
    elif count.needed is not None and there is not None:
        missing = max(count.needed - there, 0)
    return RoomNeed(
        unit=count.unit,
        name=count.name,
        classes=count.classes,
        room=count.room,
        needed=count.needed,
        there=there,
        too_small=count.too_small,
        missing=missing,
    )
