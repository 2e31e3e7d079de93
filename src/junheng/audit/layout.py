"""The shape of a text as figures see it: each quantity with its label, its clause, its bracket, its sentence.

`小学281所(含教学点97个)，幼儿园177所(公立园58所，私立园119所)。` has five items. `281所` has the label 小学;
`97个` the label
含教学点 and the parent 281所; `58所` and `119所` are the children of `177所`. Everything relations are read from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import msgspec

from junheng.audit.model import Quantity

_MARKS = re.compile(r"[,，、。．.；;：:！？!?\n()（）\[\]【】〔〕《》“”\"'‘’]")
_OPENING = dict(zip("(（[【〔", "))]】〕", strict=True))
_CLOSING = {")": ")", "）": ")", "]": "]", "】": "】", "〕": "〕"}
_SENTENCE = frozenset("。．.！？!?\n")
_QUOTES = frozenset("《》“”\"'‘’")
_UNENDING = frozenset("，,、；;：:")
_DEEPEST = 12
COUNTED = frozenset({"number", "share", "points", "times"})
"""The kinds of quantity that take part in arithmetic."""


class Item(msgspec.Struct, eq=False):
    """One quantity where it stands."""

    quantity: Quantity
    label: str
    """The words before it since the last mark or quantity, without what stands in brackets and without blanks; may be
    empty."""
    label_start: int
    mark: str
    """The mark before the label: one of `，、；。：(` or `\\n`; blank when it follows another quantity directly."""
    after: str = ""
    """The words behind it up to the next mark or quantity."""
    number: int = 0
    """Its place in `Layout.items`."""
    clause: int = 0
    """Counted through the text: raised at every mark that divides clauses (，：；。、 and brackets)."""
    segment: int = 0
    """Raised at ；and at the end of a sentence."""
    sentence: int = 0
    paragraph: int = 0
    depth: int = 0
    parent: Item | None = None
    """The item whose bracket it stands in: the bracket opens behind that item, or behind the words after it."""
    children: Sequence[Item] = ()
    lead: str = ""
    """Everything (words and marks) since the item before it in the same bracket, or since the bracket or the sentence
    began; what stands in brackets between is left out."""
    bracket: int = 0
    """Which bracket of the text it stands in, 0 for none."""
    unopened: bool = False
    """A closing bracket that nothing opened follows it."""
    plain: int | Fraction = 0
    """The quantity's value in its base unit, as a whole number where it is one: asked for so often that it is kept."""

    @property
    def unit(self) -> str:
        """Return the unit as printed."""
        return self.quantity.unit

    def __repr__(self) -> str:
        return f"<{self.label}|{self.quantity.value}{self.quantity.unit}>"


@dataclass(slots=True)
class Layout:
    """A text with its items in order."""

    text: str
    items: list[Item]
    index: dict[str, list[Item]] | None = None
    """The counts by two characters in a row of the end of their labels; made when first asked for (`Near`)."""
    rates: list[Item] | None = None
    """The figures told as so much for each, likewise (`rates.rates_of`)."""

    starts: dict[int, Item] | None = None
    """The items by where they begin, likewise (`places`)."""

    def places(self) -> dict[int, Item]:
        """Return the items by where their quantities begin."""
        if self.starts is None:
            self.starts = {one.quantity.start: one for one in reversed(self.items)}
        return self.starts

    def sentence(self, item: Item) -> list[Item]:
        """Return all items of the item's sentence, brackets included."""
        first = last = item.number
        while first > 0 and self.items[first - 1].sentence == item.sentence:
            first -= 1
        while last + 1 < len(self.items) and self.items[last + 1].sentence == item.sentence:
            last += 1
        return self.items[first : last + 1]


@dataclass(slots=True)
class _Frame:
    closing: str
    parent: Item | None
    mark: str
    number: int = 0
    start: int = 0
    pieces: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    last: Item | None = None
    children: list[Item] | None = None
    """What stands in the brackets behind the parent."""

    def words(self, words: str) -> None:
        """Take in words that hold no mark."""
        if self.last is not None and not self.mark:
            self.last.after += words
        self.pieces.append(words)
        self.lead.append(words)

    def divide(self, mark: str, words: str) -> None:
        """Take in a mark that divides clauses, with the words before it: these are no label."""
        if self.last is not None and not self.mark:
            self.last.after += words
        self.mark, self.pieces = mark, []
        self.lead.append(words + mark)


@dataclass(slots=True)
class _Laying:
    """Where the one pass through the text stands."""

    text: str
    items: list[Item] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=lambda: [_Frame("", None, "\n")])
    at: int = 0
    brackets: int = 0
    clause: int = 0
    segment: int = 0
    sentence: int = 0
    paragraph: int = 0
    listing: bool = False
    """A line that ended in ： has opened a list of lines, of which those that end in ；go on."""
    place_end: int = -1
    """Where the last list number ended: a full stop behind it ends no sentence."""

    def quantity(self, one: Quantity) -> None:
        """Make an item of a quantity."""
        frame = self.frames[-1]
        at, start, end = self.at, one.start, one.end
        if start > at:
            frame.words(self.text[at:start])
        label = _tight(frame.pieces)
        lead = label if frame.lead == frame.pieces else _tight(frame.lead)
        item = Item(
            one, label, frame.start, frame.mark, "", len(self.items), self.clause, self.segment,
            self.sentence, self.paragraph, len(self.frames) - 1, frame.parent, lead=lead,
            bracket=frame.number, plain=one.plain,
        )  # fmt: skip
        self.items.append(item)
        if frame.parent is not None:
            if frame.children is None:
                frame.parent.children = frame.children = list(frame.parent.children)
            frame.children.append(item)
        frame.last, frame.mark, frame.pieces, frame.lead, frame.start = item, "", [], [], end
        self.at = end if end > at else at

    def divider(self, mark: str, place: int) -> None:
        """Take in the words up to a mark, and the mark."""
        frame, at = self.frames[-1], self.at
        self.at = place + 1
        if mark in _UNENDING:  # most marks
            self.clause += 1
            self.segment += mark in "；;"
            frame.divide(mark, self.text[at:place])
            frame.start = self.at
            return
        if place > at:
            frame.words(self.text[at:place])
        if mark in _QUOTES:
            if frame.mark or frame.last is None:
                frame.pieces.append(mark)
            return
        self.clause += 1
        if mark in _OPENING:
            if len(self.frames) > _DEEPEST:
                return
            self.brackets += 1
            # 高中17人，（保育员12人，工勤5人）: a comma before a bracket divides nothing.
            behind = frame.last if not frame.mark or (frame.mark in "，," and not frame.pieces) else None
            self.frames.append(_Frame(_OPENING[mark], behind, "(", self.brackets, self.at))
        elif mark in _CLOSING:
            self._close(_CLOSING[mark])
        elif mark in _SENTENCE:
            self._end(mark, place)

    def _close(self, closing: str) -> None:
        if len(self.frames) == 1:
            if self.frames[0].last is not None:
                self.frames[0].last.unopened = True
            return
        if any(one.closing == closing for one in self.frames):
            while self.frames[-1].closing != closing:
                self.frames.pop()
        self.frames.pop()

    def _end(self, mark: str, place: int) -> None:
        frame = self.frames[-1]
        open_list = mark == "\n" and self._goes_on(frame)
        if open_list or (mark in ".．" and place == self.place_end):
            # "1." before a line of a list ends nothing.
            self.paragraph += mark == "\n"
            if not open_list:
                frame.pieces = []
            return
        self.listing = False
        self.sentence += 1
        self.segment += 1
        self.paragraph += mark == "\n"
        self.frames = [_Frame("", None, mark, 0, self.at)]

    def _goes_on(self, frame: _Frame) -> bool:
        """Return whether the sentence goes on behind the end of a line."""
        if not frame.mark or frame.mark not in _UNENDING or "".join(frame.pieces).strip():
            return False
        self.listing = self.listing or frame.mark in "：:"
        return self.listing or frame.mark not in "；;"


def lay_out(text: str, quantities: Sequence[Quantity] | Iterable[Quantity]) -> Layout:
    """Return the shape of a clean text; one pass, linear in its length. Brackets that do not match are passed over."""
    laying = _Laying(text)
    marks = _MARKS.finditer(text)
    mark = next(marks, None)
    for one in quantities:
        if one.kind not in COUNTED:
            if one.kind == "ordinal":
                laying.place_end = one.end
            continue
        start = one.start
        while mark is not None and (place := mark.start()) < start:
            if place >= laying.at:
                laying.divider(text[place], place)
            mark = next(marks, None)
        laying.quantity(one)
    while mark is not None:
        if mark.start() >= laying.at:
            laying.divider(text[mark.start()], mark.start())
        mark = next(marks, None)
    if laying.at < len(text):
        laying.frames[-1].words(text[laying.at :])
    return Layout(text, laying.items)


def _tight(pieces: list[str]) -> str:
    """Return words without the blanks that stray into them (包 括)."""
    if not pieces:
        return ""
    return "".join("".join(pieces).split())
