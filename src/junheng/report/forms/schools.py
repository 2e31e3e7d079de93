"""Forms Ⅱ-1, Ⅱ-2 and Ⅲ: shares of schools met, each school's indicators, county means and variation."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from junheng.assess.model import Cell, CountyIndicator, IndicatorReference, Part
from junheng.dictionary import load
from junheng.report import figures
from junheng.report.book import Entry, Said, Shown, Tone, lines
from junheng.report.figures import PLACES
from junheng.report.forms.page import CENTRE, FormPage
from junheng.report.words import bound_text, ids_text, indicators_of, stage_word, stages_of, unit_word

UNKNOWN = "无法判定"


def tone_of(cell: Cell) -> Tone | None:
    """Return how an indicator is shaded: short, short above the floor, unknown; nothing when it is met."""
    match cell.verdict:
        case "short":
            return "tolerated" if cell.above_floor else "short"
        case "unknown":
            return "unknown"
        case _:
            return None


def shown_indicator(cell: Cell | None, places: int = PLACES["value"]) -> Entry:
    """Return an indicator's value as a form prints it."""
    if cell is None:
        return figures.NONE
    tone: Tone | None = "unknown" if cell.value is None else tone_of(cell)
    return Shown(cell.value, places, tone, signed=True, blank=UNKNOWN)


# --- Form Ⅱ-1 ---


def shares(page: FormPage, name: str, title: str) -> None:
    """Write form Ⅱ-1: schools met and their share (%) by stage, for each indicator and over all."""
    indicators = indicators_of(page.assessment)
    widths = [9, 15, 9, *[13.0] * len(indicators), 12]
    sheet = page.start(name, title, widths, landscape=True)
    for place, text in enumerate(("学段", "项目", "学校数(所)")):
        page.header(sheet, (2, place, 3, place), text)
    if indicators:
        page.header(sheet, (2, 3, 2, 2 + len(indicators)), "资源配置指标")
    for place, indicator in enumerate(indicators, start=3):
        page.header(sheet, (3, place, 3, place), f"{indicator.id}\n{indicator.title.zh}")
    page.header(sheet, (2, 3 + len(indicators), 3, 3 + len(indicators)), "综合评估\n达标")
    sheet.set_row(3, 62)
    sheet.repeat_rows(2, 3)
    sheet.freeze_panes(4, 2)
    row = 4
    for stage in stages_of(page.assessment):
        row = _stage_shares(page, sheet, row, stage, indicators)
    notes = (
        "达标比例(%)＝达标校数÷学校数×100，四舍五入保留 1 位小数；有学校无法判定时，比例写“无法判定”。",
        page.legend(),
    )
    page.finish(sheet, row, widths, *notes)


def _stage_shares(
    page: FormPage, sheet: Worksheet, row: int, stage: str, indicators: Sequence[IndicatorReference]
) -> int:
    parts = [part for part in page.assessment.parts if part.stage == stage]
    counts = [_count([_verdict(part, one.id) for part in parts]) for one in indicators]
    counts.append(_count([part.verdict for part in parts]))
    page.book.merged(sheet, (row, 0, row + 2, 0), stage_word(stage), border=1, align="center", bold=True)
    page.book.merged(sheet, (row, 2, row + 2, 2), "", border=1)
    page.book.put(sheet, row, 2, Shown(Fraction(len(parts)), 0))
    for line, text in enumerate(("达标校数(所)", "达标比例(%)", "无法判定(所)")):
        page.book.put(sheet, row + line, 1, text)
        sheet.set_row(row + line, 24)
        for place, (met, unknown, judged) in enumerate(counts, start=3):
            page.book.put(sheet, row + line, place, _share_entry(line, met, unknown, judged))
    return row + 3


def _verdict(part: Part, indicator: str) -> str | None:
    cell = part.indicators.get(indicator)
    return None if cell is None else cell.verdict


def _count(verdicts: Sequence[str | None]) -> tuple[int, int, int]:
    """Return how many are met, how many unknown, how many have a line at all."""
    judged = [verdict for verdict in verdicts if verdict is not None]
    return judged.count("met"), judged.count("unknown"), len(judged)


def _share_entry(line: int, met: int, unknown: int, judged: int) -> Entry:
    if not judged:
        return figures.NONE
    match line:
        case 0:
            return Shown(Fraction(met), 0, "short" if met + unknown < judged else None, signed=True)
        case 1:
            share = None if unknown else Fraction(100 * met, judged)
            tone: Tone | None = "unknown" if share is None else "short" if met < judged else None
            return Shown(share, PLACES["percent"], tone, signed=True, blank=UNKNOWN)
        case _:
            return Shown(Fraction(unknown), 0, "unknown" if unknown else None)


# --- Form Ⅱ-2 ---

_LEAD = ("序号", "学校名称", "举办者\n代码", "学生数\n(人)", "年级数\n(个)", "班级数\n(个)")


def schools(page: FormPage, stage: str, name: str, title: str) -> None:
    """Write form Ⅱ-2 for one stage: a row per school part with its indicators, verdict and remark."""
    indicators = indicators_of(page.assessment)
    judged = any(part.verdict is not None for part in page.assessment.parts)
    tail = ["是否达标", "备注"] if judged else ["备注"]
    widths = [5, 28, 7, 8, 7, 7, *[10.5] * len(indicators), *([11, 27] if judged else [27])]
    sheet = page.start(name, title, widths, landscape=True)
    first = _schools_header(page, sheet, stage, indicators, tail)
    parts = [part for part in page.assessment.parts if part.stage == stage]
    for serial, part in enumerate(parts, start=1):
        row = first + serial - 1
        remark = remark_of(part, [one.id for one in indicators])
        entries: list[tuple[Entry, bool]] = [
            (Shown(Fraction(serial), 0), True),
            (part.name + (f"（{part.campus}）" if part.campus and part.campus not in part.name else ""), False),
            (part.sponsor or figures.BLANK, True),
            *((_count_entry(value), False) for value in (part.pupils, part.grades, part.classes)),
            *((shown_indicator(part.indicators.get(one.id)), False) for one in indicators),
            *([(Said(part.verdict), True)] if judged else []),
            (remark, False),
        ]
        for place, (entry, centred) in enumerate(entries):
            page.book.put(sheet, row, place, entry, **(CENTRE if centred else {}))
        sheet.set_row(row, 14 * max(lines(part.name, widths[1]), lines(remark, widths[-1])) + 6)
    row = first + len(parts)
    _county_row(page, sheet, row, stage, parts, columns=len(widths))
    page.finish(sheet, row + 1, widths, f"举办者代码：{_sponsors()}。", page.legend())


def _schools_header(
    page: FormPage, sheet: Worksheet, stage: str, indicators: Sequence[IndicatorReference], tail: Sequence[str]
) -> int:
    """Write the three header rows and return the first row of the schools."""
    for place, text in enumerate(_LEAD):
        page.header(sheet, (2, place, 4, place), text)
    start, end = len(_LEAD), len(_LEAD) + len(indicators)
    if indicators:
        page.header(sheet, (2, start, 2, end - 1), "资源配置指标（下行为标准值）")
    for place, one in enumerate(indicators, start=start):
        page.header(sheet, (3, place, 3, place), f"{one.id} {one.title.zh}({unit_word(one.unit)})")
        page.header(sheet, (4, place, 4, place), bound_text(one.lines.get(stage), at_most=one.better == "less"))
    for place, text in enumerate(tail, start=end):
        page.header(sheet, (2, place, 4, place), text)
    sheet.set_row(3, 88)
    sheet.repeat_rows(2, 4)
    sheet.freeze_panes(5, 2)
    return 5


def _county_row(page: FormPage, sheet: Worksheet, row: int, stage: str, parts: Sequence[Part], *, columns: int) -> None:
    """Write the last row: county totals, county means."""
    means = {one.indicator: one for one in page.assessment.county if one.stage == stage}
    bold = {"bold": True}
    page.book.merged(sheet, (row, 0, row, 2), "全县合计(学生数、班级数)、均值", border=1, align="center", bold=True)
    totals = (_total([part.pupils for part in parts]), None, _total([part.classes for part in parts]))
    for place, total in enumerate(totals, start=3):
        if place == 4:
            page.book.put(sheet, row, place, figures.NONE, **CENTRE)
        else:
            page.book.put(sheet, row, place, Shown(total, 0, blank=UNKNOWN), **bold)
    indicators = indicators_of(page.assessment)
    for place, one in enumerate(indicators, start=len(_LEAD)):
        mean = means.get(one.id)
        entry: Entry = figures.NONE if mean is None else _mean_entry(mean)
        page.book.put(sheet, row, place, entry, **bold)
    for place in range(len(_LEAD) + len(indicators), columns):
        page.book.put(sheet, row, place, None)
    sheet.set_row(row, 22)


def _total(values: Sequence[int | None]) -> Fraction | None:
    """Return the sum, unknown when any term is."""
    known = [value for value in values if value is not None]
    return Fraction(sum(known)) if len(known) == len(values) else None


def _count_entry(value: int | None) -> Shown:
    return Shown(None if value is None else Fraction(value), 0)


def _mean_entry(one: CountyIndicator) -> Shown:
    return Shown(one.mean, PLACES["mean"], "unknown" if one.mean is None else None, blank=UNKNOWN)


def _sponsors() -> str:
    codes = load().codes["sponsor"].codes
    return "；".join(f"{code} {entry.zh}" for code, entry in codes.items())


def remark_of(part: Part, order: Sequence[str]) -> str:
    """Return the remark of form Ⅱ-2: which indicators are met, which reach the floor, which not, which are unknown."""
    groups: dict[str, list[str]] = {"met": [], "tolerated": [], "short": [], "unknown": []}
    floors = set()
    for indicator, cell in part.indicators.items():
        if cell.verdict is None or indicator not in order:
            continue
        groups[tone_of(cell) or "met"].append(indicator)
        if cell.floor is not None and cell.line:
            floors.add(cell.floor / cell.line)
    share = f"{figures.plain(next(iter(floors)) * 100)}%" if len(floors) == 1 else "最低限"
    below = f"未达{share}" if floors else "未达标"
    words = {"met": "达标", "tolerated": f"达{share}", "short": below, "unknown": "无法判定"}
    said = [f"{words[group]}：{ids_text(ids, order)}" for group, ids in groups.items() if ids]
    return "；".join(said)


# --- Form Ⅲ ---


_FORMULA = "差异系数按学生数加权：S＝√Σ(Pi/PN)(xi－X̄)²，CV＝S÷X̄，X̄＝全县总量÷全县学生数。"
_UNROUNDED = (
    "县均值保留 2 位小数，差异系数保留 3 位小数；是否达标按未取整的值判定(如 0.45004 印作 0.450，仍高于限值 0.45)。"
)


def balance(page: FormPage, name: str, title: str) -> None:
    """Write form Ⅲ: county mean and coefficient of variation of each indicator and the composite, by stage."""
    stages = stages_of(page.assessment)
    widths = [6, 40, 8, *[11.0, 11.0, 9.0, 12.0] * len(stages)]
    sheet = page.start(name, title, widths, landscape=True)
    for place, text in enumerate(("代码", "指标", "单位")):
        page.header(sheet, (2, place, 3, place), text)
    for offset, stage in enumerate(stages):
        start = 3 + 4 * offset
        page.header(sheet, (2, start, 2, start + 3), stage_word(stage))
        for place, text in enumerate(("县均值", "差异系数", "限值", "是否达标"), start=start):
            page.header(sheet, (3, place, 3, place), text)
    sheet.repeat_rows(2, 3)
    sheet.freeze_panes(4, 2)
    row = 4
    for one in indicators_of(page.assessment):
        for place, text in enumerate((one.id, one.title.zh, unit_word(one.unit))):
            page.book.put(sheet, row, place, text, **(CENTRE if place != 1 else {}))
        for offset, stage in enumerate(stages):
            found = next(
                (each for each in page.assessment.county if (each.stage, each.indicator) == (stage, one.id)), None
            )
            _put(page, sheet, row, 3 + 4 * offset, _balance_entries(found))
        sheet.set_row(row, 26)
        row += 1
    _composite_row(page, sheet, row, stages)
    notes = (_FORMULA, _UNROUNDED, page.legend())
    page.finish(sheet, row + 1, widths, *notes)


def _balance_entries(one: CountyIndicator | None) -> list[Entry]:
    if one is None:
        return [figures.NONE] * 4
    tone: Tone | None = "unknown" if one.cv is None else "short" if one.verdict == "short" else None
    return [
        _mean_entry(one),
        Shown(one.cv, PLACES["cv"], tone, signed=True, blank=UNKNOWN),
        bound_text(one.limit, at_most=True),
        Said(one.verdict),
    ]


def _composite_row(page: FormPage, sheet: Worksheet, row: int, stages: Sequence[str]) -> None:
    page.book.merged(sheet, (row, 0, row, 2), "综合差异系数", border=1, align="center", bold=True)
    for offset, stage in enumerate(stages):
        one = next((each for each in page.assessment.composite if each.stage == stage), None)
        entries: list[Entry] = [figures.NONE] * 4
        if one is not None:
            tone: Tone | None = "unknown" if one.cv is None else "short" if one.verdict == "short" else None
            cv = Shown(one.cv, PLACES["cv"], tone, signed=True, blank=UNKNOWN)
            entries = [figures.NONE, cv, bound_text(one.limit, at_most=True), Said(one.verdict)]
        _put(page, sheet, row, 3 + 4 * offset, entries)
    sheet.set_row(row, 26)


def _put(page: FormPage, sheet: Worksheet, row: int, start: int, entries: Sequence[Entry]) -> None:
    for place, entry in enumerate(entries, start=start):
        page.book.put(sheet, row, place, entry, **(CENTRE if isinstance(entry, str) else {}))
