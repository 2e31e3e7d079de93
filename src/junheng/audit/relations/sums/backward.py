"""Totals behind their lists: 食堂12个、浴室8个，合计20个."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from junheng.audit.layout import Item
from junheng.audit.relations.sums.abreast.columns import ending
from junheng.audit.relations.sums.labels.labels import division, holds_all, names_above
from junheng.audit.relations.sums.lists import FARTHEST, Entry, entries, fit, total_of
from junheng.audit.relations.sums.misprints import slipped
from junheng.audit.relations.sums.readings import ALIKE, LONGEST, ROWS, SMALL, Readings, is_aside
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told, comes_out, complete, fineness, is_total, stages

_NUMBERS = "二三四五六七八九十"
_PARTS = 2
"""How many parts a list has at the least."""
_NOUN = 2
"""Characters of what parts are counted as, behind their number (三个学段教师总数)."""
_NEAR = 20
"""A list off by no more than this part of a total that names its parts was meant to come to it."""
_SURE, _SURER = 4, 10
"""How much more has to speak for a list closed by a total with a name of its own: more where it may be open."""
_COUNTERS = frozenset({"项", "类", "种", "批", "部分", "方面", "个", "期", "年", "级", "者"})
"""What the parts of a list are counted as (以上四项共计)."""
_FILLERS = "的在了为达到有是约均各"
_COUNT = re.compile(r"[两二三四五六七八九十](?=[类项个者种批方部期]|年(?!级)|$)")


def read_backward(readings: Readings, run: Run) -> None:
    """Read each figure of a run that is called the total of those before it."""
    for place, total in enumerate(run.items[:LONGEST]):
        if total.quantity.kind != "number":
            continue
        if total.number not in readings.taken:
            _backward(readings, run, place)
        if place >= _PARTS and not run.joins[place] and total.number not in readings.taken:
            _named(readings, run, place)
        if place > _PARTS and total.number not in readings.taken:
            _of_two(readings, run, place)


def _of_two(readings: Readings, run: Run, place: int) -> None:
    """Read a total that names what the clauses before it begin with: 中学教职工1447人，其中…；小学教职工3501人，其中…，
    中小学教职工共4948人.
    """
    total, items = run.items[place], run.items
    noun = total.label.rstrip(_FILLERS + "共计合总")[-_NOUN:]
    if len(noun) < _NOUN or total.quantity.hedge or not is_total(total.label[-_NOUN:]):
        return
    own = [at for at in range(max(0, place - ROWS), place) if items[at].label.endswith(noun) and not run.joins[at]]
    own = [at for at in own if items[at].quantity.base == total.quantity.base and not items[at].quantity.hedge]
    parts = [Entry(at, items[at], items[at].label, total.quantity.scale) for at in own]
    starts = all(not at or items[at - 1].segment != items[at].segment for at in own)
    if len(parts) != _PARTS or not starts or readings.are_parts([one.item for one in parts]):
        return
    noun = ending([each.label for each in parts])
    head = total.label[: max(0, total.label.rfind(noun))]
    told, target = Told(total, parts, "exact"), Fraction(total.quantity.value)
    if not (
        holds_all(total.label, [one.label for one in parts]) or all(_kind(one.label, noun) in head for one in parts)
    ):
        return
    off = abs(total_of(parts) - target)
    if off and not (off * _NEAR <= target or slipped(target, parts)):
        return
    told.reading = "failing" if off else "exact"
    readings.tell(told, f"backward-{told.reading}")


def _kind(label: str, noun: str) -> str:
    """Return what stands before the noun of a label: 小学 of 全县小学教职工."""
    return label.removesuffix(noun)[-_NOUN:] or label


def _named(readings: Readings, run: Run, place: int) -> None:
    """Read a total with a name of its own behind the row of its parts (资金总额2000万元, 全年支出2840万元)."""
    total = run.items[place]
    counter = _counter(run, place)
    own = total.label if counter is None else total.label[_NOUN:]
    count = counter.quantity.value if counter is not None else _counted(total.label)
    called, every = is_total(total.label), triggers().words["all"].search(total.label) is not None
    if not (called or every or count or names_above(total.label)):
        return
    row = _row(run, place - (counter is not None), total)
    if len(row) < _PARTS or fineness(Told(total, row, "exact")) < SMALL:
        return
    if readings.are_parts([one.item for one in row]) or is_aside(run, place) or _of_totals(row):
        return
    labels, head = [one.label for one in row], readings.head(total)
    held = every or holds_all(total.label, labels)
    if not (called or held or count == len(row)) or stages([*labels, total.label]):
        return
    told = comes_out(total, row)
    if told is not None and len(told.parts) == len(row):
        readings.tell(told, f"backward-{told.reading}")
    elif called and count in {0, len(row)} and (held or _only_repeats(own, labels)):
        floor = _SURE if count or division(head, labels) == "whole" else _SURER
        told = complete(total, row, "backward", head, floor=floor)
        if told is not None and len(told.parts) == len(row) and _closing(told):
            readings.tell(told, "backward-failing")


def _only_repeats(label: str, labels: list[str]) -> bool:
    """Return whether a total's label, but for the words of totals, says nothing its parts do not: 资金总额, 共支出."""
    told = triggers()
    rest = label
    for words in (told.strong, told.words["all"], told.measures, told.weak, _COUNT):
        rest = words.sub("", rest)
    return set(rest) <= {*"".join(labels), *_FILLERS}


def _row(run: Run, place: int, total: Item) -> list[Entry]:
    """Return the parts right before a place, back to where their clause begins, each with its name; figures of other
    units may stand between them in turn (教学楼3栋8600平方米，宿舍楼2栋4200平方米).
    """
    base, first = total.quantity.base, place
    while first and place - first < ROWS and not run.joins[first]:
        one = run.items[first - 1]
        if one.segment != total.segment or one.quantity.kind != "number" or is_aside(run, first - 1):
            break
        first -= 1
    opened = not first or run.items[first - 1].segment != total.segment or run.joins[first] == "colon"
    own = [at for at in range(first, place) if run.items[at].quantity.base == base]
    steps = {two - one for one, two in pairwise(own)}
    regular = len(steps) == 1 and (place - first) == len(own) * min(steps)
    if not base or not opened or not regular:
        return []
    found = entries(run, first, total.quantity, "", place)
    return found if len(found) == len(own) and all(one.label for one in found) else []


def _counter(run: Run, place: int) -> Item | None:
    """Return the figure right before a total that counts its parts (以上四项共计), None where there is none."""
    before = run.items[place - 1] if place else None
    return before if before is not None and run.items[place].mark == "" and before.unit in _COUNTERS else None


def _backward(readings: Readings, run: Run, place: int) -> None:
    total, label = run.items[place], run.words[place]
    told = triggers()
    found = told.closing.match(label) or told.ending.search(label)
    if found is None:
        return
    bare = found.end() == len(label) and found.start() == 0
    source, stop = (run, place)
    if not place and run.before is not None and bare:
        source, stop = run.before, len(run.before.items)
    first = max(0, stop - FARTHEST)
    start = max((at for at in range(first, stop) if source.joins[at]), default=first)
    listed = entries(source, start, total.quantity, "", stop)
    if len(listed) < 2 or all(found[0] in one.label for one in listed):
        return
    short: Told | None = None
    target, reached = Fraction(total.quantity.value), total_of(listed)
    for begin in range(len(listed) - 1):
        exact, reached = reached == target, reached - listed[begin].value
        if exact:
            closed = Told(total, listed[begin:], "exact")
            if begin and not listed[begin].cut:
                short = short or closed
                continue
            readings.tell(closed, "backward-exact")
            _beside(readings, run, place, source, closed)
            return
    failing = _failing(readings, run, place, listed) if bare and source is run else None
    if failing is not None:
        readings.tell(failing, "backward-failing")
    elif short is not None:
        readings.tell(short, "backward-exact")


def _failing(readings: Readings, run: Run, place: int, listed: list[Entry]) -> Told | None:
    """Return the list that a total with no name of its own closes and that does not come to it."""
    total, label = run.items[place], run.words[place]
    head = label + readings.head(total)
    segment = [one for one in listed if one.item.segment == total.segment]
    segment = _nearest(total, segment) or segment
    counter = _counter(run, place)
    count = _counted(label) if counter is None else counter.quantity.value
    for parts in (segment, listed):
        if count not in {0, len(parts)}:
            continue  # of five years three are told
        if 1 < len(parts) == count and _in_a_row(counter or total, parts):
            return Told(total, parts, "failing")
        floor = 0 if triggers().strong.search(label) else 1
        told = complete(total, parts, "backward", head, floor=floor) if len(parts) > 1 else None
        if told is not None and len(told.parts) == len(parts) and _closing(told):
            return told
    return None


def _nearest(total: Item, listed: list[Entry]) -> list[Entry]:
    """Return the row joined by 、 right before a total, where something of another unit stands before it and it lies
    close to the total (项目12个，投资9.6亿元，小学学位6480个、初中学位4050个，合计…); none where it is not so.
    """
    begin = len(listed) - 1
    while begin > 0 and listed[begin].item.mark == "、" and listed[begin - 1].place == listed[begin].place - 1:
        begin -= 1
    row = listed[begin:]
    apart = begin > 0 and listed[begin - 1].place < listed[begin].place - 1
    if not apart or len(row) < _PARTS or row[-1].item.number != total.number - 1:
        return []
    target = Fraction(total.quantity.value)
    near = abs(total_of(row) - target) * _NEAR <= target or slipped(target, row)
    near = near and not any(one.value > target for one in row)
    return row if near and len({one.label for one in row}) == len(row) else []


def _counted(label: str) -> int:
    """Return how many parts a closing total says it has (以上四项合计), 0 where it does not say."""
    found = _COUNT.search(label)
    return _NUMBERS.index(found[0].replace("两", "二")) + 2 if found is not None else 0


def _in_a_row(behind: Item, parts: list[Entry]) -> bool:
    """Return whether parts, each with its name, stand one behind the other, and then an item."""
    numbers = [one.item.number for one in parts]
    named = {one.label for one in parts} - {""}
    row = numbers == list(range(behind.number - len(parts), behind.number))
    return row and len(named) == len(parts) and all(one.sure for one in parts) and not _of_totals(parts)


def _of_totals(parts: list[Entry]) -> bool:
    return any(one.label.rstrip("有计").endswith(("共", "累")) for one in parts)


def _closing(told: Told) -> bool:
    """Tell whether a total behind its list closes it: no part is called a total, and none is more than it, unless one
    slip of the pen made it so.
    """
    target, parts = Fraction(told.total.quantity.value), told.parts
    if any(one.value > target for one in parts):
        return len(parts) >= ALIKE and _in_a_row(told.total, parts) and slipped(target, parts, either=True)
    return not _of_totals(parts)


def _beside(readings: Readings, run: Run, place: int, source: Run, counted: Told) -> None:
    """Read the total told beside one that came out (四类共70人，发放27500元): a part in each of the same items."""
    if place + 1 >= len(run.items) or run.joins[place + 1]:
        return
    total = run.items[place + 1]
    if fit(counted.total.quantity, total.quantity) or total.segment != counted.total.segment:
        return
    listed = entries(source, counted.parts[0].place, total.quantity, "", place if source is run else None)
    if total.quantity.kind != "number" or len(listed) != len(counted.parts):
        return
    told = comes_out(total, listed) or Told(total, listed, "failing")
    readings.tell(told, f"backward-beside-{told.reading}")
