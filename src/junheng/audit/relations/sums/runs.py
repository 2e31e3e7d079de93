"""The runs of a text: the figures of a sentence or bracket, how words join them, where the total of a list may be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import msgspec

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.ground.wording import KEPT
from junheng.audit.relations.sums.triggers import triggers

_OF = "由"
_LOOSE = frozenset({"", "colon"})
"""The connectors that a split stands behind, or without."""
_ENDS = "；;"
STOPS = " ，,、；;：:。\u3000"


class Run(msgspec.Struct, eq=False):
    """The items of one bracket, or of one sentence outside brackets, in order."""

    items: list[Item]
    joins: list[str] = []
    """The kind of connector before each item: among, list, hold, colon, split, within (未入学的54人中，…), or blank."""
    words: list[str] = []
    """The label of each item without the connector."""
    split: int = -1
    """The place of the first item that a split (按性别分) stands before, -1 for none."""
    opening: bool = False
    """The first item's connector begins the sentence."""
    before: Run | None = None
    """The run of the sentence before, for a run outside brackets."""
    after: Run | None = None
    """The run of the sentence behind it, likewise."""
    owner: tuple[Run, int] | None = None
    """For a run in a bracket: the run and the place in it of the item its bracket stands behind."""


def runs(layout: Layout) -> list[Run]:
    """Return the runs of a text in the order of their first items."""
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
                if last is not None:
                    last.after = run
                run.before, last = last, run
        if item.children:
            places[item.number] = (run, len(run.items))
        run.items.append(item)
        _join(run, item)
    return made


class _Lead(NamedTuple):
    """What joins a figure to those before it, by its lead."""

    join: str
    opens: bool
    """The connector begins the lead."""
    rest: str
    """What the lead says behind it."""


def _join(run: Run, item: Item) -> None:
    single = len(run.items) == 1
    found, opens, rest = _joined(item.lead, single)
    if found == "split":
        run.opening = run.opening or single
        if run.split < 0:
            run.split = len(run.joins)
    elif single and found not in _LOOSE:
        run.opening = opens
    run.joins.append(found)
    label = rest if len(rest) < len(item.label) else item.label
    run.words.append(label or item.lead.strip(STOPS))


@lru_cache(KEPT)
def _joined(lead: str, single: bool) -> _Lead:
    """Return what joins a figure with a lead to those before it; `single`: it is the first of its run."""
    words = triggers()
    found, end, first = "", 0, -1
    for match in words.connector.finditer(lead):
        kind = words.join(match[0])
        if kind == "colon" and found:
            end = match.end()
            found = "among_colon" if found == "among" else found
            continue
        if kind == "hold" and found:
            continue
        first = match.start() if first < 0 else first
        found, end = kind, match.end()
    if not found and not single and (within := words.within.match(lead)) is not None:
        found, end = "within", within.end()
    opens = False
    if found == "list" and (ended := max(map(lead.rfind, _ENDS))) > end:
        found, end = "", ended  # 直属机构4个，分别是县医院、疾控中心……；民营医院1家: a list of names only
    if found == "list" and lead[end - 1] == _OF and words.split.match(lead.lstrip(STOPS)) is not None:
        found = ""  # 留守儿童中，由祖父母照看的873人: no 由…组成
    if found in _LOOSE:
        bare = lead.lstrip(STOPS)
        split = words.split.match(bare) if words.split_ends.search(bare) is not None else None
        if split is not None:
            found, end = "split", len(lead) - len(bare) + split.end()
    elif single:
        opened = lead[:first].strip(" ，,、\u3000")
        opens = not opened or words.back.fullmatch(opened) is not None
    return _Lead(found, opens, lead[end:].strip(STOPS))


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
            if owner.items[at].children:
                return  # 学生412人(男218,女194)校舍面积5120(楼房3600,平房1520): each has its own bracket
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
