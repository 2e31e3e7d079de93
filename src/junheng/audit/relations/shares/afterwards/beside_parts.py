"""Shares told right behind the parts of a list, in brackets or by 占: 满意的341人（59.2%），不满意的37人（6.4%）.

Where the list comes to its whole, wherever that stands, they are shares of it. Where all but one come out, that one is
wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.shares.wholes import made_share, misprinted

_LEAST, _RULE = 2, "share.beside"
_BARE = frozenset({"", "占", "约占", "为", "占比"})


def beside_parts(layout: Layout, every: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations, with the shares behind the parts of lists that come to their wholes."""
    yield from every
    told = {one.total.sources[0].start for one in every if one.kind in {"ratio", "growth"} and one.total.sources}
    near: Near | None = None
    for one in every:
        if one.kind != "sum" or len(one.parts) < _LEAST or not holds(one):
            continue
        near = near or Near(layout)
        row = near.told_of((one.total, *one.parts))
        if len(row) <= len(one.parts):
            continue
        whole, *parts = row
        made = [made_share(near, part, whole, share, _RULE) for part in parts
                if (share := _share_behind(near, part)) is not None and share.quantity.start not in told]  # fmt: skip
        good = sum(map(holds, made))
        if good >= _LEAST and good >= len(made) - 1:
            told |= {each.total.sources[0].start for each in made}
            yield from (each for each in made if holds(each) or misprinted(each))


def _share_behind(near: Near, part: Item) -> Item | None:
    """Return the share that stands right behind a figure and bears no name of its own."""
    share = near.items[part.number + 1] if part.number + 1 < len(near.items) else None
    if share is None or share.quantity.kind != "share" or share.quantity.hedge or share.sentence != part.sentence:
        return None
    return share if share.label.strip() in _BARE else None
