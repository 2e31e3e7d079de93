"""Sentences as rows of figures: a bracket behind words is drawn into the row, one behind a figure is kept beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

import msgspec

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.ground.wording import KEPT
from junheng.audit.relations.sums.lists import Entry
from junheng.audit.relations.sums.runs import STOPS
from junheng.audit.relations.sums.triggers import triggers

_LEAD, _MOST = 60, 12
_EACH = re.compile("各|均")
_DIVIDED = re.compile(r"[、，,和及与]")
_BRACKETED = re.compile(r"([^，,、；;。:：()（）\d\s]{1,16})\s*[（(][^（()）\d]{0,16}$")
_DISTRIBUTED = re.compile("([^，,；;。:：]{2,60})分别")
_TIMES = frozenset({"年", "学期", "学年", "个月", "月", "天", "周", "日"})
_FEW = 5
_DASHES = "—-－+＋=＝"


class Figure(msgspec.Struct, eq=False):
    """One figure of a row."""

    item: Item
    name: str
    """The words of its clause before it."""
    lead: str
    """All words since the figure before it."""
    times: int = 1
    """How many it counts for: 一小、二小各有4名 is two."""

    @property
    def words(self) -> str:
        """Return the words before and right behind it."""
        return self.lead + "|" + self.item.after

    def entry(self, place: int, total: Item) -> Entry:
        """Return it as a part of a total."""
        own, scale = self.item.quantity, total.quantity.scale
        return Entry(place, self.item, self.name, scale if own.base and total.quantity.base else own.scale, self.times)


class Row(msgspec.Struct, eq=False):
    """The figures of a sentence, or of several that follow each other, in order."""

    figures: list[Figure]
    inside: list[Item]
    """The figures in brackets behind others."""
    paragraph: int
    sentences: int = 1

    def joined(self, other: Row) -> Row:
        """Return it with the row of the next sentence."""
        figures, inside = self.figures + other.figures, self.inside + other.inside
        return Row(figures, inside, self.paragraph, self.sentences + other.sentences)


def rows(text: str, layout: Layout, longest: int) -> Iterator[Row | None]:
    """Yield the row of each sentence with figures, None for one that is none: too long, or of other things."""
    for _, sentence in groupby(layout.items, key=attrgetter("sentence")):
        items = list(sentence)
        yield _row(text, items) if len(items) <= longest else None


def _row(text: str, items: Sequence[Item]) -> Row | None:
    figures: list[Figure] = []
    inside: list[Item] = []
    behind, passed = 0, ""
    for one, after in zip(items, [*items[1:], None], strict=True):
        quantity = one.quantity
        if quantity.unit in _TIMES and _is_span(one, after):
            passed += one.lead + text[quantity.start : quantity.end]
            behind = quantity.end
            continue
        lead = one.lead
        if one.depth:
            if one.parent is not None:
                inside.append(one)
                continue
            if one.depth > 1:
                return None
            lead = text[max(behind, quantity.start - _LEAD) : quantity.start]
        lead = passed + lead
        name, passed = (passed.lstrip(STOPS) if passed else "") + _name(one, lead), ""
        if not name and one.depth:
            return None
        counted = figures[-1].item.after if figures else ""
        times = _times(lead.removeprefix(counted)) if "、" in lead else 1
        figures.append(Figure(one, name, lead.strip(STOPS), times))
        behind = quantity.end
    _share_out(figures)
    return Row(figures, inside, items[0].paragraph) if figures else None


def _is_span(one: Item, after: Item | None) -> bool:
    """Return whether a figure in a unit of time tells when another is told of (两年建成17所, 一学期22万元)."""
    return one.quantity.value <= _FEW and after is not None and not after.mark and not one.depth


def _name(one: Item, lead: str) -> str:
    """Return what a figure is called: the words of its clause, in a bracket of its own those before it."""
    own = _own(one.label)
    if not one.depth or own:
        return own
    found = _BRACKETED.search(lead)
    return found[1] if found is not None else ""


@lru_cache(KEPT)
def _own(label: str) -> str:
    return triggers().connector.sub("", label).strip(STOPS + _DASHES)


def _share_out(figures: list[Figure]) -> None:
    """Give each of several names its figure where they are told apart (甲、乙、丙分别有820、395、87人)."""
    for at, one in enumerate(figures):
        if "分别" not in one.lead:
            continue
        found = _DISTRIBUTED.search(one.lead)
        names = [each.strip(STOPS) for each in _DIVIDED.split(found[1])] if found is not None else []
        row = figures[at : at + len(names)]
        if len(names) > 1 and len(row) == len(names) and not any(each.name for each in row[1:]):
            for each, name in zip(row, names, strict=True):
                each.name = name


def _times(lead: str) -> int:
    """Return how many a figure told with 各 counts for, by the names before the word."""
    found = _EACH.search(lead)
    if found is None or "、" not in lead[: found.start()]:
        return 1
    named = [one for one in _DIVIDED.split(lead[: found.start()]) if one.strip(STOPS)]
    return max(1, min(len(named), _MOST))
