"""Tables of persons, as the dictionary has them (held to it by a test)."""

from __future__ import annotations

from django.db import models

from junheng.web.registry.encrypted import EncryptedField
from junheng.web.registry.models.base import Record

LISTED = (
    "county", "year", "school_code", "grade", "class_no", "pupil_id", "stage", "campus", "pupil_name", "pupil_sex",
    "birth_date", "boarder", "migrant", "left_behind", "disability", "placement", "new_entrant", "in_zone",
    "id",
)  # fmt: skip
"""All that a list of pupils is searched, filtered and sorted by: in the order it is shown, and then the rest.

Rows are wide (the encrypted number) and lie in the order they came in. With every field in the index a list of
100,000 is scanned in it, without a look at the rows, ten times as fast; only the page's own rows are then read.
Columns with many different values have an index each, for a page in the middle of a list sorted by them.
"""


class Pupil(Record):
    """学生名册: a row per pupil and school year."""

    year = models.SmallIntegerField()
    school_code = models.CharField(max_length=10)
    campus = models.CharField(max_length=40, default="", blank=True)
    stage = models.CharField(max_length=24, null=True, blank=True)
    pupil_id = models.CharField(max_length=60)
    pupil_name = models.CharField(max_length=120, null=True, blank=True)
    identity_number = EncryptedField(blank=True, null=True)
    identity_digest = models.CharField(max_length=64, null=True, editable=False)
    pupil_sex = models.CharField(max_length=24, null=True, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    grade = models.IntegerField(null=True, blank=True)
    class_no = models.CharField(max_length=120, null=True, blank=True)
    boarder = models.BooleanField(null=True, blank=True)
    migrant = models.BooleanField(null=True, blank=True)
    left_behind = models.BooleanField(null=True, blank=True)
    disability = models.CharField(max_length=24, null=True, blank=True)
    placement = models.CharField(max_length=24, null=True, blank=True)
    new_entrant = models.BooleanField(null=True, blank=True)
    in_zone = models.BooleanField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "year", "pupil_id"], name="pupil_key")]
        indexes = [
            models.Index(fields=LISTED, name="pupil_list"),
            models.Index(fields=["county", "year", "pupil_name", "id"], name="pupil_name"),
            models.Index(fields=["county", "year", "birth_date", "id"], name="pupil_birth"),
            models.Index(fields=["county", "year", "identity_digest"], name="pupil_identity"),
        ]


class Teacher(Record):
    """教职工名册: a row per member of staff and school year; the stage is the one mainly taught."""

    year = models.SmallIntegerField()
    school_code = models.CharField(max_length=10)
    campus = models.CharField(max_length=40, default="", blank=True)
    stage = models.CharField(max_length=24, null=True, blank=True)
    teacher_id = models.CharField(max_length=60)
    teacher_name = models.CharField(max_length=120, null=True, blank=True)
    identity_number = EncryptedField(blank=True, null=True)
    identity_digest = models.CharField(max_length=64, null=True, editable=False)
    teacher_sex = models.CharField(max_length=24, null=True, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    full_time = models.BooleanField(null=True, blank=True)
    degree = models.CharField(max_length=24, null=True, blank=True)
    professional_title = models.CharField(max_length=24, null=True, blank=True)
    backbone_level = models.CharField(max_length=24, null=True, blank=True)
    subject = models.CharField(max_length=24, null=True, blank=True)
    certified = models.BooleanField(null=True, blank=True)
    training_hours = models.IntegerField(null=True, blank=True)
    joined_school = models.DateField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "year", "teacher_id"], name="teacher_key")]
        indexes = [
            models.Index(fields=["county", "year", "school_code", "teacher_id"], name="teacher_list"),
            models.Index(fields=["county", "year", "identity_digest"], name="teacher_identity"),
        ]
