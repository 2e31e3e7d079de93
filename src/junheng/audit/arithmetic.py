"""What a relation comes to, how it rounds, and how far rounding and hedges let it lie from the printed figure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from math import lcm, prod

from junheng.audit.model import Quantity, Relation, Term, fraction

Bounds = tuple[Fraction, Fraction]
Ratio = tuple[int, int]
"""A value as numerator and denominator, the latter positive; not in lowest terms."""
PAIRS = "pairs"
"""A product whose rule names this is head × rate + head × rate + …"""
INCREASE = "increase"
"""A growth whose rule names this has the parts (after, increase)."""

_ROUNDED_KINDS = frozenset({"share", "points", "times"})
_LOOSE = frozenset({"about", "over", "under"})
_TWO = frozenset({"difference", "ratio", "growth", "average"})
_CLOSE = Fraction(1, 100)
_ABOUT, _ABOUT_MOST = Fraction(2, 100), Fraction(5, 100)
_BEYOND = Fraction(10, 100)


def compute(relation: Relation, values: Sequence[Fraction] | None = None) -> Fraction | None:
    """Return what the parts come to, in the unit of the total; None where it cannot be computed (division by 0).

    `values` stand in for the values of the parts, in their order.
    """
    found = reckoned(relation, values)
    return Fraction(*found) if found is not None else None


def reckoned(relation: Relation, values: Sequence[Fraction] | None = None) -> Ratio | None:
    """Return the same as numerator and denominator: whole numbers are quick, and most verdicts need no fraction."""
    values = [part.value for part in relation.parts] if values is None else values
    kind = relation.kind
    if not values or (kind in _TWO and len(values) != 2):
        return None
    if kind == "sum":
        return _added(values)
    if kind == "product":
        return _product(relation, values)
    (one, under_one), (two, under_two) = values[0].as_integer_ratio(), values[1].as_integer_ratio()
    if kind == "difference":
        return one * under_two - two * under_one, under_one * under_two
    if kind != "growth":
        above, below = one * under_two, two * under_one
    elif INCREASE in relation.rule:  # an increase on what was before it
        above, below = two * under_one, one * under_two - two * under_one
    else:  # what has changed, by what it was
        above, below = two * under_one - one * under_two, one * under_two
    if not below:
        return None
    times = 1 if kind == "average" else 100
    return (times * above, below) if below > 0 else (-times * above, -below)


def _product(relation: Relation, values: Sequence[Fraction]) -> Ratio:
    ratios = [one.as_integer_ratio() for one in values]
    if PAIRS in relation.rule and len(values) % 2 == 0:
        pairs = zip(ratios[::2], ratios[1::2], strict=True)
        return _over_one([(one[0] * other[0], one[1] * other[1]) for one, other in pairs])
    return prod([above for above, _ in ratios]), prod([under for _, under in ratios])


def added(values: Collection[Fraction]) -> Fraction:
    """Return the sum of some values: over one denominator, since adding fractions one by one is slow."""
    return Fraction(*_added(values))


def _added(values: Collection[Fraction]) -> Ratio:
    return _over_one([one.as_integer_ratio() for one in values])


def _over_one(ratios: Sequence[Ratio]) -> Ratio:
    """Return the sum of some ratios over one denominator."""
    below = lcm(*[under for _, under in ratios])
    if below == 1:
        return sum([above for above, _ in ratios]), 1
    return sum([above * (below // under) for above, under in ratios]), below


def comes_out(total: Term, reached: Ratio) -> bool:
    """Return whether what parts come to rounds (half up) to a printed total: `rounded`, all in whole numbers."""
    above, below = reached
    step, under_step = printed_step(total).as_integer_ratio()
    value, under = total.value.as_integer_ratio()
    if below == step == under_step == 1 or not step:
        return above * under == value * below  # most sums: whole numbers, of which nothing is rounded
    places = (2 * abs(above) * under_step + below * step) // (2 * below * step) * step
    return (places if above >= 0 else -places) * under == value * under_step


def rounded(value: Fraction, step: Fraction) -> Fraction:
    """Round half up (away from 0) to a multiple of `step`; a step of 0 leaves the value as it is."""
    if not step:
        return value
    above, below = 2 * value.numerator * step.denominator, value.denominator * step.numerator
    places = (abs(above) + below) // (2 * below) * step.numerator
    return Fraction(places if above >= 0 else -places, step.denominator)


def truncated(value: Fraction, step: Fraction) -> Fraction:
    """Cut what lies behind the last printed place."""
    if not step:
        return value
    above, below = value.numerator * step.denominator, value.denominator * step.numerator
    places = abs(above) // below * step.numerator
    return Fraction(places if above >= 0 else -places, step.denominator)


def printed_step(term: Term) -> Fraction:
    """Return the place of the last printed digit of a term, in the term's unit; 0 where none was printed."""
    if len(term.sources) == 1:
        one = term.sources[0]
        step, value = fraction(one.step), fraction(one.value)
        # Nearly always the value is as printed.
        return step if term.value is value or not value or term.value == value else step * abs(term.value / value)
    return 2 * term.slack


def is_exact(term: Term) -> bool:
    """Return whether nothing about a part is rounded or hedged: its bounds are its value."""
    return not term.slack and not any(map(_is_loose, term.sources))


def _is_loose(quantity: Quantity) -> bool:
    return not quantity.step or quantity.hedge != "" or quantity.kind in _ROUNDED_KINDS


def part_bounds(term: Term) -> Bounds:
    """Return between what the value of a part may lie, by its rounding and its hedge."""
    if is_exact(term):
        return term.value, term.value
    below, above = _part_room(term)
    return term.value - below, term.value + above


def _part_room(term: Term) -> Bounds:
    """Return how far under and over its value a part may lie, by its rounding and its hedge."""
    slack = term.slack
    if len(term.sources) == 1 and term.sources[0].kind in _ROUNDED_KINDS:
        slack = max(slack, printed_step(term) / 2)  # a share is rounded even where it is printed without decimals
    below = above = slack
    for source in term.sources:
        if source.hedge in _LOOSE or in_words(source):
            less, more = leeway(source, term.value)
            below, above = max(below, less), max(above, more)
    return below, above


def in_words(quantity: Quantity) -> bool:
    """Return whether a share is told in words (三分之一, 半数): it is near, not exact."""
    return not quantity.step and quantity.kind in _ROUNDED_KINDS


def loose(part: Term) -> bool:
    """Return whether a part is hedged as a count is (约, 余); 「4.8平方米以上」 as a part is a line that was drawn."""
    return not _LOOSE.isdisjoint([one.hedge for one in part.sources])


def leeway(quantity: Quantity, value: Fraction) -> Bounds:
    """Return how far under and over `value` the true figure may lie where the text hedges it (约, 近, 余, 多, 以上).

    约3000 allows 5 %, 约3260 2 %; 3000余 and 3000多 reach to 4000, 近3000 and 不足3000 down to 2000, both with 1 %
    on the other side; 以上 and 以下 are open on their side. A share told in words (三分之一, 半数) is one told with 约.
    """
    size = abs(value)
    place = _place(quantity) * (size / abs(Fraction(quantity.value)) if quantity.value else 1)
    close, beyond = size * _CLOSE, max(place, size * _BEYOND)
    match quantity.hedge:
        case "over":
            return close, beyond
        case "under":
            return beyond, close
        case "at_least":
            return close, _open(size)
        case "at_most":
            return _open(size), close
        case _:
            about = size * _ABOUT_MOST if not quantity.step else max(min(place / 2, size * _ABOUT_MOST), size * _ABOUT)
            return about, about


def _open(size: Fraction) -> Fraction:
    return max(size, Fraction(1)) * 10**12


def _place(quantity: Quantity) -> Fraction:
    """Return the place of the last digit that is not 0: 100 for 3200, 0.1 for 4.80."""
    _, digits, exponent = quantity.value.as_tuple()
    if not isinstance(exponent, int):
        return Fraction(0)
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return Fraction(10) ** (exponent + zeros) if zeros < len(digits) else Fraction(quantity.step)


def bounds(relation: Relation) -> Bounds | None:
    """Return between what the computed value may lie, by rounding and hedges of the parts; None where it is open."""
    if relation.kind == "sum":
        reached = added([part.value for part in relation.parts])
        rooms = [_part_room(part) for part in relation.parts if not is_exact(part)]
        return reached - added([below for below, _ in rooms]), reached + added([above for _, above in rooms])
    parts = [part_bounds(part) for part in relation.parts]
    if relation.kind == "difference":
        return parts[0][0] - parts[1][1], parts[0][1] - parts[1][0]
    if relation.kind == "product":
        return _product_bounds(relation, parts)
    divisor = parts[0] if relation.kind == "growth" else parts[1]
    if INCREASE in relation.rule:
        divisor = parts[0][0] - parts[1][1], parts[0][1] - parts[1][0]
    if divisor[0] <= 0 <= divisor[1]:
        return None
    found = [compute(relation, (one, other)) for one in _ends(parts[0]) for other in _ends(parts[1])]
    known = [one for one in found if one is not None]
    return (min(known), max(known)) if known else None


def _ends(between: Bounds) -> tuple[Fraction, ...]:
    """Return both ends of what a part may be; only one where it is exact: most are."""
    return between[:1] if between[0] is between[1] else between


def _product_bounds(relation: Relation, parts: Sequence[Bounds]) -> Bounds:
    low, high = (Fraction(*_product(relation, side)) for side in zip(*parts, strict=True))
    return min(low, high), max(low, high)
