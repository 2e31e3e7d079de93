"""The two sides of a change: the figure told, and the one it is set against (由…到…, 与上年的…相比, 2019年…2020年…)."""

from __future__ import annotations

import re

from junheng.audit.layout import Item
from junheng.audit.relations.changes.rows.year_rows import of_year_row
from junheng.audit.relations.changes.rows.years import of_years, two_years, year_on_year
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.wording import change, compared, holds_one, words

_REACHED = (*words("growth", "arrived"), *words("growth", "reached"))
EARLIER = tuple(word for word in words("growth", "earlier") if len(word) > 1)
_OTHER_YEAR = ("同比", "环比", *EARLIER)
MUTUAL = re.compile("(?:两者|二者|两项|前后|两数|两校|两地)?(?:相差|差距|差额)")
_NORM = re.compile("[比较]([\u4e00-\u9fff]{2,4}?)(?:的)?(?:少|多|增|减|低|高|下|上|提)")
_AGAINST = ("比", "较", "与", "和", "同")
_THAN = ("比", "较")
_BESIDE = ("相比", "相较")
_UPON = re.compile("的?基础上")
_MARKS = "，, "
_JOINED, _LISTED = frozenset({"", "和", "与", "及"}), frozenset({"、", ""})
_MOVED = re.compile("(?:增加|减少|增招|净增)(?![到至为了])[\u4e00-\u9fff]{2,6}$")
_SUBJECT = 12
_THEN = re.compile(
    "(?:而)?(?:去年|上年|上一年|上年度|上学年|上一学年|去年同期|上年同期|上学期|前年)(?:为|是|只?有|仅有?|则?为)?"
)
_BARE = re.compile(
    "(?:同比|环比|净|共|则|整整|大幅|明显)?(?:增加|增长|提高|提升|上升|减少|下降|降低|上涨|涨|下滑|增|减|多|少)了?"
)
DIRECT = 2
"""How many figures may stand between the two sides: none, or a share of the first."""


def sides(  # noqa: PLR0911
    near: Near, item: Item, kinds: tuple[str, ...] = ()
) -> tuple[Item, Item, bool] | None:
    """Return the figure told and the one it is set against, before a change, and whether the words make them sure.

    Shapes: `829亿元，与上年的774亿元相比(多出)`, `由774亿元增加到829亿元`, `上年774亿元，今年829亿元`.
    """
    kinds = kinds or (("share",) if item.quantity.kind == "points" else ("number",))
    if (listed := of_year_row(near, item, kinds) or of_years(near, item, kinds)) is not None:
        return listed
    last = _before(near, item, kinds)
    first = _before(near, last, kinds) if last is not None else None
    if last is None or first is None or not _counted_alike(last, first):
        return None
    if item.number - last.number > DIRECT or last.number - first.number > DIRECT:
        return None
    if change(last.label) or change(first.label) or _moved(last) != _moved(first):
        return None
    if MUTUAL.match(item.label.strip()) and item.number == last.number + 1 and last.number == first.number + 1:
        return (last, first, True) if near.value(last) > near.value(first) else (first, last, True)
    between = near.between(first, last)[-40:]
    if (opens_way(first.label) or _UPON.match(first.after) is not None) and holds_one(between, _REACHED):
        # 由13.01%降为8.51%，下降4.5个百分点；某地下降8.45个百分点: the change of these two is told already.
        others = (each for each in near.items[last.number + 1 : item.number] if each.unit != "年")
        told = any(each.quantity.kind == item.quantity.kind for each in others)
        return last, first, not (told or holds_one(item.label, _OTHER_YEAR))
    if (norm := _NORM.search(item.label[-12:])) is not None and norm[1] in first.label:
        return last, first, True
    subject = item.label[: norm.start()].strip() if norm is not None and len(item.label) <= _SUBJECT else ""
    if norm is not None and norm[1] in last.label and subject in first.label and item.number == last.number + 1:
        return first, last, True  # 女生2864人，男生2731人，女生比男生多133人
    against = _set_against(near, first, last, item)
    if against is not None:
        # 与全县平均水平91.8%、85.1%和84.9%相比，分别低…: of one row, none of which is set against the other
        return first, last, against and not (last.label.strip() in _JOINED and last.mark in _LISTED)
    if holds_one(first.label[-16:], EARLIER) and not compared(between):
        return last, first, holds_one(last.label[-8:], ("今年", "本年", "现在", "目前"))
    if holds_one(last.label[-16:], EARLIER):
        return first, last, _of_then(first, last, item)
    return (last, first, year_on_year(near, first, last, item)) if two_years(first.label, last.label) else None


def _of_then(first: Item, last: Item, item: Item) -> bool:
    """Whether three figures in a row tell what it is, what it was and the change: 91.5%，上一年为88.7%，提高2.8个."""
    row = first.number == last.number - 1 == item.number - 2 and first.depth == last.depth == item.depth
    return row and _THEN.fullmatch(last.label.strip()) is not None and _BARE.fullmatch(item.label.strip()) is not None


def _counted_alike(one: Item, two: Item) -> bool:
    """Whether two figures count the same, be it but in 万 that lost its unit (4453万比去年4432万).

    Or in no unit at all, to the same place behind the point (班额34.10，比上年35.10减少1).
    """
    alike = one.unit == two.unit and not one.quantity.base and not two.quantity.base
    pointed = one.quantity.step == two.quantity.step < 1
    return same_kind(one.quantity, two.quantity) or (alike and (one.unit != "" or pointed))


def _before(near: Near, item: Item, kinds: tuple[str, ...]) -> Item | None:
    """Return the figure before one; a year taken for a duration (比2017年), how long (五年), or what something is told
    to be so much of (为年初预算56800万元的74.7%) is none.
    """
    found = near.previous(item, kinds)
    while found is not None and ((found.unit == "年" != item.unit) or _is_base(near, found)):
        found = near.previous(found, kinds)
    return found


def _is_base(near: Near, one: Item) -> bool:
    """Whether a share of a figure follows it: what is told is the share, not the figure."""
    behind = near.items[one.number + 1] if one.number + 1 < len(near.items) else one
    return behind.quantity.kind == "share" and not behind.mark and behind.label.strip() == "的"


def _moved(item: Item) -> bool:
    """Whether a figure counts what came or went (今年增加教师40人), not what there is."""
    return _MOVED.search(item.label[-12:]) is not None


def opens_way(label: str) -> bool:
    """Whether a label opens a way from one figure to another: `由上年的`, `毛入园率从`."""
    short = label[-14:]
    return any(word in short for word in ("由", "从"))


def _set_against(near: Near, first: Item, last: Item, item: Item) -> bool | None:
    """Return whether the nearer figure is surely the one compared with (`与上年的774亿元相比`), or None."""
    if not item.mark and near.clause(last).startswith(_AGAINST):
        return True
    if not item.mark and near.between(first, last).lstrip().startswith(_THAN):
        return True
    behind = near.between(last, item)[:6]
    beside = any(word in behind for word in _BESIDE)
    if beside and near.between(first, last).lstrip(_MARKS).startswith(_AGAINST):
        return True
    return beside or not item.mark if compared(last.label) else None
