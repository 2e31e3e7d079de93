"""The first sheet of the result workbook, in reading order: verdict, what is short, what is unknown, what is near."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from junheng.assess.model import Assessment, Part
from junheng.dictionary import Title
from junheng.report import figures
from junheng.report.book import HEADER_SHADE, INK, Entry, ReportBook, Said, lines
from junheng.report.forms.items import said
from junheng.report.result.lists import start
from junheng.report.words import (
    all_items,
    bound_text,
    component_text,
    indicators_of,
    item_label,
    item_word,
    stage_word,
)

_WIDTHS = (28, 14, 92)
_LISTED = 20
"""How many figures near their line the sheet shows; the list of alerts has all of them."""
_NAMED = 12
"""How many schools a line names; the lists have all of them."""

Row = tuple[str, Entry, str]
"""What, its verdict, in words."""


@dataclass(frozen=True, slots=True)
class _Section:
    title: Title
    rows: list[Row]
    none: Title


def add_summary(book: ReportBook, assessment: Assessment) -> None:
    """Add the sheet 结论."""
    language = book.language
    name = assessment.county_name or assessment.county_code
    title = Title(f"{name}　{assessment.standard.title.zh}　评估结果", f"{name}: {assessment.standard.title.en}")
    sheet = start(book, assessment, Title("结论", "Verdict"), title, landscape=True)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_row(2, 34)
    verdict = f"{figures.verdict_sign(assessment.verdict)} {figures.verdict_word(assessment.verdict, language)}"
    shade = {"met": "#E2F0D9", "short": "#F4B6B6", "unknown": "#D9D9D9"}[assessment.verdict]
    look = {"border": 1, "bold": True, "font_size": 15}
    sheet.write_string(2, 0, "县级结论" if language == "zh" else "the county", book.style(**look))
    book.merged(sheet, (2, 1, 2, 2), verdict, **look, bg_color=shade, indent=1)
    row = 4
    for section in _sections(assessment, language):
        row = _write(book, sheet, row, section)
    for note in assessment.notes:
        book.merged(sheet, (row, 0, row, 2), note.in_language(language), font_size=9, font_color="#595959")
        sheet.set_row(row, 14 * lines(note.in_language(language), sum(_WIDTHS)) + 2)
        row += 1
    sheet.freeze_panes(3, 0)


def _sections(assessment: Assessment, language: str) -> Iterator[_Section]:
    components: list[Row] = [
        (
            one.title.in_language(language),
            Said(one.verdict, item_word(one.id, one.verdict, language)),
            component_text(assessment, one, language),
        )
        for one in assessment.components
    ]
    yield _Section(Title("一、各部分结论", "1. Verdicts by component"), components, Title("无", "none"))
    short = [*_schools(assessment, "short", language), *_variation(assessment, language)]
    short += _items(assessment, "short", language)
    yield _Section(Title("二、不达标", "2. What is short"), short, Title("没有不达标的事项", "nothing is short"))
    unknown = [*_schools(assessment, "unknown", language), *_items(assessment, "unknown", language)]
    unknown += _unknown_figures(assessment, language)
    yield _Section(
        Title("三、无法判定", "3. What is unknown"), unknown, Title("没有无法判定的事项", "nothing is unknown")
    )
    near = list(_near(assessment, language))
    yield _Section(
        Title("四、临近标准", "4. What is near its line"), near, Title("没有临近标准的事项", "nothing is near")
    )


def _near(assessment: Assessment, language: str) -> Iterator[Row]:
    found = [one for one in assessment.alerts if one.kind == "near"]
    for one in found[:_LISTED]:
        yield one.name or stage_word(one.stage, language), Said("near"), one.text.in_language(language)
    if len(found) > _LISTED:
        rest = len(found) - _LISTED
        text = f"另有 {rest} 处，见“预警”表" if language == "zh" else f"{rest} more, see the sheet Alerts"
        yield "……", Said("near"), text


def _schools(assessment: Assessment, verdict: str, language: str) -> Iterator[Row]:
    for stage in dict.fromkeys(part.stage for part in assessment.parts):
        parts = [part for part in assessment.parts if part.stage == stage]
        found = [part for part in parts if part.verdict == verdict]
        if not found:
            continue
        word = stage_word(stage, language)
        names = _names(found, language)
        what = f"{word}学校" if language == "zh" else f"{word} schools"
        text = (
            f"{len(parts)} 所中 {len(found)} 所：{names}"
            if language == "zh"
            else f"{len(found)} of {len(parts)}: {names}"
        )
        yield what, Said("short" if verdict == "short" else "unknown"), text


def _names(parts: list[Part], language: str) -> str:
    separator = "、" if language == "zh" else ", "
    named = separator.join(part.name for part in parts[:_NAMED])
    if len(parts) <= _NAMED:
        return named
    return named + (f" 等 {len(parts)} 所" if language == "zh" else f" and {len(parts) - _NAMED} more")


def _variation(assessment: Assessment, language: str) -> Iterator[Row]:
    titles = {one.id: one.title.in_language(language) for one in indicators_of(assessment)}
    colon, comma = ("：", "，") if language == "zh" else (": ", ", ")
    for one in assessment.county:
        if one.verdict == "short":
            what = f"{stage_word(one.stage, language)} {one.indicator} " + ("差异系数" if language == "zh" else "CV")
            value = figures.number(one.cv, 6).rstrip("0")
            text = f"{titles.get(one.indicator, '')}{colon}{value}{comma}{bound_text(one.limit, at_most=True)}"
            yield what, Said("short"), text
    for each in assessment.composite:
        if each.verdict == "short":
            what = stage_word(each.stage, language) + ("综合差异系数" if language == "zh" else " composite CV")
            yield what, Said("short"), f"{figures.number(each.cv, 6)}{comma}{bound_text(each.limit, at_most=True)}"


def _items(assessment: Assessment, verdict: str, language: str) -> Iterator[Row]:
    for item in all_items(assessment):
        if item.verdict != verdict:
            continue
        working = [one.working.in_language(language) for one in item.findings if one.verdict == verdict]
        what = f"{item_label(item, language)} {item.title.in_language(language)}"
        yield what, said(item, item.verdict, language), "\n".join(working)


def _unknown_figures(assessment: Assessment, language: str) -> Iterator[Row]:
    """Say how many unknown figures there are; the list has them one by one."""
    if assessment.unknown:
        number = len(assessment.unknown)
        text = f"共 {number} 处，见“无法判定”表" if language == "zh" else f"{number} in all, see the sheet Unknown"
        yield "缺少的数据" if language == "zh" else "missing figures", Said("unknown"), text


def _write(book: ReportBook, sheet: Worksheet, row: int, section: _Section) -> int:
    head = book.style(bold=True, font_size=12, font_color=INK, bg_color=HEADER_SHADE)
    sheet.set_row(row, 24)
    sheet.write_string(row, 0, section.title.in_language(book.language), head)
    for place in (1, 2):
        sheet.write_blank(row, place, None, head)
    row += 1
    for what, verdict, text in section.rows:
        for place, entry in enumerate((what, verdict, text)):
            book.put(sheet, row, place, entry)
        sheet.set_row(row, 15 * min(max(lines(what, _WIDTHS[0]), lines(text, _WIDTHS[2])), 20) + 6)
        row += 1
    if not section.rows:
        sheet.write_string(row, 0, section.none.in_language(book.language), book.style(italic=True))
        row += 1
    return row + 1
