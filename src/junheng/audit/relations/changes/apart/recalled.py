"""Changes of one thing told at two times in two sentences: 去年一本上线547人。今年一本上线632人，增长15.5%.

The words of time in front of the two figures tell which came first. Where each sentence tells one figure of the kind,
or one pair bears one name, what the change is of is plain: a change that does not come out is read as well then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache, lru_cache

import msgspec

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import (
    KEPT,
    change,
    compared,
    holds_one,
    linked,
    narrower,
    one_of,
    stem,
    words,
)

Found = tuple[Relation, Item, Item]
_YEAR = "(?:19|20)[0-9]{2}(?=[年届级]|学年|/)"
_ENDED = re.compile("[。；;\n！？]")
_MARKS = re.compile("[，,；;。\n(（]")
_NOISE = re.compile(
    "(?:19|20)[0-9]{2}(?:学年|年)?[度末底]?|[春夏秋冬]季?|学期|[的为是有仅只达共约：:，,、“”]|而|则|人数|总数|数量"
)
_PLACES = re.compile("^(?:[全我本][省市州县区旗镇乡校国]共?)+")
_PARTLY = re.compile("季度|半年|[0-9一二三四五六七八九十]月|截[至止]")
_ARRIVED = re.compile(one_of(words("growth", "arrived")) + "$")
_AGAINST = re.compile(one_of(words("growth", "against")) + "|[比较][^比较，,]{2,8}?|净")
_CHANGE = re.compile(one_of([*words("growth", "up"), *words("growth", "down")]) + "(?:幅度|比例|率|[了额量数])?")
_MORE = re.compile("(?:今年|本年|现在?)[^，,]{0,6}?([多少])[^，,]{0,2}$")
_OTHER_BASE = re.compile("可比|口径|剔除|扣除|年均|平均每|每年|累计|连续|计划|预计|力争|[全省国市][省国市]平均")
_THEN, _NOW = "then", "now"
_SCHOOLS = "中小学"
_LAST_YEAR = ("同比", "环比", "上年", "去年", "上一年", "前年")
_OPENING, _AIM = words("common", "opening"), words("growth", "aim")
_BACK, _SENTENCES, _SENTENCE, _LABEL, _ONE, _NAME = 24, 3, 90, 24, 1, 2
"""How many figures and sentences before a change its two figures may stand, how much of a sentence tells its time."""
_CLOSE, _PLAIN = Fraction(7, 20), Fraction(2)
"""How far, of what is printed, a change may lie from what it comes to; and where both figures and it bear one name."""
_COUNTED = ((("金额", "资金", "经费", "投入", "支出", "收入"), ("元",)), (("人数", "人次"), ("人", "人次")))
"""What words in the name of a change say that it counts."""


class _Level(msgspec.Struct, frozen=True):
    """A figure told of one time."""

    item: Item
    time: str
    name: str
    partly: bool
    """Whether it is told of a part of a year (上半年, 9月)."""


@cache
def _times() -> re.Pattern[str]:
    then, now = (asking("earlier", name).pattern for name in (_THEN, _NOW))
    return re.compile(f"(?P<year>{_YEAR})|(?P<then>{then})|(?P<now>{now})")


def pair_recalled(near: Near, item: Item, way: str) -> tuple[Item, Item] | None:
    """Return the two figures a growth in times is told of, the earlier first."""
    found = _recalled(near, item, way)
    return found[:2] if found is not None else None


def growth_recalled(near: Near, item: Item, way: str) -> Relation | None:
    """Return the growth a percentage tells of two figures told in two sentences."""
    found = _recalled(near, item, way)
    if found is None:
        return None
    was, became, sure = found
    total = term(item.quantity) if way == "up" else negative(term(item.quantity))
    row = _in_order(was, became, item)
    made = relation("growth", [was.quantity, became.quantity], total, "growth.recalled", spans(row))
    return made if holds(made, hedged=False) or _clear(near, row, made, sure) else None


def difference_recalled(near: Near, item: Item) -> Found | None:
    """Return the difference a figure tells of two told in two sentences."""
    way = change(item.label) or more(item.label)
    found = _recalled(near, item, way) if way and item.quantity.kind != "share" else None
    if found is None:
        return None
    was, became, sure = found
    sides = (became, was) if way == "up" else (was, became)
    row = _in_order(was, became, item)
    made = relation("difference", [one.quantity for one in sides], item.quantity, "difference.recalled", spans(row))
    return (
        (made, became, was)
        if holds(made, hedged=False) or _clear(near, row, made, sure and min(sure, _CLOSE))
        else None
    )


@lru_cache(KEPT)
def more(label: str) -> str:
    """Return `up` or `down` where a label ends in so many more or fewer of a time told: 今年多."""
    told = _MORE.search(stem(label)[-_LABEL:])
    return {"多": "up", "少": "down"}[told[1]] if told is not None else ""


def _in_order(*figures: Item) -> list[Item]:
    return sorted(figures, key=lambda one: one.number)


def _clear(near: Near, row: list[Item], made: Relation, within: Fraction) -> bool:
    """Whether what does not come out was meant: nothing is hedged or masked, it lies close or a slip explains it."""
    if not within or any(one.quantity.hedge for one in row) or not near.unbroken(row[0], row[-1]):
        return False
    return meant(made, within) and not row[-1].after.lstrip().startswith("的")


def _recalled(near: Near, item: Item, way: str) -> tuple[Item, Item, Fraction] | None:
    """Return the two figures a change is told of, the earlier first, and how far from it they may lie: none if others
    may be meant.
    """
    label = near.clause(item)
    if item.depth or _OTHER_BASE.search(label) is not None or holds_one(item.label[-_LABEL:], _AIM):
        return None
    levels = list(_levels(near, item))
    here = [one for one in levels if one.item.sentence == item.sentence]
    there = [one for one in levels if one.item.sentence != item.sentence]
    pairs = [_ordered(one, other) for one in here for other in there if _of_one(near, one, other, item, way)]
    name = _named(item)
    if len(name) >= _NAME:
        pairs = _counted(item.label, [pair for pair in pairs if _bears(name, pair)])
    for was, became in pairs:
        apart = abs(near.value(became.item) - near.value(was.item))
        if item.quantity.kind != "share" and apart == near.value(item):
            return was.item, became.item, _CLOSE
    if not pairs:
        return None
    was, became = pairs[0]
    plain = bool(was.name and became.name) and (len(name) >= _NAME or item.number == became.item.number + 1)
    within = (_PLAIN if plain else _CLOSE) if len(pairs) == _ONE else Fraction(0)
    known = was.name + became.name
    if narrower(name, known) or (_SCHOOLS in known and _SCHOOLS not in name and name[:2] in _SCHOOLS[1:]):
        within = Fraction(0)  # 今年招聘教师150人，学前教师增长50%: of some of them only
    return was.item, became.item, within


def _ordered(one: _Level, other: _Level) -> tuple[_Level, _Level]:
    return (one, other) if _later(other, one) else (other, one)


def _counted(label: str, pairs: list[tuple[_Level, _Level]]) -> list[tuple[_Level, _Level]]:
    """Return those of several pairs that count what a label tells: money (资助金额), or heads (资助人数)."""
    for told, bases in _COUNTED:
        if len(pairs) > _ONE and holds_one(label, told):
            return [pair for pair in pairs if pair[0].item.quantity.base in bases]
    return pairs


def _levels(near: Near, item: Item) -> Iterator[_Level]:
    """Yield the figures before a change that are told of a time and may be what changed, the nearest first."""
    for at in range(item.number - 1, max(-1, item.number - 1 - _BACK), -1):
        one = near.items[at]
        if one.paragraph != item.paragraph or one.sentence < item.sentence - _SENTENCES:
            return
        if one.depth or not _may_change(one, item) or change(one.label) or compared(one.label):
            continue
        if not near.value(one) or one.label.lstrip().startswith(_OPENING):
            continue
        before = _ENDED.split(near.text[max(0, one.quantity.start - _SENTENCE) : one.quantity.start])[-1]
        if time := _time(before):
            yield _Level(one, time, _name(one), _PARTLY.search(before) is not None)


def _may_change(one: Item, item: Item) -> bool:
    if item.quantity.kind == "number":
        return same_kind(one.quantity, item.quantity) and one.quantity.kind == "number"
    wanted = "share" if item.quantity.kind == "points" else "number"
    return one.quantity.kind == wanted and bool(one.quantity.base) and not one.unit.startswith("年")


def _time(before: str) -> str:
    """Return the time a figure is told of: the last words of time before it in its sentence."""
    found = list(_times().finditer(before))
    if not found:
        return ""
    last = found[-1]
    return last[0] if last["year"] else str(last.lastgroup)


def _name(one: Item) -> str:
    """Return what a figure is told to be of, without time and what it came to."""
    label = stem(_ARRIVED.sub("", one.label[-_LABEL:].rstrip(" 了约近")))
    for name in (_THEN, _NOW):
        label = asking("earlier", name).sub("", label)
    return _PLACES.sub("", _NOISE.sub("", label)).strip()


def _named(item: Item) -> str:
    """Return what a change is told to be of: 一本上线 of 一本上线人数增长."""
    label = _MARKS.split(item.label)[-1]
    for name in (_THEN, _NOW):
        label = asking("earlier", name).sub("", label)
    label = re.sub("^其中|[多少]了?$", "", _CHANGE.sub("", _AGAINST.sub("", label)))
    return _NOISE.sub("", label.replace("人数", "")).strip()


def _bears(name: str, pair: tuple[_Level, _Level]) -> bool:
    return any(one.name and _says(name, one.name) for one in pair)


def _says(name: str, other: str) -> bool:
    return name in other or other in name or linked(name, other)


def _of_one(near: Near, one: _Level, other: _Level, item: Item, way: str) -> bool:
    """Whether two figures are one thing at two times, and the change goes the way told."""
    if one.item.unit != other.item.unit and not same_kind(one.item.quantity, other.item.quantity):
        return False
    if one.item.quantity.base != other.item.quantity.base or not _two_times(one, other, item):
        return False
    shorter, longer = sorted((one.name, other.name), key=len)
    if shorter not in longer or (not longer.endswith(shorter) and not _alone(near, item, one, other)):
        return False
    if not shorter and not _alone(near, item, one, other):
        return False
    was, became = _ordered(one, other)
    return (near.value(became.item) > near.value(was.item)) == (way == "up")


def _alone(near: Near, item: Item, *levels: _Level) -> bool:
    """Whether each of two figures is the only one of its kind in its sentence, but for what it is made up of."""
    return all(sum(_kin(one, level.item) for one in _around(near, item, level.item)) <= _ONE for level in levels)


def _around(near: Near, item: Item, level: Item) -> list[Item]:
    return near.items[max(0, level.number - _BACK) : min(item.number, level.number + _BACK)]


def _kin(one: Item, level: Item) -> bool:
    if one.sentence != level.sentence or one.depth or change(one.label):
        return False
    same = one.quantity.base == level.quantity.base and one.quantity.kind == level.quantity.kind
    return same and not one.label.lstrip().startswith(_OPENING)


def _two_times(one: _Level, other: _Level, item: Item) -> bool:
    if one.time == other.time or one.partly != other.partly:
        return False
    years = [each.time for each in (one, other) if each.time.isdigit()]
    if len(years) == 2 and abs(int(years[0]) - int(years[1])) > 1:
        return not holds_one(item.label, _LAST_YEAR)
    return True


def _later(one: _Level, other: _Level) -> bool:
    """Whether one figure is told of a later time than another."""
    if one.time.isdigit() and other.time.isdigit():
        return one.time > other.time
    return one.time == _NOW or other.time == _THEN
