"""Averages told in a row of as many totals and numbers: 三乡人口分别为…、…人；学生分别为…、…人；每千人平均分别为…、…人.

The two lists before the averages are the totals and the numbers; read where all come out, and where all but one do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.rates.each import told_for
from junheng.audit.relations.rates.means.averages_alone import sized

_LEAST, _MOST, _BACK, _SENTENCES, _LEAD = 2, 12, 48, 2, 40
_JOINING, _MARKS = frozenset({"", "和", "与", "及", "以及"}), frozenset({"、", "，", ",", ""})
_ROW = ("分别", "依次", "各")
_DIGITS, _SLIPS = 3, frozenset({"swapped", "zero_lost", "zero_added", "truncated"})
_MEANS, _THOUSANDS = ("平均", "均", "每"), {"十": 10, "百": 100, "千": 1000, "万": 10000}


def in_rows(near: Near) -> Iterator[Relation]:
    """Yield the averages told in rows."""
    for row in _rows(near, near.items):
        lead = row[0].label.strip() or row[0].lead[-_LEAD:].rstrip("：: ")
        if not any(word in lead for word in _ROW) or not any(word in lead for word in _MEANS):
            continue
        if many := _many(lead):
            yield from _over_lists(near, row, many)


def _many(label: str) -> int:
    """Return by how many a mean is told: 1000 of 每千人, 每人口一千; 0 where it is no mean."""
    each = told_for(label)
    if not each and "均" not in label:
        return 0
    written = next((many for word, many in _THOUSANDS.items() if f"一{word}" in label), 1)
    return max(written, each[0].many if each else 1)


def _rows(near: Near, items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the figures told one behind the other with nothing but 、 between, of one unit, maybe told last."""
    row: list[Item] = []
    for one in items:
        if one.quantity.kind != "number":
            continue
        joined = row and one.number == row[-1].number + 1 and one.label.strip() in _JOINING and one.mark in _MARKS
        if joined and one.sentence == row[-1].sentence and (row[-1].unit in {"", one.unit}):
            row.append(one)
            continue
        if _LEAST <= len(row) <= _MOST:
            yield row
        row = [one]
    if _LEAST <= len(row) <= _MOST:
        yield row


def _over_lists(near: Near, row: Sequence[Item], many: int) -> Iterator[Relation]:
    window = near.items[max(0, row[0].number - _BACK) : row[0].number]
    window = [one for one in window if one.sentence >= row[0].sentence - _SENTENCES]
    lists = [each for each in _rows(near, window) if len(each) == len(row)]
    for tops, numbers in permutations(lists[-_LEAST * 2 :], 2):
        if tops[-1].quantity.base != row[-1].quantity.base:
            continue
        made = [_made(*each, many, row[-1]) for each in zip(tops, numbers, row, strict=True)]
        good = [holds(one) for one in made]
        others = [one for one, out in zip(made, good, strict=True) if not out]
        two = len(row) == _LEAST and len(others) == 1 and _misprinted(made, others[0])
        if two or (sum(good) >= max(_LEAST, len(row) - 1) and all(map(sized, others))):
            yield from made
            return


def _misprinted(made: Sequence[Relation], one: Relation) -> bool:
    """Whether of two averages one comes out, which is no accident, and one slip of the pen explains the other."""
    good = next(each for each in made if each is not one).total.sources[0]
    found = judge(one)
    return len(good.value.as_tuple().digits) >= _DIGITS and found is not None and found.slip in _SLIPS


def _made(top: Item, number: Item, item: Item, many: int, last: Item) -> Relation:
    by = term(number.quantity)
    by = Term(by.value / many, by.slack / many, by.sources)
    parts: list[Quantity | Term] = [term(top.quantity), by]
    figures = sorted((top, number, item), key=lambda one: one.number)
    made = relation("average", parts, item.quantity, "average.row", spans(figures))
    return Relation(made.kind, made.parts, made.total, last.unit, made.spans, made.rule)
