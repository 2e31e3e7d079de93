"""Growth: so many per cent more or less than a figure the text states, or implies by the increase it tells.

Growth over a base that is not stated asserts nothing of the figures (同比增长7.52%).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation
from junheng.audit.relations.changes.apart import apart, increased
from junheng.audit.relations.changes.sides import sides
from junheng.audit.relations.ground.nearby import Near, alike, chance
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import arrives, change, compared, holds_one, linked, one_of, words
from junheng.audit.relations.shares.percentages import share_runs
from junheng.audit.relations.shares.series import lists_before

_AIM_AFTER = words("common", "aim_after")
_AGAINST = re.compile("同比|环比|[比较](.{1,6})")
_OPENING, _CAME_TO = words("common", "opening"), words("growth", "came_to")
_EARLIER = re.compile(one_of(word for word in words("growth", "earlier") if len(word) > 1) + "[的为是有达]{0,2}$")
_FROM = re.compile("[由从自][^，,]{0,12}$|(?:上年|去年|上年度|同期)的?$")


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the growth the text asserts."""
    near = Near(layout)
    for run in share_runs(layout.items):
        item = run[0]
        way = change(item.label)
        if not way or holds_one(item.label[-24:], words("growth", "mean")):
            continue
        if item.after[:6].startswith(_AIM_AFTER) or holds_one(item.label[-24:], words("growth", "aim")):
            continue
        if len(run) > 1:
            yield from _series(near, run, way)
        elif (made := _told(near, item, way) or apart(near, item, way)) is not None:
            yield made


def _told(near: Near, item: Item, way: str) -> Relation | None:
    step = near.previous(item)
    grown = step is not None and step.number == item.number - 1 and bool(change(step.label))
    found = sides(near, step if grown and step is not None else item)
    if found is not None:
        told, base, sure = found
        sure = sure and not item.after.lstrip().startswith("的")  # 减少了10%的学生 is of others
        stated = _growth(base, told, item, way, "growth.stated")
        if (kept := _kept(near, stated, [base, told, item], sure)) is not None or sure:
            return kept
    if grown and step is not None:
        return _increase(near, item, step, way)
    if step is not None and (made := _reached(near, item, step, way)) is not None:
        return made
    return _counted_behind(near, item, way)


def _growth(base: Item, told: Item, item: Item, way: str, rule: str) -> Relation:
    total = term(item.quantity)
    return relation(
        "growth",
        [base.quantity, told.quantity],
        total if way == "up" else negative(total),
        rule,
        spans([base, told, item]),
    )


def _kept(near: Near, made: Relation, figures: list[Item], sure: bool) -> Relation | None:
    """Return a relation that holds, or one whose words leave no doubt."""
    hedged = any(one.quantity.hedge for one in figures)
    first, last = min(figures, key=lambda one: one.number), max(figures, key=lambda one: one.number)
    return made if holds(made) or (sure and not hedged and near.unbroken(first, last)) else None


def _increase(near: Near, item: Item, step: Item, way: str) -> Relation | None:
    """`小学281所，比上年增加7所，增长2.55%`: what it is, by how much it grew, and so what it was."""
    told = near.previous(step)
    if told is None or alike(told.quantity, step.quantity) != 2 or step.number - told.number > 2:
        return None
    if change(told.label):
        return None
    if compared(told.label) or _EARLIER.search(told.label) is not None:
        return _over_earlier(near, item, step, told, way)
    between = near.items[told.number + 1 : step.number]
    # 本科上线1408人，上线率43.78%，本科上线比去年增加97人: a share stands between, but the name is told again.
    again = all(one.quantity.kind == "share" for one in between) and linked(told.label[-8:], step.label)
    sure = (not between or again) and not told.label.strip().startswith(_OPENING) and told.depth == step.depth
    # A list's last part (其中…艺体182人，比上年增加213人) did not grow by more than it is.
    sure = sure and (way != "up" or near.value(step) < near.value(told))
    sure = sure and way == change(step.label) and not _of_another_year(step, item)
    return _kept(near, increased(told, step, item, way), [told, step, item], sure)


def _over_earlier(near: Near, item: Item, step: Item, base: Item, way: str) -> Relation | None:
    """`在校生21.4万人，上年为20.9万人，增加0.5万人，增长2.4%`: what stands before the increase is what it is over."""
    known = [one for one in near.before(base, across=True) if alike(one.quantity, base.quantity) == 2]
    if not known or step.number != base.number + 1:
        return None
    gap = near.value(step) if way == "up" else -near.value(step)
    after = next((one for one in known if near.value(one) - near.value(base) == gap), known[0])
    if change(after.label) or after.depth != item.depth:
        return None
    comes_out = near.value(after) - near.value(base) == gap
    return _kept(near, _growth(base, after, item, way, "growth.stated"), [base, after, step, item], comes_out)


def _reached(near: Near, item: Item, told: Item, way: str) -> Relation | None:
    """`比上年增加120人，达到3600人，增长3.4%`: by how much it grew, what it came to, and so what it was."""
    step = near.previous(told)
    if step is None or step.number != told.number - 1 or told.number != item.number - 1:
        return None
    if change(step.label) != way or not told.label.strip().startswith(_CAME_TO):
        return None
    if alike(told.quantity, step.quantity) != 2 or told.depth != item.depth:
        return None
    base = near.previous(step)
    if base is not None and base.number == step.number - 1 and _FROM.search(base.label) is not None:
        return _kept(near, _growth(base, told, item, way, "growth.stated"), [base, told, item], True)
    sure = step.depth == told.depth and not _of_another_year(step, item)
    return _kept(near, increased(told, step, item, way), [step, told, item], sure)


def _of_another_year(step: Item, item: Item) -> bool:
    """Whether increase and percentage may be told against different years: `比2015年增加…，比上年增长…`."""
    one, two = (_AGAINST.search(each.label) for each in (step, item))
    return two is not None and (one is None or (one[1] != two[1] and "同比" not in (one[0], two[0])))


def _counted_behind(near: Near, item: Item, way: str) -> Relation | None:
    """`收入829亿元，增长7.09%，增收54.9亿元`: the increase stands behind the percentage."""
    told = near.previous(item)
    if told is None or told.number != item.number - 1 or item.number + 1 >= len(near.items):
        return None
    step = near.items[item.number + 1]
    if step.sentence != item.sentence or step.quantity.kind != "number" or change(step.label) != way:
        return None
    if alike(told.quantity, step.quantity) != 2 or chance(item.quantity) > 0.005:
        return None
    return _kept(near, increased(told, step, item, way), [told, step, item], False)


def _series(near: Near, run: list[Item], way: str) -> Iterator[Relation]:
    """`比上年依次增长3%、4%、8%` over a list of as many years (the first has no base), or of one year more.

    Also two lists set side by side: `小学、初中分别由…、…增加到…、…，分别增长…、…`.
    """
    size = len(run)
    best: list[Relation] = []
    hits = 0
    same = lists_before(near, run[0], size)
    trials = [list(zip(one[:-1], one[1:], run[1:], strict=True)) for one in same]
    trials += [list(zip(one[:-1], one[1:], run, strict=True)) for one in lists_before(near, run[0], size + 1)]
    ways = _ways(near, run[0], size)
    trials += [[(*way_, item) for way_, item in zip(ways, run, strict=True)]] if ways else []
    trials += [
        list(zip(left, right, run, strict=True))
        for left, right in pairwise(same)
        if alike(left[0].quantity, right[0].quantity) == 2
    ]
    for trial in trials:
        made = [_growth(base, told, item, way, "growth.series") for base, told, item in trial]
        good = sum(map(holds, made))
        if good > hits and good * 2 >= len(made):
            best, hits = made, good
    yield from best


def _ways(near: Near, item: Item, size: int) -> list[tuple[Item, Item]]:
    """Return the last so many pairs told as a way (由18平方米提高到25平方米) before a figure."""
    window = list(near.before(item, most=24))[::-1]
    found = [
        (one, two)
        for one, two in pairwise(window)
        if two.number == one.number + 1 and alike(one.quantity, two.quantity) == 2 and arrives(two.label)
    ]
    return found[-size:] if len(found) >= size else []
