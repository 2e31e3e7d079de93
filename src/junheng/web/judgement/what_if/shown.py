"""Before and after, side by side, every figure printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from junheng.assess import Cell, CountyIndicator, IndicatorReference, Outcome, Part, StandardReference, Verdict
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.page.view import school_name
from junheng.report.words import group_word, item_word, stage_word


@dataclass(frozen=True, slots=True)
class Side:
    """A figure or verdict on one side: its words, its state, and the exact figure for workbooks."""

    text: str
    state: figures.State | None = None
    value: figures.Figure | None = None
    places: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing before and after; `note` says more (what is still short, why)."""

    label: str
    before: Side
    after: Side
    asked: str = ""
    unit: str = ""
    note: str = ""

    @property
    def changed(self) -> bool:
        """Tell whether the figure or its words moved."""
        return (self.before.text, self.before.value) != (self.after.text, self.after.value)

    @property
    def turned(self) -> bool:
        """Tell whether the verdict did."""
        return self.before.state != self.after.state

    @property
    def better(self) -> bool:
        """Tell whether it turned to met."""
        return self.turned and self.after.state in {"met", "near"}


@dataclass(frozen=True, slots=True)
class School:
    """A school part whose figures moved."""

    unit: str
    name: str
    stage: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole comparison."""

    verdict: Line
    components: tuple[Line, ...]
    stages: tuple[Line, ...]
    coefficients: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    """By the stage's title."""
    schools: tuple[School, ...] = ()
    items: tuple[Line, ...] = ()

    @property
    def turned(self) -> int:
        """Return how many verdicts turned."""
        every = [self.verdict, *self.components, *self.items]
        every += [line for lines in self.coefficients.values() for line in lines]
        every += [line for school in self.schools for line in school.lines]
        return sum(line.turned for line in every)


def shown(standard: StandardReference, before: Outcome, after: Outcome, language: str) -> Shown:
    """Return what is before and after in the words of `language` (zh, en)."""
    printer = Printer(language)
    return Shown(
        verdict=_verdict(printer, printer.pick("县（市、区）结论", "the county"), before.verdict, after.verdict),
        components=tuple(
            _verdict(printer, printer.say(now.title), was.verdict, now.verdict)
            for was, now in zip(before.components, after.components, strict=True)
        ),
        stages=tuple(_stages(printer, standard, before, after)),
        coefficients=_coefficients(printer, standard, before, after),
        schools=tuple(_schools(printer, standard, before, after)),
        items=tuple(_items(printer, before, after)),
    )


def _verdict(printer: Printer, label: str, was: Verdict | None, now: Verdict | None, note: str = "") -> Line:
    return Line(label, Side(printer.word(was), was), Side(printer.word(now), now), note=note)


def _stages(printer: Printer, standard: StandardReference, before: Outcome, after: Outcome) -> Iterator[Line]:
    for stage in standard.stages:
        was, now = ([part for part in held.parts if part.stage == stage] for held in (before, after))
        if not was and not now:
            continue
        verdicts = {(part.unit, part.stage): part.verdict for part in was}
        turned = [part for part in now if verdicts.get((part.unit, part.stage)) != part.verdict]
        named = printer.pick("、", ", ").join(
            f"{school_name(part)}{printer.pick('：', ': ')}{printer.word(part.verdict)}" for part in turned
        )
        label = printer.pick(f"{stage_word(stage)}达标学校（所）", f"schools met, {stage_word(stage, 'en')}")
        yield Line(label, _met(was), _met(now), note=named)


def _met(parts: list[Part]) -> Side:
    met = sum(part.verdict == "met" for part in parts)
    return Side(f"{met} / {len(parts)}", None, met)


def _coefficients(
    printer: Printer, standard: StandardReference, before: Outcome, after: Outcome
) -> dict[str, tuple[Line, ...]]:
    titles = {one.id: one for one in standard.indicators}
    found: dict[str, list[Line]] = {}
    last = {(one.stage, one.indicator): one for one in before.county}
    for one in after.county:
        was = last.get((one.stage, one.indicator))
        lines = found.setdefault(stage_word(one.stage, printer.language), [])
        lines.append(_coefficient(printer, titles[one.indicator], was, one))
    composites = {one.stage: one for one in before.composite}
    for each in after.composite:
        held = composites.get(each.stage)
        found.setdefault(stage_word(each.stage, printer.language), []).append(
            Line(
                printer.pick("综合差异系数", "composite CV"),
                _cv(printer, held.cv if held else None, each.limit, held.verdict if held else None),
                _cv(printer, each.cv, each.limit, each.verdict),
                asked=_limit(each.limit),
            )
        )
    return {stage: tuple(lines) for stage, lines in found.items()}


def _coefficient(
    printer: Printer, indicator: IndicatorReference, was: CountyIndicator | None, now: CountyIndicator
) -> Line:
    blank, places = printer.unknown, figures.PLACES["mean"]
    means = [figures.number(one.mean if one else None, places, blank=blank) for one in (was, now)]
    note = (
        "" if means[0] == means[1] else printer.pick(f"均值 {means[0]} → {means[1]}", f"mean {means[0]} → {means[1]}")
    )
    return Line(
        f"{now.indicator} {printer.say(indicator.title)}",
        _cv(printer, was.cv if was else None, now.limit, was.verdict if was else None),
        _cv(printer, now.cv, now.limit, now.verdict),
        asked=_limit(now.limit),
        note=note,
    )


def _cv(printer: Printer, cv: figures.Figure | None, limit: Fraction | None, verdict: Verdict | None) -> Side:
    places = figures.PLACES["cv"]
    return Side(figures.beside(cv, limit, places, blank=printer.unknown), verdict, cv, places)


def _limit(limit: Fraction | None) -> str:
    return "" if limit is None else f"≤ {figures.plain(limit)}"


def _schools(printer: Printer, standard: StandardReference, before: Outcome, after: Outcome) -> Iterator[School]:
    last = {(part.unit, part.stage): part for part in before.parts}
    for part in after.parts:
        was = last.get((part.unit, part.stage))
        if was == part:
            continue
        lines = [_verdict(printer, printer.pick("本校结论", "the school"), was.verdict if was else None, part.verdict)]
        lines += [
            _cell(printer, one, was.indicators[one.id] if was else None, part.indicators[one.id])
            for one in standard.indicators
            if one.id in part.indicators and (was is None or was.indicators[one.id] != part.indicators[one.id])
        ]
        yield School(part.unit, school_name(part), stage_word(part.stage, printer.language), tuple(lines))
    there = {(part.unit, part.stage) for part in after.parts}
    for key, was in last.items():
        if key not in there:
            gone = printer.pick("不再参加评估", "not judged any more")
            line = Line(
                printer.pick("本校结论", "the school"), Side(printer.word(was.verdict), was.verdict), Side(gone)
            )
            yield School(was.unit, school_name(was), stage_word(was.stage, printer.language), (line,))


def _cell(printer: Printer, indicator: IndicatorReference, was: Cell | None, now: Cell) -> Line:
    relation = "≤" if indicator.better == "less" else "≥"
    short = ""
    if now.shortfall:
        lacks = printer.missing(now.shortfall, indicator.unit)
        short = (
            printer.pick(f"还差 {lacks}", f"{lacks} short")
            if indicator.better == "more"
            else printer.pick(f"超出 {lacks}", f"{lacks} too many")
        )
    return Line(
        f"{indicator.id} {printer.say(indicator.title)}",
        Side("") if was is None else _value(printer, was),
        _value(printer, now),
        asked="" if now.line is None else f"{relation} {figures.plain(now.line)}",
        note=short,
    )


def _value(printer: Printer, cell: Cell) -> Side:
    state = figures.state(cell.verdict, near=cell.near)
    text = printer.unknown if cell.value is None else printer.value(cell)
    return Side(text, state, cell.value, figures.PLACES["value"])


def _items(printer: Printer, before: Outcome, after: Outcome) -> Iterator[Line]:
    for was, now in zip(before.items, after.items, strict=True):
        if was == now:
            continue
        workings = [finding.working for finding, old in zip(now.findings, was.findings, strict=True) if finding != old]
        yield Line(
            f"{group_word(now.group, printer.language)} {now.number} {printer.say(now.title)}",
            Side(item_word(now.group, was.verdict, printer.language), was.verdict),
            Side(item_word(now.group, now.verdict, printer.language), now.verdict),
            note=" ".join(printer.say(working) for working in workings),
        )
