"""Whether a change that does not come out was meant: it lies close, or one slip of the pen explains it."""

from __future__ import annotations

from fractions import Fraction

from junheng.audit.arithmetic import printed_step
from junheng.audit.judge import judge
from junheng.audit.model import Relation, Term

_CLOSE = Fraction(7, 20)
"""How far, of what is printed, a misprinted change may lie from what it comes to."""

_LEAST = 2
"""Digits a figure must have besides zeros at its end for one wrong one to be told from chance."""


def meant(made: Relation, within: Fraction = _CLOSE) -> bool:
    """Whether a relation that fails was meant to hold: what it comes to is of the sign told, and near what is printed
    or one slip away from it.
    """
    found = judge(made)
    if found is None or found.holds or found.computed * made.total.value <= 0:
        return False
    off = abs(found.off_by)
    if off <= abs(made.total.value) * within or (found.slip and found.slip != "sign"):
        return True
    return _one_digit(made.total, abs(found.computed)) or any(
        _one_digit(part, part.value + by) for part in made.parts for by in (found.off_by, -found.off_by)
        if made.kind == "difference"
    )  # fmt: skip


def _one_digit(term: Term, value: Fraction) -> bool:
    """Whether a printed figure differs from a value in one digit, and not both are round."""
    step = printed_step(term)
    if not step or value <= 0:
        return False
    one, other = str(round(abs(term.value) / step)), str(round(value / step))
    if max(len(each.rstrip("0")) for each in (one, other)) < _LEAST:
        return False
    return len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
