"""Forms Ⅳ and Ⅴ: the items of government guarantee and education quality, each with its conclusion and verdict."""

from __future__ import annotations

from collections.abc import Sequence

from junheng.assess.model import Assessment, ItemResult, Verdict
from junheng.report.book import Said, lines
from junheng.report.forms.page import CENTRE, FormPage
from junheng.report.words import GROUPS, all_items, item_word


def has(assessment: Assessment, group: str) -> bool:
    """Tell whether the standard has items of a group."""
    return any(item.group == group for item in all_items(assessment))


def conclusion(item: ItemResult, language: str = "zh") -> str:
    """Return the working of an item's findings, one below the other."""
    return "\n".join(finding.working.in_language(language) for finding in item.findings)


def said(item: ItemResult, verdict: Verdict, language: str = "zh") -> Said:
    """Return the verdict of an item or of one of its checks; a veto is there or not, not met or short."""
    return Said(verdict, item_word(item.group, verdict, language))


def items(page: FormPage, groups: Sequence[str], name: str, title: str) -> None:
    """Write the items of `groups`: serial, content, value or short conclusion, met or not."""
    several = len(groups) > 1
    widths = [*([13.0] if several else []), 6, 44, 52, 13]
    sheet = page.start(name, title, widths, landscape=False)
    heads = [*(["类别"] if several else []), "序号", "评估内容", "数值或简要结论", "是否达标"]
    for place, text in enumerate(heads):
        page.header(sheet, (2, place, 2, place), text)
    sheet.set_row(2, 26)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    row = 3
    for group in groups:
        for item in (one for one in all_items(page.assessment) if one.group == group):
            text = conclusion(item)
            entries = [*([GROUPS[group].zh] if several else []), str(item.number), item.title.zh, text]
            for place, entry in enumerate(entries):
                page.book.put(sheet, row, place, entry, **(CENTRE if len(entry) < 6 else {}))
            page.book.put(sheet, row, len(entries), said(item, item.verdict))
            sheet.set_row(row, 14 * max(lines(item.title.zh, 44), lines(text, 52), 1) + 10)
            row += 1
    page.finish(sheet, row, widths, page.legend())
