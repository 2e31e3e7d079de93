"""Terms: quantities as sides of a relation, in the unit of its total.

Two conventions beyond `Relation`: a decrease told as a percentage (下降5.2%) has the total -5.2, so that the formula of
growth gives it; growth over a base that is not stated but follows (`281所，比上年增加7所，增长2.55%`) has the rule
`INCREASE` and the parts (after, increase). A product of several rates has the rule `TABLE` and the parts
head, rate, head, rate …: the sum of the products.
"""

from __future__ import annotations

from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, RelationKind, Term, fraction, scaled

_THOUSANDS = frozenset("十百千万亿")
_NONE = Fraction(0)
_HUNDRED = 100
_HEADS, _MONEY = frozenset({"人", "人次"}), "元"
INCREASE = "growth.increase"
"""The rule of growth told by what it is and by how much it grew: increase / (after - increase)."""
TABLE = "product.pairs"
"""The rule of a total made of several rates, each with its number."""


def term(quantity: Quantity, scale: Fraction | None = None) -> Term:
    """Return a quantity as a term in the unit whose scale is given (its own unit by default)."""
    own = quantity.scale
    # A whole number of persons, schools, 元 or 亩 is meant exactly; one with decimals, or in 万, was rounded.
    rounded = quantity.step < 1 or (quantity.unit[:1] in _THOUSANDS and own.numerator > own.denominator)
    if scale is None or scale is own or scale == own:
        return Term(fraction(quantity.value), scaled(quantity.step, 1, 2) if rounded else _NONE, (quantity,))
    above, below = own.numerator * scale.denominator, own.denominator * scale.numerator
    slack = scaled(quantity.step, above, 2 * below) if rounded else _NONE
    return Term(scaled(quantity.value, above, below), slack, (quantity,))


def is_share(part: Item | int | Fraction, whole: Item | int | Fraction, share: Item) -> bool:
    """Return whether a printed share (in %) is, to its last digit, that of a part in a whole (or of values)."""
    size, value = (Fraction(one.plain if isinstance(one, Item) else one) for one in (whole, part))
    off = value * _HUNDRED - Fraction(share.plain) * size
    return abs(2 * off) <= Fraction(share.quantity.plain_step) * size


def negative(made: Term) -> Term:
    """Return a term with its sign turned."""
    return Term(-made.value, made.slack, made.sources)


def worked_out(parts: list[tuple[int, Quantity]], scale: Fraction | None = None) -> Term:
    """Return a term made of several quantities, each with its sign, in the scale given (that of the first)."""
    scale = scale or parts[0][1].scale
    made = [(sign, term(each, scale)) for sign, each in parts]
    value = sum((sign * each.value for sign, each in made), Fraction(0))
    return Term(value, sum((each.slack for _, each in made), Fraction(0)), tuple(each for _, each in parts))


def relation(
    kind: RelationKind, parts: list[Quantity | Term], total: Quantity | Term, rule: str, spans: list[tuple[int, int]]
) -> Relation:
    """Return a relation; for sums, differences and averages the parts are put into the unit of the total.

    The parts of growth are put into one unit, that of the last of them; those of a ratio into that of the part
    (6513.51万元 of 1.15亿元: 6513.51 and 11500), whole sums of money into that told first (3.5亿元, of which 1247万元).
    """
    whole = total if isinstance(total, Term) else term(total)
    first = whole.sources[0]
    scale = first.scale if kind in {"sum", "difference"} else None
    if kind in {"ratio", "growth"}:
        told = [one for one in parts if isinstance(one, Quantity)]
        if kind == "ratio" and len(told) > 1 and (told[0].start < told[-1].start or not _is_whole_money(told[0])):
            told.reverse()
        scale = told[-1].scale if told else None
        if kind == "ratio" and len(told) > 1 and all(one.base in _HEADS for one in told):
            scale = min(one.scale for one in told)  # 23.8万名中6778人: heads are told one by one
    made = [one if isinstance(one, Term) else term(one, scale) for one in parts]
    if kind == "average" and isinstance(parts[0], Quantity):
        made[0] = term(parts[0], first.scale)
    return Relation(kind, tuple(made), whole, first.unit, tuple(spans), rule)


def _is_whole_money(one: Quantity) -> bool:
    return one.base == _MONEY and one.step >= 1


def spans(items: list[Item]) -> list[tuple[int, int]]:
    """Return the wording some items stand in: one span for each sentence, from the first label to the last figure."""
    found: dict[int, tuple[int, int]] = {}
    for item in items:
        figure = item.quantity
        start, end = min(item.label_start, figure.start), figure.end
        known = found.get(item.sentence)
        found[item.sentence] = (start, end) if known is None else (min(start, known[0]), max(end, known[1]))
    return [found[sentence] for sentence in sorted(found)]
