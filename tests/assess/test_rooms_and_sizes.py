"""Special rooms needed, class bands, and what is above its limit."""

from __future__ import annotations

import pytest
from items_scene import JUNIOR, NAMES, NINE, POINT, PRIMARY, Edit, drop, edited, put_in, scope

from junheng.assess.model import ClassBand, Oversize, RoomNeed
from junheng.assess.rooms import room_needs
from junheng.assess.sizes import band_of, class_bands, class_label, oversize
from junheng.standards.model import ClassSize, SchoolSize, SpecialRooms

ROOMS = SpecialRooms(classes_per_room=12, music_area=96, art_area=90)
SIZES = (SchoolSize(single=80, combined=80), ClassSize(at_most={"primary": 40, "junior": 45}))


def needs(*edits: Edit) -> dict[tuple[str, str], RoomNeed]:
    return {(need.unit, need.room): need for need in room_needs(scope(edited(*edits), ROOMS))}


def test_each_judged_unit_has_a_row_for_music_and_for_art() -> None:
    assert set(needs()) == {(unit, room) for unit in (PRIMARY, NINE, JUNIOR) for room in ("music", "art")}
    assert needs()[NINE, "music"] == RoomNeed(
        unit=NINE, name=NAMES[NINE], classes=2, room="music", needed=1, there=1, too_small=0, missing=0
    )


def test_rooms_too_small_are_counted_apart() -> None:
    found = needs(
        put_in("rooms", {"unit": NINE, "room_kind": "art"}, room_area=89),
        put_in("schools", {"unit": NINE}, classes_compulsory=25),
    )
    need = found[NINE, "art"]
    assert (need.needed, need.there, need.too_small, need.missing) == (3, 0, 1, 3)


def test_what_is_not_known_stays_unknown() -> None:
    area = needs(put_in("rooms", {"unit": NINE, "room_kind": "art"}, room_area=None))[NINE, "art"]
    assert (area.needed, area.there, area.missing) == (1, None, None)
    classes = needs(put_in("schools", {"unit": NINE}, classes_compulsory=None))[NINE, "art"]
    assert (classes.classes, classes.needed, classes.there, classes.missing) == (None, None, 1, None)
    nothing = needs(drop("rooms", unit=NINE))[NINE, "art"]
    assert (nothing.needed, nothing.there, nothing.missing) == (1, None, None)


def test_a_standard_without_special_rooms_asks_for_none() -> None:
    assert room_needs(scope(edited(), *SIZES)) == ()


def sized(*sizes: int | None) -> Edit:
    def edit(held: dict[str, list[dict[str, object]]]) -> None:
        template = {**held["classes"][0], "unit": PRIMARY, "stage": "primary"}
        held["classes"] = [
            {**template, "class_no": str(place), "class_pupils": size} for place, size in enumerate(sizes)
        ]

    return edit


def test_classes_fall_into_the_bands_of_the_domain() -> None:
    bands = class_bands(scope(edited(sized(0, 35, 36, 45, 46, 55, 56, 65, 66, 90))))
    assert bands == (
        ClassBand(stage="primary", band="0-35", classes=2, pupils=35),
        ClassBand(stage="primary", band="36-45", classes=2, pupils=81),
        ClassBand(stage="primary", band="46-55", classes=2, pupils=101),
        ClassBand(stage="primary", band="56-65", classes=2, pupils=121),
        ClassBand(stage="primary", band="66+", classes=2, pupils=156),
    )


def test_classes_of_unknown_size_have_a_band_of_their_own() -> None:
    *_, last = class_bands(scope(edited(sized(40, None))))
    assert last == ClassBand(stage="primary", band="unknown", classes=1, pupils=None)


def test_classes_of_schools_that_are_left_out_are_in_no_band_and_of_small_teaching_points_are() -> None:
    points = edited(put_in("classes", {}, unit=POINT, stage="primary"))
    assert sum(band.classes for band in class_bands(scope(points))) == 7
    left_out = edited(put_in("classes", {}, unit=POINT), put_in("parts", {"unit": POINT}, excluded="kind"))
    assert class_bands(scope(left_out)) == ()


@pytest.mark.parametrize(
    ("pupils", "band"),
    [(0, "0-35"), (35, "0-35"), (36, "36-45"), (46, "46-55"), (55, "46-55"), (56, "56-65"), (65, "56-65"), (66, "66+")],
)
def test_a_class_falls_into_one_band(pupils: int, band: str) -> None:
    assert band_of(pupils) == band


def test_an_oversize_class_says_its_band_and_a_school_has_none() -> None:
    found = oversize(scope(edited(sized(41, 56, 65, 66)), *SIZES))
    assert [size.band for size in found if size.kind == "class"] == ["66+", "56-65", "56-65", "36-45"]
    assert {size.band for size in found if size.kind == "school"} == {None}


def test_what_is_above_its_limit_is_listed_schools_first_and_largest_excess_first() -> None:
    found = oversize(scope(edited(put_in("classes", {"unit": NINE, "stage": "primary"}, class_pupils=47)), *SIZES))
    assert [(size.kind, size.unit, size.pupils - size.limit) for size in found] == [
        ("school", JUNIOR, 20), ("school", PRIMARY, 10), ("school", NINE, 5),
        ("class", NINE, 7), ("class", PRIMARY, 5), ("class", PRIMARY, 5), ("class", JUNIOR, 5), ("class", JUNIOR, 5),
    ]  # fmt: skip
    assert found[3] == Oversize(
        kind="class", unit=NINE, name=NAMES[NINE], stage="primary", label="1年级1班", pupils=47, limit=40, band="46-55"
    )


def test_a_class_at_its_limit_is_not_above_it() -> None:
    limits = ClassSize(at_most={"primary": 45, "junior": 50})
    assert oversize(scope(edited(), SchoolSize(single=100, combined=100), limits)) == ()


def test_a_class_is_called_by_grade_and_number() -> None:
    assert (class_label(7, "3").zh, class_label(7, "3班").zh) == ("7年级3班", "7年级3班")
    assert class_label(7, "3").en == "grade 7 class 3"
