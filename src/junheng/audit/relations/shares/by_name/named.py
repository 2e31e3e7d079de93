"""Shares that name what they are of (占教师总数的X%): the whole is found by its label, near, before or behind."""

from __future__ import annotations

from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, alike, chance, named_alike, same_kind
from junheng.audit.relations.ground.wording import scoped, stem
from junheng.audit.relations.shares.lexicon import pattern
from junheng.audit.relations.shares.percentages import Told, core_name
from junheng.audit.relations.shares.placed import told_again
from junheng.audit.relations.shares.several.derived import several_of
from junheng.audit.relations.shares.wholes import (
    first_holding,
    holding,
    made_share,
    of_run,
    placed_whole,
    surely_told,
    wholes_of,
)

_BUDGET = 16
"""How much of a label's end is looked at for the word of a budget."""
_INCOME, _SIDES, _PLAIN = "收入", ("收入", "支出"), ("实际", "全年", "本年", "当年", "其", "累计")
"""The sides of an account, and what is told before what was spent that names no other account."""
_LONG = 4
"""How long a name must be to be one of its own."""
_SURE = Fraction(1, 500)
"""How likely a share comes out by accident that needs no more than a word in common with its whole."""
_NEAR, _LOOSE, _LINKED = Fraction(1, 10), Fraction(1, 100), Fraction(4, 100)
"""How many accidents are borne: among figures in place, anywhere near, near and of the same name."""


def named(near: Near, told: Told, top: Item | None) -> Relation | None:
    """`占教师总数的X%`: the whole is found by its label, nearby or anywhere before."""
    item = told.item
    if top is not None and (spent := _spent(near, item, top)) is not None:
        return spent
    # Its name must tell the whole, not only that it is a total: 在华生总数 is not 回国人员总数.
    core = core_name(told.whole)
    core = core if len(core) > 1 and chance(item.quantity) > _SURE else told.whole
    here = [one for one in near.before(item) if named_alike(core, one)]
    wholes = [*here, *(one for one in near.labelled(core, item) if one not in here)]
    tops = [one for one in near.before(item) if named_alike(told.subject, one)] if told.subject else []
    if top is not None and (told.own or not told.subject):
        tops = [top, *(one for one in tops if one is not top)]
    if not (told.form == "named" and not told.subject and top is not None and several_of(told.whole)):
        tops += [one for one in near.before(item, 0, 4) if one not in tops and one.depth <= item.depth]
    tried = Fraction(0)
    for one in tops[:4]:
        for bottom in wholes[:6]:
            if bottom is one or not alike(bottom.quantity, one.quantity):
                continue
            if bottom is top and not told.subject:
                continue  # what stands right before 占 is the part
            tried += chance(item.quantity)
            if tried <= _NEAR and (made := holding(near, one, bottom, item, "share.named")) is not None:
                return _of_its_name(near, told, top, bottom) or made
    if told.form == "named" and top is not None and not told.subject:
        borne = _LINKED if chance(item.quantity) <= _LOOSE else _LOOSE
        failing = _named_failing(near, told, top, wholes)
        return failing or first_holding(near, top, wholes_of(near, top, item, 4), item, "share.named", borne)
    return _ahead(near, told) or of_run(near, told)


def _spent(near: Near, item: Item, top: Item) -> Relation | None:
    """`年初预算为1255万元，支出决算为2112万元，完成年初预算的100%`: what was spent, however far off.

    The formula of every account tells the three one behind the other: what is of one account is nothing else's.
    """
    match = pattern("of_budget").search(item.label) if "预算" in item.label[-_BUDGET:] else None
    whole = near.previous(top)
    if match is None or whole is None or not whole.plain or not (whole.number == top.number - 1 == item.number - 2):
        return None
    label, of = stem(whole.label), match["when"] or ""
    planned = pattern("budget").search(whole.label) is not None and of in label and scoped(label) is False
    if not planned or pattern("spent").search(top.label) is None or not same_kind(whole.quantity, top.quantity):
        return None
    sound = not any(one.quantity.hedge for one in (whole, top, item)) and near.unbroken(whole, item)
    sound = sound and _of_one_account(whole, top, item) and not told_again(item, top)
    return made_share(near, top, whole, item, "share.named") if sound else None


def _of_one_account(whole: Item, top: Item, item: Item) -> bool:
    """Whether a budget and what was spent are told of the same: not 收入预算 and 支出决算, 小学教育 and 初中教育."""
    planned, done = whole.label[-_BUDGET:], top.label[-_BUDGET:].strip()
    owner = pattern("spent").sub("", done)
    for word in _SIDES:
        if word in item.label and word not in planned + done:
            return False
        owner = owner.removesuffix(word)
    alike = (_INCOME in planned) is (_INCOME in done)
    return alike and (not owner or owner in _PLAIN or owner in planned)


def _of_its_name(near: Near, told: Told, top: Item | None, bottom: Item) -> Relation | None:
    """Return the share of the figure before its part, told with a share of its own, that alone bears the name told.

    `教师31名……专业课教师17名，占55%；双师型教师14名，占专业课教师的45%`: it comes out of the 31, and is told of the 17.
    """
    core = core_name(told.whole)
    beside = list(near.before(top, 0, 1)) if top is not None and not told.subject else []
    if len(core) < _LONG or core in bottom.label or not beside or top is None or top.number != told.item.number - 1:
        return None
    whole = beside[0]
    if near.items[top.number - 1].quantity.kind != "share" or told_again(told.item, top):
        return None  # 公办园40所，乡镇园20所，占公办园的40%: not all of these need be of them
    bears = stem(whole.label).removeprefix("其中") == core and same_kind(whole.quantity, top.quantity)
    sure = bears and top.plain < whole.plain and surely_told(near, top, whole, told.item)
    return made_share(near, top, whole, told.item, "share.its-name") if sure else None


def _ahead(near: Near, told: Told) -> Relation | None:
    """`完成预算的80%，预算安排5600万元，支出4480万元`: the figures follow in the same sentence."""
    item, core = told.item, core_name(told.whole)
    behind = [one for one in near.items[item.number + 1 : item.number + 4] if one.sentence <= item.sentence + 1]
    tops = [one for one in (near.previous(item),) if one is not None]
    for bottom in behind:
        for top in [*tops, *behind]:
            if top is bottom or bottom.quantity.kind != "number" or not core or not named_alike(core, bottom):
                continue
            if same_kind(top.quantity, bottom.quantity) and (made := holding(near, top, bottom, item, "share.ahead")):
                return made
    return None


def _named_failing(near: Near, told: Told, top: Item, wholes: list[Item]) -> Relation | None:
    """A named share that does not come out fails only where one figure alone bears that very name."""
    core, item = core_name(told.whole), told.item
    placed = placed_whole(near, top, item)
    if placed is not None and core in placed.label and surely_told(near, top, placed, item):
        return made_share(near, top, placed, item, "share.named")
    exact = [one for one in wholes if stem(one.label).endswith(core) and same_kind(one.quantity, top.quantity)]
    if (
        len(exact) != 1
        or exact[0] is top
        or exact[0].paragraph != item.paragraph
        or (several_of(told.whole) and _beside(near, exact[0], top))
        or not surely_told(near, top, exact[0], item)
    ):
        return None
    return made_share(near, top, exact[0], item, "share.named")


def _beside(near: Near, whole: Item, top: Item) -> bool:
    """Whether others counted alike stand beside a figure that may be a whole (小学生…，初中生…): a total is of both."""
    window = near.items[max(0, whole.number - 1) : top.number]
    others = [one for one in window if one is not whole and one.depth == whole.depth]
    return any(same_kind(one.quantity, whole.quantity) for one in others)
