"""Changes made up of what came and what went, and what was merged of several kinds told before.

`较上年减少6所，其中合并5所、撤销7所、新建6所`: what went less what came. `小学412所……小学减为203所……共撤并小学209所`:
of each kind what there was less what it came to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans, worked_out
from junheng.audit.relations.ground.wording import change, stem, words

Found = tuple[Relation, Item, Item]
_OPENING = words("common", "opening")
_MOST, _LEAST, _NAME, _LABEL, _SENTENCES, _BACK = 8, 2, 2, 16, 16, 40
_CAME_OR_WENT = re.compile(
    "撤[并销减]|合并|关停|停办|裁减|压[减缩]|减少|清退|消除|化解|[新净]增|增加|招聘|补充|扩大|新建"
)
_FROM, _TO, _REACH, _NEXT = re.compile("[由从]"), re.compile("[到至为]"), 24, 3
_ACTUALLY = ("实际", "实有", "真正", "净", "纯")
_LISTING, _NET, _SLIPS = frozenset("、，,(（和及"), "净", frozenset({"swapped", "zero_lost", "zero_added"})


def merged(near: Near, item: Item) -> Found | None:
    """Return a change told with what came and went, or with what there was and what it came to."""
    if item.quantity.kind != "number" or item.quantity.hedge or not item.quantity.base:
        return None
    return _netted(near, item) or _of_kind(near, item) or _before_its_way(near, item) or _without_part(near, item)


def _before_its_way(near: Near, item: Item) -> Found | None:
    """`先后撤并中小学205所，学校总数从408所减少到203所`: what went or came, told before from what to what."""
    if _CAME_OR_WENT.search(item.lead[-_REACH:]) is None:
        return None
    for now in near.items[item.number + _LEAST : item.number + _LEAST + _NEXT]:
        then = near.items[now.number - 1]
        if now.sentence != item.sentence or now.mark or not same_kind(then.quantity, item.quantity):
            continue
        way = _FROM.search(near.between(item, then)) is not None and _TO.search(now.label) is not None
        if way and same_kind(now.quantity, item.quantity):
            more, less = sorted((then, now), key=lambda one: -one.plain)
            figures = spans([item, then, now])
            made = relation("difference", [more.quantity, less.quantity], item.quantity, "difference.merged", figures)
            return (made, less, more) if more.plain - less.plain == item.plain else None
    return None


def _without_part(near: Near, item: Item) -> Found | None:
    """`在校学生766名，其中外县150名。实际本县在校生616名`: the whole without the part told right before."""
    if not item.label.lstrip().startswith(_ACTUALLY) or item.number < _LEAST:
        return None
    whole, part = near.items[item.number - 2 : item.number]
    beside = whole.sentence == part.sentence >= item.sentence - 1 and same_kind(whole.quantity, part.quantity)
    if not beside or not same_kind(part.quantity, item.quantity) or not part.label.lstrip().startswith(_OPENING):
        return None
    made = relation("difference", [whole.quantity, part.quantity], item.quantity, "difference.actual",
                    spans([whole, part, item]))  # fmt: skip
    return (made, part, whole) if holds(made) else None


def _netted(near: Near, item: Item) -> Found | None:
    way = change(item.label)
    row = _listed(near, item) if way else []
    sides: dict[str, list[Item]] = {"gone": [], "came": []}
    for one in row:
        kinds = [kind for kind in sides if asking("netted", kind).search(one.label[-_LABEL:]) is not None]
        if len(kinds) != 1:
            return None
        sides[kinds[0]].append(one)
    first, second = (sides["came"], sides["gone"]) if way == "up" else (sides["gone"], sides["came"])
    if not first or not second:
        return None
    more, less = (worked_out([(1, one.quantity) for one in each], item.quantity.scale) for each in (first, second))
    made = relation("difference", [more, less], item.quantity, "difference.netted", spans([item, *row]))
    sure = not any(one.quantity.hedge for one in row) and near.unbroken(item, row[-1])
    # 其中 need not tell all of it; a bracket behind 净 does.
    complete = _NET in item.label and row[0].parent is item
    return (made, first[0], second[0]) if holds(made) or (sure and _meant(made, complete)) else None


def _meant(made: Relation, complete: bool) -> bool:
    """Whether a change that fails was meant; of what may not be all of it only where a slip of the pen explains it."""
    found = judge(made)
    return meant(made) if complete else found is not None and found.slip in _SLIPS


def _listed(near: Near, item: Item) -> Sequence[Item]:
    """Return the list that tells what a change is made up of: 其中 and its parts, or a bracket."""
    row: list[Item] = []
    for one in near.items[item.number + 1 : item.number + 1 + _MOST]:
        inside = one.sentence == item.sentence and one.segment == item.segment
        if not inside or not same_kind(one.quantity, item.quantity) or one.quantity.kind != "number":
            break
        opened = one.label.lstrip().startswith(_OPENING) or one.parent is item
        if (not row and not opened) or (row and (one.depth != row[0].depth or one.mark not in _LISTING)):
            break
        row.append(one)
    return row if len(row) >= _LEAST else []


def _of_kind(near: Near, item: Item) -> Found | None:
    """Return what was merged of one kind: 撤并小学209所, or the next of such a row (初中14所)."""
    name, proven = _gone(item.label), False
    before = near.items[item.number - 1] if item.number else item
    if not name and _goes_on(before, item) and _gone(before.label):
        name, proven = stem(item.label), _of_kind(near, before) is not None
    if len(name) < _NAME:
        return None
    window = near.items[max(0, item.number - _BACK) : item.number][::-1]
    window = [one for one in window if one.sentence >= item.sentence - _SENTENCES and not one.depth]
    window = [one for one in window if same_kind(one.quantity, item.quantity)]
    now = [one for one in window if _came_to(one.label, name)]
    if len(now) != 1:
        return None
    then = [one for one in window if one.number < now[0].number and stem(one.label).endswith(name)]
    then = [one for one in then if not change(one.label) and not one.label.lstrip().startswith(_OPENING)]
    if len({one.plain for one in then}) != 1:
        return None
    row = (then[0], now[0], item)
    made = relation("difference", [one.quantity for one in row[:2]], item.quantity, "difference.merged", spans([*row]))
    sure = not any(one.quantity.hedge for one in row) and near.unbroken(now[0], item)
    # Others may have come besides those that went, but for a row of which one comes out.
    return (made, now[0], then[0]) if holds(made) or (sure and _meant(made, proven)) else None


def _goes_on(before: Item, item: Item) -> bool:
    """Whether a figure goes on with the row of the one before it."""
    return before.sentence == item.sentence and item.mark in _LISTING and before.quantity.base == item.quantity.base


def _gone(label: str) -> str:
    """Return what a label says was merged or closed: 小学 of 共撤并小学; blank where it says nothing of it."""
    short = stem(label)[-_LABEL:]
    at = next((at for at in range(len(short) - 1, 0, -1) if asking("merged", "gone").search(short[:at])), 0)
    return short[at:] if at else ""


def _came_to(label: str, name: str) -> bool:
    short = label.rstrip(" 了约")[-_LABEL:]
    at = short.rfind(name)
    return at >= 0 and asking("merged", "now").fullmatch(short[at + len(name) :]) is not None
