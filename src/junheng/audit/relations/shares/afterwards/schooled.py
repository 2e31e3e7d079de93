"""Rates of enrolment of all the ways of schooling told: 特校就读87人，随班就读112人，送教上门41人，入学率93.0%.

The ways stand in a row before the rate, those who are of an age a sentence or a paragraph before them; where they
make up the rate of these, that is no accident.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import worked_out
from junheng.audit.relations.shares.wholes import made_share

_RATE = re.compile("(?:入学|安置|就学|受教育|入园|就读|安排)率(?:已?达到?|为|是)?$")
_WAYS = re.compile("特(?:教|校|殊)|随班|送教|就读|安置|普通学校|普校|幼儿园|康复|职业学校|远程")
_OF_AGE = re.compile("适龄|残疾|学龄|三残|残障|应入学|特殊儿童|需安置")
_BACK, _WHOLES, _LABEL, _LEAST = 12, 24, 16, 2
"""How many figures before the rate its row stands, and before that its whole; ways at least."""


def of_the_schooled(layout: Layout, every: Iterable[Relation]) -> Iterator[Relation]:
    """Yield relations, with the rates of enrolment that a row of ways makes up."""
    told = set[int]()
    for one in every:
        told.update(source.start for source in one.total.sources)
        yield one
    near: Near | None = None
    for item in layout.items:
        free = item.quantity.kind == "share" and item.quantity.start not in told
        if not free or _RATE.search(item.label) is None:
            continue
        near = near or Near(layout)
        made = _of_ways(near, item)
        if made is not None:
            yield made


def _of_ways(near: Near, item: Item) -> Relation | None:
    window = near.items[max(0, item.number - _BACK) : item.number]
    row = [one for one in window if one.sentence == item.sentence and one.depth == item.depth and _is_way(one)]
    if len(row) < _LEAST:
        return None
    many = sum(one.plain for one in row)
    top = worked_out([(1, one.quantity) for one in row])
    for one in reversed(near.items[max(0, row[0].number - _WHOLES) : row[0].number]):
        label = one.label[-_LABEL:] + one.after[:_LABEL]
        if one.quantity.kind != "number" or not same_kind(one.quantity, row[0].quantity) or one.plain < many:
            continue
        if _OF_AGE.search(label) is None:
            continue
        made = made_share(near, top, one, item, "share.schooled", tuple(row))
        if holds(made):
            return made
    return None


def _is_way(one: Item) -> bool:
    return one.quantity.kind == "number" and not one.quantity.hedge and _WAYS.search(one.label[-_LABEL:]) is not None
