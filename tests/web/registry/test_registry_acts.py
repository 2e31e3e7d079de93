"""The one hand that writes the registry."""

from __future__ import annotations

from typing import Any

import pytest

from junheng import demo
from junheng.facts import snapshot_id
from junheng.web.log.chain import broken
from junheng.web.log.models import Entry
from junheng.web.registry.acts import Edit, Stale, write
from junheng.web.registry.encrypted import digest
from junheng.web.registry.frames import tables
from junheng.web.registry.models import Batch, Change, Pupil, School


def test_what_was_loaded_comes_back_the_same(peopled: Any) -> None:
    assert snapshot_id(tables(peopled.code)) == snapshot_id(demo.county(schools=8, seed=7, persons=True))


def test_a_change_keeps_before_and_after_and_is_logged(county: Any, actor: Any, school_code: str) -> None:
    school = School.objects.get(county=county, year=2025, school_code=school_code, campus="")
    batch = write(
        actor, county.code, [Edit("school", {"year": 2025, "school_code": school_code, "computers": 7})], source="form"
    )
    change = Change.objects.get(batch=batch)
    assert (change.before, change.after) == ({"computers": school.computers}, {"computers": 7})
    school.refresh_from_db()
    assert (school.computers, school.version) == (7, 2)
    assert Entry.objects.last().act == "registry.form"
    assert not list(broken())


def test_an_edit_on_an_older_version_is_refused_and_nothing_is_written(
    county: Any, actor: Any, school_code: str
) -> None:
    values = {"year": 2025, "school_code": school_code, "computers": 7}
    write(actor, county.code, [Edit("school", values, version=1)], source="form")
    batches = Batch.objects.count()
    with pytest.raises(Stale):
        write(actor, county.code, [Edit("school", {**values, "computers": 8}, version=1)], source="form")
    assert Batch.objects.count() == batches
    assert School.objects.get(county=county, year=2025, school_code=school_code).computers == 7


def test_an_edit_that_changes_nothing_leaves_no_trace(county: Any, actor: Any, school_code: str) -> None:
    batches = Batch.objects.count()
    school = School.objects.get(county=county, year=2025, school_code=school_code)
    same = {"year": 2025, "school_code": school_code, "computers": school.computers}
    assert write(actor, county.code, [Edit("school", same)], source="form") is None
    assert Batch.objects.count() == batches


def test_identity_numbers_stand_encrypted_in_the_database_and_its_history(
    bare_county: Any, actor: Any, school_code: str
) -> None:
    from django.db import connection

    number = "999901201501010014"
    values = {"year": 2025, "school_code": school_code, "stage": "primary", "pupil_id": "G1", "identity_number": number}
    write(actor, bare_county.code, [Edit("pupil", values)], source="form")
    assert Pupil.objects.get(identity_digest=digest(number)).identity_number == number
    with connection.cursor() as cursor:
        for query in (
            "SELECT identity_number, identity_digest FROM registry_pupil",
            "SELECT after, key FROM registry_change WHERE \"table\" = 'pupil'",
        ):
            cursor.execute(query)
            rows = cursor.fetchall()
            assert rows
            assert all(number not in str(row) for row in rows)
