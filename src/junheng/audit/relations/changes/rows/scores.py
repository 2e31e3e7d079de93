"""Marks told without their unit: 六年级语文均分83.6，上一年是79.8，涨了3.8分; 数学去年72.7，今年76.2，涨了3.5分.

Bare figures are sides of what is told in marks behind them where their words say that they are two times of one thing,
or a mean and the one it is set against (全县均分85.1). The words of the change say which way it went.
"""

from __future__ import annotations

import re

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans, term

_MARKS, _HIGHEST = "分", 1000
_UP = re.compile("(?:上?涨|上?升|提高|提升|增加|增长|进步|长|多|高|高出|超出)了?(?:近|约)?$")
_DOWN = re.compile("(?:下?降|下?跌|掉|退步|下滑|降低|减少|少|低|回落)了?(?:近|约)?$")
_THEN = re.compile(
    "去年|上年|上一?学?年|前年|上一?学期|上次|上一次|期中|同期|往年|前一[年次学]|上届|由|从|一模|(?:19|20)[0-9]{2}年"
)
_OTHERS = re.compile("全[县市区镇乡校国省]|年级(?=[平均])|平均水平|联盟|片区|兄弟|同类")
_MEAN = re.compile(
    "分|成绩|语文|数学|英语|外语|物理|化学|科学|政治|道法|道德|历史|地理|生物|理综|文综|总评|得分|测评|学科"
)
_AGAINST = re.compile("[比较]|同比")
_HEAD = 40
"""How much before the first figure tells that marks are meant."""


def of_marks(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    """Return the difference of two bare figures right before a change told in marks."""
    if item.unit != _MARKS or item.number < 2 or item.depth or item.quantity.hedge:
        return None
    way = "up" if _UP.search(item.label) else "down" if _DOWN.search(item.label) else ""
    first, last = near.items[item.number - 2 : item.number]
    if not way or not all(_is_mark(one, item) for one in (first, last)) or first.unit == last.unit == _MARKS:
        return None
    head = re.split("[。；;\n]", near.text[max(0, first.quantity.start - _HEAD) : first.quantity.start])[-1]
    if _MEAN.search(head) is None:
        return None
    then = [_THEN.search(near.clause(one)) is not None for one in (first, last)]
    if any(then):
        base, told = (last, first) if then[1] and not (then[0] and _came(near, first)) else (first, last)
        sure = then[0] != then[1] or _came(near, first)
    elif _AGAINST.search(item.label) is not None:
        return None
    else:
        base, told, sure = last, first, _OTHERS.search(near.clause(last)) is not None
    high, low = (told, base) if way == "up" else (base, told)
    made = relation(
        "difference", [_term(high), _term(low)], item.quantity, "difference.marks", spans([high, low, item])
    )
    return (made, told, base) if holds(made) or (sure and near.unbroken(first, item)) else None


def _came(near: Near, first: Item) -> bool:
    """Whether the first of two figures opens a way (由去年的68.4提高到71.2), or a row of years."""
    return re.search("[由从]|(?:19|20)[0-9]{2}年", near.clause(first)) is not None


def _is_mark(one: Item, item: Item) -> bool:
    """Whether a figure may be a mark: bare or in marks, in the sentence of the change."""
    figure = one.quantity
    told = _UP.search(one.label) is None and _DOWN.search(one.label) is None
    told = told and figure.kind == "number" and one.unit in {"", _MARKS} and not figure.hedge
    return told and 0 < figure.value < _HIGHEST and one.sentence == item.sentence and one.depth == item.depth


def _term(one: Item) -> Term:
    return term(one.quantity)
