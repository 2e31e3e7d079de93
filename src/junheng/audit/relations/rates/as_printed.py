"""Products in the numerals they are printed with."""

from __future__ import annotations

from fractions import Fraction

from msgspec import structs

from junheng.audit.model import Relation, Term


def in_ten_thousands(one: Relation) -> Relation:
    """Return a product with its number in 万 and its rate in 元 where the total is in 万元: 9.4万平方米 at 450元 each.

    Both are as printed then: 万 and 元 make 万元.
    """
    scale = one.total.sources[0].scale
    if one.kind != "product" or scale == 1:
        return one
    base = one.total.sources[0].base
    parts = list(one.parts)
    for at, part in enumerate(parts):
        own = part.sources[0] if len(part.sources) == 1 else one.total.sources[0]
        if own.base == base or own.scale != scale or part.value != own.exact:
            continue
        for place, rate in enumerate(parts):
            paid = rate.sources[0] if len(rate.sources) == 1 else own
            if paid.base.partition("/")[0] == base and paid.scale == 1 and rate.value * scale == paid.exact:
                parts[at], parts[place] = _times(part, 1 / scale), _times(rate, scale)
                return structs.replace(one, parts=tuple(parts))
    return one


def _times(part: Term, by: Fraction) -> Term:
    return Term(part.value * by, part.slack * by, part.sources)
