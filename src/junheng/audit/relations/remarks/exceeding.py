"""Parts that cannot be: larger than their whole (学生100人，其中女生120人), or not of its kind (公办…，其中民办…)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from junheng.audit.blanks.notes import Note, content, note, wordings
from junheng.audit.layout import Item, Layout
from junheng.audit.relations.ground.wording import arrives
from junheng.audit.relations.remarks.figures import (
    THOUSANDS,
    larger,
    name_of,
    no_whole,
    one_of_words,
    plain,
    printed,
    same_unit,
    span,
)
from junheng.audit.relations.sums.labels.labels import alike, division, in_one_row

_DATA: dict[str, Any] = content(__file__)
_RULES = wordings(_DATA)
_WORDS: dict[str, Any] = _DATA["words"]
_PARTS, _PARTS_IN_BRACKETS = one_of_words(_WORDS["parts"]), one_of_words(_WORDS["parts_in_brackets"])
_ENDS, _THINGS, _TOTALS = (one_of_words(_WORDS[key]) for key in ("ends", "things", "totals"))
_SEVERAL = one_of_words(_WORDS["several"])
_EXCLUSIVE = [(tuple(left), tuple(right)) for left, right in _WORDS["exclusive"]]


def find(layout: Layout) -> Iterator[Note]:
    """Yield the parts that cannot be."""
    exceeding: list[Note] = []
    strangers: list[Note] = []
    for wholes, parts in _lists(layout):
        exceeding += _exceeding(layout, wholes, parts)
        strangers += _strangers(layout, wholes, parts)
    yield from exceeding
    yield from strangers


class _Wholes:
    """The figures of a sentence so far that parts may be of: of each unit the nearest, and the largest beside it."""

    def __init__(self) -> None:
        self.last: Item | None = None
        self._held: dict[tuple[str, str], tuple[Item, Item]] = {}

    def add(self, item: Item) -> None:
        """Take in one more figure, if it can be a whole."""
        label = item.label
        if not plain(item) or label.endswith(_FROM):
            return  # 由6对增加到52对，其中中学14对: of the 52
        key = _key(item)
        if no_whole(label) and not arrives(label):
            if key in self._held and self._held[key][1].plain < item.plain:
                # 由87家压减到6家，压减81家，其中注销52家: of what was taken off, perhaps
                self._held[key] = (self._held[key][0], item)
            return
        largest = item
        if key in self._held:
            before, most = self._held[key]
            # What stands before a ； is another matter; what stands nearer may each be the whole that is meant.
            if before.segment == item.segment and most.plain > item.plain:
                largest = most
        self.last = item
        self._held[key] = (item, largest)

    def take(self, items: list[Item]) -> None:
        """Take in what was told since, and leave the list empty."""
        for item in items:
            self.add(item)
        items.clear()

    def of(self, part: Item) -> tuple[Item, Item] | None:
        """Return the nearest figure in the part's unit and the largest beside it."""
        return self._held.get(_key(part))


def _key(item: Item) -> tuple[str, str]:
    """Return what a figure counts and by which unit: 名 and 人 are one."""
    base = item.quantity.base
    return base, base if base == _PERSONS else item.unit.lstrip(THOUSANDS)


_FRAME = 20
_FROM, _PERSONS = ("由", "从"), "人"


def _exceeding(layout: Layout, wholes: _Wholes, parts: list[Item]) -> Iterator[Note]:
    for place, part in enumerate(parts):
        held = wholes.of(part)
        if held is None or not plain(part) or _TOTALS.search(part.label[-_FRAME:]) or no_whole(part.label):
            continue
        whole, largest = held
        if whole.unit == "个" and whole.quantity.value < _FRAME:
            continue  # 3个县，其中小学20所: what the parts stand in
        if (
            larger(part, whole)
            and larger(part, largest)
            and _of_it(whole, [one for one in parts[: place + 1] if same_unit(one, part)])
        ):
            values = {"part": printed(layout.text, part), "whole": printed(layout.text, whole)}
            yield note(_RULES, "part_exceeds", span(whole), span(part), **values)


def _of_it(whole: Item, parts: list[Item]) -> bool:
    """Tell whether the last of some parts is named as one of the whole: the list may have ended before it.

    Right behind 其中 it is, unless it names another thing (园长1名，其中教师4名); farther on only where it bears the
    name of the whole, or divides it together with those before it (男生…，女生…).
    """
    part, labels = parts[-1], [_PARTS.sub("", one.label) for one in parts]
    if in_one_row(whole.label, labels[-1:]):
        return False
    if len(parts) == 1:
        return not _THINGS.search(labels[-1]) or alike(whole.label, labels[-1])
    name = name_of(whole)
    return (len(name) > 1 and name_of(part).endswith(name)) or division(whole.label, labels) in {"whole", "partition"}


def _lists(layout: Layout) -> Iterator[tuple[_Wholes, list[Item]]]:
    """Yield what stands before each 其中 of a sentence with the figures behind it, up to where the list ends."""
    wholes, parts, sentence = _Wholes(), list[Item](), -1
    told: list[Item] = []  # before the next 其中: most sentences have none, and then nothing is asked of these
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
            wholes.take(parts)
            parts = []
        if apart:
            wholes, told, sentence = _Wholes(), [], item.sentence
        if opened and _SEVERAL.search(item.lead) is not None:
            wholes, told = _Wholes(), []  # 处分3人、诫勉5人；上述人员全部取消评优资格，其中6人……: of them all
        elif opened:
            wholes.take(told)
        if parts or (opened and wholes.last is not None):
            parts.append(item)
        else:
            told.append(item)
    if parts:
        yield wholes, parts


def _strangers(layout: Layout, wholes: _Wholes, parts: list[Item]) -> Iterator[Note]:
    whole = wholes.last
    if whole is None or not _TOTALS.search(whole.label):
        return
    for left, right in _EXCLUSIVE:
        for own, other in ((left, right), (right, left)):
            named = next((word for word in own if word in whole.label), None)
            if named is None or any(word in whole.label for word in other):
                continue
            for part in parts:
                strange = next((word for word in other if word in part.label), None)
                if strange and same_unit(part, whole) and not any(word in part.label for word in own):
                    values = {
                        "part": printed(layout.text, part), "whole": printed(layout.text, whole),
                        "own": strange, "other": named,
                    }  # fmt: skip
                    yield note(_RULES, "not_a_part", span(whole), span(part), **values)
