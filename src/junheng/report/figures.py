"""The one place that prints figures: rounding, thousands, 万元, blanks, verdict words and signs.

Figures are exact until they come here. Rounding is half up, away from zero, on the exact value (so 0.125 is
0.13 and -0.125 is -0.13); what a verdict says is never decided on a printed figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from types import MappingProxyType
from typing import Literal

from junheng.assess.model import Verdict

Figure = Fraction | Decimal | int
"""What may be printed. Floats only enter through `measure`, for figures that are defined as floats (Gini, Theil)."""

State = Literal["met", "short", "unknown", "near"]

PLACES: Mapping[str, int] = MappingProxyType(
    {
        "value": 2,  # an indicator of a school
        "mean": 2,  # a county mean
        "sd": 3,
        "cv": 3,  # coefficients of variation, single and composite
        "percent": 1,  # shares and ratios
        "wan_person": 2,  # population in 万人
        "money": 0,  # yuan per head
        "wan_yuan": 2,
        "area": 2,
        "count": 0,  # persons, rooms, schools, classes
    }
)
"""Decimals by kind of figure (declaration form of 教督〔2017〕6号)."""

UNIT_PLACES: Mapping[str, int] = MappingProxyType(
    {"person": 0, "room": 0, "class": 0, "set": 0, "book": 0, "count": 0, "m2": 2, "yuan": 2, "ratio": 3}
)
"""Decimals of an amount by its unit in the dictionary; other units print two."""

BLANK = "未填"
NONE = "——"
"""What stands where a figure is not defined (the mean of a composite) or no line is set."""

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"met": ("达标", "met"), "short": ("不达标", "short"), "unknown": ("无法判定", "unknown"), "near": ("临近", "near")}
)
_SIGNS: Mapping[str, str] = MappingProxyType({"met": "●", "short": "▲", "unknown": "◌", "near": "◐"})


def rounded(value: Figure, places: int) -> Decimal:
    """Return `value` rounded half up (away from zero) to `places` decimals, exactly."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((int(exact < 0 and whole > 0), digits, -places))


def enough(value: Fraction | None, places: int) -> Fraction | None:
    """Return what is missing rounded up to `places` decimals, so that what is printed always suffices."""
    step = Fraction(10) ** places
    return None if value is None else ceil(value * step) / step


def number(value: Figure | None, places: int, *, blank: str = BLANK) -> str:
    """Return `value` with thousands and exactly `places` decimals, or `blank` when it is unknown."""
    return blank if value is None else f"{rounded(value, places):,f}"


def beside(value: Figure | None, line: Figure | None, places: int, *, blank: str = BLANK) -> str:
    """Return `value` with `places` decimals, or as many more as it takes not to be printed on the wrong side of `line`.

    2.2996 against 2.3 is printed 2.2996, so that a figure that is short never looks as if it reached its line.
    """
    if value is None or line is None:
        return number(value, places, blank=blank)
    exact, bound = Fraction(value), Fraction(line)
    side = (exact > bound) - (exact < bound)
    for more in range(places, places + 10):
        shown = Fraction(rounded(exact, more))
        if (shown > bound) - (shown < bound) == side:
            return number(exact, more)
    return f"{exact.numerator}/{exact.denominator}"


def cv(value: Figure | None, *, blank: str = "无法判定") -> str:
    """Return a coefficient of variation with three decimals."""
    return number(value, PLACES["cv"], blank=blank)


def percent(value: Figure | None, places: int = PLACES["percent"], *, blank: str = "无法判定") -> str:
    """Return a share (0.952) as a percentage (95.2%)."""
    return blank if value is None else f"{rounded(Fraction(value) * 100, places):,f}%"


def wan(value: Figure | None, places: int = PLACES["wan_yuan"], *, blank: str = BLANK) -> str:
    """Return an amount in yuan as 万元 (without the unit)."""
    return number(None if value is None else Fraction(value) / 10000, places, blank=blank)


def plain(value: Figure | None, *, most: int = 6, blank: str = BLANK) -> str:
    """Return a line or limit as it is written in a standard: 4.2, 2000, 0.5; at most `most` decimals."""
    if value is None:
        return blank
    text = f"{rounded(value, most):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def measure(value: float | None, places: int = PLACES["cv"], *, blank: str = NONE) -> str:
    """Return a measure that is a float by definition (Gini, Theil, McLoone)."""
    return number(None if value is None else Fraction(value), places, blank=blank)


def unit_places(unit: str | None) -> int:
    """Return the decimals amounts of a dictionary unit are printed with."""
    return 2 if unit is None else UNIT_PLACES.get(unit, 2)


def blank_word(language: str = "zh") -> str:
    """Return what stands for a figure that was not filed."""
    return BLANK if language == "zh" else "blank"


def state(verdict: Verdict | None, *, near: bool = False) -> State | None:
    """Return what is shown for a verdict: a figure that is met but close to its line shows as near."""
    return "near" if verdict == "met" and near else verdict


def verdict_word(verdict: State | None, language: str = "zh") -> str:
    """Return 达标, 不达标, 无法判定, 临近 (met, short, unknown, near); —— where no line is set."""
    return NONE if verdict is None else _WORDS[verdict][0 if language == "zh" else 1]


def verdict_sign(verdict: State | None) -> str:
    """Return ● met, ▲ short, ◌ unknown, ◐ near, which need no colour; empty where no line is set."""
    return "" if verdict is None else _SIGNS[verdict]
