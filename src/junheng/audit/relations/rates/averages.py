"""Averages: so much for each pupil, person, school, class (生均, 人均, 校均), total and number stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation, Term
from junheng.audit.relations.ground.nearby import Near, comes_to, same_kind
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import REACH, holds_one, linked, one_of, scoped, stem, wording, words
from junheng.audit.relations.rates.means import marks
from junheng.audit.relations.rates.means.averages_alone import alone
from junheng.audit.relations.rates.means.averages_apart import averaged_by, told_apart
from junheng.audit.relations.rates.means.behind import competing, of_pupils_before, of_pupils_behind, per_post
from junheng.audit.relations.rates.means.profile import narrower, of_profile
from junheng.audit.relations.rates.means.rows import in_rows
from junheng.audit.relations.rates.means.so_many import one_for_so_many
from junheng.audit.relations.rates.means.ways import averages_of, way_to
from junheng.audit.relations.rates.means.years_apart import BY_YEAR, by_year, over_span

_STUDENTS = ("生", "儿童", "幼儿")
_PROVEN = 12
"""How many sentences further on an average is still told of the number one before it was told of."""
_BETWEEN = 40
_BESIDE, _NEXT, _SHORT = 4, 2, 4
"""How many figures before an average, and behind it, are looked at; how long the words behind a number may be."""
_SLIPS = frozenset(
    {"zero_lost", "zero_added", "digit_added", "digit_lost", "swapped", "places", "unit_small", "unit_large"}
)
_BY_CAR = "平均每车"
_FOR_ONE = re.compile("平均每[名人位]")
_DIGITS = 3
"""How many digits an average must have before a slip in it is believed."""
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
        if BY_YEAR in item.label and (made := by_year(near, item)) is not None:
            yield made
            continue
        if item.quantity.kind != "number" or not item.quantity.value:
            continue
        made = _told(near, item, proven)
        if made is None or not holds(made):
            other = alone(near, item) or one_for_so_many(near, item) or of_profile(near, item)
            other = other or of_pupils_behind(near, item) or of_pupils_before(near, item) or over_span(near, item)
            made = other if other is not None and (made is None or holds(other)) else made
        if made is not None:
            yield made
        if not item.mark and item.number:
            yield from _of_a_way(near, item)
    yield from in_rows(near)
    yield from marks.find(near)
    yield from competing(near)
    yield from per_post(near)


def _of_a_way(near: Near, item: Item) -> Iterator[Relation]:
    """Yield the averages of a way from one to another (校均规模由196人提高到260人) that ends in a figure."""
    per, prefix, noun = averaged(near.items[item.number - 1])
    way = way_to(near, item) if per is not None else None
    if way is None or per is None:
        return
    both = list(averages_of(near, way, per.units))
    yield from both
    # 小学5851所，在校生2331094人，校均由上年的344人增加到398人: what is told beside it is of this year.
    if not both and (made := _average(near, item, per, prefix, noun)) is not None:
        yield made


def _opens_a_way(near: Near, item: Item) -> bool:
    """Whether a figure is what something came from (由上年的344人增加到398人): it is of other figures than these."""
    return item.number + 1 < len(near.items) and way_to(near, near.items[item.number + 1]) is not None


def _told(near: Near, item: Item, proven: dict[tuple[str, ...], Item]) -> Relation | None:
    """Return what the words of an average name; what comes out is kept as the number of the averages behind it."""
    per, prefix, noun = averaged(item)
    if per is None:
        return averaged_by(near, item) if "按" in item.label else None
    if holds_one(item.label[-24:], words("common", "aim")):
        return None
    if item.after[:6].startswith(words("common", "aim_after")) or item.quantity.hedge in {"at_least", "at_most"}:
        return None
    made = _average(near, item, per, prefix, noun) or _of_proven(near, item, noun, prefix, proven.get(per.words))
    made = made or _further(near, item, per) or told_apart(near, item, prefix + noun)
    if made is not None and _opens_a_way(near, item) and not holds(made):
        return None
    if made is None or not holds(made):
        behind = _behind(near, item, per, prefix, noun)
        made = behind if behind is not None and (made is None or holds(behind)) else made
    if made is not None and holds(made):
        proven.update((per.words, one) for one in near.told_of(made.parts[1:2]))
    return made


def _of_proven(near: Near, item: Item, noun: str, prefix: str, number: Item | None) -> Relation | None:
    """`学生2471人，生均占地23平方米。仪器总值432万元，生均1748元`: of the number an average before was told of.

    Right behind its total, and in the same paragraph, it may also be told wrong.
    """
    top = near.previous(item)
    if number is None or top is None or top.number != item.number - 1 or not same_kind(top.quantity, item.quantity):
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
    """An average whose total or number stands further off, found by the name of those counted (学生, 学校)."""
    names = wording()["average"]["counted"].get(per.words[0], ())
    if not names or not item.quantity.base:
        return None
    known = {one.number: one for name in names for one in near.labelled(name, item, 3)}
    counted = [one for _, one in sorted(known.items(), reverse=True) if one.quantity.base in {"人", "所", "辆"}]
    accident = Fraction(item.quantity.step) / Fraction(item.quantity.value)
    borne = _LINKED if per.words[0] == _BY_CAR else _LOOSE
    beside = [one for one in near.before(item, 0, _BESIDE) if one.depth == item.depth]
    beside.sort(key=lambda one: -near.value(one))  # what its parts (其中…) add up to before them
    tried = 0
    for total in beside:
        for one in counted:
            tried += 1
            if accident * tried > borne:
                return None
            if per.words[0] == "班均":
                fits = item.quantity.base == "人" and total.unit in per.units and _counts(near, total, per)
                pair = (one, total)
            else:
                fits, pair = same_kind(total.quantity, item.quantity) and _counted_in(one, per), (total, one)
            if fits and (made := _holding(near, *pair, item)) is not None:
                return made
    return None


def _behind(near: Near, item: Item, per: _Per, prefix: str, noun: str) -> Relation | None:
    """`教育经费600万元，生均4000元，学生1500人`: the number, the total or both stand behind the average."""
    if "标准" in item.label or "定额" in item.label:
        return None
    behind = [one for one in near.items[item.number + 1 : item.number + 3] if one.sentence == item.sentence]
    behind = [one for one in behind if one.depth == item.depth and one.quantity.kind == "number"]
    before = near.previous(item)
    beside = before is not None and before.number == item.number - 1
    pairs = [(before, behind[0])] if beside and before is not None and behind else []
    pairs += [(behind[0], behind[1])] if len(behind) == _NEXT and behind[1].number == item.number + _NEXT else []
    for one, two in pairs:
        if averaged(one)[0] is not None or averaged(two)[0] is not None:
            continue
        for top, number in ((one, two), (two, one)):
            fits = same_kind(top.quantity, item.quantity) and bool(top.quantity.base) and _counted_in(number, per)
            if not fits or not _counts(near, number, per) or not (_names(noun, top) or _sum_of_all(top)):
                continue
            if (made := _holding(near, top, number, item)) is not None:
                return made
            if _surely_behind(near, item, prefix, (top, number)):
                return _failing(near, item, top, number)
    return _one_behind(near, item, per, noun, behind[0]) if behind and behind[0].number == item.number + 1 else None


def _one_behind(near: Near, item: Item, per: _Per, noun: str, behind: Item) -> Relation | None:
    """`学生8640人，教职工720人，生均校舍6.5平方米，校舍56160平方米`: one side behind, the other a little before."""
    accident = Fraction(item.quantity.step) / Fraction(item.quantity.value)
    if averaged(behind)[0] is not None:
        return None
    for tried, one in enumerate(near.before(item, 1, _BESIDE), 1):
        if accident * tried > (_LINKED if noun else _LOOSE):
            return None
        for top, number in ((behind, one), (one, behind)):
            fits = same_kind(top.quantity, item.quantity) and bool(top.quantity.base) and _counted_in(number, per)
            if fits and _counts(near, number, per) and _names(noun, top):
                made = _holding(near, top, number, item)
                if made is not None:
                    return made
    return None


def _sum_of_all(top: Item) -> bool:
    return stem(top.label) in words("average", "whole")


def _surely_behind(near: Near, item: Item, prefix: str, sides: tuple[Item, Item]) -> bool:
    """Whether a sentence tells these three figures and no other, of the same persons, and of the size told."""
    top, number = sides
    here = [one for one in near.items[max(0, item.number - 3) : item.number + 4] if one.sentence == item.sentence]
    here = [one for one in here if one.quantity.kind == "number"]
    narrow = [word for word in words("average", "narrow") if word not in prefix]
    narrowed = holds_one(top.label + number.label, narrow) or holds_one(prefix, words("average", "narrow"))
    narrowed = narrowed or bool(top.after.strip()) or len(number.after.strip()) > _SHORT
    return len(here) == _NEXT + 1 and not narrowed and _sized(near, item, top, number)


def _sized(near: Near, item: Item, top: Item, number: Item) -> bool:
    """Whether what is printed is of the size of what is computed, or one slip of the pen away from it."""
    if not near.value(number):
        return False
    worth = near.value(top) / near.value(number) / near.value(item)
    if Fraction(1, 2) < worth < 2:
        return True
    judged = judge(_made(top, number, item))
    return len(item.quantity.value.as_tuple().digits) >= _DIGITS and judged is not None and judged.slip in _SLIPS


def averaged(item: Item) -> tuple[_Per | None, str, str]:
    """Return what an item is an average over, the words before that and the noun behind it."""
    found = _averaged(item.label[-REACH:])
    # 612人人均每月1850元: a rate they are paid at, no average.
    paid = not item.mark and not found[1] and found[2].startswith("每")
    return (None, "", "") if paid else found


@cache
def _any_per() -> re.Pattern[str]:
    return re.compile(one_of(word for per in _per() for word in per.words))


@lru_cache(maxsize=1 << 12)
def _averaged(label: str) -> tuple[_Per | None, str, str]:
    if _any_per().search(label) is None:
        return None, "", ""  # nearly all labels
    for per in _per():
        for word in per.words:
            at = label.rfind(word)
            if at >= 0 and "每人每" not in label and "标准" not in label[:at]:
                return per, label[:at].strip(), stem(label[at + len(word) :])
    return None, "", ""


def _average(near: Near, item: Item, per: _Per, prefix: str, noun: str) -> Relation | None:
    window = [one for one in near.before(item) if averaged(one)[0] is None]
    numbers = [one for one in window if _counted_in(one, per)]
    numbers = [one for one in numbers if _counts(near, one, per)]
    tops = [one for one in window if same_kind(one.quantity, item.quantity) and one.quantity.base]
    named = [one for one in tops if _names(noun, one)] or (tops if noun in words("average", "plain") else [])
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
        tight = _sized(near, item, *only)
    if _FOR_ONE.search(item.label) is not None and only[0].quantity.base == only[1].quantity.base:
        return None  # 校医24名，平均每名校医服务630名学生: what is told for one of them is no average of them
    return _failing(near, item, *only) if tight else None


def _counted_in(one: Item, per: _Per) -> bool:
    return one.unit in per.units or one.quantity.base in per.units


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


def _place(one: Item) -> int:
    return one.number


def _failing(near: Near, item: Item, top: Item, number: Item) -> Relation | None:
    """An average is wrong only where its sentence leaves nothing else it could be of."""
    hedged = any(one.quantity.hedge for one in (top, number, item))
    first, last = min(top, number, item, key=_place), max(top, number, item, key=_place)
    parts = holds_one(top.label + number.label, words("common", "opening"))
    if parts or hedged or narrower(top, item) or not near.unbroken(first, last):
        return None
    if top.depth != item.depth or number.depth != item.depth:
        return None
    return _made(top, number, item)
