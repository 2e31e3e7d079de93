"""Alerts: what turned worse against last year, and what is near its line.

Order: school parts that fell from met to short, items that did, coefficients of variation that crossed their limit,
single figures that fell below their line, figures below their line that became any worse, coefficients of variation
that grew above their limit or towards it; then what is near, the closest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Literal, NamedTuple

from junheng.assess import wording
from junheng.assess.components import TITLES
from junheng.assess.model import Alert, Cell, CountyIndicator, ItemResult, Part
from junheng.dictionary import Title
from junheng.standards import Indicator, Standard


class _Weight(IntEnum):
    """What comes first."""

    PART_FELL = 0
    ITEM_FELL = 1
    CV_CROSSED = 2
    CELL_FELL = 3
    CELL_FALLING = 4
    CV_RISING = 5
    CELL_NEAR = 6
    CV_NEAR = 7


class Year(NamedTuple):
    """What was judged in one year: school parts, the county's indicators and, where they were judged, the items."""

    parts: Sequence[Part]
    county: Sequence[CountyIndicator]
    items: Sequence[ItemResult] = ()


@dataclass(frozen=True, slots=True)
class _Weighed:
    """An alert with what orders it: its kind, then `size` (the larger share first for worse, the closer for near)."""

    weight: _Weight
    size: Fraction
    alert: Alert

    @property
    def rank(self) -> tuple[int, Fraction, str, str, str]:
        """Return the sort key."""
        size = self.size if self.alert.kind == "near" else -self.size
        return self.weight, size, self.alert.stage or "", self.alert.unit or "", self.alert.indicator or ""


def alerts(standard: Standard, now: Year, before: Year | None = None) -> tuple[Alert, ...]:
    """Return the alerts of this year; without a year before only what is near its line."""
    indicators = {indicator.id: indicator for indicator in standard.indicator}
    last_parts = {(part.unit, part.stage): part for part in before.parts} if before else {}
    last_county = {(held.stage, held.indicator): held for held in before.county} if before else {}
    found = [
        weighed for part in now.parts for weighed in _of_part(part, last_parts.get((part.unit, part.stage)), indicators)
    ]
    for held in now.county:
        last = last_county.get((held.stage, held.indicator))
        found += _of_county(held, last, indicators[held.indicator], Fraction(standard.near))
    if before is not None:
        found += _of_items(now.items, before.items)
    return tuple(weighed.alert for weighed in sorted(found, key=lambda weighed: weighed.rank))


def _of_items(now: Sequence[ItemResult], before: Sequence[ItemResult]) -> Iterator[_Weighed]:
    """Yield the items that were met last year and are short now, in the standard's order."""
    met = {item.id for item in before if item.verdict == "met"}
    for place, item in enumerate(now):
        if item.id not in met or item.verdict != "short":
            continue
        group = TITLES[item.group]
        why = wording.joined((finding.working for finding in item.findings if finding.verdict == "short"), "", " ")
        yield _Weighed(
            _Weight.ITEM_FELL,
            Fraction(-place),
            Alert(
                kind="worse",
                unit=None,
                name=None,
                stage=None,
                indicator=item.id,
                before=None,
                now=None,
                line=None,
                text=wording.title(
                    f"{group.zh}第 {item.number} 项“{item.title.zh}”上年达标，今年不达标：{why.zh}",
                    f"{group.en} {item.number}, {item.title.en}: met last year and falls short this year. {why.en}",
                ),
            ),
        )


def _of_part(part: Part, last: Part | None, indicators: Mapping[str, Indicator]) -> Iterator[_Weighed]:
    if last is not None and last.verdict == "met" and part.verdict == "short":
        yield _Weighed(
            _Weight.PART_FELL,
            Fraction(part.pupils or 0),
            Alert(
                kind="worse",
                unit=part.unit,
                name=part.name,
                stage=part.stage,
                indicator=None,
                before=None,
                now=None,
                line=None,
                text=_text(
                    _named(part), wording.title("上年达标，今年不达标", "met last year and falls short this year")
                ),
            ),
        )
    for key, cell in part.indicators.items():
        previous = last.indicators.get(key) if last is not None else None
        worse = _worse_cell(part, cell, previous, indicators[key])
        if worse is not None:
            yield worse
        elif cell.near and cell.value is not None and cell.line is not None:
            yield _near_cell(part, cell, previous, indicators[key])


def _worsening(cell: Cell, last: Cell, indicator: Indicator) -> Fraction:
    """Return by what share of last year's value the figure became worse (below 0: better)."""
    if cell.value is None or not last.value:
        return Fraction(0)
    change = (last.value - cell.value) / abs(last.value)
    return change if indicator.better == "more" else -change


def _is_worse(cell: Cell, last: Cell, indicator: Indicator) -> bool:
    if cell.value is None or last.value is None:
        return False
    return cell.value < last.value if indicator.better == "more" else cell.value > last.value


def _worse_cell(part: Part, cell: Cell, last: Cell | None, indicator: Indicator) -> _Weighed | None:
    if last is None or cell.verdict != "short":
        return None
    change = _worsening(cell, last, indicator)
    if last.verdict == "met":
        weight = _Weight.CELL_FELL
        said = wording.title("上年达到标准线，今年未达到", "reached its line last year and does not this year")
    elif last.verdict == "short" and _is_worse(cell, last, indicator):
        weight = _Weight.CELL_FALLING
        said = wording.title("未达到标准线且继续变差", "is below its line and became worse")
    else:
        return None
    return _Weighed(weight, change, _cell_alert("worse", part, (cell, last), indicator, said))


def _near_cell(part: Part, cell: Cell, last: Cell | None, indicator: Indicator) -> _Weighed:
    assert cell.value is not None and cell.line is not None
    said = (
        wording.title("刚达到标准线，余量很小", "is only just at its line")
        if cell.verdict == "met"
        else wording.title("略低于标准线", "is just short of its line")
    )
    distance = abs(cell.value - cell.line) / abs(cell.line) if cell.line else abs(cell.value)
    return _Weighed(_Weight.CELL_NEAR, distance, _cell_alert("near", part, (cell, last), indicator, said))


def _cell_alert(
    kind: Literal["worse", "near"], part: Part, cells: tuple[Cell, Cell | None], indicator: Indicator, said: Title
) -> Alert:
    cell, last = cells
    before = last.value if last is not None else None
    figures = _figures(before, cell.value, cell.line, wording.title("标准线", "line"), 2)
    return Alert(
        kind=kind,
        unit=part.unit,
        name=part.name,
        stage=part.stage,
        indicator=indicator.id,
        before=before,
        now=cell.value,
        line=cell.line,
        text=_text(_joint(_named(part), indicator.title), said, figures),
    )


def _of_county(
    held: CountyIndicator, last: CountyIndicator | None, indicator: Indicator, near: Fraction
) -> Iterator[_Weighed]:
    if held.cv is None or held.limit is None:
        return
    now, limit = Fraction(held.cv), held.limit
    before = Fraction(last.cv) if last is not None and last.cv is not None else None
    change = Fraction(0) if before is None else now - before
    close = abs(now - limit) <= near * limit
    rank, said = None, wording.title("接近限值", "is near its limit")
    if last is not None and last.verdict == "met" and held.verdict == "short":
        rank = _Weight.CV_CROSSED, change
        said = wording.title("上年在限值以内，今年超过限值", "was within its limit last year and is above it")
    elif held.verdict == "short" and before is not None and change > 0:
        rank = _Weight.CV_RISING, change
        said = wording.title("超过限值且继续扩大", "is above its limit and grew")
    elif held.verdict == "met" and close and change > 0:
        rank = _Weight.CV_RISING, change
        said = wording.title("上升并接近限值", "rises towards its limit")
    elif close:
        rank = _Weight.CV_NEAR, abs(now - limit)
    if rank is not None:
        yield _cv_alert(rank, held, before, indicator, said)


def _cv_alert(
    rank: tuple[_Weight, Fraction], held: CountyIndicator, before: Fraction | None, indicator: Indicator, said: Title
) -> _Weighed:
    weight, size = rank
    now = None if held.cv is None else Fraction(held.cv)
    stage = wording.code_name("stage", held.stage)
    subject = wording.title(f"{stage.zh}“{indicator.title.zh}”差异系数", f"the CV of {indicator.title.en} ({stage.en})")
    return _Weighed(
        weight,
        size,
        Alert(
            kind="near" if weight is _Weight.CV_NEAR else "worse",
            unit=None,
            name=None,
            stage=held.stage,
            indicator=held.indicator,
            before=before,
            now=now,
            line=held.limit,
            text=_text(subject, said, _figures(before, now, held.limit, wording.title("限值", "limit"), 3)),
        ),
    )


def _named(part: Part) -> Title:
    stage = wording.code_name("stage", part.stage)
    return wording.title(f"{part.name}（{stage.zh}）", f"{part.name} ({stage.en})")


def _joint(subject: Title, of: Title) -> Title:
    return wording.title(f"{subject.zh}“{of.zh}”", f"{subject.en}, {of.en},")


def _figures(before: Fraction | None, now: Fraction | None, line: Fraction | None, called: Title, places: int) -> Title:
    """Return this year's figure, last year's where it is known, and the line."""
    this, asked = wording.figure(now, line, places), wording.BLANK if line is None else wording.plain(line)
    last = wording.title("", "")
    if before is not None:
        shown = wording.figure(before, line, places)
        last = wording.title(f"上年 {shown.zh}、", f"last year {shown.en}, ")
    return wording.title(
        f"{last.zh}今年 {this.zh}，{called.zh} {asked.zh}", f"{last.en}this year {this.en}, {called.en} {asked.en}"
    )


def _text(subject: Title, said: Title, figures: Title | None = None) -> Title:
    tail = wording.title("", "") if figures is None else wording.title(f"：{figures.zh}", f": {figures.en}")
    return wording.title(f"{subject.zh}{said.zh}{tail.zh}。", f"{subject.en} {said.en}{tail.en}.")
