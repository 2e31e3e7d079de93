"""How the page prints figures with their units, in its language."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from junheng.assess.model import Cell, IndicatorReference
from junheng.dictionary import Title
from junheng.report import figures
from junheng.report.words import unit_word

Shade = Literal["0", "1", "2", "3", "4", "5", "6", "u", "n"]
"""Steps of the heat map, from far below the line to twice the line; `u` unknown, `n` no line."""

_ONE = {"persons": "person", "rooms": "room", "classes": "class", "sets": "set", "books": "book", "hours": "hour"}
"""English names of units after the figure 1."""

_STEPS: tuple[tuple[Fraction, Shade], ...] = (
    (Fraction(70, 100), "0"),
    (Fraction(85, 100), "1"),
    (Fraction(1), "2"),
    (Fraction(105, 100), "3"),
    (Fraction(150, 100), "4"),
    (Fraction(2), "5"),
)


def attainment(cell: Cell, better: str) -> Fraction | None:
    """Return value over line (line over value where less is better); None when either is unknown or 0 below."""
    if cell.value is None or cell.line is None:
        return None
    above, below = (cell.value, cell.line) if better == "more" else (cell.line, cell.value)
    return above / below if below else None


def shade(cell: Cell, better: str) -> Shade:
    """Return the heat map's step for a cell."""
    if cell.verdict is None:
        return "n"
    if cell.verdict == "unknown":
        return "u"
    share = attainment(cell, better)
    if share is None:
        return "6" if cell.verdict == "met" else "0"
    return next((step for bound, step in _STEPS if share < bound), "6")


def sign(cell: Cell) -> str:
    """Return the cell's sign: ▲ below the floor, △ below the line only, ◌ unknown, ◐ near."""
    if cell.verdict == "short" and cell.above_floor:
        return "△"
    state = figures.state(cell.verdict, near=cell.near)
    return "" if state == "met" else figures.verdict_sign(state)


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints figures for one language."""

    language: str

    @property
    def blank(self) -> str:
        """Return what stands where nothing was filed."""
        return figures.blank_word(self.language)

    @property
    def unknown(self) -> str:
        """Return the word for what cannot be judged."""
        return figures.verdict_word("unknown", self.language)

    def say(self, title: Title) -> str:
        """Return a text in the page's language."""
        return title.in_language(self.language)

    def pick(self, zh: str, en: str) -> str:
        """Return the text of the page's language."""
        return zh if self.language == "zh" else en

    def word(self, verdict: figures.State | None) -> str:
        """Return the word for a verdict."""
        return figures.verdict_word(verdict, self.language)

    def count(self, value: int | None) -> str:
        """Return a count with thousands."""
        return figures.number(value, 0, blank=self.blank)

    def value(self, cell: Cell) -> str:
        """Return an indicator's value, never printed on the wrong side of its line."""
        return figures.beside(cell.value, cell.line, figures.PLACES["value"], blank=self.blank)

    def amount(self, value: Fraction | None, unit: str) -> str:
        """Return an amount with its unit: money in 万元 (Chinese), whole figures without decimals."""
        if value is None:
            return self.blank
        if unit == "yuan" and self.language == "zh":
            return f"{figures.wan(value)} 万元"
        places = 0 if value.denominator == 1 else max(2, figures.unit_places(unit))
        name = unit_word(unit, self.language)
        return f"{figures.number(value, places)} {_ONE.get(name, name) if value == 1 else name}"

    def missing(self, value: Fraction, unit: str) -> str:
        """Return a shortfall with its unit, rounded up, so that what is printed suffices."""
        places = -2 if unit == "yuan" and self.language == "zh" else max(2, figures.unit_places(unit))
        return self.amount(figures.enough(value, places), unit)

    def share(self, value: Fraction | None) -> str:
        """Return a share as a percentage without idle decimals."""
        return figures.NONE if value is None else f"{figures.plain(value * 100)}%"

    def formula(self, indicator: IndicatorReference, cell: Cell) -> str:
        """Return `100 × 5 人 ÷ 412 = 1.21 人`, with what is blank said to be blank."""
        times = "" if indicator.times == 1 else f"{figures.plain(indicator.times)} × "
        below = figures.number(
            cell.denominator,
            0 if cell.denominator is None or cell.denominator.denominator == 1 else 2,
            blank=self.blank,
        )
        result = self.unknown if cell.value is None else self.with_unit(self.value(cell), indicator.unit)
        return f"{times}{self.amount(cell.numerator, indicator.unit)} ÷ {below} = {result}"

    def with_unit(self, text: str, unit: str) -> str:
        """Return a printed figure followed by its unit."""
        return f"{text} {unit_word(unit, self.language)}"

    def header(self, title: Title, unit: str) -> str:
        """Return a column's title with its unit in brackets."""
        name, unit = self.say(title), unit_word(unit, self.language)
        return f"{name}（{unit}）" if self.language == "zh" else f"{name} ({unit})"
