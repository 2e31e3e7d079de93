"""Lists of the result workbook that go by county: variation, items, unknowns, alerts, inequality, trend."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.assess.model import Alert, Assessment, Composite, CountyIndicator, Culprit, Finding, Inequality, ItemResult
from junheng.dictionary import Title
from junheng.report import figures
from junheng.report.book import Entry, Said, Shown, Tone
from junheng.report.figures import PLACES
from junheng.report.forms.items import said
from junheng.report.result.lists import Heading, ListSheet
from junheng.report.result.parts import NOTE_SIGNS, count
from junheng.report.words import (
    all_items,
    bound_text,
    field_word,
    group_word,
    indicators_of,
    item_label,
    stage_word,
    unit_word,
)
from junheng.standards.names import SECTIONS

_UNROUNDED_PLACES = 6
_NAMED = 6
"""How many schools an item's row names; the sheet of details has all of them."""


def _titles(assessment: Assessment, language: str) -> dict[str, str]:
    return {one.id: one.title.in_language(language) for one in indicators_of(assessment)}


def _unknown(language: str) -> str:
    return f"{figures.verdict_sign('unknown')} {figures.verdict_word('unknown', language)}"


def variation(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of county means and coefficients of variation, the composite last."""
    rows = [_variation_row(one, assessment, language) for one in assessment.county]
    rows += [_composite_row(one, language) for one in assessment.composite]
    return ListSheet(
        name=Title("差异系数", "Variation"),
        title=Title("县均值与校际差异系数", "County means and coefficients of variation"),
        headings=(
            Heading(Title("学段", "stage"), 9),
            Heading(Title("指标", "indicator"), 8),
            Heading(Title("指标名称", "title"), 40),
            Heading(Title("单位", "unit"), 8),
            Heading(Title("学校数(所)", "parts"), 9),
            Heading(Title("达标(所)", "met"), 9),
            Heading(Title("不达标(所)", "short"), 9),
            Heading(Title("无法判定(所)", "unknown"), 9),
            Heading(Title("县均值", "county mean"), 12),
            Heading(Title("标准差", "standard deviation"), 12),
            Heading(Title("差异系数", "CV"), 12),
            Heading(Title("差异系数(6位小数)", "CV, six decimals"), 12),
            Heading(Title("限值", "limit"), 9),
            Heading(Title("结论", "verdict"), 12),
        ),
        rows=rows,
        frozen=3,
        notes=(
            NOTE_SIGNS,
            Title(
                "差异系数按学生数加权，以未取整的值与限值比较。", "Pupil-weighted; compared with the limit unrounded."
            ),
        ),
    )


def _tone(verdict: str | None, *, known: bool) -> Tone | None:
    if not known or verdict == "unknown":
        return "unknown"
    return "short" if verdict == "short" else "met" if verdict == "met" else None


def _variation_row(one: CountyIndicator, assessment: Assessment, language: str) -> list[Entry]:
    unknown = _unknown(language)
    units = {each.id: each.unit for each in indicators_of(assessment)}
    tone = _tone(one.verdict, known=one.cv is not None)
    return [
        stage_word(one.stage, language),
        one.indicator,
        _titles(assessment, language).get(one.indicator, ""),
        unit_word(units.get(one.indicator, ""), language),
        count(one.parts),
        count(one.schools_met),
        count(one.schools_short),
        count(one.schools_unknown),
        Shown(one.mean, PLACES["mean"], blank=unknown),
        Shown(one.sd, PLACES["sd"], blank=unknown),
        Shown(one.cv, PLACES["cv"], tone, signed=True, blank=unknown),
        Shown(one.cv, _UNROUNDED_PLACES, blank=unknown),
        bound_text(one.limit, at_most=True),
        Said(one.verdict),
    ]


def _composite_row(one: Composite, language: str) -> list[Entry]:
    unknown = _unknown(language)
    tone = _tone(one.verdict, known=one.cv is not None)
    return [
        stage_word(one.stage, language),
        figures.NONE,
        "综合差异系数" if language == "zh" else "composite",
        *[figures.NONE] * 7,
        Shown(one.cv, PLACES["cv"], tone, signed=True, blank=unknown),
        Shown(one.cv, _UNROUNDED_PLACES, blank=unknown),
        bound_text(one.limit, at_most=True),
        Said(one.verdict),
    ]


# --- 保障与质量 ---


def items(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of items, a row per finding, with its working and the schools it turns on."""
    return ListSheet(
        name=Title("保障与质量", "Items"),
        title=Title("申报条件、政府保障、教育质量、认可度与否决事项", "Items beside the indicators"),
        headings=(
            Heading(Title("类别", "group"), 12),
            Heading(Title("项号", "item"), 8),
            Heading(Title("内容", "title"), 40),
            Heading(Title("本项结论", "verdict of the item"), 12),
            Heading(Title("检查结论", "verdict of the check"), 12),
            Heading(Title("计算过程", "working"), 52),
            Heading(Title("涉及学校", "schools it turns on"), 44),
            Heading(Title("缺少的数据", "missing"), 26),
            Heading(Title("责任股室", "section"), 11),
            Heading(Title("依据条款", "clause"), 34),
        ),
        rows=list(_item_rows(assessment, language)),
        frozen=2,
        none=Title("本标准没有指标以外的项目", "the standard has no items"),
    )


def _item_rows(assessment: Assessment, language: str) -> Iterator[list[Entry]]:
    for item in all_items(assessment):
        for finding in item.findings:
            yield _finding_row(item, finding, language)


def _finding_row(item: ItemResult, finding: Finding, language: str) -> list[Entry]:
    separator = "；" if language == "zh" else "; "
    culprits = separator.join(_culprit_text(one, language) for one in finding.culprits[:_NAMED])
    if len(finding.culprits) > _NAMED:
        number = len(finding.culprits)
        culprits += f"……共 {number} 处，见“项目明细”" if language == "zh" else f" … {number} in all, see Item details"
    section = SECTIONS.get(item.section or "")
    return [
        group_word(item.group, language),
        item.id,
        item.title.in_language(language),
        said(item, item.verdict, language),
        said(item, finding.verdict, language),
        finding.working.in_language(language),
        culprits,
        separator.join(field_word(name, language) for name in finding.missing),
        section.in_language(language) if section else item.section or "",
        item.clause,
    ]


def _culprit_text(culprit: Culprit, language: str) -> str:
    text = culprit.text.in_language(language)
    return text if culprit.name in text else f"{culprit.name}{'：' if language == 'zh' else ': '}{text}"


def culprits(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of every school, class or group that keeps an item from being met, a row each."""
    return ListSheet(
        name=Title("项目明细", "Item details"),
        title=Title("各项目涉及的学校", "Schools the items turn on"),
        headings=(
            Heading(Title("类别", "group"), 14),
            Heading(Title("项号", "item"), 8),
            Heading(Title("内容", "title"), 40),
            Heading(Title("检查结论", "verdict of the check"), 12),
            Heading(Title("学校", "school"), 30),
            Heading(Title("学段", "stage"), 9),
            Heading(Title("说明", "text"), 64),
        ),
        rows=[
            [
                group_word(item.group, language),
                item.id,
                item.title.in_language(language),
                said(item, finding.verdict, language),
                one.name,
                stage_word(one.stage, language),
                one.text.in_language(language),
            ]
            for item in all_items(assessment)
            for finding in item.findings
            for one in finding.culprits
        ],
        frozen=2,
        none=Title("没有", "none"),
    )


# --- 无法判定, 预警 ---


def unknown(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of what could not be judged and which figures are missing for it."""
    where = {"part": Title("学校指标", "school"), "item": Title("项目", "item"), "county": Title("县", "county")}
    separator = "、" if language == "zh" else ", "
    labels = {item.id: item_label(item, language) for item in all_items(assessment)}
    return ListSheet(
        name=Title("无法判定", "Unknown"),
        title=Title("无法判定：缺什么数据、影响什么", "What is unknown, and what it keeps from being judged"),
        headings=(
            Heading(Title("位置", "where"), 11),
            Heading(Title("学校", "school"), 28),
            Heading(Title("学段", "stage"), 9),
            Heading(Title("指标(项)", "indicator (item)"), 14),
            Heading(Title("缺少的数据", "missing"), 44),
            Heading(Title("说明", "text"), 64),
        ),
        rows=[
            [
                where[one.where].in_language(language) if one.where in where else one.where,
                one.name or one.unit or "",
                stage_word(one.stage, language),
                labels.get(one.indicator or "", one.indicator or "") if one.where == "item" else one.indicator or "",
                separator.join(field_word(name, language) for name in one.fields),
                one.text.in_language(language),
            ]
            for one in assessment.unknown
        ],
        frozen=2,
        none=Title("没有无法判定的事项", "nothing is unknown"),
    )


def alerts(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of what turned worse against last year or stands near its line."""
    kinds = {"worse": Title("比上年变差", "worse than last year"), "near": Title("临近标准", "near its line")}
    titles = {item.id: item.title.in_language(language) for item in all_items(assessment)}
    titles |= _titles(assessment, language)
    labels = {item.id: item_label(item, language) for item in all_items(assessment)}
    return ListSheet(
        name=Title("预警", "Alerts"),
        title=Title("预警：比上年变差、临近标准", "Alerts: worse than last year, near the line"),
        headings=(
            Heading(Title("类别", "kind"), 12),
            Heading(Title("学校", "school"), 28),
            Heading(Title("学段", "stage"), 9),
            Heading(Title("指标(项)", "indicator (item)"), 14),
            Heading(Title("名称", "title"), 36),
            Heading(Title("上年", "last year"), 12),
            Heading(Title("本年", "this year"), 12),
            Heading(Title("标准", "line"), 10),
            Heading(Title("说明", "text"), 60),
        ),
        rows=[
            [
                kinds[one.kind].in_language(language),
                one.name or (assessment.county_name or assessment.county_code if one.unit is None else one.unit),
                stage_word(one.stage, language),
                labels.get(one.indicator or "", one.indicator or ""),
                titles.get(one.indicator or "", ""),
                Shown(one.before, _alert_places(one), blank=figures.NONE),
                Shown(one.now, _alert_places(one), "near" if one.kind == "near" else None, blank=figures.NONE),
                figures.plain(one.line, blank=figures.NONE),
                one.text.in_language(language),
            ]
            for one in sorted(assessment.alerts, key=lambda one: one.kind != "worse")
        ],
        frozen=2,
        none=Title("没有预警", "no alerts"),
    )


def _alert_places(alert: Alert) -> int:
    """Return the decimals of an alert's figures: without a school it is about a coefficient of variation."""
    return PLACES["cv"] if alert.unit is None else PLACES["value"]


# --- 不平等, 趋势 ---


def inequality(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of inequality beyond the standard."""
    return ListSheet(
        name=Title("不平等", "Inequality"),
        title=Title("标准之外的不平等度量(按学生数加权)", "Inequality beyond the standard, pupil-weighted"),
        headings=(
            Heading(Title("学段", "stage"), 9),
            Heading(Title("指标", "indicator"), 8),
            Heading(Title("指标名称", "title"), 40),
            Heading(Title("基尼系数", "Gini"), 12),
            Heading(Title("泰尔指数", "Theil"), 12),
            Heading(Title("其中：城乡之间", "between locales"), 12),
            Heading(Title("其中：城乡内部", "within locales"), 12),
            Heading(Title("麦克伦指数", "McLoone"), 12),
            Heading(Title("极差率", "range ratio"), 12),
        ),
        rows=[_inequality_row(one, assessment, language) for one in assessment.inequality],
        frozen=3,
        notes=(
            Title(
                "基尼、泰尔越大越不均衡；麦克伦指数越接近 1 越均衡；“——”表示无定义或数据不全。",
                "Gini and Theil: more is more unequal; McLoone: 1 is equal; —— is not defined or not known.",
            ),
        ),
    )


def _inequality_row(one: Inequality, assessment: Assessment, language: str) -> list[Entry]:
    measures = (one.gini, one.theil, one.theil_between, one.theil_within, one.mcloone, one.range_ratio)
    return [
        stage_word(one.stage, language),
        one.indicator,
        _titles(assessment, language).get(one.indicator, ""),
        *(Shown(None if value is None else Fraction(value), PLACES["cv"], blank=figures.NONE) for value in measures),
    ]


def trend(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of means, coefficients and schools met by year."""
    return ListSheet(
        name=Title("趋势", "Trend"),
        title=Title("历年县均值与差异系数", "County means and coefficients by year"),
        headings=(
            Heading(Title("学段", "stage"), 9),
            Heading(Title("指标", "indicator"), 8),
            Heading(Title("指标名称", "title"), 40),
            Heading(Title("学年", "school year"), 10),
            Heading(Title("学校数(所)", "parts"), 11),
            Heading(Title("达标(所)", "met"), 11),
            Heading(Title("达标比例(%)", "share met (%)"), 11),
            Heading(Title("县均值", "county mean"), 12),
            Heading(Title("差异系数", "CV"), 12),
        ),
        rows=list(_trend_rows(assessment, language)),
        frozen=3,
        none=Title("只有一个学年的数据", "there is one school year only"),
    )


def _trend_rows(assessment: Assessment, language: str) -> Iterator[list[Entry]]:
    order = {one.id: place for place, one in enumerate(indicators_of(assessment))}
    titles, missing = _titles(assessment, language), _unknown(language)
    points = sorted(assessment.trend, key=lambda one: (one.stage, order.get(one.indicator, len(order)), one.year))
    stages = list(dict.fromkeys(one.stage for one in assessment.trend))
    for one in sorted(points, key=lambda one: stages.index(one.stage)):
        share = Fraction(100 * one.schools_met, one.parts) if one.parts else None
        yield [
            stage_word(one.stage, language),
            one.indicator,
            titles.get(one.indicator, ""),
            str(one.year),
            count(one.parts),
            count(one.schools_met),
            Shown(share, PLACES["percent"], blank=figures.NONE),
            Shown(one.mean, PLACES["mean"], blank=missing),
            Shown(one.cv, PLACES["cv"], blank=missing),
        ]
