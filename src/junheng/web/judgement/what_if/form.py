"""The form of changes: the schools chosen, a field for each figure that counts, and what was typed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from junheng.dictionary import Field, Title, load
from junheng.facts.amend import records
from junheng.report.words import stage_word, unit_word
from junheng.web.base.templatetags.words import figure
from junheng.web.base.words import language, say, title
from junheng.web.judgement.service import Judged
from junheng.web.judgement.what_if.changes import Change, Place, Wrong, checked, read, typed
from junheng.web.judgement.what_if.engine import grounded
from junheng.web.judgement.what_if.fields import offered

MOST_SCHOOLS = 20
"""Schools one scenario may change: more than that is a plan, not a trial."""


@dataclass(slots=True)
class Figure:
    """One figure: what it is called, what it is now, what was typed and what is wrong with that."""

    name: str
    label: str
    unit: str
    help: str
    now: str
    boolean: bool
    typed: str = ""
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return an id for the page: names of campuses may hold what an id may not."""
        return f"{zlib.crc32(self.name.encode()):08x}"


@dataclass(slots=True)
class Sheet:
    """The figures of one record: those of the indicators, then the others."""

    title: str
    resources: list[Figure]
    others: list[Figure]

    @property
    def open(self) -> bool:
        """Tell whether the others hold something typed, and so are to be seen at once."""
        return any(one.typed or one.wrong for one in self.others)


@dataclass(slots=True)
class Fieldset:
    """A school that was chosen."""

    code: str
    name: str
    sheets: list[Sheet]


def schools(found: Judged) -> Sequence[tuple[str, str]]:
    """Return code and name of the schools with a judged part, by name."""
    names = {part.school: part.name for part in found.assessment.parts if not part.campus}
    every = {part.school: names.get(part.school, part.name) for part in found.assessment.parts}
    return sorted(every.items(), key=lambda pair: (pair[1], pair[0]))


def of_changes(changes: Sequence[Change]) -> tuple[dict[str, str], list[str]]:
    """Return what a form of these changes would hold, and the schools it shows."""
    tables = load().tables
    held = {
        name_of(change.place, change.field): typed(change, tables[change.table].fields[change.field])
        for change in changes
    }
    return held, list(dict.fromkeys(change.school for change in changes))


def name_of(place: Place, name: str) -> str:
    """Return the name of a figure's input."""
    return "|".join((*place, name))


def built(
    found: Judged, chosen: Sequence[str], held: Mapping[str, str]
) -> tuple[list[Fieldset], list[Change], list[Wrong]]:
    """Return the form for the chosen schools, the changes typed in it, and what is wrong with what was typed."""
    fieldsets, changes, wrong = [], [], []
    names = dict(schools(found))
    for code in [code for code in chosen if code in names][:MOST_SCHOOLS]:
        sheets = []
        for place, row in _records(found, code):
            sheet = _sheet(found, place, row)
            for one, spec in zip([*sheet.resources, *sheet.others], _fields(found, place), strict=True):
                one.typed = held.get(one.name, "").strip()[:40]
                said = read(place, spec, one.typed)
                if isinstance(said, Wrong):
                    one.wrong.append(said)
                    wrong.append(said)
                elif said is not None:
                    changes.append(said)
            sheets.append(sheet)
        fieldsets.append(Fieldset(code, names[code], sheets))
    return fieldsets, changes, wrong


def given(found: Judged, changes: Sequence[Change]) -> tuple[list[Change], list[Wrong]]:
    """Return the changes a program gave as the form would take them, and what it would not: one of each figure."""
    names = dict(schools(found))
    codes = [code for code in dict.fromkeys(change.school for change in changes) if code in names]
    offers = {
        (place, spec.name): spec
        for code in codes[:MOST_SCHOOLS]
        for place, _ in _records(found, code)
        for spec in _fields(found, place)
    }
    taken: dict[tuple[Place, str], Change] = {}
    wrong = []
    for change in changes:
        where = (change.place, change.field)
        spec = offers.get(where)
        if spec is None:
            said: Change | Wrong = Wrong(*where, _not_offered(change, codes))
        elif where in taken:
            said = Wrong(*where, Title("同一个数据只能改一次", "a figure can be changed once only"))
        else:
            said = checked(change, spec)
        if isinstance(said, Wrong):
            wrong.append(said)
        else:
            taken[where] = said
    return list(taken.values()), wrong


def _not_offered(change: Change, codes: Sequence[str]) -> Title:
    if change.school not in codes:
        return Title("快照里没有这所被评估的学校", "the snapshot has no such school that is judged")
    if change.school not in codes[:MOST_SCHOOLS]:
        return Title(f"一次最多改动 {MOST_SCHOOLS} 所学校", f"at most {MOST_SCHOOLS} schools can be changed at once")
    return Title(
        "快照里没有这条记录，或这个数据不在可改动的范围内",
        "the snapshot has no such record, or this figure is not among those that can be changed",
    )


def mark(fieldsets: Sequence[Fieldset], wrong: Sequence[Wrong]) -> list[Wrong]:
    """Put what is wrong beside its figure; return what belongs to none that is shown."""
    figures = {
        one.name: one for each in fieldsets for sheet in each.sheets for one in (*sheet.resources, *sheet.others)
    }
    left = []
    for one in wrong:
        place = figures.get(name_of(one.place, one.field)) if one.place and one.field else None
        if place is None:
            left.append(one)
        elif one not in place.wrong:
            place.wrong.append(one)
    return left


def _records(found: Judged, code: str) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    held = grounded(found)
    order = {stage: number for number, stage in enumerate(load().codes["stage"].codes)}
    parts = records(held, "part", [code]).to_dicts()
    for row in sorted(parts, key=lambda row: (row["campus"] or "", order.get(row["stage"], 99))):
        yield ("part", code, row["campus"] or "", row["stage"]), row
    for row in sorted(records(held, "school", [code]).to_dicts(), key=lambda row: row["campus"] or ""):
        yield ("school", code, row["campus"] or "", ""), row


def _groups(found: Judged, place: Place) -> Mapping[str, tuple[Field, ...]]:
    table, *_, stage = place
    switches = found.assessment.standard.switches
    return found.once(("offered", table, stage), lambda: offered(found.standard, switches, table, stage))


def _fields(found: Judged, place: Place) -> list[Field]:
    groups = _groups(found, place)
    return [*groups["resources"], *groups["others"]]


def _sheet(found: Judged, place: Place, row: Mapping[str, Any]) -> Sheet:
    table, _, campus, stage = place
    heading = stage_word(stage, language()) if table == "part" else say("全校", "whole school")
    groups = _groups(found, place)
    return Sheet(
        title=f"{campus} {heading}".strip(),
        resources=[_figure(place, spec, row) for spec in groups["resources"]],
        others=[_figure(place, spec, row) for spec in groups["others"]],
    )


def _unit(spec: Field) -> str:
    """Return the unit a figure is typed in; 万元 in English as so many yuan."""
    if spec.unit is None:
        return ""
    if spec.shown is None:
        return unit_word(spec.unit, language())
    return say(spec.shown, f"{load().units[spec.unit].also[spec.shown]:,} {unit_word(spec.unit, 'en')}")


def _figure(place: Place, spec: Field, row: Mapping[str, Any]) -> Figure:
    value = row[spec.name]
    if spec.type == "boolean" and value is not None:
        now = say("是", "yes") if value else say("否", "no")
    elif spec.shown and value is not None:
        now = figure(value / load().units[spec.unit or ""].also[spec.shown], 2)
    else:
        now = figure(value, spec.scale if spec.type == "decimal" else 0)
    derived = say("（未填时推算）", " (worked out when blank)") if spec.derived and value is None else ""
    return Figure(
        name=name_of(place, spec.name),
        label=title(spec.title),
        unit=_unit(spec),
        help=say(spec.help, spec.help_en),
        now=f"{now}{derived}",
        boolean=spec.type == "boolean",
    )
