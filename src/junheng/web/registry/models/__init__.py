"""The registry's tables."""

from junheng.web.registry.models.base import Batch, Change, Record
from junheng.web.registry.models.county import CountyFigures, Satisfaction, WorkScore
from junheng.web.registry.models.persons import Pupil, Teacher
from junheng.web.registry.models.saved import SavedView
from junheng.web.registry.models.school import Equipment, Part, Room, School, SchoolClass

__all__ = [
    "Batch",
    "Change",
    "CountyFigures",
    "Equipment",
    "Part",
    "Pupil",
    "Record",
    "Room",
    "Satisfaction",
    "SavedView",
    "School",
    "SchoolClass",
    "Teacher",
    "WorkScore",
]
