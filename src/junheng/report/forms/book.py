"""The official declaration forms Ⅰ–Ⅵ (全国义务教育优质均衡发展县(市、区)申报表, 教督〔2017〕6号) as one workbook.

Verdicts and indicator figures are the assessment's; nothing is judged here. The county's own figures and the
counts of form Ⅰ come from the facts. Under another standard the tables that make sense are written instead:
indicators, coefficients of variation and items.
"""

from __future__ import annotations

from pathlib import Path

from junheng.assess.model import Assessment
from junheng.exchange.atomic import write_whole
from junheng.facts import Facts
from junheng.report.book import ReportBook
from junheng.report.forms import county as form_county
from junheng.report.forms import items as form_items
from junheng.report.forms import schools as form_schools
from junheng.report.forms.page import FormPage
from junheng.report.words import GROUPS, stage_word, stages_of


def write_forms(assessment: Assessment, facts: Facts, path: Path) -> None:
    """Write the declaration forms of one county and year to `path` (.xlsx, A4); it appears whole or not at all.

    Figures are rounded half up from their exact values and written as numbers; what falls short is shaded and
    carries ▲ (△ when it still reaches the floor of the line), so that it shows in black and white.
    """
    official = is_official(assessment)
    title = "县域义务教育优质均衡发展申报表" if official else assessment.standard.title.zh
    with write_whole(Path(path)) as temporary, ReportBook(temporary, title) as book:
        page = FormPage(book, assessment)
        if official:
            _official(page, facts)
        else:
            _generic(page)


def is_official(assessment: Assessment) -> bool:
    """Tell whether the standard is the quality standard (or a local variant of it), which the forms belong to."""
    return assessment.standard.id.startswith("cn.quality") or any(
        item.group in {"guarantee", "quality"} for item in assessment.items
    )


def _official(page: FormPage, facts: Facts) -> None:
    form_county.overview(page, facts, "表Ⅰ", "表Ⅰ　县(市、区)义务教育基本情况")
    form_schools.shares(page, "表Ⅱ-1", "表Ⅱ-1　学校资源配置达标情况汇总表")
    for stage in stages_of(page.assessment):
        word = stage_word(stage)
        form_schools.schools(page, stage, f"表Ⅱ-2{word}", f"表Ⅱ-2　学校资源配置达标情况明细表（{word}）")
    form_schools.balance(page, "表Ⅲ", "表Ⅲ　校际均衡情况（差异系数）")
    form_items.items(page, ("guarantee",), "表Ⅳ", "表Ⅳ　政府保障程度")
    form_items.items(page, ("quality",), "表Ⅴ", "表Ⅴ　教育质量")
    form_county.satisfaction(page, facts, "表Ⅵ", "表Ⅵ　社会认可度调查情况")
    rest = tuple(group for group in ("precondition", "veto") if form_items.has(page.assessment, group))
    if rest:
        form_items.items(page, rest, "申报条件与否决", "申报条件与一票否决事项")


def _generic(page: FormPage) -> None:
    title = page.assessment.standard.title.zh
    for stage in stages_of(page.assessment):
        word = stage_word(stage)
        form_schools.schools(page, stage, f"学校指标·{word}", f"{title}　学校指标（{word}）")
    form_schools.balance(page, "差异系数", f"{title}　校际差异系数")
    groups = tuple(group for group in GROUPS if form_items.has(page.assessment, group))
    if groups:
        form_items.items(page, groups, "评估项目", f"{title}　评估项目")
