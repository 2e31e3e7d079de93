"""One unit for what a row counts by several: `机构136个，其中民营医院1家，卫生室91个`; `职工35人，其中管理人员6个`.

Which counter stands behind a school, a clinic or a person is a matter of taste, and a row changes it as it goes. What
is named by such a noun takes the unit that the first of its kind in the sentence has, so that every reading sees one
row of one unit; the figures stay as they are printed. Money told without its 元 (计划投资200万，) is money.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.ground.wording import KEPT, holds_one, one_of, wording

_ANY, _PERSONS = "个", "人"
"""The counter of anything at all, which tells nothing of what is counted; the unit of persons."""
_LARGE, _MONEY, _CURRENCY = frozenset({"万", "亿", "万亿"}), "money", "元"
"""What stands behind money whose 元 was lost, and the unit it is given."""
_PLACES = frozenset({"所", "处", "家", "座", _ANY})
_OWN = frozenset("所家")
"""Units of nothing else."""
_KNOWN = _ANY, "所"
"""个 among 所 may count what these have (大班额126个，一小22个，二小19个); that it counts them is told elsewhere."""
_LONGEST, _WITHIN, _VERBS = 10, "中里内共的", "有设建配达招派"
"""Characters of the noun behind a figure, what may stand behind it, and what tells that more than a noun does."""


def one_counter(layout: Layout) -> Layout:
    """Give the figures of one kind in a row the unit of the first of them; return the layout."""
    items, sentence, head = layout.items, -1, ""
    for item in items:
        if item.sentence != sentence:
            sentence, head = item.sentence, ""
        unit = item.quantity.unit
        if unit in _LARGE and not item.after and not item.quantity.base and _told(_MONEY, item.label):
            _count_by(item, _CURRENCY)  # 投资200万，新建…
        if unit not in _PLACES or item.quantity.kind != "number":
            continue
        if unit == _ANY and _counts_persons(items, item):
            _count_by(item, _PERSONS)
        elif _told("places", _noun(item)):
            if not head:
                head = unit
            elif unit != head and (unit, head) != _KNOWN:
                _count_by(item, head)
        elif head and unit != head and not item.after and (unit in _OWN or _is_kind(item, head)):
            _count_by(item, head)
    return layout


def _counts_persons(items: list[Item], item: Item) -> bool:
    """Whether 个 stands behind persons, or behind posts where a figure beside them counts persons."""
    if _told("persons", _noun(item)):
        return True
    if not _told("posts", _noun(item)):
        return False
    beside = items[max(0, item.number - 1) : item.number + 2]
    return any(one.quantity.base == _PERSONS and one.paragraph == item.paragraph for one in beside)


def _is_kind(item: Item, head: str) -> bool:
    """Whether 个 stands behind a kind of what was counted by a unit of its own (餐饮单位86家，A级12家，C级14个)."""
    return (item.quantity.unit, head) != _KNOWN and _told("kinds", item.label)


def _noun(item: Item) -> str:
    """Return what a figure counts: the noun behind it, or else the words before it; blank where more is said behind.

    个 of `五个学区共有在编教师1265人` counts neither teachers nor what was told before.
    """
    if not item.after:
        return item.label
    behind = item.after.rstrip(_WITHIN)
    return behind if len(behind) <= _LONGEST and not holds_one(behind, _VERBS) else ""


def _count_by(item: Item, unit: str) -> None:
    item.quantity = msgspec.structs.replace(item.quantity, base=unit)


@lru_cache(KEPT)
def _told(name: str, words: str) -> bool:
    """Whether some words end with a noun of a kind."""
    return _ending(name).search(words) is not None


@cache
def _ending(name: str) -> re.Pattern[str]:
    return re.compile(one_of(wording()["counters"][name]) + "(?:[共计][有]?|[有为达约设]|分别为?)?$")
