"""Growth over a base that its clause names: 与“十二五”末的43527人相比，净增4689人，增长10.8%.

What stands behind 与, 同, 和, 跟, 比, 较 (or before 相比, 比) is what it was, whatever time that is told of; what it
came to stands before it, in the sentence or the ones before, and is known by its value: base and change make it up.
Where it is not told, growth is over the base all the same.
"""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.apart.since import over
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import change

_LABEL, _BACK, _SENTENCES, _THREE = 24, 30, 4, 3
"""How much of a label tells that a figure is a base; how far before it what it came to may stand."""
_OPENED = "^(?:不过|但是?|而|并|又|也|则|且|虽|这|数量|人数|规模|总量)?"
_FAR = Fraction(1)
"""How far, of what is printed, growth may lie whose base and what it came to are both told."""
_AGAINST = re.compile(_OPENED + "(?:相[较比][于之]?|对比|较之|[比较])(?!例|重|率|赛|如|学)[^，,。；;、]{1,20}$")
_WITH = re.compile(_OPENED + "[与同和跟][^，,。；;、]{1,20}$")
_BESIDE = re.compile("(?:的[一-鿿]{0,4})?(?:相[比较]|[比较](?:$|[，,起来]))")
_REACHED = re.compile("^(?:总[数量额]|规模|人数|数量)?(?:已|共)?(?:达到?|增至|增加到|增长到|减至|减少到|降至|降到)")
_THAN, _YEAR = re.compile("[比较](?!例|重|率|赛|如|学)[^比较]{1,16}$"), re.compile("(?:19|20)[0-9]{2}年")
_NO_BASE = re.compile("计划|标准|规定|目标|任务|平均|全[国省市]|应|编制|核定|预算")


def is_base(near: Near, one: Item) -> bool:
    """Whether a figure is told as what another is set against: 跟2021年的143人比, 较上学年末的512人."""
    clause = near.clause(one)[-_LABEL:]
    if _NO_BASE.search(clause) is not None or one.quantity.hedge or change(one.label):
        return False
    beside = _BESIDE.match(one.after.strip()) is not None
    if _AGAINST.search(clause) is not None:
        return beside or not one.after.strip()
    return beside and _WITH.search(clause) is not None


def over_base(near: Near, item: Item, step: Item, base: Item, way: str) -> tuple[Relation | None] | None:
    """Return the growth over a base named right before an increase; None where none is named, no relation where others
    may be meant.
    """
    beside = step.number == base.number + 1 and same_kind(base.quantity, step.quantity)
    if not beside or change(step.label) != way or not is_base(near, base) or base.sentence != item.sentence:
        return None
    by = near.value(step) if way == "up" else -near.value(step)
    levels = list(_levels(near, base))
    level = next((one for one in levels if near.value(one) == near.value(base) + by), None)
    if level is not None:
        made = _made(base, level, item, way)
    else:
        made = over(base, step, item, way)
        if not holds(made):
            told = next((each for one in levels if holds(each := _made(base, one, item, way))), None)
            return (told,)
    hedged = any(one.quantity.hedge for one in (base, step, item))
    close = meant(made, _FAR) if level is not None else meant(made)
    sure = not hedged and near.unbroken(base, item) and close and not _otherwise(item)
    return (made if holds(made) or sure else None,)


def reached_behind(near: Near, item: Item, way: str) -> Relation | None:
    """Return the growth over a base right before it, to what stands behind: 比上年的8216人增长3.8%，达到8528人."""
    row = near.items[max(0, item.number - 1) : item.number + 2]
    if len(row) != _THREE or item.mark or any(one.sentence != item.sentence or one.depth != item.depth for one in row):
        return None
    base, _, level = row
    same = base.quantity.kind == level.quantity.kind == "number" and same_kind(base.quantity, level.quantity)
    than = _THAN.search(near.clause(base))
    if not same or _REACHED.match(level.label.strip()) is None or than is None:
        return None
    if asking("earlier", "then").search(than[0]) is None and _YEAR.search(than[0]) is None:
        return None
    if _NO_BASE.search(near.clause(base)) is not None or change(base.label) or not near.value(base):
        return None
    made = _made(base, level, item, way)
    sure = not any(one.quantity.hedge for one in row) and near.unbroken(base, level) and meant(made, _FAR)
    return made if holds(made) or sure else None


def _otherwise(item: Item) -> bool:
    """Whether a percentage is told against something of its own: 比2015年增加…，比上年增长…."""
    return re.search("同比|环比|[比较]|年均", item.label) is not None


def _made(base: Item, level: Item, item: Item, way: str) -> Relation:
    total = term(item.quantity) if way == "up" else negative(term(item.quantity))
    return relation("growth", [base.quantity, level.quantity], total, "growth.stated", spans([level, base, item]))


def _levels(near: Near, base: Item) -> list[Item]:
    found: list[Item] = []
    for one in reversed(near.items[max(0, base.number - _BACK) : base.number]):
        if one.sentence < base.sentence - _SENTENCES or one.paragraph < base.paragraph - 1:
            break
        counts = one.quantity.kind == "number" and same_kind(one.quantity, base.quantity)
        if counts and not change(one.label) and near.value(one):
            found.append(one)
    return found
