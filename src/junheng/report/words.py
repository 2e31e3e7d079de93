"""Names of stages, kinds, units, items and records as reports print them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from junheng.assess.model import Assessment, Component, IndicatorReference, ItemResult, Part, Verdict
from junheng.assess.wording import name_of
from junheng.dictionary import Title, load
from junheng.report import figures
from junheng.standards import listing

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

_SHORT_GROUPS: Mapping[str, Title] = MappingProxyType(
    {"guarantee": Title("政府保障", "guarantee"), "work": Title("推进工作", "work")}
)
"""Groups before an item's number, where their title is shorter there."""

_VETO: Mapping[Verdict, Title] = MappingProxyType(
    {"met": Title("不存在", "none"), "short": Title("存在", "present"), "unknown": Title("无法判定", "unknown")}
)
"""Words for a veto, which is there or not, and never met or short."""

_PLACE = re.compile(r"(.+?)\|(\d+)(?:;|$)")
"""One record in an origin: `file|sheet|row`, the next one after a semicolon."""

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


def field_word(name: str, language: str = "zh") -> str:
    """Return the title of a field of the facts, the name itself when it has none."""
    return name_of(name).in_language(language)


def item_word(group: str, verdict: Verdict, language: str = "zh") -> str:
    """Return the word for an item's verdict: 达标, 不达标, 无法判定; for a veto 不存在, 存在, 无法判定."""
    return _VETO[verdict].in_language(language) if group == "veto" else figures.verdict_word(verdict, language)


def group_word(group: str, language: str = "zh") -> str:
    """Return the title of a group of items, the group itself when it has none."""
    return GROUPS[group].in_language(language) if group in GROUPS else group


def item_label(item: ItemResult, language: str = "zh") -> str:
    """Return an item's group and number: 政府保障 3, 教育质量 2, 一票否决 1."""
    short = _SHORT_GROUPS.get(item.group)
    return f"{short.in_language(language) if short else group_word(item.group, language)} {item.number}"


def all_items(assessment: Assessment) -> tuple[ItemResult, ...]:
    """Return every item of the assessment: preconditions, guarantee, quality or work, recognition, vetoes."""
    return (*assessment.preconditions, *assessment.items, *assessment.recognition, *assessment.vetoes)


def counts_text(group: str, verdicts: Sequence[Verdict], language: str = "zh") -> str:
    """Return how many items have each verdict: 达标 1 项，不达标 2 项; what is 0 goes unsaid, but for 达标."""
    texts = []
    for verdict in _VETO:
        count = verdicts.count(verdict)
        if count or (verdict == "met" and group != "veto"):
            word = item_word(group, verdict, language)
            texts.append(f"{word} {count} 项" if language == "zh" else f"{word} {count}")
    return ("，" if language == "zh" else ", ").join(texts)


def component_text(assessment: Assessment, component: Component, language: str = "zh") -> str:
    """Return what a component says of itself; vetoes are counted as there or not."""
    if component.id != "veto" or not assessment.vetoes:
        return component.text.in_language(language)
    counts = counts_text("veto", [item.verdict for item in assessment.vetoes], language)
    count = len(assessment.vetoes)
    return f"共 {count} 项；{counts}。" if language == "zh" else f"{count} items; {counts}."


def switch_titles(assessment: Assessment, language: str = "zh") -> tuple[str, ...]:
    """Return the titles of the transitional rules that are on; their ids where the standard is not a shipped one."""
    if not assessment.standard.switches:
        return ()
    shipped = next((one for one in listing() if one.id == assessment.standard.id), None)
    titles = {one.id: one.title.in_language(language) for one in shipped.switch} if shipped else {}
    return tuple(titles.get(switch, switch) for switch in assessment.standard.switches)


def records_text(origin: str | None, language: str = "zh") -> str:
    """Return where records stand, `file|sheet|row;…`, in words: county.xlsx 学段数据 第148行；…."""
    places = []
    for front, row in _PLACE.findall(origin or ""):
        file, _, sheet = front.rpartition("|")
        number = f"第{row}行" if language == "zh" else f"row {row}"
        places.append(" ".join(filter(None, (file, sheet, number))))
    return ("；" if language == "zh" else "; ").join(places) or (origin or "")


def included(parts: Iterable[Part], stage: str, language: str = "zh") -> str:
    """Return what counts as a school of a stage beside whole schools, in brackets: （含一贯制学校小学部、教学点）.

    Empty where every part of the stage is a school of its own.
    """
    codes = load().codes["kind"].codes
    kinds = {part.kind for part in parts if part.stage == stage and part.kind in codes}
    word = stage_word(stage, language)
    groups = {codes[kind].group for kind in kinds}
    sorts = (
        (groups & {"nine_year", "twelve_year"}, f"一贯制学校{word}部", f"{word} sections of multi-stage schools"),
        (groups & {"complete"}, f"完全中学{word}部", f"{word} sections of complete secondary schools"),
        (groups & {"teaching_point"}, "教学点", "teaching points"),
        (kinds & {"219", "319"}, "附设班", "attached classes"),
    )
    if language == "zh":
        names = "、".join(zh for there, zh, _ in sorts if there)
        return f"（含{names}）" if names else ""
    names = ", ".join(en for there, _, en in sorts if there)
    return f" (with {names})" if names else ""


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
