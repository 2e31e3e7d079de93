"""How a table of the dictionary looks as a sheet: its name, its headers, its units, its choices, its cells."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from types import MappingProxyType

import polars as pl

from junheng.dictionary import CodeList, Dictionary, Field, Sensitivity, Table, Title

ORDER = ("county", "school", "part", "class", "room", "satisfaction", "work_score", "teacher", "pupil", "equipment")
"""Tables in the order an officer fills them; tables not named here follow."""

GUIDE = Title("填写说明", "How to fill in")
CODES = Title("代码表", "Code lists")
FAULTS = Title("问题清单", "Faults")
EXAMPLE = Title("示例·", "Example·")
"""Sheets of a workbook that carry no data (`EXAMPLE` is how their names begin)."""

YES = Title("是", "yes")
NO = Title("否", "no")

SENSITIVITY: Mapping[Sensitivity, Title] = MappingProxyType(
    {
        "public": Title("公开", "public"),
        "internal": Title("内部", "internal"),
        "personal": Title("个人信息", "personal"),
        "sensitive": Title("敏感个人信息", "sensitive personal"),
        "minor": Title("未成年人个人信息", "personal, of a minor"),
    }
)
"""Grades of sensitivity, least first."""

MOST_TEXT = 32_767
"""The most characters a cell holds."""

EXACT_DIGITS = 15
"""A decimal figure of more digits does not survive a spreadsheet's floating point and is written as text."""

_EXACT = Context(prec=80, traps=[Inexact])

CellValue = str | int | float | dt.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: the field it shows and how.

    `factor` turns a figure in the header's unit into the stored unit, exactly; `choices` maps stored codes (as
    text) to what the drop-down offers, empty where there is none; `width` is in characters of the sheet.
    """

    field: Field
    header: str
    unit: str | None
    factor: Decimal
    choices: Mapping[str, str]
    number_format: str
    width: float

    def cells(self, values: pl.Series) -> list[CellValue]:
        """Return the column's values as they are written; null becomes None (a blank cell)."""
        match self.field.type:
            case "boolean" | "code":
                return [None if value is None else self.choices.get(text := _code(value), text) for value in values]
            case "decimal":
                return [None if value is None else self._decimal(value) for value in values]
            case "integer":
                return [_whole(value) for value in values]
            case "date":
                return [_date(value) for value in values]
            case _:
                return values.to_list()

    def _decimal(self, value: Decimal) -> float | str:
        shown = _EXACT.divide(value, self.factor).normalize(_EXACT)
        return float(shown) if len(shown.as_tuple().digits) <= EXACT_DIGITS else f"{shown:f}"

    def in_unit(self, bound: Decimal | None) -> Decimal | None:
        """Return a bound of the field in the header's unit."""
        return None if bound is None else _EXACT.divide(bound, self.factor).normalize(_EXACT)


def _whole(value: int | None) -> int | str | None:
    return value if value is None or abs(value) < 10**EXACT_DIGITS else str(value)


_FIRST_DATE = dt.date(1900, 3, 1)
"""Earlier days have no number that spreadsheets agree on; they are written as text."""


def _date(value: dt.date | None) -> dt.date | str | None:
    return value if value is None or value >= _FIRST_DATE else value.isoformat()


def _code(value: bool | str) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def display_width(text: str) -> int:
    """Return how many half-width characters `text` takes (a Chinese character takes two)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def sheet_name(table: Table, language: str) -> str:
    """Return the name of a table's sheet: its title, cut to the 31 characters a workbook allows."""
    return table.title.in_language(language)[:31]


def example_name(table: Table, language: str) -> str:
    """Return the name of a table's example sheet."""
    return f"{EXAMPLE.in_language(language)}{table.title.in_language(language)}"[:31]


def ordered(dictionary: Dictionary, names: Iterable[str] | None = None) -> list[Table]:
    """Return the tables named (all by default) in the order of filling; raises KeyError for a name not there."""
    wanted = list(dictionary.tables if names is None else names)
    rank = {name: place for place, name in enumerate(ORDER)}
    return [dictionary.tables[name] for name in sorted(wanted, key=lambda name: (rank.get(name, len(rank)), name))]


def choices_of(codes: CodeList, language: str) -> dict[str, str]:
    """Return what a drop-down offers for each code: `211 小学` for numbered lists, else the title alone."""
    return {
        code: f"{code} {entry.zh if language == 'zh' else entry.en}"
        if code.isdecimal()
        else (entry.zh if language == "zh" else entry.en)
        for code, entry in codes.codes.items()
    }


def columns(table: Table, dictionary: Dictionary, language: str) -> tuple[Column, ...]:
    """Return the columns of a table's sheet, in the dictionary's order."""
    return tuple(_column(field, dictionary, language) for field in table.fields.values())


def _column(field: Field, dictionary: Dictionary, language: str) -> Column:
    unit, factor = _unit(field, dictionary, language)
    choices = _choices(field, dictionary, language)
    header = field.title.in_language(language)
    header += f"({unit})" if unit else ""
    header += "*" if field.required else ""
    return Column(
        field=field,
        header=header,
        unit=unit,
        factor=factor,
        choices=choices,
        number_format=_number_format(field, factor),
        width=_width(field, header, choices),
    )


def _unit(field: Field, dictionary: Dictionary, language: str) -> tuple[str | None, Decimal]:
    if field.unit is None:
        return None, Decimal(1)
    unit = dictionary.units[field.unit]
    if field.shown is None:
        return unit.title.in_language(language), Decimal(1)
    factor = unit.factor(field.shown)
    if factor is None:
        raise ValueError(f"{field.name}: {field.shown} is not a way to show {field.unit}")
    return field.shown, factor


def _choices(field: Field, dictionary: Dictionary, language: str) -> dict[str, str]:
    if field.type == "boolean":
        return {"true": YES.in_language(language), "false": NO.in_language(language)}
    return choices_of(dictionary.codes[field.codes], language) if field.codes else {}


def _number_format(field: Field, factor: Decimal) -> str:
    match field.type:
        case "integer":
            return "#,##0" if field.unit else "0"
        case "year":
            return "0"
        case "date":
            return "yyyy-mm-dd"
        case "decimal":
            places = max(field.scale + factor.adjusted(), 0)
            return "#,##0." + "0" * min(places, 2) + "#" * max(places - 2, 0)
        case _:
            return "@"


_LEAST_WIDTH: Mapping[str, float] = MappingProxyType({"date": 12, "year": 8, "code": 10, "decimal": 11})
_NAMED_WIDTH: Mapping[str, float] = MappingProxyType(
    {"school_code": 14, "school_name": 28, "identity_number": 21, "pupil_id": 21, "teacher_id": 14, "asset_no": 14}
)


def _width(field: Field, header: str, choices: Mapping[str, str]) -> float:
    """Return a width that lets the header wrap into at most three lines and shows the longest choice."""
    header_width = display_width(header) / 3 + 3
    longest = max((display_width(choice) for choice in choices.values()), default=0) + 3
    least = _LEAST_WIDTH.get(field.type, 8)
    return _NAMED_WIDTH.get(field.name, min(max(header_width, longest, least, 8), 26))


def frozen_columns(table: Table) -> int:
    """Return how many columns stay in view: through the key, and the name that follows it."""
    names = list(table.fields)
    last = max(names.index(key) for key in table.key)
    follower = names[last + 1] if last + 1 < len(names) else ""
    return last + 2 if table.level in {"county", "school"} and follower.endswith("_name") else last + 1
