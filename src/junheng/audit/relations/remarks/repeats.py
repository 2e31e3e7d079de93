"""One figure stated two ways: by the same label, or by a label of a part that exceeds the whole told before.

What is found here are notes, not relations: they rest on what words mean (农村住宿学生 are some of 住宿学生), so each
rule keeps silent wherever another reading is open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from junheng.audit.blanks.notes import Note, content, note, wordings
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean
from junheng.audit.relations.ground.wording import KEPT
from junheng.audit.relations.remarks import exceeding
from junheng.audit.relations.remarks.figures import (
    larger,
    name_of,
    no_whole,
    one_of_words,
    plain,
    printed,
    same_unit,
    span,
)

_DATA: dict[str, Any] = content(__file__)
_RULES = wordings(_DATA)
_WORDS: dict[str, Any] = _DATA["words"]

_NARROWER, _SCOPES, _OTHER_TIMES = (one_of_words(_WORDS[key]) for key in ("narrower", "scopes", "other_times"))
_STOCKS = frozenset(_WORDS["stocks"])
_STANDING, _FLOWS, _ALL_OF_THEM = (one_of_words(_WORDS[key]) for key in ("standing", "flows", "all_of_them"))
_SCOPE_LAST = re.compile(rf"(?:{_SCOPES.pattern})(?:的|所有|全部|这|共有?)?$")
_NOUN = re.compile(r"[\u4e00-\u9fff]{2,6}")
_ANOTHER = re.compile(_WORDS["another"], re.MULTILINE)
_YEAR = re.compile(r"(?:19|20)\d\d(?=[ ]?[年\-—～~])")
_YEAR_TO_COME = re.compile(r"(?:^|[^\w])(?:到|至|预计|力争|争取|计划|拟于|确保)$", re.MULTILINE)
_BEFORE_YEAR, _BRACKET_REACH = 4, 24
_WIDENED = re.compile(rf"[（(]((?:{one_of_words(_WORDS['widening']).pattern})[^\d（()）]{{0,8}})")
_SENTENCE_REACH = 300
_FARTHEST = 1500
_SHORTEST_NOUN, _LONGEST_NOUN = 2, 6
_NEAR = Fraction(3, 5)
_ZERO = 10


def find(clean: Clean, layout: Layout) -> Iterator[Note]:
    """Yield what is stated two ways or cannot be, in the order of the text; linear in its length."""
    found = [*exceeding.find(layout), *_compared(layout)]
    yield from sorted(found, key=lambda one: max(one.spans))


class _Told(NamedTuple):
    """A count with what is compared: its label without noise (`path`), and that without narrowing words (`wide`)."""

    item: Item
    path: str
    wide: str
    lead: str
    """The sentence up to the figure."""
    place: tuple[str, int, str]
    """The year, the number of the report in its file, the unit: counts are compared only where these are the same."""


_Stated = dict[tuple[object, ...], Item]


def _compared(layout: Layout) -> Iterator[Note]:
    text = layout.text
    years = [(match.start(), match[0]) for match in _YEAR.finditer(text) if not _to_come(text, match.start())]
    breaks = [match.start() for match in _ANOTHER.finditer(text)]
    stated: _Stated = {}
    for item in layout.items:
        if not plain(item) or no_whole(item.label):
            continue
        if item.after.strip() and not _scoped(item.label):
            continue  # 小学5所被评为… is no count of all schools
        path = name_of(item)
        wide, stock = _widened(path)
        thing = not stock and _is_thing(item, path)
        behind = not stock and not thing and item.after and _scoped(item.label)
        if not (stock or thing or behind) or (item.after.strip() and not behind):
            continue
        lead = _sentence_before(text, item)
        if _OTHER_TIMES.search(lead):
            continue
        place = (_year(years, item.quantity.start), bisect_right(breaks, item.quantity.start), item.quantity.base)
        told = _Told(item, path, wide, lead, place)
        if behind:
            yield from _again_behind(text, stated, told)
            continue
        yield from _twice(text, stated, told, "stated_twice" if stock else "thing_twice")
        if stock:
            yield from _scopes(text, stated, told)


@lru_cache(KEPT)
def _scoped(label: str) -> bool:
    return _SCOPE_LAST.search(label) is not None


@lru_cache(KEPT)
def _widened(path: str) -> tuple[str, bool]:
    """Return a name without narrowing words, and whether it is one of a stock."""
    wide = _NARROWER.sub("", path)
    return wide, not _STOCKS.isdisjoint(wide.split("/"))


def _is_thing(item: Item, path: str) -> bool:
    """Tell whether a label names things that are there (校车, 实验室) and says that these are all: 现有, 共, 总数."""
    if item.parent is not None or item.quantity.base == "元" or not path or not _STANDING.search(item.label):
        return False
    return _NOUN.fullmatch(path) is not None and not _FLOWS.search(path) and not _NARROWER.search(path)


def _sentence_before(text: str, item: Item) -> str:
    """Return the sentence up to the figure; at most so much of it as is looked at."""
    start = max(0, item.quantity.start - _SENTENCE_REACH)
    words = text[start : item.quantity.start]
    return words[max(map(words.rfind, "。！？!?\n")) + 1 :]


def _year(years: list[tuple[int, str]], at: int) -> str:
    """Return the year last named before a place, blank where none is."""
    place = bisect_right(years, (at, "9999")) - 1
    return years[place][1] if place >= 0 else ""


def _to_come(text: str, at: int) -> bool:
    """Tell whether a year is one that is planned for (到2025年，…): what is told behind it is not of that year."""
    return _YEAR_TO_COME.search(text[max(0, at - _BEFORE_YEAR) : at]) is not None


def _bracket(text: str, item: Item) -> str:
    """Return the words in a bracket before or behind a figure that widen or narrow what it counts."""
    start, end = item.quantity.start, item.quantity.end
    before = _WIDENED.search(text[max(item.label_start, start - _BRACKET_REACH) : start])
    behind = _WIDENED.match(text[end : end + _BRACKET_REACH])
    return "".join(match[1] for match in (before, behind) if match)


def _twice(text: str, stated: _Stated, told: _Told, rule: str) -> Iterator[Note]:
    """Yield where a count of the whole place, told before, is told again with another value.

    A value far from the first is taken to count something else.
    """
    item, lead = told.item, told.lead
    if item.parent is not None or (told.wide not in _STOCKS and rule == "stated_twice"):
        return
    # In a list of parts, or behind a narrower word, the label alone does not say what is counted.
    scopes = _SCOPES.findall(lead)
    if not scopes or "其中" in lead or _NARROWER.search(lead, 0, max(0, len(lead) - len(item.label))):
        return
    first = stated.setdefault(("twice", scopes[-1][-1], told.path, _bracket(text, item), *told.place), item)
    yield from _differing(text, first, item, rule)


def _again_behind(text: str, stated: _Stated, told: _Told) -> Iterator[Note]:
    """Yield where `全县48所学校中`, `全县48所学校全部…` counts otherwise what was counted before: the noun is behind.

    Without such a word behind the noun some of them may be meant: 全县12所学校被评为….
    """
    item, lead = told.item, told.lead
    scope = _SCOPES.findall(lead)
    noun = _NOUN.match(item.after.strip()[:_LONGEST_NOUN])
    if item.parent is not None or not scope or noun is None or "其中" in lead or _NARROWER.search(lead):
        return
    for size in range(len(noun[0]), _SHORTEST_NOUN - 1, -1):
        first = stated.get(("twice", scope[-1][-1], noun[0][:size], "", *told.place))
        if first is not None:
            if _ALL_OF_THEM.match(item.after.strip()[size:]):
                yield from _differing(text, first, item, "again_behind")
            return


def _differing(text: str, first: Item, item: Item, rule: str) -> Iterator[Note]:
    if first is item or first.sentence == item.sentence or not same_unit(first, item):
        return  # in one sentence they are of two things: 小学40所、学生12000人，初中15所、学生9000人
    small, large = sorted((first, item), key=lambda one: one.plain)
    near = small.plain >= large.plain * _NEAR
    if larger(large, small) and (near or _misprinted(small, large)):
        values = {"first": printed(text, first), "second": printed(text, item)}
        if rule == "again_behind":
            values["second"] += _ALL_OF_THEM.split(item.after.strip()[: 2 * _LONGEST_NOUN])[0]
        yield note(_RULES, rule, span(first), span(item), **values)


def _misprinted(small: Item, large: Item) -> bool:
    """Tell whether two whole figures differ as misprints do: by a zero, or by two digits that changed places."""
    one, two = small.quantity.value, large.quantity.value
    if small.quantity.scale != large.quantity.scale or one != int(one) or two != int(two) or one < _ZERO:
        return False
    left, right = str(int(one)), str(int(two))
    apart = [at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b]
    swapped = len(left) == len(right) and len(apart) == 2 and left[apart[0]] == right[apart[1]]
    return two == one * _ZERO or (swapped and left[apart[1]] == right[apart[0]] and apart[1] == apart[0] + 1)


def _scopes(text: str, stated: _Stated, told: _Told) -> Iterator[Note]:
    """Yield where what is told of a part (农村住宿学生) exceeds what is told of the whole (住宿学生)."""
    item, key = told.item, ("scope", told.wide, *told.place)
    if told.wide == told.path:
        held = stated.get(key)
        if _SCOPES.search(told.lead) and (held is None or larger(item, held)):
            stated[key] = item
        return
    whole = stated.get(key)
    if whole is None or not same_unit(whole, item) or item.quantity.start - whole.quantity.end > _FARTHEST:
        return
    if larger(item, whole):
        narrow = item.parent is not None and _NARROWER.search(item.parent.label)
        part = (printed(text, item.parent) + "：" if narrow and item.parent else "") + printed(text, item)
        above = (printed(text, whole.parent) + "：" if whole.parent else "") + printed(text, whole)
        values = {"part": part, "whole": above, "scope": _NARROWER.findall(told.path)[0]}
        yield note(_RULES, "scope_exceeds", span(whole), span(item), **values)
