"""A few persons in two schools, for pages that show or hide them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from junheng.web.registry.acts import Edit, write

YEAR = 2025
OWN_NUMBER = "999901201501010014"
OTHER_NUMBER = "999901201502020025"


@pytest.fixture
def persons(county: Any, actor: Any, school_code: str, other_school: str) -> Any:
    """The county with two pupils and a teacher in the clerk's school, a pupil and a teacher in another."""

    def pupil(number: str, name: str, school: str, **more: Any) -> Edit:
        values = {"year": YEAR, "school_code": school, "stage": "primary", "grade": 3, "class_no": "1"}
        return Edit("pupil", {**values, "pupil_sex": "1", "pupil_id": number, "pupil_name": name, **more})

    def teacher(number: str, name: str, school: str) -> Edit:
        values = {"year": YEAR, "school_code": school, "stage": "primary", "full_time": True, "degree": "bachelor"}
        return Edit("teacher", {**values, "teacher_id": number, "teacher_name": name})

    born = dt.date(2015, 1, 1)
    edits = [
        pupil("G100", "王小明", school_code, identity_number=OWN_NUMBER, birth_date=born, left_behind=True),
        pupil("G101", "李小红", school_code, pupil_sex="2", grade=4, boarder=False),
        pupil("G200", "赵外校", other_school, identity_number=OTHER_NUMBER),
        teacher("T100", "陈老师", school_code),
        teacher("T200", "周外校", other_school),
    ]
    write(actor, county.code, edits, source="demo")
    return county
