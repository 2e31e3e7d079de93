"""Notes: small remarks on a clean text that are neither relations nor blanks, ready to be made into findings.

Whoever makes findings calls `strays.find(clean)`, `lists.find(clean)`, `unreadable.find(clean)` of this room, and
`find(clean, layout)` of `relations.repeats` and `relations.lines`; each yields `Note`s in the order of the text. A note
already has its kind, weight and both sentences; what it still needs is its fingerprint and the document's own offsets
(`Clean.back` of each span). A rule's kind, weight and sentences are data: a table in the .toml beside the module.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from junheng.audit.model import FindingKind


class Note(msgspec.Struct, frozen=True, gc=False):
    """One remark: the rule that made it, its kind and weight (0 to 100), its spans in the clean text, its sentences."""

    rule: str
    kind: FindingKind
    weight: int
    spans: tuple[tuple[int, int], ...]
    zh: str
    en: str


class Wording(msgspec.Struct, frozen=True):
    """What a rule says: its kind, its weight and its two sentences, with names in braces where values go."""

    kind: FindingKind
    weight: int
    zh: str
    en: str


def content(module: str, name: str = "") -> dict[str, object]:
    """Return the .toml beside a module (`__file__` is given), its own or one of another name."""
    path = Path(module)
    return tomllib.loads(path.with_name(name or path.with_suffix(".toml").name).read_text("utf-8"))


def wordings(read: dict[str, object]) -> dict[str, Wording]:
    """Return the rules of such a content: its table `rule`."""
    return msgspec.convert(read["rule"], dict[str, Wording])


def note(rules: dict[str, Wording], rule: str, *spans: tuple[int, int], **values: object) -> Note:
    """Return a note of a rule, its sentences filled with the values."""
    wording = rules[rule]
    # Words of a report may hold braces: only the wording itself is a template.
    return Note(rule, wording.kind, wording.weight, spans, wording.zh.format_map(values), wording.en.format_map(values))
