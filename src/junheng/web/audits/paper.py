"""A report's text as the page shows it: paragraphs and tables, cut where findings begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from junheng.web.audits.models import Finding, Version

NUMBERED = re.compile(r"第?[一二三四五六七八九十]{1,3}[、章节部]|[（(][一二三四五六七八九十]{1,3}[）)]")
ENDS = ("。", "；", "，", "、", "：")  # marks a heading does not end with: comma, stop
LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same findings: `numbers`, the one that gives the colour first; none for plain text.

    `opens` are the findings whose first piece this is, `closes` those whose first span ends behind it.
    """

    text: str
    numbers: tuple[int, ...] = ()
    kind: str = ""
    dismissed: bool = False
    main: bool = False
    """It belongs to the first span of a finding that stands: what the finding is about."""
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table and how many rows and columns it covers."""

    pieces: list[Piece]
    rows: int
    columns: int


@dataclass(slots=True)
class Part:
    """A paragraph, footnote or header with its pieces, or a table with its rows of cells."""

    kind: str
    pieces: list[Piece] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    page: int | None = None
    """The page that begins here, where the file has pages."""
    table: int | None = None
    row: int | None = None


def parts(version: Version, findings: Sequence[Finding], dismissed: frozenset[int] = frozenset()) -> list[Part]:
    """Return the parts of a version's text in order; only white space between blocks is left out.

    `dismissed` holds the numbers of findings somebody said are no problem. Linear in text and spans.
    """
    cutter = _Cutter(version.text, findings, dismissed)
    made: list[Part] = []
    page, at = None, 0
    for kind, start, end, on, table, row, _, rows, columns in version.blocks:
        _gap(made, cutter, at, start)
        at = max(at, end)
        begins = on if on != page else None
        page = on
        if kind != "cell":
            made.append(Part(_drawn(kind, version.text[start:end], made), cutter.cut(start, end), page=begins))
            continue
        if not made or made[-1].kind != "table" or made[-1].table != table:
            made.append(Part("table", page=begins, table=table))
        whole = made[-1]
        if not whole.rows or whole.row != row:
            whole.rows.append([])
            whole.row = row
        whole.rows[-1].append(Cell(cutter.cut(start, end), rows, columns))
    _gap(made, cutter, at, len(version.text))
    return made


def _drawn(kind: str, text: str, before: list[Part]) -> str:
    """Return how a block is drawn: the first short paragraph as `title`, a short numbered one as `heading`."""
    said = text.strip()
    if kind != "paragraph" or len(said) > LONGEST_HEADING or said.endswith(ENDS):
        return kind
    if not before and said:
        return "title"
    return "heading" if NUMBERED.match(said) else kind


def _gap(made: list[Part], cutter: _Cutter, start: int, end: int) -> None:
    """Add what stands between two blocks, if it is more than white space."""
    if cutter.text[start:end].strip():
        made.append(Part("paragraph", cutter.cut(start, end)))


class _Cutter:
    """Cuts the text, from front to back, where spans begin and end."""

    def __init__(self, text: str, findings: Sequence[Finding], dismissed: frozenset[int]) -> None:
        self.text = text
        self.kinds = {one.number: one.kind for one in findings}
        self.dismissed = dismissed
        self.spans = sorted((a, b, one.number) for one in findings for a, b in one.spans if a < b)
        self.firsts = {one.number: (one.spans[0][0], one.spans[0][1]) for one in findings if one.spans}
        self.marks = sorted({place for a, b, _ in self.spans for place in (a, b)})
        self.span = self.mark = 0
        self.covering: list[tuple[int, int]] = []
        self.opened: set[int] = set()

    def cut(self, start: int, end: int) -> list[Piece]:
        """Return the pieces of one block; blocks come in order."""
        while self.mark < len(self.marks) and self.marks[self.mark] <= start:
            self.mark += 1
        places = [start]
        while self.mark < len(self.marks) and self.marks[self.mark] < end:
            places.append(self.marks[self.mark])
            self.mark += 1
        places.append(end)
        return [self._piece(a, b) for a, b in pairwise(places) if a < b]

    def _piece(self, start: int, end: int) -> Piece:
        while self.span < len(self.spans) and self.spans[self.span][0] <= start:
            _, until, number = self.spans[self.span]
            self.covering.append((number, until))
            self.span += 1
        self.covering = [each for each in self.covering if each[1] > start]
        if not self.covering:
            return Piece(self.text[start:end])
        numbers = sorted({number for number, _ in self.covering})
        numbers.sort(key=lambda number: number in self.dismissed)
        opens = tuple(number for number in numbers if number not in self.opened)
        self.opened.update(opens)
        closes = tuple(number for number in sorted(numbers) if self.firsts[number][1] == end)
        off = all(number in self.dismissed for number in numbers)
        mains = [number for number in numbers if self._inside_first(number, start) and number not in self.dismissed]
        numbers.sort(key=lambda number: number not in mains)
        return Piece(
            self.text[start:end], tuple(numbers), self.kinds[numbers[0]], off, bool(mains), opens=opens, closes=closes
        )

    def _inside_first(self, number: int, place: int) -> bool:
        first, last = self.firsts[number]
        return bool(first <= place < last)
