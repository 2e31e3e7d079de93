"""Products of a number told in the sentence before: 举办培训班14期。每期3天，每期80人，累计培训1120人次.

The rate stands right before its total and says what it is for each of (期); the one figure of the sentence before that
counts it is the number. Other rates beside it (每期3天) tell nothing of what the total counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import change, holds_one, words
from junheng.audit.relations.rates.certainty import near_by, of_others
from junheng.audit.relations.rates.each import NAMED, Each, counts, listed, table, told_for
from junheng.audit.relations.rates.rates import is_total, money, multiplied

_MOST, _NOT, _FAR, _DIGITS = 8, "非", 24, 3
_YEARLY = re.compile("全年|今年|本年|年度|每年|[0-9]年|去年")
"""How many figures of a sentence are looked at."""
_DURATIONS = frozenset({"天", "分钟", "小时", "秒", "课时", "学时"})


def find(near: Near, rates: Sequence[Item]) -> Iterator[Relation]:
    """Yield the products of rates with their total right behind them and their number a sentence before."""
    for rate in rates:
        total = near.items[rate.number + 1] if rate.number + 1 < len(near.items) else None
        if total is None or total.sentence != rate.sentence or total.depth != rate.depth or not money(total, rate):
            continue
        each = told_for(rate.label)
        if (made := _of_a_year(near, rate, total, each)) is not None:
            yield made
            continue
        if len(each) != 1 or (each[0].unit in listed("periods") and each[0].unit != "期"):
            continue
        head = _head(near, rate, each[0])
        if head is None or not is_total(near, total):
            continue
        made = multiplied([head], rate, total)
        beside = near.items[head.number + 1].sentence != head.sentence
        if holds(made) or (beside and _misprinted(near, made, (head, rate, total))):
            yield made


def _of_a_year(near: Near, rate: Item, total: Item, each: Sequence[Each]) -> Relation | None:
    """`校车87辆……每车每年补贴1.8万元，今年预算列支156.6万元`: of those told in its paragraph.

    Where several are told only what comes out, which is no accident of so many digits.
    """
    periods = [one for one in each if one.unit in listed("periods")]
    heads = [one for one in each if one not in periods]
    yearly = {one.unit for one in periods} in ({"年"}, {"学年"}) and _YEARLY.search(total.label) is not None
    if len(heads) != 1 or not yearly or len(str(total.quantity.value).replace(".", "").strip("0")) < _DIGITS:
        return None
    window = near.items[max(0, rate.number - _FAR) : rate.number]
    found = [one for one in window if one.paragraph == rate.paragraph and counts(one, heads[0]) == NAMED]
    made = [multiplied([one], rate, total) for one in found if one.quantity.value > 1 and not change(one.label)]
    if (good := next((one for one in made if holds(one)), None)) is not None:
        return good
    wholes = [one for one in found if not one.label.lstrip().startswith(words("common", "opening"))]
    alone = len(found) == 1 and len(wholes) == 1
    return made[0] if alone and made and _misprinted(near, made[0], (wholes[0], rate, total)) else None


def _head(near: Near, rate: Item, each: Each) -> Item | None:
    """Return the one figure of the sentence before that counts what a rate is for each of; None if its own does."""
    at, found = rate.number - 1, list[Item]()
    while at >= 0 and near.items[at].sentence == rate.sentence and rate.number - at <= _MOST:
        one = near.items[at]
        if counts(one, each) or (one.unit not in _DURATIONS and one.quantity.value != 1):
            return None
        at -= 1
    last = near.items[at] if at >= 0 else None
    if last is None or last.sentence != rate.sentence - 1 or last.paragraph != rate.paragraph:
        return None
    while at >= 0 and near.items[at].sentence == last.sentence and rate.number - at <= _MOST:
        if counts(near.items[at], each):
            found.append(near.items[at])
        at -= 1
    named = len(found) == 1 and counts(found[0], each) == NAMED and found[0].quantity.value > 1
    return (
        found[0] if named and not change(found[0].label) and (each.name[:1] != _NOT or _NOT in found[0].label) else None
    )


def _misprinted(near: Near, made: Relation, row: tuple[Item, Item, Item]) -> bool:
    """Whether nothing but a misprint explains what does not come out."""
    head, rate, total = row
    hedged = any(one.quantity.hedge for one in row) or not near.unbroken(head, total)
    aimed = any(holds_one(one.label[-24:], words("common", "aim")) for one in row)
    bound = any(holds_one(one.label, table()["factors"]["bound"]) for one in (rate, total))
    standing = holds_one(total.label, words("product", "standing")) or change(total.label) != ""
    received = holds_one(total.label, table()["factors"]["received"])
    return not (hedged or aimed or bound or standing or received or of_others(rate, total)) and near_by(made)
