"""An audit as one JSON document: relations and placeholders as annotated reports have them, quantities, findings.

All offsets are the document's own and count characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import msgspec

from junheng.audit.against.names import Grade
from junheng.audit.blanks.spaces import FIELD
from junheng.audit.compared import Compared, Held
from junheng.audit.engine import Audit
from junheng.audit.faces.english import english
from junheng.audit.faces.marker import GENERATOR
from junheng.audit.findings.verdicts import Verdict
from junheng.audit.judge import Judgement
from junheng.audit.model import (
    Clean,
    Finding,
    FindingKind,
    Hedge,
    Placeholder,
    Quantity,
    QuantityKind,
    Relation,
    RelationKind,
)

_LARGEST = 1 << 53
_BLANK = frozenset(" \u3000\u00a0\t")
"""Whole numbers beyond this are told as floating point, as most readers of JSON would have them anyway."""

Number = int | float | str
"""A string only for what floating point cannot hold."""


class ToldSpan(msgspec.Struct, frozen=True):
    """A stretch of the document."""

    start: int
    end: int
    text: str


class ToldRelation(msgspec.Struct, frozen=True):
    """What the text asserts of its figures. `parts` and `total` are in `unit`; `off_by` is computed − total."""

    type: RelationKind
    text: list[str]
    parts: list[Number]
    total: Number
    unit: str
    holds: bool
    holds_strict: bool
    computed: Number
    off_by: Number
    slip: str | None
    rule: str
    spans: list[tuple[int, int]]


class ToldPlaceholder(msgspec.Struct, frozen=True):
    """Something left blank."""

    start: int
    end: int
    text: str
    rule: str


class ToldQuantity(msgspec.Struct, frozen=True):
    """One number: `value` as printed in `unit`, `scale` from there to `base`; `step` the place of its last digit."""

    start: int
    end: int
    text: str
    value: Number
    high: Number | None
    step: Number
    unit: str
    base: str
    scale: Number
    kind: QuantityKind
    hedge: Hedge | None


class ToldVerdict(msgspec.Struct, frozen=True):
    """What a person said of a finding."""

    verdict: Literal["", "real", "dismissed"]
    reason: str


class ToldFinding(msgspec.Struct, frozen=True):
    """One thing a person should look at; the heaviest (0 to 100) come first."""

    kind: FindingKind
    weight: int
    spans: list[ToldSpan]
    zh: str
    en: str
    rule: str
    fingerprint: str
    verdict: ToldVerdict | None


class ToldMatch(msgspec.Struct, frozen=True):
    """A figure held against something else: `said` in the report and `known` there, both in the report's unit.

    `zh` and `en` are what it was matched to. `sure`: named in full (`exact`), by another name (`synonym`), name or
    stage taken from the words before (`context`), stage or sense not told (`loose`). `agrees` is null where the two
    were not compared; `reason` says why, or why a difference is no finding. `stale` is the school year whose figure it
    is, where it does not agree with that of `year`.
    """

    start: int
    end: int
    text: str
    zh: str
    en: str
    year: int | None
    sure: Grade
    agrees: bool | None
    said: str
    known: str
    stale: int | None
    reason_zh: str
    reason_en: str


class ToldHeld(msgspec.Struct, frozen=True):
    """What a report was held against, a county's records or another report, and every figure looked up there."""

    zh: str
    en: str
    matches: list[ToldMatch]


class ToldAudit(msgspec.Struct, frozen=True):
    """One report, audited; `held` tells what its figures were held against."""

    generator: str
    document: str
    relations: list[ToldRelation]
    placeholders: list[ToldPlaceholder]
    quantities: list[ToldQuantity]
    findings: list[ToldFinding]
    held: list[ToldHeld]


def told(audit: Audit, verdicts: Mapping[str, Verdict] | None = None, held: Sequence[Held] = ()) -> dict[str, Any]:
    """Return the audit in the document's own offsets, ready to be encoded; `verdicts` by fingerprint join findings.

    `held` is what the report was held against.
    """
    clean, given = audit.clean, verdicts or {}
    made = ToldAudit(
        GENERATOR,
        clean.document.name,
        [_relation(clean, *one) for one in audit.relations],
        [_placeholder(clean, one) for one in audit.placeholders],
        [_quantity(clean, one) for one in audit.quantities],
        [_finding(clean, one, given.get(one.fingerprint)) for one in audit.findings],
        [ToldHeld(one.source.zh, one.source.en, [_match(each) for each in one.every]) for one in held],
    )
    builtins: dict[str, Any] = msgspec.to_builtins(made)
    return builtins


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `junheng audit --json` prints for a single file."""
    (shape,), definitions = msgspec.json.schema_components([ToldAudit], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Junheng audit",
        "description": "What `junheng audit FILE --json` prints; for several files the same under `reports`, each"
        " with its `file`, beside `faults` and `skipped`. Offsets count characters of the document.",
        **shape,
        "$defs": dict(sorted(definitions.items())),
    }


def number(value: Fraction | Decimal) -> Number:
    """Return a value as JSON has it: whole numbers whole, others as floating point, what is beyond both in digits."""
    exact = Fraction(value)
    if exact.denominator == 1 and abs(exact) < _LARGEST:
        return int(exact)
    try:
        return float(exact)
    except OverflowError:
        return f"{Decimal(exact.numerator) / Decimal(exact.denominator):e}"


def _relation(clean: Clean, one: Relation, judged: Judgement) -> ToldRelation:
    spans = [clean.back(*span) for span in one.spans]
    return ToldRelation(
        type=one.kind,
        text=[clean.document.text[start:end] for start, end in spans],
        parts=[number(part.value) for part in one.parts],
        total=number(one.total.value),
        unit=one.unit,
        holds=judged.holds,
        holds_strict=judged.holds_strict,
        computed=number(judged.computed),
        off_by=number(judged.off_by),
        slip=judged.slip or None,
        rule=one.rule,
        spans=spans,
    )


def _placeholder(clean: Clean, one: Placeholder) -> ToldPlaceholder:
    start, end = clean.back(one.start, one.end)
    if one.rule == FIELD:  # the blanks at the end of its line are no part of the clean text
        end += len(clean.document.text[end:]) - len(clean.document.text[end:].lstrip("".join(_BLANK)))
    if one.rule == "date" and clean.document.text[max(0, start - 1) : start] in _BLANK:
        start -= 1  # that of the year
    return ToldPlaceholder(start, end, clean.document.text[start:end], one.rule)


def _quantity(clean: Clean, one: Quantity) -> ToldQuantity:
    start, end = clean.back(one.start, one.end)
    return ToldQuantity(
        start=start,
        end=end,
        text=clean.document.text[start:end],
        value=number(one.value),
        high=None if one.high is None else number(one.high),
        step=number(one.step),
        unit=one.unit,
        base=one.base,
        scale=number(one.scale),
        kind=one.kind,
        hedge=one.hedge or None,
    )


def _finding(clean: Clean, one: Finding, verdict: Verdict | None) -> ToldFinding:
    text = clean.document.text
    return ToldFinding(
        one.kind,
        one.weight,
        [ToldSpan(start, end, text[start:end]) for start, end in one.spans],
        one.zh,
        english(one.en),
        one.rule,
        one.fingerprint,
        ToldVerdict(verdict.verdict, verdict.reason) if verdict else None,
    )


def _match(one: Compared) -> ToldMatch:
    return ToldMatch(
        start=one.start,
        end=one.end,
        text=one.text,
        zh=one.title.zh,
        en=one.title.en,
        year=one.year,
        sure=one.sure,
        agrees=one.agrees,
        said=one.said,
        known=one.known,
        stale=one.stale,
        reason_zh=one.reason.zh,
        reason_en=one.reason.en,
    )
