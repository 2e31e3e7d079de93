"""Shares that name their part and their whole in full: `教师培训费占公用经费的5.5%`, each told by that name before.

Where one figure alone bears each name, nothing else is meant: such a share is read also where it is misprinted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.wording import change, compared, scoped, stem
from junheng.audit.relations.shares.percentages import Told, core_name
from junheng.audit.relations.shares.wholes import made_share, misprinted

_LEAST, _CLOSE, _BACK, _MOST = 3, Fraction(1, 4), 4, 8
"""How long a name is at least, how far a misprinted share lies at most; how many sentences and figures back."""


def in_full(near: Near, told: Told) -> Relation | None:
    """Return the share of what is named of what is named, where one figure alone bears each of the names."""
    item, name, core = told.item, told.subject.removeprefix("其中").removesuffix("的"), core_name(told.whole)
    if told.form != "named" or len(name) < _LEAST or len(core) < _LEAST or item.quantity.hedge or name == core:
        return None
    window = list(near.before(item, _BACK, _MOST))
    top = _only(one for one in window if stem(one.label).endswith(name))
    whole = _only(
        one for one in window if not scoped(one.label) and core in one.label[-_LEAST * 6 :] and name not in one.label
    )
    if top is None or whole is None or top is whole or not same_kind(top.quantity, whole.quantity):
        return None
    sound = top.plain < whole.plain and not (top.quantity.hedge or whole.quantity.hedge)
    first = min(top, whole, key=lambda one: one.number)
    if not sound or not near.unbroken(first, item):
        return None
    made = made_share(near, top, whole, item, "share.full")
    return made if holds(made) or misprinted(made, _CLOSE) else None


def of_divided(near: Near, told: Told) -> Relation | None:
    """`教师412人，男教师157人，女教师255人，女教师占61.9%`: of the whole whose parts are told behind it, and add up."""
    item = told.item
    here = [one for one in near.before(item, 0, _MOST) if one.depth == item.depth][::-1]
    top = here[-1] if here else item
    name = stem(top.label)
    called = len(name) > 1 and (not told.subject or told.subject.removeprefix("其中").removesuffix("的") == name)
    if told.form not in {"rate", "bare"} or not called or top.number != item.number - 1 or told.subject.endswith("率"):
        return None
    listed = [one for one in here if same_kind(one.quantity, top.quantity)]
    whole = next((one for at, one in enumerate(listed[:-2]) if _adds_up(one, listed[at + 1 :])), None)
    if whole is None or not top.plain or not near.unbroken(whole, item):
        return None
    if any(one.quantity.hedge for one in (whole, top, item)):
        return None
    made = made_share(near, top, whole, item, "share.divided")
    return made if holds(made) or misprinted(made) else None


def _adds_up(whole: Item, parts: Sequence[Item]) -> bool:
    return whole.plain == sum(one.plain for one in parts)


def _only(found: Iterable[Item]) -> Item | None:
    """Return the one figure that bears a name; what it is set against, and by how much it changed, left out."""
    told = [one for one in found if not (change(one.label) or compared(one.label))]
    return told[0] if len({one.plain for one in told}) == 1 else None
