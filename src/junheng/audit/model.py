"""What an audit is made of: the document, its quantities, the relations it asserts, its blanks, what was found.

Offsets count characters. Those of `Document`, `Block` and of everything that leaves the room (`Audit.told` and the
faces) are offsets into `Document.text`, the text as it was read; inside the room everything else counts in
`Clean.text`, the same text without page furniture. `Clean.back` leads there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

import msgspec

BlockKind = Literal["paragraph", "cell", "footnote", "header", "code"]
QuantityKind = Literal["number", "share", "points", "times", "ratio", "range", "date", "ordinal", "reference"]
"""What a number says: a count or measure, a share (%, ‰, 成, 分之), percentage points, so many times (倍), a ratio
(1:1.2), a range (3-6年级), a date or year, a place in an order (第3, 3年级, a list number), a reference (a document's
number, a telephone). Only the first four take part in arithmetic."""
Hedge = Literal["", "about", "over", "under", "at_least", "at_most"]
RelationKind = Literal["sum", "ratio", "growth", "difference", "product", "average"]
FindingKind = Literal["contradiction", "doubt", "blank", "unreadable", "unjudged"]


class Block(msgspec.Struct, frozen=True, gc=False):
    """One paragraph, cell, footnote, header or piece of program code: where it stands in `Document.text`."""

    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    """Counted from 1; None where the format has no pages."""
    table: int | None = None
    """For a cell: which table of the document, from 0, and its row and column."""
    row: int | None = None
    column: int | None = None
    rows: int = 1
    columns: int = 1
    """How many rows and columns a merged cell covers, from its own row and column on."""


class Document(msgspec.Struct, frozen=True):
    """A report as it was read: its text (blocks in order, nothing left out) and where each block stands in it."""

    name: str
    text: str
    blocks: tuple[Block, ...]


class Clean(msgspec.Struct, frozen=True):
    """A document's text with page furniture taken out and wrapped lines joined: what is read for meaning.

    `starts[i]` is where, in the clean text, a run of kept characters begins, `raws[i]` where the same run begins in
    the document's text. Paragraphs are divided by exactly one line end; a table's cells and rows likewise.
    """

    document: Document
    text: str
    starts: tuple[int, ...]
    raws: tuple[int, ...]
    cells: tuple[Block, ...] = ()
    """The table cells, with offsets into the clean text."""

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the clean text stands in the document's text (what was taken out is inside it)."""
        return self._back(start), self._back(max(start, end - 1)) + (end > start)

    def _back(self, at: int) -> int:
        run = bisect_right(self.starts, at) - 1
        return self.raws[run] + at - self.starts[run]


UNIT = Fraction(1)
"""The scale of what is counted one by one: nearly all there is, so that `is` tells most of them."""


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """One number with its unit, at `text[start:end]` of the clean text.

    `value` is as printed in `unit`: 3.2万元 is 3.2 in 万元, 1亿2千万元 is 120000000 in 元, 97.5% is 97.5 in %, 三成 is
    30 in %, 3‰ is 0.3 in %. `step` is the place of the last digit printed (0.1 for 3.2, 1 for 12, 0 for a value that is
    exact by its nature, as 三分之一). `base` is the unit the dimension counts in (人, 元, 平方米 …), `scale` the exact
    factor from `unit` to it. A bare number has the unit "" and the base "".
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: str = ""
    base: str = ""
    scale: Fraction = UNIT
    kind: QuantityKind = "number"
    hedge: Hedge = ""
    high: Decimal | None = None
    """The upper end of a range, the second figure of a ratio."""
    number_end: int = 0
    """Where the number ends and the unit begins."""

    @property
    def exact(self) -> Fraction:
        """Return the value in the base unit."""
        scale = self.scale
        if scale is UNIT:
            return fraction(self.value)
        return scaled(self.value, scale.numerator, scale.denominator)

    @property
    def plain(self) -> int | Fraction:
        """Return the same as a whole number where it is one: most are, and these are quick."""
        if self.scale is UNIT and (whole := int(self.value)) == self.value:
            return whole
        return _plain(self.value, self.scale)

    @property
    def plain_step(self) -> int | Fraction:
        """Return the step in the base unit, likewise."""
        return _plain(self.step, self.scale)


_KEPT = 1 << 16
"""How many values are kept as fractions: those of a report come back again and again, and making one is slow."""


@lru_cache(_KEPT)
def fraction(value: Decimal) -> Fraction:
    """Return a decimal as a fraction."""
    return Fraction(value)


@lru_cache(_KEPT)
def scaled(value: Decimal, above: int, below: int) -> Fraction:
    """Return a decimal times above / below."""
    return Fraction(value) * Fraction(above, below)


def _plain(value: Decimal, scale: Fraction) -> int | Fraction:
    if scale is UNIT:
        if (whole := int(value)) == value:
            return whole
        return fraction(value)
    exact = scaled(value, scale.numerator, scale.denominator)
    return exact.numerator if exact.denominator == 1 else exact


class Term(msgspec.Struct, frozen=True, gc=False):
    """One side of a relation: a value in the relation's unit, how far rounding may have moved it, where it stands.

    Usually one quantity; a term may also be worked out of several (6590 + 4437) or be told in words (悉数).
    """

    value: Fraction
    slack: Fraction
    sources: tuple[Quantity, ...]


class Relation(msgspec.Struct, frozen=True, gc=False):
    """Something the text asserts of its figures. `parts` and `total` are in `unit`, that of the total as printed.

    sum: parts add up to the total. ratio: (numerator, denominator), total in %. growth: (before, after), total in %.
    difference: (a, b), a - b = total. product: the factors. average: (sum, number).
    """

    kind: RelationKind
    parts: tuple[Term, ...]
    total: Term
    unit: str
    spans: tuple[tuple[int, int], ...]
    """In the clean text: the wording it was read from."""
    rule: str
    """The rule of grammar that read it, for the working and for tests."""


class Placeholder(msgspec.Struct, frozen=True, gc=False):
    """Something left blank, at `text[start:end]` of the clean text."""

    start: int
    end: int
    rule: str


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One thing a person should look at, in the document's own offsets."""

    kind: FindingKind
    weight: int
    """0 to 100; the heaviest first."""
    spans: tuple[tuple[int, int], ...]
    zh: str
    en: str
    """The working in one sentence."""
    rule: str
    fingerprint: str
    """The same as long as the wording it stands on is the same, wherever in the report."""


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph of a clean text begins and ends."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield start, end
        start = end + 1
