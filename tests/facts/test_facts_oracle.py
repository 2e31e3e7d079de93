"""Thousands of random schools against a second implementation in plain Python with fractions."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from facts_tables import RULES, WEIGHTS, part, school, tables

from junheng.dictionary import load
from junheng.facts import derive

STAGES = ["kindergarten", "primary", "junior", "senior", "special"]
COUNTED = ["pupils", "backbone_teachers"]
WHOLE = ["teaching_area", "multimedia_rooms", "public_budget"]


def nation(seed, schools=600):
    """Schools of every kind: several campuses, stages missing or strange, figures blank, two years."""
    rng = random.Random(seed)
    school_rows, part_rows = [], []
    for number in range(schools):
        code, kind = f"21{number:08}" if seed % 2 else f"X-{number}", rng.choice(list(load().codes["kind"].codes))
        for year in rng.choice([[2025], [2024, 2025]]):
            for campus in rng.choice([[""], [""], ["", "东"], ["", "东", "西"], ["东", "西"]]):
                blank = rng.random() < 0.1
                row = school(
                    kind if rng.random() < 0.97 else None, code, campus, year=year,
                    sponsor=rng.choice(["7", "9", "10", None]), locale=rng.choice(["111", "220", None]),
                    teaching_area=None if blank else Decimal(rng.randint(0, 10**6)) / 100,
                    multimedia_rooms=rng.randint(0, 30), has_charter=rng.choice([True, True, False, None]),
                    public_budget=Decimal(rng.randint(0, 10**8)) / 100,
                )  # fmt: skip
                if rng.random() < 0.98:
                    school_rows.append(row)
                own = list(load().codes["kind"].codes[kind].stages)
                for stage in {*rng.sample(own, rng.randint(0 if rng.random() < 0.2 else 1, len(own)))} | (
                    {rng.choice(STAGES)} if rng.random() < 0.1 else set()
                ):
                    pupils = rng.choice([None, 0, 48, 49, 50, 51, rng.randint(60, 2000)])
                    backbone = rng.choice([None, *range(9)])
                    part_rows.append(
                        {**part(stage, code, campus, pupils=pupils, backbone_teachers=backbone), "year": year}
                    )
    rng.shuffle(school_rows)
    rng.shuffle(part_rows)
    return school_rows, part_rows


def add_up(values):
    values = list(values)
    return None if None in values else sum(values)


def all_yes(values):
    values = list(values)
    return False if False in values else None if None in values else True


def expected(school_rows, part_rows):
    """Return {(year, unit, stage): figures} by the rules, school by school."""
    sites, held = defaultdict(dict), defaultdict(dict)
    for row in school_rows:
        sites[row["year"], row["school_code"]][row["campus"]] = row
    for row in part_rows:
        held[row["year"], row["school_code"]].setdefault(row["campus"], {})[row["stage"]] = row
    found = {}
    for key in sites.keys() | held.keys():
        campuses = {name: sites[key].get(name, {}) for name in sites[key].keys() | held[key].keys()}
        rows = {name: dict(held[key].get(name, {})) for name in campuses}
        complete(campuses, rows)
        for unit, members in units(key[1], rows).items():
            found |= {(key[0], *place): row for place, row in of_unit(unit, members, campuses, rows).items()}
    return found


def wanted(site):
    kinds = load().codes["kind"].codes
    kind = kinds[site["kind"]] if site.get("kind") else None
    if kind is None or not any(stage in RULES.stages for stage in kind.stages):
        return []
    # the stages that share in rooms and equipment count too: their pupils decide what the judged stages hold
    return [s for s in kind.stages if s in RULES.stages or s in WEIGHTS.get(kind.group, WEIGHTS["default"])]


def complete(campuses, rows):
    """Add blank rows: for a campus without any, all its kind wants; else at the first what no campus shows."""
    empty = [name for name in campuses if not rows[name] and wanted(campuses[name])]
    shown = {stage for stages in rows.values() for stage in stages}
    for name in empty:
        rows[name] = {stage: {} for stage in wanted(campuses[name])}
    first = min(campuses)
    if not empty:
        rows[first] |= {stage: {} for stage in wanted(campuses[first]) if stage not in shown}


def units(code, rows):
    """Return {unit: its campuses}."""
    stages = {stage for own in rows.values() for stage in own}
    alone = [name for name in rows if len(rows) > 1 and len(stages) > 1 and len(rows[name]) == 1]
    rest = [name for name in rows if name not in alone]
    found = {f"{code}/{name}" if name or rest else code: [name] for name in alone}
    return found | ({code: rest} if rest else {})


def of_unit(unit, members, campuses, rows):
    head = campuses[min(members)]
    figures = {name: add_up(campuses[member].get(name) for member in members) for name in WHOLE}
    figures["has_charter"] = all_yes(campuses[member].get("has_charter") for member in members)
    stages = {stage for member in members for stage in rows[member]}
    counted = {
        stage: {name: add_up(rows[m][stage].get(name) for m in members if stage in rows[m]) for name in COUNTED}
        for stage in stages
    }
    kinds = load().codes["kind"].codes
    kind = kinds[head["kind"]] if head.get("kind") else None
    group = kind.group if kind else None
    # A campus that is a school of its own, in a school of several stages, counts as a school of its stage.
    if kind and len(stages) == 1 and len(rows) > 1 and len({s for own in rows.values() for s in own}) > 1:
        (stage,) = stages
        if len(kind.stages) > 1 and stage in {"primary", "junior", "senior"} and len(members) == 1:
            group = stage
    shares = split(group, {stage: counted[stage]["pupils"] for stage in stages})
    return {
        (unit, stage): {
            **figures,
            **counted[stage],
            "kind_group": group,
            "share": shares[stage],
            "excluded": excluded(group, head.get("sponsor"), stage, counted[stage]["pupils"]),
        }
        for stage in stages
    }


def split(group, pupils):
    weights = {s: WEIGHTS.get(group, WEIGHTS["default"]).get(s) for s in pupils}
    bearing = {stage: weight for stage, weight in weights.items() if weight is not None}
    if len(pupils) == 1:
        return dict.fromkeys(pupils, Fraction(1))
    if not bearing:
        return dict.fromkeys(pupils)
    if any(stage in RULES.stages and stage not in bearing for stage in pupils):
        return dict.fromkeys(pupils)  # a stage its school's kind should not have
    if len(bearing) == 1:
        return {stage: Fraction(stage in bearing) for stage in pupils}
    weighted = {s: None if pupils[s] is None else weight * pupils[s] for s, weight in bearing.items()}
    total = add_up(weighted.values())
    return {s: (weighted[s] / total if total else None) if s in bearing else Fraction(0) for s in pupils}


def excluded(group, sponsor, stage, pupils):
    if group in RULES.exclude_kinds:
        return "kind"
    if sponsor in RULES.exclude_sponsors:
        return "sponsor"
    if stage not in RULES.stages:
        return "stage"
    if group == "teaching_point" and pupils is not None and pupils < 50:
        return "small_point"
    return "no_pupils" if pupils == 0 else None


@pytest.mark.parametrize("seed", range(6))
def test_derive_agrees_with_the_second_implementation(seed):
    records = nation(seed)
    facts = derive(tables(*records), RULES)

    got = {}
    for row in facts.parts.rows(named=True):
        share = None if row["share_num"] is None else Fraction(row["share_num"], row["share_den"])
        kept = {name: row[name] for name in (*WHOLE, *COUNTED, "has_charter", "kind_group", "excluded")}
        got[row["year"], row["unit"], row["stage"]] = {**kept, "share": share}
    assert len(got) == facts.parts.height
    wanted_rows = expected(*records)
    assert got.keys() == wanted_rows.keys()
    assert got == wanted_rows


@pytest.mark.parametrize("seed", range(2))
def test_school_rows_add_up_their_parts(seed):
    facts = derive(tables(*nation(seed)), RULES)

    parts = defaultdict(list)
    for row in facts.parts.rows(named=True):
        parts[row["year"], row["unit"]].append(row)
    rows = {(row["year"], row["unit"]): row for row in facts.schools.rows(named=True)}
    assert parts.keys() <= rows.keys()
    assert len(rows) == facts.schools.height
    for key, row in rows.items():
        ruled = [part_row for part_row in parts[key] if part_row["stage"] in RULES.stages]
        assert set(row["stages"]) == {part_row["stage"] for part_row in parts[key]}
        assert row["judged"] == any(part_row["excluded"] is None for part_row in parts[key])
        assert row["pupils"] == (add_up(p["pupils"] for p in parts[key]) if parts[key] else None)
        assert row["pupils_compulsory"] == (add_up(p["pupils"] for p in ruled) if ruled else None)
