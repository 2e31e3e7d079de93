"""One figure stated two ways, and parts that cannot be: larger than their whole, or not of its kind.

What is found here are notes, not relations: they rest on what words mean (农村住宿学生 are some of 住宿学生), so each
rule keeps silent wherever another reading is open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from junheng.audit.blanks.notes import Note, content, note, wordings
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean
from junheng.audit.relations.terms import term

_DATA: dict[str, Any] = content(__file__)
_RULES = wordings(_DATA)
_WORDS: dict[str, Any] = _DATA["words"]


def _any(key: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _WORDS[key]), key=len, reverse=True)))


_PARTS, _PARTS_IN_BRACKETS, _ENDS, _NO_WHOLE = _any("parts"), _any("parts_in_brackets"), _any("ends"), _any("no_whole")
_NARROWER, _SCOPES, _NOISE, _OTHER_TIMES, _TOTALS = (
    _any("narrower"), _any("scopes"), _any("noise"), _any("other_times"), _any("totals"),
)  # fmt: skip
_STOCKS = frozenset(_WORDS["stocks"])
_STANDING, _FLOWS, _ALL_OF_THEM = _any("standing"), _any("flows"), _any("all_of_them")
_SCOPE_LAST = re.compile(rf"(?:{_SCOPES.pattern})(?:的|所有|全部|这|共有?)?$")
_NOUN = re.compile(r"[\u4e00-\u9fff]{2,6}")
_EXCLUSIVE = [(tuple(left), tuple(right)) for left, right in _WORDS["exclusive"]]
_ANOTHER = re.compile(_WORDS["another"], re.MULTILINE)
_YEAR = re.compile(r"(?:19|20)\d\d(?=[ ]?[年\-—～~])")
_YEAR_TO_COME = re.compile(r"(?:^|[^\w])(?:到|至|预计|力争|争取|计划|拟于|确保)$", re.MULTILINE)
_BEFORE_YEAR = 4
_SPACE = re.compile(r"\s+")
_THOUSANDS = "百千万亿"
_SENTENCE_REACH = 300
_FARTHEST = 1500
_LONGEST = 16
_SHORTEST_NOUN, _LONGEST_NOUN = 2, 6
_NEAR = Fraction(3, 5)
_ZERO = 10


def find(clean: Clean, layout: Layout) -> Iterator[Note]:
    """Yield what is stated two ways or cannot be, in the order of the text; linear in its length."""
    found = [*_exceeding(layout), *_strangers(layout), *_compared(layout)]
    yield from sorted(found, key=lambda one: max(one.spans))


def _span(item: Item) -> tuple[int, int]:
    start = item.label_start if item.label else item.quantity.start
    return max(start, item.quantity.start - 30), item.quantity.end


def _printed(text: str, item: Item) -> str:
    start, end = _span(item)
    return _SPACE.sub("", text[start:end]).lstrip("，,；;：:、。")


def _plain(item: Item) -> bool:
    quantity = item.quantity
    return quantity.kind == "number" and bool(quantity.base) and not quantity.hedge and quantity.high is None


def _same(left: Item, right: Item) -> bool:
    """Tell whether two figures count in the same unit, printed alike but for 万 and 亿."""
    return left.quantity.base == right.quantity.base and left.unit.lstrip(_THOUSANDS) == right.unit.lstrip(_THOUSANDS)


def _larger(left: Item, right: Item) -> bool:
    """Tell whether a figure is larger than another by more than rounding."""
    one, other = term(left.quantity, left.quantity.scale), term(right.quantity, right.quantity.scale)
    gap = left.quantity.exact - right.quantity.exact
    return gap > one.slack * left.quantity.scale + other.slack * right.quantity.scale


# --- Parts larger than their whole -----------------------------------------------------------------------------------


class _Wholes:
    """The figures of a sentence so far that parts may be of: of each unit the nearest, and the largest beside it."""

    def __init__(self) -> None:
        self.last: Item | None = None
        self._held: dict[tuple[str, str], tuple[Item, Item]] = {}

    def add(self, item: Item) -> None:
        """Take in one more figure, if it can be a whole."""
        if not _plain(item) or _NO_WHOLE.search(item.label):
            return
        key = (item.quantity.base, item.unit.lstrip(_THOUSANDS))
        largest = item
        if key in self._held:
            before, most = self._held[key]
            # What stands before a ； is another matter; what stands nearer may each be the whole that is meant.
            if before.segment == item.segment and most.quantity.exact > item.quantity.exact:
                largest = most
        self.last = item
        self._held[key] = (item, largest)

    def of(self, part: Item) -> tuple[Item, Item] | None:
        """Return the nearest figure in the part's unit and the largest beside it."""
        return self._held.get((part.quantity.base, part.unit.lstrip(_THOUSANDS)))


_FRAME = 20


def _exceeding(layout: Layout) -> Iterator[Note]:
    for wholes, parts in _lists(layout):
        for part in parts:
            held = wholes.of(part)
            if held is None or not _plain(part) or _NO_WHOLE.search(part.label):
                continue
            whole, largest = held
            if whole.unit == "个" and whole.quantity.value < _FRAME:
                continue  # 3个县，其中小学20所: what the parts stand in
            if _larger(part, whole) and _larger(part, largest):
                values = {"part": _printed(layout.text, part), "whole": _printed(layout.text, whole)}
                yield note(_RULES, "part_exceeds", _span(whole), _span(part), **values)


def _lists(layout: Layout) -> Iterator[tuple[_Wholes, list[Item]]]:
    """Yield what stands before each 其中 of a sentence with the figures behind it, up to where the list ends."""
    wholes, parts, sentence = _Wholes(), list[Item](), -1
    for item in layout.items:
        if item.depth:
            if item.parent is not None and _PARTS_IN_BRACKETS.match(item.lead.lstrip()):
                above = _Wholes()
                above.add(item.parent)
                yield above, [item]
            continue
        opened = _PARTS.search(item.lead)
        apart = item.sentence != sentence
        if parts and (apart or opened or _ENDS.search(item.lead) or item.segment != parts[0].segment):
            yield wholes, parts
            for part in parts:
                wholes.add(part)
            parts = []
        if apart:
            wholes, sentence = _Wholes(), item.sentence
        if parts or (opened and wholes.last is not None):
            parts.append(item)
        else:
            wholes.add(item)
    if parts:
        yield wholes, parts


# --- Parts that are not of the kind ----------------------------------------------------------------------------------


def _strangers(layout: Layout) -> Iterator[Note]:
    for wholes, parts in _lists(layout):
        whole = wholes.last
        if whole is None or not _TOTALS.search(whole.label):
            continue
        for left, right in _EXCLUSIVE:
            for own, other in ((left, right), (right, left)):
                named = next((word for word in own if word in whole.label), None)
                if named is None or any(word in whole.label for word in other):
                    continue
                for part in parts:
                    strange = next((word for word in other if word in part.label), None)
                    if strange and _same(part, whole) and not any(word in part.label for word in own):
                        values = {
                            "part": _printed(layout.text, part), "whole": _printed(layout.text, whole),
                            "own": strange, "other": named,
                        }  # fmt: skip
                        yield note(_RULES, "not_a_part", _span(whole), _span(part), **values)


# --- The same label twice --------------------------------------------------------------------------------------------


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
        if not _plain(item) or _NO_WHOLE.search(item.label):
            continue
        path = _path(item)
        wide = _NARROWER.sub("", path)
        stock = any(word in _STOCKS for word in wide.split("/"))
        thing = not stock and _is_thing(item, path)
        behind = not stock and not thing and item.after and _SCOPE_LAST.search(item.label) is not None
        # 小学5所被评为… is no count of all schools.
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


def _is_thing(item: Item, path: str) -> bool:
    """Tell whether a label names things that are there (校车, 实验室) and says that these are all: 现有, 共, 总数."""
    if item.parent is not None or item.quantity.base == "元" or not _STANDING.search(item.label):
        return False
    return _NOUN.fullmatch(path) is not None and not _FLOWS.search(path) and not _NARROWER.search(path)


def _path(item: Item) -> str:
    """Return a label without its noise, behind that of the figure in whose brackets it stands; blank for none."""
    own = _NOISE.sub("", _SPACE.sub("", item.label))
    if not own or len(own) > _LONGEST:
        return ""
    if item.parent is None:
        return own
    above = _NOISE.sub("", _SPACE.sub("", item.parent.label))
    return f"{above}/{own}" if above else ""


def _sentence_before(text: str, item: Item) -> str:
    """Return the sentence up to the figure; at most so much of it as is looked at."""
    start = max(0, item.quantity.start - _SENTENCE_REACH)
    words = text[start : item.quantity.start]
    return words[max(words.rfind(mark) for mark in "。！？!?\n") + 1 :]


def _year(years: list[tuple[int, str]], at: int) -> str:
    """Return the year last named before a place, blank where none is."""
    place = bisect_right(years, (at, "9999")) - 1
    return years[place][1] if place >= 0 else ""


def _to_come(text: str, at: int) -> bool:
    """Tell whether a year is one that is planned for (到2025年，…): what is told behind it is not of that year."""
    return _YEAR_TO_COME.search(text[max(0, at - _BEFORE_YEAR) : at]) is not None


def _bracket(text: str, item: Item) -> str:
    """Return the words in the bracket behind a figure that widen or narrow what it counts."""
    match = re.match(r"[（(](?:不?含|包括|除|不包括)[^\d（()）]{0,8}", text[item.quantity.end : item.quantity.end + 16])
    return match[0][1:] if match else ""


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
    if first is item or not _same(first, item):
        return
    small, large = sorted((first, item), key=lambda one: one.quantity.exact)
    near = small.quantity.exact >= large.quantity.exact * _NEAR
    if _larger(large, small) and (near or _misprinted(small, large)):
        values = {"first": _printed(text, first), "second": _printed(text, item)}
        if rule == "again_behind":
            values["second"] += _ALL_OF_THEM.split(item.after.strip()[: 2 * _LONGEST_NOUN])[0]
        yield note(_RULES, rule, _span(first), _span(item), **values)


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
        if _SCOPES.search(told.lead) and (held is None or _larger(item, held)):
            stated[key] = item
        return
    whole = stated.get(key)
    if whole is None or not _same(whole, item) or item.quantity.start - whole.quantity.end > _FARTHEST:
        return
    if _larger(item, whole):
        narrow = item.parent is not None and _NARROWER.search(item.parent.label)
        part = (_printed(text, item.parent) + "：" if narrow and item.parent else "") + _printed(text, item)
        above = (_printed(text, whole.parent) + "：" if whole.parent else "") + _printed(text, whole)
        values = {"part": part, "whole": above, "scope": _NARROWER.findall(told.path)[0]}
        yield note(_RULES, "scope_exceeds", _span(whole), _span(item), **values)
