"""The verdicts of the groups of demands, which together are the county's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from junheng.assess import wording
from junheng.assess.formula import stages_asked
from junheng.assess.model import Component, Composite, CountyIndicator, ItemResult, Part, Verdict
from junheng.assess.rule import joint
from junheng.dictionary import Title
from junheng.standards import Standard

TITLES: Mapping[str, Title] = {
    "resources": Title("资源配置", "resources"),
    "guarantee": Title("政府保障程度", "government guarantee"),
    "quality": Title("教育质量", "quality of education"),
    "work": Title("政府推进工作", "government work"),
    "recognition": Title("社会认可度", "public recognition"),
    "precondition": Title("申报条件", "preconditions"),
    "veto": Title("一票否决", "vetoes"),
}
"""Components in reading order; all but resources are groups of items."""


def components(
    standard: Standard,
    parts: Sequence[Part],
    county: Sequence[CountyIndicator],
    composite: Sequence[Composite],
    items: Sequence[ItemResult],
) -> tuple[Component, ...]:
    """Return a verdict for each group of demands the standard has."""
    found = [_resources(standard, parts, county, composite)] if standard.indicator else []
    for group, title in TITLES.items():
        here = [item.verdict for item in items if item.group == group]
        if here:
            text = wording.sentence(Title(f"共 {len(here)} 项", f"{len(here)} items"), _counts(here))
            found.append(Component(id=group, title=title, verdict=joint(here), text=text))
    return tuple(found)


def overall(found: Sequence[Component]) -> Verdict:
    """Return short when any component is short, else unknown when any is (or there is none), else met."""
    return joint(component.verdict for component in found) if found else "unknown"


def _resources(
    standard: Standard, parts: Sequence[Part], county: Sequence[CountyIndicator], composite: Sequence[Composite]
) -> Component:
    rule = standard.county
    demands: list[Verdict | None] = []
    clauses: list[Title] = []
    if rule.every_school and standard.school is not None:
        demands += _demand(clauses, Title("学校(按学段)", "school parts"), [part.verdict for part in parts])
    if rule.each_cv:
        demands += _demand(clauses, Title("差异系数", "coefficients of variation"), [held.verdict for held in county])
    if rule.composite_limits:
        verdicts = [held.verdict for held in composite]
        demands += _demand(clauses, Title("综合差异系数", "composite coefficients"), verdicts)
    there = {part.stage for part in parts}
    for stage in stages_asked(standard):
        if stage not in there:
            demands.append("unknown")
            name = wording.code_name("stage", stage)
            clauses.append(Title(f"没有可评估的{name.zh}学段数据", f"no part of the stage {name.en} to judge"))
    return Component(
        id="resources",
        title=TITLES["resources"],
        verdict=joint(demands),
        text=wording.sentence(wording.joined(clauses, "；", "; ")),
    )


def _demand(clauses: list[Title], name: Title, verdicts: Sequence[Verdict | None]) -> list[Verdict | None]:
    asked = [verdict for verdict in verdicts if verdict is not None]
    if asked:
        counts = _counts(asked)
        clauses.append(Title(f"{name.zh} {len(asked)} 个，{counts.zh}", f"{len(asked)} {name.en}: {counts.en}"))
    return [*asked]


def _counts(verdicts: Iterable[Verdict]) -> Title:
    """Return how many are met, short and unknown; those that are none are not named, but met always is."""
    held = list(verdicts)
    met, short, unknown = (held.count(verdict) for verdict in ("met", "short", "unknown"))
    texts = [Title(f"达标 {met}", f"{met} met")]
    if short:
        texts.append(Title(f"不达标 {short}", f"{short} short"))
    if unknown:
        texts.append(Title(f"无法判定 {unknown}", f"{unknown} unknown"))
    return wording.joined(texts)
