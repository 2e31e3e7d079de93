"""What the whole engine asserts of a text, as short tuples: for the rooms of the second reading."""

from __future__ import annotations

from junheng.audit.engine import audit
from junheng.audit.model import Block, Document

PAGE = "各校坚持立德树人，开齐开足课程，落实安全责任，完善家校联系，改进课堂教学，推进校园文化建设。" * 16
"""A page that tells no figure: what stands before it is out of reach of what is read by its place."""
Told = tuple[str, list[float], float, bool]


def told(text: str) -> list[Told]:
    """Return kind, parts, total and verdict of every relation."""
    read = audit(Document("t", text, (Block("paragraph", 0, len(text)),)))
    return [
        (one.kind, [float(part.value) for part in one.parts], float(one.total.value), judged.holds)
        for one, judged in read.relations
    ]
