"""Assessments (or school parts) in columns: every row a demand, the first column what the others are held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from junheng.assess import Assessment, CountyIndicator, IndicatorReference, Part, Verdict
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.page.view import school_name
from junheng.report.words import GROUPS, all_items, code_word, field_word, group_word, stage_word, stages_of

CHANGED_NAMED = 8
"""Schools whose verdict turned that a cell names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: its text, its verdict where it has one, and its difference to the first column."""

    text: str
    state: figures.State | None = None
    value: figures.Figure | None = None
    places: int = 0
    difference: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing compared; `group` heads the rows that belong together."""

    group: str
    label: str
    entries: tuple[Entry, ...]
    unit: str = ""
    asked: str = ""


def against(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries with their differences to the first and whether their verdict is another."""
    first = entries[0]
    found = [first]
    for one in entries[1:]:
        difference = ""
        if one.value is not None and first.value is not None and one.value != first.value:
            gap = Fraction(one.value) - Fraction(first.value)
            shown = figures.number(gap, one.places)
            difference = shown if gap < 0 else f"+{shown}"
        turned = one.state is not None and first.state is not None and _plain(one.state) != _plain(first.state)
        found.append(Entry(one.text, one.state, one.value, one.places, difference, turned))
    return tuple(found)


def _plain(state: figures.State) -> str:
    return "met" if state == "near" else state


def rows_of(
    held: Sequence[Assessment], printer: Printer, *, allowed: frozenset[str] | None, schools: bool
) -> list[Row]:
    """Return the rows of assessments; `schools` adds whose verdicts turned, of those `allowed` (None: all)."""
    rows = [*_verdicts(held, printer), *_shares(held, printer)]
    if schools:
        rows += _turned(held, printer, allowed)
    rows += _items(held, printer)
    return [*rows, *_indicators(held, printer)]


def _verdicts(held: Sequence[Assessment], printer: Printer) -> Iterator[Row]:
    group = printer.pick("结论", "Verdicts")
    yield _said(group, printer.pick("县（市、区）结论", "the county"), [one.verdict for one in held], printer)
    titles = {each.id: printer.say(each.title) for one in held for each in one.components}
    for name, title in titles.items():
        verdicts = [next((each.verdict for each in one.components if each.id == name), None) for one in held]
        yield _said(group, title, verdicts, printer)


def _said(group: str, label: str, verdicts: Sequence[Verdict | None], printer: Printer) -> Row:
    return Row(group, label, against([Entry(printer.word(verdict), verdict) for verdict in verdicts]))


def _stages(held: Sequence[Assessment]) -> list[str]:
    return list(dict.fromkeys(stage for one in held for stage in stages_of(one)))


def _shares(held: Sequence[Assessment], printer: Printer) -> Iterator[Row]:
    group = printer.pick("学校", "Schools")
    for stage in _stages(held):
        entries = []
        for one in held:
            verdicts = [part.verdict for part in one.parts if part.stage == stage]
            met, judged = verdicts.count("met"), sum(verdict is not None for verdict in verdicts)
            share = Fraction(100 * met, judged) if judged else None
            text = f"{met} / {judged} · {figures.percent(share / 100)}" if share is not None else figures.NONE
            entries.append(Entry(text, None, share, 1))
        word = stage_word(stage, printer.language)
        label = printer.pick(f"{word}达标学校", f"schools met, {word}")
        yield Row(group, label, against(entries), printer.pick("所，%", "%"))


def _turned(held: Sequence[Assessment], printer: Printer, allowed: frozenset[str] | None) -> Iterator[Row]:
    first = _known(held[0], allowed)
    entries = [Entry(figures.NONE)]
    for one in held[1:]:
        now = _known(one, allowed)
        named = [
            _turn(first[key], part, printer)
            for key, part in now.items()
            if key in first and first[key].verdict != part.verdict
        ]
        more = len(named) - CHANGED_NAMED
        text = printer.pick("；", "; ").join(named[:CHANGED_NAMED]) or printer.pick("没有", "none")
        if more > 0:
            text += printer.pick(f"等 {len(named)} 所", f" and {more} more")
        entries.append(Entry(text, turned=bool(named)))
    yield Row(printer.pick("学校", "Schools"), printer.pick("结论有变化的学校", "schools that turned"), tuple(entries))


def _turn(was: Part, now: Part, printer: Printer) -> str:
    stage = stage_word(now.stage, printer.language)
    name = printer.pick(f"{school_name(now)}（{stage}）", f"{school_name(now)} ({stage}) ")
    return f"{name}{printer.word(was.verdict)}→{printer.word(now.verdict)}"


def _known(one: Assessment, allowed: frozenset[str] | None) -> Mapping[tuple[str, str], Part]:
    return {(part.unit, part.stage): part for part in one.parts if allowed is None or part.school in allowed}


def _items(held: Sequence[Assessment], printer: Printer) -> Iterator[Row]:
    for group in GROUPS:
        entries = []
        for one in held:
            verdicts = [item.verdict for item in all_items(one) if item.group == group]
            met = verdicts.count("met")
            entries.append(Entry(f"{met} / {len(verdicts)}", None, met) if verdicts else Entry(figures.NONE))
        if any(entry.value is not None for entry in entries):
            unit = printer.pick("项", "items")
            yield Row(
                printer.pick("达标项目", "Items met"), group_word(group, printer.language), against(entries), unit
            )


def _indicators(held: Sequence[Assessment], printer: Printer) -> Iterator[Row]:
    titles = {each.id: each for one in held for each in one.standard.indicators}
    for stage in _stages(held):
        word = stage_word(stage, printer.language)
        means, spreads = (
            printer.pick(f"{word}县均值", f"{word}: county mean"),
            printer.pick(f"{word}差异系数", f"{word}: CV"),
        )
        found = [{one.indicator: one for one in each.county if one.stage == stage} for each in held]
        for name, indicator in titles.items():
            label, unit = f"{name} {printer.say(indicator.title)}", printer.with_unit("", indicator.unit).strip()
            yield Row(means, label, against([_mean(each.get(name), printer) for each in found]), unit)
        for name, indicator in titles.items():
            entries = against([_cv(each.get(name), printer) for each in found])
            limit = next((each[name].limit for each in found if name in each), None)
            yield Row(spreads, f"{name} {printer.say(indicator.title)}", entries, "", _limit(limit))
        yield _composite(held, stage, spreads, printer)


def _mean(one: CountyIndicator | None, printer: Printer) -> Entry:
    if one is None:
        return Entry(figures.NONE)
    places = figures.PLACES["mean"]
    return Entry(figures.number(one.mean, places, blank=printer.unknown), None, one.mean, places)


def _cv(one: CountyIndicator | None, printer: Printer) -> Entry:
    if one is None:
        return Entry(figures.NONE)
    places = figures.PLACES["cv"]
    return Entry(figures.beside(one.cv, one.limit, places, blank=printer.unknown), one.verdict, one.cv, places)


def _limit(limit: Fraction | None) -> str:
    return "" if limit is None else f"≤ {figures.plain(limit)}"


def _composite(held: Sequence[Assessment], stage: str, group: str, printer: Printer) -> Row:
    entries, limits, places = [], [], figures.PLACES["cv"]
    for each in held:
        one = next((one for one in each.composite if one.stage == stage), None)
        limits.append(one.limit if one else None)
        text = figures.NONE if one is None else figures.beside(one.cv, one.limit, places, blank=printer.unknown)
        entries.append(Entry(text, one.verdict if one else None, one.cv if one else None, places))
    limit = next((each for each in limits if each is not None), None)
    return Row(group, printer.pick("综合差异系数", "composite"), against(entries), "", _limit(limit))


def rows_of_parts(parts: Sequence[Part], assessment: Assessment, printer: Printer) -> list[Row]:
    """Return the rows of school parts of one assessment."""
    language = printer.language
    about, values = printer.pick("学校", "School"), printer.pick("资源配置指标", "Resource indicators")
    rows = [_said(about, printer.pick("本校结论", "verdict"), [part.verdict for part in parts], printer)]

    def told(label: str, text: Callable[[Part], str]) -> Row:
        return Row(about, label, tuple(Entry(text(part)) for part in parts))

    rows.append(
        told(field_word("locale", language), lambda part: code_word("locale", part.locale, language) or printer.blank)
    )
    for name in ("pupils", "classes"):
        counts = [getattr(part, name) for part in parts]
        rows.append(
            Row(about, field_word(name, language), against([Entry(printer.count(one), None, one) for one in counts]))
        )
    rows.append(
        Row(
            about,
            printer.pick("达标指标数", "indicators met"),
            against([Entry(str(part.met), None, part.met) for part in parts]),
        )
    )
    return [*rows, *(_values(parts, one, values, printer) for one in assessment.standard.indicators)]


def _values(parts: Sequence[Part], indicator: IndicatorReference, group: str, printer: Printer) -> Row:
    cells = [part.indicators[indicator.id] for part in parts]
    places = figures.PLACES["value"]
    entries = [
        Entry(
            printer.unknown if cell.value is None else printer.value(cell),
            figures.state(cell.verdict, near=cell.near),
            cell.value,
            places,
        )
        for cell in cells
    ]
    relation = "≤" if indicator.better == "less" else "≥"
    lines = dict.fromkeys(f"{relation} {figures.plain(cell.line)}" for cell in cells if cell.line is not None)
    label, unit = f"{indicator.id} {printer.say(indicator.title)}", printer.with_unit("", indicator.unit).strip()
    return Row(group, label, against(entries), unit, " / ".join(lines))
