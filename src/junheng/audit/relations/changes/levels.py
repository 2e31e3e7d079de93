"""Two figures told as one thing at two times, and a change told beside them: 由750元提高到840元，提标幅度12%.

The words between the two tell which came first (由…到…, 2020年…→2023年…, 期初…期末…). What the change
is called does not matter then: a short label right behind them (年轻了, 上调) or in front of them is of these two.
"""

from __future__ import annotations

import re
from functools import lru_cache

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.changes.sides import opens_way
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import KEPT, arrives, change, holds_one, one_of, stem, words

Levels = tuple[Item, Item]
Found = tuple[Relation, Item, Item]
_REACHED = re.compile("^(?:[\u4e00-\u9fff]{0,4}(?:到|至|为|成))(?!少)")
_COME_TO = re.compile("[\u4e00-\u9fff]{0,3}[到至]$|^[0-9一二三四五六七八九十]{0,2}[)）、.]")
_CLAUSES = re.compile("[，,；;。\n(（]")
_THEN, _NOW = "then", "now"
_COLON = frozenset("：:")
_YEARS, _SKIPPED = "年", 3
_COMPARED, _EARLIER = re.compile("(?<![同环])[比较][^比较]{2,}"), re.compile("[上去前同往]|年|期|初|原|之前")
_LAST_YEAR = ("同比", "环比", "上年", "去年", "上一年", "前年")
_PLAIN = re.compile(
    "(?:19|20)[0-9]{2}年?|[，,、的：:为约近整又已间]|合计|预计|"
    + one_of(word for name in ("up", "down", "against", "suffix") for word in words("growth", name))
)
_GREW = ("新增", "增加", "净增", "减少", "扩大", "缩减")
_BESIDE, _AGAINST = re.compile("的?[^，,]{0,6}相[比较]"), ("与", "同", "和", "比", "较")
_IN_ALL = re.compile("^(?:总?共|累计|合计)(?=[\u4e00-\u9fff]{2})")
_ARROW = re.compile("→|—>|->|⇒")
_YEAR = re.compile("((?:19|20)[0-9]{2})(?:[-—/]20[0-9]{2})?(?:学年|年)?[度末底初秋春]?")
_ALIKE = re.compile("[的为是有仅只达约共：:，,、;；。]|而|则|人数|总数|数量")
_LABEL, _SHORT, _LONG, _REACH = 20, 9, 14, 24
_MEAN, _AIM = words("growth", "mean"), words("growth", "aim")
_AFTER_AIM = words("common", "aim_after")


def levels(near: Near, one: Item, two: Item) -> Levels | None:
    """Return two figures as (before, after) where the words say which came first."""
    if not _two_alike(near, one, two):
        return None
    way = opens_way(one.label) and _REACHED.match(two.label.strip()) is not None
    beside = _BESIDE.match(one.after) is not None and one.label.strip().startswith(_AGAINST)
    if way or beside or _ARROW.search(near.between(one, two)) is not None:
        return one, two
    first, last = (_time(near, each) for each in (one, two))
    if first == last or not _one_name(near, one, two):
        return None
    if first.isdigit() and last.isdigit():
        return (one, two) if first < last else (two, one)
    if _THEN in {first, last}:
        return (one, two) if first == _THEN else (two, one)
    # 今年 beside a year; a year beside a figure that names no time tells nothing.
    return ((two, one) if first == _NOW else (one, two)) if _NOW in {first, last} and first and last else None


def _counts_same(one: Item, two: Item) -> bool:
    """Whether two figures count the same: a unit, or none, both printed with decimals (差异系数由0.53降至0.41)."""
    if one.quantity.base or two.quantity.base:
        return same_kind(one.quantity, two.quantity)
    return not one.unit and not two.unit and (one.quantity.step < 1 or two.quantity.step < 1)


def _marks(one: Item, item: Item) -> bool:
    """Whether a figure without a unit is counted in the marks its change is told in: 均分83.6，去年79.8，涨了3.8分."""
    return not one.unit and one.quantity.kind == "number" and item.quantity.base == "分" and one.plain > item.plain


def _two_alike(near: Near, one: Item, two: Item) -> bool:
    """Whether two figures count the same, side by side, and neither is itself a change."""
    same = _counts_same(one, two) and one.quantity.kind == two.quantity.kind
    beside = same and one.depth == two.depth and not change(one.label) and not change(two.label)
    return beside and bool(near.value(one)) and bool(near.value(two))


def _words(near: Near, one: Item) -> str:
    """Return the words before a figure in its clause, its year among them: 2022年培训经费：186万元."""
    last = previous(near, one.number)
    start = max(last.quantity.end if last is not None else 0, one.quantity.start - _REACH)
    return _CLAUSES.split(near.text[start : one.quantity.start])[-1].strip("：: \u3000")


def _own(near: Near, item: Item) -> str:
    """Return the label of a change: of one behind a colon the words before it (（3）增长：24.2%)."""
    return item.label if item.label.strip() or item.mark not in _COLON else _COME_TO.sub("", _words(near, item))


def previous(near: Near, at: int) -> Item | None:
    """Return the figure before a place that is no year or number of years (2022年, 两年)."""
    for number in range(at - 1, max(0, at - _SKIPPED) - 1, -1):
        if near.items[number].quantity.unit != _YEARS:
            return near.items[number]
    return None


def following(near: Near, at: int) -> Item | None:
    """Return the figure behind a place that is no year or number of years."""
    return next((one for one in near.items[at + 1 : at + 1 + _SKIPPED] if one.unit != _YEARS), None)


def _time(near: Near, one: Item) -> str:
    label = _words(near, one)[-_LABEL:]
    found = _YEAR.findall(label)
    if len(found) == 1:
        return str(found[0])
    if found:
        return ""
    then, now = (asking("earlier", name).search(label) is not None for name in ("then", "now"))
    return _THEN if then and not now else _NOW if now and not then else ""


def _one_name(near: Near, one: Item, two: Item) -> bool:
    """Whether two labels name one thing, or the second only its time (2022年32台，2023年35台)."""
    names = []
    for each in (one, two):
        label = _YEAR.sub("", _words(near, each))
        for name in ("then", "now"):
            label = asking("earlier", name).sub("", label)
        names.append(_ALIKE.sub("", _COME_TO.sub("", label)).strip())
    first, last = names
    return not last or first == last or (len(last) > 1 and first.endswith(last))


def told_beside(near: Near, item: Item) -> tuple[Levels, bool] | None:
    """Return the two figures right before an item or right behind it that are one thing at two times, and whether they
    stand before it.
    """
    two = previous(near, item.number)
    one = previous(near, two.number) if two is not None else None
    if one is not None and two is not None and one.sentence == item.sentence and two.depth == item.depth:
        found = levels(near, one, two)
        if found is not None:
            return found, True
    if two is not None and two.sentence == item.sentence:
        return None
    one = following(near, item.number)
    two = following(near, one.number) if one is not None else None
    if one is None or two is None or two.sentence != item.sentence or one.depth < item.depth:
        return None
    found = levels(near, one, two)
    return (found, False) if found is not None else None


def growth_beside(near: Near, item: Item) -> Relation | None:
    """Return the growth told right beside its two figures."""
    own = _own(near, item)
    if holds_one(item.label[-_REACH:], (*_MEAN, *_AIM)) or item.after[:6].startswith(_AFTER_AIM):
        return None
    worded = bool(change(item.label)) or asking("way", "share").search(own) is not None
    found = told_beside(near, item) if worded or len(stem(own)) <= _SHORT else None
    if found is None or not (found[1] or worded) or not _of_the_two(near, item, *found[0]):
        return None
    was, became = found[0]
    total = term(item.quantity) if near.value(became) > near.value(was) else negative(term(item.quantity))
    made = relation("growth", [was.quantity, became.quantity], total, "growth.levels", _spans(was, became, item))
    return _kept(near, made, (was, became, item), worded)


def _of_the_two(near: Near, item: Item, was: Item, became: Item) -> bool:
    """Whether a percentage beside two figures may be their growth, by its label and by what it would be."""
    if was.quantity.kind == "share" and "倍" in near.text[item.quantity.start : item.quantity.end]:
        return False  # 接入率由82%提高到100%，带宽由20M提升到200M，提升到原来的10倍
    told, label = change(item.label), stem(_own(near, item))
    way = "up" if near.value(became) > near.value(was) else "down"
    if (told and told != way) or of_others(near, item, was, became):
        return False
    if not told and (len(label) > _LONG or asking("way", "other").search(label) is not None):
        return False
    # 由98%提高到99.5%，提高1.5%: points are meant.
    return was.quantity.kind != "share" or abs(near.value(became) - near.value(was)) != near.value(item)


def _spans(*figures: Item) -> list[tuple[int, int]]:
    return spans(sorted(figures, key=lambda one: one.number))


def of_others(near: Near, item: Item, was: Item, became: Item) -> bool:
    """Whether a change is told of something else (毕业生增长), against something else, or of other years (同比)."""
    label = _own(near, item)
    against = _COMPARED.search(label)
    if against is not None and _EARLIER.search(against[0]) is None:
        return True
    one, two = (_time(near, each) for each in (was, became))
    if one.isdigit() and two.isdigit() and int(two) - int(one) > 1 and holds_one(label, _LAST_YEAR):
        return True
    if not change(item.label) or was.number > item.number:
        return False
    rest = _PLAIN.sub("", label)
    return len(rest) > 1 and rest not in _words(near, was) + _words(near, became) + was.label + became.label


def difference_beside(near: Near, item: Item) -> Found | None:
    """Return the difference told right beside its two figures."""
    if item.quantity.kind != "number" or (item.number and not _may_be(near.items[item.number - 1], item)):
        return None
    own = _own(near, item)
    label = _IN_ALL.sub("", stem(own))
    if not label:
        return None
    if label.endswith(_GREW) and (first := _told_first(near, item)) is not None:
        return first
    if len(label) > _SHORT or arrives(item.label) or item.quantity.hedge:
        return None
    return None if _of_another(label) else _told_behind(near, item, own)


@lru_cache(KEPT)
def _of_another(label: str) -> bool:
    """Whether a label names a year, or something else than a change."""
    return _YEAR.search(label) is not None or asking("way", "other").search(label) is not None


def _told_behind(near: Near, item: Item, own: str) -> Found | None:
    """Return the difference told behind its two figures: 由45岁降至42岁，年轻了3岁."""
    last = previous(near, item.number)
    same = last is not None and (_counts_same(last, item) or _marks(last, item))
    first = previous(near, last.number) if same and last is not None else None
    if first is None:
        return None
    way = change(item.label)
    worded = own.rstrip().endswith("了") or bool(way) or asking("way", "share").search(own) is not None
    found = told_beside(near, item) if worded or opens_way(first.label) else None
    if found is None or not found[1]:
        return None
    was, became = found[0]
    up = near.value(became) > near.value(was)
    if (way and (way == "up") != up) or of_others(near, item, was, became):
        return None
    made = _apart(was, became, item)
    kept = _kept(near, made, (was, became, item), worded and not holds_one(item.label, _AIM))
    return (kept, became, was) if kept is not None else None


def _apart(was: Item, became: Item, item: Item) -> Relation:
    larger, smaller = sorted((was, became), key=lambda one: -one.quantity.exact)
    return relation(
        "difference", [larger.quantity, smaller.quantity], item.quantity, "difference.levels", _spans(was, became, item)
    )


def _may_be(last: Item, item: Item) -> bool:
    """Whether the figure before one may be of the two it tells a change of: a first, quick look."""
    one, other = last.quantity, item.quantity
    if _marks(last, item):
        return True
    return one.base == other.base or one.unit == _YEARS or last.sentence != item.sentence or last.depth != item.depth


def _told_first(near: Near, item: Item) -> Found | None:
    """Return what was added, told before the way it went: 新增12个班，办学规模由30个班扩增至42个班."""
    found = told_beside(near, item)
    if found is None or found[1]:
        return None
    was, became = found[0]
    if not same_kind(became.quantity, item.quantity) or not opens_way(was.label):
        return None
    made = _apart(was, became, item)
    return (made, became, was) if holds(made) else None


def _kept(near: Near, made: Relation, figures: tuple[Item, Item, Item], worded: bool) -> Relation | None:
    """Return what holds, or what was surely meant."""
    if holds(made):
        return made
    row = sorted(figures, key=lambda one: one.number)
    printed = [one for one in row if one.quantity.step]
    hedged = any(one.quantity.hedge for one in printed)
    if not worded or hedged or not near.unbroken(row[0], row[2]):
        return None
    return made if len(printed) < len(row) or meant(made) else None
