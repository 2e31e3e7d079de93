"""A verdict from incomplete figures holds however the blanks are filled in: tried out, every way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from items_scene import JUNIOR, NINE, PRIMARY, Row, Rowed, edited, put, put_in, scope

from junheng.assess.items import judge_check
from junheng.standards.model import Check, CheckException, Condition, SchoolSize, SpecialRooms

AREAS, CLASSES, BUILT, LARGEST, PUPILS = (60, 80, 100), (1, 12, 13), (2010, 2020), (20, 40), (90, 110, 150)
KINDS = ("music", "art", "science")

ROOMS = SpecialRooms(
    classes_per_room=12,
    music_area=96,
    art_area=90,
    exception=(
        CheckException(
            switch="on",
            where=(Condition(field="largest_class", below=30), Condition(field="built_year", at_most=2016)),
            values={"music_area": 54, "art_area": 90},
        ),
        CheckException(
            switch="on", where=(Condition(field="built_year", at_most=2016),), values={"music_area": 73, "art_area": 67}
        ),
    ),
)
SIZE = SchoolSize(
    single=100,
    combined=140,
    exception=(
        CheckException(switch="on", where=(Condition(field="built_year", at_most=2016),), values={"single": 120}),
    ),
)


def maybe(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from((*values, None))


def verdict(check: Check, held: Rowed) -> str:
    return judge_check(check, scope(held, check, switches=("on",))).verdict


def completions(rows: list[Row], choices: dict[str, tuple[Any, ...]]) -> Iterator[list[Row]]:
    """Yield the rows with their blanks filled in, every way."""
    blanks = [(place, name) for place, row in enumerate(rows) for name in choices if name in row and row[name] is None]
    for values in product(*(choices[name] for _, name in blanks)):
        filled = [dict(row) for row in rows]
        for (place, name), value in zip(blanks, values, strict=True):
            filled[place][name] = value
        yield filled


def one_school(school: dict[str, Any], rooms: list[tuple[Any, Any]]) -> Rowed:
    held = edited(put_in("schools", {"unit": NINE}, **school))
    held["parts"] = [row for row in held["parts"] if row["unit"] == NINE]
    template = held["rooms"][0]
    held["rooms"] = [
        {**template, "unit": NINE, "room_no": str(place), "room_kind": kind, "room_area": area}
        for place, (kind, area) in enumerate(rooms)
    ]
    return held


@settings(max_examples=50, deadline=None)
@given(
    st.fixed_dictionaries(
        {"classes_compulsory": maybe(CLASSES), "built_year": maybe(BUILT), "largest_class": maybe(LARGEST)}
    ),
    st.lists(st.tuples(maybe(KINDS), maybe(AREAS)), min_size=1, max_size=2),
)
def test_a_verdict_on_special_rooms_holds_however_blanks_are_filled(
    school: dict[str, Any], rooms: list[tuple[Any, Any]]
) -> None:
    held = one_school(school, rooms)
    found = verdict(ROOMS, held)
    choices = {"classes_compulsory": CLASSES, "built_year": BUILT, "largest_class": LARGEST}
    (row,) = [row for row in held["schools"] if row["unit"] == NINE]
    for (filled,) in completions([row], choices):
        for every in completions(held["rooms"], {"room_kind": KINDS, "room_area": AREAS}):
            complete = verdict(ROOMS, {**held, "schools": [filled], "rooms": every})
            assert complete != "unknown"
            assert found in {"unknown", complete}


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "pupils_compulsory": maybe(PUPILS),
                "built_year": maybe(BUILT),
                "kind_group": maybe(("primary", "nine_year")),
            }
        ),
        min_size=3,
        max_size=3,
    )
)
def test_a_verdict_on_school_size_holds_however_blanks_are_filled(schools: list[dict[str, Any]]) -> None:
    edits = [
        put_in("schools", {"unit": unit}, **school)
        for unit, school in zip((PRIMARY, NINE, JUNIOR), schools, strict=True)
    ]
    held = edited(*edits)
    found = verdict(SIZE, held)
    choices = {"pupils_compulsory": PUPILS, "built_year": BUILT, "kind_group": ("primary", "nine_year")}
    # All blanks of one school are filled at once, the others stay: a complete search would try thousands.
    for place, row in enumerate(held["schools"]):
        for (filled,) in completions([row], choices):
            again = [*held["schools"][:place], filled, *held["schools"][place + 1 :]]
            assert found == "unknown" or verdict(SIZE, {**held, "schools": again}) == found


def test_the_search_itself_sees_a_verdict_that_does_not_hold() -> None:
    held = one_school(
        {"classes_compulsory": 12, "built_year": 2020, "largest_class": 40}, [("music", 100), ("art", None)]
    )
    assert verdict(ROOMS, held) == "unknown"
    filled = {verdict(ROOMS, {**held, "rooms": rooms}) for rooms in completions(held["rooms"], {"room_area": AREAS})}
    assert filled == {"met", "short"}
    assert verdict(SIZE, edited(put("schools", pupils_compulsory=None))) == "unknown"
