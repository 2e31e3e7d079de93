"""What a figure has grown to, told sentences before: 学生比2018年的45218人增加3545人, where 48763名 was told."""

from __future__ import annotations

from operator import attrgetter

from junheng.audit.layout import Item
from junheng.audit.relations.evident.figures import Figures, counts_same
from junheng.audit.relations.ground.wording import change, compared
from junheng.audit.relations.sums.labels.labels import share_a_word

_FAR, _CLAUSE, _NAMED = 1500, 10, 40
"""How many characters before it the figure may stand, and how much of the words beside a figure tell what it is of."""
_BESIDE, _AGAINST, _SCHOOLS = ("相比", "相较"), ("与", "同", "和", "比", "较"), ("所", "个")
_number = attrgetter("number")


def elsewhere(near: Figures, step: Item) -> tuple[Item, Item] | None:
    """Return the figure told before that an increase of an earlier one comes to, and the earlier one."""
    base, way = near.items[step.number - 1] if step.number else step, change(step.label)
    if base is step or not way or not base.quantity.base or base.sentence != step.sentence or change(base.label):
        return None
    told = any(word in near.between(base, step)[:_CLAUSE] for word in _BESIDE)
    beside = told and near.clause(base).startswith(_AGAINST)
    if not (beside or (compared(base.label) and not step.mark)) or not counts_same(base.quantity, step.quantity):
        return None
    value = base.plain + (step.plain if way == "up" else -step.plain)
    kinds = _SCHOOLS if base.quantity.base in _SCHOOLS else (base.quantity.base,)
    found = [one for kind in kinds for one in near.valued_before(kind, value, base, _FAR)]
    named = base.lead[-_NAMED:] + base.after
    for one in sorted(found, key=_number, reverse=True):
        if not near.asides[one.number] and share_a_word(one.label + one.after, named):
            return one, base
    return None
