"""Growth told by what it was and by how much it grew since: 上学期412条，本次减少45条，下降10.9%."""

from __future__ import annotations

import re

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.apart.recalled import more
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.changes.sides import opens_way
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import negative, relation, spans, term, worked_out
from junheng.audit.relations.ground.wording import change, compared, holds_one, one_of, words

_LABEL, _ADDED = 24, "新增"
_THAT_YEAR, _A_YEAR_BEFORE = "当年", re.compile("[比较][^，,]{0,2}[上去前]一?年")
_EXCEEDED = re.compile("(?:超出|超额|超过?)$")
EARLIER = re.compile(one_of(word for word in words("growth", "earlier") if len(word) > 1) + "[的为是有达]{0,2}$")


def last_step(near: Near, item: Item) -> Item | None:
    """Return the change told right before a percentage, or the figure there; a change of a mean year is passed over."""
    step = near.previous(item)
    if step is not None and step.number == item.number - 1 and holds_one(step.label[-_LABEL:], words("growth", "mean")):
        before = near.previous(step)
        beside = before is not None and before.number == step.number - 1 and change(before.label) == change(step.label)
        return before if beside else step
    return step if step is not None and (step.number == item.number - 1 or not change(step.label)) else None


def since_then(near: Near, item: Item, step: Item, way: str) -> tuple[Relation | None] | None:
    """`上学期发现412条，本次减少45条，下降10.9%`; `去年71件，今年多8件，增长11.3%`: what it was stands first.

    None where no such time is told of what stands before the change; no relation where what follows does not come out
    and the change names no time of its own.
    """
    told = near.previous(step)
    if told is None or told.number != step.number - 1 or not same_kind(told.quantity, step.quantity):
        return None
    added = way == "up" and _ADDED in step.label and _ADDED not in told.label
    grew = step.number == item.number - 1 and (way in {change(step.label), more(step.label)} or added)
    label, (then, now) = near.clause(told), (asking("earlier", name) for name in ("then", "now"))
    past = then.search(label)
    if not grew or is_step(told) or past is None or now.search(label) is not None:
        return None
    beside = EARLIER.search(told.label) is not None and near.previous(told) is not None  # 21.4万人，上年为20.9万人
    # 当年招生35.5万人，比上年增加0.3万人: that year is the one told of, not the one before.
    this_year = past[0] == _THAT_YEAR and _A_YEAR_BEFORE.search(step.label) is not None
    if compared(told.label) or opens_way(label) or beside or this_year:
        return None
    made = over(told, step, item, way)
    sure = now.search(near.clause(step)) is not None and meant(made) and not added
    sure = sure and not any(one.quantity.hedge for one in (told, step, item)) and near.unbroken(told, item)
    return (made if sure or holds(made) else None,)


def over(told: Item, step: Item, item: Item, way: str) -> Relation:
    """Return growth over what it was, told with by how much it grew."""
    over = worked_out([(1, told.quantity), (1 if way == "up" else -1, step.quantity)], told.quantity.scale)
    total = term(item.quantity) if way == "up" else negative(term(item.quantity))
    return relation("growth", [told.quantity, over], total, "growth.over", spans([told, step, item]))


def is_step(one: Item) -> bool:
    """Whether a figure is told as what something changed or exceeded another by."""
    return bool(change(one.label)) or _EXCEEDED.search(one.label[-4:]) is not None
