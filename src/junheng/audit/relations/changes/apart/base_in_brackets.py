"""Growth whose base stands in a bracket: 实招5126人，同比增长2.8%（去年4988人）; 合同2361份（去年2102份），增长12.3%.

The bracket holds one figure told of an earlier time and nothing else, behind the percentage, behind the figure that
grew, or behind the words of comparison (比去年（5208人）减少6.6%). Nothing else can be meant, so that it may be called
wrong; 百分点 for a percentage of counts is read as well (增长2.8个百分点（去年4988人）).
"""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.apart.since import is_step
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.changes.levels import of_others
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import change, linked

_SAME, _FAR, _LEAD = 2, Fraction(2), 24
"""How far, of what is printed, growth that was meant may lie from what it comes to; how much text tells a time."""
_YEAR = re.compile("(?:19|20)[0-9]{2}(?:学年|年)?(?:[末底初秋春]季?)?(?:学期)?")
_FILLER = re.compile("[的为是有共计约达仅只：:，,]|同期|实际|全年|数量|人数|基数")
_OPENED = re.compile("[(（]([^()（）]*)$")
_THAN = re.compile("[比较同与和跟][^，,。；;]{0,16}[(（][^()（）]*$")


def growth_bracketed(near: Near, item: Item, way: str) -> Relation | None:
    """Return the growth over a base in a bracket behind the percentage, behind what grew, or behind 比去年."""
    base = _base(near, item)
    level = _level(near, base, item) if base is not None else None
    if base is None or level is None or not same_kind(base.quantity, level.quantity) or not near.value(base):
        return None
    if not way or change(level.label) or of_others(near, item, base, level):
        return None
    total = term(item.quantity) if way == "up" else negative(term(item.quantity))
    row = sorted((base, level, item), key=lambda one: one.number)
    made = relation("growth", [base.quantity, level.quantity], total, "growth.bracket", spans(row))
    hedged = any(one.quantity.hedge for one in row)
    return made if holds(made) or (not hedged and near.unbroken(row[0], row[-1]) and meant(made, _FAR)) else None


def _base(near: Near, item: Item) -> Item | None:
    """Return the figure of an earlier time that a bracket holds alone."""
    if len(item.children) == 1:
        return item.children[0] if _earlier(near, item.children[0], item) else None
    one = near.items[item.number - 1] if item.number else item
    if one.sentence != item.sentence or one.depth != item.depth + 1 or one.quantity.kind != "number":
        return None
    before = near.items[one.number - 1] if one.number else one
    if before is not one and before.bracket == one.bracket:
        return None
    opened = _THAN.search(near.text[max(0, one.quantity.start - _LEAD) : one.quantity.start])
    told = opened is not None and asking("earlier", "then").search(opened[0]) is not None and not one.label.strip()
    return one if told or _earlier(near, one, one.parent) else None


def _earlier(near: Near, one: Item, owner: Item | None) -> bool:
    """Whether the words of a bracket before its figure tell an earlier time, and nothing that its owner is not."""
    opened = _OPENED.search(near.text[max(0, one.quantity.start - _LEAD) : one.quantity.start])
    if opened is None or one.quantity.kind != "number" or one.after.strip():
        return False
    told, then = opened[1].strip(), asking("earlier", "then")
    if then.search(told) is None and _YEAR.search(told) is None:
        return False
    rest = _FILLER.sub("", then.sub("", _YEAR.sub("", told))).strip()
    opening = _opened_at(near, one)
    named = near.text[max(0, opening - 2 * _LEAD) : opening]
    return len(rest) <= 1 or (owner is not None and len(rest) <= _SAME and linked(rest, named))


def _opened_at(near: Near, one: Item) -> int:
    """Return where the bracket around a figure opens."""
    start = max(0, one.quantity.start - _LEAD)
    text = near.text[start : one.quantity.start]
    return start + max(text.rfind("("), text.rfind("（"))


def _level(near: Near, base: Item, item: Item) -> Item | None:
    """Return the figure that grew: right before the bracket or the percentage, a change told between passed over."""
    if base.parent is not None and base.parent is not item:
        return base.parent if base.parent.number == base.number - 1 else None
    one = near.previous(item)
    if one is not None and one.bracket == base.bracket and one.depth > item.depth:
        return None
    if one is not None and is_step(one) and one.number == item.number - 1:
        one = near.previous(one)
    return one if one is not None and item.number - one.number <= 2 and one is not base else None
