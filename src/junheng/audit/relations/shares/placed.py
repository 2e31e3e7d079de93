"""Short shares that come out of another whole than the one their place leaves: 学生696人……；学生688人，其中247人，占35%.

A share of two digits soon comes out of some figure near. Where 其中 stands right behind a whole, in its sentence, and
the share lies close to what it is of that, it is misprinted and of nothing else.
"""

from __future__ import annotations

from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, chance
from junheng.audit.relations.shares.wholes import made_share, misprinted, placed_whole, surely_told

_SHORT = Fraction(1, 200)
"""How likely an accident a share must be to be of the whole its place leaves alone."""


def of_its_place(near: Near, top: Item, item: Item) -> Relation | None:
    """Return the misprinted share of the whole that the place of its part leaves; None where it is long or not near."""
    if chance(item.quantity) <= _SHORT or top.number != item.number - 1 or item.mark not in {"，", ",", ""}:
        return None
    whole = placed_whole(near, top, item)
    if whole is None or whole.number != top.number - 1 or whole.segment != top.segment:
        return None
    made = made_share(near, top, whole, item, "share.part")
    return made if surely_told(near, top, whole, item) and misprinted(made) else None
