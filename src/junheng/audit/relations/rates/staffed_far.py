"""Pupils to a teacher where the pupils, or both, are told pages before: 小学生师比16.97:1, 教师与学生比1:14.35.

They are known by their names. Read where they come out; as failing where the text tells the pupils once and the
teachers stand before the ratio in its sentence, and what is printed lies close to what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from junheng.audit.layout import Item
from junheng.audit.model import Quantity
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import holds_one, linked, scoped, stem, words
from junheng.audit.relations.rates.each import listed_in

_MOST, _FIGURES, _EACH, _SECTIONS, _PARAGRAPHS = 3, 60, 6, 6, 30
"""How many figures of a name are tried, how far off they may stand, and how many are asked for; how many paragraphs
before a ratio the pupils stand, and where a text tells them once."""
_PUPILS = frozenset({"学生", "在校学生", "在校生", "孩子", "幼儿", "在园幼儿", "小朋友"})
_ALL = re.compile(
    "(?:教学班|班级?|我?[校园]|全[校园镇乡]|本[校园]|学校|幼儿园|现|目前|已?共|有|在校|在籍|在园|一|计|总|、)*"
)
"""What stands before a count of all pupils, where what is counted stands behind it."""
_OURS = re.compile("^(?:其中|全[县市区镇乡省旗州]|我[县市区镇乡省])+")
_STAGES = words("multiple", "stages")


def pairs_before(near: Near, total: Quantity, stage: str) -> Iterator[tuple[Item, Item]]:
    """Yield the pupils and teachers told by their names before a ratio, the nearest first."""
    at = near.at(total.start)
    last = near.items[at - 1] if at else None
    if last is None:
        return
    teachers = [one for one in near.items[at : at + 1] if one.quantity.start - total.end < _FIGURES]
    teachers = [*(one for one in teachers if _bears(one, "teachers", stage)), *_named(near, last, "teachers", stage)]
    pupils = _named(near, last, "pupils", stage)
    for teacher in teachers[:_MOST]:
        for pupil in pupils[:_MOST]:
            if pupil is not teacher and pupil.paragraph >= last.paragraph - _SECTIONS:
                yield pupil, teacher


def only_pair(near: Near, total: Quantity, name: str) -> tuple[Item, Item] | None:
    """Return the one count of pupils of a text and the nearest teachers before a ratio in its sentence."""
    at = near.at(total.start)
    last = near.items[at - 1] if at else None
    if last is None:
        return None
    pupils = _named(near, last, "pupils", "")
    beside = [one for one in near.items[max(0, at - _EACH) : at] if one.sentence == last.sentence]
    teachers = [one for one in beside if one.depth == last.depth and _bears(one, "teachers", "")]
    if len({near.value(one) for one in pupils}) != 1 or pupils[0].paragraph < last.paragraph - _PARAGRAPHS:
        return None
    if not teachers or holds_one(near.text[last.quantity.end : total.start], ("。", "\n")):
        return None
    named = [one for one in teachers if linked(name, one.label)] or teachers
    return pupils[0], named[-1]


def stage_pair(near: Near, total: Quantity) -> tuple[Item, Item] | None:
    """Return the pupils told by their stage alone, and its teachers right before a ratio.

    小学31248人……小学专任教师1742人，生师比17.94:1. Where the teachers bear no stage, the pupils stand right before.
    """
    at = near.at(total.start)
    teacher = near.items[at - 1] if at else None
    if teacher is None or holds_one(near.text[teacher.quantity.end : total.start], ("。", "\n", "；", ";")):
        return None
    label = stem(teacher.label)
    if teacher.depth or not label.endswith(listed_in("staffed", "teachers")):
        return None
    stage = next((each for each in _STAGES if label.startswith(each)), "")
    if not stage:
        beside = near.items[at - 2] if at > 1 else teacher
        own = beside.sentence == teacher.sentence and stem(beside.label).endswith(_STAGES)
        return (beside, teacher) if own and beside.quantity.base == "人" and not beside.depth else None
    names = {stage, *(stage + word for word in listed_in("staffed", "pupils"))}
    known = [one for one in near.labelled(stage, teacher, _MOST * _EACH) if _OURS.sub("", stem(one.label)) in names]
    known = [one for one in known if one.quantity.base == "人" and one.plain > teacher.plain and not one.depth]
    values = {one.plain for one in known}
    return (known[0], teacher) if len(values) == 1 and known[0].paragraph >= teacher.paragraph - _SECTIONS else None


def pupils_before(near: Near, item: Item) -> list[Item]:
    """Return the counts of all pupils told before a figure, the nearest first."""
    last = near.items[item.number - 1] if item.number else None
    found = _named(near, last, "pupils", "") if last is not None else []
    return found or _counted(near, item)


def _counted(near: Near, item: Item) -> list[Item]:
    """Return the counts before a figure that tell behind them that they are of pupils: 全校13个教学班557名学生."""
    window = near.items[max(0, item.number - _FIGURES) : item.number]
    known = [one for one in window if one.quantity.base == "人" and one.quantity.kind == "number" and not one.depth]
    known = [one for one in known if one.after.strip() in _PUPILS]
    return [one for one in known if _ALL.fullmatch(one.label.strip()) is not None][::-1]


def _named(near: Near, last: Item, name: str, stage: str) -> list[Item]:
    """Return the counts before a place that bear one of some names and no other level's, the nearest first."""
    found: dict[int, Item] = {}
    behind = near.items[last.number + 1] if last.number + 1 < len(near.items) else None
    for word in listed_in("staffed", name):
        known = near.labelled(word, behind or last, _EACH)
        if behind is None and _bears(last, name, stage):
            known = [last, *known]
        found.update((one.number, one) for one in known if _bears(one, name, stage))
    return [found[number] for number in sorted(found, reverse=True) if last.number - number < _FIGURES]


def _bears(one: Item, name: str, stage: str) -> bool:
    """Whether a figure counts persons by one of some names, and by no words that narrow it: 在校生, not 初中在校生."""
    if one.quantity.kind != "number" or one.quantity.base not in {"人", ""} or one.depth > 1:
        return False
    label = stem(one.label).removeprefix("其中").removeprefix("：")
    word = next((word for word in listed_in("staffed", name) if label.endswith(word)), "")
    if not word or scoped(one.label):
        return False
    before = label.removesuffix(word)
    if before.endswith(("小", "中", "大")):
        return False  # 小学生
    return not holds_one(before.replace(stage, "") if stage else before, _narrow())


@cache
def _narrow() -> tuple[str, ...]:
    return (*_STAGES, *listed_in("staffed", "narrow"))
