"""What `junheng audit` holds reports against: a county's workbook, other reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from junheng.assess import ScopeError, assess, counties, rules_of
from junheng.audit import reading
from junheng.audit.against import Comparison, Figures, against_county, against_report, figures
from junheng.audit.engine import prepared
from junheng.audit.reading import Unreadable
from junheng.cli import inputs
from junheng.cli.output import Output
from junheng.facts import derive
from junheng.standards import load

_STANDARD = "cn.quality.2017"
_NAMED = 5


def held_against(
    output: Output, workbooks: Sequence[Path], others: Sequence[Path], *, as_json: bool
) -> list[Comparison]:
    """Return what reports are held against: one county's workbooks, other reports; leaves with status 2."""
    made: list[Comparison] = [_report(output, path) for path in others]
    return [against_county(_county(output, workbooks, as_json=as_json)), *made] if workbooks else made


def _county(output: Output, workbooks: Sequence[Path], *, as_json: bool) -> Figures:
    read = inputs.read_or_refuse(output, workbooks, None, as_json=as_json)
    if any(not fault.blanked for fault in read.wrong):
        output.faults(read.faults, limit=5)
        output.refuse(
            output.word(
                "数据文件有错误，未审读。改正后再来，或不加 --snapshot。",
                "The workbook has faults, nothing was audited. Mend them, or leave --snapshot out.",
            )
        )
    standard = load(_STANDARD)
    facts = derive(read.tables, rules_of(standard))
    codes = counties(facts)
    if not codes:
        output.refuse(
            output.word(
                "数据文件里没有县的数据：没有找到县代码。请核对是不是本县的数据文件。",
                "The workbook holds no county: no county code was found. Check that it is the county's workbook.",
            )
        )
    if len(codes) > 1:
        named, more = codes[:_NAMED], len(codes) > _NAMED
        output.refuse(
            output.word(
                f"数据文件里应恰有一个县，现有 {len(codes)} 个（{'、'.join(named)}{'等' if more else ''}）。"
                "请给出一个县的数据。",
                f"The workbook must hold exactly one county, it has {len(codes)} "
                f"({', '.join(named)}{' and others' if more else ''}). Give one.",
            )
        )
    try:
        found = [assess(facts, standard, county=codes[0])]
    except ScopeError:  # not a county this standard judges: its counts are still known
        found = []
    return figures(facts, codes[0], found)


def _report(output: Output, path: Path) -> Comparison:
    try:
        clean, layout = prepared(reading.read(path))
    except Unreadable as error:
        output.refuse(f"{reading.shown(path)}: {output.word(error.zh, error.en)}")
    return against_report(clean, layout, clean.document.name)
