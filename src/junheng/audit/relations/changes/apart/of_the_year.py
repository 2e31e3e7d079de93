"""Growth over a year told beside it, of what was told before: 实际注册1927人……2021年招生1650人，今年比2021年增长16.8%.

The year names the base, in the sentence; what it grew to stands sentences before and is known by coming out, which of
so few figures is no accident.
"""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, chance, same_kind
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import change, compared

_THAN = re.compile("(?:今年|本年|本届|现在|目前)[^，,]{0,4}[比较同与](?P<year>(?:19|20)[0-9]{2})年")
_BACK, _BEFORE, _PARAGRAPHS = 6, 16, 2
_BORNE = Fraction(1, 50)
"""How many figures before a change its base may stand, and what it grew to; how likely an accident may be."""


def growth_of_the_year(near: Near, item: Item, way: str) -> Relation | None:
    """Return the growth over the figure of the year named, of the one before that it comes out of."""
    told = _THAN.search(near.clause(item))
    if told is None or item.depth or item.quantity.hedge:
        return None
    row = near.items[max(0, item.number - _BACK) : item.number]
    bases = [one for one in row if one.sentence == item.sentence and f"{told['year']}年" in near.clause(one)]
    if len(bases) != 1 or not near.value(bases[0]) or bases[0].quantity.hedge:
        return None
    base, tried = bases[0], Fraction(0)
    total = term(item.quantity) if way == "up" else negative(term(item.quantity))
    for one in reversed(near.items[max(0, base.number - _BEFORE) : base.number]):
        if one.paragraph < item.paragraph - _PARAGRAPHS:
            break
        counted = one.quantity.kind == "number" and same_kind(one.quantity, base.quantity)
        if not counted or change(one.label) or compared(one.label) or one.depth:
            continue
        tried += chance(item.quantity)
        if tried > _BORNE:
            break
        made = relation("growth", [base.quantity, one.quantity], total, "growth.year", spans([one, base, item]))
        if holds(made):
            return made
    return None
