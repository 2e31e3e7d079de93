"""Sizes of classes and schools: which are above the standard's limits, and classes by size band."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from junheng.assess import wording
from junheng.assess.model import ClassBand, Oversize, Verdict
from junheng.assess.scope import Scope
from junheng.assess.terms import agreed, counted_rows, exact, readings, specs, undecided, units
from junheng.dictionary import Title
from junheng.standards.model import ClassSize, Number, SchoolSize

COMBINED = frozenset({"nine_year", "twelve_year"})
"""Groups of kinds whose schools hold primary and junior together."""

BANDS: tuple[tuple[str, int, int | None], ...] = (
    ("0-35", 0, 35),
    ("36-45", 36, 45),
    ("46-55", 46, 55),
    ("56-65", 56, 65),
    ("66+", 66, None),
)
"""Class-size bands: to 35, normal, large, 大班额, 超大班额; label, least and most pupils."""

UNKNOWN_BAND = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """The pupils of one class or school against its limit.

    Where it is undecided which of several limits applies, `limit` is the largest when even that is exceeded, else None.
    """

    unit: str
    name: str
    stage: str | None
    label: Title
    pupils: int | None
    limit: int | None
    verdict: Verdict
    missing: tuple[str, ...] = ()


def school_sizes(spec: SchoolSize, scope: Scope) -> list[Size]:
    """Return the pupils of the compulsory stages of every school, small teaching points too, against its limit.

    A campus that is a school of one stage by itself has that stage's group of kinds and counts as one-stage.
    """
    return [_school_size(spec, scope, unit) for unit in units(scope)]


def _school_size(spec: SchoolSize, scope: Scope, unit: Mapping[str, Any]) -> Size:
    base: dict[str, Number] = {"single": spec.single, "combined": spec.combined}
    group, pupils = unit.get("kind_group"), exact(unit.get("pupils_compulsory"))
    if group is None:
        kinds: tuple[str, ...] = ("single", "combined")
    else:
        kinds = ("combined",) if group in COMBINED else ("single",)
    limits = {int(values[kind]) for values in readings(base, spec.exception, unit, scope.switches) for kind in kinds}
    verdict = agreed(_within(pupils, limit) for limit in limits)
    missing = (
        *(("pupils_compulsory",) if pupils is None else ()),
        *(("kind_group",) if len(kinds) > 1 else ()),
        *undecided(spec.exception, unit, scope.switches),
    )
    name = unit["school_name"] or unit["unit"]
    return Size(
        unit=unit["unit"],
        name=name,
        stage=None,
        label=Title(name, name),
        pupils=None if pupils is None else int(pupils),
        limit=max(limits) if len(limits) == 1 or verdict == "short" else None,
        verdict=verdict,
        missing=missing if verdict == "unknown" else (),
    )


def _within(pupils: Fraction | None, limit: int) -> Verdict:
    if pupils is None:
        return "unknown"
    return "met" if pupils <= limit else "short"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSizes:
    """The classes of the counted parts that have a limit, and the parts whose class rows are incomplete.

    `incomplete` maps (unit, stage) to (school name, classes filed or None, class rows).
    """

    classes: tuple[Size, ...]
    incomplete: Mapping[tuple[str, str], tuple[str, int | None, int]]


def class_sizes(spec: ClassSize, scope: Scope) -> ClassSizes:
    """Return every class of the counted parts, small teaching points too, against the limit of its stage."""
    parts = {(row["unit"], row["stage"]): row for row in counted_rows(scope) if row["stage"] in spec.at_most}
    counted_units = {unit for unit, _ in parts}
    rows: dict[tuple[str, str], int] = defaultdict(int)
    sizes = []
    for row in _class_rows(scope):
        unit, stage, pupils = row["unit"], row["stage"], exact(row["class_pupils"])
        if stage is None and unit in counted_units:
            limit, verdict = None, agreed(_within(pupils, line) for line in spec.at_most.values())
            verdict = "met" if verdict == "met" else "unknown"  # it may be a class the standard does not judge
        elif (unit, stage) in parts:
            rows[unit, stage] += 1
            limit = spec.at_most[stage]
            verdict = _within(pupils, limit)
        else:
            continue
        sizes.append(
            Size(
                unit=unit,
                name=_part_name(parts, unit),
                stage=stage,
                label=class_label(row["grade"], row["class_no"]),
                pupils=None if pupils is None else int(pupils),
                limit=limit,
                verdict=verdict,
                missing=("stage" if pupils is not None else "class_pupils",) if verdict == "unknown" else (),
            )
        )
    incomplete = {
        key: (row["school_name"] or key[0], row["classes"], rows[key])
        for key, row in parts.items()
        if row["classes"] is None or rows[key] < row["classes"]
    }
    return ClassSizes(classes=tuple(sizes), incomplete=incomplete)


def _class_rows(scope: Scope) -> list[dict[str, Any]]:
    return scope.facts.classes.sort("unit", "stage", "grade", "class_no", nulls_last=True).to_dicts()


def _part_name(parts: Mapping[tuple[str, str], Mapping[str, Any]], unit: str) -> str:
    return next((str(row["school_name"] or unit) for (held, _), row in parts.items() if held == unit), unit)


def class_label(grade: int | None, class_no: str | None) -> Title:
    """Return how a class is called: grade and class number."""
    year = wording.figure(exact(grade))
    number = (class_no or "").removesuffix("班")
    return Title(f"{year.zh}年级{number or wording.BLANK.zh}班", f"grade {year.en} class {number or wording.BLANK.en}")


def class_bands(scope: Scope) -> tuple[ClassBand, ...]:
    """Return the classes by stage and size band, small teaching points too; a last band holds those of unknown size."""
    counted = {(row["unit"], row["stage"]) for row in counted_rows(scope)}
    held: dict[str, list[int | None]] = defaultdict(list)
    for row in _class_rows(scope):
        if (row["unit"], row["stage"]) in counted:
            held[row["stage"]].append(row["class_pupils"])
    bands = []
    for stage in scope.standard.stages:
        if stage not in held:
            continue
        known = [pupils for pupils in held[stage] if pupils is not None]
        for label, least, most in BANDS:
            inside = [pupils for pupils in known if pupils >= least and (most is None or pupils <= most)]
            bands.append(ClassBand(stage=stage, band=label, classes=len(inside), pupils=sum(inside)))
        if len(known) < len(held[stage]):
            bands.append(ClassBand(stage=stage, band=UNKNOWN_BAND, classes=len(held[stage]) - len(known), pupils=None))
    return tuple(bands)


def band_of(pupils: int) -> str:
    """Return the label of the size band of a class."""
    return next(label for label, _, most in BANDS if most is None or pupils <= most)


def oversize(scope: Scope) -> tuple[Oversize, ...]:
    """Return the schools, then the classes, known to be above the standard's limits, the largest excess first."""
    schools = [size for spec in specs(scope.standard, SchoolSize) for size in school_sizes(spec, scope)]
    classes = [size for spec in specs(scope.standard, ClassSize) for size in class_sizes(spec, scope).classes]
    return (*_above("school", schools), *_above("class", classes))


def _above(kind: Literal["class", "school"], sizes: Sequence[Size]) -> list[Oversize]:
    found = [
        Oversize(
            kind=kind,
            unit=size.unit,
            name=size.name,
            stage=size.stage,
            label=size.label.zh,
            pupils=size.pupils,
            limit=size.limit,
            band=band_of(size.pupils) if kind == "class" else None,
        )
        for size in sizes
        if size.verdict == "short" and size.pupils is not None and size.limit is not None
    ]
    return sorted(found, key=lambda size: (size.limit - size.pupils, size.unit, size.label))
