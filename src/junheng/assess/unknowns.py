"""What is missing, and what it keeps from being judged, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from junheng.assess import wording
from junheng.assess.formula import counts_in, stages_asked
from junheng.assess.model import CountyIndicator, ItemResult, Part, Unknown
from junheng.dictionary import Title
from junheng.standards import Indicator, Standard


def unknowns(
    standard: Standard, parts: Sequence[Part], county: Sequence[CountyIndicator], items: Sequence[ItemResult]
) -> tuple[Unknown, ...]:
    """Return every unknown: figures of school parts, then of the county, then of items."""
    indicators = {indicator.id: indicator for indicator in standard.indicator}
    return (
        *_of_parts(parts, indicators),
        *_absent_stages(standard, parts),
        *_of_county(county, indicators),
        *_of_items(items),
    )


def _of_parts(parts: Sequence[Part], indicators: Mapping[str, Indicator]) -> Iterator[Unknown]:
    for part in parts:
        for key, cell in part.indicators.items():
            if cell.value is not None:
                continue
            stage, title = wording.code_name("stage", part.stage), indicators[key].title
            why = (
                wording.joined([wording.title("缺少", "missing: "), wording.names(cell.missing)], "", "")
                if cell.missing
                else wording.title("分母为 0", "nothing to divide by")
            )
            yield Unknown(
                where="part",
                unit=part.unit,
                name=part.name,
                stage=part.stage,
                indicator=key,
                fields=cell.missing,
                text=Title(
                    f"{stage.zh}“{title.zh}”无法判定：{why.zh}。", f"{stage.en}, {title.en}: unknown, {why.en}."
                ),
            )


def _absent_stages(standard: Standard, parts: Sequence[Part]) -> Iterator[Unknown]:
    there = {part.stage for part in parts}
    for stage in stages_asked(standard):
        if stage not in there:
            name = wording.code_name("stage", stage)
            yield Unknown(
                where="county",
                unit=None,
                name=None,
                stage=stage,
                indicator=None,
                fields=(),
                text=Title(f"没有可评估的{name.zh}学段数据。", f"There is no part of the stage {name.en} to judge."),
            )


def _of_county(county: Sequence[CountyIndicator], indicators: Mapping[str, Indicator]) -> Iterator[Unknown]:
    for held in county:
        if held.cv is not None or not counts_in(indicators[held.indicator], held.stage):
            continue
        stage, title = wording.code_name("stage", held.stage), indicators[held.indicator].title
        count = len(held.missing)
        why = (
            wording.title(f"{count} 所学校的数据不全", f"figures of {count} schools are missing")
            if count
            else wording.title("县均值不大于 0", "the county's mean is not above 0")
        )
        yield Unknown(
            where="county",
            unit=None,
            name=None,
            stage=held.stage,
            indicator=held.indicator,
            fields=(),
            text=Title(
                f"{stage.zh}“{title.zh}”差异系数无法判定：{why.zh}。",
                f"The CV of {title.en} ({stage.en}) is unknown: {why.en}.",
            ),
        )


def _of_items(items: Sequence[ItemResult]) -> Iterator[Unknown]:
    for item in items:
        for finding in item.findings:
            if finding.verdict == "unknown":
                yield Unknown(
                    where="item",
                    unit=None,
                    name=None,
                    stage=None,
                    indicator=item.id,
                    fields=finding.missing,
                    text=Title(f"{item.title.zh}：{finding.working.zh}", f"{item.title.en}: {finding.working.en}"),
                )
