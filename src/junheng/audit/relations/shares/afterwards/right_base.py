"""Shares that come out of, or are read of, a whole which the words around them rule out.

Of a row of shares told by 占 alone (研究生19人，占16.8%；男教师31人，占27.4%；师范类86人，占76.1%) two and more
that come out of one whole show of what the row is: another that comes out of some other figure was worked out of the
wrong one. And where a whole is told for two years (2001年拨款2864万元，2002年为3217万元), what was paid in one of them
is a share of that of its own year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.wording import stem
from junheng.audit.relations.shares.wholes import made_share

_BARE = re.compile("^(?:各?约?占|占比|约占)$")
_NAMED = re.compile("占(?:全[县市区年校]|当年|年度|同期)?([\u4e00-\u9fff]{2,14}?)的?$")
_YEAR = re.compile("((?:19|20)[0-9]{2})年")
_AGAIN = re.compile("^(?:19|20)[0-9]{2}年(?:则|度)?(?:为|是|达到?|有|增至|增加到|降至|减至|减少到)?$")
_AWAY = re.compile("缺|未|弃|流失|淘汰|落选|不合格|退出|取消")
"""What tells that a part did not come into the narrower whole."""
_OTHER = re.compile("[比较]|上年|去年|同期|以来|至|到")
_ROW, _BACK, _MOST = 2, 40, 16
"""How many shares of a row prove its whole; how much before a part tells its year."""
_EARLIER = re.compile("上年|去年|前年|同期")
_RULE = "share.right_base"


def on_the_right_base(layout: Layout, every: Sequence[Relation]) -> list[Relation]:
    """Return relations, shares of a whole that the words around rule out as those of the right one."""
    shares = [
        one for one in every if one.kind == "ratio" and all(len(each.sources) == 1 for each in (*one.parts, one.total))
    ]
    if not shares:
        return list(every)
    near = Near(layout)
    turned = dict(_of_rows(near, shares))
    for one in shares:
        if id(one) not in turned and (made := _of_its_year(near, one)) is not None:
            turned[id(one)] = made
    return [turned.get(id(one), one) for one in every]


def _row(near: Near, one: Relation) -> tuple[Item, Item, Item] | None:
    """Return part, whole and percentage, where all three are figures of the text."""
    found = [near.item(each.sources[0].start) for each in (*one.parts, one.total)]
    top, whole, item = found
    return (top, whole, item) if top is not None and whole is not None and item is not None else None


def _of_rows(near: Near, shares: Sequence[Relation]) -> Iterator[tuple[int, Relation]]:
    """Yield the shares of a row told by 占 alone that come out of another whole than all others."""
    rows = [(one, row) for one in shares if (row := _row(near, one)) is not None and _bare(row)]
    rows.sort(key=lambda each: each[1][2].number)
    for _, group in groupby(rows, key=lambda each: (each[1][2].sentence, each[1][2].depth)):
        told = list(group)
        wholes = [row[1] for _, row in told if holds(_)]
        most = max(wholes, key=wholes.count, default=None)
        if most is not None and wholes.count(most) < _ROW:
            most = next((one for one in wholes if _divided(near, one)), None)
        others = [each for each in told if each[1][1] is not most]
        if most is None or len(others) != 1:
            continue
        one, (top, whole, item) = others[0]
        first = min(row[0].number for _, row in told)
        beside = whole.number < most.number < first and whole.sentence <= most.sentence
        counted = same_kind(most.quantity, top.quantity) and top.plain < most.plain < whole.plain
        away = _AWAY.search(top.label) is not None or top.plain == whole.plain - most.plain
        if away or not beside or not counted or any(each.quantity.hedge for each in (top, most, item)):
            continue
        made = made_share(near, top, most, item, _RULE)
        if near.unbroken(most, item) and not holds(made):
            yield id(one), made


def _divided(near: Near, whole: Item) -> bool:
    """Whether the counts behind a figure in its clause leave nothing of it out: 134人，高级31人，中级64人，初级39人."""
    behind = near.items[whole.number + 1 : whole.number + 1 + _MOST]
    row = [one for one in behind if one.segment == whole.segment and same_kind(one.quantity, whole.quantity)]
    return len(row) > 1 and sum(one.plain for one in row if one.depth == whole.depth) == whole.plain


def _bare(row: tuple[Item, Item, Item]) -> bool:
    top, _, item = row
    return item.number == top.number + 1 and _BARE.match(stem(item.label)) is not None


def _of_its_year(near: Near, one: Relation) -> Relation | None:
    """Return a share of the whole of its own year, where that is told right behind the one it was read of."""
    row = _row(near, one)
    if row is None:
        return None
    top, whole, item = row
    if _EARLIER.search(item.label) is not None and holds(one):
        return None
    if whole.number + 1 >= top.number or top.number != item.number - 1 or _NAMED.search(stem(item.label)) is None:
        return None
    behind = near.items[whole.number + 1]
    year, own, its = _told_year(near, top), _YEAR.search(behind.label), _YEAR.findall(whole.lead[-_BACK:])
    again = own is not None and _AGAIN.match(behind.label.strip()) is not None
    if not again or own is None or not its or its[-1] == own[1] or year != own[1]:
        return None
    if not same_kind(behind.quantity, whole.quantity) or behind.quantity.hedge or behind.sentence != whole.sentence:
        return None
    made = made_share(near, top, behind, item, _RULE)
    return made if near.unbroken(behind, item) and top.plain < behind.plain else None


def _told_year(near: Near, top: Item) -> str:
    """Return the year named last before a part in its sentence, where it is told of nothing else."""
    before = re.split("[。；;\\n]", near.text[max(0, top.quantity.start - _BACK) : top.quantity.start])[-1]
    found = list(_YEAR.finditer(before))
    return found[-1][1] if found and _OTHER.search(before[: found[-1].start()]) is None else ""
