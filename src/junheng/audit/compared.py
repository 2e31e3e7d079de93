"""The figures of a report beside those it was held against: what each was matched to, how surely, whether they agree.

Findings tell only what does not agree; this tells all that was looked up, in a county's records or in another report.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from junheng.audit.against import Comparison, Match
from junheng.audit.against.names import Grade
from junheng.audit.engine import Audit
from junheng.audit.layout import lay_out
from junheng.audit.model import Clean
from junheng.dictionary import Title


class Compared(msgspec.Struct, frozen=True):
    """A figure of a report beside the one it was matched to, at `start` to `end` of the document."""

    start: int
    end: int
    text: str
    """The figure with its label, as printed."""
    title: Title
    """What it was matched to."""
    sure: Grade
    said: str
    """The figure as printed."""
    known: str
    """The other figure, in the unit of the report; blank where none was compared."""
    agrees: bool | None
    """None where it was not compared."""
    year: int | None
    """The school year (or year) of `known`."""
    stale: int | None
    """The school year whose figure it is, where it does not agree with that of `year`."""
    reason: Title
    """Why it was not compared, or why a difference is no finding; blank otherwise."""


class Held(msgspec.Struct, frozen=True):
    """What a report was held against, and every figure that was looked up there, in the order of the text."""

    source: Title
    every: tuple[Compared, ...]


class Tally(msgspec.Struct, frozen=True):
    """How many figures were compared and agree, how many were recognised and not compared, how many are not sure."""

    compared: int
    agree: int
    left: int
    unsure: int
    unreported: int = 0
    """How many do not agree and are no finding, since what is meant is not told for sure."""

    @property
    def differ(self) -> int:
        """Return how many do not agree."""
        return self.compared - self.agree


def held(audit: Audit, comparisons: Sequence[Comparison]) -> tuple[Held, ...]:
    """Return what an audited report comes to beside each thing it is held against."""
    if not comparisons:
        return ()
    layout = lay_out(audit.clean.text, audit.quantities)
    return tuple(
        Held(one.source, tuple(_compared(audit.clean, match) for match in one.matches(audit.clean, layout)))
        for one in comparisons
    )


def tally(every: Sequence[Compared]) -> Tally:
    """Return how many were compared, agree, were left, and may mean something else."""
    compared = [one for one in every if one.agrees is not None]
    return Tally(
        len(compared),
        sum(one.agrees is True for one in compared),
        len(every) - len(compared),
        sum(one.sure in {"context", "loose"} for one in compared),
        sum(one.agrees is False and bool(one.reason.zh) for one in compared),
    )


def _compared(clean: Clean, match: Match) -> Compared:
    start, end = clean.back(*match.span)
    return Compared(
        start=start,
        end=end,
        text="".join(match.words.split()),
        title=match.name,
        sure=match.grade,
        said="".join(match.said.split()),
        known=match.shown,
        agrees=match.agrees,
        year=match.known.year or None,
        stale=match.stale,
        reason=match.reason,
    )
