"""Shares told by name of figures that stand pages away.

`民办学校在校生占全市在校生总数的26.6%`, `普惠性幼儿园覆盖率达到78.14%`.
"""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import LOOSE, Chances, holds
from junheng.audit.relations.evident.figures import Figures, before, counts_same, has, pattern, told, worth
from junheng.audit.relations.ground.nearby import alike, chance, comes_to
from junheng.audit.relations.ground.terms import relation, spans, worked_out
from junheng.audit.relations.ground.wording import stem

_FAR, _MANY, _MOST, _WHOLES, _LEAD = 2000, 24, 12, 4, 40
_SHORTEST = 2
_FARTHER = 40
"""How many figures before a share of two kinds their whole may stand."""
_NEXT = 4
"""How many figures behind a share its part is looked for, and how long a name is that is looked for there."""
_PARTED = re.compile("[，,。；;\n]")
_FILLERS = ("总数", "总量", "总额", "总人数", "人数", "数", "总")
_OPENINGS = ("其中", "全国", "全省", "全县", "全市", "全区", "我县", "我市", "我区")


def by_name(near: Figures, item: Item) -> Relation | None:
    """Return the share of what a clause names (甲占乙的…%), where two figures of these names come to it."""
    words = near.text[max(0, item.quantity.start - _LEAD) : item.quantity.start].rstrip()
    found = pattern("named", "of").search(words)
    if found is None or not item.quantity.value:
        return None
    chances = Chances(LOOSE)
    for top in (*_beside(near, item, found["part"]), *_called(near, item, found["part"])):
        for bottom in _largest(near, _called(near, item, found["whole"])):
            if top is bottom or not counts_same(top.quantity, bottom.quantity) or top.plain >= bottom.plain:
                continue
            if chances.over(chance(item.quantity)):
                return None
            if comes_to(near.exact(top), near.exact(bottom), item.quantity):
                made = relation("ratio", [top.quantity, bottom.quantity], item.quantity, "evident.named",
                                spans([top, bottom, item]))  # fmt: skip
                if holds(made):
                    return made
    return None


def _beside(near: Figures, item: Item, name: str) -> list[Item]:
    """Return the count right before a share, where it is told with the name (甲、乙及丙173人，甲占), and one behind."""
    first = near.items[item.number - 1] if item.number else item
    counts = first.quantity.kind == "number" and first.sentence == item.sentence and not near.asides[first.number]
    core = _core(name)
    words = _PARTED.split(near.text[max(0, first.quantity.start - _LEAD) : first.quantity.start])[-1]
    found = [first] if counts and core and core in words else []
    behind_it = near.items[item.number + 1 : item.number + 1 + 2 * _NEXT]
    return found + [
        one
        for one in behind_it
        if one.quantity.kind == "number" and len(core) > _NEXT and stem(one.label).endswith(core)
    ]


def _called(near: Figures, item: Item, name: str) -> list[Item]:
    """Return the figures before a share whose name ends like one told, those with the most of it first."""
    core = _core(name)
    for opening in _OPENINGS:
        core = core.removeprefix(opening)
    labelled = near.labelled(core, item, _MANY)
    # A total's own word (团员总数为) stands behind its name: the nearest of these are looked at besides.
    totals = [one for one in before(near, item, _MANY) if one not in labelled and _core(stem(one.label)) != one.label]
    found = [
        (_common_end(core, _core(stem(one.label).replace("在校学生", "在校生"))), one)
        for one in (*labelled, *totals)
        if item.quantity.start - one.quantity.end <= _FAR and not near.asides[one.number]
    ]
    found.sort(key=lambda each: -each[0])
    return [one for length, one in found if length >= _SHORTEST][:_MOST]


def _core(name: str) -> str:
    """Return a name without the words of a total (教职工总数: 教职工)."""
    for filler in _FILLERS:
        name = name.removesuffix(filler)
    return name


def _common_end(one: str, other: str) -> int:
    """Return how many characters two names have in common at their end."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _largest(near: Figures, found: list[Item]) -> list[Item]:
    """Return the figures of a name that may be the whole: the largest of it first."""
    return sorted(found, key=worth, reverse=True)[:_WHOLES]


def inclusive(near: Figures, item: Item) -> Relation | None:
    """Return the share of children in public kindergartens and inclusive private ones together, of all of them."""
    if pattern("named", "inclusive").search(item.label) is None or item.quantity.kind != "share":
        return None
    window = before(near, item)
    part = [one for one in window if pattern("named", "inclusive").search(_clause(near, one))]
    public = [one for one in window if has(told()["named"]["public"], _clause(near, one)) and one not in part]
    chances = Chances(LOOSE)
    for one in part:
        for other in public:
            for whole in before(near, item, _FARTHER):
                both = one.plain + other.plain
                same = counts_same(one.quantity, other.quantity) and alike(one.quantity, whole.quantity)
                if not same or whole in (one, other) or whole.plain < both:
                    continue
                if chances.over(chance(item.quantity)):
                    return None
                first, second = sorted((one, other), key=lambda each: each.number)
                value = Fraction(both)
                if not comes_to((value.numerator, value.denominator), near.exact(whole), item.quantity):
                    continue
                top = worked_out([(1, first.quantity), (1, second.quantity)], whole.quantity.scale)
                made = relation("ratio", [top, whole.quantity], item.quantity, "evident.inclusive",
                                spans([whole, first, second, item]))  # fmt: skip
                if holds(made):
                    return made
    return None


def _clause(near: Figures, item: Item) -> str:
    """Return the words of a figure's segment up to it: 普惠园25所，儿童."""
    at = item.number
    while at and near.items[at - 1].segment == item.segment and near.items[at - 1].depth == item.depth:
        at -= 1
        if item.number - at > 1:
            break
    return near.text[near.items[at].label_start : item.quantity.start]
