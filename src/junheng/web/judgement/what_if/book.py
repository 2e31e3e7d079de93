"""A scenario as a workbook: its changes, and what is before and after."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from junheng.dictionary import Title
from junheng.report.book import Entry, ReportBook, Said, Shown
from junheng.report.result.lists import Heading, ListSheet, add_list
from junheng.web.judgement.what_if.engine import Trial
from junheng.web.judgement.what_if.listed import Listed
from junheng.web.judgement.what_if.shown import Line, Side
from junheng.web.judgement.what_if.shown import Shown as Comparison


def workbook(trial: Trial, compared: Comparison, changes: list[Listed], name: str, language: str) -> bytes:
    """Return the workbook (XLSX) of a trial that came to a result."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.xlsx"
        with ReportBook(path, name, language) as book:
            add_list(book, trial.judged.assessment, _changes(changes, name))
            add_list(book, trial.judged.assessment, _results(compared, name))
        return path.read_bytes()


def _changes(changes: list[Listed], name: str) -> ListSheet:
    return ListSheet(
        name=Title("改动", "Changes"),
        title=Title(f"情景“{name}”的改动", f"Changes of the scenario “{name}”"),
        headings=(
            Heading(Title("学校", "school"), 30),
            Heading(Title("学段", "stage"), 10),
            Heading(Title("数据项", "figure"), 34),
            Heading(Title("单位", "unit"), 9),
            Heading(Title("原值", "before"), 14),
            Heading(Title("改动", "change"), 14),
        ),
        rows=[[one.school, one.stage, one.field, one.unit, one.before, one.typed] for one in changes],
        notes=(
            Title(
                "情景只在副本上试算，不改变登记的数据和快照。", "Tried on a copy: registry and snapshots are unchanged."
            ),
        ),
    )


def _results(compared: Comparison, name: str) -> ListSheet:
    return ListSheet(
        name=Title("前后对比", "Before and after"),
        title=Title(f"情景“{name}”前后对比", f"Before and after “{name}”"),
        headings=(
            Heading(Title("范围", "scope"), 26),
            Heading(Title("内容", "what"), 44),
            Heading(Title("要求", "asked"), 11),
            Heading(Title("改前", "before"), 13),
            Heading(Title("改后", "after"), 13),
            Heading(Title("改前结论", "verdict before"), 12),
            Heading(Title("改后结论", "verdict after"), 12),
            Heading(Title("结论变化", "turned"), 10),
            Heading(Title("说明", "note"), 46),
        ),
        rows=list(_rows(compared)),
        frozen=2,
    )


def _rows(compared: Comparison) -> Iterator[list[Entry]]:
    for line in (compared.verdict, *compared.components, *compared.stages):
        yield _row("", line)
    for stage, lines in compared.coefficients.items():
        for line in lines:
            yield _row(stage, line)
    for school in compared.schools:
        for line in school.lines:
            yield _row(f"{school.name} {school.stage}", line)
    for line in compared.items:
        yield _row("", line)


def _row(scope: str, line: Line) -> list[Entry]:
    return [
        scope,
        line.label,
        line.asked,
        _figure(line.before),
        _figure(line.after),
        Said(line.before.state),
        Said(line.after.state),
        "★" if line.turned else "",
        line.note,
    ]


def _figure(side: Side) -> Entry:
    if side.value is None or not side.places:
        return side.text
    return Shown(side.value, side.places)
