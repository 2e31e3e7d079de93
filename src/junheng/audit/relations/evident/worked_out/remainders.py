"""What is left beside a part told with its share: `支付368万元，进度92%，结余32万元`; `114家，占95%，其余6家`.

The share says which whole the part is of, wherever that was told, so what is called the rest is that whole less the
part: a difference, or (其余, 未…) a sum of the two. Where it is not, it is wrong if it lies near what it should be.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, holds
from junheng.audit.relations.evident.figures import Figures, changed, pattern
from junheng.audit.relations.evident.worked_out.balanced import difference_of
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import KEPT, arrives, compared

_AHEAD, _SENTENCES, _FAR, _MONEY, _HAVE = 12, 2, 200, "元", "有"
"""Figures, sentences and characters behind a part among which the rest stands."""
_NEAR, _FEW = Fraction(7, 20), 2
"""How far from what it should be, as a part of it, a rest may lie; and how many more or fewer are near in any case."""


def remainders(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the rests of wholes of which a part is told with its share."""
    seen: set[int] = set()
    for one in list(read.ratios):
        row = near.told_of((*one.parts, one.total))
        if len(row) != len(("part", "whole", "share")) or not holds(one) or row[0].number in seen:
            continue
        part, whole, share = row
        if part.quantity.base != whole.quantity.base or not part.quantity.base or part.number > share.number:
            continue
        seen.add(part.number)
        rest = _rest(near, read, part, share)
        if rest is not None and not read.total(rest, "sum", "difference") and read.part(rest, "sum") is None:
            made = _made(near, read, part, whole, rest)
            if made is not None:
                yield made


def _rest(near: Figures, read: Read, part: Item, share: Item) -> Item | None:
    """Return the first figure behind a part that counts what it does, where its words call it what is left."""
    for one in near.items[share.number + 1 : share.number + 1 + _AHEAD]:
        if one.sentence > part.sentence + _SENTENCES or one.quantity.start - share.quantity.end > _FAR:
            return None
        if one.quantity.kind != "number" or one.quantity.base != part.quantity.base or one.depth > part.depth:
            continue
        known = read.part(one, "sum")
        if known is not None and part.quantity.start in {source.start for source in known.total.sources}:
            continue  # 累计偿还600万元，占75%，资金来源是：……。还有200万元没有偿还
        called = _called(one.label[-12:], one.after[:12])
        plain = called and not (changed(one) or compared(one.label) or arrives(one.label) or one.quantity.hedge)
        return one if plain else None
    return None


@lru_cache(KEPT)
def _called(label: str, after: str) -> bool:
    """Return whether words before or behind a figure call it what is left of something."""
    if pattern("remainders", "not_rest").search(label):
        return False
    undone = (label.endswith(_HAVE) or not label) and pattern("remainders", "behind").match(after) is not None
    return undone or pattern("remainders", "before").search(label) is not None


def _made(near: Figures, read: Read, part: Item, whole: Item, rest: Item) -> Relation | None:
    """Return the rest with its whole and the part: as it comes out, or as it was meant to."""
    if read.together(part, whole, rest) or whole.quantity.hedge or part.quantity.hedge:
        return None
    money = rest.quantity.base == _MONEY
    row = sorted((whole, part, rest), key=lambda one: one.number)
    made = (
        difference_of(whole, part, rest)
        if money
        else relation("sum", [part.quantity, rest.quantity], whole.quantity, "evident.sum", spans(row))
    )
    if holds(made):
        return made
    meant = whole.plain - part.plain
    off = abs(Fraction(rest.plain) - meant)
    near_by = meant > 0 and (off <= _NEAR * meant or (not money and off <= _FEW))
    return made if near_by and not _goes_on(near, rest) else None


def _goes_on(near: Figures, rest: Item) -> bool:
    """Whether more of the rest is told behind it (其余5家为教学点，2家停办)."""
    behind = near.items[rest.number + 1 : rest.number + 1 + _AHEAD]
    own = [one for one in behind if one.sentence == rest.sentence and near.bases[one.number] == near.bases[rest.number]]
    return any(one.depth == rest.depth and not changed(one) for one in own)
