"""Which figures of a row stand beside what is asked of them: not the parts of one of them, means beside means."""

from __future__ import annotations

from junheng.audit.layout import Item
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import words

_OPENING = words("common", "opening")
_MEAN, _NAMED, _PAIR = "均", 8, 2
_BETWEEN, _MOST = 4, 8
"""Figures that are near without a look at what they are, and how many are looked at."""


def without_parts(near: Near, row: list[Item], item: Item) -> list[Item]:
    """Return figures (the nearest first) without those a clause before tells of one of them (其中企业316万元，…；)."""
    kept: list[Item] = []
    wanted, inside = set(map(id, row)), -1
    for at in range(row[-1].number if row else item.number, item.number):
        one = near.items[at]
        if one.label.lstrip().startswith(_OPENING) and one.segment != item.segment:
            inside = one.segment
        if one.segment != inside and id(one) in wanted:
            kept.append(one)
    return kept[::-1]


def means(row: list[Item]) -> list[Item]:
    """Return the two nearest figures where both are means, else all: 面积1190平方米，人均1.94…，比标准人均3…差1.06."""
    beside = row[:_PAIR]
    return beside if all(_MEAN in one.label[-_NAMED:] for one in beside) else row


def told_between(near: Near, first: Item, last: Item) -> int:
    """Return how many figures stand between two, but for brackets, dates and what a list before tells (其中…)."""
    if last.number - first.number <= _BETWEEN or last.number - first.number > _MOST:
        return last.number - first.number
    row = [one for one in near.items[first.number : last.number] if one.depth == first.depth]
    row = [one for one in row if one.quantity.kind in {"number", "share"}]
    return len(without_parts(near, row[::-1], last))
