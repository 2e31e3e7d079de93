"""What is kept of an audit, given back as the auditor's own document and findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from junheng.audit.compared import Held
from junheng.audit.faces.outcome import Outcome
from junheng.audit.model import Block, Document
from junheng.audit.model import Finding as Found
from junheng.web.audits.models import Version


def document_of(version: Version) -> Document:
    """Return the document a version was read from."""
    return Document(version.name, version.text, tuple(Block(*one) for one in version.blocks))


def findings_of(version: Version) -> tuple[Found, ...]:
    """Return a version's findings, the heaviest first."""
    return tuple(
        Found(one.kind, one.weight, tuple((a, b) for a, b in one.spans), one.zh, one.en, one.rule, one.fingerprint)
        for one in version.findings.all()
    )


def outcome_of(version: Version) -> Outcome:
    """Return what a version came to, as it was counted when it was audited."""
    counts = version.counts
    return Outcome(document_of(version), findings_of(version), counts["relations"], counts["quantities"])


def rows_of(held: Iterable[Held]) -> list[dict[str, Any]]:
    """Return what a report was held against as it is kept."""
    rows: list[dict[str, Any]] = msgspec.to_builtins(list(held))
    for row in rows:
        for one in row["every"]:
            one.update({name: plain(one[name]) for name in ("text", "said", "known")})
    return rows


def held_of(version: Version) -> tuple[Held, ...]:
    """Return what a version was held against, with every figure looked up there."""
    return msgspec.convert(version.matches, tuple[Held, ...])


def plain(text: str) -> str:
    """Return the text with what no database keeps replaced, character by character, so that offsets stay."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "�")


def short(fingerprint: str) -> str:
    """Return a fingerprint as it is kept."""
    return fingerprint if len(fingerprint) <= 64 else hashlib.sha256(fingerprint.encode()).hexdigest()
