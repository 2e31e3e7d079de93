"""What is still left of a whole told before: 共反馈问题112个……整改完成98个，还剩14个; 原有168所，撤并43所，现有125所.

The word of the result says that something was taken from a whole, the words beside the other two which is the whole and
what was done of it. What is told with what was not done (尚有6所未开工) is a part beside what was, and no difference.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.asked import asking, besides
from junheng.audit.relations.changes.left.remainders import even, is_beside
from junheng.audit.relations.changes.levels import previous
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import KEPT, arrives, change, compared, words

Found = tuple[Relation, Item, Item]
_OPENING = words("common", "opening")
_BACK, _SENTENCES, _LABEL, _ROLE, _PAIR = 16, 3, 12, 14, 2
_CLOSE = Fraction(7, 20)
_MONEY = "元"
_CLAUSE, _CLAUSES = 60, re.compile("[，,。；;]")
"""How much behind a figure may tell what was not done, and what ends that."""
_NOW = re.compile("^(?:(?:目前|现在?|至今|今年)?共?(?:现有|现存|保留|实有|还有|剩)|[年期]末|年底)[^，,]{0,6}$")


def is_left(item: Item) -> bool:
    """Whether a figure is told as what is left of something: 还剩14个; not 尚有6所未开工."""
    if not _says_left(item.label) or item.label.lstrip().startswith(_OPENING):
        return False
    return not is_beside(item) and asking("still", "undone").search(item.after.lstrip()) is None


def tells_not_done(near: Near, item: Item) -> bool:
    """Whether a clause goes on with what was not done: 还有52名因残疾程度重、监护人不配合等原因没有入学."""
    if asking("still", "besides").search(item.label[-_LABEL:]) is None:
        return False
    end = near.items[item.number + 1].quantity.start if item.number + 1 < len(near.items) else len(near.text)
    behind = _CLAUSES.split(near.text[item.quantity.end : min(end, item.quantity.end + _CLAUSE)])[0]
    return asking("still", "not_done").search(behind) is not None


@lru_cache(KEPT)
def _says_left(label: str) -> bool:
    return asking("still", "left").search(label[-_LABEL:]) is not None


@lru_cache(KEPT)
def _is_now(label: str) -> bool:
    return _NOW.search(label.strip()) is not None


def follows(item: Item) -> bool:
    """Whether a figure is told as what follows from those before it: 这意味着有2017人放弃."""
    return asking("still", "meaning").search(item.label[-_ROLE:]) is not None


def done_before(one: Item, item: Item) -> bool:
    """Whether a figure is told as done, there or gone, so that what is left of the whole is the other one."""
    if one.label.lstrip().startswith(_OPENING):
        return False
    if asking("still", "alone").search(item.label[-_LABEL:]) is not None:
        return True
    return _is_done(one)


def still(near: Near, item: Item) -> Found | None:
    """Return what is left of a whole less what was done of it."""
    if item.quantity.kind != "number" or item.quantity.base == _MONEY or arrives(item.label):
        return None
    if is_left(item) and not tells_not_done(near, item):
        return _left(near, item)
    return _standing(near, item) if _is_now(item.label) else None


def _is_done(one: Item) -> bool:
    return asking("still", "done").search(one.label[-_ROLE:] + one.after[:4]) is not None


def _is_whole(near: Near, one: Item) -> bool:
    return asking("still", "whole").search(near.clause(one)[-2 * _ROLE :]) is not None and not _is_done(one)


def _kin(near: Near, item: Item) -> list[Item]:
    """Return the figures before one that may be a whole or what was done of it, the nearest first."""
    found = []
    for one in near.before(item, _SENTENCES, _BACK):
        aside = one.label.lstrip().startswith(_OPENING) or compared(one.label) or change(one.label)
        if one.depth == item.depth and not aside and even(one, item) and near.value(one):
            found.append(one)
    return found


def _left(near: Near, item: Item) -> Found | None:
    kin = _kin(near, item)
    done = next((one for one in kin if _is_done(one)), None)
    before = [one for one in kin if done is not None and one.number < done.number]
    if (graded := _graded(near, item)) is not None:
        behind = near.items[item.number + 1] if item.number + 1 < len(near.items) else None
        return _made(near, *graded, item, behind is None or behind.segment != item.segment or _alone(near, item))
    if done is None or not before:
        return None
    told = [one for one in before if _is_whole(near, one)]
    whole = told[0] if told else before[0]
    sure = (len(told) == 1 or (not told and len(kin) == _PAIR)) and _alone(near, item)
    between = [one for one in kin if whole.number < one.number < item.number and one is not done]
    sure = sure and not any(near.value(one) < near.value(whole) for one in between)
    return _made(near, whole, done, item, sure)


def _graded(near: Near, item: Item) -> tuple[Item, Item] | None:
    """Return what is told of a grade in a line of its own (D级28栋), and what was done of it, where the sentence before
    a figure begins with that grade and tells nothing else.
    """
    done = near.items[item.number - 1]
    found = asking("still", "graded").match(done.lead.strip()) if done.sentence == item.sentence else None
    if found is None or near.previous(done) is not None or not _is_done(done):
        return None
    known = near.labelled(found["grade"], done)
    whole = next((one for one in known if one.label.strip().endswith(found["grade"]) and even(one, done)), None)
    alone = whole is not None and asking("still", "joined").search(near.text[: whole.label_start][-6:]) is None
    return (whole, done) if whole is not None and alone else None


def _alone(near: Near, item: Item) -> bool:
    """Whether what is left is all that is: no list goes on behind it, and nothing is told that only these did."""
    behind = near.items[item.number + 1] if item.number + 1 < len(near.items) else None
    goes_on = behind is not None and behind.sentence == item.sentence and same_kind(behind.quantity, item.quantity)
    goes_on = goes_on and behind is not None and behind.depth == item.depth
    return not goes_on and asking("still", "behind").match(item.after.strip()) is not None


def _standing(near: Near, item: Item) -> Found | None:
    """Return what there is of what there was, less what went: 原有168所，撤并43所，现有125所."""
    gone = previous(near, item.number)
    whole = previous(near, gone.number) if gone is not None else None
    if gone is None or whole is None or whole.sentence != item.sentence:
        return None
    kin = all(even(one, item) and one.depth == item.depth and one.quantity.kind == "number" for one in (whole, gone))
    told = asking("still", "gone").search(gone.label[-_ROLE:]) and asking("still", "once").search(whole.label[-_ROLE:])
    return _made(near, whole, gone, item, _alone_standing(near, item)) if kin and told else None


def _alone_standing(near: Near, item: Item) -> bool:
    """Whether nothing that came besides is told behind what there is now: 现有127人，其中新调入15人."""
    behind = near.items[item.number + 1] if item.number + 1 < len(near.items) else None
    return behind is None or behind.sentence != item.sentence or not same_kind(behind.quantity, item.quantity)


def _made(near: Near, whole: Item, done: Item, item: Item, sure: bool) -> Found | None:
    row = sorted((whole, done, item), key=lambda one: one.number)
    made = relation("difference", [whole.quantity, done.quantity], item.quantity, "difference.still", spans(row))
    if holds(made, hedged=False):
        return made, done, whole
    if not sure or any(one.quantity.hedge for one in row) or not near.unbroken(row[0], row[-1]):
        return None
    return (made, done, whole) if meant(made, _CLOSE) and not besides(near, whole, done, item) else None
