"""Tables of the county as a whole, as the dictionary has them (held to it by a test)."""

from __future__ import annotations

from django.db import models

from junheng.web.registry.models.base import Record


class CountyFigures(Record):
    """县情况: a row per county and school year: the county-level figures of forms Ⅰ, Ⅳ and Ⅴ."""

    year = models.SmallIntegerField()
    county_name = models.CharField(max_length=120, null=True, blank=True)
    city_name = models.CharField(max_length=120, null=True, blank=True)
    province_name = models.CharField(max_length=120, null=True, blank=True)
    population = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    rural_population = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    townships = models.IntegerField(null=True, blank=True)
    villages = models.IntegerField(null=True, blank=True)
    gdp_per_head = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    local_revenue_per_head = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    rural_income = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    urban_income = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    basic_recognised_year = models.SmallIntegerField(null=True, blank=True)
    monitored_yearly = models.BooleanField(null=True, blank=True)
    layout_planned = models.BooleanField(null=True, blank=True)
    uniform_building_standard = models.BooleanField(null=True, blank=True)
    uniform_staffing_standard = models.BooleanField(null=True, blank=True)
    uniform_funding_norm = models.BooleanField(null=True, blank=True)
    uniform_equipment_standard = models.BooleanField(null=True, blank=True)
    special_funding_per_pupil = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    teacher_pay_average = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    civil_servant_pay_average = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    posts_allotted_by_bureau = models.BooleanField(null=True, blank=True)
    rotation_eligible_teachers = models.IntegerField(null=True, blank=True)
    rotated_teachers = models.IntegerField(null=True, blank=True)
    rotated_backbone_teachers = models.IntegerField(null=True, blank=True)
    senior_quality_places = models.IntegerField(null=True, blank=True)
    senior_quality_places_allotted = models.IntegerField(null=True, blank=True)
    senior_places_tilted_rural = models.BooleanField(null=True, blank=True)
    left_behind_care = models.BooleanField(null=True, blank=True)
    migrant_children_eligible = models.IntegerField(null=True, blank=True)
    migrant_children_public = models.IntegerField(null=True, blank=True)
    disabled_children = models.IntegerField(null=True, blank=True)
    disabled_in_special_schools = models.IntegerField(null=True, blank=True)
    disabled_in_special_classes = models.IntegerField(null=True, blank=True)
    disabled_inclusive = models.IntegerField(null=True, blank=True)
    disabled_home_teaching = models.IntegerField(null=True, blank=True)
    ict_used_well = models.BooleanField(null=True, blank=True)
    moral_education_rating = models.CharField(max_length=24, null=True, blank=True)
    full_curriculum = models.BooleanField(null=True, blank=True)
    no_excessive_burden = models.BooleanField(null=True, blank=True)
    monitoring_level_chinese = models.IntegerField(null=True, blank=True)
    monitoring_level_mathematics = models.IntegerField(null=True, blank=True)
    monitoring_level_science = models.IntegerField(null=True, blank=True)
    monitoring_level_pe = models.IntegerField(null=True, blank=True)
    monitoring_level_arts = models.IntegerField(null=True, blank=True)
    monitoring_level_moral = models.IntegerField(null=True, blank=True)
    monitoring_difference_chinese = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    monitoring_difference_mathematics = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    monitoring_difference_science = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    monitoring_difference_pe = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    monitoring_difference_arts = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    monitoring_difference_moral = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    veto_entrance_examination = models.BooleanField(null=True, blank=True)
    veto_illegal_choice = models.BooleanField(null=True, blank=True)
    veto_key_classes = models.BooleanField(null=True, blank=True)
    veto_posts_vacant = models.BooleanField(null=True, blank=True)
    veto_grave_incident = models.BooleanField(null=True, blank=True)
    veto_false_data = models.BooleanField(null=True, blank=True)
    veto_off_campus_tutoring = models.BooleanField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "year"], name="county_key")]


class Satisfaction(Record):
    """满意度调查: a row per group of respondents (form Ⅵ)."""

    year = models.SmallIntegerField()
    respondent = models.CharField(max_length=24)
    questionnaires_sent = models.IntegerField(null=True, blank=True)
    questionnaires_valid = models.IntegerField(null=True, blank=True)
    questionnaires_satisfied = models.IntegerField(null=True, blank=True)
    interviewed = models.IntegerField(null=True, blank=True)
    interviewed_satisfied = models.IntegerField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "year", "respondent"], name="satisfaction_key")]


class WorkScore(Record):
    """推进工作评估得分: scores of the government-work items of the 2012 standard, a row per item."""

    year = models.SmallIntegerField()
    item = models.CharField(max_length=40)
    score = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "year", "item"], name="work_score_key")]
