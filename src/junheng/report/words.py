"""Names of stages, kinds, units and sections as reports print them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from junheng.assess.model import Assessment, IndicatorReference
from junheng.dictionary import Title, load
from junheng.report import figures

SECTIONS: Mapping[str, Title] = MappingProxyType(
    {
        "finance": Title("计财股", "finance"),
        "staff": Title("人事股", "staff"),
        "schooling": Title("基教股", "schooling"),
        "inspection": Title("督导室", "inspection"),
        "aid": Title("资助中心", "aid"),
        "equipment": Title("装备站", "equipment"),
        "works": Title("项目办", "works"),
    }
)
"""Sections of the bureau that answer for an item."""

GROUPS: Mapping[str, Title] = MappingProxyType(
    {
        "precondition": Title("申报条件", "precondition"),
        "guarantee": Title("政府保障程度", "government guarantee"),
        "quality": Title("教育质量", "education quality"),
        "work": Title("推进工作", "government work"),
        "recognition": Title("社会认可度", "recognition"),
        "veto": Title("一票否决", "veto"),
    }
)
"""Groups of items, in the order they are read."""

ROOMS: Mapping[str, Title] = MappingProxyType(
    {"music": Title("音乐专用教室", "music room"), "art": Title("美术专用教室", "art room")}
)


def code_word(codes: str, code: str | None, language: str = "zh") -> str:
    """Return the title of a code, the code itself when the list does not have it, nothing for None."""
    if code is None:
        return ""
    entry = load().codes[codes].codes.get(code)
    return code if entry is None else (entry.zh if language == "zh" else entry.en)


def stage_word(stage: str | None, language: str = "zh") -> str:
    """Return the title of a stage."""
    return code_word("stage", stage, language)


def unit_word(unit: str, language: str = "zh") -> str:
    """Return the title of a unit of the dictionary, the name itself when it is not there."""
    known = load().units.get(unit)
    return unit if known is None else known.title.in_language(language)


@cache
def _field_titles() -> Mapping[str, Title]:
    return {field.name: field.title for table in reversed(list(load())) for field in table.fields.values()}


def field_word(name: str, language: str = "zh") -> str:
    """Return the title of a field of the dictionary, the name itself when it is not there."""
    title = _field_titles().get(name)
    return name if title is None else title.in_language(language)


def indicators_of(assessment: Assessment) -> tuple[IndicatorReference, ...]:
    """Return the standard's indicators in its order."""
    return assessment.standard.indicators


def stages_of(assessment: Assessment) -> tuple[str, ...]:
    """Return the stages that have judged parts, in the standard's order."""
    judged = dict.fromkeys([*(part.stage for part in assessment.parts), *(one.stage for one in assessment.county)])
    listed = [stage for stage in assessment.standard.stages if stage in judged]
    return (*listed, *(stage for stage in judged if stage not in listed))


def bound_text(bound: Fraction | None, *, at_most: bool = False) -> str:
    """Return a line or limit with its relation: ≥4.2, ≤0.5; —— where none is set."""
    return figures.NONE if bound is None else f"{'≤' if at_most else '≥'}{figures.plain(bound)}"


def year_word(year: int, language: str = "zh") -> str:
    """Return a school year: 2025—2026 学年."""
    return f"{year}—{year + 1} 学年" if language == "zh" else f"{year}/{(year + 1) % 100:02d}"


def ids_text(ids: Iterable[str], order: Sequence[str]) -> str:
    """Return indicator ids, runs of three or more joined by a dash: L1—L4、L6."""
    places = sorted(order.index(one) for one in ids)
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    shown = []
    for run in runs:
        names = [order[place] for place in run]
        shown.append(f"{names[0]}—{names[-1]}" if len(names) > 2 else "、".join(names))
    return "、".join(shown)
