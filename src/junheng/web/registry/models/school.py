"""Tables of schools, as the dictionary has them (held to it by a test)."""

from __future__ import annotations

from django.db import models

from junheng.web.registry.models.base import Record


class School(Record):
    """学校情况: a row per school (or campus) and school year.

    Rooms and equipment of multi-stage schools are given whole; the system splits them by weighted pupils.
    """

    year = models.SmallIntegerField()
    school_code = models.CharField(max_length=10)
    campus = models.CharField(max_length=40, default="", blank=True)
    school_name = models.CharField(max_length=120, null=True, blank=True)
    kind = models.CharField(max_length=24, null=True, blank=True)
    locale = models.CharField(max_length=24, null=True, blank=True)
    sponsor = models.CharField(max_length=24, null=True, blank=True)
    township = models.CharField(max_length=120, null=True, blank=True)
    boarding = models.BooleanField(null=True, blank=True)
    built_year = models.SmallIntegerField(null=True, blank=True)
    longitude = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    site_area = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    building_area = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    teaching_area = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    indoor_sports_area = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    sports_ground_area = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    nearby_sports_area = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    equipment_value = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    multimedia_rooms = models.IntegerField(null=True, blank=True)
    classrooms = models.IntegerField(null=True, blank=True)
    books = models.IntegerField(null=True, blank=True)
    computers = models.IntegerField(null=True, blank=True)
    posts = models.IntegerField(null=True, blank=True)
    public_budget = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    training_budget = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    funded_pupils = models.IntegerField(null=True, blank=True)
    has_charter = models.BooleanField(null=True, blank=True)
    digital_management = models.BooleanField(null=True, blank=True)
    guards = models.BooleanField(null=True, blank=True)
    police_alarm = models.BooleanField(null=True, blank=True)
    closed_campus = models.BooleanField(null=True, blank=True)
    library = models.BooleanField(null=True, blank=True)
    science_lab = models.BooleanField(null=True, blank=True)
    computer_room = models.BooleanField(null=True, blank=True)
    sports_court = models.BooleanField(null=True, blank=True)
    internet = models.BooleanField(null=True, blank=True)
    drinking_water = models.BooleanField(null=True, blank=True)
    electricity = models.BooleanField(null=True, blank=True)
    canteen = models.BooleanField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "year", "school_code", "campus"], name="school_key")]


class Part(Record):
    """学段数据: a row per school (campus), stage and school year: pupils, classes and teachers.

    Teachers are counted by the stage they teach.
    """

    year = models.SmallIntegerField()
    school_code = models.CharField(max_length=10)
    campus = models.CharField(max_length=40, default="", blank=True)
    stage = models.CharField(max_length=24)
    pupils = models.IntegerField(null=True, blank=True)
    girls = models.IntegerField(null=True, blank=True)
    boarders = models.IntegerField(null=True, blank=True)
    migrant_pupils = models.IntegerField(null=True, blank=True)
    left_behind_pupils = models.IntegerField(null=True, blank=True)
    disabled_pupils = models.IntegerField(null=True, blank=True)
    grades = models.IntegerField(null=True, blank=True)
    classes = models.IntegerField(null=True, blank=True)
    staff = models.IntegerField(null=True, blank=True)
    full_time_teachers = models.IntegerField(null=True, blank=True)
    teachers_postgraduate = models.IntegerField(null=True, blank=True)
    teachers_bachelor = models.IntegerField(null=True, blank=True)
    teachers_associate = models.IntegerField(null=True, blank=True)
    teachers_upper_secondary = models.IntegerField(null=True, blank=True)
    teachers_below = models.IntegerField(null=True, blank=True)
    teachers_above_degree = models.IntegerField(null=True, blank=True)
    backbone_teachers = models.IntegerField(null=True, blank=True)
    pe_teachers = models.IntegerField(null=True, blank=True)
    music_teachers = models.IntegerField(null=True, blank=True)
    art_teachers = models.IntegerField(null=True, blank=True)
    arts_teachers = models.IntegerField(null=True, blank=True)
    visiting_pe_art_teachers = models.IntegerField(null=True, blank=True)
    teachers_senior_title = models.IntegerField(null=True, blank=True)
    teachers_middle_title = models.IntegerField(null=True, blank=True)
    teachers_up_to_35 = models.IntegerField(null=True, blank=True)
    teachers_36_to_50 = models.IntegerField(null=True, blank=True)
    teachers_over_50 = models.IntegerField(null=True, blank=True)
    certified_teachers = models.IntegerField(null=True, blank=True)
    trained_360_teachers = models.IntegerField(null=True, blank=True)
    entrants = models.IntegerField(null=True, blank=True)
    entrants_in_zone = models.IntegerField(null=True, blank=True)
    graduates = models.IntegerField(null=True, blank=True)
    cohort_entrants = models.IntegerField(null=True, blank=True)
    cohort_transferred_in = models.IntegerField(null=True, blank=True)
    cohort_transferred_out = models.IntegerField(null=True, blank=True)
    cohort_deaths = models.IntegerField(null=True, blank=True)
    fitness_tested = models.IntegerField(null=True, blank=True)
    fitness_excellent = models.IntegerField(null=True, blank=True)
    fitness_good = models.IntegerField(null=True, blank=True)
    fitness_pass = models.IntegerField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "school_code", "campus", "stage"], name="part_key")
        ]


class SchoolClass(Record):
    """班级: a row per class and school year."""

    year = models.SmallIntegerField()
    school_code = models.CharField(max_length=10)
    campus = models.CharField(max_length=40, default="", blank=True)
    stage = models.CharField(max_length=24)
    grade = models.IntegerField()
    class_no = models.CharField(max_length=40)
    class_pupils = models.IntegerField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "school_code", "campus", "stage", "grade", "class_no"], name="class_key"
            )
        ]


class Room(Record):
    """用房与场地: a row per room or ground; music and art rooms each with their area."""

    year = models.SmallIntegerField()
    school_code = models.CharField(max_length=10)
    campus = models.CharField(max_length=40, default="", blank=True)
    room_no = models.CharField(max_length=40)
    room_kind = models.CharField(max_length=24, null=True, blank=True)
    room_area = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    networked_multimedia = models.BooleanField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "school_code", "campus", "room_no"], name="room_key")
        ]


class Equipment(Record):
    """教学仪器设备: the ledger of teaching equipment at book value, a row per item."""

    year = models.SmallIntegerField()
    school_code = models.CharField(max_length=10)
    campus = models.CharField(max_length=40, default="", blank=True)
    asset_no = models.CharField(max_length=60)
    equipment_kind = models.CharField(max_length=24, null=True, blank=True)
    quantity = models.IntegerField(null=True, blank=True)
    book_value = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "school_code", "campus", "asset_no"], name="equipment_key"
            )
        ]
