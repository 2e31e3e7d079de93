"""Checks that every school must pass.

A school is every compulsory school of the county, small teaching points too, which only the resource indicators
leave out (special rooms alone keep to the schools judged by them); special schools are in no check.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from junheng.assess import wording
from junheng.assess.items.each import Subject, each, nothing
from junheng.assess.items.registry import judges, tag
from junheng.assess.model import Finding, Verdict
from junheng.assess.rooms import RoomCount, count_rooms
from junheng.assess.scope import Scope
from junheng.assess.sizes import Size, class_sizes, school_sizes
from junheng.assess.terms import Row, add_parts, all_met, at_least, counted_rows, exact, is_share, ratio, units
from junheng.dictionary import Title, load
from junheng.standards.model import (
    ClassSize,
    EachSchoolHas,
    EachSchoolRatio,
    SchoolSize,
    SmallSchoolFunding,
    SpecialRooms,
)

SCHOOLS = wording.title("学校", "schools")


def _subject(unit: Mapping[str, Any], verdict: Verdict, detail: Title, **rest: Any) -> Subject:
    """Return a school as a subject; `detail` says what it has and what is asked."""
    name = str(unit["school_name"] or unit["unit"])
    return Subject(
        unit=unit["unit"],
        name=name,
        verdict=verdict,
        text=wording.title(f"{name}（{detail.zh}）", f"{name} ({detail.en})"),
        **rest,
    )


@judges(EachSchoolHas)
def each_school_has(spec: EachSchoolHas, scope: Scope) -> Finding:
    """Judge that every school, small teaching points too, answers yes to all fields."""
    subjects = []
    for unit in units(scope):
        answers = {field: unit.get(field) for field in spec.fields}
        refused = [field for field, answer in answers.items() if answer is False]
        blank = tuple(field for field, answer in answers.items() if answer is None)
        verdict = all_met("unknown" if said is None else "met" if said else "short" for said in answers.values())
        lacking = wording.names(refused or blank)
        detail = (
            wording.title(f"未达到：{lacking.zh}", f"not: {lacking.en}")
            if refused
            else wording.title(f"{lacking.zh}未填", f"{lacking.en} blank")
        )
        had = Fraction(len(answers) - len(refused) - len(blank))
        asked = Fraction(len(answers))
        subjects.append(_subject(unit, verdict, detail, value=had, line=asked, missing=blank))
    wanted = wording.names(spec.fields)
    return each(
        tag(spec),
        subjects,
        noun=SCHOOLS,
        measure="所",
        demand=wording.title(f"每所学校均应{wanted.zh}", f"every school: {wanted.en}"),
    )


def _figure(unit: Mapping[str, Any], field: str, parts: Sequence[Row]) -> Fraction | None:
    """Return a figure of the whole school, or the sum over its compulsory parts of one that is filed by stage."""
    if field not in load().tables["part"].fields:
        return exact(unit.get(field))
    return add_parts([row for row in parts if row["unit"] == unit["unit"]], field)


@judges(EachSchoolRatio)
def each_school_ratio(spec: EachSchoolRatio, scope: Scope) -> Finding:
    """Judge that a share of every school, small teaching points too, reaches the line.

    A school that divides by 0, and one whose share is above 1, is unknown.
    """
    line, subjects, parts = Fraction(spec.at_least), [], counted_rows(scope)
    asked, share = wording.percent_line(line), is_share((spec.numerator, spec.denominator))
    for unit in units(scope):
        top, bottom = (_figure(unit, field, parts) for field in (spec.numerator, spec.denominator))
        value = ratio(top, bottom)
        missing = tuple(name for name, figure in ((spec.numerator, top), (spec.denominator, bottom)) if figure is None)
        shown, named = wording.percent(value, line), wording.names(missing or (spec.denominator,))
        if share and value is not None and value > 1:
            value, said = None, wording.CONTRADICTS
            detail = wording.title(f"分子大于分母（{shown.zh}），{said.zh}", f"a share of {shown.en}, {said.en}")
        elif value is not None:
            detail = shown
        elif missing:
            detail = wording.title(f"{named.zh}未填", f"{named.en} blank")
        else:
            detail = wording.title(f"{named.zh}为 0", f"{named.en} is 0")
        subjects.append(_subject(unit, at_least(value, line), detail, value=value, line=line, missing=missing))
    over, under = wording.name_of(spec.numerator), wording.name_of(spec.denominator)
    return each(
        tag(spec),
        subjects,
        noun=SCHOOLS,
        measure="所",
        demand=wording.title(
            f"每所学校{over.zh}占{under.zh}不低于 {asked.zh}",
            f"in every school {over.en} / {under.en} of at least {asked.en}",
        ),
    )


@judges(SmallSchoolFunding)
def small_school_funding(spec: SmallSchoolFunding, scope: Scope) -> Finding:
    """Judge that small schools are funded as if they had `funded_as` pupils.

    Teaching points too small for the resource indicators are schools here: the rule is made for them. No small
    school at all is met. A school of unknown size that is funded for as many is met either way.
    """
    demand = wording.title(
        f"不足 {spec.below} 人的学校应按 {spec.funded_as} 人核定公用经费",
        f"schools under {spec.below} pupils are to be funded as {spec.funded_as}",
    )
    schools, subjects = units(scope), []
    for unit in schools:
        pupils, funded = exact(unit.get("pupils_compulsory")), exact(unit.get("funded_pupils"))
        if pupils is not None and pupils >= spec.below:
            continue
        verdict = at_least(funded, spec.funded_as)
        if pupils is None and verdict == "short":
            verdict = "unknown"  # whether the rule covers the school depends on its pupils
        had, said = wording.counted(pupils, "人"), wording.counted(funded, "人")
        subjects.append(
            _subject(
                unit,
                verdict,
                wording.title(f"学生 {had.zh}，核定 {said.zh}", f"pupils: {had.en}, funded as: {said.en}"),
                value=funded,
                line=Fraction(spec.funded_as),
                missing=tuple(
                    name
                    for name, figure in (("pupils_compulsory", pupils), ("funded_pupils", funded))
                    if figure is None
                ),
            )
        )
    if schools and not subjects:
        return Finding(
            function=tag(spec),
            verdict="met",
            numerator=Fraction(0),
            denominator=Fraction(0),
            value=Fraction(0),
            line=Fraction(0),
            working=wording.sentence(
                demand,
                wording.title(
                    f"{len(schools)} 所学校均不少于 {spec.below} 人，没有需要按此核定的学校",
                    f"none of the {len(schools)} schools has fewer than {spec.below} pupils",
                ),
            ),
        )
    return each(tag(spec), subjects, noun=wording.title("小规模学校", "small schools"), measure="所", demand=demand)


_ROOM_NAMES = {"music": wording.title("音乐教室", "music rooms"), "art": wording.title("美术教室", "art rooms")}


@judges(SpecialRooms)
def special_rooms(spec: SpecialRooms, scope: Scope) -> Finding:
    """Judge music and art rooms of the judged schools; each subject is one kind of room in one school.

    The clause speaks of primary and junior schools (小学、初中), not of teaching points (教学点): small teaching points
    are left out.
    """
    music, art = wording.plain(Fraction(spec.music_area)), wording.plain(Fraction(spec.art_area))
    demand = wording.title(
        f"每 {spec.classes_per_room} 个班应有音乐教室（不小于 {music.zh} 平方米）、"
        f"美术教室（不小于 {art.zh} 平方米）各 1 间",
        f"for every {spec.classes_per_room} classes one music room (≥ {music.en} m²) and one art room (≥ {art.en} m²)",
    )
    if scope.facts.rooms.is_empty():
        reason = wording.title("用房表未填", "the room table is blank")
        return nothing(tag(spec), reason, demand, line=Fraction(0), missing=("rooms",))
    subjects = [
        Subject(
            unit=count.unit,
            name=count.name,
            verdict=count.verdict,
            value=Fraction(count.most or 0),
            line=None if count.needed is None else Fraction(count.needed),
            text=_room_text(count),
            missing=count.missing,
        )
        for count in count_rooms(spec, scope)
    ]
    noun = wording.title("学校音乐、美术教室要求", "demands for music and art rooms")
    return each(tag(spec), subjects, noun=noun, measure="项", demand=demand)


def _room_text(count: RoomCount) -> Title:
    room = _ROOM_NAMES[count.room]
    needed = wording.figure(exact(count.needed))
    if count.verdict == "unknown":
        blank = wording.names(count.missing)
        return wording.title(
            f"{count.name}（{room.zh}：{blank.zh}未填）", f"{count.name} ({room.en}: {blank.en} blank)"
        )
    small = wording.title("", "")
    if count.too_small:
        small = wording.title(f"，另 {count.too_small} 间面积不足", f", {count.too_small} more too small")
    return wording.title(
        f"{count.name}（{room.zh}需 {needed.zh} 间，达标 {count.most} 间{small.zh}）",
        f"{count.name} ({room.en}: {needed.en} needed, {count.most} large enough{small.en})",
    )


def _sized(size: Size, text: Title) -> Subject:
    return Subject(
        unit=size.unit,
        name=size.name,
        stage=size.stage,
        verdict=size.verdict,
        value=exact(size.pupils),
        line=exact(size.limit),
        text=text,
        missing=size.missing,
    )


@judges(SchoolSize)
def school_size(spec: SchoolSize, scope: Scope) -> Finding:
    """Judge the pupils of the compulsory stages of every school, small teaching points too."""
    subjects = []
    for size in school_sizes(spec, scope):
        detail = pupils = wording.counted(exact(size.pupils), "人", "pupils")
        limit = wording.counted(exact(size.limit), "人")
        if size.verdict == "short":
            detail = wording.title(f"{pupils.zh}，上限 {limit.zh}", f"{pupils.en}, at most {limit.en}")
        elif size.missing and size.pupils is not None:
            blank = wording.names(size.missing)
            detail = wording.title(f"{pupils.zh}，{blank.zh}未填", f"{pupils.en}, {blank.en} blank")
        subjects.append(_sized(size, wording.title(f"{size.name}（{detail.zh}）", f"{size.name} ({detail.en})")))
    return each(
        tag(spec),
        subjects,
        noun=SCHOOLS,
        measure="所",
        demand=wording.title(
            f"小学、初中不超过 {spec.single} 人，九年、十二年一贯制学校义务教育阶段不超过 {spec.combined} 人",
            f"at most {spec.single} pupils in primary and junior schools, "
            f"{spec.combined} of the compulsory stages in nine- and twelve-year schools",
        ),
    )


@judges(ClassSize)
def class_size(spec: ClassSize, scope: Scope) -> Finding:
    """Judge every class of the schools, small teaching points too; missing class rows keep it from being met."""
    sizes = class_sizes(spec, scope)
    subjects = []
    for size in sizes.classes:
        pupils = wording.counted(exact(size.pupils), "人", "pupils")
        subjects.append(
            _sized(
                size,
                wording.title(
                    f"{size.name} {size.label.zh}（{pupils.zh}）", f"{size.name} {size.label.en} ({pupils.en})"
                ),
            )
        )
    limits = wording.joined(
        wording.title(
            f"{wording.code_name('stage', stage).zh}不超过 {limit} 人",
            f"at most {limit} in {wording.code_name('stage', stage).en}",
        )
        for stage, limit in spec.at_most.items()
    )
    demand = wording.title(f"所有班级学生数{limits.zh}", f"pupils of every class {limits.en}")
    if scope.facts.classes.is_empty() and sizes.incomplete:
        reason = wording.title("班级表未填", "the class table is blank")
        return nothing(tag(spec), reason, demand, line=Fraction(0), missing=("class_rows",))
    gaps = [_gap(unit, stage, name, filed, rows) for (unit, stage), (name, filed, rows) in sizes.incomplete.items()]
    return each(tag(spec), subjects, noun=wording.title("班级", "classes"), measure="个", demand=demand, gaps=gaps)


def _gap(unit: str, stage: str, name: str, filed: int | None, rows: int) -> Subject:
    """Return the classes of a part that have no row as one unknown subject."""
    held, count = wording.code_name("stage", stage), wording.figure(exact(filed))
    return Subject(
        unit=unit,
        name=name,
        stage=stage,
        verdict="unknown",
        text=wording.title(
            f"{name}（{held.zh}班级数 {count.zh}，班级表 {rows} 行）",
            f"{name} ({held.en}: classes {count.en}, rows in the class table {rows})",
        ),
        missing=("classes",) if filed is None else ("class_rows",),
    )
