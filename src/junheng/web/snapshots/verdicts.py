"""What a second snapshot changes in the judgement: verdicts and coefficients of variation that differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from junheng.assess import Assessment
from junheng.dictionary import Title, load
from junheng.web.base.words import say


@dataclass(frozen=True, slots=True)
class Moved:
    """One verdict or figure before and after; None where one side has no such thing."""

    what: Any
    before: Any
    after: Any
    verdicts: bool = True
    """Both are verdicts (met, short, unknown), else figures."""


def moved(before: Assessment, after: Assessment, schools: Collection[str] | None = None) -> Iterator[Moved]:
    """Yield what differs: the county's verdict and indicators, then the schools'. With `schools` only theirs."""
    if schools is None:
        if before.verdict != after.verdict:
            yield Moved(say("全县结论", "the county's verdict"), before.verdict, after.verdict)
        yield from _county(before, after)
        yield from _items(before, after)
    yield from _parts(before, after, schools)


def _county(before: Assessment, after: Assessment) -> Iterator[Moved]:
    names = _names(before) | _names(after)
    sides = [{(row.stage, row.indicator): row for row in each.county} for each in (before, after)]
    for key in sorted({*sides[0], *sides[1]}):
        old, new = sides[0].get(key), sides[1].get(key)
        name = f"{_stage(key[0])} {_said(names[key[1]])}"
        if (old and old.verdict) != (new and new.verdict):
            yield Moved(f"{name} {say('差异系数结论', 'verdict on the CV')}", old and old.verdict, new and new.verdict)
        if (old and old.cv) != (new and new.cv):
            yield Moved(f"{name} {say('差异系数', 'CV')}", old and old.cv, new and new.cv, verdicts=False)


def _items(before: Assessment, after: Assessment) -> Iterator[Moved]:
    for group in ("items", "recognition", "preconditions", "vetoes"):
        sides = [{row.id: row for row in getattr(each, group)} for each in (before, after)]
        for key in {**sides[0], **sides[1]}:
            old, new = sides[0].get(key), sides[1].get(key)
            if (old and old.verdict) != (new and new.verdict):
                yield Moved(_said((new or old).title), old and old.verdict, new and new.verdict)


def _parts(before: Assessment, after: Assessment, schools: Collection[str] | None) -> Iterator[Moved]:
    names = _names(before) | _names(after)
    sides = [{(part.unit, part.stage): part for part in each.parts} for each in (before, after)]
    for key in sorted({*sides[0], *sides[1]}):
        old, new = sides[0].get(key), sides[1].get(key)
        part = new or old
        if schools is not None and part.school not in schools:
            continue
        name = f"{part.name} {_stage(part.stage)}"
        if (old and old.verdict) != (new and new.verdict):
            yield Moved(name, old and old.verdict, new and new.verdict)
        for indicator in {**(old.indicators if old else {}), **(new.indicators if new else {})}:
            cells = [side.indicators.get(indicator) if side else None for side in (old, new)]
            words = [cell and cell.verdict for cell in cells]
            if words[0] != words[1]:
                yield Moved(f"{name} · {_said(names[indicator])}", *words)


def _names(assessment: Assessment) -> dict[str, Title]:
    return {each.id: each.title for each in assessment.standard.indicators}


def _said(title: Title) -> str:
    return say(title.zh, title.en)


def _stage(stage: str) -> str:
    code = load().codes["stage"].codes[stage]
    return say(code.zh, code.en)
