"""A report against another: the same figure, told otherwise.

Figures are the same when their labels are, with the label they stand under and the unit; what a report tells twice
with two values is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from junheng.audit.against.names import RULES, bared
from junheng.audit.against.years import Years
from junheng.audit.blanks.notes import Note, note
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Quantity

_SHORTEST = 2
_JUMP = Fraction(2)
_WORDS = 30


class _Told(NamedTuple):
    quantity: Quantity
    words: str
    year: int | None
    span: tuple[int, int]


_Key = tuple[str, str, str, str]


def against_report(clean: Clean, layout: Layout, name: str = "") -> Callable[[Clean, Layout], Iterator[Note]]:
    """Return the check of a report against another, already read; `name` is what the other is called."""
    before = _told(clean, layout)
    called = name or clean.document.name

    def check(clean: Clean, layout: Layout) -> Iterator[Note]:
        for key, told in _told(clean, layout).items():
            for one in told:
                yield from _compared(one, before.get(key, ()), called)

    return check


def _compared(one: _Told, others: list[_Told] | tuple[()], name: str) -> Iterator[Note]:
    same_year = [other for other in others if other.year == one.year and one.year is not None]
    candidates = same_year or [other for other in others if other.year is None or one.year is None] or list(others)
    if len(candidates) != 1 or _agree(one.quantity, candidates[0].quantity):
        return
    other = candidates[0]
    if same_year:
        rule = "against_report" if not (one.quantity.hedge or other.quantity.hedge) else "against_report_loose"
    elif other.year is None or one.year is None:
        rule = "against_report_loose"
    else:
        least, most = sorted((abs(one.quantity.exact), abs(other.quantity.exact)))
        if least and most / least <= _JUMP:
            return
        rule = "against_report_jump"
    yield note(RULES, rule, one.span, name=name, words=one.words, other=other.words, year=other.year or "")


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
        key = (above, label, quantity.base, quantity.kind)
        one = _Told(quantity, _words(layout.text, item), years.of(quantity.start), _span(item))
        by_year = found.setdefault(key, {})
        earlier = by_year.get(one.year, one)
        by_year[one.year] = one if earlier is not None and _agree(earlier.quantity, quantity) else None
    return {key: [one for one in by_year.values() if one is not None] for key, by_year in found.items()}


def _span(item: Item) -> tuple[int, int]:
    return max(item.label_start, item.quantity.start - _WORDS), item.quantity.end


def _words(text: str, item: Item) -> str:
    start, end = _span(item)
    return text[start:end].strip()
