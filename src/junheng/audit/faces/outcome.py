"""What the faces show of an audit: little enough to be kept, so that no report is read again to be handed out."""

from __future__ import annotations

import msgspec

from junheng.audit.engine import Audit
from junheng.audit.model import Document, Finding


class Outcome(msgspec.Struct, frozen=True):
    """A report, what was found in it (the heaviest first), and how many relations and quantities were read in it."""

    document: Document
    findings: tuple[Finding, ...]
    relations: int
    quantities: int


def outcome(found: Audit | Outcome) -> Outcome:
    """Return what the faces show of an audit; what was kept of one is that already."""
    if isinstance(found, Outcome):
        return found
    return Outcome(found.clean.document, found.findings, len(found.relations), len(found.quantities))
