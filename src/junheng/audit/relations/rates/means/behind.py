"""Averages and rates whose number stands in another sentence: 占地18667平方米，生均16.58平方米。现有学生1126人.

Also those paid by a standard: 学生124人……按生均6000元标准到位74.4万元; and those who apply for each post: 招聘120名……
1864人报名，竞争比为15.5:1. They are read where they come out, which is no accident; the last also as failing where one
count of each stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import change, stem
from junheng.audit.relations.rates.each import table
from junheng.audit.relations.rates.means.averages_alone import sized

_AHEAD, _BACK, _SENTENCES, _LABEL, _AFTER, _FEW = 8, 16, 2, 16, 6, 3
"""How many figures behind and before, and how many sentences from it, the number is looked for; how much of a label and
of what follows a figure is read; how many figures behind a rate its total may stand."""
_FAR = 60
"""How many figures before an average in a bracket the pupils may be told."""
_SLIPS = frozenset(
    {"places", "zero_lost", "zero_added", "swapped", "digit_lost", "digit_added", "unit_small", "unit_large"}
)
_BORNE, _CLOSE = Fraction(1, 200), Fraction(1, 20)
_PERSONS = frozenset({"人", "名"})
_POSTS = frozenset({"人", "名", "个"})


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(table()["behind"][name])


_COMPETING = ("竞争比", "报录比", "招考比")
"""What the ratios of applicants to posts are called: a first, quick look."""
_FOR_EACH = ("岗位", "职位", "名额", "教席")
"""What is applied for, likewise."""


def of_pupils_behind(near: Near, item: Item) -> Relation | None:
    """Return the average of the figure right before it over the pupils told in the sentences behind it."""
    if _pattern("mean").search(item.label.rstrip()[-_FEW:]) is None or not item.number or item.quantity.hedge:
        return None
    top = near.items[item.number - 1]
    if top.depth > item.depth and item.number > 1:
        top = near.items[item.number - 2]  # 占地66846平方米（合100.3亩），生均21.7平方米
    beside = top.sentence == item.sentence and top.quantity.base == item.quantity.base and top.depth == item.depth
    if not beside or Fraction(item.quantity.step) > _BORNE * Fraction(item.quantity.value) * _FEW:
        return None
    for one in near.items[item.number + 1 : item.number + 1 + _AHEAD]:
        if one.paragraph != item.paragraph or one.sentence > item.sentence + _SENTENCES:
            break
        if one.unit in _PERSONS and _pattern("pupils").search(stem(one.label)) is not None and one.plain:
            made = _average(top, one, item.quantity)
            return made if holds(made) else None
    return _of_all_behind(near, top, item)


def _of_all_behind(near: Near, top: Item, item: Item) -> Relation | None:
    """Return an average of the one count of pupils that a school's profile tells, paragraphs behind it.

    What does not come out was meant so where it lies close, and there are no others it could be of: neither children
    beside them (附设园幼儿13人) nor some of them only (新校区).
    """
    window = near.items[max(0, item.number - _FAR) : item.number + _FAR]
    pupils = [one for one in window if one.unit in _PERSONS and _pattern("all_pupils").search(one.label) is not None]
    if len({one.plain for one in pupils}) != 1 or pupils[0].number < item.number or not pupils[0].plain:
        return None
    made = _average(top, pupils[0], item.quantity)
    found = judge(made)
    hedged = any(one.quantity.hedge for one in (top, pupils[0], item))
    close = found is not None and abs(found.off_by) <= made.total.value * _CLOSE
    if holds(made) or not close or hedged or change(top.label):
        return made if holds(made) else None
    others = [one for one in window if one.unit in _PERSONS and one is not pupils[0]]
    of_some = any(_pattern("of_some").search(one.label) is not None for one in (top, item, *others))
    return None if of_some or any(_with(top, pupils[0], one, item) for one in others) else made


def _with(top: Item, pupils: Item, other: Item, item: Item) -> bool:
    """Whether an average comes out over pupils with others, or without them."""
    scale = item.quantity.scale if item.quantity.base == top.quantity.base else Fraction(1)
    over = term(top.quantity, scale)
    numbers = [Fraction(pupils.plain + sign * other.plain) for sign in (1, -1)]
    sums = [Term(one, Fraction(0), (pupils.quantity, other.quantity)) for one in numbers if one > 0]
    return any(holds(relation("average", [over, one], item.quantity, "average.behind", [])) for one in sums)


def of_pupils_before(near: Near, item: Item) -> Relation | None:
    """Return the average in a bracket behind its total over the one number of pupils told: 图书6.5万元（生均7.81元）.

    Read where it comes out, and where a slip of the pen explains why it does not: no other pupils are told of.
    """
    top = item.parent
    if top is None or _pattern("mean").fullmatch(item.label.strip()) is None or item.number != top.number + 1:
        return None
    if top.quantity.base != item.quantity.base or any(one.quantity.hedge for one in (top, item)):
        return None
    pupils = [
        one
        for one in near.items[max(0, top.number - _FAR) : top.number]
        if one.unit in _PERSONS and _pattern("pupils").search(stem(one.label)) is not None and one.plain
    ]
    if len({one.plain for one in pupils}) != 1 or pupils[0].quantity.hedge:
        return None
    made = _average(top, pupils[-1], item.quantity)
    found = judge(made)
    slip = found is not None and not found.holds and found.slip in _SLIPS
    return made if holds(made) or (slip and near.unbroken(pupils[-1], item)) else None


def by_standard(near: Near, rate: Item) -> Relation | None:
    """Return what is paid for pupils told before at a rate told as a standard for each of them."""
    label = rate.label[-_LABEL:] + rate.after[:_AFTER]
    if rate.quantity.base != "元" or _pattern("standard").search(label) is None:
        return None
    behind = near.items[rate.number + 1 : rate.number + 1 + _FEW]
    total = next((one for one in behind if one.sentence == rate.sentence and one.quantity.base == "元"), None)
    if total is None or _pattern("paid").search(total.label[-_LABEL:]) is None:
        return None
    for one in near.before(rate, _FEW, _BACK):
        if one.unit in _PERSONS and _pattern("pupils").search(stem(one.label)) is not None:
            by = term(rate.quantity, total.quantity.scale)
            row = sorted((one, rate, total), key=lambda each: each.number)
            made = relation("product", [term(one.quantity), by], total.quantity, "product.standard", spans(row))
            if holds(made):
                return made
    return None


def competing(near: Near) -> Iterator[Relation]:
    """Yield how many apply for each post, as a ratio."""
    if not any(word in near.text for word in _COMPETING):
        return
    for match in _pattern("competing").finditer(near.text):
        value = Decimal(match["figure"])
        step = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
        start, end = match.span("ratio")
        total = Quantity(start, end, value, step, number_end=end)
        if (made := _of_posts(near, total)) is not None:
            yield made


def per_post(near: Near) -> Iterator[Relation]:
    """Yield how many persons there are for each post: 招聘156名……审查合格1987人，平均12.7人争一个岗位."""
    if not any(word in near.text for word in _FOR_EACH):
        return
    for match in _pattern("per_post").finditer(near.text):
        item = near.item(match.start("one") if match["one"] else match.start("other"))
        if item is None or item.quantity.kind != "number" or not item.quantity.value:
            continue
        if (made := _of_posts(near, item.quantity, by_post=True)) is not None:
            yield made


def _of_posts(near: Near, total: Quantity, by_post: bool = False) -> Relation | None:
    at = near.at(total.start)
    window = near.items[max(0, at - _BACK) : at][::-1]
    window = [one for one in window if one.sentence >= window[0].sentence - _SENTENCES and not one.depth]
    tops = [one for one in window if one.unit in _PERSONS and _says("applied", one)]
    posts = [one for one in window if one.unit in _POSTS and _says("posts", one) and one not in tops]
    for top in tops:
        for number in posts:
            if number.plain and holds(made := _average(top, number, total)):
                return made
    if len(tops) != 1 or len(posts) != 1 or tops[0].quantity.hedge or posts[0].quantity.hedge or not posts[0].plain:
        return None
    first = min(tops[0], posts[0], key=lambda one: one.number)
    if not by_post and (posts[0].unit not in _PERSONS or "位" in posts[0].label[-_FEW:]):
        return None  # 岗位52个，报名1462人: of those to be taken on, not of the posts
    beside = near.items[at - 1] in {tops[0], posts[0]} and tops[0].sentence == posts[0].sentence
    made = _average(tops[0], posts[0], total)
    return made if beside and near.unbroken(first, near.items[at - 1]) and sized(made) else None


def _says(name: str, one: Item) -> bool:
    return _pattern(name).search(one.label[-_LABEL:] + one.after[:_AFTER]) is not None


def _average(top: Item, number: Item, total: Quantity) -> Relation:
    by = Term(Fraction(number.plain), Fraction(0), (number.quantity,))
    scale = total.scale if total.base == top.quantity.base else Fraction(1)
    row = sorted((top, number), key=lambda one: one.number)
    return relation(
        "average", [term(top.quantity, scale), by], total, "average.behind", [*spans(row), (total.start, total.end)]
    )
