"""Several cuts of one whole told one behind the other: 教师46人，本科19人，专科25人，中师2人；高级36人，一级10人；….

The whole is the first figure of its sentence, the cuts follow in clauses, or in one clause without a mark between. One
that comes out may be an accident; two are none, nor is one told by what the whole is cut by (学历, 职称, 年龄). Beside
those a cut that lies close to the whole was meant to come to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from junheng.audit.layout import Item
from junheng.audit.relations.sums.labels.labels import division, of_families, share_a_word
from junheng.audit.relations.sums.labels.left_open import narrowed
from junheng.audit.relations.sums.labels.sureness import has
from junheng.audit.relations.sums.lists import Entry, entries, says, total_of
from junheng.audit.relations.sums.misprints import slipped, surely_slipped
from junheng.audit.relations.sums.readings import ALIKE, LONGEST, SMALL, Readings, is_aside
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told, dividing, stages

_FEWEST, _PARTS, _ENOUGH = 5, 2, 2
_NEAR, _NEAR_NAMED = 20, 5
"""A cut that is off by no more than this part of its whole was meant to come to it; and one told by the whole's name,
beside another that comes out.
"""
_COLONS = ("colon", "among_colon")
_NO_PARTS = frozenset({"岁", "种", "类"})
_SENTENCES, _NAME = 3, 2
_FAR, _LARGE, _BEHIND = 10, 100, 40
_TITLED = ("：", ":")
_OWN = ("title", "degree", "age")
"""The families of what a person has one of."""
_FILLERS = "有的为是共现设招聘"
_KINDS = frozenset({"whole", "partition", "attribute"})


def read_cuts(readings: Readings, run: Run) -> None:
    """Read the cuts of the first figure of a sentence, and the clauses that begin with the name of their whole."""
    items = run.items[:LONGEST]
    if run.owner is None and len(items) >= _PARTS and triggers().words["cut"].match(items[0].lead):
        _apart(readings, run, items)
    if run.owner is not None or len(items) < _FEWEST:
        return
    if items[0].segment != items[-1].segment:
        _named(readings, run, items)
    _behind(readings, run, items)
    for place in range(len(items) - 1):
        # The first figures of a sentence, and one whose cuts a colon opens.
        if place >= _PARTS and run.joins[place + 1] not in _COLONS:
            continue
        total = items[place]
        own = total.quantity
        if own.kind == "number" and own.base not in _NO_PARTS and own.value >= _FEWEST and not is_aside(run, place):
            behind = [one.plain for one in items[place + 1 :] if one.quantity.base == own.base]
            if sum(behind) * 10 >= total.plain * 2 * 9 and max(behind) < total.plain:
                _cut(readings, run, place, items)


def _cut(readings: Readings, run: Run, place: int, items: Sequence[Item]) -> None:
    """Read the cuts of the figure at a place of a run."""
    total, exact, missed = items[place], list[Told](), list[Told]()
    count = 0
    for start, stop in _clauses(items, place + 1):
        own = [one for one in items[start:stop] if one.quantity.base not in _NO_PARTS and one.quantity.kind != "share"]
        if not _is_a_row(total, own):
            continue
        found = entries(run, start, total.quantity, "", stop)
        if len(found) != len(own) or any(map(_went, found)):
            continue
        if readings.are_parts(own):
            count += total.number in readings.sure and all(
                total.number in readings.parts.get(one.number, ()) for one in own
            )
            continue
        for told in _runs(total, found):
            count += told.reading == "exact"
            (exact if told.reading == "exact" else missed).append(told)
    for told in exact:
        several = len(told.parts) >= ALIKE and (_is_told(told) or total.quantity.value >= SMALL * ALIKE)
        if count >= _ENOUGH or several or (dividing("", told.parts) == "whole" and total.quantity.value >= SMALL):
            readings.tell(told, "cuts-exact")
        else:
            return
    for told in missed:
        # Right behind its whole and a colon, and other cuts of it come out.
        opened = count >= _ENOUGH and told.parts[0].place == place + 1 and run.joins[place + 1] in _COLONS
        if count and (_believed(told) or (opened and len(told.parts) >= ALIKE and _near(told, _NEAR))):
            readings.tell(told, "cuts-failing")


def _behind(readings: Readings, run: Run, items: Sequence[Item]) -> None:
    """Read the cuts right behind a list that comes out, of the same whole (教师中，男28人、女45人，高级15人、…)."""
    for place, (one, after) in enumerate(pairwise(items)):
        totals = readings.parts.get(one.number, set()) & readings.sure
        if not totals or after.number in readings.parts or one.segment != after.segment:
            continue
        total = next((each for each in _before(run, after, own=True) if each.number in totals), None)
        own = [each for each in items[place + 1 :] if each.segment == one.segment]
        counted = [each for each in own if each.quantity.base not in _NO_PARTS]
        if total is None or readings.are_parts(own) or not _is_a_row(total, counted):
            continue
        found = entries(run, place + 1, total.quantity, "", place + 1 + len(own))
        if len(found) != len(counted) or any(says("change", each.label) for each in found):
            continue
        for told in _runs(total, found):
            exact = told.reading == "exact" and len(told.parts) >= ALIKE and _is_told(told)
            if exact or (told.reading == "failing" and len(told.parts) >= ALIKE and _believed(told)):
                readings.tell(told, f"cuts-{told.reading}")


def _apart(readings: Readings, run: Run, items: Sequence[Item]) -> None:
    """Read a sentence that is a cut of the figure another began with (教师64人。学历：本科41人，专科23人)."""
    own = [one for one in items if one.quantity.base not in _NO_PARTS]
    if items[0].segment != items[-1].segment or len(own) < _PARTS or readings.are_parts(own):
        return
    titled = len(own) >= ALIKE and items[0].lead[-len(items[0].label) - 1 :][:1] in _TITLED
    behind = readings.text[items[-1].quantity.end : items[-1].quantity.end + _BEHIND].partition("。")[0]
    titled = titled and not says("twice", behind)
    before = run.before
    while before is not None and items[0].sentence - before.items[0].sentence <= _SENTENCES:
        place, total = _topic(before, own[0])
        if total.paragraph != items[0].paragraph:
            return
        if _is_a_row(total, own) and not is_aside(before, place):
            found = entries(run, 0, total.quantity, "")
            told = Told(total, found, "exact")
            if len(found) == len(own) and _is_told(told) and not any(map(_went, found)):
                if total_of(found) == Fraction(total.quantity.value):
                    if len(found) >= ALIKE or total.quantity.value >= SMALL * ALIKE:
                        readings.tell(told, "cuts-exact")
                    return
                if total.number in readings.sure and (_believed(told) or (titled and _digit_off(told))):
                    readings.tell(Told(total, found, "failing"), "cuts-failing")
                    return
        before = before.before


def _topic(run: Run, like: Item) -> tuple[int, Item]:
    """Return the first count of a sentence, where it is of the unit of another, else its first figure; with its place.

    今年4月，…全县有校车136辆: the date is none.
    """
    first = next((at for at, one in enumerate(run.items) if one.quantity.kind == "number"), 0)
    return (first, run.items[first]) if run.items[first].quantity.base == like.quantity.base else (0, run.items[0])


def _digit_off(told: Told) -> bool:
    """Return whether parts are more than their whole by one digit of one place, and not by much (146 for 136)."""
    target, reached = Fraction(told.total.quantity.value), total_of(told.parts)
    off = Fraction(reached - target)
    if told.total.quantity.hedge or off <= 0 or off.denominator != 1 or off * _FAR > target or target < _LARGE:
        return False
    return len(str(off.numerator).rstrip("0")) == 1 and str(off.numerator)[-1] == "0"


def _clauses(items: Sequence[Item], start: int) -> Iterator[tuple[int, int]]:
    """Yield where the clauses behind a place begin and end."""
    for _, clause in groupby(range(start, len(items)), key=lambda at: items[at].segment):
        places = list(clause)
        yield places[0], places[-1] + 1


def _is_a_row(total: Item, items: Sequence[Item]) -> bool:
    """Return whether figures are a list in the unit of a total, each with its name."""
    base = total.quantity.base
    return len(items) >= _PARTS and all(
        one.quantity.base == base
        and one.quantity.kind == "number"
        and (one.label or not one.mark)  # 36岁至50岁28人: by its ages
        and not one.quantity.hedge
        for one in items
    )


def _runs(total: Item, found: Sequence[Entry]) -> Iterator[Told]:
    """Yield a clause as one cut, or as several that come to the total one behind the other."""
    target, reached, first = Fraction(total.quantity.value), Fraction(0), 0
    ends: list[tuple[int, int]] = []
    for at, one in enumerate(found):
        reached += one.value
        if reached == target and at > first:
            ends.append((first, at + 1))
            first, reached = at + 1, Fraction(0)
    if not ends:
        yield Told(total, list(found), "failing")
        return
    names = [one.label for one in found]
    if len(set(names)) < len(names) or stages(names):
        return
    for start, stop in ends:
        yield Told(total, list(found[start:stop]), "exact")
    if len(found) - first >= _PARTS:
        yield Told(total, list(found[first:]), "failing")


def _is_told(told: Told) -> bool:
    """Return whether a cut says what it cuts by (学历, 职称, 年龄), or its names do."""
    names = [one.label for one in told.parts]
    by = triggers().words["cut"].search(told.parts[0].item.lead) is not None
    return (by or division("", names) in _KINDS) and len(set(names)) == len(names) and not stages(names)


def _believed(told: Told) -> bool:
    """Return whether a cut that does not come to its whole was meant to.

    Of titles and degrees some may go untold (未评职称): a cut by them that falls short is believed by its slip alone.
    """
    names = [one.label for one in told.parts]
    kind = dividing(told.total.label, told.parts)
    by = triggers().words["cut"].search(told.parts[0].item.lead) is not None
    if kind == "partition" and surely_slipped(Fraction(told.total.quantity.value), [one.value for one in told.parts]):
        return _is_told(told) and not narrowed(names)
    if not _is_told(told) or narrowed(names) or not (by or kind == "whole" or of_families(names, _OWN)):
        return False
    if triggers().words["shared"].search(told.parts[0].item.lead) and kind != "whole":
        # One teaches two subjects, holds two posts.
        return slipped(Fraction(told.total.quantity.value), told.parts, digit=False)
    if kind == "whole" or total_of(told.parts) > told.total.quantity.value:
        return _near(told, _NEAR)
    return len(told.parts) >= ALIKE and slipped(Fraction(told.total.quantity.value), told.parts)


def _went(one: Entry) -> bool:
    """Return whether a figure tells of a change, or what was wanting or taken off (核减岗位9名，实际招聘236名)."""
    return says("change", one.label) or says("gap", one.label) or has("part", "gone", one.label)


def _near(told: Told, by: int) -> bool:
    """Return whether a cut lies so close to its whole that it was meant to come to it, or a slip explains it."""
    target, reached = Fraction(told.total.quantity.value), total_of(told.parts)
    if told.total.quantity.hedge or any(2 * one.value > 3 * target for one in told.parts):
        return False
    return abs(reached - target) * by <= target or slipped(target, told.parts)


def _named(readings: Readings, run: Run, items: Sequence[Item]) -> None:
    """Read the clauses that begin with the name of a figure told before: 初中12名，小学23名；初中语文5名、数学7名."""
    exact, missed = list[Told](), list[Told]()
    for start, stop in _clauses(items, 0):
        own = items[start:stop]
        if len(own) < ALIKE or readings.are_parts(list(own)):
            continue
        total = _whole_of(run, own)
        if total is None or not _is_a_row(total, own):
            continue
        found = entries(run, start, total.quantity, "", stop)
        labels = [one.label for one in found]
        if len(found) == len(own) and len(set(labels)) == len(labels):
            told = Told(total, found, "exact")
            came = total_of(found) == Fraction(total.quantity.value)
            (exact if came else missed).append(told)
    for told in exact:
        readings.tell(told, "cuts-exact")
    for told in missed if exact else ():
        if _near(told, _NEAR_NAMED):
            told.reading = "failing"
            readings.tell(told, "cuts-failing")


def _whole_of(run: Run, own: Sequence[Item]) -> Item | None:
    """Return the figure told shortly before whose name the first of some parts begins with, and no other."""
    first = own[0]
    for one in _before(run, first):
        name = one.label.removeprefix("其中").strip(_FILLERS)
        if len(name) < _NAME or one.quantity.base != first.quantity.base or one.number >= first.number:
            continue
        if first.label.startswith(name) and len(first.label) > len(name):
            alone = not any(share_a_word(name, each.label) for each in own[1:])
            return one if alone and all(each.plain < one.plain for each in own) else None
    return None


def _before(run: Run, first: Item, *, own: bool = False) -> Iterator[Item]:
    """Yield the figures before a clause, or with `own` before a figure, the nearest first, back three sentences."""
    at = first.number if own else first.segment
    yield from reversed([one for one in run.items[:LONGEST] if (one.number if own else one.segment) < at])
    before = run.before
    while before is not None and first.sentence - before.items[0].sentence <= _SENTENCES:
        if before.items[0].paragraph != first.paragraph:
            return
        yield from reversed(before.items[-LONGEST:])
        before = before.before
