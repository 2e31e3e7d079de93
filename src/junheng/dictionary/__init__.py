"""Floor 1: what there is. Tables, fields, code lists, units and sensitivity as data, and their reader."""

from junheng.dictionary.model import (
    AtMost,
    Checks,
    Children,
    Code,
    CodeList,
    Dictionary,
    Field,
    FieldType,
    Parent,
    Sensitivity,
    Severity,
    Table,
    Tables,
    Title,
    Unit,
)
from junheng.dictionary.reader import load

__all__ = [
    "AtMost",
    "Checks",
    "Children",
    "Code",
    "CodeList",
    "Dictionary",
    "Field",
    "FieldType",
    "Parent",
    "Sensitivity",
    "Severity",
    "Table",
    "Tables",
    "Title",
    "Unit",
    "load",
]
