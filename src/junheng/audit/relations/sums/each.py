"""For how many one figure is told: 甲校和乙校各1所, 其他4个县各50人, 市、县分别配套402.03万元."""

from __future__ import annotations

import re

from junheng.audit.relations.sums.runs import STOPS, Run
from junheng.audit.relations.sums.triggers import triggers

_GRADES = "一二三四五六七八九"
_RANGE = re.compile(f"([{_GRADES}])(?:年级)?[至到—-]([{_GRADES}])年级$")
_FUSED = re.compile(f"([大中小托]{{2,4}})班$|([{_GRADES}]{{2,6}})年级$")
"""Grades told from one to another; classes of a kindergarten or grades told with no mark between."""
_SIDES = re.compile("(?:(?:正副|男女|春秋|初高)[一-鿿]{0,3}|(?:城乡|文理|中小|东西|南北|甲乙)[科区片学班校]?)$")
"""The two sides of a thing told in one word: 正副科长, 男女教师, 初高中; 城乡结合部, 中小学校 are one."""
_DISTRIBUTED = "分别"
_DIVIDED = re.compile(r"[、，,和及与]")
_PLACES = frozenset({"个", "所", "县", "校", "乡", "镇", "家"})
"""Units of what a figure is told for each of."""
_MOST_NAMES, _NAME = 12, 6
"""How many names a figure may be told for, and how long each is."""


def times(run: Run, place: int) -> int:
    """Return how many an item told with 各 counts for: in 甲、乙和丙各1所 one for each name since the item before."""
    before = run.items[place - 1] if place and not run.items[place].mark else None
    if before is not None and before.quantity.unit in _PLACES and 1 < before.quantity.value <= _MOST_NAMES:
        return int(before.quantity.value)  # 其他4个县各50人
    named = [name for name in _DIVIDED.split(_since(run, place).removesuffix("各").removesuffix("均")) if name.strip()]
    return max(1, min(sum(map(_names_in, named)), _MOST_NAMES))


def _names_in(name: str) -> int:
    """Return how many names are told in one: 三至五年级 are three, 小中班 and 正副校长 two."""
    if (found := _RANGE.search(name)) is not None:
        return max(1, _GRADES.index(found[2]) - _GRADES.index(found[1]) + 1)
    fused = _FUSED.search(name)
    if fused is None and _SIDES.search(name) is not None:
        return 2
    return len(fused[1] or fused[2]) if fused is not None else 1


def _since(run: Run, place: int) -> str:
    """Return the words since a connector, or since the item before with what it counts (6个班，五、六年级各5个班)."""
    lead = run.items[place].lead
    if place and run.items[place - 1].after:
        lead = lead.removeprefix(run.items[place - 1].after)
    for match in reversed(list(triggers().connector.finditer(lead))):
        return lead[match.end() :]
    return lead


def for_each(run: Run, place: int) -> int:
    """Return how many names one figure is told for by 分别 (市、县分别配套402.03万元), 1 where it opens a list."""
    lead = run.items[place].lead
    before, told, _ = lead.rpartition(_DISTRIBUTED)
    after = run.items[place + 1] if place + 1 < len(run.items) else None
    if not told or (after is not None and after.segment == run.items[place].segment and not after.label):
        return 1
    names = before.lstrip(STOPS).split("、")
    return len(names) if 1 < len(names) <= _MOST_NAMES and all(1 <= len(one) <= _NAME for one in names) else 1
