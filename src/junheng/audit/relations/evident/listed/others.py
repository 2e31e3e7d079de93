"""What a list is not of, though a figure lies near what it comes to: it is of another, counts twice, or is open."""

from __future__ import annotations

from collections.abc import Sequence

from junheng.audit.layout import Item
from junheng.audit.relations.evident.figures import Figures, pattern, told
from junheng.audit.relations.evident.listed.rows import THREE, closed
from junheng.audit.relations.ground.wording import compared, holds_one, words
from junheng.audit.relations.sums.labels.classes import of_another

_UPWARD, _UPWARDS, _AGAIN, _ELSEWHERE, _ROW = "以上", "及以上", 100, 1000, 4
"""What takes in all above it, and what is one end of a scale; how large a total must be that is told again among its
parts, or in another unit; how many figures before a list are looked at for that."""
_LABEL, _AMONG, _STOPS = 8, "其中", "，,；;。 "


def of_others(near: Figures, total: Item, parts: Sequence[Item]) -> bool:
    """Whether a list that does not come to a figure is not of it."""
    # 教育支出5.62亿元，比上年5.31亿元增加…，其中小学2.31亿元、…: of the first
    return (
        compared(total.label)
        or of_another(total.label, [one.label for one in parts])
        or _narrowed(total, parts)
        or twice_told(parts)
        or _cumulative(parts)
        or _of_another(near, total, parts)
        or _beside(near, total, parts)
        or _gone(total, parts)
        or came_and_went(parts)
    )


def came_and_went(parts: Sequence[Item]) -> bool:
    """Whether of some figures one went and another came (流失42人，补充36人，现有1280人): none is a part of a whole."""
    went, came = words("difference", "went"), words("difference", "came")
    return any(holds_one(one.label[-_LABEL:], went) for one in parts) and any(
        holds_one(one.label[-_LABEL:], came) for one in parts
    )


def moves(one: Item) -> bool:
    """Whether a figure tells of those who came or who went."""
    return any(holds_one(one.label[-_LABEL:], words("difference", name)) for name in ("went", "came"))


def _gone(total: Item, parts: Sequence[Item]) -> bool:
    """Whether parts tell who left, and the whole does not: 补充教师108人……退休91人、调出12人、辞职3人，净增2人."""
    gone = pattern("list", "gone")
    return all(gone.search(one.label) for one in parts) and gone.search(total.label + total.after) is None


def twice_told(parts: Sequence[Item]) -> bool:
    """Whether one of some parts is the whole of those right behind it: 交流教师346人次，其中校长58人次，教师288人次."""
    for at, one in enumerate(parts[:-2]):
        for end in range(at + THREE, len(parts) + 1):
            inner = parts[at + 1 : end]
            if sum(each.plain for each in inner) == one.plain and inner[0].lead.lstrip(_STOPS).startswith(_AMONG):
                return True
    # 学位2820个；…学位1620个，两校建成后可添学位4440个: the last of them is the others told again.
    return len(parts) >= THREE and parts[-1].plain >= _AGAIN and sum(one.plain for one in parts[:-1]) == parts[-1].plain


def _of_another(near: Figures, total: Item, parts: Sequence[Item]) -> bool:
    """Whether parts come exactly to another figure told near by: 发放问卷2846份，有效问卷2790份，其中…: of these."""
    value = sum(one.plain for one in parts)
    if value < _AGAIN:
        return False
    around = near.valued_about(near.bases[parts[0].number], value, parts[0], 1)
    if any(one is not total and one not in parts for one in around):
        return True
    first = parts[0].number  # in another unit the same value is hardly an accident: 问卷27902份
    return value >= _ELSEWHERE and any(one.plain == value for one in near.items[max(0, first - _ROW) : first])


def _beside(near: Figures, total: Item, parts: Sequence[Item]) -> bool:
    """Whether what stands right behind each of the parts comes to the total: 投入10分，得9.8分；产出40分，得38分；…."""
    beside = [near.items[one.number + 1] for one in parts if one.number + 1 < len(near.items)]
    alike = len(beside) == len(parts) and all(one.quantity.base == total.quantity.base for one in beside)
    return (
        alike
        and not {id(one) for one in beside} & {id(one) for one in parts}
        and (sum(one.plain for one in beside) == total.plain)
    )


def _cumulative(parts: Sequence[Item]) -> bool:
    """Whether a part in the middle takes in those before it: 一本上线512人，二本以上1106人，本科1621人."""
    return any(_UPWARD in one.label and _UPWARDS not in one.label for one in parts[1:-1])


def _narrowed(total: Item, parts: Sequence[Item]) -> bool:
    """Whether all parts are told as a few of many, and the whole is not: 教师54人，…；省级骨干8人，市级骨干21人."""
    words = told()["list"]["chosen"]
    if all(any(word in one.label and word not in total.label for word in words) for one in parts):
        return True
    # 初中毕业4618人，其中升入普通高中2487人，升入中职1856人: some went nowhere.
    onward = any(pattern("list", "onward").search(one.label) for one in parts)
    return onward and pattern("list", "leavers").search(total.label) is not None and not closed(list(parts))
