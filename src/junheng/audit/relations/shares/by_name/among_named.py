"""Shares of a part told among those its sentence names: 专任教师412人。…。专任教师中有资格证的287人，占69.7%.

The sentence begins with the name of its whole, and one figure alone, told shortly before, bears that very name: so the
share may be called wrong where it lies close, or where it is the share of the others (100 less it).
"""

from __future__ import annotations

import re

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term, fraction
from junheng.audit.relations.ground.nearby import Near, chance, same_kind
from junheng.audit.relations.ground.terms import term
from junheng.audit.relations.ground.wording import scoped, stem
from junheng.audit.relations.shares.percentages import Told
from junheng.audit.relations.shares.wholes import made_share, misprinted

_AMONG = re.compile(
    "(?:在|这些|全[县市区]|我[县市区校])?([\u4e00-\u9fff]{3,10}?)(?<![初高其集当])(?:当中|之中|中|里)"
    "(?![等级学心专职师小])"
)
_SENTENCES, _SHARE_STEPS, _HUNDRED = 2, 200, 100


def of_named(near: Near, top: Item, told: Told) -> Relation | None:
    """Return the share of a part in what its sentence begins with the name of; None where that is not told so."""
    item = told.item
    first = top.number == item.number - 1 and (not top.number or near.items[top.number - 1].sentence != top.sentence)
    if told.subject or not first or top.sentence != item.sentence or top.depth or item.depth:
        return None
    start = near.items[top.number - 1].quantity.end if top.number else 0
    clause = re.split("[。；;\n]", near.text[start : top.quantity.start])[-1].lstrip()
    named = _AMONG.match(clause)
    whole = _whole(near, top, named[1]) if named is not None else None
    if whole is None or any(one.quantity.hedge for one in (whole, top, item)) or not near.unbroken(whole, item):
        return None
    made = made_share(near, top, whole, item, "share.among-named")
    return made if holds(made) or misprinted(made) or _of_the_others(made, item) else None


def _whole(near: Near, top: Item, name: str) -> Item | None:
    """Return the one figure of a name told at most two sentences before a part."""
    found = [
        one
        for one in near.labelled(name, top)
        if stem(one.label).endswith(name)
        and one.paragraph == top.paragraph
        and top.sentence - one.sentence <= _SENTENCES
        and same_kind(one.quantity, top.quantity)
    ]
    whole = found[0] if len({near.value(one) for one in found}) == 1 else None
    return whole if whole is not None and not whole.depth and not scoped(name) and whole.plain > top.plain else None


def _of_the_others(made: Relation, item: Item) -> bool:
    """Whether what is printed is the share of all the others, where that is no accident."""
    if not item.quantity.step or chance(item.quantity) * _SHARE_STEPS > 1:
        return False
    printed = term(item.quantity)
    left = Term(_HUNDRED - fraction(item.quantity.value), printed.slack, printed.sources)
    return holds(Relation(made.kind, made.parts, left, made.unit, made.spans, made.rule))
