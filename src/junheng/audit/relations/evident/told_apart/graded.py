"""Grades told together by their signs, of a list told before: `C级94栋 5.36万平方米，D级…。……C、D级共7.84万平方米`.

Each grade has its figures right behind its sign, of one unit after the other; the total is of those of its own unit.
Read where it comes out, or where it is misprinted and each grade is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, holds
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import stem
from junheng.audit.relations.sums.misprints import surely_slipped

_LEAD, _BACK, _PARAGRAPHS, _COLUMNS, _LEAST = 24, 60, 4, 3, 2
"""How much before a total tells its grades; how many figures and paragraphs before it these may stand, how many figures
one grade may have, and how many grades there are at the least."""
_IN_ALL = ("共", "合计", "总计")
_JOINING = frozenset("、和与及级类档等")
_CLAUSES = re.compile("[，,。；;\n]")
_OTHERS = re.compile("抽查|抽检|新[评增建认创]|其中|已|获|复查|整改|达标|(?:19|20)[0-9]{2}")
"""What says that some of the grades are told of, or those of another year."""
_SIGN = re.compile("^(?:其中)?([A-EＡ-Ｅ甲乙丙丁一二三四][级类档等])")


def graded(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the totals of grades told by their signs."""
    for found in pattern("list", "graded").finditer(near.text):
        at = near.at(found.end())
        item = near.items[at] if at < len(near.items) else None
        if item is None or item.quantity.start - found.end() > _LEAD or read.total(item, "sum") or item.depth:
            continue
        signs = [sign + found["kind"] for sign in found["signs"] if sign not in _JOINING]
        if len(set(signs)) == len(signs) >= _LEAST and _may_be_told_of(near, found.end(), item):
            parts = [_of(near, item, sign) for sign in signs]
            told = [one[0] for one in parts if len(one) == 1]
            if len(told) == len(signs):
                made = relation("sum", [one.quantity for one in told], item.quantity, "evident.graded",
                                spans([*told, item]))  # fmt: skip
                sure = any(word in near.text[found.end() : item.quantity.start] for word in _IN_ALL)
                sure = sure and not any(one.quantity.hedge for one in (item, *told))
                values = [one.plain for one in told]
                sure = sure and item.plain > max(values) and _OTHERS.search(_before(near, found.start())) is None
                if holds(made) or (sure and surely_slipped(item.plain, values)):
                    yield made


def _before(near: Figures, start: int) -> str:
    """Return what stands before the signs in their clause."""
    return _CLAUSES.split(near.text[max(0, start - _LEAD) : start])[-1]


def _may_be_told_of(near: Figures, end: int, item: Item) -> bool:
    """Whether nothing but what is counted stands between the signs and a figure that counts it."""
    words = near.text[end : item.quantity.start]
    plain = item.quantity.kind == "number" and bool(item.quantity.base)
    return plain and not any(mark in words for mark in "，,。；;、占") and not stem(item.label).endswith("率")


def _of(near: Figures, item: Item, sign: str) -> list[Item]:
    """Return the figures of a grade before a total that count what it does: one of each unit right behind its sign."""
    found: list[Item] = []
    for at in range(item.number - 1, max(-1, item.number - _BACK), -1):
        one = near.items[at]
        if one.paragraph < item.paragraph - _PARAGRAPHS:
            break
        name = _SIGN.match(one.label.strip())
        if name is None or name[1] != sign:
            continue
        row = [each for each in near.items[at : at + _COLUMNS] if each is one or not _SIGN.match(each.label.strip())]
        row = [each for each in row if each.segment == one.segment and each.quantity.base == item.quantity.base]
        found += [each for each in row[:1] if each is not item]
    return found
