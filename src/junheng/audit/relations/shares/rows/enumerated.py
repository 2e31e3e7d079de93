"""Shares told in a row for as many names: 在学前教育、义务教育和高中教育间的占比分别为8%、55%、37%.

Each of the names is that of a figure told before, one by one and sentences apart; the whole is told before them, or is
what they come to together. Read where all come out; as failing where most do, or where all do in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans, worked_out
from junheng.audit.relations.ground.wording import REACH, change, compared
from junheng.audit.relations.shares.wholes import misprinted

_LEAST, _MOST, _FAR, _SENTENCES, _NAME = 2, 12, 40, 24, 2
_JOINED = re.compile("[、和与及]|以及")
_RESPECTIVELY = re.compile("分别|依次|各")
_SHARE = re.compile("占|比重|比例|率")
_TAIL = re.compile("(?:各|间|之|的|所|类|投入|经费|人数|学校|学生|教师|占|分配)*(?:占比|比重|比例)?$")
_THESE = re.compile("[二两三四五六][个者项类大]|上述|以上|各(?:学段|项|类|级)")
_HEAD = re.compile("^.*(?:[，,：:；;。]|其中|从|在|将|按)")


def enumerated(near: Near, run: Sequence[Item]) -> list[Relation]:
    """Return the shares of a run, each of the figure told before by the name in its place."""
    lead = run[0].lead[-REACH:]
    match = _RESPECTIVELY.search(lead)
    if not _LEAST < len(run) <= _MOST or match is None or _SHARE.search(lead) is None:
        return []
    names = _names(lead[: match.start()], len(run))
    parts = list(_called(near, names, run[0])) or _right_before(near, run, lead)
    if len(parts) != len(run) or len({one.number for one in parts}) < len(parts):
        return []
    if any(one.quantity.hedge or not same_kind(one.quantity, parts[0].quantity) for one in parts):
        return []
    for whole, figure in _wholes(near, parts):
        made = [
            relation("ratio", [part.quantity, whole], item.quantity, "share.series-named", _spans(figure, part, item))
            for part, item in zip(parts, run, strict=True)
        ]
        good = [holds(one) for one in made]
        if all(good) or (sum(good) * 2 > len(good) and _meant(made)) or _turned(parts, run, whole):
            return made
    return []


def _right_before(near: Near, run: Sequence[Item], lead: str) -> list[Item]:
    """Return the list right before a run that says it is of these (三者占比分别为), told in one sentence."""
    end = run[0].number
    last = near.items[end - 1] if end else run[0]
    counted = last.sentence == run[0].sentence and last.plain == len(run)  # 三个学段占比分别为
    end -= counted
    row = near.items[max(0, end - len(run)) : end] if counted or _THESE.search(lead) is not None else []
    told = all(one.quantity.kind == "number" and one.sentence == row[0].sentence for one in row)
    near_by = bool(row) and run[0].sentence - row[0].sentence <= 1 and row[0].paragraph == run[0].paragraph
    return row if told and near_by and row[0].quantity.base and not any(change(one.label) for one in row) else []


def _names(words: str, size: int) -> list[str]:
    """Return the last so many names of an enumeration, each without what stands round it."""
    found = [each.strip() for each in _JOINED.split(words)]
    if len(found) < size:
        return []
    found = found[-size:]
    found[0] = _HEAD.sub("", found[0])
    found[-1] = _TAIL.sub("", found[-1])
    return found if all(len(one) >= _NAME for one in found) else []


def _called(near: Near, names: Sequence[str], item: Item) -> Iterator[Item]:
    """Yield of each name the nearest count before a figure whose label begins with it."""
    window = [
        one
        for one in near.items[max(0, item.number - _FAR) : item.number]
        if one.quantity.kind == "number" and one.quantity.base and one.sentence >= item.sentence - _SENTENCES
        if not (change(one.label) or compared(one.label))
    ]
    for name in names:
        found = [one for one in window if name in one.label and _last(one.label, name)]
        if len({one.plain for one in found}) == 1:
            yield found[0]


def _last(label: str, name: str) -> bool:
    """Whether nothing narrows a name in a label: 教育经费中的 before it, or a kind (其中职业)."""
    return len(label[: label.find(name)].removeprefix("其中")) <= _NAME


def _wholes(near: Near, parts: Sequence[Item]) -> Iterator[tuple[Quantity | Term, Item | None]]:
    """Yield what the shares may be of: the largest count of the kind before the parts, and what they come to."""
    first = min(parts, key=lambda one: one.number)
    every = sum(one.plain for one in parts)
    before = [
        one
        for one in near.items[max(0, first.number - _FAR) : first.number]
        if one.quantity.kind == "number" and same_kind(one.quantity, first.quantity) and one.plain * 100 >= every * 99
        if one.sentence >= first.sentence - _SENTENCES
    ]
    yield from ((one.quantity, one) for one in sorted(before, key=lambda one: one.plain)[:_LEAST])
    yield worked_out([(1, one.quantity) for one in parts], first.quantity.scale), None


def _spans(figure: Item | None, part: Item, item: Item) -> list[tuple[int, int]]:
    return spans([*([figure] if figure is not None else []), part, item])


def _meant(made: Sequence[Relation]) -> bool:
    """Whether each share that fails is misprinted."""
    return all(holds(one) or misprinted(one) for one in made)


def _turned(parts: Sequence[Item], run: Sequence[Item], whole: Quantity | Term) -> bool:
    """Whether all shares come out in another order than they are printed in."""
    values = [one.quantity.value for one in run]
    by_size = sorted(run, key=lambda one: one.quantity.value)
    pairs = zip(sorted(parts, key=lambda one: one.plain), by_size, strict=True)
    fitting = [
        relation("ratio", [part.quantity, whole], item.quantity, "share.series-named", []) for part, item in pairs
    ]
    return len(set(values)) == len(values) and all(_comes_close(one) for one in fitting)


def _comes_close(made: Relation) -> bool:
    """Whether a share comes out but for a rounding of its last place."""
    computed = made.parts[0].value * 100 / made.parts[1].value
    step = Fraction(made.total.sources[0].step)
    return abs(computed - made.total.value) <= 2 * step
