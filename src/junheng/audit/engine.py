"""From a document to what was found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

import msgspec

from junheng.audit import blanks, findings, reading
from junheng.audit import quantities as numbers
from junheng.audit import relations as asserted
from junheng.audit.blanks import lists, strays, unreadable
from junheng.audit.blanks.notes import Note
from junheng.audit.judge import Judgement, judge
from junheng.audit.layout import Layout, lay_out
from junheng.audit.model import Clean, Document, Finding, Placeholder, Quantity, Relation
from junheng.audit.relations.remarks import lines, orders, points, repeats


class Audit(msgspec.Struct, frozen=True):
    """All that was read in one report."""

    clean: Clean
    quantities: tuple[Quantity, ...]
    relations: tuple[tuple[Relation, Judgement], ...]
    """The relations that can be judged; the others are findings of the kind `unjudged`."""
    placeholders: tuple[Placeholder, ...]
    findings: tuple[Finding, ...]
    """The heaviest first."""


Check = Callable[[Clean, Layout], Iterable[Note]]
"""Something more a report is held against: a county's data, another report."""


def audit(document: Document, checks: Sequence[Check] = ()) -> Audit:
    """Read a document and return everything found; never raises on any text."""
    clean = reading.clean(document)
    unread: list[tuple[int, int]] = []
    quantities = tuple(numbers.quantities(clean.text, unread))
    layout = lay_out(clean.text, quantities)
    judged = [(one, judge(one)) for one in asserted.relations(clean, layout)]
    kept = tuple((one, judgement) for one, judgement in judged if judgement is not None)
    placeholders = tuple(blanks.placeholders(clean, quantities))
    remarks = tuple(
        chain(
            _unsaid(_notes(clean, layout), kept),
            unreadable.find(clean, unread, placeholders),
            *(check(clean, layout) for check in checks),
        )
    )
    found = tuple(findings.findings(clean, layout, judged, placeholders, remarks))
    return Audit(clean, quantities, kept, placeholders, found)


def prepared(document: Document) -> tuple[Clean, Layout]:
    """Return a document's clean text and layout: what a check of another report is made from."""
    clean = reading.clean(document)
    return clean, lay_out(clean.text, tuple(numbers.quantities(clean.text)))


def _unsaid(notes: Iterable[Note], relations: Sequence[tuple[Relation, Judgement]]) -> Iterable[Note]:
    """Leave out the remarks on figures of which a failing relation says as much."""
    failing = {
        start: {source.start for term in (one.total, *one.parts) for source in term.sources}
        for one, judgement in relations
        if not judgement.holds
        for start in (one.total.sources[0].start,)
    }
    for note in notes:
        starts = {start for start, _ in note.spans}
        if not any(start in failing and failing[start] <= starts for start in starts):
            yield note


def _notes(clean: Clean, layout: Layout) -> Iterable[Note]:
    """Return the remarks on the text that are neither relations nor blanks."""
    read = (repeats, points, orders, lines)
    return chain(strays.find(clean), lists.find(clean), *(one.find(clean, layout) for one in read))
