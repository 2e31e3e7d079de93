"""Rates worked out of the wrong one of two wholes told: 发放800份，收回792份，满意765份，满意率95.6% (of 800).

Where those who were due and those who came are both told, those who passed, are content or were found are a share of
those who came; what papers say is a share of the valid ones; where what there was, what is left and what was lost are
told, loss is a share of what there was. A rate that comes out only of the other one is read of the right one, and
called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from junheng.audit.arithmetic import compute
from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.wording import change, stem
from junheng.audit.relations.shares.lexicon import pattern
from junheng.audit.relations.shares.wholes import made_share

_LABEL, _NAME, _BACK, _NEXT = 14, 2, 2, 8
"""How much of a label, and of the words behind a figure, tells who is counted; how far behind papers valid ones stand.
"""
_REACH = 40
_ENDS = re.compile("[。；;\n]")
_RULE, _MUCH = "share.base", 5
"""Of two shares that both fail, so many times nearer is the one that was meant."""


def on_the_nearer(layout: Layout, every: Iterable[Relation]) -> Iterator[Relation]:
    """Yield relations, shares that come out only of the wrong whole of two as those of the right one."""
    near: Near | None = None
    for made in every:
        if made.kind != "ratio" or any(len(part.sources) != 1 for part in (*made.parts, made.total)):
            yield made
            continue
        near = near or Near(layout)
        yield _rebased(near, made) or made


def _rebased(near: Near, made: Relation) -> Relation | None:
    top, whole, item = (near.item(one.sources[0].start) for one in (*made.parts, made.total))
    if top is None or whole is None or item is None or not (whole.number < top.number < item.number):
        return None
    name = stem(item.label)
    if item.sentence != top.sentence or any(one.quantity.hedge for one in (top, whole, item)):
        return None
    right = None
    if pattern("found_among").search(name) is not None:
        right = _who_came(near, top, whole)
    elif pattern("lost").search(name) is not None:
        right = _what_was(near, top, whole)
    elif item.label.strip().startswith("占"):
        right = _valid(near, top, whole)
    if right is None or _named_base(near, top, item):
        return None
    if not near.unbroken(min(right, whole, key=lambda one: one.number), item):
        return None
    other = made_share(near, top, right, item, _RULE)
    if not holds(made):
        return other if _MUCH * _off(other) < _off(made) else None
    return None if holds(other) else other


def _off(made: Relation) -> Fraction:
    found = compute(made)
    return abs(found - made.total.value) if found is not None else Fraction(0)


def _named_base(near: Near, top: Item, item: Item) -> bool:
    """Whether the text says what a rate is of (占回收问卷的, 应检学生近视率, 以发出数为分母), or tells one of each."""
    behind = _ENDS.split(near.text[item.quantity.end : item.quantity.end + _REACH])[0]
    words = near.between(top, item) + item.label
    if pattern("of_all").search(item.label) is not None or pattern("based").search(words + behind) is not None:
        return True
    name = stem(item.label)[-_NAME:]
    others = [one for one in near.items[top.number + 1 : item.number + 1 + _NEXT] if one is not item]
    others = [one for one in others if one.quantity.kind == "share" and one.sentence == item.sentence]
    return any(stem(one.label).endswith(name) for one in others)


def _who_came(near: Near, top: Item, whole: Item) -> Item | None:
    """Return those who came, told right before a part, of a whole that was due, sent out or signed up."""
    came = _before(near, top)
    if came is None or came is whole or came.sentence != top.sentence or came.depth != top.depth:
        return None
    counted = same_kind(came.quantity, top.quantity) and whole.plain > came.plain >= top.plain
    if not counted or pattern("who_came").search(_told(came)) is None:
        return None
    first = _before(near, came)
    while first is not None and first is not whole and pattern("who_came").search(_told(first)) is not None:
        first = _before(near, first)  # 发放800份，收回792份，有效785份
    due = pattern("sent_out").search(_told(whole)) or pattern("who_came").search(_told(whole))
    return came if first is whole and due is not None else None


def _what_was(near: Near, top: Item, left: Item) -> Item | None:
    """Return what there was before a part of it was lost, where the rest of it is told right before that part."""
    was = _before(near, left)
    if was is None or left is not _before(near, top) or was.sentence != top.sentence or was.depth != top.depth:
        return None
    if change(was.label) or not same_kind(was.quantity, top.quantity):
        return None
    return was if near.value(was) == near.value(left) + near.value(top) else None


def _valid(near: Near, top: Item, whole: Item) -> Item | None:
    """Return the valid papers told right behind those sent out or returned: 收回1146份……有效问卷1131份……占41.2%."""
    if pattern("sent_papers").search(_told(whole)) is None:
        return None
    for one in near.items[whole.number + 1 : min(top.number, whole.number + _NEXT)]:
        counted = same_kind(one.quantity, whole.quantity) and whole.plain > one.plain >= top.plain
        if counted and pattern("valid").search(one.label[-_LABEL:]) is not None:
            return one
    return None


def _before(near: Near, one: Item) -> Item | None:
    """Return the count before a figure, a share of its own between them passed over (收回792份，回收率99%，…)."""
    for each in reversed(near.items[max(0, one.number - _BACK) : one.number]):
        if each.quantity.kind != "share":
            return each
    return None


def _told(one: Item) -> str:
    return one.label[-_LABEL:] + one.after[:_NAME] + one.unit
