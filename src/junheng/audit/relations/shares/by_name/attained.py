"""Rates of what was due and what was done, told one after the other: 应到120人，实到108人，到会率90%.

The two figures are known by their words (应, 计划, 任务目标 – 实, 完成, 已), so that their rate may be called wrong,
and may exceed 100 %. The rate must speak of what was done (到会率 of 实到) or of the doing itself (完成率).
"""

from __future__ import annotations

import re

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import change, compared, holds_one, scoped, stem, wording, words
from junheng.audit.relations.shares.percentages import Told

_KINDS = ("number", "share")
_BETWEEN = 2
"""How many figures may stand between what was due and what was done: 请假6人，病休2人."""
_ACTUALLY = ("实际", "已")
"""What makes a change (实际减少129个) what was done of a task."""
_VERB, _LONGEST = 3, 8
"""How long the name of a rate may be to be a verb alone (整改), and to be called wrong: a longer one names more."""
_DUE = re.compile(wording()["attained"]["due"])
_YEAR = re.compile("[0-9]{4}年")
_DONE = re.compile(wording()["attained"]["done"])
_BESIDES = ("报名", "报考", "应聘")
"""Whom a plan is not of: those who applied for it."""
_POSTS, _PERSONS, _POST = ("个", "名"), ("人", "名"), re.compile("计划|岗位|编制|指标|名额|招聘|招录")
_DOING = re.compile("(?:应|实际?|已经?)([\u4e00-\u9fff])")
_PLAIN, _WHATEVER, _PERIODS = (words("attained", name) for name in ("plain", "whatever", "periods"))
_MISSED, _FOUND, _GROSS = (words("attained", name) for name in ("missed", "found", "gross"))


def of_attained(near: Near, told: Told) -> Relation | None:
    """Return the rate of what was done of what was due, or None where the words do not say so."""
    item = told.item
    if not told.subject.endswith("率") or told.subject.endswith(_FOUND) or told.subject.startswith(_GROSS):
        return None
    done = near.previous(item, _KINDS)
    if done is not None and done.number == item.number - 1 and holds_one(_name(done), _MISSED):
        # 应配342人，实有186人，缺156人，配备率54.39%: what was missed stands between.
        before = near.previous(done, _KINDS)
        done = before if before is not None and before.number == done.number - 1 else None
    elif done is not None and done.number != item.number - 1:
        return None
    if done is None or not _done(done) or holds_one(told.subject, _MISSED):
        return None
    due = _due_before(near, done)
    if due is None:
        return None
    made = relation("ratio", [done.quantity, due.quantity], item.quantity, "share.attained", spans([due, done, item]))
    return made if _speaks_of(told.subject, due, done) and (holds(made) or _sure(near, told, due, done)) else None


def _done(item: Item) -> bool:
    name = _name(item)
    changed = change(item.label) and not holds_one(item.label, _ACTUALLY)
    return _DONE.search(name) is not None and not holds_one(name, _MISSED) and not changed


def _due_before(near: Near, done: Item) -> Item | None:
    """Return what was due: the nearest figure of the kind before, at most some that were missed between."""
    for at in range(done.number - 1, max(-1, done.number - 2 - _BETWEEN), -1):
        one = near.items[at]
        if one.sentence != done.sentence or one.depth > done.depth or one.quantity.kind not in _KINDS:
            return None
        if _DUE.search(_name(one)) is not None and one.quantity.kind == done.quantity.kind:
            posts = one.unit in _POSTS and done.unit in _PERSONS and _POST.search(_name(one)) is not None
            fits = same_kind(one.quantity, done.quantity) or posts or (one.unit == done.unit and near.value(one) > 0)
            return one if fits and not compared(done.label) else None
        if not holds_one(_name(one), _MISSED + _BESIDES):
            return None
    return None


def _name(item: Item) -> str:
    return item.label[-16:] + item.after[:4]


def _speaks_of(subject: str, due: Item, done: Item) -> bool:
    """Whether a rate is told of the two: it bears the name of what was done, or is of the doing itself (任务完成率)."""
    name, told = stem(subject).removesuffix("率"), _name(due) + _name(done)
    plain = next((word for word in _PLAIN if name.endswith(word)), "")
    rest = name.removesuffix(plain)
    if plain and (not rest or rest in _WHATEVER or rest[-2:] in told):
        return True
    doing = {match[1] for match in _DOING.finditer(told)}
    return (len(name) <= _VERB and name[-2:] in told) or any(sign in doing for sign in name[-2:])


def _sure(near: Near, told: Told, due: Item, done: Item) -> bool:
    """Whether nothing else can be meant: side by side, no other period, nothing narrowed, hedged or masked."""
    if told.item.mark not in "，,；;(" or len(told.subject) > _LONGEST or holds_one(told.subject, _PERIODS):
        return False
    label = done.label.strip()
    between = near.items[due.number + 1 : done.number]
    if not all(holds_one(_name(one), _BESIDES) for one in between) or scoped(label) or due.depth != told.item.depth:
        return False
    years = {year[0] for one in (due, done) if (year := _YEAR.search(one.label)) is not None}
    if len(years) > 1 or near.value(due) <= 0 or any(one.quantity.hedge for one in (due, done, told.item)):
        return False
    more = near.value(done) > near.value(due) and not stem(told.subject).removesuffix("率").endswith(_PLAIN)
    return not more and near.unbroken(due, told.item)
