"""Differences of percentages: one growth faster than another, natural growth of births and deaths, a share told twice.

`拨款增长34.92%，比财政收入17.85%的增幅高出17.07个百分点`; `出生率14.4‰，死亡率11.7‰，自然增长率2.7‰`;
`占班级比例24.8%……占班级比例8.6%，比例下降了16.2%`; `分别是99%和98.86%，性别差由…下降到0.14个百分点`.
"""

from __future__ import annotations

import re
from itertools import product, takewhile
from operator import eq

import msgspec

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term
from junheng.audit.relations.changes.against_share import against_share
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.changes.sides import EARLIER, opens_way
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import arrives, change, holds_one, linked, stem

Found = tuple[Relation, Item, Item]
_FASTER = re.compile("(?:的)?(?:增幅|增速|增长率|增长幅度|幅度|增长|水平)?(高出|高|快|低|慢|多|少)?了?")
_OF_OTHERS = re.compile("^(比|较|高于|低于|快于|慢于|超过|高出)[\u4e00-\u9fff]{2,16}$")
_THAN = re.compile("^(.*?)(?:增长|增幅|增速|增长率)?的?(?:比例|幅度)?(高于|高出|快于|低于|慢于)(.+)$")
_AGAINST, _SLOWER = frozenset({"比", "较"}), ("低", "慢", "少")
_OVER = re.compile("高于|高出|超过|超出|低于")
_LINES = frozenset({"", "目标", "标准", "要求", "底线", "规定", "指标", "平均水平", "平均值"})
_BY_NAME = re.compile(
    "(?P<one>[一-鿿]{2,8}?)(?:[比较](?P<than>[一-鿿]{2,8}?)(?P<ways>高|低|多|少)[出了]?|(?P<way>高于|低于|高出|低了)(?P<other>[一-鿿]{2,8}))"
)
_EACH, _AND = re.compile("分别(?:达到?了?|[为是])?$"), frozenset("和、与及")
_LESS = frozenset({"低", "少", "低于", "低了"})
_NATURAL, _BORN, _DIED = re.compile("自然增[长加]率"), "出生率", "死亡率"
_APART = re.compile("[差异]距?$|差距|差别|差异|极差")
_PER_MILLE, _THOUSANDTHS, _TEN = "‰", ("‰", "千分点"), 10
_NAMED, _MOST, _SENTENCES, _BACK, _PAIR = 3, 3, 3, 24, 2
"""The least name of a share told twice, how many of it are tried, how far back they and growths may stand."""


def between_shares(near: Near, item: Item) -> Found | None:
    """Return what a percentage, or percentage points, are told to be the difference of."""
    if item.quantity.kind == "share":
        return _natural(near, item) or _ahead_of(near, item) or _told_twice(near, item)
    if item.quantity.kind != "points":
        return None
    return (
        _outgrown(near, item)
        or _over_norm(near, item)
        or against_share(near, item)
        or _of_two_names(near, item)
        or _ahead_of(near, item)
        or _told_twice(near, item)
        or _narrowed(near, item)
    )


def _outgrown(near: Near, item: Item) -> Found | None:
    """`拨款增长34.92%，比财政收入17.85%的增幅高出17.07个百分点`: one growth against another, in points."""
    if item.number < _PAIR:
        return None
    first, last = near.items[item.number - _PAIR : item.number]
    told, against = _FASTER.fullmatch(item.label.strip()), _OF_OTHERS.search(last.label.strip())
    if told is None or against is None or not change(first.label) or holds_one(last.label, EARLIER):
        return None
    if {one.quantity.kind for one in (first, last)} != {"share"} or first.sentence != item.sentence:
        return None
    way = told[1] or against[1]
    less = holds_one(way, _SLOWER)
    if way in _AGAINST or first.depth != item.depth:
        return None
    made = _made(*((last, first) if less else (first, last)), item, "difference.outgrown")
    gap = near.value(last) - near.value(first) if less else near.value(first) - near.value(last)
    sure = _clear(near, first, last, item) and near.value(item) < 2 * gap < 4 * near.value(item)
    return (made, first, last) if holds(made) or sure else None


def _over_norm(near: Near, item: Item) -> Found | None:
    """`占比56.2%，高于国家规定的50%目标6.2个百分点`: a share over a line that was drawn."""
    if item.number < _PAIR or item.mark:
        return None
    first, last = near.items[item.number - _PAIR : item.number]
    told = _OVER.match(last.label.strip())
    if told is None or {one.quantity.kind for one in (first, last)} != {"share"} or first.sentence != item.sentence:
        return None
    if first.depth != item.depth or change(first.label) or near.between(last, item).strip("的") not in _LINES:
        return None
    less = told[0] == "低于"
    norm = msgspec.structs.replace(last.quantity, step=min(last.quantity.step, item.quantity.step))
    sides = (norm, first.quantity) if less else (first.quantity, norm)
    made = relation("difference", list(sides), item.quantity, "difference.norm", spans([first, last, item]))
    return (made, first, last) if holds(made) or (_clear(near, first, last, item) and meant(made)) else None


def _of_two_names(near: Near, item: Item) -> Found | None:
    """`城区学校不良率57.3%，农村学校不良率46.1%，城区高于农村11.2个百分点`: of the two right before, by their names."""
    if item.number < _PAIR:
        return None
    one, two = near.items[item.number - _PAIR : item.number]
    told = _BY_NAME.fullmatch(item.label.strip())
    if told is None or {one.quantity.kind, two.quantity.kind} != {"share"} or change(one.label) or change(two.label):
        return None
    if one.sentence != item.sentence or {one.depth, two.depth} != {item.depth}:
        return None
    name, other, way = told["one"], told["other"] or told["than"], told["way"] or told["ways"]
    found = [
        (first, last)
        for first, last in ((one, two), (two, one))
        if _called(name, first, last) and _called(other, last, first)
    ] or _in_turn(near, one, two, (name, other))
    if len(found) != 1:
        return None
    first, last = found[0] if way not in _LESS else found[0][::-1]
    made = _made(first, last, item, "difference.names")
    return (made, first, last) if holds(made) or (_clear(near, one, two, item) and meant(made)) else None


def _in_turn(near: Near, one: Item, two: Item, names: tuple[str, str]) -> list[tuple[Item, Item]]:
    """Return two shares told 分别 as those of two names: 男、女童入学率分别为99.70%和99.72%，女童高于男童."""
    lead = near.text[max(0, one.quantity.start - _BACK) : one.quantity.start]
    if _EACH.search(lead) is None or near.between(one, two).strip() not in _AND:
        return []
    same = sum(takewhile(bool, map(eq, *(reversed(each) for each in names))))
    short = [each[: len(each) - same] for each in names]
    places = [lead.find(each) for each in short]
    if not all(short) or -1 in places or any(lead.count(each) != 1 for each in short):
        return []
    return [(one, two) if places[0] < places[1] else (two, one)]


def _called(name: str, one: Item, other: Item) -> bool:
    """Whether a name is that of one figure and not of the other: 城区 of 城区学校不良率."""
    return name in one.label and name not in other.label


def _natural(near: Near, item: Item) -> Found | None:
    """`出生率14.4‰，死亡率11.7‰，自然增长率2.7‰`."""
    if _NATURAL.search(item.label) is None:
        return None
    row = [one for one in near.items[max(0, item.number - 2 * _PAIR) : item.number] if one.quantity.kind == "share"]
    born, died = ([one for one in row if name in one.label] for name in (_BORN, _DIED))
    if len(born) != 1 or len(died) != 1 or born[0].sentence != item.sentence:
        return None
    made = _made(born[0], died[0], item, "difference.natural")
    sure = _clear(near, born[0], died[0], item) and meant(made)
    return (made, born[0], died[0]) if holds(made) or sure else None


def _ahead_of(near: Near, item: Item) -> Found | None:
    """`教育支出…增长15.23%。财政收入…增长2.19%，教育支出增长高于财政收入13.04个百分点`: by the names of what grew."""
    told = _THAN.match(item.label.strip())
    if told is None or min(len(told[1]), len(told[3])) < _PAIR or holds_one(told[3], EARLIER):
        return None
    grown = []
    for one in reversed(near.items[max(0, item.number - _BACK) : item.number]):
        if one.sentence < item.sentence - _SENTENCES or one.paragraph != item.paragraph:
            break
        if one.quantity.kind == "share" and change(one.label) == "up" and one.depth == item.depth:
            grown.append((one, _subject(near, one)))
    faster = [one for one, subject in grown if linked(told[1], subject)]
    slower = [one for one, subject in grown if linked(told[3], subject)]
    if holds_one(told[2], _SLOWER):
        faster, slower = slower, faster
    for first, last in product(faster[:_MOST], slower[:_MOST]):
        made = _made(first, last, item, "difference.outgrown")
        if first is not last and holds(made, hedged=False):
            return made, first, last
    if len(faster) != 1 or len(slower) != 1 or faster == slower:
        return None
    made = _made(faster[0], slower[0], item, "difference.outgrown")
    sure = _clear(near, faster[0], slower[0], item) and meant(made)
    return (made, faster[0], slower[0]) if sure else None


def _subject(near: Near, one: Item) -> str:
    """Return what is told to have grown: the words before its growth, or before what it grew to."""
    last = near.items[one.number - 1] if one.number else None
    beside = last is not None and last.sentence == one.sentence and last.quantity.kind == "number"
    return one.label + (last.label if beside and last is not None else "")


def _told_twice(near: Near, item: Item) -> Found | None:
    """`占班级比例24.8%……占班级比例8.6%，大班额比例下降了16.2%`: of one share told twice, where it comes out."""
    way = change(item.label)
    last = near.items[item.number - 1] if way and item.number else None
    if last is None or last.quantity.kind != "share" or last.sentence != item.sentence or change(last.label):
        return None
    name = stem(last.label)
    if len(name) < _NAMED or last.depth != item.depth:
        return None
    tried = 0
    for one in reversed(near.items[max(0, last.number - _BACK) : last.number]):
        if one.quantity.kind != "share" or stem(one.label) != name or one.paragraph < item.paragraph - 1:
            continue
        tried += 1
        first, second = (last, one) if way == "up" else (one, last)
        if near.value(first) - near.value(second) == near.value(item):
            return _made(first, second, item, "difference.twice"), last, one
        if tried >= _MOST:
            return None
    return None


def _narrowed(near: Near, item: Item) -> Found | None:
    """`入学率分别是99%和98.86%，性别差由上年的0.21个百分点下降到0.14个百分点`: of the two right before, exactly."""
    if item.number <= _PAIR or not arrives(item.label):
        return None
    one, other, was = near.items[item.number - _PAIR - 1 : item.number]
    label = re.split("[由从]", was.label)[0]
    told = opens_way(was.label) and _APART.search(label) is not None and one.sentence == item.sentence
    if not told or {one.quantity.kind, other.quantity.kind} != {"share"}:
        return None
    larger, smaller = (one, other) if near.value(one) >= near.value(other) else (other, one)
    exact = near.value(larger) - near.value(smaller) == near.value(item)
    return (_made(larger, smaller, item, "difference.between"), larger, smaller) if exact else None


def _clear(near: Near, *figures: Item) -> bool:
    row = sorted(figures, key=lambda one: one.number)
    return not any(one.quantity.hedge for one in row) and near.unbroken(row[0], row[-1])


def _made(first: Item, second: Item, item: Item, rule: str) -> Relation:
    return relation("difference", [first.quantity, second.quantity], item.quantity, rule, spans([first, second, item]))


def in_thousandths(near: Near, made: Relation) -> Relation:
    """Return a relation of figures that are all told so many in a thousand in that unit."""
    sources = [each.sources[0] for each in (*made.parts, made.total)]
    if any(not near.text[one.start : one.end].endswith(_THOUSANDTHS) for one in sources):
        return made
    terms = (*made.parts, made.total)
    first, last, total = (Term(each.value * _TEN, each.slack * _TEN, each.sources) for each in terms)
    return Relation(made.kind, (first, last), total, _PER_MILLE, made.spans, made.rule)
