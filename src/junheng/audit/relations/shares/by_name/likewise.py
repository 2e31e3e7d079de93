"""Shares that fail, and whose base what stands beside them shows: others of one list, the rate told just so before.

`受理诉求1286件。……待遇97件，占8.5%；退费487件，占37.9%`;
`小学3461人，辍学8人，辍学率0.23%；初中1632人，辍学41人，辍学率0.25%`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.wording import stem
from junheng.audit.relations.shares.by_name.bases import Rates, Share, even, unhedged
from junheng.audit.relations.shares.wholes import made_share, misprinted

_LEAST, _LONGEST, _CLOSE = 3, 60, Fraction(1, 40)
"""How many parts a whole is divided into at least, of a sentence of how many figures, and how far off it they may lie
together."""
_NAME, _NOUN = 4, 2
"""How much of the name of two rates, and of what they are of, is the same."""


def of_division(near: Near, bare: Sequence[Share], read: Mapping[int, Relation]) -> Iterator[Relation]:
    """Yield the shares left of a list that divides the far whole of which another of its shares is read.

    受理诉求1286件。……招生412件；待遇97件，占8.5%；收费156件；退费487件，占37.9%；其他144件: the parts come close to it.
    """
    unread = [one for one in bare if one[0].item.quantity.start not in read and not one[0].subject]
    here: list[Item] = []
    for told, top in unread:
        if not here or here[0].sentence != top.sentence:
            here = near.layout.sentence(top)
        if len(here) > _LONGEST:
            continue
        known = [read[one.quantity.start] for one in here if one.quantity.start in read]
        wholes = {one.parts[1].sources[0].start for one in known if one.kind == "ratio"}
        bottom = near.item(next(iter(wholes))) if len(wholes) == 1 else None
        if bottom is None or bottom.sentence == top.sentence or told.item.number != top.number + 1:
            continue
        row = [one for one in here if same_kind(one.quantity, top.quantity) and one.depth == top.depth]
        off = abs(Fraction(sum(one.plain for one in row)) - Fraction(bottom.plain))
        if len(row) < _LEAST or off > bottom.plain * _CLOSE or any(one.quantity.hedge for one in row):
            continue
        if even([(told, top)], bottom) and unhedged(near, bottom, [(told, top)]):
            yield made_share(near, top, bottom, told.item, "share.division")


def like_the_one_before(near: Near, rates: Rates) -> Iterator[Relation]:
    """Yield the rates told just like one of their name before them: 小学3461人，辍学8人，辍学率0.23%；初中1632人，….

    Each stands behind its part, and that behind its whole; one that comes out shows how the next is meant.
    """
    for (one, part, made), (told, top, unread) in pairwise(rates.told):
        if made is None or unread is not None or one.subject[-_NAME:] != told.subject[-_NAME:] or not top.number:
            continue
        whole, own = near.items[part.number - 1], near.items[top.number - 1]
        like = made.parts[1].sources[0] is whole.quantity and own.number == one.item.number + 1
        same = stem(part.label)[-_NOUN:] == stem(top.label)[-_NOUN:] and own.sentence == part.sentence
        like = like and same and stem(own.label)[-_NOUN:] == stem(whole.label)[-_NOUN:]
        if not like or not same_kind(own.quantity, top.quantity) or not 0 < top.plain < own.plain:
            continue
        failing = made_share(near, top, own, told.item, "share.likewise")
        if misprinted(failing) and unhedged(near, own, [(told, top)]):
            yield failing
