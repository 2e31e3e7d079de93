"""Figures against a line: what a report tells of an indicator of the standards, or of a line the text itself names.

A figure short of a line is no error of arithmetic. It is a doubt: either the report owns to a shortfall, and the reader
should know which demand it is, or the figure is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

import msgspec

from junheng.audit.blanks.notes import Note, content, note, wordings
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean
from junheng.audit.relations.ground.wording import KEPT
from junheng.standards import Standard, load

_DATA: dict[str, Any] = content(__file__)
_RULES = wordings(_DATA)
_WORDS: dict[str, Any] = _DATA["words"]
_STAGES: dict[str, list[str]] = _DATA["stages"]
_NO_FACT = re.compile("|".join(_WORDS["no_fact"]))
_NAMED = re.compile(_WORDS["named"])
_AT_MOST, _AT_LEAST = frozenset(_WORDS["at_most"]), frozenset(_WORDS["at_least"])
_AT_MOST_BEHIND, _AT_LEAST_BEHIND = tuple(_WORDS["at_most_behind"]), tuple(_WORDS["at_least_behind"])
_MET = re.compile("|".join(_WORDS["met"]))
_REACH = 80
_LINES_REACH = 60
_BACK = 4


class _Demand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a report names one demand of a standard, and in which unit."""

    standard: str
    of: str
    unit: str
    words: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    check: int = 0
    after: bool = False


class Line(msgspec.Struct, frozen=True):
    """A line of a standard: the figure, in the unit of its demand, which way it is one, and where it stands."""

    value: Fraction
    most: bool
    title: str
    title_en: str
    clause: str


_DEMANDS = msgspec.convert(_DATA["demand"], list[_Demand])
_GATE = re.compile("|".join(sorted({word for one in _DEMANDS for word in one.words[0]}, key=len, reverse=True)))


def find(clean: Clean, layout: Layout) -> Iterator[Note]:
    """Yield figures short of a line, in the order of the text; linear in its length."""
    for item in layout.items:
        quantity = item.quantity
        if quantity.kind not in {"number", "share"}:
            continue
        label = item.label[-_REACH:]
        if _GATE.search(label + item.after[:_REACH]):
            yield from _against_standards(layout.text, item)
        if quantity.start - item.label_start < _LINES_REACH and _names_line(item.label):
            yield from _against_named(layout, item)


# --- The standards ---------------------------------------------------------------------------------------------------


def _against_standards(text: str, item: Item) -> Iterator[Note]:
    quantity = item.quantity
    label = item.label[-_REACH:]
    said = label + item.after[:_REACH]
    if quantity.hedge in {"about", "over", "at_least"} or _NO_FACT.search(label):
        return
    before = text[max(0, quantity.start - _REACH) : quantity.start]
    for demand in _DEMANDS:
        if quantity.base != demand.unit or not _names(demand, said if demand.after else label, before):
            continue
        line = _line(demand, _stage(label))
        if line is None:
            continue
        value = quantity.exact
        if value > line.value if line.most else value < line.value:
            start = max(item.label_start, quantity.start - _REACH)
            values = {
                "words": text[start : quantity.end].strip(),
                "line": _figure(line.value) + demand.unit,
                "title": line.title,
                "title_en": line.title_en,
                "clause": line.clause,
            }
            rule = "above_standard" if line.most else "below_standard"
            yield note(_RULES, rule, (start, quantity.end), **values)
        return


def _names(demand: _Demand, words: str, before: str) -> bool:
    return (
        all(any(word in words for word in group) for group in demand.words)
        and not any(word in words for word in demand.unless)
        and (not demand.near or any(word in before for word in demand.near))
    )


def _stage(label: str) -> str:
    """Return the stage a label names, blank where it names none or both."""
    found = [stage for stage, words in _STAGES.items() if any(word in label for word in words)]
    return found[0] if len(found) == 1 and "中小学" not in label else ""


@cache
def _line(demand: _Demand, stage: str) -> Line | None:
    """Return the line of a demand; None where the standard has one for a stage only and none is named."""
    standard = load(demand.standard)
    value, most, clause = _value(standard, demand, stage)
    if value is None:
        return None
    exact = Fraction(value) * (100 if demand.unit == "%" else 1)
    return Line(exact, most, standard.title.zh, standard.title.en, clause)


def _value(standard: Standard, demand: _Demand, stage: str) -> tuple[int | Decimal | None, bool, str]:
    if demand.of == "composite":
        return standard.county.composite_limits.get(stage), True, standard.county.clause
    name, _, limit = demand.of.partition(".")
    for indicator in standard.indicator:
        if indicator.id == name:
            if limit:
                return indicator.cv_limits.get(stage), True, standard.county.clause
            return indicator.lines.get(stage), indicator.better == "less", indicator.clause
    for item in standard.item:
        if item.id == name:
            check = item.check[demand.check]
            most = getattr(check, "at_most", None)
            if isinstance(most, Mapping):
                return most.get(stage), True, item.clause
            least = getattr(check, "at_least", None)
            return (least, False, item.clause) if most is None else (most, True, item.clause)
    raise KeyError(f"{standard.id} has no {demand.of}")


def _figure(value: Fraction) -> str:
    """Return a line as it is written: 95, 4.5."""
    return str(value.numerator) if value.denominator == 1 else str(Decimal(value.numerator) / value.denominator)


# --- Lines the text names --------------------------------------------------------------------------------------------


def _against_named(layout: Layout, item: Item) -> Iterator[Note]:
    """Yield where a figure is short of a line the text names behind it: 4.1平方米, 规定的校舍4.8平方米以上."""
    text, quantity = layout.text, item.quantity
    named = _NAMED.search(item.label[-_LINES_REACH:])
    if named is None:
        return
    most = _direction(named["turn"] or "", text[quantity.end - 2 : quantity.end + 6])
    told = _told_before(layout, item, named["noun"])
    if most is None or told is None:
        return
    value, line = told.quantity.exact, quantity.exact
    if value > line if most else value < line:
        between = text[told.quantity.end : quantity.start]
        rule = "claimed_met" if _MET.search(between) else "short_of_named"
        start = max(told.label_start, told.quantity.start - _LINES_REACH)
        first = max(item.label_start, quantity.start - _LINES_REACH)
        values = {
            "words": text[start : told.quantity.end].strip(),
            "line": text[first : quantity.end].strip(),
        }
        yield note(_RULES, rule, (start, told.quantity.end), (first, quantity.end), **values)


@lru_cache(KEPT)
def _names_line(label: str) -> bool:
    return _NAMED.search(label[-_LINES_REACH:]) is not None


def _direction(turn: str, behind: str) -> bool | None:
    """Return whether a line is an upper limit, None where the text does not say."""
    if turn in _AT_MOST or any(word in behind for word in _AT_MOST_BEHIND):
        return True
    if turn in _AT_LEAST or any(word in behind for word in _AT_LEAST_BEHIND):
        return False
    return None


def _told_before(layout: Layout, item: Item, noun: str) -> Item | None:
    """Return the nearest figure before in the sentence, in the same unit, behind the line's own noun."""
    for place in range(item.number - 1, max(-1, item.number - 1 - _BACK), -1):
        other = layout.items[place]
        if other.sentence != item.sentence:
            return None
        if other.quantity.base == item.quantity.base and other.quantity.kind == item.quantity.kind:
            start = max(0, other.quantity.start - _LINES_REACH)
            return other if noun in layout.text[start : other.quantity.start] else None
    return None
