"""What is computed: an indicator's terms and bounds for one stage, with the switches that are on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from junheng.assess.errors import ScopeError
from junheng.dictionary import Title, load
from junheng.standards import Condition, Indicator, Standard
from junheng.standards.model import SchoolRule


@dataclass(frozen=True, slots=True)
class Term:
    """One fact that is added (`sign` 1) or taken off (-1), everywhere or only `where` all conditions hold.

    `shared` quantities belong to the whole school and count with the stage's share.
    """

    field: str
    sign: int
    shared: bool
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """How an indicator is computed: value = times x (sum of numerator terms) / (sum of denominator terms)."""

    indicator: Indicator
    times: Fraction
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    """Empty for a plain amount, which weighs 1."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Return every fact the formula reads, conditions included."""
        terms = (*self.numerator, *self.denominator)
        asked = (condition.field for term in terms for condition in term.where)
        return tuple(dict.fromkeys((*(term.field for term in terms), *asked)))


class Bounds(NamedTuple):
    """The line an indicator is to reach in one stage, and the floor that is tolerated; None where not asked."""

    line: Fraction | None
    floor: Fraction | None


def is_shared(field: str) -> bool:
    """Tell whether `field` is a whole-school quantity that is split between stages."""
    tables = load().tables
    return (
        field not in tables["part"].fields
        and field in tables["school"].fields
        and (tables["school"].fields[field].shared)
    )


def _terms(fields: Iterable[str], sign: int = 1, where: tuple[Condition, ...] = ()) -> tuple[Term, ...]:
    return tuple(Term(field, sign, is_shared(field), where) for field in fields)


def formula_of(indicator: Indicator, switches: Collection[str] = ()) -> Formula:
    """Return the formula of `indicator`, with the terms of the exceptions whose switch is on."""
    exceptions = (each for each in indicator.exception if each.switch in switches)
    return Formula(
        indicator,
        Fraction(indicator.times),
        _terms(indicator.plus)
        + _terms(indicator.minus, sign=-1)
        + tuple(term for each in exceptions for term in _terms(each.plus, where=each.where)),
        _terms(indicator.per),
    )


def formulas_of(standard: Standard, switches: Collection[str] = ()) -> tuple[Formula, ...]:
    """Return the formulas of all indicators of `standard`, in its order."""
    return tuple(formula_of(indicator, switches) for indicator in standard.indicator)


def bounds_of(indicator: Indicator, stage: str, rule: SchoolRule | None) -> Bounds:
    """Return line and floor of `indicator` in `stage`.

    The floor is the rule's share of the line (85 %); where less is better the tolerated figure is as much worse:
    line / share. A rule with share 0 tolerates anything and sets no floor.
    """
    if stage not in indicator.lines:
        return Bounds(None, None)
    line = Fraction(indicator.lines[stage])
    if rule is None or not rule.floor:
        return Bounds(line, None)
    share = Fraction(rule.floor)
    return Bounds(line, line * share if indicator.better == "more" else line / share)


def limit_of(indicator: Indicator, stage: str) -> Fraction | None:
    """Return the limit of the indicator's coefficient of variation in `stage`, None where there is none."""
    return Fraction(indicator.cv_limits[stage]) if stage in indicator.cv_limits else None


def counts_in(indicator: Indicator, stage: str) -> bool:
    """Tell whether the standard asks for `indicator` in `stage`.

    It does by a line or a limit for the stage. An indicator without any, for no stage, feeds the composites of all.
    """
    asked = {*indicator.lines, *indicator.cv_limits}
    return stage in asked or not asked


def stages_asked(standard: Standard) -> tuple[str, ...]:
    """Return the stages in which the standard asks something of schools or of their inequality."""
    return tuple(
        stage for stage in standard.stages if any(counts_in(indicator, stage) for indicator in standard.indicator)
    )


def switches_on(standard: Standard, switches: Iterable[str] = ()) -> frozenset[str]:
    """Return the ids of the switches that are on: those asked for and those on by default.

    Raises ScopeError for a switch the standard does not have.
    """
    known = {switch.id: switch for switch in standard.switch}
    asked = frozenset(switches)
    if strange := sorted(asked - set(known)):
        there = "、".join(known)
        raise ScopeError(
            Title(
                f"标准 {standard.id} 没有过渡性规定 {'、'.join(strange)}；可启用的有：{there or '无'}。",
                f"Standard {standard.id} has no switch {', '.join(strange)}; it has: {', '.join(known) or 'none'}.",
            )
        )
    return asked | {switch.id for switch in standard.switch if switch.default}
