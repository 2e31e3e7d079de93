"""Lists of persons, classes, rooms and equipment fill what was left blank, and say where they differ."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from facts_tables import CODE, RULES, frame, part, school, tables

from junheng.facts import derive, persons

BLANK = dict.fromkeys(("pupils", "girls", "boarders", "classes", "grades", "migrant_pupils"))


def pupil(number, **fields):
    given = {"stage": "primary", "grade": 1 + number % 2, "class_no": "1", "pupil_sex": "12"[number % 2]}
    flags = {"boarder": False, "migrant": False, "left_behind": False, "disability": "none"}
    return {"year": 2025, "school_code": CODE, "pupil_id": str(number), **given, **flags, **fields}


def teacher(number, **fields):
    given = {"stage": "primary", "full_time": True, "degree": "bachelor", "subject": "pe", "backbone_level": "none"}
    return {"year": 2025, "school_code": CODE, "teacher_id": str(number), **given, **fields}


def roll(count=10, **fields):
    return frame("pupil", *(pupil(number, **fields) for number in range(count)))


def notes(facts, kind, field=None):
    return [note for note in facts.notes if note.kind == kind and (field is None or note.field == field)]


def test_blank_figures_are_filled_from_the_roll():
    facts = derive(tables([school()], [part(**BLANK)], pupil=roll()), RULES)

    (row,) = facts.parts.rows(named=True)
    assert {name: row[name] for name in BLANK} == {
        "pupils": 10, "girls": 5, "boarders": 0, "classes": 2, "grades": 2, "migrant_pupils": 0,
    }  # fmt: skip
    assert {note.field for note in notes(facts, "derived")} >= set(BLANK)
    assert notes(facts, "differs") == []


def test_a_part_nobody_filed_comes_from_the_roll_and_the_staff_list():
    staff = frame("teacher", *(teacher(number) for number in range(3)), teacher(3, full_time=False, degree=None))
    facts = derive({"school": frame("school", school()), "pupil": roll(), "teacher": staff}, RULES)

    (row,) = facts.parts.rows(named=True)
    assert (row["pupils"], row["staff"], row["full_time_teachers"], row["teachers_bachelor"]) == (10, 4, 3, 3)
    assert row["teachers_above_degree"] == 3
    assert (row["pe_teachers"], row["music_teachers"], row["backbone_teachers"]) == (3, 0, 0)


def test_where_list_and_filed_figure_differ_the_filed_one_stays_and_both_are_told():
    facts = derive(tables([school()], [part(**{**BLANK, "pupils": 12})], pupil=roll()), RULES)

    assert facts.parts["pupils"].to_list() == [12]
    (note,) = notes(facts, "differs", "pupils")
    assert (note.unit, note.stage, note.county_code, note.year) == (CODE, "primary", "110101", 2025)
    assert "12" in note.text.zh and "10" in note.text.zh and "共 1 处" in note.text.zh
    assert "12" in note.text.en and "10" in note.text.en


def test_a_list_that_contradicts_a_filed_figure_fills_nothing_there():
    facts = derive(tables([school()], [part(**{**BLANK, "pupils": 12})], pupil=roll()), RULES)

    assert facts.parts["girls"].to_list() == [None]
    assert facts.parts["classes"].to_list() == [None]
    assert facts.classes.is_empty()


def test_every_differing_unit_is_counted_though_not_every_one_is_told():
    codes = [f"21110001{number:02}" for number in range(30)]
    schools, parts = [school(code=code) for code in codes], [part(code=code, pupils=99) for code in codes]
    pupils = frame("pupil", *(pupil(number, school_code=code) for number, code in enumerate(codes)))
    facts = derive(tables(schools, parts, pupil=pupils), RULES)

    told = notes(facts, "differs", "pupils")
    assert len(told) == 20
    assert all("共 30 处" in note.text.zh for note in told)


def test_an_unknown_attribute_leaves_its_figure_unknown():
    pupils = frame("pupil", *(pupil(number) for number in range(9)), pupil(9, pupil_sex=None))
    facts = derive(tables([school()], [part(**BLANK)], pupil=pupils), RULES)

    assert facts.parts.select("pupils", "girls", "boarders").rows() == [(10, None, 0)]


def test_a_list_with_a_record_that_names_no_school_is_not_used():
    pupils = frame("pupil", *(pupil(number) for number in range(9)), pupil(9, school_code=None))
    facts = derive(tables([school()], [part(**BLANK)], pupil=pupils), RULES)

    assert facts.parts["pupils"].to_list() == [None]
    assert len(notes(facts, "unplaced")) == 1


def test_a_record_without_stage_leaves_the_figures_of_its_school_alone_unknown():
    other = "2111000002"
    pupils = frame("pupil", pupil(1), pupil(2, stage=None), pupil(3, school_code=other))
    facts = derive(
        tables([school(), school(code=other)], [part(**BLANK), part(code=other, **BLANK)], pupil=pupils), RULES
    )

    assert dict(facts.parts.select("unit", "pupils").rows()) == {CODE: None, other: 1}
    assert [note.unit for note in notes(facts, "unplaced")] == [CODE]


def test_staff_alone_do_not_make_a_part():
    facts = derive(tables([school()], [part()], teacher=frame("teacher", teacher(1, stage="whole"))), RULES)

    assert facts.parts["stage"].to_list() == ["primary"]


def test_the_roll_gives_the_classes_of_parts_that_listed_none():
    facts = derive(tables([school()], [part(**BLANK)], pupil=roll(7)), RULES)

    assert sorted(facts.classes.select("grade", "class_no", "class_pupils", "unit").rows()) == [
        (1, "1", 4, CODE),
        (2, "1", 3, CODE),
    ]
    assert facts.parts["largest_class"].to_list() == [4]


def test_classes_that_were_listed_are_kept():
    listed = {"year": 2025, "school_code": CODE, "stage": "primary", "grade": 1, "class_no": "A", "class_pupils": 10}
    facts = derive(tables([school()], [part(**BLANK)], pupil=roll(), **{"class": frame("class", listed)}), RULES)

    assert facts.classes["class_no"].to_list() == ["A"]


def class_rows(*sizes):
    given = {"year": 2025, "school_code": CODE, "stage": "primary", "grade": 1}
    return frame("class", *({**given, "class_no": str(n), "class_pupils": size} for n, size in enumerate(sizes)))


def test_the_list_of_classes_fills_pupils_and_classes_left_blank():
    both = derive(tables([school()], [part(pupils=None, classes=None)], **{"class": class_rows(40, 41)}), RULES)
    agreed = derive(tables([school()], [part(pupils=None, classes=2)], **{"class": class_rows(40, 41)}), RULES)

    assert both.parts.select("pupils", "classes").rows() == [(81, 2)]
    assert agreed.parts.select("pupils", "classes").rows() == [(81, 2)]


def test_a_list_of_classes_that_is_too_short_fills_nothing():
    facts = derive(tables([school()], [part(pupils=None, classes=3)], **{"class": class_rows(40, 41)}), RULES)

    assert facts.parts.select("pupils", "classes").rows() == [(None, 3)]


AREAS = dict.fromkeys(("teaching_area", "indoor_sports_area", "sports_ground_area", "multimedia_rooms"))


def rooms(*given):
    return frame(
        "room",
        *(
            {
                "year": 2025, "school_code": CODE, "room_no": str(number), "room_kind": kind,
                "room_area": Decimal(area), "networked_multimedia": multimedia,
            }
            for number, (kind, area, multimedia) in enumerate(given)
        ),
    )  # fmt: skip


def test_a_full_register_of_rooms_gives_areas_and_multimedia_rooms():
    register = rooms(
        ("classroom", "60.5", True), ("music", 96, True), ("indoor_sports", 300, False), ("office", 20, None),
        ("sports_ground", 4000, None),
    )  # fmt: skip
    facts = derive(tables([school(**AREAS)], [part()], room=register), RULES)

    assert facts.parts.select(*AREAS).rows() == [(Decimal("456.5"), Decimal(300), Decimal(4000), 2)]


def test_a_list_of_music_and_art_rooms_alone_says_nothing_about_areas():
    facts = derive(tables([school(**AREAS)], [part()], room=rooms(("music", 96, True), ("art", 90, True))), RULES)

    assert facts.parts.select(*AREAS).rows() == [(None, None, None, None)]
    assert not [note for note in facts.notes if note.field in AREAS]


def test_the_equipment_ledger_fills_the_value_and_differs_where_it_does():
    ledger = frame(
        "equipment",
        *(
            {"year": 2025, "school_code": CODE, "asset_no": str(number), "book_value": Decimal(value)}
            for number, value in enumerate(("1000.10", "2000.20"))
        ),
    )
    blank = derive(tables([school(equipment_value=None)], [part()], equipment=ledger), RULES)
    filed = derive(tables([school(equipment_value=Decimal(3000))], [part()], equipment=ledger), RULES)

    assert blank.parts["equipment_value"].to_list() == [Decimal("3000.30")]
    assert filed.parts["equipment_value"].to_list() == [Decimal(3000)]
    (note,) = notes(filed, "differs", "equipment_value")
    assert "3000.30" in note.text.zh


def test_lists_kept_in_parquet_give_the_same_facts(tmp_path):
    lists = {"pupil": roll(), "teacher": frame("teacher", teacher(1), teacher(2))}
    for name, records in lists.items():
        records.write_parquet(tmp_path / f"{name}.parquet")
    filed = tables([school()], [part(**BLANK)])

    inside = derive({**filed, **lists}, RULES)
    outside = derive(filed, RULES, persons.aggregate(persons.from_parquet(tmp_path, engine="duckdb")))
    assert outside.parts.equals(inside.parts)
    assert outside.classes.sort("grade").equals(inside.classes.sort("grade"))
    assert outside.notes == inside.notes


def test_filed_figures_without_lists_are_left_alone():
    facts = derive(tables([school()], [part(**BLANK)], pupil=frame("pupil").clear()), RULES)

    assert facts.parts["pupils"].to_list() == [None]
    assert isinstance(facts.parts, pl.DataFrame)
