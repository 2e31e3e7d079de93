"""Exact figures and three-valued logic: what the checks share.

A figure is a Fraction or None (unknown). A sum with an unknown term is unknown. A condition on an unknown figure
is undecided (None), and what depends on it is then judged both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

import polars as pl

from junheng.assess.model import Verdict
from junheng.assess.scope import COUNTED, Scope
from junheng.dictionary import load
from junheng.standards.model import CheckException, Condition, Number, Spec, Standard

Row = Mapping[str, Any]
S = TypeVar("S", bound=Spec)


def exact(value: object) -> Fraction | None:
    """Return a figure of the facts exactly (yes is 1, no is 0), None when it is unknown.

    Raises TypeError for a value that is not an exact figure.
    """
    if value is None:
        return None
    if isinstance(value, bool | int | Decimal | Fraction):
        return Fraction(value)
    raise TypeError(f"{value!r} is not an exact figure")


def total(terms: Iterable[Fraction | None]) -> Fraction | None:
    """Return the sum, None when any term is unknown."""
    held = tuple(terms)
    return None if any(term is None for term in held) else sum((term for term in held if term is not None), Fraction(0))


def ratio(numerator: Fraction | None, denominator: Fraction | None) -> Fraction | None:
    """Return the quotient, None when either is unknown or the denominator is not positive."""
    if numerator is None or denominator is None or denominator <= 0:
        return None
    return numerator / denominator


def at_least(value: Fraction | None, line: Number | Fraction) -> Verdict:
    """Judge a value that is to reach `line`."""
    if value is None:
        return "unknown"
    return "met" if value >= Fraction(line) else "short"


def all_met(verdicts: Iterable[Verdict]) -> Verdict:
    """Return short when any is short, else unknown when any is unknown, else met; unknown when there are none."""
    held = set(verdicts)
    if "short" in held:
        return "short"
    return "unknown" if "unknown" in held or not held else "met"


def agreed(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on which all readings agree, else unknown."""
    held = set(verdicts)
    return held.pop() if len(held) == 1 else "unknown"


def holds(condition: Condition, row: Row) -> bool | None:
    """Tell whether `row` fulfils `condition`; None when the figure is unknown."""
    value = _migrant_share(row) if condition.field == "migrant_share" else row.get(condition.field)
    if value is None:
        return None
    if condition.among is not None:
        return value in condition.among
    if condition.equals is not None:
        return bool(value == condition.equals)
    figure = exact(value)
    assert figure is not None
    return not (
        (condition.at_least is not None and figure < Fraction(condition.at_least))
        or (condition.at_most is not None and figure > Fraction(condition.at_most))
        or (condition.below is not None and figure >= Fraction(condition.below))
        or (condition.above is not None and figure <= Fraction(condition.above))
    )


def _migrant_share(row: Row) -> Fraction | None:
    """Return the share of migrant children exactly, of the compulsory stages where the row is a school's."""
    return ratio(exact(row.get("migrant_pupils")), exact(row.get("pupils_compulsory", row.get("pupils"))))


def all_hold(conditions: Iterable[Condition], row: Row) -> bool | None:
    """Tell whether `row` fulfils every condition: False when one fails, else None when one is undecided."""
    held = [holds(condition, row) for condition in conditions]
    if False in held:
        return False
    return None if None in held else True


def readings(
    base: Mapping[str, Number], exceptions: Iterable[CheckException], row: Row, switches: frozenset[str]
) -> tuple[Mapping[str, Number], ...]:
    """Return the parameters that may apply to `row`: those of the first exception that matches, else `base`.

    An exception whose conditions are undecided may or may not apply, so its values join the readings.
    """
    possible: list[Mapping[str, Number]] = []
    for exception in exceptions:
        if exception.switch not in switches:
            continue
        match all_hold(exception.where, row):
            case True:
                return (*possible, {**base, **exception.values})
            case None:
                possible.append({**base, **exception.values})
    return (*possible, base)


def undecided(exceptions: Iterable[CheckException], row: Row, switches: frozenset[str]) -> tuple[str, ...]:
    """Return the unknown fields that keep the exceptions of `row` undecided."""
    return tuple(
        dict.fromkeys(
            condition.field
            for exception in exceptions
            if exception.switch in switches and all_hold(exception.where, row) is None
            for condition in exception.where
            if holds(condition, row) is None
        )
    )


@cache
def _school_fields() -> Mapping[str, bool]:
    """Return the figures of the table `school`: whether they are shared between stages."""
    tables = load().tables
    return {
        name: field.shared
        for name, field in tables["school"].fields.items()
        if field.numeric and name not in tables["part"].fields
    }


def part_figure(row: Row, field: str) -> Fraction | None:
    """Return a figure of a school part; of a quantity shared between stages this stage's share."""
    figure = exact(row.get(field))
    if not _school_fields().get(field, False):
        return figure
    share = ratio(exact(row.get("share_num")), exact(row.get("share_den")))
    return None if figure is None or share is None else figure * share


def missing_figures(rows: Sequence[Row], fields: Iterable[str]) -> tuple[str, ...]:
    """Return what is unknown of `fields` in any row; a stage's share of a known figure lacks the pupils."""
    return tuple(
        dict.fromkeys(
            name if row.get(name) is None else "pupils"
            for name in fields
            for row in rows
            if part_figure(row, name) is None
        )
    )


def add_parts(rows: Sequence[Row], field: str) -> Fraction | None:
    """Return the sum of one figure over school parts, None when any is unknown.

    A figure of the whole school that is not shared between stages counts once per unit.
    """
    if _school_fields().get(field) is False:
        rows = list({row["unit"]: row for row in rows}.values())
    return total(part_figure(row, field) for row in rows)


@cache
def is_share(fields: tuple[str, ...]) -> bool:
    """Tell whether the figures have one unit, so that one over another is a share, which cannot be above 1."""
    tables = load().tables
    filed = [tables[name].fields for name in ("county", "part", "school")]
    return len({held[name].unit for name in fields for held in filed if name in held}) == 1


@cache
def filed_by_stage(fields: tuple[str, ...]) -> bool:
    """Tell whether all the figures are filed for each school part."""
    return all(name in load().tables["part"].fields for name in fields)


def counted_rows(scope: Scope, stages: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Return the school parts of `stages` (all when none is named) that items count over, as rows.

    Small teaching points are among them: they are left out of the resource indicators only.
    """
    frame = scope.counted
    wanted = tuple(stages)
    return (frame.filter(pl.col("stage").is_in(wanted)) if wanted else frame).to_dicts()


def specs(standard: Standard, kind: type[S]) -> Iterator[S]:
    """Yield the standard's checks of one kind, in its order."""
    for item in standard.item:
        for check in item.check:
            if isinstance(check, kind):
                yield check


def units(scope: Scope, *, small_points: bool = True) -> list[dict[str, Any]]:
    """Return the units items count over as rows; without `small_points` those with a judged part alone."""
    kept = COUNTED if small_points else pl.col("excluded").is_null()
    wanted = scope.facts.parts.filter(kept)["unit"].unique()
    return scope.facts.schools.filter(pl.col("unit").is_in(wanted.to_list())).sort("unit").to_dicts()
