"""One for so many: 平均每1800名学生有1名心理教师, 平均8.5人一台, 平均每4平方公里有1个幼儿园.

What stands between is the average: of those counted like it, over those counted like the one behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, alike
from junheng.audit.relations.ground.wording import change, linked
from junheng.audit.relations.rates.each import table, told_for, words_of
from junheng.audit.relations.rates.means.averages_alone import averaged_of, figures_near, sized

_NAME, _BEHIND, _MEAN, _FRONT = 2, 4, "平均", 12
_NORM = re.compile("标准|要求|规定|应|按照?|达到|不低于|目标")
"""What tells before it that there ought to be one for so many.
"""
_NOUN, _MOST, _BORNE = 6, 6, Fraction(1, 50)
"""How much of a label names what is counted; how many figures are tried, and how many accidents are borne."""
_PUPILS, _AT_SCHOOL = "学生", ("在校生", "小学生", "中学生", "初中生", "高中生")
_PERSONS = frozenset({"人", "名", "位"})
_COUNTERS = frozenset({"个", "所", "处", "台", "名", "人", "套", "间", "辆", "位"})


def one_for_so_many(near: Near, item: Item) -> Relation | None:
    """Return what a figure is the average of that says for how many there is one."""
    behind = near.items[item.number + 1] if item.number + 1 < len(near.items) else None
    if behind is None or behind.quantity.value != 1 or behind.mark or behind.quantity.kind != "number":
        return None
    shared = _MEAN in item.label and near.between(item, behind).strip() in table()["so_many"]["shared"]
    if not shared and not item.label.endswith("每"):
        return None
    return _beside(near, item, behind) or _further(near, item, behind)


def _beside(near: Near, item: Item, behind: Item) -> Relation | None:
    """Return it of the only two figures told beside it."""
    figures = [one for one in figures_near(near, item) or () if one is not behind]
    tops = [one for one in figures if _counted_like(item, one)]
    numbers = [one for one in figures if one not in tops and alike(one.quantity, behind.quantity)]
    if len(numbers) > 1:  # 12个村……18所幼儿园……有1个幼儿园
        numbers = [one for one in numbers if linked(behind.after[:_BEHIND], words_of(one)) and not told_for(one.label)]
    if not numbers:  # 学生用机980台。学生5880人，平均每6人一台学生机
        told = near.before(figures[0], 1) if figures else ()
        noun = behind.after[:_BEHIND].strip()
        numbers = [one for one in told if alike(one.quantity, behind.quantity) and noun and _named_by(noun, one)]
    if len(tops) != 1 or len(numbers) != 1 or not numbers[0].quantity.value:
        return None
    made = averaged_of(tops[0], numbers[0], item, None)
    if holds(made):
        return made
    row = (tops[0], numbers[0], item)
    return made if _asserted(near, [one for one in figures if one not in row], row) and sized(made) else None


def _further(near: Near, item: Item, behind: Item) -> Relation | None:
    """Return it of those named, told anywhere before, over the figure of the name behind it: 12.8名学生有一个蹲位."""
    name, noun = item.after[:_NAME], behind.after[:_BEHIND].strip()
    if len(name) < _NAME or len(noun) < _NAME or item.quantity.hedge or _MEAN not in item.label:
        return None
    numbers = [one for one in near.before(item, 1) if one.depth == item.depth and linked(noun, one.label[-_NOUN:])]
    accident, tried = Fraction(item.quantity.step) / Fraction(item.quantity.value) / 6, Fraction(0)
    for number in numbers[:1]:
        for top in near.labelled(name, item, _MOST):
            tried += accident
            if tried > _BORNE:
                return None
            if alike(top.quantity, item.quantity) and holds(made := averaged_of(top, number, item, None)):
                return made
    return None


def _counted_like(item: Item, one: Item) -> bool:
    """Whether a figure counts what an average does: by its name where much is counted in its unit (1800名学生)."""
    if not alike(one.quantity, item.quantity) or change(one.label):
        return False
    behind = item.after
    for word in table()["so_many"]["has"]:
        behind = behind.removeprefix(word)
    unnamed = behind != item.after  # 每6.5人拥有一台
    name = behind[:_NAME]
    if not name and item.unit in _PERSONS:
        return one.quantity.base == item.quantity.base
    if unnamed or item.unit not in _COUNTERS or not item.label.endswith("每"):
        return one.quantity.base == item.quantity.base
    return bool(name) and (name in one.label[-8:] or (name == _PUPILS and one.label.endswith(_AT_SCHOOL)))


def _named_by(noun: str, one: Item) -> bool:
    """Whether a label ends in a noun, or in it with a character put in: 学生用机 of 学生机."""
    label = one.label.strip()
    return label.endswith(noun) or (label.endswith(noun[-1]) and noun[:_NAME] in label)


def _asserted(near: Near, rest: Sequence[Item], row: tuple[Item, Item, Item]) -> bool:
    """Whether an average that does not come out is told of two figures and of no others."""
    top, number, item = row
    sides = [one for one in rest if alike(one.quantity, top.quantity) or alike(one.quantity, number.quantity)]
    ones = all((one.quantity.value == 1 and one.quantity.kind == "number") or told_for(one.label) for one in sides)
    hedged = any(one.quantity.hedge for one in row)
    first, last = sorted((top, number), key=lambda one: one.number)
    # 每6.5人拥有一台, right behind its two figures: told as worked out, with no 平均 beside it.
    told = _MEAN in item.label or (item.label.strip() == "每" and last.number == item.number - 1 == first.number + 1)
    told = told and _NORM.search(near.text[max(0, item.label_start - _FRONT) : item.label_start]) is None
    return ones and not hedged and told and near.unbroken(first, item)
