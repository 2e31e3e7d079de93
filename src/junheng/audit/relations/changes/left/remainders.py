"""What is left, wanting or over (剩余, 还有…未改造; 缺编; 超编): a whole or a norm, less what was done or is there."""

from __future__ import annotations

import re

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.sides import DIRECT
from junheng.audit.relations.ground.nearby import Near, alike, same_kind
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import change, holds_one, one_of, scoped, stem, words

_LEFT, _SHORT, _OVER = (words("difference", name) for name in ("left", "short", "over"))
_DUE, _INCOME = words("difference", "due"), words("difference", "income")
_REMAIN, _REST, _UNDONE, _DONE = (words("difference", name) for name in ("remain", "rest", "undone", "done"))
_GRANTED, _SPECIFIC, _ACCOUNT = (words("difference", name) for name in ("granted", "specific", "account"))
_BALANCE, _CARRIED = words("difference", "balance"), words("difference", "carried")
_NOT_YET = re.compile("^(?:" + one_of(_UNDONE) + "|能|有|得到)+")
_STILL, _BECOMING = ("剩", "剩余"), frozenset("正限年将计")
_PART, _SUM, _MONEY = words("common", "opening"), words("difference", "all"), "元"
_VERB = 2
"""How many characters of what was not done must be those of what was done."""


def left(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    """`收入120万元，支出100万元，结余20万元`; `编制2918名，在岗2799人，缺编119名`; `30所，已改造22所，还有8所未改造`.

    Return the relation, the second figure and the first. Of things counted, what is done and what is left are the
    parts of the whole: a sum; of money, and against a norm, it is a difference.
    """
    label = stem(item.label)
    second = near.previous(item) if item.quantity.kind == "number" else None
    first = near.previous(second) if second is not None else None
    if first is None or second is None or item.number - second.number > DIRECT:
        return None
    remains = _remains(near, second, item)
    over = label.endswith(_OVER)
    if not (remains or over or label.endswith(_SHORT)) or not (even(first, second) and even(second, item)):
        return None
    over = over or ("缺" in label and not holds_one(first.label, _DUE) and near.value(second) > near.value(first))
    spent = remains and _spent(first, second, label) and _alone(near, first, item) and _undone(second, item)
    made = _made(*((second, first) if over else (first, second)), item, remains, spent)
    told = spent if remains else holds_one(first.label, _DUE)
    return (made, second, first) if holds(made) or (told and _sure(near, first, second, item)) else None


def _remains(near: Near, second: Item, item: Item) -> bool:
    """Whether a figure is what is left: 剩余46处; 还有9所未改造; 除871处已整改外，其余89处."""
    label = stem(item.label)
    if label.endswith(_REST):
        return second.label.strip().startswith("除") and "外" in near.between(second, item)
    undone = item.label.rstrip().endswith(_REMAIN) and item.after.lstrip().startswith(_UNDONE)
    return undone or label.endswith(_LEFT)


def _made(one: Item, two: Item, item: Item, remains: bool, spent: bool) -> Relation:
    figures = sorted((one, two, item), key=lambda each: each.number)
    if remains and one.quantity.base != _MONEY and (is_beside(item) or not stem(item.label).endswith(_STILL)):
        return relation("sum", [two.quantity, item.quantity], one.quantity, "sum.left", spans(figures))
    rule = "difference.spent" if spent else "difference.left"
    return relation("difference", [one.quantity, two.quantity], item.quantity, rule, spans(figures))


def is_beside(item: Item) -> bool:
    """Whether what is left is told with what becomes of it, beside what was done: 已整改153处，剩余13处正在整改."""
    return item.label.rstrip().endswith(_STILL[1]) and item.after.lstrip()[:1] in _BECOMING


def _spent(first: Item, second: Item, label: str) -> bool:
    """Whether the words say that the second figure was spent or done of the first, and nothing else stood there.

    A balance of accounts carries what stood there before the year: without that figure it contradicts nothing.
    """
    whole = not first.label.strip().startswith(_PART) and not scoped(second.label) and not change(first.label)
    whole = whole and not second.label.strip().startswith(_PART)
    account = holds_one(first.label, _ACCOUNT) or not holds_one(first.label, _SPECIFIC)
    if holds_one(label, _CARRIED) or (holds_one(label, _BALANCE) and account and first.quantity.base == _MONEY):
        return False
    return (
        whole
        and holds_one(second.label + second.after[:8], _DONE)
        and (first.quantity.base != _MONEY or _granted(first))
    )


def _undone(second: Item, item: Item) -> bool:
    """Whether what was not done (还有9所未改造) is what was done of the others (已改造22所)."""
    if not item.label.rstrip().endswith(_REMAIN):
        return True
    doing = _NOT_YET.sub("", item.after.strip())[:_VERB]
    return not doing or doing in second.label + second.after


def _alone(near: Near, first: Item, item: Item) -> bool:
    """Whether neither another figure of the kind leads up to the first, nor one goes on with what is left."""
    before = near.previous(first)
    joined = before is not None and same_kind(before.quantity, first.quantity) and not holds_one(first.label, _SUM)
    joined = joined and before is not None and near.value(before) != near.value(first)  # 应下达86万元，实际下达86万元
    behind = near.items[item.number + 1] if item.number + 1 < len(near.items) else None
    if behind is None or behind.sentence != item.sentence or behind.quantity.kind != "number":
        return not joined
    return not joined and not same_kind(behind.quantity, item.quantity)


def _granted(first: Item) -> bool:
    return holds_one(first.label, _GRANTED) or holds_one(first.label, _INCOME)


def _sure(near: Near, first: Item, second: Item, item: Item) -> bool:
    """Whether three figures stand side by side, counted alike, with nothing about them that is loose or masked."""
    between = near.items[first.number + 1 : item.number]
    close = all(one is second or one.quantity.kind == "date" for one in between)
    counted = same_kind(first.quantity, second.quantity) and same_kind(second.quantity, item.quantity)
    return (
        close
        and counted
        and not any(one.quantity.hedge for one in (first, second, item))
        and near.unbroken(first, item)
    )


def even(one: Item, two: Item) -> bool:
    """Whether one figure may be wanting of another: 学位 are 个, 床位 are 张, children 人."""
    bases = {one.quantity.base, two.quantity.base}
    return bool(alike(one.quantity, two.quantity)) or bases <= {"人", "个"} or bases == {"人", "张"}
