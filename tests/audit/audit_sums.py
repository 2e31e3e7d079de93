"""The sums the whole engine asserts of a text, as short tuples."""

from __future__ import annotations

from junheng.audit.engine import audit
from junheng.audit.model import Block, Document

Told = tuple[tuple[float, ...], float, bool]


def told(text: str) -> list[Told]:
    """Return parts, total and verdict of every sum an audit reads in a text of one block."""
    found = audit(Document("t", text, (Block("paragraph", 0, len(text)),))).relations
    return [
        (tuple(sorted(float(part.value) for part in one.parts)), float(one.total.value), judged.holds)
        for one, judged in found
        if one.kind == "sum"
    ]
