"""The result workbook for the officer: what is short, where, by how much, under which clause, and what is unknown."""

from __future__ import annotations

from pathlib import Path

from junheng.assess.model import Assessment
from junheng.exchange.atomic import write_whole
from junheng.report.book import ReportBook
from junheng.report.result import county as result_county
from junheng.report.result import parts as result_parts
from junheng.report.result.lists import add_list
from junheng.report.result.summary import add_summary


def write_result(assessment: Assessment, path: Path, language: str = "zh") -> None:
    """Write the result of one county and year to `path` (.xlsx), in Chinese or English; whole or not at all.

    Sheets: 结论, 学校指标, 差距清单, 差异系数, 保障与质量, 项目明细, 无法判定, 预警, 班额与规模,
    班额分布, 专用教室, 不平等, 趋势, 未纳入.
    Figures are rounded half up and written as numbers; verdicts carry ● ▲ ◌ ◐, so that they need no colour.
    """
    title = "评估结果" if language == "zh" else "Result of the assessment"
    with (
        write_whole(Path(path)) as temporary,
        ReportBook(temporary, title, language, font="微软雅黑", line="#A6A6A6") as book,
    ):
        add_summary(book, assessment)
        for made in (
            result_parts.indicators(assessment, language),
            result_parts.gaps(assessment, language),
            result_county.variation(assessment, language),
            result_county.items(assessment, language),
            result_county.culprits(assessment, language),
            result_county.unknown(assessment, language),
            result_county.alerts(assessment, language),
            *result_parts.sizes(assessment, language),
            result_parts.rooms(assessment, language),
            result_county.inequality(assessment, language),
            result_county.trend(assessment, language),
            result_parts.excluded(assessment, language),
        ):
            add_list(book, assessment, made)
