"""A report against another: the same figure, told otherwise.

Figures are the same when their labels are, with the label they stand under and the unit; what a report tells twice
with two values is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from junheng.audit.against.known import Known
from junheng.audit.against.match import NOTHING, Match, reason, span
from junheng.audit.against.names import RULES, Key, bared, names
from junheng.audit.against.phrases import parse
from junheng.audit.against.years import Years
from junheng.audit.blanks.notes import Note, note
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Quantity
from junheng.dictionary import Title

_SHORTEST = 2
_JUMP = Fraction(2)
_SCHOOLS = {"所", "个"}
"""The units of schools, which are named by their kind alone."""


class _Told(NamedTuple):
    item: Item
    label: str
    words: str
    year: int | None

    def another_year(self, other: _Told) -> bool:
        """Whether both tell their year, and not the same one."""
        return None not in (self.year, other.year) and self.year != other.year


_Key = tuple[str, str, str, str]


class AgainstReport:
    """The check of a report against another, already read; `name` is what the other is called."""

    def __init__(self, clean: Clean, layout: Layout, name: str) -> None:
        self.name, self._text, self._told = name, clean.text, _told(clean, layout)

    @property
    def source(self) -> Title:
        """Return what the report is held against."""
        return Title(self.name, self.name)

    def __call__(self, clean: Clean, layout: Layout) -> Iterator[Note]:
        """Yield the differences that are reported."""
        for one, other, rule in self._compared(clean, layout):
            if rule:
                words, year = one.words, other.year or ""
                yield note(RULES, rule, span(one.item), name=self.name, words=words, other=other.words, year=year)

    def matches(self, clean: Clean, layout: Layout) -> Iterator[Match]:
        """Yield every figure that was looked up, in the order of the text."""
        found = sorted(self._compared(clean, layout), key=lambda one: one[0].item.quantity.start)
        for one, other, rule in found:
            told = other.item.quantity
            # Another year is expected to differ: it is neither agreement nor difference, unless it is far off.
            another = one.another_year(other) and not rule
            title = Title(other.label, other.label)
            yield Match(
                item=one.item,
                known=Known(Key(other.label), other.year or 0, told.base, (told.exact,), title),
                grade="exact" if one.year == other.year and one.year is not None else "loose",
                agrees=None if another else _agree(one.item.quantity, told),
                words=one.words,
                said=clean.text[one.item.quantity.start : one.item.quantity.end],
                shown=self._text[told.start : told.end],
                reason=reason("years", year=other.year) if another else NOTHING,
                reported=bool(rule),
            )

    def _compared(self, clean: Clean, layout: Layout) -> Iterator[tuple[_Told, _Told, str]]:
        """Yield each figure with the one figure of the other report it can be held against, and the rule it breaks."""
        for key, told in _told(clean, layout).items():
            for one in told:
                other = _other(one, self._told.get(key, ()))
                if other is not None:
                    yield one, other, "" if _agree(one.item.quantity, other.item.quantity) else _rule(one, other)


def against_report(clean: Clean, layout: Layout, name: str = "") -> AgainstReport:
    """Return the check of a report against another, already read; `name` is what the other is called."""
    return AgainstReport(clean, layout, name or clean.document.name)


def _other(one: _Told, others: Sequence[_Told]) -> _Told | None:
    same_year = [other for other in others if other.year == one.year and one.year is not None]
    candidates = same_year or [other for other in others if other.year is None or one.year is None] or list(others)
    return candidates[0] if len(candidates) == 1 else None


def _rule(one: _Told, other: _Told) -> str:
    """Return the rule a differing figure breaks; blank for one of another year that is not far from it."""
    if one.year is None or other.year is None:
        return "against_report_loose"
    if one.year == other.year:
        return "against_report_loose" if one.item.quantity.hedge or other.item.quantity.hedge else "against_report"
    least, most = sorted((abs(one.item.quantity.exact), abs(other.item.quantity.exact)))
    return "" if least and most / least <= _JUMP else "against_report_jump"


def _agree(left: Quantity, right: Quantity) -> bool:
    """Whether two printed figures can tell one value: the coarser of the two is the rounding."""
    step = max(Fraction(left.step) * left.scale, Fraction(right.step) * right.scale)
    whole = left.scale == right.scale == 1 and left.step == right.step == 1
    return abs(left.exact - right.exact) < (Fraction(1, 2) if whole else step) or left.exact == right.exact


def _told(clean: Clean, layout: Layout) -> dict[_Key, list[_Told]]:
    """Return the figures of a text by their labels; of one label and year only where it has one value."""
    years = Years(clean.text)
    found: dict[_Key, dict[int | None, _Told | None]] = {}
    head, sentence = "", -1
    for item in layout.items:
        if item.sentence != sentence:
            head, sentence = bared(item.label), item.sentence
        quantity, label = item.quantity, bared(item.label)
        nowhere = item.depth and item.parent is None  # in a bracket behind words: of what is not told
        if quantity.kind not in {"number", "share"} or len(label) < _SHORTEST or nowhere:
            continue
        above = bared(item.parent.label) if item.parent is not None else head
        if _nameless(label, above, quantity):
            continue
        key = (above, label, quantity.base, quantity.kind)
        one = _Told(item, label, _words(layout.text, item), years.of(quantity.start))
        by_year = found.setdefault(key, {})
        earlier = by_year.get(one.year, one)
        by_year[one.year] = one if earlier is not None and _agree(earlier.item.quantity, quantity) else None
    return {key: [one for one in by_year.values() if one is not None] for key, by_year in found.items()}


def _nameless(label: str, above: str, quantity: Quantity) -> bool:
    """Whether a label says too little to be the same thing twice: 投入资金, or 小学 with persons of no name."""
    rest = label
    for word in names().common:
        rest = rest.replace(word, "")
    phrase, whose = parse(label), parse(above)
    if phrase is not None and not phrase.measure and not phrase.school and quantity.base not in _SCHOOLS:
        return whose is None or not whose.measure
    return len(rest) < _SHORTEST and (phrase is None or phrase.plain)


def _words(text: str, item: Item) -> str:
    start, end = span(item)
    return text[start:end].strip()
