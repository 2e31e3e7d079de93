"""Shares of a whole whose parts add up to it, the part told by its name: 公办26所、民办24所，共50所，公办园占52%.

Where a list comes to its whole, each part is a share of it; what is told behind it of one of them by name (女教师占比,
其中初中生占) is a share of that whole and of nothing else. The names stand with the parts, before a row
(高级、一级、二级职称分别为…), or in the list before it that a row goes on with (上述三类园分别为…).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import change
from junheng.audit.relations.shares.wholes import made_share

_SHARE = re.compile(
    "(?:所占|约占|占比|占|的?比例|的?比重)(?:总[数量额]|全[部体县市区校镇乡])?(?:的?(?:比例|比重))?(?:约|为|达到?|是|：|:)*$"
)
_ROW = re.compile("(?P<names>[^，,。；;：:（(\n]{2,40}?)(?:分别|依次|各)(?:为|是|有|达|共)?$")
_AGAIN = re.compile("(?:上述|以上|前述|这|前面)?[两二三四五六]类")
_OPENING = re.compile("^(?:其中|中|包括|含|有)")
_DIVIDED = re.compile("[、和与及]")
_AFTER, _LABEL, _HEAD, _LEAST = 6, 24, 60, 2
"""How many figures behind a list its shares stand; how much of a label, of what stands before a row, and of the words
behind a whole is read.
"""
_FILLER = re.compile("^(?:[园校生师者类级]|人员|人数)|的|(?:人数|数量|总数|总额|数)$")
_SCOPE = re.compile("中[，,]|[；;]")
_KINDS = "园校生师人数所"
Told = tuple[Item, list[Item], list[str]]
"""A whole, its parts and their names."""
_RULE = "share.of_sum"


def of_sums(layout: Layout, every: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations, with the shares of parts by name, of those that nothing else was read of."""
    yield from every
    told = {one.total.sources[0].start for one in every if one.total.sources}
    free = [one for one in layout.items if one.quantity.kind == "share" and one.quantity.start not in told]
    free = [one for one in free if _SHARE.search(one.label) is not None and one.mark and not change(one.label)]
    if not free:
        return
    near = Near(layout)
    lists = sorted(_lists(near, every), key=_last)
    ends = [_last(one) for one in lists]
    for item in free:
        at = bisect_left(ends, item.number)
        made = _of(near, item, lists[max(0, at - _AFTER) : at])
        if made is not None:
            yield made


def _last(one: Told) -> int:
    return max(one[0].number, one[1][-1].number)


def _lists(near: Near, every: Iterable[Relation]) -> Iterator[Told]:
    """Yield the lists that come to their wholes, each with the names of its parts."""
    names: list[str] = []
    sums = [one for one in every if one.kind == "sum" and one.total.sources and all(each.sources for each in one.parts)]
    for one in sorted(sums, key=lambda each: each.parts[0].sources[0].start):
        if not holds(one) or any(len(each.sources) != 1 for each in (*one.parts, one.total)):
            continue
        whole, *parts = near.told_of((one.total, *one.parts))
        if len(parts) != len(one.parts) or any(each.quantity.hedge for each in (whole, *parts)):
            continue
        parts.sort(key=lambda each: each.number)
        names = _names(near, parts, names)
        if len(names) == len(parts):
            yield whole, parts, names


def _names(near: Near, parts: Sequence[Item], before: Sequence[str]) -> list[str]:
    """Return the names of the parts of a list: their own, those of its head, or those of the list before."""
    own = [_OPENING.sub("", one.label[-_LABEL:]).strip("：:为有 ") for one in parts]
    if all(own[1:]) and len(set(own)) == len(own):
        return own
    head = near.text[max(0, parts[0].quantity.start - _HEAD) : parts[0].quantity.start]
    row = _ROW.search(head)
    if row is None:
        return []
    if _AGAIN.search(row["names"]) is not None:
        return list(before) if len(before) == len(parts) else []
    found = [each.strip() for each in _DIVIDED.split(row["names"])]
    return found if len(found) == len(parts) else []


def _of(near: Near, item: Item, lists: Sequence[Told]) -> Relation | None:
    """Return the share told of the one part that is named, of the nearest list that tells all of the name."""
    name = _SHARE.sub("", item.label[-_LABEL:]).removeprefix("其中").strip()
    if not name:
        return None
    for whole, parts, names in reversed(lists):
        last = max(whole.number, parts[-1].number)
        if last > item.number or item.number - last > _AFTER or item.sentence != parts[-1].sentence:
            continue
        known = [(one, each) for one, each in zip(parts, names, strict=True) if _called(each, name)]
        if len(known) != 1:
            continue
        part, called = known[0]
        called = called if name.startswith(called) else called.rstrip(_KINDS)
        around = whole.label[-_LABEL:] + whole.after[:_LEAST] + names[-1] + near.clause(parts[0])
        if (rest := _FILLER.sub("", name.removeprefix(called))) and rest not in around:
            continue
        made = made_share(near, part, whole, item, _RULE)
        if holds(made) or (not item.quantity.hedge and near.unbroken(part, item) and not _of_others(near, last, item)):
            return made
    return None


def _of_others(near: Near, last: int, item: Item) -> bool:
    """Whether something else is told between a list and a share: 男31人，女55人；中层干部12人，女教师占33.3%."""
    between = near.items[last + 1 : item.number]
    words = near.between(near.items[last], item)
    return any(one.quantity.kind == "number" for one in between) or _SCOPE.search(words) is not None


def _called(called: str, name: str) -> bool:
    """Whether a share names a part: by its name, or by that without what all of its list bear (公办 of 公办园)."""
    short = called.rstrip(_KINDS)
    return name.startswith(called) or (bool(short) and name.startswith(short))
