"""A figure of a report with what it was matched to, agreeing or not: what faces show beside the findings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

import msgspec

from junheng.audit.against.known import Known
from junheng.audit.against.names import SAID, Grade
from junheng.audit.blanks.notes import Note
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Quantity
from junheng.dictionary import Title

_ABOUT = Fraction(1, 20)
_WORDS = 30
NOTHING = Title("", "")


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of a report beside the one it was matched to."""

    item: Item
    known: Known
    """What it was matched to; where none was compared (`agrees` is None), the same figure of another year."""
    grade: Grade
    agrees: bool | None
    """None where it was not compared."""
    words: str
    """The figure with its label, as printed."""
    said: str
    """The figure as printed."""
    shown: str = ""
    """The known figure as the report would print it; blank where none was compared."""
    stale: int | None = None
    """The school year whose figure it is, when it does not agree."""
    reason: Title = NOTHING
    """Why it was not compared, or why a difference is not reported."""
    reported: bool = False
    """Whether the difference is a finding."""

    @property
    def span(self) -> tuple[int, int]:
        """Return where the figure and its unit stand in the clean text."""
        return self.item.quantity.start, self.item.quantity.end

    @property
    def name(self) -> Title:
        """Return what it was matched to."""
        return self.known.title

    @property
    def firm(self) -> bool:
        """Whether it agrees, or differs and nothing around it may narrow it."""
        return bool(self.agrees) or self.reported or (self.agrees is False and self.grade in {"exact", "synonym"})


class Comparison(Protocol):
    """A check of a report against something else, for `engine.audit`."""

    @property
    def source(self) -> Title:
        """Return what the report is held against."""

    def __call__(self, clean: Clean, layout: Layout) -> Iterator[Note]:
        """Yield the differences."""

    def matches(self, clean: Clean, layout: Layout) -> Iterator[Match]:
        """Yield every figure that was looked up, in the order of the text."""


def reason(name: str, **values: object) -> Title:
    """Return the words for why a figure was not compared, or a difference not reported."""
    words = SAID.reason[name]
    return Title(words.zh.format_map(values), words.en.format_map(values))


def span(item: Item) -> tuple[int, int]:
    """Return where a figure stands with the last words of its label."""
    return max(item.label_start, item.quantity.start - _WORDS), item.quantity.end


def agree(quantity: Quantity, known: Fraction) -> bool:
    """Whether a printed figure tells a known one: rounded or cut off at its last digit, or as its hedge allows."""
    printed, step = quantity.exact, Fraction(quantity.step) * quantity.scale
    whole = quantity.step == 1 and quantity.scale == 1 and known.denominator == 1
    if known == printed or (not whole and -step / 2 <= known - printed < step):
        return True
    match quantity.hedge:
        case "about":
            return abs(known - printed) <= _ABOUT * max(abs(printed), Fraction(1))
        case "over" | "at_least":
            return printed <= known
        case "under" | "at_most":
            return known <= printed
    return False


def shown(value: Fraction, quantity: Quantity, unit: str) -> str:
    """Return a known figure in the unit the report prints, to two places more than it at most."""
    scaled = value / quantity.scale
    name = quantity.unit or unit
    if scaled.denominator == 1:
        return f"{scaled.numerator}{name}"
    places = max(2, -int(quantity.step.as_tuple().exponent))
    rounded = Decimal(round(scaled * 10**places)).scaleb(-places)
    return f"{rounded:f}{name}"
