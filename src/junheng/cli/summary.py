"""The assessment in a terminal's width, in reading order: verdict, what is short, what is unknown, what is near."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from junheng.assess import Assessment, Cell, CountyIndicator, ItemResult, Part, Unknown, Verdict
from junheng.cli.output import STYLES, Output
from junheng.dictionary import Title, load
from junheng.facts import Facts
from junheng.report import figures, reason, words

WIDE = 110
"""Columns from which indicators are named in the table of gaps; below it their ids stand alone."""

LISTED = 20
"""Rows of a list printed at the shell; the workbook and the page have all of them."""


def summarise(output: Output, found: Sequence[Assessment], facts: Facts) -> None:
    """Print one county in full, several as a table of verdicts; then where two sources of the facts differ."""
    if len(found) == 1:
        _county(output, found[0])
    else:
        _counties(output, found)
    differing = [output.title(note.text) for note in facts.notes if note.kind == "differs"]
    if differing:
        output.lines(
            _heading(output, "填报数与名册不一致", "filed figures and rosters differ", len(differing)),
            differing[:LISTED],
        )


def _verdict(output: Output, verdict: Verdict | None) -> str:
    if verdict is None:
        return figures.NONE
    return f"{figures.verdict_sign(verdict)} {figures.verdict_word(verdict, output.language)}"


def _item_verdict(output: Output, group: str, verdict: Verdict) -> str:
    return f"{figures.verdict_sign(verdict)} {words.item_word(group, verdict, output.language)}"


def _counties(output: Output, found: Sequence[Assessment]) -> None:
    output.table(
        output.title(found[0].standard.title),
        (
            output.word("县", "county"),
            output.word("学校学段", "parts"),
            output.word("达标", "met"),
            output.word("结论", "verdict"),
        ),
        (
            (
                " ".join(dict.fromkeys(filter(None, (each.county_code, each.county_name)))),
                str(len(each.parts)),
                str(sum(part.verdict == "met" for part in each.parts)),
                _verdict(output, each.verdict),
                reason(each, output.language),
            )
            for each in found
        ),
        right=(1, 2),
    )


def _county(output: Output, found: Assessment) -> None:
    name = found.county_name or found.county_code
    standard = f"{output.title(found.standard.title)}（{found.standard.document}）"
    output.say(
        output.word(
            f"{name} {found.year}—{found.year + 1} 学年：{_verdict(output, found.verdict)}",
            f"{name}, school year {found.year}-{found.year + 1}: {_verdict(output, found.verdict)}",
        ),
        style=f"bold {STYLES[found.verdict]}",
    )
    output.say(standard)
    output.table(
        output.word("各部分", "components"),
        (output.word("部分", "component"), output.word("结论", "verdict"), ""),
        (
            (
                output.title(each.title),
                _item_verdict(output, each.id, each.verdict),
                words.component_text(found, each, output.language),
            )
            for each in found.components
        ),
    )
    _short_parts(output, found)
    _inequality(output, found)
    _items(output, found)
    _unknown(output, found)
    _near(output, found)


def _titles(found: Assessment) -> dict[str, Title]:
    return {each.id: each.title for each in found.standard.indicators}


def _unit(found: Assessment, indicator: str, output: Output) -> str:
    units = {each.id: each.unit for each in found.standard.indicators}
    return output.title(load().units[units[indicator]].title)


def _gaps(found: Assessment) -> Iterator[tuple[Part, str, Cell]]:
    for part in found.parts:
        for indicator, cell in part.indicators.items():
            if cell.verdict == "short":
                yield part, indicator, cell


def _stage(output: Output, stage: str) -> str:
    code = load().codes["stage"].codes.get(stage)
    return stage if code is None else output.word(code.zh, code.en)


def _short_parts(output: Output, found: Assessment) -> None:
    titles = _titles(found)
    rows = [
        (
            part.name,
            _stage(output, part.stage),
            _verdict(output, part.verdict),
            f"{indicator} {output.title(titles[indicator])}" if output.console.width >= WIDE else indicator,
            figures.number(cell.value, 2),
            figures.plain(cell.line),
            _missing(output, found, indicator, cell),
        )
        for part, indicator, cell in sorted(_gaps(found), key=lambda gap: gap[0].verdict != "short")
    ]
    if rows:
        output.table(
            _heading(output, "差距", "what is short", len(rows)),
            (
                output.word("学校", "school"),
                output.word("学段", "stage"),
                output.word("学校结论", "school's verdict"),
                output.word("指标", "indicator"),
                output.word("值", "value"),
                output.word("标准", "line"),
                output.word("全校还差", "school must add"),
            ),
            rows[:LISTED],
            right=(4, 5, 6),
        )


def _missing(output: Output, found: Assessment, indicator: str, cell: Cell) -> str:
    places = 0 if _whole(found, indicator) else 2
    return f"{figures.number(figures.enough(cell.shortfall, places), places)} {_unit(found, indicator, output)}"


def _whole(found: Assessment, indicator: str) -> bool:
    return next(each.whole for each in found.standard.indicators if each.id == indicator)


def _heading(output: Output, zh: str, en: str, count: int) -> str:
    if count <= LISTED:
        return output.word(f"{zh}（{count}）", f"{en} ({count})")
    return output.word(f"{zh}（共 {count}，列前 {LISTED}）", f"{en} (first {LISTED} of {count})")


def _inequality(output: Output, found: Assessment) -> None:
    titles = _titles(found)
    rows: list[tuple[str, ...]] = [_county_row(output, each, titles) for each in found.county]
    rows += [
        (
            _stage(output, each.stage),
            output.word("综合差异系数", "composite"),
            figures.NONE,
            figures.cv(each.cv),
            figures.plain(each.limit, blank=figures.NONE),
            _verdict(output, each.verdict),
        )
        for each in found.composite
    ]
    output.table(
        output.word("差异系数", "coefficients of variation"),
        (
            output.word("学段", "stage"),
            output.word("指标", "indicator"),
            output.word("县均值", "county mean"),
            "CV",
            output.word("上限", "limit"),
            output.word("结论", "verdict"),
        ),
        rows,
        right=(2, 3, 4),
    )


def _county_row(output: Output, each: CountyIndicator, titles: dict[str, Title]) -> tuple[str, ...]:
    return (
        _stage(output, each.stage),
        f"{each.indicator} {output.title(titles[each.indicator])}",
        figures.number(each.mean, 2, blank=output.word("无法判定", "unknown")),
        figures.cv(each.cv, blank=output.word("无法判定", "unknown")),
        figures.plain(each.limit, blank=figures.NONE),
        _verdict(output, each.verdict),
    )


def _items(output: Output, found: Assessment) -> None:
    open_items: list[ItemResult] = [
        item
        for item in (*found.preconditions, *found.items, *found.recognition, *found.vetoes)
        if item.verdict != "met"
    ]
    if open_items:
        output.table(
            output.word("未达标或无法判定的项目", "items short or unknown"),
            (
                output.word("项", "item"),
                output.word("内容", "title"),
                output.word("结论", "verdict"),
                output.word("依据", "working"),
            ),
            (
                (
                    words.item_label(item, output.language),
                    output.title(item.title),
                    _item_verdict(output, item.group, item.verdict),
                    " ".join(output.title(each.working) for each in item.findings if each.verdict != "met"),
                )
                for item in open_items
            ),
        )


def _unknown(output: Output, found: Assessment) -> None:
    if found.unknown:
        heading = _heading(output, "无法判定", "what is unknown", len(found.unknown))
        output.lines(heading, [_about(output, each) for each in found.unknown[:LISTED]])


def _about(output: Output, unknown: Unknown) -> str:
    return " ".join(filter(None, (unknown.name, output.title(unknown.text))))


def _near(output: Output, found: Assessment) -> None:
    rows = [output.title(alert.text) for alert in found.alerts]
    if rows:
        output.lines(_heading(output, "预警", "alerts", len(rows)), rows[:LISTED])
