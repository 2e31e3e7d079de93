"""Averages of a school's profile: 学生823人 told once at its head, 学校占地面积15260平方米 and 生均占地面积 further on.

The total is known by its name, the pupils because a text tells them once. What comes out is read; what does not, where
it is of the size of what comes out, for the words leave no other reading.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import REACH, change, compared, holds_one, scoped, words
from junheng.audit.relations.rates.each import is_mean, listed, listed_in, table
from junheng.audit.relations.rates.means.averages_alone import sized
from junheng.audit.relations.rates.staffed_far import pupils_before

_OWN = re.compile(
    "(?:其中|我?[校园]|学校|全[校园]|现有?|共有?|总|的|校园|园舍|校舍|教学|仪器|设备|图书|藏书|馆藏|占地|建筑|绿化|绿地|运动场地?|活动场地?|校地|用地|户外|室外|面积|总?值|总量|为|达|有|约)+"
)
"""What may stand before a total that is of all the pupils there are."""
_IN_ALL, _NEXT = ("合计", "共计", "总计"), 4
_EACH = re.compile("[生人]均")
_FIGURES, _PARAGRAPHS, _NAME, _BOOKS, _AREA = 25, 12, 12, "册", "平方米"
"""How many figures before an average its total may stand, and how many paragraphs before it the pupils."""


def of_profile(near: Near, item: Item) -> Relation | None:
    """Return the average of the one total that bears its name over the one count of pupils of a text."""
    label = item.label[-REACH:]
    match = _EACH.search(label) if "均" in label else None
    if match is None or not _plain(item, label[: match.start()], match[0]):
        return None
    tops = _totals(near, item, label[match.end() :])
    tops = [one for one in tops if one.label.lstrip().startswith(_IN_ALL)] or tops  # 教学楼1240平方米……合计2095平方米
    if len({near.value(one) for one in tops}) != 1:
        return None
    pupils = [one for one in pupils_before(near, item) if one.paragraph >= item.paragraph - _PARAGRAPHS]
    if len({near.value(one) for one in pupils}) != 1 or not pupils[0].quantity.value:
        return None
    made = _made(tops[-1], _with_others(near, pupils[0]), item)
    if holds(made):
        return made
    hedged = any(one.quantity.hedge for one in (tops[-1], pupils[0], item))
    beside = near.items[max(0, item.number - _FIGURES) : item.number]
    several = item.unit == _BOOKS and sum(one.unit.endswith(_BOOKS) for one in beside) > 1
    return made if not (hedged or several) and sized(made) and near.unbroken(item, item) else None


def _with_others(near: Near, pupils: Item) -> Item:
    """Return those whom pupils are told to make up with others right behind them: 学生291人，幼儿77人，合计368人."""
    for one in near.items[pupils.number + 1 : pupils.number + 1 + _NEXT]:
        if (
            one.sentence == pupils.sentence
            and one.label.strip() in _IN_ALL
            and one.quantity.base == pupils.quantity.base
        ):
            return one
    return pupils


def _totals(near: Near, item: Item, noun: str) -> list[Item]:
    """Return what an average may be of: the totals of its name, else the one right before it (校园面积…，生均…)."""
    kinds = _kinds(noun) or (_BOOKS if item.unit == _BOOKS else "")
    if kinds:
        return [one for one in near.items[max(0, item.number - _FIGURES) : item.number] if _is_total(one, item, kinds)]
    last = near.items[item.number - 1] if item.number else item
    kinds = _kinds(last.label[-_NAME:]) if not noun.strip() and last.sentence == item.sentence else ""
    own = _OWN.fullmatch(last.label.strip()) is not None  # not 农村校舍, 宿舍面积
    return [last] if kinds and own and _is_total(last, item, kinds) else []


def _plain(item: Item, before: str, each: str) -> bool:
    """Whether an average is told of all pupils, as what there is: no norm, aim or change."""
    for word in listed("neutral"):
        before = before.replace(word, "")
    unfit = holds_one(item.label, ("标准", "定额")) or holds_one(item.label[-24:], words("common", "aim"))
    unfit = unfit or item.after[:6].startswith(words("common", "aim_after")) or bool(change(item.label))
    persons = each == "生均" or item.unit == _BOOKS
    return persons and not before.strip() and not unfit and item.quantity.kind == "number"


def narrower(top: Item, item: Item) -> bool:
    """Whether an area told is only some of what an average is of: 教学辅助用房 beside 生均校舍面积."""
    rooms = listed_in("profile", "rooms") if item.quantity.base == _AREA else ()
    return any(word in top.label and word not in item.label for word in rooms)


@cache
def _kinds(noun: str) -> str:
    """Return the words by one of which what an average is of is told: 校舍, 建筑 of 生均校舍面积; blank for none."""
    for kind in table()["profile"]["kinds"]:
        if holds_one(noun, kind):
            return "|".join(kind)
    return ""


def _is_total(one: Item, item: Item, kinds: str) -> bool:
    """Whether a figure is what an average is of, by its unit and name."""
    if one.quantity.kind != "number" or one.quantity.base != item.quantity.base or is_mean(one.label):
        return False
    if change(one.label) or compared(one.label) or scoped(one.label):
        return False
    label = one.label[-12:]
    named = kinds == _BOOKS or holds_one(label, kinds.split("|"))
    return named and not holds_one(label, listed_in("profile", "narrow"))


def _made(top: Item, pupils: Item, item: Item) -> Relation:
    parts: list[Quantity | Term] = [term(top.quantity, item.quantity.scale), term(pupils.quantity, Fraction(1))]
    row = sorted((top, pupils, item), key=lambda one: one.number)
    return relation("average", parts, item.quantity, "average.profile", spans(row))
