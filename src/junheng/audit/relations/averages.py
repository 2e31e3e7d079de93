"""Averages: so much for each pupil, person, school, class (生均, 人均, 校均), total and number stated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation, Term
from junheng.audit.relations.nearby import Near, alike, comes_to
from junheng.audit.relations.terms import relation, spans, term
from junheng.audit.relations.wording import REACH, holds_one, linked, scoped, stem, wording, words

_STUDENTS = ("生", "儿童", "幼儿")
_COUNTED = ("学生", "在校生", "学生数", "幼儿")
_PROVEN = 12
"""How many sentences further on an average is still told of the number one before it was told of."""
_BETWEEN = 40
_LINKED, _LOOSE = Fraction(1, 12), Fraction(1, 50)
"""How many accidents are borne where the label names the total, and where it does not."""


@dataclass(frozen=True, slots=True)
class _Per:
    words: tuple[str, ...]
    units: frozenset[str]
    nouns: tuple[str, ...]


@cache
def _per() -> tuple[_Per, ...]:
    kinds = wording()["average"]["per"]
    return tuple(_Per(tuple(one["words"]), frozenset(one["units"]), tuple(one["nouns"])) for one in kinds)


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the averages the text asserts."""
    near = Near(layout)
    proven: dict[tuple[str, ...], Item] = {}
    for item in layout.items:
        if item.quantity.kind != "number" or not item.quantity.value:
            continue
        per, prefix, noun = averaged(item)
        if per is None or holds_one(item.label[-24:], words("common", "aim")):
            continue
        if item.after[:6].startswith(words("common", "aim_after")) or item.quantity.hedge in {"at_least", "at_most"}:
            continue
        made = _average(near, item, per, prefix, noun) or _of_proven(near, item, noun, prefix, proven.get(per.words))
        made = made or _further(near, item, per)
        if made is not None:
            yield made
            if holds(made):
                proven[per.words] = near.items[near.at(made.parts[1].sources[0].start)]


def _of_proven(near: Near, item: Item, noun: str, prefix: str, number: Item | None) -> Relation | None:
    """`学生2471人，生均占地23平方米。仪器总值432万元，生均1748元`: of the number an average before was told of.

    Right behind its total, and in the same paragraph, it may also be told wrong.
    """
    top = near.previous(item)
    if number is None or top is None or top.number != item.number - 1 or alike(top.quantity, item.quantity) != 2:
        return None
    if prefix.removeprefix("其中") or not _names(noun, top) or item.sentence - number.sentence > _PROVEN:
        return None
    if (made := _holding(near, top, number, item)) is not None:
        return made
    worth = near.value(top) / near.value(number) / near.value(item) if near.value(number) else Fraction(0)
    sized = (
        "生均" in item.label
        and Fraction(3, 4) < worth < Fraction(4, 3)
        and number.paragraph == item.paragraph
        and not noun
    )
    return _failing(near, item, top, number) if sized and _still_told(near, top, number) else None


def _still_told(near: Near, top: Item, number: Item) -> bool:
    """Whether a total further on is of the same persons: nothing narrows it, no others were counted since."""
    narrow = [word for word in words("average", "narrow") if word not in number.label]
    between = near.items[number.number + 1 : top.number]
    if scoped(top.label) or holds_one(top.label, narrow) or len(between) > _BETWEEN:
        return False
    return not any(one.unit == number.unit for one in between)


def _further(near: Near, item: Item, per: _Per) -> Relation | None:
    """An average whose total or number stands further off, found by the name of those counted (学生, 在校生)."""
    if per.words[0] not in {"生均", "班均"} or item.quantity.base == "":
        return None
    known = {one.number: one for name in _COUNTED for one in near.labelled(name, item, 3)}
    persons = [one for _, one in sorted(known.items(), reverse=True) if one.quantity.base == "人"]
    beside = near.previous(item)
    if beside is None or beside.number != item.number - 1 or not persons:
        return None
    accident = Fraction(item.quantity.step) / Fraction(item.quantity.value)
    for tried, one in enumerate(persons, 1):
        if accident * tried > _LOOSE:
            return None
        if per.words[0] == "班均":
            fits = item.quantity.base == "人" and beside.unit in per.units and _counts(near, beside, per)
            pair = (one, beside)
        else:
            fits, pair = alike(beside.quantity, item.quantity) == 2, (beside, one)
        if fits and (made := _holding(near, *pair, item)) is not None:
            return made
    return None


def averaged(item: Item) -> tuple[_Per | None, str, str]:
    """Return what an item is an average over, the words before that and the noun behind it."""
    return _averaged(item.label[-REACH:])


@lru_cache(maxsize=1 << 12)
def _averaged(label: str) -> tuple[_Per | None, str, str]:
    for per in _per():
        for word in per.words:
            at = label.rfind(word)
            if at >= 0 and "每人每" not in label and "标准" not in label[:at]:
                return per, label[:at].strip(), stem(label[at + len(word) :])
    return None, "", ""


def _average(near: Near, item: Item, per: _Per, prefix: str, noun: str) -> Relation | None:
    window = [one for one in near.before(item) if averaged(one)[0] is None]
    numbers = [one for one in window if one.unit in per.units or one.quantity.base in per.units]
    numbers = [one for one in numbers if _counts(near, one, per)]
    tops = [one for one in window if alike(one.quantity, item.quantity) == 2 and one.quantity.base]
    named = [one for one in tops if _names(noun, one)]
    step, value = Fraction(item.quantity.step), Fraction(item.quantity.value)
    tried, accident = Fraction(0), step / value
    only = _only(item, named, numbers, noun)
    if only is not None and (made := _holding(near, *only, item)) is not None:
        return made
    for group, borne in ((named, _LINKED), ([one for one in tops if one not in named], _LOOSE)):
        for top in group:
            for number in numbers:
                if number is top:
                    continue
                tried += accident
                if tried <= borne and (made := _holding(near, top, number, item)) is not None:
                    return made
    if only is None or prefix.removeprefix("其中"):
        return None
    persons = "人" in per.units
    near_by = item.number - min(only[0].number, only[1].number) <= 2
    named_so = bool(noun) and noun not in words("average", "plain")
    tight = named_so or (near_by and not noun) if persons else holds_one(only[0].label, _STUDENTS)
    if tight and only[1].sentence != item.sentence:
        worth = near.value(only[0]) / near.value(only[1]) / near.value(item) if near.value(only[1]) else Fraction(0)
        tight = Fraction(1, 2) < worth < 2  # further off, the printed must at least be of the size of the computed
    return _failing(near, item, *only) if tight else None


def _counts(near: Near, one: Item, per: _Per) -> bool:
    return holds_one(one.label[-10:] + one.after[:4], per.nouns)


def _names(noun: str, one: Item) -> bool:
    return not noun or linked(noun, one.label) or one.label[-1:] == noun[-1:]


def _holding(near: Near, top: Item, number: Item, item: Item) -> Relation | None:
    by, reading = _number(number), near.value(top) / item.quantity.scale
    share = (reading.numerator, reading.denominator)
    if not comes_to(share, (by.value.numerator, by.value.denominator), item.quantity, 1):
        return None
    made = _made(top, number, item)
    return made if holds(made) else None


def _number(number: Item) -> Term:
    """Return what a total is divided by: persons and schools as counted (1.2万人 is 12000), years as years."""
    return term(number.quantity, number.quantity.scale if number.unit == "年" else Fraction(1))


def _made(top: Item, number: Item, item: Item) -> Relation:
    return relation(
        "average", [top.quantity, _number(number)], item.quantity, "average.per", spans([top, number, item])
    )


def _only(item: Item, named: list[Item], numbers: list[Item], noun: str) -> tuple[Item, Item] | None:
    """Return the one total and the one number a sentence leaves for an average."""
    by = [one for one in numbers if one.sentence == item.sentence]
    here = [one for one in named if one.sentence == item.sentence and one not in by]
    if not by and here:
        by = [one for one in numbers if one.sentence == item.sentence - 1 and one not in named]
    if len(by) != 1 or len(here) != 1:
        return None
    return here[0], by[0]


def _failing(near: Near, item: Item, top: Item, number: Item) -> Relation | None:
    """An average is wrong only where its sentence leaves nothing else it could be of."""
    hedged = any(one.quantity.hedge for one in (top, number, item))
    first = top if top.number < number.number else number
    parts = holds_one(top.label + number.label, words("common", "opening"))
    if parts or hedged or not near.unbroken(first, item):
        return None
    if top.depth != item.depth or number.depth != item.depth:
        return None
    return _made(top, number, item)
