"""Forms Ⅰ and Ⅵ: the county at a glance, counted from the facts, and the satisfaction survey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
from xlsxwriter.worksheet import Worksheet

from junheng.assess.model import Assessment
from junheng.dictionary import load
from junheng.facts import Facts
from junheng.report import figures
from junheng.report.book import Said, Shown, Tone
from junheng.report.figures import PLACES
from junheng.report.forms.page import CENTRE, FormPage
from junheng.report.forms.schools import UNKNOWN

# --- Form Ⅰ ---

_FROM_COUNTY = (
    ("population", "常住人口", "万人", PLACES["wan_person"]),
    ("rural_population", "其中：农村人口", "万人", PLACES["wan_person"]),
    ("townships", "乡镇(街道)数", "个", 0),
    ("villages", "行政村(社区)数", "个", 0),
    ("gdp_per_head", "人均国内生产总值", "元", PLACES["money"]),
    ("local_revenue_per_head", "人均地方财政收入", "元", PLACES["money"]),
    ("rural_income", "农村居民人均可支配收入", "元", PLACES["money"]),
    ("urban_income", "城镇居民人均可支配收入", "元", PLACES["money"]),
)

# Kinds counted as schools (GB/T 33782-2017); attached classes (219, 319, 519) belong to another school.
_SCHOOLS = (
    (("211",), "小学数"),
    (("312",), "九年一贯制学校数"),
    (("311",), "初级中学数"),
    (("341",), "完全中学数"),
    (("345",), "十二年一贯制学校数"),
    (("511", "512", "513", "514"), "特殊教育学校数"),
)
_POINT = "218"
_POINT_PUPILS = 50
"""Teaching points from this size on are counted apart (form Ⅰ)."""

_SUMS = (
    ("classes", "班级数", "个"),
    ("pupils", "在校学生数", "人"),
    ("staff", "教职工数", "人"),
    ("full_time_teachers", "专任教师数", "人"),
)
_STAGES = (("primary", "小学"), ("junior", "初中"))

Row = tuple[str, str, Shown]
"""Title, unit, figure."""


def overview(page: FormPage, facts: Facts, name: str, title: str) -> None:
    """Write form Ⅰ, L1–L24: the county row as filed, then schools, classes, pupils and teachers counted."""
    widths = [6, 30, 6, 14, 6, 30, 6, 14]
    sheet = page.start(name, title, widths, landscape=True)
    rows = overview_rows(page.assessment, facts)
    half = -(-len(rows) // 2)
    for start in (0, 4):
        for place, text in enumerate(("代码", "指标", "单位", "数值"), start=start):
            page.header(sheet, (2, place, 2, place), text)
    sheet.set_row(2, 24)
    sheet.repeat_rows(2)
    for place, (what, unit, figure) in enumerate(rows):
        row, start = 3 + place % half, 4 * (place // half)
        page.book.put(sheet, row, start, f"L{place + 1}", **CENTRE)
        page.book.put(sheet, row, start + 1, what)
        page.book.put(sheet, row, start + 2, unit, **CENTRE)
        page.book.put(sheet, row, start + 3, figure)
        sheet.set_row(row, 26)
    notes = (
        "L1—L8 为县填报数；L9—L24 按填报的学校与学段数据统计，含未纳入资源配置评估的学校和教学点；附设班不计校数。",
        "统计所需的任一学校数据未填时写“无法判定”。",
    )
    page.finish(sheet, 3 + half, widths, *notes)


def overview_rows(assessment: Assessment, facts: Facts) -> list[Row]:
    """Return L1–L24 in order."""
    here = (pl.col("county_code") == assessment.county_code) & (pl.col("year") == assessment.year)
    county: Mapping[str, Any] = next(iter(facts.counties.filter(here).to_dicts()), {})
    parts = facts.parts.filter(here)
    rows: list[Row] = [(what, unit, Shown(county.get(name), places)) for name, what, unit, places in _FROM_COUNTY]
    schools = _schools(facts.schools.filter(here), parts)
    rows += [(what, "所", _known(_of_kind(schools, kinds))) for kinds, what in _SCHOOLS]
    rows.append(("教学点数", "个", _known(_of_kind(schools, (_POINT,)))))
    rows.append((f"其中：{_POINT_PUPILS}人及以上教学点数", "个", _known(_large_points(parts, schools))))
    for name, what, unit in _SUMS:
        for stage, word in _STAGES:
            rows.append((f"{word}{what}", unit, _known(_sum(parts.filter(pl.col("stage") == stage)[name]))))
    return rows


def _known(value: int | None) -> Shown:
    tone: Tone | None = "unknown" if value is None else None
    return Shown(None if value is None else Fraction(value), 0, tone, blank=UNKNOWN)


def _schools(*frames: pl.DataFrame) -> dict[str, str | None]:
    """Return the kind of each school code; a school of several campuses counts once."""
    kinds: dict[str, str | None] = {}
    for frame in frames:
        for code, kind in frame.select("school_code", "kind").iter_rows():
            kinds[code] = kinds.get(code) or kind
    return kinds


def _of_kind(schools: Mapping[str, str | None], kinds: Sequence[str]) -> int | None:
    """Return how many schools are of `kinds`, unknown when any school's kind is."""
    return None if None in schools.values() else sum(kind in kinds for kind in schools.values())


def _sum(values: Iterable[int | None]) -> int | None:
    """Return the sum, unknown when any term is."""
    held = list(values)
    return None if any(value is None for value in held) else sum(value for value in held if value is not None)


def _large_points(parts: pl.DataFrame, schools: Mapping[str, str | None]) -> int | None:
    """Return how many teaching points have the pupils to be counted apart; unknown when any one's pupils are."""
    if None in schools.values():
        return None
    pupils: dict[str, list[int | None]] = {code: [] for code, kind in schools.items() if kind == _POINT}
    for code, value in parts.select("school_code", "pupils").iter_rows():
        if code in pupils:
            pupils[code].append(value)
    totals = [_sum(values) if values else None for values in pupils.values()]
    if any(total is None for total in totals):
        return None
    return sum(total is not None and total >= _POINT_PUPILS for total in totals)


# --- Form Ⅵ ---

_COLUMNS = (
    "questionnaires_sent",
    "questionnaires_valid",
    "questionnaires_satisfied",
    "interviewed",
    "interviewed_satisfied",
)

Figures = Mapping[str, int | None]


def satisfaction(page: FormPage, facts: Facts, name: str, title: str) -> None:
    """Write form Ⅵ: questionnaires and interviews, satisfied and rate, all together and by group of respondents."""
    widths = [20, 11, 11, 11, 12, 11, 11, 12]
    sheet = page.start(name, title, widths, landscape=False)
    _satisfaction_header(page, sheet)
    filed = _filed(page.assessment, facts)
    rows: list[tuple[str, Figures]] = [("合计", _together(filed.values()))]
    for code, entry in _respondents():
        rows.append((f"其中：{entry}" if code == "parents" else f"　　　{entry}", filed.get(code, {})))
    for row, (who, figures_of_group) in enumerate(rows, start=4):
        page.book.put(sheet, row, 0, who, bold=row == 4)
        for place, shown in enumerate(_group(figures_of_group), start=1):
            page.book.put(sheet, row, place, shown)
        sheet.set_row(row, 24)
    row = 4 + len(rows)
    for item in page.assessment.recognition:
        text = f"{item.title.zh}：{''.join(finding.working.zh for finding in item.findings)}"
        page.book.merged(sheet, (row, 0, row, 6), text, border=1)
        page.book.put(sheet, row, 7, Said(item.verdict))
        sheet.set_row(row, 14 * (2 + len(text) // 42))
        row += 1
    notes = ("满意度(%)＝满意数÷有效问卷数(访谈人数)×100，四舍五入保留 1 位小数；合计为已填报各类对象之和。",)
    page.finish(sheet, row, widths, *notes)


def _satisfaction_header(page: FormPage, sheet: Worksheet) -> None:
    page.header(sheet, (2, 0, 3, 0), "调查对象")
    page.header(sheet, (2, 1, 2, 4), "问卷调查")
    page.header(sheet, (2, 5, 2, 7), "访谈")
    heads = ("发放(份)", "有效(份)", "满意(份)", "满意度(%)", "访谈(人)", "满意(人)", "满意度(%)")
    for place, text in enumerate(heads, start=1):
        page.header(sheet, (3, place, 3, place), text)
    sheet.set_row(3, 24)
    sheet.repeat_rows(2, 3)


def _respondents() -> list[tuple[str, str]]:
    """Return the groups asked, parents first as the form has them."""
    codes = load().codes["respondent"].codes
    return sorted(((code, entry.zh) for code, entry in codes.items()), key=lambda pair: pair[0] != "parents")


def _filed(assessment: Assessment, facts: Facts) -> dict[str, Figures]:
    here = (pl.col("county_code") == assessment.county_code) & (pl.col("year") == assessment.year)
    rows = facts.satisfaction.filter(here).select("respondent", *_COLUMNS).to_dicts()
    return {row["respondent"]: {name: row[name] for name in _COLUMNS} for row in rows}


def _together(groups: Iterable[Figures]) -> Figures:
    """Return the sums over the groups filed; unknown where any is, and where none was filed."""
    held = list(groups)
    return {name: _sum(group[name] for group in held) if held else None for name in _COLUMNS}


def _group(values: Figures) -> Sequence[Shown]:
    sent, valid, satisfied, interviewed, pleased = (values.get(name) for name in _COLUMNS)
    return (
        *(_filed_figure(value) for value in (sent, valid, satisfied)),
        _rate(satisfied, valid),
        *(_filed_figure(value) for value in (interviewed, pleased)),
        _rate(pleased, interviewed),
    )


def _filed_figure(value: int | None) -> Shown:
    return Shown(None if value is None else Decimal(value), 0)


def _rate(part: int | None, whole: int | None) -> Shown:
    rate = None if part is None or not whole else Fraction(100 * part, whole)
    blank = figures.NONE if whole == 0 else figures.BLANK if part is None and whole is None else UNKNOWN
    return Shown(rate, PLACES["percent"], blank=blank)
