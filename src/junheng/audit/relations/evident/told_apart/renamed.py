"""What the sentence before told, named once more and divided: `劝返学生46人，…。返校学生中随班就读29人，编班17人`.

The sentence begins with what it divides (返校学生中, 这些隐患中) and tells nothing but its kinds. It is of the whole
the sentence before begins with; one that lies near it was meant to come to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds
from junheng.audit.relations.evident.figures import Figures
from junheng.audit.relations.evident.listed.others import of_others
from junheng.audit.relations.evident.listed.rows import closed, crossing, is_due, left_open, no_part
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.labels.labels import division
from junheng.audit.relations.sums.labels.left_open import narrowed
from junheng.audit.relations.sums.weighing import stages

_NAMED = re.compile(
    "^(?:在)?(?:这些|这批|上述|以上|全部|所有|该)?(?P<name>[\u4e00-\u9fff]{2,10}?)(?:当中|之中|中|里|里面)[，,：:]?(?!学|专|心|小|考|职|央)"
)
_LEAST, _MOST, _NEAR, _SMALL = 2, 10, Fraction(8, 100), 20
_KINDS = frozenset("类段组级型式种片区")
"""How the names of three kinds or more end alike: 消防类, 食品类, 校舍类."""
_DIVIDED = frozenset({"whole", "partition"})


def renamed(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the wholes of the sentence before that a sentence divides by the name it begins with."""
    for first in near.items[1:]:
        before = near.items[first.number - 1]
        if before.sentence == first.sentence or first.sentence - before.sentence > 1 or not near.counts[first.number]:
            continue
        named = _NAMED.match(first.lead)
        if named is None or before.paragraph != first.paragraph:
            continue
        parts = _row(near, first)
        if len(parts) < _LEAST or any(read.part(one, "sum") for one in parts):
            continue
        total = _whole(near, before, first, named["name"])
        if total is None or total.plain < _SMALL or not _may_be(near, total, parts, named.end()):
            continue
        made = relation("sum", [one.quantity for one in parts], total.quantity, "evident.renamed",
                        spans([total, *parts]))  # fmt: skip
        if holds(made) or close(made, _NEAR):
            yield made


def _row(near: Figures, first: Item) -> list[Item]:
    """Return the figures of a sentence from its first on, nothing where it tells of others too."""
    found: list[Item] = []
    for one in near.items[first.number : first.number + 2 * _MOST]:
        if one.sentence != first.sentence:
            break
        if one.depth or one.quantity.kind == "share":
            continue
        if not near.counts[one.number] or near.bases[one.number] != near.bases[first.number] or one.quantity.hedge:
            return []
        found.append(one)
    return found


def _whole(near: Figures, last: Item, first: Item, name: str) -> Item | None:
    """Return the first figure of the sentence before that counts what the parts do, or one whose name ends alike."""
    found: Item | None = None
    for one in near.items[max(0, last.number - 2 * _MOST) : last.number + 1]:
        if one.sentence != last.sentence or near.bases[one.number] != near.bases[first.number] or one.depth:
            continue
        if not near.counts[one.number] or one.quantity.hedge:
            continue
        if name[-2:] in one.label + one.after:
            return one
        found = found or one
    return found


def _may_be(near: Figures, total: Item, parts: list[Item], end: int) -> bool:
    """Whether the parts may be all of a whole by what they are called."""
    names = [parts[0].lead[end:], *(one.label for one in parts[1:])]
    if is_due(total) or crossing(parts) or no_part(parts, total) or stages(names) or narrowed(names):
        return False
    kinds = len(parts) > _LEAST and names[0][-1:] in _KINDS and len({one[-1:] for one in names}) == 1
    if of_others(near, total, parts):
        return False
    told = division(total.label, names) in _DIVIDED or closed(parts) or kinds
    return told and len(set(names)) == len(names) and not left_open(near, total, parts)
