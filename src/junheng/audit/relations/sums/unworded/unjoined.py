"""Totals before their lists where no word joins the two: read where names and figures speak for it."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from junheng.audit.layout import Item
from junheng.audit.relations.sums.labels.labels import (
    contrary,
    division,
    framed_alike,
    in_one_row,
    is_a_step,
    named_alike,
    on_a_scale,
    spells_out,
)
from junheng.audit.relations.sums.lists import Entry, entries, fit, total_of
from junheng.audit.relations.sums.readings import ALIKE, LONGEST, ROWS, SMALL, Readings, is_aside, significant
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told, complete, cut_short, is_total, related, stages

_NOUN = 6
"""Characters of what a figure counts behind it (198所小学，…)."""
_SAME = 2
"""How well two units fit that measure the same."""
_COLUMNS = 3
"""Among so many figures a list of several columns shows each of them."""
_AND_OTHERS, _MONEY = "等", "元"
_NEAR = 20
"""A column off by no more than this part of its total was meant to come to it, where another does."""
_LARGE = 100
"""Below this no sentence is held against the one before."""


def read_unjoined(readings: Readings, run: Run) -> None:
    """Read the lists of a run that stand behind a figure of it, or of the sentence before, without a word."""
    for place, total in enumerate(run.items[:-2][:LONGEST]):
        if total.quantity.kind == "number":
            _behind(readings, run, place)
            _scale(readings, run, place)
    _following(readings, run)


def _behind(readings: Readings, run: Run, place: int) -> None:
    """Read the list right behind a figure."""
    total = run.items[place]
    if total.quantity.value <= 1 or run.joins[place + 1]:
        return
    if not fit(total.quantity, run.items[place + 1].quantity):
        return
    head = readings.head(total) + total.after[:_NOUN]
    if _outgrown(run, place, head) or is_aside(run, place):
        return
    found = entries(run, place + 1, total.quantity, head, min(len(run.items), place + 1 + ROWS))
    if len(found) < 2 or found[0].place != place + 1:
        return
    if any(triggers().words["gap"].search(one.label) for one in found):
        return
    told = cut_short(total, found)
    if told is not None:
        if _divides(readings, told, found, head) and not readings.counts_twice([one.item for one in told.parts]):
            readings.tell(told, "unjoined-exact")
    elif _named_whole(total, found, head) and all(one.item.segment == total.segment for one in found):
        # Without a word that joins them only figures of one clause behind a total told as one are its parts.
        row = in_one_row(head, [one.label for one in found])
        if not row and total.number not in readings.taken and not readings.are_parts([one.item for one in found]):
            told = complete(total, found, "", head, floor=0 if any(one.closes for one in found) else 2)
            if told is not None:
                readings.tell(told, "unjoined-failing")


def _named_whole(total: Item, found: list[Entry], head: str) -> bool:
    """Return whether a figure is told as a total by its own word, or by the names of what stands behind it."""
    if is_total(head):
        return not any(is_total(one.label) for one in found)
    if contrary([one.label for one in found]):
        return True
    told_of = any(one.item.after for one in found) or any(one.item.quantity.hedge for one in found)
    return total.quantity.value >= _LARGE and not told_of and spells_out(head, [one.label for one in found])


def _outgrown(run: Run, place: int, head: str) -> bool:
    """Return whether the figure behind one is more than it: no part, unless the list tells a rest or it a total."""
    total, after = run.items[place].quantity, run.items[place + 1].quantity
    if after.value <= total.value or after.unit != total.unit or is_total(head):
        return False
    return triggers().words["rest"].search("".join(run.words[place + 2 : place + 4])) is None


def _divides(readings: Readings, told: Told, found: list[Entry], head: str) -> bool:
    """Return whether names and size say that a list which comes to the figure before it is its parts."""
    labels, value = [one.label for one in told.parts], told.total.quantity.value
    if _in_step(readings, told.total, told.parts) or (stages(labels) and not told.parts[-1].closes):
        return False
    row = in_one_row(head, labels) or by_example(told.total, labels) or _goes_on_alike(told, found)
    if row and not is_total(head):
        return False
    few = value < SMALL and division(head, labels) not in {"whole", "partition"}
    return bool(
        told.parts[-1].closes
        or is_total(head)
        or (related(head, labels, money=told.total.quantity.base == _MONEY) and not few)
        or (value >= SMALL and named_alike(labels))
        or _counts_the_same(told.total, labels)
        or (value >= 1000 and triggers().plain.search(head))
    )


def _goes_on_alike(told: Told, found: list[Entry]) -> bool:
    """Return whether what comes to a total is the begin of a row (团员12人；省级骨干3人，市级骨干9人，县级骨干15人)."""
    if len(found) == len(told.parts) or told.total.segment == found[0].item.segment:
        return False
    row = found[: len(told.parts) + 1]
    return row[-1].item.segment == row[-2].item.segment and named_alike([one.label for one in row])


def by_example(total: Item, labels: list[str]) -> bool:
    """Return whether each figure is told by one of those it counts (授予甲等66名…；授予乙等32名…): a row, no list."""
    return all(label.endswith(_AND_OTHERS) for label in (total.label, *labels))


def _counts_the_same(total: Item, labels: list[str]) -> bool:
    """Return whether parts bear the noun behind a large enough figure (198所小学，完全小学89所，初级小学41所，…)."""
    noun = total.after[:_NOUN]
    return significant(total.quantity) and len(noun) > 1 and sum(noun in label for label in labels) > 1


def _in_step(readings: Readings, total: Item, parts: list[Entry]) -> bool:
    """Return whether the total is itself a part beside its parts in a list already read."""
    own = readings.parts.get(total.number, set())
    return any(own & readings.parts.get(one.item.number, set()) for one in parts)


def _scale(readings: Readings, run: Run, place: int) -> None:
    """Read the steps of a scale (满意, 一般, 不满意) behind the figure, with its share, that they divide."""
    total = run.items[place]
    if total.quantity.value < SMALL or total.number in readings.taken:
        return
    first = place + 1 + (run.items[place + 1].quantity.kind == "share")
    if first >= len(run.items) or any(run.joins[place + 1 : first + 1]) or not is_a_step(run.words[first]):
        return
    head = readings.head(total)
    found = entries(run, first, total.quantity, head, min(len(run.items), first + ROWS))
    if not found or found[0].place != first or not on_a_scale(head, [one.label for one in found]):
        return
    told = complete(total, found, "", head, floor=2)
    if told is not None and (told.reading != "failing" or not _of_the_first(run, place, found)):
        readings.tell(told, "scale")


def _of_the_first(run: Run, place: int, found: list[Entry]) -> bool:
    """Return whether steps behind a ；are of the figure the sentence begins with: 46人，男19人，女27人；本科31人、…."""
    total, first = run.items[place], run.items[0]
    larger = place > 0 and first.quantity.base == total.quantity.base and first.plain > total.plain
    return larger and found[0].item.segment != total.segment


def _following(readings: Readings, run: Run) -> None:
    """Read a sentence that lists the parts of what the sentence before is about, though no word joins them."""
    before = run.before
    if before is None or run.joins[0] or len(run.items) < 2 or run.items[0].paragraph != before.items[0].paragraph:
        return
    if run.items[0].number in readings.parts:
        return
    bases = _columns(run)
    done: set[str] = set()
    for place, total in enumerate(before.items):
        base = total.quantity.base
        if base not in bases or base in done or total.quantity.kind != "number" or is_aside(before, place):
            continue
        told = _followed(readings, total, run)
        if told is not None:
            readings.tell(told, f"following-{told.reading}")
            done.add(base)
    if not done:
        _spelled_out(readings, before, run)
        return
    counts = {len(one.parts) for one, _ in readings.told[-len(done) :]}
    for place, total in enumerate(before.items):
        beside = total.quantity.base in bases - done and total.quantity.kind == "number"
        if beside and not is_aside(before, place) and total.number not in readings.taken:
            _column_beside(readings, total, run, counts)


def _column_beside(readings: Readings, total: Item, run: Run, counts: set[int]) -> None:
    """Read the column of a sentence beside one that comes out, where it lies close to its own total.

    校舍1274栋，684217平方米。A级402栋、251306平方米，B级356栋、198455平方米，…: the buildings show that all are told.
    """
    found = entries(run, 0, total.quantity, readings.head(total))
    if len(found) not in counts or not _regular(found) or readings.are_parts([one.item for one in found]):
        return
    target = Fraction(total.quantity.value)
    off = abs(total_of(found) - target)
    if not any(one.item.quantity.hedge for one in found) and not total.quantity.hedge and off * _NEAR <= target:
        readings.tell(Told(total, found, "failing"), "following-failing")


def _columns(run: Run) -> set[str]:
    """Return the unit a sentence begins with, and those that come again as far behind as they stood from its begin."""
    bases = [one.quantity.base for one in run.items[: 2 * _COLUMNS]]
    again = {base for at, base in enumerate(bases[:_COLUMNS]) if at and base in bases[2 * at + 1 : 2 * at + 2]}
    return {bases[0], *again}


def _followed(readings: Readings, total: Item, run: Run) -> Told | None:
    """Return how the list a sentence begins with makes up a total of the sentence before."""
    if total.quantity.value < SMALL:
        return None
    head = readings.head(total)
    found = entries(run, 0, total.quantity, head)
    if len(found) < 2 or not _regular(found):
        return None
    # Where no word joins two sentences nothing is said of figures that do not come out: they may be of two matters.
    told = cut_short(total, found)
    if told is None:
        return None
    labels = [one.label for one in found]
    kinds = division(head, labels) in {"whole", "partition"} or (len(found) >= ALIKE and named_alike(labels))
    kinds = kinds or (len(found) == len(run.items) and framed_alike(labels) and significant(total.quantity))
    return told if kinds and not (stages(labels) or in_one_row(head, labels)) else None


def _regular(found: list[Entry]) -> bool:
    """Return whether parts begin a sentence, or each stands behind as many figures of another unit as the first."""
    first = found[0].place
    steps = {two.place - one.place for one, two in pairwise(found)}
    return not first or (len(steps) == 1 and min(steps) > first)


def _spelled_out(readings: Readings, before: Run, run: Run) -> None:
    """Read a sentence that is nothing but parts which leave none of the topic before it out, and do not come to it.

    报名考生4126人。文科考生1693人，理科考生2287人，艺体考生164人: each part repeats the name of the whole.
    """
    total = before.items[0]
    if any(fit(total.quantity, one.quantity) != _SAME for one in run.items) or is_aside(before, 0):
        return
    head, own = readings.head(total), total.quantity
    found = entries(run, 0, own, head)
    labels = [one.label for one in found]
    if len(found) < len(run.items) or own.value < _LARGE or not spells_out(head, labels) or stages(labels):
        return
    parts = [one.item for one in found]
    if own.hedge or any(one.after or one.quantity.hedge or one.quantity.base != own.base for one in parts):
        return
    told = complete(total, found, "", head, floor=2)
    if told is not None and len(told.parts) == len(found):
        readings.tell(told, "following-failing")
