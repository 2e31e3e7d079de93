"""Differences against a figure told in brackets: 高出平均水平（17.9%）3.5个百分点; 比去年降低12分（去年498分）."""

from __future__ import annotations

import re

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.asked import asking, before
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import change

Found = tuple[Relation, Item, Item]
_OVER = re.compile("(?:高出|高于|多于|超出|超过|超|领先)[^，,]{0,14}$|[比较][^，,]{1,12}(?:高出?|多出?)[^，,]{0,6}$")
_UNDER = re.compile("(?:低于|少于|落后于?|不足)[^，,]{0,14}$|[比较][^，,]{1,12}(?:低|少)[^，,]{0,6}$")
_NORM = re.compile("计划|标准|规定|平均|指标|目标|核定|编制|预算|原|应|全[省市国县]|省均|[省市]定")
_GROWTH = re.compile("增幅|增速|增长")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_EARLIER, _COMPARED = re.compile("去年|上年|上一年|同比|同期|上学年|前年|年"), re.compile("[比较]|[高低快慢]于")
_OF_TIME = re.compile("[比较][^，,。；;]{0,10}(?:年|期|学期|学年|初|末)的?[(（]$")
_LABEL, _POINTS = 12, 3
"""How much of a label names what it is set against; how many points a misprinted change of a share may be off."""


def bracketed(near: Near, item: Item) -> Found | None:
    """Return the difference of a figure and of the one in brackets beside it that it is set against."""
    if item.quantity.kind not in {"number", "points"}:
        return None
    base = _base(near, item)
    row = [one for one in before(near, item) if one is not base] if base is not None else []
    if base is None or not row:
        return None
    told, way = row[0], change(item.label) or _way(item.label)
    # 下降8.45个百分点，比平均水平（4.20%）高4.25个百分点: of the two changes.
    moved = _GROWTH.search(item.label) is not None or told.number == base.number - 1
    grown = bool(change(told.label)) and not (item.quantity.kind == "points" and moved)
    if not way or grown or not _set_apart(told, base, item) or not _named(near, base, item):
        return None
    larger, smaller = (told, base) if way == "up" else (base, told)
    figures = sorted((told, base, item), key=lambda one: one.number)
    made = relation(
        "difference", [larger.quantity, smaller.quantity], item.quantity, "difference.bracket", spans(figures)
    )
    hedged = any(one.quantity.hedge for one in figures)
    alone = figures[2].number - figures[0].number == 2  # another figure between may be what is meant
    sure = alone and not hedged and near.unbroken(figures[0], figures[2]) and (meant(made) or _points_off(made))
    return (made, told, base) if holds(made) or sure else None


def _points_off(made: Relation) -> bool:
    """Whether points between two shares set side by side go the way told, and lie a few points off."""
    apart = made.parts[0].value - made.parts[1].value
    return made.total.sources[0].kind == "points" and apart > 0 and abs(apart - made.total.value) <= _POINTS


def _way(label: str) -> str:
    if _OVER.search(label) is not None:
        return "up"
    return "down" if _UNDER.search(label) is not None else ""


def _base(near: Near, item: Item) -> Item | None:
    """Return the one figure in the bracket behind an item, in front of it, or behind the figure before it."""
    if len(item.children) == 1 and _against(item.children[0]):
        return item.children[0]
    last = near.items[item.number - 1] if item.number else None
    if last is None or last.sentence != item.sentence or last.depth != item.depth + 1:
        return None
    alone = item.number == 1 or near.items[item.number - 2].bracket != last.bracket
    if not alone or (last.parent is not None and not _against(last)):
        return None
    return last if last.parent is not None or not last.label.strip() or _against(last) else None


def _against(one: Item) -> bool:
    label = one.label[-_LABEL:]
    then = asking("earlier", "then").search(label) or _NORM.search(label) or _YEAR.search(label)
    return then is not None and asking("earlier", "now").search(label) is None


def _named(near: Near, base: Item, item: Item) -> bool:
    """Whether what the bracket names is what the change is told against: 去年 for 比去年, 计划 for 超出计划."""
    label, own = base.label[-_LABEL:], item.label
    if not label.strip():
        # 较2021年（52.6%）下降: the bracket tells what it was then.
        return _OF_TIME.search(near.text[max(0, base.quantity.start - _LABEL) : base.quantity.start]) is not None or (
            _EARLIER.search(own) is None
        )
    norm = _NORM.search(label)
    if norm is not None and asking("earlier", "then").search(label) is None:
        return norm[0] in own
    return _EARLIER.search(own) is not None or (_NORM.search(own) is None and not _COMPARED.search(own))


def _set_apart(told: Item, base: Item, item: Item) -> bool:
    """Whether the three are counted alike; in brackets a unit may be cut short (54.3万人（去年52.38万）)."""
    if item.quantity.kind == "points":
        return base.quantity.kind == "share"
    if base.quantity.kind != "number":
        return False
    short = not base.quantity.base and bool(base.unit) and told.unit.startswith(base.unit)
    return short or (same_kind(base.quantity, item.quantity) and same_kind(told.quantity, item.quantity))
