"""What became of those just told, by what was told of them: `录用46人，录用后分到小学21人，初中17人，幼儿园8人`.

The list begins with the word its whole is told by, so it is of that one, and of no figure before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, holds, meant
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.evident.listed.rows import THREE, left_open, summed

_WORD, _LONGEST, _NEAR = 2, 12, Fraction(6, 100)
"""Characters of the word that is told again, the most parts, and how far a list may lie from its whole."""


def chained(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the lists that begin with the word their whole is told by."""
    for item in near.numbers:
        parts = _parts(near, item) if item.number + 1 < len(near.items) and near.counts[item.number] else []
        if len(parts) < THREE or read.total(item, "sum") or any(read.part(one, "sum") for one in parts):
            continue
        made = summed(parts, item)
        if holds(made) or (meant(made, item, _NEAR) and not left_open(near, item, parts)):
            yield made


def _parts(near: Figures, item: Item) -> list[Item]:
    """Return the list right behind a figure that begins with its word, up to the end of its clause."""
    first, word = near.items[item.number + 1], item.label[-_WORD:]
    if len(word) < _WORD or first.segment != item.segment or not first.label.startswith(word):
        return []
    if pattern("chained", "behind").match(first.label, len(word)) is None:
        return []
    parts: list[Item] = []
    for one in near.items[first.number : first.number + _LONGEST]:
        if one.segment != item.segment or near.bases[one.number] != near.bases[item.number]:
            break
        if one.depth != item.depth or not near.counts[one.number]:
            break
        parts.append(one)
    return parts
