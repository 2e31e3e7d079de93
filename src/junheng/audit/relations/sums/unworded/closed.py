"""Sentences that hold nothing but a whole and its parts: no other reading is left, in whatever words they are told.

新聘38人，返聘22人，小计60人. 男教师89人。全校237人。女教师148人. A list that comes out is read; one that does not is
told as failing by how sure the words are (`sureness`) and how near it lies; the limits stand in closed.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec.structs import replace

from junheng.audit.judge import judge
from junheng.audit.layout import Layout
from junheng.audit.model import Term, fraction
from junheng.audit.relations.ground.terms import relation
from junheng.audit.relations.sums.labels.labels import contrary, division, in_one_row, in_terms
from junheng.audit.relations.sums.labels.left_open import narrowed
from junheng.audit.relations.sums.labels.sureness import (
    Sure,
    around,
    closing,
    excluded,
    has,
    is_equation,
    is_grand,
    limit,
    opening,
    paired,
    ranked,
)
from junheng.audit.relations.sums.lists import Number, fit, says, total_of, whole
from junheng.audit.relations.sums.readings import Readings
from junheng.audit.relations.sums.row import Figure, Row, rows
from junheng.audit.relations.sums.unworded.unjoined import by_example
from junheng.audit.relations.sums.weighing import Told, fineness, stages

_PARTS, _THREE = 2, 3
_QUARTER = "季度"
_COUNTERS = ({"人", "人次"}, {"所", "个"}, {"所", "处"}, {"件", "项"})
"""Units that count one kind of thing."""
_AMONG = "其中"
_EACH = re.compile("各|每")
_NEAR, _ROUGH, _POWERS = (0.25, 4.0), 0.05, (10, 0.1, 1e4, 1e-4)
"""About how far a list may lie from its whole, and by which powers, roughly."""
_SURELY = frozenset({"swapped", "zero_lost", "zero_added", "unit_small", "unit_large"})
"""The slips that are no accident whatever the words."""
_SLIPS = _SURELY | {"digit_lost", "digit_added", "digit_wrong"}


def read_closed(readings: Readings, layout: Layout) -> None:
    """Read the sentences that are nothing but a whole and its parts, and the few that follow each other so."""
    last: Row | None = None
    """The row of the sentences before, each of one figure, or of a few."""
    for row in rows(readings.text, layout, limit("longest")):
        if row is None:
            last = None
            continue
        follows = last is not None and last.paragraph == row.paragraph
        whole = last.joined(row) if last is not None and follows else row
        told = _told(readings, row, several=False)
        if told is None and follows and len(whole.figures) <= limit("longest"):
            told = _told(readings, whole, several=True)
        if told is not None:
            readings.tell(*told)
            last = None
            continue
        single = len(row.figures) == 1 and follows
        last = whole if single and whole.sentences < limit("sentences") else row


def _told(readings: Readings, row: Row, *, several: bool) -> tuple[Told, str] | None:
    """Return the sum a row is, with its rule; None where it is none."""
    if len(row.figures) + len(row.inside) <= _PARTS:
        return None
    for total, parts, sure in _readings(readings, row, several=several):
        told = _weighed(readings, total, parts, sure)
        if told is not None:
            return told, f"closed-{told.reading}"
    return None


def _readings(readings: Readings, row: Row, *, several: bool) -> Iterator[tuple[Figure, list[Figure], Sure]]:
    """Yield the wholes a row may have with their parts, the likeliest first."""
    if len(row.figures) > _PARTS and any(may_be := [_open(readings, one) for one in row.figures]):
        first, *behind = row.figures
        *before, last = row.figures
        about = _About(row.figures)
        if may_be[-1] and about(len(before)) and (made := _split(last, before)) is not None:
            head = readings.head(last.item)
            sure = closing(last, made[0], head, counted=made[1], several=several)
            if sure is not None:
                yield last, made[0], sure
        if may_be[0] and about(0) and (made := _split(first, behind)) is not None:
            head = readings.head(first.item)
            sure = opening(first, made[0], head, counted=made[1], several=several)
            if sure is not None and first.item.quantity.kind == "number":
                yield first, made[0], sure
        for at in range(1, len(row.figures) - 1):
            total = row.figures[at]
            if not (may_be[at] and about(at)):
                continue
            made = _split(total, [*row.figures[:at], *row.figures[at + 1 :]])
            if made is not None and not made[1] and (sure := around(total, made[0])) is not None:
                yield total, made[0], sure
    if len(row.figures) == _PARTS and len(row.inside) == 1:
        yield from _bracketed(row)


def _bracketed(row: Row) -> Iterator[tuple[Figure, list[Figure], Sure]]:
    """Yield the readings of two figures with a third in a bracket.

    春季1860人次（全年3745人次），秋季1885人次. 城区教师742人，与乡镇教师合计1985人（乡镇1243人).
    """
    one, other = row.figures
    inner = Figure(row.inside[0], row.inside[0].label, row.inside[0].lead)
    if not (_fits(one, other) and _fits(one, inner)):
        return
    whole = division(inner.name, [one.name, other.name]) == "whole"
    if has("whole", "all", inner.lead) and whole:
        yield inner, [one, other], "likely"
    if has("whole", "called", other.lead) and inner.item.parent is other.item:
        yield other, [one, inner], "likely"


def _split(total: Figure, others: Sequence[Figure]) -> tuple[list[Figure], bool] | None:
    """Return the figures of a row that may be parts of another, and whether one tells how many they are.

    None where there are other figures that do not stand in turn with the parts (培训6期412人，又培训4期228人).
    """
    size = len(others) - 1
    told = [one for one in others if one.item.quantity.value == size and _counts(one, total, others)]
    fitting = [one for one in others if _fits(total, one)]
    parts = _beneath_none([one for one in fitting if one not in told] if told else fitting)
    if len(parts) < _PARTS:
        return None
    own = [one for one in parts if one.item.quantity.base in {total.item.quantity.base, ""}]
    if _THREE <= len(own) < len(parts) and not says("institution", total.name):
        # 新建幼儿园2所，新增学位900个，高中学位1000个，…，累计新增学位5200个
        row = own[-1].item.number - own[0].item.number == len(own) - 1
        return (own, bool(told)) if row and total.item.number == own[-1].item.number + 1 else None
    rest = [one for one in others if one not in parts and one not in told]
    if rest and not _in_turn(parts, rest):
        # 选派316人次，投入68万元；组织1208人次、县级3975人次。全年累计5951人次: its words say that it is all.
        heads = parts if len(parts) >= _THREE and is_grand(total, parts) else _heads(parts)
        return (heads, bool(told)) if heads else None
    if rest:  # a part is named by the first figure of its turn
        size = len(rest) // len(parts)
        firsts = rest[::size]
        parts = [replace(one, name=first.name, lead=first.lead) for one, first in zip(parts, firsts, strict=True)]
    return parts, bool(told)


def _beneath_none(parts: Sequence[Figure]) -> list[Figure]:
    """Return parts without those that divide the one before (退休167人，其中小学112人；调出83人)."""
    return [
        one
        for at, one in enumerate(parts)
        if not (at and one.lead.startswith(_AMONG) and one.item.segment == parts[at - 1].item.segment)
    ]


def _heads(parts: Sequence[Figure]) -> list[Figure]:
    """Return parts of which each begins a clause of its own; none where two stand in one, or a clause tells none."""
    segments = [one.item.segment for one in parts]
    row = segments == list(range(segments[0], segments[0] + len(parts))) if segments else False
    return list(parts) if row and len(parts) >= _THREE else []


class _About:
    """Tells of which figures of a row the others may be the parts: a first, quick look at what they come to."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self._bases = [one.item.quantity.base for one in figures]
        self._values = [float(one.item.plain) * one.times for one in figures]
        self._sums: dict[str, float] = {}
        for base, value in zip(self._bases, self._values, strict=True):
            self._sums[base] = self._sums.get(base, 0.0) + value

    def __call__(self, at: int) -> bool:
        """Return whether the others come to about a figure, or to ten or ten thousand times as much or as little."""
        own, base = self._values[at], self._bases[at]
        reached = self._sums[base] - own + (self._sums.get("", 0.0) if base else 0.0)
        if not base:
            reached = sum(self._values) - own
        if own <= 0 or reached <= 0:
            return False
        ratio = reached / own
        return _NEAR[0] < ratio < _NEAR[1] or any(abs(ratio * by - 1) < _ROUGH for by in _POWERS)


def _counts(one: Figure, total: Figure, others: Sequence[Figure]) -> bool:
    """Return whether a figure that is as many tells how many parts there are.

    By the whole (三个乡镇共22所), or first (分两批).
    """
    own, other = one.item, total.item
    if own.quantity.kind != "number":
        return False
    if own.unit == other.unit:
        # 设4个考点，一中42个考场，二中36个考场，…，共132个: by the words behind them.
        nouns = {each.item.after for each in others if each is not one}
        return one is others[0] and len(nouns) == 1 and not nouns & {"", own.after}
    behind = own.number == other.number - 1 and not other.mark
    before = own.number == other.number + 1 and not own.mark
    return behind or before or (one is others[0] and own.quantity.base != other.quantity.base)


def _fits(total: Figure, one: Figure) -> bool:
    own, other = total.item.quantity, one.item.quantity
    if own.kind == other.kind == "share":
        return True
    # 分别有820、395、87人: the unit is told once.
    return bool(other.base or one.name) and fit(own, other) > 0


def _in_turn(parts: Sequence[Figure], rest: Sequence[Figure]) -> bool:
    """Return whether before each part the same number of figures of the same units stands."""
    if len(rest) % len(parts):
        return False
    size = len(rest) // len(parts)
    units = [one.item.quantity.base for one in rest]
    numbers = [one.item.number for one in parts]
    regular = {two - one for one, two in pairwise(numbers)} == {size + 1}
    return regular and units == units[:size] * len(parts) and rest[0].item.number == numbers[0] - size


def _weighed(readings: Readings, total: Figure, parts: Sequence[Figure], sure: Sure) -> Told | None:
    """Return the reading of a whole with its parts, if it comes out or is sure enough; None where it is neither."""
    target = whole(fraction(total.item.quantity.value))
    if target <= 0 or not _free(readings, total, parts):
        return None
    told = Told(total.item, [one.entry(place, total.item) for place, one in enumerate(parts)], "exact")
    reached = total_of(told.parts)
    if not _may_be(readings, total, parts, sure, exact=reached == target):
        return None
    if reached == target:
        return told if sure == "certain" or fineness(told) >= limit("small") else None
    terms: list[Term] = [term for one in told.parts for term in one.terms]
    found = judge(relation("sum", list(terms), total.item.quantity, "closed", []))
    if found is None or any(one.item.quantity.hedge for one in (total, *parts)):
        return None
    told.reading = "rounded" if found.holds else "failing"
    if not found.holds and not (
        all(_of_one_count(total, one) for one in parts)
        and (found.slip in _SLIPS or not _overlapping(total, parts))
        and not (reached < target and narrowed([one.name for one in parts]))
        and not (reached < target and found.slip not in _SLIPS and _behind_its_sentence(total, parts))
    ):
        return None
    slip = found.slip or ("swapped" if sure != "bare" and _swapped(parts, target - reached) else "")
    return told if found.holds or _believed(target, reached, slip, sure, len(parts)) else None


def _behind_its_sentence(total: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether parts are told in sentences behind that of their whole: some may be left out (学校862所。…)."""
    return total.item.sentence < parts[0].item.sentence


def _overlapping(total: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether persons may be counted in two terms, or a term is not told (三季度 without 四季度)."""
    names = [one.name or one.lead for one in parts]
    quarters = sum(_QUARTER in name for name in names)
    return (total.item.quantity.base == "人" and in_terms(names)) or quarters == _THREE


def _of_one_count(total: Figure, one: Figure) -> bool:
    """Return whether a part counts what the whole counts, and not so much for each (28个教学点各配投影仪2台)."""
    if _EACH.search(one.lead):
        return False
    bases = {one.item.quantity.base, total.item.quantity.base}
    if "" in bases and len(bases) > 1:
        # 督导58校次，下发整改通知书21份: the words behind a bare number are what it counts.
        bare = total.item if not total.item.quantity.base else one.item
        return not bare.after
    return len(bases) == 1 or bases in _COUNTERS


def _swapped(parts: Sequence[Figure], missing: Number) -> bool:
    """Return whether two digits swapped in a part of two explain what is missing (18人 for 81人)."""
    for one in parts:
        value = one.item.quantity.value
        if 10 <= value < 100 and value == int(value):
            tens, ones = divmod(int(value), 10)
            if (10 * ones + tens - value) * one.times == missing:
                return True
    return False


def _believed(target: Number, reached: Number, slip: str, sure: Sure, size: int) -> bool:
    """Return whether a list that does not come to its whole was meant to."""
    off = abs(Fraction(reached - target)) * 100
    if sure == "bare":
        near = size >= _THREE and off <= limit("bare") * target
        return near or (slip in _SURELY and off <= limit("slipped") * target)
    over = sure == "likely" and reached > target
    if reached < target and 2 * off > limit("short") * target and slip not in _SLIPS:
        return False  # something is left out of the list
    if off <= limit("likely_over" if over else sure) * target:
        return True
    return slip in _SLIPS and off <= limit("certain_slipped" if sure == "certain" else "slipped") * target


def _may_be(readings: Readings, total: Figure, parts: Sequence[Figure], sure: Sure, *, exact: bool) -> bool:
    """Return whether nothing speaks against figures being the parts of another."""
    if sure == "certain" and is_equation(total, parts):
        return True
    several = exact and len(parts) >= _THREE
    if excluded(total, parts, several=several):
        return False
    if total.item.quantity.kind != "share" and any(says("aside", one.name) for one in parts):
        return False
    # 年内退休86人、调出23人，减员109人
    gone = total.item.number > parts[-1].item.number and has("part", "gone", total.name)
    if any(says("gap", one.name) or (says("change", one.name) and not gone) for one in parts):
        return False
    if not ranked(parts) and any(says("most", one.name) for one in parts):
        return False
    return sure == "certain" or _apart(readings.head(total.item), total, parts, sure)


def _free(readings: Readings, total: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether no other list has been read of the figures, but one of the first of them by accident."""
    own = readings.of.get(total.item.number)
    if own is not None:
        return all(rule == "unjoined-exact" and len(told.parts) < len(parts) for told, rule in own)
    return not readings.are_parts([one.item for one in (total, *parts)])


def _open(readings: Readings, total: Figure) -> bool:
    """Return whether a figure may be `_free` as a whole, whatever its parts: what is told already is most of a text."""
    own = readings.of.get(total.item.number)
    if own is None:
        return total.item.number not in readings.parts
    return all(rule == "unjoined-exact" for _, rule in own)


def _apart(head: str, total: Figure, parts: Sequence[Figure], sure: Sure) -> bool:
    """Return whether parts have names that tell them apart, and stand beneath their whole."""
    names = [one.name for one in parts]
    if sure != "bare" and (len(set(names)) < len(names) or "" in names):
        names = [one.lead for one in parts]
    elif len(set(names)) < len(names):
        names = [one.name + one.item.after for one in parts]
    if len(set(names)) < len(names) or "" in names:
        return False
    rest = has("part", "rest", parts[-1].words) or has("part", "coming", parts[-1].words)
    if stages(names) and not rest and not contrary(names):
        return False
    if in_one_row(head, names) or by_example(total.item, names) or (says("stage", total.name) and not rest):
        return False
    return division(head, names) != "attribute" or paired(parts)
