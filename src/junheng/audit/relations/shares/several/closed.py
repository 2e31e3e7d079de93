"""Shares that make up all of a whole told nowhere: `应届生385人，占77%，往届生115人，占23%`.

Parts and shares stand in turn in one sentence; where the shares come to 100 % and each comes out over what the parts
come to together, that is what they are of.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans, term, worked_out
from junheng.audit.relations.ground.wording import change

_TIME = re.compile("(?:19|20)[0-9]{2}年|[去上前今本]年")
_TOTAL = re.compile(
    "占(?:了)?(?:全[国省市县区州]|我[县市区])?的?(总人口|[一-鿿]{2,8}?总(?:数|人数|人口|面积|额|量))的?(?:比[例重]为?)?$"
)
"""What names a whole that two complementary parts make up."""
_ALL, _LEAST, _MOST = Decimal(100), 2, 12
"""What the shares come to, and of how many parts such a list is."""


def closed(near: Near, shares: Sequence[Item], read: Container[int]) -> Iterator[Relation]:
    """Yield the shares not read yet of the lists that leave nothing out: `read` tells where those read begin."""
    row: list[tuple[Item, Item]] = []
    for item in shares:
        part = near.items[item.number - 1] if item.number else item
        if not _told_of(part, item):
            row = []
            continue
        if row and not (part.number == row[-1][1].number + 1 and item.sentence == row[-1][1].sentence):
            row = []
        row = [*row[-_MOST:], (part, item)]
        told = sum((one.quantity.value for _, one in row), Decimal(0))
        if abs(told - _ALL) <= sum((one.quantity.step for _, one in row), Decimal(0)) / 2:
            if len(row) >= _LEAST and any(one.quantity.start not in read for _, one in row):
                yield from _of_all(row, read)
            row = []
        elif told > _ALL:
            row = []


def _told_of(part: Item, item: Item) -> bool:
    """Whether a count stands right before a share told of it."""
    figure = part.quantity
    beside = figure.kind == "number" and figure.base and part.sentence == item.sentence and part.depth == item.depth
    return bool(beside) and "占" in item.label and not (figure.hedge or item.quantity.hedge or change(part.label))


def _of_all(row: Sequence[tuple[Item, Item]], read: Container[int]) -> Iterator[Relation]:
    parts = [part for part, _ in row]
    if any(not same_kind(one.quantity, parts[0].quantity) for one in parts):
        return
    scale: Fraction = parts[0].quantity.scale
    whole = worked_out([(1, one.quantity) for one in parts], scale)
    made = [
        relation("ratio", [term(part.quantity, scale), whole], item.quantity, "share.closed", spans([*parts, item]))
        for part, item in row
    ]
    if all(map(holds, made)):
        yield from (one for one in made if one.total.sources[0].start not in read)


def complementary(near: Near, shares: Sequence[Item], read: Container[int]) -> Iterator[Relation]:
    """Yield the shares not read yet of a whole they name, which two of them come to: sentences may stand between.

    `汉族264606人，占总人口的92.8%，比1964年增加…。少数民族20497人，占总人口的7.2%，其中朝鲜族13809人，占总人口的4.8%`.
    """
    called: dict[str, list[tuple[Item, Item]]] = {}
    for item in shares:
        name, part = _TOTAL.search(item.label), near.items[item.number - 1] if item.number else item
        if name is not None and _told_of(part, item) and item.quantity.start not in read:
            called.setdefault(name[1], []).append((part, item))
    for row in called.values():
        for at, ((one, first), (two, second)) in enumerate(pairwise(row)):
            told = first.quantity.value + second.quantity.value
            room = (first.quantity.step + second.quantity.step) / 2
            if abs(told - _ALL) > room or second.sentence - first.sentence > _LEAST or first.quantity.value == _ALL / 2:
                continue
            if not same_kind(one.quantity, two.quantity) or first.quantity.step >= 1:
                continue
            scale = one.quantity.scale
            whole = worked_out([(1, one.quantity), (1, two.quantity)], scale)
            around = row[max(0, at - _MOST) : at + _MOST]
            beside = [(part, item) for part, item in around if abs(item.sentence - second.sentence) <= _LEAST]
            made = [
                relation("ratio", [term(part.quantity, scale), whole], item.quantity, "share.closed",
                         spans([one, two, part, item]))
                for part, item in beside if same_kind(part.quantity, one.quantity)
            ]  # fmt: skip
            good = [each for each in made if holds(each)]
            ends = {first.quantity.start, second.quantity.start}
            if ends <= {each.total.sources[0].start for each in good}:
                yield from good
                break


def permuted(near: Near, row: Sequence[tuple[Item, Item]]) -> list[Relation]:
    """Return the shares of a list, each with its part, that come out when the shares change places among themselves.

    `省内3867人，占60.7%，省外5979人，占39.3%`: the parts come to all of it, and so do the shares; of the count told
    before where one is as much as the parts together.
    """
    timed = any(_TIME.search(part.label) is not None for part, _ in row)
    if len(row) < _LEAST or timed or any(one.quantity.hedge for pair in row for one in pair):
        return []
    parts = [part for part, _ in row]
    side_by_side = all(two[0].number == one[1].number + 1 for one, two in pairwise(row))
    told = sum((item.quantity.value for _, item in row), Decimal(0))
    printed = sorted(item.quantity.value for _, item in row)
    if not side_by_side or abs(told - _ALL) > sum((item.quantity.step for _, item in row), Decimal(0)) / 2:
        return []
    if (
        not printed[0]
        or len(set(printed)) < len(printed)
        or any(not same_kind(one.quantity, parts[0].quantity) for one in parts)
    ):
        return []
    every = sum(one.plain for one in parts)
    told_before = next((one for one in near.before(parts[0], 4) if one.plain == every and one.quantity.base), None)
    scale: Fraction = parts[0].quantity.scale
    whole = worked_out([(1, one.quantity) for one in parts], scale) if told_before is None else told_before.quantity
    in_order = sorted(range(len(row)), key=lambda at: parts[at].plain)
    by_size = sorted((item for _, item in row), key=lambda item: item.quantity.value)
    figures = [*([told_before] if told_before is not None else parts)]
    fitting = [
        relation("ratio", [parts[at].quantity, whole], item.quantity, "share.series-turned", spans([parts[at], item]))
        for at, item in zip(in_order, by_size, strict=True)
    ]
    if not all(map(holds, fitting)):
        return []
    made = [
        relation("ratio", [part.quantity, whole], item.quantity, "share.series-turned", spans([*figures, part, item]))
        for part, item in row
    ]
    return [] if all(map(holds, made)) else made
