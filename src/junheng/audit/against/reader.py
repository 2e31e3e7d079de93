"""Reads the figures of a text in order: what each is told of.

The words before a figure may narrow it (新建小学3所、初中2所) as well as its own. A clause of which not every word is
known leaves nothing certain for what follows in its sentence, until a stock is told to be there (现有).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from junheng.audit.against.around import BRACKETS, Around
from junheng.audit.against.ground import Ground, keys_of
from junheng.audit.against.names import LONGEST, Grade, Key, names
from junheng.audit.against.phrases import Phrase, parse
from junheng.audit.layout import Item, Layout

_CLAUSES = re.compile("[，,：:；;。]")
_BLANKS = re.compile(r"\s+")
_LISTED = re.compile("[、和与]|以及")
_LIST = 2


class Called(NamedTuple):
    """What a figure may be told of: `keys`, the likeliest first, and how it is named."""

    item: Item
    keys: tuple[Key, ...]
    grade: Grade
    free: bool
    """No word around it may narrow it."""
    carried: bool
    """The sentence before was not understood, and this one may go on with it."""
    evidence: bool
    """The sentence tells of a stock, or of the whole county."""
    whole: bool
    """The sentence names the whole county."""
    placed: bool
    """The sentence tells a year, or its paragraph names the county."""


class Reader:
    """Reads the figures of one text in order."""

    def __init__(self, layout: Layout, county: str = "") -> None:
        self.text, self.items, self.county = layout.text, layout.items, county
        self._around = Around(layout.text, layout.items, self._parsed)
        whole = names().whole.items()
        own = [word for end, words in whole if self._is_own(end) for word in words]
        self._own_words = (*own, county) if county else tuple(own)
        others = [word for end, words in whole if not self._is_own(end) for word in words]
        self._other_words = (*names().elsewhere, *others)
        self._sentence = self._paragraph = self._segment = -1
        self._elsewhere = self._lost = self._here = False
        self._at = 0
        self._grounds: dict[int, Ground] = {}
        self._left: dict[int, Ground] = {}
        self._spread: dict[int, Phrase] = {}

    def read(self) -> Iterator[Called]:
        """Yield what each figure is told of, where it names something."""
        for item in self.items:
            ground = self._ground(item)
            called = self._read(item, ground)
            ground.read = True
            self._left[item.number] = ground.copy()
            if called is not None:
                yield called

    def _ground(self, item: Item) -> Ground:
        """Return what stands at an item before its own words."""
        if item.paragraph != self._paragraph:
            self._paragraph, self._elsewhere, self._lost, self._here = item.paragraph, False, False, False
            self._at = max(self._at, self.text.rfind("\n", 0, item.quantity.start) + 1)
        if item.sentence != self._sentence:
            self._sentence, self._segment = item.sentence, item.segment
            if self._grounds:
                self._lost = not all(one.free for one in self._grounds.values())
            self._grounds, self._left = {}, {}
        elif item.segment != self._segment:
            self._segment = item.segment
            for one in self._grounds.values():
                one.part()
        self._look_elsewhere(item)
        if item.bracket not in self._grounds:
            self._grounds[item.bracket] = self._begun(item)
        return self._grounds[item.bracket]

    def _begun(self, item: Item) -> Ground:
        if not item.depth:
            return Ground(carried=self._lost)
        parent = self._left.get(item.parent.number) if item.parent is not None else None
        return msgspec.structs.replace(parent, read=False) if parent is not None else Ground(free=False)

    def _look_elsewhere(self, item: Item) -> None:
        """Notice words that turn to another place, and back to the county."""
        passed = self.text[self._at : item.quantity.start]
        self._at = max(self._at, item.quantity.start)
        county = max((passed.rfind(word) for word in self._own_words), default=-1)
        other = max((passed.rfind(word) for word in self._other_words), default=-1)
        if max(county, other) >= 0:
            self._elsewhere, self._here = other > county, county > other

    def _is_own(self, ending: str) -> bool:
        return not ending or not self.county or self.county.endswith(ending)

    def _parsed(self, words: str) -> Phrase | None:
        if self.county:
            words = words.replace(self.county, "全域")
        return parse(words)

    def _read(self, item: Item, ground: Ground) -> Called | None:
        *before, _ = _CLAUSES.split(item.lead) if item.lead else [""]
        if not item.mark and item.lead:
            before = []
        for clause in before:
            self._clause(clause, ground)
        self._share_out(item)
        phrase, postposed = self._own(item, ground)
        if phrase is None:
            if not item.label.startswith(names().comparing):
                ground.lose()
            return None
        if phrase.respectively and item.number not in self._spread:
            ground.told(phrase)
            ground.free = False
            return None
        if phrase.whole and not ground.exists and phrase.plain:
            ground.whole = True
        called = self._called(item, phrase, ground, postposed=postposed)
        ground.told(phrase)
        if called is not None:
            ground.measure = called.keys[0].measure
            ground.form, ground.variation = called.keys[0].form, called.keys[0].variation
        return called

    def _clause(self, clause: str, ground: Ground) -> None:
        """Take in a clause without a figure."""
        pieces = [self._parsed(piece) for piece in clause.split("、")]
        phrase = self._parsed(clause) if len(pieces) == 1 else None
        if phrase is not None:
            ground.told(phrase)
        elif len(pieces) > 1 and None not in pieces:
            ground.groups = ()
        elif not clause.startswith(names().comparing):
            ground.lose()

    def _share_out(self, item: Item) -> None:
        """Give each figure behind 分别 its name: 小学、初中在校生分别为20367人、9424人."""
        words = _CLAUSES.split(item.lead)[-1]
        at = words.rfind(names().respectively[0])
        if at < 0 or self._parsed(words[at:]) is None:
            return
        pieces = _LISTED.split(words[:at])
        found = [phrase for piece in pieces if (phrase := self._parsed(piece)) is not None]
        chain = self.items[item.number : item.number + len(pieces) + 1]
        listed = [one for one in chain[1:] if one.bracket == item.bracket and self._goes_on(one)]
        if len(pieces) < _LIST or len(found) < len(pieces) or len(listed) + 1 != len(pieces):
            return
        first, last = found[0], found[-1]
        for one, phrase in zip(chain, found, strict=False):
            named = phrase if phrase.measure else _with_measure(phrase, last)
            self._spread[one.number] = named if named.groups else msgspec.structs.replace(named, groups=first.groups)

    def _goes_on(self, item: Item) -> bool:
        phrase = self._parsed(item.label)
        return item.mark in {"、", "，", ""} and phrase is not None and phrase.plain

    def _own(self, item: Item, ground: Ground) -> tuple[Phrase | None, bool]:
        """Return what an item's own words name, and whether the name stands behind the figure."""
        if item.number in self._spread:
            return self._spread[item.number], False
        joint = _joint(item, first=not ground.read)
        if joint:
            found = map(self._parsed, (joint, *self._restarted(item.label)))
            return next((one for one in found if one is not None), None), False
        for words in self._wordings(item):
            phrase = self._parsed(words)
            if phrase is not None and phrase.measure:
                return phrase, False
        label = next((one for one in (item.label, *self._restarted(item.label)) if self._parsed(one)), "")
        phrase = self._parsed(label) if label or not item.label else None
        if phrase is None or not item.after or phrase.measure or phrase.respectively:
            return phrase, False
        after = self._parsed(_BLANKS.sub("", label + item.after))
        if after is not None and (after.measure or (after.groups and not phrase.groups) or after.school):
            return after, True
        return phrase, False

    def _wordings(self, item: Item) -> Iterator[str]:
        """Yield the words before an item: with the figures they hold, with the list they end, by themselves."""
        start, one = item.label_start, item
        while not one.mark and one.number and item.quantity.start - start < LONGEST:
            one = self.items[one.number - 1]
            start = one.label_start
        if start != item.label_start:
            yield _BLANKS.sub("", self.text[start : item.quantity.start])
        whole = _BLANKS.sub("", self.text[item.label_start : item.quantity.start])
        if BRACKETS.search(whole):
            yield whole
        yield item.label
        yield from self._restarted(item.label)

    def _restarted(self, label: str) -> Iterator[str]:
        """Yield what follows a heading in the same line: 一、基本情况 全县共有小学25所."""
        for word in self._own_words:
            at = label.rfind(word)
            if at > 0 and label.startswith(names().exists, at + len(word)):
                yield label[at:]

    def _called(self, item: Item, phrase: Phrase, ground: Ground, *, postposed: bool) -> Called | None:
        found = keys_of(phrase, ground, item.quantity)
        if found is None:
            return None
        keys, grade = found
        narrowed = self._around.narrowed(item, phrase, postposed=postposed)
        whole = ground.whole or bool(phrase.whole)
        evidence = whole or ground.exists or phrase.exists
        return Called(
            item=item,
            keys=keys,
            grade=grade,
            free=(ground.free or phrase.exists) and not self._elsewhere and not narrowed,
            carried=ground.carried and (phrase.among or not evidence),
            evidence=evidence,
            whole=whole,
            placed=self._here,
        )


def _joint(item: Item, *, first: bool) -> str:
    """Return the names a figure is told of together, as in 小学、初中图书共84万册; blank for a name alone."""
    clause = _CLAUSES.split(item.lead)[-1]
    pieces = clause.split("、")
    if clause == item.lead and not first:
        pieces = pieces[1:]  # the words behind the figure before
    return "、".join(pieces) if sum(map(bool, pieces)) > 1 else ""


def _with_measure(phrase: Phrase, other: Phrase) -> Phrase:
    return msgspec.structs.replace(phrase, measure=other.measure, form=other.form, variation=other.variation)
