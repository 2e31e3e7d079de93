"""Shares told behind a list that divides a whole: 民办在校生1000人，其中小学600人，初中400人，占全市5000人的20%.

What stands right before such a share is the last part of the list, but the share may be that of the whole. So may the
whole of a rate be the one a list divides: 总数120人、已入学110人、缓学4人、未入学6人，入学率91.7%.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import is_share
from junheng.audit.relations.ground.wording import change, holds_one, words
from junheng.audit.relations.shares.lexicon import pattern
from junheng.audit.relations.shares.percentages import Told, read_told
from junheng.audit.relations.shares.wholes import made_share, misprinted

_MOST, _TWO, _THREE, _FAR = 8, 2, 3, 12
"""How many figures of a list are looked at; how many parts divide a whole."""
_CLOSING = frozenset(")）")


def or_of_the_whole(near: Near, every: Iterable[Relation]) -> Iterator[Relation]:
    """Yield shares; those of the last of a list that do not come out are those of the whole it divides, if these do."""
    for made in every:
        if holds(made):
            yield made
        elif (other := _of_the_whole(near, made)) is not None:
            yield other


def _of_the_whole(near: Near, made: Relation) -> Relation | None:
    """Return a share that fails, or that of the whole its part ends the list of; None where no one is sure of either.

    特岗教师312人中，本科284人，专科28人，占全县教师的6.1%: of all teachers, of which the text tells no number.
    """
    sources = [each.sources for each in (*made.parts, made.total)]
    if made.kind != "ratio" or any(len(each) != 1 for each in sources):
        return made
    top, bottom, item = (near.item(each[0].start) for each in sources)
    whole = _divided(near, top) if top is not None else None
    if bottom is None or item is None or whole is None or whole.plain > bottom.plain:
        return made
    if whole.plain == bottom.plain:
        told = read_told(near, item)
        elsewhere = told is not None and told.form == "named" and not misprinted(made)
        return None if elsewhere else made
    other = made_share(near, whole, bottom, item, made.rule)
    return other if holds(other) or (misprinted(other) and not misprinted(made)) else made


def _divided(near: Near, last: Item) -> Item | None:
    """Return the whole that a list divides of which a figure is the last part."""
    found = last.plain
    row = near.items[max(0, last.number - _MOST) : last.number + 1][::-1]
    for at, (one, before) in enumerate(pairwise(row)):
        same = before.sentence == one.sentence and before.depth == one.depth and not change(before.label)
        if not same or not same_kind(before.quantity, last.quantity):
            return None
        if before.plain == found and at:
            return before
        found += before.plain
    return None


def of_divided_rate(near: Near, told: Told) -> Relation | None:
    """Return the rate of the part that bears its name, of the whole that a list right before it divides."""
    item, name = told.item, told.subject[-_THREE:-1]
    if told.form != "rate" or len(name) < _TWO or item.quantity.hedge or not item.quantity.value:
        return None
    row = _row(near, item, name)
    at = next((at for at in range(len(row) - _TWO) if row[at].plain == sum(one.plain for one in row[at + 1 :])), None)
    if at is None:
        return None
    bearing = [one for one in row[at + 1 :] if name in one.label + one.after[:_TWO]]
    tops = [one for one in bearing if pattern("denied").search(one.label) is None]
    if len(tops) != 1 or tops[0].plain >= row[at].plain or any(one.quantity.hedge for one in row[at:]):
        return None
    made = made_share(near, tops[0], row[at], item, "share.divided")
    if holds(made):
        return made
    return made if near.unbroken(row[at], item) and misprinted(made) and not _of_more(near, tops[0], item) else None


def _of_more(near: Near, part: Item, item: Item) -> bool:
    """Whether a rate comes out of a larger whole, of its part and others done: 238处，现场整改163处……完成68处."""
    window = [one for one in near.before(part, most=_FAR) if same_kind(one.quantity, part.quantity)]
    wholes = [one.plain for one in window]
    done = [0, *wholes]
    return any(
        part.plain + other < whole and is_share(part.plain + other, whole, item) for whole in wholes for other in done
    )


def _row(near: Near, item: Item, name: str) -> list[Item]:
    """Return the counts of one kind right before a rate, or in the bracket that closes right before it, in order.

    What is told between them and is counted otherwise (空编257名，已拿出180个岗位，空编率) is passed over.
    """
    found: list[Item] = []
    last = near.items[item.number - 1] if item.number else item
    if name not in last.label and last.number and name in near.items[last.number - 1].label:
        before = near.items[last.number - 1]
        passed = before.sentence == item.sentence and before.depth == last.depth == item.depth
        last = before if passed and not same_kind(before.quantity, last.quantity) else last
    behind = near.between(last, item)
    if last.depth > item.depth and (_CLOSING.isdisjoint(behind) or last.depth > item.depth + 1):
        return []
    for one in reversed(near.items[max(0, item.number - _MOST) : last.number + 1]):
        same = one.sentence == item.sentence and one.bracket == last.bracket and one.quantity.kind == "number"
        if not same or not same_kind(one.quantity, last.quantity) or change(one.label):
            break
        found.insert(0, one)
    return found if len(found) > _TWO and not holds_one(item.label, words("attained", "periods")) else []
