"""Lists of quantities: the runs of a text, how their items are joined, which of them a total may be made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from junheng.audit.layout import Item, Layout
from junheng.audit.model import Quantity, Term, fraction
from junheng.audit.relations.terms import term
from junheng.audit.relations.triggers import Triggers, triggers

FARTHEST = 60
"""How many items of a run a list may reach over."""
Number = int | Fraction
STOPS = " ，,、；;：:。\u3000"
_EACH = re.compile(r"[各均]$")
_DIVIDED = re.compile(r"[、，,和及与]")


@dataclass(slots=True, eq=False)
class Run:
    """The items of one bracket, or of one sentence outside brackets, in order."""

    items: list[Item]
    joins: list[str] = field(default_factory=list)
    """The kind of connector before each item: among, list, hold, colon, or blank."""
    words: list[str] = field(default_factory=list)
    """The label of each item without the connector."""
    split: int = -1
    """The place of the first item that a split (按性别分) stands before, -1 for none."""
    opening: bool = False
    """The first item's connector begins the sentence."""
    before: Run | None = None
    """The run of the sentence before, for a run outside brackets."""
    owner: tuple[Run, int] | None = None
    """For a run in a bracket: the run and the place in it of the item its bracket stands behind."""


@dataclass(slots=True, eq=False)
class Entry:
    """One item as a part of a total of a given unit."""

    place: int
    """Its place in the run."""
    item: Item
    label: str
    """Its label together with those of the items of other units before it in the list."""
    scale: Fraction
    """That of the total's unit; its own where one of the two has none."""
    times: int = 1
    """How many it counts for: 甲校和乙校各1所 is two."""
    cut: bool = False
    """The list may have ended before it."""
    loose: bool = False
    """It may belong to the part before it."""
    sure: bool = True
    """Its unit is the total's, or of its kin."""
    closes: bool = False
    """It is the rest (其他, 其余): the list ends here."""
    sub: int = 0
    """How many entries before it it is the sub-total of."""

    value: Number = 0
    """What it adds, in the unit of the total."""

    def __post_init__(self) -> None:
        """Work out the value, as a whole number where it is one: most are, and these are quick."""
        quantity = self.item.quantity
        value = fraction(quantity.value)
        same = quantity.scale is self.scale or quantity.scale == self.scale
        own = (value.numerator if value.denominator == 1 else value) if same else value * quantity.scale / self.scale
        self.value = own * self.times

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return it as terms of a relation."""
        return (term(self.item.quantity, self.scale),) * self.times


def runs(layout: Layout) -> list[Run]:
    """Return the runs of a text in the order of their first items."""
    words = triggers()
    made: list[Run] = []
    places: dict[int, tuple[Run, int]] = {}
    current: dict[int, Run] = {}
    sentence, last = -1, None
    for item in layout.items:
        if item.sentence != sentence:
            sentence, current = item.sentence, {}
        run = current.get(item.bracket)
        if run is None:
            run = current[item.bracket] = Run([])
            made.append(run)
            if item.bracket:
                run.owner = places.get(item.parent.number) if item.parent is not None else None
            else:
                run.before, last = last, run
        places[item.number] = (run, len(run.items))
        run.items.append(item)
        _join(run, item, words)
    return made


def _join(run: Run, item: Item, words: Triggers) -> None:
    found, end, first = "", 0, -1
    for match in words.connector.finditer(item.lead):
        kind = words.join(match[0])
        if kind == "colon" and found:
            end = match.end()
            found = "among_colon" if found == "among" else found
            continue
        if kind == "hold" and found:
            continue
        first = match.start() if first < 0 else first
        found, end = kind, match.end()
    if len(run.items) == 1:
        run.opening = found not in {"", "colon"} and not item.lead[:first].strip(" ，,、\u3000")
    split = None if found not in {"", "colon"} else words.split.match(item.lead.lstrip(STOPS))
    if split is not None:
        found, end = "split", len(item.lead) - len(item.lead.lstrip(STOPS)) + split.end()
        run.opening = run.opening or len(run.items) == 1
    rest = item.lead[end:].strip(STOPS)
    if found == "split" and run.split < 0:
        run.split = len(run.joins)
    run.joins.append(found)
    label = rest if len(rest) < len(item.label) else item.label
    run.words.append(label or item.lead.strip(STOPS))


def fit(total: Quantity, part: Quantity) -> int:
    """Return how well a part's unit fits the total's: 2 the same dimension, 1 kin or unit missing, 0 not at all."""
    if part.kind != "number" or total.kind != "number":
        return 0
    if part.base == total.base:
        return 2
    if not part.base or not total.base:
        return 1
    return 1 if triggers().kin(total, part) else 0


def entries(run: Run, start: int, total: Quantity, head: str, stop: int | None = None) -> list[Entry]:
    """Return what, from a place of a run on (up to another), may be the parts of a total, sub-totals drawn together."""
    found: list[Entry] = []
    under, passed = False, ""
    doing = _says("action", head)
    strict = any(one.quantity.base == total.base for one in run.items[start : start + FARTHEST]) and bool(total.base)
    for place in range(start, min(len(run.items) if stop is None else stop, start + FARTHEST)):
        item, label = run.items[place], run.words[place]
        before = run.items[place - 1] if place > start else None
        turned = before is not None and item.segment != before.segment
        if before is not None and run.joins[place] and run.joins[place] != "colon":
            under = True
        if turned and not run.joins[place]:
            under = False
        passed += label
        if under or _says("aside", item.label):
            continue
        level = fit(total, item.quantity)
        if not level or (not item.quantity.base and not label):
            continue
        if level == 1 and strict and item.quantity.base and not _same_kind(total, item, label):
            continue
        scale = total.scale if total.base and item.quantity.base else item.quantity.scale
        entry = Entry(
            place, item, passed or label, scale, _times(run, place), sure=level == 2 or _same_kind(total, item, label)
        )
        if found:
            last = found[-1].place
            entry.loose = item.mark == "" and last == place - 1
            entry.cut = (
                turned
                or found[-1].closes
                or _says("turn", item.lead)
                or (not doing and _says("action", label))
                or (last < place - 1 and item.mark not in "、" and _foreign(run, last, place, total))
                or (item.mark in "，," and found[-1].item.mark == "、")
            )
            entry.loose |= _says("change", label)
        entry.closes = _says("rest", label)
        _draw_together(found, entry)
        found.append(entry)
        passed = ""
    return found


@lru_cache(maxsize=1 << 12)
def _says(what: str, words: str) -> bool:
    """Return whether words hold one of a kind; the same ones are asked about from many heads."""
    return triggers().words[what].search(words) is not None


@lru_cache(maxsize=1 << 12)
def _sums_up(label: str) -> bool:
    """Return whether a label is that of a sub-total."""
    return triggers().closing.fullmatch(label) is not None or triggers().ending.search(label) is not None


def _foreign(run: Run, last: int, place: int, total: Quantity) -> bool:
    """Return whether items of other units, told in clauses of their own, stand between two entries."""
    between = run.items[last + 1 : place]
    return any(one.quantity.kind == "number" and one.mark for one in between) and not fit(total, between[0].quantity)


def _same_kind(total: Quantity, item: Item, label: str) -> bool:
    if not total.base and not item.quantity.base:
        return True
    told = triggers()
    return "institution" in told.kin(total, item.quantity) and told.words["institution"].search(label) is not None


def _times(run: Run, place: int) -> int:
    """Return how many an item counts for: in 甲、乙和丙各1所 one for each name told since the item before."""
    if not _EACH.search(run.words[place]):
        return 1
    named = [name for name in _DIVIDED.split(_EACH.sub("", _since(run, place))) if name.strip()]
    return max(1, min(len(named), 12))


def _since(run: Run, place: int) -> str:
    lead = run.items[place].lead
    for match in reversed(list(triggers().connector.finditer(lead))):
        return lead[match.end() :]
    return lead


def _draw_together(found: list[Entry], entry: Entry) -> None:
    """Where an entry is labelled as the sub-total of those before it, put it in their place."""
    if len(found) < 2 or not _sums_up(_bare(entry.label)):
        return
    reached: Number = 0
    count = 0
    for one in reversed(found):
        reached, count = reached + one.value, count + 1
        if count > 1 and reached == entry.value:
            break
    else:
        same = [one for one in found if one.item.segment == entry.item.segment]
        count = len(same) if len(same) > 1 and len(same) < len(found) else 0
    if count:
        entry.cut, entry.sub = found[-count].cut, count
        del found[-count:]


def _bare(label: str) -> str:
    return label.strip(STOPS)


def heads(run: Run, place: int) -> Iterator[tuple[Run, int]]:
    """Yield where the total of a list that begins at a place may stand, the likeliest first."""
    split = run.joins[place] == "split"
    if place:
        yield from ((run, at) for at in _back(run, place, 24 if split else 8, split=split))
        if not split:
            return
    if run.owner is not None:
        owner, at = run.owner
        yield owner, at
        behind = owner.items[at]
        while at and owner.items[at].mark == "" and owner.items[at].segment == behind.segment:
            at -= 1
            yield owner, at
    elif run.opening or split:
        before = run.before
        for _ in range(4 if split else 1):
            if before is None:
                return
            for at in _back(before, len(before.items), 8, split=split):
                yield before, at
            before = before.before


def _back(run: Run, place: int, most: int, *, split: bool) -> range:
    """Return the places before one, the nearest first; for a split none from an earlier split on: these are parts."""
    if split and 0 <= run.split < place:
        place = run.split
    return range(place - 1, max(-1, place - 1 - most), -1)


def total_of(parts: Sequence[Entry]) -> Number:
    """Return what entries come to, in the unit of their total."""
    return sum(one.value for one in parts)
