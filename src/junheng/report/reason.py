"""Why a county has its verdict, in one short sentence for tables of counties."""

from __future__ import annotations

from collections.abc import Iterator

from junheng.assess.model import Assessment, Component, Verdict
from junheng.report.words import all_items, group_word, item_word, stage_word, stages_of


def reason(assessment: Assessment, language: str = "zh") -> str:
    """Return what decides the verdict: 差异系数超限 1 项；学校不达标：小学 2 所、初中 1 所.

    A county that is short is told by what is short, one that cannot be judged by what is unknown. Schools are
    counted by stage, as the standard judges them. No full stop, so that it stands in a cell as it is.
    """
    chinese = language == "zh"
    if assessment.verdict == "met":
        return "各项要求均达标" if chinese else "all demands are met"
    clauses = [
        clause
        for component in assessment.components
        if component.verdict == assessment.verdict
        for clause in _component(assessment, component, language)
    ]
    if assessment.verdict == "short":
        return ("；" if chinese else "; ").join(clauses)
    if not clauses:
        return "没有可评估的内容" if chinese else "there is nothing to judge"
    return f"无法判定：{'、'.join(clauses)}" if chinese else f"unknown: {', '.join(clauses)}"


def _component(assessment: Assessment, component: Component, language: str) -> list[str]:
    """Return what has the component's verdict, its title where nothing can be counted."""
    verdict = component.verdict
    if component.id == "resources":
        found = [*_coefficients(assessment, verdict, language), *_schools(assessment, verdict, language)]
    else:
        found = list(_items(assessment, component.id, verdict, language))
    return found or [component.title.in_language(language)]


def _coefficients(assessment: Assessment, verdict: Verdict, language: str) -> Iterator[str]:
    held = [one.verdict for one in assessment.county] + [one.verdict for one in assessment.composite]
    count = held.count(verdict)
    if not count:
        return
    if verdict == "short":
        yield f"差异系数超限 {count} 项" if language == "zh" else f"CVs over the limit: {count}"
    else:
        yield f"差异系数 {count} 项" if language == "zh" else f"CVs: {count}"


def _schools(assessment: Assessment, verdict: Verdict, language: str) -> Iterator[str]:
    counts = []
    for stage in stages_of(assessment):
        count = sum(part.stage == stage and part.verdict == verdict for part in assessment.parts)
        if count:
            word = stage_word(stage, language)
            counts.append(f"{word} {count} 所" if language == "zh" else f"{count} {word}")
    if not counts:
        return
    joined = ("、" if language == "zh" else ", ").join(counts)
    if verdict == "short":
        yield f"学校不达标：{joined}" if language == "zh" else f"schools short: {joined}"
    else:
        yield joined if language == "zh" else f"schools: {joined}"


def _items(assessment: Assessment, group: str, verdict: Verdict, language: str) -> Iterator[str]:
    count = sum(item.group == group and item.verdict == verdict for item in all_items(assessment))
    if not count:
        return
    title, word = group_word(group, language), item_word(group, verdict, language)
    if verdict == "short":
        yield f"{title}{word} {count} 项" if language == "zh" else f"{title} {word}: {count}"
    else:
        yield f"{title} {count} 项" if language == "zh" else f"{title}: {count}"
