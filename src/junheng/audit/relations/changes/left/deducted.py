"""Differences told over sentences or by what is taken off: 应收…扣除…实收; 共需…实际支出…结余; 六年前…，现在少了….

What evident arithmetic cannot show, a failing one, is read where the words leave no other figures to be meant.
"""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import change, holds_one, one_of, stem, words

_TAKEN, _GROSS = (re.compile(one_of(words("difference", name))) for name in ("taken", "gross"))
_NETTED = re.compile(one_of(words("difference", "netted")) + ".{0,6}$")
_TAKEN_RATE = re.compile("([压核审撤削裁精缩][减并销]|压缩|缩减|减少|合并|关停|注销|淘汰)率$")
_DONE_RATE = re.compile("(?:化解|偿还|归还|还款|清偿|完成|整改|销号|支付|兑付|执行|拨付|办结|开工|竣工)率$")
_LEFT, _DONE, _CARRIED = (words("difference", name) for name in ("left", "done", "carried"))
_SINCE, _NOW = words("difference", "since"), words("difference", "now")
_PARTS, _LEAST, _SENTENCES = 8, 3, 3
_NEAR, _CLOSE = Fraction(1, 10), Fraction(1, 20)
"""How far, of what is printed, a misprinted difference may lie from the computed one."""
_NAME, _CONTEXT = 2, 16
Found = tuple[Relation, Item, Item]


def deducted(near: Near, item: Item) -> Found | None:
    """Return a difference told by what is taken off, with its two figures; only such as these words tell."""
    if item.quantity.kind != "number" or item.quantity.hedge:
        return None
    return _net_of(near, item) or _left_of_sum(near, item) or _since(near, item)


def _net_of(near: Near, item: Item) -> Found | None:
    """`应收1206.51万元，扣除减免的20.4万元，实收1186.11万元`."""
    if item.number < 2 or _NETTED.search(item.label) is None:
        return None
    first, second = near.items[item.number - 2 : item.number]
    beside = first.sentence == item.sentence and first.depth == second.depth == item.depth
    told = _TAKEN.match(second.label.strip()) is not None and _GROSS.search(first.label[-_CONTEXT:]) is not None
    return _made(near, first, second, item, "difference.taken", _NEAR) if beside and told else None


def _left_of_sum(near: Near, item: Item) -> Found | None:
    """`共需876万元。其中中央650万元，省级130万元，县级96万元。支出812万元，结余64万元`: of the sum told before."""
    second, label = near.previous(item), stem(item.label)
    if second is None or second.number != item.number - 1 or not label.endswith(_LEFT) or holds_one(label, _CARRIED):
        return None
    if near.previous(second) is not None or not holds_one(second.label, _DONE) or second.depth:
        return None
    known = [one for one in near.before(second, _SENTENCES, _PARTS) if same_kind(one.quantity, second.quantity)]
    added = Fraction(0)
    for at, whole in enumerate(known):
        if at >= _LEAST - 1 and near.value(whole) == added:
            return _made(near, whole, second, item, "difference.spent", _CLOSE)
        added += near.value(whole)
    return None


def _since(near: Near, item: Item) -> Found | None:
    """`现有小学121所。……六年前全县有小学198所，现在少了77所`: of what there is now, told before by its name."""
    then = near.previous(item)
    way = change(item.label) or {"少": "down", "多": "up"}.get(stem(item.label)[-1:], "")
    if not way or then is None or then.number != item.number - 1 or not holds_one(item.label, _NOW):
        return None
    start = max(0, then.quantity.start - _CONTEXT)
    name = stem(then.label)[-_NAME:]
    if len(name) < _NAME or not holds_one(near.text[start : then.quantity.start], _SINCE):
        return None
    named = [one for one in near.labelled(name, then) if stem(one.label).endswith(name) and holds_one(one.label, _NOW)]
    if len({near.value(one) for one in named}) != 1:
        return None
    first, second = (named[0], then) if way == "up" else (then, named[0])
    return _made(near, first, second, item, "difference.since", _NEAR)


def _made(near: Near, first: Item, second: Item, item: Item, rule: str, within: Fraction) -> Found | None:  # noqa: PLR0917
    """Return a difference that holds, or that fails and lies close, with nothing hedged or masked."""
    figures = (first, second, item)
    if any(not same_kind(one.quantity, item.quantity) for one in figures):
        return None
    spanned = spans(sorted(figures, key=lambda one: one.number))
    made = relation("difference", [first.quantity, second.quantity], item.quantity, rule, spanned)
    found = judge(made, explained=False)
    if found is None or any(one.quantity.hedge for one in figures) or not near.unbroken(second, item):
        return (made, second, first) if found is not None and holds(made) else None
    return (made, second, first) if found.holds or abs(found.off_by) <= made.total.value * within else None


def rate_of_taken(near: Near, made: Relation, item: Item) -> Relation | None:
    """`由286家压减到39家，压减247家，压减率86.4%`: what was taken away, of what there was."""
    after = near.items[item.number + 1] if item.number + 1 < len(near.items) else None
    if after is None or after.quantity.kind != "share" or after.sentence != item.sentence or after.depth != item.depth:
        return None
    named = _TAKEN_RATE.search(stem(after.label))
    if named is None or not holds(made) or not made.parts[0].value:
        return None
    whole, off = (near.item(part.sources[0].start) for part in made.parts)
    taken = next((one for one in (item, off) if one is not None and named[1] in one.label), None)
    if whole is None or taken is None:
        return None
    row = spans(sorted((whole, taken, after), key=lambda one: one.number))
    share = relation("ratio", [taken.quantity, whole.quantity], after.quantity, "share.taken", row)
    found = judge(share, explained=False)
    sure = not any(one.quantity.hedge for one in (whole, item, after)) and near.unbroken(item, after)
    close = found is not None and abs(found.off_by) <= share.total.value * _CLOSE
    return share if holds(share) or (sure and close) else None


def rate_of_done(near: Near, made: Relation, item: Item) -> Relation | None:
    """`锁定债务18642.7万元。……已偿还7326.4万元，化解率36.5%，剩余债务11316.3万元`: what was done, of all there was."""
    share = near.items[item.number - 1] if item.number else item
    if share.quantity.kind != "share" or _DONE_RATE.search(stem(share.label)) is None or not holds(made):
        return None
    whole, done = (near.item(part.sources[0].start) for part in made.parts)
    if whole is None or done is None or done.number != share.number - 1 or done.sentence != item.sentence:
        return None
    row = (whole, done, share)
    told = relation("ratio", [done.quantity, whole.quantity], share.quantity, "share.done", spans([*row]))
    found = judge(told, explained=False)
    sure = not any(one.quantity.hedge for one in row) and near.unbroken(done, share)
    close = found is not None and abs(found.off_by) <= told.total.value * _NEAR
    sure = sure and asking("all_told", "words").search(whole.label) is not None
    return told if holds(told) or (sure and close) else None
