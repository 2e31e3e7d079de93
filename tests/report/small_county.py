"""A county small enough to check by hand: primary and nine-year schools, teaching points, a special school."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import polars as pl

from junheng.assess.model import (
    Alert,
    Assessment,
    Cell,
    ClassBand,
    Component,
    Composite,
    CountyIndicator,
    Culprit,
    Excluded,
    Finding,
    IndicatorReference,
    Inequality,
    ItemResult,
    Oversize,
    Part,
    RoomNeed,
    StandardReference,
    TrendPoint,
    Unknown,
)
from junheng.dictionary import Title, load
from junheng.facts import Facts

COUNTY, YEAR = "990121", 2025

INDICATORS = (
    ("L1", "每百名学生拥有高于规定学历教师数", "person", 100, True, "4.2", "5.3"),
    ("L2", "每百名学生拥有县级以上骨干教师数", "person", 100, True, "1", "1"),
    ("L4", "生均教学及辅助用房面积", "m2", 1, False, "4.5", "5.8"),
    ("L6", "生均教学仪器设备值", "yuan", 1, False, "2000", "2500"),
)


def title(zh: str) -> Title:
    return Title(zh, f"en:{zh}")


def references() -> tuple[IndicatorReference, ...]:
    return tuple(
        IndicatorReference(
            id=name,
            title=title(words),
            clause=f"资源配置 {name}",
            unit=unit,
            times=Fraction(times),
            better="more",
            whole=whole,
            lines={"primary": Fraction(primary), "junior": Fraction(junior)},
            cv_limits={"primary": Fraction(1, 2), "junior": Fraction(45, 100)},
        )
        for name, words, unit, times, whole, primary, junior in INDICATORS
    )


def cell(indicator: IndicatorReference, stage: str, numerator: object, pupils: int | None) -> Cell:
    line = indicator.lines[stage]
    floor = line * Fraction(85, 100)
    if numerator is None or pupils is None:
        return Cell(
            numerator=None if numerator is None else Fraction(str(numerator)),
            denominator=None if pupils is None else Fraction(pupils),
            value=None,
            line=line,
            floor=floor,
            verdict="unknown",
            above_floor=None,
            shortfall=None,
            shortfall_floor=None,
            near=False,
            missing=("backbone_teachers",),
        )
    held = Fraction(str(numerator))
    value = indicator.times * held / pupils

    def missing(bound: Fraction) -> Fraction:
        gap = max(bound * pupils / indicator.times - held, Fraction(0))
        return Fraction(math.ceil(gap)) if indicator.whole else gap

    return Cell(
        numerator=held,
        denominator=Fraction(pupils),
        value=value,
        line=line,
        floor=floor,
        verdict="met" if value >= line else "short",
        above_floor=value >= floor,
        shortfall=missing(line),
        shortfall_floor=missing(floor),
        near=abs(value - line) <= line / 20,
    )


def part(school: tuple[str, str, str], stage: str, pupils: int | None, verdict: str, *numerators: object) -> Part:
    code, name, kind = school
    cells = {one.id: cell(one, stage, held, pupils) for one, held in zip(references(), numerators, strict=True)}
    verdicts = [each.verdict for each in cells.values()]
    return Part(
        unit=code,
        school=code,
        campus="",
        name=name,
        stage=stage,
        kind=kind,
        locale="111",
        sponsor="7",
        pupils=pupils,
        classes=20,
        grades=6 if stage == "primary" else 3,
        verdict=verdict,
        met=verdicts.count("met"),
        short=verdicts.count("short"),
        unknown=verdicts.count("unknown"),
        indicators=cells,
        origin=f"county.xlsx|学校情况|{code[-1]}",
    )


def county_indicator(stage: str, indicator: str, mean: str | None, cv: str | None, verdict: str) -> CountyIndicator:
    return CountyIndicator(
        stage=stage,
        indicator=indicator,
        parts=3 if stage == "primary" else 1,
        numerator=None,
        denominator=None,
        mean=None if mean is None else Fraction(mean),
        sd=None if cv is None else Decimal("0.5"),
        cv=None if cv is None else Decimal(cv),
        limit=Fraction(1, 2) if stage == "primary" else Fraction(45, 100),
        verdict=verdict,
        schools_met=1,
        schools_short=1,
        schools_unknown=1,
    )


def finding(function: str, verdict: str, working: str, **more: object) -> Finding:
    held: dict[str, object] = {"numerator": None, "denominator": None, "value": None, "line": None, **more}
    return Finding(function=function, verdict=verdict, working=title(working), **held)


def item(name: str, group: str, number: int, words: str, verdict: str, *findings: Finding) -> ItemResult:
    return ItemResult(
        id=name,
        group=group,
        number=number,
        title=title(words),
        clause=f"{group} 第{number}项",
        section="staff",
        verdict=verdict,
        findings=findings or (finding("attested", verdict, f"{words}的计算过程"),),
    )


PARTS = (
    # 1 of 800 is 0.125, the tie that must print 0.13; 45 of 800 is 5.625 and prints 5.63.
    part(("2199000101", "甲小学", "211"), "primary", 800, "short", 45, 1, "3600", "1600000"),
    part(("2199000102", "乙九年一贯制学校", "312"), "primary", 400, "met", 20, 4, "1800", "700000"),
    part(("2199000102", "乙九年一贯制学校", "312"), "junior", 300, "met", 21, 3, "1740", "750000"),
    part(("2199000103", "丙小学", "211"), "primary", 200, "unknown", 10, None, "1200.5", "500000"),
)

COUNTY_ROWS = (
    county_indicator("primary", "L1", "5.625", "0.2979294", "met"),
    county_indicator("primary", "L2", None, None, "unknown"),
    county_indicator("primary", "L4", "4.715", "0.5001", "short"),
    county_indicator("primary", "L6", "2000", "0.1", "met"),
    county_indicator("junior", "L1", "7", "0.4500", "met"),
    county_indicator("junior", "L2", "1", "0.45004", "short"),
    county_indicator("junior", "L4", "5.8", "0", "met"),
    county_indicator("junior", "L6", "2500", "0", "met"),
)

ITEMS = (
    item("G1", "guarantee", 1, "学校规划布局合理", "met"),
    item(
        "G9",
        "guarantee",
        9,
        "教师5年360学时培训完成率达到100%",
        "short",
        finding(
            "ratio",
            "short",
            "完成 95 人，共 100 人，95.0%",
            numerator=Fraction(95),
            denominator=Fraction(100),
            value=Fraction(95, 100),
            line=Fraction(1),
            culprits=(
                Culprit(
                    unit="2199000101",
                    name="甲小学",
                    stage=None,
                    value=Fraction(9, 10),
                    line=Fraction(1),
                    text=title("90%"),
                ),
            ),
        ),
    ),
    item(
        "Q1",
        "quality",
        1,
        "初中三年巩固率达到95%以上",
        "unknown",
        finding("retention", "unknown", "毕业生数未填", missing=("graduates",)),
    ),
)


def assessment(**changes: object) -> Assessment:
    held: dict[str, object] = {
        "standard": StandardReference(
            id="cn.quality.2017",
            title=Title("县域义务教育优质均衡发展督导评估", "Quality balance"),
            document="教督〔2017〕6号",
            stages=("primary", "junior"),
            indicators=references(),
            at_least=3,
            floor=Fraction(85, 100),
        ),
        "snapshot": "sha256:" + "a1" * 32,
        "county_code": COUNTY,
        "county_name": "示例县",
        "year": YEAR,
        "verdict": "short",
        "components": (
            Component(id="resources", title=title("资源配置"), verdict="short", text=title("小学 3 所中 1 所不达标")),
            Component(id="guarantee", title=title("政府保障程度"), verdict="short", text=title("2 项中 1 项不达标")),
        ),
        "parts": PARTS,
        "excluded": (
            Excluded(
                unit="2199000104",
                name="丁教学点",
                stage="primary",
                kind="218",
                pupils=32,
                reason="small_point",
                text=title("教学点不足 50 人"),
            ),
        ),
        "county": COUNTY_ROWS,
        "composite": (
            Composite(stage="primary", cv=None, limit=None, verdict=None),
            Composite(stage="junior", cv=Decimal("0.2255"), limit=None, verdict=None),
        ),
        "items": ITEMS,
        "recognition": (item("R1", "recognition", 1, "社会认可度达到85%以上", "met"),),
        "preconditions": (item("P1", "precondition", 1, "基本均衡认定三年以上", "met"),),
        "vetoes": (item("V1", "veto", 1, "存在以考试方式招生", "met"),),
        "unknown": (
            Unknown(
                where="part",
                unit="2199000103",
                name="丙小学",
                stage="primary",
                indicator="L2",
                fields=("backbone_teachers",),
                text=title("丙小学 L2：县级及以上骨干教师数未填"),
            ),
        ),
        "rooms": (
            RoomNeed(
                unit="2199000101", name="甲小学", classes=20, room="music", needed=2, there=1, too_small=1, missing=1
            ),
            RoomNeed(
                unit="2199000103",
                name="丙小学",
                classes=20,
                room="art",
                needed=2,
                there=None,
                too_small=0,
                missing=None,
            ),
        ),
        "class_bands": (
            ClassBand(stage="primary", band="36-45", classes=38, pupils=1500),
            ClassBand(stage="primary", band="56-65", classes=2, pupils=116),
            ClassBand(stage="primary", band="unknown", classes=1, pupils=None),
        ),
        "oversize": (
            Oversize(
                kind="class",
                unit="2199000101",
                name="甲小学",
                stage="primary",
                label="六年级2班",
                pupils=58,
                limit=45,
                band="56-65",
            ),
        ),
        "alerts": (
            Alert(
                kind="near",
                unit="2199000102",
                name="乙九年一贯制学校",
                stage="primary",
                indicator="L2",
                before=None,
                now=Fraction(1),
                line=Fraction(1),
                text=title("乙九年一贯制学校 L2 临近标准"),
            ),
        ),
        "inequality": (
            Inequality(
                stage="primary",
                indicator="L1",
                gini=0.125,
                theil=0.0625,
                theil_between=None,
                theil_within=None,
                mcloone=0.96875,
                range_ratio=1.5,
            ),
        ),
        "trend": (
            TrendPoint(
                year=2024,
                stage="primary",
                indicator="L1",
                parts=3,
                schools_met=2,
                mean=Fraction("5.5"),
                cv=Decimal("0.3125"),
            ),
        ),
    }
    return Assessment(**{**held, **changes})


SCHOOLS = (
    # code, kind, campus
    ("2199000101", "211", ""),
    ("2199000102", "312", ""),
    ("2199000103", "211", ""),
    ("2199000103", "211", "东校区"),  # a second campus is no second school
    ("2199000104", "218", ""),
    ("2199000105", "218", ""),
    ("2199000106", "512", ""),
    ("2199000107", "219", ""),  # attached classes are no school
)
PART_ROWS = (
    # code, kind, stage, pupils, classes, staff, full-time teachers
    ("2199000101", "211", "primary", 800, 20, 50, 45),
    ("2199000102", "312", "primary", 400, 10, 30, 28),
    ("2199000102", "312", "junior", 300, 8, 25, 21),
    ("2199000103", "211", "primary", 200, 6, 15, None),
    ("2199000104", "218", "primary", 32, 4, 5, 5),
    ("2199000105", "218", "primary", 50, 6, 7, 7),
    ("2199000106", "512", "special", 60, 9, 20, 18),
    ("2199000107", "219", "primary", 18, 2, 3, 3),
)


def facts() -> Facts:
    tables = load().tables
    here = {"county_code": COUNTY, "year": YEAR}
    schools = pl.DataFrame(
        [{**here, "school_code": code, "kind": kind, "campus": campus} for code, kind, campus in SCHOOLS]
    )
    names = ("school_code", "kind", "stage", "pupils", "classes", "staff", "full_time_teachers")
    parts = pl.DataFrame([{**here, **dict(zip(names, row, strict=True))} for row in PART_ROWS])
    last_year = parts.with_columns(year=pl.lit(YEAR - 1, pl.Int64), pupils=pl.lit(1, pl.Int64))
    counties = tables["county"].conform(
        pl.DataFrame(
            {
                "year": [YEAR],
                "county_code": [COUNTY],
                "county_name": ["示例县"],
                "population": [Decimal("38.6550")],
                "rural_population": [Decimal("17.2049")],
                "townships": [14],
                "gdp_per_head": [Decimal("56218.50")],
            }
        )
    )
    satisfaction = tables["satisfaction"].conform(
        pl.DataFrame(
            {
                "year": [YEAR, YEAR],
                "county_code": [COUNTY, COUNTY],
                "respondent": ["parents", "pupils"],
                "questionnaires_sent": [700, 300],
                "questionnaires_valid": [640, 200],
                "questionnaires_satisfied": [602, 190],
                "interviewed": [0, 40],
                "interviewed_satisfied": [0, None],
            }
        )
    )
    return Facts(
        parts=pl.concat([parts, last_year]),
        schools=schools,
        classes=tables["class"].empty(),
        rooms=tables["room"].empty(),
        counties=counties,
        satisfaction=satisfaction,
        work_scores=tables["work_score"].empty(),
        snapshot="sha256:" + "a1" * 32,
    )
