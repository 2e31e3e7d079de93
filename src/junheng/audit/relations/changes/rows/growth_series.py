"""Growth told in a row: 比上年依次增长3%、4%、8%, of a list of years or of two lists set side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.apart.apart import changed, increased
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import arrives, change, linked
from junheng.audit.relations.shares.rows.series import lists_before

_RESPECTIVELY = re.compile("分别|依次|各")
_TIME = re.compile("(?:(?:19|20)[0-9]{2}年|今年|目前|现在|本年)?的?$")
"""What may stand between the way and what it came to: 增加到2002年的341元."""
_SAME, _LEAD = 2, 60
"""How long a name is at least, and how much of the text before a row names it."""


def grew(base: Item, told: Item, item: Item, way: str, rule: str) -> Relation:
    """Return the growth of a figure over another."""
    total = term(item.quantity)
    return relation(
        "growth",
        [base.quantity, told.quantity],
        total if way == "up" else negative(total),
        rule,
        spans([base, told, item]),
    )


def series(near: Near, run: list[Item], way: str) -> Iterator[Relation]:
    """`比上年依次增长3%、4%、8%` over a list of as many years (the first has no base), or of one year more.

    Also two lists set side by side: `小学、初中分别由…、…增加到…、…，分别增长…、…`.
    """
    size = len(run)
    best: list[Relation] = []
    hits = 0
    same = _once(lists_before(near, run[0], size))
    trials = [list(zip(one[:-1], one[1:], run[1:], strict=True)) for one in same]
    trials += [list(zip(one[:-1], one[1:], run, strict=True)) for one in lists_before(near, run[0], size + 1)]
    ways = _ways(near, run[0], size)
    trials += [[(*way_, item) for way_, item in zip(ways, run, strict=True)]] if ways else []
    trials += [
        list(zip(left, right, run, strict=True))
        for left, right in pairwise(same)
        if same_kind(left[0].quantity, right[0].quantity)
    ]
    grown = [
        [increased(told, step, item, way) for told, step, item in zip(levels, steps, run, strict=True)]
        for levels, steps in pairwise(same)
        if change(steps[0].label) == way and not change(levels[0].label) and _grew_these(levels[0], steps[0])
    ]
    for made in [*([grew(*each, way, "growth.series") for each in trial] for trial in trials), *grown]:
        good = sum(map(holds, made))
        if good > hits and good * 2 >= len(made):
            best, hits = made, good
    yield from best


def _once(lists: Iterable[list[Item]]) -> list[list[Item]]:
    """Return lists without those that begin where one before them does."""
    return list({one[0].number: one for one in lists}.values())


def _grew_these(level: Item, step: Item) -> bool:
    """Whether what grew is told in a row, and is what the row before it is of: nothing else is named (教师分别增加)."""
    name = _RESPECTIVELY.sub("", changed(_RESPECTIVELY.sub("", step.label)))
    return _RESPECTIVELY.search(step.label) is not None and (len(name) < _SAME or linked(name, level.lead[-_LEAD:]))


def _ways(near: Near, item: Item, size: int) -> list[tuple[Item, Item]]:
    """Return the last so many pairs told as a way (由18平方米提高到25平方米) before a figure."""
    window = list(near.before(item, most=24))[::-1]
    found = [
        (one, two)
        for one, two in pairwise(window)
        if two.number == one.number + 1 and same_kind(one.quantity, two.quantity) and arrives(_TIME.sub("", two.label))
    ]
    return found[-size:] if len(found) >= size else []
