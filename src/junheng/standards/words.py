"""Says in words what a standard asks: formulas, checks, conditions, exceptions; Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import singledispatch

from junheng.dictionary import Title
from junheng.standards import model
from junheng.standards.names import names

GROUPS: Mapping[str, Title] = {
    "precondition": Title("申报条件", "Preconditions"),
    "guarantee": Title("政府保障程度", "Government guarantee"),
    "quality": Title("教育质量", "Education quality"),
    "work": Title("政府推进工作", "Government work"),
    "recognition": Title("社会认可度", "Recognition"),
    "veto": Title("一票否决", "Vetoes"),
}
"""Groups of items in the order they are read."""

_LEAD = re.compile("^of (which|them) ")

_PARAMETERS: Mapping[str, Title] = {
    "music_area": Title("音乐教室(m²)", "music room (m²)"),
    "art_area": Title("美术教室(m²)", "art room (m²)"),
    "classes_per_room": Title("每间对应班级数", "classes per room"),
    "single": Title("单学段学校人数", "pupils of one-stage schools"),
    "combined": Title("一贯制学校人数", "pupils of nine- and twelve-year schools"),
}


def joined(texts: Iterable[Title], zh: str = "、", en: str = ", ") -> Title:
    """Join texts language by language."""
    held = list(texts)
    return Title(zh.join(text.zh for text in held), en.join(text.en for text in held))


def plain(figure: model.Number) -> str:
    """Return a figure without idle decimals: 0.50 is 0.5."""
    return f"{Decimal(figure).normalize():f}"


def percent(share: model.Number) -> str:
    """Return a share in per cent."""
    return f"{plain(share * 100)} %"


def stage(name: str) -> Title:
    """Return the words for a stage."""
    return names().stages.get(name, Title(name, name))


def _name(field: str) -> Title:
    """Return a field's words without the lead that only makes sense in its table (其中, of which)."""
    title = names().title(field)
    return Title(title.zh.removeprefix("其中："), _LEAD.sub("", title.en))


def _fields(fields: Iterable[str], zh: str = "、", en: str = ", ") -> Title:
    return joined(map(_name, fields), zh, en)


def _sum(fields: Iterable[str]) -> Title:
    return _fields(fields, " + ", " + ")


def formula(indicator: model.Indicator) -> Title:
    """Return how an indicator's value is worked out."""
    top = _sum(indicator.plus)
    if indicator.minus:
        less = _fields(indicator.minus, " − ", " − ")
        top = Title(f"{top.zh} − {less.zh}", f"{top.en} − {less.en}")
    if len(indicator.plus) + len(indicator.minus) > 1:
        top = Title(f"({top.zh})", f"({top.en})")
    times = "" if indicator.times == 1 else f" × {plain(indicator.times)}"
    if not indicator.per:
        return Title(top.zh + times, top.en + times)
    bottom = _sum(indicator.per)
    return Title(f"{top.zh} ÷ {bottom.zh}{times}", f"{top.en} ÷ {bottom.en}{times}")


def condition(given: model.Condition) -> Title:
    """Return a condition in words."""
    column = names().columns.get(given.field)
    subject = column.title if column else Title(given.field, given.field)
    codes = column.codes or {} if column else {}
    if given.among is not None:
        listed = joined((codes.get(code, Title(code, code)) for code in given.among), "、", " or ")
        return Title(f"{subject.zh}为{listed.zh}", f"{subject.en}: {listed.en}")
    if isinstance(given.equals, bool):
        return Title(f"{'是' if given.equals else '非'}{subject.zh}", f"{'' if given.equals else 'not '}{subject.en}")
    if given.equals is not None:
        value = codes.get(given.equals, Title(given.equals, given.equals))
        return Title(f"{subject.zh}为{value.zh}", f"{subject.en}: {value.en}")
    signs = {"≥": given.at_least, "≤": given.at_most, "<": given.below, ">": given.above}
    tested = "".join(f" {sign} {plain(line)}" for sign, line in signs.items() if line is not None)
    return Title(subject.zh + tested, subject.en + tested)


def _where(conditions: Iterable[model.Condition]) -> Title:
    return joined(map(condition, conditions), "，", ", ")


def indicator_exception(given: model.IndicatorException) -> Title:
    """Return in words what an indicator's exception adds, and for whom."""
    who, what = _where(given.where), _sum(given.plus)
    return Title(
        f"启用 {given.switch} 时，{who.zh}：计入{what.zh}", f"with {given.switch}, {who.en}: {what.en} counts too"
    )


def check_exception(given: model.CheckException) -> Title:
    """Return in words which other figures hold for whom."""
    who = _where(given.where)
    values = [(_PARAMETERS.get(name, Title(name, name)), plain(value)) for name, value in given.values.items()]
    return Title(
        f"启用 {given.switch} 时，{who.zh}：{'、'.join(f'{name.zh} {value}' for name, value in values)}",
        f"with {given.switch}, {who.en}: {', '.join(f'{name.en} {value}' for name, value in values)}",
    )


@singledispatch
def sentence(check: model.Check) -> Title:
    """Return in words what a check asks."""
    raise TypeError(f"no words for {type(check).__name__}")


@sentence.register
def _(check: model.Attested) -> Title:
    listed = _fields(check.fields)
    return Title(f"应为“是”：{listed.zh}", f"must be yes: {listed.en}")


@sentence.register
def _(check: model.Absent) -> Title:
    listed = _fields(check.fields)
    return Title(f"应为“否”：{listed.zh}", f"must be no: {listed.en}")


@sentence.register
def _(check: model.Value) -> Title:
    listed = _fields(check.fields)
    signs = {"≥": check.at_least, "≤": check.at_most, "<": check.below}
    tested = "".join(f" {sign} {plain(line)}" for sign, line in signs.items() if line is not None)
    given = Title("(只看已给出的)", " (those given)") if check.only_given else Title("", "")
    whose = Title("", "")
    if check.applies_to is not None:
        group = names().kind_groups.get(check.applies_to, Title(check.applies_to, check.applies_to))
        whose = Title(f"(没有{group.zh}的县不涉及)", f" (in counties that have {group.en})")
    if len(check.fields) == 1:
        return Title(f"{listed.zh}{tested}{whose.zh}", f"{listed.en}{tested}{whose.en}")
    return Title(f"{listed.zh}：各{tested}{given.zh}{whose.zh}", f"{listed.en}: each{tested}{given.en}{whose.en}")


@sentence.register
def _(check: model.NotLess) -> Title:
    left, right = _name(check.left), _name(check.right)
    return Title(f"{left.zh} ≥ {right.zh}", f"{left.en} ≥ {right.en}")


@sentence.register
def _(check: model.Ratio) -> Title:
    top, bottom = _sum(check.numerator), _sum(check.denominator)
    scope = joined((*map(stage, check.stages), *map(condition, check.where)), "，", ", ")
    line = percent(check.at_least)
    lead = Title(f"{scope.zh}：" if scope.zh else "", f"{scope.en}: " if scope.en else "")
    top = Title(f"({top.zh})", f"({top.en})") if len(check.numerator) > 1 else top
    bottom = Title(f"({bottom.zh})", f"({bottom.en})") if len(check.denominator) > 1 else bottom
    return Title(f"{lead.zh}{top.zh} ÷ {bottom.zh} ≥ {line}", f"{lead.en}{top.en} ÷ {bottom.en} ≥ {line}")


@sentence.register
def _(check: model.Retention) -> Title:
    line = percent(check.at_least)
    if check.method == "official":
        return Title(
            f"(毕业生 − 转入 + 转出) ÷ (三年前七年级学生 − 死亡) ≥ {line}",
            f"(graduates − transferred in + transferred out) ÷ (grade-7 pupils three years before − deaths) ≥ {line}",
        )
    return Title(
        f"毕业生 ÷ (三年前七年级学生 + 转入 − 转出) ≥ {line}",
        f"graduates ÷ (grade-7 pupils three years before + transferred in − transferred out) ≥ {line}",
    )


@sentence.register
def _(check: model.Rating) -> Title:
    subject = _name(check.field)
    least = names().ratings.get(check.at_least, Title(check.at_least, check.at_least))
    return Title(f"{subject.zh}：{least.zh}及以上", f"{subject.en}: {least.en} or better")


@sentence.register
def _(check: model.EachSchoolHas) -> Title:
    listed = _fields(check.fields)
    return Title(f"每校应为“是”：{listed.zh}", f"every school: {listed.en}")


@sentence.register
def _(check: model.EachSchoolRatio) -> Title:
    top, bottom = _name(check.numerator), _name(check.denominator)
    line = percent(check.at_least)
    return Title(f"每校：{top.zh} ÷ {bottom.zh} ≥ {line}", f"every school: {top.en} ÷ {bottom.en} ≥ {line}")


@sentence.register
def _(check: model.SmallSchoolFunding) -> Title:
    return Title(
        f"不足 {check.below} 人的学校按不少于 {check.funded_as} 人核定公用经费",
        f"schools under {check.below} pupils are funded for {check.funded_as} or more",
    )


@sentence.register
def _(check: model.SpecialRooms) -> Title:
    music, art = plain(check.music_area), plain(check.art_area)
    return Title(
        f"每 {check.classes_per_room} 个班(不足的按 1 组计)音乐教室 1 间(≥ {music} m²)、美术教室 1 间(≥ {art} m²)",
        f"for every {check.classes_per_room} classes (rounded up) one music room (≥ {music} m²) "
        f"and one art room (≥ {art} m²)",
    )


@sentence.register
def _(check: model.SchoolSize) -> Title:
    return Title(
        f"单学段学校 ≤ {check.single} 人，一贯制学校义务教育阶段 ≤ {check.combined} 人",
        f"one-stage schools ≤ {check.single} pupils, nine- and twelve-year schools ≤ {check.combined} "
        "in the compulsory stages",
    )


@sentence.register
def _(check: model.ClassSize) -> Title:
    listed = joined((Title(f"{stage(s).zh} ≤ {n}", f"{stage(s).en} ≤ {n}") for s, n in check.at_most.items()))
    return Title(f"每班人数：{listed.zh}", f"pupils of every class: {listed.en}")


@sentence.register
def _(check: model.Satisfaction) -> Title:
    line = percent(check.at_least)
    return Title(f"问卷满意率、访谈满意率各 ≥ {line}", f"satisfied in questionnaires and in interviews, each ≥ {line}")


@sentence.register
def _(check: model.Sample) -> Title:
    share, parents = percent(check.share_of_population), percent(check.parents_share)
    return Title(
        f"有效问卷 ≥ 常住人口的 {share} 且 ≥ {check.least} 份，其中家长 ≥ {parents}",
        f"valid questionnaires ≥ {share} of residents and ≥ {check.least}, parents ≥ {parents}",
    )


@sentence.register
def _(check: model.YearsSince) -> Title:
    subject = _name(check.field)
    return Title(f"{subject.zh}距今 ≥ {check.years} 年", f"{subject.en}: {check.years} years ago or earlier")


@sentence.register
def _(check: model.Points) -> Title:
    total, line = plain(sum(check.most.values())), plain(check.at_least)
    return Title(
        f"{len(check.most)} 项得分合计 ≥ {line}(满分 {total})", f"{len(check.most)} items add to ≥ {line} of {total}"
    )
