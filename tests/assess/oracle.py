"""A second opinion on the resource indicators of 教督〔2017〕6号: brute force over plain records, in fractions.

Nothing here comes from the program: the numbers are typed from the standard, the rules are read from its words,
and every formula is written out as it is defined, however slow. Records are dictionaries of a school's (campus's)
and a school part's figures; None is a figure that was not filed.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import ceil, isqrt

LINES = {
    "L1": {"primary": "4.2", "junior": "5.3"},
    "L2": {"primary": "1", "junior": "1"},
    "L3": {"primary": "0.9", "junior": "0.9"},
    "L4": {"primary": "4.5", "junior": "5.8"},
    "L5": {"primary": "7.5", "junior": "10.2"},
    "L6": {"primary": "2000", "junior": "2500"},
    "L7": {"primary": "2.3", "junior": "2.4"},
}
PER_HUNDRED = {"L1", "L2", "L3", "L7"}
COUNTED_IN_WHOLE = {"L1", "L2", "L3", "L7"}
LIMITS = {"primary": Fraction(1, 2), "junior": Fraction(45, 100)}
WEIGHTS = {"primary": Fraction(1), "junior": Fraction(11, 10), "senior": Fraction(132, 100)}
WEIGHTS_COMPLETE = {"junior": Fraction(1), "senior": Fraction(12, 10)}
NOT_JUDGED = {"111", "342", "361", "362", "363", "364", "365", "366", "367", "368", "369", "371"} | {
    "511", "512", "513", "514", "519",
}  # fmt: skip
STAGES_OF = {"211": ["primary"], "218": ["primary"], "311": ["junior"], "312": ["primary", "junior"]} | {
    "341": ["junior", "senior"],
    "345": ["primary", "junior", "senior"],
}
SCHOOL_FIGURES = (
    "teaching_area", "indoor_sports_area", "sports_ground_area", "equipment_value", "multimedia_rooms",
)  # fmt: skip
PART_FIGURES = (
    "pupils", "above", "backbone_teachers", "pe_teachers", "music_teachers", "art_teachers", "arts_teachers",
)  # fmt: skip


def plus(*terms):
    """Add figures; unknown when one is."""
    return None if any(term is None for term in terms) else sum(map(Fraction, terms))


def minus(whole, part):
    return None if whole is None or part is None else Fraction(whole) - Fraction(part)


def above_required_degree(part):
    """As filed, else 专科 and above in primary, 本科 and above in junior schools."""
    if part["teachers_above_degree"] is not None:
        return part["teachers_above_degree"]
    degrees = [part["teachers_postgraduate"], part["teachers_bachelor"]]
    if part["stage"] == "primary":
        degrees.append(part["teachers_associate"])
    return plus(*degrees) if part["stage"] in {"primary", "junior"} else None


def schools_of(school_rows, part_rows):
    """Gather records into schools: a campus with one stage of a school with several is a school of that stage."""
    parts_at = defaultdict(list)
    for part in part_rows:
        parts_at[part["school_code"], part["campus"]].append({**part, "above": above_required_degree(part)})
    campuses = defaultdict(list)
    for row in school_rows:
        campuses[row["school_code"]].append(row)
    for code, rows in campuses.items():
        stages = {row["campus"]: [part["stage"] for part in parts_at[code, row["campus"]]] for row in rows}
        several = len({stage for held in stages.values() for stage in held}) > 1 and len(rows) > 1
        alone = [row for row in rows if several and len(stages[row["campus"]]) == 1]
        together = [row for row in rows if row not in alone]
        for row in alone:
            name = code if row["campus"] == "" and not together else f"{code}/{row['campus']}"
            yield name, rows[0]["kind"], True, [row], parts_at[code, row["campus"]]
        if together:
            parts = [part for row in together for part in parts_at[code, row["campus"]]]
            yield code, rows[0]["kind"], False, together, parts


def parts_of(school_rows, part_rows):
    """Yield a dictionary per school part: unit, stage, kind, figures of the stage, the school's, and the share."""
    for unit, kind, alone, rows, parts in schools_of(school_rows, part_rows):
        figures = {name: plus(*(row[name] for row in rows)) for name in SCHOOL_FIGURES}
        by_stage = {}
        for stage in dict.fromkeys(part["stage"] for part in parts):
            here = [part for part in parts if part["stage"] == stage]
            by_stage[stage] = {name: plus(*(part[name] for part in here)) for name in PART_FIGURES}
        if not alone:
            for stage in STAGES_OF.get(kind, []):
                by_stage.setdefault(stage, dict.fromkeys(PART_FIGURES))
        weights = WEIGHTS_COMPLETE if kind == "341" else WEIGHTS
        for stage, held in by_stage.items():
            yield {
                "unit": unit,
                "stage": stage,
                "kind": kind,
                "alone": alone,
                "share": share_of(stage, {name: each["pupils"] for name, each in by_stage.items()}, weights),
                **figures,
                **held,
            }


def share_of(stage, pupils, weights):
    """w_s P_s / sum of w P: the stage's share of what the whole school has."""
    if len(pupils) == 1:
        return Fraction(1)
    if any(count is None for count in pupils.values()):
        return None
    total = sum(weights[each] * count for each, count in pupils.items())
    return weights[stage] * pupils[stage] / total if total else None


def judged(part):
    """Tell whether the standard judges the part (private schools are judged)."""
    if part["kind"] in NOT_JUDGED or part["stage"] not in {"primary", "junior"} or part["pupils"] == 0:
        return False
    return not (part["kind"] == "218" and part["pupils"] is not None and part["pupils"] < 50)


def numerators(part):
    """L1 to L7 as counted in the part: its own teachers, its share of rooms, grounds and equipment."""

    def of_school(quantity):
        return None if quantity is None or part["share"] is None else quantity * part["share"]

    return {
        "L1": part["above"],
        "L2": part["backbone_teachers"],
        "L3": plus(part["pe_teachers"], part["music_teachers"], part["art_teachers"], part["arts_teachers"]),
        "L4": of_school(minus(part["teaching_area"], part["indoor_sports_area"])),
        "L5": of_school(plus(part["sports_ground_area"], part["indoor_sports_area"])),
        "L6": of_school(part["equipment_value"]),
        "L7": of_school(part["multimedia_rooms"]),
    }


def cell(indicator, stage, numerator, pupils, share):
    """Value, verdict, whether 85 % is reached, and what the whole school lacks to both."""
    if numerator is None or pupils is None:
        return {"value": None, "verdict": "unknown", "floor": None, "lack": None, "lack_floor": None}
    hundred = 100 if indicator in PER_HUNDRED else 1
    value = Fraction(numerator) * hundred / pupils
    line = Fraction(LINES[indicator][stage])

    def lack(bound):
        if value >= bound:
            return Fraction(0)
        missing = bound * pupils / hundred - numerator
        if indicator in {"L4", "L5", "L6", "L7"}:  # only the stage's share of what the school adds counts here
            missing /= share
        return Fraction(ceil(missing)) if indicator in COUNTED_IN_WHOLE else missing

    floor = line * Fraction(85, 100)
    return {
        "value": value,
        "verdict": "met" if value >= line else "short",
        "floor": value >= floor,
        "lack": lack(line),
        "lack_floor": lack(floor),
    }


def part_verdict(cells):
    """At least 6 of 7 reach the line and the remaining one 85 %: try every way the unknown could turn out."""

    def met(outcomes):
        reached = sum(line for line, _ in outcomes)
        return reached >= 6 and all(floor for _, floor in outcomes)

    ways = [[]]
    for each in cells.values():
        options = [(each["verdict"] == "met", each["floor"])]
        if each["verdict"] == "unknown":
            options = [(True, True), (False, True), (False, False)]
        ways = [[*way, option] for way in ways for option in options]
    results = {met(way) for way in ways}
    return "unknown" if len(results) == 2 else "met" if results.pop() else "short"


def spread(values, pupils):
    """Return (mean, variance): X = sum X_i / sum P_i and S^2 = sum (P_i / P_N) (x_i - X)^2."""
    everyone = sum(pupils)
    mean = sum(value * count for value, count in zip(values, pupils, strict=True)) / everyone
    return mean, sum(Fraction(count, everyone) * (v - mean) ** 2 for v, count in zip(values, pupils, strict=True))


def decimal_root(value, digits=40):
    """Return the square root of a fraction as a fraction, correct to `digits` decimals."""
    scale = 10**digits
    return Fraction(isqrt(value.numerator * scale**2 // value.denominator), scale)


def county(school_rows, part_rows):
    """Judge one county: parts by (unit, stage), county indicators by (stage, indicator), composites, verdict."""
    held = [part for part in parts_of(school_rows, part_rows) if judged(part)]
    parts = {}
    for part in held:
        cells = {
            indicator: cell(indicator, part["stage"], numerator, part["pupils"], part["share"])
            for indicator, numerator in numerators(part).items()
        }
        parts[part["unit"], part["stage"]] = {
            "pupils": part["pupils"],
            "share": part["share"],
            "cells": cells,
            "verdict": part_verdict(cells),
        }
    indicators, composites = {}, {}
    for stage, limit in LIMITS.items():
        here = [part for (_, of), part in parts.items() if of == stage]
        if not here:
            continue
        for name in LINES:
            indicators[stage, name] = county_indicator(name, here, limit)
        roots = [indicators[stage, name]["cv"] for name in LINES]
        composites[stage] = None if None in roots else sum(roots) / 7
    verdicts = {part["verdict"] for part in parts.values()} | {each["verdict"] for each in indicators.values()}
    if {stage for _, stage in parts} != set(LIMITS):
        verdicts.add("unknown")
    verdict = next(word for word in ("short", "unknown", "met") if word in verdicts)
    return {"parts": parts, "county": indicators, "composite": composites, "verdict": verdict}


def county_indicator(name, parts, limit):
    """Mean, SD, CV and whether the CV is within its limit, over the parts of one stage."""
    values = [part["cells"][name]["value"] for part in parts]
    if None in values:
        return {"mean": None, "sd": None, "cv": None, "verdict": "unknown"}
    mean, variance = spread(values, [part["pupils"] for part in parts])
    if mean == 0:
        return {"mean": mean, "sd": decimal_root(variance), "cv": None, "verdict": "unknown"}
    return {
        "mean": mean,
        "sd": decimal_root(variance),
        "cv": decimal_root(variance / mean**2),
        "verdict": "met" if variance <= (limit * mean) ** 2 else "short",
    }
