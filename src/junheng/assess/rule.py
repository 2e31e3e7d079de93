"""The rules that turn single verdicts into one: three states, and monotone (a figure filed later only decides)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from junheng.assess.model import Verdict
from junheng.standards.model import SchoolRule


def tolerated(rule: SchoolRule, asked: int) -> int:
    """Return how many of the `asked` indicators may stay below their line."""
    return max(0, asked - rule.at_least)


def part_verdict(cells: Sequence[tuple[Verdict | None, bool | None]], rule: SchoolRule | None) -> Verdict | None:
    """Judge a school part from its indicators' (verdict, above the floor).

    Short when the known figures alone prove it: more below their line than are tolerated, or one below its floor.
    Met when no unknown figure can change it, else unknown. None when the standard asks nothing of the part.
    """
    asked = [cell for cell in cells if cell[0] is not None]
    if rule is None or not asked:
        return None
    allowed = tolerated(rule, len(asked))
    short = sum(verdict == "short" for verdict, _ in asked)
    unknown = sum(verdict == "unknown" for verdict, _ in asked)
    if short > allowed or any(above is False for _, above in asked):
        return "short"
    if unknown and (rule.floor or short + unknown > allowed):
        return "unknown"
    return "met"


def joint(verdicts: Iterable[Verdict | None]) -> Verdict:
    """Return short when any is short, else unknown when any is unknown, else met; None stands for nothing asked."""
    held = set(verdicts)
    if "short" in held:
        return "short"
    return "unknown" if "unknown" in held else "met"


def is_near(value: Fraction, line: Fraction, share: Fraction) -> bool:
    """Tell whether `value` lies within `share` of its line, on either side; a share of 0 turns the warning off."""
    return share > 0 and abs(value - line) <= share * abs(line)
