"""The kinds of finding, in the order they weigh, and their names."""

from __future__ import annotations

from collections.abc import Sequence

from junheng.audit.findings.wording import words
from junheng.audit.model import FindingKind
from junheng.dictionary import Title

KINDS: Sequence[FindingKind] = ("contradiction", "doubt", "blank", "unreadable", "unjudged")


def kind_title(kind: FindingKind) -> Title:
    """Return what a kind of finding is called."""
    return words().kind[kind]
