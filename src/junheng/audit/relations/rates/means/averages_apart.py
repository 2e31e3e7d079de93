"""Averages of figures told apart from them, found by name: 初中平均每班50.3人 of 初中1676个 (班), 按参训人次平均.

Read where they come out; as failing where one figure alone bears the name and lies close to what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import change, levels_of, linked, stem, wording
from junheng.audit.relations.rates.means.ways import way_to
from junheng.audit.relations.rates.paid.visits import average_of

_BACK, _SENTENCES, _BESIDE, _NEXT = 60, 24, 8, 3
"""How many figures and sentences before an average its number may stand; how many of its sentence, and how many
sentences before its own, are looked at."""
_LOOSE, _CLOSE = Fraction(1, 50), Fraction(1, 10)
"""How many accidents are borne; how far a misprinted average may lie from what it comes to."""
_BY = re.compile("按([\u4e00-\u9fff]{2,8}?)(?:计算|测算|计)?[,，]?(?:人均|平均|均摊|每人|计)[\u4e00-\u9fff]{0,4}$")
_CLASS = re.compile("(?:每班|班均|平均班额|每个班)")
_PERSONS, _CLASSES = frozenset({"人", "名", "人次"}), frozenset({"个", "班", "个班"})
_SCHOOL, _PUPILS = re.compile("校均|平均每所|每所[^，]{0,4}平均|园均"), re.compile("(?:在校|在园|学|就读)生?|幼儿")
_ALL_SCHOOLS = "中小学"
_PERSON, _SCHOOLS, _NAME, _PAIR = "人", "所", 10, 2
_NOUN = 3
_EACH_PUPIL, _NEAR = re.compile("(?:其中)?(?:生均|平均每生|每生平均)(?:为|达|达到)?"), Fraction(1, 8)
_PUPIL_NAMES = ("在校生总数", "在校学生", "在校生", "学生", "在园幼儿", "幼儿")


def averaged_by(near: Near, item: Item) -> Relation | None:
    """`全年支出174.6万元，按参训人次平均281元`: of the number a label names."""
    named = _BY.search(item.label[-20:])
    if named is None or not item.quantity.base:
        return None
    tops = [one for one in near.before(item, 0, _BESIDE) if same_kind(one.quantity, item.quantity)]
    numbers = [one for one in _before(near, item) if one.unit in _PERSONS and _bears(one, named[1])]
    return _found(near, item, tops, numbers)


def told_apart(near: Near, item: Item, named: str) -> Relation | None:
    """Return the average of figures told apart from it; `named` is what its label says besides 人均."""
    made = _of_those(near, item, named) or _of_classes(near, item) or _of_schools(near, item)
    made = made or _of_pupils(near, item)
    return made or average_of(near, item)


def _of_those(near: Near, item: Item, noun: str) -> Relation | None:
    """`享受补助的乡村教师21.7万人，其中……。共发放乡村教师补助12.93亿元，人均5959元`: of those a total names."""
    top = near.previous(item)
    if noun or top is None or top.number != item.number - 1 or not same_kind(top.quantity, item.quantity):
        return None
    numbers = [one for one in _before(near, top) if one.unit[-1:] == "人" and stem(one.label)[-_NOUN:] in top.label]
    numbers = [one for one in numbers if len(stem(one.label)) >= _NOUN and one.sentence >= item.sentence - _NEXT]
    if len({near.value(one) for one in numbers}) != 1 or numbers[0].paragraph < item.paragraph - 1:
        return None
    return _found(near, item, [top], numbers[:1]) or _failing(near, item, [(top, numbers[0])])


def _of_classes(near: Near, item: Item) -> Relation | None:
    """`初中1676个（班）……初中在校生84305人，初中平均每班50.3人`: of the classes of one level, told before."""
    level = levels_of(item.label[-20:])
    if _CLASS.search(item.label[-12:]) is None or len(level) != 1:
        return None
    tops = [one for one in near.before(item, 1, _BESIDE) if one.unit in {"人", "名"} and levels_of(one.label) == level]
    tops = [one for one in tops if "生" in one.label[-6:]]
    names = wording()["product"]["levels"][next(iter(level))]
    found = {one.number: one for name in names for one in near.labelled(name, item) if stem(one.label).endswith(name)}
    numbers = [one for one in found.values() if one.unit in _CLASSES and one.sentence >= item.sentence - _SENTENCES]
    if not tops or "班" not in near.text[max(0, tops[-1].label_start - 1200) : item.quantity.start]:
        return None
    return _found(near, item, tops[:1], numbers) or _failing(near, item, [(tops[0], one) for one in numbers])


def _of_schools(near: Near, item: Item) -> Relation | None:
    """`小学139所，初中38所……小学在校生由58273人减到39416人……小学校均规模284人`: of the schools of one level."""
    level = levels_of(item.label[-20:])
    if _SCHOOL.search(item.label[-12:]) is None or len(level) != 1 or item.quantity.base != _PERSON:
        return None
    tops = [one for one in near.before(item, _NEXT) if one.unit in _PERSONS and _pupils_of(near, one, level)]
    names = wording()["product"]["levels"][next(iter(level))]
    found = {one.number: one for name in names for one in near.labelled(name, item) if stem(one.label).endswith(name)}
    numbers = [one for one in found.values() if one.unit == _SCHOOLS and not stem(one.label).endswith(_ALL_SCHOOLS)]
    numbers = [one for one in numbers if one.paragraph >= item.paragraph - 1]
    if len({one.plain for one in numbers}) != 1 or not tops:
        return None
    return _found(near, item, tops[:_PAIR], numbers[:1]) or _failing(near, item, [(tops[0], numbers[0])])


def _of_pupils(near: Near, item: Item) -> Relation | None:
    """`初中在校生16245人……初中教学用房9.53万平方米，生均5.87平方米`: of the pupils of its total's level."""
    top = near.items[item.number - 1] if item.number and _EACH_PUPIL.fullmatch(item.label.strip()) else None
    if top is None or top.sentence != item.sentence or top.depth != item.depth:
        return None
    level = levels_of(top.label[-20:])
    if len(level) != 1 or not same_kind(top.quantity, item.quantity) or change(top.label):
        return None
    found = {one.number: one for name in _PUPIL_NAMES for one in near.labelled(name, top)}
    numbers = [one for one in found.values() if one.unit in _PERSONS and _all_pupils(one, level)]
    numbers = [one for one in numbers if one.sentence >= item.sentence - _SENTENCES]
    if len({one.plain for one in numbers}) != 1:
        return None
    return _found(near, item, [top], numbers[:1]) or _failing(near, item, [(top, numbers[0])], _NEAR)


def _all_pupils(one: Item, level: frozenset[str]) -> bool:
    """Whether a figure counts all pupils of a level: 初中在校生, not 初中寄宿学生."""
    label = stem(one.label)
    name = next((name for name in _PUPIL_NAMES if label.endswith(name)), "")
    rest = label.removesuffix(name).removeprefix("其中")
    return bool(name) and levels_of(rest) == level and len(rest) <= _NOUN + 2 and not change(one.label)


def _pupils_of(near: Near, one: Item, level: frozenset[str]) -> bool:
    """Whether a figure counts the pupils of a level: by its label, or by that of the figure its way begins with."""
    way = way_to(near, one)
    label = (way[0] if way is not None else one).label[-_NAME:]
    return levels_of(label) == level and _PUPILS.search(label) is not None


def _bears(one: Item, name: str) -> bool:
    """Whether a count is the one named: 参训教师6214人次 is 参训人次."""
    counted = name.endswith(("人次", "人数", "人", "数")) or one.unit in name
    return counted and linked(name[:4], one.label + one.unit) and ("人次" in name) == (one.unit == "人次")


def _before(near: Near, item: Item) -> list[Item]:
    window = near.items[max(0, item.number - _BACK) : item.number]
    return [
        one for one in reversed(window) if one.quantity.kind == "number" and one.sentence >= item.sentence - _SENTENCES
    ]


def _found(near: Near, item: Item, tops: Sequence[Item], numbers: Sequence[Item]) -> Relation | None:
    tried = Fraction(0)
    for top in tops:
        for number in numbers:
            tried += Fraction(item.quantity.step) / Fraction(item.quantity.value) / 6
            if tried > _LOOSE:
                return None
            if near.value(number) and holds(made := _made(top, number, item)):
                return made
    return None


def _failing(near: Near, item: Item, pairs: Sequence[tuple[Item, Item]], within: Fraction = _CLOSE) -> Relation | None:
    """Return the one average of some that lies close to what is printed."""
    close = []
    for top, number in pairs:
        if any(one.quantity.hedge for one in (top, number, item)) or not near.value(number):
            continue
        found = judge(made := _made(top, number, item), explained=False)
        if found is not None and abs(found.off_by) <= made.total.value * within and near.unbroken(top, item):
            close.append(made)
    return close[0] if len(close) == 1 else None


def _made(top: Item, number: Item, item: Item) -> Relation:
    figures = sorted((top, number, item), key=lambda one: one.number)
    parts: list[Quantity | Term] = [top.quantity, term(number.quantity, Fraction(1))]
    return relation("average", parts, item.quantity, "average.apart", spans(figures))
