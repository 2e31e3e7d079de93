"""A text cut at the borders of what was found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from junheng.audit.model import Finding


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch a finding is about."""

    start: int
    end: int
    number: int
    """The finding's number, from 1: the heaviest has the smallest."""
    main: bool
    """Whether it is the finding's first span: the printed figure, not what it is held against."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the same findings on all of it; none on plain text. The heaviest comes first."""

    start: int
    end: int
    spans: tuple[Span, ...]


def spans_of(findings: Iterable[Finding]) -> list[Span]:
    """Return the spans of numbered findings in the order of the text."""
    found = [
        Span(start, end, number, place == 0)
        for number, one in enumerate(findings, 1)
        for place, (start, end) in enumerate(one.spans)
        if end > start
    ]
    return sorted(found, key=lambda one: (one.start, one.end, one.number))


def pieces(bounds: Sequence[tuple[int, int]], spans: Sequence[Span]) -> Iterator[list[Piece]]:
    """Yield, for each stretch of the text (in order, not overlapping), its pieces. Spans are in the order of the text.

    The time is linear in the number of stretches, spans and overlaps.
    """
    place, open_spans = 0, list[Span]()
    for start, end in bounds:
        while place < len(spans) and spans[place].start < end:
            open_spans.append(spans[place])
            place += 1
        open_spans = [one for one in open_spans if one.end > start]
        yield _cut(start, end, open_spans)


def _cut(start: int, end: int, spans: Sequence[Span]) -> list[Piece]:
    borders: dict[int, tuple[list[Span], list[Span]]] = {end: ([], [])}
    for one in spans:
        borders.setdefault(max(one.start, start), ([], []))[0].append(one)
        borders.setdefault(min(one.end, end), ([], []))[1].append(one)
    made, at, held = [], start, dict[Span, None]()
    for border in sorted(borders):
        if border > at:
            made.append(Piece(at, border, tuple(sorted(held, key=lambda one: one.number))))
            at = border
        begun, done = borders[border]
        held.update(dict.fromkeys(begun))
        for one in done:
            held.pop(one, None)
    return made
