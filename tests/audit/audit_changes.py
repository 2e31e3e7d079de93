"""What the whole engine asserts of lines of text, by kinds of relations, as short tuples."""

from __future__ import annotations

from junheng.audit.engine import audit
from junheng.audit.model import Block, Document

Told = tuple[str, list[float], float, bool]


def told(text: str, *kinds: str) -> list[Told]:
    """Return kind, parts, total and whether it holds, of the relations of some kinds that a text asserts."""
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", start, start + len(line)))
        start += len(line) + 1
    read = audit(Document("a.txt", text, tuple(blocks)))
    return [
        (one.kind, [round(float(part.value), 6) for part in one.parts], float(one.total.value), judgement.holds)
        for one, judgement in read.relations
        if not kinds or one.kind in kinds
    ]
