"""The judged school parts of one county and year, every figure exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from junheng.assess import wording
from junheng.assess.exact import Row, amount, reach, rows_of, share_of
from junheng.assess.formula import Bounds, Formula, bounds_of
from junheng.assess.model import Cell, Excluded, Part
from junheng.assess.rule import is_near, part_verdict
from junheng.assess.scope import Scope
from junheng.assess.terms import exact
from junheng.dictionary import Title

_SHOWN = (
    "unit", "school_code", "campus", "school_name", "stage", "kind", "locale", "sponsor", "longitude", "latitude",
    "pupils", "classes", "grades",
)  # fmt: skip


def judge_parts(scope: Scope, formulas: Sequence[Formula]) -> tuple[Part, ...]:
    """Judge every part the standard judges: indicators, shortfalls, and the part's own verdict."""
    near = Fraction(scope.standard.near)
    bounds = {
        (formula.indicator.id, stage): bounds_of(formula.indicator, stage, scope.standard.school)
        for formula in formulas
        for stage in scope.standard.stages
    }
    frame = scope.judged
    extra = tuple(name for name in ("undecided", "origin") if name in frame.columns)
    read = (field for formula in formulas for field in formula.fields)
    return tuple(
        _part(
            scope,
            row,
            {
                formula.indicator.id: _cell(formula, row, bounds[formula.indicator.id, row["stage"]], near)
                for formula in formulas
            },
        )
        for row in rows_of(frame, (*_SHOWN, *extra, *read))
    )


def _part(scope: Scope, row: Row, cells: Mapping[str, Cell]) -> Part:
    verdicts = [cell.verdict for cell in cells.values()]
    return Part(
        unit=row["unit"],
        school=row["school_code"],
        campus=row["campus"] or "",
        name=_name(row),
        stage=row["stage"],
        kind=row["kind"],
        locale=row["locale"],
        sponsor=row["sponsor"],
        pupils=row["pupils"],
        classes=row["classes"],
        grades=row["grades"],
        verdict=part_verdict([(cell.verdict, cell.above_floor) for cell in cells.values()], scope.standard.school),
        met=verdicts.count("met"),
        short=verdicts.count("short"),
        unknown=verdicts.count("unknown"),
        indicators=cells,
        longitude=row["longitude"],
        latitude=row["latitude"],
        origin=row.get("origin"),
    )


def _name(row: Mapping[str, Any]) -> str:
    return str(row["school_name"] or row["unit"])


def _cell(formula: Formula, row: Row, bounds: Bounds, near: Fraction) -> Cell:
    numerator, lacking = amount(formula.numerator, row)
    denominator, also = amount(formula.denominator, row)
    if undecided := row.get("undecided"):  # whether the part is judged at all cannot be told
        numerator, lacking = None, (undecided, *lacking)
    line, floor = bounds
    if numerator is None or denominator is None or denominator <= 0:
        return Cell(
            numerator=numerator,
            denominator=denominator,
            value=None,
            line=line,
            floor=floor,
            verdict=None if line is None else "unknown",
            above_floor=None,
            shortfall=None,
            shortfall_floor=None,
            near=False,
            missing=tuple(dict.fromkeys((*lacking, *also))),
        )
    value = formula.times * numerator / denominator
    held = reach(formula, numerator, denominator, bounds, share_of(formula, row))
    return Cell(
        numerator=numerator,
        denominator=denominator,
        value=value,
        line=line,
        floor=floor,
        verdict=None if held.line is None else "met" if held.line else "short",
        above_floor=held.floor,
        shortfall=held.lack,
        shortfall_floor=held.lack_floor,
        near=line is not None and is_near(value, line, near),
    )


def excluded_parts(scope: Scope) -> tuple[Excluded, ...]:
    """Return the parts the standard leaves out, each with its reason in words."""
    frame = scope.facts.parts.filter(scope.facts.parts["excluded"].is_not_null()).sort("stage", "unit")
    return tuple(
        Excluded(
            unit=row["unit"],
            name=_name(row),
            stage=row["stage"],
            kind=row["kind"],
            pupils=row["pupils"],
            reason=row["excluded"],
            text=_reason(scope, row),
        )
        for row in frame.select("excluded", *_SHOWN).to_dicts()
    )


def _reason(scope: Scope, row: Mapping[str, Any]) -> Title:
    pupils = wording.figure(exact(row["pupils"]))
    match row["excluded"]:
        case "kind":
            kind = wording.code_name("kind", row["kind"])
            return Title(f"{kind.zh}不在评估范围内", f"{kind.en}: not judged by this standard")
        case "sponsor":
            sponsor = wording.code_name("sponsor", row["sponsor"])
            return Title(f"举办者为{sponsor.zh}，不在评估范围内", f"run by {sponsor.en}: not judged by this standard")
        case "stage":
            stage = wording.code_name("stage", row["stage"])
            return Title(f"{stage.zh}学段不在评估范围内", f"stage {stage.en}: not judged by this standard")
        case "small_point":
            least = scope.standard.rows.teaching_point_minimum
            return Title(
                f"教学点学生 {pupils.zh} 人，不足 {least} 人，不单独评估",
                f"teaching point with {pupils.en} pupils, fewer than {least}: not judged by itself",
            )
        case "no_pupils":
            return Title("没有在校学生，不参加评估", "no pupils: not judged")
        case reason:
            return Title(f"不在评估范围内（{reason}）", f"not judged ({reason})")
