"""Rates of what was done, told between it and what is left: 已偿还7326.4万元，偿还率39.3%，剩余11316.3万元.

Where what was done and what is left come to a whole, the rate between them is that of what was done in that whole: it
may be called wrong, wherever the whole was told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.evident.evidence import Read, close, holds
from junheng.audit.relations.evident.figures import Figures, changed, digits, told
from junheng.audit.relations.ground.terms import relation, spans

_NEAR = Fraction(1, 5)
"""How far a rate told wrong may lie from what it comes to."""
_RATE, _LONGEST, _PAIR, _DIGITS = "率", 6, 2, 2


def undone(near: Figures, read: Read, found: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the rates between what was done and what is left of a whole."""
    for one in found:
        if one.kind != "difference" or len(one.parts) != _PAIR or not holds(one):
            continue
        row = near.told_of((*one.parts, one.total))
        if len(row) != len(one.parts) + 1:
            continue
        whole, done, left = row
        item = near.items[min(done.number + 1, len(near.items) - 1)]
        if left.number != item.number + 1 or not _is_rate(near, read, item, done) or left.sentence != done.sentence:
            continue
        if any(each.quantity.hedge for each in (*row, item)) or whole.number > done.number or _is_done(near, whole):
            continue
        made = relation("ratio", [done.quantity, whole.quantity], item.quantity, "evident.undone",
                        spans([whole, done, item]))  # fmt: skip
        told_whole = asking("all_told", "words").search(whole.label) is not None
        if holds(made) or (told_whole and close(made, _NEAR)):
            yield made


def _is_done(near: Figures, whole: Item) -> bool:
    """Whether a figure is itself told as done, with its rate: 土建600万元，完成率85.7%，设备262万元，完成率52.4%."""
    behind = near.items[min(whole.number + 1, len(near.items) - 1)]
    return behind.quantity.kind == "share" and behind.label.strip().endswith(_RATE) and behind.segment == whole.segment


def _is_rate(near: Figures, read: Read, item: Item, done: Item) -> bool:
    """Whether a share is told right behind what was done, by the name of the doing and nothing else."""
    label = item.label.strip("为达到约是的")
    if item.quantity.kind != "share" or item.sentence != done.sentence or item.depth != done.depth:
        return False
    if digits(item) < _DIGITS or changed(item) or read.total(item, "ratio", "growth"):
        return False
    name = label.removesuffix(_RATE)
    named = name in told()["list"]["doing"] or (len(name) == _PAIR and name in done.label)
    return label.endswith(_RATE) and len(label) <= _LONGEST and named
