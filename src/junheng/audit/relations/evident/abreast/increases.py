"""Increases beside the parts of a sum and beside its whole: what the whole grew by is what its parts grew by.

`校舍57.74万平方米，较上年多0.56万平方米。小学25.48万平方米，比上年多0.44万平方米；初中32.26万平方米，比上年多0.12万平方米`.
Where the figures themselves come out, all there is was told; so the increases, told against one year, have to come out
too. What grew less counts as a minus (应届增加6653人，往届减少505人).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term
from junheng.audit.relations.evident.evidence import Read, close, holds, slipped
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import change
from junheng.audit.relations.sums.labels.labels import division

_BEHIND, _NEAR, _AIMS = 6, Fraction(2, 5), frozenset({"at_least", "at_most", "over", "under", "about"})
"""How many figures behind a figure its increase may stand, and how far increases may lie from that of the whole."""
_LEAST, _MOST, _NEAR_LIST = 2, 12, Fraction(1, 10)
_WORDS, _YEAR = 24, "上年"
"""How many characters before a change tell what it is told against, and what the year before is called."""
_COMPARED = re.compile(
    "([同环])比|[比较与](?!例|重)([^比较，,；;]+?)(?:相比|相较|净|增|减|多|少|上升|下降|提高|降低|[，,；;]|$)"
)
Grown = dict[str, Item]
"""The increases of one figure by what they are told against."""


def increases(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the sums of increases told beside the parts and the whole of sums that come out."""
    for known in list(read.lists):
        if not holds(known) or known.rule.startswith("table"):
            continue
        levels = near.told_of([known.total, *known.parts])
        if len(levels) <= _LEAST or len(levels) != len(known.parts) + 1:
            continue
        grown = [_grown(near, one) for one in levels]
        if not grown[0]:
            continue
        if not all(grown[1:]) and (row := _in_turn(near, levels[1:])) is not None:
            grown[1:] = row
        for against, whole in grown[0].items():
            parts = [each.get(against) or each[""] for each in grown[1:] if against in each or "" in each]
            if len(parts) < len(levels) - 1 or read.total(whole, "sum") or any(read.part(one, "sum") for one in parts):
                continue
            if len({one.number for one in (whole, *parts)}) <= len(parts):
                continue
            made = _made(near, whole, parts)
            if holds(made) or close(made, _NEAR):
                yield made
    yield from _both_ways(near, read)


def _both_ways(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield changes divided by changes both ways: 教师增加120人，其中小学增加85人，初中增加41人，高中减少6人."""
    for whole in near.numbers:
        at = whole.number + 1
        if at >= len(near.items) or "其中" not in near.items[at].lead or not change(whole.label):
            continue
        if whole.quantity.hedge in _AIMS or read.total(whole, "sum"):
            continue
        parts: list[Item] = []
        for one in near.items[at : at + _MOST]:
            if one.sentence != whole.sentence or one.quantity.base != whole.quantity.base or not change(one.label):
                break
            parts.append(one)
        if len({change(one.label) for one in parts}) < _LEAST or any(read.part(one, "sum") for one in parts):
            continue
        made = _made(near, whole, parts)
        if holds(made) or (
            len(parts) > _LEAST and (slipped(made) or (_is_all(whole, parts) and close(made, _NEAR_LIST)))
        ):
            yield made


def _is_all(whole: Item, parts: Sequence[Item]) -> bool:
    """Whether changes are those of all kinds there are: 其中 tells of some as well (小学, 幼儿园 and 初中 alone)."""
    return division(whole.label, [one.label for one in parts]) == "whole"


def _grown(near: Figures, level: Item) -> Grown:
    """Return by how much a figure is told to have grown, in its own clause: against last year, against last month."""
    found: Grown = {}
    for one in near.items[level.number + 1 : level.number + 1 + _BEHIND]:
        if one.segment != level.segment or one.quantity.kind != "number" or one.depth != level.depth:
            if one.segment != level.segment:
                break
            continue
        if near.bases[one.number] != near.bases[level.number] or one.quantity.hedge in _AIMS:
            if near.counts[one.number]:
                break
            continue
        if not change(one.label):
            break
        found.setdefault(_against(one), one)
    return found


def _in_turn(near: Figures, levels: Sequence[Item]) -> list[Grown] | None:
    """Return the increases told in turn behind figures in a row: 党委28万个、支部445万个，分别增加1万个、11万个."""
    last = levels[-1].number
    if [one.number for one in levels] != list(range(levels[0].number, last + 1)):
        return None
    row = near.items[last + 1 : last + 1 + len(levels)]
    if len(row) < len(levels) or not change(row[0].label) or "分别" not in row[0].lead:
        return None
    if any(one.segment != levels[0].segment or one.quantity.base != levels[0].quantity.base for one in row):
        return None
    against = _against(row[0])
    return [{against: one} for one in row]


def _against(one: Item) -> str:
    """Return what a change is told against, in its own words (比前年, 比预算), blank where these are not told.

    The year before has many names (同比, 比上年, 较去年同期) and is told by one.
    """
    told = _COMPARED.search(one.lead[-_WORDS:])
    if told is None:
        return ""
    words = told[1] or told[2]
    return _YEAR if pattern("increases", "year").fullmatch(words) is not None else words


def _made(near: Figures, whole: Item, parts: Sequence[Item]) -> Relation:
    """Return the sum of increases, told the way the whole went: 减少28所，其中小学减少30所，初中增加2所."""
    way, scale = change(whole.label), whole.quantity.scale
    terms: list[Term] = []
    for one in parts:
        made = term(one.quantity, scale)
        terms.append(made if (change(one.label) or change(parts[0].label)) == way else negative(made))
    return relation("sum", [*terms], whole.quantity, "evident.increases", spans([whole, *parts]))
