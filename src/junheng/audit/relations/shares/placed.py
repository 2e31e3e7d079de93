"""Misprinted shares of the whole that the place of their part leaves: what stands right before 其中.

`学生696人……；学生688人，其中247人，占35%`: a share of two digits soon comes out of some figure near; where it lies
close to what it is of its own whole, it is of nothing else. `人口12.95亿，其中城镇4.56亿（36.09%），乡村8.07亿（…%）`:
bracketed shares of a row are of what stands before its first.
"""

from __future__ import annotations

from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, chance, same_kind
from junheng.audit.relations.shares.wholes import made_share, misprinted, placed_whole, surely_told

_SHORT, _MOST = Fraction(1, 200), 8
"""How likely an accident a share must be to be of the whole its place leaves alone; how many parts such
a row has at most."""


def of_its_place(near: Near, top: Item, item: Item, found: Relation | None) -> Relation | None:
    """Return the misprinted share of the whole that its part's place leaves, instead of what was found by chance."""
    if found is None:
        return None
    placed = misplaced(near, top, item)
    return found if placed is None or found.parts[1].sources[0] is placed.parts[1].sources[0] else placed


def misplaced(near: Near, top: Item, item: Item) -> Relation | None:
    """Return the misprinted share of the whole that the place of its part leaves; None where it is long or not near."""
    if chance(item.quantity) <= _SHORT or top.number != item.number - 1 or item.mark not in {"，", ",", ""}:
        return None
    whole = placed_whole(near, top, item)
    if whole is None or whole.number != top.number - 1 or whole.segment != top.segment:
        return None
    if told_again(item, top) or _of_one_beside(near, top, whole, item):
        return None
    made = made_share(near, top, whole, item, "share.part")
    return made if surely_told(near, top, whole, item) and misprinted(made) else None


def told_again(item: Item, top: Item) -> bool:
    """Whether a bracket behind a share tells a count it may be of: 占35%（按学籍数705人计算）."""
    return any(same_kind(one.quantity, top.quantity) for one in item.children)


def _of_one_beside(near: Near, top: Item, whole: Item, item: Item) -> bool:
    """Whether a share comes out of another figure told beside its whole: 学籍学生705人，在校688人，其中…."""
    beside = [one for one in near.before(whole, 0) if one.segment == whole.segment]
    alike = [one for one in beside if one.plain and same_kind(one.quantity, top.quantity)]
    return any(holds(made_share(near, top, one, item, "share.part")) for one in alike)


def of_bracketed_row(near: Near, top: Item, item: Item) -> Relation | None:
    """Return the misprinted share that stands in the bracket of a part, of the whole before the first of its row."""
    first = top
    for _ in range(_MOST):
        share = near.items[first.number - 1] if first.number > 1 else first
        if share.parent is None or share.quantity.kind != "share" or share.parent.number != share.number - 1:
            break
        if share.parent.depth != top.depth or share.sentence != top.sentence or share.label.strip():
            break
        first = share.parent
    whole = placed_whole(near, first, item) if item.number == top.number + 1 else None
    if whole is None or whole.number != first.number - 1:
        return None
    made = made_share(near, top, whole, item, "share.bracket")
    return made if surely_told(near, top, whole, item) and misprinted(made) else None
