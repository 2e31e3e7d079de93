"""The names a standard may use: facts, columns, codes, units and sections, all taken from the dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from junheng.dictionary import Code, Field, Title, load

SECTIONS: Mapping[str, Title] = {
    "finance": Title("计财股", "finance"),
    "staff": Title("人事股", "staff"),
    "schooling": Title("基教股", "basic education"),
    "inspection": Title("督导室", "inspection"),
    "aid": Title("资助中心", "pupil aid"),
    "equipment": Title("装备中心", "equipment"),
    "works": Title("项目办", "building works"),
}
"""Sections of the bureau that answer for items."""

COMPUTED: Mapping[str, Title] = {
    "largest_class": Title("最大班额", "largest class"),
    "school_pupils": Title("全校义务教育学生数", "pupils of the school's compulsory stages"),
    "migrant_share": Title("随迁子女占比", "share of migrant pupils"),
}
"""Columns worked out for each school that conditions may use beside the filed ones."""

_GROUPED = ("kind", "locale", "sponsor")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that conditions may test; `codes` are its possible values where they are listed."""

    sort: Literal["number", "boolean", "text"]
    title: Title
    codes: Mapping[str, Title] | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """Everything of the dictionary that a standard can name."""

    figures: Mapping[str, Field]
    """Numeric fields of the tables part and school (yes/no counts as 1 and 0)."""
    school_statements: Mapping[str, Field]
    county_figures: Mapping[str, Field]
    county_statements: Mapping[str, Field]
    county_ratings: Mapping[str, Field]
    county_years: Mapping[str, Field]
    columns: Mapping[str, Column]
    ratings: Mapping[str, Title]
    """Codes of the ratings, best first."""
    stages: Mapping[str, Title]
    kind_groups: Mapping[str, Title]
    sponsors: Mapping[str, Title]
    units: Mapping[str, Title]

    def title(self, name: str) -> Title:
        """Return the words for a fact or column; the name itself when it has none."""
        for fields in (self.figures, self.county_figures, self.county_statements, self.county_ratings):
            if name in fields:
                return fields[name].title
        for fields in (self.school_statements, self.county_years):
            if name in fields:
                return fields[name].title
        return self.columns[name].title if name in self.columns else Title(name, name)


@cache
def names() -> Names:
    """Return the names standards may use (built once per process)."""
    dictionary = load()
    part, school = dictionary.tables["part"].fields, dictionary.tables["school"].fields
    county = dictionary.tables["county"].fields
    codes = {name: dictionary.codes[name].codes for name in ("kind", "locale", "sponsor", "stage", "rating")}
    facts = {**school, **part}
    return Names(
        figures={name: field for name, field in facts.items() if field.numeric},
        school_statements={name: field for name, field in school.items() if field.type == "boolean"},
        county_figures={name: field for name, field in county.items() if field.type in {"integer", "decimal"}},
        county_statements={name: field for name, field in county.items() if field.type == "boolean"},
        county_ratings={name: field for name, field in county.items() if field.codes == "rating"},
        county_years={name: field for name, field in county.items() if field.type == "year" and name != "year"},
        columns=_columns(facts, codes),
        ratings=_titles(codes["rating"]),
        stages=_titles(codes["stage"]),
        kind_groups=_groups("kind", codes["kind"]),
        sponsors=_titles(codes["sponsor"]),
        units={name: unit.title for name, unit in dictionary.units.items()},
    )


def _columns(facts: Mapping[str, Field], codes: Mapping[str, Mapping[str, Code]]) -> dict[str, Column]:
    columns = {name: Column("number", title) for name, title in COMPUTED.items()}
    for name, field in facts.items():
        if field.type == "boolean":
            columns[name] = Column("boolean", field.title)
        elif field.numeric or field.type == "year":
            columns[name] = Column("number", field.title)
        else:
            columns[name] = Column("text", field.title, _titles(codes[name]) if name in codes else None)
    for name in _GROUPED:
        columns[f"{name}_group"] = Column("text", facts[name].title, _groups(name, codes[name]))
    return columns


def _titles(codes: Mapping[str, Code]) -> dict[str, Title]:
    return {code: Title(entry.zh, entry.en) for code, entry in codes.items()}


_GROUP_TITLES: Mapping[str, Mapping[str, Title]] = {
    "kind": {
        "kindergarten": Title("幼儿园", "kindergartens"),
        "primary": Title("小学", "primary schools"),
        "teaching_point": Title("教学点", "teaching points"),
        "junior": Title("初级中学", "junior secondary schools"),
        "nine_year": Title("九年一贯制学校", "nine-year schools"),
        "complete": Title("完全中学", "complete secondary schools"),
        "senior": Title("高级中学", "senior secondary schools"),
        "twelve_year": Title("十二年一贯制学校", "twelve-year schools"),
        "vocational": Title("中等职业学校", "vocational schools"),
        "reform": Title("工读学校", "reform schools"),
        "special": Title("特殊教育学校", "special schools"),
    },
    "locale": {
        "urban": Title("城区", "urban"),
        "town": Title("镇区", "town"),
        "rural": Title("乡村", "rural"),
    },
    "sponsor": {"public": Title("公办", "public"), "private": Title("民办", "private")},
}


def _groups(name: str, codes: Mapping[str, Code]) -> dict[str, Title]:
    """Return the groups of a code list with their words; a group without words goes by its name."""
    found = dict.fromkeys(entry.group for entry in codes.values() if entry.group)
    return {group: _GROUP_TITLES[name].get(group, Title(group, group)) for group in found}
