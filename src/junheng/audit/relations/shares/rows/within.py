"""The one share within a row that does not come out: 办公费1.9万元，占16.5%；邮电费28.2万元，占2.3%；差旅费….

All the others are of one whole, so that it is of that too, unless its name or its place tells that it cuts one of
them another way: 初中300人，占30%；初中住校生120人，占40%.
"""

from __future__ import annotations

import re

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.wording import scoped, stem
from junheng.audit.relations.shares.percentages import Told
from junheng.audit.relations.shares.wholes import made_share

_ROW, _NAME = 3, 2
"""Shares of a row that come out, at the least, for another of it to be called wrong however far off; how many
characters of a name tell that another is of it."""
_CUT = re.compile("已|[未尚女男]|含|包括|其中|[师生员工人].*中")
"""What tells of a figure in a row that it cuts one of the others, or all of them, another way."""


def of_the_row(
    near: Near, told: Told, top: Item, chain: list[tuple[Told, Item]], made: dict[int, Relation]
) -> Relation | None:
    """Return the one share within a row that does not come out, however far off, where all the others are of one whole
    and it is one of them by its name.

    办公费1.9万元，占16.5%；手续费0.5万元，占4.3%；邮电费28.2万元，占2.3%；差旅费…: one whole for all of the row.
    """
    wholes = {one.parts[1].sources for one in made.values()}
    whole = near.item(next(iter(wholes))[0].start) if len(made) >= _ROW and len(wholes) == 1 else None
    if whole is None or told.subject or "其中" in top.lead or whole.number > chain[0][1].number:
        return None
    if not chain[0][1].number < top.number < chain[-1][1].number:
        return None
    others = [(one, each.item) for each, one in chain if one is not top and each.item.number not in made]
    alike = all(one.depth == top.depth and same_kind(one.quantity, top.quantity) for _, one in chain)
    apart = len({one.clause for _, one in chain}) == len(chain)
    alone = all(holds(made_share(near, one, whole, item, "share.part")) for one, item in others)
    named = _one_of_its_row(near, top, whole, chain, made)
    return made_share(near, top, whole, told.item, "share.series") if alike and apart and alone and named else None


def _one_of_its_row(
    near: Near, top: Item, whole: Item, chain: list[tuple[Told, Item]], made: dict[int, Relation]
) -> bool:
    """Whether a figure within a row is one of its parts: it divides as they do, and its name narrows none of them.

    初中300人，占30%；初中住校生120人，占40%: of the 300, as the share itself comes out of them.
    """
    held = [one for told, one in chain if told.item.number in made]
    label = stem(top.label)
    names = [name for one in held if len(name := stem(one.label).removeprefix("其中")) >= _NAME]
    if top.mark not in {one.mark for one in held[1:]} or _CUT.search(label) or scoped(top.label):
        return False
    if any(name in label or name[:_NAME] in label for name in names):
        return False
    others = [one for told, one in chain if one is not top]
    if sum(one.plain for one in held) + top.plain > whole.plain:
        return False
    before = [one for one in others if one.number < top.number]
    item = next(told.item for told, one in chain if one is top)
    return not any(holds(made_share(near, top, one, item, "share.part")) for one in before if one.plain)
