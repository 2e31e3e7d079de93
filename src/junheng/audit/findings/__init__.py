"""Findings: what a person should look at, with the working in one sentence, the heaviest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from junheng.audit.blanks import dates
from junheng.audit.blanks.notes import Note
from junheng.audit.blanks.quoted import quoted
from junheng.audit.findings.by_shares import with_parts_named
from junheng.audit.findings.fingerprints import Fingerprints
from junheng.audit.findings.wording import words
from junheng.audit.findings.working import Teller
from junheng.audit.judge import Judgement
from junheng.audit.layout import Layout
from junheng.audit.model import Clean, Finding, FindingKind, Placeholder, Relation
from junheng.dictionary import Title

_GAP_FULL = Fraction(1, 10)
"""A gap of a tenth of the printed figure, or more, weighs most."""
_FAILING, _FAILING_MOST, _TRUNCATED, _HEDGED, _POINTS, _BLANK, _UNJUDGED = 70, 90, 55, 45, 40, 42, 20
_BLANK_CONTEXT = 6
"""Characters around a blank that its fingerprint stands on, whatever is quoted."""
_LONGEST_BLANK = 40

Span = tuple[int, int]


class _Draft(msgspec.Struct, gc=False):
    """A finding in the clean text, before it has its fingerprint."""

    kind: FindingKind
    weight: int
    spans: tuple[Span, ...]
    words: Title
    rule: str
    wordings: tuple[str, ...]
    """What the fingerprint stands on, beside `stem`."""
    stem: str = ""
    """The rule as the fingerprint has it: for a relation its kind, so that a better grammar keeps verdicts."""


def findings(
    clean: Clean,
    layout: Layout,
    relations: Sequence[tuple[Relation, Judgement | None]],
    placeholders: Sequence[Placeholder],
    notes: Sequence[Note] = (),
) -> list[Finding]:
    """Return what was found, the heaviest first; relations without a judgement cannot be judged."""
    teller = Teller(clean, {item.quantity.start: item for item in layout.items})
    drafts = [
        *_of_relations(teller, with_parts_named(relations)),
        *(_of_blank(clean.text, group) for group in dates.together(clean.text, placeholders)),
        *(_of_note(clean.text, one) for one in notes),
    ]
    drafts.sort(key=lambda one: one.spans[0] if one.spans else (0, 0))
    prints = Fingerprints()
    made = [_finished(clean, one, prints) for one in drafts]
    return sorted(made, key=lambda one: -one.weight)


def _of_relations(teller: Teller, relations: Sequence[tuple[Relation, Judgement | None]]) -> Iterator[_Draft]:
    for relation, judged in relations:
        if judged is None:
            yield _draft(teller, relation, "unjudged", _UNJUDGED, teller.unjudged(relation))
        elif not judged.holds:
            kind: FindingKind = "doubt" if judged.hedged else "contradiction"
            yield _draft(teller, relation, kind, _weight(relation, judged), teller.failing(relation, judged))
        elif relation.kind in {"ratio", "growth"} and _in_points(relation):
            yield _draft(teller, relation, "doubt", _POINTS, teller.points(relation, judged))


def _in_points(relation: Relation) -> bool:
    """Return whether a share of two counts is printed in percentage points."""
    counts = all(one.kind == "number" for part in relation.parts for one in part.sources)
    return counts and any(one.kind == "points" for one in relation.total.sources)


def _weight(relation: Relation, judged: Judgement) -> int:
    if judged.hedged:
        return _HEDGED
    if judged.slip == "truncated":
        return _TRUNCATED
    size = abs(relation.total.value)
    part = min(abs(judged.off_by) / size / _GAP_FULL, Fraction(1)) if size else Fraction(1)
    return _FAILING + int(part * (_FAILING_MOST - _FAILING))


def _draft(teller: Teller, relation: Relation, kind: FindingKind, weight: int, said: Title) -> _Draft:
    sources = [one for side in (relation.total, *relation.parts) for one in side.sources]
    spans = tuple(dict.fromkeys(teller.span(one) for one in sources)) or relation.spans
    figures = tuple(teller.label(one) + teller.printed(one) for one in sources)
    return _Draft(kind, weight, spans, said, relation.rule, figures, relation.kind)


def _of_blank(text: str, group: Sequence[Placeholder]) -> _Draft:
    """Return what is said of a blank, or of those of one date, whose fingerprint is that of the first."""
    one, span = group[0], dates.span(text, group)
    title = words().said.get(one.rule, words().said["blank"])
    around = quoted(text, *span)
    said = Title(title.zh.format(text=around), title.en.format(text=around))
    blank = text[one.start : min(one.end, one.start + _LONGEST_BLANK)]
    before = text[max(0, one.start - _BLANK_CONTEXT) : one.start].rpartition("\n")[2]
    behind = text[one.end : one.end + _BLANK_CONTEXT].partition("\n")[0]
    return _Draft("blank", _BLANK, (span,), said, one.rule, (before, blank, behind))


def _of_note(text: str, note: Note) -> _Draft:
    wordings = tuple(text[start:end] for start, end in note.spans)
    return _Draft(note.kind, note.weight, note.spans, Title(note.zh, note.en), note.rule, wordings)


def _finished(clean: Clean, draft: _Draft, prints: Fingerprints) -> Finding:
    return Finding(
        draft.kind,
        draft.weight,
        tuple(clean.back(*span) for span in draft.spans),
        draft.words.zh,
        draft.words.en,
        draft.rule,
        prints.of(draft.kind, draft.stem or draft.rule, draft.wordings),
    )
