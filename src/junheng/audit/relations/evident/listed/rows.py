"""Rows of parts as lists have them: what their names and places say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache, lru_cache
from math import gcd, lcm

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.figures import Figures, changed, has, pattern, told
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import KEPT, one_of
from junheng.audit.relations.sums.labels.labels import contrary, families, is_one_of, leaves_some
from junheng.audit.relations.sums.lists import says
from junheng.audit.relations.sums.misprints import surely_slipped
from junheng.audit.relations.sums.triggers import triggers

LEAD, NAME, NAMED, THREE = 24, 16, 2, 3
"""Characters before a list that may announce it; of a name at the most and at the least; parts of a list of several."""
_TOTALS = frozenset("共合总累之相综计")
"""The first characters of what totals are called: most labels hold none of them."""
_HARMLESS = pattern("gap", "harmless")
_CLAUSE = re.compile("[^。；;\\n\\d]{0,24}")
_OPENED = re.compile("[)）]")
_DOTS = re.compile("[^。\\n]{0,60}(?:…|[.]{3})")
"""What breaks a list off (高中590人；民办中职学校……)."""
_UNOPENED = re.compile("[^。；;，,、(（]{0,12}[)）]")
_BEST, _COLONS = "优", (":", "：")
_LEAST = 10
"""Of fewer one may well be left out of a thing and its contrary."""
_UPWARDS, ETC = "及以上", ("等", "等等")
"""What is told behind the last figure of a list that goes on (of ETC)."""
_BELOW, _ABOVE_AGE = ("及以下", "以下"), ("及以上", "以上")


def is_total(one: Item) -> bool:
    """Whether a figure is told as a total (共, 合计)."""
    return called_total(one.label[-10:])


@lru_cache(KEPT)
def called_total(words: str) -> bool:
    """Whether some words call a figure a total."""
    return not _TOTALS.isdisjoint(words) and pattern("list", "total").search(words) is not None


def nameless(one: Item) -> bool:
    """Whether a figure outside brackets has no words of its own before or behind it."""
    return len(one.label + one.after) < NAMED and not one.depth


def opens_list(near: Figures, total: Item) -> bool:
    """Whether a colon stands right behind a figure: what follows is its list and that of nothing else."""
    return near.text[total.quantity.end : total.quantity.end + 1] in _COLONS


def whole_scale(parts: list[Item]) -> bool:
    """Whether parts are the steps of a scale from end to end: nobody is left out.

    Of ages (30岁及以下……51岁及以上) or of degrees (高级、中级、初级及以下).
    """
    if len(parts) == 1:
        return False
    first, last = parts[0].label, parts[-1].label
    ages = first.startswith(_BELOW) and last.startswith(_ABOVE_AGE)
    # 优秀829人、良好1351人、……、不及格288人: nobody who sat has no mark.
    marks = len(parts) >= THREE and has(told()["list"]["best"], first) and has(told()["list"]["worst"], last)
    degrees = marks or (_UPWARDS in first and _BELOW[0] in last and len(parts) >= THREE)
    return ages or degrees or (_BELOW[0] in last and len(parts) >= THREE and has(told()["list"]["highest"], first))


def is_due(total: Item) -> bool:
    """Whether a figure is told as what was due (应考, 计划招生), which a list of what was done need not come to."""
    return pattern("list", "due").search(_HARMLESS.sub("", total.label[-NAME:])[-8:]) is not None


def halves(total: Item, parts: list[Item]) -> bool:
    """Whether two parts stand right behind their whole and are the two sides of it (教师86人，其中男31人，女45人)."""
    if len(parts) != 2 or [one.number for one in parts] != [total.number + 1, total.number + 2]:
        return False
    if total.sentence != parts[1].sentence or any(one.quantity.hedge for one in (total, *parts)):
        return False
    names, sides = [one.label for one in parts], told()["list"]["sides"]
    leads, row = [one.lead for one in parts], parts[0].segment == parts[1].segment and total.plain >= _LEAST
    if row and contrary(leads) and not is_one_of(total.label, leads):
        return True  # 31个小区中，配建幼儿园的9个，没有配建的21个
    for family in families():
        if family.told.name not in sides or family.member(total.label):
            continue
        # 公办31所，普惠性民办35所 leave something out: no side is told more narrowly than the other.
        rests = [family.rest(name).removeprefix("其中") for name in names]
        narrow = any(len(rest) > NAMED and rest not in total.label + total.after for rest in rests)
        if not narrow and family.divides(total.label, [family.member(name) for name in names]) == "whole":
            return True
    return False


def in_two(parts: list[Item]) -> bool:
    """Whether some parts stand in one clause (between two ；), others in another: they are told of two matters."""
    return 1 < len({one.segment for one in parts}) < len(parts)


def measure(near: Figures, parts: list[Item]) -> Fraction:
    """Return the greatest figure that measures all of some: round figures come to round ones more often."""
    values = [one.plain for one in parts]
    below = lcm(*(one.denominator for one in values))
    return Fraction(gcd(*(int(one * below) for one in values)), below)


def closed(parts: list[Item]) -> bool:
    """Whether the last of some parts is told as the rest: no other is left."""
    last = parts[-1]
    said = (last.label or last.lead)[-8:] + last.after[:4] + last.lead[-LEAD:]
    return pattern("list", "rest").search(said) is not None


def in_bracket(total: Item, parts: list[Item]) -> bool:
    """Whether a list stands in the bracket right behind its total."""
    return bool(parts[0].bracket) and parts[0].bracket != total.bracket and total.number == parts[0].number - 1


def crossing(parts: list[Item]) -> bool:
    """Whether parts are told by names that lie across each other (职称 beside 学历 and 称号): they divide nothing."""
    said = labels(parts)
    if sum(cut.search(said) is not None for cut in _cuts()) > 1:
        return True
    one, other = told()["list"]["across"]
    if not (has(one, said) and has(other, said)):
        return False
    own = {(has(one, part.label), has(other, part.label)) for part in parts}
    return {(True, False), (False, True)} <= own  # 民办教师996人；专任教师5071人


@cache
def _cuts() -> list[re.Pattern[str]]:
    return [re.compile(one_of(cut)) for cut in told()["list"]["cuts"]]


def share_told(near: Figures, one: Item) -> Fraction | None:
    """Return the share told right behind a figure in its sentence: 50人占36%."""
    after = near.items[one.number + 1] if one.number + 1 < len(near.items) else None
    if after is None or after.quantity.kind != "share" or after.sentence != one.sentence or changed(after):
        return None
    return near.value(after)


def no_part(parts: Iterable[Item], total: Item | None = None) -> bool:
    """Whether one of some figures is told as no part of a whole of two (欠发, 缺额, 去年的).

    What the whole is told with too says nothing: 免除学费555.8万元，普高免除137.2万元，中职免除418.6万元.
    """
    said, own = _HARMLESS.sub("", labels(parts)), total.label[-8:] if total is not None else ""
    if pattern("gap", "no_part").search(said) is None:
        return False
    return any(word in said and word not in own for word in told()["gap"]["no_part"])


def labels(parts: Iterable[Item]) -> str:
    """Return the ends of the labels of parts in one string, to look for words in."""
    return "，".join([one.label[-8:] for one in parts])


def summed(parts: list[Item], total: Item) -> Relation:
    """Return the sum of parts told as a total."""
    return relation("sum", [one.quantity for one in parts], total.quantity, "evident.sum", spans([total, *parts]))


def breaks_off(near: Figures, last: Item) -> bool:
    """Whether a list is not told to its end: …；高中590人；民办中职学校……."""
    return _DOTS.match(near.text, last.quantity.end) is not None


def left_open(near: Figures, total: Item, parts: list[Item]) -> bool:
    """Whether a list that falls short says itself that it leaves something out.

    By 等 behind it, by a rest without a figure (其余为后勤人员), or by a rate that is what it comes to of its total.
    """
    reached, last = sum(one.plain for one in parts), max(parts, key=_place)
    if reached >= total.plain:
        return False
    behind = _CLAUSE.match(near.text, last.quantity.end)
    unopened = not last.depth and _UNOPENED.match(near.text, last.quantity.end)
    if unopened or breaks_off(near, last):
        return True  # 小学37所含教学点4) 初级中学12所: a bracket was lost, and what follows with it
    inside = last.depth > total.depth  # （一等奖9枚，二等奖22枚），另有4名选手: of something else
    if behind is not None and pattern("list", "open").search(_OPENED.split(behind[0])[0] if inside else behind[0]):
        return True
    untold = any(_untold(one) for one in parts[1:]) or any(one.after in ETC for one in parts)
    if untold or _no_worst(parts) or _picked(total, parts):
        return True
    after = near.items[last.number + 1] if last.number + 1 < len(near.items) else None
    if after is None or after.quantity.kind != "share" or after.sentence != last.sentence:
        return False
    share = Fraction(100 * reached) / total.plain if total.plain else Fraction(0)
    return abs(share - after.plain) <= Fraction(after.quantity.step)


def _picked(total: Item, parts: list[Item]) -> bool:
    """Whether parts are told as some of a total (其中), by a family of labels of which some are often left out."""
    first = min(parts, key=_place)
    if total.number > first.number or triggers().among.search(first.lead) is None:
        return False
    rest = says("rest", max(parts, key=_place).label) or says("every", first.lead)
    picked = not rest and leaves_some(total.label, tuple(one.label for one in parts))
    return picked and not surely_slipped(total.plain, [one.plain for one in parts])


def _no_worst(parts: list[Item]) -> bool:
    """Whether parts are marks from the best on, the worst of which is not told: 优秀512人；良好1103人；合格641人."""
    names = [one.label for one in parts]
    return _BEST in names[0] and not any(has(told()["list"]["worst"], name) for name in names)


def _untold(part: Item) -> bool:
    """Whether between a part and the figure before it a clause without a figure tells of more: 调剂后全部安置到位."""
    between = part.lead.removesuffix(part.label)
    return len(between) > NAMED and pattern("list", "untold").search(between) is not None


def _place(one: Item) -> int:
    return one.number
