"""Persons cut once and again behind their whole: `教师13人，其中女6人，本科4人，专科7人，中师2人，高级7人，一级6人`.

The cuts (degrees, titles, sexes, grades) stand one behind the other, with what is told of some (女教师, 党员) and other
figures between. Each cut that comes to the whole is all of it, however small it is: everyone has one degree and one
title. Beside a cut that does, one of sexes, degrees or titles (of pupils: of grades) that is more than its whole, or
falls short by a slip of the pen, is wrong where its names say nothing else (第二学历本科, 累计评聘高级).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds, slipped
from junheng.audit.relations.evident.figures import Figures, pattern, told
from junheng.audit.relations.evident.listed.rows import closed, left_open, no_part
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import compared
from junheng.audit.relations.sums.labels.classes import Family, by_name

_AHEAD, _SENTENCES, _TWO, _LEAST, _NAME, _LEAD = 30, 3, 2, 5, 2, 16
"""Figures and sentences behind a whole that are looked at, parts of a cut, persons of a whole at the least, characters
of a name and of words before a figure."""
_PERSONS, _SHEETS = "人", frozenset({"份", "张"})
_NEAR, _UPWARDS = Fraction(1, 10), "以上"
_SAID, _STOPS = 60, re.compile("[。\n]")
"""Characters behind a cut that may tell who is told twice, and what ends them."""
_JOINED = ("以及", "和", "及", "另有", "还有", "其余", "与")
"""How far a cut may lie from its whole, and what joins the last of a cut to the others."""

Cut = tuple[Family, list[Item]]


def cut_again(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the cuts behind each whole of persons that come out, and those beside them that were meant to."""
    last = -1
    for total in near.items:
        if total.number <= last or not _may_be_whole(near, total):
            continue
        cuts = list(_cuts(near, total))
        if not cuts:
            continue
        out = [cut for cut in cuts if sum(one.plain for one in cut[1]) == total.plain]
        known = frozenset(one.number for _, parts in cuts for one in parts)
        if out:
            last = out[-1][1][-1].number
        for family, parts in cuts if out else ():
            if any(read.part(one, "sum") or read.total(one, "sum") for one in parts) or no_part(parts, total):
                continue
            made = relation("sum", [one.quantity for one in parts], total.quantity, "evident.again",
                            spans([total, *parts]))  # fmt: skip
            if holds(made) or (len(cuts) > 1 and _meant(near, total, (family, parts), known, made)):
                yield made


def _may_be_whole(near: Figures, one: Item) -> bool:
    """Whether a figure counts all of some persons, or the sheets they filled in."""
    if one.depth or one.quantity.hedge or not near.counts[one.number] or one.plain < _LEAST or compared(one.label):
        return False
    said = one.label[-_LEAD:] + one.after[:_NAME]
    if near.bases[one.number] != _PERSONS:
        return one.unit in _SHEETS and pattern("again", "sheets").search(said) is not None
    return pattern("again", "persons").search(said) is not None


def _cuts(near: Figures, total: Item) -> Iterator[Cut]:
    """Yield the rows behind a whole, in its sentence or in the next that divide it, told apart by one family."""
    row: list[Item] = []
    for one in near.items[total.number + 1 : total.number + 1 + _AHEAD]:
        apart = one.sentence > total.sentence + _SENTENCES or one.paragraph != total.paragraph
        if apart or (one.sentence != total.sentence and not _opened(near, total, one)):
            break
        if one.depth > total.depth or one.quantity.kind == "share":
            continue
        row.append(one)
    at = 0
    while at < len(row) - 1:
        found = _cut(near, row, at)
        if found is None:
            at += 1
            continue
        at += len(found[1])
        yield found


def _opened(near: Figures, total: Item, one: Item) -> bool:
    """Whether the sentence of a figure begins with 其中, or with whom it divides (教师队伍里)."""
    first = one
    while first.number > total.number + 1 and near.items[first.number - 1].sentence == one.sentence:
        first = near.items[first.number - 1]
    return pattern("again", "opens").search(first.lead) is not None


def _cut(near: Figures, row: list[Item], at: int) -> Cut | None:
    """Return the longest row of different members of one family from a place on."""
    best: Cut | None = None
    if not _counts(near, row[at]) or not _counts(near, row[at + 1]):
        return None
    for name in told()["again"]["families"]:
        family = by_name()[name]
        own: list[str] = []
        end = at
        while end < len(row) and _counts(near, row[end]):
            member = _member(family, row[end])
            if not member or member in own or (own and row[end].number - row[end - 1].number > _TWO):
                break
            own.append(member)
            end += 1
        if len(own) < _TWO or (best is not None and len(own) <= len(best[1])):
            continue
        if end < len(row) and _counts(near, row[end]) and _member(family, row[end]) not in ("", own[0]):
            continue  # a kind told twice; with the first once more another cut begins (第一学历本科12人，专科18人)
        rest = end < len(row) and _counts(near, row[end]) and row[end].label.startswith(_JOINED)
        best = family, row[at : end + rest]
    return best


def _counts(near: Figures, one: Item) -> bool:
    return near.bases[one.number] == _PERSONS and near.counts[one.number] and not one.quantity.hedge


def _member(family: Family, one: Item) -> str:
    """Return the member of a family a figure tells, by the words before it or behind it (6位小学高级教师)."""
    return family.member(one.label) or family.member(one.after)


def _meant(near: Figures, total: Item, cut: Cut, known: frozenset[int], made: Relation) -> bool:
    """Whether a cut beside one that comes out was meant to: it is more than its whole, or is a slip of the pen away."""
    family, parts = cut
    if not close(made, _NEAR) or not _of_all(near, total, cut) or any(_UPWARDS in one.label for one in parts):
        return False
    reached = sum(one.plain for one in parts)
    others = near.items[total.number + 1 : parts[0].number]
    if any(_counts(near, one) and one.number not in known and one.plain * 5 >= reached * 4 for one in others):
        return False  # 教师20人，本科12人，专科8人，退休22人，其中高级15人，中级7人: it may be of another whole
    if reached > total.plain:
        return True
    names = [_member(family, one) for one in parts]
    whole = family.divides(total.label, names) == "whole" or closed(parts)
    return (whole or slipped(made)) and not left_open(near, total, parts)


def _of_all(near: Figures, total: Item, cut: Cut) -> bool:
    """Whether a cut is of the same persons, each told once: its names say no more, and nothing speaks of overlaps."""
    family, parts = cut
    words, last = told()["again"], parts[-1].quantity.end
    said = near.text[total.label_start : last] + _STOPS.split(near.text[last : last + _SAID], maxsplit=1)[0]
    if family.told.name not in words["sure"]:
        pupils = family.told.name == words["of_pupils"] and pattern("again", "pupils").search(said) is not None
        if not pupils:
            return False
    if pattern("overlaps", "words").search(said) is not None or not all(_member(family, one) for one in parts):
        return False
    return all(pattern("again", "bare").fullmatch(family.rest(one.label)) is not None for one in parts)
