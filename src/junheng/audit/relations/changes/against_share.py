"""Points a share lies over or under another it is set against: 毛入园率91.2%，比省定90%的目标高1.2个百分点.

The other stands right before the points, behind 比, 较, 高于; what it is (目标, 标准, 平均水平) may stand between.
The share itself is told before, and may be set against several in turn: 42.3%，超过省定40%的底线2.3个百分点，较上年
38.9%提高3.4个百分点. Where its place leaves no other, such a difference may be called wrong.
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import arrives, change

Found = tuple[Relation, Item, Item]
_AGAINST = re.compile(
    "^(?:但|并|且|也|仍|又|均|都|分别)*(?P<word>相?比|相?较|高于|高出|超过|超出|多于|快于|低于|少于|落后于?)[^，,]{0,16}$"
)
_NAMED = re.compile("^[一-鿿]{2,10}[率度比面占](?:[比较]|同比)(?![例重率])[一-鿿]{1,8}$")
_WAY = re.compile(
    "^的?(?:[一-鿿]{0,4}(?:目标|标准|要求|底线|红线|规定|指标|水平|均值|平均[值数]|平均|任务|下限|上限|比例|值))?"
    "(?P<way>(?:高|低|多|少|超|快|慢|提高|提升|上升|增加|增长|扩大|下降|降低|回落|减少|下滑)[了出]?(?:约|近)?|)$"
)
_LINE = re.compile("目标|标准|要求|底线|红线|规定|指标|[省国市县]定|任务")
_NOUN = re.compile("目标|标准|要求|底线|红线|规定|指标|水平|均值|平均|任务|[上下]限")
_UNDER = re.compile("低|少|慢|下|降|回落|减|落后")
_BACK, _FAR, _FINE = 8, 40, Decimal("0.01")
"""How many figures before the points the share may stand, and one that is told to two places sentences before."""


def against_share(near: Near, item: Item) -> Found | None:
    """Return the points between a share and the one it is set against right before them."""
    base = near.items[item.number - 1] if item.number else item
    if item.quantity.kind != "points" or base.quantity.kind != "share" or base.depth != item.depth or item.mark:
        return None
    against, way = _AGAINST.search(base.label.strip()), _WAY.match(near.between(base, item).strip())
    if against is None and way is not None and way["way"] and _NAMED.match(base.label.strip()) is not None:
        return _further(near, item, base, _UNDER.search(way["way"]) is not None)
    if against is None or way is None or base.sentence != item.sentence:
        return None
    told = way["way"] or (against["word"] if against["word"] not in {"比", "较", "相比", "相较"} else "")
    level, chained = _level(near, base)
    if told and level is None:
        return _further(near, item, base, _UNDER.search(told) is not None)
    if not told or level is None or not (chained or _NOUN.search(near.between(base, item)) is not None):
        return None
    less = _UNDER.search(told) is not None
    drawn = _LINE.search(base.label + near.between(base, item)) is not None
    norm = msgspec.structs.replace(base.quantity, step=min(base.quantity.step, item.quantity.step))
    other = norm if drawn else base.quantity
    sides = (other, level.quantity) if less else (level.quantity, other)
    made = relation("difference", list(sides), item.quantity, "difference.norm", spans([level, base, item]))
    row = (level, base, item)
    clear = not any(one.quantity.hedge for one in row) and near.unbroken(level, item)
    return (made, level, base) if holds(made) or (clear and meant(made)) else None


def _further(near: Near, item: Item, base: Item, less: bool) -> Found | None:
    """Return the points between a base and a share told sentences before that lies just so far from it."""
    sought = base.plain - item.plain if less else base.plain + item.plain
    if item.quantity.step > _FINE or item.quantity.step != min(base.quantity.step, item.quantity.step):
        return None
    for one in reversed(near.items[max(0, base.number - _FAR) : base.number]):
        if one.quantity.kind == "share" and one.plain == sought and one.quantity.step == item.quantity.step:
            sides = (base.quantity, one.quantity) if less else (one.quantity, base.quantity)
            made = relation("difference", list(sides), item.quantity, "difference.further", spans([one, base, item]))
            return (made, one, base) if holds(made) else None
    return None


def _level(near: Near, base: Item) -> tuple[Item | None, bool]:
    """Return the share told before, past others it is set against and the points it lies from them; whether it was past
    some.
    """
    chained = False
    for one in reversed(near.items[max(0, base.number - _BACK) : base.number]):
        if one.sentence != base.sentence or one.depth != base.depth:
            break
        if one.quantity.kind == "points" or (one.quantity.kind == "share" and _AGAINST.search(one.label.strip())):
            chained = True
            continue
        plain = one.quantity.kind == "share" and (not change(one.label) or arrives(one.label))
        return (one if plain else None), chained
    return None, chained
