"""The slips people make with figures, each a function that says whether it explains a gap.

A slip explains a gap when undoing it makes the relation hold. The total is tried first, then the parts where one
figure can be told from chance (three digits and more). `ORDER` is the order they are tried in: the one that needs the
fewest assumptions first. Their names have wording in `findings/words.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

import msgspec

from junheng.audit.arithmetic import compute, printed_step, rounded, truncated
from junheng.audit.far import Far, far
from junheng.audit.model import Relation, Term

_LEAST_DIGITS = 3
"""Digits a part must have before a slip in it is believed: among short figures nearly every gap is some slip's."""
_LEAST_TWICE = 10
"""A gap below this is some small part's by chance."""
_MANY = 60
"""Parts beyond which a slip is looked for in the total only: the tests go through the parts for each part."""
_UNITS = (4, 8)
"""Powers of ten between 元, 万元 and 亿元."""
_PLACES = (2, 3)
_WHOLE = Fraction(100)
_TENFOLD = ((Fraction(10), 10.0, "zero_lost"), (Fraction(1, 10), 0.1, "zero_added"))
_SCALES = tuple(
    (by, by.numerator / by.denominator, name)
    for power in _UNITS
    for by, name in ((Fraction(10) ** power, "unit_small"), (Fraction(1, 10**power), "unit_large"))
)
"""How many times larger a figure was meant, exactly and in floating point."""


class Slip(msgspec.Struct, frozen=True, gc=False):
    """A slip that explains a gap: its name, the figure it is in, and what that figure would have been."""

    name: str
    term: Term | None = None
    meant: Fraction | None = None


Test = Callable[[Relation, Fraction], Slip | None]


def explain(relation: Relation, computed: Fraction) -> Slip | None:
    """Return the slip that explains why a relation does not hold; None where none does."""
    for test in ORDER:
        found = test(relation, computed)
        if found is not None:
            return found
    return None


def truncated_total(relation: Relation, computed: Fraction) -> Slip | None:
    """91.46 printed 91.4: cut, not rounded."""
    total = relation.total
    step = printed_step(total)
    if step and truncated(computed, step) == total.value:
        return Slip("truncated", total, rounded(computed, step))
    return None


def sign(relation: Relation, computed: Fraction) -> Slip | None:
    """A rise told as a fall, or the sides of a difference the other way round."""
    total = relation.total
    if relation.kind in {"growth", "difference"} and computed and _agrees(-computed, total):
        return Slip("sign", total, -total.value)
    return None


def points(relation: Relation, computed: Fraction) -> Slip | None:
    """% for 百分点: a share grew from 80 % to 88 %, by 8 百分点 and by 10 %."""
    total, parts = relation.total, relation.parts
    if len(parts) != 2 or not all(_is_share(part) for part in parts):
        return None
    (one, other), meant = (parts[0].value, parts[1].value), None
    if relation.kind == "growth" and _agrees(other - one, total):
        meant = "percent_for_points"
    if relation.kind == "difference" and other and _agrees((one - other) / other * 100, total):
        meant = "points_for_percent"
    if relation.kind == "difference" and one and _agrees((one - other) / one * 100, total):
        meant = "points_for_percent"
    return Slip(meant, total) if meant else None


def zero(relation: Relation, computed: Fraction) -> Slip | None:
    """8400 for 84000, 120 for 12: a zero lost or added, or the decimal point one place off."""
    total = relation.total
    look = Far(relation, computed)
    for by, times, name in _TENFOLD:
        if look.total(times):
            continue
        meant = total.value * by
        if _agrees(computed, total, meant) and _possible(relation, meant):
            return Slip(name, total, meant)
    for part in _long(relation):
        for by, times, name in _TENFOLD:
            if look.part(part, times):
                continue
            wanted = part.value * by
            if _holds_with(relation, computed, part, wanted):
                return Slip(name, part, wanted)
    return None


def unit(relation: Relation, computed: Fraction) -> Slip | None:
    """元 for 万元: a figure ten thousand (or a hundred million) times too small or too large."""
    total, step = relation.total, printed_step(relation.total)
    look = Far(relation, computed)
    for by, times, name in _SCALES:
        if not look.total(times) and _agrees(computed, total, total.value * by):
            return Slip(name, total, total.value * by)
    for part in relation.parts[:_MANY]:
        for by, times, name in _SCALES:
            if look.part(part, times):
                continue
            meant = part.value * by
            # A part that all but vanishes explains only that the sum holds without it.
            counts = name == "unit_small" or meant >= step
            if counts and _holds_with(relation, computed, part, meant):
                return Slip(name, part, meant)
    return None


def places(relation: Relation, computed: Fraction) -> Slip | None:
    """9748 % for 97.48 %: the decimal point lost or two or three places off."""
    total = relation.total
    for power in _PLACES:
        for meant in (total.value * 10**power, total.value / 10**power):
            if _agrees(computed, total, meant) and _possible(relation, meant):
                return Slip("places", total, meant)
    return None


def spelled_total(relation: Relation, computed: Fraction) -> Slip | None:
    """Two neighbouring digits of the total changed places (3548 for 3458), one was left out, one is too many."""
    total, step = relation.total, printed_step(relation.total)
    wanted = rounded(computed, step)
    if not step or (wanted >= 0) != (total.value >= 0):
        return None
    name = _misspelled(_digits(total.value, step), _digits(wanted, step), least=2)
    return Slip(name, total, wanted) if name else None


def spelled_part(relation: Relation, computed: Fraction) -> Slip | None:
    """The same in one of the parts, where it is long enough to be told from chance."""
    for part in _long(relation):
        meant, step = _meant(relation, part, computed), printed_step(part)
        if meant is None or meant.numerator <= 0:
            continue
        if meant.numerator * step.denominator % (meant.denominator * step.numerator):
            continue  # no whole number of steps
        name = _misspelled(_digits(part.value, step), _digits(meant, step), least=_LEAST_DIGITS)
        if name:
            return Slip(name, part, meant)
    return None


def _misspelled(printed: str, wanted: str, least: int) -> str:
    """Return how one spelling came of another by one slip, blank where it did not."""
    if len(printed) < least:
        return ""
    if len(printed) == len(wanted):
        return "swapped" if wanted in _swaps(printed) else ""
    if len(wanted) == len(printed) + 1:
        return "digit_lost" if printed in _without_one(wanted) else ""
    return "digit_added" if len(wanted) == len(printed) - 1 and wanted in _without_one(printed) else ""


def wrong_digit(relation: Relation, computed: Fraction) -> Slip | None:
    """48825 for 48855: one digit differs, of four and more and not the last, else nearly every small gap is one."""
    total, step = relation.total, printed_step(relation.total)
    if not step:
        return None
    printed, wanted = _digits(total.value, step), _digits(rounded(computed, step), step)
    if len(printed) >= _LEAST_DIGITS + 1 and len(printed) == len(wanted):
        differing = [place for place, (one, other) in enumerate(zip(printed, wanted, strict=True)) if one != other]
        if len(differing) == 1 and differing[0] < len(printed) - 1:
            return Slip("digit_wrong", total, rounded(computed, step))
    return None


def subtotal(relation: Relation, computed: Fraction) -> Slip | None:
    """A part that is the sum of its neighbours was counted beside them, or neighbours were counted twice."""
    if relation.kind != "sum" or not 3 <= len(relation.parts) <= _MANY:
        return None
    values = [part.value for part in relation.parts]
    if computed and relation.total.value == 2 * computed:
        return Slip("counted_twice_all", relation.total, computed)
    gap = computed - relation.total.value
    places = [place for place, value in enumerate(values) if value and value == gap]
    sums = [Fraction(0), *accumulate(values)] if places else []
    for place in places:
        if gap in _runs(sums, place):
            return Slip("subtotal", relation.parts[place])
    return None


def extra_part(relation: Relation, computed: Fraction) -> Slip | None:
    """The total holds without one of the parts: it does not belong, or was forgotten in adding."""
    return _one_part(relation, computed - relation.total.value, "part_left_out")


def part_twice(relation: Relation, computed: Fraction) -> Slip | None:
    """The total holds when one of the parts is counted twice."""
    gap = relation.total.value - computed
    return _one_part(relation, gap, "part_twice") if gap >= _LEAST_TWICE else None


def base(relation: Relation, computed: Fraction) -> Slip | None:
    """A growth divided by the new figure, a share turned upside down."""
    if len(relation.parts) != 2:
        return None
    one, other = (part.value for part in relation.parts)
    if relation.kind == "growth" and other and _agrees((other - one) / other * 100, relation.total):
        return Slip("wrong_base", relation.parts[1])
    if relation.kind == "ratio" and one and one != other and _agrees(other / one * 100, relation.total):
        return Slip("upside_down", relation.parts[1])
    return None


ORDER: Sequence[Test] = (
    truncated_total, sign, points, zero, unit, subtotal, extra_part, part_twice, base, places,
    spelled_total, spelled_part, wrong_digit,
)  # fmt: skip


def _agrees(computed: Fraction, total: Term, meant: Fraction | None = None) -> bool:
    """Return whether a computed value rounds to the total, or to what stands in its place in its own precision."""
    step = printed_step(total)
    if meant is None or not total.value:
        return not far(computed, total.value, step) and rounded(computed, step) == total.value
    if far(computed, meant, step, meant / total.value):
        return False
    return rounded(computed, step * abs(meant / total.value)) == meant


def _possible(relation: Relation, meant: Fraction) -> bool:
    """Tell whether a total may have been meant: a part of a whole is 100 % at most, unless more is printed."""
    return relation.kind != "ratio" or meant <= max(_WHOLE, relation.total.value)


def _is_share(term: Term) -> bool:
    return bool(term.sources) and all(one.kind in {"share", "points"} for one in term.sources)


def _long(relation: Relation) -> Iterator[Term]:
    for part in relation.parts if len(relation.parts) <= _MANY else ():
        if len(part.sources) == 1 and len(_digits(part.value, printed_step(part))) >= _LEAST_DIGITS:
            yield part


def _holds_with(relation: Relation, computed: Fraction, part: Term, value: Fraction) -> bool:
    """Return whether the relation holds with another value in the place of one part."""
    if relation.kind == "sum":
        if (value > part.value) != (computed < relation.total.value):
            return False  # it moves away from the total
        if far(value - part.value, relation.total.value - computed, printed_step(relation.total)):
            return False
        return _agrees(computed - part.value + value, relation.total)
    found = compute(relation, [value if one is part else one.value for one in relation.parts])
    return found is not None and _agrees(found, relation.total)


def _digits(value: Fraction, step: Fraction) -> str:
    # In whole numbers: dividing one fraction by another is slow.
    return str(abs(value.numerator) * step.denominator // (value.denominator * step.numerator)) if step else ""


def _swaps(printed: str) -> Iterator[str]:
    for place in range(len(printed) - 1):
        one, other = printed[place], printed[place + 1]
        if one != other and (place or other != "0"):
            yield printed[:place] + other + one + printed[place + 2 :]


def _without_one(printed: str) -> Iterator[str]:
    for place in range(len(printed)):
        if len(printed) > 1:
            yield printed[:place] + printed[place + 1 :]


def _meant(relation: Relation, part: Term, computed: Fraction) -> Fraction | None:
    """Return the value of one part with which the relation holds exactly; sums, differences and products only."""
    total = relation.total.value
    if relation.kind == "sum":
        return part.value - (computed - total)
    place = next(i for i, one in enumerate(relation.parts) if one is part)
    values = [one.value for one in relation.parts]
    match relation.kind:
        case "difference":
            return total + values[1] if place == 0 else values[0] - total
        case "product" if len(values) == 2:
            other = values[1 - place]
            return total / other if other else None
    return None


def _runs(sums: Sequence[Fraction], place: int) -> set[Fraction]:
    """Return the sums of two or more neighbours directly before or directly behind a place."""
    before = {sums[place] - sums[start] for start in range(place - 1)}
    behind = {sums[end] - sums[place + 1] for end in range(place + 3, len(sums))}
    return before | behind


def _one_part(relation: Relation, gap: Fraction, name: str) -> Slip | None:
    if relation.kind != "sum" or len(relation.parts) < 3 or not gap:
        return None
    same = [part for part in relation.parts if part.value == gap]
    return Slip(name, same[0]) if len(same) == 1 else None
